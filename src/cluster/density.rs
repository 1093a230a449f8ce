//! Groups as dense regions: DBSCAN (Ester, Kriegel, Sander & Xu 1996), through `linfa`.
//!
//! The radius is read off the data: distances to the fifth neighbour in ascending order bend where
//! the crowd ends, and the bend is the point farthest from the line between the ends (Satopää and
//! others 2011).

use super::distance::squared_distance;
use super::grouping::Grouping;
use super::kmeans::{ClusterError, check};
use linfa::ParamGuard;
use linfa::traits::Transformer;
use linfa_clustering::Dbscan;
use ndarray::{Array2, Axis};

/// A document with this many within the radius, itself included, is in a dense region.
const LEAST_NEIGHBOURS: usize = 5;

/// Groups the rows by density; a row in no dense region is in no group.
pub(super) fn density_groups(points: &Array2<f64>) -> Result<Grouping, ClusterError> {
    check(points, 1)?;
    let radius = radius(points);
    if radius <= 0.0 {
        // All but a few documents are the same one.
        return Ok(Grouping::from_labels(&vec![Some(0); points.nrows()]));
    }
    let params = Dbscan::params(LEAST_NEIGHBOURS).tolerance(radius);
    let labels = params
        .check()
        .map_err(|error| ClusterError::Failed(error.to_string()))?
        .transform(points)
        .to_vec();
    Ok(Grouping::from_labels(&labels))
}

/// The distance to the fifth neighbour at the bend of these distances.
fn radius(points: &Array2<f64>) -> f64 {
    let of = |one: usize| {
        let point = points.row(one);
        let mut distances: Vec<f64> =
            points.axis_iter(Axis(0)).map(|other| squared_distance(point, other)).collect();
        let place = (LEAST_NEIGHBOURS - 1).min(distances.len().saturating_sub(1));
        distances.select_nth_unstable_by(place, f64::total_cmp).1.sqrt()
    };
    let mut curve: Vec<f64> = (0..points.nrows()).map(of).collect();
    curve.sort_by(f64::total_cmp);
    let (Some(first), Some(last)) = (curve.first(), curve.last()) else { return 0.0 };
    let slope = (last - first) / curve.len().saturating_sub(1).max(1) as f64;
    let below = |at: usize, value: f64| first + slope * at as f64 - value;
    let bend = curve.iter().enumerate().fold((f64::NEG_INFINITY, *last), |best, (at, &value)| {
        let depth = below(at, value);
        if depth > best.0 { (depth, value) } else { best }
    });
    bend.1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::kmeans::tests::blobs;

    #[test]
    fn far_documents_are_in_no_group() {
        let mut points = blobs(&[[0.0, 0.0, 0.0], [12.0, 0.0, 0.0]], 40, 2);
        points.row_mut(0).assign(&ndarray::arr1(&[6.0, 9.0, 0.0]));
        let found = density_groups(&points).unwrap();
        assert_eq!(found.k(), 2, "{:?}", found.sizes());
        assert_eq!(found.labels[0], None);
    }

    #[test]
    fn documents_that_are_all_the_same_are_one_group() {
        assert_eq!(density_groups(&Array2::zeros((8, 2))).unwrap().k(), 1);
    }
}
