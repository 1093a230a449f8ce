//! Rows of the sheet for hand coding: a match with what is to be judged of it, or a sentence
//! without a match.

use super::cell::{Cell, CellSink, Kind};
use super::names::Names;
use super::schema::{Cells, Schema, column};
use crate::annotate::{Concordance, Match};
use crate::corpus::{Document, UnitKind};
use crate::prose::folded;
use crate::text::ByteSpan;
use std::sync::Arc;

/// `coding`: one row per unit to be coded by hand, one empty column per coder.
pub fn coding_schema(coders: usize) -> Schema {
    let mut columns = vec![
        column(
            "item",
            Kind::Integer,
            false,
            "Number of the unit in the sample; the order of units is random",
        ),
        column(
            "kind",
            Kind::Text,
            false,
            "match, or miss: a sentence of at least five tokens without a match",
        ),
        column("document_id", Kind::Text, false, "Id of the document"),
        column("outlet", Kind::Text, false, "Outlet of the document"),
        column(
            "lexicon",
            Kind::Text,
            true,
            "Lexicon; empty for a miss, as are the columns to target",
        ),
        column("category", Kind::Text, true, "Category"),
        column("entry", Kind::Text, true, "The entry that matched"),
        column("voice", Kind::Text, true, "Whose words: own, quoted, reported or distanced"),
        column(
            "negated",
            Kind::Boolean,
            true,
            "Whether the match is denied; empty where cue rules do not apply",
        ),
        column(
            "target",
            Kind::Text,
            true,
            "The actor that the label is applied to; empty where nobody is found",
        ),
        column("left", Kind::Text, true, "Words before the match"),
        column("text", Kind::Text, false, "The words that matched; of a miss the sentence"),
        column("right", Kind::Text, true, "Words after the match"),
        column(
            "population",
            Kind::Integer,
            false,
            "Matches of the category in the corpus; of a miss all such sentences",
        ),
        column("sampled", Kind::Integer, false, "How many of these are in the sample"),
    ];
    columns.extend((1..=coders).map(|coder| {
        let meaning = "For the coder. A match: 1 right (the term has the sense that the category \
            describes), 0 wrong. A miss: 0 nothing missed, or the categories that the sentence \
            expresses, separated by `;`. Empty: not coded";
        column(format!("code_{coder}"), Kind::Text, true, meaning)
    }));
    columns.push(column("note", Kind::Text, true, "For the coders"));
    Schema {
        name: "coding".into(),
        description: "One row per unit to be coded by hand: matches sampled per category, and \
            sentences without a match."
            .into(),
        columns,
        key: &["item"],
    }
}

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
        kind: UnitKind::Match.name(),
        document_id: document.id.clone(),
        outlet: document.outlet.clone(),
        lexicon: Some(lexicon),
        category: Some(category),
        entry: Some(entry),
        voice: Some(found.voice.name()),
        negated: annotation.rules.map(|_| found.negation.is_some()),
        target: target.map(|party| annotation.party_name(party).into_owned()),
        left,
        text: folded(found.span.slice(&document.text)),
        right,
    }
}

/// The unit of a sentence without a match.
pub fn miss_unit(document: &Document, sentence: ByteSpan) -> CodingUnit {
    CodingUnit {
        kind: UnitKind::Miss.name(),
        document_id: document.id.clone(),
        outlet: document.outlet.clone(),
        text: folded(sentence.slice(&document.text)),
        ..CodingUnit::default()
    }
}

/// A row of `coding`: the cells of a unit, then nothing for each coder and the note.
#[derive(Clone, Debug)]
pub struct CodingRow {
    /// Number of the unit in the sample.
    pub item: u64,
    /// The unit.
    pub unit: CodingUnit,
    /// How many units of its kind the corpus has.
    pub population: u64,
    /// How many of these are in the sample.
    pub sampled: u64,
    /// Columns for codes.
    pub coders: usize,
}

impl Cells for CodingRow {
    fn put(&self, sink: &mut dyn CellSink) {
        let Self { item, unit, population, sampled, coders } = self;
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
        (0..=*coders).for_each(|_| sink.empty());
    }
}
