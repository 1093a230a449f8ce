//! The table `scores`: what each document has of each category.

use super::made::Made;
use crate::analysis::encoded::Section;
use crate::analysis::error::AnalysisError;
use crate::analysis::match_rows::frame_of_record;
use crate::analysis::record::RecordHead;
use crate::analysis::study::Study;
use crate::table::{Row, ScoreRow, score_rows};

pub(super) fn make<'s>(study: &'s Study<'_>) -> Result<Made<'s>, AnalysisError> {
    Ok(Made::default().with_written(ScoreRow::schema(), |sink| {
        let sections = &[Section::Head, Section::Matches];
        let mut batches = study.records.batches(sections, |_, sections| {
            let head: RecordHead = sections.decode(Section::Head)?;
            let matches = sections.decode(Section::Matches)?;
            let frame = frame_of_record(study.plan, &head, &matches)?;
            Ok(score_rows(&frame, study.plan.matcher(), study.plan.names()))
        });
        while let Some(batch) = batches.next()? {
            sink.rows(&batch.into_iter().flatten().collect::<Vec<ScoreRow>>())?;
        }
        Ok(())
    }))
}
