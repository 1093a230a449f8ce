//! Rows of `passages`.

use super::names::Names;
use super::schema::tables;
use crate::compare::EventPassages;
use std::sync::Arc;

tables! {
    passages (lexicon, category, event, outlet)
    "One row per event, category in which outlets differ and compared outlet with a document on \
     the event: the sentence that shows best how the outlet told it. An illustration of a rate, no \
     evidence. Variants of names are left out." PassageRow {
        lexicon: Arc<str> = "Lexicon",
        category: Arc<str> = "Category",
        measures: &'static str = "What the lexicon measures: label, action, naming, evaluation or \
            topic",
        title: Arc<str> = "What the category is, in plain words",
        event: Option<Arc<str>> = "The event; empty where the corpus has none and the row is about \
            all documents",
        outlet: Arc<str> = "Outlet",
        rate_own: Option<f64> = "Matches in the outlet's own voice per 1,000 tokens of its \
            documents on the event; empty where these have no tokens",
        spread: f64 = "Highest rate of the event's outlets less the lowest",
        rank: u64 = "Place of the category among those of the event, from 1 for the widest spread",
        count_own: u64 = "The outlet's matches of the category on the event in its own voice",
        entries: Option<String> = "The entries of the category that the sentence holds in the \
            author's own voice, in the order of the text, separated by `; `; empty where the \
            outlet has none",
        document_id: Option<Arc<str>> = "Id of the document that the sentence stands in",
        start: Option<u64> = "First character of the sentence in the document's text, from 0, as \
            in `matches`",
        end: Option<u64> = "One past the last character",
        sentence: Option<String> = "The sentence, white space folded to single spaces; run.json \
            says how it was chosen; empty where the outlet has no match of the category in its own \
            voice on the event",
    }
}

/// The rows of one event, sorted by rank and outlet.
pub fn passage_rows(
    event: Option<&Arc<str>>,
    passages: EventPassages<'_>,
    names: &Names,
) -> Vec<PassageRow> {
    let (outlets, categories) = passages.into_parts();
    let mut rows = Vec::new();
    for (rank, found) in (1_u64..).zip(categories) {
        let (lexicon, category) = names.category(found.category);
        for (outlet, cell) in outlets.iter().zip(found.cells) {
            let mut row = PassageRow {
                event: event.cloned(),
                lexicon: lexicon.clone(),
                category: category.clone(),
                measures: names.measures(found.category).name(),
                title: names.title(found.category),
                outlet: outlet.clone(),
                rate_own: cell.rate,
                spread: found.spread,
                rank,
                count_own: cell.count,
                ..PassageRow::default()
            };
            if let Some(shown) = cell.shown {
                let entries: Vec<Arc<str>> =
                    shown.passage.entries.iter().map(|(entry, _)| names.entry(*entry).0).collect();
                row.entries = Some(entries.join("; "));
                row.document_id = Some(shown.document.into());
                row.start = Some(u64::from(shown.passage.span.start));
                row.end = Some(u64::from(shown.passage.span.end));
                row.sentence = Some(shown.passage.text);
            }
            rows.push(row);
        }
    }
    rows
}
