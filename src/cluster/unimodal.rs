//! Data without clusters that have the shape of the data along each axis, with one mode.
//!
//! A common factor may be skewed, and points on it crowd at one end and thin out to the other. That
//! is one population, not two. Each axis gets the nearest distribution with a single mode: spacings
//! of its ordered values are made to shrink up to the mode and to grow beyond it, by isotonic
//! regression, which is the maximum likelihood estimate given the mode (Grenander 1956; Robertson,
//! Wright & Dykstra 1988, ch. 7). Axes are drawn independently.

use super::sampling::generator;
use ndarray::{Array2, Axis};
use rand::Rng;
use rand_xoshiro::Xoshiro256Plus;

/// Places at which the mode is looked for.
const MODES_TRIED: usize = 40;

/// A distribution without clusters, made of points.
pub(super) struct UnimodalReference {
    /// For each axis the values that cut it into parts of the same probability, ascending.
    quantiles: Vec<Vec<f64>>,
    rows: usize,
}

impl UnimodalReference {
    pub(super) fn new(points: &Array2<f64>) -> Self {
        let quantiles = points
            .axis_iter(Axis(1))
            .map(|column| {
                let mut values = column.to_vec();
                values.sort_by(f64::total_cmp);
                with_one_mode(&values)
            })
            .collect();
        Self { quantiles, rows: points.nrows() }
    }

    /// Draws as many points as the data have.
    pub(super) fn draw(&self, random: &mut Xoshiro256Plus) -> Array2<f64> {
        let mut drawn = Array2::zeros((self.rows, self.quantiles.len()));
        for (mut column, quantiles) in drawn.axis_iter_mut(Axis(1)).zip(&self.quantiles) {
            let parts = quantiles.len().saturating_sub(1);
            for value in &mut column {
                let place = random.gen_range(0.0..1.0) * parts as f64;
                let part = (place as usize).min(parts.saturating_sub(1));
                let (low, high) = (
                    quantiles.get(part).copied().unwrap_or(0.0),
                    quantiles.get(part + 1).copied().unwrap_or(0.0),
                );
                *value = low + (high - low) * (place - part as f64);
            }
        }
        drawn
    }

    /// Draws with the generator number `number` of a seed.
    pub(super) fn draw_number(&self, seed: u64, number: u64) -> Array2<f64> {
        self.draw(&mut generator(seed, number))
    }
}

/// Ordered values moved so that their density has one mode; the ends stay.
fn with_one_mode(values: &[f64]) -> Vec<f64> {
    let spacings: Vec<f64> = values.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let (Some(first), Some(last)) = (values.first(), values.last()) else { return Vec::new() };
    if spacings.is_empty() || last <= first {
        return values.to_vec();
    }
    // Ties would be infinitely dense.
    let least = 1e-3 * (last - first) / spacings.len() as f64;
    let spacings: Vec<f64> = spacings.into_iter().map(|spacing| spacing.max(least)).collect();
    let step = spacings.len().div_ceil(MODES_TRIED);
    let mut best: Option<(f64, Vec<f64>)> = None;
    for mode in (0..=spacings.len()).step_by(step) {
        let (before, after) = spacings.split_at(mode);
        let mut fitted: Vec<f64> = ascending(before.iter().rev().copied());
        fitted.reverse();
        fitted.extend(ascending(after.iter().copied()));
        let likelihood = -fitted.iter().map(|spacing| spacing.ln()).sum::<f64>();
        if best.as_ref().is_none_or(|(known, _)| likelihood > *known) {
            best = Some((likelihood, fitted));
        }
    }
    let fitted = best.map(|(_, fitted)| fitted).unwrap_or_default();
    let mut value = *first;
    std::iter::once(*first)
        .chain(fitted.into_iter().map(|spacing| {
            value += spacing;
            value
        }))
        .collect()
}

/// The nearest sequence that does not fall: neighbours that do are pooled.
fn ascending(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut pools: Vec<(f64, usize)> = Vec::new();
    for value in values {
        let mut pool = (value, 1);
        while let Some(&(sum, count)) = pools.last() {
            if sum / count as f64 <= pool.0 / pool.1 as f64 {
                break;
            }
            pools.pop();
            pool = (sum + pool.0, count + pool.1);
        }
        pools.push(pool);
    }
    let each = pools.into_iter();
    each.flat_map(|(sum, count)| std::iter::repeat_n(sum / count as f64, count)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_that_fall_are_pooled() {
        assert_eq!(ascending([1.0, 3.0, 2.0, 4.0].into_iter()), [1.0, 2.5, 2.5, 4.0]);
        assert_eq!(ascending([3.0, 2.0, 1.0].into_iter()), [2.0, 2.0, 2.0]);
    }

    #[test]
    fn a_gap_between_two_crowds_is_filled() {
        let values: Vec<f64> =
            (0..40).map(|at| f64::from(at % 20) * 0.1 + if at < 20 { 0.0 } else { 10.0 }).collect();
        let moved = with_one_mode(&values);
        assert!((moved[0] - 0.0).abs() < 1e-9 && (moved[39] - 11.9).abs() < 0.1, "{moved:?}");
        let widest = moved.windows(2).map(|pair| pair[1] - pair[0]).fold(0.0, f64::max);
        assert!(widest < 2.0, "{widest}");
    }

    #[test]
    fn a_skewed_crowd_stays_as_it_is() {
        let values: Vec<f64> = (0..50).map(|at| (f64::from(at) / 10.0).exp()).collect();
        for (moved, value) in with_one_mode(&values).iter().zip(&values) {
            assert!((moved - value).abs() < 1e-6 * value.max(1.0), "{moved} {value}");
        }
    }
}
