//! Targets: who is labelled how in each outlet, against what independence of target and category
//! would give.

use super::panel::Panel;
use crate::frame::DocumentFrame;
use crate::lexicon::{CategoryId, Matcher};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Labels counted by outlet, category and target. They merge exactly, so a corpus may be counted in
/// parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TargetTotals {
    outlets: BTreeMap<Arc<str>, OutletLabels>,
}

/// Labels of one outlet by target and category.
type OutletLabels = BTreeMap<(Box<str>, CategoryId), Labels>;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Labels {
    count: u64,
    own: u64,
    documents: u64,
}

/// Documents of all outlets that must hold a target and category for the pair to be tested, and
/// listed in every outlet. A pair in fewer could hardly tell outlets apart, and would swell the
/// family over which q-values are adjusted. The count looks at no outlet, so the choice does not
/// bias the tests that are left (Bourgon, Gentleman & Huber 2010).
pub const TESTED_DOCUMENTS: u64 = 3;

/// A target and a category in one outlet.
#[derive(Clone, Debug, PartialEq)]
pub struct TargetCell {
    /// The outlet.
    pub outlet: Arc<str>,
    /// Whom the matches are about.
    pub target: Box<str>,
    /// The category.
    pub category: CategoryId,
    /// Matches in any voice.
    pub count: u64,
    /// Of these, in the author's own.
    pub own: u64,
    /// Documents with such a match.
    pub documents: u64,
    /// The same in all outlets.
    pub documents_everywhere: u64,
    /// The share of the category's matches with a known target, from 0 to 1; `None` where the
    /// category has none in the outlet.
    pub share: Option<f64>,
    /// The count that independence of target and category within outlet and lexicon would give;
    /// `None` where either has but one value.
    pub expected: Option<f64>,
    /// The adjusted standardized residual (Haberman 1973): (n − e) / √(e (1 − row/N) (1 −
    /// column/N)).
    pub residual: Option<f64>,
}

impl TargetTotals {
    /// Adds a document.
    pub fn add(&mut self, frame: &DocumentFrame) {
        // A document without tokens is no draw: it could hold nothing.
        if frame.tokens == 0 {
            return;
        }
        let outlet = self.outlets.entry(frame.outlet.clone()).or_default();
        for target in &frame.targets {
            let labels = outlet.entry((target.target.clone(), target.category)).or_default();
            labels.count += u64::from(target.count);
            labels.own += u64::from(target.own);
            labels.documents += 1;
        }
    }

    /// The cells that are not empty, and of compared outlets also those that are, where the pair
    /// stands in [`TESTED_DOCUMENTS`] documents of all outlets; by outlet, target and category.
    pub fn cells(&self, panel: &Panel<'_>, matcher: &Matcher) -> Vec<TargetCell> {
        let mut everywhere: BTreeMap<&(Box<str>, CategoryId), u64> = BTreeMap::new();
        for (pair, labels) in self.outlets.values().flatten() {
            *everywhere.entry(pair).or_default() += labels.documents;
        }
        let tested: Vec<&(Box<str>, CategoryId)> = everywhere
            .iter()
            .filter(|(_, documents)| **documents >= TESTED_DOCUMENTS)
            .map(|(pair, _)| *pair)
            .collect();
        let mut cells = Vec::new();
        for (outlet, table) in &self.outlets {
            let margins = LabelMargins::new(table, matcher);
            let mut pairs: Vec<&(Box<str>, CategoryId)> = table.keys().collect();
            if panel.is_compared(outlet) {
                pairs.extend(tested.iter().filter(|pair| !table.contains_key(**pair)));
                pairs.sort_unstable();
            }
            for pair in pairs {
                let labels = table.get(pair).copied().unwrap_or_default();
                let documents_everywhere = everywhere.get(pair).copied().unwrap_or(0);
                let (share, against) = margins.of_cell(pair, labels.count);
                let (expected, residual) = against.unzip();
                cells.push(TargetCell {
                    outlet: outlet.clone(),
                    target: pair.0.clone(),
                    category: pair.1,
                    count: labels.count,
                    own: labels.own,
                    documents: labels.documents,
                    documents_everywhere,
                    share,
                    expected,
                    residual,
                });
            }
        }
        cells
    }
}

/// The margins of an outlet's table within each lexicon, since lexicons do not see each other and
/// may count the same words.
struct LabelMargins<'t> {
    matcher: &'t Matcher,
    rows: BTreeMap<(u16, &'t str), u64>,
    columns: BTreeMap<CategoryId, u64>,
    totals: BTreeMap<u16, u64>,
}

impl<'t> LabelMargins<'t> {
    fn new(table: &'t OutletLabels, matcher: &'t Matcher) -> Self {
        let mut margins = Self {
            matcher,
            rows: BTreeMap::new(),
            columns: BTreeMap::new(),
            totals: BTreeMap::new(),
        };
        for ((target, category), labels) in table {
            let lexicon = matcher.category(*category).lexicon;
            *margins.rows.entry((lexicon, target)).or_default() += labels.count;
            *margins.columns.entry(*category).or_default() += labels.count;
            *margins.totals.entry(lexicon).or_default() += labels.count;
        }
        margins
    }

    /// The share of a cell in its column, and its expected count with the residual.
    fn of_cell(
        &self,
        pair: &(Box<str>, CategoryId),
        count: u64,
    ) -> (Option<f64>, Option<(f64, f64)>) {
        let (target, category) = pair;
        let lexicon = self.matcher.category(*category).lexicon;
        let row = self.rows.get(&(lexicon, &**target)).copied().unwrap_or(0);
        let column = self.columns.get(category).copied().unwrap_or(0);
        let total = self.totals.get(&lexicon).copied().unwrap_or(0);
        let share = (column > 0).then(|| count as f64 / column as f64);
        (share, against_independence(count, row, column, total))
    }
}

/// The expected count of a cell and its adjusted standardized residual, from the cell's count and
/// the sums of its row, its column and the table; `None` where the row or the column is the whole
/// table.
///
/// ```
/// use framescope::compare::against_independence;
///
/// let (expected, residual) = against_independence(30, 50, 40, 100).unwrap();
/// assert_eq!(expected, 20.0);
/// assert!((residual - 4.082_483).abs() < 1e-6);
/// assert_eq!(against_independence(5, 10, 5, 5), None);
/// ```
pub fn against_independence(count: u64, row: u64, column: u64, total: u64) -> Option<(f64, f64)> {
    if row >= total || column >= total || row == 0 || column == 0 {
        return None;
    }
    let (n, row, column, total) = (count as f64, row as f64, column as f64, total as f64);
    let expected = row * column / total;
    let residual =
        (n - expected) / (expected * (1.0 - row / total) * (1.0 - column / total)).sqrt();
    Some((expected, residual))
}
