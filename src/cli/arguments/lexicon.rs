//! The commands `lexicon …` and their options.

use super::input::{ConfigArguments, InputArguments, SharedArguments};
use super::value::whole;
use clap::{Args, Subcommand, ValueHint};
use std::path::PathBuf;

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
        /// Print it as a file in framescope's own format, to adapt it
        #[arg(long)]
        toml: bool,
        /// Encoding of the file, such as shift_jis [default: UTF-8, or a guess from its bytes]
        #[arg(long, value_name = "NAME")]
        encoding: Option<String>,
    },
    /// Report errors and doubtful entries of a lexicon, alone or on a corpus; exit status 1 for
    /// errors
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
  framescope lexicon convert LIWC2015.dic liwc.toml --lossy
  framescope lexicon convert conflict-labels labels.yml --lossy
  framescope lexicon convert mine.toml mine.csv --overwrite

Endings: .toml (framescope), .dic (LIWC), .dicx (LIWC-22), .yml and .yaml (quanteda), .lc3 and .lcd
(Lexicoder 3, 2), .ykd (Yoshikoder), .cat (WordStat), .csv and .tsv (tables), .txt (lists). Only \
.toml
keeps everything.")]
    Convert(ConvertArguments),
    /// Suggest terms that the lexicons lack: used unequally, in scare quotes, or in the places of
    /// known entries
    #[command(after_help = "\
Examples:
  framescope lexicon suggest articles/                          a ranked list, with a line for \
  each term
  framescope lexicon suggest news.csv --lexicon my-labels.toml -o suggestions.csv
  framescope lexicon suggest news.csv --event-column story --terms 300 --min-documents 5")]
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
    /// Two keys of the actors lexicon [default: all its pairs]
    #[arg(long, value_name = "A,B", requires = "swap", help_heading = "Swap test")]
    pub parties: Option<String>,
    /// Encoding of the lexicon, such as shift_jis [default: UTF-8, or a guess from its bytes]
    #[arg(long, value_name = "NAME")]
    pub lexicon_encoding: Option<String>,
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
    /// Leave out what framescope cannot say of IN and the format cannot hold in OUT, and list it,
    /// although counts will differ
    #[arg(long)]
    pub lossy: bool,
    /// Encoding of IN, such as shift_jis [default: UTF-8, or a guess from its bytes]
    #[arg(long, value_name = "NAME")]
    pub encoding: Option<String>,
    /// Name of the lexicon written, where the format has one
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// Language of the lexicon, ISO 639-1
    #[arg(long, value_name = "CODE")]
    pub language: Option<String>,
    /// Replace OUT if it exists
    #[arg(long)]
    pub overwrite: bool,
    #[command(flatten)]
    pub config: ConfigArguments,
}

#[derive(Debug, Args)]
pub(crate) struct SuggestArguments {
    #[command(flatten)]
    pub shared: SharedArguments,
    /// Write the suggestions table to FILE (.csv or .jsonl; - is standard output) instead of
    /// showing a list
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub output: Option<PathBuf>,
    /// Suggest at most N terms
    #[arg(
        short = 'n', long, value_name = "N", default_value_t = 100,
        value_parser = whole::<u32>(1.., 100)
    )]
    pub terms: u32,
    /// Leave out terms that occur in fewer documents
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = whole::<u32>(1.., 3))]
    pub min_documents: u32,
}
