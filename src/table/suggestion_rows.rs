//! Rows of `suggestions`.

use super::names::Names;
use super::schema::SuggestionRow;
use crate::compare::{Strata, Suggestion, THRESHOLD, TermTally};
use std::sync::Arc;

/// The row of a suggestion, with the document and the line that show it.
pub fn suggestion_row(
    rank: u64,
    suggestion: &Suggestion,
    tally: &TermTally,
    strata: &Strata,
    names: &Names,
    (document, line): (Arc<str>, String),
) -> SuggestionRow {
    let usage = suggestion.usage;
    // A slot shared by chance says nothing of a category.
    let slot = suggestion.slot.filter(|slot| slot.evidence > THRESHOLD);
    SuggestionRow {
        rank,
        term: suggestion.term.clone(),
        reasons: suggestion.reasons.iter().map(|why| why.name()).collect::<Vec<_>>().join("; "),
        count: suggestion.count,
        documents: suggestion.documents,
        outlets: suggestion.outlets,
        outlet: usage.and_then(|usage| strata.outlets().get(usage.outlet as usize).cloned()),
        rate_outlet: usage.map(|usage| usage.rate),
        rate_others: usage.and_then(|usage| usage.rate_others),
        z: usage.map(|usage| usage.z),
        p_value: usage.map(|usage| usage.p),
        q_value: suggestion.q,
        distanced: suggestion.held_off,
        slot: slot.map(|slot| tally.slot_text(&slot.slot)),
        like: slot.map(|slot| names.entry(slot.like).0),
        category: slot.map(|slot| names.dimension(slot.category)),
        score: suggestion.score,
        example: line,
        example_document: document,
    }
}
