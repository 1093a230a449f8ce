//! What commands that write no tables need from records: heads, frames, warnings.

use super::copies::settle_copies;
use super::encoded::Section;
use super::error::AnalysisError;
use super::head_survey::HeadSurvey;
use super::plan::Plan;
use super::record::RecordHead;
use super::records::{InputRecord, Records};
use super::run_record::RunRecord;
use super::study::frames_and_survey;
use super::warning::{Warning, of_documents, of_input};
use crate::frame::DocumentFrame;

/// Puts records in order, sums up their heads, and says what there is to warn of.
pub(crate) fn record_warnings(
    plan: &Plan,
    records: &mut Records,
) -> Result<(HeadSurvey, Vec<Warning>), AnalysisError> {
    records.sort()?;
    let (_, survey) = frames_and_survey(plan, records, false)?;
    let mut warnings = of_input(records.input())?;
    warnings.extend(of_documents(plan, &survey));
    Ok((survey, warnings))
}

/// The same once copies are left out as the plan asks.
pub(crate) fn settled_warnings(
    plan: &Plan,
    records: &mut Records,
) -> Result<(HeadSurvey, Vec<Warning>), AnalysisError> {
    records.sort()?;
    let copies = plan.needs().signature.then(|| settle_copies(plan, records)).transpose()?;
    let (survey, mut warnings) = record_warnings(plan, records)?;
    warnings.extend(copies.iter().flat_map(|copies| copies.warnings(false)));
    Ok((survey, warnings))
}

/// The frames of records in the order of their ids, and the record of the run without tables.
pub(crate) fn sums_of_records(
    plan: &Plan,
    records: &mut Records,
) -> Result<(Vec<DocumentFrame>, RunRecord), AnalysisError> {
    records.sort()?;
    let (frames, survey) = frames_and_survey(plan, records, true)?;
    let mut warnings = of_input(records.input())?;
    warnings.extend(of_documents(plan, &survey));
    let run = RunRecord::new(plan, records, &survey).with_warnings(warnings);
    Ok((frames, run))
}

/// The warnings about what was read.
pub(crate) fn input_warnings(input: &InputRecord) -> Result<Vec<Warning>, AnalysisError> {
    Ok(of_input(input)?)
}

/// The warnings about documents that were summed up elsewhere.
pub(crate) fn survey_warnings(plan: &Plan, survey: &HeadSurvey) -> Vec<Warning> {
    of_documents(plan, survey)
}

/// The heads of sorted records.
pub(crate) fn heads(records: &Records) -> Result<Vec<RecordHead>, AnalysisError> {
    let mut heads = Vec::with_capacity(records.len());
    records.each(
        &[Section::Head],
        |_, sections| sections.decode::<RecordHead>(Section::Head),
        |head| {
            heads.push(head);
            Ok(())
        },
    )?;
    Ok(heads)
}
