//! k-means for several numbers of clusters at once, which share starts and distances.

use super::kmeans::{ClusterError, Partition, canonical, check};
use super::lloyd::{LloydStarts, best_runs};
use super::sampling::{generator, sample};
use super::silhouette::mean_silhouettes;
use ndarray::{Array2, Axis};
use std::ops::RangeInclusive;

/// The most documents that silhouettes of a number of clusters are taken over.
pub const MOST_SILHOUETTE_DOCUMENTS: usize = 10_000;
/// LloydStarts for each number.
const RESTARTS: usize = 10;

/// One number of clusters.
#[derive(Clone, Debug, PartialEq)]
pub struct TriedPartition {
    /// The clusters.
    pub partition: Partition,
    /// The mean silhouette; beyond 10,000 rows that of a sample of so many, among themselves.
    pub silhouette: f64,
}

/// Parts the rows of a matrix into each of several numbers of clusters, with 10 starts, and takes
/// mean silhouettes.
///
/// # Errors
/// [`ClusterError`] where there are fewer distinct rows than the largest number, or a value is not
/// finite.
///
/// ```
/// use framescope::cluster::kmeans_numbers;
/// use ndarray::array;
///
/// let points = array![[0.0, 0.0], [0.0, 1.0], [4.0, 4.0], [4.0, 5.0], [9.0, 0.0]];
/// let tried = kmeans_numbers(&points, 2..=3, 0)?;
/// assert!((tried[1].silhouette - 0.6585958328).abs() < 1e-10);
/// # Ok::<(), framescope::cluster::ClusterError>(())
/// ```
pub fn kmeans_numbers(
    matrix: &Array2<f64>,
    numbers: RangeInclusive<usize>,
    seed: u64,
) -> Result<Vec<TriedPartition>, ClusterError> {
    check(matrix, *numbers.end())?;
    let runs = best_runs(matrix.view(), numbers, LloydStarts { restarts: RESTARTS, seed });
    let few = sample(matrix.nrows(), MOST_SILHOUETTE_DOCUMENTS, &mut generator(seed, 0));
    let labels: Vec<Vec<u32>> =
        runs.iter().map(|run| few.iter().map(|&row| run.labels[row]).collect()).collect();
    let silhouettes = mean_silhouettes(&matrix.select(Axis(0), &few), &labels);
    let each = runs.into_iter().zip(silhouettes);
    Ok(each
        .map(|(run, silhouette)| {
            let k = run.centroids.nrows();
            let labels: Vec<usize> = run.labels.iter().map(|label| *label as usize).collect();
            TriedPartition { partition: canonical(matrix, &labels, k), silhouette }
        })
        .collect())
}
