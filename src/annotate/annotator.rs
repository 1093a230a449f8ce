//! The annotator: a text in, its tokens and matches out. One per thread; it remembers every word it has met.

use super::quotation::quotations;
use super::voice::{Voice, VoiceReader};
use crate::lexicon::{AtomId, EntryId, Found, Gap, Matcher, Scratch, Tokens};
use crate::text::{ByteSpan, Token, TokenKind, Vocabulary, is_dotted_capitals, tokenize};

/// An entry found at a span of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Match {
    /// The entry.
    pub entry: EntryId,
    /// The first token.
    pub first: u32,
    /// One past the last token.
    pub end: u32,
    /// Where it stands, in bytes.
    pub span: ByteSpan,
    /// In whose voice.
    pub voice: Voice,
}

/// What an [`Annotator`] found in one text.
#[derive(Debug)]
pub struct Annotation<'a> {
    /// The text.
    pub text: &'a str,
    /// Its tokens in order.
    pub tokens: &'a [Token],
    /// How many types they are of.
    pub types: u32,
    /// The matches in the order of the text.
    pub matches: &'a [Match],
    /// The quotations in the order of the text.
    pub quotations: &'a [ByteSpan],
}

impl Annotation<'_> {
    /// The share of tokens that stand inside quotation marks, from 0 to 1; 0 for a text without tokens.
    pub fn quoted_share(&self) -> f64 {
        let mut voices = VoiceReader::new(self.quotations);
        let quoted = self.tokens.iter().filter(|token| voices.of(token.span) == Voice::Quoted).count();
        if self.tokens.is_empty() { 0.0 } else { quoted as f64 / self.tokens.len() as f64 }
    }
}

/// Finds matches in one text after another, reusing its memory and what it learnt of words.
///
/// ```
/// use framescope::annotate::{Annotator, Voice};
/// use framescope::lexicon::{Matcher, read_toml};
///
/// let lexicon = read_toml("t.toml", b"name = \"t\"\n[category.a]\nterms = [\"liberat*\", \"cease-fire\"]")?;
/// let matcher = Matcher::compile([&lexicon])?;
/// let mut annotator = Annotator::new(&matcher);
/// let text = "The ceasefire after the “liberation” held.";
/// let annotation = annotator.annotate(text);
/// let found: Vec<_> = annotation.matches.iter().map(|m| (m.span.of(text), m.voice)).collect();
/// assert_eq!(found, [("ceasefire", Voice::Own), ("liberation", Voice::Quoted)]);
/// # Ok::<(), framescope::lexicon::LexiconError>(())
/// ```
#[derive(Debug)]
pub struct Annotator<'m> {
    matcher: &'m Matcher,
    words: Words,
    tokens: Vec<Token>,
    surfaces: Vec<u32>,
    live: Vec<u32>,
    scratch: Scratch,
    found: Vec<Found>,
    matches: Vec<Match>,
    quotations: Vec<ByteSpan>,
}

/// What is known of each surface form.
#[derive(Debug, Default)]
struct Words {
    vocabulary: Vocabulary,
    /// Where the atoms of a surface form stand in `atoms`.
    ranges: Vec<(u32, u32)>,
    atoms: Vec<AtomId>,
    /// For each type the last text in which it was seen.
    seen: Vec<u32>,
    text: u32,
}

/// A memo larger than this is thrown away and begun anew, which bounds memory and changes no result.
const MAX_SURFACES: usize = 1 << 20;

impl Words {
    fn atoms(&self, surface: u32) -> &[AtomId] {
        let range = self.ranges.get(surface as usize).copied().unwrap_or((0, 0));
        self.atoms.get(range.0 as usize..range.1 as usize).unwrap_or_default()
    }
}

struct Sequence<'a> {
    text: &'a str,
    tokens: &'a [Token],
    surfaces: &'a [u32],
    words: &'a Words,
}

impl Tokens for Sequence<'_> {
    fn len(&self) -> usize {
        self.tokens.len()
    }

    fn atoms(&self, at: usize) -> &[AtomId] {
        self.surfaces.get(at).map_or(&[], |&surface| self.words.atoms(surface))
    }

    fn is_word(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.kind == TokenKind::Word)
    }

    fn gap(&self, at: usize) -> Gap<'_> {
        match (self.tokens.get(at), self.tokens.get(at + 1)) {
            (Some(left), Some(right)) => {
                let between = self.text.get(left.span.end as usize..right.span.start as usize).unwrap_or("");
                // The last dot of “U.S.” belongs to the word, though UAX #29 leaves it out: “U.S. troops”, “U.S.-backed”.
                match between.strip_prefix('.') {
                    Some(rest) if is_dotted_capitals(left.span.of(self.text)) => Gap::of(rest),
                    _ => Gap::of(between),
                }
            }
            _ => Gap::Text(""),
        }
    }
}

impl<'m> Annotator<'m> {
    /// An annotator for the lexicons of `matcher`.
    pub fn new(matcher: &'m Matcher) -> Self {
        Self {
            matcher,
            words: Words::default(),
            tokens: Vec::new(),
            surfaces: Vec::new(),
            live: Vec::new(),
            scratch: Scratch::default(),
            found: Vec::new(),
            matches: Vec::new(),
            quotations: Vec::new(),
        }
    }

    /// The matcher whose ids the matches carry.
    pub fn matcher(&self) -> &'m Matcher {
        self.matcher
    }

    /// Finds the tokens, quotations and matches of a text.
    pub fn annotate<'a>(&'a mut self, text: &'a str) -> Annotation<'a> {
        tokenize(text, &mut self.tokens);
        let types = self.look_up(text);
        self.quotations = quotations(text);
        self.found.clear();
        let sequence = Sequence { text, tokens: &self.tokens, surfaces: &self.surfaces, words: &self.words };
        self.matcher.find(&sequence, &self.live, &mut self.scratch, &mut self.found);
        self.matches.clear();
        let mut voices = VoiceReader::new(&self.quotations);
        for found in &self.found {
            let (Some(first), Some(last)) = (self.tokens.get(found.first as usize), self.tokens.get(found.end.saturating_sub(1) as usize))
            else {
                continue;
            };
            let span = ByteSpan { start: first.span.start, end: last.span.end };
            let voice = voices.of(span);
            self.matches.push(Match { entry: found.entry, first: found.first, end: found.end, span, voice });
        }
        Annotation { text, tokens: &self.tokens, types, matches: &self.matches, quotations: &self.quotations }
    }

    /// Fills `surfaces` and `live`; returns the number of types.
    fn look_up(&mut self, text: &str) -> u32 {
        if self.words.vocabulary.surfaces() > MAX_SURFACES {
            self.words = Words::default();
        }
        let words = &mut self.words;
        words.text += 1;
        let mut types = 0;
        self.surfaces.clear();
        self.live.clear();
        for (at, token) in (0_u32..).zip(&self.tokens) {
            let is_word = token.kind == TokenKind::Word;
            let interned = words.vocabulary.intern(token.span.of(text));
            if interned.new {
                let start = words.atoms.len();
                if is_word {
                    self.matcher.atoms_of(words.vocabulary.normalized(), &mut words.atoms);
                }
                let bound = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
                words.ranges.push((bound(start), bound(words.atoms.len())));
                words.seen.resize(words.vocabulary.types(), 0);
            }
            if let Some(seen) = words.seen.get_mut(interned.type_id.0 as usize)
                && *seen != words.text
            {
                *seen = words.text;
                types += 1;
            }
            if words.ranges.get(interned.surface.0 as usize).is_some_and(|range| range.0 < range.1) {
                self.live.push(at);
            }
            self.surfaces.push(interned.surface.0);
        }
        types
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::read_toml;
    use proptest::prelude::*;

    fn found(lexicon: &str, text: &str) -> Vec<String> {
        let lexicon = read_toml("t.toml", format!("name = \"t\"\n{lexicon}").as_bytes()).unwrap();
        let matcher = Matcher::compile([&lexicon]).unwrap();
        let mut annotator = Annotator::new(&matcher);
        let annotation = annotator.annotate(text);
        annotation.matches.iter().map(|m| format!("{}={}", matcher.entry(m.entry).term, m.span.of(text))).collect()
    }

    fn terms(terms: &str, text: &str) -> Vec<String> {
        found(&format!("[category.a]\nterms = [{terms}]"), text)
    }

    #[test]
    fn hyphens_join_as_spaces_do() {
        assert_eq!(
            terms("\"death squad*\"", "Death-squads, a death squad; death, squads."),
            ["death squad*=Death-squads", "death squad*=death squad"]
        );
        assert_eq!(
            terms("\"*-backed\"", "Iran-backed men were backed by Iran‑backed men."),
            ["*-backed=Iran-backed", "*-backed=Iran‑backed"]
        );
        let all = ["cease-fire*=ceasefire", "cease-fire*=cease-fire", "cease-fire*=cease fires"];
        assert_eq!(terms("\"cease-fire*\"", "A ceasefire, a cease-fire, two cease fires, no cease; fire."), all);
        assert_eq!(terms("\"death squad\"", "a death\nsquad and a death\n\nsquad"), ["death squad=death\nsquad"]);
    }

    #[test]
    fn the_longest_match_wins_within_a_lexicon_only() {
        let state = "\"islamic state\", \"state\", \"state of emergency\"";
        assert_eq!(
            terms(state, "Islamic State declared a state of emergency"),
            ["islamic state=Islamic State", "state of emergency=state of emergency"]
        );
        assert_eq!(terms(state, "Islamic state of emergency"), ["state of emergency=state of emergency"]);
        let both = "[category.a]\nterms = [\"regime\"]\n[category.b]\nterms = [\"regime\", \"reg*\"]";
        assert_eq!(found(both, "regime"), ["regime=regime", "regime=regime"], "one entry a category on the same words, the most literal");
        let other = read_toml("o.toml", b"name = \"o\"\n[category.a]\nterms = [\"state of\"]").unwrap();
        let one = read_toml("t.toml", b"name = \"t\"\n[category.a]\nterms = [\"islamic state\"]").unwrap();
        let matcher = Matcher::compile([&one, &other]).unwrap();
        assert_eq!(Annotator::new(&matcher).annotate("Islamic State of Iraq").matches.len(), 2);
    }

    #[test]
    fn exceptions_keep_shorter_entries_out() {
        let lexicon = "[category.a]\nterms = [\"militia*\"]\nexcept = [\"militia act\"]";
        assert_eq!(found(lexicon, "The Militia Act named militias."), ["militia*=militias"]);
    }

    #[test]
    fn case_and_stem_are_told_apart_where_asked() {
        let us = "{ term = \"US\", case = true }";
        assert_eq!(terms(us, "Us and us, the US and the U.S., US's"), ["US=US", "US=U.S", "US=US's"]);
        let stem = "{ term = \"occupation\", match = \"stem\" }";
        assert_eq!(terms(stem, "occupations occupied occupation"), ["occupation=occupations", "occupation=occupation"]);
    }

    #[test]
    fn full_stops_that_belong_to_a_word_do_not_part_it_from_the_next() {
        let both = ["U.S. troops=US troops", "U.S. troops=U.S. troops"];
        assert_eq!(terms("\"U.S. troops\"", "US troops, U.S. troops, the US. Troops left"), both);
        assert_eq!(terms("\"U.N. Security Council\"", "the U.N. Security Council"), ["U.N. Security Council=U.N. Security Council"]);
        assert_eq!(terms("\"*-backed\"", "a U.S.-backed and a UK-backed force"), ["*-backed=U.S.-backed", "*-backed=UK-backed"]);
        assert_eq!(terms("\"Gen. Haftar\"", "Gen. Haftar and Gen Haftar"), ["Gen. Haftar=Gen. Haftar", "Gen. Haftar=Gen Haftar"]);
        assert_eq!(terms("\"troops left\"", "the troops. Left alone"), Vec::<String>::new());
        assert_eq!(terms("\"U.S.*\"", "USA and U.S.A. and U.S."), ["U.S.*=USA", "U.S.*=U.S.A", "U.S.*=U.S"]);
    }

    #[test]
    fn urls_match_nothing_and_any_word_matches_a_star() {
        assert_eq!(terms("\"*\"", "see www.regime.org now"), ["*=see", "*=now"]);
        assert_eq!(terms("\"regime\", \"*-regime\"", "pro-regime https://x.org/regime"), ["*-regime=pro-regime"]);
    }

    #[test]
    fn apostrophes_of_every_shape_are_one() {
        assert_eq!(terms("\"Sha'abi\"", "Sha’abi Sha'abi Sha‘abi"), ["Sha'abi=Sha’abi", "Sha'abi=Sha'abi", "Sha'abi=Sha‘abi"]);
    }

    #[test]
    fn types_and_quoted_share_are_counted() {
        let lexicon = read_toml("t.toml", b"name = \"t\"\n[category.a]\nterms = [\"x\"]").unwrap();
        let matcher = Matcher::compile([&lexicon]).unwrap();
        let mut annotator = Annotator::new(&matcher);
        for _ in 0..2 {
            let annotation = annotator.annotate("The regime’s end: “the Regime ends.”");
            assert_eq!((annotation.tokens.len(), annotation.types), (6, 4));
            assert!((annotation.quoted_share() - 0.5).abs() < 1e-12);
        }
    }

    proptest! {
        #[test]
        fn matches_point_at_the_text_they_name(text in "(death|squads?|-| |\n|regime|“|”|US|us|’s|é|\\PC){0,30}") {
            let source = "name = \"t\"\n[category.a]\nterms = [\"death squad*\", \"*-regime\", \"regime\", { term = \"US\", case = true }]\nexcept = [\"us regime\"]\n[category.b]\nterms = [\"*\"]";
            let lexicon = read_toml("t.toml", source.as_bytes()).unwrap();
            let matcher = Matcher::compile([&lexicon]).unwrap();
            let mut annotator = Annotator::new(&matcher);
            let annotation = annotator.annotate(&text);
            let mut last = 0;
            for m in annotation.matches {
                prop_assert!(m.span.start >= last);
                last = m.span.start;
                let words = m.span.of(&text);
                prop_assert!(!words.is_empty());
                prop_assert_eq!(annotation.tokens[m.first as usize].span.start, m.span.start);
            }
        }
    }
}
