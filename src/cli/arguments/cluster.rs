//! Options of `cluster`.

use super::copies::DuplicateArguments;
use super::input::SharedArguments;
use super::tables::TablesArguments;
use super::value::whole;
use clap::{Args, ValueHint};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct ClusterArguments {
    #[command(flatten)]
    pub shared: SharedArguments,
    /// Folder for the tables
    #[arg(
        short, long, value_name = "DIR", default_value = "framescope-out",
        value_hint = ValueHint::DirPath
    )]
    pub output: PathBuf,
    /// Number of clusters [default: chosen by silhouette]
    #[arg(short = 'k', long, value_name = "N", value_parser = whole::<u16>(2.., 4))]
    pub clusters: Option<u16>,
    #[command(flatten)]
    pub tables: TablesArguments,
    #[command(flatten)]
    pub duplicates: DuplicateArguments,
}
