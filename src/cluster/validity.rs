//! How good a grouping is: agreement with another, and stability under resampling.

use super::grouping::Grouping;
use super::kmeans::FEW_RESTARTS;
use super::method::{ClusterMethod, group_with};
use super::sampling::{generator, sample};
use ndarray::{Array2, Axis};
use rand::Rng;
use rayon::prelude::*;
use std::collections::HashMap;

/// Bootstrap samples behind stability.
pub const RESAMPLES: u64 = 50;
/// The most documents that are resampled.
const MOST_RESAMPLED: usize = 1000;

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

/// For each group of `one` the largest Jaccard similarity with a group of `other`, over documents
/// that both have in some group (Hennig 2007); 0 for a group that `one` lacks below `k`.
///
/// ```
/// use framescope::cluster::group_similarities;
///
/// let one = [Some(0), Some(0), Some(0), Some(1)];
/// let other = [Some(1), Some(1), Some(0), Some(0)];
/// assert_eq!(group_similarities(&one, &other, 2), [2.0 / 3.0, 0.5]);
/// ```
pub fn group_similarities(one: &[Option<usize>], other: &[Option<usize>], k: usize) -> Vec<f64> {
    let mut shared: HashMap<(usize, usize), u64> = HashMap::new();
    let (mut ours, mut theirs) = (HashMap::<usize, u64>::new(), HashMap::<usize, u64>::new());
    for (one, other) in one.iter().zip(other) {
        if let Some(one) = *one {
            *ours.entry(one).or_default() += 1;
        }
        if let Some(other) = *other {
            *theirs.entry(other).or_default() += 1;
        }
        if let (Some(one), Some(other)) = (*one, *other) {
            *shared.entry((one, other)).or_default() += 1;
        }
    }
    let mut most = vec![0.0_f64; k];
    for ((one, other), both) in shared {
        let all = ours.get(&one).copied().unwrap_or(0) + theirs.get(&other).copied().unwrap_or(0);
        if let Some(most) = most.get_mut(one) {
            *most = most.max(both as f64 / (all - both).max(1) as f64);
        }
    }
    most
}

/// How far a grouping survives resampling.
#[derive(Clone, Debug, PartialEq)]
pub struct Stability {
    /// The mean adjusted Rand index between the grouping and those of resamples.
    pub overall: f64,
    /// For each group the mean over resamples of its largest Jaccard similarity.
    pub groups: Vec<f64>,
}

/// Groups bootstrap samples of the rows anew, and compares on the rows that were drawn. Beyond
/// 1,000 rows a sample is resampled. `None` where no resample could be grouped.
pub(super) fn stability(
    points: &Array2<f64>,
    grouping: &Grouping,
    method: ClusterMethod,
    seed: u64,
) -> Option<Stability> {
    let rows = sample(points.nrows(), MOST_RESAMPLED, &mut generator(seed, 0));
    let points = points.select(Axis(0), &rows);
    let labels: Vec<Option<usize>> = rows.iter().map(|&row| grouping.labels[row]).collect();
    let k = grouping.k();
    let compared: Vec<Option<(f64, Vec<f64>)>> = (0..RESAMPLES)
        .into_par_iter()
        .map(|resample| {
            let mut random = generator(seed, resample + 1);
            let drawn: Vec<usize> =
                (0..points.nrows()).map(|_| random.gen_range(0..points.nrows())).collect();
            let starts = (random.r#gen(), FEW_RESTARTS);
            let found = group_with(&points.select(Axis(0), &drawn), method, k, starts).ok()?;
            // Copies of a row are in one group, or so near each other that it does not matter.
            let mut once: Vec<(usize, Option<usize>)> =
                drawn.into_iter().zip(found.labels).collect();
            once.sort_unstable();
            once.dedup_by_key(|(row, _)| *row);
            let (ours, theirs): (Vec<Option<usize>>, Vec<Option<usize>>) =
                once.into_iter().map(|(row, theirs)| (labels[row], theirs)).unzip();
            let agreement = agreement(&ours, &theirs)?;
            Some((agreement, group_similarities(&ours, &theirs, k)))
        })
        .collect();
    let known: Vec<(f64, Vec<f64>)> = compared.into_iter().flatten().collect();
    if known.is_empty() {
        return None;
    }
    let count = known.len() as f64;
    let of_group = |group: usize| known.iter().map(|(_, each)| each[group]).sum::<f64>() / count;
    Some(Stability {
        overall: known.iter().map(|(agreement, _)| agreement).sum::<f64>() / count,
        groups: (0..k).map(of_group).collect(),
    })
}

/// The adjusted Rand index over rows that both groupings have in a group.
pub(super) fn agreement(one: &[Option<usize>], other: &[Option<usize>]) -> Option<f64> {
    let both = one.iter().zip(other).filter_map(|(one, other)| Some(((*one)?, (*other)?)));
    let (one, other): (Vec<usize>, Vec<usize>) = both.unzip();
    adjusted_rand_index(&one, &other)
}

#[cfg(test)]
mod tests {
    use super::super::kmeans::tests::blobs;
    use super::super::method::group;
    use super::*;

    #[test]
    fn clear_clusters_are_stable() {
        let matrix = blobs(&[[0.0, 0.0, 0.0], [8.0, 0.0, 0.0]], 20, 3);
        for method in [ClusterMethod::KMeans, ClusterMethod::Ward, ClusterMethod::Mixture] {
            let grouping = group(&matrix, method, 2, 0).unwrap();
            let found = stability(&matrix, &grouping, method, 0).unwrap();
            assert!(found.overall > 0.99, "{method}: {found:?}");
            assert!(found.groups.iter().all(|jaccard| *jaccard > 0.99), "{method}: {found:?}");
        }
        let forced = group(&matrix, ClusterMethod::KMeans, 7, 0).unwrap();
        assert!(stability(&matrix, &forced, ClusterMethod::KMeans, 0).unwrap().overall < 0.9);
    }
}
