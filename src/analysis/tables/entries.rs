//! The table `entries`: the entries counted in each category, by outlet and voice.

use super::made::Made;
use crate::analysis::error::AnalysisError;
use crate::analysis::study::Study;
use crate::table::entry_rows;

pub(super) fn make<'s>(study: &'s Study<'_>) -> Result<Made<'s>, AnalysisError> {
    Ok(Made::default().with_table(entry_rows(&study.totals, study.plan.names())))
}
