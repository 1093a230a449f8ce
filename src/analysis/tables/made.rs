//! What computing a table gives: its schema, its rows, how it was found, what to warn of.

use crate::analysis::error::AnalysisError;
use crate::analysis::warning::{Warning, WarningKind};
use crate::table::{Cells, Row, Schema, TableSink};
use serde_json::Value;

/// How many rows of a long table are handed to a sink at a time.
const BATCH: usize = 1 << 14;

/// Some tables, computed.
#[derive(Default)]
pub(in crate::analysis) struct Made<'s> {
    pub(in crate::analysis) tables: Vec<MadeTable<'s>>,
    /// Accounts of methods, by name.
    pub(in crate::analysis) methods: Vec<(&'static str, Value)>,
    pub(in crate::analysis) warnings: Vec<Warning>,
}

/// A table, its rows not yet written.
pub(in crate::analysis) struct MadeTable<'s> {
    pub(in crate::analysis) schema: Schema,
    rows: WriteRows<'s>,
}

/// Hands all rows to a sink.
type WriteRows<'s> = Box<dyn FnOnce(&mut dyn TableSink) -> Result<(), AnalysisError> + Send + 's>;

impl<'s> Made<'s> {
    /// With one more table, of rows that are at hand.
    pub(in crate::analysis) fn with_rows<C: Cells + Send + Sync + 's>(
        mut self,
        schema: Schema,
        rows: Vec<C>,
    ) -> Self {
        let write = move |sink: &mut dyn TableSink| Ok(sink.rows(&rows)?);
        self.tables.push(MadeTable { schema, rows: Box::new(write) });
        self
    }

    /// With one more table, of typed rows that are at hand.
    pub(in crate::analysis) fn with_table<R: Row + Send + Sync + 's>(self, rows: Vec<R>) -> Self {
        self.with_rows(R::schema(), rows)
    }

    /// With one more table, of rows that are made one after another when it is written.
    pub(in crate::analysis) fn with_stream<C: Cells + Sync + 's>(
        self,
        schema: Schema,
        rows: impl Iterator<Item = C> + Send + 's,
    ) -> Self {
        self.with_written(schema, move |sink| {
            let mut rows = rows;
            loop {
                let batch: Vec<C> = rows.by_ref().take(BATCH).collect();
                if batch.is_empty() {
                    return Ok(());
                }
                sink.rows(&batch)?;
            }
        })
    }

    /// With one more table, of rows that `write` hands over.
    pub(in crate::analysis) fn with_written(
        mut self,
        schema: Schema,
        write: impl FnOnce(&mut dyn TableSink) -> Result<(), AnalysisError> + Send + 's,
    ) -> Self {
        self.tables.push(MadeTable { schema, rows: Box::new(write) });
        self
    }

    /// With an account of how a table was found.
    pub(in crate::analysis) fn with_method(mut self, name: &'static str, account: Value) -> Self {
        self.methods.push((name, account));
        self
    }

    /// With a warning.
    pub(in crate::analysis) fn with_warning(
        mut self,
        kind: WarningKind,
        text: impl Into<String>,
    ) -> Self {
        self.warnings.push(Warning::new(kind, text));
        self
    }
}

impl MadeTable<'_> {
    /// Writes the table whole.
    pub(in crate::analysis) fn write(self, sink: &mut dyn TableSink) -> Result<(), AnalysisError> {
        sink.begin(&self.schema)?;
        (self.rows)(sink)?;
        Ok(sink.end()?)
    }
}
