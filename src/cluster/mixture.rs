//! A mixture of Gaussians with full covariances, by expectation and maximization (Dempster, Laird &
//! Rubin 1977), through `linfa`, fenced: input that it cannot take is refused before, and documents
//! are counted here.

use super::grouping::{Grouping, order_of};
use super::kmeans::{ClusterError, check};

use super::sampling::generator;
use linfa::DatasetBase;
use linfa::traits::Fit;
use linfa_clustering::GaussianMixtureModel;
use ndarray::{Array2, Axis};

/// Added to the variance of each dimension of a component, so that no component shrinks to a point.
const LEAST_VARIANCE: f64 = 1e-3;
const RUNS: u64 = 5;
const MOST_ROUNDS: u64 = 300;
const TOLERANCE: f64 = 1e-4;

/// Groups the rows by the component that is most probable, numbered as clusters are.
pub(super) fn mixture(points: &Array2<f64>, k: usize, seed: u64) -> Result<Grouping, ClusterError> {
    check(points, k)?;
    let data = DatasetBase::from(points.clone());
    let model = GaussianMixtureModel::params_with_rng(k, generator(seed, 0))
        .n_runs(RUNS)
        .max_n_iterations(MOST_ROUNDS)
        .tolerance(TOLERANCE)
        .reg_covariance(LEAST_VARIANCE)
        .fit(&data)
        .map_err(|error| ClusterError::Failed(error.to_string()))?;
    let probabilities = model.predict_proba(points);
    let most = |row: ndarray::ArrayView1<'_, f64>| {
        let first = row.iter().enumerate().fold((0, f64::NEG_INFINITY), |best, (at, value)| {
            if *value > best.1 { (at, *value) } else { best }
        });
        Some(first.0)
    };
    let labels: Vec<Option<usize>> = probabilities.axis_iter(Axis(0)).map(most).collect();
    let order = order_of(&labels);
    if order.len() < k || probabilities.iter().any(|value| !value.is_finite()) {
        return Err(ClusterError::Failed("a component has no document".to_owned()));
    }
    Ok(Grouping {
        membership: Some(probabilities.select(Axis(1), &order)),
        ..Grouping::from_labels(&labels)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::kmeans::tests::blobs;

    #[test]
    fn documents_between_two_groups_belong_to_both_in_part() {
        let mut points = blobs(&[[0.0, 0.0, 0.0], [6.0, 0.0, 0.0]], 40, 2);
        points.row_mut(0).assign(&ndarray::arr1(&[3.0, 0.0, 0.0]));
        let found = mixture(&points, 2, 0).unwrap();
        assert_eq!(found.k(), 2);
        let membership = found.membership.unwrap();
        let surest = |row: usize| membership.row(row).iter().copied().fold(0.0, f64::max);
        assert!(surest(0) < surest(1), "{:?}", membership.row(0));
        for row in membership.axis_iter(Axis(0)) {
            assert!((row.sum() - 1.0).abs() < 1e-9);
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_mixture() {
        let points = blobs(&[[0.0; 3], [3.0, 1.0, 0.0], [0.0, 4.0, 1.0]], 30, 5);
        assert_eq!(mixture(&points, 3, 4), mixture(&points, 3, 4));
        assert!(mixture(&points, 0, 4).is_err());
    }
}
