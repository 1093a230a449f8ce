//! Principal components that carry more than chance: the space in which clusters are looked for.

use linfa_linalg::Order;
use linfa_linalg::eigh::{EigSort, EighInto};
use ndarray::{Array1, Array2, Axis, Slice};

/// The most components that clusters are looked for in.
const MOST_COMPONENTS: usize = 10;
/// The fewest.
const FEWEST_COMPONENTS: usize = 1;
/// Up to this many columns all are used as they are.
const FEW_COLUMNS: usize = 3;
/// The upper 2.5 % point of the Tracy-Widom distribution of order 1.
const TRACY_WIDOM_975: f64 = 1.4538;

/// Eigenvalues, largest first, and eigenvectors of a covariance matrix.
pub(super) struct Spectrum {
    pub(super) values: Array1<f64>,
    pub(super) vectors: Array2<f64>,
}

impl Spectrum {
    /// The spectrum of the covariance of the rows, whose means must be 0. `None` where none can be
    /// found.
    pub(super) fn of_rows(matrix: &Array2<f64>) -> Option<Self> {
        let rows = matrix.nrows();
        if rows < 2 || matrix.ncols() == 0 {
            return None;
        }
        Self::of_symmetric(matrix.t().dot(matrix) / (rows - 1) as f64)
    }

    /// The spectrum of a symmetric matrix.
    pub(super) fn of_symmetric(matrix: Array2<f64>) -> Option<Self> {
        let (values, mut vectors) = matrix.eigh_into().ok()?.sort_eig(Order::Largest);
        for mut component in vectors.axis_iter_mut(Axis(1)) {
            let largest = component.iter().copied().fold(0.0_f64, |best, value| {
                if value.abs() > best.abs() + 1e-12 { value } else { best }
            });
            if largest < 0.0 {
                component.mapv_inplace(|value| -value);
            }
        }
        Some(Self { values, vectors })
    }

    /// How many components are larger than the largest of independent columns would be in 39 of 40
    /// samples (Johnstone 2001), one after another, each against the mean of those that are left.
    pub(super) fn beyond_chance(&self, rows: usize) -> usize {
        let columns = self.values.len();
        let mut left: f64 = self.values.iter().map(|value| value.max(0.0)).sum();
        let n = rows.saturating_sub(1).max(1) as f64;
        for (at, value) in self.values.iter().enumerate() {
            let rest = (columns - at) as f64;
            let (a, b) = ((n - 1.0).max(0.0).sqrt(), rest.sqrt());
            let center = (a + b).powi(2) / n;
            let scale = (a + b) / n * (1.0 / a.max(1.0) + 1.0 / b).cbrt();
            if *value <= left / rest * (center + TRACY_WIDOM_975 * scale) {
                return at;
            }
            left -= value;
        }
        columns
    }

    /// How many components clusters of so many rows are looked for in; `None` where all columns are
    /// used as they are.
    pub(super) fn kept(&self, rows: usize) -> Option<usize> {
        let columns = self.values.len();
        let kept = self.beyond_chance(rows).clamp(FEWEST_COMPONENTS, MOST_COMPONENTS);
        (columns > FEW_COLUMNS).then_some(kept.min(columns))
    }

    /// The same for a matrix of means 0 whose columns may have any variance: chance is judged on
    /// standardized columns.
    pub(super) fn kept_of(matrix: &Array2<f64>) -> Option<usize> {
        let mut standardized = matrix.clone();
        standardize(&mut standardized);
        Self::of_rows(&standardized)?.kept(matrix.nrows())
    }

    /// The places of rows on the first components.
    pub(super) fn scores(&self, matrix: &Array2<f64>, count: usize) -> Array2<f64> {
        let count = count.min(self.vectors.ncols());
        matrix.dot(&self.vectors.slice_axis(Axis(1), Slice::from(..count)))
    }
}

/// Brings the columns of a matrix to mean 0 and variance 1; those without variance to 0.
pub(super) fn standardize(matrix: &mut Array2<f64>) {
    let rows = matrix.nrows().max(1) as f64;
    for mut column in matrix.axis_iter_mut(Axis(1)) {
        let mean = column.sum() / rows;
        column.mapv_inplace(|value| value - mean);
        let deviation = (column.dot(&column) / rows).sqrt();
        let scale = if deviation > 1e-9 { 1.0 / deviation } else { 0.0 };
        column.mapv_inplace(|value| value * scale);
    }
}
