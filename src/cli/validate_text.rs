//! The figures of a validation as a text to be read.

use crate::prose::{one_line, plural};
use crate::table::{ValidationAgreementRow, ValidationPrecisionRow, ValidationRecallRow};
use crate::validation::Coding;
use std::fmt::Write;
use std::sync::Arc;

/// The width of names.
const NAME: usize = 42;

/// All figures.
pub(crate) fn text(
    coding: &Coding,
    precision: &[ValidationPrecisionRow],
    recall: &[ValidationRecallRow],
    agreement: &[ValidationAgreementRow],
) -> String {
    let mut out = String::new();
    about(coding, precision, recall, &mut out);
    precisions(precision, &mut out);
    recalls(recall, &mut out);
    agreements(agreement, coding, &mut out);
    entries_to_drop(precision, &mut out);
    out
}

/// A line; writing to a string cannot fail.
macro_rules! line {
    ($out:expr, $($text:tt)*) => {{ let _ = writeln!($out, $($text)*); }};
}

fn about(
    coding: &Coding,
    precision: &[ValidationPrecisionRow],
    recall: &[ValidationRecallRow],
    out: &mut String,
) {
    let (coded, sampled) = precision.first().map_or((0, 0), |row| (row.coded, row.sampled));
    let misses = recall.first().map_or(0, |row| row.misses_coded);
    line!(
        out,
        "{coded} of {} and {misses} of {} coded by {} ({}).",
        plural(usize::try_from(sampled).unwrap_or(usize::MAX), "match", "matches"),
        plural(coding.sample.misses.len(), "miss", "misses"),
        plural(coding.coders.len(), "coder", "coders"),
        one_line(&coding.coders.join(", "))
    );
    line!(out, "Where coders differ the majority counts; a tie counts half.");
}

fn precisions(rows: &[ValidationPrecisionRow], out: &mut String) {
    for (level, title) in [
        ("overall", "Precision: the share of matches that are right"),
        ("voice", "By voice, weighted by category"),
        ("outlet", "By outlet, weighted by category"),
        ("entry", "By entry"),
    ] {
        if !rows.iter().any(|row| row.level == level) {
            continue;
        }
        line!(
            out,
            "\n{title:<width$} {:>6} {:>6} {:>10}  95 % interval",
            "coded",
            "right",
            "precision",
            width = NAME + 2
        );
        for row in rows
            .iter()
            .filter(|row| row.level == level || (level == "overall" && row.level == "category"))
        {
            let found =
                interval(row.precision, row.precision_low, row.precision_high, row.interval_method);
            line!(
                out,
                "  {} {:>6} {:>6} {found}",
                name(&precision_name(row)),
                row.coded,
                row.right
            );
            if row.level == "overall" {
                let found = interval(
                    row.unweighted,
                    row.unweighted_low,
                    row.unweighted_high,
                    row.interval_method,
                );
                line!(
                    out,
                    "  {} {:>6} {:>6} {found}",
                    name("all, unweighted"),
                    row.coded,
                    row.right
                );
            }
        }
    }
}

fn precision_name(row: &ValidationPrecisionRow) -> String {
    let text = |cell: &Option<Arc<str>>| cell.as_deref().unwrap_or("").to_owned();
    match row.level {
        "overall" => "all, weighted by category".to_owned(),
        "category" => dimension(&row.lexicon, &row.category),
        "entry" => format!("{}: {}", dimension(&row.lexicon, &row.category), text(&row.entry)),
        "voice" => text(&row.voice),
        _ => text(&row.outlet),
    }
}

fn recalls(rows: &[ValidationRecallRow], out: &mut String) {
    let title = "Recall: the share of what is there that was found";
    line!(
        out,
        "\n{title:<width$} {:>6} {:>6} {:>6}  95 % interval",
        "found",
        "missed",
        "recall",
        width = NAME + 9
    );
    for row in rows {
        let of = if row.level == "overall" {
            "all".to_owned()
        } else {
            dimension(&row.lexicon, &row.category)
        };
        let whole =
            |cell: Option<f64>| cell.map_or_else(|| "–".to_owned(), |cell| format!("{cell:.0}"));
        let found = interval(row.recall, row.recall_low, row.recall_high, row.interval_method);
        line!(
            out,
            "  {} {:>13} {:>6} {}",
            name(&of),
            whole(row.found),
            whole(row.not_found),
            found.trim_start_matches("   ")
        );
    }
    line!(
        out,
        "  Estimated for the corpus. Sentences that hold a match are not searched for more, which \
         raises recall; false alarms of coders lower it."
    );
}

fn agreements(rows: &[ValidationAgreementRow], coding: &Coding, out: &mut String) {
    if coding.coders.len() < 2 {
        line!(out, "\nAgreement: one coder; to measure it let two code the same sample.");
        return;
    }
    let title = "Agreement of coders";
    line!(
        out,
        "\n{title:<width$} {:>6} {:>6} {:>6} {:>6}  95 % interval of alpha",
        "units",
        "share",
        "kappa",
        "alpha",
        width = NAME + 2
    );
    for row in rows {
        let of = match (row.level, row.coders.as_str()) {
            (_, pair) if pair != "all" => format!("  {pair}"),
            ("overall", _) => "all matches".to_owned(),
            ("misses", _) => "misses".to_owned(),
            _ => dimension(&row.lexicon, &row.category),
        };
        let figure =
            |cell: Option<f64>| cell.map_or_else(|| "–".to_owned(), |cell| format!("{cell:.3}"));
        let range = match (row.alpha_low, row.alpha_high, row.reading) {
            (Some(low), Some(high), Some(reading)) => format!("{low:.3} to {high:.3}, {reading}"),
            (_, _, reading) if row.coders != "all" => reading.unwrap_or("").to_owned(),
            (_, _, Some(reading)) => format!("none ({}), {reading}", row.interval_method),
            _ => format!("none ({})", row.interval_method),
        };
        let (share, kappa, alpha) = (figure(row.percent), figure(row.kappa), figure(row.alpha));
        let text =
            format!("  {} {:>6} {share:>6} {kappa:>6} {alpha:>6}  {range}", name(&of), row.units);
        line!(out, "{}", text.trim_end());
    }
    let mean = if coding.coders.len() > 2 { ", above pairs their mean" } else { "" };
    line!(
        out,
        "  Krippendorff's alpha, nominal; Cohen's kappa{mean}. Customary bars for alpha: .800 \
         reliable, .667 tentative."
    );
}

fn entries_to_drop(rows: &[ValidationPrecisionRow], out: &mut String) {
    for (advice, title) in [
        ("drop", "Entries to drop (at least 4 coded, the interval ends below one half)"),
        ("review", "Entries to review (at least 5 coded, fewer than half right)"),
    ] {
        let advised: Vec<&ValidationPrecisionRow> =
            rows.iter().filter(|row| row.advice == Some(advice)).collect();
        line!(out, "\n{title}:{}", if advised.is_empty() { " none" } else { "" });
        for row in advised {
            line!(
                out,
                "  {}, {} of {} right",
                one_line(&precision_name(row)),
                row.right,
                row.coded
            );
        }
    }
}

fn dimension(lexicon: &Option<Arc<str>>, category: &Option<Arc<str>>) -> String {
    format!("{}.{}", lexicon.as_deref().unwrap_or(""), category.as_deref().unwrap_or(""))
}

/// `     0.775  0.625 to 0.877`, or why there is none.
fn interval(value: Option<f64>, low: Option<f64>, high: Option<f64>, basis: &str) -> String {
    match (value, low, high) {
        (Some(value), Some(low), Some(high)) => format!("{value:>10.3}  {low:.3} to {high:.3}"),
        _ => format!("{:>10}  none ({basis})", "–"),
    }
}

/// A name on one line, filled up so that what follows stands in a column.
fn name(text: &str) -> String {
    format!("{:<NAME$}", one_line(text))
}
