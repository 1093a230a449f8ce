//! The ratio of a term's rates on two sides within events.

use super::documents::{Sides, TestedDocuments};
use super::index::IndexedTerm;
use crate::compare::within_event::{EventCounts, mantel_haenszel};
use std::collections::BTreeMap;

/// log₂ of the Mantel–Haenszel rate ratio between the two sides, within events; documents without
/// an event are left out. `None` where a side has no occurrence on events that both report.
pub(super) fn log_ratio_within_event(
    documents: &TestedDocuments<'_>,
    term: &IndexedTerm,
    sides: Sides,
) -> Option<f64> {
    let mut events: BTreeMap<u32, EventCounts> = BTreeMap::new();
    for &(document, count) in &term.postings {
        let Some(document) = documents.document(document) else { continue };
        let Some(is_first) = sides.side(document.label) else { continue };
        if documents.is_eventless(document) {
            continue;
        }
        let event = events.entry(document.event).or_default();
        *(if is_first { &mut event.a } else { &mut event.b }) += f64::from(count);
    }
    for (event, counts) in &mut events {
        for (label, tokens) in documents.tokens.get(*event as usize).into_iter().flatten() {
            if let Some(is_first) = sides.side(*label) {
                *(if is_first { &mut counts.n1 } else { &mut counts.n2 }) += tokens;
            }
        }
    }
    let (a, b) = mantel_haenszel(events.into_values());
    (a > 0.0 && b > 0.0).then(|| (a / b).log2())
}
