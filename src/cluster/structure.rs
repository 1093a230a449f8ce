//! Is there any structure? Clusters are held against those that k-means finds in data without
//! clusters.

use super::components::Spectrum;
use super::lloyd::{Starts, best_runs};
use super::reference::Reference;
use super::sampling::{generator, sample};
use super::silhouette::mean_silhouettes;
use ndarray::{Array2, Axis};
use rayon::prelude::*;

/// Data sets without clusters that the data are held against.
pub const REFERENCES: u64 = 99;
/// The largest number of clusters that is tried.
pub const MOST_CLUSTERS: usize = 8;
/// Above this p-value there is no structure beyond chance.
pub const STRUCTURE_LEVEL: f64 = 0.05;
/// The most rows that the test looks at.
pub(super) const MOST_ROWS: usize = 1000;
/// Starts of each clustering; the same in the data and in what they are held against.
const RESTARTS: usize = 4;

/// What the test says of one number of clusters.
#[derive(Clone, Debug, PartialEq)]
pub struct TestedNumber {
    /// The number.
    pub k: usize,
    /// The mean silhouette of the data.
    pub silhouette: f64,
    /// The mean silhouette of data without clusters.
    pub expected: f64,
    /// The first less the second, in standard deviations of the second.
    pub z: f64,
    /// The share of data sets without clusters whose silhouette is as large, the data counted in.
    pub p_value: f64,
}

/// Whether data have clusters.
#[derive(Clone, Debug, PartialEq)]
pub struct Structure {
    /// Each number that was tried.
    pub numbers: Vec<TestedNumber>,
    /// The probability that the largest `z` over all numbers is as large in data without clusters.
    pub p_value: f64,
    /// The number of clusters with the largest `z`.
    pub best: usize,
}

impl Structure {
    /// Whether there are clusters beyond chance.
    pub fn is_found(&self) -> bool {
        self.p_value <= STRUCTURE_LEVEL
    }
}

/// Tests whether the rows of a matrix form clusters.
///
/// The null hypothesis is one population: a Gaussian copula with the distribution of each column
/// and the correlations of the data. So neither correlated columns (“more of everything”) nor
/// columns with many zeros pass for clusters. Rows are clustered by k-means on the components that
/// exceed chance, for 2 to 8 clusters, in the data and in 99 data sets drawn under the null; the
/// statistic is the largest standardized mean silhouette over these numbers. Beyond 1,000 rows a
/// sample is tested. `None` where nothing can be tested: fewer than four rows, no column that
/// varies.
pub fn structure(matrix: &Array2<f64>, seed: u64) -> Option<Structure> {
    let mut random = generator(seed, 0);
    let places = sample(matrix.nrows(), MOST_ROWS, &mut random);
    let mut rows = matrix.select(Axis(0), &places);
    if rows.iter().any(|value| !value.is_finite()) {
        return None;
    }
    rows -= &rows.mean_axis(Axis(0))?;
    let varies = |column: ndarray::ArrayView1<'_, f64>| column.iter().any(|v| v.abs() > 1e-9);
    let columns = rows.axis_iter(Axis(1)).enumerate();
    let varying: Vec<usize> =
        columns.filter(|(_, column)| varies(*column)).map(|(at, _)| at).collect();
    let rows = rows.select(Axis(1), &varying);
    let most = MOST_CLUSTERS.min(rows.nrows().saturating_sub(1));
    if most < 3 || rows.ncols() == 0 {
        return None;
    }
    let kept = Spectrum::of_rows(&rows)?.kept(rows.nrows());
    let reference = Reference::new(&rows)?;
    let observed = Sizes { kept, most }.silhouettes(&rows, seed)?;
    let drawn: Vec<Vec<f64>> = (0..REFERENCES)
        .into_par_iter()
        .filter_map(|number| {
            let rows = reference.draw(&mut generator(seed, number + 1));
            Sizes { kept, most }.silhouettes(&rows, seed)
        })
        .collect();
    Some(judged(&observed, &drawn))
}

/// In how many components, and up to how many clusters.
#[derive(Clone, Copy)]
struct Sizes {
    kept: Option<usize>,
    most: usize,
}

impl Sizes {
    /// The mean silhouettes of 2 to `most` clusters.
    fn silhouettes(self, rows: &Array2<f64>, seed: u64) -> Option<Vec<f64>> {
        let scores = match self.kept {
            Some(kept) => Spectrum::of_rows(rows)?.scores(rows, kept),
            None => rows.clone(),
        };
        let runs = best_runs(scores.view(), 2..=self.most, Starts { restarts: RESTARTS, seed });
        let partitions: Vec<Vec<u32>> = runs.into_iter().map(|run| run.labels).collect();
        Some(mean_silhouettes(&scores, &partitions))
    }
}

fn judged(observed: &[f64], drawn: &[Vec<f64>]) -> Structure {
    let count = drawn.len().max(1) as f64;
    let moments = |at: usize| {
        let mean = drawn.iter().map(|values| values[at]).sum::<f64>() / count;
        let squares = drawn.iter().map(|values| (values[at] - mean).powi(2)).sum::<f64>();
        (mean, (squares / count).sqrt().max(1e-9))
    };
    let moments: Vec<(f64, f64)> = (0..observed.len()).map(moments).collect();
    let standardized = |values: &[f64]| -> Vec<f64> {
        values.iter().zip(&moments).map(|(value, (mean, sd))| (value - mean) / sd).collect()
    };
    let largest =
        |values: &[f64]| standardized(values).into_iter().fold(f64::NEG_INFINITY, f64::max);
    let share = |as_large: usize| (as_large + 1) as f64 / (drawn.len() + 1) as f64;
    let z = standardized(observed);
    let top = largest(observed);
    let numbers: Vec<TestedNumber> = observed
        .iter()
        .enumerate()
        .map(|(at, &silhouette)| TestedNumber {
            k: at + 2,
            silhouette,
            expected: moments[at].0,
            z: z[at],
            p_value: share(drawn.iter().filter(|values| values[at] >= silhouette).count()),
        })
        .collect();
    let largest_silhouette = |numbers: &mut dyn Iterator<Item = &TestedNumber>| {
        numbers
            .max_by(|one, other| {
                one.silhouette.total_cmp(&other.silhouette).then(other.k.cmp(&one.k))
            })
            .map(|number| number.k)
    };
    let mut beyond = numbers.iter().filter(|number| number.p_value <= STRUCTURE_LEVEL);
    let best = largest_silhouette(&mut beyond)
        .or_else(|| largest_silhouette(&mut numbers.iter()))
        .unwrap_or(2);
    let p_value = share(drawn.iter().filter(|values| largest(values) >= top).count());
    Structure { numbers, p_value, best }
}
