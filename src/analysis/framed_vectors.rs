//! The framing vectors of a run as clusters, maps and nearest documents need them.

use super::encoded::Section;
use super::error::AnalysisError;
use super::study::Study;
use crate::cluster::ClusterDocument;
use crate::frame::{
    AttributionCounts, Coordinates, CountedVectors, Dimension, DocumentFrame, coordinates,
};
use crate::table::dimension_name;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A cue is a dimension where at least this share of the documents has it. `docs/methods.md` says
/// which limits were tried; none is clearly the best.
pub(super) const LEAST_CUE_SHARE: f64 = 0.05;
/// In a small corpus it must still be in at least this many documents.
pub(super) const FEWEST_CUE_DOCUMENTS: usize = 5;

/// The documents that have a framing vector, with their coordinates.
pub(super) struct FramedVectors {
    /// The place of each among the frames of the study.
    pub(super) places: Vec<usize>,
    pub(super) documents: Vec<ClusterDocument>,
    pub(super) dimensions: Vec<Dimension>,
    /// The names of the dimensions.
    pub(super) names: Vec<Arc<str>>,
    pub(super) counted: CountedVectors,
    pub(super) coordinates: Coordinates,
}

/// Whether a document has a framing vector on these dimensions. One without tokens has none, nor
/// has one in a language that none of the lexicons serves: with the rates of the corpus in every
/// dimension it would look like the most typical document.
fn has_vector(frame: &DocumentFrame, dimensions: &[Dimension]) -> bool {
    let mut categories = dimensions
        .iter()
        .filter_map(|dimension| match dimension {
            Dimension::Category(id, _) => Some(*id),
            _ => None,
        })
        .peekable();
    frame.tokens > 0
        && (categories.peek().is_none() || categories.any(|category| frame.serves(category)))
}

impl FramedVectors {
    pub(super) fn new(study: &Study<'_>) -> Result<Self, AnalysisError> {
        let chosen = study.plan.cluster_dimensions();
        let mut dimensions = chosen.fixed.clone();
        if chosen.has_cues {
            let least = least_cue_documents(study.frames.len());
            dimensions.extend(common_cues(study, least)?.into_iter().map(Dimension::Cue));
        }
        let vector = |frame: &DocumentFrame, attribution: Option<&AttributionCounts>| {
            let each = dimensions.iter();
            each.map(|dimension| dimension.counted(frame, attribution)).collect::<Vec<_>>()
        };
        let mut places = Vec::new();
        let mut rows = Vec::new();
        if chosen.needs_attribution {
            study.records.each(
                &[Section::Attribution],
                |place, sections| {
                    let counts: Option<AttributionCounts> =
                        sections.decode(Section::Attribution)?;
                    let frame = study.frames.get(place).ok_or(AnalysisError::BrokenRecord)?;
                    Ok(has_vector(frame, &dimensions)
                        .then(|| (place, vector(frame, counts.as_ref()))))
                },
                |framed| {
                    if let Some((place, row)) = framed {
                        places.push(place);
                        rows.push(row);
                    }
                    Ok(())
                },
            )?;
        } else {
            let framed =
                study.frames.iter().enumerate().filter(|(_, frame)| has_vector(frame, &dimensions));
            for (place, frame) in framed {
                places.push(place);
                rows.push(vector(frame, None));
            }
        }
        let is_share = dimensions.iter().map(Dimension::is_share).collect();
        let counted = CountedVectors { rows, is_share };
        let documents: Vec<ClusterDocument> = places
            .iter()
            .filter_map(|&place| study.frames.get(place))
            .map(|frame| ClusterDocument {
                id: (&*frame.id).into(),
                outlet: frame.outlet.clone(),
                event: frame.event.clone(),
                tokens: frame.tokens,
            })
            .collect();
        let events = event_numbers(&documents);
        let has_events = events.iter().any(Option::is_some);
        let options = study.plan.options().clusters.vectors;
        let coordinates = coordinates(&counted, has_events.then_some(events.as_slice()), options);
        let names = dimensions
            .iter()
            .map(|dimension| dimension_name(dimension, study.plan.names()).into())
            .collect();
        Ok(Self { places, documents, dimensions, names, counted, coordinates })
    }

    /// Whether any document has an event.
    pub(super) fn has_events(&self) -> bool {
        self.documents.iter().any(|document| document.event.is_some())
    }

    /// The names of the dimensions that serve, in the order of the columns.
    pub(super) fn kept_names(&self) -> Vec<Arc<str>> {
        let kept = self.coordinates.kept.iter();
        kept.filter_map(|&at| self.names.get(at).cloned()).collect()
    }
}

/// The event of each document as a number, in the order of first appearance.
pub(super) fn event_numbers(documents: &[ClusterDocument]) -> Vec<Option<usize>> {
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    documents
        .iter()
        .map(|document| {
            let next = known.len();
            document.event.as_deref().map(|event| *known.entry(event).or_insert(next))
        })
        .collect()
}

/// In how many of the documents a cue must occur to be a dimension.
pub(super) fn least_cue_documents(documents: usize) -> usize {
    ((LEAST_CUE_SHARE * documents as f64).ceil() as usize).max(FEWEST_CUE_DOCUMENTS)
}

/// The names of the cues that report in at least `least` documents, sorted.
pub(super) fn common_cues(study: &Study<'_>, least: usize) -> Result<Vec<Arc<str>>, AnalysisError> {
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
        assert_eq!([10, 100, 101, 1000].map(least_cue_documents), [5, 5, 6, 50]);
    }
}
