//! A match in its unit, and what rules about parties ask of its neighbours.

use super::border::Border;
use super::no_party::names_no_party;
use super::phrase::{Party, party};
use super::sentence_unit::{Actor, SentenceUnit};
use super::traits::Traits;
use super::unit_source::UnitSource;
use std::ops::Range;

/// A match in its unit.
#[derive(Clone, Copy)]
pub(super) struct UnitMatch<'a, 't> {
    pub(super) source: &'a UnitSource<'t>,
    pub(super) unit: &'a SentenceUnit,
    pub(super) first: usize,
    pub(super) end: usize,
}

impl UnitMatch<'_, '_> {
    pub(super) fn traits(self, at: usize) -> Traits {
        self.unit.traits(at)
    }

    /// The party that a phrase names, if it can name one.
    pub(super) fn party(self, phrase: Range<usize>) -> Option<Party> {
        let named = party(self.source, self.unit, phrase)?;
        let is_nobody = matches!(named, Party::Words(span)
            if names_no_party(self.source, self.unit, span));
        (!is_nobody).then_some(named)
    }

    pub(super) fn actor(self, actor: Actor) -> Party {
        Party::Actor(actor.id, self.source.span_of(actor.first, actor.end))
    }

    pub(super) fn is_word(self, at: usize, words: &[&str]) -> bool {
        at < self.unit.end && {
            let text = self.source.text_of(at, at + 1);
            words.iter().any(|word| text.eq_ignore_ascii_case(word))
        }
    }

    /// Whether a word is in one of the lists of `party_words`.
    pub(super) fn is_listed(self, at: usize, list: &[&str]) -> bool {
        at < self.unit.end
            && self.source.sequence.traits(at).has(Traits::LISTED)
            && self.is_word(at, list)
    }

    pub(super) fn has_break(self, from: usize, to: usize) -> bool {
        (from..to).any(|at| self.unit.token(at).border.has(Border::BREAK))
    }

    /// Where the noun phrase of the match begins: its article or first modifier.
    pub(super) fn phrase_start(self) -> usize {
        let mut at = self.first;
        while at > self.unit.first && self.first.saturating_sub(at) < 6 {
            let traits = self.traits(at - 1);
            if self.unit.token(at - 1).border.has(Border::BREAK)
                || traits.has(Traits::ENDS_PHRASE | Traits::PREPOSITION | Traits::COORDINATOR)
                || traits.has(Traits::PRONOUN) && !traits.has(Traits::POSSESSIVE)
            {
                break;
            }
            at -= 1;
            if traits.has(Traits::DETERMINER) {
                break;
            }
        }
        at
    }

    /// The phrase whose possessive ending stands on `last`: a name's capitals, or back to an
    /// article.
    pub(super) fn possessor_phrase(self, last: usize) -> Range<usize> {
        let unit = self.unit;
        let mut first = last;
        let joined = |at: usize| at > unit.first && !unit.token(at - 1).border.has(Border::BREAK);
        if self.traits(last).has(Traits::CAPITAL) {
            while joined(first)
                && self.traits(first - 1).has(Traits::CAPITAL)
                && !self.traits(first - 1).has(Traits::DETERMINER | Traits::PREPOSITION)
            {
                first -= 1;
            }
        } else {
            while joined(first)
                && last.saturating_sub(first) < 3
                && !self.traits(first).has(Traits::DETERMINER)
                && !self.traits(first - 1).has(
                    Traits::PREPOSITION
                        | Traits::ENDS_PHRASE
                        | Traits::COORDINATOR
                        | Traits::PAST
                        | Traits::ING,
                )
            {
                first -= 1;
            }
        }
        first..last + 1
    }

    /// A capital at the head of a sentence is a name if the same word occurs inside the
    /// sentence's name run.
    pub(super) fn is_name_like(self, at: usize) -> bool {
        if at + 1 < self.first && self.traits(at + 1).has(Traits::CAPITAL) {
            return true;
        }
        // “Kethmar militias”, but not “Village militias” where the text writes of the village.
        let common = Traits::ADJECTIVE
            | Traits::PAST
            | Traits::ING
            | Traits::ADVERB
            | Traits::PREPOSITION
            | Traits::DETERMINER
            | Traits::TITLE;
        let word = self.source.text_of(at, at + 1).to_lowercase();
        at + 1 == self.first
            && word.len() > 4
            && !self.traits(at).has(common)
            && !self.source.holds_lower_case(&word)
    }
}
