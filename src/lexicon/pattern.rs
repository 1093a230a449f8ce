//! Patterns: what an entry's words match, token by token.

use crate::text::{Normalized, Stemmer, Token, is_dotted_capitals, matched_form, tokenize};
use thiserror::Error;

/// How an entry is compared with tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MatchMode {
    /// `*` stands for any characters, `?` for one, inside a token.
    #[default]
    Glob,
    /// The words as they stand.
    Exact,
    /// By Snowball stem in the lexicon's language.
    Stem,
}

/// What one token must be.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Atom {
    /// Any word.
    Any,
    /// This normalized form; `cased` keeps upper and lower case apart.
    Exact { form: Box<str>, cased: bool },
    /// This pattern over the normalized form.
    Glob { pattern: Box<str>, cased: bool },
    /// Any type with this stem.
    Stem { stem: Box<str> },
}

/// What must come between two tokens of a match.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum TokenJoin {
    /// White space or a hyphen.
    SpaceOrHyphen,
    /// A hyphen.
    Hyphen,
    /// Just this text, as the “/” of 9/11.
    Text(Box<str>),
}

/// One step of a match: how it joins what came before, and what the token must be.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct PatternStep {
    pub join: TokenJoin,
    pub atom: Atom,
}

/// A compiled term: one or more sequences of steps, any of which matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    pub(crate) variants: Vec<Vec<PatternStep>>,
}

/// Why a term makes no pattern.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum PatternError {
    /// Nothing but white space.
    #[error("an empty term; write a word or a phrase, or delete it")]
    Empty,
    /// A word without a letter, digit or wildcard.
    #[error(
        "`{0}` has no letter or digit, so it can match nothing; delete it or join it to a word"
    )]
    NoWord(String),
    /// A wildcard where none is meant.
    #[error(
        "`{term}` has a wildcard, which `match = \"{mode}\"` does not read; drop the wildcard or \
         the `match`"
    )]
    Wildcard {
        /// The term.
        term: String,
        /// The mode as written.
        mode: &'static str,
    },
    /// No stemmer for the lexicon's language.
    #[error(
        "there is no stemmer for language `{0}`; list the word's forms or use a `*` instead of \
         `match = \"stem\"`"
    )]
    NoStemmer(String),
    /// More spellings than can be tried.
    #[error(
        "`{0}` has too many hyphens, each of which may be a hyphen, a space or nothing; write the \
         spellings that occur as terms of their own"
    )]
    TooManyHyphens(String),
    /// A phrase longer than any that is written.
    #[error(
        "`{start}…` has {words} words, and an entry may have {MAX_WORDS}; split it, or delete it"
    )]
    TooLong {
        /// Its first words.
        start: String,
        /// How many words it has.
        words: usize,
    },
    /// Stems have no case.
    #[error(
        "`case = true` and `match = \"stem\"` exclude each other, since stems are lower case; drop \
         one"
    )]
    CasedStem,
}

/// Beyond this many hyphens in a term each word is tried only all split and all joined.
const MAX_FREE_HYPHENS: usize = 4;
/// The most words that a term may have.
const MAX_WORDS: usize = 100;
/// The most spellings that a term may have.
const MAX_SPELLINGS: usize = 64;
/// The characters that join words.
const HYPHENS: [char; 5] = ['-', '‐', '‑', '–', '־'];

impl Pattern {
    /// Compiles a term.
    ///
    /// White space separates tokens, and a hyphen in the text joins as a space does. A hyphen
    /// inside a word of the term stands for a hyphen, a space or nothing; next to a bare `*` it
    /// stands for a hyphen only, since `*-backed` would otherwise find “were backed”.
    ///
    /// # Errors
    /// [`PatternError`] where the term can match nothing or asks for what its mode does not do.
    pub fn parse(
        term: &str,
        mode: MatchMode,
        case: bool,
        language: &str,
    ) -> Result<Self, PatternError> {
        let wildcard = term.contains(['*', '?']);
        let stemmer = match mode {
            MatchMode::Stem if case => return Err(PatternError::CasedStem),
            MatchMode::Stem if wildcard => {
                return Err(PatternError::Wildcard { term: term.to_owned(), mode: "stem" });
            }
            MatchMode::Exact if wildcard => {
                return Err(PatternError::Wildcard { term: term.to_owned(), mode: "exact" });
            }
            MatchMode::Stem => Some(
                Stemmer::for_language(language)
                    .ok_or_else(|| PatternError::NoStemmer(language.to_owned()))?,
            ),
            MatchMode::Glob | MatchMode::Exact => None,
        };
        let words: Vec<&str> = term.split_whitespace().collect();
        if words.len() > MAX_WORDS || term.len() > MAX_WORDS * 100 {
            return Err(PatternError::TooLong {
                start: term.chars().take(40).collect(),
                words: words.len(),
            });
        }
        let hyphens: usize = words.iter().map(|word| word.matches(HYPHENS).count()).sum();
        let mut variants: Vec<Vec<PatternStep>> = vec![Vec::new()];
        let mut after_stop = false;
        for word in words {
            let mut spellings =
                spellings(word, case, stemmer.as_ref(), hyphens <= MAX_FREE_HYPHENS)?;
            if after_stop {
                // “Gen. Haftar” is also met without its full stop.
                let stopped = spellings
                    .iter()
                    .map(|steps| with_first_join(steps, TokenJoin::Text(". ".into())))
                    .collect::<Vec<_>>();
                spellings.extend(stopped);
            }
            // The last dot of dotted capitals is no stop; the text's gap leaves it out.
            after_stop = word.strip_suffix('.').is_some_and(|word| !is_dotted_capitals(word));
            if variants.len() * spellings.len() > MAX_SPELLINGS {
                return Err(PatternError::TooManyHyphens(term.to_owned()));
            }
            variants = variants
                .iter()
                .flat_map(|head| {
                    spellings.iter().map(move |tail| head.iter().chain(tail).cloned().collect())
                })
                .collect();
        }
        variants.retain(|variant| !variant.is_empty());
        if variants.is_empty() {
            return Err(PatternError::Empty);
        }
        Ok(Self { variants })
    }

    /// The literal characters of the pattern, wildcards aside: of two entries on the same words the
    /// one with more wins.
    pub(crate) fn literal_characters(&self) -> usize {
        let count = |atom: &Atom| match atom {
            Atom::Any => 0,
            Atom::Exact { form, .. } => form.chars().count() * 2,
            Atom::Glob { pattern, .. } => {
                (pattern.chars().filter(|c| !matches!(c, '*' | '?')).count() * 2).saturating_sub(1)
            }
            Atom::Stem { stem } => (stem.chars().count() * 2).saturating_sub(1),
        };
        self.variants.first().map_or(0, |steps| steps.iter().map(|step| count(&step.atom)).sum())
    }
}

fn with_first_join(steps: &[PatternStep], join: TokenJoin) -> Vec<PatternStep> {
    let mut steps = steps.to_vec();
    if let Some(first) = steps.first_mut() {
        first.join = join;
    }
    steps
}

/// The ways to spell one word of a term: with each of its hyphens as a join between tokens or as
/// nothing.
fn spellings(
    word: &str,
    case: bool,
    stemmer: Option<&Stemmer>,
    each_hyphen: bool,
) -> Result<Vec<Vec<PatternStep>>, PatternError> {
    let parts: Vec<&str> = word.split(HYPHENS).filter(|part| !part.is_empty()).collect();
    if parts.is_empty() {
        return Err(PatternError::NoWord(word.to_owned()));
    }
    // Which hyphens may also be nothing: not those beside a bare `*`.
    let free: Vec<bool> =
        parts.windows(2).map(|pair| pair.iter().all(|part| !is_bare_star(part))).collect();
    let hyphens = free.len();
    let masks: Vec<u32> = if each_hyphen {
        (0..1 << hyphens.min(MAX_FREE_HYPHENS)).collect()
    } else {
        vec![0, u32::MAX]
    };
    let mut spellings: Vec<Vec<PatternStep>> = Vec::new();
    for mask in masks {
        // A set bit drops the hyphen.
        let dropped =
            |at: usize| mask & 1_u32.checked_shl(u32::try_from(at).unwrap_or(31)).unwrap_or(0) != 0;
        if free.iter().enumerate().any(|(at, &free)| dropped(at) && !free) {
            continue;
        }
        let mut pieces: Vec<(TokenJoin, String)> = Vec::new();
        for (at, part) in parts.iter().enumerate() {
            match (at.checked_sub(1), pieces.last_mut()) {
                (Some(hyphen), Some((_, last))) if dropped(hyphen) => last.push_str(part),
                (Some(hyphen), _) if !free.get(hyphen).copied().unwrap_or(true) => {
                    pieces.push((TokenJoin::Hyphen, (*part).to_owned()))
                }
                _ => pieces.push((TokenJoin::SpaceOrHyphen, (*part).to_owned())),
            }
        }
        let mut steps = Vec::new();
        for (join, piece) in pieces {
            piece_steps(join, &piece, case, stemmer, &mut steps)?;
        }
        if !spellings.contains(&steps) {
            spellings.push(steps);
        }
    }
    Ok(spellings)
}

fn is_bare_star(part: &str) -> bool {
    part.chars().all(|c| c == '*')
}

/// Appends the steps of a piece without hyphens: one token as a rule, more where UAX #29 splits it
/// (`9/11`).
fn piece_steps(
    join: TokenJoin,
    piece: &str,
    case: bool,
    stemmer: Option<&Stemmer>,
    steps: &mut Vec<PatternStep>,
) -> Result<(), PatternError> {
    if is_bare_star(piece) {
        steps.push(PatternStep { join, atom: Atom::Any });
        return Ok(());
    }
    // `U.S.*` stands for what becomes of U.S.A.
    let undotted = piece.replace('.', "");
    let stem = piece.trim_end_matches('*').trim_end_matches('.');
    let piece =
        if piece.ends_with('*') && is_dotted_capitals(stem) { undotted.as_str() } else { piece };
    // A wildcard behaves as a letter would, so that the pattern splits where a word would split.
    let lettered = piece.replace(['*', '?'], "x");
    let mut tokens: Vec<Token> = Vec::new();
    tokenize(&lettered, &mut tokens);
    let mut join = Some(join);
    let mut before: Option<u32> = None;
    let mut form = Normalized::default();
    for token in tokens {
        let text = token.span.slice(piece);
        form.set(text);
        let spelled = matched_form(if case { &form.cased } else { &form.plain });
        let atom = match stemmer {
            Some(stemmer) => Atom::Stem { stem: stemmer.stem(&form.plain).into() },
            None if is_bare_star(&spelled) => Atom::Any,
            None if spelled.contains(['*', '?']) => {
                Atom::Glob { pattern: spelled.into(), cased: case }
            }
            None => Atom::Exact { form: spelled.into(), cased: case },
        };
        let between = before.map(|end| {
            TokenJoin::Text(piece.get(end as usize..token.span.start as usize).unwrap_or("").into())
        });
        steps.push(PatternStep {
            join: join.take().or(between).unwrap_or(TokenJoin::SpaceOrHyphen),
            atom,
        });
        before = Some(token.span.end);
    }
    if before.is_none() {
        return Err(PatternError::NoWord(piece.to_owned()));
    }
    Ok(())
}

/// Whether a term holds no wildcard.
pub fn glob_free(term: &str) -> bool {
    !term.contains(['*', '?'])
}

/// Whether `word` matches `pattern`, in which `*` stands for any characters and `?` for one.
pub fn glob_matches(pattern: &str, word: &str) -> bool {
    let (mut pattern, mut word) = (pattern.chars(), word.chars());
    // Where to resume after the last `*`: what follows it, and the word from one character further
    // on.
    let mut resume: Option<(std::str::Chars<'_>, std::str::Chars<'_>)> = None;
    loop {
        let word_before = word.clone();
        match (pattern.next(), word.next()) {
            (None, None) => return true,
            (Some('*'), _) => {
                word = word_before.clone();
                resume = Some((pattern.clone(), word_before));
            }
            (Some('?'), Some(_)) => {}
            (Some(p), Some(w)) if p == w => {}
            _ => {
                let Some((after_star, mut from)) = resume.take() else { return false };
                if from.next().is_none() {
                    return false;
                }
                pattern = after_star.clone();
                word = from.clone();
                resume = Some((after_star, from));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn steps(term: &str) -> Vec<String> {
        let pattern = Pattern::parse(term, MatchMode::Glob, false, "en").unwrap();
        let show = |step: &PatternStep| {
            let join = match &step.join {
                TokenJoin::SpaceOrHyphen => " ".to_owned(),
                TokenJoin::Hyphen => "-".to_owned(),
                TokenJoin::Text(text) => text.to_string(),
            };
            let atom = match &step.atom {
                Atom::Any => "<any>".to_owned(),
                Atom::Exact { form, .. } => form.to_string(),
                Atom::Glob { pattern, .. } => pattern.to_string(),
                Atom::Stem { stem } => format!("~{stem}"),
            };
            join + &atom
        };
        pattern
            .variants
            .iter()
            .map(|variant| variant.iter().map(show).collect::<String>().trim_start().to_owned())
            .collect()
    }

    #[test]
    fn hyphens_stand_for_hyphen_space_or_nothing() {
        assert_eq!(steps("cease-fire*"), ["cease fire*", "ceasefire*"]);
        assert_eq!(steps("death squad*"), ["death squad*"]);
        assert_eq!(steps("hit-and-run"), ["hit and run", "hitand run", "hit andrun", "hitandrun"]);
        assert_eq!(steps("*-backed"), ["<any>-backed"]);
        assert_eq!(steps("9/11"), ["9/11"]);
        assert_eq!(steps("U.S."), ["us"]);
    }

    #[test]
    fn terms_that_match_nothing_are_refused() {
        let parse = |term: &str, mode| Pattern::parse(term, mode, false, "en").unwrap_err();
        assert_eq!(parse(" ", MatchMode::Glob), PatternError::Empty);
        assert_eq!(parse("state & army", MatchMode::Glob), PatternError::NoWord("&".to_owned()));
        let chained = ["a-b-c-d-e"; 9].join(" ");
        assert_eq!(parse(&chained, MatchMode::Glob), PatternError::TooManyHyphens(chained));
        assert!(Pattern::parse(&["a-b-c"; 5].join(" "), MatchMode::Glob, false, "en").is_ok());
        assert!(matches!(parse("milit*", MatchMode::Exact), PatternError::Wildcard { .. }));
        assert!(matches!(
            Pattern::parse("x", MatchMode::Stem, false, "el"),
            Err(PatternError::NoStemmer(_))
        ));
    }

    #[test]
    fn globs_match_as_in_quanteda() {
        for (pattern, word, expected) in [
            ("milit*", "militia", true),
            ("milit*", "milit", true),
            ("gunm?n", "gunmen", true),
            ("gunm?n", "gunmn", false),
            ("*ist", "terrorist", true),
            ("*ist", "terrorists", false),
            ("a*b*c", "axxbyyc", true),
            ("a*b*c", "axxbyy", false),
            ("*", "", true),
            ("?", "é", true),
            ("", "", true),
            ("", "a", false),
            ("a**b", "ab", true),
            ("*a", "baa", true),
        ] {
            assert_eq!(glob_matches(pattern, word), expected, "{pattern} {word}");
        }
    }

    proptest! {
        #[test]
        fn any_term_parses_or_is_refused(term in "\\PC{0,20}", case: bool) {
            for mode in [MatchMode::Glob, MatchMode::Exact, MatchMode::Stem] {
                let _ = Pattern::parse(&term, mode, case, "en");
            }
        }

        #[test]
        fn globs_agree_with_regular_expressions(pattern in "[ab*?]{0,6}", word in "[ab]{0,8}") {
            let expression = format!("^{}$", pattern.replace('*', ".*").replace('?', "."));
            let expected = regex::Regex::new(&expression).unwrap().is_match(&word);
            prop_assert_eq!(glob_matches(&pattern, &word), expected);
        }
    }
}
