//! The table `vectors`: the framing vector of each document.

use super::made::Made;
use crate::analysis::encoded::Section;
use crate::analysis::error::AnalysisError;
use crate::analysis::study::Study;
use crate::frame::{AttributionCounts, Dimension, framing_vector};
use crate::table::{VectorRow, vectors_schema};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A cue is a dimension where at least this share of the documents has it. `docs/methods.md` says
/// which limits were tried; none is clearly the best.
const LEAST_SHARE: f64 = 0.05;
/// In a small corpus it must still be in at least this many documents.
const FEWEST_DOCUMENTS: usize = 5;

pub(super) fn make<'s>(study: &'s Study<'_>) -> Result<Made<'s>, AnalysisError> {
    let chosen = study.plan.dimensions();
    let mut dimensions = chosen.fixed.clone();
    let mut made = Made::default();
    if chosen.has_cues {
        let least = least_documents(study.frames.len());
        dimensions.extend(common_cues(study, least)?.into_iter().map(Dimension::Cue));
        let account = format!(
            "cues that report in at least {least} documents ({} % of the documents, at least \
             {FEWEST_DOCUMENTS})",
            100.0 * LEAST_SHARE
        );
        made = made.with_method("vectors_cues", json!(account));
    }
    let schema = vectors_schema(&dimensions, study.plan.names());
    Ok(made.with_written(schema, move |sink| {
        let mut batches = study.records.batches(&[Section::Attribution], |place, sections| {
            let attribution: Option<AttributionCounts> = sections.decode(Section::Attribution)?;
            let frame = study.frames.get(place).ok_or(AnalysisError::BrokenRecord)?;
            Ok(VectorRow {
                document_id: &frame.id,
                outlet: &frame.outlet,
                tokens: frame.tokens,
                values: framing_vector(frame, attribution.as_ref(), &dimensions),
            })
        });
        while let Some(batch) = batches.next()? {
            sink.rows(&batch)?;
        }
        Ok(())
    }))
}

/// In how many of the documents a cue must occur to be a dimension.
fn least_documents(documents: usize) -> usize {
    ((LEAST_SHARE * documents as f64).ceil() as usize).max(FEWEST_DOCUMENTS)
}

/// The names of the cues that report in at least `least` documents, sorted.
fn common_cues(study: &Study<'_>, least: usize) -> Result<Vec<Arc<str>>, AnalysisError> {
    let mut documents: BTreeMap<String, usize> = BTreeMap::new();
    study.records.each(
        &[Section::Attribution],
        |_, sections| sections.decode::<Option<AttributionCounts>>(Section::Attribution),
        |attribution| {
            for name in attribution.iter().flat_map(AttributionCounts::cue_names) {
                match documents.get_mut(name) {
                    Some(count) => *count += 1,
                    None => drop(documents.insert(name.to_owned(), 1)),
                }
            }
            Ok(())
        },
    )?;
    let common = documents.into_iter().filter(|(_, count)| *count >= least);
    Ok(common.map(|(name, _)| name.into()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cue_needs_five_documents_and_one_in_twenty() {
        assert_eq!([10, 100, 101, 1000].map(least_documents), [5, 5, 6, 50]);
    }
}
