//! The gap statistic: how much tighter clusters are than those of evenly spread points.

use super::components::Spectrum;
use super::lloyd::{LloydStarts, best_runs};
use super::sampling::generator;
use ndarray::{Array2, Axis};
use rand::Rng;
use rayon::prelude::*;

/// Evenly spread data sets that the data are compared with.
pub const GAP_REFERENCES: u64 = 20;
const RESTARTS: usize = 4;

/// The gap statistic of one number of clusters (Tibshirani, Walther & Hastie 2001).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GapStatistic {
    /// The number.
    pub k: usize,
    /// The mean of ln W over the reference data less ln W, where W is the sum of squared distances
    /// to centroids.
    pub gap: f64,
    /// The standard deviation of the reference values times √(1 + 1/B).
    pub error: f64,
}

/// The gap from the sums of squares of the data and of reference data; `None` without any.
///
/// ```
/// let (gap, error) = framescope::cluster::gap(2.0, &[4.0, 8.0]).unwrap();
/// assert!((gap - 1.039720770839918).abs() < 1e-12);
/// assert!((error - 0.3465735902799726 * 1.5_f64.sqrt()).abs() < 1e-12);
/// ```
pub fn gap(within: f64, reference: &[f64]) -> Option<(f64, f64)> {
    if within <= 0.0 || reference.is_empty() || reference.iter().any(|value| *value <= 0.0) {
        return None;
    }
    let count = reference.len() as f64;
    let mean = reference.iter().map(|value| value.ln()).sum::<f64>() / count;
    let variance = reference.iter().map(|value| (value.ln() - mean).powi(2)).sum::<f64>() / count;
    Some((mean - within.ln(), variance.sqrt() * (1.0 + 1.0 / count).sqrt()))
}

/// The gap for 1 to `most` clusters by k-means. Reference data are spread evenly over the box along
/// the principal components.
pub(super) fn gaps(points: &Array2<f64>, most: usize, seed: u64) -> Vec<GapStatistic> {
    let Some(means) = points.mean_axis(Axis(0)) else { return Vec::new() };
    let centered = points - &means;
    let Some(spectrum) = Spectrum::of_rows(&centered) else { return Vec::new() };
    let rotated = spectrum.scores(&centered, centered.ncols());
    let ends: Vec<(f64, f64)> = rotated
        .axis_iter(Axis(1))
        .map(|column| {
            let least = column.iter().copied().fold(f64::INFINITY, f64::min);
            (least, column.iter().copied().fold(f64::NEG_INFINITY, f64::max))
        })
        .collect();
    let within = |rows: &Array2<f64>| -> Vec<f64> {
        let starts = LloydStarts { restarts: RESTARTS, seed };
        best_runs(rows.view(), 1..=most, starts).into_iter().map(|run| run.inertia).collect()
    };
    let references: Vec<Vec<f64>> = (0..GAP_REFERENCES)
        .into_par_iter()
        .map(|number| {
            let mut random = generator(seed, number + 1);
            let rows = Array2::from_shape_fn(rotated.dim(), |(_, column)| {
                let (least, most) = ends.get(column).copied().unwrap_or_default();
                least + (most - least) * random.gen_range(0.0..1.0)
            });
            within(&rows)
        })
        .collect();
    let own = within(&rotated);
    own.into_iter()
        .enumerate()
        .filter_map(|(at, within)| {
            let reference: Vec<f64> =
                references.iter().filter_map(|values| values.get(at).copied()).collect();
            gap(within, &reference).map(|(gap, error)| GapStatistic { k: at + 1, gap, error })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::kmeans::tests::blobs;

    #[test]
    fn the_gap_is_widest_at_the_number_of_clusters() {
        let points = blobs(&[[0.0, 0.0, 0.0], [8.0, 0.0, 0.0], [0.0, 8.0, 0.0]], 40, 1);
        let gaps = gaps(&points, 6, 0);
        let chosen = gaps.windows(2).find(|pair| pair[0].gap >= pair[1].gap - pair[1].error);
        assert_eq!(chosen.map(|pair| pair[0].k), Some(3), "{gaps:?}");
    }
}
