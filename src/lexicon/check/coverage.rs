//! Which words an entry finds, compared with another.

use super::super::model::{Category, Entry};
use super::super::pattern::{Atom, PatternStep, TokenJoin, glob_matches};

pub(super) type Key = Vec<Vec<(TokenJoin, Atom)>>;

/// Two entries with one key match the same words.
pub(super) fn key(entry: &Entry) -> Key {
    let spelling = |steps: &Vec<PatternStep>| {
        steps.iter().map(|step| (step.join.clone(), step.atom.clone())).collect()
    };
    entry.pattern.variants.iter().map(spelling).collect()
}

pub(super) fn single_atom(entry: &Entry) -> Option<&Atom> {
    match entry.pattern.variants.as_slice() {
        [steps] => match steps.as_slice() {
            [step] => Some(&step.atom),
            _ => None,
        },
        _ => None,
    }
}

/// Whether all that `entry` finds is found by `other`, which finds more.
pub(super) fn covers(other: &Entry, entry: &Entry) -> bool {
    let steps_cover = |wider: &Vec<PatternStep>, narrower: &Vec<PatternStep>| {
        wider.len() == narrower.len()
            && wider
                .iter()
                .zip(narrower)
                .all(|(w, n)| w.join == n.join && atom_covers(&w.atom, &n.atom))
    };
    let variants = &entry.pattern.variants;
    variants
        .iter()
        .all(|narrower| other.pattern.variants.iter().any(|wider| steps_cover(wider, narrower)))
        && key(other) != key(entry)
}

fn atom_covers(wider: &Atom, narrower: &Atom) -> bool {
    match (wider, narrower) {
        (Atom::Any, _) => true,
        (Atom::Glob { pattern, cased: false }, Atom::Exact { form, .. }) => {
            glob_matches(pattern, &form.to_lowercase())
        }
        (Atom::Glob { pattern, cased: false }, Atom::Glob { pattern: other, .. }) => {
            pattern == other || !other.contains('?') && glob_matches(pattern, &other.to_lowercase())
        }
        (Atom::Exact { form, cased: false }, Atom::Exact { form: other, .. }) => {
            **form == *other.to_lowercase()
        }
        (wider, narrower) => wider == narrower,
    }
}

/// The entries of a category that may cover others: those with a wildcard or stem, and plain ones
/// that ignore case where some entry keeps it. In a large list only the first are looked at.
pub(super) fn wide_entries(category: &Category) -> Vec<&Entry> {
    let any_cased = category.entries.iter().any(|entry| entry.case);
    let is_wide = |entry: &&Entry| {
        let wide = |atom: &Atom| matches!(atom, Atom::Any | Atom::Glob { .. } | Atom::Stem { .. });
        any_cased && !entry.case
            || entry.pattern.variants.iter().flatten().any(|step| wide(&step.atom))
    };
    category.entries.iter().filter(is_wide).take(MOST_WIDE).collect()
}

/// More entries with a wildcard than this are not compared with every other.
const MOST_WIDE: usize = 2000;
