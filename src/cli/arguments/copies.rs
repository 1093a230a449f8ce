//! Options on near copies: `--duplicates`, `--duplicate-threshold`.

use super::value::{Choice, choice, decimal};
use crate::analysis::DuplicatePolicy;
use crate::compare::{COPY_THRESHOLD, LEAST_THRESHOLD};
use clap::Args;

/// What to do with near copies that several outlets print.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct DuplicateArguments {
    /// What to do with near copies in several outlets, such as agency text
    #[arg(
        long, value_name = "WHAT", default_value_t, help_heading = "Copies",
        value_parser = choice(DuplicatePolicy::ALL.iter().map(|&value| Choice {
            value,
            name: value.name(),
            help: help(value),
        }))
    )]
    pub duplicates: DuplicatePolicy,
    /// Share of runs of five words from which two documents are copies, .4 to 1 [default: 0.8]
    #[arg(
        long, value_name = "SHARE", help_heading = "Copies",
        value_parser = decimal(LEAST_THRESHOLD..=1.0, COPY_THRESHOLD)
    )]
    pub duplicate_threshold: Option<f64>,
}

fn help(policy: DuplicatePolicy) -> &'static str {
    match policy {
        DuplicatePolicy::Keep => "Count all, and warn",
        DuplicatePolicy::First => "Count the earliest of each group, by date, then by id",
        DuplicatePolicy::Drop => "Count none",
    }
}
