//! Words that UAX #29 takes for one although a sentence ends between them, and for two although
//! they are one.

use super::script::is_hebrew;

/// Where a word is cut because two sentences are glued without a space: the offset of the full stop
/// or colon in “left.Terrorists”. None in “U.S.Army”, “e.g.This”, “Ph.D” and “Node.js”.
pub(super) fn cut(word: &str) -> Option<usize> {
    word.match_indices(MARKS).map(|(at, _)| at).find(|&at| is_glued(word, at))
}

/// The marks that join letters in UAX #29 and may end a sentence or clause.
pub(super) const MARKS: [char; 2] = ['.', ':'];

fn is_glued(word: &str, at: usize) -> bool {
    let (Some(left), Some(right)) = (word.get(..at), word.get(at + 1..)) else { return false };
    let left = left.rsplit(MARKS).next().unwrap_or("");
    let right = right.split(MARKS).next().unwrap_or("");
    let mut letters = right.chars();
    if !letters.next().is_some_and(char::is_uppercase) {
        return false;
    }
    let second = letters.next();
    let (before, after) = (left.chars().count(), right.chars().count());
    let goes_on_small = second.is_some_and(|c| !c.is_uppercase());
    if left.chars().all(char::is_uppercase) {
        // “NATO.The”, but not “U.S.Army” nor “A.Bell”.
        return before > 1 && after > 2 && goes_on_small && word.get(at..=at) == Some(".");
    }
    let ends_small = left.chars().next_back().is_some_and(|c| c.is_lowercase());
    // One letter is an abbreviation; two may be one where little follows, as in “Ph.D”.
    let is_word = left.chars().all(char::is_lowercase) || after > 2 && goes_on_small;
    ends_small && (before > 2 || before == 2 && is_word)
}

/// Whether two neighbouring words of a text are one Hebrew word, whose gershayim are written with a
/// typographic quotation mark or two apostrophes. UAX #29 knows only the sign itself and `"`.
pub(super) fn is_one_hebrew_word(left: &str, between: &str, right: &str) -> bool {
    let letters = left.trim_end_matches('\'');
    let marks = (left.len() - letters.len(), between);
    matches!(marks, (0, "”" | "“" | "’’") | (1, "'"))
        && letters.chars().next_back().is_some_and(is_hebrew)
        && right.chars().next().is_some_and(is_hebrew)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_without_a_space_are_cut_and_abbreviations_are_not() {
        for (word, expected) in [
            ("left.Terrorists", Some(4)),
            ("it.The", Some(2)),
            ("so.He", Some(2)),
            ("it.A", Some(2)),
            ("St.Orrin", Some(2)),
            ("Varsk.A", Some(5)),
            ("said:Terrorists", Some(4)),
            ("NATO.The", Some(4)),
            ("left.NATO", Some(4)),
            ("don’t.The", Some(7)),
            ("ушли.Террористы", Some(8)),
            ("U.S.Army", None),
            ("U.S.The", None),
            ("e.g.This", None),
            ("e.g.this", None),
            ("Ph.D", None),
            ("a.m", None),
            ("Node.js", None),
            ("left.terrorists", None),
            ("3.5", None),
            ("A.Bell", None),
            ("EU:s", None),
            ("C:Users", None),
        ] {
            assert_eq!(cut(word), expected, "{word}");
        }
    }
}
