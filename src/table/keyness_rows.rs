//! Rows of `keyness`.

use super::cell::{Cell, CellSink, Kind};
use super::schema::{Column, KeynessRow, Row, Schema, column};
use crate::compare::{Keyness, Measure, TermIndex};
use std::borrow::Cow;
use std::sync::Arc;

/// The columns of `keyness`, and one for each measure asked for besides.
pub fn keyness_schema(measures: &[Measure], has_events: bool) -> Schema {
    let mut schema = KeynessRow::schema();
    if has_events {
        schema.columns.push(column(
            "log_ratio_within_event",
            Kind::Number,
            true,
            "log2 of the Mantel-Haenszel ratio of the two rates on events that both sides report: \
                1 is twice as much; empty where one side has no occurrence there",
        ));
    }
    schema.columns.extend(measures.iter().map(|measure| Column {
        name: Cow::Borrowed(measure.name()),
        kind: Kind::Number,
        optional: true,
        description: Cow::Borrowed(measure.meaning()),
    }));
    schema
}

/// Hands the cells of a row of `keyness` over.
pub fn keyness_cells(
    row: &Keyness,
    index: &TermIndex,
    (outlet, reference): (&Arc<str>, &Arc<str>),
    has_events: bool,
    sink: &mut dyn CellSink,
) {
    let rate = |count: f64, tokens: f64| if tokens > 0.0 { 1000.0 * count / tokens } else { 0.0 };
    let counts = row.counts;
    KeynessRow {
        outlet: outlet.clone(),
        reference: reference.clone(),
        term: index.terms.get(row.term).map(|term| term.text.clone()).unwrap_or_default(),
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
        p_value: row.p_value,
        q_value: row.q_value,
        dispersion: row.dispersion,
    }
    .cells(sink);
    if has_events {
        row.log_ratio_within_event.put(sink);
    }
    row.measures.iter().for_each(|measure| measure.put(sink));
}
