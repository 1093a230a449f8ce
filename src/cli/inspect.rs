//! `framescope corpus inspect`: what a corpus holds, before it is analysed.

use super::arguments::SharedArguments;
use super::failure::Failure;
use super::options::{OnError, RunOptions};
use super::progress::Progress;
use super::reading::{self, Keep, Renderers};
use super::summary;
use crate::prose::plural;
use crate::table::DocumentRow;
use std::collections::BTreeMap;
use std::io::{BufWriter, Write};

/// How many documents that cannot be used are named one by one.
const NAMED: usize = 20;

pub(crate) fn run(shared: SharedArguments) -> Result<(), Failure> {
    let mut options = RunOptions::raise(shared)?;
    // To look is to look at all of it.
    options.on_error = OnError::Skip;
    let progress = Progress::new(options.verbosity);
    let keep = Keep { documents: true, ..Keep::default() };
    let read = reading::read(&options, keep, &Renderers::default(), &progress)?;
    progress.done();
    let mut out = BufWriter::new(std::io::stdout().lock());
    let documents = plural(read.documents.len(), "document", "documents");
    writeln!(
        out,
        "{documents}, {} tokens, \
        {}",
        read.tokens,
        plural(read.files.len(), "file", "files")
    )?;
    writeln!(out)?;
    outlets(&read.documents, &mut out)?;
    writeln!(out)?;
    for (name, values) in [
        ("Events", tally(&read.documents, |d| d.event.as_deref())),
        ("Languages", tally(&read.documents, |d| d.language.as_deref())),
        ("Encodings", tally(&read.documents, |d| Some(&d.encoding))),
    ] {
        let shown: Vec<String> = values
            .iter()
            .take(12)
            .map(|(value, count)| {
                format!(
                    "{} \
            {count}",
                    value.unwrap_or("not known")
                )
            })
            .collect();
        let more = if values.len() > 12 {
            format!(
                ", and {} \
            more",
                values.len() - 12
            )
        } else {
            String::new()
        };
        writeln!(out, "{name:<10} {}{more}", shown.join(", "))?;
    }
    if !read.rejected.is_empty() {
        writeln!(
            out,
            "\n{} cannot be \
            used:",
            plural(read.rejected.len(), "document", "documents")
        )?;
        for row in read.rejected.iter().take(NAMED) {
            let place = row.row.map(|row| format!(", row {row}")).unwrap_or_default();
            writeln!(out, "  {}{place}: {}", row.source, row.reason)?;
        }
        if read.rejected.len() > NAMED {
            writeln!(out, "  and {} more", read.rejected.len() - NAMED)?;
        }
    }
    out.flush()?;
    summary::warn(&read.warnings, options.verbosity);
    Ok(())
}

fn outlets(documents: &[DocumentRow], out: &mut impl Write) -> Result<(), Failure> {
    let mut rows: BTreeMap<&str, Vec<&DocumentRow>> = BTreeMap::new();
    for document in documents {
        rows.entry(&document.outlet).or_default().push(document);
    }
    let width = rows.keys().map(|name| name.chars().count()).max().unwrap_or(0).max(6);
    writeln!(
        out,
        "{:<width$} {:>9} {:>10} {:>8} {:>8}  \
        dates",
        "Outlet", "documents", "tokens", "no date", "no title"
    )?;
    for (outlet, documents) in rows {
        let tokens: u64 = documents.iter().map(|d| d.tokens).sum();
        let undated = documents.iter().filter(|d| d.date.is_none()).count();
        let untitled = documents.iter().filter(|d| d.title.is_none()).count();
        let first = documents.iter().filter_map(|d| d.date.as_deref()).min().unwrap_or("not known");
        let last = documents.iter().filter_map(|d| d.date.as_deref()).max().unwrap_or("");
        let span = if last.is_empty() || first == last {
            first.to_owned()
        } else {
            format!("{first} to {last}")
        };
        writeln!(
            out,
            "{outlet:<width$} {:>9} {tokens:>10} {undated:>8} {untitled:>8}  \
            {span}",
            documents.len()
        )?;
    }
    Ok(())
}

/// Values by how often they occur, most first.
fn tally<'d>(
    documents: &'d [DocumentRow],
    of: impl Fn(&'d DocumentRow) -> Option<&'d str>,
) -> Vec<(Option<&'d str>, usize)> {
    let mut counts: BTreeMap<Option<&str>, usize> = BTreeMap::new();
    for document in documents {
        *counts.entry(of(document)).or_default() += 1;
    }
    let mut sorted: Vec<_> = counts.into_iter().collect();
    sorted.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    sorted
}
