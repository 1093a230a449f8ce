//! The one table of a command: to a file, whole or not at all, or to standard output.

use super::failure::Failure;
use super::options::table_format;
use crate::sink::{OutputFile, TableFile};
use std::path::{Path, PathBuf};

/// Opens the target before any work is done, so that one which cannot be written is refused at
/// once. It must be none of the `inputs`: they would be gone.
pub(crate) fn table_file(path: &Path, inputs: &[PathBuf]) -> Result<TableFile, Failure> {
    if path.as_os_str() == "-" {
        return Ok(TableFile::standard_output());
    }
    let format = table_format(path)?;
    Ok(TableFile::new(output_file(path, inputs)?, format))
}

/// Begins a file that is none of the `inputs`.
pub(crate) fn output_file(path: &Path, inputs: &[PathBuf]) -> Result<OutputFile, Failure> {
    let is_input = |target: &PathBuf| {
        inputs.iter().any(|input| input.canonicalize().is_ok_and(|input| input == *target))
    };
    if path.canonicalize().is_ok_and(|target| target.is_file() && is_input(&target)) {
        return Err(Failure::usage(format!(
            "{}: this file is read and would be replaced; name another with -o",
            path.display()
        )));
    }
    Ok(OutputFile::begin(path)?)
}
