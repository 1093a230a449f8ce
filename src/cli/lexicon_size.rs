//! How large a lexicon is, in words.

use crate::lexicon::{Lexicon, LexiconKind};
use crate::prose::plural;

/// `3 categories, 292 entries`
pub(crate) fn size(lexicon: &Lexicon) -> String {
    let (one, many) = match lexicon.kind {
        LexiconKind::Framing => ("category", "categories"),
        LexiconKind::Naming => ("variant", "variants"),
        LexiconKind::Actors => ("actor", "actors"),
        LexiconKind::Cues => ("list of cues", "lists of cues"),
    };
    format!(
        "{}, {}",
        plural(lexicon.categories.len(), one, many),
        plural(lexicon.entries(), "entry", "entries")
    )
}
