//! `framescope matches`: the concordance on the terminal, or the matches table.

use super::arguments::{MatchesArguments, VoiceArgument};
use super::explain;
use super::failure::Failure;
use super::options::RunOptions;
use super::progress::Progress;
use super::reading::{self, Keep, Renderers};
use super::single::SingleTable;
use super::summary;
use crate::annotate::{CONTEXT_TOKENS, Concordance, Voice};
use crate::corpus::Document;
use crate::lexicon::{Matcher, glob_matches};
use crate::prose::plural;
use crate::table::{MatchRow, Names, Row, TableFormat, TableWriter, match_rows};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// The widest context, in characters, that a line on the terminal shows on either side.
const SIDE: usize = 40;
/// How wide the match and its right context are made, so that what follows stands in a column.
const MATCH_AND_RIGHT: usize = SIDE + 14;

pub(crate) fn run(arguments: MatchesArguments) -> Result<(), Failure> {
    let options = RunOptions::raise(arguments.shared)?;
    let filter = Filter {
        term: arguments.term.map(|term| term.to_lowercase()),
        category: arguments
            .category
            .map(|name| known_category(name, &options.matcher))
            .transpose()?,
        voice: arguments.voice.map(|voice| {
            match voice {
                VoiceArgument::Own => Voice::Own,
                VoiceArgument::Quoted => Voice::Quoted,
                VoiceArgument::Reported => Voice::Reported,
                VoiceArgument::Distanced => Voice::Distanced,
            }
            .name()
        }),
        outlet: arguments.outlet,
        speaker: arguments.speaker.map(|pattern| pattern.to_lowercase()),
        target: arguments.target.map(|pattern| pattern.to_lowercase()),
        negated: arguments.negated,
        hedged: arguments.hedged,
    };
    let names = reading::names(&options);
    let keep = Keep { lines: Some(arguments.context.unwrap_or(CONTEXT_TOKENS)), ..Keep::default() };
    let progress = Progress::new(options.verbosity);
    let shown = AtomicUsize::new(0);
    let outlets = Mutex::new(BTreeSet::new());
    let rows = |document: &Document, concordance: &Concordance<'_>| {
        let mut rows = match_rows(document, concordance, &names);
        rows.retain(|row| filter.keeps(row));
        if filter.outlet.is_some() {
            outlets.lock().unwrap_or_else(PoisonError::into_inner).insert(document.outlet.clone());
        }
        shown.fetch_add(rows.len(), Ordering::Relaxed);
        rows
    };
    let mut warnings = match &arguments.output {
        Some(path) => {
            let table = SingleTable::begin(path, &options.inputs)?;
            let format = table.format;
            let render = |document: &Document, concordance: &Concordance<'_>| {
                let rows = rows(document, concordance);
                rows_to_bytes(&rows, format)
            };
            let read = reading::read(
                &options,
                keep,
                &Renderers { matches: Some(&render), scores: None },
                &progress,
            )?;
            progress.done();
            table.finish(MatchRow::schema(), read.matches)?;
            read.warnings
        }
        None => {
            let bold = io::stdout().is_terminal();
            let render = |document: &Document, concordance: &Concordance<'_>| {
                let rows = rows(document, concordance);
                let reasons = if arguments.explain {
                    explain::reasons(concordance, &names)
                } else {
                    BTreeMap::new()
                };
                Ok(lines(document, &rows, &reasons, bold).into_bytes())
            };
            let read = reading::read(
                &options,
                keep,
                &Renderers { matches: Some(&render), scores: None },
                &progress,
            )?;
            progress.done();
            let mut out = BufWriter::new(io::stdout().lock());
            read.matches.write_sorted(&mut out)?;
            out.flush()?;
            let documents =
                plural(usize::try_from(read.count).unwrap_or(usize::MAX), "document", "documents");
            summary::say(
                &format!(
                    "{} in \
                {documents}",
                    plural(shown.load(Ordering::Relaxed), "match", "matches")
                ),
                options.verbosity,
            );
            read.warnings
        }
    };
    let outlets = outlets.into_inner().unwrap_or_else(PoisonError::into_inner);
    if let Some(outlet) = filter.outlet.as_deref().filter(|outlet| !outlets.contains(*outlet)) {
        let known: Vec<&str> = outlets.iter().map(|outlet| &**outlet).take(12).collect();
        warnings.push(format!(
            "no document is of the outlet `{outlet}`; there are \
            {}",
            known.join(", ")
        ));
    }
    summary::warn(&warnings, options.verbosity);
    Ok(())
}

/// The rows of one document's matches, without a header.
pub(crate) fn rows_to_bytes(rows: &[MatchRow], format: TableFormat) -> io::Result<Vec<u8>> {
    let mut writer = TableWriter::without_header(Vec::new(), format, MatchRow::schema());
    for row in rows {
        writer.write(row)?;
    }
    writer.finish()
}

/// The rows of one document's matches in full, without a header.
pub(crate) fn render(
    document: &Document,
    concordance: &Concordance<'_>,
    names: &Names,
) -> io::Result<Vec<u8>> {
    rows_to_bytes(&match_rows(document, concordance, names), TableFormat::Csv)
}

struct Filter {
    term: Option<String>,
    category: Option<String>,
    voice: Option<&'static str>,
    outlet: Option<String>,
    speaker: Option<String>,
    target: Option<String>,
    negated: Option<bool>,
    hedged: Option<bool>,
}

impl Filter {
    fn keeps(&self, row: &MatchRow) -> bool {
        let term = |term: &String| {
            *term == row.entry.to_lowercase() || glob_matches(term, &row.text.to_lowercase())
        };
        let category = |name: &String| {
            *name == *row.category || *name == format!("{}.{}", row.lexicon, row.category)
        };
        self.term.as_ref().is_none_or(term)
            && self.category.as_ref().is_none_or(category)
            && fits(self.speaker.as_deref(), row.speaker.as_deref())
            && fits(self.target.as_deref(), row.target.as_deref())
            && self.negated.is_none_or(|wanted| row.negated == Some(wanted))
            && self.hedged.is_none_or(|wanted| row.hedged == Some(wanted))
            && self.voice.is_none_or(|voice| voice == row.voice)
            && self.outlet.as_ref().is_none_or(|outlet| **outlet == *row.outlet)
    }
}

/// Whether a name fits a pattern in lower case; an empty name fits none.
fn fits(pattern: Option<&str>, name: Option<&str>) -> bool {
    pattern
        .is_none_or(|pattern| name.is_some_and(|name| glob_matches(pattern, &name.to_lowercase())))
}

/// A category that exists, or a failure that lists those that do.
fn known_category(name: String, matcher: &Matcher) -> Result<String, Failure> {
    if matcher
        .categories()
        .iter()
        .any(|category| *category.name == name || category.dimension() == name)
    {
        return Ok(name);
    }
    let mut known: Vec<String> =
        matcher.categories().iter().map(|category| category.dimension()).collect();
    let more = known.len().saturating_sub(12);
    known.truncate(12);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    Err(Failure::usage(format!(
        "--category: there is no category `{name}`; there are {}{more} (see `framescope lexicon \
            show`)",
        known.join(", ")
    )))
}

/// A document's matches as a reader wants them: the words in the middle, what they are behind.
fn lines(document: &Document, rows: &[MatchRow], reasons: &explain::Reasons, bold: bool) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let (on, off) = if bold { ("\x1b[1m", "\x1b[0m") } else { ("[", "]") };
    let date = document.date.map(|date| format!(", {date}")).unwrap_or_default();
    // What a text holds must not steer the terminal.
    let clean =
        |text: &str| text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>();
    let mut out = format!("{} ({}{date})\n", clean(&document.id), clean(&document.outlet));
    // Several entries may stand on the same words; they share a line.
    for same in rows.chunk_by(|a, b| (a.start, a.end) == (b.start, b.end)) {
        let Some(row) = same.first() else { continue };
        let categories: Vec<String> =
            same.iter().map(|row| format!("{}.{}", row.lexicon, row.category)).collect();
        let left = end_of(&clean(&row.left), SIDE);
        let text = clean(&row.text).split_whitespace().collect::<Vec<_>>().join(" ");
        let right = start_of(&clean(&row.right), SIDE);
        let gap = " ".repeat(SIDE.saturating_sub(left.chars().count()));
        let pad = " "
            .repeat(MATCH_AND_RIGHT.saturating_sub(text.chars().count() + right.chars().count()));
        out.push_str(&format!(
            "{:>7} {gap}{left}{on}{text}{off}{right}{pad} {:<9} \
            {}\n",
            row.start,
            row.voice,
            categories.join(", ")
        ));
        for row in same {
            let found = reasons.get(&(
                row.start,
                row.end,
                row.lexicon.clone(),
                row.category.clone(),
                row.entry.clone(),
            ));
            for reason in found.into_iter().flatten() {
                out.push_str(&format!("{:>9}{}\n", "", clean(reason)));
            }
        }
    }
    out.push('\n');
    out
}

fn start_of(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        text.to_owned()
    } else {
        text.chars().take(most - 1).chain(['…']).collect()
    }
}

fn end_of(text: &str, most: usize) -> String {
    let count = text.chars().count();
    if count <= most {
        text.to_owned()
    } else {
        std::iter::once('…').chain(text.chars().skip(count + 1 - most)).collect()
    }
}
