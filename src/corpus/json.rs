//! JSON that is not one object a line: a list, one object, an answer with the articles inside.

use super::column::{ColumnNames, listed};
use super::date_reading::DateOrder;
use super::draft::{DraftResult, ReadAs};
use super::error::CorpusError;
use super::json_value::{ObjectPlace, ObjectReader};
use super::profile::OrderSearch;
use super::rejection::{Reason, Rejection};
use super::source::{Place, Source};
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use std::collections::VecDeque;
use std::sync::Arc;

/// Where answers of services have their articles, from the most telling on. A path that is not
/// here is found where the articles have a key for the text.
const LISTS: [&str; 14] = [
    "articles",
    "response.results",
    "response.docs",
    "hits.hits",
    "data.articles",
    "data.results",
    "results",
    "documents",
    "stories",
    "items",
    "docs",
    "data",
    "news",
    "value",
];
/// How deep a list of articles is looked for.
const DEEPEST: usize = 3;

/// Whether a file is lines of whole objects, by its head: its first line is one, and not an answer
/// with articles inside.
pub(crate) fn is_lines(head: &str, names: &ColumnNames) -> bool {
    let mut lines = head.lines().filter(|line| !line.trim().is_empty());
    let Some(first) = lines.next() else { return true };
    let is_cut = lines.next().is_none() && !head.ends_with('\n');
    match serde_json::from_str::<Value>(first.trim_start_matches('\u{feff}')) {
        Ok(Value::Object(object)) => {
            ObjectReader::new(names).has_text(&object) || list_in(&object).is_none()
        }
        Ok(_) => false,
        // A long first line is cut off by the head; its beginning must do.
        Err(_) if is_cut => {
            let first = first.trim_start();
            first.starts_with('{') && !LISTS.iter().any(|list| begins_with_list(first, list))
        }
        Err(_) => {
            !matches!(first.trim(), "{" | "[" | "")
                && first.trim_start().starts_with('{')
                && first.trim_end().ends_with('}')
        }
    }
}

/// Whether a cut object has a list of articles by this name near its beginning.
fn begins_with_list(head: &str, list: &str) -> bool {
    let name = list.rsplit('.').next().unwrap_or(list);
    head.find(&format!("\"{name}\"")).is_some_and(|at| {
        let after = head.get(at + name.len() + 2..).unwrap_or_default();
        let after = after.trim_start().trim_start_matches(':').trim_start();
        after.strip_prefix('[').is_some_and(|item| item.trim_start().starts_with('{'))
    })
}

/// Reads the articles of one file as drafts.
pub(crate) struct JsonReader {
    objects: VecDeque<Box<RawValue>>,
    number: u64,
    reader: ObjectReader,
    file: Arc<str>,
    id_stem: String,
    read_as: ReadAs,
    /// The order of day and month that the dates of the file show.
    date_order: DateOrder,
}

impl JsonReader {
    /// Opens a file that was read whole.
    ///
    /// # Errors
    /// [`CorpusError::BadJsonFile`] where it is not JSON, or has no objects.
    pub(crate) fn open(
        text: &str,
        read_as: ReadAs,
        names: &ColumnNames,
        file: Arc<str>,
        id_stem: String,
    ) -> Result<Self, CorpusError> {
        let bad = |fault: String| CorpusError::BadJsonFile { file: file.to_string(), fault };
        let mut objects = VecDeque::new();
        let reader = ObjectReader::new(names);
        let text = text.trim_start_matches('\u{feff}');
        for value in serde_json::Deserializer::from_str(text).into_iter::<Box<RawValue>>() {
            let value = value.map_err(|error| bad(error.to_string()))?;
            add_objects(value, &reader, &mut objects).map_err(&bad)?;
        }
        if objects.is_empty() {
            return Err(bad("it has no objects".to_owned()));
        }
        let date_order = shown_order(&objects, names);
        Ok(Self { objects, number: 0, reader, file, id_stem, read_as, date_order })
    }

    fn read(&mut self, raw: &RawValue) -> DraftResult {
        let source = Source { file: self.file.clone(), place: Place::Item(self.number) };
        match serde_json::from_str::<Map<String, Value>>(raw.get()) {
            Ok(object) => {
                let id = format!("{}:{}", self.id_stem, self.number);
                let (read_as, date_order) = (self.read_as, self.date_order);
                let place = ObjectPlace { source, id, read_as, date_order };
                self.reader.read(object, place)
            }
            Err(error) => {
                let reason = Reason::BadJson(error.to_string());
                Err(Rejection { source_place: source, reason }.into())
            }
        }
    }
}

impl Iterator for JsonReader {
    type Item = Result<DraftResult, CorpusError>;

    fn next(&mut self) -> Option<Self::Item> {
        let Some(raw) = self.objects.pop_front() else {
            return self.reader.end(&self.file).map(Err);
        };
        self.number += 1;
        Some(Ok(self.read(&raw)))
    }
}

/// The order of day and month that all dates of the objects share.
fn shown_order(objects: &VecDeque<Box<RawValue>>, names: &ColumnNames) -> DateOrder {
    let mut search = OrderSearch::default();
    let mut reader = ObjectReader::new(names);
    for raw in objects {
        let object = serde_json::from_str(raw.get()).unwrap_or_default();
        if !search.look(&reader.date(object).unwrap_or_default()) {
            break;
        }
    }
    search.order()
}

/// Adds the articles of one value: those of a list, of an answer, or the value itself.
fn add_objects(
    value: Box<RawValue>,
    reader: &ObjectReader,
    objects: &mut VecDeque<Box<RawValue>>,
) -> Result<(), String> {
    let json = value.get();
    if json.starts_with('[') {
        let items: Vec<Box<RawValue>> =
            serde_json::from_str(json).map_err(|error| error.to_string())?;
        objects.extend(items);
        return Ok(());
    }
    let Ok(object) = serde_json::from_str::<Map<String, Value>>(json) else {
        return Err(format!("expected an object or a list of objects, found {}", short(json)));
    };
    if reader.has_text(&object) {
        objects.push_back(value);
        return Ok(());
    }
    let Some(list) = list_with_text(&object, reader).or_else(|| list_in(&object)) else {
        let keys: Vec<String> = object.keys().cloned().collect();
        return Err(format!(
            "no key for the text and no list of articles: the object has {}",
            listed(&keys)
        ));
    };
    for item in list {
        let json = serde_json::to_string(item).map_err(|error| error.to_string())?;
        objects.push_back(RawValue::from_string(json).map_err(|error| error.to_string())?);
    }
    Ok(())
}

fn short(json: &str) -> String {
    json.chars().take(20).collect()
}

/// The list of articles of an answer, by the places that services use.
fn list_in(object: &Map<String, Value>) -> Option<&Vec<Value>> {
    LISTS.iter().find_map(|path| {
        let (last, outer) = match path.rsplit_once('.') {
            Some((outer, last)) => (last, object.get(outer)?.as_object()?),
            None => (*path, object),
        };
        outer.get(last)?.as_array().filter(|items| items.iter().any(Value::is_object))
    })
}

/// The first list whose objects have a key for the text, wherever it is.
fn list_with_text<'o>(
    object: &'o Map<String, Value>,
    reader: &ObjectReader,
) -> Option<&'o Vec<Value>> {
    let mut level = vec![object];
    for _ in 0..DEEPEST {
        let mut next = Vec::new();
        for object in level {
            for value in object.values() {
                match value {
                    Value::Object(inner) => next.push(inner),
                    Value::Array(items)
                        if items
                            .iter()
                            .any(|item| item.as_object().is_some_and(|o| reader.has_text(o))) =>
                    {
                        return Some(items);
                    }
                    _ => {}
                }
            }
        }
        level = next;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::draft::NoDraft;

    fn texts(json: &str) -> Result<Vec<String>, String> {
        let reader = JsonReader::open(
            json,
            ReadAs::default(),
            &ColumnNames::default(),
            "x.json".into(),
            "x.json".to_owned(),
        );
        reader
            .map_err(|error| error.to_string())?
            .map(|draft| match draft.unwrap() {
                Ok(draft) => Ok(draft.text),
                Err(NoDraft::Rejected(rejection)) => Err(rejection.to_string()),
                Err(NoDraft::Skipped(remark)) => Err(remark.found),
            })
            .collect()
    }

    #[test]
    fn lists_objects_and_answers_give_their_articles() {
        for json in [
            r#"[{"text": "One."}, {"text": "Two."}]"#,
            r#"{"status": "ok", "articles": [{"content": "One."}, {"content": "Two."}]}"#,
            r#"{"response": {"results": [{"fields": {"bodyText": "One."}},
                {"fields": {"bodyText": "Two."}}]}}"#,
            r#"{"hits": {"total": 2, "hits": [{"_source": {"text": "One."}},
                {"_source": {"text": "Two."}}]}}"#,
            r#"{"page": {"of": {"pieces": [{"body": "One."}, {"body": "Two."}]}}}"#,
            "{\n  \"text\": \"One.\"\n}\n{\n  \"text\": \"Two.\"\n}\n",
        ] {
            assert_eq!(texts(json).unwrap(), ["One.", "Two."], "{json}");
        }
    }

    #[test]
    fn what_has_no_article_is_refused() {
        for (json, expected) in [
            ("[1, 2]", "not a JSON object"),
            ("{\"a\": 1}", "no key for the text and no list of articles: the object has a"),
            ("[{\"text\": \"cut", "EOF"),
            ("[]", "no objects"),
            ("[{\"text\": 3}]", "item 1: the text is a number"),
        ] {
            let error = texts(json).unwrap_err();
            assert!(error.contains(expected), "{json}: {error}");
        }
    }

    #[test]
    fn lines_of_objects_are_known_by_their_head() {
        let names = ColumnNames::default();
        assert!(is_lines("{\"text\": \"One.\"}\n{\"text\": \"Two.\"}\n", &names));
        assert!(is_lines("{\"text\": \"One. It goes on", &names));
        for head in ["[", "{\n  \"text\": 1", "{\"articles\": [{\"text\": \"One. It goes on"] {
            assert!(!is_lines(head, &names), "{head}");
        }
    }
}
