//! In which voice the matches of a dimension are counted.

use super::ByVoice;
use crate::annotate::Voice;
use crate::prose::named_choice;

/// A voice, or any.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DimensionVoice {
    /// The author's own.
    #[default]
    Own,
    /// Others' words in quotation marks.
    Quoted,
    /// Others' words reported without marks.
    Reported,
    /// Words that the author keeps at a distance.
    Distanced,
    /// All of these.
    Any,
}

impl DimensionVoice {
    /// All choices.
    pub const ALL: [Self; 5] =
        [Self::Own, Self::Quoted, Self::Reported, Self::Distanced, Self::Any];

    /// The name of the choice.
    pub fn name(self) -> &'static str {
        match self {
            Self::Own => Voice::Own.name(),
            Self::Quoted => Voice::Quoted.name(),
            Self::Reported => Voice::Reported.name(),
            Self::Distanced => Voice::Distanced.name(),
            Self::Any => "any",
        }
    }

    /// The matches in this voice.
    pub fn of(self, voices: ByVoice<u32>) -> u32 {
        match self {
            Self::Own => voices.own,
            Self::Quoted => voices.quoted,
            Self::Reported => voices.reported,
            Self::Distanced => voices.distanced,
            Self::Any => voices.total(),
        }
    }
}

named_choice!(DimensionVoice);
