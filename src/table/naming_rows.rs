//! Rows that tell who is named how: naming, naming_tests.

use super::schema::{NamingRow, NamingTestRow};
use super::within_rows::WithinRow;
use crate::compare::{NamingCell, NamingTest, Referents, WithinBasis, WithinEvents};
use crate::lexicon::CategoryId;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The rows of `naming`, sorted by referent, lexicon, variant and outlet; `within` is given where
/// documents have events.
pub fn naming_rows(
    cells: Vec<NamingCell>,
    referents: &Referents,
    within: Option<&BTreeMap<(CategoryId, Arc<str>), WithinEvents>>,
) -> Vec<WithinRow<NamingRow>> {
    let row = |cell: NamingCell| {
        let (referent, variant) =
            (referents.referent(cell.referent)?, referents.variant(cell.variant)?);
        let within = within.map(|within| {
            let found = within.get(&(cell.variant, cell.outlet.clone())).copied();
            found.unwrap_or(WithinEvents::none(WithinBasis::NoSharedEvent))
        });
        let row = NamingRow {
            referent: referent.name.clone(),
            variant,
            outlet: cell.outlet,
            count: cell.voices.total(),
            share: cell.share,
            share_low: cell.interval.map(|i| i.low),
            share_high: cell.interval.map(|i| i.high),
            count_own: cell.voices.own,
            count_quoted: cell.voices.quoted,
            count_reported: cell.voices.reported,
            count_distanced: cell.voices.distanced,
            documents: cell.documents,
            interval: cell.basis.name(),
            lexicon: referent.lexicon.clone(),
        };
        Some(WithinRow { row, within })
    };
    let mut rows: Vec<WithinRow<NamingRow>> = cells.into_iter().filter_map(row).collect();
    rows.sort_by(|WithinRow { row: a, .. }, WithinRow { row: b, .. }| {
        (&a.referent, &a.lexicon, &a.variant, &a.outlet).cmp(&(
            &b.referent,
            &b.lexicon,
            &b.variant,
            &b.outlet,
        ))
    });
    rows
}

/// The rows of `naming_tests`, sorted by referent and lexicon.
pub fn naming_test_rows(tests: &[NamingTest], referents: &Referents) -> Vec<NamingTestRow> {
    let row = |test: &NamingTest| {
        let referent = referents.referent(test.referent)?;
        Some(NamingTestRow {
            referent: referent.name.clone(),
            outlets: test.outlets,
            g: test.association.map(|found| found.g),
            df: test.association.map(|found| found.df),
            p_value: test.p_value,
            q_value: test.q_value,
            cramers_v: test.association.map(|found| found.cramers_v),
            variants: test.variants,
            documents: test.documents,
            test: test.basis.name(),
            labellings: test.basis.labellings(),
            lexicon: referent.lexicon.clone(),
        })
    };
    let mut rows: Vec<NamingTestRow> = tests.iter().filter_map(row).collect();
    rows.sort_by(|a, b| (&a.referent, &a.lexicon).cmp(&(&b.referent, &b.lexicon)));
    rows
}
