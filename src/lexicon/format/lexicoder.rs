//! Lexicoder 3 dictionaries (`.lc3`, Daku, Soroka & Young 2015): a line `+NAME` opens a category,
//! every other line is an entry.
//!
//! Lexicoder has one level of categories and no weights. A colour behind a category's name
//! (`+negative#AA0000`) is left out. Entries are globs whatever their case; each counts in every
//! category that lists it ([`Overlap::Category`](super::super::model::Overlap)).

use super::super::error::LexiconError;
use super::super::model::{EntryOptions, Lexicon};
use super::super::read_options::ReadOptions;
use super::draft::{LexiconDraft, Manner};
use super::problem::ImportProblem;
use super::source::DecodedFile;
use super::written::{Holds, Written, outline};
use crate::prose::folded;
use std::fmt::Write;

/// Reads a lexicon; `file` is the name for messages.
pub(crate) fn read(
    file: &str,
    bytes: &[u8],
    options: ReadOptions,
) -> Result<Lexicon, LexiconError> {
    let source = DecodedFile::read(file, bytes, options)?;
    let mut draft = LexiconDraft::new(&source, Manner::Foreign);
    let mut category = None;
    for line in source.lines().filter(|line| !line.trimmed().is_empty()) {
        let told = line.trimmed();
        let place = line.place(told);
        match (told.strip_prefix('+'), category) {
            (Some(name), _) => category = draft.category(None, without_colour(name), "", place),
            (None, Some(at)) => draft.entry(at, told, EntryOptions::default(), place),
            (None, None) => {
                let problem =
                    ImportProblem::NoCategory { term: told.to_owned(), expected: "a line `+NAME`" };
                draft.note_at(place, problem);
            }
        }
    }
    draft.finish()
}

fn without_colour(name: &str) -> &str {
    let is_colour =
        |colour: &str| colour.len() == 6 && colour.chars().all(|c| c.is_ascii_hexdigit());
    name.rsplit_once('#')
        .filter(|(_, colour)| is_colour(colour.trim()))
        .map_or(name, |(name, _)| name)
}

/// Writes what Lexicoder holds: categories of words on one level, with `*` at the end of an entry.
pub(crate) fn write(lexicon: &Lexicon) -> Written {
    let holds = Holds { nesting: false, ..Holds::WORDS };
    let mut out = String::new();
    for branch in outline(lexicon, holds) {
        let _ = writeln!(out, "+{}", branch.path);
        branch.entries.iter().for_each(|entry| {
            let _ = writeln!(out, "{}", folded(&entry.term));
        });
    }
    holds.written(lexicon, out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(file: &str, bytes: &[u8]) -> Result<Lexicon, LexiconError> {
        super::read(file, bytes, ReadOptions::default())
    }

    fn message(text: &str) -> String {
        read("words.lc3", text.as_bytes()).unwrap_err().to_string()
    }

    #[test]
    fn categories_and_entries_are_read_line_by_line() {
        let lexicon =
            read("words.lc3", b"+A category\nmore\n lamb* \n\n+negative#AA0000\r\na lie\r\n")
                .unwrap();
        let told: Vec<_> =
            lexicon.categories.iter().map(|c| (c.name.as_str(), c.entries.len())).collect();
        assert_eq!(told, [("A-category", 2), ("negative", 1)]);
        assert_eq!(
            (
                lexicon.categories[0].entries[1].term.as_str(),
                lexicon.categories[0].description.as_str()
            ),
            ("lamb*", "A category")
        );
        assert_eq!(lexicon.categories[1].entries[0].term, "a lie");
    }

    #[test]
    fn faults_are_told_with_their_place() {
        assert!(message("more\n+a\n").starts_with(
            "words.lc3:1:1: `more` stands in no category; write a line `+NAME` before it"
        ));
        assert!(
            message("+a\nx\n+a\n")
                .starts_with("words.lc3:3:1: the category `a` appears twice (first in line 1)")
        );
        assert!(message("+a\n  ;)\n").starts_with("words.lc3:2:3: `;)` has no letter or digit"));
        assert!(
            message("+\nx\n")
                .starts_with("words.lc3:1:1: the category name `` has no letter or digit")
        );
        assert!(message("+a\n").contains("no entries"));
    }

    #[test]
    fn what_is_written_is_read_back() {
        let text = "+A-category\nmore\nkind of\nlamb*\n+empty\n";
        let written = write(&read("words.lc3", text.as_bytes()).unwrap());
        assert_eq!(
            (written.text.as_str(), written.losses.len(), written.unsaid.len()),
            (text, 0, 0)
        );
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = read("x.lc3", &bytes);
        }

        #[test]
        fn any_lines_are_read_or_refused(text in "[+a-c #0\r\n*é]{0,60}") {
            let _ = read("x.lc3", text.as_bytes());
        }
    }
}
