//! A folder of CSV files, with the descriptions of its tables and the record of the run.

use super::encoder::{TableFormat, encode_rows, header};
use super::output::{OutputError, OutputFolder};
use super::package::data_package;
use crate::analysis::{RunRecord, methods_text};
use crate::table::{RowBatch, Schema, SinkError, TableSink};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Writes each table to `tables/NAME.csv` of a folder, then `datapackage.json` and `run.json`. The
/// folder appears whole or not at all.
///
/// ```no_run
/// use framescope::{CsvFolder, Document, Mapper, Plan, Records, finish};
///
/// let plan = Plan::bundled("en")?;
/// let mut records = Records::new();
/// let mut mapper = Mapper::new(&plan);
/// records.append(&mapper.map(&Document::new("1", "The Paper", "The regime fell.")))?;
/// let mut folder = CsvFolder::begin("results".as_ref(), false)?;
/// let run = finish(&plan, records, &mut folder)?;
/// folder.finish(&run)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct CsvFolder {
    folder: OutputFolder,
    schemas: Vec<Schema>,
    open: Option<OpenTable>,
}

#[derive(Debug)]
struct OpenTable {
    name: String,
    out: BufWriter<File>,
}

impl CsvFolder {
    /// Begins a folder that will be at `target`. One that is there is replaced only with
    /// `overwrite`, and only where this program wrote it or it is empty.
    ///
    /// # Errors
    /// [`OutputError`] before anything is written.
    pub fn begin(target: &Path, overwrite: bool) -> Result<Self, OutputError> {
        Ok(Self {
            folder: OutputFolder::begin(target, overwrite)?,
            schemas: Vec::new(),
            open: None,
        })
    }

    /// Writes a whole table of rows that are at hand.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn write(&mut self, schema: &Schema, rows: &dyn RowBatch) -> Result<(), SinkError> {
        self.begin_table(schema)?;
        self.rows(rows)?;
        self.end()
    }

    /// Writes the descriptions and puts the folder in its place, which is returned.
    ///
    /// # Errors
    /// [`OutputError`]; then the place is as it was.
    pub fn finish(self, run: &RunRecord) -> Result<PathBuf, OutputError> {
        let Self { folder, schemas, .. } = self;
        for (name, value) in
            [("datapackage.json", data_package(&schemas, run)), ("run.json", run.to_json())]
        {
            let path = folder.target().join(name);
            let mut out = folder.create(name)?;
            serde_json::to_writer_pretty(&mut out, &value)
                .map_err(io::Error::from)
                .and_then(|()| out.write_all(b"\n"))
                .and_then(|()| out.flush())
                .map_err(|source| OutputError::Failed { path, source })?;
        }
        // A record made here describes its corpus, so there is a text.
        if let Ok(text) = methods_text(&run.to_json()) {
            let path = folder.target().join("methods.md");
            let mut out = folder.create("methods.md")?;
            out.write_all(text.as_bytes())
                .and_then(|()| out.flush())
                .map_err(|source| OutputError::Failed { path, source })?;
        }
        let target = folder.target().to_owned();
        folder.finish()?;
        Ok(target)
    }

    fn begin_table(&mut self, schema: &Schema) -> Result<(), SinkError> {
        let name = format!("tables/{}.csv", schema.name);
        let out = self.folder.create(&name).map_err(SinkError::new)?;
        self.open = Some(OpenTable { name, out });
        self.schemas.push(schema.clone());
        self.put(&header(schema, TableFormat::Csv))
    }

    fn put(&mut self, bytes: &[u8]) -> Result<(), SinkError> {
        let Some(OpenTable { name, out }) = &mut self.open else { return Ok(()) };
        let path = || self.folder.target().join(&*name);
        out.write_all(bytes)
            .map_err(|source| SinkError::new(OutputError::Failed { path: path(), source }))
    }
}

impl TableSink for CsvFolder {
    fn begin(&mut self, schema: &Schema) -> Result<(), SinkError> {
        self.begin_table(schema)
    }

    fn rows(&mut self, batch: &dyn RowBatch) -> Result<(), SinkError> {
        let Some(schema) = self.schemas.last() else { return Ok(()) };
        let pieces = encode_rows(schema, TableFormat::Csv, batch);
        pieces.iter().try_for_each(|piece| self.put(piece))
    }

    fn end(&mut self) -> Result<(), SinkError> {
        let Some(OpenTable { name, mut out }) = self.open.take() else { return Ok(()) };
        let path = self.folder.target().join(name);
        out.flush().map_err(|source| SinkError::new(OutputError::Failed { path, source }))
    }
}
