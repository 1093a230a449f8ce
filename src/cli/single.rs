//! A command's one table: to a file, whole or not at all, or to standard output.

use super::failure::Failure;
use super::options::table_format;
use crate::table::{OutputFile, Schema, Spool, TableFormat, TableWriter};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// Where one table goes.
pub(crate) struct SingleTable {
    out: Target,
    /// How it is written.
    pub format: TableFormat,
    /// What stands before the header.
    head: &'static str,
}

enum Target {
    Standard,
    File(OutputFile),
}

impl SingleTable {
    /// Opens the target before any work is done, so that one which cannot be written is told at
    /// once. It must be none of the `inputs`: they would be gone.
    pub(crate) fn begin(path: &Path, inputs: &[PathBuf]) -> Result<Self, Failure> {
        if path.as_os_str() == "-" {
            return Ok(Self { out: Target::Standard, format: TableFormat::Csv, head: "" });
        }
        let format = table_format(path)?;
        let is_input = |target: &PathBuf| {
            inputs.iter().any(|input| input.canonicalize().is_ok_and(|input| input == *target))
        };
        if path.canonicalize().is_ok_and(|target| target.is_file() && is_input(&target)) {
            return Err(Failure::usage(format!(
                "{}: this is a file to be read and would be replaced; name another with -o",
                path.display()
            )));
        }
        Ok(Self { out: Target::File(OutputFile::begin(path)?), format, head: "" })
    }

    /// The same table with a byte order mark, if it goes to a file: without one Excel reads
    /// quotation marks and accents as something else, and people are to read this table there.
    pub(crate) fn for_spreadsheets(self) -> Self {
        let head = if matches!(self.out, Target::File(_)) { "\u{feff}" } else { "" };
        Self { head, ..self }
    }

    /// Writes the rows of a spool behind the header of their schema.
    pub(crate) fn finish(self, schema: Schema, spool: Spool) -> Result<(), Failure> {
        match self.out {
            Target::Standard => {
                let mut out = write(
                    BufWriter::new(std::io::stdout().lock()),
                    self.head,
                    self.format,
                    schema,
                    spool,
                )?;
                out.flush()?;
                Ok(())
            }
            Target::File(file) => Ok(write(file, self.head, self.format, schema, spool)?.finish()?),
        }
    }
}

fn write<W: Write>(
    mut out: W,
    head: &str,
    format: TableFormat,
    schema: Schema,
    spool: Spool,
) -> Result<W, Failure> {
    out.write_all(head.as_bytes())?;
    let mut out = TableWriter::new(out, format, schema)?.finish()?;
    spool.write_sorted(&mut out)?;
    Ok(out)
}
