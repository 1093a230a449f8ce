//! The table `cluster_examples`: typical and borderline documents of each cluster, each with the
//! sentence that shows the cluster best.

use super::cluster_marks::{is_within, marking};
use crate::analysis::encoded::Section;
use crate::analysis::error::AnalysisError;
use crate::analysis::framed_vectors::FramedVectors;
use crate::analysis::match_rows::passages;
use crate::analysis::study::Study;
use crate::cluster::{Clustering, Placement};
use crate::compare::{PASSAGE_TOKENS, Passage};
use crate::frame::Dimension;
use crate::lexicon::{CategoryId, EntryId};
use crate::table::ClusterExampleRow;
use std::cmp::Reverse;
use std::collections::HashMap;

/// Documents of each kind.
const SHOWN: usize = 3;

pub(super) fn example_rows(
    study: &Study<'_>,
    framed: &FramedVectors,
    clustering: &Clustering,
) -> Result<Vec<ClusterExampleRow>, AnalysisError> {
    let mut rows = Vec::new();
    let mut places: Vec<usize> = Vec::new();
    for cluster in 1..=clustering.sizes.len() {
        let members: Vec<usize> = (0..clustering.placements.len())
            .filter(|&at| clustering.placements[at].cluster == Some(cluster))
            .collect();
        let placement = |at: usize| clustering.placements[at];
        let by = |value: &dyn Fn(Placement) -> Option<f64>, taken: &[usize]| {
            let mut order = members.clone();
            order.retain(|at| !taken.contains(at));
            let key = |at: usize| value(placement(at)).unwrap_or(f64::INFINITY);
            order.sort_by(|a, b| key(*a).total_cmp(&key(*b)).then(a.cmp(b)));
            order.truncate(SHOWN);
            order
        };
        let typical = by(&|place| place.distance, &[]);
        let borderline = by(&|place| place.silhouette, &typical);
        let kinds = [("typical", typical), ("borderline", borderline)];
        for (kind, chosen) in kinds {
            for (at, rank) in chosen.into_iter().zip(1..) {
                let (document, place) = (&framed.documents[at], placement(at));
                places.push(framed.places[at]);
                rows.push(ClusterExampleRow {
                    cluster: cluster as u64,
                    kind,
                    rank,
                    document_id: document.id.clone(),
                    outlet: document.outlet.clone(),
                    event: document.event.clone(),
                    distance: place.distance,
                    silhouette: place.silhouette,
                    second_cluster: place.second.map(|second| second as u64),
                    sentence: None,
                    entries: None,
                });
            }
        }
    }
    let mut sentences: HashMap<usize, Vec<Passage>> = HashMap::new();
    study.records.each(
        &[Section::Matches, Section::Shown],
        |place, sections| {
            if !places.contains(&place) {
                return Ok(None);
            }
            let matches = sections.decode(Section::Matches)?;
            let shown = sections.decode(Section::Shown)?;
            Ok(Some((place, passages(study.plan, &matches, &shown)?)))
        },
        |found| {
            sentences.extend(found);
            Ok(())
        },
    )?;
    for (row, place) in rows.iter_mut().zip(&places) {
        let categories = marking_categories(row.cluster as usize, framed, clustering);
        let Some(passages) = sentences.get(place) else { continue };
        if let Some((passage, entries)) = best_passage(study, passages, &categories) {
            let matcher = study.plan.matcher();
            let terms: Vec<&str> =
                entries.iter().map(|entry| &*matcher.entry(*entry).term).collect();
            row.sentence = Some(passage.text.clone());
            row.entries = Some(terms.join(", "));
        }
    }
    Ok(rows)
}

/// The categories of which a cluster has more, beyond chance; if none, all of which it has more.
fn marking_categories(
    cluster: usize,
    framed: &FramedVectors,
    clustering: &Clustering,
) -> Vec<CategoryId> {
    let category = |dimension: usize| match framed.dimensions.get(dimension) {
        Some(Dimension::Category(id, _)) => Some(*id),
        _ => None,
    };
    let is_more = |effect: Option<f64>| effect.is_some_and(|effect| effect > 0.0);
    let sure = marking(cluster, clustering).filter(|row| is_more(row.effect));
    let sure: Vec<CategoryId> = sure.filter_map(|row| category(row.dimension)).collect();
    if !sure.is_empty() {
        return sure;
    }
    let own = clustering.profiles.iter().filter(|row| row.cluster == cluster);
    own.filter(|row| is_more(row.effect)).filter_map(|row| category(row.dimension)).collect()
}

/// The sentence with most distinct entries of the categories that are asserted; of equals one of 6
/// to 60 tokens, then the first.
fn best_passage<'p>(
    study: &Study<'_>,
    passages: &'p [Passage],
    categories: &[CategoryId],
) -> Option<(&'p Passage, Vec<EntryId>)> {
    let matcher = study.plan.matcher();
    let marks = |passage: &Passage| -> Vec<EntryId> {
        let asserted = passage.entries.iter().filter(|(_, is_asserted)| *is_asserted);
        asserted
            .map(|(entry, _)| *entry)
            .filter(|entry| categories.iter().any(|id| is_within(matcher, *entry, *id)))
            .collect()
    };
    let found = passages.iter().map(|passage| (passage, marks(passage)));
    found.filter(|(_, entries)| !entries.is_empty()).min_by_key(|(passage, entries)| {
        (Reverse(entries.len()), !PASSAGE_TOKENS.contains(&passage.tokens), passage.span.start)
    })
}
