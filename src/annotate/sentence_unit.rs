//! The unit of the rules: a sentence with the quotations in it whole, its words, gaps, cues and
//! actors laid out.
//!
//! “We won. They lost,” she said. is one unit, since who speaks is at its end; a sentence
//! inside the quotation still ends where it ends for rules that look at clauses.

use super::border::Border;
use super::rules::Service;
use super::sequence::{Sequence, View};
use super::traits::Traits;
use super::unit_source::{MAX_UNIT, UnitSource};
use crate::lexicon::{CategoryId, CueRole, EntryId, EntrySpan, Scratch, Starts};

/// One token of a unit.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct UnitToken {
    pub(super) traits: Traits,
    /// What comes after it.
    pub(super) border: Border,
    /// The quotation that contains it: its place among the text's quotations.
    pub(super) quotation: Option<u32>,
    /// The roles of the cues that begin here, as bits.
    roles: u32,
    /// Whether a cue of several words goes on here.
    pub(super) inside_cue: bool,
}

/// A cue, over the tokens `first..end` of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cue {
    pub(super) first: usize,
    pub(super) end: usize,
    pub(super) role: CueRole,
    pub(super) entry: EntryId,
}

/// An actor's name, over the tokens `first..end` of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Actor {
    pub(super) first: usize,
    pub(super) end: usize,
    pub(super) id: CategoryId,
}

/// A unit laid out for the rules. Its memory is used again for the next.
#[derive(Debug, Default)]
pub(super) struct SentenceUnit {
    /// Its first token.
    pub(super) first: usize,
    /// One past its last.
    pub(super) end: usize,
    tokens: Vec<UnitToken>,
    /// Its cues, in the order of the text.
    pub(super) cues: Vec<Cue>,
    /// The names of actors in it, in the order of the text.
    pub(super) actors: Vec<Actor>,
    /// The roles of all its cues, as bits.
    roles: u32,
    live: Vec<u32>,
    spans: Vec<EntrySpan>,
    scratch: Scratch,
}

impl SentenceUnit {
    /// Lays out the tokens `first..end` of `source`.
    pub(super) fn fill(&mut self, source: &UnitSource<'_>, first: usize, end: usize) {
        (self.first, self.end) = (first, end);
        self.tokens.clear();
        self.live.clear();
        self.spans.clear();
        self.cues.clear();
        self.actors.clear();
        self.roles = 0;
        let sequence = source.sequence;
        let mut quotation = source.quotation_of(first);
        for at in first..end {
            let mut traits = sequence.traits(at);
            let next = if at + 1 < end { sequence.traits(at + 1) } else { Traits::default() };
            if sequence.may_begin(at, traits, next) {
                // Offsets are 32 bits wide, so tokens are not more.
                self.live.push(at as u32);
            }
            let (mut border, mut next) = (Border::default(), quotation);
            if !sequence.is_space(at) {
                let between = sequence.between(at);
                border = source.border(at);
                next = next_quotation(source, quotation, at + 1);
                if next != quotation {
                    border = border | Border::QUOTE;
                } else if matches!(between, "’ " | "' ")
                    && source.text_of(at, at + 1).ends_with('s')
                {
                    // “the rebels’ raids”: the mark that makes a plural possessive comes after
                    // the word.
                    traits = traits | Traits::POSSESSIVE;
                }
            }
            self.tokens.push(UnitToken { traits, border, quotation, roles: 0, inside_cue: false });
            quotation = next;
        }
        let whole = View::<true>(Sequence {
            tokens: sequence.tokens.get(..end).unwrap_or_default(),
            ..sequence
        });
        let starts = Starts { live: &self.live, from: first };
        source.rules.matcher().find_from(&whole, starts, &mut self.scratch, &mut self.spans);
        for span in &self.spans {
            let (from, to) = (span.first as usize, span.end as usize);
            match source.rules.serves_as(span.entry) {
                Some(Service::Cue(role)) => {
                    self.roles |= role.bit();
                    self.cues.push(Cue { first: from, end: to, role, entry: span.entry });
                    for at in from..to {
                        if let Some(token) =
                            at.checked_sub(first).and_then(|at| self.tokens.get_mut(at))
                        {
                            if at == from {
                                token.roles |= role.bit();
                            } else {
                                token.inside_cue = true;
                            }
                        }
                    }
                }
                Some(Service::Actor(id)) => self.actors.push(Actor { first: from, end: to, id }),
                None => {}
            }
        }
    }

    /// Whether it may be a piece of a longer unit; the bounds of a piece depend on the token that
    /// was asked for.
    pub(super) fn is_piece(&self) -> bool {
        self.end.saturating_sub(self.first) > MAX_UNIT
    }

    pub(super) fn contains(&self, at: usize) -> bool {
        (self.first..self.end).contains(&at)
    }

    /// The token `at` of the text; all empty outside the unit.
    pub(super) fn token(&self, at: usize) -> UnitToken {
        at.checked_sub(self.first).and_then(|at| self.tokens.get(at)).copied().unwrap_or_default()
    }

    pub(super) fn traits(&self, at: usize) -> Traits {
        self.token(at).traits
    }

    /// What comes before token `at`; a sentence's border before the first.
    pub(super) fn border_before(&self, at: usize) -> Border {
        if at > self.first { self.token(at - 1).border } else { Border::SENTENCE }
    }

    /// What comes after token `at`; a sentence's border after the last.
    pub(super) fn border_after(&self, at: usize) -> Border {
        if at + 1 >= self.end {
            self.token(at).border | Border::SENTENCE
        } else {
            self.token(at).border
        }
    }

    /// Whether a cue of this role begins at `at`.
    pub(super) fn has_role(&self, at: usize, role: CueRole) -> bool {
        self.token(at).roles & role.bit() != 0
    }

    /// Whether a cue of one of these roles begins at `at`.
    pub(super) fn has_any_role(&self, at: usize, roles: &[CueRole]) -> bool {
        let bits = roles.iter().fold(0, |bits, role| bits | role.bit());
        self.token(at).roles & bits != 0
    }

    /// Whether the unit contains a cue of one of these roles at all.
    pub(super) fn holds(&self, roles: &[CueRole]) -> bool {
        roles.iter().any(|role| self.roles & role.bit() != 0)
    }

    /// The cue of this role that begins at `at`.
    pub(super) fn cue_at(&self, at: usize, role: CueRole) -> Option<Cue> {
        self.cues.iter().copied().find(|cue| cue.first == at && cue.role == role)
    }

    /// The longest actor's name that covers token `at`.
    pub(super) fn actor_at(&self, at: usize) -> Option<Actor> {
        self.actors
            .iter()
            .copied()
            .filter(|actor| (actor.first..actor.end).contains(&at))
            .max_by_key(|actor| actor.end.saturating_sub(actor.first))
    }
}

/// The quotation that contains token `at`, given that of the token before it.
fn next_quotation(source: &UnitSource<'_>, before: Option<u32>, at: usize) -> Option<u32> {
    let start = source.start(at);
    if start == u32::MAX {
        return None;
    }
    match before {
        Some(place)
            if source
                .quotations
                .get(place as usize)
                .is_some_and(|quotation| quotation.contains(start)) =>
        {
            before
        }
        // The common case: no mark between two words.
        None if !source
            .sequence
            .between(at - 1)
            .bytes()
            .any(|byte| matches!(byte, b'"' | b'\'' | b'`' | 0xC2 | 0xE2)) =>
        {
            None
        }
        _ => source.quotation_of(at),
    }
}
