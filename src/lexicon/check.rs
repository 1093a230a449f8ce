//! What is doubtful in a lexicon that can be read: entries that never match, repeat, or take in more than was meant.

use super::model::{Entry, Lexicon, LexiconKind, Position};
use super::pattern::{Atom, Join, MatchMode, glob_matches};
use std::collections::HashMap;

/// A remark on a lexicon.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Where.
    pub position: Position,
    /// Whether the lexicon would give wrong counts, rather than merely doubtful ones.
    pub is_error: bool,
    /// What, and what to do.
    pub message: String,
}

/// English words that an abbreviation in capitals finds when case is ignored.
const COMMON_WORDS: [&str; 12] = ["aid", "am", "are", "as", "can", "in", "is", "it", "or", "so", "us", "who"];

/// The role in the name of a list of cues.
fn role_of(category: &str) -> &str {
    category.rsplit_once('.').map_or(category, |(_, role)| role)
}

/// Reads a lexicon for what its author may not have meant, in the order of the file.
///
/// Errors: a term twice in a category, an entry that an exception always displaces. Warnings: a term in two categories, an
/// entry that another of its category already covers, an entry without a letter, an abbreviation that also finds a common word, a stem that takes in
/// another entry's word, a category without description.
pub fn check(lexicon: &Lexicon) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut add = |position, is_error, message| findings.push(Finding { position, is_error, message });
    let exceptions: Vec<Key> = lexicon.exceptions.iter().map(key).collect();
    let mut seen: HashMap<Key, (&str, Position)> = HashMap::new();
    for category in &lexicon.categories {
        if category.description.is_empty() {
            add(category.position, false, format!("category `{}` has no description; say what it measures", category.name));
        }
        for entry in &category.entries {
            let key = key(entry);
            if exceptions.contains(&key) {
                let message = format!("`{}` is also an exception, so it never matches; delete one of the two", entry.term);
                add(entry.position, true, message);
            }
            match seen.get(&key) {
                Some((name, first)) if *name == category.name => {
                    add(
                        entry.position,
                        true,
                        format!("`{}` stands twice in `{name}` (first in line {}); delete one", entry.term, first.line),
                    );
                }
                // A word may be verb and noun, and what stands before it tells which; one role in two groups is no such thing.
                Some((name, _)) if lexicon.kind == LexiconKind::Cues && role_of(name) != role_of(&category.name) => {}
                Some((name, first)) => {
                    let message = format!("`{}` also stands in `{name}` (line {}), so each match counts in both", entry.term, first.line);
                    add(entry.position, false, message);
                }
                None => {
                    seen.insert(key, (category.name.as_str(), entry.position));
                }
            }
            if let Some(covering) = category.entries.iter().find(|other| covers(other, entry)) {
                let message = format!(
                    "`{}` is covered by `{}` (line {}); delete it, unless it carries a weight or note of its own",
                    entry.term, covering.term, covering.position.line
                );
                add(entry.position, false, message);
            }
            if entry.pattern.literal_characters() == 0 {
                add(entry.position, false, format!("`{}` matches any word; add letters to it", entry.term));
            }
            if let Some(word) = common_word(entry, &lexicon.language) {
                let message = format!("`{}` also finds the word “{word}”; write {{ term = \"{}\", case = true }}", entry.term, entry.term);
                add(entry.position, false, message);
            }
            for other in stem_mates(entry, lexicon) {
                add(entry.position, false, format!("the stem of `{}` also takes in `{other}`; list the forms that are meant", entry.term));
            }
        }
    }
    findings.sort();
    findings
}

type Key = (Vec<(Join, Atom)>, bool);

/// Two entries with one key match the same words.
fn key(entry: &Entry) -> Key {
    let steps = entry.pattern.variants.first().map(|steps| steps.iter().map(|s| (s.join.clone(), s.atom.clone())).collect());
    (steps.unwrap_or_default(), entry.case)
}

fn single_atom(entry: &Entry) -> Option<&Atom> {
    match entry.pattern.variants.as_slice() {
        [steps] => match steps.as_slice() {
            [step] => Some(&step.atom),
            _ => None,
        },
        _ => None,
    }
}

/// Whether every word that `entry` finds is found by the glob `other`.
fn covers(other: &Entry, entry: &Entry) -> bool {
    match (single_atom(other), single_atom(entry)) {
        (Some(Atom::Glob { pattern, cased: false }), Some(Atom::Exact { form, cased: false })) => glob_matches(pattern, form),
        (Some(Atom::Glob { pattern, cased: false }), Some(Atom::Glob { pattern: narrower, cased: false })) => {
            pattern != narrower && !narrower.contains('?') && glob_matches(pattern, narrower)
        }
        _ => false,
    }
}

fn common_word(entry: &Entry, language: &str) -> Option<&'static str> {
    let capitals = entry.term.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    match single_atom(entry) {
        Some(Atom::Exact { form, cased: false }) if capitals && language == "en" => COMMON_WORDS.into_iter().find(|word| **word == **form),
        _ => None,
    }
}

/// Other single words of the lexicon, not forms of this one by their look, that share a stem entry's stem.
fn stem_mates<'l>(entry: &Entry, lexicon: &'l Lexicon) -> Vec<&'l str> {
    let (MatchMode::Stem, Some(Atom::Stem { stem })) = (entry.mode, single_atom(entry)) else { return Vec::new() };
    let Some(stemmer) = crate::text::Stemmer::for_language(&lexicon.language) else { return Vec::new() };
    lexicon
        .categories
        .iter()
        .flat_map(|category| &category.entries)
        .filter(|other| other.term != entry.term)
        .filter(|other| matches!(single_atom(other), Some(Atom::Exact { form, .. }) if stemmer.stem(form) == **stem))
        .map(|other| other.term.as_str())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubtful_entries_are_named_with_their_line() {
        let source = "name = \"t\"\n[category.a]\ndescription = \"d\"\nterms = [\n\"militia*\",\n\"militias\",\n\"US\",\n\"regime\",\n\"Regime\",\n\
                      { term = \"liberation\", match = \"stem\" },\n\"liberal\",\n\"puppet\"]\nexcept = [\"puppet\"]\n\
                      [category.b]\nterms = [\"regime\"]\n";
        let lexicon = super::super::read_toml("t.toml", source.as_bytes()).unwrap();
        let found: Vec<(u32, bool, String)> = check(&lexicon).into_iter().map(|f| (f.position.line, f.is_error, f.message)).collect();
        let at = |line: u32| found.iter().find(|f| f.0 == line).map(|f| (f.1, f.2.as_str())).unwrap();
        assert!(at(6).1.starts_with("`militias` is covered by `militia*` (line 5)"));
        assert!(at(7).1.starts_with("`US` also finds the word “us”"));
        assert!(at(9).0 && at(9).1.starts_with("`Regime` stands twice in `a` (first in line 8)"));
        assert!(at(10).1.starts_with("the stem of `liberation` also takes in `liberal`"));
        assert!(at(12).0 && at(12).1.starts_with("`puppet` is also an exception"));
        assert!(at(14).1.starts_with("category `b` has no description"));
        assert!(at(15).1.starts_with("`regime` also stands in `a` (line 8)"));
        assert_eq!(found.len(), 7);
    }
}
