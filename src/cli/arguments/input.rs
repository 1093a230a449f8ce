//! Options of every command that reads a corpus: how it is read, and how the command runs.

use super::value::{Choice, choice, whole};
use crate::analysis::OnError;
use crate::corpus::{DateForm, Format, FurniturePolicy, Markup};
use clap::{Args, ValueHint};
use encoding_rs::Encoding;
use std::path::PathBuf;

/// More threads than any machine has cores for.
const MOST_THREADS: usize = 1024;

/// Options that all commands which read a corpus and count lexicons share.
#[derive(Clone, Debug, Args)]
pub(crate) struct SharedArguments {
    /// Files, folders, or - for standard input
    #[arg(required = true, value_name = "CORPUS", value_hint = ValueHint::AnyPath)]
    pub corpus: Vec<PathBuf>,
    /// Lexicon to count: a bundled name, a file, or all for every bundled one of the language;
    /// repeatable [default: the bundled ones that the corpus uses; score and matches: all]
    #[arg(short, long, value_name = "NAME|FILE", help_heading = "Lexicons")]
    pub lexicon: Vec<String>,
    #[command(flatten)]
    pub input: InputArguments,
}

/// How a corpus is read.
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
    /// Table of events (columns document_id, event), as `corpus events` proposes it; takes
    /// precedence over the column
    #[arg(long, value_name = "FILE", help_heading = "Input", value_hint = ValueHint::FilePath)]
    pub events: Option<PathBuf>,
    /// Format of the files, whatever their names
    #[arg(
        long, value_name = "FORMAT", help_heading = "Input",
        value_parser = choice(Format::ALL.map(|value| {
            Choice { value, name: value.name(), help: "" }
        }))
    )]
    pub format: Option<Format>,
    /// Encoding of the files, such as windows-1252 or shift_jis [default: UTF-8, else a guess that
    /// is reported]
    #[arg(long, value_name = "NAME", help_heading = "Input", value_parser = encoding)]
    pub encoding: Option<&'static Encoding>,
    /// Form of the dates in strftime notation, such as %d/%m/%Y [default: all usual forms]
    #[arg(long, value_name = "FORM", help_heading = "Input")]
    pub date_format: Option<DateForm>,
    /// What to do with HTML tags and entities in texts [default: drop]
    #[arg(
        long, value_name = "WHAT", help_heading = "Input",
        value_parser = choice(Markup::ALL.map(|value| {
            Choice { value, name: value.name(), help: "" }
        }))
    )]
    pub markup: Option<Markup>,
    /// What to do with lines that an outlet repeats from document to document, such as “Sign up for
    /// our newsletter” [default: keep]
    #[arg(
        long, value_name = "WHAT", help_heading = "Input",
        value_parser = choice(FurniturePolicy::ALL.map(|value| {
            let help = match value {
                FurniturePolicy::Keep => "Count them, and list them in the table furniture",
                FurniturePolicy::Drop => "Leave them out; the input is read twice",
            };
            Choice { value, name: value.name(), help }
        }))
    )]
    pub furniture: Option<FurniturePolicy>,
    /// Mend characters that were encoded twice, such as “â€™” for “’”
    #[arg(long, help_heading = "Input")]
    pub repair: bool,
    /// Cut each text into documents where REGEX matches; groups named title, outlet, date, author,
    /// event or id describe the document that follows
    #[arg(long, value_name = "REGEX", help_heading = "Input")]
    pub split: Option<String>,
    /// Read what depends on the corpus as a whole, such as the order of day and month, from a
    /// profile that `corpus inspect --profile FILE` wrote
    #[arg(long, value_name = "FILE", help_heading = "Input", value_hint = ValueHint::FilePath)]
    pub profile: Option<PathBuf>,
    /// What to do with a document that cannot be used [default: fail]
    #[arg(
        long, value_name = "WHAT", help_heading = "Input",
        value_parser = choice(OnError::ALL.iter().map(|&value| Choice {
            value,
            name: value.name(),
            help: help(value),
        }))
    )]
    pub on_error: Option<OnError>,
    /// Seed of all randomness [default: 0]
    #[arg(long, value_name = "N", help_heading = "Run", value_parser = whole::<u64>(.., 7))]
    pub seed: Option<u64>,
    #[command(flatten)]
    pub run: RunArguments,
}

/// How a command runs.
#[derive(Clone, Debug, Args)]
pub(crate) struct RunArguments {
    /// Threads to use [default: one for each core]
    #[arg(
        long, value_name = "N", help_heading = "Run",
        value_parser = whole::<usize>(0..=MOST_THREADS, 4)
    )]
    pub threads: Option<usize>,
    /// Replace an output folder that framescope wrote before, or a sheet for coding
    #[arg(long, help_heading = "Run")]
    pub overwrite: bool,
    /// Print only errors
    #[arg(short, long, help_heading = "Run")]
    pub quiet: bool,
    /// Print each warning in full
    #[arg(short, long, help_heading = "Run", conflicts_with = "quiet")]
    pub verbose: bool,
    #[command(flatten)]
    pub config: ConfigArguments,
}

/// Where a command finds its options apart from the command line.
#[derive(Clone, Debug, Args)]
pub(crate) struct ConfigArguments {
    /// File of options [default: framescope.toml in the current folder, if it exists]
    #[arg(long, value_name = "FILE", help_heading = "Run", value_hint = ValueHint::FilePath)]
    #[allow(dead_code, reason = "read before the rest is parsed")]
    pub config: Option<PathBuf>,
}

/// An encoding by any of its names.
fn encoding(name: &str) -> Result<&'static Encoding, String> {
    Encoding::for_label(name.trim().as_bytes()).ok_or_else(|| {
        format!(
            "`{name}` is no encoding that is known; expected a name such as utf-8, windows-1252, \
             iso-8859-2, koi8-r, shift_jis or gb18030"
        )
    })
}

fn help(on_error: OnError) -> &'static str {
    match on_error {
        OnError::Fail => "Stop with an error",
        OnError::Skip => "Leave the document out and list it in the table `rejected`",
    }
}
