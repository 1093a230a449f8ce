//! What can be typed: commands and options, as they stand on the command line.

use super::adjust::AdjustArguments;
use super::bootstrap::BootstrapArguments;
use super::keyness::KeynessArguments;
use super::trend::TrendArguments;
use super::wide::SideBySideArguments;
use clap::builder::styling::Styles;
use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use std::path::PathBuf;

/// Compare how outlets frame the same events: which loaded terms each uses, in whose voice, and how
/// sure one can be.
#[derive(Debug, Parser)]
#[command(name = "framescope", version, styles = Styles::plain(), after_help = EXAMPLES, max_term_width = 100)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

const EXAMPLES: &str = "\
Examples:
  framescope report articles/ -o results         all tables for a folder of .txt files
  framescope report news.csv --outlet-column paper
  framescope matches news.csv --term 'milit*'     every line behind a number
  framescope lexicon show conflict-labels
  framescope COMMAND --help                       options of a command, with examples

CORPUS is a file (.csv, .tsv, .jsonl, .txt), a folder of .txt files, or - for standard input; \
several may be given.
Options may also stand in a framescope.toml in the present folder, under the same names without \
the dashes.

Exit status: 0 done; 1 something failed on the way; 2 the command or its input is wrong.";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write all tables into a folder
    #[command(after_help = "\
Examples:
  framescope report articles/                              tables in framescope-out/tables
  framescope report a.csv b.jsonl -o results --overwrite
  framescope report news.csv --lexicon my-labels.toml --lexicon conflict-actions
  framescope report book.txt --split '^CHAPTER (?P<title>.+)$'")]
    Report(ReportArguments),
    /// Write the scores table: one row per document and category
    #[command(after_help = "\
Examples:
  framescope score news.csv -o scores.csv
  framescope score news.csv -o scores.jsonl --threads 1
  cat news.jsonl | framescope score - > scores.csv")]
    Score(ScoreArguments),
    /// Show matches in context (concordance), or write the matches table with -o
    #[command(after_help = "\
Examples:
  framescope matches articles/ --term 'liberat*'
  framescope matches articles/ --category delegitimising --voice own --outlet 'The Paper'
  framescope matches articles/ -o matches.csv")]
    Matches(MatchesArguments),
    /// Write the tables that lay outlets side by side: outlets, side_by_side, passages, terms,
    /// keyness, naming, naming_tests, targets, trend; around and duplicates where asked for or
    /// found
    #[command(after_help = "\
Examples:
  framescope compare news.csv -o comparison
  framescope compare news.csv --group-by country")]
    Compare(ReportArguments),
    /// Cluster documents by framing: clusters, profiles, validity, projection
    #[command(after_help = "\
Examples:
  framescope cluster news.csv -o clusters
  framescope cluster news.csv -k 4 --seed 7")]
    Cluster(ClusterArguments),
    /// List, show, check and convert lexicons
    #[command(
        subcommand,
        after_help = "\
Examples:
  framescope lexicon list
  framescope lexicon show conflict-labels
  framescope lexicon check mine.toml
  framescope lexicon convert LIWC2015.dic liwc.toml"
    )]
    Lexicon(LexiconCommand),
    /// Look at a corpus before analysing it
    #[command(subcommand, after_help = "Example:\n  framescope corpus inspect news.csv")]
    Corpus(CorpusCommand),
    /// Validate by hand coding: draw a sample, then measure precision, recall and agreement
    #[command(
        subcommand,
        after_help = "Examples:\n  framescope validate sample news.csv -l conflict-labels -o \
            coding.csv\n  framescope validate score coding.csv"
    )]
    Validate(ValidateCommand),
    /// Print the completion script of a shell
    #[command(after_help = "Example:\n  framescope completions bash > \
        ~/.local/share/bash-completion/completions/framescope")]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page, or write one page per command into a folder with -o
    #[command(after_help = "Examples:\n  framescope man | man -l -\n  framescope man -o \
        ~/.local/share/man/man1")]
    Man {
        /// Folder for the pages
        #[arg(short, long, value_name = "DIR", value_hint = ValueHint::DirPath)]
        output: Option<PathBuf>,
    },
}

#[derive(Debug, Args)]
pub(crate) struct ReportArguments {
    #[command(flatten)]
    pub shared: SharedArguments,
    /// Folder for the tables
    #[arg(short, long, value_name = "DIR", default_value = "framescope-out", value_hint = ValueHint::DirPath)]
    pub output: PathBuf,
    /// Tokens of context on either side of a match
    #[arg(long, value_name = "N")]
    pub context: Option<usize>,
    #[command(flatten)]
    pub adjust: AdjustArguments,
    #[command(flatten)]
    pub intervals: BootstrapArguments,
    #[command(flatten)]
    pub duplicates: DuplicateArguments,
    #[command(flatten)]
    pub keyness: KeynessArguments,
    #[command(flatten)]
    pub trend: TrendArguments,
    #[command(flatten)]
    pub side_by_side: SideBySideArguments,
}

/// What to do with near copies that several outlets print.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct DuplicateArguments {
    /// What to do with near copies in several outlets, such as agency text
    #[arg(long, value_name = "WHAT", default_value = "keep", help_heading = "Copies")]
    pub duplicates: DuplicatesArgument,
    /// Share of runs of five words from which two documents are copies, .4 to 1 [default: 0.8]
    #[arg(long, value_name = "SHARE", help_heading = "Copies")]
    pub duplicate_threshold: Option<f64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DuplicatesArgument {
    /// Count all, and warn
    Keep,
    /// Count the earliest of each group, by date, then by id
    First,
    /// Count none
    Drop,
}

#[derive(Debug, Args)]
pub(crate) struct ScoreArguments {
    #[command(flatten)]
    pub shared: SharedArguments,
    #[command(flatten)]
    pub duplicates: DuplicateArguments,
    /// File for the table, .csv or .jsonl; - is standard output
    #[arg(short, long, value_name = "FILE", default_value = "-", value_hint = ValueHint::FilePath)]
    pub output: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct MatchesArguments {
    #[command(flatten)]
    pub shared: SharedArguments,
    /// Write the matches table to FILE (.csv or .jsonl; - is standard output) instead of showing
    /// lines
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub output: Option<PathBuf>,
    /// Only matches of this entry, or whose words fit this pattern (* any characters, ? one)
    #[arg(long, value_name = "PATTERN")]
    pub term: Option<String>,
    /// Only matches of this category, as CATEGORY or LEXICON.CATEGORY
    #[arg(long, value_name = "NAME")]
    pub category: Option<String>,
    /// Only matches in this voice
    #[arg(long)]
    pub voice: Option<VoiceArgument>,
    /// Only matches in this outlet
    #[arg(long, value_name = "NAME")]
    pub outlet: Option<String>,
    /// Only matches attributed to this speaker (* any characters, ? one)
    #[arg(long, value_name = "PATTERN")]
    pub speaker: Option<String>,
    /// Only matches about this target (* any characters, ? one)
    #[arg(long, value_name = "PATTERN")]
    pub target: Option<String>,
    /// Only matches that are denied; --negated=false only those that are not
    #[arg(long, value_name = "true|false", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub negated: Option<bool>,
    /// Only matches that are weakened; --hedged=false only those that are not
    #[arg(long, value_name = "true|false", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub hedged: Option<bool>,
    /// Below each line say which cues decided voice, negation, hedging, speaker and target
    #[arg(long, conflicts_with = "output")]
    pub explain: bool,
    /// Tokens of context on either side
    #[arg(long, value_name = "N")]
    pub context: Option<usize>,
}

#[derive(Debug, Args)]
pub(crate) struct ClusterArguments {
    #[command(flatten)]
    pub shared: SharedArguments,
    /// Folder for the tables
    #[arg(short, long, value_name = "DIR", default_value = "framescope-out", value_hint = ValueHint::DirPath)]
    pub output: PathBuf,
    /// Number of clusters; chosen by silhouette where not given
    #[arg(short, value_name = "N", value_parser = clap::value_parser!(u16).range(2..))]
    pub k: Option<u16>,
    #[command(flatten)]
    pub duplicates: DuplicateArguments,
}

#[derive(Debug, Subcommand)]
pub(crate) enum LexiconCommand {
    /// List the bundled lexicons
    #[command(after_help = "Example:\n  framescope lexicon list")]
    List,
    /// Show a lexicon's categories and entries
    #[command(
        after_help = "Examples:\n  framescope lexicon show conflict-labels\n  framescope lexicon \
            show conflict-labels --toml > my-labels.toml"
    )]
    Show {
        /// Name of a bundled lexicon, or a file
        lexicon: String,
        /// Print it as a file in framescope's own format, to start one of your own from
        #[arg(long)]
        toml: bool,
    },
    /// Say what is wrong or doubtful in a lexicon, alone or on a corpus; exit status 1 where
    /// something is wrong
    #[command(after_help = "\
Examples:
  framescope lexicon check my-labels.toml
  framescope lexicon check my-labels.toml news.csv               coverage, shares, consistency
  framescope lexicon check my-labels.toml news.csv -o checked    the same as tables
  framescope lexicon check my-labels.toml news.csv --swap actors-middle-east --parties \
  iran,israel")]
    Check(Box<CheckArguments>),
    /// Write a lexicon in another format, which the ending of OUT names
    #[command(after_help = "\
Examples:
  framescope lexicon convert LIWC2015.dic liwc.toml
  framescope lexicon convert conflict-labels labels.yml --lossy
  framescope lexicon convert mine.toml mine.csv --overwrite

Endings: .toml (framescope), .dic (LIWC), .yml and .yaml (quanteda), .lc3 and .lcd (Lexicoder 3, 2),
.ykd (Yoshikoder), .cat (WordStat), .csv and .tsv (tables). Only .toml holds all that a lexicon \
says.")]
    Convert(ConvertArguments),
    /// Suggest terms that the lexicons do not hold: used unequally, in scare quotes, or where known
    /// entries stand
    #[command(after_help = "\
Examples:
  framescope lexicon suggest articles/                          a ranked list, with a line for \
  each term
  framescope lexicon suggest news.csv --lexicon my-labels.toml -o suggestions.csv
  framescope lexicon suggest news.csv --event-column story -n 300 --min-documents 5")]
    Suggest(Box<SuggestArguments>),
}

#[derive(Debug, Args)]
pub(crate) struct CheckArguments {
    /// Name of a bundled lexicon, or a file
    pub lexicon: String,
    /// Files or folders to try the lexicon on, or - for standard input
    #[arg(value_name = "CORPUS", value_hint = ValueHint::AnyPath)]
    pub corpus: Vec<PathBuf>,
    /// Exchange the names of the parties of this actors lexicon in every document, and show what
    /// changes
    #[arg(long, value_name = "NAME|FILE", help_heading = "Swap test")]
    pub swap: Option<String>,
    /// Two keys of the actors lexicon; all its pairs where not given
    #[arg(long, value_name = "A,B", requires = "swap", help_heading = "Swap test")]
    pub parties: Option<String>,
    /// Folder for tables: lexicon_findings, and with a corpus lexicon_categories, lexicon_items and
    /// lexicon_swap
    #[arg(short, long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub input: InputArguments,
}

#[derive(Debug, Args)]
pub(crate) struct ConvertArguments {
    /// Name of a bundled lexicon, or a file
    #[arg(value_name = "IN")]
    pub input: String,
    /// File to write
    #[arg(value_name = "OUT", value_hint = ValueHint::FilePath)]
    pub output: PathBuf,
    /// Write what the format can hold and leave out the rest, though counts will differ
    #[arg(long)]
    pub lossy: bool,
    /// Name of the lexicon written, where the format has one
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// Language of the lexicon, ISO 639-1
    #[arg(long, value_name = "CODE")]
    pub language: Option<String>,
    /// Replace OUT if it is there
    #[arg(long)]
    pub overwrite: bool,
}

#[derive(Debug, Args)]
pub(crate) struct SuggestArguments {
    #[command(flatten)]
    pub shared: SharedArguments,
    /// Write the suggestions table to FILE (.csv or .jsonl; - is standard output) instead of
    /// showing a list
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub output: Option<PathBuf>,
    /// How many terms to suggest at the most
    #[arg(short, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..))]
    pub n: u32,
    /// Leave out terms that stand in fewer documents
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    pub min_documents: u32,
}

#[derive(Debug, Subcommand)]
pub(crate) enum CorpusCommand {
    /// Say what a corpus holds: documents, outlets, dates, encodings, and what cannot be used
    #[command(after_help = "Example:\n  framescope corpus inspect news.csv")]
    Inspect {
        #[command(flatten)]
        shared: SharedArguments,
    },
    /// Propose which event each document reports on, as a table to correct by hand and give back
    /// with --events
    #[command(after_help = "\
Examples:
  framescope corpus events articles/ -o events.csv
  framescope corpus events news.csv --window 7 --similarity .2 -o events.csv
  framescope report news.csv --events events.csv")]
    Events(EventsArguments),
}

#[derive(Debug, Args)]
pub(crate) struct EventsArguments {
    #[command(flatten)]
    pub shared: SharedArguments,
    /// Days that documents of one event may lie apart
    #[arg(long, value_name = "DAYS", default_value_t = 3, value_parser = clap::value_parser!(u16).range(0..=366))]
    pub window: u16,
    /// Mean similarity of content words that an event's documents have at least, 0 to 1
    #[arg(long, value_name = "COSINE", default_value_t = crate::cluster::EVENT_SIMILARITY)]
    pub similarity: f64,
    /// File for the table, .csv or .jsonl; - is standard output
    #[arg(short, long, value_name = "FILE", default_value = "-", value_hint = ValueHint::FilePath)]
    pub output: PathBuf,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ValidateCommand {
    /// Draw a sample of matches per category, and of sentences without a match, as a sheet to be
    /// coded by hand
    #[command(after_help = "\
Examples:
  framescope validate sample news.csv -l conflict-labels -o coding.csv
  framescope validate sample articles/ -n 400 --misses 200 --coders 3 --seed 7 -o coding.csv

Coders write 1 (right) or 0 (wrong) beside a match; beside a miss 0, or the categories that the \
sentence expresses.")]
    Sample(Box<SampleArguments>),
    /// Score coded sheets: precision, recall, agreement, and which entries to drop
    #[command(after_help = "\
Examples:
  framescope validate score coding.csv
  framescope validate score coding.csv anna.csv ben.csv -o validation

The columns of codes are named code or code_1, code_2, …; rows are joined by item.")]
    Score(ValidateScoreArguments),
}

#[derive(Debug, Args)]
pub(crate) struct SampleArguments {
    #[command(flatten)]
    pub shared: SharedArguments,
    /// Matches to draw in all, dealt over the categories that occur as evenly as they allow
    #[arg(short, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    pub n: u64,
    /// Sentences without a match to draw [default: a quarter of -n]
    #[arg(long, value_name = "M", value_parser = clap::value_parser!(u64).range(0..=1_000_000))]
    pub misses: Option<u64>,
    /// Columns for codes
    #[arg(long, value_name = "K", default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..=50))]
    pub coders: u8,
    /// Tokens of context on either side of a match
    #[arg(long, value_name = "N", default_value_t = 25)]
    pub context: usize,
    /// File for the sheet, .csv; - is standard output
    #[arg(short, long, value_name = "FILE", default_value = "-", value_hint = ValueHint::FilePath)]
    pub output: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct ValidateScoreArguments {
    /// Coded sheets of one sample: one for all coders, or one for each; - is standard input
    #[arg(required = true, value_name = "CODED", value_hint = ValueHint::FilePath)]
    pub sheets: Vec<PathBuf>,
    /// Folder for the tables
    #[arg(short, long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub output: Option<PathBuf>,
    /// Lexicon whose categories coders may name beside misses, though the corpus has no match of
    /// them; repeatable
    #[arg(short, long, value_name = "NAME|FILE")]
    pub lexicon: Vec<String>,
    /// Seed of all randomness
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub seed: u64,
    /// Replace an output folder that framescope wrote before
    #[arg(long)]
    pub overwrite: bool,
    /// Say nothing but errors, and without -o the figures
    #[arg(short, long)]
    pub quiet: bool,
}

/// Options that all commands which read a corpus and count lexicons share.
#[derive(Debug, Args)]
pub(crate) struct SharedArguments {
    /// Files, folders, or - for standard input
    #[arg(required = true, value_name = "CORPUS", value_hint = ValueHint::AnyPath)]
    pub corpus: Vec<PathBuf>,
    /// Lexicon to count: a bundled name or a file; repeatable [default: all bundled for the
    /// language]
    #[arg(short, long, value_name = "NAME|FILE", help_heading = "Lexicons")]
    pub lexicon: Vec<String>,
    #[command(flatten)]
    pub input: InputArguments,
}

/// How a corpus is read and a command run. Where an option is not typed, framescope.toml may give
/// it.
#[derive(Clone, Debug, Args)]
pub(crate) struct InputArguments {
    /// Language of the bundled lexicons, ISO 639-1 [default: en]
    #[arg(long, value_name = "CODE", help_heading = "Lexicons")]
    pub language: Option<String>,
    /// Compare by this column instead of the outlet
    #[arg(long, value_name = "COLUMN", help_heading = "Input")]
    pub group_by: Option<String>,
    /// Column of the text
    #[arg(long, value_name = "COLUMN", help_heading = "Input")]
    pub text_column: Option<String>,
    /// Column of the document's id
    #[arg(long, value_name = "COLUMN", help_heading = "Input")]
    pub id_column: Option<String>,
    /// Column of the outlet
    #[arg(long, value_name = "COLUMN", help_heading = "Input")]
    pub outlet_column: Option<String>,
    /// Column of the date
    #[arg(long, value_name = "COLUMN", help_heading = "Input")]
    pub date_column: Option<String>,
    /// Column of the title
    #[arg(long, value_name = "COLUMN", help_heading = "Input")]
    pub title_column: Option<String>,
    /// Column of the event
    #[arg(long, value_name = "COLUMN", help_heading = "Input")]
    pub event_column: Option<String>,
    /// Table of events (columns document_id, event), as `corpus events` proposes it; goes before
    /// the column
    #[arg(long, value_name = "FILE", help_heading = "Input", value_hint = ValueHint::FilePath)]
    pub events: Option<PathBuf>,
    /// What the files are, whatever their names say
    #[arg(long, help_heading = "Input")]
    pub format: Option<FormatArgument>,
    /// Cut each text into documents where REGEX matches; groups named title, outlet, date, author,
    /// event, id tell about the document that follows
    #[arg(long, value_name = "REGEX", help_heading = "Input")]
    pub split: Option<String>,
    /// What to do with a document that cannot be used [default: fail]
    #[arg(long, help_heading = "Input")]
    pub on_error: Option<OnErrorArgument>,
    /// Seed of all randomness [default: 0]
    #[arg(long, value_name = "N", help_heading = "Run")]
    pub seed: Option<u64>,
    /// Threads to work on [default: one for each core]
    #[arg(long, value_name = "N", help_heading = "Run")]
    pub threads: Option<usize>,
    /// Replace an output folder that framescope wrote before, or a sheet for coding
    #[arg(long, help_heading = "Run")]
    pub overwrite: bool,
    /// Say nothing but errors
    #[arg(short, long, help_heading = "Run")]
    pub quiet: bool,
    /// Say more: each warning in full
    #[arg(short, long, help_heading = "Run", conflicts_with = "quiet")]
    pub verbose: bool,
    /// File of options [default: framescope.toml in the present folder, if there is one]
    #[arg(long, value_name = "FILE", help_heading = "Run", value_hint = ValueHint::FilePath)]
    pub config: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum FormatArgument {
    Text,
    Csv,
    Tsv,
    Jsonl,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum OnErrorArgument {
    /// Stop and tell
    Fail,
    /// Leave the document out and list it in the table `rejected`
    Skip,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum VoiceArgument {
    Own,
    Quoted,
    Reported,
    Distanced,
}
