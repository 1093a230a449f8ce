//! A stretch of reported speech.

use super::sentence_unit::Cue;
use std::ops::Range;

/// A stretch of a unit that reports what another person says or thinks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    /// Its tokens.
    pub(super) content: Range<usize>,
    /// The cue of the report.
    pub(super) cue: Cue,
    /// The noun phrase of who says it.
    pub(super) speaker: Option<Range<usize>>,
    /// Whether it has no speaker: a passive, or a noun without an owner.
    pub(super) is_agentless: bool,
    /// Whether the content is a clause (“said that …”) rather than an object (“declared a …”).
    pub(super) is_clause: bool,
}

impl Stretch {
    /// A claim that has a speaker; `None` for a range without a token.
    pub(super) fn from_claim(
        content: Range<usize>,
        cue: Cue,
        speaker: &Option<Range<usize>>,
    ) -> Option<Self> {
        let speaker = speaker.clone();
        let is_empty = content.is_empty();
        (!is_empty).then_some(Self { content, cue, speaker, is_agentless: false, is_clause: true })
    }
}
