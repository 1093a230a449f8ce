//! The beta distribution: how much of it lies below a point, and the point below which a share
//! lies.

/// The shares of a beta distribution below and above x, by the continued fraction of the incomplete
/// beta function (Didonato & Morris 1992; evaluated as in Thompson & Barnett 1986), and the density
/// of its log odds there. `y` is 1 − x, so that points near 1 keep their digits. Good to about
/// 1e-13, relative, in the smaller share, for a and b up to a million.
fn shares(a: f64, b: f64, x: f64, y: f64) -> (f64, f64, f64) {
    if x <= 0.0 || y <= 0.0 {
        return if x <= 0.0 { (0.0, 1.0, 0.0) } else { (1.0, 0.0, 0.0) };
    }
    // x^a y^b / B(a, b), by what Stirling's formula leaves over (Loader 2000): the large logarithms
    // cancel before they round.
    let (sum, p, q) = (a + b, a / (a + b), b / (a + b));
    let exponent = a * ln_ratio(x, p) + b * ln_ratio(y, q);
    let rest = stirling_rest(sum) - stirling_rest(a) - stirling_rest(b);
    let density = (exponent + rest).exp() * (a * q / std::f64::consts::TAU).sqrt();
    if x < (a + 1.0) / (sum + 2.0) {
        let below = (density * fraction(a, b, x) / a).min(1.0);
        (below, 1.0 - below, density)
    } else {
        let above = (density * fraction(b, a, y) / b).min(1.0);
        (1.0 - above, above, density)
    }
}

/// ln(value/mean), exact to the last digits both where the two are alike and where they are far
/// apart.
fn ln_ratio(value: f64, mean: f64) -> f64 {
    let apart = (value - mean) / mean;
    if apart.abs() < 0.5 { apart.ln_1p() } else { (value / mean).ln() }
}

/// ln Γ(z) less (z − ½) ln z − z + ½ ln 2π.
pub(crate) fn stirling_rest(mut z: f64) -> f64 {
    let mut rest = 0.0;
    while z < 10.0 {
        rest += (z + 0.5) * (1.0 / z).ln_1p() - 1.0;
        z += 1.0;
    }
    let square = 1.0 / (z * z);
    let series =
        [1.0 / 12.0, -1.0 / 360.0, 1.0 / 1260.0, -1.0 / 1680.0, 1.0 / 1188.0, -691.0 / 360_360.0];
    rest + series.iter().rev().fold(0.0, |sum, factor| sum * square + factor) / z
}

fn fraction(a: f64, b: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let kept = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / kept(1.0 - (a + b) * x / (a + 1.0));
    let mut found = d;
    for step in 1..100_000_u32 {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / kept(1.0 + even * d);
        c = kept(1.0 + even / c);
        found *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / kept(1.0 + odd * d);
        c = kept(1.0 + odd / c);
        found *= d * c;
        if (d * c - 1.0).abs() < 1e-16 {
            break;
        }
    }
    found
}

/// The natural log of the odds x/(1 − x) of the point x below which the share `below` of a beta
/// distribution lies, 0 < `below` < 1.
///
/// Odds, so that neither a point near 0 nor one near 1 loses digits. By Newton's steps on the log
/// of the smaller share, kept within the bounds that are known.
pub(crate) fn log_odds_of_quantile(below: f64, a: f64, b: f64) -> f64 {
    let (mut low, mut high) = (-1e5, 1e5);
    let mut at = (a / b).ln();
    for _ in 0..200 {
        // Of the two shares that is exact which is not 1 less the other.
        let (x, y) = (1.0 / (1.0 + (-at).exp()), 1.0 / (1.0 + at.exp()));
        let (found, above, density) = shares(a, b, x, y);
        let (step, is_past) = if below < 0.5 {
            ((found / below).ln() * found / density, found > below)
        } else {
            (-(above / (1.0 - below)).ln() * above / density, above < 1.0 - below)
        };
        if is_past {
            high = at
        } else {
            low = at
        }
        let mut next = at - step;
        if !(next > low && next < high) {
            next = if low > -1e5 && high < 1e5 {
                low.midpoint(high)
            } else {
                at + if is_past { -1.0 } else { 1.0 } * (1.0 + at.abs())
            };
        }
        let moved = (next - at).abs();
        at = next;
        if moved <= 1e-15 * at.abs() || high - low <= f64::EPSILON * at.abs() {
            break;
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn close(found: f64, expected: f64) {
        assert!((found - expected).abs() <= 1e-12 * expected.abs(), "{found} is not {expected}");
    }

    #[test]
    fn shares_are_those_of_scipy() {
        // mpmath.betainc(regularized=True), 40 digits; the smaller share.
        close(shares(31.0, 20.0, 0.5, 1.0 - 0.5).0, 0.05946022627971814);
        close(shares(777.0, 858.0, 0.42, 1.0 - 0.42).0, 3.3846180621612626e-06);
        close(shares(5000.0, 4000.0, 0.54, 1.0 - 0.54).0, 0.0015165096252842511);
        close(shares(0.5, 0.5, 0.1, 1.0 - 0.1).0, 0.20483276469913345);
        close(shares(12.0, 0.5, 0.875, 1.0 - 0.875).0, 0.07642007586383898);
        close(shares(250000.0, 1000.0, 0.9965, 1.0 - 0.9965).1, 3.080047123926596e-05);
    }

    proptest! {
        #[test]
        fn a_point_has_the_share_that_it_was_asked_for(
            below in 1e-9_f64..0.999_999, a in 0.5_f64..20_000.0, b in 0.5_f64..20_000.0,
        ) {
            let odds = log_odds_of_quantile(below, a, b);
            let (x, y) = (1.0 / (1.0 + (-odds).exp()), 1.0 / (1.0 + odds.exp()));
            let (found, above, _) = shares(a, b, x, y);
            prop_assert!((found / below - 1.0).abs() < 1e-9, "{found} {below}");
            prop_assert!((above / (1.0 - below) - 1.0).abs() < 1e-9, "{found} {below}");
        }
    }
}
