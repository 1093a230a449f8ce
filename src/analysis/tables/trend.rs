//! The table `trend`: rates by period.

use super::made::Made;
use crate::analysis::error::AnalysisError;
use crate::analysis::study::Study;
use crate::analysis::warning::WarningKind;
use crate::compare::{
    COARSE_SHARE, DateSurvey, MOST_PERIODS, PERIOD_DOCUMENTS, PeriodRule, TrendTotals,
};
use crate::corpus::PeriodLength;
use crate::prose::{listed, plural};
use crate::table::{Row, TrendRow, trend_rows};
use serde_json::json;
use std::sync::Arc;

pub(super) fn make<'s>(study: &'s Study<'_>) -> Result<Made<'s>, AnalysisError> {
    let mut survey = DateSurvey::default();
    study.frames.iter().for_each(|frame| survey.add(frame));
    let Some((chosen, rule)) = survey.choose() else {
        return Ok(Made::default().with_method("trend", json!("none: no document has a date")));
    };
    let asked = study.plan.options().period;
    let length = asked.unwrap_or(chosen);
    let mut totals = TrendTotals::new(length);
    study.frames.iter().for_each(|frame| totals.add(frame));
    let (undated, coarse) = totals.left_out();
    let periods = totals.periods().len();
    let account = json!({
        "period": length.name(),
        "rule": if asked.is_some() { "as told".to_owned() } else { rule_in_words(rule) },
        "dates_allow": format!(
            "a length in which at least {} % of the dated documents fall in one period",
            100 - 100 / COARSE_SHARE
        ),
        "periods": periods,
        "documents_without_date": undated,
        "documents_dated_too_coarsely": coarse,
        "interval": "95 %, ratio estimator over the outlet's documents of the period, linearized \
            variance, t on the log scale; none for fewer than 3 documents",
        "categories": "those that occur in the documents counted",
    });
    let mut made = Made::default().with_method("trend", account);
    if undated + coarse > 0 {
        let parts = [(undated, "without a date"), (coarse, "dated too coarsely")];
        let parts: Vec<String> = parts
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, why)| format!("{count} {why}"))
            .collect();
        let all = plural(undated + coarse, "document", "documents");
        let outcome = if periods == 0 { ", so there is none" } else { "" };
        let text = format!(
            "the table `trend` by {} leaves out {all}: {}{outcome}",
            length.name(),
            listed(&parts)
        );
        made = made.with_warning(WarningKind::Dates, text);
    }
    if periods == 0 {
        return Ok(made);
    }
    let mut schema = TrendRow::schema();
    schema.describe("period", period_words(length));
    let rows = trend_rows(Arc::new(totals), &study.panel, study.plan.names());
    Ok(made.with_stream(schema, rows))
}

fn rule_in_words(rule: PeriodRule) -> String {
    match rule {
        PeriodRule::Shortest => format!(
            "the shortest that the dates allow with 2 to {MOST_PERIODS} periods and at least \
             {PERIOD_DOCUMENTS} documents at the median over outlets and periods"
        ),
        PeriodRule::Longest => format!(
            "the longest that gives two periods, since none that the dates allow has 2 to \
             {MOST_PERIODS} periods and at least {PERIOD_DOCUMENTS} documents at the median over \
             outlets and periods"
        ),
        PeriodRule::Single => "the shortest that the dates allow, since all documents lie in one \
            period of any length"
            .to_owned(),
    }
}

/// The format of the column `period` in this run.
fn period_words(length: PeriodLength) -> &'static str {
    match length {
        PeriodLength::Day => "Day, ISO 8601: YYYY-MM-DD",
        PeriodLength::Week => "Week from Monday, ISO 8601: YYYY-Www",
        PeriodLength::Month => "Month, ISO 8601: YYYY-MM",
        PeriodLength::Quarter => "Quarter: YYYY-Qq",
        PeriodLength::Year => "Year: YYYY",
    }
}
