//! `framescope lexicon suggest`: terms that the lexicons do not hold, as a list on the terminal or
//! as a table.
//!
//! What is kept of each document goes to temporary files, so the corpus is read once, standard
//! input too.

use super::arguments::SuggestArguments;
use super::failure::Failure;
use super::options::RunOptions;
use super::progress::Progress;
use super::single::table_file;
use super::summary;
use crate::analysis::{AnalysisError, HeadSurvey, TableChoice, input_warnings, survey_warnings};
use crate::annotate::{Annotator, CONTEXT_TOKENS, WordClass, words_around};
use crate::compare::{DocumentFacts, NumberedDocuments, OutletChoice};
use crate::corpus::Corpus;
use crate::lexicon::{Lexicon, Matcher};
use crate::prose::{folded, one_line, plural};
use crate::suggest::{Shelf, Strata, Suggestion, Survey, TermTally, Why};
use crate::table::{
    ExampleLine, Names, PValue, Row, SuggestionNames, SuggestionRow, TableSink, suggestion_row,
};
use crate::text::tokenize;
use crate::words::{Phrase, PhraseReader, WordRun, is_held_off, phrases, slots};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::sync::Arc;

pub(crate) fn run(arguments: SuggestArguments) -> Result<(), Failure> {
    let mut options = RunOptions::raise(arguments.shared, |options| {
        options.tables = TableChoice::from_tables([]);
    })?;
    let language = options.plan.rules().language();
    if !WordClass::knows(language) {
        return Err(Failure::usage(format!(
            "lexicon suggest tells function words from others in English only and would propose \
             those of `{language}`; ask for English documents with --language en, and read others \
             with `framescope matches`"
        )));
    }
    let table =
        arguments.output.as_deref().map(|path| table_file(path, &options.inputs)).transpose()?;
    let progress = options.progress();
    let corpus = options.open()?;
    let mut survey = Survey::new(options.plan.matcher(), u64::from(arguments.min_documents));
    let mut kept = Kept { documents: Vec::new(), words: Shelf::new(), texts: Shelf::new() };
    let mut warnings = read(&options, corpus, &progress, &mut survey, &mut kept)?;
    progress.step("counting phrases");
    let (mut tally, strata) = count(survey, &mut kept)?;
    warnings.extend(untold(&kept, &strata));
    progress.step("weighing terms");
    let suggestions = options.pool.install(|| tally.suggestions(&strata, arguments.terms as usize));
    if suggestions.is_empty() && !kept.documents.is_empty() {
        warnings.push(nothing(tally.weighed(), kept.documents.len(), arguments.min_documents));
    }
    let rows = rows(&suggestions, &tally, &strata, options.plan.names(), &mut kept)
        .map_err(AnalysisError::TemporaryFile)?;
    progress.done();
    match table {
        Some(mut table) => {
            table.begin(&SuggestionRow::schema())?;
            table.rows(&rows)?;
            table.end()?;
            table.finish()?;
        }
        None => {
            let mut out = BufWriter::new(io::stdout().lock());
            let bold = io::stdout().is_terminal();
            rows.iter().try_for_each(|row| out.write_all(listed(row, bold).as_bytes()))?;
            out.flush()?;
            let documents = plural(kept.documents.len(), "document", "documents");
            let suggestions = plural(rows.len(), "suggestion", "suggestions");
            summary::say(&format!("{suggestions} from {documents}"), options.verbosity);
        }
    }
    for warning in warnings {
        summary::say(&format!("warning: {warning}"), options.verbosity);
    }
    Ok(())
}

/// A document as it is kept in memory.
struct Kept {
    documents: Vec<KeptDocument>,
    words: Shelf,
    texts: Shelf,
}

struct KeptDocument {
    id: Arc<str>,
    outlet: Arc<str>,
    event: Option<Arc<str>>,
    tokens: u64,
    /// Its number on the shelves.
    place: usize,
}

/// Reads the corpus into the survey and onto the shelves; gives what there is to warn of.
fn read(
    options: &RunOptions,
    corpus: Corpus,
    progress: &Progress,
    survey: &mut Survey,
    kept: &mut Kept,
) -> Result<Vec<String>, Failure> {
    let plan = &options.plan;
    let unconditional: Vec<Lexicon> = plan.lexicons().iter().map(Lexicon::unconditional).collect();
    let holding = Matcher::compile(&unconditional)?;
    let mut heads = HeadSurvey::default();
    let mut foreign = 0_usize;
    let count = || progress.document();
    let input = options.reading(&count).each_document(
        corpus,
        || {
            let annotator = Annotator::new(plan.matcher());
            let annotator = annotator.with_rules(plan.rules()).with_scare_quotes();
            (annotator, Annotator::new(&holding), PhraseReader::new(plan.rules()))
        },
        |(annotator, holding, reader), document| {
            let annotation = annotator.annotate_in(&document.text, document.language.as_deref());
            // In another language nobody knows function words from others.
            let read = annotation.rules.map(|_| {
                let held = holding.annotate(&document.text);
                let held: Vec<_> =
                    held.matches.iter().map(|found| found.first..found.end).collect();
                (reader.read(&annotation), held)
            });
            (document, read)
        },
        |(document, read)| {
            let Some(((mut run, types), held)) = read else {
                foreign += 1;
                return Ok(());
            };
            heads.add_outlet(&document.outlet);
            survey.add(&mut run, &types, &held)?;
            kept.words.put(&run.to_bytes()).map_err(AnalysisError::TemporaryFile)?;
            kept.texts.put(document.text.as_bytes()).map_err(AnalysisError::TemporaryFile)?;
            let place = kept.documents.len();
            let tokens = run.words.len() as u64;
            kept.documents.push(KeptDocument {
                id: document.id.into(),
                outlet: document.outlet,
                event: document.event.map(Into::into),
                tokens,
                place,
            });
            Ok(())
        },
    )?;
    kept.documents.sort_by(|a, b| a.id.cmp(&b.id));
    let mut all = input_warnings(&input)?;
    all.extend(survey_warnings(plan, &heads));
    let mut warnings: Vec<String> =
        summary::with_remedies(all).iter().map(|warning| warning.text().to_owned()).collect();
    if foreign > 0 {
        let documents = plural(foreign, "document", "documents");
        let language = plan.rules().language();
        warnings.push(format!(
            "{documents} not in the language `{language}` of the cue rules left out"
        ));
    }
    Ok(warnings)
}

/// What documents such as these cannot tell.
fn untold(kept: &Kept, strata: &Strata) -> Option<String> {
    const ALONE: &str = "so no use can be unequal; scare quotes and slots alone suggest terms";
    if kept.documents.is_empty() {
        Some("no document is left to suggest terms from".to_owned())
    } else if strata.outlets().len() == 1 {
        Some(format!("there is one outlet, {ALONE}"))
    } else if !strata.can_compare() {
        Some(format!(
            "no event has documents of two outlets, {ALONE}; check --event-column and \
             --outlet-column"
        ))
    } else if kept.documents.iter().all(|document| document.event.is_none()) {
        Some(
            "no document has an event, so outlets that report on different things use different \
             words; name the column with --event-column"
                .to_owned(),
        )
    } else {
        None
    }
}

/// Why there is no suggestion.
fn nothing(weighed: usize, documents: usize, least: u32) -> String {
    let needed = plural(least as usize, "document", "documents");
    if documents < least as usize {
        format!(
            "nothing suggested: terms need {needed} and there are {documents}; ask for fewer with \
             --min-documents"
        )
    } else if weighed == 0 {
        format!(
            "nothing suggested: no term that the lexicons lack stands in {needed}; ask for fewer \
             with --min-documents"
        )
    } else {
        format!(
            "nothing suggested: {} weighed, and none stands out from chance",
            plural(weighed, "term was", "terms were")
        )
    }
}

/// Counts the phrases of the documents in the order of their ids.
fn count(survey: Survey, kept: &mut Kept) -> Result<(TermTally, Strata), AnalysisError> {
    let mut tally = TermTally::new(survey);
    let mut bytes = Vec::new();
    for (number, document) in (0..).zip(&kept.documents) {
        kept.words.take(document.place, &mut bytes).map_err(AnalysisError::TemporaryFile)?;
        tally.add(number, &WordRun::from_bytes(&bytes))?;
    }
    let facts = kept.documents.iter().map(|document| DocumentFacts {
        outlet: &document.outlet,
        event: document.event.as_deref(),
        tokens: document.tokens,
    });
    let numbers = NumberedDocuments::new(facts, &OutletChoice::default())?;
    Ok((tally, Strata::new(numbers)))
}

fn rows(
    suggestions: &[Suggestion],
    tally: &TermTally,
    strata: &Strata,
    names: &Names,
    kept: &mut Kept,
) -> io::Result<Vec<SuggestionRow>> {
    let of = SuggestionNames { tally, strata, names };
    let ranked = (1..).zip(suggestions);
    ranked
        .map(|(rank, suggestion)| {
            Ok(suggestion_row(rank, suggestion, of, example(suggestion, kept)?))
        })
        .collect()
}

/// The document that shows the strongest reason of a suggestion, and a line of it.
fn example(suggestion: &Suggestion, kept: &mut Kept) -> io::Result<ExampleLine> {
    let Some(document) = kept.documents.get(suggestion.example as usize) else {
        return Ok(ExampleLine::default());
    };
    let mut bytes = Vec::new();
    kept.words.take(document.place, &mut bytes)?;
    let words = WordRun::from_bytes(&bytes).words;
    kept.texts.take(document.place, &mut bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    let found: Vec<_> = phrases(&words)
        .filter(|range| Phrase::from_words(&words[range.clone()]) == Some(suggestion.phrase))
        .collect();
    let shows = |range: &std::ops::Range<usize>| match suggestion.reasons.first() {
        Some(Why::ScareQuotes) => is_held_off(&words, range.clone()),
        Some(Why::Slot) => {
            slots(&words, range.clone()).any(|slot| suggestion.slot.is_some_and(|s| s.slot == slot))
        }
        _ => true,
    };
    let Some(range) = found.iter().find(|range| shows(range)).or(found.first()) else {
        return Ok(ExampleLine { document: document.id.clone(), line: String::new() });
    };
    let mut tokens = Vec::new();
    tokenize(&text, &mut tokens);
    let (left, right) = words_around(&text, &tokens, range.start, range.end, CONTEXT_TOKENS);
    let span = tokens
        .get(range.start)
        .zip(tokens.get(range.end - 1))
        .map(|(first, last)| first.span.start as usize..last.span.end as usize);
    let term = folded(span.and_then(|span| text.get(span)).unwrap_or(""));
    let line = format!("{left}[[{term}]]{right}").trim().to_owned();
    Ok(ExampleLine { document: document.id.clone(), line })
}

/// With a q above this a use is compatible with chance.
const CHANCE: f64 = 0.05;

/// A suggestion as a reader wants it: the term, what speaks for it, a line.
fn listed(row: &SuggestionRow, bold: bool) -> String {
    let (on, off) = if bold { ("\x1b[1m", "\x1b[0m") } else { ("", "") };
    let count = |n: u64, one, many| plural(usize::try_from(n).unwrap_or(usize::MAX), one, many);
    let gap = " ".repeat(30_usize.saturating_sub(row.term.chars().count()));
    let places = format!("{} in {}", row.count, count(row.documents, "document", "documents"));
    let outlets = count(row.outlets, "outlet", "outlets");
    let mut out = format!(
        "{:>4}  {on}{}{off}{gap}  {:.1}  {places}, {outlets}\n",
        row.rank,
        one_line(&row.term),
        row.score
    );
    let mut say = |line: String| out.push_str(&format!("      {line}\n"));
    for reason in row.reasons.split("; ") {
        if reason == Why::Unequal.name() {
            let others =
                row.rate_others.map(|rate| format!(", others {rate:.2}")).unwrap_or_default();
            let chance = if row.q_value.is_some_and(|PValue(q)| q > CHANCE) {
                "; compatible with chance"
            } else {
                ""
            };
            let sure = row
                .z
                .zip(row.q_value)
                .map(|(z, PValue(q))| format!(" (z {z:.1}, q {q:.4}{chance})"))
                .unwrap_or_default();
            let outlet = row.outlet.as_deref().map(one_line).unwrap_or_default();
            say(format!(
                "unequal: {outlet} {:.2} per 1,000 words{others}{sure}",
                row.rate_outlet.unwrap_or(0.0)
            ));
        } else if reason == Why::ScareQuotes.name() {
            say(format!("scare quotes: {} of {}", row.distanced, row.count));
        } else if let Some(((slot, like), category)) =
            row.slot.as_ref().zip(row.like.as_ref()).zip(row.category.as_ref())
        {
            say(format!("slot: “{}”, as “{}” ({category})", one_line(slot), one_line(like)));
        }
    }
    say(format!("{}: {}", one_line(&row.example_document), one_line(&row.example)));
    out.push('\n');
    out
}
