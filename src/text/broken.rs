//! Words that a hyphen divides at the end of a line: “mili-” and “tia” on the next are “militia”.

use super::token::{Token, TokenKind};
use memchr::memchr_iter;

/// A word whose two parts are tokens of their own, since only a lexicon knows whether the hyphen
/// divides one word or joins two (“cease-” and “fire”).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BrokenWord {
    /// The place of the token before the hyphen; the other part is the next.
    pub(crate) first: u32,
    /// The word without hyphen and line end.
    pub(crate) word: String,
}

/// The words of a text that a hyphen or a soft hyphen divides at the end of a line, in order.
pub(crate) fn broken_words(text: &str, tokens: &[Token]) -> Vec<BrokenWord> {
    let mut found = Vec::new();
    for line_end in memchr_iter(b'\n', text.as_bytes()) {
        let line = text.get(..line_end).unwrap_or("").trim_end_matches([' ', '\t', '\r']);
        let Some(stem) = line.strip_suffix(['-', '‐', '\u{ad}']) else { continue };
        // A soft hyphen is part of the token that it ends.
        let after = tokens.partition_point(|token| (token.span.start as usize) < stem.len());
        let Some((first, pair)) =
            after.checked_sub(1).and_then(|at| Some((at, tokens.get(at..at + 2)?)))
        else {
            continue;
        };
        let [left, right] = pair else { continue };
        let part = left.span.slice(text).trim_end_matches('\u{ad}');
        let next = right.span.slice(text);
        let between = text.get(line_end..right.span.start as usize).unwrap_or("");
        let is_next_line = between.strip_prefix('\n').is_some_and(|blank| {
            blank.chars().all(|c| c.is_whitespace() && c != '\n' && c != '\r')
        });
        let is_divided = left.kind == TokenKind::Word
            && right.kind == TokenKind::Word
            && left.span.start as usize + part.len() == stem.trim_end_matches('\u{ad}').len()
            && part.chars().next_back().is_some_and(char::is_alphabetic)
            && next.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_uppercase());
        if is_next_line && is_divided {
            // Offsets into texts are 32 bits wide, so tokens are not more.
            found.push(BrokenWord { first: first as u32, word: format!("{part}{next}") });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::token::tokenize;
    use super::*;

    #[test]
    fn a_word_is_divided_by_a_hyphen_right_at_the_end_of_its_line() {
        for (text, expected) in [
            ("the mili-\ntia left", &[(1, "militia")][..]),
            ("the mili-\r\n  tia left", &[(1, "militia")]),
            ("the mili- \ntia left", &[(1, "militia")]),
            ("mili\u{ad}\ntia", &[(0, "militia")]),
            ("mili‐\ntia", &[(0, "militia")]),
            ("cease-\nfire and oppo-\nsition", &[(0, "ceasefire"), (3, "opposition")]),
            ("mili-\n\ntia", &[]),
            ("Iran-\nBacked", &[]),
            ("in 2006-\nthe", &[]),
            ("one -\ntwo", &[]),
            ("mili\ntia", &[]),
            ("mili-\n- tia", &[]),
            ("-\n", &[]),
            ("mili-\n", &[]),
        ] {
            let mut tokens = Vec::new();
            tokenize(text, &mut tokens);
            let broken = broken_words(text, &tokens);
            let found: Vec<_> = broken.iter().map(|b| (b.first, b.word.as_str())).collect();
            assert_eq!(found, expected, "{text:?}");
        }
    }
}
