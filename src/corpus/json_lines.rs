//! JSON Lines: one object a line, one document an object.

use super::column::ColumnNames;
use super::date_reading::DateOrder;
use super::draft::{DraftResult, ReadAs};
use super::encoding::CellEncoding;
use super::error::CorpusError;
use super::json_value::{ObjectPlace, ObjectReader};
use super::profile::OrderSearch;
use super::rejection::{Reason, Rejection};
use super::scan::Scanned;
use super::source::{Place, Source};
use serde_json::{Map, Value};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Seek, SeekFrom};
use std::sync::Arc;

/// Reads the lines of one file as drafts.
pub(crate) struct LineReader {
    lines: BufReader<File>,
    line: Vec<u8>,
    number: u64,
    reader: ObjectReader,
    file: Arc<str>,
    id_stem: String,
    encoding: CellEncoding,
    /// The order of day and month that the dates of the file show.
    date_order: DateOrder,
}

impl LineReader {
    /// Opens a scanned file.
    ///
    /// # Errors
    /// Where the file cannot be read twice.
    pub(crate) fn open(
        scanned: Scanned,
        names: &ColumnNames,
        file: Arc<str>,
        id_stem: String,
    ) -> Result<Self, CorpusError> {
        let Scanned { file: mut handle, encoding, .. } = scanned;
        let unreadable = |source| CorpusError::Unreadable { path: (*file).into(), source };
        let start = handle.stream_position().map_err(unreadable)?;
        let date_order = shown_order(&handle, names, &encoding).map_err(unreadable)?;
        handle.seek(SeekFrom::Start(start)).map_err(unreadable)?;
        Ok(Self {
            lines: BufReader::with_capacity(1 << 18, handle),
            line: Vec::new(),
            number: 0,
            reader: ObjectReader::new(names),
            file,
            id_stem,
            encoding,
            date_order,
        })
    }

    fn read(&mut self) -> DraftResult {
        let decoded = self.encoding.decode(&self.line);
        let source = Source { file: self.file.clone(), place: Place::Line(self.number) };
        let object: Map<String, Value> = match serde_json::from_str(&decoded.text) {
            Ok(object) => object,
            Err(error) => {
                // The parser counts lines within what it is given, which is one line.
                let message = error.to_string();
                let message = message.split(" at line ").next().unwrap_or_default().to_owned();
                let reason = Reason::BadJson(message);
                return Err(Rejection { source_place: source, reason }.into());
            }
        };
        let read_as = ReadAs::from(&decoded);
        let id = format!("{}:{}", self.id_stem, self.number);
        self.reader.read(object, ObjectPlace { source, id, read_as, date_order: self.date_order })
    }
}

/// The order of day and month that all dates of the lines share.
fn shown_order(file: &File, names: &ColumnNames, encoding: &CellEncoding) -> io::Result<DateOrder> {
    let mut search = OrderSearch::default();
    let mut reader = ObjectReader::new(names);
    let mut lines = BufReader::with_capacity(1 << 18, file);
    let mut line = Vec::new();
    while lines.read_until(b'\n', &mut line)? > 0 {
        let text = encoding.decode(&line).text;
        // Lines that are not objects are reported when the file is read.
        let object = serde_json::from_str(text.trim_start_matches('\u{feff}')).unwrap_or_default();
        if !search.look(&reader.date(object).unwrap_or_default()) {
            break;
        }
        line.clear();
    }
    Ok(search.order())
}

impl Iterator for LineReader {
    type Item = Result<DraftResult, CorpusError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            self.line.clear();
            match self.lines.read_until(b'\n', &mut self.line) {
                Ok(0) => return self.reader.end(&self.file).map(Err),
                Ok(_) => {}
                Err(source) => {
                    return Some(Err(CorpusError::Unreadable {
                        path: (*self.file).into(),
                        source,
                    }));
                }
            }
            self.number += 1;
            if self.number == 1 && self.line.starts_with(b"\xef\xbb\xbf") {
                self.line.drain(..3);
            }
            if !self.line.trim_ascii().is_empty() {
                return Some(Ok(self.read()));
            }
        }
    }
}
