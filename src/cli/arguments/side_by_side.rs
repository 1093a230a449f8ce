//! Options of the tables that lay outlets side by side.

use super::value::{Choice, choice, whole};
use crate::analysis::WideBy;
use clap::Args;

/// What shapes the tables that lay outlets side by side.
#[derive(Clone, Copy, Debug, Args)]
#[command(next_help_heading = "Side by side")]
pub(crate) struct SideBySideArguments {
    /// Write side_by_side as one table (outlet), or also as one table for each lexicon
    #[arg(
        long, value_name = "WHAT", default_value_t,
        value_parser = choice(WideBy::ALL.iter().map(|&value| Choice {
            value,
            name: value.name(),
            help: help(value),
        }))
    )]
    pub wide_by: WideBy,
    /// Show a sentence of each outlet for the N categories of each event in which outlets differ
    /// most; 0 for no table
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = whole::<usize>(.., 10))]
    pub passages: usize,
}

fn help(wide_by: WideBy) -> &'static str {
    match wide_by {
        WideBy::Outlet => "One table: a row for each category, a column for each outlet",
        WideBy::Lexicon => {
            "The same, and a table side_by_side_LEXICON for each lexicon, the widest spread first"
        }
    }
}
