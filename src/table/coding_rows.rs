//! Rows of the sheet for hand coding: a match with what is to be judged of it, or a sentence
//! without a match.

use super::cell::{Cell, CellSink};
use super::names::Names;
use crate::annotate::{Concordance, Match};
use crate::corpus::Document;
use crate::text::ByteSpan;
use std::sync::Arc;

/// A unit to be coded by hand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodingUnit {
    kind: &'static str,
    document_id: String,
    outlet: Arc<str>,
    lexicon: Option<Arc<str>>,
    category: Option<Arc<str>>,
    entry: Option<Arc<str>>,
    voice: Option<&'static str>,
    negated: Option<bool>,
    target: Option<String>,
    left: String,
    text: String,
    right: String,
}

/// The unit of a match.
pub fn match_unit(
    document: &Document,
    concordance: &Concordance<'_>,
    found: &Match,
    names: &Names,
) -> CodingUnit {
    let annotation = concordance.annotation();
    let (entry, category, _) = names.entry(found.entry);
    let (lexicon, category) = names.category(category);
    let target = found.target.and_then(|target| target.party);
    let (left, right) = concordance.context(found);
    CodingUnit {
        kind: MATCH,
        document_id: document.id.clone(),
        outlet: document.outlet.clone(),
        lexicon: Some(lexicon),
        category: Some(category),
        entry: Some(entry),
        voice: Some(found.voice.name()),
        negated: annotation.rules.map(|_| found.negation.is_some()),
        target: target.map(|party| annotation.party_name(party).into_owned()),
        left,
        text: folded(found.span.of(&document.text)),
        right,
    }
}

/// The unit of a sentence without a match.
pub fn miss_unit(document: &Document, sentence: ByteSpan) -> CodingUnit {
    CodingUnit {
        kind: MISS,
        document_id: document.id.clone(),
        outlet: document.outlet.clone(),
        text: folded(sentence.of(&document.text)),
        ..CodingUnit::default()
    }
}

/// What the column `kind` says of a match.
pub(super) const MATCH: &str = "match";
/// What it says of a sentence without one.
pub(super) const MISS: &str = "miss";

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Hands the cells of a unit over, in the order of [`coding_schema`](super::coding_schema): its
/// number, what is known of it, how many there are of its kind and how many of these are sampled,
/// then nothing for each coder and the note.
pub fn coding_cells(
    item: u64,
    unit: &CodingUnit,
    population: u64,
    sampled: u64,
    coders: usize,
    sink: &mut dyn CellSink,
) {
    item.put(sink);
    sink.text(unit.kind);
    unit.document_id.put(sink);
    unit.outlet.put(sink);
    unit.lexicon.put(sink);
    unit.category.put(sink);
    unit.entry.put(sink);
    unit.voice.put(sink);
    unit.negated.put(sink);
    unit.target.put(sink);
    unit.left.put(sink);
    unit.text.put(sink);
    unit.right.put(sink);
    population.put(sink);
    sampled.put(sink);
    (0..=coders).for_each(|_| sink.empty());
}
