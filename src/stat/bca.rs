//! The BCa interval: an estimate's interval from its resamples, bias-corrected and accelerated.

use super::ratio::Interval;
use puruspe::{erfc, inverfc};
use std::f64::consts::SQRT_2;

/// Σx / Σn over documents; `None` without a denominator.
pub(crate) fn ratio_of(documents: &[(f64, f64)]) -> Option<f64> {
    let (x, n) =
        documents.iter().fold((0.0, 0.0), |(x, n), document| (x + document.0, n + document.1));
    (n > 0.0).then(|| x / n)
}

/// The acceleration of the ratio Σx/Σn: a = Σu³ / (6 (Σu²)^1.5), with u the mean of the ratios
/// without one document less that without document d (Efron 1987; DiCiccio & Efron 1996). It lies
/// between −1/6 and 1/6. `None` where leaving a document out leaves no denominator, or changes
/// nothing whichever it is.
///
/// ```
/// use framescope::stat::acceleration;
///
/// let a = acceleration(&[(3.0, 100.0), (0.0, 120.0), (1.0, 80.0), (5.0, 200.0)]).unwrap();
/// assert!((a - -0.0329285943544563).abs() < 1e-12);
/// ```
pub fn acceleration(documents: &[(f64, f64)]) -> Option<f64> {
    let (x, n) =
        documents.iter().fold((0.0, 0.0), |(x, n), document| (x + document.0, n + document.1));
    // r − r_d = (x_d·Σn − n_d·Σx) / (Σn·(Σn − n_d)), which cancels nothing where all are nearly
    // alike.
    let change = |&(x_d, n_d): &(f64, f64)| (x_d * n - n_d * x) / (n * (n - n_d));
    let mean = documents.iter().map(change).sum::<f64>() / documents.len() as f64;
    let (squares, cubes) = documents.iter().map(|document| change(document) - mean).fold(
        (0.0, 0.0),
        |(squares, cubes), u| {
            let square = u * u;
            (squares + square, cubes + square * u)
        },
    );
    let found = cubes / (6.0 * squares * squares.sqrt());
    found.is_finite().then_some(found)
}

/// A BCa interval and what it was made of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bca {
    /// The interval.
    pub interval: Interval,
    /// z₀, by which the median of the resamples lies off the estimate.
    pub bias: f64,
    /// Whether an end is the least or the greatest of the resamples, which no other has: more
    /// resamples would move it.
    pub outermost: bool,
}

/// The BCa interval of an estimate from its resamples in ascending order (Efron 1987; DiCiccio &
/// Efron 1996; Davison & Hinkley 1997, §5.3.2): the resamples' quantiles at Φ(z₀ + (z₀ ± z)/(1 −
/// a(z₀ ± z))), with a the acceleration, z the normal quantile of the level and z₀ that of the
/// share of resamples below the estimate. Of resamples equal to it half count as below, since
/// ratios of few counts have ties. Quantiles are interpolated linearly, at (B − 1)·share of B.
/// `None` where all resamples are equal or lie on one side of the estimate.
pub fn bca(estimate: f64, acceleration: f64, resamples: &[f64], level: f64) -> Option<Bca> {
    let (first, last) = (resamples.first()?, resamples.last()?);
    let count = resamples.len() as f64;
    let below = resamples.partition_point(|value| *value < estimate)
        + resamples.partition_point(|value| *value <= estimate);
    let bias = normal_quantile(below as f64 / 2.0 / count);
    if first == last || !bias.is_finite() {
        return None;
    }
    let z = normal_quantile(0.5 + level / 2.0);
    let share =
        |z: f64| 0.5 * erfc(-(bias + (bias + z) / (1.0 - acceleration * (bias + z))) / SQRT_2);
    let (low, high) = (share(-z), share(z));
    let interval = Interval { low: quantile(resamples, low)?, high: quantile(resamples, high)? };
    let alone = |one: Option<&f64>, other: Option<&f64>| one != other;
    let outermost = low * (count + 1.0) < 1.0 && alone(resamples.first(), resamples.get(1))
        || high * (count + 1.0) > count && alone(resamples.last(), resamples.iter().rev().nth(1));
    (interval.low < interval.high).then_some(Bca { interval, bias, outermost })
}

/// The normal quantile of a share; infinite at 0 and 1.
fn normal_quantile(share: f64) -> f64 {
    if share <= 0.0 {
        f64::NEG_INFINITY
    } else if share >= 1.0 {
        f64::INFINITY
    } else {
        -SQRT_2 * inverfc(2.0 * share)
    }
}

/// The quantile of sorted values at a share, interpolated between the two that it lies between.
fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let place = share.clamp(0.0, 1.0) * sorted.len().checked_sub(1)? as f64;
    let low = *sorted.get(place.floor() as usize)?;
    let high = *sorted.get(place.ceil() as usize)?;
    let found = low + (high - low) * place.fract();
    found.is_finite().then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENTS: [(f64, f64); 4] = [(3.0, 100.0), (0.0, 120.0), (1.0, 80.0), (5.0, 200.0)];

    fn close(found: f64, expected: f64, within: f64) {
        assert!((found - expected).abs() <= within * expected.abs(), "{found} is not {expected}");
    }

    #[test]
    fn bias_acceleration_and_ends_over_all_resamples_are_those_of_scipy() {
        // Each of the 4⁴ ways to draw once; scipy.stats.bootstrap (1.17.1) was handed the same
        // distribution.
        let mut all = Vec::new();
        for way in 0..256_usize {
            let drawn: Vec<(f64, f64)> =
                (0..4).map(|at| DOCUMENTS[way / 4_usize.pow(at) % 4]).collect();
            all.push(ratio_of(&drawn).unwrap());
        }
        all.sort_by(f64::total_cmp);
        let a = acceleration(&DOCUMENTS).unwrap();
        close(a, -0.0329285943544563, 1e-12);
        let found = bca(9.0 / 500.0, a, &all, 0.95).unwrap();
        close(found.bias, -0.039176085503097625, 1e-9);
        close(found.interval.low, 0.0022727272727272726, 1e-12);
        close(found.interval.high, 0.02666666666666667, 1e-12);
        assert!(!found.outermost);
    }

    #[test]
    fn acceleration_is_that_of_a_hand_count() {
        // Two of three ratios without one document are 1/2, one is 0: u is 1/3 less 1/2 twice and
        // 1/3 once.
        let (squares, cubes) = (2.0 / 36.0 + 1.0 / 9.0, -2.0 / 216.0 + 1.0 / 27.0);
        let by_hand = cubes / 6.0 / f64::powf(squares, 1.5);
        close(acceleration(&[(1.0, 1.0), (0.0, 1.0), (0.0, 1.0)]).unwrap(), by_hand, 1e-12);
        assert_eq!(acceleration(&[(1.0, 2.0), (2.0, 4.0), (3.0, 6.0)]), None, "all alike");
        assert_eq!(
            acceleration(&[(1.0, 2.0), (0.0, 0.0)]),
            None,
            "nothing is left without the first"
        );
    }

    #[test]
    fn few_resamples_are_told_where_the_interval_needs_more() {
        let sorted: Vec<f64> = (0..200).map(f64::from).collect();
        assert!(!bca(99.5, 0.0, &sorted, 0.95).unwrap().outermost);
        assert!(bca(140.5, 0.1, &sorted, 0.95).unwrap().outermost);
        assert_eq!(bca(1.0, 0.0, &[1.0; 200], 0.95), None, "all equal");
        assert_eq!(bca(-1.0, 0.0, &sorted, 0.95), None, "all on one side");
        assert_eq!(bca(1.0, 0.0, &[], 0.95), None);
    }
}
