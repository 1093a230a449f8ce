//! The nearest actor: a guess at who is labelled, where no construction says.

use super::border::Border;
use super::party_words::{BACKING, BELONGING, LOCATIVES};
use super::phrase::Party;
use super::sentence_unit::Actor;
use super::sponsor::Compound;
use super::traits::Traits;
use super::unit_match::UnitMatch;

/// The most words in a quotation that is a fragment.
const FRAGMENT: usize = 3;

impl UnitMatch<'_, '_> {
    /// Whether one of these prepositions governs the name that begins at `first`.
    fn is_governed(self, first: usize, prepositions: &[&str]) -> bool {
        let unit = self.unit;
        let article = first > unit.first && self.traits(first - 1).has(Traits::DETERMINER);
        let head = first.saturating_sub(usize::from(article));
        head > unit.first && self.is_word(head - 1, prepositions)
    }

    /// The nearest actor of the clause other than `except`.
    pub(super) fn nearest(self, except: Option<Party>) -> Option<Party> {
        let unit = self.unit;
        let mut from = self.first;
        while from > unit.first && !unit.token(from - 1).border.has(Border::CLAUSE) {
            from -= 1;
        }
        let mut to = self.end;
        while to < unit.end && !unit.token(to - 1).border.has(Border::CLAUSE) {
            to += 1;
        }
        let distance = |actor: &Actor| {
            if actor.end <= self.first {
                self.first.saturating_sub(actor.end)
            } else {
                actor.first.saturating_sub(self.end)
            }
        };
        // Who speaks or is spoken to is not whom speech is about; a fragment in marks is part of
        // its sentence.
        let inside = unit
            .token(self.first)
            .quotation
            .filter(|&quotation| self.source.tokens_of(quotation).len() > FRAGMENT);
        // “in Varsk the militias”, “Varsk-backed rebels”: a place, or another's sponsor.
        let backs = |actor: &Actor| {
            self.is_governed(actor.first, &["by", "with", "to"])
                && (1..=3).any(|back| {
                    actor.first.checked_sub(back).is_some_and(|at| {
                        self.is_listed(at, &BACKING) || self.is_listed(at, &BELONGING)
                    })
                })
        };
        // “pro-Varsk rebels”: the name describes the label.
        let describes = |actor: &Actor| {
            (self.phrase_start()..self.first).contains(&actor.first)
                && self.compound(actor.end - 1) == Compound::Aside
        };
        let is_aside = |actor: &Actor| {
            // “In Varsk the militias” are not Varsk; “in Varsk, writers get jailed” is about Varsk.
            let is_place = !self.traits(self.end - 1).has(Traits::PAST)
                && self.is_governed(actor.first, &LOCATIVES)
                && !self.traits(actor.end - 1).has(Traits::POSSESSIVE);
            is_place || backs(actor) || self.is_backer(actor.end - 1) || describes(actor)
        };
        let near = unit
            .actors
            .iter()
            .copied()
            .filter(|actor| !is_aside(actor))
            .filter(|actor| inside.is_none() || unit.token(actor.first).quotation == inside)
            .filter(|actor| {
                actor.first >= from
                    && actor.end <= to
                    && (actor.end <= self.first || actor.first >= self.end)
            });
        near.filter(|actor| {
            except.is_none_or(|party| !matches!(party, Party::Actor(id, _) if id == actor.id))
        })
        .min_by_key(|actor| (distance(actor), actor.first))
        .map(|actor| self.actor(actor))
    }
}
