//! What looks like a name and is none: dates, numbers and measures, and words left over from a
//! clause.

use super::border::Border;
use super::closed_class::PARTICIPLES;
use super::party_words::{MEASURES, NO_NAME_ENDINGS, NOBODY, SHORT_DATES};
use super::sentence_unit::SentenceUnit;
use super::traits::Traits;
use super::unit_source::UnitSource;
use crate::text::ByteSpan;

/// Whether the words at `span` can be no party: “Oct”, “10 weeks”, “two dozen”, “Furious”.
pub(super) fn names_no_party(source: &UnitSource<'_>, unit: &SentenceUnit, span: ByteSpan) -> bool {
    let (first, end) = (source.token_at(span.start), source.token_at(span.end.saturating_sub(1)));
    let end = end + 1;
    if first >= end {
        return true;
    }
    is_measure(source, unit, first, end)
        || end - first == 1 && is_fragment(source, unit, first)
        || is_rest_of_clause(unit, first)
}

/// Whether a word is one of `words`, without its possessive ending.
pub(super) fn is_bare_word(source: &UnitSource<'_>, at: usize, words: &[&str]) -> bool {
    let text = source.text_of(at, at + 1);
    let bare = text.strip_suffix(['s', 'S']).and_then(|rest| rest.strip_suffix(['\'', '’']));
    let text = bare.unwrap_or(text);
    words.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// Whether the head of a phrase is a date or a measure, or all of it numbers.
fn is_measure(source: &UnitSource<'_>, unit: &SentenceUnit, first: usize, end: usize) -> bool {
    let is_date =
        |at: usize| is_bare_word(source, at, &SHORT_DATES) && unit.traits(at).has(Traits::CAPITAL);
    // “Golden Dawn” is a name.
    let is_unit = |at: usize| {
        is_bare_word(source, at, &MEASURES)
            && (end - first == 1 || !unit.traits(at).has(Traits::CAPITAL))
    };
    // So is “Channel 4”.
    let is_number = |at: usize| {
        let named = at > first
            && unit.traits(at - 1).has(Traits::CAPITAL)
            && !unit.traits(at - 1).has(Traits::NUMBER)
            && !is_date(at - 1);
        unit.traits(at).has(Traits::NUMBER) && !named
    };
    // The head is before the first preposition: “weeks of fighting”; but “15 of the hijackers” are
    // hijackers.
    let preposition =
        (first + 1..end).find(|&at| unit.traits(at).has(Traits::PREPOSITION)).unwrap_or(end);
    let head = preposition - 1;
    let counts_others = preposition < end
        && unit.traits(head).has(Traits::NUMBER)
        && !is_bare_word(source, head, &MEASURES);
    !counts_others && (is_number(head) || is_unit(head) || is_date(head))
}

/// Whether a word that is alone can be no name: an adjective or participle in small letters or at
/// the head of a sentence, “yes”, “enough”.
fn is_fragment(source: &UnitSource<'_>, unit: &SentenceUnit, at: usize) -> bool {
    let traits = unit.traits(at);
    let word = source.text_of(at, at + 1).to_lowercase();
    if NOBODY.contains(&word.as_str()) {
        return true;
    }
    if traits.has(Traits::PRONOUN) || unit.actor_at(at).is_some() {
        return false;
    }
    let describes = traits.has(Traits::ADJECTIVE | Traits::PAST | Traits::ING);
    let ends_as_adjective = NO_NAME_ENDINGS.iter().any(|end| word.ends_with(end));
    let opens = at == unit.first
        || unit.border_before(at).has(Border::SENTENCE | Border::QUOTE | Border::COLON);
    describes
        && !traits.has(Traits::DEMONYM | Traits::UPPER)
        && (!traits.has(Traits::CAPITAL)
            || ends_as_adjective
            || PARTICIPLES.contains(&word.as_str())
            || opens && !source.holds_inside(source.text_of(at, at + 1)))
}

/// Whether a phrase begins with what a subject or an auxiliary left over: “what they [say is]”,
/// “would [prove]”.
fn is_rest_of_clause(unit: &SentenceUnit, first: usize) -> bool {
    let traits = unit.traits(first);
    if first <= unit.first
        || unit.border_before(first).has(Border::BREAK | Border::QUOTE)
        || traits.has(Traits::CAPITAL | Traits::DETERMINER | Traits::PRONOUN | Traits::NUMBER)
    {
        return false;
    }
    let before = unit.traits(first - 1);
    before.has(Traits::PRONOUN | Traits::AUXILIARY) && !before.has(Traits::POSSESSIVE)
}
