//! `framescope score`: the scores table.

use super::arguments::ScoreArguments;
use super::failure::Failure;
use super::options::{RunOptions, duplicates};
use super::single::table_file;
use super::summary;
use crate::analysis::{TableChoice, TableName, finish};

pub(crate) fn run(arguments: ScoreArguments) -> Result<(), Failure> {
    let mut options = RunOptions::raise(arguments.shared, |options| {
        options.tables = TableChoice::from_tables([TableName::Scores]);
        options.set_aside = false;
        options.duplicates = duplicates(arguments.duplicates);
    })?;
    let mut table = table_file(&arguments.output, &options.inputs)?;
    let progress = options.progress();
    let corpus = options.open()?;
    let records = options.records(corpus, &progress)?;
    let run = options.pool.install(|| finish(&options.plan, records, &mut table))?;
    progress.done();
    table.finish()?;
    summary::warn(&summary::with_remedies(run.warnings), options.verbosity);
    Ok(())
}
