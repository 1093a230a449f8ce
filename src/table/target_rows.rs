//! Rows that tell who is labelled: targets.

use super::cell::PValue;
use super::names::Names;
use super::schema::tables;
use super::target_order::{TargetOrder, TargetUse};
use crate::compare::{TargetCell, TargetTest};
use std::collections::HashMap;
use std::sync::Arc;

tables! {
    targets (lexicon, category, outlet, target)
    "One row per outlet, target and category of a framing lexicon: who is labelled how; counts \
     against independence of target and category, and against other outlets. Pairs of target and \
     category in three or more documents have a row in every outlet that is compared, also where \
     it has none; any other missing row is zero. Targets found only as the nearest actor, and \
     pronouns, are left out. Pairs of target and category in which outlets differ most surely come \
     first, by q_value, then targets with the most own-voice matches; targets that no category \
     describes more than once come last." TargetRow {
        lexicon: Arc<str> = "Lexicon",
        category: Arc<str> = "Category",
        measures: &'static str = "What the lexicon measures: label, action, naming, evaluation or \
            topic",
        title: Arc<str> = "What the category is, in plain words",
        outlet: Arc<str> = "Outlet",
        target: Arc<str> = "Whom the matches are about: an actor's name from an actors lexicon, \
            else the words of the text",
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
        p_value: Option<PValue> = "Whether count lies as far from expected_by_tokens, either way, \
            when outlet labels are permuted over documents, within events where events are given; \
            empty where `test_method` says why",
        q_value: Option<PValue> = "p_value adjusted over this table by Benjamini and Hochberg \
            unless \
            run.json names others",
        test_method: &'static str = "How p_value was found: exact permutation (every labelling) or \
            sampled permutation, (b+1)/(m+1); or why there is none: few documents (the pair stands \
            in fewer than three of all), one outlet, no labelling differs, p could not be below \
            .05, pooled (the outlet is not among those compared)",
    }
}

/// A lexicon, a category and a target.
type TargetPair = (Arc<str>, Arc<str>, Arc<str>);

/// The rows of `targets`, each cell with its test, sorted.
pub fn target_rows(cells: Vec<TargetCell>, tests: &[TargetTest], names: &Names) -> Vec<TargetRow> {
    let row = |(cell, test): (TargetCell, &TargetTest)| {
        let (lexicon, category) = names.category(cell.category);
        TargetRow {
            outlet: cell.outlet,
            target: cell.target.as_ref().into(),
            lexicon,
            category,
            measures: names.measures(cell.category).name(),
            title: names.title(cell.category),
            count: cell.count,
            count_own: cell.own,
            share: cell.share,
            expected: cell.expected,
            residual: cell.residual,
            documents: cell.documents,
            expected_by_tokens: test.expected,
            p_value: test.p_value.value().map(PValue),
            q_value: test.q_value.map(PValue),
            test_method: test.p_value.name(),
        }
    };
    let mut rows: Vec<TargetRow> = cells.into_iter().zip(tests).map(row).collect();
    let order = TargetOrder::from_uses(rows.iter().map(target_use));
    let pair = |row: &TargetRow| (row.lexicon.clone(), row.category.clone(), row.target.clone());
    let mut surest: HashMap<TargetPair, f64> = HashMap::new();
    for row in &rows {
        let q_value = row.q_value.map_or(f64::INFINITY, |PValue(q)| q);
        let least = surest.entry(pair(row)).or_insert(q_value);
        *least = least.min(q_value);
    }
    rows.sort_by_cached_key(|row| {
        let (is_single, own, target, label) = order.rank(target_use(row));
        // Of numbers that are not negative the bits have the same order.
        let surest = surest.get(&pair(row)).copied().unwrap_or(f64::INFINITY).to_bits();
        let name = (row.lexicon.clone(), row.category.clone(), row.outlet.clone());
        (is_single, surest, own, target, label, name)
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
