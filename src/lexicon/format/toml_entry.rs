//! The entries of the native form, with their options and conditions.

use super::super::error::{LexiconError, Problem};
use super::super::model::{Condition, Entry, EntryOptions, Neighbour, Within};
use super::super::pattern::MatchMode;
use super::toml_value::{TomlReader, TomlTable, TomlValue};
use std::borrow::Cow;
use std::collections::BTreeMap;
use toml::de::DeValue;

const WITHIN: &str = "a number of tokens from 1 up, or \"sentence\"";

impl TomlReader<'_> {
    /// The entries of a list; `conditional` where they may ask for neighbours.
    pub(super) fn entries(
        &self,
        key: &str,
        list: &TomlValue<'_>,
        language: &str,
        conditional: bool,
    ) -> Result<Vec<Entry>, LexiconError> {
        match list.get_ref() {
            DeValue::Array(items) => {
                items.iter().map(|item| self.entry(item, language, conditional)).collect()
            }
            _ => Err(self.wrong(key, list, "a list of terms")),
        }
    }

    fn entry(
        &self,
        item: &TomlValue<'_>,
        language: &str,
        conditional: bool,
    ) -> Result<Entry, LexiconError> {
        let offset = item.span().start;
        let (term, options) = match item.get_ref() {
            DeValue::String(term) => (term.to_string(), EntryOptions::default()),
            DeValue::Table(table) => {
                self.keys(
                    table,
                    "an entry",
                    &["term", "weight", "note", "case", "match", "near", "not_near", "within"],
                )?;
                let term = self.required(table, "this entry", offset, "term")?;
                let options = EntryOptions {
                    mode: self.mode(table)?,
                    case: self.flag(table, "case")?,
                    weight: self.weight(table)?,
                    note: self.text(table, "note")?,
                    condition: self.condition(table, language)?,
                };
                if let (Some(_), false) = (&options.condition, conditional) {
                    return Err(self.error(offset, Problem::NoCondition));
                }
                (term, options)
            }
            _ => {
                return Err(self.wrong(
                    "a term",
                    item,
                    "a text in quotation marks or { term = \"…\" }",
                ));
            }
        };
        Entry::parse(&term, options, self.position(offset), language)
            .map_err(|error| self.error(offset, error))
    }

    /// `[lists]`: neighbours under a name, for conditions that share them.
    pub(super) fn lists(
        &self,
        root: &TomlTable<'_>,
    ) -> Result<BTreeMap<String, Vec<Neighbour>>, LexiconError> {
        let Some(value) = root.get("lists") else { return Ok(BTreeMap::new()) };
        let language = self.text(root, "language")?.unwrap_or_else(|| "en".to_owned());
        let mut lists = BTreeMap::new();
        for (name, value) in self.table("lists", value)?.iter() {
            let name: &Cow<'_, str> = name.get_ref();
            if let DeValue::Array(items) = value.get_ref()
                && let Some(item) = items.iter().find(
                    |item| matches!(item.get_ref(), DeValue::String(term) if term.starts_with('@')),
                )
            {
                return Err(self.wrong(
                    "a term of a list",
                    item,
                    "a word or phrase; lists do not name lists",
                ));
            }
            lists.insert(name.to_string(), self.neighbours(name, value, &language)?);
        }
        Ok(lists)
    }

    /// A list of neighbours; `@name` stands for those of a named list.
    fn neighbours(
        &self,
        key: &str,
        value: &TomlValue<'_>,
        language: &str,
    ) -> Result<Vec<Neighbour>, LexiconError> {
        let DeValue::Array(items) = value.get_ref() else {
            return Err(self.wrong(key, value, "a list of terms"));
        };
        if items.is_empty() {
            return Err(self.wrong(key, value, "at least one term"));
        }
        let mut neighbours = Vec::with_capacity(items.len());
        for item in items {
            let DeValue::String(term) = item.get_ref() else {
                return Err(self.wrong("a neighbour", item, "a text in quotation marks"));
            };
            match term.strip_prefix('@') {
                Some(name) => match self.lists.get(name) {
                    Some(list) => neighbours.extend(list.iter().cloned()),
                    None => {
                        let known =
                            self.lists.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
                        return Err(self.error(
                            item.span().start,
                            Problem::UnknownList { list: name.to_owned(), known },
                        ));
                    }
                },
                None => neighbours.push(
                    Neighbour::parse(term, language)
                        .map_err(|error| self.error(item.span().start, error))?,
                ),
            }
        }
        Ok(neighbours)
    }

    fn condition(
        &self,
        table: &TomlTable<'_>,
        language: &str,
    ) -> Result<Option<Condition>, LexiconError> {
        let list = |key: &str| -> Result<Vec<Neighbour>, LexiconError> {
            let Some(value) = table.get(key) else { return Ok(Vec::new()) };
            self.neighbours(key, value, language)
        };
        let (near, not_near) = (list("near")?, list("not_near")?);
        let within = match table.get("within") {
            None => Within::default(),
            Some(value) => match value.get_ref() {
                DeValue::String(word) if word == "sentence" => Within::Sentence,
                DeValue::Integer(number) => match number.to_string().parse::<u32>() {
                    Ok(tokens) if tokens > 0 => Within::Tokens(tokens),
                    _ => return Err(self.wrong("within", value, WITHIN)),
                },
                _ => return Err(self.wrong("within", value, WITHIN)),
            },
        };
        match (near.is_empty() && not_near.is_empty(), table.get("within")) {
            (true, Some(value)) => Err(self.error(value.span().start, Problem::IdleWithin)),
            (true, None) => Ok(None),
            (false, _) => Ok(Some(Condition { near, not_near, within })),
        }
    }

    fn mode(&self, table: &TomlTable<'_>) -> Result<MatchMode, LexiconError> {
        let Some(value) = table.get("match") else { return Ok(MatchMode::Glob) };
        match value.get_ref() {
            DeValue::String(mode) if mode == "glob" => Ok(MatchMode::Glob),
            DeValue::String(mode) if mode == "exact" => Ok(MatchMode::Exact),
            DeValue::String(mode) if mode == "stem" => Ok(MatchMode::Stem),
            _ => Err(self.wrong("match", value, "\"glob\", \"exact\" or \"stem\"")),
        }
    }

    fn weight(&self, table: &TomlTable<'_>) -> Result<f64, LexiconError> {
        let Some(value) = table.get("weight") else { return Ok(1.0) };
        let number = match value.get_ref() {
            DeValue::Integer(number) => number.to_string().parse::<f64>().ok(),
            DeValue::Float(number) => number.to_string().replace('_', "").parse::<f64>().ok(),
            _ => None,
        };
        number
            .filter(|number| number.is_finite())
            .ok_or_else(|| self.wrong("weight", value, "a number"))
    }
}
