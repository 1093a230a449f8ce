//! Which matches the table `matches` lists: the filter that opens the lines of a number.

use crate::lexicon::glob_matches;
use crate::table::MatchRow;
use serde::{Deserialize, Serialize};

/// A filter of matches. An empty filter keeps all.
///
/// Patterns know `*` for any characters and `?` for one, and ignore case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
#[non_exhaustive]
pub struct MatchFilter {
    /// Keeps matches of this entry, and those whose words fit the pattern.
    pub term: Option<String>,
    /// Keeps matches of this category, written `category` or `lexicon.category`.
    pub category: Option<String>,
    /// Keeps matches in this voice.
    pub voice: Option<String>,
    /// Keeps matches in documents of this outlet.
    pub outlet: Option<String>,
    /// Keeps matches attributed to a speaker that fits the pattern.
    pub speaker: Option<String>,
    /// Keeps matches about a target that fits the pattern.
    pub target: Option<String>,
    /// Keeps matches that are denied, or those that are not.
    pub negated: Option<bool>,
    /// Keeps matches that are weakened, or those that are not.
    pub hedged: Option<bool>,
}

impl MatchFilter {
    /// Whether the filter keeps a row.
    pub fn keeps(&self, row: &MatchRow) -> bool {
        let term = |term: &str| {
            let term = term.to_lowercase();
            term == row.entry.to_lowercase() || glob_matches(&term, &row.text.to_lowercase())
        };
        let category = |name: &str| {
            *name == *row.category || *name == format!("{}.{}", row.lexicon, row.category)
        };
        self.term.as_deref().is_none_or(term)
            && self.category.as_deref().is_none_or(category)
            && self.voice.as_deref().is_none_or(|voice| voice == row.voice)
            && self.outlet.as_deref().is_none_or(|outlet| outlet == &*row.outlet)
            && fits(self.speaker.as_deref(), row.speaker.as_deref())
            && fits(self.target.as_deref(), row.target.as_deref())
            && self.negated.is_none_or(|wanted| row.negated == Some(wanted))
            && self.hedged.is_none_or(|wanted| row.hedged == Some(wanted))
    }

    /// Whether the filter keeps every match.
    pub fn keeps_all(&self) -> bool {
        *self == Self::default()
    }
}

/// Whether a name fits a pattern; an unknown name fits none.
fn fits(pattern: Option<&str>, name: Option<&str>) -> bool {
    pattern.is_none_or(|pattern| {
        name.is_some_and(|name| glob_matches(&pattern.to_lowercase(), &name.to_lowercase()))
    })
}
