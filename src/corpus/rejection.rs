//! What is wrong with one document: a [`Rejection`] where it cannot be used, a [`Remark`] where it
//! can be used all the same.

use super::source::Source;
use crate::prose::plural;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A document that cannot be used, with its place and the reason.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{source_place}: {reason}")]
pub struct Rejection {
    /// Where it begins.
    pub source_place: Source,
    /// Why it cannot be used.
    pub reason: Reason,
}

impl Rejection {
    /// The kind of its reason.
    pub fn kind(&self) -> RejectionKind {
        self.reason.kind()
    }
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
        /// Where the first document with this id begins.
        first: Source,
    },
    /// Its text passes what offsets can address.
    #[error("the text is larger than 4 GB; cut it into several documents")]
    TooLarge,
    /// Its row has another number of cells than the header.
    #[error("{} where the header has {expected}{}; mend the row",
        plural(*found, "cell", "cells"),
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
    #[error("no key for the text: the object has {0}; rename the key of the text to `text`")]
    NoTextKey(String),
    /// The value of its text is no text.
    #[error("the text is {0}; expected a text in quotation marks")]
    TextNotText(&'static str),
    /// The file of an archive, a page or a Word file gives no article.
    #[error("{0}")]
    NoArticle(String),
    /// Its YAML front matter cannot be read.
    #[error("the front matter between the `---` lines is not YAML ({0}); mend or delete it")]
    BadFrontMatter(String),
}

impl Reason {
    /// Its kind.
    pub fn kind(&self) -> RejectionKind {
        match self {
            Self::NoText => RejectionKind::NoText,
            Self::NotText => RejectionKind::NotText,
            Self::DuplicateId { .. } => RejectionKind::DuplicateId,
            Self::TooLarge => RejectionKind::TooLarge,
            Self::WrongWidth { .. } => RejectionKind::WrongWidth,
            Self::BadJson(_) => RejectionKind::BadJson,
            Self::NoTextKey(_) => RejectionKind::NoTextKey,
            Self::TextNotText(_) => RejectionKind::TextNotText,
            Self::NoArticle(_) => RejectionKind::NoArticle,
            Self::BadFrontMatter(_) => RejectionKind::BadFrontMatter,
        }
    }
}

/// The kinds of [`Reason`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RejectionKind {
    /// Its text is empty or white space.
    NoText,
    /// Its bytes are no text in any encoding.
    NotText,
    /// Its id is taken.
    DuplicateId,
    /// Its text passes what offsets can address.
    TooLarge,
    /// Its row has another number of cells than the header.
    WrongWidth,
    /// Its line is not a JSON object.
    BadJson,
    /// Its object has no key for the text.
    NoTextKey,
    /// The value of its text is no text.
    TextNotText,
    /// The file of an archive, a page or a Word file gives no article.
    NoArticle,
    /// Its YAML front matter cannot be read.
    BadFrontMatter,
    /// It is a near copy of another document.
    NearCopy,
}

/// A [`Rejection`] as plain data, to be written down and read back.
///
/// ```
/// use framescope::corpus::{Reason, RejectedDocument, Rejection, Source};
///
/// let rejection = Rejection { source_place: Source::default(), reason: Reason::NoText };
/// let rejected = RejectedDocument::from(&rejection);
/// assert_eq!(rejected.kind, rejection.kind());
/// assert_eq!(rejected.reason, "no text; fill it in or delete the document");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RejectedDocument {
    /// Where it begins.
    pub source: Source,
    /// Why it cannot be used, in words.
    pub reason: String,
    /// The kind of the reason.
    pub kind: RejectionKind,
}

impl std::fmt::Display for RejectedDocument {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.source, self.reason)
    }
}

impl RejectedDocument {
    /// A document with the id of another one.
    pub(crate) fn duplicate_id(source: Source, id: &str, first: &Source) -> Self {
        let reason = Reason::DuplicateId { id: id.to_owned(), first: first.clone() };
        Self::from(&Rejection { source_place: source, reason })
    }
}

impl From<&Rejection> for RejectedDocument {
    fn from(rejection: &Rejection) -> Self {
        Self {
            source: rejection.source_place.clone(),
            reason: rejection.reason.to_string(),
            kind: rejection.kind(),
        }
    }
}

/// What is wrong with a document that can be used all the same.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Remark {
    /// Where the document begins.
    pub source: Source,
    /// What is wrong.
    pub kind: RemarkKind,
    /// The cell or the name of the file.
    pub found: String,
}

/// The kinds of [`Remark`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RemarkKind {
    /// A date that cannot be read: left empty.
    UnreadableDate,
    /// A date of which only the year is sure.
    AmbiguousDate,
    /// A text file that the manifest does not list.
    NotInManifest,
    /// A text whose encoding is a guess.
    GuessedEncoding,
    /// Bytes that are wrong in the encoding of the text, or characters that were lost before.
    LostCharacters,
    /// Characters that were encoded twice, left as they are.
    DoublyEncoded,
    /// Characters that were encoded twice, mended.
    Mended,
    /// HTML that was removed.
    Markup,
    /// A text that the service which gave it out had cut off.
    CutOff,
    /// An entry of an archive's file without a text.
    EmptyEntry,
    /// A file of a folder that is not read.
    UnreadFile,
    /// A file of a folder that goes with the texts: a readme, a licence, a table without texts.
    CompanionFile,
    /// A file whose name gives the outlet of its documents.
    OutletFromFile,
    /// A file whose ids are taken in another, so that its name comes before them.
    IdsWithFile,
    /// The header of a table, repeated among its rows.
    RepeatedHeader,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Place;

    #[test]
    fn rejections_and_remarks_survive_serialization() {
        let source = Source { file: "news/a.csv".into(), place: Place::Row(7) };
        let reason = Reason::DuplicateId { id: "a".to_owned(), first: Source::default() };
        let rejected = RejectedDocument::from(&Rejection { source_place: source.clone(), reason });
        let remark =
            Remark { source, kind: RemarkKind::AmbiguousDate, found: "4/5/2014".to_owned() };
        let both = (rejected, remark);
        let bytes = postcard::to_allocvec(&both).unwrap();
        assert_eq!(postcard::from_bytes::<(RejectedDocument, Remark)>(&bytes).unwrap(), both);
        let json = serde_json::to_value(&both).unwrap();
        assert_eq!(
            json[0]["source"],
            serde_json::json!({"file": "news/a.csv", "place": {"row": 7}})
        );
        assert_eq!(json[0]["kind"], "duplicate_id");
        assert_eq!(serde_json::from_value::<(RejectedDocument, Remark)>(json).unwrap(), both);
    }
}
