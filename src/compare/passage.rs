//! A sentence that could be shown for an outlet.

use crate::lexicon::EntryId;
use crate::text::{CharSpan, Zone};

/// A sentence with a match in the author's own voice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Where it is, in characters.
    pub span: CharSpan,
    /// The zone in which it begins.
    pub zone: Zone,
    /// Its tokens.
    pub tokens: u32,
    /// The entries that it has in the author's own voice, each once, in the order of the text; and
    /// whether one of the matches of the entry is asserted, not denied. Entries spelled alike in a
    /// category are one.
    pub entries: Vec<(EntryId, bool)>,
    /// Its words, white space folded to single spaces.
    pub text: String,
}
