//! k-means with k-means++ starts and restarts (Lloyd 1982; Arthur & Vassilvitskii 2007), through
//! `linfa`, fenced.
//!
//! Of `linfa` 0.8.1 only the centroids are used. Members are assigned and counted here, since its
//! `cluster_count` is that of the last restart; starts are k-means++, since k-means‖ draws
//! differently on each number of threads; empty input, too few rows and values that are no numbers
//! are turned away before the call, since it panics on them or accepts them.

use linfa::DatasetBase;
use linfa::traits::Fit;
use linfa_clustering::KMeans;
use ndarray::{Array2, ArrayView1, Axis};
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256Plus;
use thiserror::Error;

/// Restarts of a fit that is to be kept: on framing vectors one start in a hundred comes near the
/// best partition.
pub(crate) const MANY_RESTARTS: usize = 200;
/// Restarts of a fit on one resample of many.
pub(crate) const FEW_RESTARTS: usize = 20;
/// A fit of more rows than this has fewer restarts in proportion.
const ROWS_AT_FULL_RESTARTS: usize = 500;
/// The most rounds of moving centroids to the means of their rows.
const MOST_ROUNDS: usize = 300;
/// The most rows a fit looks at; more are sampled, and all are assigned.
pub(crate) const MAX_FIT_ROWS: usize = 5000;

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
    /// The library gave up.
    #[error("k-means failed: {0}")]
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

/// [`kmeans`] with a number of restarts.
pub(crate) fn kmeans_with(
    matrix: &Array2<f64>,
    k: usize,
    seed: u64,
    restarts: usize,
) -> Result<Partition, ClusterError> {
    if let Some(row) =
        matrix.axis_iter(Axis(0)).position(|row| row.iter().any(|value| !value.is_finite()))
    {
        return Err(ClusterError::NotFinite(row));
    }
    let distinct = distinct_rows(matrix, k);
    if k == 0 || distinct < k {
        return Err(ClusterError::TooFewRows { k, distinct });
    }
    let centroids = if k == 1 { mean_of(matrix) } else { fit(matrix, k, seed, restarts)? };
    // From the library's centroids, which stop short, to a true fixed point (Lloyd).
    let assign = |centroids: &Array2<f64>| {
        matrix.axis_iter(Axis(0)).map(|row| nearest(centroids, row)).collect::<Vec<usize>>()
    };
    let mut partition = canonical(matrix, &assign(&centroids), k);
    for _ in 0..MOST_ROUNDS {
        let next = canonical(matrix, &assign(&partition.centroids), partition.k());
        if next.inertia >= partition.inertia {
            break;
        }
        partition = next;
    }
    Ok(partition)
}

fn fit(
    matrix: &Array2<f64>,
    k: usize,
    seed: u64,
    restarts: usize,
) -> Result<Array2<f64>, ClusterError> {
    let mut random = Xoshiro256Plus::seed_from_u64(seed);
    let rows = sample(matrix.nrows(), MAX_FIT_ROWS, &mut random);
    let rows =
        if rows.len() == matrix.nrows() { matrix.clone() } else { matrix.select(Axis(0), &rows) };
    let restarts =
        (restarts * ROWS_AT_FULL_RESTARTS / rows.nrows().max(ROWS_AT_FULL_RESTARTS)).max(10);
    let data = DatasetBase::from(rows);
    let model = KMeans::params_with_rng(k, random)
        .n_runs(restarts)
        .max_n_iterations(300)
        .tolerance(1e-6)
        .fit(&data)
        .map_err(|error| ClusterError::Failed(error.to_string()))?;
    Ok(model.centroids().clone())
}

fn mean_of(matrix: &Array2<f64>) -> Array2<f64> {
    matrix
        .mean_axis(Axis(0))
        .map_or_else(|| Array2::zeros((1, matrix.ncols())), |mean| mean.insert_axis(Axis(0)))
}

/// `most` of `count` rows drawn without replacement, in ascending order; all where there are no
/// more.
pub(crate) fn sample(count: usize, most: usize, random: &mut impl Rng) -> Vec<usize> {
    if count <= most {
        return (0..count).collect();
    }
    // Knuth's selection sampling (TAOCP 3.4.2, algorithm S): one pass, ascending.
    let mut chosen = Vec::with_capacity(most);
    for row in 0..count {
        if random.gen_range(0..count - row) < most - chosen.len() {
            chosen.push(row);
        }
    }
    chosen
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

/// The squared Euclidean distance of two points.
pub(crate) fn squared_distance(a: ArrayView1<'_, f64>, b: ArrayView1<'_, f64>) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum()
}

/// The nearest centroid, the first of equals.
fn nearest(centroids: &Array2<f64>, row: ArrayView1<'_, f64>) -> usize {
    let mut best = (0, f64::INFINITY);
    for (at, centroid) in centroids.axis_iter(Axis(0)).enumerate() {
        let distance = squared_distance(row, centroid);
        if distance < best.1 {
            best = (at, distance);
        }
    }
    best.0
}

/// Renumbers clusters by size, then first row; drops empty ones; centroids become the means of
/// their rows.
fn canonical(matrix: &Array2<f64>, labels: &[usize], k: usize) -> Partition {
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
    use ndarray::array;

    /// `count` points about each of `centers`, in turn.
    pub(crate) fn blobs(centers: &[[f64; 3]], count: usize, seed: u64) -> Array2<f64> {
        let mut random = Xoshiro256Plus::seed_from_u64(seed);
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
    fn sizes_are_counted_from_the_rows_not_from_the_last_restart() {
        // linfa 0.8.1: `cluster_count` after restarts reported 2500/605/645… for blobs of 1250
        // each.
        let matrix =
            blobs(&[[0.0, 0.0, 0.0], [8.0, 0.0, 0.0], [0.0, 8.0, 0.0], [8.0, 8.0, 8.0]], 300, 3);
        let partition = kmeans(&matrix, 4, 1).unwrap();
        assert_eq!(partition.sizes(), [300; 4]);
        for (row, label) in partition.labels.iter().enumerate() {
            assert_eq!(*label, partition.labels[row % 4]);
        }
    }

    #[test]
    fn threads_change_no_partition() {
        // linfa 0.8.1: k-means‖ seeds one generator per thread's job; k-means++ does not.
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
        // linfa 0.8.1 counts the old centroid as a point when it moves one, so its centroids stop
        // short.
        let matrix = array![[0.0, 0.0], [0.0, 2.0], [10.0, 0.0], [10.0, 2.0]];
        let partition = kmeans(&matrix, 2, 0).unwrap();
        assert_eq!(partition.centroids, array![[0.0, 1.0], [10.0, 1.0]]);
        assert_eq!(partition.inertia, 4.0);
    }

    #[test]
    fn input_that_linfa_panics_on_is_refused() {
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
    fn large_input_is_fitted_on_a_sample_and_assigned_whole() {
        let matrix = blobs(&[[0.0, 0.0, 0.0], [8.0, 0.0, 0.0]], MAX_FIT_ROWS, 3);
        let partition = kmeans(&matrix, 2, 1).unwrap();
        assert_eq!(partition.sizes(), [MAX_FIT_ROWS; 2]);
    }
}
