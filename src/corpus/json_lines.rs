//! JSON Lines: one object a line, one document an object.

use super::column::{ColumnNames, Columns, listed, no_column, position_of};
use super::draft::{Draft, DraftResult};
use super::encoding::decode_with;
use super::error::CorpusError;
use super::field::Field;
use super::rejection::{Reason, Rejection};
use super::scan::Scanned;
use super::source::{Place, Source};
use encoding_rs::Encoding;
use serde_json::{Map, Value};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::sync::Arc;

/// Reads the lines of one file as drafts.
pub(crate) struct LineReader {
    reader: BufReader<File>,
    line: Vec<u8>,
    number: u64,
    names: ColumnNames,
    /// The keys of the last object and the places of the fields among them; most objects repeat
    /// the keys of the one before.
    keys: Vec<String>,
    columns: Columns,
    /// Named keys that no object has had so far.
    unmet: Vec<(Field, String)>,
    file: Arc<str>,
    id_stem: String,
    form: Option<&'static str>,
    fallback: Option<&'static Encoding>,
}

impl LineReader {
    pub(crate) fn open(
        scanned: Scanned,
        names: &ColumnNames,
        file: Arc<str>,
        id_stem: String,
    ) -> Self {
        let Scanned { file: handle, form, fallback, .. } = scanned;
        Self {
            reader: BufReader::with_capacity(1 << 18, handle),
            line: Vec::new(),
            number: 0,
            names: names.clone(),
            keys: Vec::new(),
            columns: Columns::default(),
            unmet: names.given().map(|(field, name)| (field, name.to_owned())).collect(),
            file,
            id_stem,
            form,
            fallback,
        }
    }

    fn source(&self) -> Source {
        Source { file: self.file.clone(), place: Place::Line(self.number) }
    }

    /// What is wrong with the file as a whole, known at its end: a named key that no object has.
    fn end(&mut self) -> Option<CorpusError> {
        let (field, name) = self.unmet.pop()?;
        self.unmet.clear();
        Some(no_column(&self.file, field, &name, &self.keys))
    }

    fn rejected(&self, reason: Reason) -> Rejection {
        Rejection { source_place: self.source(), reason }
    }

    fn read(&mut self) -> Result<DraftResult, CorpusError> {
        let decoded = decode_with(&self.line, self.fallback);
        let object: Map<String, Value> = match serde_json::from_str(&decoded.text) {
            Ok(object) => object,
            Err(_) if self.number == 1 && decoded.text.trim_start().starts_with('[') => {
                return Err(CorpusError::JsonArray(self.file.to_string()));
            }
            Err(error) => {
                // The parser counts lines within what it is given, which is one line.
                let message = error.to_string();
                let message = message.split(" at line ").next().unwrap_or_default().to_owned();
                return Ok(Err(self.rejected(Reason::BadJson(message))));
            }
        };
        let encoding = self.form.unwrap_or(decoded.encoding);
        let (keys, cells): (Vec<String>, Vec<String>) =
            object.into_iter().map(|(key, value)| (key, flat(value))).unzip();
        if keys != self.keys {
            self.columns = Columns::find_present(&keys, &self.names);
            self.unmet.retain(|(_, name)| position_of(&keys, name).is_none());
            self.keys = keys;
        }
        let Some(text) = self.columns.text else {
            return Ok(Err(self.rejected(Reason::NoTextKey(listed(&self.keys)))));
        };
        Ok(Ok(Draft {
            id: format!("{}:{}", self.id_stem, self.number),
            fields: self.columns.fields(|at| cells.get(at).map(String::as_str)),
            // The columns are found among the keys of this object.
            text: cells.get(text).cloned().unwrap_or_default(),
            source: self.source(),
            encoding,
        }))
    }
}

/// A value as a cell: a list of values joined with commas, an object as nothing.
fn flat(value: Value) -> String {
    match value {
        Value::String(text) => text,
        Value::Number(number) => number.to_string(),
        Value::Bool(flag) => flag.to_string(),
        Value::Array(items) => items
            .into_iter()
            .map(flat)
            .filter(|cell| !cell.is_empty())
            .collect::<Vec<_>>()
            .join(", "),
        Value::Null | Value::Object(_) => String::new(),
    }
}

impl Iterator for LineReader {
    type Item = Result<DraftResult, CorpusError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            self.line.clear();
            match self.reader.read_until(b'\n', &mut self.line) {
                Ok(0) => return self.end().map(Err),
                Ok(_) => {}
                Err(source) => {
                    return Some(Err(CorpusError::Unreadable {
                        path: (*self.file).into(),
                        source,
                    }));
                }
            }
            self.number += 1;
            if self.number == 1 && self.line.starts_with(b"\xef\xbb\xbf") {
                self.line.drain(..3);
            }
            if !self.line.trim_ascii().is_empty() {
                return Some(self.read());
            }
        }
    }
}
