//! The last step: records to tables, with the record of the run.

use super::choice::TableName;
use super::copies::{FoundCopies, settle_copies};
use super::error::AnalysisError;
use super::plan::Plan;
use super::records::Records;
use super::run_record::{RunRecord, Timings};
use super::set_aside::set_aside;
use super::study::{Study, frames_and_survey};
use super::tables::{MAKERS, Made, widest_differences};
use super::warning::{Warning, of_documents, of_input};
use crate::table::TableSink;
use rayon::prelude::*;

/// The tables that need no frames: each row comes from one record.
const RECORD_TABLES: [TableName; 4] =
    [TableName::Documents, TableName::Matches, TableName::Scores, TableName::Rejected];

/// How many differences the overview of a run names.
const WIDEST: usize = 5;

/// Computes the tables of a plan from the records of its documents, and hands each to `sink`, whole
/// and in a fixed order. Gives the record of the run: methods, warnings, provenance.
///
/// The same records give the same tables. Neither the order in which they were added, nor the
/// number of shards, nor the number of threads in the current `rayon` pool makes a difference.
///
/// # Errors
/// [`AnalysisError`] if temporary files cannot be read, if leaving out near copies leaves no
/// document, or if the sink cannot take a table.
pub fn finish(
    plan: &Plan,
    mut records: Records,
    sink: &mut dyn TableSink,
) -> Result<RunRecord, AnalysisError> {
    let mut timings = Timings::new();
    records.sort()?;
    records.input_mut().sort();
    let mut warnings = of_input(records.input())?;
    let wants = |tables: &[TableName]| tables.iter().any(|table| plan.options().wants(*table));
    let copies: Option<FoundCopies> =
        plan.needs().signature.then(|| settle_copies(plan, &mut records)).transpose()?;
    if let Some(copies) = &copies {
        warnings.extend(copies.warnings(wants(&[TableName::Duplicates])));
    }
    timings.lap("copies");
    let aside = set_aside(plan, &records)?;
    let reduced = aside.has_any().then(|| plan.without(&aside.names()));
    // A lexicon that the dimensions name was asked for, and all are kept.
    let reduced = reduced.and_then(Result::ok);
    let plan = reduced.as_ref().unwrap_or(plan);
    let account = reduced.as_ref().and_then(|_| aside.account());
    warnings.extend(reduced.as_ref().and_then(|_| aside.warning()));
    timings.lap("set aside");
    let is_framed =
        TableName::ALL.iter().any(|table| !RECORD_TABLES.contains(table) && wants(&[*table]));
    let (frames, survey) = frames_and_survey(plan, &records, is_framed)?;
    warnings.extend(of_documents(plan, &survey));
    timings.lap("sum up");
    let shares_contrasts = wants(&[TableName::Outlets, TableName::SideBySide]);
    let study = Study::new(plan, &records, &frames, copies.as_ref(), shares_contrasts)?;
    let makers: Vec<_> = MAKERS.iter().filter(|(tables, _)| wants(tables)).collect();
    let made: Vec<Made<'_>> =
        makers.par_iter().map(|(_, make)| make(&study)).collect::<Result<_, _>>()?;
    timings.lap("compute");
    let mut methods = serde_json::Map::new();
    if survey.has_events() {
        methods.insert("events".to_owned(), survey.events_account());
    }
    methods.extend(account.map(|account| ("lexicons_set_aside".to_owned(), account)));
    for made in made {
        for table in made.tables {
            let is_wanted = TableName::ALL
                .iter()
                .find(|name| name.name() == table.schema.name)
                .is_none_or(|name| wants(&[*name]));
            if is_wanted {
                table.write(sink)?;
            }
        }
        methods.extend(made.methods.into_iter().map(|(name, account)| (name.to_owned(), account)));
        warnings.extend(made.warnings);
    }
    warnings.extend(study.outlet_warnings());
    timings.lap("write");
    let widest = if shares_contrasts { widest_differences(&study, WIDEST) } else { Vec::new() };
    Ok(RunRecord::new(plan, &records, &survey)
        .with_widest(widest)
        .with_clusters(study.cluster_finding.get().cloned())
        .with_methods(methods)
        .with_warnings(merged(warnings))
        .with_timings(timings))
}

/// Each warning once.
fn merged(warnings: Vec<Warning>) -> Vec<Warning> {
    let mut once: Vec<Warning> = Vec::new();
    for warning in warnings {
        if !once.contains(&warning) {
            once.push(warning);
        }
    }
    once
}
