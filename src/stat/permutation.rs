//! Permutation tests: would outlets differ as much if their labels had been dealt to the documents
//! at random?
//!
//! The document is the unit that is dealt, since the words of one document are not independent
//! draws (Bestgen 2014; Lijffijt et al. 2016). Within events where events are given: labels are
//! dealt among the documents of one event only. Where documents differ in length, labels are dealt
//! with their probability given the lengths (Berrett, Wang, Barber & Samworth 2020). All labellings
//! are tried where they are few, else a seeded sample with p = (b+1)/(m+1) (Phipson & Smyth 2010).

use super::design::{Deals, Design};
use super::labelling_chain::LabellingChain;
use super::{Dealing, Estimated, Method, MissingReason};
use rayon::prelude::*;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// A test whose p-value could not be below .05 under any labelling is not made. Probabilities are
/// sums of rounded weights, so 1 of 20 labellings may come out a little below .05.
const REACHABLE: f64 = 0.05 * (1.0 - 1e-9);

/// Whether a probability is so large that no p-value of .05 can come of it.
pub(crate) fn is_out_of_reach(probability: f64) -> bool {
    probability >= REACHABLE
}
/// How many labellings are drawn before statistics are computed from them.
const BLOCK: u64 = 64;

/// Why a statistic has no p-value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoTest {
    /// Every labelling that is likely enough to occur gives the same value.
    NoOtherLabelling,
    /// The largest value is so frequent that p could not be below .05.
    NeverRare,
    /// Given the lengths, two labellings drawn at random are the same one with a probability of .05
    /// or more, although there are more than twenty. The rule does not look at the true labelling:
    /// tests kept because the true one is unlikely would too often have a small p.
    LengthGivesLabel,
}

/// What a permutation says of several statistics.
#[derive(Clone, Debug, PartialEq)]
pub struct PermutationTest {
    /// For each statistic the probability of a labelling under which it is at least as large as
    /// under the true one, or why the data cannot show one.
    pub p_values: Vec<Result<f64, NoTest>>,
    /// How labels were dealt.
    pub dealing: Dealing,
}

impl PermutationTest {
    /// The p-value of the statistic number `at`, or why it has none.
    pub fn estimated<R: MissingReason + From<NoTest>>(&self, at: usize) -> Estimated<f64, R> {
        match self.p_values.get(at).copied().unwrap_or(Err(NoTest::NoOtherLabelling)) {
            Ok(p) => Estimated::Found(p, Method::Permuted(self.dealing)),
            Err(reason) => Estimated::Missing(reason.into()),
        }
    }
}

impl Design {
    /// Tests several statistics at once. `statistics` is given the labels of the documents and
    /// writes one value per statistic.
    pub fn test<S>(&self, deals: Deals, count: usize, statistics: S) -> PermutationTest
    where
        S: Fn(&[u32], &mut [f64]) + Sync,
    {
        let mut observed = vec![0.0; count];
        statistics(&self.labels, &mut observed);
        let observed = Observed::new(&observed);
        match self.labellings(deals.labellings) {
            Some(total) => {
                let mut extremes = Extremes::new(count);
                let (mut all, mut squares) = (0.0, 0.0);
                self.each_labelling(|labels| {
                    let weight = self.weight(labels);
                    all += weight;
                    squares += weight * weight;
                    extremes.add(labels, weight, &statistics, &observed);
                });
                let is_given_away = total > 20 && is_out_of_reach(squares / (all * all));
                let p_values = extremes.p_values(is_given_away, |weight| (weight / all).min(1.0));
                PermutationTest { p_values, dealing: Dealing::Exact(total) }
            }
            None => {
                let drawn = deals.labellings;
                let mut extremes = Extremes::new(count);
                // The true labelling is one of them.
                extremes.add(&self.labels, 1.0, &statistics, &observed);
                let mut drawn_alike = Repeats::default();
                drawn_alike.add(&self.labels);
                let mut chains = LabellingChain::both_ways(self, deals);
                while let Some(labellings) = LabellingChain::next_block(&mut chains, BLOCK) {
                    labellings.iter().for_each(|labels| drawn_alike.add(labels));
                    let block = labellings
                        .into_par_iter()
                        .fold(
                            || Extremes::new(count),
                            |mut extremes, labels| {
                                extremes.add(&labels, 1.0, &statistics, &observed);
                                extremes
                            },
                        )
                        .reduce(|| Extremes::new(count), Extremes::merge);
                    extremes = extremes.merge(block);
                }
                let all = (drawn + 1) as f64;
                let is_given_away = is_out_of_reach(drawn_alike.share());
                let p_values = extremes.p_values(is_given_away, |weight| weight / all);
                PermutationTest { p_values, dealing: Dealing::Sampled(drawn) }
            }
        }
    }
}

/// How often the labellings of a sample are the same.
#[derive(Default)]
struct Repeats {
    /// By the hash of a labelling.
    counts: HashMap<u64, u64>,
    all: u64,
}

impl Repeats {
    fn add(&mut self, labels: &[u32]) {
        let mut hasher = DefaultHasher::new();
        labels.hash(&mut hasher);
        *self.counts.entry(hasher.finish()).or_default() += 1;
        self.all += 1;
    }

    /// The share of pairs that are the same labelling.
    fn share(&self) -> f64 {
        let alike: u64 = self.counts.values().map(|count| count * (count - 1)).sum();
        alike as f64 / (self.all * (self.all - 1)).max(1) as f64
    }
}

/// The values of statistics under the true labelling.
struct Observed {
    /// Of each value and what lies just below it, and just above it: a rounding error must not make
    /// an equal value a smaller one.
    bounds: Vec<(f64, f64)>,
}

impl Observed {
    fn new(values: &[f64]) -> Self {
        let around = |value: &f64| (value - value.abs() * 1e-10, value + value.abs() * 1e-10);
        Self { bounds: values.iter().map(around).collect() }
    }
}

/// How probable it is that statistics are as extreme as observed.
struct Extremes {
    /// The weight of labellings under which they are. In a sample these are counts, whose sums are
    /// exact in any order.
    as_large: Vec<f64>,
    /// The largest value, to 32 binary digits, and the weight of labellings with it.
    most: Vec<(f64, f64)>,
    varies: Vec<bool>,
    values: Vec<f64>,
}

impl Extremes {
    fn new(count: usize) -> Self {
        Self {
            as_large: vec![0.0; count],
            most: vec![(f64::NEG_INFINITY, 0.0); count],
            varies: vec![false; count],
            values: vec![0.0; count],
        }
    }

    /// Adds one labelling.
    fn add(
        &mut self,
        labels: &[u32],
        weight: f64,
        statistics: &impl Fn(&[u32], &mut [f64]),
        observed: &Observed,
    ) {
        statistics(labels, &mut self.values);
        for (at, (value, (low, high))) in self.values.iter().zip(&observed.bounds).enumerate() {
            if value >= low {
                self.as_large[at] += weight;
            }
            self.varies[at] |= value < low || value > high;
            add_to_most(&mut self.most[at], (rounded(*value), weight));
        }
    }

    fn merge(mut self, other: Self) -> Self {
        for at in 0..self.as_large.len() {
            self.as_large[at] += other.as_large[at];
            self.varies[at] |= other.varies[at];
            add_to_most(&mut self.most[at], other.most[at]);
        }
        self
    }

    /// `share` of each weight, where the statistic varies and may be rare.
    fn p_values(
        &self,
        is_given_away: bool,
        share: impl Fn(f64) -> f64,
    ) -> Vec<Result<f64, NoTest>> {
        let p_value = |at: usize| {
            if is_given_away {
                Err(NoTest::LengthGivesLabel)
            } else if !self.varies[at] {
                Err(NoTest::NoOtherLabelling)
            } else if is_out_of_reach(share(self.most[at].1)) {
                Err(NoTest::NeverRare)
            } else {
                Ok(share(self.as_large[at]))
            }
        };
        (0..self.as_large.len()).map(p_value).collect()
    }
}

/// Keeps the larger value; of values alike, their weights together.
fn add_to_most(most: &mut (f64, f64), (value, weight): (f64, f64)) {
    if value > most.0 {
        *most = (value, weight);
    } else if value == most.0 {
        most.1 += weight;
    }
}

/// A value without the last binary digits, which rounding errors change.
fn rounded(value: f64) -> f64 {
    const LAST: u64 = 1 << 20;
    f64::from_bits(value.to_bits().wrapping_add(LAST / 2) & !(LAST - 1))
}

/// How many labellings a permutation test samples for so many documents: 9,999, and fewer for large
/// corpora, but never fewer than 999.
pub fn default_permutations(documents: usize) -> u64 {
    (20_000_000 / documents.max(1) as u64).clamp(999, 9999)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HITS: [f64; 9] = [3.0, 0.0, 1.0, 5.0, 1.0, 0.0, 0.0, 2.0, 1.0];
    const TOKENS: [f64; 9] = [100.0, 120.0, 80.0, 200.0, 150.0, 100.0, 90.0, 210.0, 100.0];

    fn two_outlets() -> Design {
        Design::new(vec![0, 0, 0, 0, 1, 1, 1, 1, 1], &[0; 9], &[1.0; 9])
    }

    /// G², four cells (Dunning 1993).
    fn g2(labels: &[u32], out: &mut [f64]) {
        g2_of(&HITS, &TOKENS, labels, out);
    }

    fn g2_of(hits: &[f64], tokens: &[f64], labels: &[u32], out: &mut [f64]) {
        let mut cells = [[0.0; 2]; 2];
        for (at, &label) in labels.iter().enumerate() {
            cells[label as usize][0] += hits[at];
            cells[label as usize][1] += tokens[at] - hits[at];
        }
        let total: f64 = cells.iter().flatten().sum();
        out[0] = 0.0;
        for row in cells {
            for (column, observed) in row.iter().enumerate() {
                let expected =
                    row.iter().sum::<f64>() * (cells[0][column] + cells[1][column]) / total;
                out[0] +=
                    if *observed > 0.0 { 2.0 * observed * (observed / expected).ln() } else { 0.0 };
            }
        }
    }

    #[test]
    fn the_exact_test_over_126_labellings_has_the_published_p() {
        let found = two_outlets().test(Deals { labellings: 9999, seed: 0 }, 1, g2);
        assert_eq!(found.dealing, Dealing::Exact(126));
        assert!((found.p_values[0].unwrap() - 0.150794).abs() < 5e-7, "{found:?}");
    }

    /// As another program has it: scipy fitted the regression on log n, which has the least AICc,
    /// and numpy tried all choices.
    #[test]
    fn labellings_count_by_their_probability_given_lengths() {
        let hits = [3, 0, 1, 5, 1, 2, 0, 2, 1, 0, 0, 2, 1, 0, 1, 0].map(f64::from);
        let tokens =
            [300, 420, 380, 510, 350, 610, 450, 400, 520, 640, 560, 900, 480, 700, 820, 390]
                .map(f64::from);
        let labels = (0..16).map(|at| u32::from(at >= 8)).collect();
        let design = Design::new(labels, &[0; 16], &tokens);
        let test = |deals| {
            let g2 = |labels: &[u32], out: &mut [f64]| g2_of(&hits, &tokens, labels, out);
            design.test(deals, 1, g2).p_values[0].unwrap()
        };
        // Without regard to lengths it would be .0174.
        let exact = test(Deals { labellings: 12_870, seed: 0 });
        assert!((exact - 0.0377090442701985).abs() < 1e-8, "{exact}");
        // The chain draws from the same distribution.
        let many: f64 = (0..40).map(|seed| test(Deals { labellings: 499, seed })).sum();
        let bias = 1.0 / 500.0 * (1.0 - exact);
        assert!((many / 40.0 - exact - bias).abs() < 0.006, "{} is not {exact}", many / 40.0);
    }

    /// Outlet 1 writes longer articles, and every word is as frequent in both: under labellings
    /// dealt without regard to lengths the observed one looked rare.
    #[test]
    fn lengths_that_differ_explain_a_rare_word() {
        let labels: Vec<u32> = (0..80).map(|at| u32::from(at >= 40)).collect();
        let tokens: Vec<f64> =
            (0..80).map(|at| if at < 40 { 500.0 } else { 1500.0 } + f64::from(at % 40)).collect();
        let design = Design::new(labels, &[0; 80], &tokens);
        let found = design.test(Deals { labellings: 999, seed: 0 }, 1, |labels, out| {
            // One occurrence, in a document of the outlet with shorter articles.
            out[0] = f64::from(u8::from(labels[7] == 0));
        });
        assert_eq!(found.p_values[0], Err(NoTest::LengthGivesLabel));
    }

    /// A test was made where the true labelling was an unlikely one; of the tests made most then
    /// had a small p.
    #[test]
    fn whether_length_gives_the_label_away_does_not_depend_on_the_true_labels() {
        let tokens: Vec<f64> = (0..40).map(|at| 100.0 * 1.2_f64.powi(at)).collect();
        let short_first: Vec<u32> = (0..40).map(|at| u32::from(at >= 20)).collect();
        let mut design = Design::new(short_first.clone(), &[0; 40], &tokens);
        let deals = Deals { labellings: 999, seed: 0 };
        let test = |design: &Design| {
            design.test(deals, 1, |labels, out| out[0] = f64::from(labels[3])).p_values[0]
        };
        assert_eq!(test(&design), Err(NoTest::LengthGivesLabel));
        // An unlikely labelling under the same probabilities.
        design.labels.swap(3, 36);
        assert_eq!(test(&design), Err(NoTest::LengthGivesLabel));
    }

    #[test]
    fn a_test_that_could_not_be_significant_is_not_made() {
        let design = Design::new(vec![0, 0, 0, 1, 1, 1], &[0; 6], &[1.0; 6]);
        let found = design.test(Deals { labellings: 99, seed: 0 }, 2, |labels, out| {
            out[0] = f64::from(labels[0]);
            out[1] = labels.iter().take(3).map(|label| f64::from(*label)).sum();
        });
        assert_eq!(found.p_values[0], Err(NoTest::NeverRare), "half of the labellings");
        assert_eq!(found.p_values[1], Err(NoTest::NeverRare), "1 of 20 is not below .05");
    }

    #[test]
    fn a_sample_agrees_with_the_exact_test_and_repeats() {
        let design = two_outlets();
        let test = || design.test(Deals { labellings: 100, seed: 7 }, 1, g2);
        let found = test();
        assert_eq!(found.dealing, Dealing::Sampled(100));
        assert!((found.p_values[0].unwrap() - 0.15).abs() < 0.12);
        assert_eq!(test(), found);
        let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        assert_eq!(one.install(test), found, "threads change nothing");
    }

    #[test]
    fn labels_stay_within_their_stratum() {
        let design = Design::new(vec![0, 1, 0, 1, 2], &[0, 0, 1, 1, 1], &[1.0; 5]);
        let mut seen = Vec::new();
        design.each_labelling(|labels| seen.push(labels.to_vec()));
        assert_eq!(design.labellings(100), Some(12));
        assert_eq!(seen.len(), 12);
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 12);
        assert!(seen.iter().all(|labels| labels[..2].contains(&0)
            && labels[..2].contains(&1)
            && labels[2..].contains(&2)));
    }

    #[test]
    fn a_statistic_that_cannot_vary_has_no_p() {
        let design = Design::new(vec![0, 1, 2], &[0, 0, 0], &[1.0; 3]);
        let deals = Deals { labellings: 99, seed: 0 };
        let found = design.test(deals, 1, |_, out| out[0] = 4.0);
        assert_eq!(found.p_values, [Err(NoTest::NoOtherLabelling)]);
    }

    #[test]
    fn many_labellings_are_not_counted_out() {
        let design = Design::new((0..60).map(|i| i % 3).collect(), &[0; 60], &[1.0; 60]);
        assert_eq!(design.labellings(9999), None);
    }
}
