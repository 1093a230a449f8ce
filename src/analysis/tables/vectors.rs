//! The table `vectors`: the framing vector of each document.

use super::made::Made;
use crate::analysis::error::AnalysisError;
use crate::analysis::study::Study;
use crate::frame::{dimensions, framing_vector};
use crate::table::{VectorRow, vectors_schema};
use std::sync::Arc;

pub(super) fn make<'s>(study: &'s Study<'_>) -> Result<Made<'s>, AnalysisError> {
    let dimensions = dimensions(study.plan.matcher());
    let columns: Vec<Arc<str>> =
        dimensions.iter().map(|&id| study.plan.names().dimension(id)).collect();
    let rows = study.frames.iter().map(move |frame| VectorRow {
        document_id: &frame.id,
        outlet: &frame.outlet,
        tokens: frame.tokens,
        rates: framing_vector(frame, &dimensions),
    });
    Ok(Made::default().with_stream(vectors_schema(&columns), rows))
}
