//! `framescope merge`: the tables of a report from part files.

use super::arguments::MergeArguments;
use super::failure::Failure;
use super::options::pool;
use super::remedy::Remedy;
use super::report::{FolderRun, begin_folder, say};
use super::verbosity::Verbosity;
use crate::analysis::{AnalysisError, MergedParts, Timings, merge_parts};

pub(crate) fn run(arguments: MergeArguments) -> Result<(), Failure> {
    let MergeArguments { parts, output, run } = arguments;
    let folder = begin_folder(&output, run.overwrite)?;
    let pool = pool(run.threads)?;
    let mut timings = Timings::new();
    let MergedParts { plan, records, options } =
        pool.install(|| merge_parts(&parts)).map_err(refused)?;
    timings.lap("merge");
    let merged = FolderRun { plan: &plan, pool: &pool, options, timings };
    let (record, target) = merged.finish(records, folder)?;
    say(&record, &target, Verbosity::from_flags(run.quiet, run.verbose))
}

/// What to do with a document that cannot be used is an option of the parts, not of their merger.
fn refused(error: AnalysisError) -> Failure {
    match error {
        AnalysisError::Rejected(document) => Failure::usage(format!(
            "{} (or map all parts with --on-error skip to leave such documents out)",
            document.with_remedy()
        )),
        error => error.into(),
    }
}
