//! Lists of words (`.txt`, and tables without a column `category`): a term a line, alone or with a
//! value.
//!
//! ```text
//! truce⇥2
//! riot*⇥-3
//! ```
//!
//! A tab, a comma or a semicolon comes before the value. Values that are numbers are weights, and
//! all terms are in one category, named after the file; other values are the categories of their
//! terms. In a text, a line that begins with `;` or with `#` and a blank is a remark. A first line
//! that names the columns is a heading. Entries are globs whatever their case; each counts in every
//! category that lists it ([`Overlap::Category`](super::super::model::Overlap)).

use super::super::error::LexiconError;
use super::super::model::{EntryOptions, Lexicon, Position};
use super::super::read_options::ReadOptions;
use super::draft::{LexiconDraft, Manner};
use super::problem::ImportProblem;
use super::source::{DecodedFile, SourceLine};
use super::table_rows::TableRows;
use super::written::{Holds, Wildcards, Written, outline};
use crate::prose::folded;
use std::fmt::Write;
use std::path::Path;

/// What a column of terms is called.
const HEADINGS: [&str; 12] = [
    "term",
    "terms",
    "word",
    "words",
    "entry",
    "entries",
    "token",
    "lemma",
    "phrase",
    "expression",
    "ngram",
    "dicterm",
];

/// A row of a list.
struct ListRow<'t> {
    position: Position,
    cells: Vec<&'t str>,
}

impl ListRow<'_> {
    fn term(&self) -> &str {
        self.cells.first().copied().unwrap_or("")
    }

    fn value(&self) -> Option<&str> {
        self.cells.get(1).copied().filter(|value| !value.is_empty())
    }

    fn number(&self) -> Option<f64> {
        self.value()?.parse::<f64>().ok().filter(|number| number.is_finite())
    }
}

/// Reads a list from the lines of a text; `file` is the name for messages.
pub(crate) fn read(
    file: &str,
    bytes: &[u8],
    options: ReadOptions,
) -> Result<Lexicon, LexiconError> {
    let source = DecodedFile::read(file, bytes, options)?;
    let is_remark = |line: &SourceLine<'_>| {
        let text = line.trimmed();
        text.starts_with(';') || text == "#" || text.starts_with("# ")
    };
    let lines: Vec<SourceLine<'_>> =
        source.lines().filter(|line| !line.trimmed().is_empty() && !is_remark(line)).collect();
    // What parts most lines parts all.
    let separator = ['\t', ',', ';'].into_iter().find(|&separator| {
        lines.iter().filter(|line| line.trimmed().contains(separator)).count() * 2 > lines.len()
    });
    let rows = lines.iter().map(|line| {
        let text = line.trimmed();
        let cells = match separator {
            Some(separator) => text.split(separator).map(|cell| cell.trim()).collect(),
            None => vec![text],
        };
        ListRow { position: line.place(text), cells: without_quotes(cells) }
    });
    lexicon(&source, rows.collect())
}

/// Whether a table is a list: no column of it is named `category`, and it has two at most.
pub(super) fn is_list(table: &TableRows<'_>) -> bool {
    let Some(header) = table.rows.first() else { return false };
    let names = |name: &str| header.cells.iter().any(|cell| cell.trim().eq_ignore_ascii_case(name));
    let is_bare_header = table.rows.len() == 1 && names("term");
    header.cells.len() <= 2 && !names("category") && !is_bare_header
}

/// Reads a list from the rows of a table.
pub(super) fn read_table(
    source: &DecodedFile<'_>,
    table: &TableRows<'_>,
) -> Result<Lexicon, LexiconError> {
    let rows = table.rows.iter().filter(|row| !row.is_blank()).map(|row| ListRow {
        position: table.place(row, 0),
        cells: row.cells.iter().map(str::trim).collect(),
    });
    lexicon(source, rows.collect())
}

/// Cells of a text without the quotation marks round them.
fn without_quotes(cells: Vec<&str>) -> Vec<&str> {
    let bare = |cell| -> &str {
        let inside = str::strip_prefix(cell, '"').and_then(|cell| cell.strip_suffix('"'));
        inside.filter(|inside| !inside.contains('"')).unwrap_or(cell)
    };
    cells.into_iter().map(bare).collect()
}

fn lexicon(source: &DecodedFile<'_>, rows: Vec<ListRow<'_>>) -> Result<Lexicon, LexiconError> {
    let mut draft = LexiconDraft::new(source, Manner::Foreign);
    let (head, rows) = match rows.split_first() {
        Some((head, rest)) if is_heading(head, rest) => (Some(head), rest),
        _ => (None, rows.as_slice()),
    };
    let names_categories =
        head.and_then(ListRow::value).is_some_and(|name| name.eq_ignore_ascii_case("category"));
    if let Some(head) = head.filter(|_| !names_categories) {
        draft.remark(head.position, ImportProblem::Heading(head.cells.join(", ")));
    }
    let valued = rows.iter().filter(|row| row.value().is_some()).count();
    let numbers = rows.iter().filter(|row| row.number().is_some()).count();
    let has_values = valued > 0 || names_categories;
    let has_weights = !names_categories && numbers > 0 && numbers * 2 >= valued;
    let stem = Path::new(source.file).file_stem().unwrap_or_default().to_string_lossy();
    for row in rows {
        let (term, place) = (row.term(), row.position);
        let cells = if has_values { row.cells.len() } else { 2 };
        let category = match row.value() {
            // A cell at the end of the line may be empty.
            _ if cells > 2 && row.cells.iter().skip(2).any(|cell| !cell.is_empty()) => None,
            Some(_) if has_weights => Some(stem.as_ref()),
            None if !has_values => Some(stem.as_ref()),
            value => value,
        };
        let Some(category) = category else {
            let found = row.cells.iter().filter(|cell| !cell.is_empty()).count();
            draft.note_at(place, ImportProblem::ListCells { term: term.to_owned(), found });
            continue;
        };
        let weight = match row.number() {
            Some(number) if has_weights => number,
            None if has_weights => {
                let found = row.value().unwrap_or("").to_owned();
                let problem = ImportProblem::ListValue { term: term.to_owned(), found };
                draft.note_at(place, problem);
                continue;
            }
            _ => 1.0,
        };
        let known = draft.find(None, category);
        let at = known.or_else(|| draft.category(None, category, "", place));
        if let Some(at) = at {
            draft.entry(at, term, EntryOptions { weight, ..EntryOptions::default() }, place);
        }
    }
    draft.finish()
}

/// Whether the first row names the columns: by a usual name for terms, or since all other rows have
/// a number where it has none.
fn is_heading(head: &ListRow<'_>, rest: &[ListRow<'_>]) -> bool {
    let is_named = HEADINGS.iter().any(|name| head.term().eq_ignore_ascii_case(name));
    let is_over_numbers = head.value().is_some()
        && head.number().is_none()
        && rest.iter().all(|r| r.number().is_some());
    !rest.is_empty() && (is_named || is_over_numbers)
}

/// Writes what a list holds: each term with its category.
pub(crate) fn write(lexicon: &Lexicon) -> Written {
    let holds = Holds { nesting: false, wildcards: Wildcards::All, empty: false, ..Holds::WORDS };
    let mut out = String::from("term\tcategory\n");
    for branch in outline(lexicon, holds) {
        branch.entries.iter().for_each(|entry| {
            let _ = writeln!(out, "{}\t{}", folded(&entry.term), branch.path);
        });
    }
    holds.written(lexicon, out)
}

#[cfg(test)]
mod tests {
    use super::super::outline::{outline, pairs};
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Result<Lexicon, LexiconError> {
        super::read("my words.txt", text.as_bytes(), ReadOptions::default())
    }

    #[test]
    fn terms_stand_alone_or_with_a_category() {
        for (text, expected) in [
            ("truce\nriot*\n\nkind of\n", &[("my-words", "truce · riot* · kind of")][..]),
            ("; a remark\n# another\ntruce\r\nriot\r\n", &[("my-words", "truce · riot")]),
            ("truce\tcalm\nriot\tunrest\n", &[("calm", "truce"), ("unrest", "riot")]),
            ("term,value\ntruce,calm\n\"riot\",calm\n", &[("calm", "truce · riot")]),
            ("term\tcategory\ntruce\t1\nriot\t2\n", &[("1", "truce"), ("2", "riot")]),
            ("word\ntruce\n", &[("my-words", "truce")]),
        ] {
            assert_eq!(outline(read(text)), pairs(expected), "{text:?}");
        }
    }

    #[test]
    fn numbers_are_weights_and_a_heading_over_them_is_no_entry() {
        for text in ["truce\t2\nriot\t-3.5\n", "truce,2\nriot,-3.5\n", "a,b\ntruce;2\nriot;-3.5\n"]
        {
            let text =
                if text.starts_with("a,b") { "label;score\ntruce;2\nriot;-3.5\n" } else { text };
            let lexicon = read(text).unwrap();
            let entries = &lexicon.categories[0].entries;
            let weights: Vec<_> = entries.iter().map(|e| (e.term.as_str(), e.weight)).collect();
            assert_eq!(weights, [("truce", 2.0), ("riot", -3.5)], "{text:?}");
        }
        let remarks = read("label,score\ntruce,2\n").unwrap().import.remarks;
        assert_eq!(
            remarks,
            ["my words.txt:1:1: `label, score` is read as the heading of the list, not as an \
                 entry"]
        );
    }

    #[test]
    fn all_faults_are_told_and_terms_without_a_word_are_left_out() {
        let told = read("a\t1\nb\nc\t1\t2\nd\tmuch\ne\t2\n").unwrap_err().to_string();
        let lines: Vec<&str> = told.lines().collect();
        assert_eq!(
            lines,
            [
                "my words.txt:2:1: `b` has 1 cells, other lines of this list two: a term and its \
                 value",
                "my words.txt:3:1: `c` has 3 cells, other lines of this list two: a term and its \
                 value",
                "my words.txt:4:1: the value of `d` is `much`, while most values of this list are \
                 numbers",
            ]
        );
        let lexicon = read(":)\ntruce\n;-) a remark\n").unwrap();
        assert_eq!((lexicon.entries(), lexicon.import.left_out.len()), (1, 1));
        assert!(read("").unwrap_err().to_string().contains("no entries"));
    }

    #[test]
    fn what_is_written_is_read_back() {
        let text = "term\tcategory\ntruce\tcalm\nr?ot*\tunrest\n";
        let written = write(&read(text).unwrap());
        assert_eq!((written.text.as_str(), written.losses.len()), (text, 0));
    }

    proptest! {
        #[test]
        fn any_lines_are_read_or_refused(text in "[a-c,;\t\"\n.#0-2é-]{0,60}") {
            let _ = read(&text);
        }
    }
}
