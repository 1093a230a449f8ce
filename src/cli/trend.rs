//! The tables `trend` and `around`: their options, and the rates of a run over time.

use super::failure::Failure;
use super::folder::TableFolder;
use super::options::RunOptions;
use super::reading::Reading;
use crate::compare::{
    Around, COARSE_SHARE, DateSurvey, DifferenceBasis, MOST_PERIODS, PERIOD_DOCUMENTS, PeriodRule,
    TestBasis, TrendTotals, around,
};
use crate::corpus::{Date, PeriodLength, ReadDate};
use crate::prose::plural;
use crate::table::{Cells, Names, Row, TrendRow, around_rows, trend_rows};
use clap::{Args, ValueEnum};
use serde_json::{Map, Value, json};

/// What shapes the tables `trend` and `around`.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Trend")]
pub(crate) struct TrendArguments {
    /// Length of the periods of the table `trend`
    #[arg(long, value_name = "LENGTH", default_value = "auto")]
    pub period: PeriodArgument,
    /// Compare what stands before DATE with what stands on it and after it, in the table `around`:
    /// YYYY-MM-DD, or YYYY-MM or YYYY for its first day
    #[arg(long, value_name = "DATE")]
    pub around: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum PeriodArgument {
    Day,
    /// Of ISO 8601, from Monday
    Week,
    Month,
    Quarter,
    Year,
    /// The shortest that the dates allow and that holds enough documents
    Auto,
}

/// The same, checked.
pub(crate) struct TrendOptions {
    /// None: by what the dates allow.
    length: Option<PeriodLength>,
    around: Option<Date>,
}

impl TrendOptions {
    /// As typed, for the record.
    pub(crate) fn record(&self) -> Value {
        json!({
            "period": self.length.map_or("auto", PeriodLength::name),
            "around": self.around.map(|date| date.to_string()),
        })
    }

    pub(crate) fn raise(typed: TrendArguments) -> Result<Self, Failure> {
        let length = match typed.period {
            PeriodArgument::Day => Some(PeriodLength::Day),
            PeriodArgument::Week => Some(PeriodLength::Week),
            PeriodArgument::Month => Some(PeriodLength::Month),
            PeriodArgument::Quarter => Some(PeriodLength::Quarter),
            PeriodArgument::Year => Some(PeriodLength::Year),
            PeriodArgument::Auto => None,
        };
        Ok(Self { length, around: typed.around.map(|typed| date(&typed)).transpose()? })
    }
}

/// A date as ISO 8601 writes it and in no other way, since a day and a month must not be mixed up
/// here.
fn date(typed: &str) -> Result<Date, Failure> {
    match Date::read(typed) {
        ReadDate::Known(date) if date.to_string() == typed => Ok(date),
        _ => Err(Failure::usage(format!(
            "--around: `{typed}` is no date of the calendar as YYYY-MM-DD, YYYY-MM or YYYY; give \
                one as 2014-06-29"
        ))),
    }
}

/// Writes both, and says how they were found.
pub(crate) fn write(
    trend: &TrendOptions,
    reading: &mut Reading,
    options: &RunOptions,
    names: &Names,
    folder: &mut TableFolder,
    methods: &mut Map<String, Value>,
) -> Result<(), Failure> {
    write_trend(trend, reading, names, folder, methods)?;
    match trend.around {
        Some(date) => write_around(date, reading, options, names, folder, methods),
        None => Ok(()),
    }
}

fn write_trend(
    trend: &TrendOptions,
    reading: &mut Reading,
    names: &Names,
    folder: &mut TableFolder,
    methods: &mut Map<String, Value>,
) -> Result<(), Failure> {
    let mut survey = DateSurvey::default();
    reading.frames.iter().for_each(|frame| survey.add(frame));
    let Some((chosen, rule)) = survey.choose() else {
        methods.insert("trend".to_owned(), json!("none: no document has a date"));
        return Ok(());
    };
    let length = trend.length.unwrap_or(chosen);
    let rule = match (trend.length, rule) {
        (Some(_), _) => "as told".to_owned(),
        (None, PeriodRule::Shortest) => format!(
            "the shortest that the dates allow with 2 to {MOST_PERIODS} periods and at least \
                {PERIOD_DOCUMENTS} documents at the median over outlets and periods"
        ),
        (None, PeriodRule::Longest) => format!(
            "the longest that gives two periods, since none that the dates allow has 2 to \
                {MOST_PERIODS} periods and at least {PERIOD_DOCUMENTS} documents at the median \
                over outlets and periods"
        ),
        (None, PeriodRule::Single) => "the shortest that the dates allow, since all documents lie \
            in one period of any length"
            .to_owned(),
    };
    let mut totals = TrendTotals::new(length);
    reading.frames.iter().for_each(|frame| totals.add(frame));
    let (undated, coarse) = totals.left_out();
    let periods = totals.periods().len();
    methods.insert(
        "trend".to_owned(),
        json!({
            "period": length.name(),
            "rule": rule,
            "dates_allow": format!("a length in which at least {} % of the dated documents lie in \
                one period", 100 - 100 / COARSE_SHARE),
            "periods": periods,
            "documents_without_date": undated,
            "documents_dated_too_coarsely": coarse,
            "interval": "95 %, ratio estimator over the outlet's documents of the period, \
                linearized variance, t on the log scale; none for fewer than 3 documents",
            "categories": "those that occur in the documents counted",
        }),
    );
    if undated + coarse > 0 {
        let parts = [(undated, "without a date"), (coarse, "dated too coarsely")];
        let parts: Vec<String> = parts
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, why)| format!("{count} {why}"))
            .collect();
        let all = plural(
            usize::try_from(undated + coarse).unwrap_or(usize::MAX),
            "document",
            "documents",
        );
        let outcome = if periods == 0 { ", so there is none" } else { "" };
        reading.warnings.push(format!(
            "the table `trend` by {} leaves out {all}: \
            {}{outcome}",
            length.name(),
            parts.join(", ")
        ));
    }
    if periods > 0 {
        folder.write_with(TrendRow::schema(), trend_rows(&totals, names), |row, sink| {
            row.put(sink)
        })?;
    }
    Ok(())
}

fn write_around(
    date: Date,
    reading: &mut Reading,
    options: &RunOptions,
    names: &Names,
    folder: &mut TableFolder,
    methods: &mut Map<String, Value>,
) -> Result<(), Failure> {
    let found = around(&reading.frames, date, options.seed, options.adjustment);
    reading.warnings.extend(warnings(date, &found));
    let tested =
        found.changes.iter().filter(|change| matches!(change.test, TestBasis::Permuted(_))).count();
    let differences = found
        .changes
        .iter()
        .filter(|change| change.difference_basis == DifferenceBasis::Wald)
        .count();
    methods.insert(
        "around".to_owned(),
        json!({
            "date": date.to_string(),
            "after": "documents of the date itself and later; of a month or year its first day \
                counts",
            "documents_before": found.before,
            "documents_after": found.after,
            "documents_without_date": found.undated,
            "documents_on_either_side": found.straddling,
            "log_ratio": "log2 of own-voice rate after over rate before",
            "interval": "95 %, t at Welch and Satterthwaite's degrees of freedom, variance of the \
                log ratio v_a/R_a^2 + v_b/R_b^2, v linearized over documents, D/(D-1)",
            "p_value": "permutation of before and after over the outlet's documents, not within \
                events; statistic: occurrences after beyond their share by tokens, two-sided; \
                `test` and `labellings` tell of each whether exact or sampled, (b+1)/(m+1)",
            "q_value": format!("{} over the rows of around that have a \
                p_value", options.adjustment.name()),
            "tested": tested,
            "did": "log_ratio less that of the other outlets with two documents or more on either \
                side, their rates weighted by n_b n_a / (n_b + n_a) on both sides (Mantel and \
                Haenszel)",
            "did_p_value": "Wald's t on the log scale, linearized variance over documents, \
                Satterthwaite's degrees of freedom; approximate",
            "did_q_value": format!("{} over the rows of around that have a \
                did_p_value", options.adjustment.name()),
            "did_tested": differences,
        }),
    );
    if found.before + found.after > 0 {
        folder.write(&around_rows(&found, names))?;
    }
    Ok(())
}

/// What of the corpus does not serve for the table.
fn warnings(date: Date, found: &Around) -> Vec<String> {
    let documents =
        |count: u64| plural(usize::try_from(count).unwrap_or(usize::MAX), "document", "documents");
    if found.before + found.after == 0 {
        return vec![format!(
            "the table `around` is left out: no document has a date that lies \
            surely before {date} or after it"
        )];
    }
    let mut warnings = Vec::new();
    if found.undated + found.straddling > 0 {
        let parts = [
            (found.undated, "without a date"),
            (
                found.straddling,
                "dated so coarsely that \
            they may lie on either side",
            ),
        ];
        let parts: Vec<String> = parts
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, why)| format!("{count} {why}"))
            .collect();
        let all = documents(found.undated + found.straddling);
        warnings.push(format!("the table `around` leaves out {all}: {}", parts.join(", ")));
    }
    for (count, side) in [(found.before, "before"), (found.after, "on or after")] {
        if count == 0 {
            warnings.push(format!(
                "no document is dated {side} {date}, so the table `around` tells \
                of no change; choose another date"
            ));
        }
    }
    warnings
}
