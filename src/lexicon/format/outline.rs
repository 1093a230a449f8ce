//! What a lexicon holds, in brief, for the tests of formats.

use super::super::error::LexiconError;
use super::super::model::Lexicon;

/// Each category with its terms, ` · ` between them.
pub(super) fn outline(lexicon: Result<Lexicon, LexiconError>) -> Vec<(String, String)> {
    let lexicon = lexicon.unwrap_or_else(|error| panic!("{error}"));
    let terms = |entries: &[super::super::model::Entry]| {
        entries.iter().map(|entry| entry.term.clone()).collect::<Vec<_>>().join(" · ")
    };
    lexicon
        .categories
        .iter()
        .map(|category| (category.name.clone(), terms(&category.entries)))
        .collect()
}

/// The same as it is expected.
pub(super) fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
}
