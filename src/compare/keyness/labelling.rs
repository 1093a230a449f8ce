//! Every labelling tried: the exact test of a term where documents are few.

/// Labellings are tried one by one where they are no more than this.
pub(super) const MOST_LABELLINGS: u64 = 16_384;

/// A sum equal to the observed one but for rounding counts as equal.
const ROUNDING: f64 = 1e-9;

/// The documents of a stratum, those without the term among them; `side` of them are the first
/// side's.
#[derive(Clone, Debug, Default)]
pub(super) struct Labelled {
    /// Of each document its occurrences less those expected from its tokens.
    pub(super) residuals: Vec<f64>,
    /// How many lie on the side.
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

/// The share of labellings under which |S| is at least as large as observed; `None` where it is the
/// same under each.
pub(super) fn every_labelling(strata: &[Labelled], observed: f64) -> Option<f64> {
    let mut sums = vec![0.0];
    for stratum in strata {
        let own = subset_sums(stratum);
        sums = sums.iter().flat_map(|sum| own.iter().map(move |own| sum + own)).collect();
    }
    let (low, high) = (observed * (1.0 - ROUNDING), observed * (1.0 + ROUNDING));
    let varies = sums.iter().any(|sum: &f64| sum.abs() < low || sum.abs() > high);
    varies.then(|| sums.iter().filter(|sum| sum.abs() >= low).count() as f64 / sums.len() as f64)
}

/// The sums of all ways to take `side` of the residuals.
fn subset_sums(stratum: &Labelled) -> Vec<f64> {
    let mut found = Vec::new();
    let mut open = vec![(0_usize, stratum.side, 0.0)];
    while let Some((at, wanted, sum)) = open.pop() {
        if wanted == 0 {
            found.push(sum);
        } else if let Some(residual) = stratum.residuals.get(at) {
            if stratum.residuals.len() - at > wanted {
                open.push((at + 1, wanted, sum));
            }
            open.push((at + 1, wanted - 1, sum + residual));
        }
    }
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
        let stratum = Labelled { residuals: vec![1.0, 2.0, 4.0, 8.0], side: 2 };
        let mut sums = subset_sums(&stratum);
        sums.sort_by(f64::total_cmp);
        assert_eq!(sums, [3.0, 5.0, 6.0, 9.0, 10.0, 12.0]);
    }

    #[test]
    fn p_is_the_share_of_labellings_and_none_where_nothing_can_differ() {
        // Sums of the first stratum: −3, 1, 2; of the second −1, 1.
        let strata = [
            Labelled { residuals: vec![-3.0, 1.0, 2.0], side: 1 },
            Labelled { residuals: vec![-1.0, 1.0], side: 1 },
        ];
        assert_eq!(
            every_labelling(&strata, 3.0),
            Some(2.0 / 6.0),
            "−4 and 3 lie as far out, −2, 0, 1 and 2 do not"
        );
        let even = [Labelled { residuals: vec![-1.0, 1.0], side: 1 }];
        assert_eq!(every_labelling(&even, 1.0), None);
    }
}
