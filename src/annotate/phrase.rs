//! Noun phrases: who comes before a verb, what comes after it, and under what name a party goes.
//!
//! Without a tagger a phrase is the run of words that no closed-class word, cue or mark breaks.
//! That is coarse, and enough to name a speaker or a target.

use super::border::Border;
use super::rules::VoiceRules;
use super::sentence_unit::SentenceUnit;
use super::traits::Traits;
use super::unit_source::UnitSource;
use crate::lexicon::{CategoryId, CueRole};
use crate::prose::folded;
use crate::text::ByteSpan;
use std::borrow::Cow;
use std::ops::Range;

/// Somebody: an actor that a lexicon knows, or the words that name somebody else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Party {
    /// An actor of the rules' lexicons, and where it is named.
    Actor(CategoryId, ByteSpan),
    /// A noun phrase without its article, or a pronoun, as it stands.
    Words(ByteSpan),
}

impl Party {
    /// Whether the party is only pointed at (“they”, “its”), which nothing here resolves.
    pub fn is_pronoun(self, text: &str) -> bool {
        match self {
            Self::Actor(..) => false,
            Self::Words(span) => {
                PRONOUNS.iter().any(|pronoun| span.slice(text).eq_ignore_ascii_case(pronoun))
            }
        }
    }

    /// Where the party is named.
    pub fn span(self) -> ByteSpan {
        match self {
            Self::Actor(_, span) | Self::Words(span) => span,
        }
    }

    /// The party's name: an actor's from its lexicon, else the words of the text with white space
    /// folded.
    pub fn name<'a>(self, text: &'a str, rules: &'a VoiceRules) -> Cow<'a, str> {
        match self {
            Self::Actor(id, _) => rules.actor_name(id).into(),
            Self::Words(span) => {
                let words = span.slice(text);
                // A pronoun is the same at the head of a sentence and inside it.
                if let Some(pronoun) =
                    PRONOUNS.iter().find(|pronoun| words.eq_ignore_ascii_case(pronoun))
                {
                    return (*pronoun).into();
                }
                let is_folded =
                    !words.contains(['\n', '\r', '\t', '\u{a0}']) && !words.contains("  ");
                if is_folded { words.into() } else { folded(words).into() }
            }
        }
    }
}

const PRONOUNS: [&str; 32] = [
    "i",
    "he",
    "she",
    "they",
    "it",
    "we",
    "you",
    "me",
    "him",
    "her",
    "them",
    "us",
    "my",
    "its",
    "his",
    "their",
    "our",
    "your",
    "mine",
    "this",
    "these",
    "myself",
    "himself",
    "herself",
    "itself",
    "themselves",
    "ourselves",
    "yourself",
    "someone",
    "anyone",
    "everyone",
    "nobody",
];

/// Verbs of a unit that phrases stop at.
const VERBS: [CueRole; 6] = [
    CueRole::Speech,
    CueRole::Thought,
    CueRole::Call,
    CueRole::Source,
    CueRole::Deny,
    CueRole::Verb,
];

/// How long a phrase is, at the most, in tokens.
const LONGEST: usize = 12;

/// The party that the words `phrase` name: without article and titles an actor, else the words.
pub(super) fn party(
    source: &UnitSource<'_>,
    unit: &SentenceUnit,
    phrase: Range<usize>,
) -> Option<Party> {
    let mut first = phrase.start;
    // A possessive is part of who is meant (“its leader”) unless nothing follows it.
    while first + 1 < phrase.end && unit.traits(first).has(Traits::ARTICLE) {
        first += 1;
    }
    if first >= phrase.end {
        return None;
    }
    let mut phrase = phrase;
    phrase.end = name_end(unit, first, phrase.end);
    // What no noun phrase ends or begins with.
    let dangles = Traits::PREPOSITION
        | Traits::TO
        | Traits::COORDINATOR
        | Traits::AUXILIARY
        | Traits::SUBORDINATOR
        | Traits::BUT;
    while phrase.end > first + 1
        && (unit.traits(phrase.end - 1).has(dangles)
            || unit.traits(phrase.end - 1).has(Traits::ADVERB)
                && !unit.traits(phrase.end - 1).has(Traits::CAPITAL))
    {
        phrase.end -= 1;
    }
    let opening = unit.traits(first);
    if opening.has(dangles | Traits::WH) && !opening.has(Traits::PRONOUN | Traits::DETERMINER)
        || phrase.len() > 1
            && opening.has(Traits::ADVERB)
            && !opening.has(Traits::CAPITAL | Traits::NUMBER | Traits::DETERMINER)
    {
        return None;
    }
    // “There were”, “Seven”, “Meanwhile” name nobody.
    let alone = phrase.end.saturating_sub(first) == 1;
    let article =
        unit.traits(first).has(Traits::DETERMINER) && !unit.traits(first).has(Traits::POSSESSIVE);
    let bare_modifier = unit
        .traits(first)
        .has(Traits::ADJECTIVE | Traits::PAST | Traits::ING | Traits::CONTRACTED_NOT)
        && !unit.traits(first).has(Traits::CAPITAL | Traits::PRONOUN);
    if alone
        && (article
            || bare_modifier
            || unit.traits(first).has(
                Traits::NUMBER
                    | Traits::ADVERB
                    | Traits::PREPOSITION
                    | Traits::SUBORDINATOR
                    | Traits::THAT
                    | Traits::AUXILIARY,
            )
            || is_there(source, first))
    {
        return None;
    }
    let mut named = first;
    while named + 1 < phrase.end
        && unit.traits(named).has(Traits::TITLE)
        && unit.actor_at(named).is_none_or(|actor| actor.end < phrase.end)
    {
        named += 1;
    }
    let covering =
        unit.actor_at(named).filter(|actor| actor.first <= named && actor.end >= phrase.end);
    if let Some(actor) = covering {
        return Some(Party::Actor(actor.id, source.span_of(actor.first, actor.end)));
    }
    // “Hezbollah chief Hassan Nasrallah”: the name that ends the phrase says who.
    let last = unit
        .actor_at(phrase.end - 1)
        .filter(|actor| actor.end == phrase.end && actor.first > first);
    if let Some(actor) = last {
        let head = unit.traits(actor.first - 1);
        let breaks = Traits::CAPITAL
            | Traits::PREPOSITION
            | Traits::COORDINATOR
            | Traits::DETERMINER
            | Traits::PAST
            | Traits::ADJECTIVE;
        let names = !head.has(breaks) || head.has(Traits::TITLE);
        if names
            && unit.traits(actor.first).has(Traits::CAPITAL)
            && !unit.border_before(actor.first).has(Border::HYPHEN)
            && !unit.traits(actor.end - 1).has(Traits::DEMONYM)
        {
            return Some(Party::Actor(actor.id, source.span_of(actor.first, actor.end)));
        }
    }
    let mut span = source.span_of(first, phrase.end);
    // The possessive ending is not part of the name, but stays on a pronoun (“its”).
    let words = span.slice(source.sequence.text);
    if let Some(bare) = words.strip_suffix("'s").or_else(|| words.strip_suffix("’s")) {
        span.end = span.start + u32::try_from(bare.len()).unwrap_or(0);
    }
    Some(Party::Words(span))
}

/// Where a name that begins at `first` ends: “Lantern Relief counts 940 civilians” is a name and
/// what its bearer does.
fn name_end(unit: &SentenceUnit, first: usize, end: usize) -> usize {
    let traits = |at: usize| unit.traits(at);
    let is_name = |at: usize| {
        traits(at).has(Traits::CAPITAL) && !traits(at).has(Traits::NUMBER | Traits::DETERMINER)
    };
    let mut at = first;
    while at < end
        && (is_name(at)
            || at > first
                && traits(at).has(Traits::OF | Traits::COORDINATOR | Traits::DETERMINER)
                && (at + 1 < end && (is_name(at + 1) || traits(at + 1).has(Traits::DETERMINER))))
    {
        at += 1;
    }
    let opens = first == unit.first || unit.border_before(first).has(Border::SENTENCE);
    // The first word of a sentence has a capital whatever it is, and “Telurian officials” are more
    // than Telurians.
    let is_cut = at > first
        && at < end
        && (at.saturating_sub(first) >= 2 || !opens)
        && !traits(at - 1).has(Traits::DEMONYM | Traits::POSSESSIVE | Traits::TITLE)
        && !traits(at).has(Traits::PREPOSITION)
        && !unit.border_before(at).has(Border::HYPHEN);
    if is_cut { at } else { end }
}

fn is_there(source: &UnitSource<'_>, at: usize) -> bool {
    matches!(source.text_of(at, at + 1), "There" | "there" | "Here" | "here")
}

/// The noun phrase that ends right before token `at`, over adverbs and auxiliaries: the subject of
/// a verb.
pub(super) fn before(unit: &SentenceUnit, at: usize) -> Option<Range<usize>> {
    let mut end = at;
    while end > unit.first {
        let traits = unit.traits(end - 1);
        let border = unit.token(end - 1).border;
        if border.has(Border::SEMICOLON | Border::SENTENCE | Border::COLON | Border::STOP) {
            return None;
        }
        if border.has(Border::COMMA | Border::DASH | Border::BRACKET) {
            // “Dask, a spokeswoman, said”: what is between the commas only describes.
            // “the foreign minister, Lena Dask, said”: there the aside names.
            if let Some(name) = name_in_aside(unit, end) {
                return Some(name);
            }
            end = opening_of_aside(unit, end - 1)?;
            return run_before(unit, end);
        }
        let is_passed = leads_to_verb(unit, end - 1) || is_part_of_verb(unit, end - 1);
        if !is_passed || traits.has(Traits::PRONOUN) {
            break;
        }
        end -= 1;
    }
    run_before(unit, end)
}

/// Whether token `at` only leads from a subject to its verb: “the ministry has also said”, “the
/// ministry, who said”.
fn leads_to_verb(unit: &SentenceUnit, at: usize) -> bool {
    let traits = unit.traits(at);
    traits.has(Traits::AUXILIARY | Traits::ADVERB) && !traits.has(Traits::CAPITAL)
        || traits.has(Traits::WH) && !traits.has(Traits::PREPOSITION) && at > unit.first
}

/// Whether token `at` belongs to a verb phrase with the same subject: “seems to be”.
fn is_part_of_verb(unit: &SentenceUnit, at: usize) -> bool {
    let traits = unit.traits(at);
    let inside_cue = unit.token(at).inside_cue;
    if unit.has_role(at, CueRole::Verb) {
        return true;
    }
    let goes_on = inside_cue && !traits.has(Traits::CAPITAL) && verb_cue_covers(unit, at);
    let is_infinitive = || {
        traits.has(Traits::TO)
            && at > unit.first
            && (unit.has_role(at - 1, CueRole::Verb) || inside_cue)
    };
    goes_on || is_infinitive()
}

/// The form of “be” that makes the verb at `verb` a passive or a progressive, over adverbs.
pub(super) fn be_before(unit: &SentenceUnit, verb: usize) -> Option<usize> {
    let mut at = verb;
    while at > unit.first && verb.saturating_sub(at) < 4 {
        at -= 1;
        if unit.token(at).border.has(Border::BREAK | Border::QUOTE) {
            return None;
        }
        let traits = unit.traits(at);
        if traits.has(Traits::BE) {
            // “have been”: the subject comes before the first auxiliary, which `before` steps
            // over.
            return Some(at);
        }
        if !traits.has(Traits::ADVERB | Traits::CONTRACTED_NOT) {
            return None;
        }
    }
    None
}

/// The run of words that ends before `end`, cut where a noun phrase may begin.
fn run_before(unit: &SentenceUnit, end: usize) -> Option<Range<usize>> {
    if end <= unit.first {
        return None;
    }
    let last = unit.traits(end - 1);
    if last.has(Traits::PRONOUN) {
        return Some(end - 1..end);
    }
    let mut first = end;
    while first > unit.first && end.saturating_sub(first) < LONGEST {
        let at = first - 1;
        let traits = unit.traits(at);
        let joined = at + 1 == end || !unit.token(at).border.has(Border::BREAK | Border::QUOTE);
        // “and” joins names; before a phrase in lower case it joins clauses.
        let coordinates = traits.has(Traits::COORDINATOR)
            && !(at > unit.first
                && unit.traits(at - 1).has(Traits::CAPITAL)
                && unit.traits(at + 1).has(Traits::CAPITAL));
        let is_verb =
            unit.has_any_role(at, &VERBS) && !unit.token(at).inside_cue && !is_noun_use(unit, at);
        if !joined
            || coordinates
            || is_verb
            || traits.has(Traits::ENDS_PHRASE | Traits::AS)
            || (traits.has(Traits::PRONOUN) && !traits.has(Traits::POSSESSIVE))
        {
            break;
        }
        first = at;
    }
    // “Relief counts 940 civilians”: a number or article in the middle begins a phrase of its own.
    let inner = (first + 1..end).rev().find(|&at| {
        let opens = unit.traits(at).has(Traits::NUMBER)
            || unit.traits(at).has(Traits::DETERMINER) && !unit.traits(at).has(Traits::THAT);
        opens
            && !unit.traits(at - 1).has(
                Traits::PREPOSITION
                    | Traits::DETERMINER
                    | Traits::NUMBER
                    | Traits::COORDINATOR
                    | Traits::TITLE,
            )
            && !unit.border_before(at).has(Border::HYPHEN)
    });
    if let Some(at) = inner {
        first = at;
    }
    // “the border into Varsk on Monday at the invitation of”: too much to say which of it is meant.
    let loose = (first + 1..end)
        .filter(|&at| {
            unit.traits(at).has(Traits::PREPOSITION)
                && !unit.traits(at).has(Traits::OF | Traits::FOR)
        })
        .count();
    if loose > 1 {
        return None;
    }
    // “In a statement the ministry”: a phrase that begins with a preposition ends before the last
    // article.
    while first < end
        && unit.traits(first).has(Traits::PREPOSITION | Traits::ADVERB | Traits::COORDINATOR)
    {
        let after = (first + 1..end).rev().find(|&at| {
            let starts = unit.traits(at).has(Traits::DETERMINER)
                || unit.traits(at).has(Traits::CAPITAL)
                    && !unit.traits(at - 1).has(Traits::CAPITAL | Traits::TITLE);
            starts && !unit.traits(at - 1).has(Traits::PREPOSITION | Traits::DETERMINER)
        });
        match after {
            Some(at) => first = at,
            None if unit.traits(first).has(Traits::PREPOSITION) => return None,
            None => first += 1,
        }
    }
    (first < end).then_some(first..end)
}

/// Whether a hedging verb phrase (“is believed to”) covers token `at`.
fn verb_cue_covers(unit: &SentenceUnit, at: usize) -> bool {
    unit.cues.iter().any(|cue| cue.role == CueRole::Verb && (cue.first..cue.end).contains(&at))
}

/// The aside that ends before `end`, where it is a name and what it comes after is a noun in
/// lower case.
fn name_in_aside(unit: &SentenceUnit, end: usize) -> Option<Range<usize>> {
    let mut first = end;
    while first > unit.first
        && end.saturating_sub(first) < 6
        && (first == end || !unit.token(first - 1).border.has(Border::BREAK))
    {
        let traits = unit.traits(first - 1);
        if !traits.has(Traits::CAPITAL) || traits.has(Traits::DETERMINER | Traits::PREPOSITION) {
            return None;
        }
        first -= 1;
    }
    let opens = first < end
        && first > unit.first + 1
        && unit.token(first - 1).border.has(Border::COMMA | Border::DASH);
    (opens && !unit.traits(first - 1).has(Traits::CAPITAL | Traits::NUMBER)).then_some(first..end)
}

/// The place before the aside whose closing mark comes after token `last`: after the word before
/// its opening mark.
fn opening_of_aside(unit: &SentenceUnit, last: usize) -> Option<usize> {
    let from = last.saturating_sub(LONGEST + 6).max(unit.first);
    let open = (from..last)
        .rev()
        .find(|&at| unit.token(at).border.has(Border::COMMA | Border::DASH | Border::BRACKET))?;
    let inside = unit.traits(open + 1);
    // A name before an aside, and an aside that describes it.
    let describes = inside.has(
        Traits::DETERMINER
            | Traits::WH
            | Traits::NUMBER
            | Traits::ING
            | Traits::PAST
            | Traits::TITLE,
    ) || !inside.has(Traits::CAPITAL);
    describes.then_some(open + 1)
}

/// The noun phrase that begins at `at`, to the end of the unit at the most.
pub(super) fn after(unit: &SentenceUnit, at: usize) -> Option<Range<usize>> {
    if at >= unit.end {
        return None;
    }
    let traits = unit.traits(at);
    if traits.has(Traits::PRONOUN) && !traits.has(Traits::POSSESSIVE) {
        return Some(at..at + 1);
    }
    let mut end = at;
    // A name without an article ends with its capitals: “Teluria met”.
    let is_name = traits.has(Traits::CAPITAL)
        && !traits.has(Traits::DETERMINER | Traits::DEMONYM | Traits::TITLE)
        && unit.border_before(at) == Border::default();
    while end < unit.end && end.saturating_sub(at) < LONGEST {
        let traits = unit.traits(end);
        if is_name
            && end > at
            && !traits.has(Traits::CAPITAL)
            && !(traits.has(Traits::OF | Traits::COORDINATOR | Traits::DETERMINER)
                && unit.traits(end + 1).has(Traits::CAPITAL))
        {
            break;
        }
        let links = end > at
            && traits.has(Traits::OF | Traits::FOR)
            && !unit.token(end).border.has(Border::BREAK);
        let coordinates = traits.has(Traits::COORDINATOR)
            && !(end > at
                && unit.traits(end - 1).has(Traits::CAPITAL)
                && unit.traits(end + 1).has(Traits::CAPITAL));
        let stops = traits.has(Traits::ENDS_PHRASE)
            || coordinates
            || (traits.has(Traits::PREPOSITION) && !links)
            || (traits.has(Traits::PRONOUN) && !traits.has(Traits::POSSESSIVE))
            || (end > at
                && traits.has(Traits::DETERMINER)
                && !unit.traits(end - 1).has(Traits::PREPOSITION | Traits::DETERMINER))
            || (end > at && unit.has_any_role(end, &VERBS) && !is_noun_use(unit, end))
            || (end > at && traits.has(Traits::ADVERB) && !traits.has(Traits::CAPITAL))
            || (end > at && is_finite_past(unit, end));
        if stops {
            break;
        }
        end += 1;
        if unit.token(end - 1).border.has(Border::BREAK | Border::QUOTE) {
            break;
        }
    }
    (end > at).then_some(at..end)
}

/// Whether the word at `at` reads as a verb in the past rather than an adjective: “the convoy
/// killed”, but “the newly liberated”.
fn is_finite_past(unit: &SentenceUnit, at: usize) -> bool {
    let modifies = Traits::DETERMINER
        | Traits::ADVERB
        | Traits::ADJECTIVE
        | Traits::COORDINATOR
        | Traits::PREPOSITION
        | Traits::NUMBER;
    let traits = unit.traits(at);
    traits.has(Traits::PAST)
        && !traits.has(Traits::CAPITAL)
        && !unit.border_before(at).has(Border::HYPHEN)
        && !unit.border_after(at).has(Border::HYPHEN)
        && !unit.traits(at - 1).has(modifies)
}

/// Whether the cue at `at`, of a form that may be verb or noun, is a noun here: “the claims”, “an
/// unconfirmed report”.
pub(super) fn is_noun_use(unit: &SentenceUnit, at: usize) -> bool {
    let next = unit.traits(at + 1);
    if at <= unit.first {
        return unit.has_role(at, CueRole::Noun) && next.has(Traits::OF | Traits::THAT);
    }
    let one = unit.traits(at - 1);
    let joined = !unit.token(at - 1).border.has(Border::BREAK | Border::QUOTE);
    // “the judge”, “his demand”, but “many fear”.
    if joined
        && (one.has(Traits::DEFINITE) && !one.has(Traits::THAT) || one.has(Traits::POSSESSIVE))
        && !unit.traits(at).has(Traits::PAST | Traits::ING)
    {
        return true;
    }
    if !unit.has_role(at, CueRole::Noun) {
        return false;
    }
    if !unit.has_any_role(at, &[CueRole::Speech, CueRole::Thought, CueRole::Call, CueRole::Deny]) {
        return true;
    }
    let opens = |traits: Traits| {
        traits.has(Traits::DETERMINER | Traits::POSSESSIVE | Traits::NUMBER)
            || traits.has(Traits::PREPOSITION) && !traits.has(Traits::TO)
    };
    if !joined {
        return next.has(Traits::OF);
    }
    if opens(one) && !one.has(Traits::THAT) {
        return true;
    }
    let two = if at >= unit.first + 2 { unit.traits(at - 2) } else { Traits::default() };
    let adjective = one.has(Traits::ADJECTIVE | Traits::PAST | Traits::ING | Traits::DEMONYM)
        && !one.has(Traits::PRONOUN);
    (adjective && (opens(two) || at < unit.first + 2 || two.has(Traits::BE | Traits::HAVE)))
        || next.has(Traits::OF)
}
