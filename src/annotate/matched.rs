//! A match: an entry found in a text, and what is known of it.

use super::phrase::Party;
use super::target::Target;
use super::voice::{Sign, Voice, VoiceReason};
use crate::lexicon::EntryId;
use crate::text::ByteSpan;

/// An entry found at a span of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Match {
    /// The entry.
    pub entry: EntryId,
    /// The first token.
    pub first: u32,
    /// One past the last token.
    pub end: u32,
    /// Where it is, in bytes.
    pub span: ByteSpan,
    /// In whose voice.
    pub voice: Voice,
    /// Why in that voice.
    pub reason: VoiceReason,
    /// The cue that decides the voice, where one does.
    pub sign: Option<Sign>,
    /// Whom quoted or reported words are attributed to.
    pub speaker: Option<Party>,
    /// The cue that denies the match.
    pub negation: Option<Sign>,
    /// The cue that weakens it.
    pub hedge: Option<Sign>,
    /// Whom it is about; only for entries of framing lexicons, and where the rules apply.
    pub target: Option<Target>,
}

impl Match {
    /// What the match adds to the stance: +1 own and asserted; −1 distanced, or own and denied; 0
    /// quoted or reported.
    pub fn stance(&self) -> i64 {
        match self.voice {
            Voice::Own if self.negation.is_none() => 1,
            Voice::Own | Voice::Distanced => -1,
            Voice::Quoted | Voice::Reported => 0,
        }
    }
}
