//! Verbs of speech that follow what they report, or are in its midst: “…, the ministry said.”

use super::border::Border;
use super::clause::{clause_end, clause_start};
use super::phrase::{after, before};
use super::sentence_unit::{Cue, SentenceUnit};
use super::stretch::Stretch;
use super::traits::Traits;
use crate::lexicon::CueRole;
use std::ops::Range;

/// How many words may be between the comma and the verb in “…, the ministry's spokesman said”.
const SUBJECT: usize = 12;

/// Whether the verb of speech after a comma is followed by its subject: “…, said the ministry.”,
/// but not “Nasrallah, their leader, said the rebels had left”.
fn inverts(unit: &SentenceUnit, cue: Cue, mark: usize) -> bool {
    let next = unit.traits(cue.end);
    let opens = next.has(Traits::CAPITAL | Traits::DETERMINER)
        && !unit.border_after(cue.end - 1).has(Border::BREAK | Border::QUOTE);
    if !opens
        || unit.traits(cue.first).has(Traits::TELLS)
        || next.has(Traits::THAT) && !next.has(Traits::CAPITAL)
    {
        return false;
    }
    let Some(phrase) = after(unit, cue.end) else { return false };
    let reaches = phrase.end >= unit.end
        || unit.border_after(phrase.end - 1).has(Border::BREAK | Border::QUOTE)
        || unit.traits(phrase.end).has(Traits::PREPOSITION);
    // Behind an aside a longer phrase is a clause: “Dask, the minister, said the rebels left”.
    let is_aside = !unit.token(mark).border.has(Border::QUOTE)
        && before(unit, cue.first).is_some_and(|subject| subject.end < mark);
    reaches && !(is_aside && next.has(Traits::DETERMINER) && phrase.len() >= 3)
}

/// “…, the ministry said.” and “…, said the ministry.”: what comes before the comma is the claim.
pub(super) fn trailing(unit: &SentenceUnit, cue: Cue, stretches: &mut Vec<Stretch>) -> bool {
    let is_mark = |at: usize| {
        let border = unit.token(at).border;
        border.has(Border::COMMA | Border::DASH)
            && (unit.token(at).quotation.is_none() || unit.token(at + 1).quotation.is_none())
            || border.has(Border::QUOTE)
                && unit.token(at).quotation.is_some()
                && (border.has(Border::COMMA | Border::STOP | Border::DASH)
                    || unit.token(unit.first).quotation == unit.token(at).quotation)
    };
    // The comma or closing mark before the subject.
    let from = cue.first.saturating_sub(SUBJECT).max(unit.first);
    let Some(mark) = (from..cue.first).rev().find(|&at| is_mark(at)) else {
        return as_said(unit, cue, stretches);
    };
    // “Dask, a spokeswoman, said”: the comma right before the verb closes an aside on the subject.
    let behind_verb = unit.border_after(cue.end - 1);
    let subject_follows = inverts(unit, cue, mark);
    let mut mark = mark;
    if mark + 1 == cue.first && !subject_follows && !unit.token(mark).border.has(Border::QUOTE) {
        let Some(subject) = before(unit, cue.first).filter(|subject| subject.start > unit.first)
        else {
            return false;
        };
        mark = subject.start - 1;
        if !is_mark(mark) {
            return false;
        }
    }
    if behind_verb.has(Border::COLON)
        || behind_verb.has(Border::QUOTE)
            && unit.token(cue.end).quotation.is_some()
            && unit.token(mark).quotation.is_none()
    {
        return false;
    }
    let inverted = mark + 1 == cue.first;
    let closes = unit.token(mark).border.has(Border::QUOTE);
    let subject_end = cue.first;
    let next = unit.traits(cue.end);
    let after_break =
        cue.end >= unit.end || unit.border_after(cue.end - 1).has(Border::BREAK | Border::QUOTE);
    if next.has(Traits::THAT) {
        return false;
    }
    // How far it is to the next mark, over “on Friday”, “in a statement”, “reporters”.
    let mut stop = cue.end;
    while stop < unit.end && !unit.token(stop).border.has(Border::BREAK | Border::QUOTE) {
        stop += 1;
    }
    if (cue.end..stop).any(|at| unit.traits(at).has(Traits::THAT)) {
        return false;
    }
    let tail = if after_break { 0 } else { (stop + 1).saturating_sub(cue.end) };
    let tail_is_aside = next.has(Traits::PREPOSITION) && tail <= 9
        || inverted && tail <= 10
        || next.has(Traits::CAPITAL) && tail <= 2
        || tail <= 2 && next.has(Traits::ADVERB | Traits::PRONOUN)
        || is_told(unit, cue) && tail <= 8
        || next.has(Traits::DETERMINER)
            && tail <= 5
            && !(cue.end..stop).any(|at| unit.traits(at).has(Traits::AUXILIARY))
            && cue.role == CueRole::Speech
            && claims(unit, mark);
    if !(after_break || tail_is_aside || closes && tail <= 10) {
        return false;
    }
    // A subject must come between mark and verb, unless the verb comes first.
    if inverted && unit.traits(cue.first).has(Traits::ING) {
        return false;
    }
    let first = unit.traits(mark + 1);
    if !inverted
        && (first.has(
            Traits::WH
                | Traits::SUBORDINATOR
                | Traits::THAT
                | Traits::COORDINATOR
                | Traits::BUT
                | Traits::PREPOSITION,
        ) || first.has(Traits::ING))
    {
        return as_said(unit, cue, stretches);
    }
    let start = clause_start(unit, mark + 1);
    // “On Friday, the ministry said:” leads in, it claims nothing.
    let opening = unit.traits(start);
    let short = (mark + 1).saturating_sub(start) <= 6;
    if !closes
        && short
        && opening.has(Traits::PREPOSITION | Traits::SUBORDINATOR | Traits::ADVERB | Traits::BUT)
        && unit.token(stop).border.has(Border::COLON | Border::QUOTE)
    {
        return false;
    }
    let speaker = if inverted { after(unit, cue.end) } else { before(unit, subject_end) };
    let mut push = |content: Range<usize>| {
        stretches.extend(Stretch::from_claim(content, cue, &speaker));
    };
    let start = if unit.traits(start).has(Traits::BUT) && unit.token(start).quotation.is_none() {
        start + 1
    } else {
        start
    };
    push(start..mark + 1);
    // “The rebels, Dask said, had fled”: the claim goes on after the verb; an aside on the speaker
    // does not.
    let resume = if after_break { cue.end } else { stop + 1 };
    if resume < unit.end {
        let quoted = unit.token(resume).quotation.is_some();
        let describes = inverted && !quoted && !unit.token(resume - 1).border.has(Border::COLON);
        if !describes {
            push(resume..clause_end(unit, resume));
        } else if let Some(quote) =
            (resume..unit.end).find(|&at| unit.token(at).quotation.is_some())
        {
            push(quote..clause_end(unit, quote));
        }
    }
    true
}

/// Whether what comes before the mark after token `mark` can be a claim: a clause, not “On
/// Friday” or “In a statement”.
fn claims(unit: &SentenceUnit, mark: usize) -> bool {
    let start = clause_start(unit, mark + 1);
    let opening = unit.traits(start);
    mark.saturating_sub(start) >= 2
        && !opening.has(
            Traits::PREPOSITION
                | Traits::SUBORDINATOR
                | Traits::ADVERB
                | Traits::BUT
                | Traits::ING
                | Traits::WH,
        )
        && unit.token(mark).border.has(Border::COMMA)
}

/// “…, as the minister said”: the clause before is the claim.
fn as_said(unit: &SentenceUnit, cue: Cue, stretches: &mut Vec<Stretch>) -> bool {
    let after_break = cue.end >= unit.end || unit.border_after(cue.end - 1).has(Border::BREAK);
    let from = cue.first.saturating_sub(SUBJECT).max(unit.first);
    let Some(at) = (from..cue.first).rev().find(|&at| unit.traits(at).has(Traits::AS)) else {
        return false;
    };
    if !after_break
        || (at..cue.first).any(|at| unit.token(at).border.has(Border::BREAK))
        || cue.first.saturating_sub(at) < 2
    {
        return false;
    }
    let Some(speaker) = before(unit, cue.first) else { return false };
    let start = clause_start(unit, at);
    // “As the mayor put it, …”
    if start == at && cue.end < unit.end && unit.token(cue.end - 1).border.has(Border::COMMA) {
        stretches.push(Stretch {
            content: cue.end..clause_end(unit, cue.end),
            cue,
            speaker: Some(speaker),
            is_agentless: false,
            is_clause: true,
        });
        return true;
    }
    if start < at {
        stretches.push(Stretch {
            content: start..at,
            cue,
            speaker: Some(speaker),
            is_agentless: false,
            is_clause: true,
        });
        return true;
    }
    false
}

/// Whether a verb of speech takes the hearer as its object: told, asked, warned …
fn is_told(unit: &SentenceUnit, cue: Cue) -> bool {
    let next = unit.traits(cue.end);
    cue.role == CueRole::Speech
        && (next.has(Traits::PRONOUN)
            || next.has(Traits::CAPITAL)
            || !next.has(Traits::PREPOSITION | Traits::DETERMINER | Traits::THAT))
}
