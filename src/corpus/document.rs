//! A document, and how one is made from what a file says of it.

use super::date::{Date, ReadDate};
use super::encoding::is_binary;
use std::sync::Arc;
use thiserror::Error;

/// What stands for an outlet that is not known, so that tables can group by it.
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
    /// When, as precisely as known.
    pub date: Option<Date>,
    /// Its headline.
    pub title: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// What it reports on.
    pub event: Option<String>,
    /// ISO 639-1 code of its language, where the input says it.
    pub language: Option<String>,
    /// Its text as decoded; all offsets point into this.
    pub text: String,
    /// Where it came from.
    pub source: Source,
    /// The encoding that it was read in.
    pub encoding: &'static str,
}

/// A place in the input.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Source {
    /// The path as it was reached from what was typed; `stdin` for standard input.
    pub file: Arc<str>,
    /// Where in it.
    pub place: Place,
}

/// Where in a file a document stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// It is the file.
    Whole,
    /// A row of a table; the header is row 1.
    Row(u64),
    /// A line of JSON Lines, from 1.
    Line(u64),
}

impl Place {
    /// The number of the row or line.
    pub fn number(self) -> Option<u64> {
        match self {
            Self::Whole => None,
            Self::Row(number) | Self::Line(number) => Some(number),
        }
    }
}

impl std::fmt::Display for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.place {
            Place::Row(row) => write!(f, "{}, row {row}", self.file),
            Place::Line(line) => write!(f, "{}, line {line}", self.file),
            Place::Whole => f.write_str(&self.file),
        }
    }
}

/// A file that was read, for the record of the run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputFile {
    /// Its path.
    pub path: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

/// A document that cannot be used, with the reason and the remedy.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{source_place}: {reason}")]
pub struct Rejection {
    /// Where it stands.
    pub source_place: Source,
    /// Why it cannot be used.
    pub reason: Reason,
}

/// Why a document cannot be used.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// Its text is empty or white space.
    #[error("no text; fill it in or delete the document")]
    NoText,
    /// Its bytes are no text in any encoding.
    #[error("its bytes are no text; convert the file to plain text first")]
    NotText,
    /// Its id is taken.
    #[error("the id `{id}` is already taken by {first}; give each document an id of its own")]
    DuplicateId {
        /// The id.
        id: String,
        /// Where the first one stands.
        first: Source,
    },
    /// Its text passes what offsets can address.
    #[error("the text is larger than 4 GB; cut it with --split")]
    TooLarge,
    /// Its row has another number of cells than the header.
    #[error("{} where the header has {expected}{}; mend the row",
        if *found == 1 { "1 cell".to_owned() } else { format!("{found} cells") },
        byte.map(|byte| format!(" (byte {byte})")).unwrap_or_default())]
    WrongWidth {
        /// Cells in the row.
        found: u64,
        /// Cells in the header.
        expected: u64,
        /// Where the row begins, in bytes of the file; not known for UTF-16.
        byte: Option<u64>,
    },
    /// Its line is not a JSON object.
    #[error("not a JSON object ({0}); each line must be one whole object (`jq -c .` makes it so)")]
    BadJson(String),
    /// Its object has no key for the text.
    #[error("no key for the text: the object has {0}; name the one to read with --text-column")]
    NoTextKey(String),
    /// Its YAML front matter cannot be read.
    #[error("the front matter between the `---` lines is not YAML ({0}); mend or delete it")]
    BadFrontMatter(String),
}

/// What is wrong with a document that can be used all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// Where the document stands.
    pub source: Source,
    /// What is wrong.
    pub kind: RemarkKind,
    /// The cell.
    pub found: String,
}

/// The kinds of [`Remark`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RemarkKind {
    /// A date that cannot be read: left empty.
    UnreadableDate,
    /// A date of which only the year is sure.
    AmbiguousDate,
    /// A text file that the manifest does not list.
    NotInManifest,
}

/// A document in the making: what a reader found, before it is checked.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub id: String,
    pub fields: Fields,
    pub text: String,
    pub source: Source,
    pub encoding: &'static str,
}

/// What the input says of a document besides its text. Empty and white cells count as not known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Fields {
    pub id: Option<String>,
    pub outlet: Option<String>,
    pub date: Option<String>,
    pub title: Option<String>,
    pub author: Option<String>,
    pub event: Option<String>,
    pub language: Option<String>,
}

impl Fields {
    /// What is missing here is taken from `other`.
    pub(crate) fn or(self, other: &Self) -> Self {
        let or = |a: Option<String>, b: &Option<String>| a.or_else(|| b.clone());
        Self {
            id: or(self.id, &other.id),
            outlet: or(self.outlet, &other.outlet),
            date: or(self.date, &other.date),
            title: or(self.title, &other.title),
            author: or(self.author, &other.author),
            event: or(self.event, &other.event),
            language: or(self.language, &other.language),
        }
    }
}

/// A cell's content, or nothing where it is blank.
pub(crate) fn filled(cell: &str) -> Option<String> {
    let cell = cell.trim();
    (!cell.is_empty()).then(|| cell.to_owned())
}

impl Draft {
    /// Checks the draft and makes it a document.
    pub(crate) fn finish(self) -> (Result<Document, Rejection>, Option<Remark>) {
        let Self { id, fields, text, source, encoding } = self;
        let reason = if text.trim().is_empty() {
            Some(Reason::NoText)
        } else if is_binary(&text) {
            Some(Reason::NotText)
        } else if text.len() > MAX_TEXT_BYTES {
            Some(Reason::TooLarge)
        } else {
            None
        };
        if let Some(reason) = reason {
            return (Err(Rejection { source_place: source, reason }), None);
        }
        let mut remark = None;
        let date = fields.date.and_then(|found| match Date::read(&found) {
            ReadDate::Known(date) => Some(date),
            ReadDate::Ambiguous(date) => {
                remark =
                    Some(Remark { source: source.clone(), kind: RemarkKind::AmbiguousDate, found });
                Some(date)
            }
            ReadDate::Unreadable => {
                remark = Some(Remark {
                    source: source.clone(),
                    kind: RemarkKind::UnreadableDate,
                    found,
                });
                None
            }
        });
        let document = Document {
            id: fields.id.unwrap_or(id),
            outlet: fields.outlet.as_deref().unwrap_or(UNKNOWN_OUTLET).into(),
            date,
            title: fields.title,
            author: fields.author,
            event: fields.event,
            language: fields.language.map(|language| language.to_lowercase()),
            text,
            source,
            encoding,
        };
        (Ok(document), remark)
    }
}
