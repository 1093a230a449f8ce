//! A look at the head of a table before the corpus is read: whether it has outlets, and what its
//! ids are like.
//!
//! Two things depend on the files beside each other: whether ids that begin from 1 in each of them
//! need the name of the file, and whether that name stands in for outlets. Both are decided from
//! these heads, so that every part of a corpus decides alike.

use super::column::{ColumnNames, Columns};
use super::draft::Fields;
use super::encoding::decode;
use super::format::Format;
use super::json_value::cells_of;
use super::opening::open;
use super::scan::sniff_delimiter;
use csv::ReaderBuilder;
use serde_json::{Map, Value};
use std::io::Read;
use std::path::Path;

/// What the head of a file shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Peek {
    /// Whether it has a column for the text.
    pub has_text: bool,
    /// Whether documents have outlets.
    pub has_outlet: bool,
    /// The first ids.
    pub ids: Vec<String>,
}

/// How much of a file is looked at.
const HEAD: u64 = 1 << 16;
/// Rows that are looked at.
const ROWS: usize = 50;

/// Looks at a table or JSON Lines; none where the file cannot be read or is something else, which
/// is reported when it is its turn.
pub(crate) fn peek(path: &Path, format: Format, names: &ColumnNames) -> Option<Peek> {
    if !matches!(format, Format::Csv | Format::Tsv | Format::JsonLines) {
        return None;
    }
    let mut head = Vec::new();
    open(path).ok()?.file.take(HEAD).read_to_end(&mut head).ok()?;
    let is_whole = (head.len() as u64) < HEAD;
    let text = decode(&head).text;
    match format {
        Format::JsonLines => of_lines(&text, names),
        Format::Tsv => of_table(&text, b'\t', is_whole, names),
        _ => of_table(&text, sniff_delimiter(text.as_bytes()), is_whole, names),
    }
}

fn of_table(text: &str, delimiter: u8, is_whole: bool, names: &ColumnNames) -> Option<Peek> {
    let body = match text.strip_prefix("sep=") {
        Some(rest) => rest.split_once('\n')?.1,
        None => text,
    };
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(body.as_bytes());
    let mut rows: Vec<Vec<String>> = Vec::new();
    for record in reader.records().take(ROWS + 1) {
        rows.push(record.ok()?.iter().map(str::to_owned).collect());
    }
    // The last row may be cut off.
    if !is_whole && rows.len() <= ROWS {
        rows.pop();
    }
    let (header, rows) = rows.split_first()?;
    let columns = Columns::find_present(header, names);
    if columns.text.is_none() {
        return Some(Peek::default());
    }
    let fields = rows.iter().map(|row| columns.fields(|at| row.get(at).map(String::as_str)));
    Some(of_fields(fields))
}

fn of_lines(text: &str, names: &ColumnNames) -> Option<Peek> {
    let lines = text.lines().filter(|line| !line.trim().is_empty()).take(ROWS);
    let mut found = Vec::new();
    for line in lines {
        let Ok(object) = serde_json::from_str::<Map<String, Value>>(line) else { break };
        let (keys, cells): (Vec<String>, Vec<String>) = cells_of(object).into_iter().unzip();
        let columns = Columns::find_present(&keys, names);
        if columns.text.is_none() {
            return Some(Peek::default());
        }
        found.push(columns.fields(|at| cells.get(at).map(String::as_str)));
    }
    (!found.is_empty()).then(|| of_fields(found.into_iter()))
}

fn of_fields(fields: impl Iterator<Item = Fields>) -> Peek {
    let mut peek = Peek { has_text: true, ..Peek::default() };
    for fields in fields {
        peek.has_outlet |= fields.outlet.is_some();
        peek.ids.extend(fields.id);
    }
    peek
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_of_tables_and_lines_show_outlets_and_ids() {
        let names = ColumnNames::default();
        let peek = of_table("id,text\n1,It fell.\n2,It rose.\n3,cut", b',', false, &names).unwrap();
        assert_eq!((peek.has_outlet, peek.ids), (false, vec!["1".to_owned(), "2".to_owned()]));
        let peek = of_lines(
            "{\"id\": 1, \"outlet\": \"Quoin\", \"text\": \"It fell.\"}\n{\"id\": 2, \"te",
            &names,
        )
        .unwrap();
        assert_eq!((peek.has_outlet, peek.ids), (true, vec!["1".to_owned()]));
        assert!(!of_table("a,b\n1,2\n", b',', true, &names).unwrap().has_text);
    }
}
