//! Reads events back: which event each document reports on, from a table that `corpus events`
//! proposed and people corrected.

use super::cell::undefused;
use crate::corpus::{CorpusError, Document, InputFile, Sheet};
use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

/// Events by document id.
#[derive(Debug)]
pub struct EventSheet {
    file: InputFile,
    rows: HashMap<String, EventCell>,
}

#[derive(Debug)]
struct EventCell {
    row: u64,
    event: Option<String>,
    met: AtomicBool,
}

impl EventSheet {
    /// Reads a table with the columns `document_id` and `event`; others are passed over. An empty
    /// cell is no event.
    ///
    /// # Errors
    /// [`CorpusError`] for a file that is no table, lacks a column, or gives a document two events.
    pub fn read(path: &Path) -> Result<Self, CorpusError> {
        let sheet = Sheet::read(path)?;
        let place = |name: &str| {
            let found = sheet.columns.iter().position(|column| column.eq_ignore_ascii_case(name));
            let columns =
                || sheet.columns.iter().take(20).map(String::as_str).collect::<Vec<_>>().join(", ");
            found.ok_or_else(|| CorpusError::BadEvents {
                file: sheet.file.clone(),
                fault: format!(
                    "there is no column `{name}`: it has {}; name the columns \
                    document_id and event",
                    columns()
                ),
            })
        };
        let (id_column, event_column) = (place("document_id")?, place("event")?);
        let mut rows: HashMap<String, EventCell> = HashMap::new();
        for (row, cells) in &sheet.rows {
            let cell = |at: usize| {
                cells.get(at).map(|cell| undefused(cell.trim())).filter(|cell| !cell.is_empty())
            };
            let Some(id) = cell(id_column) else { continue };
            let event = EventCell {
                row: *row,
                event: cell(event_column).map(str::to_owned),
                met: AtomicBool::new(false),
            };
            if let Some(first) = rows.insert(id.to_owned(), event) {
                let fault = format!(
                    "row {row}: `{id}` stands in row {} already; give each \
                    document one row",
                    first.row
                );
                return Err(CorpusError::BadEvents { file: sheet.file, fault });
            }
        }
        Ok(Self { file: InputFile { path: sheet.file, sha256: sheet.sha256 }, rows })
    }

    /// Gives a document its event; one that the table does not name keeps its own.
    pub fn give(&self, document: &mut Document) {
        if let Some(cell) = self.rows.get(document.id.trim()) {
            cell.met.store(true, Ordering::Relaxed);
            document.event.clone_from(&cell.event);
        }
    }

    /// The file, for the record.
    pub fn file(&self) -> &InputFile {
        &self.file
    }

    /// What the analyst should know when all documents have come.
    ///
    /// # Errors
    /// [`CorpusError::BadEvents`] where none of the documents came.
    pub fn close(&self) -> Result<Option<String>, CorpusError> {
        let mut missing: Vec<(u64, &str)> = self
            .rows
            .iter()
            .filter(|(_, cell)| !cell.met.load(Ordering::Relaxed))
            .map(|(id, cell)| (cell.row, id.as_str()))
            .collect();
        missing.sort_unstable();
        let Some((row, first)) = missing.first() else { return Ok(None) };
        if missing.len() == self.rows.len() {
            let fault = format!(
                "row {row}: no document of the corpus has the id `{first}`, nor any other of its \
                    ids; give the ids that `documents` shows"
            );
            return Err(CorpusError::BadEvents { file: self.file.path.clone(), fault });
        }
        let count = missing.len();
        let rows = if count == 1 { "row names a document" } else { "rows name documents" };
        Ok(Some(format!(
            "{}: {count} {rows} that the corpus does not hold, the first `{first}` in \
            row {row}",
            self.file.path
        )))
    }
}
