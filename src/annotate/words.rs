//! The memo of surface forms: what lexicons and rules know of each word, found once however often
//! it occurs.

use super::grammar::Traits;
use super::rules::VoiceRules;
use super::unit::is_new_line;
use crate::lexicon::{AtomId, Gap, Matcher, Tokens};
use crate::text::{Token, TokenKind, Vocabulary, ends_between};
use std::cell::Cell;

/// A memo larger than this is thrown away and begun anew, which bounds memory and changes no
/// result.
const MAX_SURFACES: usize = 1 << 20;

/// What is known of each surface form.
#[derive(Debug, Default)]
pub(super) struct Words {
    vocabulary: Vocabulary,
    known: Vec<Known>,
    atoms: Vec<AtomId>,
    /// For each type the last text in which it was seen.
    seen: Vec<u32>,
    text: u32,
    /// Pairs of neighbouring words and whether a cue or name may begin with them. Pairs repeat even
    /// more than words do. The lowest bit is the answer, the others are the pair; 0 is none.
    pairs: Vec<Cell<u64>>,
}

/// How many pairs are remembered; a power of two.
const PAIRS: usize = 1 << 14;

/// What is known of one surface form.
#[derive(Clone, Copy, Debug, Default)]
struct Known {
    /// Where the atoms of counted lexicons stand in `atoms`: from, to; then those of the rules up
    /// to the third.
    counted: (u32, u32),
    rules_end: u32,
    traits: Traits,
}

/// What a text's tokens are looked up for, in the order of the tokens.
#[derive(Debug, Default)]
pub(super) struct LookedUp {
    /// The surface form of each token.
    pub(super) surfaces: Vec<u32>,
    /// The traits of each token, laid out in order since the rules read them in order; none where
    /// there are no rules.
    pub(super) traits: Vec<Traits>,
    /// The tokens that satisfy some counted entry's atom.
    pub(super) live: Vec<u32>,
}

impl Words {
    /// Looks up a text's tokens; returns the number of types.
    pub(super) fn look_up(
        &mut self,
        text: &str,
        tokens: &[Token],
        matcher: &Matcher,
        rules: Option<&VoiceRules>,
        looked_up: &mut LookedUp,
    ) -> u32 {
        if self.vocabulary.surfaces() > MAX_SURFACES {
            *self = Self::default();
        }
        if rules.is_some() && self.pairs.is_empty() {
            self.pairs.resize(PAIRS, Cell::default());
        }
        self.text += 1;
        let mut types = 0;
        looked_up.surfaces.clear();
        looked_up.traits.clear();
        looked_up.live.clear();
        for (at, token) in (0_u32..).zip(tokens) {
            let interned = self.vocabulary.intern(token.span.of(text));
            if interned.new {
                self.learn(token.span.of(text), token.kind == TokenKind::Word, matcher, rules);
            }
            if let Some(seen) = self.seen.get_mut(interned.type_id.0 as usize)
                && *seen != self.text
            {
                *seen = self.text;
                types += 1;
            }
            let known = self.known(interned.surface.0);
            if known.counted.0 < known.counted.1 {
                looked_up.live.push(at);
            }
            if rules.is_some() {
                looked_up.traits.push(known.traits);
            }
            looked_up.surfaces.push(interned.surface.0);
        }
        types
    }

    fn learn(
        &mut self,
        surface: &str,
        is_word: bool,
        matcher: &Matcher,
        rules: Option<&VoiceRules>,
    ) {
        let bound = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let mut known = Known { counted: (bound(self.atoms.len()), 0), ..Known::default() };
        let form = self.vocabulary.normalized();
        if is_word {
            matcher.atoms_of(form, &mut self.atoms);
        }
        known.counted.1 = bound(self.atoms.len());
        if let (true, Some(rules)) = (is_word, rules) {
            rules.matcher().atoms_of(form, &mut self.atoms);
            let atoms = self.atoms.get(known.counted.1 as usize..).unwrap_or_default();
            known.traits = Traits::of(surface, form);
            if rules.matcher().may_start(atoms) {
                known.traits = known.traits | Traits::STARTS;
            }
            if rules.matcher().may_follow(atoms) {
                known.traits = known.traits | Traits::FOLLOWS;
            }
            if rules.matcher().is_met_by(atoms) || rules.matcher().may_join(atoms, &[]) {
                known.traits = known.traits | Traits::BEGINS;
            }
        }
        known.rules_end = bound(self.atoms.len());
        self.known.push(known);
        self.seen.resize(self.vocabulary.types(), 0);
    }

    fn known(&self, surface: u32) -> Known {
        self.known.get(surface as usize).copied().unwrap_or_default()
    }

    fn counted(&self, surface: u32) -> &[AtomId] {
        let (from, to) = self.known(surface).counted;
        self.atoms.get(from as usize..to as usize).unwrap_or_default()
    }

    fn of_rules(&self, surface: u32) -> &[AtomId] {
        let known = self.known(surface);
        self.atoms.get(known.counted.1 as usize..known.rules_end as usize).unwrap_or_default()
    }

    /// Whether a cue or an actor's name may begin with the word `first` where `second` follows it.
    fn may_join(&self, first: u32, second: u32, rules: &VoiceRules) -> bool {
        let key = (u64::from(first) << 32 | u64::from(second)) + 1;
        // Fibonacci hashing spreads neighbouring ids.
        let slot = (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 50) as usize & (PAIRS - 1);
        let remembered = self.pairs.get(slot);
        if let Some(pair) = remembered.map(Cell::get).filter(|pair| pair >> 1 == key) {
            return pair & 1 == 1;
        }
        let may_join = rules.matcher().may_join(self.of_rules(first), self.of_rules(second));
        if let Some(pair) = remembered {
            pair.set(key << 1 | u64::from(may_join));
        }
        may_join
    }
}

/// A text's tokens as a matcher sees them: that of the rules, or that of counted lexicons.
pub(super) struct View<'a, const RULES: bool>(pub(super) Sequence<'a>);

/// A run of tokens with what is known of their words.
#[derive(Clone, Copy)]
pub(super) struct Sequence<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token],
    pub(super) surfaces: &'a [u32],
    pub(super) traits: &'a [Traits],
    pub(super) words: &'a Words,
}

impl<'a> Sequence<'a> {
    fn is_word(self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.kind == TokenKind::Word)
    }

    fn surface(self, at: usize) -> Option<u32> {
        self.surfaces.get(at).copied()
    }

    /// The traits of token `at`.
    pub(super) fn traits(self, at: usize) -> Traits {
        self.traits.get(at).copied().unwrap_or_default()
    }

    /// Whether a cue or an actor's name may begin with token `at`, given its traits and those of
    /// the next.
    pub(super) fn may_begin(
        self,
        at: usize,
        own: Traits,
        next: Traits,
        rules: &VoiceRules,
    ) -> bool {
        own.has(Traits::BEGINS)
            || own.has(Traits::STARTS)
                && next.has(Traits::FOLLOWS)
                && self
                    .surface(at)
                    .zip(self.surface(at + 1))
                    .is_some_and(|(first, second)| self.words.may_join(first, second, rules))
    }

    /// Whether one space and nothing else stands between tokens `at` and `at + 1`, as between most.
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
            // A blank line, or a heading or list item that is a line of its own.
            Some(_) => {
                lines.next().is_some()
                    || is_new_line(self.text, left.span.end, between, right.span.of(self.text))
            }
        }
    }

    fn gap(self, at: usize) -> Gap<'a> {
        if self.is_space(at) {
            return Gap::Space;
        }
        Gap::behind(
            self.tokens.get(at).map_or("", |left| left.span.of(self.text)),
            self.between(at),
        )
    }
}

impl<const RULES: bool> Tokens for View<'_, RULES> {
    fn len(&self) -> usize {
        self.0.tokens.len()
    }

    fn atoms(&self, at: usize) -> &[AtomId] {
        let words = self.0.words;
        self.0.surface(at).map_or(&[], |surface| {
            if RULES { words.of_rules(surface) } else { words.counted(surface) }
        })
    }

    fn is_word(&self, at: usize) -> bool {
        self.0.is_word(at)
    }

    fn gap(&self, at: usize) -> Gap<'_> {
        self.0.gap(at)
    }

    fn same_sentence(&self, left: usize, right: usize) -> bool {
        (left..right).all(|at| !self.0.sentence_ends(at))
    }
}
