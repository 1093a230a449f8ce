//! A lexicon as a table (`.csv`, `.tsv`), for those who keep theirs in a spreadsheet: one row for
//! each entry of a category.
//!
//! ```csv
//! term,category,weight,note,case,match,near,not_near,within
//! regime,delegitimising,0.5,of a government,,,,diet;exercise,5
//! US,parties.states,,,true,,,,
//! ```
//!
//! `term` and `category` must be there; the others mean what they mean in the native form, with `;`
//! between neighbours. A dot in a category's name nests it. The separator is a tab in a `.tsv`; in
//! a `.csv` it is the comma, semicolon or tab that the header has. Overlaps are settled as the
//! native form settles them by itself: the longest in the lexicon.

use super::super::error::{LexiconError, Problem};
use super::super::model::{Condition, EntryOptions, Lexicon, Neighbour, Position, Within};
use super::super::pattern::MatchMode;
use super::super::read_options::ReadOptions;
use super::draft::{CategoryAt, LANGUAGE, LexiconDraft, Manner};
use super::list;
use super::problem::ImportProblem;
use super::source::DecodedFile;
use super::table_rows::{TableRow, TableRows};
use super::written::{Holds, Wildcards, Written, can_be_listed, number, outline};
use csv::WriterBuilder;

const COLUMNS: [&str; 9] =
    ["term", "category", "weight", "note", "case", "match", "near", "not_near", "within"];

/// Reads a lexicon; `file` is the name for messages, `separator` is told by the header where it is
/// not given. A table whose header has no column `category` is a list of terms.
pub(crate) fn read(
    file: &str,
    bytes: &[u8],
    separator: Option<u8>,
    options: ReadOptions,
) -> Result<Lexicon, LexiconError> {
    let source = DecodedFile::read(file, bytes, options)?;
    let table = TableRows::read(&source, separator)?;
    if list::is_list(&table) {
        return list::read_table(&source, &table);
    }
    let mut draft = LexiconDraft::new(&source, Manner::Own);
    let mut rows = table.rows.iter().map(|row| CsvRow { table: &table, row, columns: [None; 9] });
    let Some(head) = rows.next() else {
        let problem = ImportProblem::NoColumn { name: COLUMNS[0], header: "nothing".to_owned() };
        return Err(source.error(Position { line: 1, column: 1 }, problem));
    };
    let (columns, expected) = (head.header()?, head.row.cells.len());
    for row in rows {
        let row = CsvRow { columns, ..row };
        let found = row.row.cells.len();
        let read = if row.row.is_blank() {
            Ok(())
        } else if found != expected {
            Err(row.error(0, ImportProblem::Cells { found, expected }))
        } else {
            row.entry(&mut draft)
        };
        if let Err(error) = read {
            draft.note(error);
        }
    }
    draft.finish()
}

/// A row with the columns that the header names.
struct CsvRow<'t> {
    table: &'t TableRows<'t>,
    row: &'t TableRow,
    /// Where each of the known columns stands.
    columns: [Option<usize>; 9],
}

impl CsvRow<'_> {
    fn place(&self, cell: usize) -> Position {
        self.table.place(self.row, cell)
    }

    fn error(&self, cell: usize, problem: impl Into<Problem>) -> LexiconError {
        self.table.source.error(self.place(cell), problem)
    }

    /// The columns that this row, the first, names.
    fn header(&self) -> Result<[Option<usize>; 9], LexiconError> {
        let mut columns = [None; 9];
        for (at, name) in self.row.cells.iter().enumerate() {
            let name = name.trim();
            let known = COLUMNS.iter().position(|column| name.eq_ignore_ascii_case(column));
            match known.and_then(|known| columns.get_mut(known)) {
                None => {
                    return Err(self.error(
                        at,
                        ImportProblem::UnknownColumn {
                            name: name.to_owned(),
                            known: COLUMNS.join(", "),
                        },
                    ));
                }
                Some(Some(_)) => {
                    return Err(self.error(at, ImportProblem::ColumnTwice(name.to_owned())));
                }
                Some(place) => *place = Some(at),
            }
        }
        let missing = COLUMNS.into_iter().zip(columns).take(2).find(|(_, at)| at.is_none());
        match missing {
            Some((name, _)) => {
                let header = self.row.cells.iter().map(str::trim).collect::<Vec<_>>().join(", ");
                Err(self.error(0, ImportProblem::NoColumn { name, header }))
            }
            None => Ok(columns),
        }
    }

    /// The number and text of a known column's cell; nothing where it is empty.
    fn cell(&self, column: &str) -> Option<(usize, &str)> {
        let known = COLUMNS.iter().position(|known| *known == column)?;
        let at = (*self.columns.get(known)?)?;
        Some((at, self.row.cells.get(at)?.trim())).filter(|(_, text)| !text.is_empty())
    }

    fn wrong(&self, column: &str, expected: &'static str) -> LexiconError {
        let (at, found) = self
            .cell(column)
            .map_or((0, "empty".to_owned()), |(at, text)| (at, format!("the text {text:?}")));
        self.error(at, Problem::WrongType { key: column.to_owned(), found, expected })
    }

    fn entry(&self, draft: &mut LexiconDraft<'_>) -> Result<(), LexiconError> {
        let (at, term) =
            self.cell("term").ok_or_else(|| self.wrong("term", "a word or a phrase"))?;
        let category = self.category(draft)?;
        let weight = match self.cell("weight") {
            None => 1.0,
            Some((_, text)) => {
                let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
                number.ok_or_else(|| self.wrong("weight", "a number such as 2 or 0.5"))?
            }
        };
        let case = match self.cell("case").map(|(_, text)| text.to_ascii_lowercase()).as_deref() {
            None | Some("false") => false,
            Some("true") => true,
            Some(_) => return Err(self.wrong("case", "true, false or nothing")),
        };
        let mode = match self.cell("match").map(|(_, text)| text) {
            None | Some("glob") => MatchMode::Glob,
            Some("exact") => MatchMode::Exact,
            Some("stem") => MatchMode::Stem,
            Some(_) => return Err(self.wrong("match", "glob, exact, stem or nothing")),
        };
        let note = self.cell("note").map(|(_, text)| text.to_owned());
        let options = EntryOptions { mode, case, weight, note, condition: self.condition()? };
        draft.entry(category, term, options, self.place(at));
        Ok(())
    }

    fn category(&self, draft: &mut LexiconDraft<'_>) -> Result<CategoryAt, LexiconError> {
        let missing = || self.wrong("category", "the name of a category");
        let (at, path) = self.cell("category").ok_or_else(missing)?;
        let mut above = None;
        for name in path.split('.') {
            above = Some(match draft.find(above, name) {
                Some(known) => known,
                None => draft.category(above, name, "", self.place(at)).ok_or_else(missing)?,
            });
        }
        above.ok_or_else(missing)
    }

    fn condition(&self) -> Result<Option<Condition>, LexiconError> {
        let list = |column: &str| -> Result<Vec<Neighbour>, LexiconError> {
            let Some((at, text)) = self.cell(column) else { return Ok(Vec::new()) };
            if text.split(';').any(|term| term.trim().starts_with('@')) {
                return Err(self.wrong("near", "words and phrases; only .toml has named lists"));
            }
            let terms = text.split(';').map(str::trim).filter(|term| !term.is_empty());
            terms
                .map(|term| Neighbour::parse(term, LANGUAGE).map_err(|error| self.error(at, error)))
                .collect()
        };
        let (near, not_near) = (list("near")?, list("not_near")?);
        let within = match self.cell("within") {
            None | Some((_, "sentence")) => Within::Sentence,
            Some((_, text)) => match text.parse::<u32>() {
                Ok(tokens) if tokens > 0 => Within::Tokens(tokens),
                _ => return Err(self.wrong("within", "a number of tokens from 1 up, or sentence")),
            },
        };
        match (near.is_empty() && not_near.is_empty(), self.cell("within")) {
            (true, Some((at, _))) => Err(self.error(at, Problem::IdleWithin)),
            (true, None) => Ok(None),
            (false, _) => Ok(Some(Condition { near, not_near, within })),
        }
    }
}

/// Writes what a table holds: entries with all that may be said of them; of the columns those that
/// are used.
pub(crate) fn write(lexicon: &Lexicon, separator: u8) -> Written {
    let holds =
        Holds { own: true, weights: true, wildcards: Wildcards::All, empty: false, ..Holds::WORDS };
    let mut rows: Vec<[String; 9]> = Vec::new();
    for branch in outline(lexicon, holds) {
        for entry in branch.entries {
            let mode = match entry.mode {
                MatchMode::Glob => "",
                MatchMode::Exact => "exact",
                MatchMode::Stem => "stem",
            };
            let condition = entry.condition.as_deref().filter(|_| can_be_listed(entry));
            let listed = |neighbours: &[Neighbour]| {
                neighbours.iter().map(|n| n.term.as_str()).collect::<Vec<_>>().join(";")
            };
            let within = match condition.map(|condition| condition.within) {
                Some(Within::Tokens(tokens)) => tokens.to_string(),
                _ => String::new(),
            };
            rows.push([
                entry.term.clone(),
                branch.path.to_owned(),
                if entry.weight == 1.0 { String::new() } else { number(entry.weight) },
                entry.note.clone().unwrap_or_default(),
                if entry.case { "true".to_owned() } else { String::new() },
                mode.to_owned(),
                condition.map(|condition| listed(&condition.near)).unwrap_or_default(),
                condition.map(|condition| listed(&condition.not_near)).unwrap_or_default(),
                within,
            ]);
        }
    }
    let is_used = |column: usize| {
        column < 2 || rows.iter().any(|row| row.get(column).is_some_and(|cell| !cell.is_empty()))
    };
    let used: Vec<usize> = (0..COLUMNS.len()).filter(|&column| is_used(column)).collect();
    let mut out = WriterBuilder::new().delimiter(separator).from_writer(Vec::new());
    let pick = |row: &[String; 9]| {
        used.iter().filter_map(|&column| row.get(column).cloned()).collect::<Vec<_>>()
    };
    // Writing to memory does not fail.
    let _ = out.write_record(pick(&COLUMNS.map(str::to_owned)));
    rows.iter().for_each(|row| {
        let _ = out.write_record(pick(row));
    });
    let text =
        out.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
    holds.written(lexicon, text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(file: &str, bytes: &[u8], separator: Option<u8>) -> Result<Lexicon, LexiconError> {
        super::read(file, bytes, separator, ReadOptions::default())
    }

    fn message(text: &str) -> String {
        read("words.csv", text.as_bytes(), None).unwrap_err().to_string()
    }

    const FULL: &str = "term,category,weight,note,case,match,near,not_near,within\n\
        \"regime, the\",a,0.5,\"of a \"\"government\"\"\",,,,diet;exercise plan,5\n\n\
        US,b.c,,,TRUE,,,,\n\
        run,b,-12,,false,stem,air,,sentence\n\
        ,,,,,,,,\n\
        gunm?n,a,,,,exact,,,\n";

    #[test]
    fn all_columns_are_read() {
        let text = FULL.replace("gunm?n", "gunmen");
        let lexicon = read("words.csv", text.as_bytes(), None).unwrap();
        let told: Vec<_> =
            lexicon.categories.iter().map(|c| (c.name.as_str(), c.entries.len())).collect();
        assert_eq!(told, [("a", 2), ("b", 1), ("b.c", 1)]);
        let [regime, gunmen] = lexicon.categories[0].entries.as_slice() else { panic!() };
        assert_eq!(
            (regime.weight, regime.note.as_deref(), regime.position),
            (0.5, Some("of a \"government\""), Position { line: 2, column: 1 })
        );
        let condition = regime.condition.as_deref().unwrap();
        assert_eq!(
            (condition.not_near[1].term.as_str(), condition.within),
            ("exercise plan", Within::Tokens(5))
        );
        assert_eq!((gunmen.mode, gunmen.position.line), (MatchMode::Exact, 7));
        assert!(lexicon.categories[2].entries[0].case);
        assert_eq!(
            (lexicon.categories[1].entries[0].weight, lexicon.categories[1].entries[0].mode),
            (-12.0, MatchMode::Stem)
        );
        assert_eq!(lexicon.overlap, super::super::super::model::Overlap::Lexicon);
    }

    #[test]
    fn the_separator_is_told_by_ending_or_header() {
        for (text, separator) in [
            ("term;category;near\nx;a;\"y;z\"\n", None),
            ("Category\tTerm\tnear\na\tx\ty;z\n", None),
            ("term\tcategory\tnear\nx\ta\ty;z\n", Some(b'\t')),
        ] {
            let lexicon = read("words.csv", text.as_bytes(), separator).unwrap();
            let entry = &lexicon.categories[0].entries[0];
            assert_eq!(
                (entry.term.as_str(), entry.condition.as_deref().unwrap().near.len()),
                ("x", 2),
                "{text}"
            );
        }
    }

    #[test]
    fn faults_are_told_with_row_and_column() {
        for (text, expected) in [
            ("", "words.csv:1:1: there is no column `term`; the header has nothing"),
            (
                "word,category\n",
                "words.csv:1:1: unknown column `word`; a lexicon table has the columns term, \
                 category, weight, note,",
            ),
            (
                "term,weight\n",
                "words.csv:1:1: there is no column `category`; the header has term, weight",
            ),
            ("term,category,term\n", "words.csv:1:15: the column `term` appears twice"),
            (
                "term,category,weight\nx,a,1\n\"y, z\",a,0.5x\n",
                "words.csv:3:10: `weight` is the text \"0.5x\"; expected a number such as 2 or 0.5",
            ),
            (
                "term;category;weight\nx;a;0,5\n",
                "words.csv:2:5: `weight` is the text \"0,5\"; expected a number",
            ),
            ("term,category,weight\nx,a,nan\n", "`weight` is the text \"nan\""),
            ("term,category\nx\n", "words.csv:2:1: this row has 1 cells, the header 2"),
            ("term,category\n,a\n", "words.csv:2:1: `term` is empty; expected a word or a phrase"),
            (
                "term,category\nx,\n",
                "words.csv:2:1: `category` is empty; expected the name of a category",
            ),
            (
                "term,category\nx,a..b\n",
                "words.csv:2:3: the category name `` has no letter or digit",
            ),
            (
                "term,category\nx,a b\ny,a-b\n",
                "words.csv:3:3: the categories `a-b` and `a b` (line 2) would both be named `a-b`",
            ),
            ("term,category\n&,a\n", "words.csv:2:1: `&` has no letter or digit"),
            (
                "term,category,case\nx,a,maybe\n",
                "words.csv:2:5: `case` is the text \"maybe\"; expected true, false or nothing",
            ),
            (
                "term,category,match\nx,a,regex\n",
                "words.csv:2:5: `match` is the text \"regex\"; expected glob, exact, stem or \
                 nothing",
            ),
            (
                "term,category,match\nx*,a,exact\n",
                "words.csv:2:1: `x*` has a wildcard, which `match = \"exact\"` does not read",
            ),
            (
                "term,category,near,within\nx,a,y,0\n",
                "words.csv:2:7: `within` is the text \"0\"; expected a number of tokens from 1 up",
            ),
            (
                "term,category,near,within\nx,a,,3\n",
                "words.csv:2:6: `within` says how far, but there is no `near`",
            ),
            ("term,category,near\nx,a,y;&\n", "words.csv:2:5: `&` has no letter or digit"),
            (
                "term,category,note\n\nx,a,\"two\nlines\"\ny,,\n",
                "words.csv:5:1: `category` is empty",
            ),
            (
                "term,category\nx,\"a \"\"b\"\"\ny,b\n",
                "words.csv:2:3: the quotation mark that opens this cell is never closed",
            ),
            ("term,category\n", "words.csv:1:1: this lexicon has no entries"),
        ] {
            let told = message(text);
            assert!(told.contains(expected), "{text:?}: {told}");
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        let lexicon = read("words.csv", FULL.replace("gunm?n", "gunmen").as_bytes(), None).unwrap();
        for separator in [b',', b'\t'] {
            let written = write(&lexicon, separator);
            assert_eq!((written.losses.len(), written.unsaid.len()), (0, 0));
            let back = read("words.csv", written.text.as_bytes(), None).unwrap();
            assert_eq!(
                super::super::toml_write::write(&back).text,
                super::super::toml_write::write(&lexicon).text
            );
        }
        let source = r#"
            name = "t"
            overlap = "longest in category"
            [category.a]
            terms = [{ term = "x", near = ["a;b"] }]
            [category.b]
            terms = ["x y"]
            [category.c]
            terms = []
        "#;
        let written = write(&super::super::toml::read("t.toml", source.as_bytes()).unwrap(), b',');
        let expected = [
            "the policy `longest in category` for overlaps",
            "1 category without entries",
            "1 condition",
        ];
        assert_eq!(written.losses, expected);
        assert_eq!(written.text, "term,category\nx,a\nx y,b\n");
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = read("x.csv", &bytes, None);
            let _ = read("x.tsv", &bytes, Some(b'\t'));
        }

        #[test]
        fn any_rows_are_read_or_refused(rows in "[a-c,;\"\n.0-2é]{0,60}") {
            let table = format!("term,category,weight,near,within\n{rows}");
            let _ = read("x.csv", table.as_bytes(), None);
        }
    }
}
