//! Actions: who does what to whom (“Varsk invaded Teluria”, “the invasion of Teluria by Varsk”,
//! “civilians were killed”).

use super::border::Border;
use super::phrase::{Party, after, be_before, before};
use super::sentence_unit::SentenceUnit;
use super::target::{Target, TargetRule};
use super::traits::Traits;
use super::unit_match::UnitMatch;
use super::unit_source::UnitSource;

/// Agent and patient of the action over the tokens `first..end`; the agent is the target.
pub(super) fn action_target(
    source: &UnitSource<'_>,
    unit: &SentenceUnit,
    first: usize,
    end: usize,
) -> Target {
    let label = UnitMatch { source, unit, first, end };
    let (agent, rule, patient) = label.action();
    // “a Varsk-backed raid”: Varsk is not who raids.
    let sponsor = label.sponsor_in_compound();
    let rule =
        if agent.is_none() && rule != TargetRule::Agentless { TargetRule::None } else { rule };
    if agent.is_none() && rule == TargetRule::None {
        let near = sponsor.is_none().then(|| label.nearest(patient)).flatten();
        let rule = if near.is_some() { TargetRule::Nearest } else { TargetRule::None };
        return Target { party: near, rule, sponsor, agent: None, patient };
    }
    Target { party: agent, rule, sponsor, agent, patient }
}

impl UnitMatch<'_, '_> {
    /// Agent, how it was found, and patient.
    fn action(self) -> (Option<Party>, TargetRule, Option<Party>) {
        let unit = self.unit;
        let word = self.traits(self.first);
        let previous =
            if self.first > unit.first && !unit.token(self.first - 1).border.has(Border::BREAK) {
                self.traits(self.first - 1)
            } else {
                Traits::default()
            };
        let by = self.by_phrase();
        let of_patient = || {
            let opens = self.traits(self.end).has(Traits::OF | Traits::FOR)
                || self.is_word(self.end, &["on", "against", "into"]);
            let joined = !unit.border_after(self.end - 1).has(Border::BREAK);
            (opens && joined)
                .then(|| after(unit, self.end + 1))
                .flatten()
                .and_then(|phrase| self.party(phrase))
        };
        let object = || {
            let joined = !unit.border_after(self.end - 1).has(Border::BREAK);
            let opens = !self.traits(self.end).has(
                Traits::PREPOSITION | Traits::ENDS_PHRASE | Traits::COORDINATOR | Traits::ADVERB,
            );
            (joined && opens)
                .then(|| after(unit, self.end))
                .flatten()
                .and_then(|phrase| self.party(phrase))
        };
        if let Some(be) = be_before(unit, self.first).filter(|_| word.has(Traits::PAST)) {
            let patient = before(unit, be).and_then(|phrase| self.party(phrase));
            return match by {
                Some(agent) => (Some(agent), TargetRule::Passive, patient),
                None => (None, TargetRule::Agentless, patient),
            };
        }
        if let Some(be) = be_before(unit, self.first).filter(|_| word.has(Traits::ING)) {
            return (
                before(unit, be).and_then(|phrase| self.party(phrase)),
                TargetRule::Subject,
                object(),
            );
        }
        let modified = previous.has(Traits::DETERMINER | Traits::POSSESSIVE | Traits::ADJECTIVE)
            || previous.has(Traits::PREPOSITION) && !previous.has(Traits::TO);
        if word.has(Traits::PAST) {
            if modified {
                // “the occupied town”: who is acted on follows.
                return (None, TargetRule::None, object());
            }
            let subject = before(unit, self.first);
            let named = subject.as_ref().is_some_and(|phrase| {
                phrase.clone().any(|at| self.traits(at).has(Traits::CAPITAL | Traits::PRONOUN))
            });
            if let Some(agent) = by {
                return (
                    Some(agent),
                    TargetRule::Passive,
                    subject.and_then(|phrase| self.party(phrase)),
                );
            }
            let reduced = !named
                && self.traits(self.end).has(Traits::PREPOSITION)
                && !previous.has(Traits::HAVE);
            if reduced {
                return (
                    None,
                    TargetRule::Agentless,
                    subject.and_then(|phrase| self.party(phrase)),
                );
            }
            return (subject.and_then(|phrase| self.party(phrase)), TargetRule::Subject, object());
        }
        // The auxiliary may come before adverbs: “did not liberate”.
        let auxiliary = (unit.first..self.first)
            .rev()
            .take(3)
            .find(|&at| !self.traits(at).has(Traits::ADVERB))
            .map(|at| self.traits(at));
        let after_auxiliary = previous.has(Traits::ADVERB)
            && auxiliary.is_some_and(|traits| traits.has(Traits::MODAL | Traits::DO | Traits::TO));
        let is_verb = after_auxiliary
            || previous.has(Traits::MODAL | Traits::TO | Traits::DO | Traits::PRONOUN)
                && !previous.has(Traits::POSSESSIVE)
            || word.has(Traits::ING) && !modified && !self.traits(self.end).has(Traits::OF);
        if is_verb {
            // “by killing”, “to liberate”: the subject stands somewhere before; only the word right
            // before is sure.
            let agent = if word.has(Traits::ING) || previous.has(Traits::TO) {
                None
            } else {
                before(unit, self.first)
            };
            return (agent.and_then(|phrase| self.party(phrase)), TargetRule::Subject, object());
        }
        let patient = of_patient();
        let owner = self.owner_of_action();
        match (by, owner) {
            (Some(agent), _) => (Some(agent), TargetRule::Passive, patient),
            (None, Some((agent, rule))) => (Some(agent), rule, patient),
            (None, None) => {
                // “Varsk attacks Teluria”: a noun phrase before and an object behind.
                let finite = unit.actor_at(self.end).is_some_and(|actor| actor.first == self.end)
                    && self.first > unit.first
                    && !modified;
                if finite {
                    return (
                        before(unit, self.first).and_then(|phrase| self.party(phrase)),
                        TargetRule::Subject,
                        object(),
                    );
                }
                (None, TargetRule::None, patient)
            }
        }
    }

    /// The possessor or modifier before a noun of action.
    fn owner_of_action(self) -> Option<(Party, TargetRule)> {
        // What “of” governs is the patient.
        let without_of = UnitMatch { end: self.first.max(self.end), ..self };
        without_of.owner(None).filter(|(party, _)| {
            party.span().start < self.source.span_of(self.first, self.end).start
        })
    }

    /// The agent in “by Varsk”, a few words after the match.
    fn by_phrase(self) -> Option<Party> {
        let unit = self.unit;
        let limit = (self.end + 8).min(unit.end);
        for at in self.end..limit {
            if unit.border_before(at).has(Border::BREAK) {
                return None;
            }
            let traits = self.traits(at);
            if traits.has(Traits::BY) {
                let next = self.traits(at + 1);
                // “by dawn”, “by shelling” name no agent, nor does a number.
                let phrase = after(unit, at + 1)?;
                let names = phrase.clone().any(|at| self.traits(at).has(Traits::CAPITAL))
                    || next.has(Traits::DETERMINER | Traits::PRONOUN)
                    || phrase.len() > 1
                    || unit.actor_at(at + 1).is_some()
                    || self.is_plural(phrase.end - 1);
                return (names && !next.has(Traits::ING | Traits::NUMBER))
                    .then(|| self.party(phrase))
                    .flatten();
            }
            if traits.has(Traits::AUXILIARY | Traits::SUBORDINATOR | Traits::WH | Traits::BUT) {
                return None;
            }
        }
        None
    }

    fn is_plural(self, at: usize) -> bool {
        let word = self.source.text_of(at, at + 1);
        word.ends_with('s') || word.ends_with("men")
    }
}
