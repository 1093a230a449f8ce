//! Voice: whose words a match is, and what tells so.

use crate::lexicon::EntryId;
use crate::text::ByteSpan;

/// In whose voice a match stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Voice {
    /// The author's words.
    Own,
    /// Someone else's words inside quotation marks.
    Quoted,
    /// Someone else's claim, told without quotation marks.
    Reported,
    /// Held at arm's length by the author.
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
}

/// A cue that decided something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sign {
    /// Where it stands.
    pub span: ByteSpan,
    /// Which cue it is, among those of the rules.
    pub entry: EntryId,
}

/// Why a match has its voice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Nothing tells otherwise.
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
    /// In a paragraph set off behind “X explains:”.
    SetOff,
    /// In a clause that a cue reports.
    Reported,
    /// Held at arm's length by a cue without marks.
    Distanced,
}

impl Reason {
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
