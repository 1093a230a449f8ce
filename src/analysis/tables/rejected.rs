//! The table `rejected`: documents that were left out, and why.

use super::made::Made;
use crate::analysis::error::AnalysisError;
use crate::analysis::study::Study;
use crate::table::RejectedRow;

pub(super) fn make<'s>(study: &'s Study<'_>) -> Result<Made<'s>, AnalysisError> {
    let mut rows: Vec<RejectedRow> = Vec::new();
    for document in &study.records.input().rejected {
        let source = &document.source;
        rows.push(RejectedRow {
            source: source.file.clone(),
            row: source.place.number(),
            reason: document.reason.clone(),
        });
    }
    rows.sort_by(|a, b| (&a.source, a.row).cmp(&(&b.source, b.row)));
    Ok(if rows.is_empty() { Made::default() } else { Made::default().with_table(rows) })
}
