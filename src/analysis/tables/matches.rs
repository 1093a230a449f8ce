//! The table `matches`: the line that every number was counted from.

use super::made::Made;
use crate::analysis::encoded::Section;
use crate::analysis::error::AnalysisError;
use crate::analysis::match_rows::{ExplainedRow, match_rows};
use crate::analysis::plan::Plan;
use crate::analysis::record::RecordHead;
use crate::analysis::records::{EncodedSections, Records};
use crate::analysis::study::Study;
use crate::compare::{DocumentFacts, NumberedDocuments};
use crate::table::{MatchRow, Row};
use std::sync::Arc;

const SECTIONS: &[Section] = &[Section::Head, Section::Matches, Section::Shown];

pub(super) fn make<'s>(study: &'s Study<'_>) -> Result<Made<'s>, AnalysisError> {
    let numbers = numbers(study.plan, study.records)?;
    Ok(Made::default().with_written(MatchRow::schema(), move |sink| {
        let mut batches = study.records.batches(SECTIONS, |_, sections| {
            let (_, rows) = rows(study.plan, sections, numbers.as_ref())?;
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
    numbers: Option<&NumberedDocuments>,
) -> Result<(RecordHead, Vec<ExplainedRow>), AnalysisError> {
    let filter = &plan.options().filter;
    let head: RecordHead = sections.decode(Section::Head)?;
    if !filter.keeps_document(&head, numbers) {
        return Ok((head, Vec::new()));
    }
    let matches = sections.decode(Section::Matches)?;
    let shown = sections.decode(Section::Shown)?;
    let mut rows = match_rows(plan, &head, &matches, &shown)?;
    filter.retain(&mut rows);
    Ok((head, rows))
}

/// Hands over each document with its rows, in the order of document ids.
pub(crate) fn explained_rows(
    plan: &Plan,
    records: &Records,
    take: impl FnMut((RecordHead, Vec<ExplainedRow>)) -> Result<(), AnalysisError>,
) -> Result<(), AnalysisError> {
    let numbers = numbers(plan, records)?;
    records.each(SECTIONS, |_, sections| rows(plan, sections, numbers.as_ref()), take)
}

/// The outlets that are compared and pooled, where the filter asks for outlets.
fn numbers(plan: &Plan, records: &Records) -> Result<Option<NumberedDocuments>, AnalysisError> {
    let filter = &plan.options().filter;
    if filter.outlet.is_none() && filter.not_outlet.is_none() {
        return Ok(None);
    }
    let mut outlets: Vec<Arc<str>> = Vec::new();
    records.each(
        &[Section::Head],
        |_, sections| sections.decode::<RecordHead>(Section::Head),
        |head| {
            outlets.push((&*head.outlet).into());
            Ok(())
        },
    )?;
    let facts = outlets.iter().map(|outlet| DocumentFacts { outlet, event: None, tokens: 0 });
    Ok(Some(NumberedDocuments::new(facts, &plan.options().outlets)?))
}
