//! What the documents of a cluster have in common.

use super::grouping::Grouping;
use super::kmeans::kmeans_with;
use super::projection::Projection;
use crate::stat::Adjustment;
use ndarray::{Array2, ArrayView1, Axis};
use puruspe::erfc;
use rayon::prelude::*;

/// LloydStarts of the clustering without a dimension.
const RESTARTS: usize = 5;
/// A cluster, or its rest, with fewer documents has no test.
const FEWEST_TESTED: usize = 3;

/// One dimension of one cluster.
#[derive(Clone, Debug, PartialEq)]
pub struct ProfileRow {
    /// The cluster, from 1.
    pub cluster: usize,
    /// The dimension, by its number among all.
    pub dimension: usize,
    /// The mean value of its documents, of those that have one.
    pub mean: Option<f64>,
    /// The mean value of all other documents.
    pub mean_elsewhere: Option<f64>,
    /// How far its documents are from the others on the transformed scale, in standard deviations
    /// of the dimension.
    pub effect: Option<f64>,
    /// The probability of such a difference by chance.
    pub p_value: Option<f64>,
    /// The same, adjusted over clusters and dimensions.
    pub q_value: Option<f64>,
    /// Its place among the cluster's dimensions: the smallest q first, then the largest effect.
    pub rank: usize,
}

/// What profiles are made of.
pub(super) struct ProfileInput<'a> {
    /// The coordinates of documents, each column of mean 0.
    pub(super) matrix: &'a Array2<f64>,
    /// Which dimensions the columns are.
    pub(super) kept: &'a [usize],
    /// The values of each dimension as tables show them.
    pub(super) values: &'a [Vec<Option<f64>>],
    /// The components that clusters were found in; none where in the columns themselves.
    pub(super) components: Option<&'a Projection>,
    pub(super) adjustment: Adjustment,
    pub(super) seed: u64,
}

/// The dimensions of each cluster, by cluster and rank.
///
/// Clusters are made so that they differ, so a test of the documents of a cluster against the
/// others would always succeed. For each dimension clusters are therefore found again without it,
/// by k-means, and the test asks whether documents that belong together by all other dimensions
/// differ in this one as well: Mann-Whitney, two-sided, normal approximation with correction for
/// ties and continuity. A cluster found again is the one that shares most documents. q by the
/// adjustment of the run over clusters and dimensions.
pub(super) fn profiles(input: &ProfileInput<'_>, grouping: &Grouping) -> Vec<ProfileRow> {
    let k = grouping.k();
    let found_again: Vec<Option<Vec<usize>>> = (0..input.kept.len())
        .into_par_iter()
        .map(|column| labels_without(input, column, k).map(|labels| matched(grouping, &labels)))
        .collect();
    let mut rows = Vec::new();
    for cluster in 0..k {
        for (dimension, values) in input.values.iter().enumerate() {
            let is_in = |at: usize| grouping.labels.get(at).copied().flatten() == Some(cluster);
            let mean = |wanted: bool| {
                let chosen = values.iter().enumerate().filter(|(at, _)| is_in(*at) == wanted);
                let known: Vec<f64> = chosen.filter_map(|(_, value)| *value).collect();
                (!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64)
            };
            let column = input.kept.iter().position(|kept| *kept == dimension);
            let coordinates = column.map(|column| input.matrix.column(column));
            let p_value = column.and_then(|column| {
                let labels = found_again.get(column)?.as_ref()?;
                rank_sum_p_value(input.matrix.column(column), |at| labels[at] == cluster)
            });
            rows.push(ProfileRow {
                cluster: cluster + 1,
                dimension,
                mean: mean(true),
                mean_elsewhere: mean(false),
                effect: coordinates.and_then(|column| effect(column, is_in)),
                p_value,
                q_value: None,
                rank: 0,
            });
        }
    }
    let p_values: Vec<Option<f64>> = rows.iter().map(|row| row.p_value).collect();
    let q_values = input.adjustment.q_values(&p_values);
    rows.iter_mut().zip(q_values).for_each(|(row, q)| row.q_value = q);
    rows.sort_by(|a, b| {
        let q = |row: &ProfileRow| row.q_value.unwrap_or(f64::INFINITY);
        let size = |row: &ProfileRow| row.effect.map_or(0.0, f64::abs);
        a.cluster
            .cmp(&b.cluster)
            .then(q(a).total_cmp(&q(b)))
            .then(size(b).total_cmp(&size(a)))
            .then(a.dimension.cmp(&b.dimension))
    });
    let mut rank = 0;
    let mut cluster = 0;
    for row in &mut rows {
        rank = if row.cluster == cluster { rank + 1 } else { 1 };
        cluster = row.cluster;
        row.rank = rank;
    }
    rows
}

/// The difference of means in standard deviations of the column.
fn effect(column: ArrayView1<'_, f64>, is_in: impl Fn(usize) -> bool) -> Option<f64> {
    let (mut inside, mut outside) = ((0.0, 0.0), (0.0, 0.0));
    for (at, value) in column.iter().enumerate() {
        let side = if is_in(at) { &mut inside } else { &mut outside };
        *side = (side.0 + value, side.1 + 1.0);
    }
    let mean = column.sum() / column.len().max(1) as f64;
    let squares: f64 = column.iter().map(|value| (value - mean).powi(2)).sum();
    let deviation = (squares / column.len().max(1) as f64).sqrt();
    (inside.1 > 0.0 && outside.1 > 0.0 && deviation > 0.0)
        .then(|| (inside.0 / inside.1 - outside.0 / outside.1) / deviation)
}

/// k-means on everything but one column: on the components, the part of the column is taken out.
fn labels_without(input: &ProfileInput<'_>, column: usize, k: usize) -> Option<Vec<usize>> {
    let points = match input.components {
        Some(components) => {
            let mut points = components.scores.clone();
            let weights = components.loadings.row(column);
            for (mut point, value) in points.axis_iter_mut(Axis(0)).zip(input.matrix.column(column))
            {
                point.zip_mut_with(&weights, |place, weight| *place -= weight * value);
            }
            points
        }
        None => {
            let others: Vec<usize> = (0..input.matrix.ncols()).filter(|at| *at != column).collect();
            input.matrix.select(Axis(1), &others)
        }
    };
    (points.ncols() > 0).then_some(())?;
    kmeans_with(&points, k, input.seed, RESTARTS).ok().map(|partition| partition.labels)
}

/// The clusters found again under the numbers of those that they share most documents with, pair by
/// pair, the largest overlap first.
fn matched(grouping: &Grouping, labels: &[usize]) -> Vec<usize> {
    let k = grouping.k();
    let mut overlaps = vec![0_usize; k * k];
    for (own, again) in grouping.labels.iter().zip(labels) {
        if let Some(own) = own {
            overlaps[again * k + own] += 1;
        }
    }
    let mut pairs: Vec<(usize, usize)> =
        (0..k).flat_map(|again| (0..k).map(move |own| (again, own))).collect();
    pairs.sort_by_key(|&(again, own)| (usize::MAX - overlaps[again * k + own], again, own));
    let mut number: Vec<Option<usize>> = vec![None; k];
    let mut taken = vec![false; k];
    for (again, own) in pairs {
        if number[again].is_none() && !taken[own] {
            number[again] = Some(own);
            taken[own] = true;
        }
    }
    labels.iter().map(|again| number[*again].unwrap_or(*again)).collect()
}

/// The p-value of the Mann-Whitney test (1947), two-sided, by the normal approximation with
/// corrections for ties and continuity; `None` for fewer than three documents on a side, or where
/// all values are equal.
///
/// ```
/// use framescope::cluster::rank_sum_p_value;
/// use ndarray::array;
///
/// let values = array![1.0, 2.0, 2.0, 5.0, 7.0, 8.0, 9.0];
/// let p = rank_sum_p_value(values.view(), |at| at < 3).unwrap();
/// assert!((p - 0.04974599072150299).abs() < 1e-9, "{p}");
/// ```
pub fn rank_sum_p_value(values: ArrayView1<'_, f64>, is_in: impl Fn(usize) -> bool) -> Option<f64> {
    let mut order: Vec<(f64, bool)> =
        values.iter().enumerate().map(|(at, value)| (*value, is_in(at))).collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0));
    let inside = order.iter().filter(|(_, is_in)| *is_in).count();
    let outside = order.len() - inside;
    if inside < FEWEST_TESTED || outside < FEWEST_TESTED {
        return None;
    }
    let (n, m, all) = (inside as f64, outside as f64, order.len() as f64);
    let (mut ranks, mut ties, mut before) = (0.0, 0.0, 0.0);
    for equal in order.chunk_by(|a, b| a.0 == b.0) {
        let count = equal.len() as f64;
        let rank = before + (count + 1.0) / 2.0;
        ranks += rank * equal.iter().filter(|(_, is_in)| *is_in).count() as f64;
        ties += count.powi(3) - count;
        before += count;
    }
    let u = ranks - n * (n + 1.0) / 2.0;
    let variance = n * m / 12.0 * ((all + 1.0) - ties / (all * (all - 1.0)));
    if variance <= 0.0 {
        return None;
    }
    let z = ((u - n * m / 2.0).abs() - 0.5) / variance.sqrt();
    Some(erfc(z / std::f64::consts::SQRT_2).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::kmeans::tests::blobs;
    use crate::cluster::method::{ClusterMethod, group};

    fn rows_of(matrix: &Array2<f64>, k: usize) -> Vec<ProfileRow> {
        let kept: Vec<usize> = (0..matrix.ncols()).collect();
        let values: Vec<Vec<Option<f64>>> =
            matrix.axis_iter(Axis(1)).map(|column| column.mapv(Some).to_vec()).collect();
        let grouping = group(matrix, ClusterMethod::KMeans, k, 0).unwrap();
        let input = ProfileInput {
            matrix,
            kept: &kept,
            values: &values,
            components: None,
            adjustment: Adjustment::default(),
            seed: 0,
        };
        profiles(&input, &grouping)
    }

    #[test]
    fn dimensions_in_which_clusters_differ_come_first() {
        let matrix = blobs(&[[0.0, 0.0, 0.0], [6.0, 5.0, 0.0]], 30, 4);
        let rows = rows_of(&matrix, 2);
        let marks: Vec<usize> = rows.iter().take(2).map(|row| row.dimension).collect();
        assert!(marks.contains(&0) && marks.contains(&1), "{rows:?}");
        assert!(rows[0].q_value.unwrap() < 0.001 && rows[2].q_value.unwrap() > 0.01, "{rows:?}");
        assert!(rows[0].effect.unwrap().abs() > 1.5);
    }

    /// Parts of one crowd always differ in what they were made of; that is no finding.
    #[test]
    fn clusters_of_noise_have_no_dimension_beyond_chance() {
        let mut small = 0;
        for seed in 0..20 {
            let matrix = blobs(&[[0.0; 3]], 60, seed);
            let p = rows_of(&matrix, 2).iter().filter_map(|row| row.p_value).fold(1.0, f64::min);
            small += usize::from(p < 0.001);
        }
        assert!(small <= 2, "{small}");
    }
}
