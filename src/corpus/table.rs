//! CSV and TSV: one document a row, multi-line cells and all.

use super::column::{ColumnNames, Columns, listed};
use super::date_reading::DateOrder;
use super::draft::{Draft, DraftResult, NoDraft, ReadAs};
use super::encoding::CellEncoding;
use super::error::CorpusError;
use super::profile::OrderSearch;
use super::rejection::{Reason, Rejection, Remark, RemarkKind};
use super::scan::{Scanned, row_number};
use super::sheet::undefused;
use super::source::{Place, Source};
use csv::{ByteRecord, ErrorKind, ReaderBuilder};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::sync::Arc;

/// Reads the rows of one table as drafts.
pub(crate) struct TableReader {
    reader: csv::Reader<File>,
    record: ByteRecord,
    header: ByteRecord,
    columns: Columns,
    text: usize,
    file: Arc<str>,
    id_stem: String,
    encoding: CellEncoding,
    /// The order of day and month that the dates of the table show.
    date_order: DateOrder,
}

impl TableReader {
    /// Opens a scanned table.
    ///
    /// # Errors
    /// Where it has no header, no column for the text, two columns that could be it, or lacks a
    /// column that was named.
    pub(crate) fn open(
        scanned: Scanned,
        names: &ColumnNames,
        file: Arc<str>,
        id_stem: String,
    ) -> Result<Self, CorpusError> {
        let Scanned { file: mut handle, encoding, delimiter, has_escapes, .. } = scanned;
        let unseekable = |source| CorpusError::Unreadable { path: (*file).into(), source };
        let start = handle.stream_position().map_err(unseekable)?;
        let mut builder = ReaderBuilder::new();
        builder
            .delimiter(delimiter)
            .escape(has_escapes.then_some(b'\\'))
            .has_headers(true)
            .buffer_capacity(1 << 18);
        let mut first = builder.from_reader(&handle);
        let header = first.byte_headers().map_err(|error| unreadable(error, &file))?.clone();
        let shown: Vec<String> =
            header.iter().map(|cell| encoding.decode(cell).text.into_owned()).collect();
        if shown.iter().all(|name| name.trim().is_empty()) {
            return Err(CorpusError::EmptyTable(file.to_string()));
        }
        let columns = Columns::find(&shown, names, &file)?;
        let Some(text) = columns.text else {
            return Err(CorpusError::NoTextColumn {
                file: file.to_string(),
                columns: listed(&shown),
            });
        };
        columns.check_unique(&shown, &file)?;
        let date_order =
            columns.date().map_or(DateOrder::Unknown, |date| shown_order(&mut first, date));
        handle.seek(SeekFrom::Start(start)).map_err(unseekable)?;
        let mut reader = builder.from_reader(handle);
        reader.byte_headers().map_err(|error| unreadable(error, &file))?;
        Ok(Self {
            reader,
            record: ByteRecord::new(),
            header,
            columns,
            text,
            file,
            id_stem,
            encoding,
            date_order,
        })
    }

    /// How many columns it has.
    pub(crate) fn width(&self) -> usize {
        self.header.len()
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
                    self.encoding.decode(cell).text.into_owned()
                }
            })
            .collect();
        let mut fields = self.columns.fields(|at| cells.get(at).map(String::as_str));
        for field in [&mut fields.id, &mut fields.event].into_iter().flatten() {
            // Other fields are written as HTML where a spreadsheet would run them.
            *field = undefused(field).to_owned();
        }
        let text = self.encoding.decode(self.record.get(self.text).unwrap_or_default());
        Draft {
            id: format!("{}:{row}", self.id_stem),
            fields,
            read_as: ReadAs::from(&text),
            text: text.text.into_owned(),
            source: Source { file: self.file.clone(), place: Place::Row(row) },
            date_order: self.date_order,
        }
    }

    /// Whether the row is the header once more, as in tables that were put one after the other.
    fn repeats_header(&self) -> bool {
        let plain = |cell: &[u8]| {
            let cell = cell.strip_prefix(b"\xef\xbb\xbf".as_slice()).unwrap_or(cell);
            cell.trim_ascii().to_vec()
        };
        self.record.len() > 1
            && self.record.len() == self.header.len()
            && self.record.iter().zip(&self.header).all(|(a, b)| a == b || plain(a) == plain(b))
    }
}

/// The order of day and month that all dates of a column share.
fn shown_order(rows: &mut csv::Reader<impl Read>, column: usize) -> DateOrder {
    let mut search = OrderSearch::default();
    let mut record = ByteRecord::new();
    loop {
        match rows.read_byte_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            // Rows of another width are reported when the table is read.
            Err(error) if matches!(error.kind(), ErrorKind::UnequalLengths { .. }) => continue,
            Err(_) => break,
        }
        let cell = record.get(column).and_then(|cell| std::str::from_utf8(cell).ok());
        if !search.look(cell.unwrap_or_default()) {
            break;
        }
    }
    search.order()
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
                if self.repeats_header() {
                    let source_place = Source { file: self.file.clone(), place: Place::Row(row) };
                    let found = self.header.iter().map(String::from_utf8_lossy);
                    let found = found.collect::<Vec<_>>().join(", ");
                    let kind = RemarkKind::RepeatedHeader;
                    let remark = Remark { source: source_place, kind, found };
                    return Some(Ok(Err(NoDraft::Skipped(remark))));
                }
                Some(Ok(Ok(self.draft(row))))
            }
            Err(error) => Some(match *error.kind() {
                ErrorKind::UnequalLengths { ref pos, expected_len, len } => {
                    let row = pos.as_ref().map(|position| position.record() + 1);
                    let byte = pos
                        .as_ref()
                        .filter(|_| self.encoding.original.is_none())
                        .map(|position| position.byte());
                    let source_place = Source {
                        file: self.file.clone(),
                        place: row.map_or(Place::Whole, Place::Row),
                    };
                    let reason = Reason::WrongWidth { found: len, expected: expected_len, byte };
                    Ok(Err(Rejection { source_place, reason }.into()))
                }
                _ => Err(unreadable(error, &self.file)),
            }),
        }
    }
}
