//! Options on the intervals of the table `outlets`: `--bootstrap`.

use super::value::whole;
use crate::compare::{FEWEST_RESAMPLES, MOST_RESAMPLES};
use clap::Args;

/// How the intervals of outlets are found.
#[derive(Clone, Debug, Args)]
pub(crate) struct BootstrapArguments {
    /// Compute the intervals of the table `outlets` from N resamples of documents (BCa bootstrap),
    /// 200 to 100000, instead of by formula
    #[arg(
        long, value_name = "N", allow_negative_numbers = true, help_heading = "Intervals",
        value_parser = whole::<u32>(FEWEST_RESAMPLES..=MOST_RESAMPLES, 2000)
    )]
    pub bootstrap: Option<u32>,
}
