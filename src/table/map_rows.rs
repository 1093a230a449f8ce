//! Rows of the map of documents, of nearest documents, and of how well outlets are told apart.

use super::cell::PValue;
use super::schema::tables;
use crate::cluster::{Centroid, ClusterDocument, Clustering, Projection, Separation};
use std::sync::Arc;

tables! {
    projection (document_id)
    "One row per document: its place on two principal components." ProjectionRow {
        document_id: Arc<str> = "Id of the document",
        outlet: Arc<str> = "Outlet of the document",
        cluster: Option<u64> = "Cluster; empty where there are none",
        pc1: f64 = "First principal component",
        pc2: Option<f64> = "Second principal component; empty where only one dimension varies",
    }

    loadings (dimension) "One row per dimension that varies: its weight in each principal \
        component." LoadingRow {
        dimension: Arc<str> = "Dimension of the framing vector, lexicon.category or attribution.*",
        pc1: f64 = "Weight in the first component; the largest is positive",
        pc2: Option<f64> = "Weight in the second component",
    }

    centroids (outlet) "One row per outlet: the centre of its documents on the two components, \
        and the ellipse that has the true centre with 95 % confidence, documents as \
        draws." CentroidRow {
        outlet: Arc<str> = "Outlet",
        documents: u64 = "Its documents",
        pc1: f64 = "Mean on the first component",
        pc2: f64 = "Mean on the second component",
        major: Option<f64> = "Half the longer axis of the ellipse; empty for fewer than three \
            documents",
        minor: Option<f64> = "Half the shorter axis",
        angle: Option<f64> = "Angle of the longer axis to the first component in degrees, -90 to \
            90",
    }

    separation (vectors, outlet) "How often the outlet of a document is told from its vector: each \
        document goes to the outlet with the nearest centroid, in which it has no part. One row \
        for all outlets and one for each." SeparationRow {
        vectors: &'static str = "framing: the framing vector; words: a bag of words, outlet names, \
            repeated lines, function words and numbers left out",
        outlet: Option<Arc<str>> = "Outlet; empty for all together",
        held_out: &'static str = "What had no part in the centroids: the document's event, or the \
            document alone",
        documents: u64 = "Documents that were tried",
        accuracy: f64 = "Share of these that went to their outlet, 0 to 1",
        chance: Option<f64> = "Mean share when outlets are dealt to documents at random",
        p_value: Option<PValue> = "Probability of a share as large when outlets are dealt at \
            random, within events and given the lengths of documents",
    }

    neighbours (likeness, rank) "The documents framed most like and most unlike one document, \
        those on the same event first." NeighbourRow {
        likeness: &'static str = "alike or unlike",
        rank: u64 = "Place among these, from 1",
        document_id: Arc<str> = "Id of the document",
        outlet: Arc<str> = "Outlet of the document",
        event: Option<Arc<str>> = "What it reports on",
        same_event: bool = "Whether it is on the same event",
        distance: f64 = "Euclidean distance of the vectors on the transformed scale",
        dimensions: String = "The dimensions that make it so, most first: of an alike document \
            those in which both are above or below the mean, of an unlike one those that part \
            them; in brackets the value of the document that was asked for, then of this one",
    }
}

/// The rows of `projection`.
pub fn projection_rows(
    projection: &Projection,
    clustering: Option<&Clustering>,
    documents: &[ClusterDocument],
) -> Vec<ProjectionRow> {
    let cluster = |at: usize| clustering?.placements.get(at)?.cluster;
    let each = documents.iter().enumerate();
    each.map(|(at, document)| ProjectionRow {
        document_id: document.id.clone(),
        outlet: document.outlet.clone(),
        cluster: cluster(at).map(|cluster| cluster as u64),
        pc1: projection.scores.get([at, 0]).copied().unwrap_or(0.0),
        pc2: projection.scores.get([at, 1]).copied(),
    })
    .collect()
}

/// The rows of `loadings`, sorted by dimension; `dimensions` are those of the projection.
pub fn loading_rows(projection: &Projection, dimensions: &[Arc<str>]) -> Vec<LoadingRow> {
    let each = dimensions.iter().enumerate();
    let mut rows: Vec<LoadingRow> = each
        .map(|(at, dimension)| LoadingRow {
            dimension: dimension.clone(),
            pc1: projection.loadings.get([at, 0]).copied().unwrap_or(0.0),
            pc2: projection.loadings.get([at, 1]).copied(),
        })
        .collect();
    rows.sort_by(|a, b| a.dimension.cmp(&b.dimension));
    rows
}

/// The rows of `centroids`.
pub fn centroid_rows(centroids: &[(Arc<str>, Centroid)]) -> Vec<CentroidRow> {
    let row = |(outlet, centroid): &(Arc<str>, Centroid)| CentroidRow {
        outlet: outlet.clone(),
        documents: centroid.documents as u64,
        pc1: centroid.center[0],
        pc2: centroid.center[1],
        major: centroid.ellipse.map(|ellipse| ellipse.major),
        minor: centroid.ellipse.map(|ellipse| ellipse.minor),
        angle: centroid.ellipse.map(|ellipse| ellipse.angle),
    };
    centroids.iter().map(row).collect()
}

/// The rows of `separation` for one kind of vectors.
pub fn separation_rows(vectors: &'static str, found: &Separation) -> Vec<SeparationRow> {
    let all = SeparationRow {
        vectors,
        outlet: None,
        held_out: found.held_out.name(),
        documents: found.documents as u64,
        accuracy: found.accuracy,
        chance: Some(found.chance),
        p_value: found.p_value.map(PValue),
    };
    let of_outlet = |(outlet, tried, right): &(Arc<str>, usize, usize)| SeparationRow {
        vectors,
        outlet: Some(outlet.clone()),
        held_out: found.held_out.name(),
        documents: *tried as u64,
        accuracy: *right as f64 / (*tried).max(1) as f64,
        chance: None,
        p_value: None,
    };
    let tried = found.outlets.iter().filter(|(_, tried, _)| *tried > 0);
    std::iter::once(all).chain(tried.map(of_outlet)).collect()
}
