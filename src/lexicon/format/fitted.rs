//! Names of categories made fit for tables, and signs of terms that no pattern can have.

use crate::text::{Token, tokenize};

/// What a category is called whose name has nothing that a table can carry.
pub(super) const NAMELESS: &str = "category";

/// The keys that a category has in the native form, which a category nested in it cannot have for a
/// name.
const KEYS: [&str; 5] = ["title", "description", "terms", "except", "names"];

/// Whether tables can carry a name: they have column headers such as `lexicon.category`, so a dot
/// or a comma would mislead.
pub fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
}

/// A name made fit for tables: letters, digits, `-` and `_` stay, each run of others becomes one
/// `-`, none at the ends.
pub(super) fn fit(name: &str) -> Option<String> {
    if is_name(name) {
        return Some(name.to_owned());
    }
    let words: Vec<&str> = name
        .split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .filter(|word| !word.is_empty())
        .collect();
    Some(words.join("-")).filter(|name| !name.is_empty())
}

/// The name of a category, made fit; one that is nested cannot have a key of the native form for a
/// name.
pub(super) fn own_name(is_nested: bool, name: &str) -> Option<String> {
    let fitted = fit(name)?;
    Some(if is_nested && KEYS.contains(&fitted.as_str()) { fitted + "-" } else { fitted })
}

/// The signs at the edges of a term's words that a pattern leaves out: the colon of `:p`, which
/// would else find any “p”. Stops, apostrophes and hyphens there are left out of texts too.
pub(super) fn signs(term: &str) -> Option<String> {
    let is_sign = |c: &char| !matches!(c, '.' | '\'' | '’' | '-' | '‐' | '‑' | '_');
    let mut tokens: Vec<Token> = Vec::new();
    let mut signs = String::new();
    for word in term.split_whitespace() {
        // A wildcard stands for letters.
        let lettered = word.replace(['*', '?'], "x");
        tokens.clear();
        tokenize(&lettered, &mut tokens);
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { continue };
        let before = lettered.get(..first.span.start as usize).unwrap_or("");
        let behind = lettered.get(last.span.end as usize..).unwrap_or("");
        signs.extend(before.chars().chain(behind.chars()).filter(is_sign));
        // A sign that bears an accent makes up a word with it.
        let begins =
            lettered.chars().next().filter(|c| c.is_ascii_punctuation() && before.is_empty());
        signs.extend(begins.iter().filter(|c| is_sign(c)));
        signs.extend(word.chars().filter(|c| c.is_control()));
    }
    Some(signs).filter(|signs| !signs.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_made_fit_and_stay_where_they_are() {
        for (name, expected) in [
            ("posemo", Some("posemo")),
            ("A category", Some("A-category")),
            (" Positive (affect), etc. ", Some("Positive-affect-etc")),
            ("a.b", Some("a-b")),
            ("anti--war_", Some("anti--war_")),
            ("Größe 2", Some("Größe-2")),
            ("%", None),
            ("", None),
        ] {
            assert_eq!(fit(name).as_deref(), expected, "{name}");
        }
    }

    proptest! {
        #[test]
        fn any_name_is_made_fit_or_has_nothing_to_fit(name in "\\PC{0,20}") {
            match fit(&name) {
                Some(fitted) => prop_assert!(is_name(&fitted)),
                None => {
                    prop_assert!(!name.chars().any(|c| c.is_alphanumeric() || c == '_'));
                }
            }
        }
    }
}
