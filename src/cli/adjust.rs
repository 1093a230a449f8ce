//! `--adjust`: how q-values are found from p-values.

use crate::compare::Adjustment;
use clap::{Args, ValueEnum};

/// How q-values are found.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct AdjustArguments {
    /// q-values: Benjamini-Hochberg, or Benjamini-Yekutieli, which holds under any dependence
    #[arg(long, value_name = "WHAT", default_value = "bh")]
    pub adjust: AdjustArgument,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum AdjustArgument {
    /// Benjamini & Hochberg (1995)
    Bh,
    /// Benjamini & Yekutieli (2001): stricter, by 1 + 1/2 + … + 1/m of m tests
    By,
}

impl AdjustArgument {
    pub(crate) fn adjustment(self) -> Adjustment {
        match self {
            Self::Bh => Adjustment::BenjaminiHochberg,
            Self::By => Adjustment::BenjaminiYekutieli,
        }
    }

    /// As typed, for the record.
    pub(crate) fn typed(self) -> &'static str {
        match self {
            Self::Bh => "bh",
            Self::By => "by",
        }
    }
}
