//! k-means with k-means++ starts and restarts (Lloyd 1982; Arthur & Vassilvitskii 2007).
//!
//! Clusters are numbered by size, then by first row. Input that no clustering can be made of is
//! refused.

use super::distance::squared_distance;
use super::lloyd::{LloydStarts, best_run};
use ndarray::{Array2, ArrayView1, Axis};
use thiserror::Error;

/// LloydStarts of a fit that is to be kept.
pub(crate) const MANY_RESTARTS: usize = 50;
/// LloydStarts of a fit on one resample of many.
pub(crate) const FEW_RESTARTS: usize = 3;
/// A fit of more rows than this has fewer starts in proportion.
const ROWS_AT_FULL_RESTARTS: usize = 1000;
/// The fewest starts.
const FEWEST_RESTARTS: usize = 10;

/// Rows in k clusters.
#[derive(Clone, Debug, PartialEq)]
pub struct Partition {
    /// Each row's cluster, from 0; numbered by size, then by first row.
    pub labels: Vec<usize>,
    /// The mean of each cluster's rows.
    pub centroids: Array2<f64>,
    /// The sum of squared distances of rows to their centroids.
    pub inertia: f64,
}

impl Partition {
    /// The number of clusters.
    pub fn k(&self) -> usize {
        self.centroids.nrows()
    }

    /// How many rows each cluster has.
    pub fn sizes(&self) -> Vec<usize> {
        let mut sizes = vec![0; self.k()];
        self.labels.iter().for_each(|&label| sizes[label] += 1);
        sizes
    }
}

/// Why rows cannot be clustered.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum ClusterError {
    /// Fewer distinct rows than clusters, or none, or k of 0.
    #[error("{k} clusters need {k} distinct rows, and there are {distinct}")]
    TooFewRows {
        /// The clusters asked for.
        k: usize,
        /// The distinct rows.
        distinct: usize,
    },
    /// A value that is not a finite number.
    #[error("row {0} holds a value that is not a finite number")]
    NotFinite(usize),
    /// The method gave up.
    #[error("the clustering failed: {0}")]
    Failed(String),
}

/// Parts the rows of `matrix` into `k` clusters. The same matrix, k and seed give the same
/// partition on any number of threads.
///
/// # Errors
/// [`ClusterError`] where there are fewer than k distinct rows or a value is not finite.
pub fn kmeans(matrix: &Array2<f64>, k: usize, seed: u64) -> Result<Partition, ClusterError> {
    kmeans_with(matrix, k, seed, MANY_RESTARTS)
}

/// [`kmeans`] with a number of starts.
pub(crate) fn kmeans_with(
    matrix: &Array2<f64>,
    k: usize,
    seed: u64,
    restarts: usize,
) -> Result<Partition, ClusterError> {
    check(matrix, k)?;
    let most = restarts * ROWS_AT_FULL_RESTARTS / matrix.nrows().max(ROWS_AT_FULL_RESTARTS);
    let restarts = most.max(FEWEST_RESTARTS.min(restarts));
    let run = best_run(matrix.view(), k, LloydStarts { restarts, seed });
    let labels: Vec<usize> = run.labels.iter().map(|label| *label as usize).collect();
    Ok(canonical(matrix, &labels, k))
}

/// Refuses rows that cannot be parted into `k` clusters.
pub(super) fn check(matrix: &Array2<f64>, k: usize) -> Result<(), ClusterError> {
    if let Some(row) =
        matrix.axis_iter(Axis(0)).position(|row| row.iter().any(|value| !value.is_finite()))
    {
        return Err(ClusterError::NotFinite(row));
    }
    let distinct = distinct_rows(matrix, k);
    if k == 0 || distinct < k {
        return Err(ClusterError::TooFewRows { k, distinct });
    }
    Ok(())
}

/// How many distinct rows there are, counted up to `enough`.
fn distinct_rows(matrix: &Array2<f64>, enough: usize) -> usize {
    let mut seen: Vec<ArrayView1<'_, f64>> = Vec::new();
    for row in matrix.axis_iter(Axis(0)) {
        if seen.len() >= enough {
            break;
        }
        if !seen.contains(&row) {
            seen.push(row);
        }
    }
    seen.len()
}

/// Renumbers clusters by size, then first row; drops empty ones; centroids become the means of
/// their rows.
pub(super) fn canonical(matrix: &Array2<f64>, labels: &[usize], k: usize) -> Partition {
    let mut sizes = vec![0_usize; k];
    let mut first = vec![usize::MAX; k];
    for (row, &label) in labels.iter().enumerate() {
        sizes[label] += 1;
        first[label] = first[label].min(row);
    }
    let mut order: Vec<usize> = (0..k).filter(|&label| sizes[label] > 0).collect();
    order.sort_by_key(|&label| (usize::MAX - sizes[label], first[label]));
    let mut number = vec![0; k];
    order.iter().enumerate().for_each(|(new, &old)| number[old] = new);
    let labels: Vec<usize> = labels.iter().map(|&label| number[label]).collect();
    let mut centroids = Array2::<f64>::zeros((order.len(), matrix.ncols()));
    for (row, &label) in matrix.axis_iter(Axis(0)).zip(&labels) {
        let mut centroid = centroids.row_mut(label);
        centroid += &row;
    }
    for (mut centroid, &old) in centroids.axis_iter_mut(Axis(0)).zip(&order) {
        centroid /= sizes[old] as f64;
    }
    let inertia = matrix
        .axis_iter(Axis(0))
        .zip(&labels)
        .map(|(row, &label)| squared_distance(row, centroids.row(label)))
        .sum();
    Partition { labels, centroids, inertia }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::cluster::sampling::generator;
    use linfa::DatasetBase;
    use linfa::traits::Fit;
    use ndarray::array;
    use rand::Rng;

    /// `count` points about each of `centers`, in turn.
    pub(crate) fn blobs(centers: &[[f64; 3]], count: usize, seed: u64) -> Array2<f64> {
        let mut random = generator(seed, 0);
        Array2::from_shape_fn((centers.len() * count, 3), |(row, column)| {
            centers[row % centers.len()][column] + random.gen_range(-1.0..1.0)
        })
    }

    #[test]
    fn clusters_are_numbered_by_size_then_first_row() {
        let matrix = array![
            [9.0, 9.0],
            [0.0, 0.0],
            [0.1, 0.0],
            [0.0, 0.1],
            [9.1, 9.0],
            [-9.0, 9.0],
            [-9.0, 9.1]
        ];
        let partition = kmeans(&matrix, 3, 0).unwrap();
        assert_eq!(partition.labels, [1, 0, 0, 0, 1, 2, 2]);
    }

    #[test]
    fn clusters_far_apart_are_found_with_their_sizes() {
        let matrix =
            blobs(&[[0.0, 0.0, 0.0], [8.0, 0.0, 0.0], [0.0, 8.0, 0.0], [8.0, 8.0, 8.0]], 300, 3);
        let partition = kmeans(&matrix, 4, 1).unwrap();
        assert_eq!(partition.sizes(), [300; 4]);
        for (row, label) in partition.labels.iter().enumerate() {
            assert_eq!(*label, partition.labels[row % 4]);
        }
    }

    #[test]
    fn the_partition_is_no_worse_than_that_of_linfa() {
        let centers: Vec<[f64; 3]> = (0..6)
            .map(|at| [f64::from(at % 3) * 1.6, f64::from(at / 3) * 1.4, f64::from(at % 2)])
            .collect();
        for seed in 0..8 {
            let matrix = blobs(&centers, 60, seed);
            let ours = kmeans(&matrix, 6, seed).unwrap();
            let data = DatasetBase::from(matrix.clone());
            let params = linfa_clustering::KMeans::params_with_rng(6, generator(seed, 9));
            let model = params.n_runs(50).tolerance(1e-6).fit(&data).unwrap();
            let theirs: f64 = matrix
                .axis_iter(Axis(0))
                .map(|row| {
                    let centroids = model.centroids().axis_iter(Axis(0));
                    let distances = centroids.map(|centroid| squared_distance(row, centroid));
                    distances.fold(f64::INFINITY, f64::min)
                })
                .sum();
            assert!(ours.inertia <= theirs * 1.001, "{} {theirs}", ours.inertia);
        }
    }

    #[test]
    fn threads_change_no_partition() {
        let matrix = blobs(&[[0.0, 0.0, 0.0], [1.0, 0.5, 0.0], [0.0, 1.5, 0.4]], 400, 5);
        let on = |threads: usize| {
            rayon::ThreadPoolBuilder::new()
                .num_threads(threads)
                .build()
                .unwrap()
                .install(|| kmeans(&matrix, 5, 9).unwrap())
        };
        let (one, two) = (on(1), on(2));
        assert_eq!(one.labels, two.labels);
        assert_eq!(one.centroids, two.centroids);
    }

    #[test]
    fn centroids_are_the_means_of_their_rows() {
        let matrix = array![[0.0, 0.0], [0.0, 2.0], [10.0, 0.0], [10.0, 2.0]];
        let partition = kmeans(&matrix, 2, 0).unwrap();
        assert_eq!(partition.centroids, array![[0.0, 1.0], [10.0, 1.0]]);
        assert_eq!(partition.inertia, 4.0);
    }

    #[test]
    fn input_that_cannot_be_parted_is_refused() {
        let error = |matrix: Array2<f64>, k| kmeans(&matrix, k, 0).unwrap_err();
        assert_eq!(error(Array2::zeros((0, 3)), 2), ClusterError::TooFewRows { k: 2, distinct: 0 });
        assert_eq!(error(array![[1.0], [2.0]], 3), ClusterError::TooFewRows { k: 3, distinct: 2 });
        assert_eq!(
            error(array![[1.0], [1.0], [1.0]], 2),
            ClusterError::TooFewRows { k: 2, distinct: 1 }
        );
        assert_eq!(error(array![[1.0], [f64::NAN]], 2), ClusterError::NotFinite(1));
        assert_eq!(error(array![[1.0]], 0), ClusterError::TooFewRows { k: 0, distinct: 0 });
    }

    #[test]
    fn restarts_find_what_a_single_start_misses() {
        // Many overlapping blobs: a start seldom puts one centroid into each.
        let centers: Vec<[f64; 3]> = (0..7)
            .map(|at| [f64::from(at % 3) * 2.4, f64::from(at / 3) * 2.4, f64::from(at % 2) * 1.2])
            .collect();
        let matrix = blobs(&centers, 20, 11);
        let inertias: Vec<f64> =
            (0..4).map(|seed| kmeans(&matrix, 7, seed).unwrap().inertia).collect();
        let best = inertias.iter().copied().fold(f64::INFINITY, f64::min);
        assert!(inertias.iter().all(|inertia| *inertia <= best * 1.001), "{inertias:?}");
    }

    #[test]
    fn many_rows_are_parted_as_few_are() {
        let matrix = blobs(&[[0.0, 0.0, 0.0], [8.0, 0.0, 0.0]], 12_000, 3);
        let partition = kmeans(&matrix, 2, 1).unwrap();
        assert_eq!(partition.sizes(), [12_000; 2]);
    }

    /// Bounds spare distances; they must change no label.
    #[test]
    fn every_row_is_with_its_nearest_centroid() {
        for seed in 0..6 {
            let matrix = blobs(&[[0.0; 3], [1.0, 0.3, 0.2], [0.2, 0.8, 0.1]], 700, seed);
            let partition = kmeans(&matrix, 5, seed).unwrap();
            for (row, label) in matrix.axis_iter(Axis(0)).zip(&partition.labels) {
                let to = |at: usize| squared_distance(row, partition.centroids.row(at));
                assert!((0..5).all(|other| to(*label) <= to(other) + 1e-12));
            }
        }
    }
}
