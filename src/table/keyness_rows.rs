//! Rows of `keyness`.

use super::cell::{Cell, CellSink, Kind, PValue};
use super::schema::{Cells, Row, Schema, column, tables};
use crate::compare::{Keyness, Measure, TermIndex};
use std::sync::Arc;

tables! {
    keyness (outlet, reference, term)
    "One row per compared outlet, what it is held against (each other one, and all others \
     together) and word or phrase that stands on either side." KeynessRow {
        outlet: Arc<str> = "Outlet",
        reference: Arc<str> = "What it is held against: another outlet, or all others",
        term: String = "Word or phrase, normalized",
        kind: &'static str = "word; name (with a capital in most uses); function-word; outlet-name \
            (a name of one of the outlets contrasted); number; or repeated-line (mostly in lines \
            that an outlet repeats from article to article). run.json says which are left out",
        count: u64 = "Occurrences in the outlet",
        count_reference: u64 = "Occurrences in the reference",
        rate: f64 = "Occurrences in the outlet per 1,000 tokens",
        rate_reference: f64 = "Occurrences in the reference per 1,000 tokens",
        documents: u64 = "Documents of the outlet that hold it",
        documents_reference: u64 = "Documents of the reference that hold it",
        log_likelihood: f64 = "G², negative where the outlet's rate is lower; run.json names the \
            variant. It takes tokens for independent, so it describes and ranks",
        log_ratio: Option<f64> = "log2 of the ratio of the two rates (Hardie 2014); run.json says \
            what stands in for a zero",
        log_odds: Option<f64> = "Weighted log-odds difference, natural log (Monroe, Colaresi & \
            Quinn 2008); run.json names the prior",
        log_odds_z: Option<f64> = "The same over its standard deviation; it takes tokens for \
            independent, so it ranks",
        p_value: Option<PValue> = "Two-sided, from permuting documents between the two sides, \
            within \
            events where events are given, with regard to their lengths; empty where there is no \
            test",
        q_value: Option<PValue> = "p_value adjusted over the terms of this contrast that have one, \
            by Benjamini and Hochberg unless run.json names others",
        test_method: &'static str = "How p_value was found, or why there is none",
        dispersion: Option<f64> = "Whether the term is spread over the outlet's documents: DPnorm \
            (Lijffijt & Gries 2012), 0 even, 1 clumped, unless run.json names another; empty where \
            the outlet has none or one document",
    }
}

/// The columns of `keyness`, and one for each measure asked for besides.
pub fn keyness_schema(measures: &[Measure], has_events: bool) -> Schema {
    let mut schema = KeynessRow::schema();
    if has_events {
        schema.columns.push(column(
            "rate_log2_within_event",
            Kind::Number,
            true,
            "log2 of the Mantel-Haenszel ratio of the two rates on events that both sides report: \
             1 is twice as much; empty where one side has no occurrence there",
        ));
    }
    let further =
        |measure: &Measure| column(measure.column(), Kind::Number, true, measure.meaning());
    schema.columns.extend(measures.iter().map(further));
    schema
}

/// A row of `keyness`: its columns depend on the measures asked for.
#[derive(Clone, Debug)]
pub struct KeynessLine {
    /// The outlet.
    pub outlet: Arc<str>,
    /// What it is compared with.
    pub reference: Arc<str>,
    /// The figures.
    pub row: Keyness,
    /// The terms that rows refer to.
    pub index: Arc<TermIndex>,
    /// Whether documents have events.
    pub has_events: bool,
}

impl Cells for KeynessLine {
    fn put(&self, sink: &mut dyn CellSink) {
        let rate =
            |count: f64, tokens: f64| if tokens > 0.0 { 1000.0 * count / tokens } else { 0.0 };
        let Self { row, index, .. } = self;
        let counts = row.counts;
        KeynessRow {
            outlet: self.outlet.clone(),
            reference: self.reference.clone(),
            term: index.terms.get(row.term).map(|term| term.text.clone()).unwrap_or_default(),
            kind: row.kind.name(),
            count: counts.a as u64,
            count_reference: counts.b as u64,
            rate: rate(counts.a, counts.n1),
            rate_reference: rate(counts.b, counts.n2),
            documents: row.documents,
            documents_reference: row.documents_reference,
            log_likelihood: row.log_likelihood,
            log_ratio: row.log_ratio,
            log_odds: row.log_odds,
            log_odds_z: row.log_odds_z,
            p_value: row.p_value.map(PValue),
            q_value: row.q_value.map(PValue),
            test_method: row.test,
            dispersion: row.dispersion,
        }
        .put(sink);
        if self.has_events {
            row.log_ratio_within_event.put(sink);
        }
        row.measures.iter().for_each(|measure| measure.put(sink));
    }
}
