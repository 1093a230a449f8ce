//! The table `around`: what changed at a date.

use super::made::Made;
use crate::analysis::error::AnalysisError;
use crate::analysis::study::Study;
use crate::analysis::warning::WarningKind;
use crate::compare::{DateComparison, around};
use crate::corpus::Date;
use crate::prose::{listed, plural};
use crate::table::{AroundRow, Row, around_rows};
use serde_json::json;

pub(super) fn make<'s>(study: &'s Study<'_>) -> Result<Made<'s>, AnalysisError> {
    let Some(date) = study.plan.options().around else { return Ok(Made::default()) };
    let adjustment = study.plan.options().adjust;
    let found = around(&study.panel, date, study.test_options());
    let changes = || found.changes.iter();
    let tested = changes().filter(|change| change.p_value.value().is_some()).count();
    let account = json!({
        "date": date.to_string(),
        "after": "documents of the date itself and later; a month or year counts as its first day",
        "documents_before": found.before,
        "documents_after": found.after,
        "documents_without_date": found.undated,
        "documents_on_either_side": found.straddling,
        "log_ratio": "log2 of own-voice rate after over rate before",
        "interval": "95 %, t at Welch and Satterthwaite's degrees of freedom, variance of the log \
            ratio v_a/R_a^2 + v_b/R_b^2, v linearized over documents, D/(D-1)",
        "p_value": "permutation of before and after over the outlet's documents, not within \
            events; statistic: occurrences after beyond their share by tokens, two-sided; \
            `test_method` and `labellings` say whether exact or sampled, (b+1)/(m+1)",
        "q_value": format!("{} over the rows of around that have a p_value", adjustment.authors()),
        "tested": tested,
        "difference_in_differences": "log_ratio less that of the other outlets with two documents \
            or more on either side, their rates weighted by n_b n_a / (n_b + n_a) on both sides \
            (Mantel and Haenszel); interval: Wald's t on the log scale, linearized variance over \
            documents, Satterthwaite's degrees of freedom; approximate, so there is no p-value",
    });
    let mut made = Made::default().with_method("around", account);
    for text in warnings(date, &found) {
        made = made.with_warning(WarningKind::Dates, text);
    }
    if found.before + found.after == 0 {
        return Ok(made);
    }
    let mut schema = AroundRow::schema();
    schema.describe_q_value("q_value", adjustment);
    Ok(made.with_rows(schema, around_rows(&found, study.plan.names())))
}

/// What of the corpus does not serve for the table.
fn warnings(date: Date, found: &DateComparison) -> Vec<String> {
    if found.before + found.after == 0 {
        return vec![format!(
            "the table `around` is left out: no document has a date that is surely before {date} \
             or after it"
        )];
    }
    let mut warnings = Vec::new();
    if found.undated + found.straddling > 0 {
        let parts = [
            (found.undated, "without a date"),
            (found.straddling, "dated so coarsely that they may be on either side"),
        ];
        let parts: Vec<String> = parts
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, why)| format!("{count} {why}"))
            .collect();
        let all = plural(found.undated + found.straddling, "document", "documents");
        warnings.push(format!("the table `around` leaves out {all}: {}", listed(&parts)));
    }
    for (count, side) in [(found.before, "before"), (found.after, "on or after")] {
        if count == 0 {
            warnings.push(format!(
                "no document is dated {side} {date}, so the table `around` shows no change; choose \
                 another date"
            ));
        }
    }
    warnings
}
