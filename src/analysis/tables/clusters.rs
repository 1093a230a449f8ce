//! The tables about clusters of documents by framing, and their projection.

use super::made::Made;
use crate::analysis::error::AnalysisError;
use crate::analysis::study::Study;
use crate::analysis::warning::WarningKind;
use crate::cluster::{ClusterAnalysis, ClusterInput, analyse};
use crate::frame::{Dimension, clustered_categories, framing_matrix, framing_vector};
use crate::prose::plural;
use crate::table::{
    cluster_outlet_rows, cluster_profile_rows, cluster_rows, cluster_validity_rows, loading_rows,
    projection_rows,
};
use ndarray::Axis;
use serde_json::json;
use std::sync::Arc;

pub(super) fn make<'s>(study: &'s Study<'_>) -> Result<Made<'s>, AnalysisError> {
    let categories = clustered_categories(study.plan.matcher());
    let dimensions: Vec<Dimension> = categories.iter().copied().map(Dimension::Category).collect();
    let vectors = study.frames.iter().map(|frame| framing_vector(frame, None, &dimensions));
    let rates = framing_matrix(vectors, dimensions.len());
    // A document without tokens is framed in no way.
    let has_tokens = |at: &usize| study.frames.get(*at).is_some_and(|frame| frame.tokens > 0);
    let worded: Vec<usize> = (0..study.frames.len()).filter(has_tokens).collect();
    let rates = rates.select(Axis(0), &worded);
    let frames = || worded.iter().filter_map(|&at| study.frames.get(at));
    let k = study.plan.options().clusters.map(usize::from);
    let analysis = analyse(&ClusterInput {
        rates: &rates,
        outlets: frames().map(|frame| frame.outlet.clone()).collect(),
        events: frames().map(|frame| frame.event.clone()).collect(),
        k,
        seed: study.seed(),
    });
    let documents: Vec<(&str, Arc<str>)> =
        frames().map(|frame| (&*frame.id, frame.outlet.clone())).collect();
    let names: Vec<Arc<str>> =
        categories.iter().map(|&id| study.plan.names().dimension(id)).collect();
    let mut made = Made::default();
    if let Some(clustering) = &analysis.clustering {
        made = made
            .with_table(cluster_rows(clustering, &documents))
            .with_table(cluster_profile_rows(clustering, &names))
            .with_table(cluster_outlet_rows(clustering))
            .with_table(cluster_validity_rows(clustering));
        let mut clusters = vec![None; study.frames.len()];
        for (&at, &label) in worded.iter().zip(&clustering.labels) {
            if let Some(cluster) = clusters.get_mut(at) {
                *cluster = Some(label as u64);
            }
        }
        // Clusters are computed once, so the cell is still empty.
        let _ = study.clusters.set(clusters);
    }
    if let Some(projection) = &analysis.projection {
        let kept: Vec<Arc<str>> =
            analysis.dimensions.iter().filter_map(|&at| names.get(at).cloned()).collect();
        let clustering = analysis.clustering.as_ref();
        made = made
            .with_table(projection_rows(projection, clustering, &documents))
            .with_table(loading_rows(projection, &kept));
    }
    for note in &analysis.notes {
        made = made.with_warning(WarningKind::Clusters, note.clone());
    }
    let wordless = study.frames.len() - worded.len();
    if wordless > 0 {
        let count = plural(wordless, "document", "documents");
        let text = format!("{count} without words left out of clusters and projection");
        made = made.with_warning(WarningKind::Clusters, text);
    }
    Ok(with_account(made, study, &analysis))
}

/// Says how clusters and projection were found.
fn with_account<'s>(made: Made<'s>, study: &Study<'_>, analysis: &ClusterAnalysis) -> Made<'s> {
    let mut made = made;
    if analysis.clustering.is_some() {
        let events = if study.has_events() { ", event means taken out" } else { "" };
        let chosen = match study.plan.options().clusters {
            Some(_) => "k as told",
            None => "k by mean silhouette, the smallest within 0.01 of the best",
        };
        let account = format!(
            "k-means++ on square-root own-voice rates{events}, standardized; categories in fewer \
             than a fifth of the documents left out; {chosen}"
        );
        made = made.with_method("clusters", json!(account));
    }
    if let Some(projection) = &analysis.projection {
        made = made.with_method("projection_variance_explained", json!(projection.explained));
    }
    made
}
