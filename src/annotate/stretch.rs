//! A stretch of reported speech.

use super::sentence_unit::Cue;
use std::ops::Range;

/// A stretch of a unit that somebody else says or thinks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    /// Its tokens.
    pub(super) content: Range<usize>,
    /// What tells so.
    pub(super) cue: Cue,
    /// The noun phrase of who says it.
    pub(super) speaker: Option<Range<usize>>,
    /// Whether nobody in particular says it: a passive, or a noun without an owner.
    pub(super) is_agentless: bool,
    /// Whether the content is a clause (“said that …”) rather than an object (“declared a …”).
    pub(super) is_clause: bool,
}
