//! Places in the input, and the files that were read.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::Arc;

/// A place in the input. Its default is the place of a document that came from no file.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Source {
    /// The path as it was reached from what was typed; `stdin` for standard input.
    #[serde(with = "shared_text")]
    pub file: Arc<str>,
    /// Where in it.
    pub place: Place,
}

/// Where in a file a document begins.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// It is the file.
    #[default]
    Whole,
    /// A row of a table; the header is row 1.
    Row(u64),
    /// A line of JSON Lines, from 1.
    Line(u64),
    /// An item of a list, or an article of an archive's file, from 1.
    Item(u64),
}

impl Place {
    /// The number of the row, line or item.
    pub fn number(self) -> Option<u64> {
        match self {
            Self::Whole => None,
            Self::Row(number) | Self::Line(number) | Self::Item(number) => Some(number),
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place {
            Place::Row(row) => write!(f, "{}, row {row}", self.file),
            Place::Line(line) => write!(f, "{}, line {line}", self.file),
            Place::Item(item) => write!(f, "{}, item {item}", self.file),
            Place::Whole => f.write_str(&self.file),
        }
    }
}

/// A file that was read, for the record of the run.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct InputFile {
    /// The path as it was reached from what was typed; `stdin` for standard input.
    pub path: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

/// What a file was recognized as, and what it gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecognizedFile {
    /// The path as it was reached from what was typed; `stdin` for standard input.
    pub path: String,
    /// Its kind: `Nexis Uni, Word`, `table, 5 columns`, `JSON Lines`, `text`.
    pub kind: String,
    /// How many documents of it can be used.
    pub documents: u64,
}

/// Shared text is serialized as text.
mod shared_text {
    use super::{Arc, Deserialize};
    use serde::{Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(text: &Arc<str>, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(text)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Arc<str>, D::Error> {
        String::deserialize(from).map(Arc::from)
    }
}
