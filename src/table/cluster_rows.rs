//! Rows of what clustering found.

use super::cell::PValue;
use super::schema::tables;
use crate::cluster::{Clustering, OutletShare, Tree, Validity};
use std::sync::Arc;

tables! {
    clusters (document_id) "One row per document: its cluster by framing." ClusterRow {
        document_id: Arc<str> = "Id of the document",
        outlet: Arc<str> = "Outlet of the document",
        cluster: Option<u64> = "Cluster, numbered by size, then by first document; empty for a \
            document in no dense region (dbscan)",
        second_cluster: Option<u64> = "The cluster that is next nearest",
        probability: Option<f64> = "Probability of the cluster, 0 to 1, where the method gives one \
            (mixture)",
        distance: Option<f64> = "Distance to the cluster's centroid on the components that \
            clusters were looked for in",
        silhouette: Option<f64> = "Silhouette, -1 to 1: near 1 well placed, near 0 between \
            clusters",
    }

    cluster_summary (cluster) "One row per cluster: how large and how stable it is, and what \
        marks it." ClusterSummaryRow {
        cluster: u64 = "Cluster",
        documents: u64 = "Its documents",
        share: f64 = "Their share of the documents that were clustered, 0 to 1",
        stability: Option<f64> = "Mean over bootstrap samples of the largest Jaccard similarity \
            between the cluster and one found anew (Hennig 2007): above .75 stable, below .5 \
            dissolved",
        silhouette: Option<f64> = "Mean silhouette of its documents, -1 to 1",
        marks: Option<String> = "Dimensions in which it differs with q below .05, the surest \
            first, at most five, with what there is more or less of",
        outlet: Arc<str> = "The outlet with most of its documents",
        outlet_share: f64 = "The share of the cluster's documents that are of this outlet, 0 to 1",
    }

    cluster_profiles (cluster, dimension) "One row per cluster and dimension: what its documents \
        have in common." ClusterProfileRow {
        cluster: u64 = "Cluster",
        documents: u64 = "Its documents",
        dimension: Arc<str> = "Dimension of the framing vector, lexicon.category or attribution.*",
        mean: Option<f64> = "Mean value of the cluster's documents: a rate per 1,000 tokens, or a \
            share",
        mean_elsewhere: Option<f64> = "Mean value of the other documents",
        difference: Option<f64> = "The first less the second",
        effect: Option<f64> = "The difference on the transformed scale, in standard deviations of \
            the dimension; empty where the dimension did not serve",
        p_value: Option<PValue> = "Probability by chance of such a difference between documents \
            that belong together by all other dimensions (Mann-Whitney, two-sided)",
        q_value: Option<PValue> = "p_value adjusted over clusters and dimensions",
        rank: u64 = "Place of the dimension in the cluster: the smallest q first, then the largest \
            effect",
        entries: Option<String> = "Entries behind the difference, at most five, with own-voice \
            matches in the cluster of all such matches",
    }

    cluster_outlets (cluster, outlet) "One row per cluster and outlet." ClusterOutletRow {
        cluster: u64 = "Cluster",
        outlet: Arc<str> = "Outlet",
        documents: u64 = "The outlet's documents in the cluster",
        share: f64 = "Their share of the outlet's documents, 0 to 1",
    }

    cluster_examples (cluster, kind, rank) "The most typical and the most borderline documents of \
        each cluster." ClusterExampleRow {
        cluster: u64 = "Cluster",
        kind: &'static str = "typical: nearest to the centroid; borderline: the smallest \
            silhouette",
        rank: u64 = "Place among these, from 1",
        document_id: Arc<str> = "Id of the document",
        outlet: Arc<str> = "Outlet of the document",
        event: Option<Arc<str>> = "What it reports on",
        distance: Option<f64> = "Distance to the cluster's centroid",
        silhouette: Option<f64> = "Silhouette, -1 to 1",
        second_cluster: Option<u64> = "The cluster that is next nearest",
        sentence: Option<String> = "The sentence with most of the entries that mark the cluster in \
            the author's own voice; empty where the document has none",
        entries: Option<String> = "These entries",
    }

    cluster_validity (k) "One row per number of clusters that was tried, by k-means on the same \
        documents." ClusterValidityRow {
        k: u64 = "Number of clusters",
        inertia: Option<f64> = "Sum of squared distances to centroids on the components",
        silhouette: Option<f64> = "Mean silhouette, -1 to 1",
        silhouette_chance: Option<f64> = "Mean silhouette of data without clusters that have the \
            same distributions and correlations; empty where clusters are found on one component, \
            which is tested together with the next",
        p_value: Option<PValue> = "Share of such data whose silhouette is as large, not adjusted \
            over numbers",
        gap: Option<f64> = "Gap statistic (Tibshirani, Walther & Hastie 2001)",
        gap_error: Option<f64> = "Its standard error",
        stability: Option<f64> = "Mean adjusted Rand index between the clusters and those of \
            bootstrap samples; for the clusters given only",
        ari_outlet: Option<f64> = "Adjusted Rand index between clusters and outlets",
        outlet_p_value: Option<PValue> = "Probability that clusters go with outlets as much by \
            chance, within events and given the lengths of documents; for the clusters given only",
        ari_event: Option<f64> = "Adjusted Rand index between clusters and events; near 1 the \
            clusters are topics, not framings",
        chosen: bool = "Whether the clusters given are of this number; stability and agreement \
            are then those of the method that was asked for",
    }

    cluster_merges (merge) "The tree of documents, merge by merge." ClusterMergeRow {
        merge: u64 = "Number of the merge, from 1; nearest first",
        left: String = "What is merged: the id of a document, or `merge N` for what merge N made",
        right: String = "The other",
        distance: f64 = "How far apart they are, by the criterion of the method",
        documents: u64 = "The documents of both",
    }

    cluster_tree (method) "The tree of documents in Newick's notation." ClusterTreeRow {
        method: &'static str = "How it was made",
        newick: String = "The tree; branches are half the distance of merges long",
    }
}

/// The rows of `cluster_outlets`.
pub fn cluster_outlet_rows(shares: &[OutletShare]) -> Vec<ClusterOutletRow> {
    let row = |share: &OutletShare| ClusterOutletRow {
        cluster: share.cluster as u64,
        outlet: share.outlet.clone(),
        documents: share.documents as u64,
        share: share.share,
    };
    shares.iter().map(row).collect()
}

/// The rows of `cluster_validity`.
pub fn cluster_validity_rows(validity: &[Validity]) -> Vec<ClusterValidityRow> {
    let row = |row: &Validity| ClusterValidityRow {
        k: row.k as u64,
        inertia: row.inertia,
        silhouette: row.silhouette,
        silhouette_chance: row.silhouette_chance,
        p_value: row.p_value.map(PValue),
        gap: row.gap,
        gap_error: row.gap_error,
        stability: row.stability,
        ari_outlet: row.ari_outlet,
        outlet_p_value: row.outlet_p_value.map(PValue),
        ari_event: row.ari_event,
        chosen: row.chosen,
    };
    validity.iter().map(row).collect()
}

/// The rows of `cluster_merges`; `ids` are those of the documents in their order.
pub fn cluster_merge_rows(tree: &Tree, ids: &[Arc<str>]) -> Vec<ClusterMergeRow> {
    let name = |node: usize| match ids.get(node) {
        Some(id) => id.to_string(),
        None => format!("merge {}", node - ids.len() + 1),
    };
    let each = tree.merges.iter().zip(1..);
    each.map(|(merge, number)| ClusterMergeRow {
        merge: number,
        left: name(merge.left),
        right: name(merge.right),
        distance: merge.distance,
        documents: merge.documents as u64,
    })
    .collect()
}

/// The rows of `cluster_summary`; `marks` says of each cluster what marks it.
pub fn cluster_summary_rows(
    clustering: &Clustering,
    marks: Vec<Option<String>>,
) -> Vec<ClusterSummaryRow> {
    let all: usize = clustering.sizes.iter().sum();
    let each = clustering.sizes.iter().zip(marks).enumerate();
    each.map(|(at, (&size, marks))| {
        let own = || clustering.outlets.iter().filter(move |share| share.cluster == at + 1);
        let most = own().map(|share| share.documents).max().unwrap_or(0);
        let largest = own().find(|share| share.documents == most);
        let members = clustering.placements.iter();
        let silhouettes: Vec<f64> = members
            .filter(|place| place.cluster == Some(at + 1))
            .filter_map(|place| place.silhouette)
            .collect();
        let mean = silhouettes.iter().sum::<f64>() / silhouettes.len().max(1) as f64;
        ClusterSummaryRow {
            cluster: (at + 1) as u64,
            documents: size as u64,
            share: size as f64 / all.max(1) as f64,
            stability: clustering.stability.as_ref().and_then(|s| s.groups.get(at)).copied(),
            silhouette: (!silhouettes.is_empty()).then_some(mean),
            marks,
            outlet: largest.map_or_else(|| "".into(), |share| share.outlet.clone()),
            outlet_share: most as f64 / size.max(1) as f64,
        }
    })
    .collect()
}
