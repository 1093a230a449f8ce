//! Labels: the actor that a label is applied to.
//!
//! Rules go from the surest to the weakest: naming (“branded them terrorists”), copula (“they are
//! militias”), apposition (“Varsk, the occupier”), possessor and modifier (“its proxies”, “Varskan
//! militias”), else the nearest actor of the clause.

use super::border::Border;
use super::no_party::is_bare_word;
use super::party_words::{GROUP_NOUNS, PLACES, SURROUNDINGS};
use super::phrase::{Party, after, be_before, before};
use super::sentence_unit::{Actor, SentenceUnit};
use super::sponsor::{Compound, is_sponsor};
use super::target::{Target, TargetRule};
use super::traits::Traits;
use super::unit_match::UnitMatch;
use super::unit_source::UnitSource;
use crate::lexicon::CueRole;
use crate::text::ByteSpan;
use std::ops::Range;

/// The target of the label over the tokens `first..end`.
pub(super) fn label_target(
    source: &UnitSource<'_>,
    unit: &SentenceUnit,
    first: usize,
    end: usize,
) -> Target {
    let label = UnitMatch { source, unit, first, end };
    let sponsor = label.sponsor();
    let other = |party: &Party| !is_sponsor(*party, sponsor);
    let by_rule = label
        .naming()
        .filter(other)
        .map(|party| (party, TargetRule::Naming))
        .or_else(|| label.copula().filter(other).map(|party| (party, TargetRule::Copula)))
        .or_else(|| label.apposition().filter(other).map(|party| (party, TargetRule::Apposition)))
        .or_else(|| label.backed().filter(other).map(|party| (party, TargetRule::Apposition)))
        .or_else(|| label.owner(sponsor))
        .or_else(|| {
            // If the clause names a sponsor, its other parties are not the ones that it backs.
            let near = sponsor.is_none().then(|| label.nearest(None)).flatten();
            near.map(|party| (party, TargetRule::Nearest))
        });
    let target = by_rule.map_or(Target::NONE, |(party, rule)| Target::new(Some(party), rule));
    Target { sponsor, ..target }
}

impl UnitMatch<'_, '_> {
    /// “branded the Front terrorists”, “described Varsk as a puppet”, “the Front was called a
    /// militia”
    fn naming(self) -> Option<Party> {
        let unit = self.unit;
        let roles = [CueRole::Call, CueRole::Label];
        if !unit.holds(&roles) {
            return None;
        }
        let cue = unit.cues.iter().rev().copied().find(|cue| {
            roles.contains(&cue.role)
                && cue.end <= self.first
                && self.first.saturating_sub(cue.end) <= 10
                && !self.has_break(cue.end - 1, self.first)
                && !super::phrase::is_noun_use(unit, cue.first)
        })?;
        // “what it calls”, “under the label of” name no party.
        if self.traits(cue.first).has(Traits::WH | Traits::PREPOSITION) {
            return None;
        }
        // “the Front, which Varsk considers a militia”: who is named comes before the relative.
        let relative = (cue.first.saturating_sub(4).max(unit.first)..cue.first)
            .rev()
            .find(|&at| self.traits(at).has(Traits::WH));
        if let Some(relative) = relative.filter(|&at| at > unit.first) {
            return before_comma(unit, relative).and_then(|phrase| self.party(phrase));
        }
        let start = self.object_end(cue.end);
        let be = be_before(self.unit, cue.first);
        if let Some(be) = be {
            let subject = before(unit, be)?;
            return self.party(subject);
        }
        // “the rebels, described by Moscow as terrorists”
        let reduced =
            self.traits(cue.end).has(Traits::BY) && self.traits(cue.first).has(Traits::PAST);
        if start <= cue.end || reduced {
            // “a group branded terrorists”, “the Front, dubbed a militia”: a participle after its
            // noun.
            let is_participle =
                self.traits(cue.first).has(Traits::PAST) || cue.role == CueRole::Label;
            return is_participle
                .then(|| before_comma(unit, cue.first))
                .flatten()
                .and_then(|phrase| self.party(phrase));
        }
        let inside = unit
            .actors
            .iter()
            .copied()
            .find(|actor| actor.first >= cue.end && actor.end <= self.first);
        if let Some(actor) = inside {
            return Some(self.actor(actor));
        }
        let phrase = after(unit, cue.end)?;
        self.party(phrase.start..phrase.end.min(start))
    }

    /// Where the object after a verb that names ends and the label's own phrase begins.
    fn object_end(self, from: usize) -> usize {
        let article = (from..self.first)
            .rev()
            .find(|&at| self.traits(at).has(Traits::DETERMINER | Traits::AS));
        match article {
            Some(at) if at > from => {
                if at > from + 1
                    && self.traits(at).has(Traits::DETERMINER)
                    && self.traits(at - 1).has(Traits::AS)
                {
                    at - 1
                } else {
                    at
                }
            }
            // “them terrorists”, “the Front terrorists”: all before the label is the object, unless
            // it describes the label.
            Some(at) if at == from && !self.traits(at).has(Traits::DEFINITE) => from,
            _ if self.traits(from).has(Traits::AS) => from,
            _ => self.first,
        }
    }

    /// “the brigades are (no longer) militias”
    fn copula(self) -> Option<Party> {
        let unit = self.unit;
        let equates = |at: usize| self.traits(at).has(Traits::BE | Traits::EQUATES);
        let from = self.first.saturating_sub(8).max(unit.first);
        let be = (from..self.first).rev().find(|&at| equates(at))?;
        let mut at = be + 1;
        let mut article = false;
        while at < self.first {
            let traits = self.traits(at);
            let in_fact = traits.has(Traits::PREPOSITION)
                && self.is_word(
                    at + 1,
                    &["fact", "effect", "truth", "essence", "reality", "practice"],
                );
            if in_fact {
                at += 2;
                continue;
            }
            let participle = !article
                && traits.has(Traits::ING | Traits::PAST)
                && !traits.has(Traits::BE)
                && !unit.border_before(at).has(Border::HYPHEN);
            if traits.has(
                Traits::PREPOSITION | Traits::ENDS_PHRASE | Traits::PRONOUN | Traits::COORDINATOR,
            ) && !traits.has(Traits::POSSESSIVE | Traits::CONTRACTED_NOT)
                && !traits.has(Traits::AS)
                || participle
                || (unit.token(at).border.has(Border::BREAK)
                    && at + 1 < self.first
                    && !unit.token(at).border.has(Border::COMMA))
            {
                return None;
            }
            if unit.token(at).border.has(Border::QUOTE)
                && at + 1 < self.first
                && unit.token(at).quotation.is_some()
            {
                return None;
            }
            article |= traits.has(Traits::DETERMINER);
            at += 1;
        }
        let crosses = unit.token(be).quotation.is_some()
            && unit.token(be).quotation != unit.token(self.first).quotation;
        if crosses || unit.token(be).border.has(Border::BREAK) {
            return None;
        }
        let subject = before(unit, be)?;
        if self.is_word(subject.start, &["there", "here"])
            || self.traits(subject.start).has(Traits::PREPOSITION)
        {
            return None;
        }
        self.party(subject)
    }

    /// “the militia Redwater Guard”, “Varsk, the occupier,”
    fn apposition(self) -> Option<Party> {
        self.name_behind().or_else(|| self.name_before())
    }

    /// “the Front, backed by Varsk”: who comes before a match that is itself a participle of help.
    fn backed(self) -> Option<Party> {
        let phrase = self.holds_backing().then(|| before_comma(self.unit, self.first))??;
        let names = phrase
            .clone()
            .any(|at| self.traits(at).has(Traits::CAPITAL) || self.unit.actor_at(at).is_some());
        names.then(|| self.party(phrase)).flatten()
    }

    fn name_behind(self) -> Option<Party> {
        let unit = self.unit;
        let mut at = self.end;
        if unit.border_after(self.end - 1).has(Border::BREAK | Border::QUOTE) {
            // “the militia, the Redwater Guard,” only where the name is an actor's and stands
            // alone.
            let aside = unit.token(self.end - 1).border.has(Border::COMMA);
            let start = if self.traits(at).has(Traits::DETERMINER) { at + 1 } else { at };
            let actor = unit.actor_at(start).filter(|actor| {
                aside && actor.first <= start && unit.border_after(actor.end - 1).has(Border::COMMA)
            });
            return actor.filter(|actor| actor.end < unit.end).map(|actor| self.actor(actor));
        }
        if self.is_listed(at, &GROUP_NOUNS) && !unit.border_after(at).has(Border::BREAK) {
            at += 1;
        }
        if at >= unit.end || self.traits(self.end - 1).has(Traits::POSSESSIVE) {
            return None;
        }
        if let Some(actor) = unit.actor_at(at).filter(|actor| actor.first == at) {
            // “ruthless Varsk-backed militias” describes the militias.
            let is_aside = self.compound(actor.end - 1) == Compound::Aside;
            return (!is_aside).then(|| self.actor(actor));
        }
        // In a headline every word has a capital.
        let capital = |at: usize| {
            at < unit.end
                && self.traits(at).has(Traits::CAPITAL)
                && !self.traits(at).has(Traits::PRONOUN | Traits::DETERMINER | Traits::PREPOSITION)
        };
        if !capital(at) || self.traits(self.first).has(Traits::CAPITAL) && self.first > unit.first {
            return None;
        }
        let mut end = at + 1;
        while capital(end) && !unit.token(end - 1).border.has(Border::BREAK) {
            end += 1;
        }
        if self.compound(end - 1) == Compound::Aside {
            return None;
        }
        self.party(at..end)
    }

    fn name_before(self) -> Option<Party> {
        let unit = self.unit;
        let mut start = self.phrase_start();
        let has_article = self.traits(start).has(Traits::DETERMINER)
            || (start..self.first).any(|at| self.traits(at).has(Traits::POSSESSIVE));
        while start > unit.first
            && self.traits(start - 1).has(Traits::ADVERB)
            && !unit.token(start - 1).border.has(Border::BREAK)
        {
            start -= 1;
        }
        if start <= unit.first
            || !unit.token(start - 1).border.has(Border::COMMA | Border::DASH | Border::BRACKET)
        {
            return None;
        }
        // “Varsk, the militias and the Front” is a list.
        let behind = self.traits(self.end);
        // “the Front, long a rebel alliance”
        let lists =
            behind.has(Traits::COORDINATOR) && !unit.border_after(self.end - 1).has(Border::BREAK);
        if lists
            || self.traits(start - 1).has(Traits::ADVERB)
                && !self.traits(start - 1).has(Traits::CAPITAL)
        {
            return None;
        }
        if !has_article
            && !unit.border_after(self.end - 1).has(Border::BREAK)
            && !behind.has(Traits::OF | Traits::PREPOSITION)
        {
            return None;
        }
        if let Some(actor) = unit.actor_at(start - 1).filter(|actor| actor.end == start) {
            // “On Friday in Varsk, a militia”: what a preposition governs is a place.
            let article =
                actor.first > unit.first && self.traits(actor.first - 1).has(Traits::DETERMINER);
            let head = actor.first.saturating_sub(usize::from(article));
            let governed = head > unit.first
                && self.traits(head - 1).has(Traits::PREPOSITION)
                && !self.traits(head - 1).has(Traits::OF | Traits::BY);
            return (!governed).then(|| self.actor(actor));
        }
        let mut first = start;
        while first > unit.first
            && self.traits(first - 1).has(Traits::CAPITAL)
            && (first == start || !unit.token(first - 1).border.has(Border::BREAK))
        {
            first -= 1;
        }
        let governed = first > unit.first && self.traits(first - 1).has(Traits::PREPOSITION);
        if first == start
            || governed
            || self.is_dateline(start)
            || self.traits(first).has(Traits::PREPOSITION | Traits::ADVERB | Traits::SUBORDINATOR)
        {
            return None;
        }
        self.party(first..start)
    }

    /// “OSTREL — The militias”: the place that a report comes from, before the dash at `end`.
    fn is_dateline(self, end: usize) -> bool {
        let unit = self.unit;
        unit.token(end - 1).border.has(Border::DASH)
            && unit.border_before(unit.first).has(Border::SENTENCE)
            && end - unit.first <= 4
            && (unit.first..end).any(|at| self.traits(at).has(Traits::UPPER))
            && (unit.first..end).all(|at| self.traits(at).has(Traits::CAPITAL))
    }

    /// “Varskan militias”, “the Hadrel regime”, “its proxies”, “the regime of Sorin Hadrel”
    ///
    /// The `sponsor` of the label is passed over.
    pub(super) fn owner(self, sponsor: Option<Party>) -> Option<(Party, TargetRule)> {
        let unit = self.unit;
        // The label may be part of the actor's own name: “Hadrel regime”.
        let is_own = |actor: &Actor| {
            actor.first < self.end
                && actor.end > self.first
                && !is_sponsor(self.actor(*actor), sponsor)
        };
        if let Some(actor) = unit.actors.iter().copied().find(is_own) {
            let describes = self.traits(actor.first).has(Traits::DEMONYM)
                || sponsor.is_some_and(|sponsor| is_sponsor(sponsor, Some(self.actor(actor))));
            let rule = if describes { TargetRule::Modifier } else { TargetRule::Possessor };
            return Some((self.actor(actor), rule));
        }
        // “the government district”: the label names a place after a party.
        let is_place = self.is_listed(self.end, &PLACES)
            && !unit.border_after(self.end - 1).has(Border::BREAK);
        if is_place {
            return None;
        }
        let mut at = self.first;
        while at > unit.first && self.first.saturating_sub(at) < 5 {
            let place = at - 1;
            let (traits, border) = (self.traits(place), unit.token(place).border);
            if border.has(Border::BREAK)
                || traits.has(Traits::ENDS_PHRASE | Traits::PREPOSITION | Traits::COORDINATOR)
            {
                break;
            }
            let known = unit.actor_at(place);
            let named = known.map_or(place, |actor| actor.first);
            // A possessive ending is not part of the sponsor's name.
            let start = self.source.start(place);
            let begins = Party::Words(ByteSpan { start, end: start });
            if is_sponsor(known.map_or(begins, |actor| self.actor(actor)), sponsor) {
                if traits.has(Traits::POSSESSIVE) {
                    break;
                }
                at = named;
                continue;
            }
            let names = known.is_some() || traits.has(Traits::CAPITAL);
            if names && self.compound(place) == Compound::Aside {
                at = named;
                continue;
            }
            if let Some(actor) = known {
                let compound = border.has(Border::HYPHEN)
                    || traits.has(Traits::DEMONYM) && !traits.has(Traits::POSSESSIVE);
                return Some((
                    self.actor(actor),
                    if compound { TargetRule::Modifier } else { TargetRule::Possessor },
                ));
            }
            if traits.has(Traits::POSSESSIVE) {
                // “the world’s deadliest militia”
                if is_bare_word(self.source, place, &SURROUNDINGS) {
                    break;
                }
                let phrase = if traits.has(Traits::DETERMINER) {
                    place..place + 1
                } else {
                    self.possessor_phrase(place)
                };
                return Some((self.party(phrase)?, TargetRule::Possessor));
            }
            if traits.has(Traits::DETERMINER | Traits::PRONOUN) {
                break;
            }
            let opens = place == unit.first
                || unit.border_before(place).has(Border::SENTENCE | Border::QUOTE);
            let names = traits.has(Traits::CAPITAL)
                && !traits.has(Traits::ADVERB | Traits::NUMBER | Traits::DETERMINER);
            let compound = border.has(Border::HYPHEN);
            if names
                && (!opens
                    || traits.has(Traits::DEMONYM | Traits::UPPER)
                    || compound
                    || self.is_name_like(place))
            {
                let mut first = place;
                while first > unit.first
                    && self.traits(first - 1).has(Traits::CAPITAL)
                    && !unit.token(first - 1).border.has(Border::BREAK | Border::HYPHEN)
                    && !self.traits(first - 1).has(Traits::DETERMINER | Traits::PREPOSITION)
                {
                    first -= 1;
                }
                let is_modifier =
                    compound || traits.has(Traits::DEMONYM) || !self.is_ruler_name(first);
                return Some((
                    self.party(first..place + 1)?,
                    if is_modifier { TargetRule::Modifier } else { TargetRule::Possessor },
                ));
            }
            at = place;
        }
        if self.traits(self.end).has(Traits::OF)
            && !unit.token(self.end - 1).border.has(Border::BREAK)
        {
            let phrase = after(unit, self.end + 1)?;
            let names = phrase.clone().any(|at| self.traits(at).has(Traits::CAPITAL))
                || phrase.clone().any(|at| unit.actor_at(at).is_some());
            return names
                .then(|| self.party(phrase))
                .flatten()
                .filter(|party| !is_sponsor(*party, sponsor))
                .map(|party| (party, TargetRule::Possessor));
        }
        None
    }

    /// Whether an unknown name before a label reads as a person's or party's rather than a place's:
    /// after “the”.
    fn is_ruler_name(self, first: usize) -> bool {
        first > self.unit.first && self.traits(first - 1).has(Traits::DEFINITE)
    }
}

/// The noun phrase before `at`, where a comma may part the two: “the Front, dubbed”.
fn before_comma(unit: &SentenceUnit, at: usize) -> Option<Range<usize>> {
    if at > unit.first && unit.token(at - 1).border.has(Border::COMMA) {
        let mut first = at;
        while first > unit.first
            && at.saturating_sub(first) < 5
            && (first == at || !unit.token(first - 1).border.has(Border::BREAK))
            && !unit.traits(first - 1).has(Traits::PREPOSITION | Traits::ENDS_PHRASE)
        {
            first -= 1;
        }
        return (first < at).then_some(first..at);
    }
    before(unit, at)
}
