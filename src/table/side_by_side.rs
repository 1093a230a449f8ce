//! The table `side_by_side`: a column for each outlet, a row for each category.

use super::cell::{Cell, CellSink, Kind, PValue, defused};
use super::names::Names;
use super::order::{large_first, rare_first};
use super::schema::{Cells, Schema, column};
use crate::compare::{Contrast, Panel};
use crate::lexicon::Measures;
use std::collections::BTreeSet;
use std::sync::Arc;

/// `side_by_side`: one row per category, one column per label of the panel, which is an outlet or
/// all those together that are not compared.
pub fn side_by_side_schema(panel: &Panel<'_>) -> Schema {
    let outlets = panel.labels();
    let mut columns = vec![
        column("lexicon", Kind::Text, false, "Lexicon"),
        column("category", Kind::Text, false, "Category"),
        column(
            "measures",
            Kind::Text,
            false,
            "What the lexicon measures: label, action, naming, evaluation or topic",
        ),
        column("title", Kind::Text, false, "What the category is, in plain words"),
    ];
    let tail = [
        column("spread", Kind::Number, true, "Highest rate less lowest; empty for one outlet"),
        column(
            "p_value",
            Kind::PValue,
            true,
            "From permuting outlet labels over documents, given the documents' lengths, and within \
             events where events are given; empty where `test_method` says why",
        ),
        column(
            "q_value",
            Kind::PValue,
            true,
            "p_value adjusted over this table by Benjamini and Hochberg unless run.json names \
             others",
        ),
        column(
            "test_method",
            Kind::Text,
            false,
            "How p_value was found: exact permutation (every labelling) or sampled permutation; or \
             why there is none: one outlet, few matches (fewer than three, or in fewer than three \
             documents), no labelling differs, p could not be below .05, document length gives the \
             outlet away",
        ),
    ];
    // An outlet's name may equal that of another column, including its own further columns.
    let mut reserved: BTreeSet<String> =
        columns.iter().chain(&tail).map(|column| column.name.clone().into_owned()).collect();
    reserved.insert(SPREAD_WITHIN.to_owned());
    for outlet in outlets {
        reserved.extend(FURTHER.map(|further| format!("{}{further}", defused(outlet))));
    }
    let names: Vec<String> =
        outlets.iter().map(|outlet| unused(defused(outlet).into_owned(), &mut reserved)).collect();
    let rate = "Matches in this outlet's own voice per 1,000 tokens";
    columns.extend(names.iter().map(|name| column(name.clone(), Kind::Number, true, rate)));
    columns.extend(tail);
    let mut taken: BTreeSet<String> =
        columns.iter().map(|column| column.name.clone().into_owned()).collect();
    taken.insert(SPREAD_WITHIN.to_owned());
    let mut further = |of: &[String], suffix: &str, kind: Kind, about: &'static str| {
        let is_optional = kind == Kind::Number;
        columns.extend(of.iter().map(|name| {
            column(unused(format!("{name}{suffix}"), &mut taken), kind, is_optional, about)
        }));
    };
    further(&names, COUNT, Kind::Integer, "Matches in this outlet's own voice");
    further(
        &names,
        DOCUMENTS,
        Kind::Integer,
        "Documents of this outlet with a match in its own voice",
    );
    if panel.has_events() {
        let compared = names.get(..panel.compared().len()).unwrap_or_default();
        further(
            compared,
            WITHIN,
            Kind::Number,
            "log2 of the Mantel-Haenszel ratio of this outlet's own-voice rate to that of all \
             others on the same events: 1 is twice as much; empty where one side has none",
        );
        columns.push(column(SPREAD_WITHIN, Kind::Number, true, "Highest of these less lowest"));
    }
    Schema {
        name: "side_by_side".into(),
        description: "One row per category, one column per outlet (rate_own), with a test of \
            whether outlets differ. Variants of names are not here: naming and naming_tests \
            compare them."
            .into(),
        columns,
        key: &["lexicon", "category"],
    }
}

const COUNT: &str = "_count_own";
const DOCUMENTS: &str = "_documents";
const WITHIN: &str = "_log2_within_event";
/// What the names of an outlet's columns after its rate end in.
const FURTHER: [&str; 3] = [COUNT, DOCUMENTS, WITHIN];
const SPREAD_WITHIN: &str = "spread_log2_within_event";

/// The name, told apart from those taken, and taken itself.
fn unused(mut name: String, taken: &mut BTreeSet<String>) -> String {
    while !taken.insert(name.clone()) {
        name.push_str(" (outlet)");
    }
    name
}

/// A row of `side_by_side`: its columns depend on the outlets.
#[derive(Clone, Debug, PartialEq)]
pub struct SideBySideRow {
    /// The lexicon.
    pub lexicon: Arc<str>,
    /// The category.
    pub category: Arc<str>,
    /// What the lexicon measures.
    pub measures: Measures,
    /// What the category is.
    pub title: Arc<str>,
    /// The contrast.
    pub contrast: Contrast,
}

impl Cells for SideBySideRow {
    /// In the order of [`side_by_side_schema`].
    fn put(&self, sink: &mut dyn CellSink) {
        self.lexicon.put(sink);
        self.category.put(sink);
        self.measures.name().put(sink);
        self.title.put(sink);
        self.contrast.rates.iter().for_each(|rate| rate.put(sink));
        self.contrast.spread.put(sink);
        self.contrast.p_value.value().map(PValue).put(sink);
        self.contrast.q_value.map(PValue).put(sink);
        self.contrast.p_value.name().put(sink);
        self.contrast.uses.iter().for_each(|uses| uses.count.put(sink));
        self.contrast.uses.iter().for_each(|uses| uses.documents.put(sink));
        self.contrast.within.iter().for_each(|within| within.log_ratio.put(sink));
        if !self.contrast.within.is_empty() {
            self.contrast.spread_within().put(sink);
        }
    }
}

/// The rows of `side_by_side`: those with the smallest q first, then the widest spread; those
/// without a test later, and topics last.
pub fn side_by_side_rows(contrasts: Vec<Contrast>, names: &Names) -> Vec<SideBySideRow> {
    let mut rows: Vec<SideBySideRow> = contrasts
        .into_iter()
        .map(|contrast| {
            let (lexicon, category) = names.category(contrast.category);
            let (measures, title) =
                (names.measures(contrast.category), names.title(contrast.category));
            SideBySideRow { lexicon, category, measures, title, contrast }
        })
        .collect();
    rows.sort_by(|a, b| {
        let q_value = |row: &SideBySideRow| row.contrast.q_value.map(PValue);
        let is_topic = |row: &SideBySideRow| row.measures == Measures::Topic;
        is_topic(a)
            .cmp(&is_topic(b))
            .then_with(|| rare_first(q_value(a), q_value(b)))
            .then_with(|| large_first(a.contrast.spread, b.contrast.spread))
            .then_with(|| (&a.lexicon, &a.category).cmp(&(&b.lexicon, &b.category)))
    });
    rows
}
