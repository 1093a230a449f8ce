//! Silhouettes: how well each document fits its cluster.

use super::distance::squared_distance;
use super::sampling::{generator, sample};
use ndarray::{Array2, Axis};
use rayon::prelude::*;

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
    let mut random = generator(seed, 0);
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

/// The mean silhouettes of several partitions of the same rows, which share the distances; 0 where
/// a partition has fewer than two clusters.
pub(super) fn mean_silhouettes(matrix: &Array2<f64>, partitions: &[Vec<u32>]) -> Vec<f64> {
    let rows = matrix.nrows();
    let sizes: Vec<Vec<u32>> = partitions
        .iter()
        .map(|labels| {
            let k = labels.iter().max().map_or(0, |most| *most as usize + 1);
            let mut sizes = vec![0; k];
            labels.iter().for_each(|label| sizes[*label as usize] += 1);
            sizes
        })
        .collect();
    // The sums of all partitions of one row lie side by side.
    let starts: Vec<usize> = sizes
        .iter()
        .scan(0, |next, sizes| {
            let start = *next;
            *next += sizes.len();
            Some(start)
        })
        .collect();
    let width: usize = sizes.iter().map(Vec::len).sum();
    let count = partitions.len();
    let mut places: Vec<u32> = Vec::with_capacity(rows * count);
    for row in 0..rows {
        let each = partitions.iter().zip(&starts);
        places.extend(each.map(|(labels, start)| labels[row] + *start as u32));
    }
    let points = matrix.as_standard_layout();
    let mut sums = vec![0.0; rows * width];
    for one in 1..rows {
        let (before, own) = sums.split_at_mut(one * width);
        let of_one = &places[one * count..(one + 1) * count];
        let others = before.chunks_exact_mut(width.max(1)).zip(places.chunks_exact(count.max(1)));
        for ((other, of_other), point) in others.zip(points.axis_iter(Axis(0))) {
            let distance = squared_distance(points.row(one), point).sqrt();
            for (to_one, to_other) in of_other.iter().zip(of_one) {
                own[*to_one as usize] += distance;
                other[*to_other as usize] += distance;
            }
        }
    }
    let value = |row: usize, at: usize| {
        let (start, sizes) = (starts[at], &sizes[at]);
        let sums = &sums[row * width + start..row * width + start + sizes.len()];
        let own = partitions[at][row] as usize;
        let others = sizes[own] - 1;
        if others == 0 {
            return 0.0;
        }
        let a = sums[own] / f64::from(others);
        let b = (0..sizes.len())
            .filter(|&other| other != own && sizes[other] > 0)
            .map(|other| sums[other] / f64::from(sizes[other]))
            .fold(f64::INFINITY, f64::min);
        if b.is_finite() && a.max(b) > 0.0 { (b - a) / a.max(b) } else { 0.0 }
    };
    let mean = |at: usize| (0..rows).map(|row| value(row, at)).sum::<f64>() / rows.max(1) as f64;
    (0..count).map(mean).collect()
}

#[cfg(test)]
mod tests {
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
    fn partitions_that_share_distances_have_the_same_silhouettes() {
        let matrix = blobs(&[[0.0, 0.0, 0.0], [2.0, 0.0, 0.0]], 30, 3);
        let partitions: Vec<Vec<u32>> =
            (2..6).map(|k| (0..60).map(|row| row % k).collect()).collect();
        for (found, labels) in mean_silhouettes(&matrix, &partitions).iter().zip(&partitions) {
            let labels: Vec<usize> = labels.iter().map(|label| *label as usize).collect();
            let each = silhouettes(&matrix, &labels, 0).unwrap();
            assert!((found - each.iter().sum::<f64>() / 60.0).abs() < 1e-12);
        }
        assert_eq!(mean_silhouettes(&matrix, &[vec![0; 60]]), [0.0]);
    }
}
