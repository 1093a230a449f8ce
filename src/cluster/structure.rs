//! Is there any structure? Clusters are compared with those that k-means finds in data without
//! clusters.

use super::components::{Spectrum, standardize};
use super::lloyd::{LloydStarts, best_runs};
use super::reference::Reference;
use super::sampling::{generator, sample};
use super::silhouette::mean_silhouettes;
use super::unimodal::UnimodalReference;
use ndarray::{Array2, Axis};
use rayon::prelude::*;

/// Data sets without clusters, of each kind, that the data are compared with.
pub const REFERENCES: u64 = 99;
/// The largest number of clusters that is tried.
pub const MOST_CLUSTERS: usize = 8;
/// Above this p-value there is no structure beyond chance. At .05 counts with many zeros and one
/// skewed factor were taken for clusters in 15 of 100 simulations.
pub const STRUCTURE_LEVEL: f64 = 0.01;
/// A number of clusters is eligible up to this p-value of its own.
const NUMBER_LEVEL: f64 = 0.05;
/// The most rows that the test looks at.
pub(super) const MOST_ROWS: usize = 1000;
/// Starts of each clustering; the same in the data and in the data sets without clusters.
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
    /// The number of clusters with the largest mean silhouette among those beyond chance.
    pub best: usize,
}

impl Structure {
    /// The same held against other data without clusters as well: what is less sure counts.
    fn with(self, other: Self) -> Self {
        let numbers: Vec<TestedNumber> = self
            .numbers
            .into_iter()
            .zip(other.numbers)
            .map(|(one, other)| TestedNumber {
                expected: one.expected.max(other.expected),
                z: one.z.min(other.z),
                p_value: one.p_value.max(other.p_value),
                ..one
            })
            .collect();
        Self { numbers, p_value: self.p_value.max(other.p_value), ..self }
    }

    /// Chooses the number with the largest silhouette among those beyond chance, or among all; of
    /// equals the smallest.
    fn choosing(mut self) -> Self {
        let is_found = self.numbers.iter().any(|number| number.p_value <= NUMBER_LEVEL);
        let mut best: Option<(f64, usize)> = None;
        for number in &self.numbers {
            let is_beyond = number.p_value <= NUMBER_LEVEL || !is_found;
            if is_beyond && best.is_none_or(|(known, _)| number.silhouette > known) {
                best = Some((number.silhouette, number.k));
            }
        }
        self.best = best.map_or(2, |(_, k)| k);
        self
    }

    /// Whether there are clusters beyond chance.
    pub fn is_found(&self) -> bool {
        self.p_value <= STRUCTURE_LEVEL + 1e-12
    }
}

/// Tests whether the rows of a matrix form clusters.
///
/// Columns are standardized. Rows are clustered by k-means on the components that exceed chance,
/// at least one, for 2 to 8 clusters, in the data and in data without clusters; the statistic is
/// the largest standardized mean silhouette over these numbers. There are two kinds of data
/// without clusters, 99 sets each, and the larger p counts. One has the distribution of the data
/// along each component, with a single mode, so that a skewed common factor (“more of everything”)
/// does not pass for clusters. The other is a Gaussian copula with the distribution of each column
/// and the correlations of the data, so that columns with many zeros do not; it is drawn where the
/// first leaves structure. Beyond 1,000 rows a sample is tested. `None` where nothing can be
/// tested: fewer than four rows, no column that varies.
pub fn structure(matrix: &Array2<f64>, seed: u64) -> Option<Structure> {
    let mut random = generator(seed, 0);
    let places = sample(matrix.nrows(), MOST_ROWS, &mut random);
    let mut rows = matrix.select(Axis(0), &places);
    if rows.iter().any(|value| !value.is_finite()) {
        return None;
    }
    // Columns of unlike variance would look like components beyond chance.
    standardize(&mut rows);
    let columns = rows.axis_iter(Axis(1)).enumerate();
    let varying: Vec<usize> = columns
        .filter(|(_, column)| column.iter().any(|value| *value != 0.0))
        .map(|(at, _)| at)
        .collect();
    let rows = rows.select(Axis(1), &varying);
    let most = MOST_CLUSTERS.min(rows.nrows().saturating_sub(1));
    if most < 3 || rows.ncols() == 0 {
        return None;
    }
    let spectrum = Spectrum::of_rows(&rows)?;
    let kept = spectrum.kept(rows.nrows());
    let points = kept.map_or_else(|| rows.clone(), |kept| spectrum.scores(&rows, kept));
    let tried = TriedSizes { most, seed };
    let observed = tried.silhouettes(&points);
    let unimodal = UnimodalReference::new(&points);
    let drawn = references(|number| Some(tried.silhouettes(&unimodal.draw_number(seed, number))));
    let by_shape = judged(&observed, &drawn);
    if !by_shape.is_found() {
        return Some(by_shape.choosing());
    }
    let copula = Reference::new(&rows)?;
    let drawn = references(|number| {
        let rows = copula.draw(&mut generator(seed, number));
        let points = match kept {
            Some(kept) => Spectrum::of_rows(&rows)?.scores(&rows, kept),
            None => rows,
        };
        Some(tried.silhouettes(&points))
    });
    let both = by_shape.with(judged(&observed, &drawn));
    Some(both.choosing())
}

/// The silhouettes of data sets without clusters, by the number of the data set.
fn references(silhouettes: impl Fn(u64) -> Option<Vec<f64>> + Send + Sync) -> Vec<Vec<f64>> {
    (1..=REFERENCES).into_par_iter().filter_map(silhouettes).collect()
}

/// Up to how many clusters are tried.
#[derive(Clone, Copy)]
struct TriedSizes {
    most: usize,
    seed: u64,
}

impl TriedSizes {
    /// The mean silhouettes of 2 to `most` clusters.
    fn silhouettes(self, points: &Array2<f64>) -> Vec<f64> {
        let starts = LloydStarts { restarts: RESTARTS, seed: self.seed };
        let runs = best_runs(points.view(), 2..=self.most, starts);
        let partitions: Vec<Vec<u32>> = runs.into_iter().map(|run| run.labels).collect();
        mean_silhouettes(points, &partitions)
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
    let p_value = share(drawn.iter().filter(|values| largest(values) >= top).count());
    Structure { numbers, p_value, best: 2 }
}
