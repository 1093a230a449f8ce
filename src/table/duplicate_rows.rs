//! Rows of `duplicates`.

use super::schema::tables;
use crate::compare::{Article, Copies};
use std::sync::Arc;

tables! {
    duplicates (document_id, other_document_id)
    "One row per pair of documents that are near copies, in different outlets (agency text) or in \
     one (later versions): Jaccard similarity of their runs of five words at or above the \
     threshold. Documents of fewer than 20 tokens are left out; a document is compared with the \
     100 earliest of those that may be its copies." DuplicateRow {
        document_id: Arc<str> = "Id of one document; of two the lesser. Documents left out as \
            copies are listed only here and in `rejected`",
        outlet: Arc<str> = "Its outlet",
        other_document_id: Arc<str> = "Id of the other",
        other_outlet: Arc<str> = "Its outlet",
        similarity: f64 = "Share of the distinct runs of five words in either document that stand \
            in both, 0 to 1; exact",
        earlier: Option<Arc<str>> = "Id of the document with the earlier date; empty where the \
            dates do not tell",
        later: Option<Arc<str>> = "Id of the document with the later date; empty where the dates \
            do not tell",
    }
}

/// The rows of the pairs of `copies`, sorted by their documents' ids.
pub fn duplicate_rows(copies: &Copies, articles: &[Article]) -> Vec<DuplicateRow> {
    let pairs = copies
        .pairs
        .iter()
        .filter_map(|pair| Some((pair, articles.get(pair.one)?, articles.get(pair.other)?)));
    pairs
        .map(|(pair, one, other)| {
            let (id, other_id): (Arc<str>, Arc<str>) =
                (one.id.as_ref().into(), other.id.as_ref().into());
            let dates = one.date.zip(other.date);
            let (earlier, later) = match dates {
                Some((date, other_date)) if date.is_before(other_date) => {
                    (Some(id.clone()), Some(other_id.clone()))
                }
                Some((date, other_date)) if other_date.is_before(date) => {
                    (Some(other_id.clone()), Some(id.clone()))
                }
                _ => (None, None),
            };
            DuplicateRow {
                document_id: id,
                outlet: one.outlet.clone(),
                other_document_id: other_id,
                other_outlet: other.outlet.clone(),
                similarity: pair.similarity,
                earlier,
                later,
            }
        })
        .collect()
}
