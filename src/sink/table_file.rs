//! One table in one file, whole or not at all, or on standard output.

use super::encoder::{TableFormat, encode_rows, header};
use super::output::OutputFile;
use crate::table::{RowBatch, Schema, SinkError, TableSink};
use std::io::{self, BufWriter, Write};

/// Takes one table, as CSV or JSON Lines. A further table is refused.
#[derive(Debug)]
pub struct TableFile {
    out: Destination,
    format: TableFormat,
    mark: &'static str,
    schema: Option<Schema>,
}

#[derive(Debug)]
enum Destination {
    Standard(BufWriter<io::Stdout>),
    File(OutputFile),
}

impl TableFile {
    /// A table on standard output, as CSV.
    pub fn standard_output() -> Self {
        let out = Destination::Standard(BufWriter::new(io::stdout()));
        Self { out, format: TableFormat::Csv, mark: "", schema: None }
    }

    /// A table in a file that was begun.
    pub fn new(file: OutputFile, format: TableFormat) -> Self {
        Self { out: Destination::File(file), format, mark: "", schema: None }
    }

    /// The same table, with a byte order mark if it is a CSV file: without one Excel misreads
    /// quotation marks and accents.
    pub fn for_spreadsheets(self) -> Self {
        let is_file = matches!(self.out, Destination::File(_)) && self.format == TableFormat::Csv;
        Self { mark: if is_file { "\u{feff}" } else { "" }, ..self }
    }

    /// Puts the file in its place.
    ///
    /// # Errors
    /// Where it cannot be written whole; then the place is as it was.
    pub fn finish(self) -> Result<(), SinkError> {
        match self.out {
            Destination::Standard(mut out) => out.flush().map_err(SinkError::new),
            Destination::File(file) => file.finish().map_err(SinkError::new),
        }
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), SinkError> {
        match &mut self.out {
            Destination::Standard(out) => out.write_all(bytes).map_err(SinkError::new),
            Destination::File(file) => {
                file.write_all(bytes).map_err(|error| SinkError::new(file.failed(error)))
            }
        }
    }
}

impl TableSink for TableFile {
    fn begin(&mut self, schema: &Schema) -> Result<(), SinkError> {
        if self.schema.is_some() {
            return Err(SinkError::new("one file takes one table"));
        }
        let head = [self.mark.as_bytes(), &header(schema, self.format)].concat();
        self.schema = Some(schema.clone());
        self.write(&head)
    }

    fn rows(&mut self, batch: &dyn RowBatch) -> Result<(), SinkError> {
        let Some(schema) = self.schema.take() else { return Ok(()) };
        let pieces = encode_rows(&schema, self.format, batch);
        self.schema = Some(schema);
        pieces.iter().try_for_each(|piece| self.write(piece))
    }

    fn end(&mut self) -> Result<(), SinkError> {
        Ok(())
    }
}
