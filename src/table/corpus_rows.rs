//! Rows of `corpus`: documents as they were read, to be corrected by hand and read again.

use super::cell::IsoDate;
use super::schema::tables;
use crate::corpus::{Document, UNKNOWN_OUTLET, cell_of};

tables! {
    corpus (id) "One row per document: what was read of it, in columns that are read again under \
        these names." CorpusRow {
        id: String = "Id of the document, unique in the corpus",
        outlet: Option<String> = "Who published it, or the value that the run compares by",
        date: Option<IsoDate> = "Date of publication, ISO 8601, as precise as known: YYYY, YYYY-MM \
            or YYYY-MM-DD",
        title: Option<String> = "Headline",
        author: Option<String> = "Author",
        section: Option<String> = "Section in which it was published",
        url: Option<String> = "Web address",
        event: Option<String> = "What it reports on",
        language: Option<String> = "Language as the input says, ISO 639-1 where it has such a code",
        text: String = "Text as it is counted. Where it has HTML tags or entities, or begins as a \
            formula does, these are written as entities, so that reading gives the same text",
    }
}

impl From<Document> for CorpusRow {
    fn from(document: Document) -> Self {
        let plain = |field: Option<String>| field.map(|text| cell_of(&text).into_owned());
        Self {
            outlet: plain(
                (&*document.outlet != UNKNOWN_OUTLET).then(|| document.outlet.to_string()),
            ),
            date: document.date.map(IsoDate::from),
            title: plain(document.title),
            author: plain(document.author),
            section: plain(document.section),
            url: plain(document.url),
            event: document.event,
            language: document.language,
            text: cell_of(&document.text).into_owned(),
            id: document.id,
        }
    }
}
