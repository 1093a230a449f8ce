//! A text as units are cut from it: its tokens, quotations, paragraphs and the ends of its
//! sentences.

use super::border::Border;
use super::rules::{Service, VoiceRules};
use super::sequence::{Sequence, View, is_new_line};
use crate::lexicon::{CategoryId, CueRole, Scratch, Starts};
use crate::text::{ByteSpan, ends_between, paragraphs};
use hashbrown::HashSet;
use std::cell::OnceCell;

/// A text with its tokens and quotations: where units are cut from.
pub(super) struct UnitSource<'a> {
    pub(super) sequence: Sequence<'a>,
    pub(super) quotations: &'a [ByteSpan],
    pub(super) rules: &'a VoiceRules,
    paragraphs: Vec<ByteSpan>,
    /// The tokens in lower case, gathered when first asked for.
    lower_case: OnceCell<HashSet<&'a str>>,
    /// The tokens with a capital inside a sentence, gathered when first asked for.
    capitals: OnceCell<HashSet<&'a str>>,
}

impl<'a> UnitSource<'a> {
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
            capitals: OnceCell::new(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.sequence.tokens.len()
    }

    /// Whether the text holds `word`, which is in lower case, as a token.
    pub(super) fn holds_lower_case(&self, word: &str) -> bool {
        let tokens = self.sequence.tokens;
        if tokens.len() < FEW {
            return tokens.iter().any(|token| token.span.slice(self.sequence.text) == word);
        }
        let gather = || {
            let words =
                self.sequence.tokens.iter().map(|token| token.span.slice(self.sequence.text));
            words.filter(|word| word.starts_with(char::is_lowercase)).collect()
        };
        self.lower_case.get_or_init(gather).contains(word)
    }

    /// Whether `word`, which has a capital, also occurs inside a sentence, as names do.
    pub(super) fn holds_inside(&self, word: &str) -> bool {
        let gather = || {
            let inside = (1..self.len())
                .filter(|&at| matches!(self.sequence.between(at - 1), " " | ", " | "-"));
            let words = inside.map(|at| self.text_of(at, at + 1));
            words.filter(|word| word.starts_with(char::is_uppercase)).collect()
        };
        self.capitals.get_or_init(gather).contains(word)
    }

    /// The actor whose name is the longest that ends right before token `end`, also inside the
    /// longer name of another: Varsk in “Varsk-backed militias”. Gives its first token, too.
    pub(super) fn actor_before(&self, end: usize) -> Option<(usize, CategoryId)> {
        let sequence =
            View::<true>(Sequence { tokens: self.sequence.tokens.get(..end)?, ..self.sequence });
        let from = end.saturating_sub(LONGEST_NAME);
        // Offsets are 32 bits wide, so tokens are not more.
        let live: Vec<u32> = (from..end).map(|at| at as u32).collect();
        let (mut scratch, mut spans) = (Scratch::default(), Vec::new());
        let starts = Starts { live: &live, from };
        self.rules.matcher().find_from(&sequence, starts, &mut scratch, &mut spans);
        let ends_here = spans.iter().filter(|span| span.end as usize == end);
        let names = ends_here.filter_map(|span| match self.rules.serves_as(span.entry) {
            Some(Service::Actor(id)) => Some((span.first as usize, id)),
            _ => None,
        });
        names.min_by_key(|(first, _)| *first)
    }

    pub(super) fn paragraphs(&self) -> &[ByteSpan] {
        &self.paragraphs
    }

    /// The paragraph that token `at` is in.
    pub(super) fn paragraph_of(&self, at: usize) -> usize {
        let start = self.start(at);
        self.paragraphs.partition_point(|paragraph| paragraph.start <= start).saturating_sub(1)
    }

    pub(super) fn start(&self, at: usize) -> u32 {
        self.sequence.tokens.get(at).map_or(u32::MAX, |token| token.span.start)
    }

    /// The token at or after the byte `offset`.
    pub(super) fn token_at(&self, offset: u32) -> usize {
        self.sequence.tokens.partition_point(|token| token.span.end <= offset)
    }

    /// The quotation that contains token `at`.
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
        self.span_of(first, end).slice(self.sequence.text)
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

    /// What is between tokens `at` and `at + 1`.
    pub(super) fn border(&self, at: usize) -> Border {
        let between = self.sequence.between(at);
        let mut border = Border::from_text(between);
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
            } else if is_new_line(text, left.span.end, between, right.span.slice(text)) {
                border = border | Border::SENTENCE;
            }
        }
        border
    }

    /// Whether a unit ends after token `at`.
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

    /// The unit that contains token `at`: its first token and one past its last.
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

/// The most tokens of an actor's name that is looked for inside another.
const LONGEST_NAME: usize = 5;

/// In a text of fewer tokens than this a word is looked for one by one.
const FEW: usize = 3000;

/// Text without sentence ends (a table, a list of names) is taken in pieces, in tokens.
pub(super) const MAX_UNIT: usize = 400;

impl Sequence<'_> {
    /// Whether a one-word cue of one of `roles` is at `at`. A look ahead without laying a unit
    /// out.
    fn has_role(self, at: usize, rules: &VoiceRules, roles: &[CueRole]) -> bool {
        let mut spans = Vec::new();
        let sequence =
            View::<true>(Sequence { tokens: self.tokens.get(..=at).unwrap_or_default(), ..self });
        // Offsets are 32 bits wide, so tokens are not more.
        let starts = Starts { live: &[at as u32], from: at };
        rules.matcher().find_from(&sequence, starts, &mut Scratch::default(), &mut spans);
        spans.iter().any(|span| rules.is_cue_of(span.entry, roles))
    }
}
