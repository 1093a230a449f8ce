//! A sheet that people have filled in: a table read whole, its cells found by the names of the
//! columns.
//!
//! Spreadsheets write what they read in another way: with a byte order mark, separated by
//! semicolons or tabs, rows in another order, empty cells at the end of a row left out. None of
//! that matters here.

use super::document::{Place, Reason, Rejection, Source};
use super::encoding::{decode, decode_with, is_binary};
use super::error::CorpusError;
use super::scan::{Fault, Scanned, Shape, scan_file};
use csv::{ByteRecord, ReaderBuilder};
use std::fs::File;
use std::io::{self, Read, Seek};
use std::path::Path;

/// A sheet in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Its path, or `stdin`.
    pub file: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// The names of its columns, without white space round them.
    pub columns: Vec<String>,
    /// Its rows, each with its number (the header is row 1) and as many cells as there are columns;
    /// rows without any content are left out.
    pub rows: Vec<(u64, Vec<String>)>,
}

impl Sheet {
    /// Reads a sheet in CSV, whatever separates its cells; `-` is standard input.
    ///
    /// # Errors
    /// [`CorpusError`] where it cannot be read, is no table of text, or has a row with more cells
    /// than the header.
    pub fn read(path: &Path) -> Result<Self, CorpusError> {
        let unreadable = |source| CorpusError::Unreadable { path: path.to_owned(), source };
        let (handle, file) = if path.as_os_str() == "-" {
            (from_stdin().map_err(unreadable)?, "stdin".to_owned())
        } else if path.exists() {
            (File::open(path).map_err(unreadable)?, path.display().to_string())
        } else {
            return Err(CorpusError::Missing(path.to_owned()));
        };
        let tabs = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("tsv"));
        let handle = text_only(handle, &file).map_err(|fault| in_words(fault, path))?;
        let shape = Shape::Table { delimiter: tabs.then_some(b'\t') };
        let scanned = scan_file(handle, &file, shape).map_err(|fault| in_words(fault, path))?;
        rows_of(scanned, file).map_err(|fault| in_words(fault, path))
    }
}

fn in_words(fault: Fault, path: &Path) -> CorpusError {
    match fault {
        Fault::Io(source) => CorpusError::Unreadable { path: path.to_owned(), source },
        Fault::Corpus(error) => error,
    }
}

/// A copy of standard input that can be read twice.
fn from_stdin() -> io::Result<File> {
    let mut copy = tempfile::tempfile()?;
    io::copy(&mut io::stdin().lock(), &mut copy)?;
    copy.rewind()?;
    Ok(copy)
}

/// The file at its start again, if it begins as text does. A workbook would otherwise be told for
/// its quotation marks.
fn text_only(mut file: File, name: &str) -> Result<File, Fault> {
    let mut head = Vec::new();
    file.by_ref().take(4096).read_to_end(&mut head)?;
    if is_binary(&decode(&head).text) {
        return Err(Fault::Corpus(CorpusError::NoTable(name.to_owned())));
    }
    file.rewind()?;
    Ok(file)
}

fn rows_of(scanned: Scanned, file: String) -> Result<Sheet, Fault> {
    let Scanned { file: handle, fallback, sha256, delimiter, .. } = scanned;
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(handle);
    let mut record = ByteRecord::new();
    let mut columns: Option<Vec<String>> = None;
    let mut rows = Vec::new();
    while reader.read_byte_record(&mut record).map_err(io::Error::other)? {
        let row = record.position().map_or(0, |position| position.record() + 1);
        let mut cells: Vec<String> =
            record.iter().map(|cell| decode_with(cell, fallback).text.into_owned()).collect();
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let Some(columns) = &columns else {
            columns = Some(cells.iter().map(|name| name.trim().to_owned()).collect());
            continue;
        };
        let found = cells
            .iter()
            .rposition(|cell| !cell.trim().is_empty())
            .map_or(0, |last| last as u64 + 1);
        let expected = columns.len() as u64;
        if found > expected {
            let source_place = Source { file: file.as_str().into(), place: Place::Row(row) };
            let reason = Reason::WrongWidth { found, expected, byte: None };
            return Err(Fault::Corpus(CorpusError::BadRow(Rejection { source_place, reason })));
        }
        cells.resize(columns.len(), String::new());
        rows.push((row, cells));
    }
    match columns {
        Some(columns) => Ok(Sheet { file, sha256, columns, rows }),
        None => Err(Fault::Corpus(CorpusError::EmptyTable(file))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<Sheet, CorpusError> {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("a.csv");
        std::fs::write(&path, bytes).unwrap();
        Sheet::read(&path)
    }

    #[test]
    fn a_sheet_is_read_however_a_spreadsheet_wrote_it() {
        let plain = read(b"item,code_1,note\n1,1,\n2,\"0\",\"x, y\"\n").unwrap();
        assert_eq!(
            plain.rows,
            [
                (2, vec!["1".to_owned(), "1".into(), "".into()]),
                (3, vec!["2".into(), "0".into(), "x, y".into()])
            ]
        );
        for bytes in [
            b"\xef\xbb\xbfitem;code_1; note \r\n1;1\r\n;;\r\n2;0;x, y;;\r\n".to_vec(),
            b"item\tcode_1\tnote\n1\t1\t\n\n\t\t\n2\t0\tx, y\n".to_vec(),
            b"sep=;\nitem;code_1;note\n1;1;\n2;0;\"x, y\"\n".to_vec(),
            "item;code_1;note\n1;1;\n2;0;x, \
                y\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect(),
        ] {
            let sheet = read(&bytes).unwrap();
            assert_eq!(sheet.columns, ["item", "code_1", "note"], "{bytes:?}");
            let cells = |sheet: &Sheet| {
                sheet.rows.iter().map(|(_, cells)| cells.clone()).collect::<Vec<_>>()
            };
            assert_eq!(cells(&sheet), cells(&plain), "{bytes:?}");
        }
    }

    #[test]
    fn what_is_no_sheet_is_told() {
        assert!(matches!(read(b"PK\x03\x04\0\0\"\0"), Err(CorpusError::NoTable(_))));
        assert!(matches!(read(b"\n,,\n"), Err(CorpusError::EmptyTable(_))));
        assert_eq!(
            read(b"a,b\n1,2\n1,2,3\n").unwrap_err().to_string().rsplit_once('/').unwrap().1,
            "a.csv, row 3: 3 cells where the header has 2; mend the row"
        );
        assert!(matches!(Sheet::read(Path::new("nowhere.csv")), Err(CorpusError::Missing(_))));
    }
}
