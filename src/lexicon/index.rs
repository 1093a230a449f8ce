//! Entries and categories numbered across all lexicons of a run, and what is known of each by its
//! number.

use super::cue::CueRole;
use super::measures::Measures;
use super::model::{AppliesTo, LexiconKind};

/// An entry, across all lexicons of a matcher, in the order of lexicons, categories and entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(pub u32);

/// A category, across all lexicons of a matcher, in the order of lexicons and categories.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CategoryId(pub u32);

/// What a matcher knows of an entry.
#[derive(Clone, Debug)]
pub struct EntryInfo {
    /// The term as written.
    pub term: Box<str>,
    /// Its category.
    pub category: CategoryId,
    /// What a match adds to `weighted`.
    pub weight: f64,
    /// The entry under which tables count it: the first of its category that is spelled alike, as a
    /// term may stand under two conditions.
    pub row: EntryId,
    pub(crate) literal_characters: usize,
    /// The place of its condition among those of the matcher.
    pub(crate) condition: Option<u32>,
}

/// What a matcher knows of a category.
#[derive(Clone, Debug)]
pub struct CategoryInfo {
    /// The lexicon's place among those compiled.
    pub lexicon: u16,
    /// The lexicon's name.
    pub lexicon_name: Box<str>,
    /// ISO 639-1 code of the language that the lexicon states; `None` where it states none, and so
    /// serves every document.
    pub language: Option<Box<str>>,
    /// What the lexicon is for.
    pub kind: LexiconKind,
    /// What the lexicon's terms stand for.
    pub applies_to: AppliesTo,
    /// The category's name.
    pub name: Box<str>,
    /// The category that it is nested in, which stands before it.
    pub parent: Option<CategoryId>,
    /// Whether it has entries of its own, and not only those of the categories nested in it.
    pub has_entries: bool,
    /// What the lexicon measures; none for cues, which are never counted.
    pub measures: Option<Measures>,
    /// What readers of a report read for it: an actor's name, a category's title, or a variant's.
    pub title: Box<str>,
    /// The title of the referent that a variant belongs to; none outside naming lexicons.
    pub referent_title: Option<Box<str>>,
    /// What its terms do to the words round them, in a cue lexicon.
    pub role: Option<CueRole>,
}

impl CategoryInfo {
    /// `lexicon.category`, the name of this category as a dimension of the framing vector.
    pub fn dimension(&self) -> String {
        format!("{}.{}", self.lexicon_name, self.name)
    }
}
