//! The design of a permutation test: documents with their labels, strata and lengths.

use super::label_odds::LabelOdds;

/// The documents of a test: a label (outlet) and a stratum (event) for each.
#[derive(Clone, Debug, PartialEq)]
pub struct Design {
    pub(super) labels: Vec<u32>,
    /// The documents of each stratum.
    pub(super) strata: Vec<Vec<u32>>,
    pub(super) odds: LabelOdds,
    label_count: usize,
}

/// The sample of labellings that is drawn where there are too many to try all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deals {
    /// Up to this many labellings all are tried; beyond it this many are drawn.
    pub labellings: u64,
    /// The seed of the sample.
    pub seed: u64,
}

impl Design {
    /// A design from each document's label, stratum and number of tokens.
    pub fn new(labels: Vec<u32>, strata: &[u32], tokens: &[f64]) -> Self {
        let odds = LabelOdds::from_lengths(&labels, tokens);
        let count = strata.iter().max().map_or(0, |most| *most as usize + 1);
        let mut members = vec![Vec::new(); count];
        for (document, stratum) in (0_u32..).zip(strata) {
            members[*stratum as usize].push(document);
        }
        let label_count = labels.iter().max().map_or(0, |most| *most as usize + 1);
        Self { labels, strata: members, odds, label_count }
    }

    /// How many labellings there are, or `None` past `limit`.
    pub(super) fn labellings(&self, limit: u64) -> Option<u64> {
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

    /// How probable a labelling is given the lengths of documents, over the probability of the true
    /// one.
    pub(super) fn weight(&self, labels: &[u32]) -> f64 {
        let documents = (0_u32..).zip(labels.iter().zip(&self.labels));
        let changed = documents.filter(|(_, (label, own))| label != own);
        changed
            .map(|(document, (&label, &own))| {
                (self.odds.of(document, label) / self.odds.of(document, own)).ln()
            })
            .sum::<f64>()
            .exp()
    }

    /// Calls `visit` with every labelling once.
    pub(super) fn each_labelling(&self, mut visit: impl FnMut(&[u32])) {
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
