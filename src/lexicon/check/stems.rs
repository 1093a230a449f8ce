//! Which words of a lexicon share a stem.

use super::super::model::{Entry, Lexicon};
use super::super::pattern::{Atom, MatchMode};
use super::coverage::single_atom;
use crate::text::Stemmer;
use std::collections::HashMap;

/// The words that entries list, by their stem; empty where no entry asks for stems.
pub(super) struct Stems<'l>(HashMap<String, Vec<&'l str>>, Option<Stemmer>);

impl<'l> Stems<'l> {
    pub(super) fn new(lexicon: &'l Lexicon) -> Self {
        let entries = || lexicon.categories.iter().flat_map(|category| &category.entries);
        let stemmer = Stemmer::for_language(&lexicon.language)
            .filter(|_| entries().any(|entry| entry.mode == MatchMode::Stem));
        let mut words: HashMap<String, Vec<&str>> = HashMap::new();
        if let Some(stemmer) = &stemmer {
            for entry in entries() {
                if let Some(Atom::Exact { form, .. }) = single_atom(entry) {
                    words.entry(stemmer.stem(form).into_owned()).or_default().push(&entry.term);
                }
            }
        }
        Self(words, stemmer)
    }
}

/// Whether the stem entry `other` finds the one word of `entry`.
pub(super) fn stem_covers(other: &Entry, entry: &Entry, stems: &Stems<'_>) -> bool {
    match (single_atom(other), single_atom(entry)) {
        (Some(Atom::Stem { stem }), Some(Atom::Exact { form, cased: false })) => {
            stems.1.as_ref().is_some_and(|stemmer| stemmer.stem(form) == **stem)
                && shares_head(form, &other.term)
        }
        _ => false,
    }
}

/// Whether two words look like forms of one: `liberation` and `liberated`, not `liberal`.
fn shares_head(one: &str, other: &str) -> bool {
    let common = one.chars().zip(other.to_lowercase().chars()).take_while(|(a, b)| a == b).count();
    let shorter = one.chars().count().min(other.chars().count());
    common + 1 >= shorter || common >= 7
}

/// Other single words of the lexicon that share a stem entry's stem.
pub(super) fn stem_mates<'l>(entry: &Entry, stems: &Stems<'l>) -> Vec<&'l str> {
    let (MatchMode::Stem, Some(Atom::Stem { stem })) = (entry.mode, single_atom(entry)) else {
        return Vec::new();
    };
    stems.0.get(&**stem).into_iter().flatten().copied().filter(|term| *term != entry.term).collect()
}
