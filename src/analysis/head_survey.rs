//! What the heads of all records sum up to: outlets, events, languages, and how much was read.

use super::record::RecordHead;
use crate::corpus::Date;
use crate::prose::{folded, plural};
use serde_json::{Map, Value, json};
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
    events: BTreeMap<Box<str>, EventSurvey>,
    /// The first and the last date, by their first days; the last by its last day.
    dates: Option<(Date, Date)>,
    undated: u64,
}

/// Sums over the documents on an event.
#[derive(Clone, Debug, Default)]
struct EventSurvey {
    documents: u64,
    outlets: BTreeSet<Arc<str>>,
}

/// If an outlet has more documents than this per event on average, the events are hardly events.
const MOST_PER_OUTLET: f64 = 8.0;
/// Fewer documents than these are not judged.
const FEWEST_JUDGED: u64 = 100;
/// How many events a message lists.
const LISTED: usize = 10;

impl HeadSurvey {
    pub(crate) fn add(&mut self, head: &RecordHead) {
        self.documents += 1;
        self.tokens += u64::from(head.tokens);
        self.matches += u64::from(head.matches);
        self.without_rules += u64::from(!head.has_rules);
        let outlet = self.outlets.get_key_value(&*head.outlet).map(|(outlet, _)| outlet.clone());
        let outlet = outlet.unwrap_or_else(|| (&*head.outlet).into());
        *self.outlets.entry(outlet.clone()).or_default() += 1;
        match head.date {
            Some(date) => {
                let (first, last) = self.dates.get_or_insert((date, date));
                if date.days().0 < first.days().0 {
                    *first = date;
                }
                if date.days().1 > last.days().1 {
                    *last = date;
                }
            }
            None => self.undated += 1,
        }
        if let Some(language) = &head.language {
            *self.languages.entry(language.clone()).or_default() += 1;
        }
        if let Some(event) = &head.event {
            let known = self.events.entry(event.clone()).or_default();
            known.documents += 1;
            known.outlets.insert(outlet);
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

    /// How many events two outlets or more report on.
    pub(crate) fn shared_events(&self) -> usize {
        self.events.values().filter(|event| event.outlets.len() > 1).count()
    }

    /// How many documents have an event.
    pub(crate) fn documents_with_event(&self) -> u64 {
        self.events.values().map(|event| event.documents).sum()
    }

    /// Documents, tokens, outlets, dates and events, for the record of a run.
    pub(crate) fn account(&self) -> Value {
        let outlets: Map<String, Value> =
            self.outlets.iter().map(|(name, count)| (name.to_string(), json!(count))).collect();
        json!({
            "documents": self.documents,
            "tokens": self.tokens,
            "matches": self.matches,
            "outlets": outlets,
            "first_date": self.dates.map(|(first, _)| first.to_string()),
            "last_date": self.dates.map(|(_, last)| last.to_string()),
            "documents_without_date": self.undated,
            "events": self.events(),
            "shared_events": self.shared_events(),
            "documents_with_event": self.documents_with_event(),
        })
    }

    /// What is known of the events, for the record of a run.
    pub(crate) fn events_account(&self) -> Value {
        let events = self.events.len();
        json!({
            "events": events,
            "documents": self.documents_with_event(),
            "documents_per_event": self.documents_with_event() as f64 / events.max(1) as f64,
            "reported_by_two_outlets_or_more": self.shared_events(),
            "first": self.events.keys().take(LISTED).collect::<Vec<_>>(),
        })
    }

    /// A warning if values of `event` look like topics or periods: an outlet covers an event in a
    /// few documents, a topic in many.
    pub(crate) fn broad_events(&self) -> Option<String> {
        let documents = self.documents_with_event();
        let pairs: usize = self.events.values().map(|event| event.outlets.len()).sum();
        let per_outlet = documents as f64 / pairs.max(1) as f64;
        if documents < FEWEST_JUDGED || per_outlet <= MOST_PER_OUTLET {
            return None;
        }
        let names: Vec<String> = self
            .events
            .iter()
            .take(LISTED)
            .map(|(name, event)| format!("{name} ({})", event.documents))
            .collect();
        let more = self.events.len().saturating_sub(LISTED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        Some(format!(
            "`event` has {} over {documents} documents, {per_outlet:.0} of each outlet on average: \
             {}{more}; these look like topics or periods, and comparisons within them take out \
             what differs between them",
            plural(self.events.len(), "value", "values"),
            names.join(", ")
        ))
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
