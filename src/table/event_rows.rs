//! Rows of `events`, and the names of the events proposed.

use super::cell::IsoDate;
use super::schema::tables;
use crate::cluster::ProposedEvent;
use crate::corpus::Date;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::Arc;

tables! {
    events (document_id) "One row per document: the event that it seems to report on, proposed to \
        be corrected by hand." EventRow {
        document_id: Arc<str> = "Id of the document",
        outlet: Arc<str> = "Outlet of the document",
        date: Option<IsoDate> = "Date of publication, ISO 8601, as precise as known",
        title: Option<String> = "Headline",
        event: Option<String> = "Proposed event: the earliest of the most precise dates of its \
            documents and the two words that mark them most; empty where the document has no \
            date. Correct it by hand; an emptied cell is no event",
        size: Option<u64> = "Documents of the event",
        similarity: Option<f64> = "Cosine between the document's content words (TF-IDF) and the \
            sum of the event's documents, 0 to 1; 1 for a document alone. Low values are worth a \
            look",
    }
}

/// A document as the table of events shows it.
#[derive(Clone, Debug)]
pub struct EventDocument {
    /// Its id.
    pub id: Arc<str>,
    /// Its outlet.
    pub outlet: Arc<str>,
    /// Its date.
    pub date: Option<Date>,
    /// Its headline.
    pub title: Option<String>,
}

/// The rows of all documents, sorted by event, then by id; those without one last. `dated` gives
/// the number among `documents` of each story of `events`, `word` the text of a word.
pub fn event_rows<'w>(
    documents: &[EventDocument],
    dated: &[usize],
    events: &[ProposedEvent],
    word: impl Fn(u32) -> &'w str,
) -> Vec<EventRow> {
    let row = |document: &EventDocument| EventRow {
        document_id: document.id.clone(),
        outlet: document.outlet.clone(),
        date: document.date.map(IsoDate::from),
        title: document.title.clone(),
        ..EventRow::default()
    };
    let mut rows: Vec<EventRow> = documents.iter().map(row).collect();
    let mut taken = BTreeSet::new();
    for event in events {
        let members: Vec<usize> =
            event.stories.iter().filter_map(|&story| dated.get(story).copied()).collect();
        let dates = members.iter().filter_map(|&at| documents.get(at)?.date);
        let date = dates.min_by_key(|date| (Reverse(date.to_string().len()), *date));
        let mut parts: Vec<String> = date.iter().map(Date::to_string).collect();
        parts.extend(event.words.iter().map(|&id| slug(word(id))).filter(|part| !part.is_empty()));
        let plain = parts.join("-");
        let mut name = plain.clone();
        let mut number = 1;
        while !taken.insert(name.clone()) {
            number += 1;
            name = format!("{plain}-{number}");
        }
        for (at, similarity) in members.into_iter().zip(&event.similarities) {
            if let Some(row) = rows.get_mut(at) {
                row.event = Some(name.clone());
                row.size = Some(event.stories.len() as u64);
                row.similarity = Some(*similarity);
            }
        }
    }
    rows.sort_by(|a, b| {
        (a.event.is_none(), &a.event, &a.document_id).cmp(&(
            b.event.is_none(),
            &b.event,
            &b.document_id,
        ))
    });
    rows
}

/// A word as part of a name: letters and digits, hyphens for all else.
fn slug(word: &str) -> String {
    let parts: Vec<&str> =
        word.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    parts.join("-")
}
