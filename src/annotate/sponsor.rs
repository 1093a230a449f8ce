//! Sponsors: the party that backs, arms or steers the one that a label describes.
//!
//! In “Varsk-backed militias” the militias are labelled; Varsk is their sponsor. Only the
//! construction decides: a name joined by a hyphen to a participle of help (“Varsk-funded”), such
//! a participle with its preposition (“armed by Varsk”), or a noun that says whose tool somebody
//! is (“a proxy of Varsk”, “Varsk’s puppets”). A demonym alone (“Varskan militias”) names the
//! party itself, and “Varsk-led” a party that acts with the others.

use super::border::Border;
use super::party_words::{
    BACKING, BELONGING, COMPOUND_PREFIXES, DEPENDANTS, GROUP_NOUNS, LEADING, PLACES, POWERS,
    STRUGGLES,
};
use super::phrase::{Party, after};
use super::traits::Traits;
use super::unit_match::UnitMatch;
use crate::text::ByteSpan;

/// How far a participle may be from the label that it describes, in tokens.
const NEAR: usize = 6;

/// Whether a name before a hyphen is the party that the words after it describe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Compound {
    /// “Varsk-led forces”, “Varsk forces”: the name is the party or part of it.
    Party,
    /// “Varsk-backed”, “Varsk-based”, “pro-Varsk”: it describes another party.
    Aside,
}

impl UnitMatch<'_, '_> {
    /// Who backs, arms or steers the party that the match describes.
    pub(super) fn sponsor(self) -> Option<Party> {
        self.sponsor_in_compound()
            .or_else(|| self.sponsor_by_participle())
            .or_else(|| self.sponsor_of_dependant())
    }

    /// “Varsk-backed militias”, “ruthless Varsk-backed militias”, also where the match itself
    /// contains the participle.
    pub(super) fn sponsor_in_compound(self) -> Option<Party> {
        let unit = self.unit;
        let describes = self.traits(self.end - 1).has(Traits::ADJECTIVE)
            && !unit.border_after(self.end - 1).has(Border::BREAK);
        let end = if describes { (self.end + NEAR).min(unit.end) } else { self.end };
        let is_backing = |at: &usize| {
            self.is_listed(*at, &BACKING)
                && *at > unit.first
                && unit.border_before(*at).has(Border::HYPHEN)
        };
        let at = (self.phrase_start()..end)
            .take_while(|&at| {
                at < self.end
                    || !self.traits(at).has(Traits::ENDS_PHRASE | Traits::PREPOSITION)
                        && !unit.border_before(at).has(Border::BREAK)
            })
            .filter(is_backing)
            .last()?;
        // “the government-controlled areas” have no sponsor.
        if self.is_listed(self.end.max(at + 1), &PLACES) || self.is_listed(self.end - 1, &PLACES) {
            return None;
        }
        self.name_ending_at(at)
    }

    /// The name or noun for a power that ends right before `end`.
    fn name_ending_at(self, end: usize) -> Option<Party> {
        let unit = self.unit;
        let last = end.checked_sub(1).filter(|&last| last >= unit.first)?;
        if let Some((first, id)) = self.source.actor_before(end) {
            return Some(Party::Actor(id, self.source.span_of(first, end)));
        }
        if self.is_listed(last, &POWERS) {
            return self.party(last..end);
        }
        let mut first = end;
        while first > unit.first
            && self.traits(first - 1).has(Traits::CAPITAL)
            && !self
                .traits(first - 1)
                .has(Traits::DETERMINER | Traits::PREPOSITION | Traits::ADVERB | Traits::NUMBER)
            && (first == end || !unit.token(first - 1).border.has(Border::BREAK))
        {
            first -= 1;
        }
        (first < end).then(|| self.party(first..end)).flatten()
    }

    /// “militias backed by Varsk”, “the Front, which is armed and funded by Varsk”, “fighters
    /// loyal to Varsk”, also where the match itself is the participle.
    fn sponsor_by_participle(self) -> Option<Party> {
        let (_, by) = self.participle()?;
        // The match “backed by” contains the preposition.
        let phrase = after(self.unit, by + 1)?;
        let is_power = |at: usize| self.is_listed(at, &POWERS);
        let names = phrase
            .clone()
            .any(|at| self.traits(at).has(Traits::CAPITAL) || self.unit.actor_at(at).is_some())
            || phrase.clone().next_back().is_some_and(is_power)
            || phrase.len() == 1 && self.traits(phrase.start).has(Traits::PRONOUN);
        names.then(|| self.party(phrase)).flatten()
    }

    /// The participle that says by whom the labelled party is helped, and its preposition.
    fn participle(self) -> Option<(usize, usize)> {
        let unit = self.unit;
        let mut at = if self.holds_backing() { self.first } else { self.head_end() };
        let limit = (at + NEAR + 2).min(unit.end);
        let mut participle = None;
        while at < limit {
            let traits = self.traits(at);
            let is_backing = self.is_listed(at, &BACKING);
            let is_belonging = self.is_listed(at, &BELONGING);
            if is_backing || is_belonging {
                participle = participle.or(Some(at));
                let takes = |preposition: Traits| {
                    is_backing && preposition.has(Traits::BY)
                        || preposition.has(Traits::TO)
                        || self.is_word(at + 1, &["with"])
                };
                if takes(self.traits(at + 1)) && !unit.border_after(at).has(Border::BREAK) {
                    return Some((participle?, at + 1));
                }
            } else if participle.is_none() {
                let leads = traits.has(Traits::WH | Traits::THAT | Traits::ADVERB)
                    && !traits.has(Traits::CAPITAL)
                    || traits.has(Traits::BE | Traits::HAVE);
                if !leads || traits.has(Traits::CONTRACTED_NOT) {
                    return None;
                }
            } else if !traits.has(Traits::COORDINATOR | Traits::ADVERB) && !traits.has(Traits::PAST)
            {
                // “armed and funded by”, “armed, trained and funded by”.
                return None;
            }
            let border = unit.border_after(at);
            if border.has(Border::BREAK) && !border.has(Border::COMMA) {
                return None;
            }
            at += 1;
        }
        None
    }

    /// Whether the match is itself a participle that says who helps.
    pub(super) fn holds_backing(self) -> bool {
        (self.first..self.end).any(|at| {
            self.is_listed(at, &BACKING)
                && !self.unit.border_before(at).has(Border::HYPHEN)
                && (at + 1 < self.end || self.traits(self.end).has(Traits::BY))
        })
    }

    /// Where what the match describes ends: past a noun for a group or the name that follows.
    fn head_end(self) -> usize {
        let unit = self.unit;
        let mut at = self.end;
        let adjective =
            self.traits(self.end - 1).has(Traits::ADJECTIVE | Traits::PAST | Traits::ING);
        while at < unit.end && at < self.end + NEAR && !unit.border_before(at).has(Border::BREAK) {
            let traits = self.traits(at);
            let is_name = traits.has(Traits::CAPITAL) || unit.actor_at(at).is_some();
            let links = at > self.first && traits.has(Traits::OF);
            let is_noun = self.is_listed(at, &GROUP_NOUNS)
                || adjective
                    && at == self.end
                    && !traits.has(Traits::ENDS_PHRASE | Traits::PREPOSITION | Traits::PAST);
            if !is_name && !links && !is_noun {
                break;
            }
            at += 1;
        }
        at
    }

    /// “Varsk’s proxies”, “a Varskan proxy”, “puppets of Varsk”, “Varsk’s Orlanese proxies”.
    fn sponsor_of_dependant(self) -> Option<Party> {
        let unit = self.unit;
        let relation = self.dependant()?;
        // “a proxy of Varsk”, “a client state of Varsk”.
        let mut end = self.end.max(relation + 1);
        if self.is_listed(end, &GROUP_NOUNS) && !unit.border_after(end - 1).has(Border::BREAK) {
            end += 1;
        }
        let joined = !unit.border_after(end - 1).has(Border::BREAK);
        let opens = joined && self.traits(end).has(Traits::OF | Traits::FOR);
        let phrase = opens.then(|| after(unit, end + 1)).flatten();
        let names = phrase.as_ref().is_some_and(|phrase| {
            self.traits(phrase.start).has(Traits::CAPITAL) || unit.actor_at(phrase.start).is_some()
        });
        let governed = phrase.and_then(|phrase| self.party(phrase));
        if names && governed.is_some() {
            return governed;
        }
        // The possessor before all that describes the dependant, else the name nearest to it, else
        // whom “of” governs: “a puppet of the generals”.
        let owners = self.owners(relation.min(self.first));
        let owner = owners.possessor.or(owners.modifier);
        owner.or_else(|| governed.filter(|_| self.traits(end).has(Traits::OF)))
    }

    /// The noun in or beside the match that says whose tool the labelled party is.
    fn dependant(self) -> Option<usize> {
        let unit = self.unit;
        let from = self.phrase_start();
        let to = if unit.border_after(self.end - 1).has(Border::BREAK) {
            self.end
        } else {
            (self.end + 1).min(unit.end)
        };
        let at = (from..to).rev().find(|&at| self.is_listed(at, &DEPENDANTS))?;
        // “Varsk’s proxy war”: Varsk wages it.
        let is_struggle =
            self.is_listed(at + 1, &STRUGGLES) && !unit.border_after(at).has(Border::BREAK);
        // “the client” of a firm is no party's tool unless a state or force is meant.
        let is_plain = self.is_word(at, &["client", "clients", "satellite", "satellites"])
            && !self.is_listed(at + 1, &POWERS)
            && !self.is_listed(at + 1, &GROUP_NOUNS);
        (!is_struggle && !is_plain).then_some(at)
    }

    /// The names before the token `before` inside the noun phrase of the match.
    fn owners(self, before: usize) -> Owners {
        let unit = self.unit;
        let mut owners = Owners::default();
        let mut at = before;
        while at > unit.first && before.saturating_sub(at) < NEAR {
            let place = at - 1;
            let (traits, border) = (self.traits(place), unit.token(place).border);
            if border.has(Border::BREAK)
                || traits.has(Traits::ENDS_PHRASE | Traits::PREPOSITION | Traits::COORDINATOR)
            {
                break;
            }
            if traits.has(Traits::POSSESSIVE) {
                let phrase = match unit.actor_at(place) {
                    Some(actor) => actor.first..actor.end.min(place + 1),
                    None if traits.has(Traits::DETERMINER) => place..place + 1,
                    None => self.possessor_phrase(place),
                };
                owners.possessor = self.party(phrase);
                break;
            }
            if traits.has(Traits::DETERMINER | Traits::PRONOUN) {
                break;
            }
            // A longer name may go on to the label: “Varskan proxies”.
            let known = unit.actor_at(place);
            let first = known.map_or(place, |actor| actor.first.min(place));
            let opens = place == unit.first && known.is_none();
            let names = known.is_some()
                || traits.has(Traits::CAPITAL)
                    && !traits.has(Traits::ADVERB | Traits::NUMBER)
                    && (!opens
                        || traits.has(Traits::DEMONYM | Traits::UPPER)
                        || self.is_name_like(place));
            if names && owners.modifier.is_none() && self.compound(place) == Compound::Party {
                owners.modifier = self.name_ending_at(place + 1);
            }
            at = first;
        }
        owners
    }

    /// Whether a name that ends with token `last` is that of a backer: “Varsk-backed rebels”.
    pub(super) fn is_backer(self, last: usize) -> bool {
        self.unit.token(last).border.has(Border::HYPHEN) && self.is_listed(last + 1, &BACKING)
    }

    /// What a name that ends with token `last` does in a compound.
    pub(super) fn compound(self, last: usize) -> Compound {
        let unit = self.unit;
        let first = unit.actor_at(last).map_or(last, |actor| actor.first);
        let prefixed = first > unit.first
            && first != self.end
            && unit.border_before(first).has(Border::HYPHEN)
            && self.is_listed(first - 1, &COMPOUND_PREFIXES);
        let next = last + 1;
        let joined = unit.token(last).border.has(Border::HYPHEN)
            && next < unit.end
            && !(self.first..self.end).contains(&next)
            && !self.traits(next).has(Traits::CAPITAL)
            && !self.is_listed(next, &LEADING);
        // The match may itself be the participle: “Varsk-[[backed militias]]”.
        if prefixed || joined || self.is_backer(last) { Compound::Aside } else { Compound::Party }
    }
}

/// Whether a party is the sponsor, or is named inside the sponsor's name. One whose name goes on
/// (“Varsk-backed militias”, where an actors lexicon knows them) is another.
pub(super) fn is_sponsor(party: Party, sponsor: Option<Party>) -> bool {
    sponsor.is_some_and(|sponsor| {
        let (ByteSpan { start, end }, sponsor) = (party.span(), sponsor.span());
        sponsor.start <= start && end <= sponsor.end
    })
}

/// Who is named before a noun.
#[derive(Clone, Copy, Debug, Default)]
struct Owners {
    /// “Varsk’s”
    possessor: Option<Party>,
    /// “Varskan”
    modifier: Option<Party>,
}
