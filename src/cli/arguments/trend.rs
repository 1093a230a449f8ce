//! Options of the tables `trend` and `around`.

use super::value::{Choice, choice};
use crate::corpus::{Date, PeriodLength, ReadDate};
use clap::Args;

/// What shapes the tables `trend` and `around`.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Trend")]
pub(crate) struct TrendArguments {
    /// Length of the periods of the table `trend`
    #[arg(long, value_name = "LENGTH", default_value = "auto", value_parser = choice(periods()))]
    pub period: PeriodArgument,
    /// Compare documents before DATE with those of that day and later, in the table `around`:
    /// YYYY-MM-DD, or YYYY-MM or YYYY for its first day
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub around: Option<Date>,
}

/// A length, or the one that the dates allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PeriodArgument {
    Length(PeriodLength),
    Auto,
}

impl PeriodArgument {
    /// The length, where one was chosen.
    pub(crate) fn length(self) -> Option<PeriodLength> {
        match self {
            Self::Length(length) => Some(length),
            Self::Auto => None,
        }
    }
}

fn periods() -> impl Iterator<Item = Choice<PeriodArgument>> {
    let lengths = PeriodLength::ALL.into_iter().map(|length| Choice {
        value: PeriodArgument::Length(length),
        name: length.name(),
        help: if length == PeriodLength::Week { "From Monday (ISO 8601)" } else { "" },
    });
    lengths.chain([Choice {
        value: PeriodArgument::Auto,
        name: "auto",
        help: "The shortest that the dates allow and that has enough documents",
    }])
}

/// A date as ISO 8601 writes it and in no other way, since a day and a month must not be mixed up
/// here.
fn date(typed: &str) -> Result<Date, String> {
    match Date::read(typed) {
        ReadDate::Known(date) if date.to_string() == typed => Ok(date),
        _ => Err(format!(
            "`{typed}` is not a date of the calendar as YYYY-MM-DD, YYYY-MM or YYYY; give one as \
             2014-06-29"
        )),
    }
}
