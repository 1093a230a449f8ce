//! The trait of everything that takes tables, and rows in batches.

use super::cell::CellSink;
use super::schema::{Cells, Schema};
use std::error::Error;
use std::fmt;

/// Takes whole tables, one after another: a folder of CSV files, a report page, an engine.
///
/// For each table [`begin`](Self::begin) is called once, then [`rows`](Self::rows) for each batch
/// of its rows in order, then [`end`](Self::end).
///
/// ```
/// use framescope::{CellSink, RowBatch, Schema, SinkError, TableSink};
///
/// /// Counts the rows of every table.
/// #[derive(Default)]
/// struct RowCounter(Vec<(String, usize)>);
///
/// impl TableSink for RowCounter {
///     fn begin(&mut self, schema: &Schema) -> Result<(), SinkError> {
///         self.0.push((schema.name.to_string(), 0));
///         Ok(())
///     }
///
///     fn rows(&mut self, batch: &dyn RowBatch) -> Result<(), SinkError> {
///         self.0.last_mut().into_iter().for_each(|(_, rows)| *rows += batch.len());
///         Ok(())
///     }
///
///     fn end(&mut self) -> Result<(), SinkError> {
///         Ok(())
///     }
/// }
/// ```
pub trait TableSink {
    /// Begins a table.
    ///
    /// # Errors
    /// Where it cannot be written.
    fn begin(&mut self, schema: &Schema) -> Result<(), SinkError>;

    /// Takes the next rows.
    ///
    /// # Errors
    /// Where they cannot be written.
    fn rows(&mut self, batch: &dyn RowBatch) -> Result<(), SinkError>;

    /// Ends the table.
    ///
    /// # Errors
    /// Where it cannot be written whole.
    fn end(&mut self) -> Result<(), SinkError>;
}

/// Rows of one table. A sink may ask for them in any order and on several threads.
pub trait RowBatch: Sync {
    /// How many rows there are.
    fn len(&self) -> usize;

    /// Hands over the cells of a row, in the order of the columns; nothing past the last row.
    fn put(&self, row: usize, cells: &mut dyn CellSink);

    /// Whether there is no row.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl<C: Cells + Sync> RowBatch for Vec<C> {
    fn len(&self) -> usize {
        Vec::len(self)
    }

    fn put(&self, row: usize, cells: &mut dyn CellSink) {
        if let Some(row) = self.get(row) {
            row.put(cells);
        }
    }
}

/// Why a sink could not take a table: an error of its own.
#[derive(Debug)]
pub struct SinkError(Box<dyn Error + Send + Sync>);

impl SinkError {
    /// Wraps the error of a sink.
    pub fn new(error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self(error.into())
    }

    /// The sink's own error, where it is of type `E`.
    pub fn downcast_ref<E: Error + 'static>(&self) -> Option<&E> {
        self.0.downcast_ref()
    }

    /// The sink's own error.
    pub fn into_inner(self) -> Box<dyn Error + Send + Sync> {
        self.0
    }
}

impl fmt::Display for SinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Error for SinkError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.source()
    }
}
