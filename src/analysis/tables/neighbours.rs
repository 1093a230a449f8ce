//! The table `neighbours`: the documents framed most like one, and most unlike it.

use super::made::Made;
use crate::analysis::error::AnalysisError;
use crate::analysis::framed_vectors::FramedVectors;
use crate::analysis::study::Study;
use crate::cluster::neighbours;
use crate::prose::unknown_name;
use crate::table::NeighbourRow;
use serde_json::json;

pub(super) fn make<'s>(study: &'s Study<'_>) -> Result<Made<'s>, AnalysisError> {
    let Some(asked) = &study.plan.options().clusters.like else { return Ok(Made::default()) };
    let framed = FramedVectors::new(study)?;
    let place = framed.documents.iter().position(|document| *document.id == **asked);
    let Some(place) = place else {
        let known: Vec<&str> = study.frames.iter().map(|frame| &*frame.id).collect();
        let is_known = known.contains(&asked.as_str());
        let said = unknown_name(asked, &known);
        return Err(AnalysisError::NoVector { id: asked.clone(), is_known, said });
    };
    let values: Vec<Vec<Option<f64>>> =
        (0..framed.names.len()).map(|dimension| framed.counted.values(dimension)).collect();
    let value = |dimension: usize, document: usize| {
        let value = values.get(dimension).and_then(|values| *values.get(document)?);
        value.map_or_else(|| "–".to_owned(), |value| format!("{value:.2}"))
    };
    let dimension = |other: usize, column: usize| {
        let dimension = framed.coordinates.kept.get(column).copied()?;
        let name = framed.names.get(dimension)?;
        Some(format!("{name} ({}, {})", value(dimension, place), value(dimension, other)))
    };
    let rows: Vec<NeighbourRow> = neighbours(&framed.coordinates.matrix, &framed.documents, place)
        .into_iter()
        .map(|found| {
            let document = &framed.documents[found.document];
            let reasons = found.reasons.iter();
            let reasons: Vec<String> =
                reasons.filter_map(|column| dimension(found.document, *column)).collect();
            NeighbourRow {
                likeness: found.likeness.name(),
                rank: found.rank as u64,
                document_id: document.id.clone(),
                outlet: document.outlet.clone(),
                event: document.event.clone(),
                same_event: found.is_same_event,
                distance: found.distance,
                dimensions: reasons.join(", "),
            }
        })
        .collect();
    let steps = study.plan.options().clusters.vectors.steps(framed.has_events());
    Ok(Made::default()
        .with_table(rows)
        .with_method("neighbours", json!({ "document": asked, "vectors": steps })))
}
