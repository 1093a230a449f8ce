//! The table `separation`: whether framing, as measured, tells outlets apart.

use super::keyness::term_index;
use super::made::Made;
use crate::analysis::error::AnalysisError;
use crate::analysis::framed_vectors::{FramedVectors, event_numbers};
use crate::analysis::study::Study;
use crate::cluster::{ClusterDocument, MOST_SEPARATED, Separation, separation, separation_sample};
use crate::compare::{IndexedTerm, Sides, TermKind, TestedDocuments};
use crate::frame::{
    Counted, CountedVectors, EventMeans, Scaling, Shrinkage, Transform, VectorOptions, coordinates,
};
use crate::prose::plural;
use crate::table::{SeparationRow, separation_rows};
use ndarray::{Array2, Axis};
use serde_json::{Value, json};
use std::cmp::Reverse;
use std::collections::HashMap;

/// A word of the bag is in at least this many documents.
const LEAST_DOCUMENTS: u32 = 3;
/// The most words of the bag: those in the most documents.
const MOST_WORDS: usize = 2000;

pub(super) fn make<'s>(study: &'s Study<'_>) -> Result<Made<'s>, AnalysisError> {
    let framed = FramedVectors::new(study)?;
    let rows = separation_sample(&framed.documents, study.seed());
    let documents: Vec<ClusterDocument> =
        rows.iter().filter_map(|&row| framed.documents.get(row).cloned()).collect();
    let matrix = framed.coordinates.matrix.select(Axis(0), &rows);
    let own = separation(&matrix, &documents, study.seed());
    let Some(own) = own else { return Ok(Made::default()) };
    let places: HashMap<usize, usize> = rows
        .iter()
        .enumerate()
        .filter_map(|(at, row)| Some((*framed.places.get(*row)?, at)))
        .collect();
    let (bag, words) = bag_of_words(study, &documents, &places)?;
    let baseline = separation(&bag, &documents, study.seed());
    let mut rows: Vec<SeparationRow> = separation_rows("framing", &own);
    rows.extend(baseline.iter().flat_map(|found| separation_rows("words", found)));
    let account = account(&own, baseline.as_ref(), words);
    Ok(Made::default().with_table(rows).with_method("separation", account))
}

/// tf-idf vectors of neutral words, the means of events taken out; and how many words there are.
/// `places` gives the row of a document by its place among the frames.
fn bag_of_words(
    study: &Study<'_>,
    documents: &[ClusterDocument],
    places: &HashMap<usize, usize>,
) -> Result<(Array2<f64>, usize), AnalysisError> {
    let (index, counter) = term_index(study, 1, LEAST_DOCUMENTS)?;
    let tested = TestedDocuments::new(study.panel.numbers());
    let kinds = counter.finish(&index, &tested);
    let labels = study.panel.numbers().all().iter().map(|document| document.label);
    let first = labels.min();
    let is_neutral = |at: usize, term: &IndexedTerm| {
        let count: u64 = term.postings.iter().map(|(_, count)| u64::from(*count)).sum();
        let kind =
            first.map(|outlet| kinds.kind(at, Sides { outlet, reference: None }, count as f64));
        matches!(kind, Some(TermKind::Word | TermKind::Name))
    };
    let mut terms: Vec<&IndexedTerm> = index
        .terms
        .iter()
        .enumerate()
        .filter(|(at, term)| is_neutral(*at, term))
        .map(|(_, term)| term)
        .collect();
    terms.sort_by_key(|term| (Reverse(term.postings.len()), &term.text));
    terms.truncate(MOST_WORDS);
    let mut rows: Vec<Vec<Option<Counted>>> = documents
        .iter()
        .map(|document| vec![Some(Counted { count: 0, of: document.tokens }); terms.len()])
        .collect();
    for (column, term) in terms.iter().enumerate() {
        for (document, count) in &term.postings {
            let row = places.get(&(*document as usize)).and_then(|row| rows.get_mut(*row));
            if let Some(Some(cell)) = row.and_then(|row| row.get_mut(column)) {
                cell.count = u64::from(*count);
            }
        }
    }
    let counted = CountedVectors { rows, is_share: vec![false; terms.len()] };
    let events = event_numbers(documents);
    let has_events = events.iter().any(Option::is_some);
    let options = VectorOptions {
        shrinkage: Shrinkage::None,
        transform: Transform::TfIdf,
        event_means: EventMeans::Remove,
        scaling: Scaling::None,
    };
    let made = coordinates(&counted, has_events.then_some(events.as_slice()), options);
    Ok((made.matrix, terms.len()))
}

fn account(own: &Separation, baseline: Option<&Separation>, words: usize) -> Value {
    let is_sure = |found: &Separation| found.p_value.is_some_and(|p| p <= 0.05);
    let said = |found: &Separation| {
        format!("{:.2} of documents, {:.2} by chance", found.accuracy, found.chance)
    };
    let finding = format!(
        "framing, as measured, {} these outlets ({}){}",
        if is_sure(own) { "distinguishes" } else { "does not distinguish" },
        said(own),
        baseline.map_or_else(String::new, |words| format!("; words tell {}", said(words))),
    );
    json!({
        "finding": finding,
        "rule": format!(
            "the outlet with the nearest centroid, {}; 999 labellings, all where they are fewer; \
             at most {MOST_SEPARATED} documents, drawn at random",
            own.held_out.name()
        ),
        "words": format!(
            "tf-idf of {} in at least {LEAST_DOCUMENTS} documents, at most {MOST_WORDS}; without \
             function words, numbers, names of outlets and lines that an outlet repeats; means of \
             events taken out",
            plural(words, "word", "words")
        ),
    })
}
