//! What two counts say of each other: the measures of keyness, as pure functions of two counts and
//! two sizes.
//!
//! They take tokens for independent draws, which words of one document are not (Kilgarriff 2005):
//! they describe and rank, and the p-values of the table come from documents.

use super::LogRatioZero;
use crate::stat::log_odds_of_quantile;
use std::f64::consts::LN_2;

/// How often a term occurs in two texts, and how long these are.
///
/// ```
/// use framescope::compare::{LogRatioZero, TwoCounts};
///
/// let counts = TwoCounts { a: 30.0, n1: 1000.0, b: 20.0, n2: 2000.0 };
/// assert!((counts.g2_four_cell() - 15.10598050993607).abs() < 1e-9);
/// assert!((counts.log_ratio(LogRatioZero::Half).unwrap() - 1.584962500721156).abs() < 1e-12);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TwoCounts {
    /// Occurrences in the first.
    pub a: f64,
    /// Tokens of the first.
    pub n1: f64,
    /// Occurrences in the second.
    pub b: f64,
    /// Tokens of the second.
    pub n2: f64,
}

/// When χ² is corrected for continuity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Yates {
    /// In every table.
    Always,
    /// In none.
    Never,
    /// Where an expected count is below 5, as quanteda does.
    SmallExpected,
}

/// x ln(x/e), 0 where x is.
fn part(observed: f64, expected: f64) -> f64 {
    if observed > 0.0 { observed * (observed / expected).ln() } else { 0.0 }
}

impl TwoCounts {
    fn total(self) -> f64 {
        self.n1 + self.n2
    }

    /// Whether both texts have tokens and neither more occurrences than these.
    pub(super) fn is_table(self) -> bool {
        self.n1 > 0.0
            && self.n2 > 0.0
            && self.a >= 0.0
            && self.b >= 0.0
            && self.a <= self.n1
            && self.b <= self.n2
    }

    /// The occurrences to be expected in either, were their rates the same.
    fn expected(self) -> (f64, f64) {
        let rate = (self.a + self.b) / self.total();
        (self.n1 * rate, self.n2 * rate)
    }

    /// The smallest expected count of the four cells.
    pub fn least_expected(self) -> f64 {
        let (e1, e2) = self.expected();
        e1.min(e2).min(self.n1 - e1).min(self.n2 - e2)
    }

    /// The sign of the difference of rates.
    fn sign(self) -> f64 {
        if self.a * self.n2 < self.b * self.n1 { -1.0 } else { 1.0 }
    }

    /// G² over four cells, 2·Σ O ln(O/E) over a, b, n₁−a, n₂−b (Dunning 1993): 0 or more, one
    /// degree of freedom. Negative where the first text has the lower rate.
    pub fn g2_four_cell(self) -> f64 {
        if !self.is_table() {
            return 0.0;
        }
        let (e1, e2) = self.expected();
        let sum = part(self.a, e1)
            + part(self.b, e2)
            + part(self.n1 - self.a, self.n1 - e1)
            + part(self.n2 - self.b, self.n2 - e2);
        // Where rates are alike only rounding is left.
        self.sign() * (2.0 * sum).max(0.0)
    }

    /// G² over the two cells of occurrences, 2·(a ln(a/E₁) + b ln(b/E₂)) (Rayson & Garside 2000).
    /// Signed as the other.
    pub fn g2_two_cell(self) -> f64 {
        if !self.is_table() {
            return 0.0;
        }
        let (e1, e2) = self.expected();
        self.sign() * (2.0 * (part(self.a, e1) + part(self.b, e2))).max(0.0)
    }

    /// Williams' divisor (1976), q = 1 + (N/n₁ + N/n₂ − 1)(N/(a+b) + N/(N−a−b) − 1)/(6N); 1 or
    /// more.
    pub fn williams(self) -> f64 {
        let (n, hits) = (self.total(), self.a + self.b);
        if !self.is_table() || hits <= 0.0 || hits >= n {
            return 1.0;
        }
        1.0 + (n / self.n1 + n / self.n2 - 1.0) * (n / hits + n / (n - hits) - 1.0) / (6.0 * n)
    }

    /// Four-cell G² over Williams' divisor.
    pub fn g2_williams(self) -> f64 {
        self.g2_four_cell() / self.williams()
    }

    /// Pearson's χ², N(ad′ − bc′)² over the product of the margins, with Yates' correction (1934)
    /// by `policy`: N/2 is taken from
    /// |ad′ − bc′|, which falls to 0 at the least. Signed as G².
    pub fn chi2(self, policy: Yates) -> f64 {
        let (n, hits) = (self.total(), self.a + self.b);
        if !self.is_table() || hits <= 0.0 || hits >= n {
            return 0.0;
        }
        let corrects = match policy {
            Yates::Always => true,
            Yates::Never => false,
            Yates::SmallExpected => self.least_expected() < 5.0,
        };
        let cross = (self.a * (self.n2 - self.b) - self.b * (self.n1 - self.a)).abs();
        let cross = (cross - if corrects { n / 2.0 } else { 0.0 }).max(0.0);
        self.sign() * (n / self.n1 * cross / self.n2) * (cross / hits / (n - hits))
    }

    /// log₂((a/n₁)/(b/n₂)) (Hardie 2014), zeros by `policy`; `None` where there is none.
    pub fn log_ratio(self, policy: LogRatioZero) -> Option<f64> {
        let half = |count: f64| if count > 0.0 { count } else { 0.5 };
        let (a, b, n1, n2) = match policy {
            LogRatioZero::Half => (half(self.a), half(self.b), self.n1, self.n2),
            LogRatioZero::AddHalf => (self.a + 0.5, self.b + 0.5, self.n1, self.n2),
            LogRatioZero::Walter(d) => (self.a + d, self.b + d, self.n1 + d, self.n2 + d),
            LogRatioZero::Undefined => (self.a, self.b, self.n1, self.n2),
        };
        let ratio = (a / n1) / (b / n2);
        (self.n1 > 0.0 && self.n2 > 0.0 && ratio.is_finite() && ratio > 0.0).then(|| ratio.log2())
    }

    /// The interval of the log ratio at level 1 − `alpha`/`candidates`: that of Clopper & Pearson
    /// (1934) for a/(a+b), mapped by log₂(p/(1−p)) + log₂(n₂/n₁). Its ends are infinite where a
    /// count is zero; `None` without occurrences.
    pub fn log_ratio_interval(self, alpha: f64, candidates: u64) -> Option<(f64, f64)> {
        if !self.is_table() || self.a + self.b <= 0.0 {
            return None;
        }
        let tail = alpha / candidates.max(1) as f64 / 2.0;
        let shift = (self.n2 / self.n1).log2();
        // The odds of the share, so that neither a share near 0 nor one near 1 loses digits.
        let low = if self.a > 0.0 {
            log_odds_of_quantile(tail, self.a, self.b + 1.0) / LN_2 + shift
        } else {
            f64::NEG_INFINITY
        };
        let high = if self.b > 0.0 {
            -log_odds_of_quantile(tail, self.b, self.a + 1.0) / LN_2 + shift
        } else {
            f64::INFINITY
        };
        Some((low, high))
    }

    /// LRC, the conservative log ratio (Evert 2022): the end of
    /// [`log_ratio_interval`](Self::log_ratio_interval) that lies nearer to 0, or 0 if the interval
    /// spans it.
    pub fn log_ratio_conservative(self, alpha: f64, candidates: u64) -> Option<f64> {
        let (low, high) = self.log_ratio_interval(alpha, candidates)?;
        Some(if low > 0.0 { low } else { high.min(0.0) })
    }

    /// %DIFF = 100·(r₁ − r₂)/r₂ (Gabrielatos & Marchi 2011), −100 or more; `None` where the second
    /// has none.
    pub fn percent_difference(self) -> Option<f64> {
        (self.b > 0.0 && self.n1 > 0.0).then(|| 100.0 * (self.a / self.n1 * self.n2 / self.b - 1.0))
    }

    /// The sample odds ratio a(n₂−b) / (b(n₁−a)), 0 or more; `None` where it is not finite.
    pub fn odds_ratio(self) -> Option<f64> {
        let ratio = self.a * (self.n2 - self.b) / (self.b * (self.n1 - self.a));
        (self.is_table() && ratio.is_finite()).then_some(ratio)
    }

    /// Simple maths (Kilgarriff 2009): the ratio of occurrences per million, `k` added to both;
    /// above 0.
    pub fn simple_maths(self, k: f64) -> Option<f64> {
        let ratio = (1e6 * self.a / self.n1 + k) / (1e6 * self.b / self.n2 + k);
        (self.n1 > 0.0 && self.n2 > 0.0 && ratio.is_finite()).then_some(ratio)
    }

    /// BIC = G² − ln N (Wilson 2013), with the two-cell G²; above 10 very strong evidence.
    pub fn bic(self) -> Option<f64> {
        self.is_table().then(|| self.g2_two_cell().abs() - self.total().ln())
    }

    /// ELL = G² / (N ln min E) (Johnston, Berry & Mielke 2006), with the two-cell G² and the
    /// smaller expected count of the two cells; 0 to 1. `None` where that count is not above 1.
    pub fn ell(self) -> Option<f64> {
        let (e1, e2) = self.expected();
        let least = e1.min(e2);
        (self.is_table() && least > 1.0)
            .then(|| self.g2_two_cell().abs() / (self.total() * least.ln()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const GOLD: TwoCounts = TwoCounts { a: 30.0, n1: 1000.0, b: 20.0, n2: 2000.0 };
    /// The test table of quanteda, [[3, 7], [7, 2]].
    const SMALL: TwoCounts = TwoCounts { a: 3.0, n1: 10.0, b: 7.0, n2: 9.0 };

    #[track_caller]
    fn close(found: f64, expected: f64, tolerance: f64) {
        assert!(
            (found - expected).abs() <= tolerance * expected.abs().max(1e-300),
            "{found} is not {expected}"
        );
    }

    #[test]
    fn log_likelihoods_have_their_published_values() {
        close(GOLD.g2_four_cell(), 15.10598050993607, 1e-12);
        close(GOLD.g2_two_cell(), 14.834174943487511, 1e-12);
        close(GOLD.williams(), 1.0116699623352166, 1e-12);
        close(GOLD.g2_williams(), 14.931727808807581, 1e-12);
        close(-SMALL.g2_four_cell(), 4.534939332256226, 1e-12);
        close(GOLD.bic().unwrap(), 6.827807375837265, 1e-12);
        close(GOLD.ell().unwrap(), 0.0017575553230482178, 1e-12);
        // The nine documents of the permutation test, summed: 9 in 500 tokens, 4 in 650.
        let summed = TwoCounts { a: 9.0, n1: 500.0, b: 4.0, n2: 650.0 };
        close(summed.g2_four_cell(), 3.5485705226337014, 1e-12);
        close(summed.log_ratio(LogRatioZero::Undefined).unwrap(), 1.5484366246960422, 1e-12);
    }

    #[test]
    fn chi_square_follows_its_policy() {
        close(GOLD.chi2(Yates::Never), 16.271186440677965, 1e-12);
        close(GOLD.chi2(Yates::Always), 15.07372881355932, 1e-12);
        assert_eq!(
            GOLD.chi2(Yates::SmallExpected),
            GOLD.chi2(Yates::Never),
            "no expected count is below 5"
        );
        close(-SMALL.chi2(Yates::Never), 4.337160493827161, 1e-12);
        close(-SMALL.chi2(Yates::Always), 2.632438271604939, 1e-12);
        assert_eq!(SMALL.chi2(Yates::SmallExpected), SMALL.chi2(Yates::Always), "some are");
        assert_eq!(
            TwoCounts { a: 1.0, n1: 10.0, b: 1.0, n2: 9.0 }.chi2(Yates::Always),
            0.0,
            "no further than 0"
        );
    }

    #[test]
    fn log_ratios_treat_zeros_as_told() {
        close(GOLD.log_ratio(LogRatioZero::Half).unwrap(), 1.584962500721156, 1e-12);
        close(
            GOLD.log_ratio(LogRatioZero::Walter(0.5)).unwrap(),
            (30.5_f64 / 1000.5 / (20.5 / 2000.5)).log2(),
            1e-12,
        );
        close(GOLD.log_ratio(LogRatioZero::Walter(0.001)).unwrap(), 1.58494, 4e-6);
        let zero = TwoCounts { b: 0.0, ..GOLD };
        close(zero.log_ratio(LogRatioZero::Half).unwrap(), 120_f64.log2(), 1e-12);
        close(zero.log_ratio(LogRatioZero::AddHalf).unwrap(), 122_f64.log2(), 1e-12);
        assert_eq!(zero.log_ratio(LogRatioZero::Undefined), None);
        assert_eq!(zero.log_ratio(LogRatioZero::Walter(0.0)), None);
    }

    #[test]
    fn conservative_log_ratios_have_their_published_bounds() {
        let (low, high) = GOLD.log_ratio_interval(0.05, 1).unwrap();
        close(low, 0.7209471590, 1e-9);
        close(high, 2.4785858134, 1e-9);
        let (low, high) = GOLD.log_ratio_interval(0.05, 1000).unwrap();
        close(low, -0.1401343143, 1e-9);
        close(high, 3.4508542886, 1e-9);
        let (low, high) = GOLD.log_ratio_interval(0.01, 1).unwrap();
        close(low, 0.4700035624, 1e-9);
        // scipy.stats.beta.isf(0.005, 31, 20)
        close(high, 2.754185766964631, 1e-9);
        close(GOLD.log_ratio_conservative(0.001, 1).unwrap(), 0.1770668014, 1e-9);
        assert_eq!(GOLD.log_ratio_conservative(0.05, 1000), Some(0.0));
        // Words frequent on both sides: scipy.stats.betaprime, whose quantiles of large counts once
        // were wrong here.
        for ((a, b), expected) in [
            ((777.0, 857.0), (6.199793169942723, 6.7834223515471965)),
            ((9000.0, 4000.0), (7.692429360722212, 7.915347353939752)),
        ] {
            let (low, high) = TwoCounts { a, n1: 10_073.0, b, n2: 1_000_056.0 }
                .log_ratio_interval(0.05, 1000)
                .unwrap();
            close(low, expected.0, 1e-9);
            close(high, expected.1, 1e-9);
        }
        let zero = TwoCounts { b: 0.0, ..GOLD }.log_ratio_interval(0.05, 1).unwrap();
        assert!(zero.0 > 0.0 && zero.1 == f64::INFINITY, "{zero:?}");
    }

    #[test]
    fn effect_sizes_are_what_one_finds_by_hand() {
        close(GOLD.percent_difference().unwrap(), 200.0, 1e-12);
        close(GOLD.odds_ratio().unwrap(), 30.0 * 1980.0 / (20.0 * 970.0), 1e-12);
        close(GOLD.simple_maths(1.0).unwrap(), 30_001.0 / 10_001.0, 1e-12);
        assert_eq!(TwoCounts { b: 0.0, ..GOLD }.percent_difference(), None);
        assert_eq!(TwoCounts { b: 0.0, ..GOLD }.odds_ratio(), None);
    }

    proptest! {
        #[test]
        fn measures_turn_with_the_texts_and_are_finite(
            a in 0_u32..50, more in 0_u32..500, b in 0_u32..50, other in 0_u32..500
        ) {
            let [a, n1, b, n2] = [a, a + more, b, b + other].map(f64::from);
            let counts = TwoCounts { a, n1, b, n2 };
            let turned = TwoCounts { a: counts.b, n1: counts.n2, b: counts.a, n2: counts.n1 };
            for (one, two) in [
                (counts.g2_four_cell(), turned.g2_four_cell()),
                (counts.g2_two_cell(), turned.g2_two_cell()),
                (counts.chi2(Yates::Always), turned.chi2(Yates::Always)),
            ] {
                let gap = (one.abs() - two.abs()).abs();
                prop_assert!(one.is_finite() && gap < 1e-8 * (1.0 + one.abs()), "{one} {two}");
            }
            if let Some((low, high)) = counts.log_ratio_interval(0.05, 100) {
                let (other_low, other_high) = turned.log_ratio_interval(0.05, 100).unwrap();
                // Both may be infinite.
                let is_turned = low == -other_high || (low + other_high).abs() < 1e-6;
                prop_assert!(low <= high && is_turned, "{low} {high} {other_low} {other_high}");
            }
        }
    }
}
