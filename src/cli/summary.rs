//! What is said on the terminal when a run is done.

use super::options::Verbosity;
use super::reading::Reading;
use crate::lexicon::{LexiconKind, Matcher};
use crate::prose::plural;
use crate::table::{Schema, SideBySideRow};
use std::io::Write;
use std::path::Path;

/// Says each warning on stderr.
pub(crate) fn warn(warnings: &[String], verbosity: Verbosity) {
    if verbosity > Verbosity::Quiet {
        for warning in warnings {
            eprintln!("warning: {warning}");
        }
    }
}

/// Says one line on stderr.
pub(crate) fn say(line: &str, verbosity: Verbosity) {
    if verbosity > Verbosity::Quiet {
        eprintln!("{line}");
    }
}

/// How many contrasts the summary names.
const CONTRASTS: usize = 5;

/// The summary of a run that wrote a folder: what was read, where outlets differ most, where the
/// tables lie. Framing categories go before variants of a name, whose rates follow the topic.
pub(crate) fn of_run(
    reading: &Reading,
    contrasts: &[SideBySideRow],
    side_by_side: Option<&Schema>,
    matcher: &Matcher,
    folder: &Path,
) -> String {
    let mut out = Vec::new();
    let count = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    let mut outlets: Vec<&str> = reading.frames.iter().map(|frame| &*frame.outlet).collect();
    outlets.sort_unstable();
    outlets.dedup();
    let mut events: Vec<&str> =
        reading.frames.iter().filter_map(|frame| frame.event.as_deref()).collect();
    events.sort_unstable();
    events.dedup();
    let about = if events.is_empty() {
        String::new()
    } else {
        format!(
            " on \
        {}",
            plural(events.len(), "event", "events")
        )
    };
    let _ = writeln!(
        out,
        "Read {} by {}{about}: {} tokens, {}.",
        plural(count(reading.count), "document", "documents"),
        plural(outlets.len(), "outlet", "outlets"),
        reading.tokens,
        plural(count(reading.match_count), "match", "matches"),
    );
    if !reading.rejected.is_empty() {
        let _ = writeln!(
            out,
            "Left out {}; tables/rejected.csv says \
            why.",
            plural(reading.rejected.len(), "document", "documents")
        );
    }
    // A name may hold a line end; here it must not break the line.
    let one_line = |name: &str| name.split(char::is_control).collect::<Vec<_>>().join(" ");
    let names: Vec<String> =
        side_by_side.map(outlet_names).unwrap_or_default().into_iter().map(one_line).collect();
    let mut widest: Vec<&SideBySideRow> = contrasts
        .iter()
        .filter(|row| row.contrast.spread.is_some_and(|spread| spread > 0.0))
        .collect();
    let is_framing =
        |row: &&SideBySideRow| matcher.category(row.contrast.category).kind == LexiconKind::Framing;
    if widest.iter().any(is_framing) {
        widest.retain(is_framing);
    }
    widest.sort_by(|a, b| {
        b.contrast.spread.unwrap_or(0.0).total_cmp(&a.contrast.spread.unwrap_or(0.0))
    });
    if !widest.is_empty() && names.len() > 1 {
        let _ = writeln!(
            out,
            "\nWidest differences between outlets (own voice, per 1,000 \
            tokens):"
        );
        for row in widest.into_iter().take(CONTRASTS) {
            let rates = row
                .contrast
                .rates
                .iter()
                .zip(&names)
                .filter_map(|(rate, name)| rate.map(|rate| (rate, name.as_str())));
            let highest = rates.clone().reduce(|a, b| if b.0 > a.0 { b } else { a });
            let lowest = rates.reduce(|a, b| if b.0 < a.0 { b } else { a });
            let (Some((high, top)), Some((low, bottom))) = (highest, lowest) else { continue };
            let sure = match (row.contrast.p_value, row.contrast.q_value) {
                (Some(p), Some(q)) => format!("p {p:.4}, q {q:.4}"),
                _ => "too few documents for a test".to_owned(),
            };
            let _ = writeln!(
                out,
                "  {:<42} {high:>6.2} {top}; {low:.2} {bottom} \
                ({sure})",
                format!("{}.{}", row.lexicon, row.category)
            );
        }
    }
    let _ = writeln!(out, "\nTables: {}", folder.join("tables").display());
    String::from_utf8(out).unwrap_or_default()
}

/// The outlets' columns of `side_by_side`: between `category` and `spread`.
fn outlet_names(schema: &Schema) -> Vec<&str> {
    let inner = schema.columns.len().saturating_sub(3);
    schema
        .columns
        .get(2..inner)
        .unwrap_or_default()
        .iter()
        .map(|column| column.name.as_ref())
        .collect()
}
