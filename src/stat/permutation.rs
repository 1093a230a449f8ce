//! Permutation tests: would outlets differ as much if their labels had been dealt to the documents
//! at random?
//!
//! The document is the unit that is dealt, since the words of one document are not independent
//! draws (Bestgen 2014; Lijffijt et al. 2016). Within events where events are given: labels are
//! dealt among the documents of one event only. All labellings are tried where they are few, else a
//! seeded sample with p = (b+1)/(m+1) (Phipson & Smyth 2010).

use super::{Dealing, Estimated, Method, MissingReason};
use rand::Rng;
use rand::SeedableRng;
use rand_xoshiro::Xoshiro256Plus;
use rayon::prelude::*;

/// The documents of a test: a label (outlet) and a stratum (event) for each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Design {
    labels: Vec<u32>,
    /// The documents of each stratum.
    strata: Vec<Vec<u32>>,
    label_count: usize,
}

/// The sample of labellings that is drawn where there are too many to try all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deals {
    /// Up to so many labellings all are tried; of more, so many are drawn.
    pub labellings: u64,
    /// The seed of the sample.
    pub seed: u64,
}

/// What a permutation says of several statistics.
#[derive(Clone, Debug, PartialEq)]
pub struct PermutationTest {
    /// Of each statistic the share of labellings under which it is at least as large as under the
    /// true one; `None` where it is the same under each, so that the data cannot speak to it.
    pub p_values: Vec<Option<f64>>,
    /// How labels were dealt.
    pub dealing: Dealing,
}

impl PermutationTest {
    /// The p-value of the statistic number `at`; `otherwise` where it has none.
    pub fn estimated<R: MissingReason>(&self, at: usize, otherwise: R) -> Estimated<f64, R> {
        let p = self.p_values.get(at).copied().flatten();
        Estimated::new(p, Method::Permuted(self.dealing), otherwise)
    }
}

impl Design {
    /// A design from each document's label and stratum.
    pub fn new(labels: Vec<u32>, strata: &[u32]) -> Self {
        let count = strata.iter().max().map_or(0, |most| *most as usize + 1);
        let mut members = vec![Vec::new(); count];
        for (document, stratum) in (0_u32..).zip(strata) {
            members[*stratum as usize].push(document);
        }
        let label_count = labels.iter().max().map_or(0, |most| *most as usize + 1);
        Self { labels, strata: members, label_count }
    }

    /// How many labellings there are, or `None` past `limit`.
    fn labellings(&self, limit: u64) -> Option<u64> {
        let mut total: u64 = 1;
        for members in &self.strata {
            let mut counts = vec![0_u64; self.label_count];
            for (placed, &document) in (1_u64..).zip(members) {
                let count = &mut counts[self.labels[document as usize] as usize];
                *count += 1;
                // Multiplying the multinomial up one document at a time keeps it whole.
                total = total.checked_mul(placed)?;
                if total > limit.saturating_mul(1 << 20) {
                    return None;
                }
                total /= *count;
            }
        }
        (total <= limit).then_some(total)
    }

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
                self.each_labelling(|labels| extremes.add(labels, &statistics, &observed));
                let p_values = extremes.p_values(|as_large| as_large as f64 / total as f64);
                PermutationTest { p_values, dealing: Dealing::Exact(total) }
            }
            None => {
                let drawn = deals.labellings;
                let extremes = (0..drawn)
                    .into_par_iter()
                    .fold(
                        || (Extremes::new(count), self.labels.clone()),
                        |(mut extremes, mut labels), deal| {
                            self.deal(deals.seed, deal, &mut labels);
                            extremes.add(&labels, &statistics, &observed);
                            (extremes, labels)
                        },
                    )
                    .map(|(extremes, _)| extremes)
                    .reduce(|| Extremes::new(count), Extremes::merge);
                let share = |as_large: u64| (as_large + 1) as f64 / (drawn + 1) as f64;
                let p_values = extremes.p_values(share);
                PermutationTest { p_values, dealing: Dealing::Sampled(drawn) }
            }
        }
    }

    /// The labelling number `deal` of a seed: each has a generator of its own, so threads cannot
    /// change it.
    fn deal(&self, seed: u64, deal: u64, labels: &mut [u32]) {
        let mut random = Xoshiro256Plus::seed_from_u64(
            seed ^ deal.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15),
        );
        labels.copy_from_slice(&self.labels);
        for members in &self.strata {
            // Fisher and Yates, written out: the library's shuffle may change between versions.
            for at in (1..members.len()).rev() {
                let other = random.gen_range(0..=at);
                labels.swap(members[at] as usize, members[other] as usize);
            }
        }
    }

    /// Calls `visit` with every labelling once.
    fn each_labelling(&self, mut visit: impl FnMut(&[u32])) {
        let mut arrangements: Vec<Vec<u32>> = self
            .strata
            .iter()
            .map(|members| members.iter().map(|&document| self.labels[document as usize]).collect())
            .collect();
        arrangements.iter_mut().for_each(|arrangement| arrangement.sort_unstable());
        let mut labels = self.labels.clone();
        loop {
            for (members, arrangement) in self.strata.iter().zip(&arrangements) {
                for (&document, &label) in members.iter().zip(arrangement) {
                    labels[document as usize] = label;
                }
            }
            visit(&labels);
            // Count on like an odometer whose wheels are the strata.
            if !arrangements.iter_mut().any(|arrangement| next_arrangement(arrangement)) {
                return;
            }
        }
    }
}

/// Steps to the next arrangement in lexicographic order; from the last back to the first, then
/// `false`.
fn next_arrangement(items: &mut [u32]) -> bool {
    let Some(pivot) = items.windows(2).rposition(|pair| pair[0] < pair[1]) else {
        items.reverse();
        return false;
    };
    let successor = items.iter().rposition(|item| *item > items[pivot]).unwrap_or(pivot + 1);
    items.swap(pivot, successor);
    items[pivot + 1..].reverse();
    true
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

/// How often statistics were as extreme as observed.
struct Extremes {
    as_large: Vec<u64>,
    varies: Vec<bool>,
    values: Vec<f64>,
}

impl Extremes {
    fn new(count: usize) -> Self {
        Self { as_large: vec![0; count], varies: vec![false; count], values: vec![0.0; count] }
    }

    /// Counts one labelling.
    fn add(
        &mut self,
        labels: &[u32],
        statistics: &impl Fn(&[u32], &mut [f64]),
        observed: &Observed,
    ) {
        statistics(labels, &mut self.values);
        let counts = self.as_large.iter_mut().zip(&mut self.varies);
        let values = self.values.iter().zip(&observed.bounds);
        for ((as_large, varies), (value, (low, high))) in counts.zip(values) {
            *as_large += u64::from(value >= low);
            *varies |= value < low || value > high;
        }
    }

    fn merge(mut self, other: Self) -> Self {
        let counts = self.as_large.iter_mut().zip(&mut self.varies);
        for ((as_large, varies), (theirs, vary)) in
            counts.zip(other.as_large.into_iter().zip(other.varies))
        {
            *as_large += theirs;
            *varies |= vary;
        }
        self
    }

    /// `share` of each count, where the statistic varies.
    fn p_values(&self, share: impl Fn(u64) -> f64) -> Vec<Option<f64>> {
        let counts = self.as_large.iter().zip(&self.varies);
        counts.map(|(&as_large, &varies)| varies.then(|| share(as_large))).collect()
    }
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
        Design::new(vec![0, 0, 0, 0, 1, 1, 1, 1, 1], &[0; 9])
    }

    /// G², four cells (Dunning 1993).
    fn g2(labels: &[u32], out: &mut [f64]) {
        let mut cells = [[0.0; 2]; 2];
        for (at, &label) in labels.iter().enumerate() {
            cells[label as usize][0] += HITS[at];
            cells[label as usize][1] += TOKENS[at] - HITS[at];
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
        let design = Design::new(vec![0, 1, 0, 1, 2], &[0, 0, 1, 1, 1]);
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
        let design = Design::new(vec![0, 1, 2], &[0, 0, 0]);
        let deals = Deals { labellings: 99, seed: 0 };
        let found = design.test(deals, 1, |_, out| out[0] = 4.0);
        assert_eq!(found.p_values, [None]);
    }

    #[test]
    fn many_labellings_are_not_counted_out() {
        assert_eq!(Design::new((0..60).map(|i| i % 3).collect(), &[0; 60]).labellings(9999), None);
    }
}
