//! The test of one term: whether an outlet uses it more, or less, than another or all others, were
//! documents labelled at random.

use super::documents::{Sides, StratumSums, TestedDocuments};
use super::index::IndexedTerm;
use super::labelling::{Labelled, every_labelling, labellings};
use super::placement::{
    COUNTED, COUNTED_IN_TAIL, DRAWN, MOST_DRAWN, Placing, counted, ln_choose, placements, sampled,
};
use crate::compare::panel::PanelLabel;
use crate::compare::within_event::{EventCounts, mantel_haenszel};
use crate::stat::{LEAST_P, Powers, drawn, normal_deviate};
use puruspe::erfc;
use std::collections::BTreeMap;
use std::f64::consts::SQRT_2;

/// p-values below this by moments are looked into by placements.
const LOOKED_INTO: f64 = 0.1;

/// A document in which the term occurs.
#[derive(Clone, Copy, Debug)]
struct Holder {
    document: u32,
    label: PanelLabel,
    /// Occurrences.
    x: f64,
    /// Tokens.
    n: f64,
}

/// The occurrences of the term in a stratum, and their sums by label.
struct StratumHolders {
    stratum: u32,
    is_event: bool,
    holders: Vec<Holder>,
    powers: Vec<(PanelLabel, Powers)>,
}

/// A stratum in which labels could be dealt otherwise.
struct OpenStratum<'t> {
    holders: &'t StratumHolders,
    /// Occurrences per token on both sides.
    rate: f64,
    /// Documents of the first side.
    mine: u64,
    /// Documents of both sides.
    all: u64,
    /// Σn, Σn², Σn³ of both sides.
    tokens: [f64; 3],
}

/// A term in the strata in which it occurs.
pub(super) struct TermInStrata<'d, 'p> {
    documents: &'d TestedDocuments<'p>,
    strata: Vec<StratumHolders>,
}

impl<'d, 'p> TermInStrata<'d, 'p> {
    pub(super) fn new(documents: &'d TestedDocuments<'p>, term: &IndexedTerm) -> Self {
        let place = |&(document, count): &(u32, u32)| {
            let found = documents.document(document)?;
            let (x, n) = (f64::from(count), found.tokens as f64);
            Some((found, Holder { document, label: found.label, x, n }))
        };
        let mut all: Vec<_> = term.postings.iter().filter_map(place).collect();
        all.sort_by_key(|(found, holder)| (found.event, holder.document));
        let strata = all.chunk_by(|a, b| a.0.event == b.0.event).filter_map(|same| {
            let (first, _) = same.first()?;
            let mut powers: BTreeMap<PanelLabel, Powers> = BTreeMap::new();
            for (_, holder) in same {
                powers.entry(holder.label).or_default().add(holder.x, holder.n);
            }
            Some(StratumHolders {
                stratum: first.event,
                is_event: !documents.is_eventless(first),
                holders: same.iter().map(|(_, holder)| *holder).collect(),
                powers: powers.into_iter().collect(),
            })
        });
        let strata = strata.collect();
        Self { documents, strata }
    }

    /// The documents of a stratum by label.
    fn sums(&self, stratum: u32) -> impl Iterator<Item = (PanelLabel, &StratumSums)> {
        let sums = self.documents.strata.get(stratum as usize);
        sums.into_iter().flatten().map(|(label, sums)| (*label, sums))
    }

    /// log₂ of the Mantel–Haenszel rate ratio between the two sides, within events; documents
    /// without an event are left out.
    pub(super) fn log_ratio_within_event(&self, sides: Sides) -> Option<f64> {
        let counts = |stratum: &StratumHolders| {
            let mut event = EventCounts::default();
            for (label, powers) in &stratum.powers {
                if let Some(is_first) = sides.side(*label) {
                    *(if is_first { &mut event.a } else { &mut event.b }) += powers.x;
                }
            }
            for (label, sums) in self.sums(stratum.stratum) {
                if let Some(is_first) = sides.side(label) {
                    *(if is_first { &mut event.n1 } else { &mut event.n2 }) += sums.tokens[0];
                }
            }
            event
        };
        let events = self.strata.iter().filter(|stratum| stratum.is_event).map(counts);
        let (a, b) = mantel_haenszel(events);
        (a > 0.0 && b > 0.0).then(|| (a / b).log2())
    }

    /// The two-sided p: see [`TestedDocuments::tests`].
    pub(super) fn p_value(&self, sides: Sides, seed: u64) -> Option<f64> {
        let (mut residual, mut variance, mut third) = (0.0, 0.0, 0.0);
        let mut holding = 0;
        let mut open: Vec<OpenStratum<'_>> = Vec::new();
        for own in &self.strata {
            let (mut powers, mut first) = (Powers::default(), 0.0);
            for (label, sums) in &own.powers {
                if let Some(is_first) = sides.side(*label) {
                    powers.merge(sums);
                    first += if is_first { sums.x } else { 0.0 };
                }
            }
            if powers.x <= 0.0 {
                continue;
            }
            let (mut all, mut mine, mut tokens, mut my_tokens) = (0, 0, [0.0; 3], 0.0);
            for (label, sums) in self.sums(own.stratum) {
                if let Some(is_first) = sides.side(label) {
                    all += sums.documents;
                    tokens.iter_mut().zip(sums.tokens).for_each(|(sum, n)| *sum += n);
                    if is_first {
                        (mine, my_tokens) = (sums.documents, sums.tokens[0]);
                    }
                }
            }
            // Whose documents alone report it says nothing.
            if mine == 0 || mine == all {
                continue;
            }
            let rate = powers.x / tokens[0];
            let (squares, cubes) = powers.residuals(tokens);
            let (second, skew) = drawn(mine, all);
            residual += first - rate * my_tokens;
            variance += second * squares;
            third += skew * cubes;
            holding +=
                own.holders.iter().filter(|holder| sides.side(holder.label).is_some()).count();
            open.push(OpenStratum { holders: own, rate, mine, all, tokens });
        }
        if variance <= 0.0 {
            return None;
        }
        let deviation = variance.sqrt();
        if residual.abs() <= 1e-9 * deviation {
            return Some(1.0);
        }
        if labellings(open.iter().map(|stratum| (stratum.all, stratum.mine))).is_some() {
            let strata: Vec<Labelled> =
                open.iter().map(|stratum| self.labelled(stratum, sides)).collect();
            return every_labelling(&strata, residual.abs());
        }
        // Seen from the side that has more, so that a contrast turned round has the same p.
        let is_turned = residual < 0.0;
        let skewness = third / (variance * deviation) * if is_turned { -1.0 } else { 1.0 };
        let z = residual.abs() / deviation;
        let tail = |deviate: f64| 0.5 * erfc(deviate / SQRT_2);
        // The true labelling is one of them.
        let ln_labellings: f64 =
            open.iter().map(|stratum| ln_choose(stratum.all, stratum.mine)).sum();
        let least = (-ln_labellings).exp().max(LEAST_P);
        let by_moments = (tail(normal_deviate(z, skewness)) + tail(-normal_deviate(-z, skewness)))
            .clamp(least, 1.0);
        if holding > MOST_DRAWN {
            return Some(by_moments);
        }
        let mut placed = 0.0;
        let placings: Vec<Placing> = open
            .iter()
            .map(|stratum| {
                let (placing, found) = stratum.placing(sides, is_turned);
                placed += found;
                placing
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
    fn labelled(&self, open: &OpenStratum<'_>, sides: Sides) -> Labelled {
        let members = self.documents.members.get(open.holders.stratum as usize);
        let mut holders = open.holders.holders.iter().peekable();
        let mut residuals = Vec::new();
        // Both are in the order of documents.
        for member in members.into_iter().flatten() {
            let x = holders.next_if(|holder| holder.document == member.document);
            if sides.side(member.label).is_some() {
                residuals.push(x.map_or(0.0, |holder| holder.x) - open.rate * member.tokens);
            }
        }
        // No more than the residuals, of which there is one for each.
        Labelled { residuals, side: open.mine as usize }
    }
}

impl OpenStratum<'_> {
    /// The documents that hold the term, as placements see them from the first side, or from the
    /// second where the contrast is turned; and what is found on that side.
    fn placing(&self, sides: Sides, is_turned: bool) -> (Placing, f64) {
        let holders =
            || self.holders.holders.iter().filter(|holder| sides.side(holder.label).is_some());
        let others = self.all - holders().count() as u64;
        let (n, nn) =
            holders().fold((0.0, 0.0), |(n, nn), holder| (n + holder.n, nn + holder.n * holder.n));
        let mean = if others > 0 { (self.tokens[0] - n) / others as f64 } else { 0.0 };
        let squares = (self.tokens[1] - nn - others as f64 * mean * mean).max(0.0);
        let side = if is_turned { self.all - self.mine } else { self.mine };
        let shares: Vec<f64> =
            holders().map(|holder| holder.x - self.rate * (holder.n - mean)).collect();
        let base = -self.rate * mean * side as f64;
        let on = holders()
            .zip(&shares)
            .filter(|(holder, _)| sides.side(holder.label) == Some(!is_turned));
        let placed = base + on.map(|(_, share)| share).sum::<f64>();
        // Lengths that are all but the same leave rounding alone.
        let is_level = squares <= 1e-9 * self.tokens[1];
        let squares = if is_level { 0.0 } else { self.rate * self.rate * squares };
        (Placing { all: self.all, drawn: side, shares, base, squares }, placed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::TestOptions;
    use crate::compare::keyness::TermIndex;
    use crate::compare::panel::{DocumentFacts, NumberedDocuments, OutletChoice};
    use rand::{Rng, SeedableRng};
    use rand_xoshiro::Xoshiro256Plus;
    use std::sync::Arc;

    fn tested(documents: &[(&str, &str, u64)]) -> NumberedDocuments {
        numbered(documents, &OutletChoice::default())
    }

    fn numbered(documents: &[(&str, &str, u64)], choice: &OutletChoice) -> NumberedDocuments {
        let outlets: Vec<Arc<str>> =
            documents.iter().map(|(outlet, ..)| (*outlet).into()).collect();
        let facts = outlets.iter().zip(documents).map(|(outlet, (_, event, tokens))| {
            DocumentFacts { outlet, event: Some(*event), tokens: *tokens }
        });
        NumberedDocuments::new(facts, choice).unwrap()
    }

    /// The p of one term in the contrast of the first outlet with all others.
    fn p(numbers: &NumberedDocuments, postings: &[(u32, u32)]) -> Option<f64> {
        let term = IndexedTerm { text: "w".to_owned(), postings: postings.to_vec() };
        let index = TermIndex { terms: vec![term], types: 1 };
        let contrasts = TestedDocuments::new(numbers).tests(&index, TestOptions::default());
        let is_wanted = |sides: Sides| sides.outlet == PanelLabel(0) && sides.reference.is_none();
        let wanted = contrasts.iter().find(|tests| is_wanted(tests.sides));
        // Of two outlets the other is all others.
        wanted.unwrap_or(&contrasts[0]).p_value(0)
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
        assert!((p(&alike, &postings).unwrap() - expected).abs() < 1e-9);
        let n = [100, 120, 80, 200, 150, 100, 90, 210, 100];
        let mut at = 0;
        let unlike = tested(&outlets.map(|outlet| {
            at += 1;
            (outlet, "e", n[at - 1])
        }));
        let expected = by_all_labellings(&x.map(f64::from), &n.map(|n| n as f64), 4);
        assert!(
            (p(&unlike, &postings).unwrap() - expected).abs() < 1e-12,
            "{:?} {expected}",
            p(&unlike, &postings)
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
        assert!((p(&documents, &postings).unwrap() / expected - 1.0).abs() < 1e-6, "counted");
        let postings: Vec<(u32, u32)> = (0..15).map(|at| (at, 1)).collect();
        let expected: f64 = (0..15).map(|i| f64::from(20 - i) / f64::from(100 - i)).product();
        assert!(
            (p(&documents, &postings).unwrap() / expected - 1.0).abs() < 0.3,
            "drawn: {:?} {expected:e}",
            p(&documents, &postings)
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
            let found = p(&tested, &postings).unwrap();
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
        assert_eq!(p(&tested(&[("A", "e", 100), ("B", "e", 100)]), &[(0, 3)]), None);
        assert_eq!(p(&tested(&[("A", "e", 100), ("B", "f", 100)]), &[(0, 3)]), None);
        let contrasts =
            |documents: &[(&str, &str, u64)]| TestedDocuments::new(&tested(documents)).contrasts();
        assert_eq!(contrasts(&[("A", "e", 100)]), []);
        assert_eq!(contrasts(&[("A", "e", 100), ("B", "e", 0)]), []);
    }

    #[test]
    fn outlets_that_are_not_compared_are_never_a_side_of_their_own() {
        let outlets = ["A", "B", "C", "D"].map(|outlet| (outlet, "e", 100));
        let contrasts = |most: u32| -> Vec<(String, String)> {
            let choice = OutletChoice { most, ..OutletChoice::default() };
            let numbers = numbered(&outlets, &choice);
            let documents = TestedDocuments::new(&numbers);
            let names = documents.contrasts().into_iter().map(|sides| documents.names(sides));
            names.map(|(outlet, reference)| (outlet.to_string(), reference.to_string())).collect()
        };
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(contrasts(1), [pair("A", "all others")]);
        assert_eq!(
            contrasts(2),
            [pair("A", "B"), pair("A", "all others"), pair("B", "all others")]
        );
        assert_eq!(contrasts(4).len(), 4 + 6);
    }
}
