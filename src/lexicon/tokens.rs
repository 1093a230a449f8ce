//! A text as a matcher sees it: tokens, the atoms that they satisfy, and the gaps between them.

use super::atom::AtomId;
use super::pattern::TokenJoin;
use crate::text::is_dotted_capitals;

/// What is between two neighbouring tokens of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap<'t> {
    /// White space, at most one line end.
    Space,
    /// A hyphen (which may end a line).
    Hyphen,
    /// Anything else.
    Text(&'t str),
}

impl<'t> Gap<'t> {
    /// The gap whose text is `between`.
    pub fn from_text(between: &'t str) -> Self {
        match between {
            " " => Self::Space,
            // An en dash without spaces joins as a hyphen does: “the Norland–Sudra war”.
            "-" | "–" | "־" => Self::Hyphen,
            _ => Self::from_longer_text(between),
        }
    }

    /// The gap after the word `left`, where `between` comes before the next. The last dot of
    /// “U.S.” belongs to the word, though UAX #29 leaves it out: “U.S. troops”, “U.S.-backed”.
    pub(crate) fn from_text_after(left: &str, between: &'t str) -> Self {
        match between.strip_prefix('.') {
            Some(rest) if is_dotted_capitals(left) => Self::from_text(rest),
            // The apostrophe of a plural possessive is not part of the word either: “the rebels’
            // leader”.
            _ => match between.strip_prefix(['\'', '’']) {
                Some(rest) if left.ends_with(['s', 'S']) => Self::from_text(rest),
                _ => Self::from_text(between),
            },
        }
    }

    fn from_longer_text(between: &'t str) -> Self {
        let (hyphen, rest) = match between.strip_prefix(['-', '‐', '‑']) {
            Some(rest) => (true, rest),
            None => (false, between),
        };
        let blank = rest.chars().all(char::is_whitespace);
        let line_ends =
            rest.replace("\r\n", "\n").matches(['\n', '\r', '\u{2028}', '\u{2029}']).count();
        match (hyphen, blank) {
            (false, true) if !rest.is_empty() && line_ends <= 1 => Self::Space,
            (true, true) if rest.is_empty() || line_ends == 1 => Self::Hyphen,
            _ => Self::Text(between),
        }
    }

    pub(super) fn allows(self, join: &TokenJoin) -> bool {
        match (join, self) {
            (TokenJoin::SpaceOrHyphen, Self::Space | Self::Hyphen)
            | (TokenJoin::Hyphen, Self::Hyphen) => true,
            (TokenJoin::Text(wanted), Self::Text(between)) => **wanted == *between,
            _ => false,
        }
    }
}

/// A word that a hyphen divides at the end of a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BrokenToken {
    /// The token before the hyphen; the other part is the next.
    pub first: u32,
    /// The atoms that the word satisfies as a whole.
    pub atoms: Vec<AtomId>,
}

/// A run of tokens as the matcher sees it.
pub trait Tokens {
    /// How many there are.
    fn len(&self) -> usize;
    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// The atoms that token `at` satisfies.
    fn atoms(&self, at: usize) -> &[AtomId];
    /// Whether token `at` is a word (a URL is none and matches nothing).
    fn is_word(&self, at: usize) -> bool;
    /// What is between tokens `at` and `at + 1`.
    fn gap(&self, at: usize) -> Gap<'_>;
    /// The words that a hyphen divides at the end of a line, in order, with the atoms that each
    /// satisfies as a whole.
    fn broken(&self) -> &[BrokenToken] {
        &[]
    }
    /// Whether no sentence ends between token `left` and token `right` after it.
    fn same_sentence(&self, left: usize, right: usize) -> bool;
}
