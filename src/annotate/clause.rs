//! Where the clauses of a reported stretch begin and end.

use super::border::Border;
use super::phrase::after;
use super::sentence_unit::SentenceUnit;
use super::traits::Traits;

/// The end of the clause that begins at `from`: where the author takes the word again.
pub(super) fn clause_end(unit: &SentenceUnit, from: usize) -> usize {
    let mut at = from;
    while at < unit.end {
        let border = unit.border_after(at);
        let inside = unit.token(at).quotation.is_some()
            && unit.token(at).quotation == unit.token(at + 1).quotation;
        if !inside && at + 1 < unit.end {
            if border.has(Border::CLAUSE) {
                return at + 1;
            }
            let next = unit.traits(at + 1);
            // “but not to terrorists” goes on with the claim.
            let contrasts = unit.traits(at + 2).has(Traits::PREPOSITION | Traits::ADVERB);
            if next.has(Traits::BUT)
                && border.has(Border::COMMA | Border::DASH | Border::QUOTE | Border::BRACKET)
                && !contrasts
            {
                return at + 1;
            }
            // “, and Russia bombed the town”: a subject and a verb of their own.
            if border.has(Border::COMMA)
                && next.has(Traits::COORDINATOR)
                && new_clause(unit, at + 2)
            {
                return at + 1;
            }
        }
        at += 1;
    }
    unit.end
}

/// Whether a subject and a finite verb begin at `at`.
fn new_clause(unit: &SentenceUnit, at: usize) -> bool {
    let opens = unit.traits(at).has(Traits::CAPITAL | Traits::DETERMINER)
        && !unit.traits(at).has(Traits::THAT);
    let Some(phrase) = after(unit, at).filter(|_| opens) else { return false };
    !unit.border_after(phrase.end - 1).has(Border::BREAK)
        && unit.traits(phrase.end).has(Traits::HAVE | Traits::PAST)
        && !unit.traits(at).has(Traits::PRONOUN)
}

/// The beginning of the clause that ends before `to`.
pub(super) fn clause_start(unit: &SentenceUnit, to: usize) -> usize {
    let mut at = to;
    while at > unit.first {
        let item = unit.token(at - 1);
        let inside = item.quotation.is_some() && item.quotation == unit.token(at).quotation;
        if !inside && item.border.has(Border::CLAUSE) {
            return at;
        }
        at -= 1;
    }
    unit.first
}

/// Where the complement that begins before `from` ends: at a comma at the latest.
pub(super) fn complement_end(unit: &SentenceUnit, from: usize) -> usize {
    let end = clause_end(unit, from.saturating_sub(1));
    (from.saturating_sub(1)..end)
        .find(|&at| {
            unit.token(at).border.has(Border::COMMA | Border::DASH)
                && (unit.token(at).quotation.is_none() || unit.token(at).border.has(Border::QUOTE))
        })
        .map_or(end, |at| at + 1)
}

/// The end of what “of” governs: at the first finite verb.
pub(super) fn noun_clause_end(unit: &SentenceUnit, from: usize) -> usize {
    (from..unit.end)
        .find(|&at| unit.traits(at).has(Traits::AUXILIARY) && !unit.traits(at).has(Traits::ING))
        .unwrap_or(unit.end)
}
