//! The option `--adjust`: how q-values are found from p-values.

use super::value::{Choice, choice};
use crate::stat::Adjustment;
use clap::Args;

/// How q-values are found.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct AdjustArguments {
    /// How q-values are computed: by Benjamini-Hochberg, or by Benjamini-Yekutieli, which is valid
    /// under any dependence
    #[arg(
        long, value_name = "WHAT", default_value_t,
        value_parser = choice(Adjustment::ALL.map(|value| Choice {
            value,
            name: value.name(),
            help: help(value),
        }))
    )]
    pub adjust: Adjustment,
}

fn help(adjustment: Adjustment) -> &'static str {
    match adjustment {
        Adjustment::BenjaminiHochberg => "Benjamini & Hochberg (1995)",
        Adjustment::BenjaminiYekutieli => {
            "Benjamini & Yekutieli (2001): stricter, by 1 + 1/2 + … + 1/m of m tests"
        }
    }
}
