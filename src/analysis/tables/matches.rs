//! The table `matches`: the line that every number was counted from.

use super::made::Made;
use crate::analysis::encoded::Section;
use crate::analysis::error::AnalysisError;
use crate::analysis::match_rows::{ExplainedRow, match_rows};
use crate::analysis::plan::Plan;
use crate::analysis::record::RecordHead;
use crate::analysis::records::{EncodedSections, Records};
use crate::analysis::study::Study;
use crate::table::{MatchRow, Row};

const SECTIONS: &[Section] = &[Section::Head, Section::Matches, Section::Shown];

pub(super) fn make<'s>(study: &'s Study<'_>) -> Result<Made<'s>, AnalysisError> {
    Ok(Made::default().with_written(MatchRow::schema(), |sink| {
        let mut batches = study.records.batches(SECTIONS, |_, sections| {
            let (_, rows) = rows(study.plan, sections)?;
            Ok(rows.into_iter().map(|explained| explained.row).collect::<Vec<MatchRow>>())
        });
        while let Some(batch) = batches.next()? {
            sink.rows(&batch.into_iter().flatten().collect::<Vec<MatchRow>>())?;
        }
        Ok(())
    }))
}

/// The rows of one record that the filter of the plan keeps.
fn rows(
    plan: &Plan,
    sections: &EncodedSections,
) -> Result<(RecordHead, Vec<ExplainedRow>), AnalysisError> {
    let head: RecordHead = sections.decode(Section::Head)?;
    let matches = sections.decode(Section::Matches)?;
    let shown = sections.decode(Section::Shown)?;
    let mut rows = match_rows(plan, &head, &matches, &shown)?;
    rows.retain(|explained| plan.options().filter.keeps(&explained.row));
    Ok((head, rows))
}

/// Hands over each document with its rows, in the order of document ids.
pub(crate) fn explained_rows(
    plan: &Plan,
    records: &Records,
    take: impl FnMut((RecordHead, Vec<ExplainedRow>)) -> Result<(), AnalysisError>,
) -> Result<(), AnalysisError> {
    records.each(SECTIONS, |_, sections| rows(plan, sections), take)
}
