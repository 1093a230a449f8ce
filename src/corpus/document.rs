//! A document: one article with what is known of it.

use super::date::Date;
use super::language::language_code;
use super::source::Source;
use std::sync::Arc;

/// What names an outlet that is not known, so that tables can group by it.
pub const UNKNOWN_OUTLET: &str = "unknown";

/// The largest text that offsets of 32 bits can address, in bytes.
pub const MAX_TEXT_BYTES: usize = u32::MAX as usize;

/// One article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Its id, unique within a run.
    pub id: String,
    /// Who published it, or the value of the column that the run compares by.
    pub outlet: Arc<str>,
    /// When it was published, as precisely as known.
    pub date: Option<Date>,
    /// Its headline.
    pub title: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// The section in which it was published.
    pub section: Option<String>,
    /// Its web address.
    pub url: Option<String>,
    /// What it reports on.
    pub event: Option<String>,
    /// ISO 639-1 code of its language, where the input says it.
    pub language: Option<String>,
    /// Its text as decoded; all offsets point into this.
    pub text: String,
    /// Where it came from.
    pub source: Source,
    /// Its place among the documents of the input, from 0, those that cannot be used counted. A
    /// shard of a corpus keeps the places that documents have in the whole.
    pub ordinal: u64,
    /// The encoding that it was read in.
    pub encoding: &'static str,
    /// Whether that encoding is a guess from the bytes.
    pub is_encoding_guessed: bool,
}

impl Document {
    /// A document from its id, its outlet and its text, all else unknown. Where the outlet is
    /// empty, tables call it `unknown`.
    ///
    /// ```
    /// use framescope::{Date, Document};
    ///
    /// let document = Document::new("wire-1", "Quoin Wire", "The city fell on Monday.")
    ///     .with_date(Date::read("4 March 2031").known().unwrap())
    ///     .with_title("City falls");
    /// assert_eq!(document.date.unwrap().to_string(), "2031-03-04");
    /// assert_eq!(document.event, None);
    /// ```
    pub fn new(id: impl Into<String>, outlet: impl AsRef<str>, text: impl Into<String>) -> Self {
        let outlet = outlet.as_ref().trim();
        Self {
            id: id.into(),
            outlet: if outlet.is_empty() { UNKNOWN_OUTLET } else { outlet }.into(),
            date: None,
            title: None,
            author: None,
            section: None,
            url: None,
            event: None,
            language: None,
            text: text.into(),
            source: Source::default(),
            ordinal: 0,
            encoding: encoding_rs::UTF_8.name(),
            is_encoding_guessed: false,
        }
    }

    /// The same document with its date of publication.
    pub fn with_date(self, date: Date) -> Self {
        Self { date: Some(date), ..self }
    }

    /// The same document with its headline.
    pub fn with_title(self, title: impl Into<String>) -> Self {
        Self { title: Some(title.into()), ..self }
    }

    /// The same document with the name of its author.
    pub fn with_author(self, author: impl Into<String>) -> Self {
        Self { author: Some(author.into()), ..self }
    }

    /// The same document with the event that it reports on.
    pub fn with_event(self, event: impl Into<String>) -> Self {
        Self { event: Some(event.into()), ..self }
    }

    /// The same document with its language: an ISO 639-1 code, or a code or English name that has
    /// one, such as `eng`, `en-US` or `English`.
    pub fn with_language(self, language: impl AsRef<str>) -> Self {
        Self { language: Some(language_code(language.as_ref())), ..self }
    }
}
