//! Data without clusters that looks like the data otherwise: each dimension has the same values,
//! and dimensions are correlated alike.
//!
//! A Gaussian copula with the empirical distribution of each dimension (NORTA: Cario & Nelson
//! 1997). The correlation of the normal variables is found from that of the data by the Hermite
//! series of each dimension's quantile function, since zeros and ties weaken a correlation.

use super::components::{Spectrum, standardize};
use super::sampling::fill_normal;
use ndarray::{Array1, Array2, Axis};
use rand_xoshiro::Xoshiro256Plus;

/// Terms of the Hermite series.
const TERMS: usize = 24;
/// Steps of the bisection: enough for a correlation to 1e-6.
const STEPS: usize = 21;

/// A distribution without clusters, made of a matrix.
pub(super) struct Reference {
    /// The values of each dimension in ascending order.
    sorted: Vec<Vec<f64>>,
    /// The normal deviates that part one value from the next.
    bounds: Vec<f64>,
    /// A root of the correlation matrix of the normal variables.
    root: Array2<f64>,
    /// The standard deviation of each dimension.
    deviations: Array1<f64>,
}

impl Reference {
    /// The distribution for a matrix. `None` where its correlations cannot be found.
    pub(super) fn new(matrix: &Array2<f64>) -> Option<Self> {
        let (rows, columns) = matrix.dim();
        if rows < 2 || columns == 0 {
            return None;
        }
        let deviations = matrix.std_axis(Axis(0), 0.0);
        let mut matrix = matrix.clone();
        standardize(&mut matrix);
        let bounds: Vec<f64> =
            (1..rows).map(|at| normal_quantile(at as f64 / rows as f64)).collect();
        let sorted: Vec<Vec<f64>> = matrix
            .axis_iter(Axis(1))
            .map(|column| {
                let mut values = column.to_vec();
                values.sort_by(f64::total_cmp);
                values
            })
            .collect();
        let series: Vec<[f64; TERMS]> =
            sorted.iter().map(|values| hermite(values, &bounds)).collect();
        let correlations = matrix.t().dot(&matrix) / rows as f64;
        let latent = Array2::from_shape_fn((columns, columns), |(one, other)| {
            // Computed once for each pair: the matrix must be symmetric to the last digit.
            let (low, high) = (one.min(other), one.max(other));
            if low == high {
                1.0
            } else {
                latent_correlation(&series[low], &series[high], correlations[[low, high]])
            }
        });
        Some(Self { sorted, bounds, root: root_of(latent)?, deviations })
    }

    /// Draws as many rows as the data have; columns have mean 0 and the variance of the data.
    pub(super) fn draw(&self, random: &mut Xoshiro256Plus) -> Array2<f64> {
        let rows = self.bounds.len() + 1;
        let mut normal = Array2::<f64>::zeros((rows, self.root.ncols()));
        if let Some(values) = normal.as_slice_mut() {
            fill_normal(values, random);
        }
        let mut drawn = normal.dot(&self.root.t());
        for (mut column, values) in drawn.axis_iter_mut(Axis(1)).zip(&self.sorted) {
            column.mapv_inplace(|deviate| {
                let place = self.bounds.partition_point(|bound| *bound <= deviate);
                values.get(place).copied().unwrap_or(0.0)
            });
        }
        standardize(&mut drawn);
        drawn * &self.deviations
    }
}

/// The quantile of the standard normal distribution.
fn normal_quantile(p: f64) -> f64 {
    -std::f64::consts::SQRT_2 * puruspe::error::inverfc(2.0 * p)
}

/// The coefficients of the normalized Hermite polynomials, from the first on, of the function that
/// takes a normal deviate to a value.
fn hermite(values: &[f64], bounds: &[f64]) -> [f64; TERMS] {
    let mut series = [0.0; TERMS];
    // ∫ He_k φ from a to b is He_{k-1}(a)φ(a) − He_{k-1}(b)φ(b); jumps between values remain.
    for (pair, &bound) in values.windows(2).zip(bounds) {
        let jump = pair[1] - pair[0];
        if jump == 0.0 {
            continue;
        }
        let density = (-bound * bound / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt();
        // Normalized: h_k = He_k / √k!, so h_{k+1} = (x·h_k − √k·h_{k-1}) / √(k+1).
        let (mut before, mut polynomial) = (0.0, 1.0);
        for (at, coefficient) in series.iter_mut().enumerate() {
            let k = (at + 1) as f64;
            *coefficient += jump * density * polynomial / k.sqrt();
            let next = (bound * polynomial - (k - 1.0).sqrt() * before) / k.sqrt();
            (before, polynomial) = (polynomial, next);
        }
    }
    series
}

/// The correlation of two normal variables that gives two dimensions a correlation.
fn latent_correlation(one: &[f64; TERMS], other: &[f64; TERMS], correlation: f64) -> f64 {
    let products: Vec<f64> = one.iter().zip(other).map(|(a, b)| a * b).collect();
    let reached = |rho: f64| products.iter().rev().fold(0.0, |sum, term| (sum + term) * rho);
    let (mut low, mut high) = (-0.999, 0.999);
    for _ in 0..STEPS {
        let middle = (low + high) / 2.0;
        if reached(middle) < correlation { low = middle } else { high = middle }
    }
    (low + high) / 2.0
}

/// A root of the nearest correlation matrix: negative eigenvalues are set to 0, and the diagonal to
/// 1 again.
fn root_of(matrix: Array2<f64>) -> Option<Array2<f64>> {
    let Spectrum { values, vectors } = Spectrum::of_symmetric(matrix)?;
    let roots: Array1<f64> = values.mapv(|value| value.max(0.0).sqrt());
    let mut root = vectors * &roots;
    for mut row in root.axis_iter_mut(Axis(0)) {
        let length = row.dot(&row).sqrt();
        if length > 0.0 {
            row.mapv_inplace(|value| value / length);
        }
    }
    Some(root)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::sampling::generator;
    use rand::Rng;

    /// Zeros and ties weaken correlations; what is drawn must have those of the data all the same.
    #[test]
    fn what_is_drawn_has_the_values_and_correlations_of_the_data() {
        let mut random = generator(3, 0);
        let mut matrix = Array2::zeros((2000, 3));
        for mut row in matrix.axis_iter_mut(Axis(0)) {
            let factor: f64 = random.gen_range(0.0..3.0);
            for value in &mut row {
                let other: f64 = random.gen_range(0.0..1.0);
                *value = if random.gen_bool(0.6) { 0.0 } else { (factor + other).floor() };
            }
        }
        standardize(&mut matrix);
        let reference = Reference::new(&matrix).unwrap();
        let mean = |of: &dyn Fn(&Array2<f64>) -> f64| {
            (0..40).map(|number| of(&reference.draw(&mut generator(9, number)))).sum::<f64>() / 40.0
        };
        let correlation = |rows: &Array2<f64>| rows.column(0).dot(&rows.column(1)) / 2000.0;
        let zeros = |rows: &Array2<f64>| {
            let least = rows.column(2).iter().copied().fold(f64::INFINITY, f64::min);
            rows.column(2).iter().filter(|value| **value == least).count() as f64 / 2000.0
        };
        let close = |of: &dyn Fn(&Array2<f64>) -> f64| {
            let (found, expected) = (mean(of), of(&matrix));
            assert!((found - expected).abs() < 0.02, "{found} is not {expected}");
        };
        close(&correlation);
        close(&zeros);
    }
}
