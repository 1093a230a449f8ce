//! Two principal components, to draw documents on paper (Pearson 1901; Hotelling 1933).
//!
//! By the eigenvectors of the covariance matrix; `linfa-reduction` 0.8.1 panics or errs on ordinary
//! data, and gives shares of variance that sum to 1 over the components kept. Signs are fixed: the
//! largest loading of a component is positive.

use super::components::Spectrum;
use ndarray::{Array2, Axis, Slice};

/// Documents on the components that vary most.
#[derive(Clone, Debug, PartialEq)]
pub struct Projection {
    /// One row per document: its place on each component.
    pub scores: Array2<f64>,
    /// One row per dimension: its weight in each component.
    pub loadings: Array2<f64>,
    /// The share of all variance that each component carries.
    pub explained: Vec<f64>,
}

/// Projects the rows of a matrix onto its first two principal components (one where it has one
/// column). `None` for fewer than two rows, no columns, no variance, or values that are not finite.
pub fn project(matrix: &Array2<f64>) -> Option<Projection> {
    let (rows, columns) = matrix.dim();
    if rows < 2 || columns == 0 || matrix.iter().any(|value| !value.is_finite()) {
        return None;
    }
    let centered = matrix - &matrix.mean_axis(Axis(0))?;
    on_components(&centered, &Spectrum::of_rows(&centered)?, 2)
}

/// The rows of a matrix of means 0 on the first `count` components of its spectrum. `None` without
/// any variance.
pub(super) fn on_components(
    centered: &Array2<f64>,
    spectrum: &Spectrum,
    count: usize,
) -> Option<Projection> {
    let trace: f64 = spectrum.values.sum();
    if trace <= 1e-12 {
        return None;
    }
    let kept = count.min(spectrum.values.len());
    let loadings = spectrum.vectors.slice_axis(Axis(1), Slice::from(..kept)).to_owned();
    let values = spectrum.values.iter().take(kept);
    let explained = values.map(|value| (value / trace).clamp(0.0, 1.0)).collect();
    Some(Projection { scores: centered.dot(&loadings), loadings, explained })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{Rng, SeedableRng};
    use rand_xoshiro::Xoshiro256Plus;

    /// Eigenvalues by cyclic Jacobi rotations: slow, simple, and independent of the library.
    fn jacobi(mut matrix: Array2<f64>) -> Vec<f64> {
        let n = matrix.nrows();
        for _ in 0..100 {
            for p in 0..n {
                for q in p + 1..n {
                    if matrix[[p, q]].abs() < 1e-15 {
                        continue;
                    }
                    let theta = (matrix[[q, q]] - matrix[[p, p]]) / (2.0 * matrix[[p, q]]);
                    let t = theta.signum() / (theta.abs() + (theta * theta + 1.0).sqrt());
                    let t = if theta == 0.0 { 1.0 } else { t };
                    let c = 1.0 / (t * t + 1.0).sqrt();
                    let s = t * c;
                    for k in 0..n {
                        let (a, b) = (matrix[[k, p]], matrix[[k, q]]);
                        matrix[[k, p]] = c * a - s * b;
                        matrix[[k, q]] = s * a + c * b;
                    }
                    for k in 0..n {
                        let (a, b) = (matrix[[p, k]], matrix[[q, k]]);
                        matrix[[p, k]] = c * a - s * b;
                        matrix[[q, k]] = s * a + c * b;
                    }
                }
            }
        }
        let mut values: Vec<f64> = matrix.diag().to_vec();
        values.sort_by(|a, b| b.total_cmp(a));
        values
    }

    #[test]
    fn variances_are_true_where_linfa_reduction_errs() {
        // linfa-reduction 0.8.1: wrong or panicking on data of these shapes in most seeds.
        for (rows, columns, seed) in
            [(50, 5, 0), (50, 5, 1), (200, 20, 2), (120, 40, 3), (60, 3, 4)]
        {
            let mut random = Xoshiro256Plus::seed_from_u64(seed);
            let matrix = Array2::from_shape_fn((rows, columns), |(row, column)| {
                random.gen_range(-1.0..1.0)
                    + if row % 3 == 0 { 6.0 / (column + 1) as f64 } else { 0.0 }
            });
            let projection = project(&matrix).unwrap();
            let centered = &matrix - &matrix.mean_axis(Axis(0)).unwrap();
            let covariance = centered.t().dot(&centered) / (rows - 1) as f64;
            let trace = covariance.diag().sum();
            let expected = jacobi(covariance);
            for component in 0..2 {
                let variance =
                    projection.scores.column(component).mapv(|v| v * v).sum() / (rows - 1) as f64;
                assert!(
                    (variance - expected[component]).abs() < 1e-9 * expected[0],
                    "{rows}×{columns}: {variance} {}",
                    expected[component]
                );
                assert!(
                    (projection.explained[component] - expected[component] / trace).abs() < 1e-9
                );
            }
            assert!(
                projection.explained.iter().sum::<f64>() < 0.999,
                "shares are of all variance, not of what is kept"
            );
        }
    }

    #[test]
    fn signs_are_fixed() {
        let mut random = Xoshiro256Plus::seed_from_u64(8);
        let matrix = Array2::from_shape_fn((30, 4), |_| random.gen_range(-1.0..1.0));
        let mirrored = project(&matrix.mapv(|v| -v)).unwrap();
        let projection = project(&matrix).unwrap();
        for (a, b) in projection.loadings.iter().zip(&mirrored.loadings) {
            assert!((a - b).abs() < 1e-9);
        }
    }

    #[test]
    fn what_cannot_be_projected_is_not() {
        assert_eq!(project(&Array2::zeros((1, 3))), None);
        assert_eq!(project(&Array2::zeros((5, 0))), None);
        assert_eq!(project(&Array2::zeros((5, 2))), None);
        assert_eq!(project(&Array2::from_elem((5, 2), f64::NAN)), None);
        let line = Array2::from_shape_fn((4, 1), |(row, _)| row as f64);
        assert_eq!(project(&line).unwrap().explained, [1.0]);
    }
}
