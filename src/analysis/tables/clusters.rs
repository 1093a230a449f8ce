//! The tables about clusters of documents by framing, and the map of documents.

use super::cluster_examples::example_rows;
use super::cluster_marks::{ClusterEntries, marks};
use super::made::Made;
use crate::analysis::choice::TableName;
use crate::analysis::error::AnalysisError;
use crate::analysis::framed_vectors::FramedVectors;
use crate::analysis::study::Study;
use crate::analysis::warning::WarningKind;
use crate::cluster::{
    ClusterAnalysis, ClusterChoice, ClusterInput, Clustering, GAP_REFERENCES, REFERENCES,
    RESAMPLES, STRUCTURE_LEVEL, analyse,
};
use crate::prose::plural;
use crate::table::{
    ClusterProfileRow, ClusterRow, ClusterTreeRow, PValue, Row, centroid_rows, cluster_merge_rows,
    cluster_outlet_rows, cluster_summary_rows, cluster_validity_rows, loading_rows,
    projection_rows,
};
use serde_json::{Map, Value, json};
use std::sync::Arc;

pub(super) fn make<'s>(study: &'s Study<'_>) -> Result<Made<'s>, AnalysisError> {
    let framed = FramedVectors::new(study)?;
    let options = study.plan.options();
    let values: Vec<Vec<Option<f64>>> =
        (0..framed.names.len()).map(|dimension| framed.counted.values(dimension)).collect();
    let analysis = analyse(&ClusterInput {
        matrix: &framed.coordinates.matrix,
        kept: &framed.coordinates.kept,
        values: &values,
        documents: &framed.documents,
        choice: ClusterChoice {
            method: options.clusters.method,
            k: options.clusters.k.map(usize::from),
            adjustment: options.adjust,
            seed: study.seed(),
        },
    });
    let mut made = Made::default();
    if let Some(clustering) = &analysis.clustering {
        made = with_clusters(made, study, &framed, clustering)?;
        let mut clusters = vec![None; study.frames.len()];
        for (&at, placement) in framed.places.iter().zip(&clustering.placements) {
            if let Some(cluster) = clusters.get_mut(at) {
                *cluster = placement.cluster.map(|cluster| cluster as u64);
            }
        }
        // Clusters are computed once, so the cell is still empty.
        let _ = study.clusters.set(clusters);
    }
    if !analysis.validity.is_empty() {
        made = made.with_table(cluster_validity_rows(&analysis.validity));
    }
    if let Some(projection) = &analysis.projection {
        let clustering = analysis.clustering.as_ref();
        made = made
            .with_table(projection_rows(projection, clustering, &framed.documents))
            .with_table(loading_rows(projection, &framed.kept_names()))
            .with_table(centroid_rows(&analysis.centroids));
    }
    for note in &analysis.notes {
        made = made.with_warning(WarningKind::Clusters, note.clone());
    }
    let without = study.frames.len() - framed.places.len();
    if without > 0 {
        let count = plural(without, "document", "documents");
        let text = format!("{count} without a framing vector left out of clusters and projection");
        made = made.with_warning(WarningKind::Clusters, text);
    }
    if let Some(finding) = &analysis.finding {
        // Clusters are computed once, so the cell is still empty.
        let _ = study.cluster_finding.set(finding.sentence.clone());
    }
    Ok(with_accounts(made, study, &framed, &analysis))
}

/// The tables that need clusters.
fn with_clusters<'s>(
    made: Made<'s>,
    study: &'s Study<'_>,
    framed: &FramedVectors,
    clustering: &Clustering,
) -> Result<Made<'s>, AnalysisError> {
    let entries = ClusterEntries::new(study, framed, clustering);
    let profiles = clustering.profiles.iter().filter_map(|row| {
        let dimension = framed.names.get(row.dimension)?.clone();
        Some(ClusterProfileRow {
            cluster: row.cluster as u64,
            documents: clustering.sizes.get(row.cluster - 1).copied().unwrap_or(0) as u64,
            dimension,
            mean: row.mean,
            mean_elsewhere: row.mean_elsewhere,
            difference: row.mean.zip(row.mean_elsewhere).map(|(mean, other)| mean - other),
            effect: row.effect,
            p_value: row.p_value.map(PValue),
            q_value: row.q_value.map(PValue),
            rank: row.rank as u64,
            entries: entries.behind(framed.dimensions.get(row.dimension), row),
        })
    });
    let mut profile_schema = ClusterProfileRow::schema();
    profile_schema.describe_q_value("q_value", study.plan.options().adjust);
    let rows = framed.documents.iter().zip(&clustering.placements).map(|(document, place)| {
        let number = |cluster: Option<usize>| cluster.map(|cluster| cluster as u64);
        ClusterRow {
            document_id: document.id.clone(),
            outlet: document.outlet.clone(),
            cluster: number(place.cluster),
            second_cluster: number(place.second),
            probability: place.probability,
            distance: place.distance,
            silhouette: place.silhouette,
        }
    });
    let marks: Vec<Option<String>> =
        (1..=clustering.sizes.len()).map(|cluster| marks(cluster, clustering, framed)).collect();
    let mut made = made
        .with_table(rows.collect::<Vec<_>>())
        .with_table(cluster_summary_rows(clustering, marks))
        .with_rows(profile_schema, profiles.collect::<Vec<_>>())
        .with_table(cluster_outlet_rows(&clustering.outlets));
    if study.plan.options().wants(TableName::ClusterExamples) {
        made = made.with_table(example_rows(study, framed, clustering)?);
    }
    if let Some(tree) = &clustering.tree {
        let ids: Vec<Arc<str>> =
            framed.documents.iter().map(|document| document.id.clone()).collect();
        let names: Vec<&str> = ids.iter().map(|id| &**id).collect();
        let method = study.plan.options().clusters.method.name();
        made = made
            .with_table(cluster_merge_rows(tree, &ids))
            .with_table(vec![ClusterTreeRow { method, newick: tree.newick(&names) }]);
    }
    Ok(made)
}

/// Says how clusters and the map were found.
fn with_accounts<'s>(
    made: Made<'s>,
    study: &Study<'_>,
    framed: &FramedVectors,
    analysis: &ClusterAnalysis,
) -> Made<'s> {
    let Some(projection) = &analysis.projection else { return made };
    let options = &study.plan.options().clusters;
    let dimensions =
        options.dimensions.as_ref().map_or_else(|| "categories".to_owned(), ToString::to_string);
    let mut account = Map::new();
    let mut say = |name: &str, value: Value| drop(account.insert(name.to_owned(), value));
    if let Some(finding) = &analysis.finding {
        say("finding", json!(finding.sentence));
    }
    say("dimensions", json!(dimensions));
    say("dimensions_that_serve", json!(framed.coordinates.kept.len()));
    say("vectors", json!(options.vectors.steps(framed.has_events())));
    let space = match analysis.components {
        0 => "the dimensions themselves".to_owned(),
        kept => format!(
            "{}, those larger than of independent dimensions in 19 of 20 samples (Johnstone \
             2001), at least 1, at most 10",
            plural(kept, "principal component", "principal components")
        ),
    };
    say("space", json!(space));
    say("method", json!(options.method.meaning()));
    let number = match options.k {
        Some(_) => "as asked for",
        None => {
            "the number with the largest mean silhouette among those beyond chance; none where \
             there is no structure"
        }
    };
    say("number", json!(number));
    if let Some(structure) = &analysis.structure {
        say(
            "structure",
            json!({
                "p_value": structure.p_value,
                "test": format!(
                    "largest standardized mean silhouette of 2 to 8 clusters by k-means against \
                     {REFERENCES} data sets drawn from a Gaussian copula with the same \
                     distributions and correlations; structure where p is at most \
                     {STRUCTURE_LEVEL}"
                ),
            }),
        );
    }
    say(
        "gap",
        json!(format!(
            "k-means; {GAP_REFERENCES} data sets spread evenly over the box of the \
        principal components"
        )),
    );
    say("stability", json!(format!("{RESAMPLES} bootstrap samples of the documents")));
    made.with_method("clusters", Value::Object(account))
        .with_method("projection_variance_explained", json!(projection.explained))
}
