//! The table `documents`: the source, length and cluster of each.

use super::made::Made;
use crate::analysis::encoded::Section;
use crate::analysis::error::AnalysisError;
use crate::analysis::match_rows::counted_matches;
use crate::analysis::record::RecordHead;
use crate::analysis::study::Study;
use crate::table::{DocumentRow, Row};

pub(super) fn make<'s>(study: &'s Study<'_>) -> Result<Made<'s>, AnalysisError> {
    Ok(Made::default().with_written(DocumentRow::schema(), |sink| {
        // The run does not count matches of lexicons that are set aside.
        let has_set_aside = study.plan.has_set_aside();
        let sections: &[Section] =
            if has_set_aside { &[Section::Head, Section::Matches] } else { &[Section::Head] };
        let mut batches = study.records.batches(sections, |place, sections| {
            let cluster = study.clusters.get().and_then(|clusters| *clusters.get(place)?);
            let mut head: RecordHead = sections.decode(Section::Head)?;
            if has_set_aside {
                head.matches = counted_matches(study.plan, &sections.decode(Section::Matches)?);
            }
            Ok(DocumentRow { cluster, ..row(head) })
        });
        while let Some(batch) = batches.next()? {
            sink.rows(&batch)?;
        }
        Ok(())
    }))
}

fn row(head: RecordHead) -> DocumentRow {
    let tokens = u64::from(head.tokens);
    DocumentRow {
        document_id: head.id.into(),
        outlet: (&*head.outlet).into(),
        date: head.date.map(Into::into),
        title: head.title.map(Into::into),
        author: head.author.map(Into::into),
        event: head.event.map(Into::into),
        language: head.language.map(Into::into),
        source: head.source.to_string(),
        encoding: head.encoding.into(),
        characters: head.characters,
        tokens,
        types: u64::from(head.types),
        sentences: u64::from(head.sentences),
        quoted_share: if tokens == 0 { 0.0 } else { f64::from(head.quoted) / tokens as f64 },
        matches: u64::from(head.matches),
        cluster: None,
    }
}
