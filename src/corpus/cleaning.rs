//! From a text as it came to the text as counted: markup, characters that were encoded twice, and
//! the notes of services that cut a text off.

use super::markup::{Markup, without_markup};
use super::rejection::RemarkKind;
use super::repair::mended;
use std::borrow::Cow;

/// What is done to texts before they are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cleaning {
    /// Whether HTML tags are dropped and entities decoded.
    pub markup: Markup,
    /// Whether doubly encoded characters (“â€™”) are mended. They are reported in any case.
    pub repair: bool,
}

/// A text with what was noticed about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cleaned {
    pub text: String,
    /// What was noticed, each with an example from the text.
    pub noticed: Vec<(RemarkKind, String)>,
}

impl Cleaning {
    /// Cleans a text.
    pub(crate) fn clean(self, text: String) -> Cleaned {
        let mut noticed = Vec::new();
        let text = self.without_markup(text, &mut noticed);
        let text = self.without_double_encoding(text, &mut noticed);
        if let Some(place) = text.find(char::REPLACEMENT_CHARACTER) {
            noticed.push((RemarkKind::LostCharacters, around(&text, place)));
        }
        let mut text = text;
        while cut_note_taken(&mut text, &mut noticed) {}
        Cleaned { text, noticed }
    }

    fn without_markup(self, text: String, noticed: &mut Vec<(RemarkKind, String)>) -> String {
        if self.markup == Markup::Keep {
            return text;
        }
        match without_markup(&text) {
            Cow::Borrowed(_) => text,
            Cow::Owned(plain) => {
                let place = text.find(['<', '&']).unwrap_or_default();
                noticed.push((RemarkKind::Markup, around(&text, place)));
                plain
            }
        }
    }

    fn without_double_encoding(
        self,
        text: String,
        noticed: &mut Vec<(RemarkKind, String)>,
    ) -> String {
        let (whole, count) = mended(&text);
        if count == 0 {
            return text;
        }
        let place = text.char_indices().zip(whole.chars()).find(|((_, a), b)| a != b);
        let example = around(&text, place.map_or(0, |((at, _), _)| at));
        if self.repair {
            noticed.push((RemarkKind::Mended, example));
            return whole.into_owned();
        }
        noticed.push((RemarkKind::DoublyEncoded, example));
        text
    }
}

/// Takes a note such as “… [+2219 chars]” off the end of a text, by which a service says that it
/// cut the text off, and says whether there was one.
fn cut_note_taken(text: &mut String, noticed: &mut Vec<(RemarkKind, String)>) -> bool {
    let trimmed = text.trim_end();
    let Some(start) = trimmed.rfind('[').filter(|_| trimmed.ends_with(']')) else { return false };
    let note = trimmed.get(start..).unwrap_or_default();
    let inner = note.trim_matches(['[', ']', '+', ' ', '…', '.']);
    let is_note = inner.split_once(' ').is_some_and(|(number, unit)| {
        !number.is_empty()
            && number.bytes().all(|byte| byte.is_ascii_digit())
            && matches!(unit, "chars" | "characters" | "more chars" | "more characters" | "words")
    });
    if is_note {
        noticed.push((RemarkKind::CutOff, note.to_owned()));
        let kept = text.get(..start).unwrap_or_default().trim_end().len();
        text.truncate(kept);
    }
    is_note
}

/// A few words around a place, for a message.
fn around(text: &str, place: usize) -> String {
    let before = text.get(..place).unwrap_or_default();
    let start = before.char_indices().rev().nth(11).map_or(0, |(at, _)| at);
    let rest = text.get(start..).unwrap_or_default();
    let end = rest.char_indices().nth(36).map_or(rest.len(), |(at, _)| at);
    rest.get(..end).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str, cleaning: Cleaning) -> (String, Vec<RemarkKind>) {
        let Cleaned { text, noticed } = cleaning.clean(text.to_owned());
        (text, noticed.into_iter().map(|(kind, _)| kind).collect())
    }

    #[test]
    fn what_was_changed_or_is_broken_is_noticed() {
        let usual = Cleaning::default();
        let repair = Cleaning { repair: true, ..usual };
        for (text, cleaning, expected, kind) in [
            ("Plain text.", usual, "Plain text.", None),
            ("<p>One &amp; two</p>", usual, "One & two", Some(RemarkKind::Markup)),
            ("The menâ€™s boat", usual, "The menâ€™s boat", Some(RemarkKind::DoublyEncoded)),
            ("The menâ€™s boat", repair, "The men’s boat", Some(RemarkKind::Mended)),
            ("The caf\u{fffd}", usual, "The caf\u{fffd}", Some(RemarkKind::LostCharacters)),
            ("The mil… [+2219 chars]", usual, "The mil…", Some(RemarkKind::CutOff)),
            ("It fell [3 words].", usual, "It fell [3 words].", None),
            ("He said it [in Varsk]", usual, "He said it [in Varsk]", None),
        ] {
            let found = kinds(text, cleaning);
            assert_eq!(found, (expected.to_owned(), kind.into_iter().collect()), "{text}");
        }
        let kept = Cleaning { markup: Markup::Keep, ..usual };
        assert_eq!(kinds("<p>One</p>", kept), ("<p>One</p>".to_owned(), Vec::new()));
    }

    #[test]
    fn an_example_is_short_and_on_one_line() {
        let text = format!("{}\n<b>loud</b>\n{}", "words ".repeat(40), "words ".repeat(40));
        let noticed = Cleaning::default().clean(text).noticed;
        assert!(noticed[0].1.len() < 40 && noticed[0].1.contains("<b>loud"), "{noticed:?}");
    }
}
