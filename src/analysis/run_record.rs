//! The record of a run: how the tables came to be, so that a run can be repeated and a number
//! traced.

use super::head_survey::HeadSurvey;
use super::plan::Plan;
use super::records::Records;
use super::tables::WideDifference;
use super::unread_dates::{UnreadDates, unread_dates};
use super::warning::Warning;
use crate::corpus::InputFile;
use crate::lexicon::Lexicon;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::time::Instant;

/// What a run reports apart from its tables; `run.json` is made from it.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct RunRecord {
    /// The command as typed, without the path of the program; empty where there was none.
    pub command: Vec<String>,
    /// Every option that shaped the outcome, as understood.
    pub options: Value,
    /// The files that were read.
    pub inputs: Vec<InputFile>,
    /// The lexicons that were counted.
    pub lexicons: Vec<Value>,
    /// The rules by which voice, denial, speaker and target were decided.
    pub rules: Value,
    /// Documents, tokens, outlets, dates and events of the corpus as counted.
    pub corpus: Value,
    /// Documents that were counted.
    pub documents: u64,
    /// Documents that were left out.
    pub rejected: u64,
    /// Files of folders that were not read, by what they are.
    pub not_read: BTreeMap<String, u64>,
    /// Dates that were not read, by pattern.
    pub unread_dates: Vec<UnreadDates>,
    /// How the numbers were computed, by table or statistic.
    pub methods: Value,
    /// What an analyst should know before quoting a number.
    pub warnings: Vec<Warning>,
    /// Seconds by step.
    pub timings: Timings,
    /// The run in brief.
    pub overview: Overview,
}

/// A run in brief.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Overview {
    /// Documents that were counted.
    pub documents: u64,
    /// Their tokens.
    pub tokens: u64,
    /// Their matches.
    pub matches: u64,
    /// Their outlets.
    pub outlets: usize,
    /// Their events.
    pub events: usize,
    /// Of these, the events that two outlets or more report on.
    pub shared_events: usize,
    /// Documents with an event.
    pub documents_with_event: u64,
    /// Documents that were left out.
    pub rejected: usize,
    /// Where outlets differ most, in their own voice.
    pub widest: Vec<WideDifference>,
    /// What is said of clusters by framing.
    pub clusters: Option<String>,
}

/// Seconds by step.
#[derive(Clone, Debug)]
pub struct Timings {
    last: Instant,
    laps: Vec<(&'static str, f64)>,
}

impl Default for Timings {
    fn default() -> Self {
        Self::new()
    }
}

impl Timings {
    /// Begins to measure.
    pub fn new() -> Self {
        Self { last: Instant::now(), laps: Vec::new() }
    }

    /// Ends a step.
    pub fn lap(&mut self, step: &'static str) {
        self.laps.push((step, self.last.elapsed().as_secs_f64()));
        self.last = Instant::now();
    }

    /// The same steps after others.
    pub fn after(mut self, earlier: &Self) -> Self {
        self.laps.splice(0..0, earlier.laps.iter().copied());
        self
    }

    fn to_json(&self) -> Value {
        let rounded = |seconds: f64| json!((seconds * 1000.0).round() / 1000.0);
        let laps = self.laps.iter().map(|(step, seconds)| ((*step).to_owned(), rounded(*seconds)));
        Value::Object(laps.collect())
    }
}

/// What is said of a lexicon.
pub(crate) fn lexicon_record(lexicon: &Lexicon) -> Value {
    json!({
        "name": lexicon.name,
        "kind": lexicon.kind.name(),
        "version": lexicon.version,
        "language": lexicon.language,
        "license": lexicon.license,
        "sha256": lexicon.sha256,
        "categories": lexicon.categories.len(),
        "entries": lexicon.entries(),
    })
}

impl RunRecord {
    pub(super) fn new(plan: &Plan, records: &Records, survey: &HeadSurvey) -> Self {
        let rule_lexicons: Vec<Value> = plan.rule_lexicons().iter().map(lexicon_record).collect();
        Self {
            options: serde_json::to_value(plan.options()).unwrap_or_default(),
            inputs: records.input().files.clone(),
            lexicons: plan.lexicons().iter().map(lexicon_record).collect(),
            rules: json!({
                "language": plan.rules().language(),
                "lexicons": rule_lexicons,
                "documents": survey.documents - survey.without_rules,
                "documents_without": survey.without_rules,
                "without": "documents in another language; their voice is decided by quotation \
                    marks only",
            }),
            corpus: survey.account(),
            documents: survey.documents,
            rejected: records.input().rejected.len() as u64,
            not_read: records.input().not_read(),
            unread_dates: unread_dates(&records.input().remarks),
            overview: Overview {
                documents: survey.documents,
                tokens: survey.tokens,
                matches: survey.matches,
                outlets: survey.outlets.len(),
                events: survey.events(),
                shared_events: survey.shared_events(),
                documents_with_event: survey.documents_with_event(),
                rejected: records.input().rejected.len(),
                widest: Vec::new(),
                clusters: None,
            },
            ..Self::default()
        }
    }

    pub(super) fn with_widest(mut self, widest: Vec<WideDifference>) -> Self {
        self.overview.widest = widest;
        self
    }

    pub(super) fn with_clusters(mut self, finding: Option<String>) -> Self {
        self.overview.clusters = finding;
        self
    }

    pub(super) fn with_methods(self, methods: Map<String, Value>) -> Self {
        Self { methods: Value::Object(methods), ..self }
    }

    pub(super) fn with_warnings(self, warnings: Vec<Warning>) -> Self {
        Self { warnings, ..self }
    }

    pub(super) fn with_timings(self, timings: Timings) -> Self {
        Self { timings, ..self }
    }

    /// What is said of the lexicons by which voice, denial, speaker and target were decided.
    pub(crate) fn rule_lexicons(&self) -> &[Value] {
        self.rules.get("lexicons").and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    /// The record as JSON.
    pub fn to_json(&self) -> Value {
        let inputs: Vec<Value> = self
            .inputs
            .iter()
            .map(|file| json!({ "path": file.path, "sha256": file.sha256 }))
            .collect();
        let unread_dates: Vec<Value> = self
            .unread_dates
            .iter()
            .map(|UnreadDates { pattern, documents, example, source }| {
                json!({
                    "pattern": pattern, "documents": documents, "example": example,
                    "source": source.to_string(),
                })
            })
            .collect();
        let warnings: Vec<&str> = self.warnings.iter().map(Warning::text).collect();
        json!({
            "program": "framescope",
            "version": env!("CARGO_PKG_VERSION"),
            "command": self.command,
            "options": self.options,
            "documents": self.documents,
            "rejected": self.rejected,
            "corpus": self.corpus,
            "inputs": inputs,
            "not_read": self.not_read,
            "unread_dates": unread_dates,
            "lexicons": self.lexicons,
            "rules": self.rules,
            "methods": self.methods,
            "warnings": warnings,
            "timings": self.timings.to_json(),
        })
    }
}
