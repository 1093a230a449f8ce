//! Unequal use: whether an outlet uses a term more than others do in documents on the same events.

use crate::compare::NumberedDocuments;
use crate::stat::{LEAST_P, Powers, drawn, normal_deviate};
use puruspe::erfc;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The documents of a run, parted by event: who wrote each, and how long it is.
///
/// Documents without an event are one stratum. Documents without tokens can hold nothing and are no
/// draws.
#[derive(Clone, Debug, Default)]
pub struct Strata {
    documents: NumberedDocuments,
    strata: Vec<StratumTokens>,
    /// Of each outlet.
    tokens: Vec<OutletTokens>,
}

/// What a stratum sums to.
#[derive(Clone, Debug, Default)]
struct StratumTokens {
    documents: u64,
    /// Σn, Σn², Σn³
    n: [f64; 3],
    /// Of each outlet in it, by number.
    outlets: BTreeMap<u32, OutletSize>,
}

/// The documents of an outlet in a stratum.
#[derive(Clone, Copy, Debug, Default)]
struct OutletSize {
    documents: u64,
    tokens: u64,
}

/// The tokens of an outlet, and those of others in strata that it has documents in.
#[derive(Clone, Copy, Debug, Default)]
struct OutletTokens {
    own: u64,
    others: u64,
}

/// How one outlet uses a term, against chance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Usage {
    /// The outlet's number.
    pub outlet: u32,
    /// Occurrences per 1,000 tokens in it.
    pub rate: f64,
    /// Occurrences per 1,000 tokens in the documents of others on the events that it reports on;
    /// `None` where there are none.
    pub rate_others: Option<f64>,
    /// Occurrences beyond expectation over their standard deviation.
    pub z: f64,
    /// z as a standard normal would have it, the skewness of the permutation distribution taken
    /// out.
    pub deviate: f64,
    /// Two-sided p of the deviate, from 1e-15 to 1.
    pub p: f64,
}

impl Strata {
    /// The strata of documents.
    pub fn new(documents: NumberedDocuments) -> Self {
        let mut strata = vec![StratumTokens::default(); documents.event_count()];
        let mut tokens = vec![OutletTokens::default(); documents.outlets().len()];
        // Events and outlets of numbered documents lie within these lists.
        for document in documents.all().iter().filter(|document| document.tokens > 0) {
            let stratum = &mut strata[document.event as usize];
            stratum.documents += 1;
            // Whole numbers, exact up to 2⁵³.
            let n = document.tokens as f64;
            stratum.n.iter_mut().zip([n, n * n, n * n * n]).for_each(|(sum, power)| *sum += power);
            let size = stratum.outlets.entry(document.outlet).or_default();
            size.documents += 1;
            size.tokens += document.tokens;
        }
        for stratum in &strata {
            let all: u64 = stratum.outlets.values().map(|size| size.tokens).sum();
            for (&outlet, size) in &stratum.outlets {
                let sums = &mut tokens[outlet as usize];
                sums.own += size.tokens;
                sums.others += all - size.tokens;
            }
        }
        Self { documents, strata, tokens }
    }

    /// The outlets, sorted by name, as numbered.
    pub fn outlets(&self) -> &[Arc<str>] {
        self.documents.outlets()
    }

    /// Whether some stratum has documents of two outlets; else labels cannot be dealt otherwise,
    /// and no use is unequal.
    pub fn can_compare(&self) -> bool {
        self.strata.iter().any(|stratum| stratum.outlets.len() > 1)
    }

    /// The number of a document's outlet.
    pub fn outlet_of(&self, document: u32) -> Option<u32> {
        self.documents.get(document).map(|document| document.outlet)
    }

    /// How each outlet uses a term, given the documents in which it occurs, ascending, each with
    /// its occurrences. Outlets for which chance could not have it otherwise are left out.
    ///
    /// Let a document d of stratum e have xᵈ occurrences among nᵈ tokens. Its residual is xᵈ −
    /// rₑ·nᵈ with rₑ = Xₑ/Nₑ, the rate of its stratum; S is the sum of an outlet's residuals. Under
    /// random labelling of documents within strata S has mean 0, and with m of M documents of a
    /// stratum the outlet's
    ///
    /// - variance Σₑ m(M−m)/(M(M−1)) · Σᵈ res²,
    /// - third moment Σₑ m(M−m)(M−2m)/(M(M−1)(M−2)) · Σᵈ res³,
    ///
    /// the exact moments of sums drawn without replacement (Cochran 1977, §2.5 and §2.15). z is S
    /// over its standard deviation. Terms are rare, so S is skewed and z alone would make much of
    /// little: p is that of a Pearson type III distribution with these three moments, as in other
    /// permutation tests by moments (Mielke & Berry 2007), taken through the normal deviate of
    /// Wilson & Hilferty (1931). It is an approximation. Against all labellings of small simulated
    /// designs it is mostly too large (one of three documents in six events: up to 10 times, 3 to 4
    /// often), which keeps terms back; where one event has a handful of documents it is too small
    /// (4 of 8: down to a third; 3 of 6: a quarter), since no p over all labellings can be less
    /// than one in their number. Ranks suffer little; a p near a bar settles nothing.
    pub fn usages(&self, occurrences: &[(u32, u32)]) -> Vec<Usage> {
        let hit = |&(document, count): &(u32, u32)| {
            let document = self.documents.get(document)?;
            Some(Hit {
                stratum: document.event,
                outlet: document.outlet,
                x: f64::from(count),
                n: document.tokens as f64,
            })
        };
        let mut hits: Vec<Hit> = occurrences.iter().filter_map(hit).collect();
        // By stratum and outlet, so that sums run in an order of their own.
        hits.sort_by(|a, b| {
            let places = (a.stratum, a.outlet).cmp(&(b.stratum, b.outlet));
            places.then(a.x.total_cmp(&b.x)).then(a.n.total_cmp(&b.n))
        });
        let mut sums = vec![OutletUse::default(); self.outlets().len()];
        for same in hits.chunk_by(|a, b| a.stratum == b.stratum) {
            let first = same.first();
            let Some(stratum) = first.and_then(|first| self.strata.get(first.stratum as usize))
            else {
                continue;
            };
            let mut powers = Powers::default();
            same.iter().for_each(|hit| powers.add(hit.x, hit.n));
            let (squares, cubes) = powers.residuals(stratum.n);
            let mut by_outlet = same.chunk_by(|a, b| a.outlet == b.outlet).peekable();
            for (&outlet, size) in &stratum.outlets {
                let own = by_outlet.next_if(|hits| hits.iter().all(|hit| hit.outlet == outlet));
                let own: f64 = own.into_iter().flatten().map(|hit| hit.x).sum();
                let sums = &mut sums[outlet as usize];
                sums.x += own;
                sums.x_others += powers.x - own;
                sums.residual += own - powers.x / stratum.n[0] * size.tokens as f64;
                let (second, third) = drawn(size.documents, stratum.documents);
                sums.variance += second * squares;
                sums.third += third * cubes;
            }
        }
        let usages = sums.into_iter().zip(&self.tokens).zip(0..);
        usages.filter_map(|((sums, tokens), outlet)| sums.usage(outlet, *tokens)).collect()
    }
}

/// A document that holds a term.
struct Hit {
    stratum: u32,
    outlet: u32,
    /// Occurrences.
    x: f64,
    /// Tokens.
    n: f64,
}

/// What an outlet's use of a term sums to.
#[derive(Clone, Copy, Debug, Default)]
struct OutletUse {
    x: f64,
    x_others: f64,
    residual: f64,
    variance: f64,
    third: f64,
}

impl OutletUse {
    fn usage(&self, outlet: u32, tokens: OutletTokens) -> Option<Usage> {
        if self.variance <= 0.0 {
            return None;
        }
        let deviation = self.variance.sqrt();
        let z = self.residual / deviation;
        let deviate = normal_deviate(z, self.third / (self.variance * deviation));
        let rate = |x: f64, tokens: u64| (tokens > 0).then(|| 1000.0 * x / tokens as f64);
        Some(Usage {
            outlet,
            rate: rate(self.x, tokens.own)?,
            rate_others: rate(self.x_others, tokens.others),
            z,
            deviate,
            p: erfc(deviate.abs() / std::f64::consts::SQRT_2).clamp(LEAST_P, 1.0),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::{DocumentFacts, OutletChoice};
    use proptest::prelude::*;

    fn strata(documents: &[(&str, &str, u64)]) -> Strata {
        let outlets: Vec<Arc<str>> =
            documents.iter().map(|(outlet, ..)| (*outlet).into()).collect();
        let facts = outlets.iter().zip(documents).map(|(outlet, (_, event, tokens))| {
            DocumentFacts { outlet, event: Some(*event), tokens: *tokens }
        });
        Strata::new(NumberedDocuments::new(facts, &OutletChoice::default()).unwrap())
    }

    /// S of the first outlet under every labelling of the documents of one stratum: its second and
    /// third moment.
    fn moments(x: &[f64], n: &[f64], m: usize) -> (f64, f64) {
        let r = x.iter().sum::<f64>() / n.iter().sum::<f64>();
        let (mut count, mut second, mut third) = (0.0, 0.0, 0.0);
        for mask in 0_u32..1 << x.len() {
            if mask.count_ones() as usize == m {
                let s: f64 =
                    (0..x.len()).filter(|at| mask >> at & 1 == 1).map(|at| x[at] - r * n[at]).sum();
                (count, second, third) = (count + 1.0, second + s * s, third + s * s * s);
            }
        }
        (second / count, third / count)
    }

    #[test]
    fn z_is_what_one_finds_by_hand() {
        // r = 6/600; residuals 3 − 1, 1 − 2 of a; 2 − 2, 0 − 1 of b. S = 1; Σ res² = 4 + 1 + 0 + 1
        // = 6; V = 2·2/(4·3)·6 = 2.
        let strata = strata(&[("a", "e", 100), ("a", "e", 200), ("b", "e", 200), ("b", "e", 100)]);
        let usages = strata.usages(&[(0, 3), (1, 1), (2, 2)]);
        assert!((usages[0].z - 1.0 / 2.0_f64.sqrt()).abs() < 1e-12, "{usages:?}");
        assert!((usages[1].z + usages[0].z).abs() < 1e-12);
        assert!(
            (usages[0].rate - 40.0 / 3.0).abs() < 1e-12
                && (usages[0].rate_others.unwrap() - 20.0 / 3.0).abs() < 1e-12
        );
        // With half of the documents on either side the distribution is symmetric, and z is its own
        // deviate.
        assert!(
            (usages[0].deviate - usages[0].z).abs() < 1e-12
                && (usages[0].p - 0.4795001221869535).abs() < 1e-12,
            "{usages:?}"
        );
    }

    #[test]
    fn an_event_that_one_outlet_alone_reports_says_nothing() {
        let strata = strata(&[
            ("a", "flood", 100),
            ("a", "flood", 100),
            ("a", "vote", 100),
            ("b", "vote", 100),
            ("b", "vote", 100),
        ]);
        assert_eq!(strata.usages(&[(0, 9), (1, 2)]), [], "no other document on the flood");
        let usages = strata.usages(&[(0, 9), (2, 2)]);
        // r = 2/300 in the vote: S = 2 − 2/3, V = 1·2/(3·2)·(16/9 + 4/9 + 4/9).
        assert!((usages[0].z - (4.0 / 3.0) / (8.0_f64 / 9.0).sqrt()).abs() < 1e-12, "{usages:?}");
        assert_eq!(usages[0].rate_others, Some(0.0), "others in the vote, not in the flood");
    }

    #[test]
    fn the_same_rate_everywhere_is_no_difference() {
        let strata = strata(&[("a", "e", 100), ("a", "e", 300), ("b", "e", 200)]);
        assert_eq!(strata.usages(&[(0, 1), (1, 3), (2, 2)]), []);
    }

    #[test]
    fn rare_terms_have_p_values_near_those_of_all_labellings() {
        // Once in each of three events, by the same one of five outlets: one labelling in 125, so a
        // two-sided 0.016.
        let outlets = ["a", "b", "c", "d", "e"];
        let events = ["1", "2", "3", "4", "5", "6"];
        let documents: Vec<_> = events
            .iter()
            .flat_map(|event| outlets.iter().map(|outlet| (*outlet, *event, 100)))
            .collect();
        let usages = strata(&documents).usages(&[(0, 1), (5, 1), (10, 1)]);
        assert!((usages[0].z - 2.4 / 0.48_f64.sqrt()).abs() < 1e-12);
        assert!(
            usages[0].p > 0.008 && usages[0].p < 0.016,
            "{usages:?}; the normal distribution would say 0.0005"
        );
    }

    proptest! {
        #[test]
        fn moments_are_those_of_all_labellings(
            documents in prop::collection::vec((0_u32..5, 1_u64..9, any::<bool>()), 3..9),
        ) {
            let m = documents.iter().filter(|(.., own)| *own).count();
            prop_assume!(m > 0 && m < documents.len());
            let outlet = |own: bool| if own { "a" } else { "b" };
            let told: Vec<(&str, &str, u64)> =
                documents.iter().map(|&(_, n, own)| (outlet(own), "e", n)).collect();
            let strata = strata(&told);
            let x = (0..).zip(&documents).map(|(at, (x, ..))| (at, *x));
            let occurrences: Vec<(u32, u32)> = x.filter(|(_, x)| *x > 0).collect();
            let x: Vec<f64> = documents.iter().map(|(x, ..)| f64::from(*x)).collect();
            let n: Vec<f64> = documents.iter().map(|(_, n, _)| *n as f64).collect();
            let (second, third) = moments(&x, &n, m);
            match strata.usages(&occurrences).first() {
                None => prop_assert!(second < 1e-9),
                Some(usage) => {
                    let r = x.iter().sum::<f64>() / n.iter().sum::<f64>();
                    let residual = |&(x, n, _): &(u32, u64, bool)| f64::from(x) - r * n as f64;
                    let s: f64 = documents.iter().filter(|(.., own)| *own).map(residual).sum();
                    prop_assert!((usage.z - s / second.sqrt()).abs() < 1e-7, "{usage:?}");
                    let deviate = normal_deviate(usage.z, third / second.powf(1.5));
                    prop_assert!((usage.deviate - deviate).abs() < 1e-6, "{usage:?} {deviate}");
                }
            }
        }

        #[test]
        fn deviates_rise_with_z(z in -8.0_f64..40.0, skewness in -3.0_f64..3.0) {
            prop_assert!(normal_deviate(z + 0.1, skewness) > normal_deviate(z, skewness));
        }
    }
}
