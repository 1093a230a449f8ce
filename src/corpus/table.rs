//! CSV and TSV: one document a row, multi-line cells and all.

use super::column::{ColumnNames, Columns, listed};
use super::draft::{Draft, DraftResult};
use super::encoding::decode_with;
use super::error::CorpusError;
use super::rejection::{Reason, Rejection};
use super::scan::{Scanned, row_number};
use super::source::{Place, Source};
use csv::{ByteRecord, ErrorKind, ReaderBuilder};
use encoding_rs::Encoding;
use std::fs::File;
use std::sync::Arc;

/// Reads the rows of one table as drafts.
pub(crate) struct TableReader {
    reader: csv::Reader<File>,
    record: ByteRecord,
    columns: Columns,
    text: usize,
    file: Arc<str>,
    id_stem: String,
    form: Option<&'static str>,
    fallback: Option<&'static Encoding>,
}

impl TableReader {
    /// Opens a scanned table.
    ///
    /// # Errors
    /// Where it has no header, no column for the text, or lacks a column that was named.
    pub(crate) fn open(
        scanned: Scanned,
        names: &ColumnNames,
        file: Arc<str>,
        id_stem: String,
    ) -> Result<Self, CorpusError> {
        let Scanned { file: handle, form, fallback, delimiter, .. } = scanned;
        let mut reader = ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(true)
            .buffer_capacity(1 << 18)
            .from_reader(handle);
        let header = reader.byte_headers().map_err(|error| unreadable(error, &file))?;
        let header: Vec<String> =
            header.iter().map(|cell| decode_with(cell, fallback).text.into_owned()).collect();
        if header.iter().all(|name| name.trim().is_empty()) {
            return Err(CorpusError::EmptyTable(file.to_string()));
        }
        let columns = Columns::find(&header, names, &file)?;
        let Some(text) = columns.text else {
            return Err(CorpusError::NoTextColumn {
                file: file.to_string(),
                columns: listed(&header),
            });
        };
        Ok(Self { reader, record: ByteRecord::new(), columns, text, file, id_stem, form, fallback })
    }

    fn draft(&self, row: u64) -> Draft {
        let cells: Vec<String> = self
            .record
            .iter()
            .enumerate()
            .map(|(at, cell)| {
                if at == self.text {
                    String::new()
                } else {
                    decode_with(cell, self.fallback).text.into_owned()
                }
            })
            .collect();
        let text = decode_with(self.record.get(self.text).unwrap_or_default(), self.fallback);
        Draft {
            id: format!("{}:{row}", self.id_stem),
            fields: self.columns.fields(|at| cells.get(at).map(String::as_str)),
            text: text.text.into_owned(),
            source: Source { file: self.file.clone(), place: Place::Row(row) },
            encoding: self.form.unwrap_or(text.encoding),
        }
    }
}

fn unreadable(error: csv::Error, file: &str) -> CorpusError {
    let source = match error.into_kind() {
        ErrorKind::Io(source) => source,
        other => std::io::Error::other(format!("{other:?}")),
    };
    CorpusError::Unreadable { path: file.into(), source }
}

impl Iterator for TableReader {
    type Item = Result<DraftResult, CorpusError>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.reader.read_byte_record(&mut self.record) {
            Ok(false) => None,
            Ok(true) => {
                let row = row_number(self.record.position());
                Some(Ok(Ok(self.draft(row))))
            }
            Err(error) => Some(match *error.kind() {
                ErrorKind::UnequalLengths { ref pos, expected_len, len } => {
                    let row = pos.as_ref().map(|position| position.record() + 1);
                    let byte = pos
                        .as_ref()
                        .filter(|_| self.form.is_none())
                        .map(|position| position.byte());
                    let source_place = Source {
                        file: self.file.clone(),
                        place: row.map_or(Place::Whole, Place::Row),
                    };
                    Ok(Err(Rejection {
                        source_place,
                        reason: Reason::WrongWidth { found: len, expected: expected_len, byte },
                    }))
                }
                _ => Err(unreadable(error, &self.file)),
            }),
        }
    }
}
