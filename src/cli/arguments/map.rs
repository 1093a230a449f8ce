//! Options of `map` and `merge`: a corpus worked through in parts, and the parts put together.

use super::input::RunArguments;
use super::report::AnalysisArguments;
use crate::corpus::Shard;
use clap::{Args, ValueHint};
use std::path::PathBuf;
use std::str::FromStr;

#[derive(Debug, Args)]
pub(crate) struct MapArguments {
    /// File for the records, to be merged later
    #[arg(short, long, value_name = "PART.fsr", required = true, value_hint = ValueHint::FilePath)]
    pub output: PathBuf,
    /// Work through the I-th of N shards of the corpus, as 2/8 [default: all of it]
    #[arg(long, value_name = "I/N", value_parser = Shard::from_str)]
    pub shard: Option<Shard>,
    #[command(flatten)]
    pub analysis: AnalysisArguments,
}

#[derive(Debug, Args)]
pub(crate) struct MergeArguments {
    /// Files that `framescope map` wrote
    #[arg(required = true, value_name = "PART", value_hint = ValueHint::FilePath)]
    pub parts: Vec<PathBuf>,
    /// Folder for the tables
    #[arg(
        short, long, value_name = "DIR", default_value = "framescope-out",
        value_hint = ValueHint::DirPath
    )]
    pub output: PathBuf,
    #[command(flatten)]
    pub run: RunArguments,
}

#[derive(Debug, Args)]
pub(crate) struct MethodsArguments {
    /// Folder that framescope report wrote
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub folder: PathBuf,
}
