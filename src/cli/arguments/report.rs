//! Options of `report` and `compare`, and what these share with `map`.

use super::adjust::AdjustArguments;
use super::copies::DuplicateArguments;
use super::framing::FramingArguments;
use super::input::SharedArguments;
use super::intervals::BootstrapArguments;
use super::keyness::KeynessArguments;
use super::side_by_side::SideBySideArguments;
use super::tables::TablesArguments;
use super::trend::TrendArguments;
use super::value::whole;
use clap::{Args, ValueHint};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct ReportArguments {
    /// Folder for the tables
    #[arg(
        short, long, value_name = "DIR", default_value = "framescope-out",
        value_hint = ValueHint::DirPath
    )]
    pub output: PathBuf,
    #[command(flatten)]
    pub analysis: AnalysisArguments,
}

/// What shapes the tables, wherever they are written.
#[derive(Debug, Args)]
pub(crate) struct AnalysisArguments {
    #[command(flatten)]
    pub shared: SharedArguments,
    /// Tokens of context on either side of a match [default: 8]
    #[arg(long, value_name = "N", value_parser = whole::<usize>(.., 8))]
    pub context: Option<usize>,
    #[command(flatten)]
    pub adjust: AdjustArguments,
    #[command(flatten)]
    pub tables: TablesArguments,
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
    #[command(flatten)]
    pub framing: FramingArguments,
}
