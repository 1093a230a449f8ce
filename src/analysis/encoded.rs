//! A record as bytes, section by section, so that a pass reads only what it needs.

use super::error::AnalysisError;
use super::record::DocumentRecord;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// The parts of a record that are read apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Section {
    /// The document's source and length.
    Head = 0,
    /// Its matches.
    Matches = 1,
    /// The text that tables show.
    Shown = 2,
    /// Its words.
    Words = 3,
    /// Its signature.
    Signature = 4,
    /// How it attributes.
    Attribution = 5,
}

/// How many sections there are.
pub(crate) const SECTIONS: usize = 6;

/// A record as bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct EncodedRecord {
    pub(crate) id: Box<str>,
    pub(crate) sections: [Box<[u8]>; SECTIONS],
}

impl EncodedRecord {
    pub(crate) fn from_record(record: &DocumentRecord) -> Self {
        Self {
            id: record.head.id.clone(),
            sections: [
                encoded(&record.head),
                encoded(&record.matches),
                encoded(&record.shown),
                encoded(&record.words),
                encoded(&record.signature),
                encoded(&record.attribution),
            ],
        }
    }

    /// The bytes that the record takes in memory, roughly.
    pub(crate) fn size(&self) -> usize {
        self.sections.iter().map(|section| section.len()).sum::<usize>() + self.id.len() + 128
    }
}

fn encoded(value: &impl Serialize) -> Box<[u8]> {
    // Writing to memory fails only for types that the format lacks; records have none of them.
    postcard::to_stdvec(value).unwrap_or_default().into()
}

/// The value of a section.
pub(crate) fn decoded<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, AnalysisError> {
    postcard::from_bytes(bytes).map_err(|_| AnalysisError::BrokenRecord)
}
