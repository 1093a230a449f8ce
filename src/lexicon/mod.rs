//! Lexicons: read, checked, and compiled into one [`Matcher`]. Nothing here knows a document.

mod atom;
mod bundled;
mod check;
mod condition;
mod cue;
mod error;
mod format;
mod glob;
mod import;
mod index;
mod matcher;
mod measures;
mod model;
mod overlap;
mod pattern;
mod read_options;
mod title;
mod tokens;
mod trie;

pub use atom::AtomId;
pub use bundled::{bundled_names, bundled_source, load, load_with, load_with_source, read};
pub use check::{
    Finding, FindingKind, Severity, check, check_breadth, check_breadth_on_sample, unrelated_words,
};
pub use cue::CueRole;
pub use error::{LexiconError, Problem};
pub use format::{ImportProblem, LexiconFormat, Written, is_name};
pub use import::ImportReport;
pub use index::{CategoryId, CategoryInfo, EntryId, EntryInfo};
pub(crate) use matcher::Starts;
pub use matcher::{Matcher, Scratch};
pub use measures::Measures;
pub use model::{
    AppliesTo, Axis, Category, Condition, Entry, EntryOptions, Lexicon, LexiconKind, Neighbour,
    Overlap, Position, Within,
};
pub use overlap::EntrySpan;
pub use pattern::{MatchMode, Pattern, PatternError, glob_free, glob_matches};
pub use read_options::ReadOptions;
pub use title::plain_title;
pub use tokens::{BrokenToken, Gap, Tokens};

/// Reads a lexicon in the native form from bytes; `file` is the name that errors carry.
///
/// # Errors
/// [`LexiconError`] naming file, line and column.
pub fn read_toml(file: &str, bytes: &[u8]) -> Result<Lexicon, LexiconError> {
    format::toml::read(file, bytes)
}
