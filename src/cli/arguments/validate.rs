//! The commands `validate …` and their options.

use super::input::{ConfigArguments, SharedArguments};
use super::value::whole;
use clap::{Args, Subcommand, ValueHint};
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub(crate) enum ValidateCommand {
    /// Draw a sample of matches per category, and of sentences without a match, as a sheet to be
    /// coded by hand
    #[command(after_help = "\
Examples:
  framescope validate sample news.csv -l conflict-labels -o coding.csv
  framescope validate sample articles/ --matches 400 --misses 200 --coders 3 --seed 7 -o coding.csv

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

/// The most matches, or sentences, that a sample can have.
const MOST_DRAWN: u64 = 1_000_000;

#[derive(Debug, Args)]
pub(crate) struct SampleArguments {
    #[command(flatten)]
    pub shared: SharedArguments,
    /// Draw N matches, spread over the categories that occur as evenly as possible
    #[arg(
        short = 'n', long, value_name = "N", default_value_t = 200,
        value_parser = whole::<u64>(1..=MOST_DRAWN, 200)
    )]
    pub matches: u64,
    /// Draw M sentences without a match [default: a quarter of --matches]
    #[arg(long, value_name = "M", value_parser = whole::<u64>(0..=MOST_DRAWN, 50))]
    pub misses: Option<u64>,
    /// Columns for codes
    #[arg(long, value_name = "K", default_value_t = 2, value_parser = whole::<u8>(1..=50, 2))]
    pub coders: u8,
    /// Tokens of context on either side of a match
    #[arg(long, value_name = "N", default_value_t = 25, value_parser = whole::<usize>(.., 25))]
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
    /// Lexicon whose categories coders may name beside misses, even where the corpus has no match
    /// of them; repeatable
    #[arg(short, long, value_name = "NAME|FILE")]
    pub lexicon: Vec<String>,
    /// Seed of all randomness
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = whole::<u64>(.., 7))]
    pub seed: u64,
    /// Replace an output folder that framescope wrote before
    #[arg(long)]
    pub overwrite: bool,
    /// Print only errors, and without -o the figures
    #[arg(short, long)]
    pub quiet: bool,
    #[command(flatten)]
    pub config: ConfigArguments,
}
