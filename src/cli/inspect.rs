//! `framescope corpus inspect`: what a corpus holds, before it is analysed.

use super::arguments::SharedArguments;
use super::failure::Failure;
use super::options::RunOptions;
use super::summary;
use crate::analysis::{OnError, RecordHead, TableChoice, TableName, heads, record_warnings};
use crate::corpus::{DateOrder, RecognizedFile};
use crate::prose::plural;
use crate::sink::OutputFile;
use std::collections::BTreeMap;
use std::io::{BufWriter, Write};

/// How many documents that cannot be used, and how many files of a kind, are named one by one.
const NAMED: usize = 20;

pub(crate) fn run(mut shared: SharedArguments) -> Result<(), Failure> {
    // Here the option names a profile to write, not one to read by.
    let profile_path = shared.input.profile.take();
    let mut options = RunOptions::raise(shared, |options| {
        options.tables = TableChoice::from_tables([TableName::Documents]);
        // To look is to look at all of it.
        options.on_error = OnError::Skip;
    })?;
    let profile_file = profile_path.as_deref().map(OutputFile::begin).transpose()?;
    let progress = options.progress();
    let corpus = options.open()?;
    let profile = corpus.profile().clone();
    let mut records = options.records(corpus, &progress)?;
    let plan = &options.plan;
    let (survey, warnings) = options.pool.install(|| record_warnings(plan, &mut records))?;
    progress.done();
    let documents = heads(&records)?;
    let input = records.input();
    let mut out = BufWriter::new(std::io::stdout().lock());
    let count = plural(documents.len(), "document", "documents");
    let files = plural(input.files.len(), "file", "files");
    writeln!(out, "{count}, {} tokens, {files}", survey.tokens)?;
    writeln!(out)?;
    outlets(&documents, &mut out)?;
    writeln!(out)?;
    kinds(&input.recognized, &mut out)?;
    writeln!(out)?;
    for (name, values) in [
        ("Events", tally(&documents, |d| d.event.as_deref())),
        ("Languages", tally(&documents, |d| d.language.as_deref())),
        ("Encodings", tally(&documents, |d| Some(&*d.encoding))),
    ] {
        let shown: Vec<String> = values
            .iter()
            .take(12)
            .map(|(value, count)| format!("{} {count}", value.unwrap_or("not known")))
            .collect();
        let more = match values.len().saturating_sub(12) {
            0 => String::new(),
            more => format!(", and {more} more"),
        };
        writeln!(out, "{name:<10} {}{more}", shown.join(", "))?;
    }
    if !input.rejected.is_empty() {
        let count = plural(input.rejected.len(), "document", "documents");
        writeln!(out, "\n{count} cannot be used:")?;
        for document in input.rejected.iter().take(NAMED) {
            writeln!(out, "  {}: {}", document.source, document.reason)?;
        }
        if input.rejected.len() > NAMED {
            writeln!(out, "  and {} more", input.rejected.len() - NAMED)?;
        }
    }
    if let Some(mut file) = profile_file {
        let orders = input.date_orders;
        let mut profile = profile.with_date_order(orders.order());
        // A stream is over, and has no second reading.
        if options.read_once().is_none() {
            profile = profile.with_furniture(options.repeated_lines()?);
        }
        file.write_all(profile.to_json().as_bytes())?;
        file.finish()?;
        let order = match orders.order() {
            DateOrder::DayFirst => "the day comes before the month",
            DateOrder::MonthFirst => "the month comes before the day",
            DateOrder::Unknown => "no order of day and month",
        };
        writeln!(out, "\nProfile: {order}")?;
        if let Some(contradiction) = orders.contradiction() {
            writeln!(out, "  {contradiction}")?;
        }
    }
    out.flush()?;
    summary::warn(&summary::with_remedies(warnings), options.verbosity);
    Ok(())
}

fn outlets(documents: &[RecordHead], out: &mut impl Write) -> Result<(), Failure> {
    let mut rows: BTreeMap<&str, Vec<&RecordHead>> = BTreeMap::new();
    for document in documents {
        rows.entry(&document.outlet).or_default().push(document);
    }
    let width = rows.keys().map(|name| name.chars().count()).max().unwrap_or(0).max(6);
    writeln!(
        out,
        "{:<width$} {:>9} {:>10} {:>8} {:>8}  dates",
        "Outlet", "documents", "tokens", "no date", "no title"
    )?;
    for (outlet, documents) in rows {
        let tokens: u64 = documents.iter().map(|d| u64::from(d.tokens)).sum();
        let undated = documents.iter().filter(|d| d.date.is_none()).count();
        let untitled = documents.iter().filter(|d| d.title.is_none()).count();
        let dates = || documents.iter().filter_map(|d| d.date).map(|date| date.to_string());
        let first = dates().min().unwrap_or_else(|| "not known".to_owned());
        let last = dates().max().unwrap_or_default();
        let span = if last.is_empty() || first == last {
            first.to_owned()
        } else {
            format!("{first} to {last}")
        };
        writeln!(
            out,
            "{outlet:<width$} {:>9} {tokens:>10} {undated:>8} {untitled:>8}  {span}",
            documents.len()
        )?;
    }
    Ok(())
}

/// What files were recognized as, with the documents that each gave.
fn kinds(files: &[RecognizedFile], out: &mut impl Write) -> Result<(), Failure> {
    let mut kinds: BTreeMap<&str, Vec<&RecognizedFile>> = BTreeMap::new();
    for file in files {
        kinds.entry(&file.kind).or_default().push(file);
    }
    writeln!(out, "Files")?;
    for (kind, mut files) in kinds {
        files.sort_by(|a, b| a.path.cmp(&b.path));
        let documents: u64 = files.iter().map(|file| file.documents).sum();
        writeln!(
            out,
            "  {kind}: {}, {}",
            plural(files.len(), "file", "files"),
            plural(documents, "document", "documents")
        )?;
        for file in files.iter().take(NAMED) {
            writeln!(out, "    {}: {}", file.path, file.documents)?;
        }
        if files.len() > NAMED {
            writeln!(out, "    and {} more", files.len() - NAMED)?;
        }
    }
    Ok(())
}

/// Values by how often they occur, most first.
fn tally<'d>(
    documents: &'d [RecordHead],
    of: impl Fn(&'d RecordHead) -> Option<&'d str>,
) -> Vec<(Option<&'d str>, usize)> {
    let mut counts: BTreeMap<Option<&str>, usize> = BTreeMap::new();
    for document in documents {
        *counts.entry(of(document)).or_default() += 1;
    }
    let mut sorted: Vec<_> = counts.into_iter().collect();
    sorted.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    sorted
}
