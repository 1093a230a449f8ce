//! Cutting one text into several documents at a pattern.

use super::draft::{Draft, Fields, filled};
use super::error::CorpusError;
use regex::{Regex, RegexBuilder};

/// A pattern that matches between documents. Its text belongs to neither; its named groups
/// (`title`, `outlet`, `date`, `author`, `event`, `id`) describe the document that follows.
#[derive(Clone, Debug)]
pub struct Splitter(Regex);

impl Splitter {
    /// Compiles a pattern, in which `^` and `$` are the ends of lines.
    ///
    /// # Errors
    /// [`CorpusError::BadSplit`] where it is no regular expression.
    pub fn new(pattern: &str) -> Result<Self, CorpusError> {
        RegexBuilder::new(pattern).multi_line(true).build().map(Self).map_err(|error| {
            let message = error.to_string();
            let last = message.lines().last().unwrap_or_default();
            CorpusError::BadSplit(last.trim_start_matches("error: ").to_owned())
        })
    }

    /// The documents of a text, numbered from 1 in their ids. Blank stretches are none.
    pub(crate) fn split(&self, draft: Draft) -> Vec<Draft> {
        let mut pieces: Vec<(Fields, &str)> = Vec::new();
        let mut fields = Fields::default();
        let mut start = 0;
        for found in self.0.captures_iter(&draft.text) {
            let Some(whole) = found.get(0) else { continue };
            pieces.push((
                std::mem::take(&mut fields),
                draft.text.get(start..whole.start()).unwrap_or(""),
            ));
            start = whole.end();
            let group = |name: &str| found.name(name).and_then(|group| filled(group.as_str()));
            fields = Fields {
                id: group("id"),
                outlet: group("outlet"),
                date: group("date"),
                title: group("title"),
                author: group("author"),
                section: None,
                url: None,
                event: group("event"),
                language: None,
            };
        }
        pieces.push((fields, draft.text.get(start..).unwrap_or("")));
        let whole = Fields { id: None, title: None, ..draft.fields.clone() };
        let base = draft.fields.id.as_ref().unwrap_or(&draft.id);
        pieces
            .into_iter()
            .filter(|(_, text)| !text.trim().is_empty())
            .zip(1..)
            .map(|((fields, text), number)| Draft {
                id: format!("{base}#{number}"),
                fields: fields.or(&whole),
                text: text.to_owned(),
                source: draft.source.clone(),
                read_as: draft.read_as,
                date_order: draft.date_order,
            })
            .collect()
    }
}
