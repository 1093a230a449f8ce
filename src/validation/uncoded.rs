//! Why there is no figure of a sample.

use crate::stat::MissingReason;

/// Why codes give no figure, or no interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Uncoded {
    /// No match was coded.
    NoMatch,
    /// No sentence without a match was coded.
    NoMiss,
    /// The category is not in the sample.
    NotSampled,
    /// Nothing found was right, and nothing was missed.
    Nothing,
    /// For a pair of coders no interval is given.
    Pair,
    /// Coders never differ, so resamples cannot either: they do not show how sure that is.
    NeverDiffer,
    /// Alpha is known, but too many resamples have one code only.
    TooAlike,
    /// All codes are one and the same.
    AllAlike,
    /// No unit has two codes.
    NoneTwice,
    /// There is one coder.
    OneCoder,
}

impl MissingReason for Uncoded {
    fn name(self) -> &'static str {
        match self {
            Self::NoMatch => "no match coded",
            Self::NoMiss => "no miss coded",
            Self::NotSampled => "not in the sample",
            Self::Nothing => "nothing found right, nothing missed",
            Self::Pair => "none for a pair",
            Self::NeverDiffer => "coders never differ",
            Self::TooAlike => "too many resamples with one code only",
            Self::AllAlike => "all codes alike",
            Self::NoneTwice => "no unit coded twice",
            Self::OneCoder => "one coder",
        }
    }
}
