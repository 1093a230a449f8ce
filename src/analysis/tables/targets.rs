//! The table `targets`: who is labelled how.

use super::made::Made;
use crate::analysis::error::AnalysisError;
use crate::analysis::study::Study;
use crate::compare::{TESTED_DOCUMENTS, TargetTotals, target_tests};
use crate::table::{Row, TargetRow, target_rows};
use serde_json::json;

pub(super) fn make<'s>(study: &'s Study<'_>) -> Result<Made<'s>, AnalysisError> {
    let adjustment = study.plan.options().adjust;
    let mut totals = TargetTotals::default();
    study.frames.iter().for_each(|frame| totals.add(frame));
    let cells = totals.cells(&study.panel, study.plan.matcher());
    let tests = target_tests(&cells, &study.panel, study.test_options());
    let account = json!({
        "residual": "adjusted standardized residual within outlet and lexicon",
        "statistic": "absolute difference of count and expected_by_tokens, all voices, two-sided",
        "p_value": "permutation of outlet labels over documents; `test_method` of targets says \
            whether exact or sampled, (b+1)/(m+1)",
        "labellings": tests.iter().find_map(|test| test.p_value.labellings()),
        "q_value": format!("{} over the rows of targets that have a p_value", adjustment.authors()),
        "tested": tests.iter().filter(|test| test.p_value.value().is_some()).count(),
        "documents_at_least": TESTED_DOCUMENTS,
    });
    let mut schema = TargetRow::schema();
    schema.describe_q_value("q_value", adjustment);
    let rows = target_rows(cells, &tests, study.plan.names());
    Ok(Made::default().with_rows(schema, rows).with_method("targets", account))
}
