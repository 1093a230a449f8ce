//! Which matches the table `matches` lists: the filter that opens the lines of a number.

use super::match_rows::ExplainedRow;
use super::record::RecordHead;
use crate::compare::NumberedDocuments;
use crate::corpus::{DateBound, DateRange};
use crate::lexicon::glob_matches;
use crate::table::MatchRow;
use serde::{Deserialize, Serialize};

/// A filter of matches. An empty filter keeps all.
///
/// Names are compared as tables write them. A name with `*` (any characters) or `?` (one character)
/// is a pattern, which ignores case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
#[non_exhaustive]
pub struct MatchFilter {
    /// Keeps matches of this category and of those nested in it, written `category` or
    /// `lexicon.category`.
    pub category: Option<String>,
    /// Keeps matches of this entry, as its lexicon writes it.
    pub entry: Option<String>,
    /// Keeps matches whose words fit this pattern.
    pub text: Option<String>,
    /// Keeps names for this referent, written `referent` or `lexicon.referent`.
    pub referent: Option<String>,
    /// Keeps matches of this variant of a referent's name.
    pub variant: Option<String>,
    /// Keeps matches in this voice.
    pub voice: Option<String>,
    /// Keeps matches in documents of this outlet, or of those that are pooled under this name.
    pub outlet: Option<String>,
    /// Keeps matches in documents of all other outlets.
    pub not_outlet: Option<String>,
    /// Keeps matches in the document with this id.
    pub document: Option<String>,
    /// Keeps matches in documents on this event.
    pub event: Option<String>,
    /// Keeps matches in documents that are surely not dated before this.
    pub from: Option<DateBound>,
    /// Keeps matches in documents that are surely not dated after this.
    pub to: Option<DateBound>,
    /// Keeps matches attributed to this speaker.
    pub speaker: Option<String>,
    /// Keeps matches about this target.
    pub target: Option<String>,
    /// Keeps matches whose target was found by this rule; `sure` is every rule by which a match
    /// counts as labelling its target.
    pub target_rule: Option<String>,
    /// Keeps matches that are denied, or those that are not.
    pub negated: Option<bool>,
    /// Keeps matches that are weakened, or those that are not.
    pub hedged: Option<bool>,
}

/// Rules that do not count as labelling.
const UNSURE: [&str; 3] = ["nearest", "pronoun", "none"];
/// The word for every other rule.
pub(crate) const SURE: &str = "sure";

impl MatchFilter {
    /// Whether the filter keeps matches of a document. Without `numbers` no outlets are pooled.
    pub(super) fn keeps_document(
        &self,
        head: &RecordHead,
        numbers: Option<&NumberedDocuments>,
    ) -> bool {
        let is_of = |outlet: &String| {
            is_named(outlet, &head.outlet)
                || numbers.and_then(|numbers| numbers.label_name(&head.outlet))
                    == Some(outlet.as_str())
        };
        let range = DateRange { from: self.from, to: self.to };
        self.outlet.as_ref().is_none_or(is_of)
            && !self.not_outlet.as_ref().is_some_and(is_of)
            && self.document.as_deref().is_none_or(|id| is_named(id, &head.id))
            && fits(self.event.as_deref(), head.event.as_deref())
            && range.holds(head.date)
    }

    /// Drops the rows of a document that the filter does not keep; rows are in the order of the
    /// text.
    pub(super) fn retain(&self, rows: &mut Vec<ExplainedRow>) {
        if let Some(category) = &self.category {
            let kept = kept_in_category(rows, category);
            let mut kept = kept.into_iter();
            rows.retain(|_| kept.next().unwrap_or(false));
        }
        rows.retain(|explained| self.keeps(&explained.row));
    }

    /// Whether the filter keeps a row, apart from its document and category.
    fn keeps(&self, row: &MatchRow) -> bool {
        let referent = |name: &str| {
            row.referent.as_deref().is_some_and(|own| {
                is_named(name, own) || is_named(name, &format!("{}.{own}", row.lexicon))
            })
        };
        let rule = |name: &str| match row.target_rule {
            Some(rule) if name == SURE => !UNSURE.contains(&rule),
            Some(rule) => rule == name,
            None => false,
        };
        self.entry.as_deref().is_none_or(|entry| *entry == *row.entry)
            && self.text.as_deref().is_none_or(|pattern| {
                glob_matches(&pattern.to_lowercase(), &row.text.to_lowercase())
            })
            && self.referent.as_deref().is_none_or(referent)
            && fits(self.variant.as_deref(), row.variant.as_deref())
            && self.voice.as_deref().is_none_or(|voice| voice == row.voice)
            && fits(self.speaker.as_deref(), row.speaker.as_deref())
            && fits(self.target.as_deref(), row.target.as_deref())
            && self.target_rule.as_deref().is_none_or(rule)
            && self.negated.is_none_or(|wanted| row.negated == Some(wanted))
            && self.hedged.is_none_or(|wanted| row.hedged == Some(wanted))
    }

    /// Whether the filter keeps every match.
    pub fn keeps_all(&self) -> bool {
        *self == Self::default()
    }
}

/// Which rows a category counts: its own, and of the rows of categories nested in it one for each
/// place where it has none itself, as its count does.
fn kept_in_category(rows: &[ExplainedRow], name: &str) -> Vec<bool> {
    let place = |explained: &ExplainedRow| (explained.row.start, explained.row.end);
    let mut kept = Vec::with_capacity(rows.len());
    for same in rows.chunk_by(|a, b| place(a) == place(b)) {
        let owns: Vec<Membership> =
            same.iter().map(|explained| Membership::of(&explained.row, name)).collect();
        let mut is_counted = owns.contains(&Membership::Own);
        for membership in owns {
            kept.push(match membership {
                Membership::Own => true,
                Membership::Nested => !std::mem::replace(&mut is_counted, true),
                Membership::None => false,
            });
        }
    }
    kept
}

/// How a match belongs to a category.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Membership {
    /// The category has the match itself.
    Own,
    /// A category nested in it has the match.
    Nested,
    /// The match belongs to another category.
    None,
}

impl Membership {
    fn of(row: &MatchRow, name: &str) -> Self {
        let in_lexicon = name.strip_prefix(&*row.lexicon).and_then(|rest| rest.strip_prefix('.'));
        let names = [Some(name), in_lexicon];
        let is_below =
            |name: &str| row.category.strip_prefix(name).is_some_and(|rest| rest.starts_with('.'));
        if names.iter().flatten().any(|name| **name == *row.category) {
            Self::Own
        } else if names.iter().flatten().any(|name| is_below(name)) {
            Self::Nested
        } else {
            Self::None
        }
    }
}

/// Whether a name is the one that was asked for, or fits it where that is a pattern.
fn is_named(wanted: &str, name: &str) -> bool {
    wanted == name
        || wanted.contains(['*', '?']) && glob_matches(&wanted.to_lowercase(), &name.to_lowercase())
}

/// The same of a name that may be unknown; an unknown name fits none.
fn fits(wanted: Option<&str>, name: Option<&str>) -> bool {
    wanted.is_none_or(|wanted| name.is_some_and(|name| is_named(wanted, name)))
}
