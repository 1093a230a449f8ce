//! The memo of surface forms: what lexicons and rules know of each word, found once however often
//! it occurs.

use super::rules::VoiceRules;
use super::traits::Traits;
use crate::lexicon::{AtomId, Matcher};
use crate::text::{Memo, Normalized, Remembered, SurfaceId, Token, TokenKind};
use std::cell::Cell;

/// What is known of each surface form.
#[derive(Debug)]
pub(super) struct SurfaceMemo<'m> {
    lexicons: Lexicons<'m>,
    memo: Memo<KnownSurface>,
    atoms: Vec<AtomId>,
    /// Pairs of neighbouring words and whether a cue or name may begin with them. Pairs repeat even
    /// more than words do. The lowest bit is the answer, the others are the pair; 0 is none.
    pairs: Vec<Cell<u64>>,
}

/// How many pairs are remembered; a power of two.
const PAIRS: usize = 1 << 14;

/// What is known of one surface form.
#[derive(Clone, Copy, Debug, Default)]
struct KnownSurface {
    /// The places in `atoms` of the atoms of counted lexicons: from, to; then those of the rules up
    /// to the third.
    counted: (u32, u32),
    rules_end: u32,
    traits: Traits,
}

/// What a text's tokens are looked up for, in the order of the tokens.
#[derive(Debug, Default)]
pub(super) struct LookedUp {
    /// The surface form of each token.
    pub(super) surfaces: Vec<SurfaceId>,
    /// The traits of each token, laid out in order since the rules read them in order; none where
    /// there are no rules.
    pub(super) traits: Vec<Traits>,
    /// The tokens that satisfy some counted entry's atom.
    pub(super) live: Vec<u32>,
}

/// What a surface form is learnt from: counted lexicons and, where there are any, rules.
#[derive(Clone, Copy, Debug)]
struct Lexicons<'m> {
    matcher: &'m Matcher,
    rules: Option<&'m VoiceRules>,
}

impl Lexicons<'_> {
    /// What is known of a surface form; its atoms are appended to `atoms`.
    fn learn(
        self,
        surface: &str,
        kind: TokenKind,
        form: &Normalized,
        atoms: &mut Vec<AtomId>,
    ) -> KnownSurface {
        // More than 4,000 atoms for each of the million forms would be needed to pass `u32`.
        let place = |atoms: &Vec<AtomId>| atoms.len() as u32;
        let begin = place(atoms);
        if kind != TokenKind::Word {
            return KnownSurface {
                counted: (begin, begin),
                rules_end: begin,
                ..Default::default()
            };
        }
        self.matcher.atoms_of(form, atoms);
        let end = place(atoms);
        let mut traits = Traits::default();
        if let Some(rules) = self.rules {
            rules.matcher().atoms_of(form, atoms);
            let own = atoms.get(end as usize..).unwrap_or_default();
            traits = Traits::from_word(surface, form);
            if rules.matcher().may_start(own) {
                traits = traits | Traits::STARTS;
            }
            if rules.matcher().may_follow(own) {
                traits = traits | Traits::FOLLOWS;
            }
            if rules.matcher().is_met_by(own) || rules.matcher().may_join(own, &[]) {
                traits = traits | Traits::BEGINS;
            }
        }
        KnownSurface { counted: (begin, end), rules_end: place(atoms), traits }
    }
}

impl<'m> SurfaceMemo<'m> {
    pub(super) fn new(matcher: &'m Matcher, rules: Option<&'m VoiceRules>) -> Self {
        let pairs = if rules.is_some() { vec![Cell::default(); PAIRS] } else { Vec::new() };
        let lexicons = Lexicons { matcher, rules };
        Self { lexicons, memo: Memo::default(), atoms: Vec::new(), pairs }
    }

    /// Looks up a text's tokens; returns the number of types.
    pub(super) fn look_up(
        &mut self,
        text: &str,
        tokens: &[Token],
        looked_up: &mut LookedUp,
    ) -> u32 {
        if self.memo.begin_text() {
            self.atoms.clear();
            self.pairs.fill(Cell::default());
        }
        looked_up.surfaces.clear();
        looked_up.traits.clear();
        looked_up.live.clear();
        let has_rules = self.lexicons.rules.is_some();
        for (at, token) in (0_u32..).zip(tokens) {
            let text = token.span.slice(text);
            let learn =
                |form: &Normalized| self.lexicons.learn(text, token.kind, form, &mut self.atoms);
            let Remembered { surface, type_id, known: &known } = self.memo.look_up(text, learn);
            self.memo.number_in_text(type_id);
            if known.counted.0 < known.counted.1 {
                looked_up.live.push(at);
            }
            if has_rules {
                looked_up.traits.push(known.traits);
            }
            looked_up.surfaces.push(surface);
        }
        self.memo.types_in_text()
    }

    fn known(&self, surface: SurfaceId) -> KnownSurface {
        self.memo.known(surface).copied().unwrap_or_default()
    }

    /// The atoms of counted lexicons that a surface form satisfies.
    pub(super) fn counted_atoms(&self, surface: SurfaceId) -> &[AtomId] {
        let (from, to) = self.known(surface).counted;
        self.atoms.get(from as usize..to as usize).unwrap_or_default()
    }

    /// The atoms of the rules' lexicons that a surface form satisfies.
    pub(super) fn rule_atoms(&self, surface: SurfaceId) -> &[AtomId] {
        let known = self.known(surface);
        self.atoms.get(known.counted.1 as usize..known.rules_end as usize).unwrap_or_default()
    }

    /// Whether a cue or an actor's name may begin with the word `first` where `second` follows it.
    pub(super) fn may_join(&self, first: SurfaceId, second: SurfaceId) -> bool {
        let Some(rules) = self.lexicons.rules else { return false };
        let key = (u64::from(first.0) << 32 | u64::from(second.0)) + 1;
        // Fibonacci hashing spreads neighbouring ids.
        let slot = (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 50) as usize & (PAIRS - 1);
        let remembered = self.pairs.get(slot);
        if let Some(pair) = remembered.map(Cell::get).filter(|pair| pair >> 1 == key) {
            return pair & 1 == 1;
        }
        let may_join = rules.matcher().may_join(self.rule_atoms(first), self.rule_atoms(second));
        if let Some(pair) = remembered {
            pair.set(key << 1 | u64::from(may_join));
        }
        may_join
    }
}
