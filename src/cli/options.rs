//! What was typed, raised once into what it means: below this no code asks a flag.

use super::adjust::AdjustArguments;
use super::arguments::{
    DuplicateArguments, DuplicatesArgument, FormatArgument, OnErrorArgument, SharedArguments,
};
use super::copies::CopyOptions;
use super::failure::Failure;
use super::settings;
use crate::annotate::{VoiceRules, serves};
use crate::compare::Adjustment;
use crate::corpus::{ColumnNames, CorpusOptions, Format, Splitter};
use crate::frame::thread_pool;
use crate::lexicon::{Lexicon, LexiconKind, Matcher, bundled_names, load};
use crate::table::EventSheet;
use rayon::ThreadPool;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// What to do with a document that cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OnError {
    Fail,
    Skip,
}

/// More threads than any machine has cores for.
const MOST_THREADS: usize = 1024;

/// How much to say on the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verbosity {
    Quiet,
    Normal,
    Verbose,
}

/// What every command on a corpus needs, checked.
pub(crate) struct RunOptions {
    pub paths: Vec<PathBuf>,
    /// What is read from files: the corpus, and lexicons that were named by file.
    pub inputs: Vec<PathBuf>,
    pub corpus: CorpusOptions,
    /// The lexicons that are counted.
    pub lexicons: Vec<Lexicon>,
    /// The cue and actor lexicons that tell voice, negation, speaker and target.
    pub context: Vec<Lexicon>,
    pub matcher: Matcher,
    pub rules: VoiceRules,
    pub on_error: OnError,
    /// What to do with copies; none where a command does not ask for them.
    pub duplicates: Option<CopyOptions>,
    /// How q-values are found.
    pub adjustment: Adjustment,
    /// Events by document id.
    pub events: Option<EventSheet>,
    pub seed: u64,
    pub pool: ThreadPool,
    pub overwrite: bool,
    pub verbosity: Verbosity,
    /// The options that shape the outcome, for the record.
    pub record: Value,
}

impl RunOptions {
    /// Checks and raises what was typed. Threads and verbosity shape no outcome and are not
    /// recorded.
    pub(crate) fn raise(typed: SharedArguments) -> Result<Self, Failure> {
        let SharedArguments { corpus: paths, lexicon: named, input: typed } =
            settings::fill(typed)?;
        let language = typed.language.clone().unwrap_or_else(|| "en".to_owned());
        let Chosen { counted: lexicons, context } = lexicons(&named, &language)?;
        let matcher = Matcher::compile(&lexicons)?;
        let rules = VoiceRules::compile(&context, &language)?;
        if let Some(threads) = typed.threads.filter(|threads| *threads > MOST_THREADS) {
            return Err(Failure::usage(format!(
                "--threads: {threads} threads are more than {MOST_THREADS}; ask for as many as \
                    there are cores"
            )));
        }
        let seed = typed.seed.unwrap_or(0);
        let on_error = match typed.on_error {
            Some(OnErrorArgument::Skip) => OnError::Skip,
            Some(OnErrorArgument::Fail) | None => OnError::Fail,
        };
        let record = json!({
            "corpus": paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>(),
            "lexicon": lexicons.iter().map(|lexicon| lexicon.name.clone()).collect::<Vec<_>>(),
            "rules": context.iter().map(|lexicon| lexicon.name.clone()).collect::<Vec<_>>(),
            "language": language,
            "group-by": typed.group_by,
            "text-column": typed.text_column,
            "id-column": typed.id_column,
            "outlet-column": typed.outlet_column,
            "date-column": typed.date_column,
            "title-column": typed.title_column,
            "event-column": typed.event_column,
            "events": typed.events.as_ref().map(|path| path.display().to_string()),
            "format": typed.format.map(|format| format!("{format:?}").to_lowercase()),
            "split": typed.split,
            "on-error": if on_error == OnError::Skip { "skip" } else { "fail" },
            "seed": seed,
        });
        let corpus = CorpusOptions {
            columns: ColumnNames {
                text: typed.text_column,
                id: typed.id_column,
                outlet: typed.group_by.or(typed.outlet_column),
                date: typed.date_column,
                title: typed.title_column,
                event: typed.event_column,
            },
            format: typed.format.map(|format| match format {
                FormatArgument::Text => Format::Text,
                FormatArgument::Csv => Format::Csv,
                FormatArgument::Tsv => Format::Tsv,
                FormatArgument::Jsonl => Format::JsonLines,
            }),
            split: typed.split.as_deref().map(Splitter::new).transpose()?,
        };
        let inputs = paths.iter().cloned().chain(named.iter().map(PathBuf::from)).collect();
        Ok(Self {
            paths,
            inputs,
            corpus,
            lexicons,
            context,
            matcher,
            rules,
            on_error,
            duplicates: None,
            adjustment: Adjustment::default(),
            events: typed.events.as_deref().map(EventSheet::read).transpose()?,
            seed,
            pool: thread_pool(typed.threads.unwrap_or(0))?,
            overwrite: typed.overwrite,
            verbosity: match (typed.quiet, typed.verbose) {
                (true, _) => Verbosity::Quiet,
                (false, true) => Verbosity::Verbose,
                (false, false) => Verbosity::Normal,
            },
            record,
        })
    }

    /// Adds options of a command to the record.
    pub(crate) fn note(&mut self, more: Value) {
        if let (Some(record), Value::Object(more)) = (self.record.as_object_mut(), more) {
            record.extend(more);
        }
    }

    /// The same run with how q-values are to be found.
    pub(crate) fn with_adjustment(mut self, typed: AdjustArguments) -> Self {
        self.record["adjust"] = json!(typed.adjust.typed());
        self.adjustment = typed.adjust.adjustment();
        self
    }

    /// The same run with what is to be done with copies.
    pub(crate) fn with_duplicates(mut self, typed: DuplicateArguments) -> Result<Self, Failure> {
        let options = CopyOptions::raise(typed)?;
        self.record["duplicates"] = json!(match options.policy {
            DuplicatesArgument::Keep => "keep",
            DuplicatesArgument::First => "first",
            DuplicatesArgument::Drop => "drop",
        });
        self.record["duplicate-threshold"] = json!(options.threshold);
        self.duplicates = Some(options);
        Ok(self)
    }
}

/// The lexicons of a run.
struct Chosen {
    counted: Vec<Lexicon>,
    context: Vec<Lexicon>,
}

/// The lexicons that were named, else all bundled for the language that count. Cue and actor
/// lexicons of the language serve the rules always; one that is named stands in for the bundled one
/// of its name.
fn lexicons(names: &[String], language: &str) -> Result<Chosen, Failure> {
    let named: Vec<Lexicon> = names.iter().map(|name| load(name)).collect::<Result<_, _>>()?;
    let bundled: Vec<Lexicon> = bundled_names().map(load).collect::<Result<_, _>>()?;
    let spoken: Vec<&Lexicon> =
        bundled.iter().filter(|lexicon| lexicon.language == language).collect();
    let counts = |lexicon: &&Lexicon| lexicon.kind != LexiconKind::Cues;
    let mut context: Vec<Lexicon> =
        named.iter().filter(|lexicon| serves(lexicon.kind)).cloned().collect();
    for lexicon in spoken.iter().filter(|lexicon| serves(lexicon.kind)) {
        if !context.iter().any(|known| known.name == lexicon.name) {
            context.push((*lexicon).clone());
        }
    }
    let mut counted: Vec<Lexicon> = named.iter().filter(counts).cloned().collect();
    if counted.is_empty() {
        // Actors only serve to name parties unless they are asked for.
        counted = spoken
            .iter()
            .filter(|lexicon| !serves(lexicon.kind))
            .map(|lexicon| (*lexicon).clone())
            .collect();
    }
    if counted.is_empty() {
        let mut known: Vec<&str> =
            bundled.iter().map(|lexicon| lexicon.language.as_str()).collect();
        known.sort_unstable();
        known.dedup();
        return Err(Failure::usage(format!(
            "no lexicon for language `{language}` is bundled (there is {}); name one of your own \
                with --lexicon",
            known.join(", ")
        )));
    }
    Ok(Chosen { counted, context })
}

/// The table format that a file's ending asks for; no ending means CSV.
pub(crate) fn table_format(path: &Path) -> Result<crate::table::TableFormat, Failure> {
    use crate::table::TableFormat;
    match path.extension().map(|extension| extension.to_string_lossy().to_lowercase()).as_deref() {
        None | Some("csv") => Ok(TableFormat::Csv),
        Some("jsonl" | "ndjson") => Ok(TableFormat::JsonLines),
        Some(_) => Err(Failure::usage(format!(
            "{}: tables are written as .csv or .jsonl; choose \
            one of these endings",
            path.display()
        ))),
    }
}
