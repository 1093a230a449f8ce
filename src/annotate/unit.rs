//! The unit of the rules: a sentence with the quotations in it whole, its words, gaps, cues and
//! actors laid out.
//!
//! “We won. They lost,” she said. is one unit, since who speaks stands at its end; a sentence
//! inside the quotation still ends where it ends for rules that look at clauses.

use super::grammar::Traits;
use super::rules::{Service, VoiceRules};
use super::words::{Sequence, View};
use crate::lexicon::{CategoryId, CueRole, EntryId, Found, Scratch};
use crate::text::{ByteSpan, ends_between, paragraphs};
use hashbrown::HashSet;
use std::cell::OnceCell;

/// What stands between a token and the next, as a set of bits; 0 is mere white space.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Border(u16);

impl Border {
    pub(super) const HYPHEN: Self = Self(1);
    pub(super) const COMMA: Self = Self(1 << 1);
    pub(super) const SEMICOLON: Self = Self(1 << 2);
    pub(super) const COLON: Self = Self(1 << 3);
    pub(super) const DASH: Self = Self(1 << 4);
    pub(super) const STOP: Self = Self(1 << 5);
    pub(super) const BRACKET: Self = Self(1 << 6);
    /// A quotation begins or ends here.
    pub(super) const QUOTE: Self = Self(1 << 7);
    /// A sentence ends here.
    pub(super) const SENTENCE: Self = Self(1 << 8);
    /// A paragraph ends here.
    pub(super) const PARAGRAPH: Self = Self(1 << 9);
    /// A mark inside a quotation that may be one of a quotation within.
    pub(super) const INNER_MARK: Self = Self(1 << 10);
    /// `/`
    pub(super) const SLASH: Self = Self(1 << 11);

    /// What no phrase crosses.
    pub(super) const BREAK: Self = Self(
        Self::COMMA.0
            | Self::SEMICOLON.0
            | Self::COLON.0
            | Self::DASH.0
            | Self::BRACKET.0
            | Self::SENTENCE.0
            | Self::PARAGRAPH.0
            | Self::STOP.0,
    );
    /// What no clause crosses.
    pub(super) const CLAUSE: Self = Self(Self::SEMICOLON.0 | Self::SENTENCE.0 | Self::PARAGRAPH.0);

    pub(super) fn has(self, others: Self) -> bool {
        self.0 & others.0 != 0
    }

    fn of(between: &str) -> Self {
        match between {
            " " => return Self::default(),
            ", " => return Self::COMMA,
            "-" => return Self::HYPHEN,
            _ => {}
        }
        let mut bits = 0;
        for c in between.chars() {
            bits |= match c {
                '-' | '‐' | '‑' => Self::HYPHEN.0,
                ',' | '،' => Self::COMMA.0,
                ';' | '؛' => Self::SEMICOLON.0,
                ':' => Self::COLON.0,
                '—' | '–' | '―' => Self::DASH.0,
                '.' | '!' | '?' | '…' | '؟' => Self::STOP.0,
                '(' | ')' | '[' | ']' => Self::BRACKET.0,
                '/' => Self::SLASH.0,
                '‘' | '’' | '\'' | '"' | '“' | '”' => Self::INNER_MARK.0,
                _ => 0,
            };
        }
        // “ - ” and “--” are dashes.
        if between.contains(" - ") || between.contains("--") {
            bits = bits & !Self::HYPHEN.0 | Self::DASH.0;
        }
        Self(bits)
    }
}

impl std::ops::BitOr for Border {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// One token of a unit.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Item {
    pub(super) traits: Traits,
    /// What stands behind it.
    pub(super) border: Border,
    /// The quotation that holds it: its place among the text's quotations.
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

/// A text with its tokens and quotations: where units are cut from.
pub(super) struct Source<'a> {
    pub(super) sequence: Sequence<'a>,
    pub(super) quotations: &'a [ByteSpan],
    pub(super) rules: &'a VoiceRules,
    paragraphs: Vec<ByteSpan>,
    /// The tokens in lower case, gathered when first asked for.
    lower_case: OnceCell<HashSet<&'a str>>,
}

impl<'a> Source<'a> {
    pub(super) fn new(
        sequence: Sequence<'a>,
        quotations: &'a [ByteSpan],
        rules: &'a VoiceRules,
    ) -> Self {
        Self {
            sequence,
            quotations,
            rules,
            paragraphs: paragraphs(sequence.text),
            lower_case: OnceCell::new(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.sequence.tokens.len()
    }

    /// Whether the text holds `word`, which is in lower case, as a token.
    pub(super) fn holds_lower_case(&self, word: &str) -> bool {
        let tokens = self.sequence.tokens;
        if tokens.len() < FEW {
            return tokens.iter().any(|token| token.span.of(self.sequence.text) == word);
        }
        let gather = || {
            let words = self.sequence.tokens.iter().map(|token| token.span.of(self.sequence.text));
            words.filter(|word| word.starts_with(char::is_lowercase)).collect()
        };
        self.lower_case.get_or_init(gather).contains(word)
    }

    pub(super) fn paragraphs(&self) -> &[ByteSpan] {
        &self.paragraphs
    }

    /// The paragraph that token `at` stands in.
    pub(super) fn paragraph_of(&self, at: usize) -> usize {
        let start = self.start(at);
        self.paragraphs.partition_point(|paragraph| paragraph.start <= start).saturating_sub(1)
    }

    fn start(&self, at: usize) -> u32 {
        self.sequence.tokens.get(at).map_or(u32::MAX, |token| token.span.start)
    }

    /// The token at or behind the byte `offset`.
    pub(super) fn token_at(&self, offset: u32) -> usize {
        self.sequence.tokens.partition_point(|token| token.span.end <= offset)
    }

    /// The quotation that holds token `at`.
    pub(super) fn quotation_of(&self, at: usize) -> Option<u32> {
        let start = self.start(at);
        let place = self.quotations.partition_point(|quotation| quotation.end <= start);
        self.quotations
            .get(place)
            .filter(|quotation| quotation.contains(start))
            .and_then(|_| u32::try_from(place).ok())
    }

    /// The tokens of a quotation.
    pub(super) fn tokens_of(&self, quotation: u32) -> std::ops::Range<usize> {
        match self.quotations.get(quotation as usize) {
            Some(span) => {
                self.token_at(span.start)
                    ..self.sequence.tokens.partition_point(|token| token.span.start < span.end)
            }
            None => 0..0,
        }
    }

    /// The text of the tokens `first..end`.
    pub(super) fn text_of(&self, first: usize, end: usize) -> &'a str {
        self.span_of(first, end).of(self.sequence.text)
    }

    /// The bytes of the tokens `first..end`.
    pub(super) fn span_of(&self, first: usize, end: usize) -> ByteSpan {
        let tokens = self.sequence.tokens;
        match (tokens.get(first), tokens.get(end.saturating_sub(1))) {
            (Some(from), Some(to)) if first < end => {
                ByteSpan { start: from.span.start, end: to.span.end }
            }
            _ => ByteSpan::default(),
        }
    }

    /// What stands between tokens `at` and `at + 1`.
    fn border(&self, at: usize) -> Border {
        let between = self.sequence.between(at);
        let mut border = Border::of(between);
        if !border.has(Border::STOP) && !between.contains(['\n', '\r']) {
            return border;
        }
        let (Some(left), Some(right)) =
            (self.sequence.tokens.get(at), self.sequence.tokens.get(at + 1))
        else {
            return border;
        };
        let text = self.sequence.text;
        if border.has(Border::STOP) {
            let head = text.get(left.span.start as usize..right.span.start as usize).unwrap_or("");
            let rest = text.get(right.span.start as usize..).unwrap_or("");
            if ends_between(head, between, rest) {
                border = border | Border::SENTENCE;
            } else if !between.starts_with(['!', '?', '…']) {
                // The dot of an abbreviation parts nothing.
                border = Border(border.0 & !Border::STOP.0);
            }
        }
        if between.contains(['\n', '\r']) {
            if self.paragraph_of(at) != self.paragraph_of(at + 1) {
                border = border | Border::PARAGRAPH | Border::SENTENCE;
            } else if is_new_line(text, left.span.end, between, right.span.of(text)) {
                border = border | Border::SENTENCE;
            }
        }
        border
    }

    /// Whether a unit ends behind token `at`.
    fn ends_unit(&self, at: usize) -> bool {
        if self.sequence.is_space(at) {
            return false;
        }
        let between = self.sequence.between(at);
        // The ellipsis is the one mark here that is not ASCII.
        if !between.bytes().any(|byte| matches!(byte, b'.' | b'!' | b'?' | b'\n' | b'\r' | 0xE2)) {
            return false;
        }
        let border = self.border(at);
        if !border.has(Border::SENTENCE) {
            return false;
        }
        let (left, right) = (self.quotation_of(at), self.quotation_of(at + 1));
        if left.is_some() && left == right {
            return border.has(Border::PARAGRAPH);
        }
        // “Who won?” Dask asked. What follows says who spoke.
        !(left.is_some()
            && right.is_none()
            && !border.has(Border::PARAGRAPH)
            && self.attribution_follows(at + 1))
    }

    /// Whether the words from `at` on are a name or pronoun and a verb of speech, or the other way
    /// round.
    fn attribution_follows(&self, at: usize) -> bool {
        let is_speech = |at: usize| self.sequence.has_role(at, self.rules, &[CueRole::Speech]);
        let near = at..(at + 4).min(self.len());
        for place in near {
            if is_speech(place) {
                let behind = self.sequence.between(place);
                // A clause that goes on would be a sentence of its own: “They left.” Dask said the
                // town was lost.
                return place > at
                    && (self.border(place).has(Border::BREAK | Border::QUOTE)
                        || place + 1 == self.len()
                        || behind.is_empty());
            }
            if self.border(place).has(Border::BREAK) {
                return false;
            }
        }
        false
    }

    /// The unit that holds token `at`: its first token and one past its last.
    pub(super) fn unit_of(&self, at: usize) -> (usize, usize) {
        let mut first = at;
        while first > 0 {
            if self.ends_unit(first - 1) {
                break;
            }
            first -= 1;
            if at.saturating_sub(first) > MAX_UNIT {
                break;
            }
        }
        let mut end = at + 1;
        while end < self.len() && !self.ends_unit(end - 1) && end.saturating_sub(at) <= MAX_UNIT {
            end += 1;
        }
        (first, end)
    }
}

/// In a text of fewer tokens than this a word is looked for one by one.
const FEW: usize = 3000;

/// Text without sentence ends (a table, a list of names) is taken in pieces, in tokens.
const MAX_UNIT: usize = 400;

/// A line shorter than this that the next goes not on from in lower case is a heading or a list
/// item, in bytes.
const SHORT_LINE: usize = 45;

pub(super) fn is_new_line(text: &str, end: u32, between: &str, next: &str) -> bool {
    if next.starts_with(char::is_lowercase) {
        return false;
    }
    if between.contains(['•', '‣', '·'])
        || between.trim_end_matches([' ', '\t']).ends_with(['-', '*'])
    {
        return true;
    }
    let head = text.get(..end as usize).unwrap_or("");
    let line = head.rfind(['\n', '\r']).map_or(head.len(), |at| head.len() - at);
    line < SHORT_LINE
}

impl Sequence<'_> {
    /// Whether a one-word cue of one of `roles` stands at `at`. A look ahead without laying a unit
    /// out.
    fn has_role(self, at: usize, rules: &VoiceRules, roles: &[CueRole]) -> bool {
        let mut found = Vec::new();
        let sequence =
            View::<true>(Sequence { tokens: self.tokens.get(..=at).unwrap_or_default(), ..self });
        let place = u32::try_from(at).unwrap_or(u32::MAX);
        rules.matcher().find_from(&sequence, at, &[place], &mut Scratch::default(), &mut found);
        found.iter().any(|found| matches!(rules.serves_as(found.entry), Some(Service::Cue(role)) if roles.contains(&role)))
    }
}

/// A unit laid out for the rules. Its memory is used again for the next.
#[derive(Debug, Default)]
pub(super) struct Unit {
    /// Its first token.
    pub(super) first: usize,
    /// One past its last.
    pub(super) end: usize,
    items: Vec<Item>,
    /// Its cues, in the order of the text.
    pub(super) cues: Vec<Cue>,
    /// The names of actors in it, in the order of the text.
    pub(super) actors: Vec<Actor>,
    /// The roles of all its cues, as bits.
    roles: u32,
    live: Vec<u32>,
    found: Vec<Found>,
    scratch: Scratch,
}

impl Unit {
    /// Lays out the tokens `first..end` of `source`.
    pub(super) fn fill(&mut self, source: &Source<'_>, first: usize, end: usize) {
        (self.first, self.end) = (first, end);
        self.items.clear();
        self.live.clear();
        self.found.clear();
        self.cues.clear();
        self.actors.clear();
        self.roles = 0;
        let sequence = source.sequence;
        let mut quotation = source.quotation_of(first);
        for at in first..end {
            let mut traits = sequence.traits(at);
            let next = if at + 1 < end { sequence.traits(at + 1) } else { Traits::default() };
            if sequence.may_begin(at, traits, next, source.rules) {
                self.live.push(u32::try_from(at).unwrap_or(u32::MAX));
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
                    // “the rebels’ raids”: the mark that makes a plural possessive stands behind
                    // the word.
                    traits = traits | Traits::POSSESSIVE;
                }
            }
            self.items.push(Item { traits, border, quotation, roles: 0, inside_cue: false });
            quotation = next;
        }
        let whole = View::<true>(Sequence {
            tokens: sequence.tokens.get(..end).unwrap_or_default(),
            ..sequence
        });
        source.rules.matcher().find_from(
            &whole,
            first,
            &self.live,
            &mut self.scratch,
            &mut self.found,
        );
        for found in &self.found {
            let (from, to) = (found.first as usize, found.end as usize);
            match source.rules.serves_as(found.entry) {
                Some(Service::Cue(role)) => {
                    self.roles |= role.bit();
                    self.cues.push(Cue { first: from, end: to, role, entry: found.entry });
                    for at in from..to {
                        if let Some(item) =
                            at.checked_sub(first).and_then(|at| self.items.get_mut(at))
                        {
                            if at == from {
                                item.roles |= role.bit();
                            } else {
                                item.inside_cue = true;
                            }
                        }
                    }
                }
                Some(Service::Actor(id)) => self.actors.push(Actor { first: from, end: to, id }),
                None => {}
            }
        }
    }

    pub(super) fn contains(&self, at: usize) -> bool {
        (self.first..self.end).contains(&at)
    }

    /// The token `at` of the text; all empty outside the unit.
    pub(super) fn item(&self, at: usize) -> Item {
        at.checked_sub(self.first).and_then(|at| self.items.get(at)).copied().unwrap_or_default()
    }

    pub(super) fn traits(&self, at: usize) -> Traits {
        self.item(at).traits
    }

    /// What stands before token `at`; a sentence's border before the first.
    pub(super) fn border_before(&self, at: usize) -> Border {
        if at > self.first { self.item(at - 1).border } else { Border::SENTENCE }
    }

    /// What stands behind token `at`; a sentence's border behind the last.
    pub(super) fn border_after(&self, at: usize) -> Border {
        if at + 1 >= self.end {
            self.item(at).border | Border::SENTENCE
        } else {
            self.item(at).border
        }
    }

    /// Whether a cue of this role begins at `at`.
    pub(super) fn has_role(&self, at: usize, role: CueRole) -> bool {
        self.item(at).roles & role.bit() != 0
    }

    /// Whether a cue of one of these roles begins at `at`.
    pub(super) fn has_any_role(&self, at: usize, roles: &[CueRole]) -> bool {
        let bits = roles.iter().fold(0, |bits, role| bits | role.bit());
        self.item(at).roles & bits != 0
    }

    /// Whether the unit holds a cue of one of these roles at all.
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

/// The quotation that holds token `at`, given that of the token before it.
fn next_quotation(source: &Source<'_>, before: Option<u32>, at: usize) -> Option<u32> {
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
