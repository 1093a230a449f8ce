//! Rows that tell who is labelled: targets.

use super::names::Names;
use super::schema::tables;
use super::target_order::{TargetOrder, TargetUse};
use crate::compare::{TargetCell, TargetTest};
use std::sync::Arc;

tables! {
    targets (outlet, target, lexicon, category)
    "One row per outlet, target and category of a framing lexicon: who is labelled how; counts \
     against independence of target and category, and against other outlets. Pairs of target and \
     category in three or more documents have a row in every outlet that is compared, also where \
     it has none; any other missing row is zero. Targets found only as the nearest actor, and \
     pronouns, are left out. Sorted by target, those with the most own-voice matches first and \
     those that no category describes more than once last; within a target by category in the \
     same way, then by outlet." TargetRow {
        outlet: Arc<str> = "Outlet",
        target: Arc<str> = "Whom the matches are about: an actor's name from an actors lexicon, \
            else the words of the text",
        lexicon: Arc<str> = "Lexicon",
        category: Arc<str> = "Category",
        count: u64 = "Matches of the category about this target, in any voice",
        count_own: u64 = "Of these, in the author's own voice",
        share: Option<f64> = "Share of the category's matches with a known target in this outlet, \
            0 to 1; empty where it has none",
        expected: Option<f64> = "Count to be expected if target and category were independent \
            within outlet and lexicon; empty where the outlet has one target, one category, or \
            none of either",
        residual: Option<f64> = "Adjusted standardized residual (Haberman 1973); beyond about 2 \
            either way the pairing is marked; it takes matches for independent, so it describes \
            and ranks",
        documents: u64 = "Documents of the outlet with such a match",
        expected_by_tokens: Option<f64> = "Count that the outlet would have if all outlets \
            labelled this target with this category equally often per token, within each event \
            where events are given; a count above it is more often than others, below it less",
        p_value: Option<f64> = "Whether count lies as far from expected_by_tokens, either way, \
            when outlet labels are permuted over documents, within events where events are given; \
            empty where `test` says why",
        q_value: Option<f64> = "p_value adjusted over this table by Benjamini and Hochberg unless \
            run.json names others",
        test: &'static str = "How p_value was found: exact permutation (every labelling) or \
            sampled permutation, (b+1)/(m+1); or why there is none: few documents (the pair stands \
            in fewer than three of all), one outlet, no labelling differs, p could not be below \
            .05, pooled (the outlet is not among those compared)",
    }
}

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
            p_value: test.p_value.value(),
            q_value: test.q_value,
            test: test.p_value.name(),
        }
    };
    let mut rows: Vec<TargetRow> = cells.into_iter().zip(tests).map(row).collect();
    let order = TargetOrder::from_uses(rows.iter().map(target_use));
    rows.sort_by_cached_key(|row| {
        let (lexicon, category) = (row.lexicon.clone(), row.category.clone());
        (order.rank(target_use(row)), lexicon, category, row.outlet.clone())
    });
    rows
}

fn target_use(row: &TargetRow) -> TargetUse<'_> {
    TargetUse {
        target: &row.target,
        label: (&row.lexicon, &row.category, &row.category),
        count: row.count,
        own: row.count_own,
    }
}
