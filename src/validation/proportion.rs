//! Proportions from a sample: Wilson's interval, strata that count for what they are, and shares of
//! two estimates.

use crate::stat::Interval;

/// The normal deviate that leaves 2.5 % on either side.
const Z: f64 = 1.959_963_984_540_054;

/// An estimate with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The estimate.
    pub value: f64,
    /// Its interval, which holds it.
    pub interval: Interval,
}

/// A stratum of a sample.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SampledStratum {
    /// What it counts for: its members in the population.
    pub weight: f64,
    /// Successes in its sample.
    pub successes: f64,
    /// Trials in its sample.
    pub trials: u64,
    /// The sample that these trials are a part of: those in the group and those outside. As many as
    /// `trials` where the whole stratum is asked for.
    pub drawn: u64,
}

impl Estimate {
    /// A value that is known and not estimated.
    pub fn known(value: f64) -> Self {
        Self { value, interval: Interval { low: value, high: value } }
    }

    /// The share of `successes` in `trials` with the score interval of Wilson (1927), without
    /// correction for continuity or for a finite population: (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) /
    /// (1 + z²/n), z = 1.96. It lies within 0 and 1 and has a width even where all trials went one
    /// way. A success may be half a one; `None` without trials.
    ///
    /// ```
    /// use framescope::validation::Estimate;
    ///
    /// // Newcombe (1998), table I: 81 of 263.
    /// let found = Estimate::proportion(81.0, 263).unwrap();
    /// assert!((found.interval.low - 0.2553).abs() < 5e-5);
    /// assert!((found.interval.high - 0.3662).abs() < 5e-5);
    /// ```
    pub fn proportion(successes: f64, trials: u64) -> Option<Self> {
        if trials == 0 || !successes.is_finite() {
            return None;
        }
        let n = trials as f64;
        Some(Self::wilson((successes / n).clamp(0.0, 1.0), n))
    }

    /// Wilson's interval of a share p over n trials, of which there need be no whole number.
    fn wilson(p: f64, n: f64) -> Self {
        let centre = p + Z * Z / (2.0 * n);
        let reach = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
        let scale = 1.0 + Z * Z / n;
        // Where all trials went one way that end is exact; arithmetic would miss it by a rounding
        // error.
        let low = if p <= 0.0 { 0.0 } else { ((centre - reach) / scale).clamp(0.0, p) };
        let high = if p >= 1.0 { 1.0 } else { ((centre + reach) / scale).clamp(p, 1.0) };
        Self { value: p, interval: Interval { low, high } }
    }

    /// The estimate times a known number, which must not be negative.
    pub fn times(self, factor: f64) -> Self {
        let Interval { low, high } = self.interval;
        Self {
            value: self.value * factor,
            interval: Interval { low: low * factor, high: high * factor },
        }
    }

    /// The share over strata: Σ W_c·x_c/m_c, W_c = weight / Σ weights, for strata of x_c successes
    /// in m_c trials, which are a part of n_c drawn. The interval is Wilson's for so many trials as
    /// the sample is worth (its effective size; Korn & Graubard 1998; Franco et al. 2019), p̃(1−p̃)
    /// / v with v = Σ W_c²/m_c·(p̃_c(1−p̃_c) + (1 − m_c/n_c)(p̃_c − p̃)²), p̃_c = (x_c + z²/2) /
    /// (m_c + z²) (Agresti & Coull 1998) and p̃ = Σ W_c·p̃_c, so that strata in which all went one
    /// way do not pass for certain. The second term is there because m_c/n_c only estimates how
    /// much of a stratum belongs to the group, and so the weights (Cochran 1977, §5A.14). Of one
    /// stratum the interval is Wilson's. Strata without trials or weight stay out; `None` where
    /// none is left.
    pub fn stratified(strata: &[SampledStratum]) -> Option<Self> {
        let kept: Vec<&SampledStratum> = strata
            .iter()
            .filter(|stratum| {
                stratum.trials > 0 && stratum.weight > 0.0 && stratum.successes.is_finite()
            })
            .collect();
        let all: f64 = kept.iter().map(|stratum| stratum.weight).sum();
        let shrunk_share = |stratum: &SampledStratum| {
            (stratum.successes + Z * Z / 2.0) / (stratum.trials as f64 + Z * Z)
        };
        let share: f64 = kept
            .iter()
            .map(|stratum| stratum.weight / all * stratum.successes / stratum.trials as f64)
            .sum();
        let shrunk: f64 =
            kept.iter().map(|stratum| stratum.weight / all * shrunk_share(stratum)).sum();
        let mut variance = 0.0;
        for stratum in &kept {
            let (weight, trials, p) =
                (stratum.weight / all, stratum.trials as f64, shrunk_share(stratum));
            let outside = 1.0 - trials / stratum.drawn.max(stratum.trials) as f64;
            variance += weight * weight / trials * (p * (1.0 - p) + outside * (p - shrunk).powi(2));
        }
        match kept.as_slice() {
            [] => None,
            [one] => Self::proportion(one.successes, one.trials),
            _ => Some(Self::wilson(share.clamp(0.0, 1.0), shrunk * (1.0 - shrunk) / variance)),
        }
    }

    /// The share that `part` has of `part` and `rest` together, both independent and not negative:
    /// t / (t + f).
    ///
    /// The interval is that of the odds t/f by MOVER-R (Donner & Zou 2012; Newcombe 2016), carried
    /// over to the share. With t in (t₁, t₂), f in (f₁, f₂) and b = t·f the odds lie between
    /// t₁(2t−t₁) / (b + √(b² − f₂(2f−f₂)·t₁(2t−t₁))) and (b + √(b² − f₁(2f−f₁)·t₂(2t−t₂))) /
    /// (f₁(2f−f₁)). `None` where both estimates are 0.
    ///
    /// ```
    /// use framescope::stat::Interval;
    /// use framescope::validation::Estimate;
    ///
    /// // 90 for certain against 10 that may be 0 to 30: between 90 of 120 and all.
    /// let rest = Estimate { value: 10.0, interval: Interval { low: 0.0, high: 30.0 } };
    /// let found = Estimate::share(Estimate::known(90.0), rest).unwrap();
    /// assert!((found.value - 0.9).abs() < 1e-12);
    /// assert!((found.interval.low - 0.75).abs() < 1e-12 && found.interval.high == 1.0);
    /// ```
    pub fn share(part: Self, rest: Self) -> Option<Self> {
        let (t, f) = (part.value, rest.value);
        let all = t + f;
        if !(all > 0.0 && all.is_finite()) {
            return None;
        }
        let both = t * f;
        // end·(2·estimate − end), the square of the estimate less the square of its distance to
        // that end.
        let less = |estimate: f64, end: f64| end * (2.0 * estimate - end);
        let root = |a: f64, c: f64| (both * both - a * c).max(0.0).sqrt();
        let (a, c) = (less(f, rest.interval.high), less(t, part.interval.low));
        let low = share_of(c, both + root(a, c));
        let (a, c) = (less(f, rest.interval.low), less(t, part.interval.high));
        let high = share_of(both + root(a, c), a);
        let value = t / all;
        Some(Self {
            value,
            interval: Interval { low: low.clamp(0.0, value), high: high.clamp(value, 1.0) },
        })
    }
}

/// The share that belongs to the odds `one` to `other`; 1 where `other` is 0 (a rate that may be 0
/// bounds no odds).
fn share_of(one: f64, other: f64) -> f64 {
    if other > 0.0 { one / (one + other) } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rand::{Rng, SeedableRng};
    use rand_xoshiro::Xoshiro256Plus;

    fn is(found: Option<Estimate>, low: f64, high: f64) {
        let Interval { low: l, high: h } = found.unwrap().interval;
        assert!(
            (l - low).abs() < 1e-12 && (h - high).abs() < 1e-12,
            "{l} to {h}, not {low} to {high}"
        );
    }

    #[test]
    fn wilson_intervals_are_those_of_newcombe_and_of_statsmodels() {
        // Newcombe (1998), table I; digits from
        // statsmodels.stats.proportion.proportion_confint(method="wilson").
        is(Estimate::proportion(81.0, 263), 0.2552885198782742, 0.36620957698280004);
        is(Estimate::proportion(15.0, 148), 0.06238639953073628, 0.16048724172330803);
        is(Estimate::proportion(0.0, 20), 0.0, 0.1611251580528194);
        is(Estimate::proportion(1.0, 29), 0.006113214292762667, 0.17175521879320294);
        is(Estimate::proportion(10.0, 10), 0.7224672001371106, 1.0);
        is(Estimate::proportion(7.5, 12), 0.3543690134662527, 0.8350074848699371);
        assert_eq!(Estimate::proportion(0.0, 0), None);
    }

    #[test]
    fn strata_count_for_what_they_are_in_the_population() {
        let of = |weight: f64, successes: f64, trials: u64| SampledStratum {
            weight,
            successes,
            trials,
            drawn: trials,
        };
        let found = Estimate::stratified(&[of(100.0, 9.0, 10), of(50.0, 5.0, 10)]).unwrap();
        assert!((found.value - 23.0 / 30.0).abs() < 1e-12);
        // By hand: p̃ .788987 and .5, together .692658; worth 20.92 trials where 20 were made.
        is(Some(found), 0.5536328883911309, 0.896952056086154);
        assert_eq!(
            Estimate::stratified(&[of(7.0, 3.0, 4), of(5.0, 0.0, 0), of(0.0, 1.0, 1)]),
            Estimate::proportion(3.0, 4)
        );
        assert_eq!(Estimate::stratified(&[]), None);
        let sure = Estimate::stratified(&[of(1.0, 5.0, 5), of(1.0, 5.0, 5)]).unwrap();
        is(Some(sure), Estimate::proportion(10.0, 10).unwrap().interval.low, 1.0);
    }

    #[test]
    fn groups_whose_size_is_estimated_are_less_certain() {
        let of = |successes: f64, drawn: u64| SampledStratum {
            weight: 50.0,
            successes,
            trials: 10,
            drawn,
        };
        let whole = Estimate::stratified(&[of(9.0, 10), of(2.0, 10)]).unwrap();
        let part = Estimate::stratified(&[of(9.0, 40), of(2.0, 40)]).unwrap();
        // By hand: p̃ 0.788987 and 0.283260; worth 26.92 trials where the sizes are known, 21.37
        // where they are estimated.
        assert_eq!(whole.value, part.value);
        is(Some(whole), 0.3678446710982328, 0.719668078538039);
        is(Some(part), 0.3480535999636168, 0.7367117474161065);
    }

    /// How often the interval of a group holds the true share, where `share` of each category
    /// belongs to the group.
    fn coverage(categories: &[(f64, f64, f64)], drawn: u64) -> f64 {
        let mut random = Xoshiro256Plus::seed_from_u64(1);
        let size = |(members, _, share): &(f64, f64, f64)| members * share;
        let right: f64 = categories.iter().map(|category| size(category) * category.1).sum();
        let truth = right / categories.iter().map(size).sum::<f64>();
        let (mut held, mut all) = (0.0, 0.0);
        for _ in 0..2000 {
            let strata: Vec<SampledStratum> = categories
                .iter()
                .map(|(members, precision, share)| {
                    let trials = (0..drawn).filter(|_| random.gen_bool(*share)).count() as u64;
                    let successes =
                        (0..trials).filter(|_| random.gen_bool(*precision)).count() as f64;
                    SampledStratum {
                        weight: members * trials as f64 / drawn as f64,
                        successes,
                        trials,
                        drawn,
                    }
                })
                .collect();
            if let Some(found) = Estimate::stratified(&strata) {
                all += 1.0;
                held += f64::from(u8::from(
                    found.interval.low <= truth && truth <= found.interval.high,
                ));
            }
        }
        held / all
    }

    #[test]
    fn intervals_of_groups_hold_the_truth_as_often_as_they_say() {
        for (categories, drawn) in [
            (vec![(1000.0, 0.95, 0.1), (1000.0, 0.3, 0.1)], 100),
            (vec![(1000.0, 0.95, 0.2), (1000.0, 0.2, 0.2)], 40),
            (vec![(1000.0, 0.99, 0.1), (1000.0, 0.05, 0.1)], 200),
            (vec![(5000.0, 0.95, 0.1), (200.0, 0.3, 0.3), (200.0, 0.3, 0.3)], 66),
            (
                vec![
                    (1000.0, 0.98, 0.2),
                    (1000.0, 0.95, 0.2),
                    (1000.0, 0.9, 0.2),
                    (1000.0, 0.3, 0.2),
                    (1000.0, 0.1, 0.2),
                ],
                40,
            ),
            (vec![(1000.0, 0.8, 0.2); 5], 40),
        ] {
            let held = coverage(&categories, drawn);
            assert!((0.93..=0.99).contains(&held), "{held} of {categories:?}");
        }
    }

    #[test]
    fn shares_stand_in_small_worlds() {
        let none = Estimate::proportion(0.0, 20).unwrap().times(1000.0);
        let some = Estimate::proportion(9.0, 10).unwrap().times(100.0);
        let share = Estimate::share(some, none).unwrap();
        assert_eq!((share.value, share.interval.high), (1.0, 1.0), "nothing seems missed");
        assert!(share.interval.low > 0.2 && share.interval.low < 0.5, "{share:?}");
        let share = Estimate::share(none, some).unwrap();
        assert_eq!((share.value, share.interval.low), (0.0, 0.0));
        assert!(share.interval.high > 0.5 && share.interval.high < 0.8, "{share:?}");
        assert_eq!(Estimate::share(Estimate::known(0.0), none), None);
        assert_eq!(
            Estimate::share(Estimate::known(5.0), Estimate::known(0.0)),
            Some(Estimate::known(1.0))
        );
        assert_eq!(
            Estimate::share(Estimate::known(0.0), some).map(|s| s.interval),
            Some(Interval { low: 0.0, high: 0.0 })
        );
    }

    proptest! {
        #[test]
        fn the_ends_of_a_share_are_where_mover_puts_zero(
            a in 0_u64..=20, n in 1_u64..=20, b in 0_u64..=20, m in 1_u64..=20,
            weight in 1_u32..500,
        ) {
            let part = Estimate::proportion(a.min(n) as f64, n).unwrap().times(100.0);
            let rest = Estimate::proportion(b.min(m) as f64, m).unwrap().times(f64::from(weight));
            let Some(share) = Estimate::share(part, rest) else {
                prop_assert!(part.value + rest.value == 0.0);
                return Ok(());
            };
            prop_assert!(share.interval.low <= share.value && share.value <= share.interval.high);
            // The interval of (1−r)·part − r·rest touches 0 at either end r.
            let gap = |r: f64, below: f64, above: f64| {
                let sides = ((1.0 - r) * (part.value - below), r * (above - rest.value));
                let distance = f64::hypot(sides.0, sides.1);
                ((1.0 - r) * part.value - r * rest.value, distance)
            };
            let Interval { low, high } = share.interval;
            let (difference, distance) = gap(low, part.interval.low, rest.interval.high);
            prop_assert!((difference - distance).abs() < 1e-6, "{share:?}");
            let (difference, distance) = gap(high, part.interval.high, rest.interval.low);
            prop_assert!((difference + distance).abs() < 1e-6 || high == 1.0, "{share:?}");
        }
    }
}
