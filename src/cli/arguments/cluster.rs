//! Options of `cluster`.

use super::adjust::AdjustArguments;
use super::copies::DuplicateArguments;
use super::framing::FramingArguments;
use super::input::SharedArguments;
use super::tables::TablesArguments;
use clap::{Args, ValueHint};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct ClusterArguments {
    #[command(flatten)]
    pub shared: SharedArguments,
    /// Folder for the tables [default: framescope-out]; with --like a .csv or .jsonl file
    #[arg(short, long, value_name = "DIR", value_hint = ValueHint::AnyPath)]
    pub output: Option<PathBuf>,
    /// List the documents framed most like and most unlike this one, instead of writing tables
    #[arg(long, value_name = "DOCUMENT_ID", conflicts_with = "tables")]
    pub like: Option<String>,
    #[command(flatten)]
    pub framing: FramingArguments,
    #[command(flatten)]
    pub adjust: AdjustArguments,
    #[command(flatten)]
    pub tables: TablesArguments,
    #[command(flatten)]
    pub duplicates: DuplicateArguments,
}
