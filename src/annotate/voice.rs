//! Voice: whose words a match is, and why.

use crate::lexicon::EntryId;
use crate::prose::unknown_name;
use crate::text::ByteSpan;
use serde::{Deserialize, Serialize};
use std::str::FromStr;
use thiserror::Error;

/// In whose voice a match is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Voice {
    /// The author's words.
    Own,
    /// Someone else's words inside quotation marks.
    Quoted,
    /// Someone else's claim, reported without quotation marks.
    Reported,
    /// Words from which the author keeps a distance.
    Distanced,
}

impl Voice {
    /// All voices, in the order of the columns.
    pub const ALL: [Self; 4] = [Self::Own, Self::Quoted, Self::Reported, Self::Distanced];

    /// The word that tables use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Quoted => "quoted",
            Self::Reported => "reported",
            Self::Distanced => "distanced",
        }
    }

    /// What a match in this voice adds to the stance: +1 own and asserted; −1 distanced, or own and
    /// denied; 0 quoted or reported.
    pub fn stance(self, is_negated: bool) -> i64 {
        match self {
            Self::Own if !is_negated => 1,
            Self::Own | Self::Distanced => -1,
            Self::Quoted | Self::Reported => 0,
        }
    }

    /// The voice of a [`name`](Self::name); none where there is no such voice.
    ///
    /// ```
    /// use framescope::Voice;
    ///
    /// assert_eq!(Voice::from_name("reported"), Some(Voice::Reported));
    /// let error = "quote".parse::<Voice>().unwrap_err();
    /// assert_eq!(error.to_string(), "there is no voice `quote`; did you mean `quoted`?");
    /// ```
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|voice| voice.name() == name)
    }
}

/// A word that names no [`Voice`].
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error(
    "there is no voice `{name}`; {known}",
    name = .0,
    known = unknown_name(.0, &Voice::ALL.map(Voice::name))
)]
pub struct UnknownVoice(pub String);

impl FromStr for Voice {
    type Err = UnknownVoice;

    fn from_str(name: &str) -> Result<Self, UnknownVoice> {
        Self::from_name(name).ok_or_else(|| UnknownVoice(name.to_owned()))
    }
}

/// A cue that decided something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sign {
    /// Where it is.
    pub span: ByteSpan,
    /// Which cue it is, among those of the rules.
    pub entry: EntryId,
}

/// Why a match has its voice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VoiceReason {
    /// No sign of another voice.
    NoSign,
    /// Inside quotation marks, which is all that is looked at: no rules, or a text in another
    /// language.
    Marks,
    /// Inside quotation marks, as somebody's words.
    Speech,
    /// Inside quotation marks, as a name, a title or a nickname.
    Name,
    /// Inside quotation marks: a fragment that nobody is said to speak.
    ScareQuotes,
    /// Inside quotation marks: a word mentioned as a word, or named by others.
    Mention,
    /// In a turn of an interview.
    Turn,
    /// In a paragraph set off after “X explains:”.
    SetOff,
    /// In a clause that a cue reports.
    Reported,
    /// Distanced by a cue without marks.
    Distanced,
}

impl VoiceReason {
    /// The reason in words.
    pub fn name(self) -> &'static str {
        match self {
            Self::NoSign => "no sign of another voice",
            Self::Marks => "inside quotation marks (cue rules silent)",
            Self::Speech => "inside quotation marks, as speech",
            Self::Name => "inside quotation marks, as a name or title",
            Self::ScareQuotes => "inside quotation marks, a fragment without a speaker",
            Self::Mention => "inside quotation marks, mentioned as a word",
            Self::Turn => "in a speaker's turn",
            Self::SetOff => "in a passage set off for a speaker",
            Self::Reported => "in a reported clause",
            Self::Distanced => "held at arm's length by a cue",
        }
    }
}
