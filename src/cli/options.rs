//! What was typed, raised once into what it means: nothing after this asks for an option.

use super::arguments::{
    AnalysisArguments, DuplicateArguments, FramingArguments, PoolArguments, SharedArguments,
    TablesArguments,
};
use super::failure::Failure;
use super::progress::Progress;
use super::verbosity::Verbosity;
use crate::analysis::{
    DimensionChoice, DuplicateOptions, KeynessPlan, Plan, PlanError, PlanOptions, Reading, Records,
    TableChoice, thread_pool,
};
use crate::compare::{COPY_THRESHOLD, OutletChoice};
use crate::corpus::{
    Cleaning, ColumnNames, Corpus, CorpusItem, CorpusOptions, CorpusProfile, DateForm, EventSheet,
    Format, Furniture, FurniturePolicy, Splitter,
};
use crate::frame::VectorOptions;
use crate::sink::TableFormat;
use crate::words::LineSurvey;

use encoding_rs::Encoding;
use rayon::ThreadPool;
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};

/// What every command on a corpus needs, checked.
pub(crate) struct RunOptions {
    paths: Vec<PathBuf>,
    /// What is read from files: the corpus, and lexicons that were named by file.
    pub inputs: Vec<PathBuf>,
    corpus: CorpusOptions,
    pub plan: Plan,
    events: Option<EventSheet>,
    /// Whether the lines that outlets repeat are left out.
    drops_furniture: bool,
    pub pool: ThreadPool,
    pub overwrite: bool,
    pub verbosity: Verbosity,
    /// The options that shape the outcome, for the record.
    pub record: Value,
}

/// The name for every bundled lexicon of the language.
const ALL_LEXICONS: &str = "all";

impl RunOptions {
    /// Checks and raises what was typed; `shape` sets the options of the plan that the command has.
    /// Threads and verbosity shape no outcome and are not recorded.
    pub(crate) fn raise(
        typed: SharedArguments,
        shape: impl FnOnce(&mut PlanOptions),
    ) -> Result<Self, Failure> {
        Self::raise_with(typed, Plan::with_lexicons, shape)
    }

    /// The same with a plan that is made otherwise than from lexicons.
    pub(crate) fn raise_with(
        typed: SharedArguments,
        plan: impl FnOnce(&[String], PlanOptions) -> Result<Plan, PlanError>,
        shape: impl FnOnce(&mut PlanOptions),
    ) -> Result<Self, Failure> {
        let SharedArguments { corpus: paths, lexicon: mut named, input: typed } = typed;
        let counts_all = named.iter().any(|name| name == ALL_LEXICONS);
        if counts_all && named.len() > 1 {
            return Err(Failure::usage(format!(
                "--lexicon: `{ALL_LEXICONS}` counts every bundled lexicon and cannot be given with \
                 others; name the lexicons that you want"
            )));
        }
        let typed_lexicons = named.clone();
        named.retain(|name| name != ALL_LEXICONS);
        let mut options = PlanOptions::default();
        if let Some(language) = &typed.language {
            options.language.clone_from(language);
        }
        options.seed = typed.seed.unwrap_or_default();
        options.on_error = typed.on_error.unwrap_or_default();
        options.set_aside = !counts_all;
        shape(&mut options);
        let pool = pool(typed.run.threads)?;
        let inputs = paths.iter().cloned().chain(named.iter().map(PathBuf::from)).collect();
        let profile = typed.profile.as_deref().map(CorpusProfile::read).transpose()?;
        let mut plan = plan(&named, options)?;
        if let Some(profile) = &profile {
            plan = plan.with_profile(profile.clone());
        }
        let shown = |path: &PathBuf| path.display().to_string();
        let mut record = json!({
            "corpus": paths.iter().map(shown).collect::<Vec<_>>(),
            "lexicon": typed_lexicons,
            "rules": plan.rule_lexicons().iter().map(|lexicon| &*lexicon.name).collect::<Vec<_>>(),
            "group-by": typed.group_by,
            "text-column": typed.text_column,
            "id-column": typed.id_column,
            "outlet-column": typed.outlet_column,
            "date-column": typed.date_column,
            "title-column": typed.title_column,
            "event-column": typed.event_column,
            "events": typed.events.as_ref().map(shown),
            "format": typed.format.map(Format::name),
            "encoding": typed.encoding.map(Encoding::name),
            "date-format": typed.date_format.as_ref().map(DateForm::as_str),
            "markup": typed.markup.unwrap_or_default().name(),
            "furniture": typed.furniture.unwrap_or_default().name(),
            "repair": typed.repair,
            "split": typed.split,
            "profile": typed.profile.as_ref().map(shown),
        });
        if let Some(record) = record.as_object_mut() {
            record.extend(record_of(plan.options()));
        }
        let corpus = CorpusOptions {
            columns: ColumnNames {
                text: typed.text_column,
                id: typed.id_column,
                outlet: typed.group_by.or(typed.outlet_column),
                date: typed.date_column,
                title: typed.title_column,
                event: typed.event_column,
            },
            format: typed.format,
            encoding: typed.encoding,
            date_form: typed.date_format,
            cleaning: Cleaning { markup: typed.markup.unwrap_or_default(), repair: typed.repair },
            split: typed.split.as_deref().map(Splitter::new).transpose()?,
            profile,
            ..CorpusOptions::default()
        };
        Ok(Self {
            paths,
            inputs,
            corpus,
            plan,
            events: typed.events.as_deref().map(EventSheet::read).transpose()?,
            pool,
            drops_furniture: typed.furniture == Some(FurniturePolicy::Drop),
            overwrite: typed.run.overwrite,
            verbosity: Verbosity::from_flags(typed.run.quiet, typed.run.verbose),
            record,
        })
    }

    /// Opens the corpus; the plan takes over its profile.
    pub(crate) fn open(&mut self) -> Result<Corpus, Failure> {
        self.open_with(self.corpus.clone())
    }

    /// Opens the corpus, to be read otherwise than typed.
    pub(crate) fn open_with(&mut self, options: CorpusOptions) -> Result<Corpus, Failure> {
        let options = if self.drops_furniture { self.with_furniture(options)? } else { options };
        let corpus = Corpus::open(&self.paths, options)?;
        self.plan.set_profile(corpus.profile().clone());
        Ok(corpus)
    }

    /// An input that cannot be read twice.
    pub(crate) fn read_once(&self) -> Option<&Path> {
        let is_read_once = |path: &&PathBuf| path.as_os_str() == "-" || is_pipe(path);
        self.paths.iter().find(is_read_once).map(PathBuf::as_path)
    }

    /// The lines that outlets repeat in the whole corpus.
    pub(crate) fn repeated_lines(&self) -> Result<Furniture, Failure> {
        if let Some(path) = self.read_once() {
            return Err(Failure::usage(format!(
                "{}: repeated lines are looked for before the input is read, and standard input \
                 and pipes cannot be read twice; save it to a file, or give a profile with \
                 --profile",
                path.display()
            )));
        }
        let whole = CorpusOptions { shard: None, ..self.corpus.clone() };
        let mut corpus = Corpus::open(&self.paths, whole)?;
        let mut survey = LineSurvey::default();
        // Files that cannot be read are reported later, when they are read to be counted.
        for item in corpus.by_ref().flatten() {
            if let CorpusItem::Document(document) = item {
                survey.add_text(&document.outlet, &document.text);
            }
        }
        Ok(survey.finish())
    }

    /// The same options with a profile that knows which lines outlets repeat. They are looked for
    /// in the whole corpus, in every shard alike, where the profile given does not know them.
    fn with_furniture(&self, options: CorpusOptions) -> Result<CorpusOptions, Failure> {
        if options.profile.as_ref().is_some_and(|profile| profile.furniture().is_some()) {
            return Ok(options);
        }
        let furniture = self.repeated_lines()?;
        let profile = options.profile.clone().unwrap_or_default();
        Ok(CorpusOptions { profile: Some(profile.with_furniture(furniture)), ..options })
    }

    pub(crate) fn corpus_options(&self) -> &CorpusOptions {
        &self.corpus
    }

    /// How the corpus is read.
    pub(crate) fn reading<'r>(&'r self, progress: &'r (dyn Fn() + Sync)) -> Reading<'r> {
        Reading::new(&self.pool)
            .with_on_error(self.plan.options().on_error)
            .with_events(self.events.as_ref())
            .with_furniture(self.plan.profile().furniture().filter(|_| self.drops_furniture))
            .with_progress(progress)
    }

    /// Reads the corpus and maps it by the plan.
    pub(crate) fn records(&self, corpus: Corpus, progress: &Progress) -> Result<Records, Failure> {
        let count = || progress.document();
        Ok(self.reading(&count).records(&self.plan, corpus)?)
    }

    pub(crate) fn progress(&self) -> Progress {
        Progress::new(self.verbosity)
    }
}

/// Whether a path names a pipe or another thing that can be read only once.
fn is_pipe(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir())
}

/// Threads to work on; one for each core where no number was typed.
pub(crate) fn pool(typed: Option<usize>) -> Result<ThreadPool, Failure> {
    Ok(thread_pool(typed.unwrap_or(0))?)
}

/// The options of `report`, `compare` and `map`.
pub(crate) fn shape_analysis(
    options: &mut PlanOptions,
    typed: &AnalysisArguments,
    tables: TableChoice,
) -> Result<(), Failure> {
    shape_tables(options, &typed.tables, tables)?;
    options.context = typed.context.unwrap_or(options.context);
    options.adjust = typed.adjust.adjust;
    options.bootstrap = typed.intervals.bootstrap;
    options.duplicates = duplicates(typed.duplicates);
    let keyness = &typed.keyness;
    options.keyness = KeynessPlan {
        ngrams: keyness.ngrams,
        min_documents: keyness.min_documents,
        rows: keyness.keyness_rows,
        kinds: keyness.keyness_kinds.clone(),
        measures: keyness.options(),
    };
    options.period = typed.trend.period.length();
    options.around = typed.trend.around;
    options.wide_by = typed.side_by_side.wide_by;
    shape_framing(options, &typed.framing);
    options.passages = typed.side_by_side.passages;
    Ok(())
}

/// What shapes framing vectors and clusters.
pub(crate) fn shape_framing(options: &mut PlanOptions, typed: &FramingArguments) {
    if !typed.dimensions.is_empty() {
        let chosen = DimensionChoice::from_blocks(typed.dimensions.iter().cloned());
        options.dimensions = chosen.clone();
        options.clusters.dimensions = Some(chosen);
    }
    options.clusters.k = typed.clusters;
    options.clusters.method = typed.method;
    options.clusters.vectors = VectorOptions {
        shrinkage: typed.shrinkage,
        transform: typed.transform,
        event_means: typed.event_means,
        scaling: typed.scaling,
    };
}

/// Which tables are written, and which outlets are compared in them. Of the tables typed only those
/// that the command writes can be.
pub(crate) fn shape_tables(
    options: &mut PlanOptions,
    typed: &TablesArguments,
    of_command: TableChoice,
) -> Result<(), Failure> {
    options.outlets = outlet_choice(&typed.pool);
    if typed.tables.is_empty() {
        options.tables = of_command;
        return Ok(());
    }
    if let Some(other) = typed.tables.iter().find(|table| !of_command.has(**table)) {
        return Err(Failure::usage(format!(
            "--tables: this command does not write the table `{}`; it writes {of_command}",
            other.name()
        )));
    }
    options.tables = TableChoice::from_tables(typed.tables.iter().copied());
    Ok(())
}

/// Which outlets are compared, as typed.
pub(crate) fn outlet_choice(typed: &PoolArguments) -> OutletChoice {
    OutletChoice { most: typed.max_outlets, named: typed.outlets() }
}

/// What to do with copies, as typed.
pub(crate) fn duplicates(typed: DuplicateArguments) -> DuplicateOptions {
    DuplicateOptions {
        policy: typed.duplicates,
        threshold: typed.duplicate_threshold.unwrap_or(COPY_THRESHOLD),
    }
}

/// The options of a plan under the names that are typed.
fn record_of(options: &PlanOptions) -> Map<String, Value> {
    let mut record = Map::new();
    let Ok(Value::Object(all)) = serde_json::to_value(options) else { return record };
    for (name, value) in all {
        match (name.as_str(), value) {
            ("duplicates", Value::Object(duplicates)) => {
                for (name, value) in duplicates {
                    let is_policy = name == "policy";
                    let name = if is_policy { "duplicates" } else { "duplicate-threshold" };
                    record.insert(name.to_owned(), value);
                }
            }
            ("outlets", Value::Object(outlets)) => {
                for (name, value) in outlets {
                    let name = if name == "most" { "max-outlets" } else { "outlets" };
                    record.insert(name.to_owned(), value);
                }
            }
            ("keyness", Value::Object(keyness)) => {
                for (name, value) in keyness {
                    let name = match name.as_str() {
                        "rows" => "keyness-rows",
                        "kinds" => "keyness-kinds",
                        "measures" => "keyness-measure",
                        "variance" => "log-odds-variance",
                        name => name,
                    };
                    record.insert(name.to_owned(), value);
                }
            }
            ("clusters", Value::Object(clusters)) => {
                for (name, value) in clusters {
                    match (name.as_str(), &value) {
                        ("k", _) => record.insert("clusters".to_owned(), value),
                        // Dimensions that are named are those of `vectors`, too.
                        ("dimensions", _) | ("like", Value::Null) => None,
                        _ => record.insert(name, value),
                    };
                }
            }
            ("period", Value::Null) => {
                record.insert(name, json!("auto"));
            }
            ("filter" | "explain" | "set-aside", _) => {}
            (_, value) => {
                record.insert(name, value);
            }
        }
    }
    record
}

/// The table format that a file's ending asks for; no ending means CSV.
pub(crate) fn table_format(path: &Path) -> Result<TableFormat, Failure> {
    let ending = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    match ending.as_deref() {
        None | Some("csv") => Ok(TableFormat::Csv),
        Some("jsonl" | "ndjson") => Ok(TableFormat::JsonLines),
        Some(_) => Err(Failure::usage(format!(
            "{}: tables are written as .csv or .jsonl; choose one of these endings",
            path.display()
        ))),
    }
}
