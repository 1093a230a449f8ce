//! Options of `score`.

use super::copies::DuplicateArguments;
use super::input::SharedArguments;
use clap::{Args, ValueHint};
use std::path::PathBuf;

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
