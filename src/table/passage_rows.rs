//! Rows of `passages`.

use super::names::Names;
use super::schema::PassageRow;
use crate::compare::EventPassages;
use std::sync::Arc;

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
