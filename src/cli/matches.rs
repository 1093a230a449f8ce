//! `framescope matches`: the concordance on the terminal, or the matches table.

use super::arguments::MatchesArguments;
use super::earlier_run::EarlierRun;
use super::failure::Failure;
use super::options::{RunOptions, outlet_choice};
use super::single::table_file;
use super::summary;
use crate::analysis::{
    ExplainedRow, HeadSurvey, MatchFilter, Plan, PlanOptions, Records, TableChoice, TableName,
    explained_rows, finish, record_warnings, settled_warnings,
};
use crate::lexicon::LexiconKind;
use crate::prose::{folded, plural, unknown_name};
use std::collections::BTreeSet;
use std::io::{self, BufWriter, IsTerminal, Write};

/// The widest context, in characters, that a line on the terminal shows on either side.
const SIDE: usize = 40;
/// How wide the match and its right context are made, so that what follows is in a column.
const MATCH_AND_RIGHT: usize = SIDE + 14;

pub(crate) fn run(arguments: MatchesArguments) -> Result<(), Failure> {
    let filter = filter(&arguments);
    let MatchesArguments { shared, pool, duplicates, run, output, explain, context, word, .. } =
        arguments;
    let run = run.as_deref().map(EarlierRun::read).transpose()?;
    let is_of_run = run.is_some();
    let shape = |options: &mut PlanOptions| {
        options.tables = TableChoice::from_tables([TableName::Matches]);
        options.set_aside = false;
        // Someone who searches wants to see every line; a run's lines are those that it counted.
        options.any_language = !is_of_run;
        options.context = context.unwrap_or(options.context);
        options.outlets = outlet_choice(&pool);
        options.duplicates = super::options::duplicates(duplicates);
        options.filter = filter;
        options.explain = explain;
    };
    let mut options = match &word {
        Some(word) => {
            RunOptions::raise_with(shared, |_, options| Plan::of_words(word, options), shape)?
        }
        None => RunOptions::raise(shared, shape)?,
    };
    if let Some(run) = run.as_ref().filter(|_| word.is_none()) {
        run.check(&options.plan)?;
    }
    check_names(&options.plan)?;
    let table = output.as_deref().map(|path| table_file(path, &options.inputs)).transpose()?;
    let progress = options.progress();
    let corpus = options.open()?;
    let mut records = options.records(corpus, &progress)?;
    let plan = &options.plan;
    let changed = run.and_then(|run| run.changed(&records.input().files));
    let (survey, warnings) = options.pool.install(|| match table {
        // The table leaves copies out itself.
        Some(_) => record_warnings(plan, &mut records),
        None => settled_warnings(plan, &mut records),
    })?;
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
    for sentence in changed.into_iter().chain(unknown_names(plan, &survey)) {
        summary::say(&format!("warning: {sentence}"), options.verbosity);
    }
    Ok(())
}

/// The filter that was typed.
fn filter(typed: &MatchesArguments) -> MatchFilter {
    let mut filter = MatchFilter::default();
    filter.category.clone_from(&typed.category);
    filter.entry.clone_from(&typed.entry);
    filter.text.clone_from(&typed.text);
    filter.referent.clone_from(&typed.referent);
    filter.variant.clone_from(&typed.variant);
    filter.voice = typed.voice.map(|voice| voice.name().to_owned());
    filter.outlet.clone_from(&typed.outlet);
    filter.not_outlet.clone_from(&typed.not_outlet);
    filter.document.clone_from(&typed.document);
    filter.event.clone_from(&typed.event);
    filter.from = typed.from;
    filter.to = typed.to;
    filter.speaker.clone_from(&typed.speaker);
    filter.target.clone_from(&typed.target);
    filter.target_rule.clone_from(&typed.target_rule);
    filter.negated = typed.negated;
    filter.hedged = typed.hedged;
    filter
}

/// Refuses a category, an entry, a referent or a variant that no lexicon has.
fn check_names(plan: &Plan) -> Result<(), Failure> {
    let filter = &plan.options().filter;
    let categories = plan.matcher().categories();
    let mut names: BTreeSet<String> = BTreeSet::new();
    let mut dimensions: BTreeSet<String> = BTreeSet::new();
    let (mut referents, mut variants) = (BTreeSet::new(), BTreeSet::new());
    for category in categories {
        // A category that others are nested in can be asked for, and so can a referent.
        let mut name = &*category.name;
        loop {
            names.insert(name.to_owned());
            dimensions.insert(format!("{}.{name}", category.lexicon_name));
            let Some((parent, _)) = name.rsplit_once('.') else { break };
            name = parent;
        }
        if category.kind == LexiconKind::Naming
            && let Some((referent, variant)) = category.name.split_once('.')
        {
            referents.insert(referent.to_owned());
            referents.insert(format!("{}.{referent}", category.lexicon_name));
            variants.insert(variant.to_owned());
        }
    }
    let of_categories: BTreeSet<String> = names.union(&dimensions).cloned().collect();
    let entries: BTreeSet<String> =
        plan.matcher().entries().iter().map(|entry| entry.term.to_string()).collect();
    check("category", "category", filter.category.as_deref(), &of_categories)?;
    check("entry", "entry", filter.entry.as_deref(), &entries)?;
    check("referent", "referent", filter.referent.as_deref(), &referents)?;
    check("variant", "variant", filter.variant.as_deref(), &variants)
}

/// Refuses a name that is not among those known; patterns are let through.
fn check(
    option: &str,
    what: &str,
    name: Option<&str>,
    known: &BTreeSet<String>,
) -> Result<(), Failure> {
    let is_pattern = |name: &&str| option != "entry" && name.contains(['*', '?']);
    let Some(name) = name.filter(|name| !is_pattern(name) && !known.contains(*name)) else {
        return Ok(());
    };
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    Err(Failure::usage(format!(
        "--{option}: there is no {what} `{name}`; {} (see `framescope lexicon show`)",
        unknown_name(name, &known)
    )))
}

/// What was typed and is nowhere: an outlet without documents, an event that none is about.
fn unknown_names(plan: &Plan, survey: &HeadSurvey) -> Vec<String> {
    let filter = &plan.options().filter;
    let is_name = |name: &&str| !name.contains(['*', '?']);
    let mut sentences = Vec::new();
    let outlets = [filter.outlet.as_deref(), filter.not_outlet.as_deref()];
    for outlet in outlets.into_iter().flatten().filter(is_name) {
        // Pooled outlets share a name that no document has.
        if !survey.has_outlet(outlet) && !outlet.starts_with("other outlets (") {
            let known: Vec<&str> = survey.outlet_names().collect();
            let said = unknown_name(outlet, &known);
            sentences.push(format!("no document is of the outlet `{outlet}`; {said}"));
        }
    }
    if let Some(event) = filter.event.as_deref().filter(is_name)
        && !survey.has_event(event)
    {
        let known: Vec<&str> = survey.event_names().collect();
        let said = unknown_name(event, &known);
        sentences.push(format!("no document is about the event `{event}`; {said}"));
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
