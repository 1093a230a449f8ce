//! What is doubtful in a lexicon that can be read: entries that never match, repeat, or take in
//! more than was meant.

mod breadth;

pub use breadth::unrelated_words;

use super::model::{Category, Entry, Lexicon, LexiconKind, Overlap, Position};
use super::pattern::{Atom, Join, MatchMode, Step, glob_matches};
use crate::text::{Stemmer, TokenKind, tokenize};
use std::collections::HashMap;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The lexicon gives wrong counts.
    Error,
    /// Its counts are doubtful.
    Warning,
    /// Something to look at.
    Note,
}

impl Severity {
    /// The word that tables and messages use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// What a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FindingKind {
    /// An entry that nothing can match.
    CannotMatch,
    /// An entry twice in a category.
    Duplicate,
    /// An entry in both poles of an axis.
    Opposing,
    /// An entry in two categories.
    TwoCategories,
    /// An entry whose words another of its category finds anyway.
    Shadowed,
    /// A stem that words of different meaning share.
    StemCollision,
    /// An abbreviation that is also a common word.
    CommonWord,
    /// A pattern that takes in words of other families, or any word.
    Broad,
    /// Symbols in a term that matching leaves out.
    DroppedSymbols,
    /// A category that does not say what it measures.
    NoDescription,
    /// An entry that the corpus does not hold.
    NeverFound,
    /// A category of which one entry makes up more than half.
    LeansOnOne,
    /// An entry that runs against the rest of its category.
    Contrary,
}

impl FindingKind {
    /// The words that tables use.
    pub fn name(self) -> &'static str {
        match self {
            Self::CannotMatch => "cannot match",
            Self::Duplicate => "duplicate",
            Self::Opposing => "opposing categories",
            Self::TwoCategories => "two categories",
            Self::Shadowed => "shadowed",
            Self::StemCollision => "stem collision",
            Self::CommonWord => "common word",
            Self::Broad => "broad",
            Self::DroppedSymbols => "dropped symbols",
            Self::NoDescription => "no description",
            Self::NeverFound => "never found",
            Self::LeansOnOne => "leans on one entry",
            Self::Contrary => "runs against its category",
        }
    }
}

/// A remark on a lexicon.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Where.
    pub position: Position,
    /// How much it matters.
    pub severity: Severity,
    /// What it is about.
    pub kind: FindingKind,
    /// The category.
    pub category: String,
    /// The entry; none where the category as a whole is meant.
    pub entry: Option<String>,
    /// What, and what to do.
    pub message: String,
}

impl Finding {
    /// A remark on an entry.
    pub fn on(
        category: &Category,
        entry: &Entry,
        severity: Severity,
        kind: FindingKind,
        message: String,
    ) -> Self {
        Self {
            position: entry.position,
            severity,
            kind,
            category: category.name.clone(),
            entry: Some(entry.term.clone()),
            message,
        }
    }

    /// A remark on a category.
    pub fn on_category(
        category: &Category,
        severity: Severity,
        kind: FindingKind,
        message: String,
    ) -> Self {
        Self {
            position: category.position,
            severity,
            kind,
            category: category.name.clone(),
            entry: None,
            message,
        }
    }
}

/// English words that an abbreviation in capitals finds when case is ignored.
const COMMON_WORDS: [&str; 12] =
    ["aid", "am", "are", "as", "can", "in", "is", "it", "or", "so", "us", "who"];
/// How many words a message names.
const NAMED: usize = 8;

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
/// category without description.
pub fn check(lexicon: &Lexicon) -> Vec<Finding> {
    let exceptions: Vec<Key> = lexicon.exceptions.iter().map(key).collect();
    let mut seen: HashMap<Key, Vec<(&Category, &Entry)>> = HashMap::new();
    let stems = Stems::of(lexicon);
    let mut findings = Vec::new();
    for category in &lexicon.categories {
        if category.description.is_empty() && !category.entries.is_empty() {
            let message = format!(
                "category `{}` has no description; say what it \
                measures",
                category.name
            );
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
                    "`{}` is also an exception, so it never matches; delete one \
                    of the two",
                    entry.term
                );
                add(Severity::Error, FindingKind::CannotMatch, message);
            } else if let Some(exception) =
                lexicon.exceptions.iter().find(|exception| covers(exception, entry))
            {
                let message = format!(
                    "`{}` is covered by the exception `{}`, so it never matches; narrow \
                        the exception",
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
                        "`{}` stands twice in `{}` (first in line {}); delete \
                            one",
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
            format!(
                "`{}` matches any word; add letters to \
            it",
                entry.term
            ),
        );
    }
    if let Some(word) = common_word(entry, &lexicon.language) {
        let message = format!(
            "`{}` also finds the word “{word}”; write {{ term = \"{}\", case = \
            true }}",
            entry.term, entry.term
        );
        add(Severity::Warning, FindingKind::CommonWord, message);
    }
    for other in stem_mates(entry, stems) {
        let message = format!(
            "the stem of `{}` also takes in `{other}`; list the forms that are \
            meant",
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
            "a final 's is dropped from words, so `{}` finds every “{plain}” \
            there; see that it is meant",
            entry.term
        );
        add(Severity::Warning, FindingKind::DroppedSymbols, message);
    }
    let symbols: String = entry.term.chars().filter(|c| is_dropped(*c)).collect();
    if !symbols.is_empty() {
        let message = format!(
            "matching leaves out the `{symbols}` of `{}`; see that it is meant \
            without",
            entry.term
        );
        add(Severity::Warning, FindingKind::DroppedSymbols, message);
    }
}

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
        let strangers = unrelated_words(entry, words.clone());
        if !strangers.is_empty() {
            let message = format!(
                "`{}` also takes in {}; see that they are \
                meant",
                entry.term,
                listed(&strangers)
            );
            findings.push(Finding::on(
                category,
                entry,
                Severity::Note,
                FindingKind::Broad,
                message,
            ));
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
                    "the stem of `{}` takes in {}; see that they are \
                    meant",
                    entry.term,
                    listed(&mates)
                );
                findings.push(Finding::on(
                    category,
                    entry,
                    Severity::Note,
                    FindingKind::StemCollision,
                    message,
                ));
            }
        }
    }
    findings.sort();
    findings
}

/// [`check_breadth`] on the words of the sample corpus and of the bundled lexicons.
pub fn check_breadth_on_sample(lexicon: &Lexicon) -> Vec<Finding> {
    let words: Vec<&str> = breadth::sample_words().collect();
    check_breadth(lexicon, words.iter().copied())
}

/// “warm”, “warn” and 3 more
fn listed(words: &[&str]) -> String {
    let shown: Vec<String> = words.iter().take(NAMED).map(|word| format!("“{word}”")).collect();
    match words.len().saturating_sub(NAMED) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// Why nothing can match an entry, whatever else its lexicon holds.
fn impossible(entry: &Entry) -> Option<String> {
    let mut tokens = Vec::new();
    tokenize(&entry.term.replace(['*', '?'], "x"), &mut tokens);
    if tokens.iter().any(|token| token.kind == TokenKind::Url) {
        return Some(format!(
            "`{}` is a web address, which matching leaves out; delete \
            it",
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
            "`{}` asks for `{}` near it and forbids it; delete \
        one of the two",
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

type Key = Vec<Vec<(Join, Atom)>>;

/// Two entries with one key match the same words.
fn key(entry: &Entry) -> Key {
    let spelling = |steps: &Vec<Step>| {
        steps.iter().map(|step| (step.join.clone(), step.atom.clone())).collect()
    };
    entry.pattern.variants.iter().map(spelling).collect()
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

/// Whether all that `entry` finds is found by `other`, which finds more.
fn covers(other: &Entry, entry: &Entry) -> bool {
    let steps_cover = |wider: &Vec<Step>, narrower: &Vec<Step>| {
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
fn wide_entries(category: &Category) -> Vec<&Entry> {
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

/// The words that entries list, by their stem; empty where no entry asks for stems.
struct Stems<'l>(HashMap<String, Vec<&'l str>>, Option<Stemmer>);

impl<'l> Stems<'l> {
    fn of(lexicon: &'l Lexicon) -> Self {
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
fn stem_covers(other: &Entry, entry: &Entry, stems: &Stems<'_>) -> bool {
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

fn common_word(entry: &Entry, language: &str) -> Option<&'static str> {
    let capitals = entry.term.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    match single_atom(entry) {
        Some(Atom::Exact { form, cased: false }) if capitals && language == "en" => {
            COMMON_WORDS.into_iter().find(|word| **word == **form)
        }
        _ => None,
    }
}

/// Other single words of the lexicon that share a stem entry's stem.
fn stem_mates<'l>(entry: &Entry, stems: &Stems<'l>) -> Vec<&'l str> {
    let (MatchMode::Stem, Some(Atom::Stem { stem })) = (entry.mode, single_atom(entry)) else {
        return Vec::new();
    };
    stems.0.get(&**stem).into_iter().flatten().copied().filter(|term| *term != entry.term).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::read_toml;

    fn findings(source: &str) -> Vec<(u32, Severity, String)> {
        let lexicon = read_toml("t.toml", format!("name = \"t\"\n{source}").as_bytes()).unwrap();
        check(&lexicon).into_iter().map(|f| (f.position.line, f.severity, f.message)).collect()
    }

    #[test]
    fn doubtful_entries_are_named_with_their_line() {
        let source = "[category.a]\ndescription = \"d\"\nterms = \
            [\n\"militia*\",\n\"militias\",\n\"US\",\n\"regime\",\n\"Regime\",\n\
                      { term = \"liberation\", match = \"stem\" \
                      },\n\"liberal\",\n\"puppet\"]\nexcept = [\"puppet\"]\n\
                      [category.b]\nterms = [\"regime\"]\n";
        let found = findings(source);
        let at =
            |line: u32| found.iter().find(|f| f.0 == line).map(|f| (f.1, f.2.as_str())).unwrap();
        assert!(at(6).1.starts_with("`militias` is covered by `militia*` (line 5)"));
        assert!(at(7).1.starts_with("`US` also finds the word “us”"));
        assert!(
            at(9).0 == Severity::Error
                && at(9).1.starts_with(
                    "`Regime` stands twice in `a` \
            (first in line 8)"
                )
        );
        assert!(at(10).1.starts_with("the stem of `liberation` also takes in `liberal`"));
        assert!(
            at(12).0 == Severity::Error
                && at(12).1.starts_with(
                    "`puppet` is also an \
            exception"
                )
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
                "asks for `y` near it and \
                forbids it",
            ),
            ("\"warden\"", "is covered by the exception `ward*`"),
        ] {
            let found = findings(&format!(
                "[category.a]\ndescription = \"d\"\nterms = \
                [{entry}]\nexcept = [\"ward*\"]\n"
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
            found.iter().any(|f| f.1 == Severity::Error
                && f.2.starts_with(
                    "`x` stands in both \
            poles of `n`"
                )),
            "{found:?}"
        );
    }

    #[test]
    fn one_term_under_two_conditions_is_no_repetition() {
        let source = "[category.a]\ndescription = \"d\"\nterms = [{ term = \"x\", near = [\"y\"] \
            }, { term \
                = \"x\", near = [\"z\"], weight = 2 }]\n";
        assert_eq!(findings(source), []);
    }

    #[test]
    fn symbols_that_matching_leaves_out_are_told() {
        let found = findings("[category.a]\ndescription = \"d\"\nterms = [\"C++\"]\n");
        assert!(
            found.iter().any(|f| f.2.starts_with(
                "matching leaves out the `++` of \
            `C++`"
            )),
            "{found:?}"
        );
    }
}
