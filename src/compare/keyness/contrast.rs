//! Tests of terms: whether an outlet uses a term more, or less, than another or all others, were
//! documents labelled at random.

use super::index::IndexedTerm;
use super::labelling::{Labelled, every_labelling, labellings};
use super::placement::{
    COUNTED, COUNTED_IN_TAIL, DRAWN, MOST_DRAWN, Placing, counted, ln_choose, placements, sampled,
};
use super::{Parts, TermIndex};
use crate::compare::moments::{LEAST_P, Powers, drawn, normal_deviate};
use crate::compare::numbered::Numbered;
use crate::compare::within_event::{EventCounts, mantel_haenszel};
use puruspe::erfc;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::f64::consts::SQRT_2;
use std::sync::Arc;

/// An outlet and what it is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sides {
    /// The outlet's number.
    pub outlet: u32,
    /// Another outlet's number; `None` for all others together.
    pub reference: Option<u32>,
}

impl Sides {
    /// Whether an outlet lies on the first side, on the second, or on neither.
    pub(super) fn side(self, outlet: u32) -> Option<bool> {
        if outlet == self.outlet {
            Some(true)
        } else {
            self.reference.is_none_or(|reference| reference == outlet).then_some(false)
        }
    }
}

/// Past so many outlets each is held against all others alone: there are more pairs than anybody
/// reads.
pub const MOST_PAIRED: usize = 12;

/// The documents of a run: outlet, event and tokens of each, by number.
#[derive(Clone, Debug, Default)]
pub struct TestedDocuments {
    outlets: Vec<Arc<str>>,
    /// Of each document its stratum, outlet and tokens.
    documents: Vec<(u32, u32, u64)>,
    /// Of each stratum, by outlet: documents with tokens, Σn, Σn², Σn³.
    strata: Vec<BTreeMap<u32, (u64, [f64; 3])>>,
    parts: Vec<Parts>,
    /// Of each stratum, its documents with tokens: number, outlet, tokens.
    members: Vec<Vec<(u32, u32, f64)>>,
    has_events: bool,
    /// The stratum of documents without an event.
    eventless: Option<u32>,
}

/// p-values below this by moments are looked into by placements.
const LOOKED_INTO: f64 = 0.1;

/// Where a term occurs in a stratum: document, outlet, occurrences, tokens.
type Found = (u32, u32, f64, f64);

/// The occurrences of a term in a stratum, and their sums by outlet.
struct InStratum {
    stratum: u32,
    found: Vec<Found>,
    powers: Vec<(u32, Powers)>,
}

impl TestedDocuments {
    /// The documents, given in order by outlet, event and tokens. Those without an event are one
    /// stratum.
    pub fn new<'d>(
        documents: impl IntoIterator<Item = (&'d Arc<str>, Option<&'d str>, u64)>,
    ) -> Self {
        let Numbered { outlets, events, documents } = Numbered::new(documents);
        let mut strata: Vec<BTreeMap<u32, (u64, [f64; 3])>> = vec![BTreeMap::new(); events.len()];
        let mut parts = vec![Parts::default(); outlets.len()];
        let mut members = vec![Vec::new(); events.len()];
        for (number, &(stratum, outlet, tokens)) in (0_u32..).zip(&documents) {
            parts[outlet as usize].add(tokens);
            if tokens > 0 {
                let sums = strata[stratum as usize].entry(outlet).or_default();
                let n = tokens as f64;
                members[stratum as usize].push((number, outlet, n));
                sums.0 += 1;
                sums.1.iter_mut().zip([n, n * n, n * n * n]).for_each(|(sum, power)| *sum += power);
            }
        }
        Self {
            outlets: outlets.into_iter().cloned().collect(),
            documents,
            strata,
            parts,
            members,
            has_events: events.iter().any(Option::is_some),
            eventless: events.first().filter(|event| event.is_none()).map(|_| 0),
        }
    }

    /// Whether any document has an event.
    pub fn has_events(&self) -> bool {
        self.has_events
    }

    /// log₂ of the Mantel–Haenszel rate ratio of a term between the two sides, within events;
    /// documents without an event are left out. `None` where one side has no occurrence on an event
    /// that both report.
    pub(super) fn log_ratio_within_event(&self, term: &IndexedTerm, sides: Sides) -> Option<f64> {
        let mut events: BTreeMap<u32, EventCounts> = BTreeMap::new();
        for &(document, count) in &term.postings {
            let Some(&(stratum, outlet, _)) = self.documents.get(document as usize) else {
                continue;
            };
            let Some(is_first) = sides.side(outlet).filter(|_| Some(stratum) != self.eventless)
            else {
                continue;
            };
            let event = events.entry(stratum).or_default();
            *(if is_first { &mut event.a } else { &mut event.b }) += f64::from(count);
        }
        for (stratum, event) in &mut events {
            for (outlet, (_, n)) in self.strata.get(*stratum as usize)? {
                if let Some(is_first) = sides.side(*outlet) {
                    *(if is_first { &mut event.n1 } else { &mut event.n2 }) += n[0];
                }
            }
        }
        let (a, b) = mantel_haenszel(events.into_values());
        (a > 0.0 && b > 0.0).then(|| (a / b).log2())
    }

    /// The outlets, sorted by name, as numbered.
    pub fn outlets(&self) -> &[Arc<str>] {
        &self.outlets
    }

    /// A document's outlet and tokens.
    pub(super) fn document(&self, number: u32) -> Option<(u32, u64)> {
        self.documents.get(number as usize).map(|(_, outlet, tokens)| (*outlet, *tokens))
    }

    /// An outlet's documents.
    pub(super) fn parts(&self, outlet: u32) -> Parts {
        self.parts.get(outlet as usize).copied().unwrap_or_default()
    }

    /// Of each outlet how many documents have so many tokens; one without tokens is none.
    pub(super) fn lengths(&self) -> Vec<BTreeMap<u64, u64>> {
        let mut lengths = vec![BTreeMap::new(); self.outlets.len()];
        for &(_, outlet, tokens) in self.documents.iter().filter(|(_, _, tokens)| *tokens > 0) {
            if let Some(lengths) = lengths.get_mut(outlet as usize) {
                *lengths.entry(tokens).or_default() += 1;
            }
        }
        lengths
    }

    /// The contrasts: each outlet with tokens against all others, and every pair. Of two outlets
    /// the rest of one is the other, so there is the pair alone; of more than [`MOST_PAIRED`] there
    /// are no pairs.
    pub fn contrasts(&self) -> Vec<Sides> {
        let worded: Vec<u32> = (0_u32..)
            .zip(&self.parts)
            .filter(|(_, parts)| parts.tokens > 0)
            .map(|(outlet, _)| outlet)
            .collect();
        let mut all = Vec::new();
        for (at, &outlet) in worded.iter().enumerate() {
            if worded.len() > 2 {
                all.push(Sides { outlet, reference: None });
            }
            if worded.len() <= MOST_PAIRED {
                all.extend(
                    worded
                        .iter()
                        .skip(at + 1)
                        .map(|&other| Sides { outlet, reference: Some(other) }),
                );
            }
        }
        all
    }

    /// The two-sided p of each term in each contrast: by contrast, then in the order of the terms.
    /// `None` where chance could not have it otherwise, and where the term stands on neither side.
    ///
    /// Let a document d of event e have xᵈ occurrences among nᵈ tokens. Its residual is xᵈ − rₑ·nᵈ
    /// with rₑ the rate over the two sides' documents on e; S sums the residuals of the outlet's. p
    /// is the share of labellings of documents, within events, under which
    /// |S| is as large. Where there are at most 16,384 labellings all are tried. Else it is found in two stages:
    ///
    /// 1. by the exact mean, variance and third moment of S over all labellings (Cochran 1977), as
    ///    a Pearson type III distribution (Mielke & Berry 2007) through the deviate of Wilson &
    ///    Hilferty (1931). Where this is .1 or more it stands;
    /// 2. else, by the placements of the documents that hold the term: all of them where they are
    ///    at most 4,096 (256 without regard to the first stage), otherwise 400 draws of a tilted
    ///    distribution (see `sampled`), where at most 200 documents hold it. What the lengths of
    ///    the other documents add is taken as normal with its exact mean and variance.
    ///
    /// No p is less than one by the number of labellings.
    ///
    /// Error: where all labellings are tried there is none; counted p are exact but for that normal
    /// part; drawn ones have a standard error of about 5 % of themselves, seldom above 15 %, also
    /// when minute; those of terms in more than 200 documents rest on moments, within some 10 %
    /// near .05, while in the far tail or where a few documents hold most occurrences they may be
    /// off by a factor of two or more.
    pub fn p_values(
        &self,
        index: &TermIndex,
        contrasts: &[Sides],
        seed: u64,
    ) -> Vec<Vec<Option<f64>>> {
        let by_term: Vec<Vec<Option<f64>>> = index
            .terms
            .par_iter()
            .map(|term| {
                let strata = self.by_stratum(term);
                let seed = seed ^ hash(&term.text);
                contrasts.iter().map(|sides| self.p_value(&strata, *sides, seed)).collect()
            })
            .collect();
        (0..contrasts.len())
            .map(|at| by_term.iter().map(|p| p.get(at).copied().flatten()).collect())
            .collect()
    }

    fn by_stratum(&self, term: &IndexedTerm) -> Vec<InStratum> {
        let place = |&(document, count): &(u32, u32)| {
            let (stratum, outlet, tokens) = *self.documents.get(document as usize)?;
            Some((stratum, (document, outlet, f64::from(count), tokens as f64)))
        };
        let mut all: Vec<(u32, Found)> = term.postings.iter().filter_map(place).collect();
        all.sort_by_key(|(stratum, (document, ..))| (*stratum, *document));
        let strata = all.chunk_by(|a, b| a.0 == b.0).filter_map(|same| {
            let stratum = same.first()?.0;
            let mut powers: BTreeMap<u32, Powers> = BTreeMap::new();
            same.iter()
                .for_each(|(_, (_, outlet, x, n))| powers.entry(*outlet).or_default().add(*x, *n));
            Some(InStratum {
                stratum,
                found: same.iter().map(|(_, found)| *found).collect(),
                powers: powers.into_iter().collect(),
            })
        });
        strata.collect()
    }

    fn p_value(&self, strata: &[InStratum], sides: Sides, seed: u64) -> Option<f64> {
        let (mut residual, mut variance, mut third) = (0.0, 0.0, 0.0);
        let mut holding = 0;
        let mut open: Vec<(&InStratum, f64, u64, u64, [f64; 3])> = Vec::new();
        for own in strata {
            let (mut powers, mut first) = (Powers::default(), 0.0);
            for (outlet, sums) in &own.powers {
                if let Some(is_first) = sides.side(*outlet) {
                    powers.merge(sums);
                    first += if is_first { sums.x } else { 0.0 };
                }
            }
            if powers.x <= 0.0 {
                continue;
            }
            let (mut documents, mut mine, mut tokens, mut my_tokens) = (0, 0, [0.0; 3], 0.0);
            for (outlet, (count, n)) in self.strata.get(own.stratum as usize)? {
                if let Some(is_first) = sides.side(*outlet) {
                    documents += count;
                    tokens.iter_mut().zip(n).for_each(|(sum, n)| *sum += n);
                    if is_first {
                        (mine, my_tokens) = (*count, n[0]);
                    }
                }
            }
            // Whose documents alone report it says nothing.
            if mine == 0 || mine == documents {
                continue;
            }
            let rate = powers.x / tokens[0];
            let (squares, cubes) = powers.residuals(tokens);
            let (second, skew) = drawn(mine, documents);
            residual += first - rate * my_tokens;
            variance += second * squares;
            third += skew * cubes;
            holding +=
                own.found.iter().filter(|(_, outlet, ..)| sides.side(*outlet).is_some()).count();
            open.push((own, rate, mine, documents, tokens));
        }
        if variance <= 0.0 {
            return None;
        }
        let deviation = variance.sqrt();
        if residual.abs() <= 1e-9 * deviation {
            return Some(1.0);
        }
        if labellings(open.iter().map(|(_, _, mine, all, _)| (*all, *mine))).is_some() {
            let strata: Vec<Labelled> = open
                .iter()
                .map(|(own, rate, mine, ..)| self.labelled(own, *rate, *mine, sides))
                .collect();
            return every_labelling(&strata, residual.abs());
        }
        // Seen from the side that has more, so that a contrast turned round has the same p.
        let turned = residual < 0.0;
        let skewness = third / (variance * deviation) * if turned { -1.0 } else { 1.0 };
        let z = residual.abs() / deviation;
        let tail = |deviate: f64| 0.5 * erfc(deviate / SQRT_2);
        // The true labelling is one of them.
        let least = (-open.iter().map(|(_, _, mine, all, _)| ln_choose(*all, *mine)).sum::<f64>())
            .exp()
            .max(LEAST_P);
        let by_moments = (tail(normal_deviate(z, skewness)) + tail(-normal_deviate(-z, skewness)))
            .clamp(least, 1.0);
        if holding > MOST_DRAWN {
            return Some(by_moments);
        }
        let mut placed = 0.0;
        let placings: Vec<Placing> = open
            .into_iter()
            .map(|(own, rate, mine, all, tokens)| {
                let found: Vec<&Found> = own
                    .found
                    .iter()
                    .filter(|(_, outlet, ..)| sides.side(*outlet).is_some())
                    .collect();
                let others = all - found.len() as u64;
                let (n, nn) = found
                    .iter()
                    .fold((0.0, 0.0), |(n, nn), (.., tokens)| (n + tokens, nn + tokens * tokens));
                let mean = if others > 0 { (tokens[0] - n) / others as f64 } else { 0.0 };
                let squares = (tokens[1] - nn - others as f64 * mean * mean).max(0.0);
                let side = if turned { all - mine } else { mine };
                let shares: Vec<f64> =
                    found.iter().map(|(_, _, x, n)| x - rate * (n - mean)).collect();
                let base = -rate * mean * side as f64;
                let on = found
                    .iter()
                    .zip(&shares)
                    .filter(|((_, outlet, ..), _)| sides.side(*outlet) == Some(!turned));
                placed += base + on.map(|(_, share)| share).sum::<f64>();
                // Lengths that are all but the same leave rounding alone.
                let squares = if squares <= 1e-9 * tokens[1] { 0.0 } else { rate * rate * squares };
                Placing { all, drawn: side, shares, base, squares }
            })
            .collect();
        let observed = residual.abs();
        let limit = if by_moments < LOOKED_INTO { COUNTED_IN_TAIL } else { COUNTED };
        if placements(&placings, limit).is_some() {
            return counted(&placings, observed).map(|p| p.clamp(least, 1.0));
        }
        if by_moments >= LOOKED_INTO {
            return Some(by_moments);
        }
        Some(sampled(&placings, observed, placed, DRAWN, seed).clamp(least, 1.0))
    }

    /// A stratum's documents of both sides as the exact test sees them.
    fn labelled(&self, own: &InStratum, rate: f64, mine: u64, sides: Sides) -> Labelled {
        let members = self.members.get(own.stratum as usize).map(Vec::as_slice).unwrap_or_default();
        let mut found = own.found.iter().peekable();
        let mut residuals = Vec::new();
        // Both are in the order of documents.
        for &(document, outlet, n) in members {
            let x = found.next_if(|found| found.0 == document).map_or(0.0, |found| found.2);
            if sides.side(outlet).is_some() {
                residuals.push(x - rate * n);
            }
        }
        Labelled { residuals, side: usize::try_from(mine).unwrap_or(usize::MAX) }
    }
}

/// FNV-1a, so that a term's draws depend on its words and the seed alone.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{Rng, SeedableRng};
    use rand_xoshiro::Xoshiro256Plus;

    fn tested(documents: &[(&str, &str, u64)]) -> TestedDocuments {
        let outlets: Vec<Arc<str>> =
            documents.iter().map(|(outlet, ..)| (*outlet).into()).collect();
        TestedDocuments::new(
            outlets.iter().zip(documents).map(|(outlet, (_, event, n))| (outlet, Some(*event), *n)),
        )
    }

    fn p(documents: &TestedDocuments, postings: &[(u32, u32)], contrast: usize) -> Option<f64> {
        let index = TermIndex {
            terms: vec![IndexedTerm { text: "w".to_owned(), postings: postings.to_vec() }],
            types: 1,
        };
        documents.p_values(&index, &documents.contrasts(), 0)[contrast][0]
    }

    /// The share of labellings under which |S| is as large, each labelling tried.
    fn by_all_labellings(x: &[f64], n: &[f64], m: u32) -> f64 {
        let rate = x.iter().sum::<f64>() / n.iter().sum::<f64>();
        let s = |mask: u32| {
            (0..x.len())
                .filter(|at| mask >> at & 1 == 1)
                .map(|at| x[at] - rate * n[at])
                .sum::<f64>()
                .abs()
        };
        let observed = s((1 << m) - 1) * (1.0 - 1e-9);
        let all: Vec<u32> = (0_u32..1 << x.len()).filter(|mask| mask.count_ones() == m).collect();
        all.iter().filter(|mask| s(**mask) >= observed).count() as f64 / all.len() as f64
    }

    #[test]
    fn the_test_over_126_labellings_is_exact() {
        let x = [3, 0, 1, 5, 1, 0, 0, 2, 1];
        let postings: Vec<(u32, u32)> = (0..).zip(x).filter(|(_, x)| *x > 0).collect();
        let outlets = ["A", "A", "A", "A", "B", "B", "B", "B", "B"];
        let alike = tested(&outlets.map(|outlet| (outlet, "e", 100)));
        let expected = by_all_labellings(&x.map(f64::from), &[100.0; 9], 4);
        assert!((p(&alike, &postings, 0).unwrap() - expected).abs() < 1e-9);
        let n = [100, 120, 80, 200, 150, 100, 90, 210, 100];
        let mut at = 0;
        let unlike = tested(&outlets.map(|outlet| {
            at += 1;
            (outlet, "e", n[at - 1])
        }));
        let expected = by_all_labellings(&x.map(f64::from), &n.map(|n| n as f64), 4);
        assert!(
            (p(&unlike, &postings, 0).unwrap() - expected).abs() < 1e-12,
            "{:?} \
            {expected}",
            p(&unlike, &postings, 0)
        );
    }

    #[test]
    fn minute_p_values_are_those_of_the_placements() {
        // Once in each of 20 documents, all of them A's, 20 of 100: one labelling in C(100, 20).
        let documents: Vec<(&str, &str, u64)> =
            (0..100).map(|at| (if at < 20 { "A" } else { "B" }, "e", 100)).collect();
        let documents = tested(&documents);
        let postings: Vec<(u32, u32)> = (0..10).map(|at| (at, 1)).collect();
        // C(90, 10) / C(100, 20) = Π (20−i)/(100−i) over ten documents.
        let expected: f64 = (0..10).map(|i| f64::from(20 - i) / f64::from(100 - i)).product();
        assert!((p(&documents, &postings, 0).unwrap() / expected - 1.0).abs() < 1e-6, "counted");
        let postings: Vec<(u32, u32)> = (0..15).map(|at| (at, 1)).collect();
        let expected: f64 = (0..15).map(|i| f64::from(20 - i) / f64::from(100 - i)).product();
        assert!(
            (p(&documents, &postings, 0).unwrap() / expected - 1.0).abs() < 0.3,
            "drawn: {:?} {expected:e}",
            p(&documents, &postings, 0)
        );
    }

    #[test]
    fn drawn_p_values_are_near_those_of_a_hundred_thousand_labellings() {
        let mut random = Xoshiro256Plus::seed_from_u64(5);
        for round in 0..6 {
            // Forty events of five outlets, bursty occurrences; A has twice as many.
            let mut documents = Vec::new();
            let mut x = Vec::new();
            for at in 0..200_usize {
                let outlet = ["A", "B", "C", "D", "E"][at % 5];
                documents.push((
                    outlet,
                    ["e", "f", "g", "h"][at / 50],
                    300 + random.gen_range(0..200_u64),
                ));
                let uses = random.gen_range(0..if outlet == "A" { 4 } else { 8 }) == 0;
                x.push(if uses { 1 + random.gen_range(0..4_u32).pow(2) } else { 0 });
            }
            let tested = tested(&documents);
            let postings: Vec<(u32, u32)> =
                (0..).zip(&x).filter(|(_, x)| **x > 0).map(|(at, x)| (at, *x)).collect();
            let found = p(&tested, &postings, 0).unwrap();
            // Residuals by stratum.
            let mut residuals = vec![0.0; 200];
            for stratum in 0..4 {
                let range = stratum * 50..(stratum + 1) * 50;
                let rate = range.clone().map(|at| f64::from(x[at])).sum::<f64>()
                    / range.clone().map(|at| documents[at].2 as f64).sum::<f64>();
                range.for_each(|at| {
                    residuals[at] = f64::from(x[at]) - rate * documents[at].2 as f64
                });
            }
            let observed: f64 = (0..200).step_by(5).map(|at| residuals[at]).sum::<f64>().abs();
            let mut as_large = 0;
            let draws = 20_000;
            for _ in 0..draws {
                let mut sum = 0.0;
                for stratum in 0..4 {
                    let mut members: Vec<f64> =
                        residuals[stratum * 50..(stratum + 1) * 50].to_vec();
                    for at in 0..10 {
                        let other = random.gen_range(at..50);
                        members.swap(at, other);
                        sum += members[at];
                    }
                }
                as_large += u32::from(sum.abs() >= observed * (1.0 - 1e-9));
            }
            let share = (f64::from(as_large) + 1.0) / (f64::from(draws) + 1.0);
            let error = 0.25 * share + 4.0 * (share / f64::from(draws)).sqrt();
            assert!((found - share).abs() < error, "round {round}: {found} against {share}");
        }
    }

    #[test]
    fn one_document_an_outlet_leaves_no_p() {
        assert_eq!(p(&tested(&[("A", "e", 100), ("B", "e", 100)]), &[(0, 3)], 0), None);
        assert_eq!(p(&tested(&[("A", "e", 100), ("B", "f", 100)]), &[(0, 3)], 0), None);
        assert_eq!(tested(&[("A", "e", 100)]).contrasts(), []);
        assert_eq!(tested(&[("A", "e", 100), ("B", "e", 0)]).contrasts(), []);
    }
}
