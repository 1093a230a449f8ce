//! Rows of `labels`: who calls whom what.

use super::names::Names;
use super::schema::tables;
use super::target_order::{TargetOrder, TargetUse};
use crate::compare::{Label, LabelCell, Referents};
use std::sync::Arc;

tables! {
    labels (lexicon, category, entry, outlet, target)
    "One row per entry, outlet and target that it describes there: who calls whom what, in whose \
     voice. Targets found only as the nearest actor, and pronouns, are left out. Sorted by target, \
     those with the most own-voice matches first and those that no entry describes more than once \
     last; within a target by entry in the same way, then by outlet. A missing row is \
     zero." LabelRow {
        lexicon: Arc<str> = "Lexicon, framing or naming",
        category: Arc<str> = "Category; in a naming lexicon the referent",
        entry: Arc<str> = "The entry as its lexicon writes it; in a naming lexicon the variant",
        measures: &'static str = "What the lexicon measures: label, action, naming, evaluation or \
            topic",
        title: Arc<str> = "What the category is, in plain words",
        outlet: Arc<str> = "Outlet",
        target: Arc<str> = "Whom the entry describes: an actor's name from an actors lexicon, else \
            the words of the text; of an action who acts; of a name its referent",
        count: u64 = "Matches in any voice",
        count_own: u64 = "Matches in the author's own voice",
        count_quoted: u64 = "Matches inside quotation marks",
        count_reported: u64 = "Matches in claims reported without quotation marks",
        count_distanced: u64 = "Matches held at arm's length",
        count_negated: Option<u64> = "Matches in any voice that are denied; empty where cue rules \
            apply to no document",
        documents: u64 = "Documents of the outlet with at least one such match",
    }
}

/// The rows of `labels`, sorted.
pub fn label_rows(cells: Vec<LabelCell>, referents: &Referents, names: &Names) -> Vec<LabelRow> {
    let mut rows: Vec<LabelRow> =
        cells.into_iter().filter_map(|cell| row(cell, referents, names)).collect();
    let order = TargetOrder::from_uses(rows.iter().map(target_use));
    rows.sort_by_cached_key(|row| {
        let key = (&row.lexicon, &row.category, &row.entry, &row.outlet);
        (order.rank(target_use(row)), key.0.clone(), key.1.clone(), key.2.clone(), key.3.clone())
    });
    rows
}

fn target_use(row: &LabelRow) -> TargetUse<'_> {
    TargetUse {
        target: &row.target,
        label: (&row.lexicon, &row.category, &row.entry),
        count: row.count,
        own: row.count_own,
    }
}

/// The row of a cell; none for an id of another run.
fn row(cell: LabelCell, referents: &Referents, names: &Names) -> Option<LabelRow> {
    let (id, lexicon, category, entry) = match cell.label {
        Label::Entry(entry) => {
            let (entry, id, _) = names.entry(entry);
            let (lexicon, category) = names.category(id);
            (id, lexicon, category, entry)
        }
        Label::Variant(id) => {
            let referent = referents.referent(referents.of_variant(id)?)?;
            (id, referent.lexicon.clone(), referent.name.clone(), referents.variant(id)?)
        }
    };
    let voices = cell.sums.voices;
    Some(LabelRow {
        lexicon,
        category,
        entry,
        measures: names.measures(id).name(),
        title: names.title(id),
        outlet: cell.outlet,
        target: cell.target,
        count: voices.total(),
        count_own: voices.own,
        count_quoted: voices.quoted,
        count_reported: voices.reported,
        count_distanced: voices.distanced,
        count_negated: cell.knows_negation.then_some(voices.negated),
        documents: cell.sums.documents,
    })
}
