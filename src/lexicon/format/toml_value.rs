//! The values of a TOML file, with the place of each for messages.

use super::super::error::{LexiconError, Problem};
use super::super::model::{Neighbour, Position};
use super::source::Places;
use std::collections::BTreeMap;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

pub(super) type TomlValue<'i> = Spanned<DeValue<'i>>;
pub(super) type TomlTable<'i> = DeTable<'i>;

/// Reads values and names the place of what is wrong.
pub(super) struct TomlReader<'s> {
    file: &'s str,
    /// Every entry asks for its place.
    places: Places<'s>,
    /// The named lists of neighbours, for conditions that share one.
    pub(super) lists: BTreeMap<String, Vec<Neighbour>>,
}

impl<'s> TomlReader<'s> {
    pub(super) fn new(file: &'s str, source: &'s str) -> Self {
        Self { file, places: Places::new(source), lists: BTreeMap::new() }
    }

    pub(super) fn position(&self, offset: usize) -> Position {
        self.places.position(offset)
    }

    pub(super) fn error(&self, offset: usize, problem: impl Into<Problem>) -> LexiconError {
        LexiconError::At {
            file: self.file.to_owned(),
            position: self.position(offset),
            problem: problem.into(),
        }
    }

    /// Refuses keys other than `expected`.
    pub(super) fn keys(
        &self,
        table: &TomlTable<'_>,
        place: &str,
        expected: &[&str],
    ) -> Result<(), LexiconError> {
        table.keys().try_for_each(|key| self.known_key(key, place, expected))
    }

    pub(super) fn known_key(
        &self,
        key: &Spanned<impl AsRef<str>>,
        place: &str,
        expected: &[&str],
    ) -> Result<(), LexiconError> {
        let name = key.get_ref().as_ref();
        if expected.contains(&name) {
            return Ok(());
        }
        let problem = Problem::UnknownKey {
            key: name.to_owned(),
            place: place.to_owned(),
            expected: expected.join(", "),
        };
        Err(self.error(key.span().start, problem))
    }

    pub(super) fn wrong(
        &self,
        key: &str,
        value: &TomlValue<'_>,
        expected: &'static str,
    ) -> LexiconError {
        let found = match value.get_ref() {
            DeValue::String(text) => format!("the text {text:?}"),
            DeValue::Integer(number) => format!("the number {number}"),
            DeValue::Float(number) => format!("the number {number}"),
            DeValue::Boolean(value) => format!("{value}"),
            DeValue::Datetime(date) => format!("the date {date}"),
            DeValue::Array(_) => "a list".to_owned(),
            DeValue::Table(_) => "a table".to_owned(),
        };
        self.error(value.span().start, Problem::WrongType { key: key.to_owned(), found, expected })
    }

    pub(super) fn table<'v, 'i>(
        &self,
        key: &str,
        value: &'v TomlValue<'i>,
    ) -> Result<&'v TomlTable<'i>, LexiconError> {
        match value.get_ref() {
            DeValue::Table(table) => Ok(table),
            _ => Err(self.wrong(key, value, "a table")),
        }
    }

    pub(super) fn text(
        &self,
        table: &TomlTable<'_>,
        key: &str,
    ) -> Result<Option<String>, LexiconError> {
        match table.get(key) {
            None => Ok(None),
            Some(value) => match value.get_ref() {
                DeValue::String(text) => Ok(Some(text.to_string())),
                _ => Err(self.wrong(key, value, "a text in quotation marks")),
            },
        }
    }

    pub(super) fn required(
        &self,
        table: &TomlTable<'_>,
        place: &str,
        offset: usize,
        key: &'static str,
    ) -> Result<String, LexiconError> {
        self.text(table, key)?
            .ok_or_else(|| self.error(offset, Problem::Missing { place: place.to_owned(), key }))
    }

    pub(super) fn flag(&self, table: &TomlTable<'_>, key: &str) -> Result<bool, LexiconError> {
        match table.get(key) {
            None => Ok(false),
            Some(value) => match value.get_ref() {
                DeValue::Boolean(flag) => Ok(*flag),
                _ => Err(self.wrong(key, value, "true or false")),
            },
        }
    }
}
