//! Every labelling tried: the exact test of a term where documents are few.

use super::placement::TailShare;

/// Labellings are tried one by one where they are no more than this.
pub(super) const MOST_LABELLINGS: u64 = 16_384;

/// A sum equal to the observed one but for rounding counts as equal.
const ROUNDING: f64 = 1e-9;

/// The documents of a stratum, those without the term among them; `side` of them are the first
/// side's.
#[derive(Clone, Debug, Default)]
pub(super) struct Labelled {
    /// Of each document its occurrences less those expected from its tokens, and its chance to be
    /// on the side.
    pub(super) documents: Vec<(f64, f64)>,
    /// How many are on the side.
    pub(super) side: usize,
}

/// How many ways there are to take so many of so many documents in each stratum, or `None` past
/// [`MOST_LABELLINGS`].
pub(super) fn labellings(strata: impl IntoIterator<Item = (u64, u64)>) -> Option<u64> {
    strata.into_iter().try_fold(1_u64, |total, (all, side)| {
        let mut ways: u64 = 1;
        for (placed, from) in (1..=side.min(all - side)).zip((1..=all).rev()) {
            ways = ways.checked_mul(from)? / placed;
            if ways > MOST_LABELLINGS {
                return None;
            }
        }
        total.checked_mul(ways).filter(|total| *total <= MOST_LABELLINGS)
    })
}

/// How often |S| is at least as large as observed, over all labellings.
pub(super) fn every_labelling(strata: &[Labelled], observed: f64) -> TailShare {
    let mut sums = vec![(0.0, 1.0)];
    for stratum in strata {
        let own = subset_sums(stratum);
        sums = sums
            .iter()
            .flat_map(|(sum, chance): &(f64, f64)| {
                own.iter().map(move |own| (sum + own.0, chance * own.1))
            })
            .collect();
    }
    let (low, high) = (observed * (1.0 - ROUNDING), observed * (1.0 + ROUNDING));
    let most = sums.iter().fold(0.0_f64, |most, (sum, _)| most.max(sum.abs()));
    let from = |least: f64| -> f64 {
        let far = sums.iter().filter(|(sum, _)| sum.abs() >= least).map(|(_, chance)| chance);
        far.sum::<f64>().min(1.0)
    };
    TailShare {
        p_value: from(low),
        least: from(most * (1.0 - ROUNDING)),
        varies: sums.iter().any(|(sum, _)| sum.abs() < low || sum.abs() > high),
    }
}

/// The sums of all ways to take `side` of the documents, each with its probability.
fn subset_sums(stratum: &Labelled) -> Vec<(f64, f64)> {
    let mut found = Vec::new();
    let mut open = vec![(0_usize, stratum.side, 0.0, 1.0)];
    while let Some((at, wanted, sum, chance)) = open.pop() {
        let Some((residual, p)) = stratum.documents.get(at) else {
            found.push((sum, chance));
            continue;
        };
        if stratum.documents.len() - at > wanted {
            open.push((at + 1, wanted, sum, chance * (1.0 - p)));
        }
        if wanted > 0 {
            open.push((at + 1, wanted - 1, sum + residual, chance * p));
        }
    }
    let all: f64 = found.iter().map(|(_, chance)| chance).sum();
    found.iter_mut().for_each(|(_, chance)| *chance /= all.max(f64::MIN_POSITIVE));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labellings_are_counted_and_all_tried() {
        assert_eq!(labellings([(9, 4)]), Some(126));
        assert_eq!(labellings([(5, 1); 6]), Some(15_625));
        assert_eq!(labellings([(5, 1); 7]), None);
        assert_eq!(labellings([(200, 100)]), None);
        assert_eq!(labellings([(3, 3), (2, 0)]), Some(1));
        let stratum = even(&[1.0, 2.0, 4.0, 8.0], 2);
        let mut sums: Vec<f64> = subset_sums(&stratum).into_iter().map(|(sum, _)| sum).collect();
        sums.sort_by(f64::total_cmp);
        assert_eq!(sums, [3.0, 5.0, 6.0, 9.0, 10.0, 12.0]);
    }

    fn even(residuals: &[f64], side: usize) -> Labelled {
        Labelled { documents: residuals.iter().map(|residual| (*residual, 0.5)).collect(), side }
    }

    #[test]
    fn p_is_the_share_of_labellings() {
        // Sums of the first stratum: −3, 1, 2; of the second −1, 1.
        let strata = [even(&[-3.0, 1.0, 2.0], 1), even(&[-1.0, 1.0], 1)];
        let found = every_labelling(&strata, 3.0);
        assert!((found.p_value - 2.0 / 6.0).abs() < 1e-12, "−4 and 3 are as far out: {found:?}");
        assert!((found.least - 1.0 / 6.0).abs() < 1e-12 && found.varies);
        assert!(!every_labelling(&[even(&[-1.0, 1.0], 1)], 1.0).varies);
    }

    #[test]
    fn labellings_count_by_their_probability() {
        // Odds 3 and 1: the first document is the side's in three of four cases.
        let documents = vec![(2.0, 0.75), (-2.0, 0.5), (1.0, 0.5)];
        let found = every_labelling(&[Labelled { documents, side: 1 }], 1.5);
        assert!((found.p_value - 0.8).abs() < 1e-12, "odds 3 : 1 : 1, and 1 is not as far out");
    }
}
