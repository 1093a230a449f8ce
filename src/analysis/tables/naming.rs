//! The tables `naming` and `naming_tests`: which name an outlet chooses in its own voice, and
//! whether outlets choose alike.

use super::made::Made;
use crate::analysis::error::AnalysisError;
use crate::analysis::study::{Study, WITHIN_EVENT};
use crate::compare::{NamingTotals, Referents, naming_tests, naming_within_events};
use crate::table::{NamingRow, NamingTestRow, Row, WithinMeasure, naming_rows, naming_test_rows};
use serde_json::json;

pub(super) fn make<'s>(study: &'s Study<'_>) -> Result<Made<'s>, AnalysisError> {
    let adjustment = study.plan.options().adjust;
    let referents = Referents::new(study.plan.matcher());
    let mut totals = NamingTotals::default();
    study.frames.iter().for_each(|frame| totals.add(frame, &referents));
    let within = study.has_events().then(|| naming_within_events(&study.panel, &referents));
    let names = study.plan.names();
    let rows = naming_rows(totals.cells(&study.panel), &referents, within.as_ref(), names);
    let tests = naming_tests(&study.panel, &referents, study.test_options());
    let account = json!({
        "share": "own-voice matches of the variant among those of the referent; share_all counts \
            all voices and is not tested",
        "interval": "95 %, ratio estimator over the outlet's documents that name the referent in \
            the author's own voice, linearized variance, t on the logit scale",
        "statistic": "G = 2 sum O ln(O/E) on outlets x variants, own voice",
        "p_value": "permutation of outlet labels over the documents that name the referent in the \
            author's own voice; `test_method` and `labellings` of naming_tests say whether exact \
            or sampled, (b+1)/(m+1)",
        "q_value": format!("{} over the referents that have a p_value", adjustment.authors()),
        "tested": tests.iter().filter(|test| test.p_value.value().is_some()).count(),
        "cramers_v": "not corrected for bias",
        "within_event": within.map(|_| WITHIN_EVENT),
    });
    let mut test_schema = NamingTestRow::schema();
    test_schema.describe_q_value("q_value", adjustment);
    Ok(Made::default()
        .with_rows(WithinMeasure::Share.schema::<NamingRow>(study.has_events()), rows)
        .with_rows(test_schema, naming_test_rows(&tests, &referents, names))
        .with_method("naming", account))
}
