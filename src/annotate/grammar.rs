//! Closed-class words: what the rules know of a word without a lexicon (determiners, auxiliaries,
//! prepositions …).
//!
//! Such words are few and fixed, so they stand here; every list that grows with use is a cue
//! lexicon.

use super::closed_class::{ADJECTIVE_ENDINGS, CLOSED, CONTRACTING, DEMONYM_ENDINGS, PARTICIPLES};
use super::party_words::LISTS;
use super::traits::Traits;
use crate::text::Normalized;

impl Traits {
    /// The traits of a surface form and its normalized forms.
    pub(super) fn from_word(surface: &str, form: &Normalized) -> Self {
        let word = form.plain.as_str();
        let mut traits = Self::default();
        for (bit, words) in CLOSED {
            if words.contains(&word) {
                traits = traits.with(bit);
            }
        }
        let mut add = |condition: bool, bit: Self| {
            if condition {
                traits = Self(traits.0 | bit.0);
            }
        };
        let first = surface.chars().find(|c| c.is_alphanumeric());
        let capital = first.is_some_and(char::is_uppercase);
        add(capital, Self::CAPITAL);
        add(first.is_some_and(|c| c.is_ascii_digit()), Self::NUMBER);
        let letters = surface.chars().filter(|c| c.is_alphabetic());
        let upper = letters.clone().count() > 1 && letters.clone().all(char::is_uppercase);
        add(upper, Self::UPPER);
        // “US” is no pronoun, and “us” no country.
        add(upper && word == "us", Self::DEMONYM);
        add(!upper && word == "us", Self::PRONOUN);
        let bare = surface.strip_suffix(['s', 'S']).and_then(|rest| rest.strip_suffix(['\'', '’']));
        if let Some(bare) = bare {
            // “it’s” and “that’s” hold a verb; any other 's is taken for a possessive.
            let is_pronoun = CONTRACTING.contains(&bare.to_lowercase().as_str());
            add(is_pronoun, Self::BE);
            add(!is_pronoun, Self::POSSESSIVE);
        }
        if let Some((head, tail)) = word.split_once('\'') {
            add(
                matches!(tail, "re" | "m") && CONTRACTING.contains(&head),
                Self::BE.with(Self::PRONOUN),
            );
            add(tail == "ve", Self::HAVE.with(Self::PRONOUN));
            add(matches!(tail, "ll" | "d"), Self::MODAL.with(Self::PRONOUN));
            if let Some(verb) = head.strip_suffix('n').filter(|_| tail == "t") {
                add(true, Self::CONTRACTED_NOT);
                let verb = match verb {
                    "ca" => "can",
                    "wo" => "will",
                    "sha" => "shall",
                    verb => verb,
                };
                for (bit, words) in CLOSED.into_iter().filter(|(bit, _)| Self::AUXILIARY.has(*bit))
                {
                    add(words.contains(&verb), bit);
                }
            }
        }
        add(LISTS.iter().any(|list| list.contains(&word)), Self::LISTED);
        let long = word.len() > 4;
        add(
            long && word.ends_with("ly")
                && !matches!(word, "family" | "ally" | "rally" | "assembly" | "supply" | "italy"),
            Self::ADVERB,
        );
        add(long && word.ends_with("ed") || PARTICIPLES.contains(&word), Self::PAST);
        add(long && word.ends_with("ing"), Self::ING);
        add(
            capital && word.len() > 3 && DEMONYM_ENDINGS.iter().any(|end| word.ends_with(end)),
            Self::DEMONYM,
        );
        add(long && ADJECTIVE_ENDINGS.iter().any(|end| word.ends_with(end)), Self::ADJECTIVE);
        traits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn traits(surface: &str) -> Traits {
        let mut form = Normalized::default();
        form.set(surface);
        Traits::from_word(surface, &form)
    }

    #[test]
    fn contractions_hold_what_they_contract() {
        assert!(traits("isn’t").has(Traits::BE) && traits("isn’t").has(Traits::CONTRACTED_NOT));
        assert!(
            traits("can't").has(Traits::MODAL)
                && traits("won't").has(Traits::MODAL)
                && traits("didn't").has(Traits::DO)
        );
        assert!(
            traits("they're").has(Traits::BE)
                && traits("It’s").has(Traits::BE)
                && traits("It’s").has(Traits::PRONOUN)
        );
        assert!(traits("Dask’s").has(Traits::POSSESSIVE) && !traits("Dask’s").has(Traits::BE));
    }

    #[test]
    fn endings_and_capitals_tell() {
        assert!(traits("Varskan").has(Traits::DEMONYM) && !traits("Varsk").has(Traits::DEMONYM));
        assert!(
            traits("U.S").has(Traits::UPPER)
                && traits("reportedly").has(Traits::ADVERB)
                && !traits("family").has(Traits::ADVERB)
        );
    }
}
