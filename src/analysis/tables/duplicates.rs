//! The table `duplicates`: near copies that several outlets print.

use super::made::Made;
use crate::analysis::error::AnalysisError;
use crate::analysis::study::Study;
use crate::table::{DuplicateRow, Row, duplicate_rows};

pub(super) fn make<'s>(study: &'s Study<'_>) -> Result<Made<'s>, AnalysisError> {
    let Some(found) = study.copies else { return Ok(Made::default()) };
    let mut made = Made::default().with_method("duplicates", found.method());
    if !found.copies.pairs.is_empty() {
        let mut schema = DuplicateRow::schema();
        let threshold = study.plan.options().duplicates.threshold;
        schema.add_to_description("similarity", &format!("Only pairs of at least {threshold}"));
        made = made.with_rows(schema, duplicate_rows(&found.copies, &found.articles));
    }
    Ok(made)
}
