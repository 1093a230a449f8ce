//! Suggestions: terms that a lexicon does not hold, ranked by what speaks for their being loaded.
//!
//! A corpus is gone through twice: the [`Survey`] learns what the lexicons find, which words are
//! names and which phrases are frequent enough; the [`TermTally`] counts these.

mod shelf;
mod slot;
mod survey;
mod unequal;

pub(crate) use shelf::Shelf;
pub use slot::SharedSlots;
pub use survey::Survey;
pub use unequal::{Strata, Usage};

use crate::lexicon::EntryId;
use crate::stat::adjusted_among;
use crate::words::{
    Marks, Phrase, Slot, TooMany, WordRun, is_held_off, next_number, phrases, slots,
};
use hashbrown::{HashMap, HashSet};
use rayon::prelude::*;
use slot::Fill;
use survey::Cases;

/// Why a term is suggested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// An outlet uses it more than others do in documents on the same events.
    Unequal,
    /// It stands in scare quotes.
    ScareQuotes,
    /// It stands where known entries of one category stand.
    Slot,
}

impl Why {
    /// The words that tables use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unequal => "unequal",
            Self::ScareQuotes => "scare quotes",
            Self::Slot => "slot",
        }
    }
}

/// A term that a lexicon could hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// The term, normalized.
    pub term: String,
    /// The same by number.
    pub phrase: Phrase,
    /// What speaks for it, strongest first.
    pub reasons: Vec<Why>,
    /// The root of the sum of squares of what speaks for it beyond [`THRESHOLD`]; half of that
    /// where a name is part of it.
    pub score: f64,
    /// Occurrences.
    pub count: u64,
    /// Documents that hold it.
    pub documents: u64,
    /// Outlets that use it.
    pub outlets: u64,
    /// The outlet that uses it most beyond its share, if any does.
    pub usage: Option<Usage>,
    /// q of its p over all candidates and outlets that were tested.
    pub q: Option<f64>,
    /// Occurrences in scare quotes.
    pub held_off: u64,
    /// The slots that it shares with known entries.
    pub slot: Option<SharedSlots>,
    /// The document that shows the strongest reason: the first that does.
    pub example: u32,
}

/// What speaks for a term counts beyond so many standard deviations.
pub const THRESHOLD: f64 = 2.0;
/// A phrase stands for its part where so many in a hundred of the part's occurrences lie in it (as
/// in the C-value of Frantzi, Ananiadou & Mima 2000).
const NESTED_SHARE: u64 = 80;
/// A term stands in scare quotes at least so often, and in as many documents.
const LEAST_HELD_OFF: u32 = 2;

/// What is counted of one term.
#[derive(Debug, Default)]
struct Term {
    /// The documents that hold it, ascending, and how often.
    occurrences: Vec<(u32, u32)>,
    held_off: u32,
    held_off_documents: u32,
    first_held_off: u32,
    cases: Cases,
    /// Occurrences that a hyphen joins to a word outside.
    hyphened: u32,
    /// Slots filled, repeats counted.
    slots: u32,
}

impl Term {
    fn count(&self) -> u64 {
        self.occurrences.iter().map(|(_, count)| u64::from(*count)).sum()
    }
}

/// The second pass: how often each phrase occurs, and how.
pub struct TermTally {
    survey: Survey,
    numbers: HashMap<Phrase, u32>,
    terms: Vec<Term>,
    /// By term and slot: how often, and the first document.
    fills: HashMap<(u32, u32), (u32, u32)>,
    weighed: usize,
}

impl TermTally {
    /// The pass behind this survey.
    pub fn new(survey: Survey) -> Self {
        Self {
            survey,
            numbers: HashMap::new(),
            terms: Vec::new(),
            fills: HashMap::new(),
            weighed: 0,
        }
    }

    /// Counts the phrases of a document; documents must come in ascending order.
    ///
    /// # Errors
    /// [`TooMany`] where numbers run out.
    pub fn add(&mut self, document: u32, run: &WordRun) -> Result<(), TooMany> {
        let Self { survey, numbers, terms, fills, .. } = self;
        let words = &run.words;
        let mut found: Vec<(Phrase, usize, usize)> = phrases(words)
            .filter_map(|range| {
                Some((Phrase::from_words(&words[range.clone()])?, range.start, range.end))
            })
            .filter(|(phrase, ..)| {
                survey.sketch.may_reach(*phrase, survey.least_documents)
                    && !survey.known.contains(phrase)
            })
            .collect();
        found.sort_unstable();
        for same in found.chunk_by(|a, b| a.0 == b.0) {
            let Some((phrase, ..)) = same.first() else { continue };
            let next = next_number(terms.len(), "terms")?;
            let number = *numbers.entry(*phrase).or_insert(next);
            if number == next {
                terms.push(Term::default());
            }
            let Some(term) = terms.get_mut(number as usize) else { continue };
            let before = term.held_off;
            for &(_, first, end) in same {
                let last = words[end - 1].marks;
                let hyphen_before = first
                    .checked_sub(1)
                    .is_some_and(|before| words[before].marks.has(Marks::HYPHEN));
                term.cases.add(last);
                term.hyphened += u32::from(hyphen_before || last.has(Marks::HYPHEN));
                term.held_off += u32::from(is_held_off(words, first..end));
                // Of a term that begins or ends with a known entry the neighbours may be the
                // entry's.
                if words[first].marks.has(Marks::KNOWN) || last.has(Marks::KNOWN) {
                    continue;
                }
                for slot in slots(words, first..end) {
                    term.slots += 1;
                    if let Some(slot) = survey.known_slots.number(&slot) {
                        fills.entry((number, slot)).or_insert((0, document)).0 += 1;
                    }
                }
            }
            if term.held_off > before {
                if term.held_off_documents == 0 {
                    term.first_held_off = document;
                }
                term.held_off_documents += 1;
            }
            // As often as there are words in the document, which 32 bits count.
            term.occurrences.push((document, u32::try_from(same.len()).unwrap_or(u32::MAX)));
        }
        Ok(())
    }

    /// The best suggestions, at most `most`, the strongest first.
    ///
    /// Three things may speak for a term, each as a standard normal deviate would measure it:
    /// unequal use within events (the deviate of [`Strata::usages`], of the outlet where it is
    /// largest), scare quotes (the signed root of the binomial log-likelihood ratio of the term's
    /// share of them against that of all words of open classes; at least two in two documents), and
    /// slots shared with known entries ([`SharedSlots::evidence`]). What lies beyond 2 is squared
    /// and added; the score is the root. A term with a name in it has half its score, so that plain
    /// words come first. Equal scores are ordered by the term.
    pub fn suggestions(&mut self, strata: &Strata, most: usize) -> Vec<Suggestion> {
        let candidates = self.candidates();
        let fills = self.fills_of(&candidates);
        let entry_category =
            |entry: EntryId| self.survey.categories.get(entry.0 as usize).copied().flatten();
        let filled: Vec<(&[Fill], u32)> = candidates
            .iter()
            .zip(&fills)
            .map(|(c, fills)| (fills.as_slice(), self.term(c).slots))
            .collect();
        let shared =
            self.survey.known_slots.shared(&filled, entry_category, |slot| self.slot_text(slot));
        self.weighed = candidates.len();
        let is_compared = strata.can_compare();
        let (mut p_values, mut suggestions): (Vec<Vec<f64>>, Vec<Option<Suggestion>>) = candidates
            .par_iter()
            .zip(shared)
            .map(|(candidate, slot)| {
                let usages = if is_compared {
                    strata.usages(&self.term(candidate).occurrences)
                } else {
                    Vec::new()
                };
                let p_values = usages.iter().map(|usage| usage.p).collect();
                let over = usages
                    .into_iter()
                    .filter(|usage| usage.z > 0.0)
                    .reduce(|a, b| if b.deviate > a.deviate { b } else { a });
                (p_values, self.weigh(candidate, over, slot, strata))
            })
            .unzip();
        let mut p_values: Vec<f64> = p_values.drain(..).flatten().collect();
        let mut ranked: Vec<Suggestion> = suggestions.drain(..).flatten().collect();
        ranked.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.term.cmp(&b.term)));
        // A part that stands mostly in a stronger term is told by that term.
        let mut told: HashMap<Phrase, u64> = HashMap::new();
        ranked.retain(|suggestion| {
            let is_told =
                told.get(&suggestion.phrase).is_some_and(|within| within * 2 > suggestion.count);
            for part in suggestion.phrase.parts() {
                let within = told.entry(part).or_default();
                *within = suggestion.count.max(*within);
            }
            !is_told
        });
        ranked.truncate(most);
        let asked: Vec<f64> =
            ranked.iter().filter_map(|suggestion| suggestion.usage.map(|usage| usage.p)).collect();
        let adjusted = adjusted_among(&mut p_values, &asked);
        let told = ranked.iter_mut().filter(|suggestion| suggestion.usage.is_some());
        told.zip(adjusted).for_each(|(suggestion, q)| suggestion.q = Some(q));
        ranked
    }

    /// How many terms the last [`suggestions`](Self::suggestions) had to choose from.
    pub fn weighed(&self) -> usize {
        self.weighed
    }

    /// The slot as a reader would write it.
    pub fn slot_text(&self, slot: &Slot) -> String {
        self.survey.types.slot_text(slot)
    }
}

/// A term that passed.
struct CandidateTerm {
    text: String,
    phrase: Phrase,
    number: u32,
    has_name: bool,
}

impl TermTally {
    fn term(&self, candidate: &CandidateTerm) -> &Term {
        &self.terms[candidate.number as usize]
    }

    /// The terms to choose from, sorted: frequent enough, no names, no parts of compounds, and not
    /// always within a longer one.
    fn candidates(&self) -> Vec<CandidateTerm> {
        let types = &self.survey.types;
        let is_name = |word: &u32| {
            types.cases.get(*word as usize).is_some_and(|cases| cases.told > 0 && cases.is_name())
        };
        let passes = |phrase: &Phrase, term: &Term| {
            term.occurrences.len() as u64 >= self.survey.least_documents
                && u64::from(term.hyphened) * 2 <= term.count()
                && !term.cases.is_name()
                && !phrase.words().last().is_some_and(is_name)
        };
        let passed = self
            .numbers
            .iter()
            .filter(|&(phrase, &number)| passes(phrase, &self.terms[number as usize]));
        let mut candidates: Vec<CandidateTerm> = passed
            .map(|(&phrase, &number)| CandidateTerm {
                text: types.joined(phrase.words()),
                phrase,
                number,
                has_name: phrase.words().iter().any(is_name),
            })
            .collect();
        candidates.par_sort_unstable_by(|a, b| a.text.cmp(&b.text));
        let plain = candidates.iter().filter(|candidate| !candidate.has_name);
        let nested: HashSet<Phrase> = plain
            .flat_map(|candidate| {
                let count = self.term(candidate).count();
                candidate.phrase.parts().filter(move |part| {
                    let part = self
                        .numbers
                        .get(part)
                        .map_or(0, |&number| self.terms[number as usize].count());
                    part > 0 && count * 100 >= part * NESTED_SHARE
                })
            })
            .collect();
        candidates.retain(|candidate| !nested.contains(&candidate.phrase));
        candidates
    }

    /// The slots of known entries that each candidate fills.
    fn fills_of(&mut self, candidates: &[CandidateTerm]) -> Vec<Vec<Fill>> {
        let mut places = vec![None; self.terms.len()];
        candidates
            .iter()
            .enumerate()
            .for_each(|(at, candidate)| places[candidate.number as usize] = Some(at));
        let mut fills: Vec<Vec<Fill>> = vec![Vec::new(); candidates.len()];
        for ((term, slot), (count, document)) in self.fills.drain() {
            if let Some(at) = places[term as usize] {
                fills[at].push(Fill { slot, count, document });
            }
        }
        fills
    }

    /// What speaks for a candidate, if anything does.
    fn weigh(
        &self,
        candidate: &CandidateTerm,
        usage: Option<Usage>,
        slot: Option<SharedSlots>,
        strata: &Strata,
    ) -> Option<Suggestion> {
        let term = self.term(candidate);
        let count = term.count();
        let is_held_off =
            term.held_off >= LEAST_HELD_OFF && term.held_off_documents >= LEAST_HELD_OFF;
        let base = self.survey.held_off as f64 / self.survey.words.max(1) as f64;
        let evidence = [
            (Why::Unequal, usage.map(|usage| usage.deviate)),
            (
                Why::ScareQuotes,
                is_held_off.then(|| binomial_root(f64::from(term.held_off), count as f64, base)),
            ),
            (Why::Slot, slot.map(|slot| slot.evidence)),
        ];
        let told = evidence.into_iter().filter_map(|(why, evidence)| {
            Some((why, evidence.filter(|evidence| *evidence > THRESHOLD)?))
        });
        let mut told: Vec<(Why, f64)> = told.collect();
        told.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let score = told.iter().map(|(_, evidence)| evidence * evidence).sum::<f64>().sqrt();
        let (first, _) = term.occurrences.first()?;
        let example = match told.first()?.0 {
            Why::Unequal => {
                let outlet = usage.map(|usage| usage.outlet);
                let mut documents = term.occurrences.iter().map(|(document, _)| *document);
                documents.find(|document| strata.outlet_of(*document) == outlet).unwrap_or(*first)
            }
            Why::ScareQuotes => term.first_held_off,
            Why::Slot => slot.map_or(*first, |slot| slot.document),
        };
        let outlets: HashSet<Option<u32>> =
            term.occurrences.iter().map(|(document, _)| strata.outlet_of(*document)).collect();
        Some(Suggestion {
            term: candidate.text.clone(),
            phrase: candidate.phrase,
            reasons: told.iter().map(|(why, _)| *why).collect(),
            score: if candidate.has_name { score / 2.0 } else { score },
            count,
            documents: term.occurrences.len() as u64,
            outlets: outlets.len() as u64,
            usage,
            q: None,
            held_off: u64::from(term.held_off),
            slot,
            example,
        })
    }
}

/// The signed root of the log-likelihood ratio of `hits` in `trials` against the share `base`:
/// ±√(2[k ln(k/(n·p)) + (n−k) ln((n−k)/(n(1−p)))]).
fn binomial_root(hits: f64, trials: f64, base: f64) -> f64 {
    if trials <= 0.0 || base <= 0.0 || base >= 1.0 {
        return 0.0;
    }
    let part = |observed: f64, expected: f64| {
        if observed > 0.0 { observed * (observed / expected).ln() } else { 0.0 }
    };
    let ratio = 2.0 * (part(hits, trials * base) + part(trials - hits, trials * (1.0 - base)));
    ratio.max(0.0).sqrt().copysign(hits - trials * base)
}
