//! `--bootstrap N`: the intervals of the table `outlets` from resampled documents.

use super::failure::Failure;
use super::reading::Reading;
use crate::compare::{
    BOOTSTRAP_DOCUMENTS, FEWEST_RESAMPLES, MOST_RESAMPLES, OutletBootstrap, Resampling,
};
use crate::prose::plural;
use clap::Args;

/// How the intervals of outlets are found.
#[derive(Clone, Debug, Args)]
pub(crate) struct BootstrapArguments {
    /// Find the intervals of the table outlets from N resamples of its documents (BCa bootstrap),
    /// 200 to 100000, not by formula
    #[arg(long, value_name = "N", allow_negative_numbers = true, help_heading = "Intervals")]
    pub bootstrap: Option<String>,
}

impl BootstrapArguments {
    /// How many resamples are drawn; `None` where intervals are found by formula.
    pub(crate) fn resamples(&self) -> Result<Option<u32>, Failure> {
        let number = |typed: &String| {
            let found = typed
                .parse()
                .ok()
                .filter(|number| (FEWEST_RESAMPLES..=MOST_RESAMPLES).contains(number));
            found.ok_or_else(|| {
                Failure::usage(format!(
                    "--bootstrap: `{typed}` is no whole number from {FEWEST_RESAMPLES} to \
                        {MOST_RESAMPLES}; give 2000 if in doubt"
                ))
            })
        };
        self.bootstrap.as_ref().map(number).transpose()
    }
}

/// The intervals, with a warning where some would need more resamples.
pub(crate) fn intervals(reading: &mut Reading, resampling: Resampling) -> OutletBootstrap {
    let found = OutletBootstrap::new(&reading.frames, resampling);
    if found.outermost > 0 {
        let count =
            plural(usize::try_from(found.outermost).unwrap_or(usize::MAX), "interval", "intervals");
        let resamples = resampling.resamples;
        reading.warnings.push(format!(
            "{count} of the table `outlets` with an end at the outermost of \
                {resamples} resamples: raise --bootstrap"
        ));
    }
    found
}

/// How the intervals were found, for the record.
pub(crate) fn method(Resampling { resamples, seed }: Resampling) -> String {
    format!(
        "95 %, BCa bootstrap (Efron 1987) of the ratio estimator: {resamples} resamples of the \
            outlet's documents that have tokens, seed {seed}, acceleration from the jackknife; \
            none for fewer than {BOOTSTRAP_DOCUMENTS} documents or documents that hold a match"
    )
}
