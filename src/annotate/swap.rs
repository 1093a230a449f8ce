//! Texts with the names of two parties exchanged: whether a lexicon about parties favours one by
//! its own make.

use super::annotator::Annotator;
use crate::lexicon::{Category, EntryId, Lexicon, LexiconError, Matcher, glob_free};
use crate::prose::unknown_name;
use crate::text::is_dotted_capitals;
use std::borrow::Cow;

/// Two parties of an actors lexicon, ready to be exchanged in texts.
///
/// The n-th alias of one party stands for the n-th alias of the other, so that a file whose lists
/// run side by side (the country, its adjective, its people) keeps the grammar; where the other has
/// none there that has as many words and no wildcard, its first one that has, or its name, stands
/// in.
///
/// ```
/// use framescope::annotate::{Swap, Swapper};
/// use framescope::lexicon::read_toml;
///
/// let source = "name = 'a'\n\
///     [actor.north]\nname = 'Norland'\naliases = ['Norland', 'Norlander*']\n\
///     [actor.south]\nname = 'Sudra'\naliases = ['Sudra', 'Sudrans']";
/// let actors = read_toml("a.toml", source.as_bytes())?;
/// let swap = Swap::new(&actors, "north", "south")?;
/// let mut swapper = Swapper::new(&swap);
/// assert_eq!(swapper.swapped("Norland’s army met SUDRA’s."), "Sudra’s army met NORLAND’s.");
/// assert_eq!(swapper.swapped("Norlanders fled; Sudrans came."), "Sudrans fled; Norland came.");
/// # Ok::<(), framescope::lexicon::LexiconError>(())
/// ```
#[derive(Debug)]
pub struct Swap {
    matcher: Matcher,
    /// What stands for each entry.
    replacements: Vec<String>,
    /// How many characters each entry has before a final `*`.
    stems: Vec<usize>,
}

impl Swap {
    /// Prepares the exchange of the actors with the keys `one` and `other`.
    ///
    /// # Errors
    /// [`LexiconError::UnknownParty`] where the lexicon has no such actor.
    pub fn new(actors: &Lexicon, one: &str, other: &str) -> Result<Self, LexiconError> {
        let find = |key: &str| {
            actors.categories.iter().find(|category| category.name == key).ok_or_else(|| {
                let keys = actors.categories.iter().map(|category| category.name.as_str());
                LexiconError::UnknownParty {
                    lexicon: actors.name.clone(),
                    party: key.to_owned(),
                    known: unknown_name(key, &keys.collect::<Vec<_>>()),
                }
            })
        };
        let (one, other) = (find(one)?, find(other)?);
        let mut pair = actors.clone();
        pair.categories = vec![one.clone(), other.clone()];
        let replacements = replacements(one, other).chain(replacements(other, one)).collect();
        let stems = one
            .entries
            .iter()
            .chain(&other.entries)
            .map(|entry| entry.term.trim_end_matches('*').chars().count())
            .collect();
        Ok(Self { matcher: Matcher::compile([&pair])?, replacements, stems })
    }
}

/// What stands for each alias of `from`: the alias in the same place where it has as many words,
/// else the first that has, else the name.
fn replacements<'c>(from: &'c Category, to: &'c Category) -> impl Iterator<Item = String> + 'c {
    let words = |term: &str| term.split([' ', '-']).count();
    from.entries.iter().enumerate().map(move |(at, alias)| {
        // Where both end in a `*`, what it stands for goes along: “Norlanders”, “Sudrans”.
        let open = |term: &str| term.strip_suffix('*').is_some_and(glob_free);
        if let Some(other) =
            to.entries.get(at).filter(|other| open(&alias.term) && open(&other.term))
        {
            return other.term.clone();
        }
        let fits = |term: &&str| glob_free(term) && words(term) == words(&alias.term);
        let same_place = to.entries.get(at).map(|entry| entry.term.as_str()).filter(fits);
        let first = || to.entries.iter().map(|entry| entry.term.as_str()).find(fits);
        same_place.or_else(first).or(to.title.as_deref()).unwrap_or(&to.name).to_owned()
    })
}

/// Exchanges the parties of a [`Swap`] in one text after another, reusing its memory. One per
/// thread.
#[derive(Debug)]
pub struct Swapper<'s> {
    annotator: Annotator<'s>,
    replacements: &'s [String],
    stems: &'s [usize],
}

impl<'s> Swapper<'s> {
    /// A swapper for `swap`.
    pub fn new(swap: &'s Swap) -> Self {
        Self {
            annotator: Annotator::new(&swap.matcher),
            replacements: &swap.replacements,
            stems: &swap.stems,
        }
    }

    /// What the `*` at the end of an alias stands for in `name`.
    fn ending<'n>(stems: &[usize], entry: EntryId, name: &'n str) -> &'n str {
        let stem = stems.get(entry.0 as usize).copied().unwrap_or(0);
        name.char_indices().nth(stem).map_or("", |(at, _)| name.get(at..).unwrap_or(""))
    }

    /// The text with the names exchanged; borrowed where it holds none of them.
    pub fn swapped<'t>(&mut self, text: &'t str) -> Cow<'t, str> {
        let annotation = self.annotator.annotate(text);
        if annotation.matches.is_empty() {
            return Cow::Borrowed(text);
        }
        let mut out = String::with_capacity(text.len());
        let mut done = 0;
        for matched in annotation.matches {
            let Some(replacement) = self.replacements.get(matched.entry.0 as usize) else {
                continue;
            };
            let words = matched.span.slice(text);
            out.push_str(text.get(done..matched.span.start as usize).unwrap_or(""));
            // A possessive ending is part of the token.
            let possessive = ["’s", "'s", "’S", "'S"]
                .into_iter()
                .find(|ending| words.ends_with(ending))
                .unwrap_or("");
            let name = words.strip_suffix(possessive).unwrap_or(words);
            let carried = match replacement.strip_suffix('*') {
                Some(stem) => format!("{stem}{}", Self::ending(self.stems, matched.entry, name)),
                None => replacement.clone(),
            };
            let is_shouted = name.chars().filter(|c| c.is_alphabetic()).count() > 3
                && !name.chars().any(char::is_lowercase);
            if is_shouted {
                out.push_str(&carried.to_uppercase())
            } else {
                out.push_str(&carried)
            }
            out.push_str(possessive);
            done = matched.span.end as usize;
            let rest = text.get(done..).unwrap_or("");
            if is_dotted_capitals(name) && rest.starts_with('.') && !ends_sentence(rest) {
                // The last dot of “U.S.-led” goes with the name.
                done += 1;
            }
        }
        out.push_str(text.get(done..).unwrap_or(""));
        Cow::Owned(out)
    }
}

/// Whether the full stop that `rest` begins with may end a sentence.
fn ends_sentence(rest: &str) -> bool {
    let next = rest.get(1..).unwrap_or("");
    next.trim_start().is_empty()
        || next.starts_with(char::is_whitespace)
            && next.trim_start().starts_with(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::read_toml;
    use proptest::prelude::*;

    fn parties() -> Swap {
        let source = "name = \"a\"\n[actor.n]\nname = \"Norland\"\naliases = [\"Norland\", \
            \"Norlandic\", \"King Olaf\"]\n[actor.s]\nname = \"Sudra\"\n\
            aliases = [\"Sudra\", \"Sudran\", \"Queen Ada\"]\n[actor.e]\nname = \"E\"\naliases = \
            [\"Estland\"]\n";
        Swap::new(&read_toml("a.toml", source.as_bytes()).unwrap(), "n", "s").unwrap()
    }

    #[test]
    fn an_unknown_party_is_named_with_those_known() {
        let actors =
            read_toml("a.toml", b"name = \"a\"\n[actor.n]\nname = \"N\"\naliases = [\"N\"]")
                .unwrap();
        let message = Swap::new(&actors, "n", "x").unwrap_err().to_string();
        assert_eq!(message, "the lexicon `a` has no actor `x`; there is only n");
    }

    #[test]
    fn what_a_wildcard_stands_for_goes_along() {
        let source = "name = \"a\"\n[actor.n]\nname = \"N\"\naliases = \
            [\"Norlan*\"]\n[actor.s]\nname = \"S\"\naliases = [\"Sudra*\"]\n";
        let swap = Swap::new(&read_toml("a.toml", source.as_bytes()).unwrap(), "n", "s").unwrap();
        assert_eq!(
            Swapper::new(&swap).swapped("Norlanders, SUDRA’s Sudrans"),
            "Sudraders, NORLAN’s Norlanns"
        );
    }

    #[test]
    fn the_last_dot_of_an_abbreviation_goes_with_it() {
        let source = "name = \"a\"\n[actor.n]\nname = \"N\"\naliases = \
            [\"U.N.L.\"]\n[actor.s]\nname = \"S\"\naliases = [\"Sudra\"]\n";
        let swap = Swap::new(&read_toml("a.toml", source.as_bytes()).unwrap(), "n", "s").unwrap();
        let mut swapper = Swapper::new(&swap);
        assert_eq!(
            swapper.swapped("U.N.L.-led men of the U.N.L. The end."),
            "Sudra-led men of the Sudra. The end."
        );
    }

    proptest! {
        #[test]
        fn swapping_twice_gives_the_text_back(
            words in proptest::collection::vec(proptest::sample::select(vec![
                "Norland", "Sudra", "Norlandic", "Sudran", "King Olaf", "Queen Ada",
                "Sudra’s", "Estland", "met", ",", "-backed", "\n\n",
            ]), 0..20),
        ) {
            let swap = parties();
            let mut swapper = Swapper::new(&swap);
            let text = words.join(" ");
            let once = swapper.swapped(&text).into_owned();
            prop_assert_eq!(swapper.swapped(&once).into_owned(), text);
        }
    }
}
