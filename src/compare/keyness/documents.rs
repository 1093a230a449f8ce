//! The documents of a run as tests of terms need them, and the contrasts in which they are tested.

use super::Parts;
use crate::compare::panel::{NumberedDocument, NumberedDocuments, PanelLabel, unlike};
use crate::stat::LabelOdds;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The name of all other outlets together, in a contrast.
const OTHERS: &str = "all others";

/// An outlet and what it is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sides {
    /// The outlet's label.
    pub outlet: PanelLabel,
    /// Another outlet's label; `None` for all others together.
    pub reference: Option<PanelLabel>,
}

impl Sides {
    /// Whether a label lies on the first side, on the second, or on neither.
    pub(super) fn side(self, label: PanelLabel) -> Option<bool> {
        if label == self.outlet {
            Some(true)
        } else {
            self.reference.is_none_or(|reference| reference == label).then_some(false)
        }
    }
}

/// The documents of a run, as tests of terms need them.
#[derive(Clone, Debug)]
pub struct TestedDocuments<'p> {
    numbers: &'p NumberedDocuments,
    /// Of each event, its tokens by label.
    pub(super) tokens: Vec<BTreeMap<PanelLabel, f64>>,
    /// Of each event its documents with tokens.
    pub(super) members: Vec<Vec<StratumMember>>,
    /// By label.
    parts: Vec<Parts>,
    /// How likely each label is for a document of its length; by place among those with tokens.
    odds: LabelOdds,
    /// Of each document its place among those with tokens, or that of the next one.
    places: Vec<u32>,
}

/// A document with tokens, in its event.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct StratumMember {
    pub(super) document: u32,
    pub(super) label: PanelLabel,
    pub(super) tokens: f64,
}

impl<'p> TestedDocuments<'p> {
    /// The documents by number. Those without an event are one stratum.
    pub fn new(numbers: &'p NumberedDocuments) -> Self {
        let mut tokens = vec![BTreeMap::new(); numbers.event_count()];
        let mut members = vec![Vec::new(); numbers.event_count()];
        let mut parts = vec![Parts::default(); numbers.labels().len()];
        let mut places = Vec::with_capacity(numbers.all().len());
        let (mut labels, mut lengths) = (Vec::new(), Vec::new());
        // Events and labels of numbered documents lie within those lists.
        for (document, found) in (0_u32..).zip(numbers.all()) {
            let (event, label) = (found.event as usize, found.label);
            parts[label.place()].add(found.tokens);
            places.push(labels.len() as u32);
            if found.tokens > 0 {
                let n = found.tokens as f64;
                *tokens[event].entry(label).or_default() += n;
                members[event].push(StratumMember { document, label, tokens: n });
                labels.push(label.0);
                lengths.push(n);
            }
        }
        let odds = LabelOdds::from_lengths(&labels, &lengths);
        Self { numbers, tokens, members, parts, odds, places }
    }

    /// How many documents there are.
    pub(super) fn document_count(&self) -> usize {
        self.places.len()
    }

    /// The odds that a document with tokens, which is on one of the sides, is on the first, given
    /// its length.
    pub(super) fn odds_of(&self, document: u32, sides: Sides) -> f64 {
        let place = self.places.get(document as usize).copied().unwrap_or_default();
        let first = self.odds.of(place, sides.outlet.0);
        let second = match sides.reference {
            Some(reference) => self.odds.of(place, reference.0),
            None => self
                .parts_by_label()
                .filter(|(label, _)| *label != sides.outlet)
                .map(|(label, _)| self.odds.of(place, label.0))
                .sum(),
        };
        first / second.max(f64::MIN_POSITIVE)
    }

    /// Whether any document has an event.
    pub fn has_events(&self) -> bool {
        self.numbers.has_events()
    }

    /// A document.
    pub(super) fn document(&self, number: u32) -> Option<&NumberedDocument> {
        self.numbers.get(number)
    }

    /// Whether an event is that of documents without one.
    pub(super) fn is_eventless(&self, document: &NumberedDocument) -> bool {
        self.numbers.event_of(document).is_none()
    }

    /// The documents of a label.
    pub(super) fn parts(&self, label: PanelLabel) -> Parts {
        self.parts.get(label.place()).copied().unwrap_or_default()
    }

    /// The documents of each label.
    pub(super) fn parts_by_label(&self) -> impl Iterator<Item = (PanelLabel, &Parts)> {
        (0..).map(PanelLabel).zip(&self.parts)
    }

    /// Of each compared outlet how many documents have so many tokens; one without tokens is none.
    pub(super) fn lengths(&self) -> Vec<BTreeMap<u64, u64>> {
        let mut lengths = vec![BTreeMap::new(); self.numbers.compared().len()];
        for document in self.numbers.all().iter().filter(|document| document.tokens > 0) {
            if let Some(lengths) = lengths.get_mut(document.label.place()) {
                *lengths.entry(document.tokens).or_default() += 1;
            }
        }
        lengths
    }

    /// The names of the outlets of each label.
    pub(super) fn label_names(&self) -> impl Iterator<Item = Vec<&str>> {
        let pooled = self.numbers.pooled();
        (0..).map(PanelLabel).zip(self.numbers.labels()).map(move |(label, name)| {
            if Some(label) == pooled {
                let is_pooled = |outlet: &&Arc<str>| !self.numbers.is_compared(outlet);
                self.numbers.outlets().iter().filter(is_pooled).map(|outlet| &**outlet).collect()
            } else {
                vec![&**name]
            }
        })
    }

    /// The names of both sides of a contrast.
    pub fn names(&self, sides: Sides) -> (Arc<str>, Arc<str>) {
        let name = |label: PanelLabel| {
            let known = self.numbers.labels().get(label.place());
            known.cloned().unwrap_or_else(|| "".into())
        };
        let others = || {
            let taken = self.numbers.outlets().iter().chain(self.numbers.labels());
            unlike(OTHERS.to_owned(), taken)
        };
        (name(sides.outlet), sides.reference.map_or_else(others, name))
    }

    /// The contrasts: first each compared outlet with tokens against all others, then each pair of
    /// these outlets, both in the order of their names. Of two outlets the rest of one is the
    /// other, so there is the pair alone.
    pub fn contrasts(&self) -> Vec<Sides> {
        let worded = |(_, parts): &(PanelLabel, &Parts)| parts.tokens > 0;
        let labels = self.parts_by_label().filter(worded).count();
        let compared: Vec<PanelLabel> = self
            .parts_by_label()
            .take(self.numbers.compared().len())
            .filter(worded)
            .map(|(label, _)| label)
            .collect();
        let mut all = Vec::new();
        for (at, &outlet) in compared.iter().enumerate() {
            if labels > 2 || (labels == 2 && compared.len() == 1) {
                all.push(Sides { outlet, reference: None });
            }
            let others = compared.iter().skip(at + 1);
            all.extend(others.map(|&other| Sides { outlet, reference: Some(other) }));
        }
        all.sort_by_cached_key(|sides| (sides.reference.is_some(), self.names(*sides)));
        all
    }
}
