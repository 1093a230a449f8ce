//! A sheet that people have filled in: a table read whole, its cells found by the names of the
//! columns.
//!
//! A spreadsheet writes a table in another way than it read it: with a byte order mark, separated
//! by semicolons or tabs, its rows sorted, empty cells at the end of a row left out. None of that
//! matters here.

use super::cell_text::would_run;
use super::copying::{copy_of, head_of};
use super::encoding::{decode, is_binary};
use super::error::{CorpusError, Fault};
use super::rejection::{Reason, Rejection};
use super::scan::{Layout, Scanned, row_number, scan_file};
use super::source::{Place, Source};
use csv::{ByteRecord, ReaderBuilder};
use std::fs::File;
use std::io;
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
    /// Its rows; those without any content are left out.
    pub rows: Vec<SheetRow>,
}

/// A row of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetRow {
    /// Its number; the header is row 1.
    pub number: u64,
    /// As many cells as there are columns.
    pub cells: Vec<String>,
}

impl Sheet {
    /// Reads a sheet in CSV, whatever separates its cells; `-` is standard input.
    ///
    /// # Errors
    /// [`CorpusError`] where it cannot be read, is no table of text, or has a row with more cells
    /// than the header.
    pub fn read(path: &Path) -> Result<Self, CorpusError> {
        let (handle, file) = if path.as_os_str() == "-" {
            (copy_of(&mut io::stdin().lock()), "stdin".to_owned())
        } else if path.exists() {
            (File::open(path).map_err(Fault::Read), path.display().to_string())
        } else {
            return Err(CorpusError::Missing(path.to_owned()));
        };
        let tabs = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("tsv"));
        let layout = Layout::Table { delimiter: tabs.then_some(b'\t') };
        handle
            .and_then(|handle| text_only(handle, &file))
            .and_then(|handle| scan_file(handle, &file, layout, None))
            .and_then(|scanned| rows_of(scanned, file))
            .map_err(|fault| fault.at(path))
    }
}

/// The file at its start again, if it begins as text does. A workbook would otherwise be refused
/// for its quotation marks, which says nothing to its author.
fn text_only(mut file: File, name: &str) -> Result<File, Fault> {
    let head = head_of(&mut file).map_err(Fault::Read)?;
    if is_binary(&decode(&head).text) {
        return Err(CorpusError::NoTable(name.to_owned()).into());
    }
    Ok(file)
}

fn rows_of(scanned: Scanned, file: String) -> Result<Sheet, Fault> {
    let Scanned { file: handle, encoding, sha256, delimiter, .. } = scanned;
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(handle);
    let mut record = ByteRecord::new();
    let mut columns: Option<Vec<String>> = None;
    let mut rows = Vec::new();
    while reader
        .read_byte_record(&mut record)
        .map_err(|error| Fault::Read(io::Error::other(error)))?
    {
        let number = row_number(record.position());
        let mut cells: Vec<String> =
            record.iter().map(|cell| encoding.decode(cell).text.into_owned()).collect();
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
            let source_place = Source { file: file.as_str().into(), place: Place::Row(number) };
            let reason = Reason::WrongWidth { found, expected, byte: None };
            return Err(CorpusError::BadRow(Rejection { source_place, reason }).into());
        }
        cells.resize(columns.len(), String::new());
        rows.push(SheetRow { number, cells });
    }
    match columns {
        Some(columns) => Ok(Sheet { file, sha256, columns, rows }),
        None => Err(CorpusError::EmptyTable(file).into()),
    }
}

/// A cell without the apostrophe that tables put before what a spreadsheet would run as a formula.
pub(crate) fn undefused(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| would_run(rest)).unwrap_or(text)
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

    fn utf_16(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn the_apostrophe_that_defuses_a_formula_is_taken_away() {
        for (cell, text) in
            [("'=1+1", "=1+1"), ("'-backed", "-backed"), ("'\tx", "\tx"), ("''=x", "'=x")]
        {
            assert_eq!(undefused(cell), text);
        }
        for text in ["a=b", "'tis", "", "'"] {
            assert_eq!(undefused(text), text);
        }
    }

    #[test]
    fn a_sheet_is_read_however_a_spreadsheet_wrote_it() {
        let plain = read(b"item,code_1,note\n1,1,\n2,\"0\",\"x, y\"\n").unwrap();
        let rows: Vec<(u64, Vec<&str>)> = plain
            .rows
            .iter()
            .map(|row| (row.number, row.cells.iter().map(String::as_str).collect()))
            .collect();
        assert_eq!(rows, [(2, vec!["1", "1", ""]), (3, vec!["2", "0", "x, y"])]);
        for bytes in [
            b"\xef\xbb\xbfitem;code_1; note \r\n1;1\r\n;;\r\n2;0;x, y;;\r\n".to_vec(),
            b"item\tcode_1\tnote\n1\t1\t\n\n\t\t\n2\t0\tx, y\n".to_vec(),
            b"sep=;\nitem;code_1;note\n1;1;\n2;0;\"x, y\"\n".to_vec(),
            utf_16("item;code_1;note\n1;1;\n2;0;x, y\n"),
        ] {
            let sheet = read(&bytes).unwrap();
            assert_eq!(sheet.columns, ["item", "code_1", "note"], "{bytes:?}");
            let cells =
                |sheet: &Sheet| sheet.rows.iter().map(|row| row.cells.clone()).collect::<Vec<_>>();
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
