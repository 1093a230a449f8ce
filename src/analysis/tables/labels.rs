//! The table `labels`: who calls whom what, in whose voice.

use super::made::Made;
use crate::analysis::encoded::Section;
use crate::analysis::error::AnalysisError;
use crate::analysis::match_rows::scored_matches;
use crate::analysis::record::{RecordHead, RecordMatches};
use crate::analysis::study::Study;
use crate::compare::{DocumentLabels, LabelTotals, Referents};
use crate::table::label_rows;

pub(super) fn make<'s>(study: &'s Study<'_>) -> Result<Made<'s>, AnalysisError> {
    let matcher = study.plan.matcher();
    let referents = Referents::new(matcher);
    let mut totals = LabelTotals::default();
    study.frames.iter().for_each(|frame| totals.add_names(frame, &referents));
    study.records.each(
        &[Section::Head, Section::Matches],
        |_, sections| {
            let head: RecordHead = sections.decode(Section::Head)?;
            let matches: RecordMatches = sections.decode(Section::Matches)?;
            let scored = scored_matches(study.plan, &matches)?;
            Ok((head.outlet, DocumentLabels::from_matches(scored, matcher)))
        },
        |(outlet, labels)| {
            totals.add_labels(&outlet, labels);
            Ok(())
        },
    )?;
    Ok(Made::default().with_table(label_rows(totals.into_cells(), &referents, study.plan.names())))
}
