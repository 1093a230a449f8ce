//! Reported speech without marks: which stretches of a unit are somebody's claim, by which cue, and
//! whose.
//!
//! The extent is the reported clause: what stands before the cue, or behind a “but”, is the
//! author's again. Where quotation marks stand in a stretch, they take part in it, which is how a
//! quotation finds its speaker.

use super::grammar::Traits;
use super::phrase::{after, be_before, before, is_noun_use};
use super::unit::{Border, Cue, Unit};
use crate::lexicon::CueRole;
use std::ops::Range;

/// A stretch of a unit that somebody else says or thinks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    /// Its tokens.
    pub(super) content: Range<usize>,
    /// What tells so.
    pub(super) cue: Cue,
    /// The noun phrase of who says it.
    pub(super) speaker: Option<Range<usize>>,
    /// Whether nobody in particular says it: a passive, or a noun without an owner.
    pub(super) is_agentless: bool,
    /// Whether the content is a clause (“said that …”) rather than an object (“declared a …”).
    pub(super) is_clause: bool,
}

/// Finds the stretches of a unit.
pub(super) fn stretches(unit: &Unit, found: &mut Vec<Stretch>) {
    found.clear();
    for &cue in &unit.cues {
        // A cue inside a quotation is the speaker's, and “Port Said” is a town.
        let is_name = unit.traits(cue.first).has(Traits::CAPITAL)
            && cue.first > unit.first
            && unit.traits(cue.first - 1).has(Traits::CAPITAL)
            && unit.item(cue.first - 1).border == Border::default()
            && !unit.traits(cue.end).has(Traits::CAPITAL)
            && cue.role != CueRole::Noun;
        // “Notes from a town hall”: nobody stands before it to note anything.
        let is_heading = cue.first == unit.first
            && unit.traits(cue.end).has(Traits::PREPOSITION)
            && !unit.traits(cue.first).has(Traits::ING | Traits::PAST)
            && matches!(cue.role, CueRole::Speech | CueRole::Thought | CueRole::Call);
        if unit.item(cue.first).quotation.is_some() || is_name || is_heading {
            continue;
        }
        match cue.role {
            CueRole::Source => of_source(unit, cue, found),
            CueRole::Speech | CueRole::Thought | CueRole::Call if !is_noun_use(unit, cue.first) => {
                of_verb(unit, cue, found)
            }
            CueRole::Noun if is_noun_use(unit, cue.first) => of_noun(unit, cue, found),
            _ => {}
        }
    }
}

/// The end of the clause that begins at `from`: where the author takes the word again.
fn clause_end(unit: &Unit, from: usize) -> usize {
    let mut at = from;
    while at < unit.end {
        let border = unit.border_after(at);
        let inside = unit.item(at).quotation.is_some()
            && unit.item(at).quotation == unit.item(at + 1).quotation;
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
fn new_clause(unit: &Unit, at: usize) -> bool {
    let opens = unit.traits(at).has(Traits::CAPITAL | Traits::DETERMINER)
        && !unit.traits(at).has(Traits::THAT);
    let Some(phrase) = after(unit, at).filter(|_| opens) else { return false };
    !unit.border_after(phrase.end - 1).has(Border::BREAK)
        && unit.traits(phrase.end).has(Traits::HAVE | Traits::PAST)
        && !unit.traits(at).has(Traits::PRONOUN)
}

/// The beginning of the clause that ends before `to`.
fn clause_start(unit: &Unit, to: usize) -> usize {
    let mut at = to;
    while at > unit.first {
        let item = unit.item(at - 1);
        let inside = item.quotation.is_some() && item.quotation == unit.item(at).quotation;
        if !inside && item.border.has(Border::CLAUSE) {
            return at;
        }
        at -= 1;
    }
    unit.first
}

/// “According to the ministry, …” and “…, according to the ministry”.
fn of_source(unit: &Unit, cue: Cue, found: &mut Vec<Stretch>) {
    // “in her words” holds its source; “according to” is followed by it.
    let is_open = unit.traits(cue.end - 1).has(Traits::PREPOSITION | Traits::ING);
    let inside = || {
        (cue.first..cue.end)
            .find(|&at| {
                unit.traits(at).has(Traits::POSSESSIVE | Traits::PRONOUN | Traits::CAPITAL)
                    && at > cue.first
            })
            .map(|at| at..at + 1)
    };
    let speaker = if is_open { after(unit, cue.end) } else { inside() };
    let start = clause_start(unit, cue.first);
    // Words before the cue that only lead up to it: “But according to”, “and, according to”.
    let lead = (start..cue.first)
        .filter(|&at| {
            !unit
                .traits(at)
                .has(Traits::BUT | Traits::COORDINATOR | Traits::ADVERB | Traits::PREPOSITION)
        })
        .count();
    let mut rest = if is_open { cue.end } else { cue.end - 1 };
    while rest < unit.end
        && !unit
            .item(rest)
            .border
            .has(Border::COMMA | Border::COLON | Border::DASH | Border::SENTENCE | Border::QUOTE)
    {
        rest += 1;
    }
    let rest = rest + 1;
    let mut push = |content: Range<usize>| {
        if content.start < content.end {
            found.push(Stretch {
                content,
                cue,
                speaker: speaker.clone(),
                is_agentless: false,
                is_clause: true,
            });
        }
    };
    if lead == 0 {
        push(rest..clause_end(unit, rest));
    } else {
        push(start..cue.first);
        if unit.item(cue.first.saturating_sub(1)).border.has(Border::COMMA)
            && rest < unit.end
            && !unit.traits(rest).has(Traits::BUT)
        {
            push(rest..clause_end(unit, rest));
        }
    }
}

/// How many words may stand between the comma and the verb in “…, the ministry's spokesman said”.
const SUBJECT: usize = 12;

fn of_verb(unit: &Unit, cue: Cue, found: &mut Vec<Stretch>) {
    let is_speech = cue.role == CueRole::Speech;
    // “the rebels, described by Moscow as terrorists”, “the Front, considered a proxy”: a passive
    // without its auxiliary.
    let behind_noun = unit.border_before(cue.first).has(Border::COMMA | Border::BRACKET)
        || unit.traits(cue.end).has(Traits::BY);
    if cue.role == CueRole::Call
        && behind_noun
        && unit.traits(cue.first).has(Traits::PAST)
        && passive(unit, cue).is_none()
    {
        of_passive(unit, cue, found);
        return;
    }
    // “the trope repeated by every dictator” reports nothing of its own.
    if unit.traits(cue.end).has(Traits::BY)
        && unit.traits(cue.first).has(Traits::PAST)
        && passive(unit, cue).is_none()
    {
        return;
    }
    if passive(unit, cue).is_some() {
        of_passive(unit, cue, found);
        return;
    }
    let between_commas = cue.role == CueRole::Thought
        && (unit.item(cue.end - 1).border.has(Border::COMMA) || cue.end >= unit.end)
        && unit.border_after(cue.end - 1).has(Border::BREAK);
    if (is_speech || between_commas) && trailing(unit, cue, found) {
        return;
    }
    let speaker = before(unit, cue.first);
    // “I think”, “if you want”: the author's own.
    if speaker.as_ref().is_some_and(|phrase| {
        phrase.len() == 1 && unit.traits(phrase.start).has(Traits::FIRST_PERSON)
    }) {
        return;
    }
    if cue.role == CueRole::Call {
        of_call(unit, cue, speaker, found);
        return;
    }
    let Some((start, is_clause)) = content_start(unit, cue) else { return };
    // “regretted its invasion”, “welcomed the advance”: a definite object is no claim, and its
    // words are the author's. “alleged a massacre” claims one.
    let is_given = unit.traits(start).has(Traits::DEFINITE | Traits::POSSESSIVE)
        && unit.item(start).quotation.is_none()
        && unit.item(start + 1).quotation.is_none();
    if !is_clause && (cue.role == CueRole::Thought || is_given) {
        return;
    }
    let mut end = clause_end(unit, start);
    // “Dask, who said that they had won, left”, “Although Varsk insists it won, …”: the aside or
    // clause ends with its comma.
    let opening = unit.traits(clause_start(unit, cue.first));
    let subordinate = opening.has(Traits::SUBORDINATOR | Traits::AS)
        && !(clause_start(unit, cue.first)..cue.first)
            .any(|at| unit.item(at).border.has(Border::COMMA));
    if subordinate || in_relative_aside(unit, cue.first) {
        end = (start..end)
            .find(|&at| {
                unit.item(at).border.has(Border::COMMA) && unit.item(at).quotation.is_none()
            })
            .map_or(end, |at| at + 1);
    }
    if start < end {
        found.push(Stretch { content: start..end, cue, speaker, is_agentless: false, is_clause });
    }
}

/// Whether the verb belongs to “, who …” or “, which …”.
fn in_relative_aside(unit: &Unit, verb: usize) -> bool {
    let mut at = verb;
    while at > unit.first && verb.saturating_sub(at) < 4 {
        at -= 1;
        let traits = unit.traits(at);
        if traits.has(Traits::WH) {
            return unit.border_before(at).has(Border::COMMA);
        }
        if !traits.has(Traits::AUXILIARY | Traits::ADVERB) {
            return false;
        }
    }
    false
}

/// The auxiliary before a participle, where there is one: “was said”, “is widely believed”.
fn passive(unit: &Unit, cue: Cue) -> Option<usize> {
    if unit.traits(cue.first).has(Traits::ING) {
        return None;
    }
    // “the man, said to be ill”: a participle whose auxiliary is left out.
    let left_out = unit.traits(cue.end).has(Traits::TO)
        && unit.border_before(cue.first).has(Border::COMMA | Border::BRACKET | Border::SENTENCE);
    if left_out && cue.role != CueRole::Call && cue.end.saturating_sub(cue.first) == 1 {
        return Some(cue.first);
    }
    be_before(unit, cue.first)
}

fn of_passive(unit: &Unit, cue: Cue, found: &mut Vec<Stretch>) {
    // What follows “to”, “as”, “of” or “that” is the claim: “is said to be”, “was described as”,
    // “are accused of”.
    let mut start = cue.end;
    let mut speaker = None;
    if unit.traits(start).has(Traits::BY) {
        speaker = after(unit, start + 1);
        start = speaker.as_ref().map_or(start + 1, |phrase| phrase.end);
    }
    let opens = unit.traits(start).has(Traits::TO | Traits::AS | Traits::THAT | Traits::OF)
        || cue.role == CueRole::Call;
    if !opens || start >= unit.end {
        return;
    }
    let end = complement_end(unit, start + 1);
    if speaker.is_none() {
        let by = (start..end).find(|&at| unit.traits(at).has(Traits::BY));
        speaker = by.and_then(|by| after(unit, by + 1)).filter(|_| cue.role == CueRole::Call);
    }
    let is_agentless = speaker.is_none();
    found.push(Stretch {
        content: start..end,
        cue,
        speaker,
        is_agentless,
        is_clause: cue.role != CueRole::Call,
    });
}

/// Where the complement that begins before `from` ends: at a comma at the latest.
fn complement_end(unit: &Unit, from: usize) -> usize {
    let end = clause_end(unit, from.saturating_sub(1));
    (from.saturating_sub(1)..end)
        .find(|&at| {
            unit.item(at).border.has(Border::COMMA | Border::DASH)
                && (unit.item(at).quotation.is_none() || unit.item(at).border.has(Border::QUOTE))
        })
        .map_or(end, |at| at + 1)
}

/// “described the group as a militia”, “accused them of a massacre”, “called it an occupation”.
fn of_call(unit: &Unit, cue: Cue, speaker: Option<Range<usize>>, found: &mut Vec<Stretch>) {
    let end = complement_end(unit, cue.end + 1);
    if cue.end >= end {
        return;
    }
    let accuses = unit.traits(cue.first).has(Traits::ACCUSES);
    let pivot = (cue.end..(cue.end + 10).min(end)).find(|&at| {
        let traits = unit.traits(at);
        traits.has(Traits::AS)
            || traits.has(Traits::OF | Traits::FOR)
                && (accuses || unit.traits(at + 1).has(Traits::ING))
    });
    // “condemned the attack”: a lone object is no claim; “called it a massacre” has a complement
    // behind its object. “, which Varsk considers a militia”: the object stands before, as the
    // relative.
    let relative = (cue.first.saturating_sub(4).max(unit.first)..cue.first)
        .any(|at| unit.traits(at).has(Traits::WH));
    let complement =
        || if relative { Some(cue.end) } else { second_complement(unit, cue.end, end) };
    let Some(start) = pivot.map(|at| at + 1).or_else(complement) else { return };
    // “by calling them rebels” says of nobody that he does; “Dask left, calling them rebels” does.
    let is_gerund = unit.traits(cue.first).has(Traits::ING)
        && !unit.border_before(cue.first).has(Border::COMMA)
        && be_before(unit, cue.first).is_none();
    let speaker = speaker.filter(|_| !is_gerund);
    found.push(Stretch {
        content: start..end,
        cue,
        speaker,
        is_agentless: is_gerund,
        is_clause: false,
    });
}

/// Where the complement behind the object that begins at `from` begins: “it a massacre”, “the Front
/// terrorists”.
fn second_complement(unit: &Unit, from: usize, end: usize) -> Option<usize> {
    // “spoke of the “liberation””: marks say whose word it is.
    if (from..(from + 3).min(end)).any(|at| unit.item(at).quotation.is_some()) {
        return Some(from);
    }
    let object = after(unit, from)?;
    // A name is followed by what it is called: the capitals end where the complement begins.
    let has_name = |at: usize| {
        unit.traits(at).has(Traits::CAPITAL) && !unit.traits(at).has(Traits::DETERMINER)
    };
    let last_name = object.clone().rev().find(|&at| has_name(at));
    let inner = last_name.map(|at| at + 1).filter(|&at| {
        at < object.end && !unit.traits(at - 1).has(Traits::DEMONYM | Traits::POSSESSIVE)
    });
    let start = inner.unwrap_or(object.end);
    let behind = unit.traits(start);
    let goes_on = start < end
        && !unit.border_before(start).has(Border::BREAK)
        && !behind.has(
            Traits::PREPOSITION
                | Traits::COORDINATOR
                | Traits::SUBORDINATOR
                | Traits::WH
                | Traits::ADVERB
                | Traits::AUXILIARY,
        );
    goes_on.then_some(start)
}

/// Whether the verb of speech behind a comma is followed by its subject: “…, said the ministry.”,
/// but not “Nasrallah, their leader, said the rebels had left”.
fn inverts(unit: &Unit, cue: Cue, mark: usize) -> bool {
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
    let is_aside = !unit.item(mark).border.has(Border::QUOTE)
        && before(unit, cue.first).is_some_and(|subject| subject.end < mark);
    reaches && !(is_aside && next.has(Traits::DETERMINER) && phrase.len() >= 3)
}

/// “…, the ministry said.” and “…, said the ministry.”: what stands before the comma is the claim.
fn trailing(unit: &Unit, cue: Cue, found: &mut Vec<Stretch>) -> bool {
    let is_mark = |at: usize| {
        let border = unit.item(at).border;
        border.has(Border::COMMA | Border::DASH)
            && (unit.item(at).quotation.is_none() || unit.item(at + 1).quotation.is_none())
            || border.has(Border::QUOTE)
                && unit.item(at).quotation.is_some()
                && (border.has(Border::COMMA | Border::STOP | Border::DASH)
                    || unit.item(unit.first).quotation == unit.item(at).quotation)
    };
    // The comma or closing mark before the subject.
    let from = cue.first.saturating_sub(SUBJECT).max(unit.first);
    let Some(mark) = (from..cue.first).rev().find(|&at| is_mark(at)) else {
        return as_said(unit, cue, found);
    };
    // “Dask, a spokeswoman, said”: the comma right before the verb closes an aside on the subject.
    let behind_verb = unit.border_after(cue.end - 1);
    let subject_follows = inverts(unit, cue, mark);
    let mut mark = mark;
    if mark + 1 == cue.first && !subject_follows && !unit.item(mark).border.has(Border::QUOTE) {
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
            && unit.item(cue.end).quotation.is_some()
            && unit.item(mark).quotation.is_none()
    {
        return false;
    }
    let inverted = mark + 1 == cue.first;
    let closes = unit.item(mark).border.has(Border::QUOTE);
    let subject_end = cue.first;
    let next = unit.traits(cue.end);
    let after_break =
        cue.end >= unit.end || unit.border_after(cue.end - 1).has(Border::BREAK | Border::QUOTE);
    if next.has(Traits::THAT) {
        return false;
    }
    // How far it is to the next mark, over “on Friday”, “in a statement”, “reporters”.
    let mut stop = cue.end;
    while stop < unit.end && !unit.item(stop).border.has(Border::BREAK | Border::QUOTE) {
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
    // A subject must stand between mark and verb, unless the verb comes first.
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
        return as_said(unit, cue, found);
    }
    let start = clause_start(unit, mark + 1);
    // “On Friday, the ministry said:” leads in, it claims nothing.
    let opening = unit.traits(start);
    let short = (mark + 1).saturating_sub(start) <= 6;
    if !closes
        && short
        && opening.has(Traits::PREPOSITION | Traits::SUBORDINATOR | Traits::ADVERB | Traits::BUT)
        && unit.item(stop).border.has(Border::COLON | Border::QUOTE)
    {
        return false;
    }
    let speaker = if inverted { after(unit, cue.end) } else { before(unit, subject_end) };
    let mut push = |content: Range<usize>| {
        if content.start < content.end {
            found.push(Stretch {
                content,
                cue,
                speaker: speaker.clone(),
                is_agentless: false,
                is_clause: true,
            });
        }
    };
    let start = if unit.traits(start).has(Traits::BUT) && unit.item(start).quotation.is_none() {
        start + 1
    } else {
        start
    };
    push(start..mark + 1);
    // “The rebels, Dask said, had fled”: the claim goes on behind the verb; an aside on the speaker
    // does not.
    let resume = if after_break { cue.end } else { stop + 1 };
    if resume < unit.end {
        let quoted = unit.item(resume).quotation.is_some();
        let describes = inverted && !quoted && !unit.item(resume - 1).border.has(Border::COLON);
        if !describes {
            push(resume..clause_end(unit, resume));
        } else if let Some(quote) = (resume..unit.end).find(|&at| unit.item(at).quotation.is_some())
        {
            push(quote..clause_end(unit, quote));
        }
    }
    true
}

/// Whether what stands before the mark behind token `mark` can be a claim: a clause, not “On
/// Friday” or “In a statement”.
fn claims(unit: &Unit, mark: usize) -> bool {
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
        && unit.item(mark).border.has(Border::COMMA)
}

/// “…, as the minister said”: the clause before is the claim.
fn as_said(unit: &Unit, cue: Cue, found: &mut Vec<Stretch>) -> bool {
    let after_break = cue.end >= unit.end || unit.border_after(cue.end - 1).has(Border::BREAK);
    let from = cue.first.saturating_sub(SUBJECT).max(unit.first);
    let Some(at) = (from..cue.first).rev().find(|&at| unit.traits(at).has(Traits::AS)) else {
        return false;
    };
    if !after_break
        || (at..cue.first).any(|at| unit.item(at).border.has(Border::BREAK))
        || cue.first.saturating_sub(at) < 2
    {
        return false;
    }
    let Some(speaker) = before(unit, cue.first) else { return false };
    let start = clause_start(unit, at);
    // “As the mayor put it, …”
    if start == at && cue.end < unit.end && unit.item(cue.end - 1).border.has(Border::COMMA) {
        found.push(Stretch {
            content: cue.end..clause_end(unit, cue.end),
            cue,
            speaker: Some(speaker),
            is_agentless: false,
            is_clause: true,
        });
        return true;
    }
    if start < at {
        found.push(Stretch {
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
fn is_told(unit: &Unit, cue: Cue) -> bool {
    let next = unit.traits(cue.end);
    cue.role == CueRole::Speech
        && (next.has(Traits::PRONOUN)
            || next.has(Traits::CAPITAL)
            || !next.has(Traits::PREPOSITION | Traits::DETERMINER | Traits::THAT))
}

/// Where the claim behind a verb begins, and whether it is a clause; `None` where nothing follows.
fn content_start(unit: &Unit, cue: Cue) -> Option<(usize, bool)> {
    if cue.end >= unit.end {
        return None;
    }
    let border = unit.item(cue.end - 1).border;
    if border.has(Border::CLAUSE) {
        return None;
    }
    if border.has(Border::COMMA | Border::COLON | Border::DASH | Border::QUOTE) {
        // “said: …”, “said, “…””; behind a bare comma only a quotation is a claim.
        let quoted = unit.item(cue.end).quotation.is_some();
        return (quoted || border.has(Border::COLON)).then_some((cue.end, true));
    }
    let limit = (cue.end + 14).min(unit.end);
    for at in cue.end..limit {
        if unit.traits(at).has(Traits::THAT) && at + 1 < unit.end {
            return Some((at, true));
        }
        if unit.item(at).border.has(Border::CLAUSE | Border::COLON | Border::COMMA | Border::QUOTE)
        {
            let colon = unit.item(at).border.has(Border::COLON)
                || unit.item(at).border.has(Border::QUOTE | Border::COMMA)
                    && unit.item(at + 1).quotation.is_some()
                    && unit.item(at).quotation.is_none()
                    && unit.item(at).border.has(Border::COMMA);
            if colon && at + 1 < unit.end {
                return Some((at + 1, true));
            }
            break;
        }
    }
    let next = unit.traits(cue.end);
    // “told AFP the army had left”: the hearer stands first.
    if unit.traits(cue.first).has(Traits::TELLS)
        && let Some(hearer) = after(unit, cue.end)
    {
        let start = if hearer.len() > 2
            && !unit.traits(hearer.start).has(Traits::CAPITAL | Traits::DETERMINER)
        {
            cue.end + 1
        } else {
            hearer.end
        };
        return (start < unit.end && !unit.border_before(start).has(Border::BREAK))
            .then_some((start, true));
    }
    if unit.traits(cue.end - 1).has(Traits::THAT) {
        return Some((cue.end, true));
    }
    let is_object = next.has(Traits::DETERMINER) && !next.has(Traits::THAT);
    Some((cue.end, !is_object || !object_only(unit, cue.end)))
}

/// Whether what begins at `at` is a mere object: a noun phrase with nothing like a verb behind it.
fn object_only(unit: &Unit, at: usize) -> bool {
    let end = clause_end(unit, at);
    let Some(mut phrase) = after(unit, at) else { return false };
    // A word of the object may stand in marks: declared a “caliphate” there.
    while phrase.end < end && unit.item(phrase.end).quotation.is_some() {
        phrase.end += 1;
    }
    let behind = unit.traits(phrase.end);
    let closes = phrase.end >= end
        || unit.item(phrase.end - 1).border.has(Border::BREAK)
        || behind.has(
            Traits::PREPOSITION
                | Traits::COORDINATOR
                | Traits::SUBORDINATOR
                | Traits::WH
                | Traits::ADVERB,
        );
    closes
        && !phrase
            .clone()
            .skip(2)
            .any(|at| unit.traits(at).has(Traits::PAST) && at + 1 == phrase.end)
}

/// “the claim that …”, “allegations of …”, “a report that …”
fn of_noun(unit: &Unit, cue: Cue, found: &mut Vec<Stretch>) {
    let mut start = cue.end;
    let mut speaker = None;
    if unit.item(cue.end - 1).border.has(Border::BREAK | Border::QUOTE) {
        return;
    }
    if unit.traits(start).has(Traits::BY)
        || unit.traits(start).has(Traits::PREPOSITION) && !unit.traits(start).has(Traits::OF)
    {
        let phrase = after(unit, start + 1);
        if let Some(phrase) = phrase {
            let by = unit.traits(start).has(Traits::BY);
            start = phrase.end;
            if by || unit.traits(start).has(Traits::THAT) {
                speaker = Some(phrase);
            }
        }
    }
    let traits = unit.traits(start);
    if !traits.has(Traits::THAT | Traits::OF) || start + 1 >= unit.end {
        return;
    }
    if speaker.is_none() && cue.first > unit.first {
        let owner = unit.traits(cue.first - 1);
        if owner.has(Traits::POSSESSIVE) {
            speaker = if owner.has(Traits::DETERMINER) {
                Some(cue.first - 1..cue.first)
            } else {
                before(unit, cue.first)
            };
        }
    }
    let end = if traits.has(Traits::THAT) {
        clause_end(unit, start)
    } else {
        complement_end(unit, start + 2).min(noun_clause_end(unit, start))
    };
    // “claims that … have been made”: a clause that is a subject ends at its comma, which
    // complement_end knows.
    if start < end {
        let is_agentless = speaker.is_none();
        found.push(Stretch {
            content: start..end,
            cue,
            speaker,
            is_agentless,
            is_clause: traits.has(Traits::THAT),
        });
    }
}

/// The end of what “of” governs: at the first finite verb.
fn noun_clause_end(unit: &Unit, from: usize) -> usize {
    (from..unit.end)
        .find(|&at| unit.traits(at).has(Traits::AUXILIARY) && !unit.traits(at).has(Traits::ING))
        .unwrap_or(unit.end)
}
