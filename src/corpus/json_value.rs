//! A JSON object as the cells of a row: nested values by dotted paths, `fields.bodyText`.

use super::column::{ColumnNames, Columns, listed, no_column, position_of};
use super::date_reading::DateOrder;
use super::draft::{Draft, DraftResult, NoDraft, ReadAs};
use super::error::CorpusError;
use super::field::Field;
use super::rejection::{Reason, Rejection};
use super::source::Source;
use serde_json::{Map, Value};

/// Deeper values are left out: no service nests the fields of an article further.
const DEEPEST: usize = 6;

/// Reads objects as drafts. Most objects have the keys of the one before, so the places of fields
/// are kept.
pub(crate) struct ObjectReader {
    names: ColumnNames,
    keys: Vec<String>,
    columns: Columns,
    /// Named keys that no object has had so far.
    unmet: Vec<(Field, String)>,
}

/// Where an object is, and what its document is called if it does not say.
pub(crate) struct ObjectPlace {
    pub source: Source,
    pub id: String,
    pub read_as: ReadAs,
    /// The order of day and month that the dates of its file show.
    pub date_order: DateOrder,
}

impl ObjectReader {
    pub(crate) fn new(names: &ColumnNames) -> Self {
        Self {
            names: names.clone(),
            keys: Vec::new(),
            columns: Columns::default(),
            unmet: names.given().map(|(field, name)| (field, name.to_owned())).collect(),
        }
    }

    /// What is wrong with a file as a whole, known at its end: a named key that no object has.
    pub(crate) fn end(&mut self, file: &str) -> Option<CorpusError> {
        let (field, name) = self.unmet.pop()?;
        self.unmet.clear();
        Some(no_column(file, field, &name, &self.keys))
    }

    /// The date of an object, where it has one.
    pub(crate) fn date(&mut self, object: Map<String, Value>) -> Option<String> {
        let mut cells = Vec::new();
        flatten("", object, 0, &mut cells);
        self.meet(&cells);
        cells.into_iter().nth(self.columns.date()?).map(|cell| cell.text)
    }

    /// Finds the columns among the keys of an object, unless they are those of the one before.
    fn meet(&mut self, cells: &[JsonCell]) {
        let is_known = cells.len() == self.keys.len()
            && cells.iter().zip(&self.keys).all(|(cell, key)| cell.key == *key);
        if !is_known {
            self.keys = cells.iter().map(|cell| cell.key.clone()).collect();
            self.columns = Columns::find_present(&self.keys, &self.names);
            let keys = &self.keys;
            self.unmet.retain(|(_, name)| position_of(keys, name).is_none());
        }
    }

    /// The draft of an object.
    pub(crate) fn read(&mut self, object: Map<String, Value>, place: ObjectPlace) -> DraftResult {
        let mut cells = Vec::new();
        flatten("", object, 0, &mut cells);
        self.meet(&cells);
        let rejected =
            |reason| NoDraft::Rejected(Rejection { source_place: place.source.clone(), reason });
        let Some(at) = self.columns.text else {
            return Err(rejected(Reason::NoTextKey(listed(&self.keys))));
        };
        let fields = self.columns.fields(|at| cells.get(at).map(|cell| cell.text.as_str()));
        // The columns are found among the keys of this object.
        let Some(cell) = cells.get_mut(at) else { return Err(rejected(Reason::NoText)) };
        if let Some(other) = cell.not_text {
            return Err(rejected(Reason::TextNotText(other)));
        }
        let text = std::mem::take(&mut cell.text);
        let ObjectPlace { source, id, read_as, date_order } = place;
        Ok(Draft { id, fields, text, source, read_as, date_order })
    }

    /// Whether an object has a key for the text.
    pub(crate) fn has_text(&self, object: &Map<String, Value>) -> bool {
        let mut keys = Vec::new();
        key_paths("", object, 0, &mut keys);
        Columns::find_present(&keys, &self.names).text.is_some()
    }
}

/// The values of an object with their paths.
pub(crate) fn cells_of(object: Map<String, Value>) -> Vec<(String, String)> {
    let mut cells = Vec::new();
    flatten("", object, 0, &mut cells);
    cells.into_iter().map(|cell| (cell.key, cell.text)).collect()
}

/// A value with its path.
struct JsonCell {
    key: String,
    text: String,
    /// What it is where it is no text.
    not_text: Option<&'static str>,
}

fn flatten(path: &str, object: Map<String, Value>, depth: usize, cells: &mut Vec<JsonCell>) {
    for (key, value) in object {
        let key = joined(path, &key);
        let not_text = match &value {
            Value::String(_) | Value::Null => None,
            Value::Number(_) => Some("a number"),
            Value::Bool(_) => Some("true or false"),
            Value::Array(_) => Some("a list"),
            Value::Object(_) => Some("an object"),
        };
        match value {
            Value::Object(inner) if depth < DEEPEST => {
                cells.push(JsonCell { key: key.clone(), text: String::new(), not_text });
                flatten(&key, inner, depth + 1, cells);
            }
            Value::Array(items) if items.iter().any(Value::is_object) && depth < DEEPEST => {
                cells.push(JsonCell { key: key.clone(), text: String::new(), not_text });
                flatten_items(&key, items, depth, cells);
            }
            value => cells.push(JsonCell { key, text: flat(value), not_text }),
        }
    }
}

/// The values of objects in a list, those of one key joined with commas.
fn flatten_items(path: &str, items: Vec<Value>, depth: usize, cells: &mut Vec<JsonCell>) {
    let first = cells.len();
    for item in items {
        let Value::Object(object) = item else { continue };
        let mut own = Vec::new();
        flatten(path, object, depth + 1, &mut own);
        for cell in own {
            let known = cells.iter_mut().skip(first).find(|known| known.key == cell.key);
            match known {
                Some(known) if !cell.text.is_empty() => {
                    if !known.text.is_empty() {
                        known.text.push_str(", ");
                    }
                    known.text.push_str(&cell.text);
                    known.not_text = Some("a list");
                }
                Some(_) => {}
                None => cells.push(cell),
            }
        }
    }
}

fn key_paths(path: &str, object: &Map<String, Value>, depth: usize, keys: &mut Vec<String>) {
    for (key, value) in object {
        let key = joined(path, key);
        if let Value::Object(inner) = value
            && depth < DEEPEST
        {
            key_paths(&key, inner, depth + 1, keys);
        } else {
            keys.push(key);
        }
    }
}

fn joined(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

/// A value as a cell: a list of values joined with commas.
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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(object: Value, names: &ColumnNames) -> DraftResult {
        let Value::Object(object) = object else { panic!() };
        let place = ObjectPlace {
            source: Source::default(),
            id: "x:1".to_owned(),
            read_as: ReadAs::default(),
            date_order: DateOrder::Unknown,
        };
        ObjectReader::new(names).read(object, place)
    }

    #[test]
    fn answers_of_services_are_read_without_naming_a_key() {
        for (object, text, outlet, date) in [
            (
                json!({"source": {"id": "q", "name": "Quoin Wire"}, "title": "T",
                    "content": "It fell.", "publishedAt": "2031-03-02T08:00:00Z",
                    "url": "https://quoin.example/1"}),
                "It fell.",
                "Quoin Wire",
                "2031-03-02T08:00:00Z",
            ),
            (
                json!({"id": "w/1", "webPublicationDate": "2031-03-02T08:00:00Z", "webTitle": "T",
                    "fields": {"bodyText": "It fell.", "publication": "Quoin Wire"}}),
                "It fell.",
                "Quoin Wire",
                "2031-03-02T08:00:00Z",
            ),
            (
                json!({"_index": "n", "_source": {"text": "It fell.", "media_name": "Quoin Wire",
                    "publish_date": "2031-03-02"}}),
                "It fell.",
                "Quoin Wire",
                "2031-03-02",
            ),
            (
                json!({"maintext": "It fell.", "source_domain": "quoin.example",
                    "date_publish": "2031-03-02 08:00:00", "authors": ["A. Ro", "B. Li"]}),
                "It fell.",
                "quoin.example",
                "2031-03-02 08:00:00",
            ),
        ] {
            let draft = read(object, &ColumnNames::default()).unwrap();
            assert_eq!(draft.text, text);
            assert_eq!(draft.fields.outlet.as_deref(), Some(outlet));
            assert_eq!(draft.fields.date.as_deref(), Some(date));
        }
    }

    #[test]
    fn a_named_path_is_read_and_a_text_of_another_type_refused() {
        let object = json!({
            "a": {"b": [{"c": "It fell."}]}, "text": "other", "by": [{"n": "A"}, {"n": "B"}]
        });
        let names = ColumnNames { text: Some("a.b.c".to_owned()), ..ColumnNames::default() };
        assert_eq!(read(object, &names).unwrap().text, "It fell.");
        for (value, found) in [
            (json!(3), "a number"),
            (json!(["a", "b"]), "a list"),
            (json!({"x": 1}), "an object"),
            (json!(true), "true or false"),
        ] {
            let found_reason = match read(json!({"text": value}), &ColumnNames::default()) {
                Err(NoDraft::Rejected(rejection)) => rejection.reason,
                other => panic!("{other:?}"),
            };
            assert_eq!(found_reason, Reason::TextNotText(found));
        }
        let empty = read(json!({"text": null}), &ColumnNames::default()).unwrap();
        assert!(empty.text.is_empty());
    }
}
