//! Events read back: which event each document reports on, from a table that was proposed and that
//! people corrected.

use super::column::listed;
use super::document::Document;
use super::error::CorpusError;
use super::sheet::{Sheet, SheetRow, undefused};
use super::source::InputFile;
use crate::prose::plural;
use serde::{Deserialize, Serialize};
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
            found.ok_or_else(|| CorpusError::BadEvents {
                file: sheet.file.clone(),
                fault: format!(
                    "there is no column `{name}`: it has {}; name the columns document_id and \
                     event",
                    listed(&sheet.columns)
                ),
            })
        };
        let (id_column, event_column) = (place("document_id")?, place("event")?);
        let mut rows: HashMap<String, EventCell> = HashMap::new();
        for SheetRow { number: row, cells } in &sheet.rows {
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
                    "row {row}: `{id}` is already in row {}; give each document one row",
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

    /// Which of its documents have not come so far.
    pub fn unmet(&self) -> UnmetEvents {
        let mut missing: Vec<(u64, String)> = self
            .rows
            .iter()
            .filter(|(_, cell)| !cell.met.load(Ordering::Relaxed))
            .map(|(id, cell)| (cell.row, id.clone()))
            .collect();
        missing.sort_unstable();
        UnmetEvents { file: self.file.path.clone(), rows: self.rows.len() as u64, missing }
    }
}

/// The rows of an event sheet whose documents did not come: of a corpus, or of a part of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnmetEvents {
    file: String,
    rows: u64,
    /// Row and document id.
    missing: Vec<(u64, String)>,
}

impl UnmetEvents {
    /// The rows whose documents came neither here nor in another part.
    pub fn merged(mut self, other: &Self) -> Self {
        self.missing.retain(|row| other.missing.contains(row));
        self
    }

    /// What an analyst should know when all documents have come; nothing where every row was used.
    ///
    /// # Errors
    /// [`CorpusError::BadEvents`] where none of the documents came.
    pub fn close(&self) -> Result<Option<String>, CorpusError> {
        let Some((row, first)) = self.missing.first() else { return Ok(None) };
        if self.missing.len() as u64 == self.rows {
            let fault = format!(
                "row {row}: no document of the corpus has the id `{first}`, nor any other of its \
                 ids; give the ids that `documents` shows"
            );
            return Err(CorpusError::BadEvents { file: self.file.clone(), fault });
        }
        let rows = plural(self.missing.len(), "row names a document", "rows name documents");
        Ok(Some(format!(
            "{}: {rows} that the corpus does not have, the first `{first}` in row {row}",
            self.file
        )))
    }
}
