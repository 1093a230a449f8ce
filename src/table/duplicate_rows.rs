//! Rows of `duplicates`.

use super::schema::DuplicateRow;
use crate::compare::{Article, Copies};
use std::sync::Arc;

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
