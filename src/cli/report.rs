//! `framescope report` and `compare`: a folder of tables, all of them or those of one kind.

use super::arguments::ReportArguments;
use super::failure::Failure;
use super::options::{RunOptions, shape_analysis};
use super::summary;
use super::verbosity::Verbosity;
use crate::analysis::{Plan, Records, RunRecord, TableChoice, Timings, finish};
use crate::sink::CsvFolder;
use rayon::ThreadPool;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// `report` and `compare`.
pub(crate) fn run(arguments: ReportArguments, tables: TableChoice) -> Result<(), Failure> {
    let ReportArguments { output, analysis } = arguments;
    let mut shaped = Ok(());
    let options = RunOptions::raise(analysis.shared.clone(), |options| {
        shaped = shape_analysis(options, &analysis, tables);
    });
    shaped?;
    write_folder(options?, &output)
}

/// Reads the corpus and writes the tables of the plan into a folder.
pub(crate) fn write_folder(mut options: RunOptions, output: &Path) -> Result<(), Failure> {
    let folder = begin_folder(output, options.overwrite)?;
    let progress = options.progress();
    let mut timings = Timings::new();
    let corpus = options.open()?;
    let records = options.records(corpus, &progress)?;
    timings.lap("read");
    progress.step("computing tables");
    let RunOptions { plan, pool, verbosity, record, .. } = options;
    let run = FolderRun { plan: &plan, pool: &pool, options: record, timings };
    let (run, target) = run.finish(records, folder)?;
    progress.done();
    say(&run, &target, verbosity)
}

/// A folder of tables in the making.
pub(crate) fn begin_folder(path: &Path, overwrite: bool) -> Result<CsvFolder, Failure> {
    if path == Path::new("-") {
        return Err(Failure::usage(
            "-o -: several tables do not go to standard output; name a folder",
        ));
    }
    Ok(CsvFolder::begin(path, overwrite)?)
}

/// What is needed to write a folder of tables.
pub(crate) struct FolderRun<'r> {
    pub plan: &'r Plan,
    pub pool: &'r ThreadPool,
    pub options: Value,
    pub timings: Timings,
}

impl FolderRun<'_> {
    /// Computes all tables, and puts the folder in its place.
    pub(crate) fn finish(
        self,
        records: Records,
        mut folder: CsvFolder,
    ) -> Result<(RunRecord, PathBuf), Failure> {
        let mut run = self.pool.install(|| finish(self.plan, records, &mut folder))?;
        run.command = std::env::args().skip(1).collect();
        run.options = self.options;
        run.timings = run.timings.after(&self.timings);
        run.warnings = summary::with_remedies(run.warnings);
        let target = folder.finish(&run)?;
        Ok((run, target))
    }
}

/// Says what there is to say of a run that wrote a folder.
pub(crate) fn say(run: &RunRecord, target: &Path, verbosity: Verbosity) -> Result<(), Failure> {
    summary::warn(&run.warnings, verbosity);
    if verbosity > Verbosity::Quiet {
        print(&summary::of_run(&run.overview, target))?;
    }
    Ok(())
}

pub(crate) fn print(text: &str) -> Result<(), Failure> {
    use std::io::Write;
    Ok(std::io::stdout().lock().write_all(text.as_bytes())?)
}
