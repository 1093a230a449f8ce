//! A folder of tables: each table written as it is ready, then `datapackage.json` and `run.json`.

use super::failure::Failure;
use crate::table::{
    CellSink, OutputError, OutputFolder, Provenance, Row, Schema, Spool, TableFormat, TableWriter,
    data_package,
};
use serde_json::Value;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The folder of a run.
pub(crate) struct TableFolder {
    folder: OutputFolder,
    schemas: Vec<Schema>,
}

impl TableFolder {
    pub(crate) fn begin(path: &Path, overwrite: bool) -> Result<Self, Failure> {
        if path == Path::new("-") {
            return Err(Failure::usage(
                "-o -: several tables do not go to standard output; name a \
                folder",
            ));
        }
        Ok(Self { folder: OutputFolder::begin(path, overwrite)?, schemas: Vec::new() })
    }

    fn name(schema: &Schema) -> String {
        format!("tables/{}.csv", schema.name)
    }

    fn failed(&self, name: &str) -> impl FnOnce(std::io::Error) -> Failure {
        let path = self.folder.target().join(name);
        move |source| OutputError::Failed { path, source }.into()
    }

    /// Writes a table of typed rows.
    pub(crate) fn write<R: Row>(&mut self, rows: &[R]) -> Result<(), Failure> {
        self.write_with(R::schema(), rows, |row, sink| row.put(sink))
    }

    /// Writes a table whose columns depend on the data.
    pub(crate) fn write_with<T>(
        &mut self,
        schema: Schema,
        rows: impl IntoIterator<Item = T>,
        cells: impl Fn(T, &mut dyn CellSink),
    ) -> Result<(), Failure> {
        let name = Self::name(&schema);
        let out = self.folder.create(&name)?;
        let write = || {
            let mut writer = TableWriter::new(out, TableFormat::Csv, schema.clone())?;
            for row in rows {
                writer.write_cells(|sink| cells(row, sink))?;
            }
            writer.finish()?.flush()
        };
        write().map_err(self.failed(&name))?;
        self.schemas.push(schema);
        Ok(())
    }

    /// Writes a table whose rows lie in a spool.
    pub(crate) fn write_spool(&mut self, schema: Schema, spool: Spool) -> Result<(), Failure> {
        let name = Self::name(&schema);
        let out = self.folder.create(&name)?;
        let write = || {
            let mut out = TableWriter::new(out, TableFormat::Csv, schema.clone())?.finish()?;
            spool.write_sorted(&mut out)?;
            out.flush()
        };
        write().map_err(self.failed(&name))?;
        self.schemas.push(schema);
        Ok(())
    }

    /// Writes the descriptions and puts the folder in its place.
    pub(crate) fn finish(self, provenance: &Provenance) -> Result<PathBuf, Failure> {
        let Self { folder, schemas } = self;
        for (name, value) in [
            (
                "datapackage.json",
                data_package(&schemas, &provenance.lexicons, provenance.rule_lexicons()),
            ),
            ("run.json", provenance.to_json()),
        ] {
            write_json(&folder, name, &value)?;
        }
        let target = folder.target().to_owned();
        folder.finish()?;
        Ok(target)
    }
}

fn write_json(folder: &OutputFolder, name: &str, value: &Value) -> Result<(), Failure> {
    let mut out = folder.create(name)?;
    serde_json::to_writer_pretty(&mut out, value).map_err(std::io::Error::from)?;
    out.write_all(b"\n")?;
    out.flush()?;
    Ok(())
}
