//! Reported speech without marks: which stretches of a unit are somebody's claim, by which cue, and
//! whose.
//!
//! The extent is the reported clause: what comes before the cue, or after a “but”, is the
//! author's again. Where quotation marks are in a stretch, they take part in it, which is how a
//! quotation finds its speaker.

use super::border::Border;
use super::clause::{clause_end, clause_start, complement_end, noun_clause_end};
use super::phrase::{after, be_before, before, is_noun_use};
use super::sentence_unit::{Cue, SentenceUnit};
use super::stretch::Stretch;
use super::trailing::trailing;
use super::traits::Traits;
use crate::lexicon::CueRole;
use std::ops::Range;

/// Finds the stretches of a unit.
pub(super) fn stretches(unit: &SentenceUnit, stretches: &mut Vec<Stretch>) {
    stretches.clear();
    for &cue in &unit.cues {
        // A cue inside a quotation is the speaker's, and “Port Said” is a town.
        let is_name = unit.traits(cue.first).has(Traits::CAPITAL)
            && cue.first > unit.first
            && unit.traits(cue.first - 1).has(Traits::CAPITAL)
            && unit.token(cue.first - 1).border == Border::default()
            && !unit.traits(cue.end).has(Traits::CAPITAL)
            && cue.role != CueRole::Noun;
        // “Notes from a town hall”: nobody comes before it to note anything.
        let is_heading = cue.first == unit.first
            && unit.traits(cue.end).has(Traits::PREPOSITION)
            && !unit.traits(cue.first).has(Traits::ING | Traits::PAST)
            && matches!(cue.role, CueRole::Speech | CueRole::Thought | CueRole::Call);
        if unit.token(cue.first).quotation.is_some() || is_name || is_heading {
            continue;
        }
        match cue.role {
            CueRole::Source => add_source(unit, cue, stretches),
            CueRole::Speech | CueRole::Thought | CueRole::Call if !is_noun_use(unit, cue.first) => {
                add_verb(unit, cue, stretches)
            }
            CueRole::Noun if is_noun_use(unit, cue.first) => add_noun(unit, cue, stretches),
            _ => {}
        }
    }
}

/// “According to the ministry, …” and “…, according to the ministry”.
fn add_source(unit: &SentenceUnit, cue: Cue, stretches: &mut Vec<Stretch>) {
    // “in her words” contains its source; “according to” is followed by it.
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
            .token(rest)
            .border
            .has(Border::COMMA | Border::COLON | Border::DASH | Border::SENTENCE | Border::QUOTE)
    {
        rest += 1;
    }
    let rest = rest + 1;
    let mut push = |content: Range<usize>| {
        stretches.extend(Stretch::from_claim(content, cue, &speaker));
    };
    if lead == 0 {
        push(rest..clause_end(unit, rest));
    } else {
        push(start..cue.first);
        if unit.token(cue.first.saturating_sub(1)).border.has(Border::COMMA)
            && rest < unit.end
            && !unit.traits(rest).has(Traits::BUT)
        {
            push(rest..clause_end(unit, rest));
        }
    }
}

fn add_verb(unit: &SentenceUnit, cue: Cue, stretches: &mut Vec<Stretch>) {
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
        add_passive(unit, cue, stretches);
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
        add_passive(unit, cue, stretches);
        return;
    }
    let between_commas = cue.role == CueRole::Thought
        && (unit.token(cue.end - 1).border.has(Border::COMMA) || cue.end >= unit.end)
        && unit.border_after(cue.end - 1).has(Border::BREAK);
    if (is_speech || between_commas) && trailing(unit, cue, stretches) {
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
        add_call(unit, cue, speaker, stretches);
        return;
    }
    let Some((start, is_clause)) = content_start(unit, cue) else { return };
    // “regretted its invasion”, “welcomed the advance”: a definite object is not a claim, and its
    // words are the author's. “alleged a massacre” claims one.
    let is_given = unit.traits(start).has(Traits::DEFINITE | Traits::POSSESSIVE)
        && unit.token(start).quotation.is_none()
        && unit.token(start + 1).quotation.is_none();
    if !is_clause && (cue.role == CueRole::Thought || is_given) {
        return;
    }
    let mut end = clause_end(unit, start);
    // “Dask, who said that they had won, left”, “Although Varsk insists it won, …”: the aside or
    // clause ends with its comma.
    let opening = unit.traits(clause_start(unit, cue.first));
    let subordinate = opening.has(Traits::SUBORDINATOR | Traits::AS)
        && !(clause_start(unit, cue.first)..cue.first)
            .any(|at| unit.token(at).border.has(Border::COMMA));
    if subordinate || in_relative_aside(unit, cue.first) {
        end = (start..end)
            .find(|&at| {
                unit.token(at).border.has(Border::COMMA) && unit.token(at).quotation.is_none()
            })
            .map_or(end, |at| at + 1);
    }
    if start < end {
        stretches.push(Stretch {
            content: start..end,
            cue,
            speaker,
            is_agentless: false,
            is_clause,
        });
    }
}

/// Whether the verb belongs to “, who …” or “, which …”.
fn in_relative_aside(unit: &SentenceUnit, verb: usize) -> bool {
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
fn passive(unit: &SentenceUnit, cue: Cue) -> Option<usize> {
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

fn add_passive(unit: &SentenceUnit, cue: Cue, stretches: &mut Vec<Stretch>) {
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
    stretches.push(Stretch {
        content: start..end,
        cue,
        speaker,
        is_agentless,
        is_clause: cue.role != CueRole::Call,
    });
}

/// “described the group as a militia”, “accused them of a massacre”, “called it an occupation”.
fn add_call(
    unit: &SentenceUnit,
    cue: Cue,
    speaker: Option<Range<usize>>,
    stretches: &mut Vec<Stretch>,
) {
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
    // “condemned the attack”: a lone object is not a claim; “called it a massacre” has a complement
    // after its object. “, which Varsk considers a militia”: the object comes before, as the
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
    stretches.push(Stretch {
        content: start..end,
        cue,
        speaker,
        is_agentless: is_gerund,
        is_clause: false,
    });
}

/// Where the complement after the object that begins at `from` begins: “it a massacre”, “the Front
/// terrorists”.
fn second_complement(unit: &SentenceUnit, from: usize, end: usize) -> Option<usize> {
    // “spoke of the “liberation””: marks say whose word it is.
    if (from..(from + 3).min(end)).any(|at| unit.token(at).quotation.is_some()) {
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

/// Where the claim after a verb begins, and whether it is a clause; `None` where nothing follows.
fn content_start(unit: &SentenceUnit, cue: Cue) -> Option<(usize, bool)> {
    if cue.end >= unit.end {
        return None;
    }
    let border = unit.token(cue.end - 1).border;
    if border.has(Border::CLAUSE) {
        return None;
    }
    if border.has(Border::COMMA | Border::COLON | Border::DASH | Border::QUOTE) {
        // “said: …”, “said, “…””; after a bare comma only a quotation is a claim.
        let quoted = unit.token(cue.end).quotation.is_some();
        return (quoted || border.has(Border::COLON)).then_some((cue.end, true));
    }
    let limit = (cue.end + 14).min(unit.end);
    for at in cue.end..limit {
        if unit.traits(at).has(Traits::THAT) && at + 1 < unit.end {
            return Some((at, true));
        }
        if unit.token(at).border.has(Border::CLAUSE | Border::COLON | Border::COMMA | Border::QUOTE)
        {
            let colon = unit.token(at).border.has(Border::COLON)
                || unit.token(at).border.has(Border::QUOTE | Border::COMMA)
                    && unit.token(at + 1).quotation.is_some()
                    && unit.token(at).quotation.is_none()
                    && unit.token(at).border.has(Border::COMMA);
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

/// Whether what begins at `at` is a mere object: a noun phrase with nothing like a verb after it.
fn object_only(unit: &SentenceUnit, at: usize) -> bool {
    let end = clause_end(unit, at);
    let Some(mut phrase) = after(unit, at) else { return false };
    // A word of the object may be in marks: declared a “caliphate” there.
    while phrase.end < end && unit.token(phrase.end).quotation.is_some() {
        phrase.end += 1;
    }
    let behind = unit.traits(phrase.end);
    let closes = phrase.end >= end
        || unit.token(phrase.end - 1).border.has(Border::BREAK)
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
fn add_noun(unit: &SentenceUnit, cue: Cue, stretches: &mut Vec<Stretch>) {
    let mut start = cue.end;
    let mut speaker = None;
    if unit.token(cue.end - 1).border.has(Border::BREAK | Border::QUOTE) {
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
        stretches.push(Stretch {
            content: start..end,
            cue,
            speaker,
            is_agentless,
            is_clause: traits.has(Traits::THAT),
        });
    }
}
