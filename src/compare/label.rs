//! Labels: which words each outlet uses of whom, and in whose voice.

use super::naming::Referents;
use super::outlet::EntrySums;
use crate::frame::{ByVoice, DocumentFrame, ScoredMatch};
use crate::lexicon::{CategoryId, EntryId, Matcher};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a party is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Label {
    /// An entry of a framing lexicon; those spelled alike in a category are one.
    Entry(EntryId),
    /// A variant of a naming lexicon, whose referent is the party.
    Variant(CategoryId),
}

/// A label of a target in one outlet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelCell {
    /// The outlet.
    pub outlet: Arc<str>,
    /// Whom the label describes or names.
    pub target: Arc<str>,
    /// The label.
    pub label: Label,
    /// Matches by voice, and documents.
    pub sums: EntrySums,
    /// Whether cue rules applied to a document of the outlet; without them denial is unknown.
    pub knows_negation: bool,
}

/// Labels counted by outlet, target and entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LabelTotals {
    outlets: BTreeMap<Arc<str>, OutletTally>,
}

/// What one outlet calls whom.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct OutletTally {
    knows_negation: bool,
    labels: BTreeMap<(Box<str>, Label), EntrySums>,
}

/// What one document calls whom, by target and label.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocumentLabels(BTreeMap<(Box<str>, Label), ByVoice<u64>>);

impl DocumentLabels {
    /// Counts the matches of a document that have a known target.
    pub fn from_matches<'a>(
        matches: impl IntoIterator<Item = ScoredMatch<'a>>,
        matcher: &Matcher,
    ) -> Self {
        let mut labels = Self::default();
        for scored in matches {
            let Some(target) = scored.target else { continue };
            let label = Label::Entry(matcher.entry(scored.entry).row);
            let voices = labels.0.entry((target.into(), label)).or_default();
            voices.count(scored.voice, scored.is_negated);
        }
        labels
    }
}

impl LabelTotals {
    /// Adds the names that a document uses, each of its referent, and what is known of its outlet.
    pub fn add_names(&mut self, frame: &DocumentFrame, referents: &Referents) {
        let tally = self.outlets.entry(frame.outlet.clone()).or_default();
        tally.knows_negation |= frame.has_rules;
        for (variant, score) in &frame.categories {
            let referent = referents.of_variant(*variant).and_then(|id| referents.referent(id));
            if let Some(referent) = referent.filter(|_| score.voices.total() > 0) {
                let key = ((*referent.name).into(), Label::Variant(*variant));
                let sums = tally.labels.entry(key).or_default();
                sums.voices += score.voices;
                sums.documents += 1;
            }
        }
    }

    /// Adds what a document of `outlet` calls whom.
    pub fn add_labels(&mut self, outlet: &str, labels: DocumentLabels) {
        if !self.outlets.contains_key(outlet) {
            self.outlets.insert(outlet.into(), OutletTally::default());
        }
        let Some(tally) = self.outlets.get_mut(outlet) else { return };
        for (key, voices) in labels.0 {
            let sums = tally.labels.entry(key).or_default();
            sums.voices += voices;
            sums.documents += 1;
        }
    }

    /// The cells that are not empty, by outlet, target and label.
    pub fn into_cells(self) -> Vec<LabelCell> {
        let mut cells = Vec::new();
        let mut names: BTreeMap<Box<str>, Arc<str>> = BTreeMap::new();
        for (outlet, tally) in self.outlets {
            for ((target, label), sums) in tally.labels {
                // The cells of a target share its name.
                let target = names.entry(target).or_insert_with_key(|name| (**name).into()).clone();
                let knows_negation = tally.knows_negation;
                cells.push(LabelCell {
                    outlet: outlet.clone(),
                    target,
                    label,
                    sums,
                    knows_negation,
                });
            }
        }
        cells
    }
}
