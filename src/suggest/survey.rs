//! The first pass of suggestions: what the lexicons find, which words are names, which phrases are
//! frequent enough.

use super::slot::KnownSlots;
use crate::lexicon::{CategoryId, LexiconKind, Matcher};
use crate::words::DocumentSketch;
use crate::words::{
    Marks, NO_WORD, Phrase, Slot, TooMany, WordRun, is_held_off, next_number, phrases, slots,
};
use hashbrown::{HashMap, HashSet};
use std::ops::Range;

/// A form is a name where so many in a hundred of its telling occurrences are capitalized.
const NAME_SHARE: u32 = 80;

/// The types of a run: their numbers, texts, and how often capitals tell a name.
#[derive(Debug, Default)]
pub(super) struct Types {
    numbers: HashMap<Box<str>, u32>,
    texts: Vec<Box<str>>,
    pub(super) cases: Vec<Cases>,
}

/// How often a form's case tells something, and how often that it is a name.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Cases {
    pub(super) told: u32,
    names: u32,
}

impl Cases {
    pub(super) fn add(&mut self, marks: Marks) {
        self.told += u32::from(marks.has(Marks::CASED));
        self.names += u32::from(marks.has(Marks::NAME));
    }

    pub(super) fn is_name(self) -> bool {
        u64::from(self.names) * 100 >= u64::from(self.told) * u64::from(NAME_SHARE)
    }
}

impl Types {
    fn number(&mut self, text: &str) -> Result<u32, TooMany> {
        if let Some(number) = self.numbers.get(text) {
            return Ok(*number);
        }
        let number = next_number(self.texts.len(), "words")?;
        self.numbers.insert(text.into(), number);
        self.texts.push(text.into());
        self.cases.push(Cases::default());
        Ok(number)
    }

    fn text(&self, number: u32) -> &str {
        self.texts.get(number as usize).map_or("", |text| text)
    }

    /// The slot as a reader would write it.
    pub(super) fn slot_text(&self, slot: &Slot) -> String {
        let words = |words: &[u32], joint: &str| {
            words
                .iter()
                .filter(|&&word| word != NO_WORD)
                .map(|&word| self.text(word))
                .collect::<Vec<_>>()
                .join(joint)
        };
        let left = words(&slot.left, if slot.hyphen { "-" } else { " " });
        format!("{left} ___ {}", words(&slot.right, " ")).trim().to_owned()
    }

    pub(super) fn joined(&self, words: &[u32]) -> String {
        words.iter().map(|&word| self.text(word)).collect::<Vec<_>>().join(" ")
    }
}

/// The first pass: what there is to choose from.
pub struct Survey {
    pub(super) types: Types,
    pub(super) sketch: DocumentSketch,
    /// Phrases that a lexicon holds as they stand, whether it counts them there or not.
    pub(super) known: HashSet<Phrase>,
    pub(super) known_slots: KnownSlots,
    /// The category of each entry whose slots count: those of framing and naming lexicons.
    pub(super) categories: Vec<Option<CategoryId>>,
    pub(super) least_documents: u64,
    /// Words of open classes, and those of them in scare quotes.
    pub(super) words: u64,
    pub(super) held_off: u64,
}

impl Survey {
    /// A survey for terms in at least `least_documents` documents that the lexicons of `matcher` do
    /// not find.
    pub fn new(matcher: &Matcher, least_documents: u64) -> Self {
        let counts = |category: CategoryId| {
            matches!(matcher.category(category).kind, LexiconKind::Framing | LexiconKind::Naming)
        };
        Self {
            types: Types::default(),
            sketch: DocumentSketch::new(),
            known: HashSet::new(),
            known_slots: KnownSlots::default(),
            categories: matcher
                .entries()
                .iter()
                .map(|entry| Some(entry.category).filter(|category| counts(*category)))
                .collect(),
            least_documents,
            words: 0,
            held_off: 0,
        }
    }

    /// Takes in a document, its types numbered as in `types`, and numbers them as they are in the
    /// run. `held` are the tokens over which a lexicon holds something, whether it counts there or
    /// not: none of these is a term that it lacks.
    ///
    /// # Errors
    /// [`TooMany`] where numbers run out.
    pub fn add(
        &mut self,
        run: &mut WordRun,
        types: &[Box<str>],
        held: &[Range<u32>],
    ) -> Result<(), TooMany> {
        let numbers: Vec<u32> =
            types.iter().map(|text| self.types.number(text)).collect::<Result<_, _>>()?;
        for word in &mut run.words {
            word.id = numbers.get(word.id as usize).copied().unwrap_or(word.id);
            if let Some(cases) = self.types.cases.get_mut(word.id as usize) {
                cases.add(word.marks);
            }
        }
        for at in (0..run.words.len()).filter(|&at| run.words[at].marks.has(Marks::CONTENT)) {
            self.words += 1;
            self.held_off += u64::from(is_held_off(&run.words, at..at + 1));
        }
        let held =
            held.iter().filter_map(|held| run.words.get(held.start as usize..held.end as usize));
        self.known.extend(held.filter_map(Phrase::from_words));
        for known in &run.known {
            let (first, end) = (known.first as usize, known.end as usize);
            self.known.extend(run.words.get(first..end).and_then(Phrase::from_words));
            if self.categories.get(known.entry.0 as usize).is_some_and(Option::is_some) {
                slots(&run.words, first..end)
                    .try_for_each(|slot| self.known_slots.add(slot, known.entry))?;
            }
        }
        let mut found: Vec<Phrase> =
            phrases(&run.words).filter_map(|range| Phrase::from_words(&run.words[range])).collect();
        found.sort_unstable();
        found.dedup();
        found.into_iter().for_each(|phrase| self.sketch.add(phrase));
        Ok(())
    }
}
