//! The dispersion to be expected of a term for its frequency alone, had its occurrences fallen on
//! an outlet's tokens at random.

use super::{Dispersion, Parts, TermIndex, TestedDocuments};
use crate::compare::panel::PanelLabel;
use crate::stat::stirling_rest;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// The expected deviation of proportions by compared outlet and frequency: few frequencies differ
/// among many terms.
#[derive(Clone, Debug, Default)]
pub struct ExpectedDispersion {
    outlets: Vec<(Parts, BTreeMap<u64, f64>)>,
}

impl ExpectedDispersion {
    /// That of each frequency which a term of the index has in a compared outlet of two documents
    /// or more.
    pub fn new(index: &TermIndex, documents: &TestedDocuments<'_>) -> Self {
        let lengths = documents.lengths();
        let none = || vec![BTreeSet::new(); lengths.len()];
        let frequencies = index.terms.par_iter().fold(none, |mut all, term| {
            let mut counts: BTreeMap<PanelLabel, u64> = BTreeMap::new();
            for &(document, count) in &term.postings {
                if let Some(document) = documents.document(document) {
                    *counts.entry(document.label).or_default() += u64::from(count);
                }
            }
            for (label, count) in counts {
                if let Some(frequencies) = all.get_mut(label.place()).filter(|_| count > 0) {
                    frequencies.insert(count);
                }
            }
            all
        });
        let frequencies = frequencies.reduce(none, |mut one, other| {
            one.iter_mut().zip(other).for_each(|(one, other)| one.extend(other));
            one
        });
        let outlets = (0..).map(PanelLabel).zip(&lengths).zip(frequencies).map(
            |((label, lengths), frequencies)| {
                let parts = documents.parts(label);
                let of = |frequency: u64| {
                    Some((
                        frequency,
                        expected_dp(lengths, frequency).filter(|_| parts.documents > 1)?,
                    ))
                };
                let found: Vec<(u64, f64)> = frequencies.into_par_iter().filter_map(of).collect();
                (parts, found.into_iter().collect())
            },
        );
        Self { outlets: outlets.collect() }
    }

    /// The dispersion to be expected of a term with that frequency in an outlet. `None` of a
    /// measure but DP and DPnorm, in an outlet of one document, and of a frequency that no term
    /// has.
    pub fn value(&self, measure: Dispersion, outlet: PanelLabel, frequency: u64) -> Option<f64> {
        let (parts, expected) = self.outlets.get(outlet.place())?;
        let dp = *expected.get(&frequency)?;
        match measure {
            Dispersion::Dp => Some(dp),
            Dispersion::DpNorm => Some(parts.normalized(dp)),
            // Their divisors vary with the documents that hold the term.
            Dispersion::DpEgbert | Dispersion::Juilland => None,
        }
    }
}

/// E[DP] = 1/(2f)·Σ E|Xᵢ − f·sᵢ| over documents, Xᵢ binomial with f draws and probability sᵢ, the
/// document's share of the tokens; 0 to 1. Documents are given as tokens and how many have so many.
/// `None` without draws or documents.
fn expected_dp(lengths: &BTreeMap<u64, u64>, frequency: u64) -> Option<f64> {
    let all: u64 = lengths.iter().map(|(tokens, documents)| tokens * documents).sum();
    let sum: f64 = lengths
        .iter()
        .map(|(tokens, documents)| *documents as f64 * mean_deviation(frequency, *tokens, all))
        .sum();
    (frequency > 0 && all > 0).then(|| (sum / (2.0 * frequency as f64)).clamp(0.0, 1.0))
}

/// The mean absolute deviation of a binomial variable, E|X − np| with p = part/all, by de Moivre's
/// formula 2ν(1−p)·C(n,ν)·p^ν·(1−p)^(n−ν), ν = ⌊np⌋ + 1 (Johnson 1957). Good to about 1e-14,
/// relative, up to n = 10⁷ and beyond.
fn mean_deviation(n: u64, part: u64, all: u64) -> f64 {
    if part == 0 || part >= all || n == 0 {
        return 0.0;
    }
    let (wide_n, wide_part, wide_all) = (i128::from(n), i128::from(part), i128::from(all));
    let p = part as f64 / all as f64;
    let below = wide_n * wide_part / wide_all;
    if below == 0 {
        return 2.0 * n as f64 * p * (n as f64 * (-p).ln_1p()).exp();
    }
    // ν(1−p)·C(n,ν)·p^ν·(1−p)^(n−ν) = p^ν·(1−p)^b / B(ν, b) with b = n − ν + 1, by what Stirling's
    // formula leaves over (Loader 2000). How far p lies from ν/(n+1) is found in whole numbers,
    // since of large n its last digits count.
    let above = (below + 1) as f64;
    let (rest, sum) = (n as f64 + 1.0 - above, n as f64 + 1.0);
    let apart = (wide_part * (wide_n + 1) - wide_all * (below + 1)) as f64 / all as f64;
    let ln_ratio =
        |apart: f64, ratio: f64| if apart.abs() < 0.5 { apart.ln_1p() } else { ratio.ln() };
    let q = (wide_all - wide_part) as f64 / all as f64;
    let exponent = above * ln_ratio(apart / above, p * sum / above)
        + rest * ln_ratio(-apart / rest, q * sum / rest);
    let scale = stirling_rest(sum) - stirling_rest(above) - stirling_rest(rest);
    2.0 * (exponent + scale).exp() * (above * rest / sum / std::f64::consts::TAU).sqrt()
}

#[cfg(test)]
mod tests {
    use super::super::IndexedTerm;
    use super::*;
    use crate::compare::panel::{DocumentFacts, NumberedDocuments, OutletChoice};
    use proptest::prelude::*;
    use std::sync::Arc;

    /// E|X − np| summed outcome by outcome, each from the one before; X and n − X deviate alike.
    fn summed(n: u64, part: u64, all: u64) -> f64 {
        let part = part.min(all - part);
        let p = part as f64 / all as f64;
        let (mut probability, mut sum) = ((n as f64 * (-p).ln_1p()).exp(), 0.0);
        for x in 0..=n {
            sum += probability * (x as f64 - n as f64 * p).abs();
            probability *= (n - x) as f64 / (x + 1) as f64 * part as f64 / (all - part) as f64;
        }
        sum
    }

    #[test]
    fn one_occurrence_is_in_one_document_whichever_that_is() {
        // DP of a word found once is 1 − s of its document, which is found with probability s.
        let lengths = BTreeMap::from([(9, 1), (10, 3), (11, 1)]);
        let expected: f64 =
            [9.0, 10.0, 10.0, 10.0, 11.0].iter().map(|n| n / 50.0 * (1.0 - n / 50.0)).sum();
        assert!((expected_dp(&lengths, 1).unwrap() - expected).abs() < 1e-14);
    }

    #[test]
    fn every_way_to_deal_two_occurrences_gives_the_mean() {
        let tokens = [3_u64, 5, 12];
        let mut parts = Parts::default();
        tokens.iter().for_each(|tokens| parts.add(*tokens));
        let mut mean = 0.0;
        for one in 0..3 {
            for other in 0..3 {
                let chance = (tokens[one] * tokens[other]) as f64 / 400.0;
                let mut counts = [0; 3];
                counts[one] += 1;
                counts[other] += 1;
                let found = counts.into_iter().zip(tokens).filter(|(count, _)| *count > 0);
                mean += chance * parts.dispersion(Dispersion::Dp, found).unwrap();
            }
        }
        let lengths = tokens.into_iter().map(|tokens| (tokens, 1)).collect();
        assert!((expected_dp(&lengths, 2).unwrap() - mean).abs() < 1e-14);
    }

    #[test]
    fn frequent_terms_are_close_to_the_normal_distribution_and_lose_no_digits() {
        // By symmetry X and n − X deviate alike; √(2npq/π) is the normal's, off by some 1/(12npq).
        for (part, all) in [(1, 2), (1, 3), (999, 1000), (123_457, 1_000_000)] {
            for n in [1_000_000_u64, 10_000_000, 123_456_789] {
                let (found, turned) =
                    (mean_deviation(n, part, all), mean_deviation(n, all - part, all));
                assert!((found / turned - 1.0).abs() < 1e-13, "{n} {part} {all}: {found} {turned}");
                let variance =
                    n as f64 * (part as f64 / all as f64) * ((all - part) as f64 / all as f64);
                assert!(
                    (found / (2.0 * variance / std::f64::consts::PI).sqrt() - 1.0).abs()
                        < 0.5 / variance,
                    "{n} {part} {all}"
                );
            }
        }
        // Of a fair coin thrown 2m times it is m·C(2m, m)/4^m: for 10⁷ throws √(m/π)·(1 − 1/(8m) +
        // 1/(128m²)).
        let m = 5e6_f64;
        let coin =
            (m / std::f64::consts::PI).sqrt() * (1.0 - 1.0 / (8.0 * m) + 1.0 / (128.0 * m * m));
        assert!((mean_deviation(10_000_000, 1, 2) / coin - 1.0).abs() < 1e-13);
    }

    #[test]
    fn each_frequency_of_an_outlet_has_its_own() {
        let (a, b): (Arc<str>, Arc<str>) = ("A".into(), "B".into());
        let facts = [(&a, 10), (&a, 30), (&b, 20)].map(|(outlet, tokens)| DocumentFacts {
            outlet,
            event: None,
            tokens,
        });
        let numbers = NumberedDocuments::new(facts, &OutletChoice::default()).unwrap();
        let documents = TestedDocuments::new(&numbers);
        let term = |postings: &[(u32, u32)]| IndexedTerm {
            text: "w".to_owned(),
            postings: postings.to_vec(),
        };
        let index =
            TermIndex { terms: vec![term(&[(0, 1), (2, 4)]), term(&[(0, 1), (1, 2)])], types: 2 };
        let expected = ExpectedDispersion::new(&index, &documents);
        // A word found once is in the first with probability ¼, where DP is ¾, or in the second,
        // where it is ¼.
        assert!((expected.value(Dispersion::Dp, PanelLabel(0), 1).unwrap() - 0.375).abs() < 1e-14);
        assert!(
            (expected.value(Dispersion::DpNorm, PanelLabel(0), 1).unwrap() - 0.5).abs() < 1e-14
        );
        assert!(expected.value(Dispersion::Dp, PanelLabel(0), 3).is_some());
        assert_eq!(expected.value(Dispersion::Juilland, PanelLabel(0), 1), None);
        assert_eq!(expected.value(Dispersion::DpEgbert, PanelLabel(0), 1), None);
        assert_eq!(
            (
                expected.value(Dispersion::Dp, PanelLabel(0), 4),
                expected.value(Dispersion::Dp, PanelLabel(1), 4)
            ),
            (None, None),
            "one document"
        );
    }

    proptest! {
        #[test]
        fn the_closed_form_is_the_sum(n in 1_u64..400, part in 1_u64..50, more in 1_u64..300) {
            let found = mean_deviation(n, part, part + more);
            let expected = summed(n, part, part + more);
            prop_assert!((found - expected).abs() < 1e-11 * expected, "{} {}", found, expected);
        }
    }
}
