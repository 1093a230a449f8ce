//! The commands `corpus …` and their options.

use super::input::SharedArguments;
use super::value::{decimal, whole};
use crate::cluster::EVENT_SIMILARITY;
use clap::{Args, Subcommand, ValueHint};
use std::ops::Bound;
use std::path::PathBuf;

/// The help of `--profile` here, where the option names a file to write.
const PROFILE: &str = "Write what depends on the corpus as a whole, such as the order of day and \
    month, to FILE: a profile to give to `map` and the other commands";

#[derive(Debug, Subcommand)]
pub(crate) enum CorpusCommand {
    /// Summarise a corpus: documents, outlets, dates, encodings, and what cannot be used
    #[command(
        mut_arg("profile", |profile| profile.help(PROFILE)),
        after_help = "\
Examples:
  framescope corpus inspect news.csv
  framescope corpus inspect 2014/ 2015/ --profile news.json    for `framescope map --profile`"
    )]
    Inspect(InspectArguments),
    /// Write the documents of any corpus, such as exports of a news archive, as one table to
    /// correct by hand and read again
    #[command(after_help = "\
Examples:
  framescope corpus convert exports/ -o corpus.csv
  framescope corpus convert answer.json --text-column fields.bodyText -o corpus.csv
  framescope report corpus.csv

The table has the columns id, outlet, date, title, author, section, url, event, language and text, \
in UTF-8. Reading it gives the same documents; read it without the options that were given here.")]
    Convert(CorpusConvertArguments),
    /// Propose which event each document reports on, as a table to correct by hand and give back
    /// with --events
    #[command(after_help = "\
Examples:
  framescope corpus events articles/ -o events.csv
  framescope corpus events news.csv --window 7 --similarity .2 -o events.csv
  framescope report news.csv --events events.csv

Documents dated to the month or the year join the event of that time which they are most like, or \
are grouped with others of the same month or year. Documents without a date get no event.")]
    Events(EventsArguments),
}

#[derive(Debug, Args)]
pub(crate) struct InspectArguments {
    #[command(flatten)]
    pub shared: SharedArguments,
}

#[derive(Debug, Args)]
pub(crate) struct CorpusConvertArguments {
    #[command(flatten)]
    pub shared: SharedArguments,
    /// File for the table, .csv or .jsonl; - is standard output
    #[arg(short, long, value_name = "FILE", default_value = "-", value_hint = ValueHint::FilePath)]
    pub output: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct EventsArguments {
    #[command(flatten)]
    pub shared: SharedArguments,
    /// Most days between documents of one event, where both are dated to the day
    #[arg(long, value_name = "DAYS", default_value_t = 3, value_parser = whole::<u16>(0..=366, 3))]
    pub window: u16,
    /// Least mean similarity of content words between documents of one event, above 0 and up to 1
    #[arg(
        long, value_name = "COSINE", default_value_t = EVENT_SIMILARITY,
        value_parser = decimal((Bound::Excluded(0.0), Bound::Included(1.0)), EVENT_SIMILARITY)
    )]
    pub similarity: f64,
    /// File for the table, .csv or .jsonl; - is standard output
    #[arg(short, long, value_name = "FILE", default_value = "-", value_hint = ValueHint::FilePath)]
    pub output: PathBuf,
}
