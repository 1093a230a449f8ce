//! A text's tokens with what is known of their words, as matchers and rules walk over them.

use super::surface_memo::SurfaceMemo;
use super::traits::Traits;
use crate::lexicon::{AtomId, BrokenToken, Gap, Tokens};
use crate::text::{SurfaceId, Token, TokenKind, ends_between};

/// A text's tokens as a matcher sees them: that of the rules, or that of counted lexicons.
pub(super) struct View<'a, const RULES: bool>(pub(super) Sequence<'a>);

/// A run of tokens with what is known of their words.
#[derive(Clone, Copy)]
pub(super) struct Sequence<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token],
    pub(super) surfaces: &'a [SurfaceId],
    pub(super) traits: &'a [Traits],
    pub(super) memo: &'a SurfaceMemo<'a>,
    /// The words divided at the end of a line that satisfy some counted entry's atom.
    pub(super) broken: &'a [BrokenToken],
}

impl<'a> Sequence<'a> {
    fn is_word(self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.kind == TokenKind::Word)
    }

    fn surface(self, at: usize) -> Option<SurfaceId> {
        self.surfaces.get(at).copied()
    }

    /// The traits of token `at`.
    pub(super) fn traits(self, at: usize) -> Traits {
        self.traits.get(at).copied().unwrap_or_default()
    }

    /// Whether a cue or an actor's name may begin with token `at`, given its traits and those of
    /// the next.
    pub(super) fn may_begin(self, at: usize, own: Traits, next: Traits) -> bool {
        own.has(Traits::BEGINS)
            || own.has(Traits::STARTS)
                && next.has(Traits::FOLLOWS)
                && self
                    .surface(at)
                    .zip(self.surface(at + 1))
                    .is_some_and(|(first, second)| self.memo.may_join(first, second))
    }

    /// Whether tokens `at` and `at + 1` are separated by exactly one space, as most are.
    pub(super) fn is_space(self, at: usize) -> bool {
        match (self.tokens.get(at), self.tokens.get(at + 1)) {
            (Some(left), Some(right)) => {
                right.span.start == left.span.end + 1
                    && self.text.as_bytes().get(left.span.end as usize) == Some(&b' ')
            }
            _ => false,
        }
    }

    /// The text between tokens `at` and `at + 1`.
    pub(super) fn between(self, at: usize) -> &'a str {
        match (self.tokens.get(at), self.tokens.get(at + 1)) {
            (Some(left), Some(right)) => {
                self.text.get(left.span.end as usize..right.span.start as usize).unwrap_or("")
            }
            _ => "",
        }
    }

    /// Whether a sentence or paragraph ends between tokens `at` and `at + 1`.
    fn sentence_ends(self, at: usize) -> bool {
        let (Some(left), Some(right)) = (self.tokens.get(at), self.tokens.get(at + 1)) else {
            return true;
        };
        if self.is_space(at) {
            return false;
        }
        let between = self.between(at);
        let head = self.text.get(left.span.start as usize..right.span.start as usize).unwrap_or("");
        if ends_between(head, between, self.text.get(right.span.start as usize..).unwrap_or("")) {
            return true;
        }
        let mut lines = between.split('\n').skip(1);
        match lines.next() {
            None => false,
            // A blank line, or a heading or list item on a separate line.
            Some(_) => {
                lines.next().is_some()
                    || is_new_line(self.text, left.span.end, between, right.span.slice(self.text))
            }
        }
    }

    fn gap(self, at: usize) -> Gap<'a> {
        if self.is_space(at) {
            return Gap::Space;
        }
        Gap::from_text_after(
            self.tokens.get(at).map_or("", |left| left.span.slice(self.text)),
            self.between(at),
        )
    }
}

impl<const RULES: bool> Tokens for View<'_, RULES> {
    fn len(&self) -> usize {
        self.0.tokens.len()
    }

    fn atoms(&self, at: usize) -> &[AtomId] {
        let memo = self.0.memo;
        self.0.surface(at).map_or(&[], |surface| {
            if RULES { memo.rule_atoms(surface) } else { memo.counted_atoms(surface) }
        })
    }

    fn is_word(&self, at: usize) -> bool {
        self.0.is_word(at)
    }

    fn gap(&self, at: usize) -> Gap<'_> {
        self.0.gap(at)
    }

    fn broken(&self) -> &[BrokenToken] {
        // The rules know words in one piece only.
        if RULES { &[] } else { self.0.broken }
    }

    fn same_sentence(&self, left: usize, right: usize) -> bool {
        (left..right).all(|at| !self.0.sentence_ends(at))
    }
}

/// A line shorter than this that the next goes not on from in lower case is a heading or a list
/// item, in bytes.
const SHORT_LINE: usize = 45;

/// Whether a line that ends at `end` is a heading or list item, so that its sentence ends there.
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
