//! The table `vectors`: the framing vector of each document.

use super::made::Made;
use crate::analysis::encoded::Section;
use crate::analysis::error::AnalysisError;
use crate::analysis::framed_vectors::{
    FEWEST_CUE_DOCUMENTS, LEAST_CUE_SHARE, common_cues, least_cue_documents,
};
use crate::analysis::study::Study;
use crate::frame::{AttributionCounts, Dimension, framing_vector};
use crate::table::{VectorRow, vectors_schema};
use serde_json::json;

pub(super) fn make<'s>(study: &'s Study<'_>) -> Result<Made<'s>, AnalysisError> {
    let chosen = study.plan.dimensions();
    let mut dimensions = chosen.fixed.clone();
    let mut made = Made::default();
    if chosen.has_cues {
        let least = least_cue_documents(study.frames.len());
        dimensions.extend(common_cues(study, least)?.into_iter().map(Dimension::Cue));
        let account = format!(
            "cues that report in at least {least} documents ({} % of the documents, at least \
             {FEWEST_CUE_DOCUMENTS})",
            100.0 * LEAST_CUE_SHARE
        );
        made = made.with_method("vectors_cues", json!(account));
    }
    let schema = vectors_schema(&dimensions, study.plan.names());
    Ok(made.with_written(schema, move |sink| {
        let mut batches = study.records.batches(&[Section::Attribution], |place, sections| {
            let attribution: Option<AttributionCounts> = sections.decode(Section::Attribution)?;
            let frame = study.frames.get(place).ok_or(AnalysisError::BrokenRecord)?;
            Ok(VectorRow {
                document_id: &frame.id,
                outlet: &frame.outlet,
                tokens: frame.tokens,
                values: framing_vector(frame, attribution.as_ref(), &dimensions),
            })
        });
        while let Some(batch) = batches.next()? {
            sink.rows(&batch)?;
        }
        Ok(())
    }))
}
