//! `framescope matches`: the concordance on the terminal, or the matches table.

use super::arguments::MatchesArguments;
use super::failure::Failure;
use super::options::RunOptions;
use super::single::table_file;
use super::summary;
use crate::analysis::{
    ExplainedRow, HeadSurvey, MatchFilter, Plan, Records, TableChoice, TableName, explained_rows,
    finish, record_warnings,
};
use crate::lexicon::glob_matches;
use crate::prose::{folded, nearest, plural, unknown_name};
use std::io::{self, BufWriter, IsTerminal, Write};

/// The widest context, in characters, that a line on the terminal shows on either side.
const SIDE: usize = 40;
/// How wide the match and its right context are made, so that what follows is in a column.
const MATCH_AND_RIGHT: usize = SIDE + 14;

pub(crate) fn run(arguments: MatchesArguments) -> Result<(), Failure> {
    let filter = filter(&arguments);
    let MatchesArguments { shared, output, explain, context, .. } = arguments;
    let mut options = RunOptions::raise(shared, |options| {
        options.tables = TableChoice::from_tables([TableName::Matches]);
        options.context = context.unwrap_or(options.context);
        options.filter = filter;
        options.explain = explain;
    })?;
    check_category(&options.plan)?;
    let table = output.as_deref().map(|path| table_file(path, &options.inputs)).transpose()?;
    let progress = options.progress();
    let corpus = options.open()?;
    let mut records = options.records(corpus, &progress)?;
    let plan = &options.plan;
    let (survey, warnings) = options.pool.install(|| record_warnings(plan, &mut records))?;
    progress.done();
    match table {
        Some(mut table) => {
            options.pool.install(|| finish(plan, records, &mut table))?;
            table.finish()?;
        }
        None => {
            let shown = options.pool.install(|| show(plan, &records))?;
            let documents = plural(survey.documents, "document", "documents");
            let matches = plural(shown, "match", "matches");
            summary::say(&format!("{matches} in {documents}"), options.verbosity);
        }
    }
    summary::warn(&summary::with_remedies(warnings), options.verbosity);
    for sentence in unknown_names(plan, &survey) {
        summary::say(&format!("warning: {sentence}"), options.verbosity);
    }
    Ok(())
}

/// The filter that was typed.
fn filter(typed: &MatchesArguments) -> MatchFilter {
    let mut filter = MatchFilter::default();
    filter.term.clone_from(&typed.term);
    filter.category.clone_from(&typed.category);
    filter.voice = typed.voice.map(|voice| voice.name().to_owned());
    filter.outlet.clone_from(&typed.outlet);
    filter.speaker.clone_from(&typed.speaker);
    filter.target.clone_from(&typed.target);
    filter.negated = typed.negated;
    filter.hedged = typed.hedged;
    filter
}

/// Refuses a category that no lexicon has.
fn check_category(plan: &Plan) -> Result<(), Failure> {
    let Some(name) = &plan.options().filter.category else { return Ok(()) };
    let categories = plan.matcher().categories();
    if categories.iter().any(|known| *known.name == **name || known.dimension() == *name) {
        return Ok(());
    }
    let mut known: Vec<String> = categories.iter().map(|category| category.dimension()).collect();
    if !name.contains('.') {
        known.splice(0..0, categories.iter().map(|category| category.name.to_string()));
        known.dedup();
    }
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    Err(Failure::usage(format!(
        "--category: there is no category `{name}`; {} (see `framescope lexicon show`)",
        unknown_name(name, &known)
    )))
}

/// What was typed and is nowhere: an outlet without documents, a term that is neither an entry nor
/// a word of one.
fn unknown_names(plan: &Plan, survey: &HeadSurvey) -> Vec<String> {
    let filter = &plan.options().filter;
    let mut sentences = Vec::new();
    if let Some(outlet) = filter.outlet.as_deref().filter(|name| !survey.has_outlet(name)) {
        let known: Vec<&str> = survey.outlet_names().collect();
        let said = unknown_name(outlet, &known);
        sentences.push(format!("no document is of the outlet `{outlet}`; {said}"));
    }
    if let Some(term) = filter.term.as_deref().filter(|term| !term.contains(['*', '?'])) {
        let entries = plan.matcher().entries();
        let lower = term.to_lowercase();
        let matches = |entry: &str| entry == lower || glob_matches(entry, &lower);
        let is_entry = entries.iter().any(|entry| matches(&entry.term.to_lowercase()));
        let near = nearest(term, entries.iter().map(|entry| &*entry.term));
        if let (false, Some(near)) = (is_entry, near) {
            sentences.push(format!("no entry is spelled `{term}`; did you mean `{near}`?"));
        }
    }
    sentences
}

/// Writes the lines of all documents to the terminal; gives the number of matches.
fn show(plan: &Plan, records: &Records) -> Result<usize, Failure> {
    let is_bold = io::stdout().is_terminal();
    let mut out = BufWriter::new(io::stdout().lock());
    let mut shown = 0;
    let mut result = Ok(());
    explained_rows(plan, records, |(head, rows)| {
        shown += rows.len();
        if result.is_ok() && !rows.is_empty() {
            let date = head.date.map(|date| format!(", {date}")).unwrap_or_default();
            let title = format!("{} ({}{date})", clean(&head.id), clean(&head.outlet));
            result = out.write_all(lines(&title, &rows, is_bold).as_bytes());
        }
        Ok(())
    })?;
    result.and_then(|()| out.flush())?;
    Ok(shown)
}

/// A document's matches as a reader wants them: the words in the middle, after them what they are.
fn lines(title: &str, rows: &[ExplainedRow], is_bold: bool) -> String {
    let (on, off) = if is_bold { ("\x1b[1m", "\x1b[0m") } else { ("[", "]") };
    let mut out = format!("{title}\n");
    let place = |explained: &ExplainedRow| (explained.row.start, explained.row.end);
    // Several entries may match the same words; they share a line.
    for same in rows.chunk_by(|a, b| place(a) == place(b)) {
        let Some(ExplainedRow { row, .. }) = same.first() else { continue };
        let category = |explained: &ExplainedRow| {
            format!("{}.{}", explained.row.lexicon, explained.row.category)
        };
        let categories: Vec<String> = same.iter().map(category).collect();
        let left = end_of(&clean(&row.left), SIDE);
        let text = folded(&clean(&row.text));
        let right = start_of(&clean(&row.right), SIDE);
        let gap = " ".repeat(SIDE.saturating_sub(left.chars().count()));
        let width = text.chars().count() + right.chars().count();
        let pad = " ".repeat(MATCH_AND_RIGHT.saturating_sub(width));
        out.push_str(&format!(
            "{:>7} {gap}{left}{on}{text}{off}{right}{pad} {:<9} {}\n",
            row.start,
            row.voice,
            categories.join(", ")
        ));
        for reason in same.iter().flat_map(|explained| &explained.reasons) {
            out.push_str(&format!("{:>9}{}\n", "", clean(reason)));
        }
    }
    out.push('\n');
    out
}

/// A text without control characters, which must not steer the terminal.
fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
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
