//! LIWC-22 dictionaries (`.dicx`): a table with a row for each entry and a column for each
//! category.
//!
//! ```csv
//! DicTerm,calm,unrest
//! truce*,X,
//! riot,,X
//! ```
//!
//! `X` marks the categories of an entry; a number there is its weight, and 0 is not a mark. Entries
//! are globs whatever their case; each counts in every category that marks it
//! ([`Overlap::Category`](super::super::model::Overlap)).

use super::super::error::LexiconError;
use super::super::model::{EntryOptions, Lexicon, Position};
use super::super::read_options::ReadOptions;
use super::draft::{CategoryAt, LexiconDraft, Manner};
use super::problem::ImportProblem;
use super::source::DecodedFile;
use super::table_rows::{TableRow, TableRows};
use super::written::{Holds, Written, number, outline};
use crate::prose::folded;
use csv::WriterBuilder;
use std::collections::HashMap;

/// The heading of the column of entries.
const TERM: &str = "DicTerm";

/// Reads a lexicon; `file` is the name for messages.
pub(crate) fn read(
    file: &str,
    bytes: &[u8],
    options: ReadOptions,
) -> Result<Lexicon, LexiconError> {
    let source = DecodedFile::read(file, bytes, options)?;
    let table = TableRows::read(&source, None)?;
    let mut draft = LexiconDraft::new(&source, Manner::Foreign);
    let mut rows = table.rows.iter().filter(|row| !row.is_blank());
    let header = rows.next();
    let is_term = |row: &&TableRow| {
        row.cells.get(0).is_some_and(|cell| cell.trim().eq_ignore_ascii_case(TERM))
    };
    let Some(header) = header.filter(is_term) else {
        let told = header.map_or_else(
            || "nothing".to_owned(),
            |row| row.cells.iter().map(str::trim).collect::<Vec<_>>().join(", "),
        );
        let problem = ImportProblem::NoColumn { name: TERM, header: told };
        return Err(source.error(Position { line: 1, column: 1 }, problem));
    };
    let mut columns: Vec<Option<CategoryAt>> = Vec::new();
    for (at, name) in header.cells.iter().enumerate().skip(1) {
        // A separator at the end of each line makes a column without a name.
        let is_blank = |row: &TableRow| row.cells.get(at).is_none_or(|cell| cell.trim().is_empty());
        let category = match table.rows.iter().all(is_blank) {
            true => None,
            false => draft.category(None, name, "", table.place(header, at)),
        };
        columns.push(category);
    }
    for row in rows {
        entry(&mut draft, &table, row, &columns);
    }
    draft.finish()
}

fn entry(
    draft: &mut LexiconDraft<'_>,
    table: &TableRows<'_>,
    row: &TableRow,
    columns: &[Option<CategoryAt>],
) {
    let term = row.cells.get(0).unwrap_or("").trim();
    let place = table.place(row, 0);
    let mut is_marked = false;
    for (at, mark) in row.cells.iter().enumerate().skip(1) {
        let mark = mark.trim();
        let weight = match mark {
            "" | "0" => continue,
            _ if mark.eq_ignore_ascii_case("x") => Some(1.0),
            _ => mark.parse::<f64>().ok().filter(|weight| weight.is_finite()),
        };
        is_marked = true;
        match (weight, columns.get(at - 1)) {
            (Some(weight), Some(&Some(category))) => {
                draft.entry(category, term, EntryOptions { weight, ..Default::default() }, place)
            }
            (None, Some(_)) => {
                let header = table.rows.first().and_then(|header| header.cells.get(at));
                let category = header.unwrap_or("").trim().to_owned();
                let problem = ImportProblem::NoMark { found: mark.to_owned(), category };
                draft.note_at(table.place(row, at), problem);
            }
            _ => {
                let (found, expected) = (row.cells.len(), columns.len() + 1);
                let problem = ImportProblem::Cells { found, expected };
                return draft.note_at(table.place(row, at), problem);
            }
        }
    }
    if !is_marked {
        draft.note_at(place, ImportProblem::Unmarked(term.to_owned()));
    }
}

/// Writes what LIWC-22 holds: categories of words on one level, with `*` at the end of an entry,
/// and weights.
pub(crate) fn write(lexicon: &Lexicon) -> Written {
    let holds = Holds { nesting: false, weights: true, empty: false, ..Holds::WORDS };
    let branches = outline(lexicon, holds);
    let filled: Vec<_> = branches.iter().filter(|branch| !branch.entries.is_empty()).collect();
    let mut rows: Vec<(String, Vec<String>)> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for (column, branch) in filled.iter().enumerate() {
        for entry in &branch.entries {
            let term = folded(&entry.term);
            let at = *known.entry(term.clone()).or_insert_with(|| {
                rows.push((term, vec![String::new(); filled.len()]));
                rows.len() - 1
            });
            let mark = match entry.weight {
                1.0 => "X".to_owned(),
                0.0 => "0.0".to_owned(),
                weight => number(weight),
            };
            if let Some(cell) = rows.get_mut(at).and_then(|(_, cells)| cells.get_mut(column)) {
                *cell = mark;
            }
        }
    }
    let mut out = WriterBuilder::new().from_writer(Vec::new());
    // Writing to memory does not fail.
    let header = std::iter::once(TERM).chain(filled.iter().map(|branch| branch.path));
    let _ = out.write_record(header);
    for (term, cells) in &rows {
        let _ = out.write_record(std::iter::once(term).chain(cells));
    }
    let text =
        out.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
    holds.written(lexicon, text)
}

#[cfg(test)]
mod tests {
    use super::super::outline::{outline, pairs};
    use super::*;
    use proptest::prelude::*;

    fn read(bytes: &[u8]) -> Result<Lexicon, LexiconError> {
        super::read("words.dicx", bytes, ReadOptions::default())
    }

    #[test]
    fn marks_name_the_categories_of_an_entry() {
        for text in [
            "DicTerm,calm,unrest\ntruce*,X,\nkind of,x,X\nriot,,X\n",
            "\u{feff}dicterm;calm;unrest;\r\n\"truce*\";X;;\r\nkind of;1;1;\r\nriot;0;1;\r\n",
            "DicTerm\tcalm\tunrest\ntruce*\tX\nkind of\tX\tX\nriot\t\tX\n",
        ] {
            let expected = pairs(&[("calm", "truce* · kind of"), ("unrest", "kind of · riot")]);
            assert_eq!(outline(read(text.as_bytes())), expected, "{text:?}");
        }
        let lexicon = read(b"DicTerm,a\nx,-0.5\n:),X\ny,\n").unwrap();
        assert_eq!(lexicon.categories[0].entries[0].weight, -0.5);
        assert_eq!(lexicon.import.left_out.len(), 2);
    }

    #[test]
    fn all_faults_are_told_with_their_place() {
        for (text, expected) in [
            ("", "words.dicx:1:1: there is no column `DicTerm`; the header has nothing"),
            ("term,a\nx,X\n", "there is no column `DicTerm`; the header has term, a"),
            ("DicTerm,a\nx,yes\ny,X,X\n", "words.dicx:2:3: `yes` under `a` is not a mark"),
            ("DicTerm,a\nx,yes\ny,X,X\n", "words.dicx:3:5: this row has 3 cells, the header 2"),
            ("DicTerm,a,a\nx,X,X\n", "words.dicx:1:11: the category `a` appears twice"),
            ("DicTerm,a\n", "this lexicon has no entries"),
        ] {
            let told = read(text.as_bytes()).unwrap_err().to_string();
            assert!(told.contains(expected), "{text:?}: {told}");
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        let text = "DicTerm,calm,unrest\ntruce*,X,\nkind of,X,-2.5\nriot,,X\n";
        let written = write(&read(text.as_bytes()).unwrap());
        assert_eq!((written.text.as_str(), written.losses.len()), (text, 0));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = read(&bytes);
        }

        #[test]
        fn any_rows_are_read_or_refused(rows in "[a-cXx,;\"\n.0-2é]{0,60}") {
            let _ = read(format!("DicTerm,a,b\n{rows}").as_bytes());
        }
    }
}
