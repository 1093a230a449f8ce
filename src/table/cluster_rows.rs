//! Rows of what clustering found.

use super::schema::{
    ClusterOutletRow, ClusterProfileRow, ClusterRow, ClusterValidityRow, LoadingRow, ProjectionRow,
};
use crate::cluster::{Clustering, Projection};
use std::sync::Arc;

/// The rows of `clusters`; `documents` gives id and outlet in the order of the clustering.
pub fn cluster_rows(clustering: &Clustering, documents: &[(&str, Arc<str>)]) -> Vec<ClusterRow> {
    let placed = documents
        .iter()
        .zip(&clustering.labels)
        .zip(clustering.distances.iter().zip(&clustering.silhouettes));
    placed
        .map(|(((id, outlet), &cluster), (&distance, &silhouette))| ClusterRow {
            document_id: (*id).to_owned(),
            outlet: outlet.clone(),
            cluster: cluster as u64,
            distance,
            silhouette,
        })
        .collect()
}

/// The rows of `cluster_profiles`, by cluster and rank.
pub fn cluster_profile_rows(
    clustering: &Clustering,
    dimensions: &[Arc<str>],
) -> Vec<ClusterProfileRow> {
    clustering
        .profiles
        .iter()
        .map(|profile| ClusterProfileRow {
            cluster: profile.cluster as u64,
            documents: profile.documents as u64,
            dimension: dimensions[profile.dimension].clone(),
            mean: profile.mean,
            overall_mean: profile.overall_mean,
            difference: profile.mean - profile.overall_mean,
            rank: profile.rank as u64,
        })
        .collect()
}

/// The rows of `cluster_outlets`.
pub fn cluster_outlet_rows(clustering: &Clustering) -> Vec<ClusterOutletRow> {
    clustering
        .outlets
        .iter()
        .map(|share| ClusterOutletRow {
            cluster: share.cluster as u64,
            outlet: share.outlet.clone(),
            documents: share.documents as u64,
            share: share.share,
        })
        .collect()
}

/// The rows of `cluster_validity`.
pub fn cluster_validity_rows(clustering: &Clustering) -> Vec<ClusterValidityRow> {
    clustering
        .validity
        .iter()
        .map(|v| ClusterValidityRow {
            k: v.k as u64,
            inertia: v.inertia,
            silhouette: v.silhouette,
            stability: v.stability,
            ari_outlet: v.ari_outlet,
            ari_event: v.ari_event,
            chosen: v.chosen,
        })
        .collect()
}

/// The rows of `projection`.
pub fn projection_rows(
    projection: &Projection,
    clustering: Option<&Clustering>,
    documents: &[(&str, Arc<str>)],
) -> Vec<ProjectionRow> {
    documents
        .iter()
        .enumerate()
        .map(|(at, (id, outlet))| ProjectionRow {
            document_id: (*id).to_owned(),
            outlet: outlet.clone(),
            cluster: clustering.and_then(|c| c.labels.get(at)).map(|&label| label as u64),
            pc1: projection.scores[[at, 0]],
            pc2: projection.scores.get([at, 1]).copied(),
        })
        .collect()
}

/// The rows of `loadings`, sorted by dimension; `dimensions` are those that the projection kept.
pub fn loading_rows(projection: &Projection, dimensions: &[Arc<str>]) -> Vec<LoadingRow> {
    let mut rows: Vec<LoadingRow> = dimensions
        .iter()
        .enumerate()
        .map(|(at, dimension)| LoadingRow {
            dimension: dimension.clone(),
            pc1: projection.loadings[[at, 0]],
            pc2: projection.loadings.get([at, 1]).copied(),
        })
        .collect();
    rows.sort_by(|a, b| a.dimension.cmp(&b.dimension));
    rows
}
