//! How good a clustering is: silhouette, adjusted Rand index, stability under resampling.

use super::kmeans::{FEW_RESTARTS, Partition, kmeans_with, sample, squared_distance};
use ndarray::{Array2, Axis};
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256Plus;
use rayon::prelude::*;
use std::collections::HashMap;

/// The most rows against which a silhouette is taken; beyond, a sample stands for all.
pub(crate) const MAX_REFERENCE_ROWS: usize = 1000;

/// The silhouette of each row, (b−a)/max(a,b), where a is the mean distance to the other rows of
/// its cluster and b the least mean distance to those of another (Rousseeuw 1987). 0 for a row
/// alone in its cluster. `None` for fewer than two clusters, where it is not defined.
///
/// Beyond 1,000 rows distances are taken to 1,000 rows drawn with `seed`.
///
/// ```
/// use framescope::cluster::silhouettes;
/// use ndarray::array;
///
/// let points = array![[0.0, 0.0], [0.0, 1.0], [4.0, 4.0], [4.0, 5.0], [9.0, 0.0]];
/// let values = silhouettes(&points, &[0, 0, 1, 1, 2], 0).unwrap();
/// assert!((values.iter().sum::<f64>() / 5.0 - 0.6585958328).abs() < 1e-10);
/// assert_eq!(silhouettes(&points, &[0; 5], 0), None);
/// ```
pub fn silhouettes(matrix: &Array2<f64>, labels: &[usize], seed: u64) -> Option<Vec<f64>> {
    let k = labels.iter().max().map_or(0, |most| most + 1);
    if k < 2 || labels.len() != matrix.nrows() {
        return None;
    }
    let mut random = Xoshiro256Plus::seed_from_u64(seed);
    let reference = sample(matrix.nrows(), MAX_REFERENCE_ROWS, &mut random);
    let mut sizes = vec![0_usize; k];
    reference.iter().for_each(|&row| sizes[labels[row]] += 1);
    let mut in_reference = vec![false; matrix.nrows()];
    reference.iter().for_each(|&row| in_reference[row] = true);
    let of_row = |row: usize| {
        let mut sums = vec![0.0; k];
        for &other in &reference {
            sums[labels[other]] += squared_distance(matrix.row(row), matrix.row(other)).sqrt();
        }
        let own = labels[row];
        let others = sizes[own] - usize::from(in_reference[row]);
        if others == 0 {
            return 0.0;
        }
        let a = sums[own] / others as f64;
        let b = (0..k)
            .filter(|&c| c != own && sizes[c] > 0)
            .map(|c| sums[c] / sizes[c] as f64)
            .fold(f64::INFINITY, f64::min);
        if b.is_finite() && a.max(b) > 0.0 { (b - a) / a.max(b) } else { 0.0 }
    };
    Some((0..matrix.nrows()).into_par_iter().map(of_row).collect())
}

/// The agreement of two partitions of the same rows beyond chance (Hubert & Arabie 1985): 1 for the
/// same, about 0 for unrelated ones. `None` where it is not defined: no rows, or both partitions
/// trivial in the same way.
///
/// ```
/// use framescope::cluster::adjusted_rand_index;
///
/// let ari = adjusted_rand_index(&[0, 0, 1, 1], &[0, 0, 1, 2]).unwrap();
/// assert!((ari - 0.5714285714285714).abs() < 1e-12);
/// assert!((adjusted_rand_index(&[0, 0, 1, 1], &[0, 1, 0, 1]).unwrap() + 0.5).abs() < 1e-12);
/// ```
pub fn adjusted_rand_index(a: &[usize], b: &[usize]) -> Option<f64> {
    let pairs = |n: u64| (n * n.saturating_sub(1)) as f64 / 2.0;
    let count = |keys: &mut dyn Iterator<Item = (usize, usize)>| {
        let mut counts: HashMap<(usize, usize), u64> = HashMap::new();
        keys.for_each(|key| *counts.entry(key).or_default() += 1);
        // Whole numbers below 2^53 add up exactly in any order.
        counts.values().map(|&n| pairs(n)).sum::<f64>()
    };
    let joint = count(&mut a.iter().copied().zip(b.iter().copied()));
    let rows = count(&mut a.iter().map(|&label| (label, 0)));
    let columns = count(&mut b.iter().map(|&label| (0, label)));
    let total = pairs(a.len() as u64);
    let expected = rows * columns / total;
    let most = (rows + columns) / 2.0;
    (a.len() == b.len() && total > 0.0 && (most - expected).abs() > 1e-12)
        .then(|| (joint - expected) / (most - expected))
}

/// How far a partition survives resampling: the mean adjusted Rand index between it and the
/// partitions that `resamples` bootstrap samples of the rows give to all rows (Hennig 2007). `None`
/// where no resample could be clustered.
pub(crate) fn stability(
    matrix: &Array2<f64>,
    partition: &Partition,
    resamples: u64,
    seed: u64,
) -> Option<f64> {
    let mut random = Xoshiro256Plus::seed_from_u64(seed);
    let rows = sample(matrix.nrows(), MAX_REFERENCE_ROWS, &mut random);
    let (matrix, labels) = (
        matrix.select(Axis(0), &rows),
        rows.iter().map(|&row| partition.labels[row]).collect::<Vec<_>>(),
    );
    let agreements: Vec<Option<f64>> = (0..resamples)
        .into_par_iter()
        .map(|resample| {
            let mut random = Xoshiro256Plus::seed_from_u64(
                seed ^ (resample + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15),
            );
            let drawn: Vec<usize> =
                (0..matrix.nrows()).map(|_| random.gen_range(0..matrix.nrows())).collect();
            let model = kmeans_with(
                &matrix.select(Axis(0), &drawn),
                partition.k(),
                random.r#gen(),
                FEW_RESTARTS,
            )
            .ok()?;
            let assigned: Vec<usize> = matrix
                .axis_iter(Axis(0))
                .map(|row| {
                    let distances = model
                        .centroids
                        .axis_iter(Axis(0))
                        .map(|centroid| squared_distance(row, centroid));
                    distances.enumerate().min_by(|a, b| a.1.total_cmp(&b.1)).map_or(0, |(at, _)| at)
                })
                .collect();
            adjusted_rand_index(&labels, &assigned)
        })
        .collect();
    let known: Vec<f64> = agreements.into_iter().flatten().collect();
    (!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::super::kmeans::kmeans;
    use super::super::kmeans::tests::blobs;
    use super::*;
    use ndarray::array;

    #[test]
    fn silhouettes_are_those_of_the_reference() {
        let points = array![[0.0, 0.0], [0.0, 1.0], [4.0, 4.0], [4.0, 5.0], [9.0, 0.0]];
        let mean =
            |labels: &[usize]| silhouettes(&points, labels, 0).unwrap().iter().sum::<f64>() / 5.0;
        assert!((mean(&[0, 0, 1, 1, 1]) - 0.5190328209).abs() < 1e-10);
        assert!((mean(&[0, 0, 1, 1, 2]) - 0.6585958328).abs() < 1e-10);
    }

    #[test]
    fn one_cluster_has_no_silhouette() {
        // linfa 0.8.1 gives 1.0.
        assert_eq!(silhouettes(&array![[0.0], [1.0]], &[0, 0], 0), None);
        assert_eq!(silhouettes(&Array2::zeros((0, 2)), &[], 0), None);
    }

    #[test]
    fn a_sample_stands_for_many_rows() {
        let matrix = blobs(&[[0.0, 0.0, 0.0], [8.0, 0.0, 0.0]], 1500, 3);
        let labels: Vec<usize> = (0..3000).map(|row| row % 2).collect();
        let values = silhouettes(&matrix, &labels, 0).unwrap();
        let mean = values.iter().sum::<f64>() / 3000.0;
        assert!(mean > 0.8 && values.iter().all(|value| *value <= 1.0), "{mean}");
    }

    #[test]
    fn clear_clusters_are_stable() {
        let matrix = blobs(&[[0.0, 0.0, 0.0], [8.0, 0.0, 0.0]], 20, 3);
        let partition = kmeans(&matrix, 2, 0).unwrap();
        assert_eq!(stability(&matrix, &partition, 20, 0), Some(1.0));
        let forced = kmeans(&matrix, 7, 0).unwrap();
        assert!(stability(&matrix, &forced, 20, 0).unwrap() < 0.9);
    }
}
