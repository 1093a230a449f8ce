//! What is doubtful in a lexicon that can be read: entries that never match, repeat, or take in
//! more than was meant.

mod breadth;
mod coverage;
mod finding;
mod meaning;
mod stems;

pub use breadth::{check_breadth, check_breadth_on_sample, unrelated_words};
pub use finding::{Finding, FindingKind, Severity};

use super::model::{Category, Entry, Lexicon, LexiconKind, Overlap};
use super::pattern::Atom;
use crate::text::{TokenKind, tokenize};
use coverage::{Key, covers, key, single_atom, wide_entries};
use std::collections::HashMap;
use stems::{Stems, stem_covers, stem_mates};

/// English words that an abbreviation in capitals finds when case is ignored.
const COMMON_WORDS: [&str; 12] =
    ["aid", "am", "are", "as", "can", "in", "is", "it", "or", "so", "us", "who"];
/// The role in the name of a list of cues.
fn role_of(category: &str) -> &str {
    category.rsplit_once('.').map_or(category, |(_, role)| role)
}

/// Reads a lexicon for what its author may not have meant, in the order of the file.
///
/// Errors: an entry that can match nothing or that an exception always displaces, a term twice in a
/// category, a term in both poles of an axis. Warnings: a term in two categories, an entry that
/// another of its category already covers, a pattern for any word, an abbreviation that also finds
/// a common word, a stem that takes in another entry's word, symbols that matching leaves out, a
/// category without description, two categories of one title. Notes: a lexicon that does not state
/// what it measures.
pub fn check(lexicon: &Lexicon) -> Vec<Finding> {
    let exceptions: Vec<Key> = lexicon.exceptions.iter().map(key).collect();
    let mut seen: HashMap<Key, Vec<(&Category, &Entry)>> = HashMap::new();
    let stems = Stems::new(lexicon);
    let mut findings: Vec<Finding> = meaning::unstated(lexicon).into_iter().collect();
    findings.extend(meaning::shared_titles(lexicon));
    for category in &lexicon.categories {
        if category.description.is_empty() && !category.entries.is_empty() {
            let message =
                format!("category `{}` has no description; say what it measures", category.name);
            findings.push(Finding::on_category(
                category,
                Severity::Warning,
                FindingKind::NoDescription,
                message,
            ));
        }
        let wide = wide_entries(category);
        for entry in &category.entries {
            let mut add = |severity, kind, message| {
                findings.push(Finding::on(category, entry, severity, kind, message))
            };
            let key = key(entry);
            if exceptions.contains(&key) {
                let message = format!(
                    "`{}` is also an exception, so it never matches; delete one of the two",
                    entry.term
                );
                add(Severity::Error, FindingKind::CannotMatch, message);
            } else if let Some(exception) =
                lexicon.exceptions.iter().find(|exception| covers(exception, entry))
            {
                let message = format!(
                    "`{}` is covered by the exception `{}`, so it never matches; narrow the \
                     exception",
                    entry.term, exception.term
                );
                add(Severity::Error, FindingKind::CannotMatch, message);
            }
            if let Some(message) = impossible(entry) {
                add(Severity::Error, FindingKind::CannotMatch, message);
            }
            for (other, first) in seen
                .get(&key)
                .into_iter()
                .flatten()
                .filter(|(_, first)| first.condition == entry.condition)
            {
                if other.name == category.name {
                    let message = format!(
                        "`{}` appears twice in `{}` (first in line {}); delete one",
                        entry.term, other.name, first.position.line
                    );
                    add(Severity::Error, FindingKind::Duplicate, message);
                } else if lexicon.kind == LexiconKind::Cues
                    && role_of(&other.name) != role_of(&category.name)
                {
                    // A word may be verb and noun, and what stands before it tells which; one role
                    // in two groups is no such thing.
                } else if let Some(axis) = opposed(lexicon, &other.name, &category.name) {
                    let message = format!(
                        "`{}` stands in both poles of `{axis}` (also in `{}`, line {}); each match \
                         would count for and against",
                        entry.term, other.name, first.position.line
                    );
                    add(Severity::Error, FindingKind::Opposing, message);
                } else {
                    let message = format!(
                        "`{}` also stands in `{}` (line {}), so each match counts in both",
                        entry.term, other.name, first.position.line
                    );
                    add(Severity::Warning, FindingKind::TwoCategories, message);
                }
            }
            // One of each category and condition is enough to compare with.
            let known = seen.entry(key).or_default();
            if !known.iter().any(|(other, first)| {
                other.name == category.name && first.condition == entry.condition
            }) {
                known.push((category, entry));
            }
            doubts(lexicon, &wide, entry, &stems, &mut add);
        }
    }
    findings.sort();
    findings
}

/// What is doubtful about one entry, besides the places where it stands.
fn doubts(
    lexicon: &Lexicon,
    wide: &[&Entry],
    entry: &Entry,
    stems: &Stems<'_>,
    add: &mut impl FnMut(Severity, FindingKind, String),
) {
    let conditional = entry.condition.is_some();
    let covering = |other: &&Entry| {
        other.condition.is_none() && (covers(other, entry) || stem_covers(other, entry, stems))
    };
    if let Some(covering) = wide
        .iter()
        .copied()
        .find(covering)
        .filter(|_| !conditional && lexicon.overlap != Overlap::All)
    {
        let message = format!(
            "`{}` is covered by `{}` (line {}); delete it, unless it carries a weight or note of \
             its own",
            entry.term, covering.term, covering.position.line
        );
        // Variants of a phrase are often listed for the reader.
        let severity =
            if single_atom(entry).is_some() { Severity::Warning } else { Severity::Note };
        add(severity, FindingKind::Shadowed, message);
    }
    if entry.pattern.literal_characters() == 0 {
        add(
            Severity::Warning,
            FindingKind::Broad,
            format!("`{}` matches any word; add letters to it", entry.term),
        );
    }
    if let Some(word) = common_word(entry, &lexicon.language) {
        let message = format!(
            "`{}` also finds the word “{word}”; write {{ term = \"{}\", case = true }}",
            entry.term, entry.term
        );
        add(Severity::Warning, FindingKind::CommonWord, message);
    }
    for other in stem_mates(entry, stems) {
        let message = format!(
            "the stem of `{}` also takes in `{other}`; list the forms that are meant",
            entry.term
        );
        add(Severity::Warning, FindingKind::StemCollision, message);
    }
    // In a phrase the other words tell what is meant.
    if let Some(word) = single_atom(entry)
        .map(|_| entry.term.as_str())
        .filter(|word| word.ends_with("'s") || word.ends_with("’s"))
    {
        let plain =
            word.get(..word.len().saturating_sub(2)).unwrap_or(word).trim_end_matches(['\'', '’']);
        let message = format!(
            "a final 's is dropped from words, so `{}` finds every “{plain}” there; see that it is \
             meant",
            entry.term
        );
        add(Severity::Warning, FindingKind::DroppedSymbols, message);
    }
    let symbols: String = entry.term.chars().filter(|c| is_dropped(*c)).collect();
    if !symbols.is_empty() {
        let message = format!(
            "matching leaves out the `{symbols}` of `{}`; see that it is meant without",
            entry.term
        );
        add(Severity::Warning, FindingKind::DroppedSymbols, message);
    }
}

/// Why nothing can match an entry, whatever else its lexicon holds.
fn impossible(entry: &Entry) -> Option<String> {
    let mut tokens = Vec::new();
    tokenize(&entry.term.replace(['*', '?'], "x"), &mut tokens);
    if tokens.iter().any(|token| token.kind == TokenKind::Url) {
        return Some(format!(
            "`{}` is a web address, which matching leaves out; delete it",
            entry.term
        ));
    }
    let condition = entry.condition.as_deref()?;
    let both = condition.near.iter().find(|wanted| {
        condition.not_near.iter().any(|refused| refused.pattern == wanted.pattern)
    })?;
    // Another neighbour may still let it match, unless it is the only one.
    (condition.near.len() == 1).then(|| {
        format!(
            "`{}` asks for `{}` near it and forbids it; delete one of the two",
            entry.term, both.term
        )
    })
}

/// The axis of which two categories, or those that they are nested in, are the poles.
fn opposed<'l>(lexicon: &'l Lexicon, one: &str, other: &str) -> Option<&'l str> {
    let within = |category: &str, pole: &str| {
        category == pole || category.strip_prefix(pole).is_some_and(|rest| rest.starts_with('.'))
    };
    let poles = lexicon.axes.iter().find(|axis| {
        within(one, &axis.positive) && within(other, &axis.negative)
            || within(one, &axis.negative) && within(other, &axis.positive)
    });
    poles.map(|axis| axis.name.as_str())
}

/// Symbols that are part of no token: a term with one is found without it too (`C++` finds C).
fn is_dropped(c: char) -> bool {
    matches!(
        c,
        '+' | '#'
            | '$'
            | '€'
            | '£'
            | '%'
            | '&'
            | '@'
            | '='
            | '<'
            | '>'
            | '~'
            | '^'
            | '|'
            | '\\'
            | '!'
            | '"'
            | '“'
            | '”'
            | '('
            | ')'
            | '['
            | ']'
    )
}

fn common_word(entry: &Entry, language: &str) -> Option<&'static str> {
    let capitals = entry.term.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    match single_atom(entry) {
        Some(Atom::Exact { form, cased: false }) if capitals && language == "en" => {
            COMMON_WORDS.into_iter().find(|word| **word == **form)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::read_toml;

    fn findings(source: &str) -> Vec<(u32, Severity, String)> {
        let lexicon = read_toml("t.toml", format!("name = \"t\"\n{source}").as_bytes()).unwrap();
        // What is said of the lexicon as a whole is tested in `meaning.rs`.
        let of_entries = check(&lexicon).into_iter().filter(|f| f.kind != FindingKind::NoMeasure);
        of_entries.map(|f| (f.position.line, f.severity, f.message)).collect()
    }

    #[test]
    fn doubtful_entries_are_named_with_their_line() {
        let source = "[category.a]\ndescription = \"d\"\nterms = \
            [\n\"militia*\",\n\"militias\",\n\"US\",\n\"regime\",\n\"Regime\",\n\
            { term = \"liberation\", match = \"stem\" },\n\"liberal\",\n\"puppet\"]\nexcept = \
            [\"puppet\"]\n\
            [category.b]\nterms = [\"regime\"]\n";
        let found = findings(source);
        let at =
            |line: u32| found.iter().find(|f| f.0 == line).map(|f| (f.1, f.2.as_str())).unwrap();
        assert!(at(6).1.starts_with("`militias` is covered by `militia*` (line 5)"));
        assert!(at(7).1.starts_with("`US` also finds the word “us”"));
        assert!(
            at(9).0 == Severity::Error
                && at(9).1.starts_with("`Regime` appears twice in `a` (first in line 8)")
        );
        assert!(at(10).1.starts_with("the stem of `liberation` also takes in `liberal`"));
        assert!(
            at(12).0 == Severity::Error && at(12).1.starts_with("`puppet` is also an exception")
        );
        assert!(at(14).1.starts_with("category `b` has no description"));
        assert!(at(15).1.starts_with("`regime` also stands in `a` (line 8)"));
    }

    #[test]
    fn what_cannot_match_is_an_error() {
        for (entry, expected) in [
            ("\"https://example.org/a\"", "is a web address"),
            (
                "{ term = \"x\", near = [\"y\"], not_near = [\"Y\"] }",
                "asks for `y` near it and forbids it",
            ),
            ("\"warden\"", "is covered by the exception `ward*`"),
        ] {
            let found = findings(&format!(
                "[category.a]\ndescription = \"d\"\nterms = [{entry}]\nexcept = [\"ward*\"]\n"
            ));
            assert!(
                found.iter().any(|f| f.1 == Severity::Error && f.2.contains(expected)),
                "{entry}: {found:?}"
            );
        }
    }

    #[test]
    fn a_term_in_both_poles_of_an_axis_is_an_error() {
        let source = "[category.a]\ndescription = \"d\"\nterms = \
            [\"x\"]\n[category.b.c]\ndescription = \"d\"\nterms = [\"x\"]\n\
            [[axis]]\nname = \"n\"\npositive = \"a\"\nnegative = \"b\"\n";
        let found = findings(source);
        assert!(
            found
                .iter()
                .any(|f| f.1 == Severity::Error
                    && f.2.starts_with("`x` stands in both poles of `n`")),
            "{found:?}"
        );
    }

    #[test]
    fn one_term_under_two_conditions_is_no_repetition() {
        let source = "[category.a]\ndescription = \"d\"\nterms = [{ term = \"x\", near = [\"y\"] \
            }, { term = \"x\", near = [\"z\"], weight = 2 }]\n";
        assert_eq!(findings(source), []);
    }

    #[test]
    fn symbols_that_matching_leaves_out_are_told() {
        let found = findings("[category.a]\ndescription = \"d\"\nterms = [\"C++\"]\n");
        assert!(
            found.iter().any(|f| f.2.starts_with("matching leaves out the `++` of `C++`")),
            "{found:?}"
        );
    }
}
