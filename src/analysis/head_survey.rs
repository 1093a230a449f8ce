//! What the heads of all records sum up to: outlets, events, languages, and how much was read.

use super::record::RecordHead;
use crate::prose::folded;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Sums over the heads of records.
#[derive(Clone, Debug, Default)]
pub(crate) struct HeadSurvey {
    pub(crate) documents: u64,
    pub(crate) tokens: u64,
    pub(crate) matches: u64,
    /// Documents by outlet.
    pub(crate) outlets: BTreeMap<Arc<str>, u64>,
    /// Documents by language, where it is known.
    pub(crate) languages: BTreeMap<Box<str>, u64>,
    /// Documents to which the cue rules did not apply.
    pub(crate) without_rules: u64,
    /// For each event an outlet that reports on it; none where several do.
    events: BTreeMap<Box<str>, Option<Arc<str>>>,
}

impl HeadSurvey {
    pub(crate) fn add(&mut self, head: &RecordHead) {
        self.documents += 1;
        self.tokens += u64::from(head.tokens);
        self.matches += u64::from(head.matches);
        self.without_rules += u64::from(!head.has_rules);
        let outlet = self.outlets.get_key_value(&*head.outlet).map(|(outlet, _)| outlet.clone());
        let outlet = outlet.unwrap_or_else(|| (&*head.outlet).into());
        *self.outlets.entry(outlet.clone()).or_default() += 1;
        if let Some(language) = &head.language {
            *self.languages.entry(language.clone()).or_default() += 1;
        }
        if let Some(event) = &head.event {
            let known = self.events.entry(event.clone()).or_insert_with(|| Some(outlet.clone()));
            if known.as_ref().is_some_and(|known| *known != outlet) {
                *known = None;
            }
        }
    }

    /// Adds a document of which only the outlet is known.
    pub(crate) fn add_outlet(&mut self, outlet: &Arc<str>) {
        *self.outlets.entry(outlet.clone()).or_default() += 1;
    }

    pub(crate) fn has_outlet(&self, name: &str) -> bool {
        self.outlets.contains_key(name)
    }

    pub(crate) fn outlet_names(&self) -> impl Iterator<Item = &str> {
        self.outlets.keys().map(|outlet| &**outlet)
    }

    pub(crate) fn has_event(&self, name: &str) -> bool {
        self.events.contains_key(name)
    }

    pub(crate) fn event_names(&self) -> impl Iterator<Item = &str> {
        self.events.keys().map(|event| &**event)
    }

    pub(crate) fn has_events(&self) -> bool {
        !self.events.is_empty()
    }

    pub(crate) fn events(&self) -> usize {
        self.events.len()
    }

    /// Whether two outlets report on some event.
    pub(crate) fn shares_an_event(&self) -> bool {
        self.events.values().any(Option::is_none)
    }

    /// The first outlets whose names a reader takes for one.
    pub(crate) fn alike_outlets(&self) -> Option<Vec<String>> {
        let mut alike: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for outlet in self.outlets.keys() {
            alike.entry(folded(outlet).to_lowercase()).or_default().insert(outlet);
        }
        let names = alike.into_values().find(|names| names.len() > 1)?;
        Some(names.iter().map(|name| format!("`{name}`")).collect())
    }
}
