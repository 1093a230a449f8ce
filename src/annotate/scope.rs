//! Scope: whether a match is denied (“no longer militias”) or weakened (“suspected militiamen”),
//! and by which cue.
//!
//! What is denied must be the match itself. In “the army did not attack the militia” the attack is
//! denied and the label stands; a denial reaches a label through verbs that equate (is, became,
//! called) and no others, after Chapman et al. 2001, whose scopes end at conjunctions and marks.

use super::border::Border;
use super::sentence_unit::{Cue, SentenceUnit};
use super::traits::Traits;
use crate::lexicon::CueRole;

/// How far a cue reaches, in tokens.
const REACH: usize = 8;

/// The cue that denies the match over `first..end`.
pub(super) fn negation(unit: &SentenceUnit, first: usize, end: usize) -> Option<Cue> {
    let roles = [CueRole::Not, CueRole::No, CueRole::Predicate, CueRole::Deny];
    if !unit.holds(&roles) {
        return None;
    }
    unit.cues
        .iter()
        .rev()
        .copied()
        .find(|&cue| roles.contains(&cue.role) && cue.end <= first && denies(unit, cue, first))
        .or_else(|| behind(unit, end))
}

/// “a liberation it is not”, “The militias are no more”
fn behind(unit: &SentenceUnit, end: usize) -> Option<Cue> {
    unit.cues.iter().copied().find(|cue| {
        cue.role == CueRole::Not
            && cue.first >= end
            && cue.first.saturating_sub(end) <= 3
            && (occurs(unit, *cue, end)
                || unit.border_after(cue.end - 1).has(Border::BREAK)
                    && cue.first > end
                    && (end..cue.first).all(|at| unit.traits(at).has(Traits::PRONOUN | Traits::BE))
                    && unit.traits(end).has(Traits::PRONOUN))
    })
}

/// “The attack never happened”, “the massacre did not take place”
fn occurs(unit: &SentenceUnit, cue: Cue, end: usize) -> bool {
    (end..cue.first).all(|at| {
        unit.traits(at).has(Traits::AUXILIARY | Traits::ADVERB)
            && !unit.token(at).border.has(Border::BREAK)
    }) && !unit.border_after(end - 1).has(Border::BREAK)
        && unit.traits(next_word(unit, cue.end)).has(Traits::OCCURS)
}

fn denies(unit: &SentenceUnit, cue: Cue, first: usize) -> bool {
    let reach = if cue.role == CueRole::Deny { 2 * REACH } else { REACH };
    if first.saturating_sub(cue.end) > reach || is_cut(unit, cue, first) {
        return false;
    }
    match cue.role {
        // “without the occupation” takes it for given.
        CueRole::No => {
            governs_noun(unit, cue.end, first)
                && (cue.end == first || !unit.traits(cue.end).has(Traits::DEFINITE))
        }
        CueRole::Predicate => {
            governs_noun(unit, cue.end, first) || through_verbs(unit, cue.end, first)
        }
        CueRole::Deny => {
            // “denied that it was an occupation”, “denied being a warlord”, “denied the massacre”
            let clause = (cue.end..first).any(|at| unit.traits(at).has(Traits::THAT))
                || unit.traits(cue.end).has(Traits::ING | Traits::PRONOUN)
                || unit.traits(cue.end).has(Traits::DETERMINER)
                    && (cue.end..first).any(|at| unit.traits(at).has(Traits::BE));
            (clause && predicate_or_verb(unit, cue.end, first))
                || governs_noun(unit, cue.end, first)
        }
        _ => reaches_as_adverb(unit, cue, first),
    }
}

/// Whether the words between the cue and the match end its scope.
fn is_cut(unit: &SentenceUnit, cue: Cue, first: usize) -> bool {
    let inside = unit.token(cue.first).quotation;
    let crosses = unit.token(first).quotation != inside
        && (unit.token(first).quotation.is_none() || inside.is_some());
    crosses
        || (cue.end.saturating_sub(1)..first).any(|at| {
            let border = unit.token(at).border;
            border.has(
                Border::SEMICOLON
                    | Border::SENTENCE
                    | Border::COLON
                    | Border::DASH
                    | Border::BRACKET,
            ) || border.has(Border::COMMA) && !list_goes_on(unit, at)
        })
        || (cue.end..first).any(|at| {
            let traits = unit.traits(at);
            traits.has(Traits::BUT)
                || traits.has(Traits::SUBORDINATOR)
                || traits.has(Traits::WH) && cue.role != CueRole::Deny
        })
}

/// Whether a comma only parts adjectives: “not a small, ragged militia”.
fn list_goes_on(unit: &SentenceUnit, at: usize) -> bool {
    let next = unit.traits(at + 1);
    !next.has(
        Traits::DETERMINER
            | Traits::PRONOUN
            | Traits::COORDINATOR
            | Traits::AUXILIARY
            | Traits::CAPITAL
            | Traits::PREPOSITION
            | Traits::ADVERB,
    )
}

/// Whether a determiner or preposition right before a noun phrase has the match as its head or in
/// it: no verb, preposition or definite article is between.
fn governs_noun(unit: &SentenceUnit, from: usize, first: usize) -> bool {
    from <= first
        && first.saturating_sub(from) <= 5
        && (from..first).all(|at| {
            let traits = unit.traits(at);
            let article = traits.has(Traits::DEFINITE) && at == from
                || traits.has(Traits::DETERMINER) && !traits.has(Traits::DEFINITE);
            article
                || !traits.has(
                    Traits::AUXILIARY
                        | Traits::PREPOSITION
                        | Traits::COORDINATOR
                        | Traits::PRONOUN
                        | Traits::DETERMINER
                        | Traits::THAT,
                )
        })
}

/// Whether only verbs that equate, and what may come beside them, lie between.
fn through_verbs(unit: &SentenceUnit, from: usize, first: usize) -> bool {
    let mut at = from;
    while at < first {
        let traits = unit.traits(at);
        let transparent = unit.has_role(at, CueRole::Transparent);
        let is_light = traits.has(
            Traits::BE
                | Traits::HAVE
                | Traits::DO
                | Traits::MODAL
                | Traits::ADVERB
                | Traits::AS
                | Traits::TO,
        ) || traits.has(Traits::DETERMINER) && !traits.has(Traits::DEFINITE);
        if transparent {
            at = unit.cue_at(at, CueRole::Transparent).map_or(at + 1, |cue| cue.end.max(at + 1));
            // “did not call the Front a militia”: the object may be between.
            if is_indefinite_predicate(unit, at, first) {
                return true;
            }
            continue;
        }
        if !is_light {
            return modifiers_only(unit, at, first);
        }
        at += 1;
    }
    true
}

/// Whether a noun phrase and then an indefinite one with the match are between: “the Front a
/// militia”.
fn is_indefinite_predicate(unit: &SentenceUnit, from: usize, first: usize) -> bool {
    let article = (from..first).rev().find(|&at| unit.traits(at).has(Traits::DETERMINER));
    match article {
        Some(at) => {
            !unit.traits(at).has(Traits::DEFINITE)
                && modifiers_only(unit, at + 1, first)
                && (from..at)
                    .all(|at| !unit.traits(at).has(Traits::AUXILIARY | Traits::PREPOSITION))
        }
        None => {
            modifiers_only(unit, from, first)
                && (first.saturating_sub(from) <= 2
                    || (from..first).any(|at| unit.traits(at).has(Traits::CAPITAL)))
        }
    }
}

/// Whether the words between are modifiers of the match: no article, preposition, verb or pronoun
/// among them.
fn modifiers_only(unit: &SentenceUnit, from: usize, first: usize) -> bool {
    first.saturating_sub(from) <= 3
        && (from..first).all(|at| {
            // “are its proxies”: a possessive pronoun may open the predicate.
            at == from && unit.traits(at).has(Traits::POSSESSIVE)
                || !unit.traits(at).has(
                    Traits::DETERMINER
                        | Traits::PREPOSITION
                        | Traits::AUXILIARY
                        | Traits::PRONOUN
                        | Traits::COORDINATOR
                        | Traits::THAT,
                )
        })
}

/// A clause whose verb is the match, or equates the match with its subject.
fn predicate_or_verb(unit: &SentenceUnit, from: usize, first: usize) -> bool {
    let be = (from..first)
        .rev()
        .find(|&at| unit.traits(at).has(Traits::BE) || unit.has_role(at, CueRole::Transparent));
    match be {
        Some(at) => through_verbs(unit, at, first),
        // “denied that it had occupied the town”, “denied killing”
        None => {
            (from..first).any(|at| unit.traits(at).has(Traits::AUXILIARY))
                && unit.traits(first).has(Traits::PAST)
                || first == from
        }
    }
}

/// not, never, no longer: what they deny depends on the verb before them.
fn reaches_as_adverb(unit: &SentenceUnit, cue: Cue, first: usize) -> bool {
    let contracted = unit.traits(cue.first).has(Traits::CONTRACTED_NOT);
    let verb = if contracted { unit.traits(cue.first) } else { governing(unit, cue.first) };
    let next = next_word(unit, cue.end);
    // The match is the verb itself: “did not liberate”, “was never occupied”.
    if next == first {
        return true;
    }
    let next_traits = unit.traits(next);
    if verb.has(Traits::DO | Traits::MODAL | Traits::HAVE) {
        // The word after is the verb: only one that equates lets the denial through.
        let transparent = unit.has_role(next, CueRole::Transparent) || next_traits.has(Traits::BE);
        return transparent && through_verbs(unit, next, first);
    }
    if verb.has(Traits::BE) {
        // “is not attacking the militia”
        let is_participle = next_traits.has(Traits::ING | Traits::PAST)
            && !next_traits.has(Traits::BE)
            && !unit.has_role(next, CueRole::Transparent)
            && (next + 1..first)
                .any(|at| unit.traits(at).has(Traits::DETERMINER | Traits::PREPOSITION));
        return !is_participle && through_verbs(unit, cue.end, first);
    }
    // “not a militia”, “never militias”; before another verb nothing is denied but that verb.
    governs_noun(unit, cue.end, first) && indefinite(unit, cue.end, first)
        || (next_traits.has(Traits::BE) || unit.has_role(next, CueRole::Transparent))
            && through_verbs(unit, next, first)
}

/// Whether the noun phrase after a bare “not” is indefinite, so that the label and not its bearer
/// is denied.
fn indefinite(unit: &SentenceUnit, from: usize, first: usize) -> bool {
    let article = unit.traits(from);
    first == from
        || article.has(Traits::DETERMINER) && !article.has(Traits::DEFINITE)
        || !article.has(Traits::PAST | Traits::DEFINITE) && modifiers_only(unit, from, first)
}

/// The traits of the auxiliary that a “not” follows, over adverbs.
fn governing(unit: &SentenceUnit, at: usize) -> Traits {
    let mut place = at;
    while place > unit.first && at.saturating_sub(place) < 4 {
        place -= 1;
        let traits = unit.traits(place);
        if traits.has(Traits::AUXILIARY) {
            return traits;
        }
        if !traits.has(Traits::ADVERB | Traits::PRONOUN | Traits::PREPOSITION)
            && !unit.token(place).border.has(Border::COMMA)
            && !is_in_fact(unit, place)
        {
            return Traits::default();
        }
    }
    Traits::default()
}

/// “are in fact no longer”: the noun of an adverbial phrase.
fn is_in_fact(unit: &SentenceUnit, at: usize) -> bool {
    at > unit.first && unit.traits(at - 1).has(Traits::PREPOSITION)
}

/// The first word from `at` on that is no adverb.
fn next_word(unit: &SentenceUnit, at: usize) -> usize {
    (at..unit.end)
        .find(|&at| !unit.traits(at).has(Traits::ADVERB) || unit.has_role(at, CueRole::Transparent))
        .unwrap_or(at)
}

/// The cue that weakens the match over `first..end`.
pub(super) fn hedge(unit: &SentenceUnit, first: usize, end: usize) -> Option<Cue> {
    if !unit.holds(&[CueRole::Adverb, CueRole::Adjective, CueRole::Modal, CueRole::Verb]) {
        return None;
    }
    let before =
        unit.cues.iter().rev().copied().find(|&cue| cue.end <= first && weakens(unit, cue, first));
    before.or_else(|| {
        // “liberated, allegedly”
        unit.cues.iter().copied().find(|cue| {
            cue.role == CueRole::Adverb
                && cue.first >= end
                && cue.first.saturating_sub(end) <= 1
                && unit.token(cue.first).quotation == unit.token(first).quotation
                && unit.border_before(cue.first).has(Border::COMMA)
                && unit.border_after(cue.end - 1).has(Border::BREAK)
        })
    })
}

fn weakens(unit: &SentenceUnit, cue: Cue, first: usize) -> bool {
    if first.saturating_sub(cue.end) > REACH || is_cut_for_hedge(unit, cue, first) {
        return false;
    }
    match cue.role {
        CueRole::Adjective => modifiers_only(unit, cue.end, first),
        CueRole::Adverb => {
            let next = next_word(unit, cue.end);
            next == first
                || through_verbs(unit, cue.end, first)
                || modifiers_only(unit, cue.end, first)
        }
        CueRole::Modal => {
            let next = next_word(unit, cue.end);
            let verb = unit.traits(next);
            next == first
                || (verb.has(Traits::BE | Traits::HAVE)
                    || unit.has_role(next, CueRole::Transparent))
                    && through_verbs(unit, next, first)
        }
        CueRole::Verb => through_verbs(unit, cue.end, first) || next_word(unit, cue.end) == first,
        _ => false,
    }
}

fn is_cut_for_hedge(unit: &SentenceUnit, cue: Cue, first: usize) -> bool {
    (unit.token(cue.first).quotation.is_some()
        && unit.token(cue.first).quotation != unit.token(first).quotation)
        || (cue.end.saturating_sub(1)..first).any(|at| {
            let border = unit.token(at).border;
            border.has(Border::CLAUSE | Border::COLON | Border::DASH | Border::BRACKET)
                || border.has(Border::COMMA) && !list_goes_on(unit, at)
        })
        || (cue.end..first).any(|at| unit.traits(at).has(Traits::BUT | Traits::WH))
}
