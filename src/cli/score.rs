//! `framescope score`: the scores table.

use super::arguments::ScoreArguments;
use super::failure::Failure;
use super::options::RunOptions;
use super::progress::Progress;
use super::reading::{self, Keep, Renderers};
use super::single::SingleTable;
use super::summary;
use crate::frame::DocumentFrame;
use crate::table::{Row, ScoreRow, TableFormat, TableWriter, score_rows};
use std::io;

pub(crate) fn run(arguments: ScoreArguments) -> Result<(), Failure> {
    let options = RunOptions::raise(arguments.shared)?.with_duplicates(arguments.duplicates)?;
    let table = SingleTable::begin(&arguments.output, &options.inputs)?;
    let names = reading::names(&options);
    let format = table.format;
    let render = |frame: &DocumentFrame| render(frame, &options, &names, format);
    let progress = Progress::new(options.verbosity);
    let read = reading::read(
        &options,
        Keep::default(),
        &Renderers { matches: None, scores: Some(&render) },
        &progress,
    )?;
    progress.done();
    table.finish(ScoreRow::schema(), read.scores)?;
    summary::warn(&read.warnings, options.verbosity);
    Ok(())
}

/// The rows of one document's scores, without a header.
pub(crate) fn render(
    frame: &DocumentFrame,
    options: &RunOptions,
    names: &crate::table::Names,
    format: TableFormat,
) -> io::Result<Vec<u8>> {
    let mut writer = TableWriter::without_header(Vec::new(), format, ScoreRow::schema());
    for row in score_rows(frame, &options.matcher, names) {
        writer.write(&row)?;
    }
    writer.finish()
}
