//! Whether a pattern takes in words that its author may not have meant.

use super::super::bundled::{bundled_names, load};
use super::super::model::{Entry, Lexicon};
use super::super::pattern::{Atom, MatchMode, glob_matches};
use super::coverage::single_atom;
use super::finding::{Finding, FindingKind, Severity};
use crate::text::Stemmer;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Endings that inflect or derive a word without leaving its family: what may stand for a final `*`
/// without a remark.
const ENDINGS: [&str; 121] = [
    "", "a", "able", "acy", "age", "al", "ally", "als", "an", "ance", "ans", "ant", "ants", "ar",
    "arian", "aries", "ary", "ate", "ated", "ates", "ating", "ation", "ational", "ations", "ative",
    "ator", "ators", "atory", "cies", "cy", "d", "dom", "e", "ed", "ee", "ees", "ely", "ement",
    "en", "ence", "ency", "ened", "ening", "ent", "ently", "ents", "er", "eries", "ers", "ery",
    "es", "est", "ful", "fully", "hood", "ial", "ially", "ian", "ians", "ible", "ic", "ical",
    "ically", "ied", "ier", "iers", "ies", "iest", "ily", "ing", "ingly", "ings", "ion", "ional",
    "ions", "ious", "isation", "ise", "ised", "iser", "ises", "ish", "ising", "ism", "isms", "ist",
    "istic", "ists", "ities", "ition", "ity", "ive", "ively", "ives", "ization", "ize", "ized",
    "izes", "izing", "less", "ling", "ly", "ment", "ments", "ness", "or", "ors", "ory", "ous", "r",
    "s", "ship", "ships", "sm", "st", "sts", "t", "tic", "ts", "y", "ying",
];

/// The words of the sample corpus, one a line, and what is listed in the bundled lexicons: words to
/// try patterns on where there is no corpus.
static SAMPLE: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let mut words: BTreeSet<String> =
        include_str!("words.txt").lines().map(str::to_owned).collect();
    for lexicon in bundled_names().filter_map(|name| load(name).ok()) {
        for entry in lexicon.categories.iter().flat_map(|category| &category.entries) {
            for step in entry.pattern.variants.iter().flatten() {
                if let Atom::Exact { form, .. } = &step.atom {
                    words.insert(form.to_lowercase());
                }
            }
        }
    }
    words
});

/// The words of the sample, sorted.
fn sample_words() -> impl Iterator<Item = &'static str> {
    SAMPLE.iter().map(String::as_str)
}

/// Of `words`, those that a one-word entry with a final `*` finds and that are no plain forms of
/// its word; in their order. Such an entry may mean them or not: `milit*` finds military beside
/// militia.
pub fn unrelated_words<'w>(
    entry: &Entry,
    words: impl IntoIterator<Item = &'w str>,
) -> Vec<&'w str> {
    let Some(Atom::Glob { pattern, cased: false }) = single_atom(entry) else {
        return Vec::new();
    };
    let Some(stem) = pattern.strip_suffix('*').filter(|stem| !stem.contains(['*', '?'])) else {
        return Vec::new();
    };
    let is_form =
        |word: &str| word.strip_prefix(stem).is_some_and(|ending| is_ending(stem, ending));
    words.into_iter().filter(|word| glob_matches(pattern, word) && !is_form(word)).collect()
}

fn is_ending(stem: &str, ending: &str) -> bool {
    // “bombs”, “bomb's”, “bombing” and “bombings”; “plot” doubles its t.
    let doubled = stem.chars().last().and_then(|last| ending.strip_prefix(last));
    let plain = |ending: &str| {
        let ending = ending.trim_end_matches('\'');
        ENDINGS.contains(&ending)
            || ending.strip_suffix('s').is_some_and(|ending| ENDINGS.contains(&ending))
    };
    plain(ending)
        || doubled.is_some_and(|ending| ["ed", "er", "ers", "ing", "ings"].contains(&ending))
}

/// How many words a message names.
const NAMED: usize = 8;

/// Remarks on entries whose final `*` or stem takes in words of other families among `words`.
pub fn check_breadth<'w>(
    lexicon: &Lexicon,
    words: impl Iterator<Item = &'w str> + Clone,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (category, entry) in lexicon
        .categories
        .iter()
        .flat_map(|category| category.entries.iter().map(move |entry| (category, entry)))
    {
        let mut note = |kind, message| {
            findings.push(Finding::on(category, entry, Severity::Note, kind, message));
        };
        let strangers = unrelated_words(entry, words.clone());
        if !strangers.is_empty() {
            let message = format!(
                "`{}` also takes in {}; see that they are meant",
                entry.term,
                named_words(&strangers)
            );
            note(FindingKind::Broad, message);
        }
        if let (MatchMode::Stem, Some(Atom::Stem { stem })) = (entry.mode, single_atom(entry))
            && let Some(stemmer) = Stemmer::for_language(&lexicon.language)
        {
            let mates: Vec<&str> = words
                .clone()
                .filter(|word| {
                    stemmer.stem(word) == **stem && word.to_lowercase() != entry.term.to_lowercase()
                })
                .collect();
            if !mates.is_empty() {
                let message = format!(
                    "the stem of `{}` takes in {}; see that they are meant",
                    entry.term,
                    named_words(&mates)
                );
                note(FindingKind::StemCollision, message);
            }
        }
    }
    findings.sort();
    findings
}

/// [`check_breadth`] on the words of the sample corpus and of the bundled lexicons.
pub fn check_breadth_on_sample(lexicon: &Lexicon) -> Vec<Finding> {
    let words: Vec<&str> = sample_words().collect();
    check_breadth(lexicon, words.iter().copied())
}

/// “warm”, “warn” and 3 more
fn named_words(words: &[&str]) -> String {
    let shown: Vec<String> = words.iter().take(NAMED).map(|word| format!("“{word}”")).collect();
    match words.len().saturating_sub(NAMED) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Normalized, tokenize};

    #[test]
    fn the_endings_are_sorted_and_single() {
        assert!(ENDINGS.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn forms_of_a_word_pass_and_strangers_are_named() {
        let source = "name = \"t\"\n[category.a]\nterms = [\"war*\", \"liberat*\", \"plot*\"]\n";
        let lexicon = crate::lexicon::read_toml("t.toml", source.as_bytes()).unwrap();
        let entries = &lexicon.categories[0].entries;
        assert_eq!(
            unrelated_words(&entries[0], ["war", "wars", "warring", "warm", "warrant", "peace"]),
            ["warm", "warrant"]
        );
        assert!(
            unrelated_words(&entries[1], ["liberate", "liberation", "liberators", "liberating"])
                .is_empty()
        );
        assert!(unrelated_words(&entries[2], ["plotted", "plotters", "plots"]).is_empty());
    }

    #[test]
    fn the_word_list_is_that_of_the_sample_corpus() {
        let mut words = BTreeSet::new();
        let (mut tokens, mut form) = (Vec::new(), Normalized::default());
        for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/seeds")).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|ending| ending == "txt") {
                let text = std::fs::read_to_string(path).unwrap();
                tokenize(&text, &mut tokens);
                for token in &tokens {
                    form.set(token.span.slice(&text));
                    if form.plain.chars().all(char::is_alphabetic) {
                        words.insert(form.plain.clone());
                    }
                }
            }
        }
        let list = words.into_iter().collect::<Vec<_>>().join("\n") + "\n";
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/lexicon/check/words.txt");
        if std::env::var_os("UPDATE_WORDS").is_some() {
            std::fs::write(path, &list).unwrap();
        }
        assert_eq!(
            std::fs::read_to_string(path).unwrap(),
            list,
            "make it anew with UPDATE_WORDS=1 cargo test word_list"
        );
    }
}
