//! `framescope methods`: the methods of an earlier run as text.

use super::arguments::MethodsArguments;
use super::earlier_run::EarlierRun;
use super::failure::Failure;
use std::io::Write;

pub(crate) fn run(arguments: MethodsArguments) -> Result<(), Failure> {
    let text = EarlierRun::read(&arguments.folder)?.methods()?;
    Ok(std::io::stdout().lock().write_all(text.as_bytes())?)
}
