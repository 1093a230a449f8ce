//! Rows of what clustering found.

use super::schema::tables;
use crate::cluster::{Clustering, Projection};
use std::sync::Arc;

tables! {
    clusters (document_id) "One row per document: its cluster by framing." ClusterRow {
        document_id: String = "Id of the document",
        outlet: Arc<str> = "Outlet of the document",
        cluster: u64 = "Cluster, numbered by size, then by first document",
        distance: f64 = "Distance to the cluster's centroid on the transformed scale (square-root \
            rates, event means taken out, standardized)",
        silhouette: f64 = "Silhouette, -1 to 1: near 1 well placed, near 0 between clusters",
    }

    cluster_profiles (cluster, dimension) "One row per cluster and dimension: what marks the \
        cluster." ClusterProfileRow {
        cluster: u64 = "Cluster",
        documents: u64 = "Its documents",
        dimension: Arc<str> = "Dimension of the framing vector, lexicon.category",
        mean: f64 = "Mean own-voice rate of the cluster's documents",
        overall_mean: f64 = "Mean own-voice rate of all documents",
        difference: f64 = "The first less the second",
        rank: u64 = "Place of the dimension in the cluster by distance from the overall mean in \
            standard deviations; 1 marks the cluster most",
    }

    cluster_outlets (cluster, outlet) "One row per cluster and outlet." ClusterOutletRow {
        cluster: u64 = "Cluster",
        outlet: Arc<str> = "Outlet",
        documents: u64 = "The outlet's documents in the cluster",
        share: f64 = "Their share of the outlet's documents, 0 to 1",
    }

    cluster_validity (k) "One row per number of clusters that was tried." ClusterValidityRow {
        k: u64 = "Number of clusters",
        inertia: f64 = "Sum of squared distances to centroids on the transformed scale",
        silhouette: Option<f64> = "Mean silhouette, -1 to 1",
        stability: Option<f64> = "Mean adjusted Rand index between the clustering and those of 50 \
            bootstrap samples of the documents",
        ari_outlet: Option<f64> = "Adjusted Rand index between clusters and outlets",
        ari_event: Option<f64> = "Adjusted Rand index between clusters and events; near 1 the \
            clusters are topics, not framings",
        chosen: bool = "Whether the clusters given are of this number",
    }

    projection (document_id)
    "One row per document: its place on two principal components." ProjectionRow {
        document_id: String = "Id of the document",
        outlet: Arc<str> = "Outlet of the document",
        cluster: Option<u64> = "Cluster",
        pc1: f64 = "First principal component",
        pc2: Option<f64> = "Second principal component; empty where only one dimension varies",
    }

    loadings (dimension) "One row per dimension that varies: its weight in each principal \
        component." LoadingRow {
        dimension: Arc<str> = "Dimension of the framing vector, lexicon.category",
        pc1: f64 = "Weight in the first component; the largest is positive",
        pc2: Option<f64> = "Weight in the second component",
    }
}

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
