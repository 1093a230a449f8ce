//! What is said on the terminal when a run is done.

use super::verbosity::Verbosity;
use crate::analysis::{Overview, Warning, WarningKind};
use crate::prose::{one_line, plural};
use std::fmt::Write;
use std::path::Path;

/// The warnings with what to do, by the names of options.
pub(crate) fn with_remedies(warnings: Vec<Warning>) -> Vec<Warning> {
    let with_remedy = |warning: Warning| match remedy(warning.kind()) {
        Some(remedy) => warning.with_remedy(remedy),
        None => warning,
    };
    warnings.into_iter().map(with_remedy).collect()
}

fn remedy(kind: WarningKind) -> Option<&'static str> {
    match kind {
        WarningKind::CopiesCounted => {
            Some("count only the earliest with --duplicates first, or none with --duplicates drop")
        }
        WarningKind::FurnitureCounted => Some("--furniture drop leaves them out"),
        WarningKind::ManyRows => {
            Some("--keyness-rows 1000 writes the 1,000 strongest of each contrast and direction")
        }
        WarningKind::LexiconsSetAside => {
            Some("--lexicon NAME counts those named, --lexicon all counts every one")
        }
        WarningKind::Resamples => Some("raise --bootstrap"),
        WarningKind::PooledOutlets => {
            Some("compare more with --max-outlets, or name those to compare with --outlets")
        }
        _ => None,
    }
}

/// Says each warning on stderr; in full where much is to be said.
pub(crate) fn warn(warnings: &[Warning], verbosity: Verbosity) {
    for warning in warnings {
        match warning.details() {
            [] | [_] => say(&format!("warning: {}", one_line(warning.text())), verbosity),
            details if verbosity == Verbosity::Verbose => {
                details.iter().for_each(|detail| {
                    say(&format!("warning: {}", one_line(detail)), verbosity);
                });
            }
            _ => say(&format!("warning: {}", one_line(warning.text())), verbosity),
        }
    }
}

/// Says one line on stderr.
pub(crate) fn say(line: &str, verbosity: Verbosity) {
    if verbosity > Verbosity::Quiet {
        eprintln!("{line}");
    }
}

/// The summary of a run that wrote a folder: what was read, where outlets differ most, where the
/// tables are.
pub(crate) fn of_run(overview: &Overview, folder: &Path) -> String {
    let mut out = String::new();
    let about = match overview.events {
        0 => String::new(),
        events => {
            let per_event = overview.documents_with_event as f64 / events as f64;
            format!(
                " on {} ({per_event:.1} documents each, {} reported by two outlets or more)",
                plural(events, "event", "events"),
                overview.shared_events
            )
        }
    };
    // Writing to a string cannot fail.
    let _ = writeln!(
        out,
        "Read {} by {}{about}: {} tokens, {}.",
        plural(overview.documents, "document", "documents"),
        plural(overview.outlets, "outlet", "outlets"),
        overview.tokens,
        plural(overview.matches, "match", "matches"),
    );
    if overview.rejected > 0 {
        let documents = plural(overview.rejected, "document", "documents");
        let _ = writeln!(out, "Left out {documents}; tables/rejected.csv says why.");
    }
    if !overview.widest.is_empty() {
        let title = "Widest differences between outlets (own voice, per 1,000 tokens):";
        let _ = writeln!(out, "\n{title}");
    }
    for difference in &overview.widest {
        let sure = match (difference.p_value, difference.q_value) {
            (Some(p), Some(q)) => format!("p {p:.4}, q {q:.4}"),
            _ => "too few documents for a test".to_owned(),
        };
        let (high, low) = (&difference.highest, &difference.lowest);
        let name = format!("{}.{}", difference.lexicon, difference.category);
        let _ = writeln!(
            out,
            "  {name:<42} {:>6.2} {}; {:.2} {} ({sure})",
            high.1,
            one_line(&high.0),
            low.1,
            one_line(&low.0)
        );
    }
    if let Some(finding) = &overview.clusters {
        let _ = writeln!(out, "\nClusters by framing: {finding}.");
    }
    let _ = writeln!(out, "\nTables: {}", folder.join("tables").display());
    out
}
