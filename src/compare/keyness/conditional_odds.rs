//! The odds ratio that is likeliest given the margins of the table, as Fisher's exact test has it.

use super::TwoCounts;

/// Steps of Newton's method after which the last is taken as it is; five do as a rule.
const MOST_STEPS: u32 = 100;
/// The step of ln ψ below which it is found.
const FOUND: f64 = 1e-13;
/// The share of the sum below which a term is left out, and all farther ones.
const NEGLIGIBLE: f64 = 1e-18;

impl TwoCounts {
    /// The conditional maximum-likelihood odds ratio (Fisher 1935), as `fisher.test` of R and
    /// quanteda's `measure = "exact"` give it: the ψ under which a is the mean of Fisher's
    /// noncentral hypergeometric distribution, P(X = x) ∝ C(n₁, x)·C(n₂, a+b−x)·ψˣ. Above 0, and
    /// nearer to 1 than the [sample odds ratio](Self::odds_ratio). `None` where it would be 0 or
    /// infinite, as a is the least or the most that the margins allow.
    ///
    /// ```
    /// use framescope::compare::TwoCounts;
    ///
    /// let counts = TwoCounts { a: 3.0, n1: 10.0, b: 7.0, n2: 9.0 };
    /// assert!((counts.odds_ratio_conditional().unwrap() - 0.1395419003).abs() < 1e-10);
    /// ```
    pub fn odds_ratio_conditional(self) -> Option<f64> {
        if !self.is_table()
            || self.a <= 0.0
            || self.b <= 0.0
            || self.a >= self.n1
            || self.b >= self.n2
        {
            return None;
        }
        let sample = self.odds_ratio()?;
        // ln ψ less that of the sample odds ratio, under which a is the mode: the root is near, and
        // terms fall away on either side of a.
        let (mut at, mut low, mut high) = (0.0_f64, None, None);
        for _ in 0..MOST_STEPS {
            let (beyond, variance) = self.moments(sample * at.exp());
            *(if beyond > 0.0 { &mut high } else { &mut low }) = Some(at);
            let step = (-beyond / variance).clamp(-1.0, 1.0);
            if step.is_nan() {
                return None;
            }
            let next = at + step;
            let is_inside = low.is_none_or(|low| next > low) && high.is_none_or(|high| next < high);
            at = match (low, high) {
                (Some(low), Some(high)) if !is_inside && step.abs() > FOUND => {
                    f64::midpoint(low, high)
                }
                _ => next,
            };
            if step.abs() <= FOUND {
                break;
            }
        }
        let ratio = sample * at.exp();
        (ratio.is_finite() && ratio > 0.0).then_some(ratio)
    }

    /// Mean less a, and variance, of the noncentral hypergeometric distribution: summed from a
    /// outwards until terms are negligible, each found from the one before, so that no large
    /// factorials are taken.
    fn moments(self, psi: f64) -> (f64, f64) {
        let Self { a, n1, b, n2 } = self;
        let mut sums = (1.0, 0.0, 0.0);
        let mut add = |away: f64, weight: f64| {
            sums.0 += weight;
            sums.1 += away * weight;
            sums.2 += away * away * weight;
            weight > 0.0 && away * away * weight > NEGLIGIBLE * sums.0
        };
        // With k more in the first text there are k fewer in the second.
        let (mut weight, mut k) = (1.0, 0.0);
        loop {
            weight *= psi * ((n1 - a - k) / (a + k + 1.0)) * ((b - k) / (n2 - b + k + 1.0));
            k += 1.0;
            if !add(k, weight) {
                break;
            }
        }
        (weight, k) = (1.0, 0.0);
        loop {
            weight *= ((a - k) / (n1 - a + k + 1.0)) * ((n2 - b - k) / (b + k + 1.0)) / psi;
            k += 1.0;
            if !add(-k, weight) {
                break;
            }
        }
        let (all, first, second) = sums;
        let mean = first / all;
        (mean, second / all - mean * mean)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(a: u32, n1: u32, b: u32, n2: u32) -> Option<f64> {
        TwoCounts { a: f64::from(a), n1: f64::from(n1), b: f64::from(b), n2: f64::from(n2) }
            .odds_ratio_conditional()
    }

    #[test]
    fn the_test_table_of_quanteda_has_its_published_value() {
        let ratio = found(3, 10, 7, 9).unwrap();
        assert!((ratio - 0.1395419003).abs() < 5.1e-11, "{ratio}");
        assert!(
            (found(7, 9, 3, 10).unwrap() * ratio - 1.0).abs() < 1e-12,
            "the other way round it is one over it"
        );
    }

    #[test]
    fn small_tables_have_the_ratio_found_by_hand() {
        // X is 0, 1 or 2 with weights 1, 4ψ, ψ²: its mean is 1 where 1 = ψ².
        assert!((found(1, 2, 1, 2).unwrap() - 1.0).abs() < 1e-12);
        // Weights C(3, 2) = 3, 5·3·ψ, C(5, 2)ψ² = 10ψ²: the mean is 1 where 3 = 10ψ².
        assert!((found(1, 5, 1, 3).unwrap() - 0.3_f64.sqrt()).abs() < 1e-12);
    }

    #[test]
    fn a_table_at_its_margin_has_none() {
        for (a, n1, b, n2) in [
            (0, 10, 7, 9),
            (3, 10, 0, 9),
            (10, 10, 3, 9),
            (3, 10, 9, 9),
            (0, 10, 0, 9),
            (0, 0, 3, 9),
        ] {
            assert_eq!(found(a, n1, b, n2), None, "{a} {n1} {b} {n2}");
        }
    }

    #[test]
    fn large_counts_come_close_to_the_sample_odds_ratio() {
        for (a, n1, b, n2) in [
            (60_000, 1_000_000, 50_000, 2_000_000),
            (900_000, 1_000_000, 5, 2_000_000_000),
            (3_000_000, 60_000_000, 1, 9),
        ] {
            let counts = TwoCounts {
                a: f64::from(a),
                n1: f64::from(n1),
                b: f64::from(b),
                n2: f64::from(n2),
            };
            let (conditional, sample) =
                (counts.odds_ratio_conditional().unwrap(), counts.odds_ratio().unwrap());
            let slack = 2.0 * (1.0 / f64::from(b) + 1.0 / f64::from(a));
            assert!((conditional / sample).ln().abs() < slack.min(2.0), "{conditional} {sample}");
            // The mean there is a, to within what a rounding of ψ moves it.
            let (beyond, variance) = counts.moments(conditional);
            assert!(beyond.abs() < 1e-12 * variance.max(1.0), "{beyond} {variance}");
        }
    }

    proptest! {
        #[test]
        fn the_ratio_turns_with_the_texts_and_lies_between_one_and_that_of_the_sample(
            a in 0_u32..60, more in 0_u32..3000, b in 0_u32..60, other in 0_u32..3000
        ) {
            let counts = found(a, a + more, b, b + other);
            let turned = found(b, b + other, a, a + more);
            prop_assert_eq!(counts.is_some(), a > 0 && b > 0 && more > 0 && other > 0);
            if let (Some(ratio), Some(turned)) = (counts, turned) {
                prop_assert!((ratio * turned - 1.0).abs() < 1e-10, "{} {}", ratio, turned);
                let sample = f64::from(a) * f64::from(other) / (f64::from(b) * f64::from(more));
                prop_assert!(ratio.ln().abs() <= sample.ln().abs() + 1e-12, "{ratio} {sample}");
                prop_assert!(ratio.ln() * sample.ln() >= -1e-12, "{ratio} {sample}");
            }
        }
    }
}
