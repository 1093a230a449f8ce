//! q-values: p-values adjusted for having tested many things at once.

use crate::prose::named_choice;

/// Benjamini & Hochberg (1995): q_(i) = min over j ≥ i of m·p_(j)/j, over the p-values that there
/// are. In the order given.
///
/// ```
/// use framescope::stat::benjamini_hochberg;
///
/// let q = benjamini_hochberg(&[Some(0.01), Some(0.04), Some(0.03), None, Some(0.005)]);
/// assert_eq!(q, [Some(0.02), Some(0.04), Some(0.04), None, Some(0.02)]);
/// ```
pub fn benjamini_hochberg(p_values: &[Option<f64>]) -> Vec<Option<f64>> {
    Adjustment::BenjaminiHochberg.q_values(p_values)
}

/// Benjamini & Yekutieli (2001): q_(i) = min over j ≥ i of m·c(m)·p_(j)/j with c(m) = Σ 1/k for k
/// to m, at most 1. Holds however the p-values depend on each other. Over the p-values that there
/// are, in the order given.
///
/// ```
/// use framescope::stat::benjamini_yekutieli;
///
/// let q = benjamini_yekutieli(&[Some(0.01), Some(0.04), Some(0.03), None, Some(0.005)]);
/// assert!(q[3].is_none() && (q[0].unwrap() - 0.041667).abs() < 1e-6);
/// assert!((q[1].unwrap() - 0.083333).abs() < 1e-6);
/// ```
pub fn benjamini_yekutieli(p_values: &[Option<f64>]) -> Vec<Option<f64>> {
    Adjustment::BenjaminiYekutieli.q_values(p_values)
}

/// How p-values are adjusted for having tested many things at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Adjustment {
    /// Benjamini & Hochberg (1995): the false discovery rate, of tests that are independent or
    /// depend on each other positively.
    #[default]
    BenjaminiHochberg,
    /// Benjamini & Yekutieli (2001): the same under any dependence.
    BenjaminiYekutieli,
}

impl Adjustment {
    /// The q-values, in the order of the p-values.
    pub fn q_values(self, p_values: &[Option<f64>]) -> Vec<Option<f64>> {
        let mut values: Vec<f64> = p_values.iter().map(|p| p.unwrap_or(f64::NAN)).collect();
        self.adjust(&mut values);
        values.into_iter().map(|q| (!q.is_nan()).then_some(q)).collect()
    }

    /// Makes p-values into q-values where they stand. What is not a number stays so and counts as
    /// no test.
    pub(crate) fn adjust(self, values: &mut [f64]) {
        let mut order: Vec<usize> = (0..values.len()).filter(|&at| !values[at].is_nan()).collect();
        order.sort_unstable_by(|&a, &b| values[b].total_cmp(&values[a]));
        let tested = order.len();
        let factor: f64 = match self {
            Self::BenjaminiHochberg => 1.0,
            // The small ones first, so that none is lost to rounding.
            Self::BenjaminiYekutieli => (1..=tested).rev().map(|k| 1.0 / k as f64).sum(),
        };
        // Of p-values alike the first has the smallest quotient, which then holds for all of them.
        let mut least: f64 = 1.0;
        for (below, at) in order.into_iter().enumerate() {
            least = least.min(values[at] * factor * tested as f64 / (tested - below) as f64);
            values[at] = least;
        }
    }

    /// All of them.
    pub const ALL: [Self; 2] = [Self::BenjaminiHochberg, Self::BenjaminiYekutieli];

    /// The name by which it is chosen.
    pub fn name(self) -> &'static str {
        match self {
            Self::BenjaminiHochberg => "bh",
            Self::BenjaminiYekutieli => "by",
        }
    }

    /// Its authors, for descriptions.
    pub fn authors(self) -> &'static str {
        match self {
            Self::BenjaminiHochberg => "Benjamini and Hochberg",
            Self::BenjaminiYekutieli => "Benjamini and Yekutieli",
        }
    }
}

named_choice!(Adjustment);

/// The q-values of a few among very many p-values: those that [`benjamini_hochberg`] gives over all
/// of them, in less memory. Sorts `p_values`, which must hold each of `asked`.
pub(crate) fn adjusted_among(p_values: &mut [f64], asked: &[f64]) -> Vec<f64> {
    p_values.sort_unstable_by(f64::total_cmp);
    let mut order: Vec<usize> = (0..asked.len()).collect();
    order.sort_by(|&a, &b| asked[b].total_cmp(&asked[a]));
    let tested = p_values.len() as f64;
    let mut above = p_values.iter().enumerate().rev().peekable();
    let mut adjusted = vec![1.0; asked.len()];
    let mut least: f64 = 1.0;
    for at in order {
        while let Some((rank, p)) = above.next_if(|(_, p)| **p >= asked[at]) {
            least = least.min(p * tested / (rank + 1) as f64);
        }
        adjusted[at] = least;
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn q_values_have_their_published_values() {
        let p = [0.01, 0.04, 0.03, 0.005].map(Some);
        // 4 · (1 + 1/2 + 1/3 + 1/4) · p_(j)/j
        let expected = [1.0 / 24.0, 1.0 / 12.0, 1.0 / 12.0, 1.0 / 24.0];
        for (q, expected) in Adjustment::BenjaminiYekutieli.q_values(&p).into_iter().zip(expected) {
            assert!((q.unwrap() - expected).abs() < 1e-12, "{q:?}");
        }
        assert_eq!(Adjustment::BenjaminiHochberg.q_values(&p), [0.02, 0.04, 0.04, 0.02].map(Some));
        assert_eq!(
            benjamini_yekutieli(&[Some(0.9), None, Some(0.8)]),
            [Some(1.0), None, Some(1.0)],
            "at most 1"
        );
        assert_eq!(benjamini_yekutieli(&[None]), [None]);
    }

    proptest! {
        #[test]
        fn a_few_are_adjusted_as_all_are(
            p_values in prop::collection::vec(0_u32..50, 1..40), pick in 0_usize..40,
        ) {
            let p_values: Vec<f64> = p_values.into_iter().map(|p| f64::from(p) / 50.0).collect();
            let all = benjamini_hochberg(&p_values.iter().copied().map(Some).collect::<Vec<_>>());
            let picked = [pick, pick / 2, pick / 3].map(|at| at % p_values.len());
            let few = adjusted_among(&mut p_values.clone(), &picked.map(|at| p_values[at]));
            for (at, q) in picked.iter().zip(few) {
                prop_assert!((all[*at].unwrap() - q).abs() < 1e-12);
            }
        }
    }
}
