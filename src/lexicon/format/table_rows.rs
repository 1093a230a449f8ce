//! The rows of a lexicon that is a table, with the place of each cell.

use super::super::error::LexiconError;
use super::super::model::Position;
use super::problem::ImportProblem;
use super::source::{DecodedFile, Places};
use csv::{ReaderBuilder, StringRecord};

/// The rows of a table.
pub(super) struct TableRows<'s> {
    pub source: &'s DecodedFile<'s>,
    places: Places<'s>,
    separator: char,
    pub rows: Vec<TableRow>,
}

/// A row, with the byte that it begins at.
pub(super) struct TableRow {
    begin: usize,
    pub cells: StringRecord,
}

impl TableRow {
    /// Whether no cell has anything in it.
    pub(super) fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}

impl<'s> TableRows<'s> {
    /// Reads all rows; the first line decides the separator where it is not given.
    pub(super) fn read(
        source: &'s DecodedFile<'s>,
        separator: Option<u8>,
    ) -> Result<Self, LexiconError> {
        let separator = separator.unwrap_or_else(|| told_by_header(&source.text));
        let places = Places::new(&source.text);
        if let Some(offset) = open_quote(&source.text, char::from(separator)) {
            return Err(source.error(places.position(offset), ImportProblem::OpenQuote));
        }
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(separator)
            .from_reader(source.text.as_bytes());
        let mut rows = Vec::new();
        loop {
            let begin = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
            let mut cells = StringRecord::new();
            match reader.read_record(&mut cells) {
                Ok(true) => rows.push(TableRow { begin, cells }),
                Ok(false) => break,
                Err(error) => {
                    let problem = ImportProblem::Row(error.to_string());
                    return Err(source.error(places.position(begin), problem));
                }
            }
        }
        Ok(Self { source, places, separator: char::from(separator), rows })
    }

    /// The place of a cell.
    pub(super) fn place(&self, row: &TableRow, cell: usize) -> Position {
        let text = self.source.text.get(row.begin..).unwrap_or("");
        // Empty lines count to the row that follows them.
        let blank = text.len() - text.trim_start_matches(['\r', '\n', '\u{feff}']).len();
        let (mut cells, mut quoted, mut start) = (0, false, blank);
        for (at, c) in text.char_indices().skip_while(|&(at, _)| at < blank) {
            match c {
                _ if cells == cell => break,
                '"' => quoted = !quoted,
                c if c == self.separator && !quoted => {
                    cells += 1;
                    start = at + 1;
                }
                _ => {}
            }
        }
        self.places.position(row.begin.saturating_add(start))
    }
}

/// The separator that the first line has most of.
fn told_by_header(text: &str) -> u8 {
    let first = text.trim_start().lines().next().unwrap_or("");
    let count = |separator: &u8| first.bytes().filter(|byte| byte == separator).count();
    // Of equals `max_by_key` takes the last.
    [b'\t', b';', b','].into_iter().max_by_key(count).unwrap_or(b',')
}

/// Where a quotation mark opens a cell that never closes: it would swallow the rest of the table.
fn open_quote(text: &str, separator: char) -> Option<usize> {
    let (mut opened, mut at_start) = (None, true);
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match (c, opened) {
            ('"', None) if at_start => opened = Some(at),
            ('"', Some(_)) if chars.next_if(|&(_, next)| next == '"').is_none() => opened = None,
            _ => {}
        }
        at_start = opened.is_none() && (c == separator || matches!(c, '\n' | '\r'));
    }
    opened
}
