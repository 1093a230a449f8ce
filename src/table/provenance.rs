//! `run.json`: how the tables came to be, so that a run can be repeated and a number traced.

use crate::corpus::InputFile;
use crate::lexicon::Lexicon;
use serde_json::{Value, json};

/// What is to be told of a run.
#[derive(Clone, Debug, Default)]
pub struct Provenance {
    /// The command as typed, without the program's path.
    pub command: Vec<String>,
    /// Every option that shaped the outcome, as understood.
    pub options: Value,
    /// The files read.
    pub inputs: Vec<InputFile>,
    /// The lexicons counted.
    pub lexicons: Vec<Value>,
    /// What told voice, negation, speaker and target.
    pub rules: Value,
    /// Documents read and rejected.
    pub documents: u64,
    /// Documents that could not be used.
    pub rejected: u64,
    /// The methods behind the numbers.
    pub methods: Value,
    /// What the analyst should know before quoting a number.
    pub warnings: Vec<String>,
    /// Seconds by step.
    pub timings: Vec<(&'static str, f64)>,
}

/// A lexicon as the record names it.
pub fn lexicon_record(lexicon: &Lexicon) -> Value {
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

impl Provenance {
    /// The records of the lexicons that told voice, negation, speaker and target.
    pub fn rule_lexicons(&self) -> &[Value] {
        self.rules.get("lexicons").and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    /// The record as JSON.
    pub fn to_json(&self) -> Value {
        let inputs: Vec<Value> = self
            .inputs
            .iter()
            .map(|file| json!({ "path": file.path, "sha256": file.sha256 }))
            .collect();
        let timings: serde_json::Map<String, Value> = self
            .timings
            .iter()
            .map(|(step, seconds)| ((*step).to_owned(), json!((seconds * 1000.0).round() / 1000.0)))
            .collect();
        json!({
            "program": "framescope",
            "version": env!("CARGO_PKG_VERSION"),
            "command": self.command,
            "options": self.options,
            "documents": self.documents,
            "rejected": self.rejected,
            "inputs": inputs,
            "lexicons": self.lexicons,
            "rules": self.rules,
            "methods": self.methods,
            "warnings": self.warnings,
            "timings": timings,
        })
    }
}
