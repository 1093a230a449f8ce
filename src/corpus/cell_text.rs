//! A text as a cell of a table that reads back as the same text.
//!
//! Tags and entities are taken out of cells when they are read, and spreadsheets run cells that
//! begin as a formula does. So a text that would be changed is written in entities, and no other
//! is.

use super::markup::without_markup;
use std::borrow::Cow;

/// The cell for a text. Read as [`super::Cleaning`] does by default, it is the text again.
pub(crate) fn cell_of(text: &str) -> Cow<'_, str> {
    let is_kept = without_markup(text) == text;
    let mut rest = text.chars();
    let first = rest.next().filter(|_| would_run(text));
    match (first, is_kept) {
        (None, true) => Cow::Borrowed(text),
        (None, false) => Cow::Owned(escaped_twice(text)),
        (Some(first), is_kept) => {
            let rest = rest.as_str();
            let rest = if is_kept { rest.to_owned() } else { escaped_twice(rest) };
            Cow::Owned(format!("&#{};{rest}", u32::from(first)))
        }
    }
}

/// Whether a spreadsheet would run a cell as a formula, now or after an apostrophe is taken off its
/// beginning. Tables put an apostrophe before such cells, so one can always be taken off again.
pub(crate) fn would_run(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// Escaped twice, since entities are read twice: services escape what is escaped already.
fn escaped_twice(text: &str) -> String {
    text.replace('&', "&amp;amp;").replace('<', "&amp;lt;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Cleaning;
    use proptest::prelude::*;

    fn read(cell: &str) -> String {
        Cleaning::default().clean(cell.to_owned()).text
    }

    #[test]
    fn only_a_text_that_would_be_changed_is_written_otherwise() {
        for (text, cell) in [
            ("Kethmar & Orlan, 3 < 4", "Kethmar & Orlan, 3 < 4"),
            ("The tag <b>", "The tag &amp;lt;b>"),
            ("Fish &amp; chips", "Fish &amp;amp;amp; chips"),
            ("=1+1", "&#61;1+1"),
            ("- No, she said.", "&#45; No, she said."),
            ("=<b>", "&#61;&amp;lt;b>"),
            ("'=1+1", "&#39;=1+1"),
            ("'tis", "'tis"),
        ] {
            assert_eq!(cell_of(text), cell);
            assert_eq!(read(&cell_of(text)), text);
        }
    }

    proptest! {
        #[test]
        fn a_cell_reads_back_as_its_text(
            text in "'?[=+@\t\r\n -]?([a-z ]|<b>|</p>|<br/>|<!--|-->|&[a-z#0-9;]{0,5}|\\PC){0,12}"
        ) {
            // What reading takes away cannot be in a text that was read.
            prop_assume!(!text.ends_with(']'));
            prop_assert_eq!(read(&cell_of(&text)), text);
        }
    }
}
