//! Lexicons: read, checked, and compiled into one [`Matcher`]. Nothing here knows a document.

mod bundled;
mod check;
mod condition;
mod cue;
mod error;
mod format;
mod glob;
mod index;
mod matcher;
mod model;
mod overlap;
mod pattern;
mod trie;

pub use bundled::{bundled_names, bundled_source, load};
pub use check::{
    Finding, FindingKind, Severity, check, check_breadth, check_breadth_on_sample, unrelated_words,
};
pub use cue::CueRole;
pub use error::{LexiconError, Problem};
pub use format::{Format, ImportProblem, Written, is_name};
pub use index::{CategoryId, CategoryInfo, EntryId, EntryInfo};
pub use matcher::{AtomId, Gap, Matcher, Scratch, Tokens};
pub use model::{
    AppliesTo, Axis, Category, Condition, Entry, EntryOptions, Lexicon, LexiconKind, Neighbour,
    Overlap, Position, Within,
};
pub use overlap::Found;
pub use pattern::{MatchMode, Pattern, PatternError, glob_free, glob_matches};

/// Reads a lexicon in the native form from bytes; `file` is the name that errors carry.
///
/// # Errors
/// [`LexiconError`] naming file, line and column.
pub fn read_toml(file: &str, bytes: &[u8]) -> Result<Lexicon, LexiconError> {
    format::toml::read(file, bytes)
}
