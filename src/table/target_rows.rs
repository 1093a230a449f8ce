//! Rows that tell who is labelled: targets.

use super::names::Names;
use super::schema::TargetRow;
use crate::compare::{TargetCell, TargetTest};

/// The rows of `targets`, each cell with its test, sorted.
pub fn target_rows(cells: Vec<TargetCell>, tests: &[TargetTest], names: &Names) -> Vec<TargetRow> {
    let row = |(cell, test): (TargetCell, &TargetTest)| {
        let (lexicon, category) = names.category(cell.category);
        TargetRow {
            outlet: cell.outlet,
            target: cell.target.as_ref().into(),
            lexicon,
            category,
            count: cell.count,
            count_own: cell.own,
            share: cell.share,
            expected: cell.expected,
            residual: cell.residual,
            documents: cell.documents,
            expected_by_tokens: test.expected,
            p_value: test.p_value,
            q_value: test.q_value,
            test: test.basis.name(),
        }
    };
    let mut rows: Vec<TargetRow> = cells.into_iter().zip(tests).map(row).collect();
    rows.sort_by(|a, b| {
        (&a.outlet, &a.target, &a.lexicon, &a.category).cmp(&(
            &b.outlet,
            &b.target,
            &b.lexicon,
            &b.category,
        ))
    });
    rows
}
