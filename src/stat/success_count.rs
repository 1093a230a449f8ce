//! How many of independent trials with different chances succeed: the Poisson binomial
//! distribution.

/// Masses smaller than this at either end are dropped.
const LEAST_MASS: f64 = 1e-40;
/// A mass this far below the largest may be nothing but rounding.
const ROUNDING: f64 = 1e-14;

/// The probabilities of numbers of successes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SuccessCount {
    /// The smallest number with a probability.
    from: u64,
    masses: Vec<f64>,
}

impl SuccessCount {
    /// The distribution for trials with these chances. The cost is the number of trials times the
    /// width of the distribution, about twenty standard deviations.
    pub(crate) fn new(chances: impl IntoIterator<Item = f64>) -> Self {
        let mut found = Self { from: 0, masses: vec![1.0] };
        for p in chances {
            found.masses.push(0.0);
            let mut before = 0.0;
            for mass in &mut found.masses {
                let own = *mass;
                *mass = own * (1.0 - p) + before * p;
                before = own;
            }
            found.trim();
        }
        found
    }

    /// The distribution without a trial with chance `p`, which must be one of the trials.
    ///
    /// The recurrence runs from the side on which it does not amplify rounding errors. Taking out
    /// many trials with chances about one half adds them up: to 1e-7 for sixteen.
    pub(crate) fn without(&self, p: f64) -> Self {
        let width = self.masses.len().saturating_sub(1);
        let most = self.masses.iter().fold(0.0_f64, |most, mass| most.max(*mass));
        let mut masses = vec![0.0; width];
        let mut known = 0.0;
        let mut step = |from: f64, stays: f64, leaves: f64| {
            known = (from - leaves * known) / stays;
            if known < ROUNDING * most {
                known = 0.0;
            }
            known
        };
        if p <= 0.5 {
            for (mass, from) in masses.iter_mut().zip(&self.masses) {
                *mass = step(*from, 1.0 - p, p);
            }
        } else {
            for (mass, from) in masses.iter_mut().zip(self.masses.iter().skip(1)).rev() {
                *mass = step(*from, p, 1.0 - p);
            }
        }
        let mut found = Self { from: self.from, masses };
        found.trim();
        found
    }

    /// The distribution of the number of failures of `trials` in all.
    pub(crate) fn turned(&self, trials: u64) -> Self {
        let most = self.from + self.masses.len().saturating_sub(1) as u64;
        let masses = self.masses.iter().rev().copied().collect();
        Self { from: trials.saturating_sub(most), masses }
    }

    /// The probability of a number of successes.
    pub(crate) fn of(&self, count: u64) -> f64 {
        let at = count.checked_sub(self.from).and_then(|at| usize::try_from(at).ok());
        at.and_then(|at| self.masses.get(at)).copied().unwrap_or(0.0)
    }

    fn trim(&mut self) {
        let is_kept = |mass: &f64| *mass >= LEAST_MASS;
        let end = self.masses.iter().rposition(is_kept).map_or(0, |last| last + 1);
        self.masses.truncate(end);
        let start = self.masses.iter().position(is_kept).unwrap_or(0);
        self.masses.drain(..start);
        self.from += start as u64;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn equal_chances_are_binomial() {
        let count = SuccessCount::new([0.2; 300]);
        // C(300, 60)·.2⁶⁰·.8²⁴⁰
        assert!((count.of(60) - 0.057_498_4).abs() < 1e-6);
        assert_eq!((count.of(301), SuccessCount::new([]).of(0)), (0.0, 1.0));
    }

    proptest! {
        #[test]
        fn masses_are_those_of_all_outcomes(
            logits in prop::collection::vec(-30.0_f64..30.0, 1..9),
        ) {
            let chances: Vec<f64> = logits.iter().map(|x| 1.0 / (1.0 + (-x).exp())).collect();
            let mut sums = vec![0.0; chances.len() + 1];
            for mask in 0_u32..1 << chances.len() {
                let outcome: f64 = chances
                    .iter()
                    .enumerate()
                    .map(|(at, p)| if mask >> at & 1 == 1 { *p } else { 1.0 - p })
                    .product();
                sums[mask.count_ones() as usize] += outcome;
            }
            let found = SuccessCount::new(chances.iter().copied());
            for (count, sum) in (0..).zip(&sums) {
                prop_assert!((found.of(count) - sum).abs() < 1e-12);
            }
            let (last, rest) = chances.split_last().unwrap();
            let (without, expected) =
                (found.without(*last), SuccessCount::new(rest.iter().copied()));
            for count in 0..=rest.len() as u64 {
                prop_assert!((without.of(count) - expected.of(count)).abs() < 1e-12);
            }
        }

        #[test]
        fn several_trials_can_be_taken_out(
            unsure in prop::collection::vec(-2.0_f64..2.0, 16),
            sure in prop::collection::vec(prop_oneof![-30.0_f64..-8.0, 8.0_f64..30.0], 0..200),
        ) {
            let chances: Vec<f64> =
                unsure.iter().chain(&sure).map(|x| 1.0 / (1.0 + (-x).exp())).collect();
            let all = SuccessCount::new(chances.iter().copied());
            let found = chances[..16].iter().fold(all, |found, p| found.without(*p));
            let expected = SuccessCount::new(chances[16..].iter().copied());
            for count in 0..220 {
                prop_assert!((found.of(count) - expected.of(count)).abs() < 1e-6);
            }
        }
    }
}
