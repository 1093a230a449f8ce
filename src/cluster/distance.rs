//! Euclidean distances of points.

use ndarray::ArrayView1;

/// The squared Euclidean distance of two points.
#[inline]
pub(crate) fn squared_distance(a: ArrayView1<'_, f64>, b: ArrayView1<'_, f64>) -> f64 {
    match (a.as_slice(), b.as_slice()) {
        (Some(a), Some(b)) => of_slices(a, b),
        _ => a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum(),
    }
}

/// Four sums side by side, which the processor adds at once.
#[inline]
fn of_slices(a: &[f64], b: &[f64]) -> f64 {
    if a.len() < 4 {
        return a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum();
    }
    let (left, right) = (a.chunks_exact(4), b.chunks_exact(4));
    let rest = left.remainder().iter().zip(right.remainder());
    let rest: f64 = rest.map(|(a, b)| (a - b) * (a - b)).sum();
    let mut sums = [0.0; 4];
    for (a, b) in left.zip(right) {
        for ((sum, a), b) in sums.iter_mut().zip(a).zip(b) {
            *sum += (a - b) * (a - b);
        }
    }
    (sums[0] + sums[1]) + (sums[2] + sums[3]) + rest
}
