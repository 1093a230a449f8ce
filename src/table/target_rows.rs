//! Rows that tell who is labelled: targets.

use super::names::Names;
use super::schema::TargetRow;
use crate::compare::TargetCell;

/// The rows of `targets`, sorted.
pub fn target_rows(cells: Vec<TargetCell>, names: &Names) -> Vec<TargetRow> {
    let row = |cell: TargetCell| {
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
        }
    };
    let mut rows: Vec<TargetRow> = cells.into_iter().map(row).collect();
    rows.sort_by(|a, b| (&a.outlet, &a.target, &a.lexicon, &a.category).cmp(&(&b.outlet, &b.target, &b.lexicon, &b.category)));
    rows
}
