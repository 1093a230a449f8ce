//! A lexicon in the making, from a file that is not in the native form: categories with their paths
//! and entries with their places, checked as they come in.
//!
//! What the other programs mean is kept. LIWC, quanteda (by default, `nested_scope = "key"`),
//! Lexicoder, Yoshikoder and WordStat count a word in every category that lists it, so their
//! lexicons settle overlaps with [`Overlap::Category`]; their patterns are globs whatever their
//! case. A table of one's own settles them as the native form does.

use super::super::error::LexiconError;
use super::super::model::{
    AppliesTo, Category, Entry, EntryOptions, Lexicon, LexiconKind, Overlap, Position,
};
use super::super::pattern::PatternError;
use super::problem::ImportProblem;
use super::source::DecodedFile;
use crate::prose::folded;
use crate::text::{Token, tokenize};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::path::Path;

/// Categories nested deeper than this are taken for a fault of the file.
const MAX_DEPTH: usize = 32;

/// The keys that a category has in the native form, which a category nested in it cannot have for a
/// name.
const KEYS: [&str; 5] = ["title", "description", "terms", "except", "names"];

/// How the patterns of a file are meant.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// As the program means them that the file is for.
    Foreign,
    /// As in the native form.
    Own,
}

/// The place of a category among those of a draft.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct CategoryAt(usize);

struct CategoryNode {
    parent: Option<CategoryAt>,
    children: Vec<CategoryAt>,
    depth: usize,
    /// As the file has it, and as tables have it.
    original: String,
    path: String,
    description: String,
    entries: Vec<Entry>,
    position: Position,
}

/// A lexicon in the making.
pub(super) struct LexiconDraft<'s> {
    source: &'s DecodedFile<'s>,
    manner: Manner,
    /// Its name; that of the file where the file gives none.
    name: String,
    description: String,
    nodes: Vec<CategoryNode>,
    /// Categories by the one that they are nested in and their own name, as fit for tables.
    known: HashMap<(Option<CategoryAt>, String), CategoryAt>,
}

/// The language of lexicons that cannot say theirs.
pub(super) const LANGUAGE: &str = "en";

impl<'s> LexiconDraft<'s> {
    pub(super) fn new(source: &'s DecodedFile<'s>, manner: Manner) -> Self {
        let stem = Path::new(source.file).file_stem().unwrap_or_default().to_string_lossy();
        let name = fit(&stem).unwrap_or_else(|| "lexicon".to_owned());
        Self {
            source,
            manner,
            name,
            description: String::new(),
            nodes: Vec::new(),
            known: HashMap::new(),
        }
    }

    /// Takes the name that the file gives the lexicon, if tables can carry anything of it.
    pub(super) fn named(&mut self, name: &str, description: &str) {
        if let Some(fitted) = fit(name) {
            self.name = fitted;
        }
        self.description = description.trim().to_owned();
    }

    /// A category that stands at `position`.
    ///
    /// # Errors
    /// Where its name holds nothing that tables can carry, or is that of another category at the
    /// same place.
    pub(super) fn category(
        &mut self,
        parent: Option<CategoryAt>,
        name: &str,
        description: &str,
        position: Position,
    ) -> Result<CategoryAt, LexiconError> {
        let name = name.trim();
        let above = parent.and_then(|at| self.nodes.get(at.0));
        let depth = above.map_or(1, |above| above.depth + 1);
        if depth > MAX_DEPTH {
            return Err(self.source.error(position, ImportProblem::TooDeep(MAX_DEPTH)));
        }
        let fitted = own_name(parent, name)
            .ok_or_else(|| self.source.error(position, ImportProblem::NoName(name.to_owned())))?;
        let path = above.map_or_else(|| fitted.clone(), |above| format!("{}.{fitted}", above.path));
        let key = (parent, fitted);
        if let Some(other) = self.known.get(&key).and_then(|at| self.nodes.get(at.0)) {
            let (original, line) = (other.original.clone(), other.position.line);
            let problem = match original == name {
                true => ImportProblem::CategoryTwice { name: original, line },
                false => ImportProblem::NamesCollide {
                    name: name.to_owned(),
                    other: original,
                    line,
                    fitted: key.1,
                },
            };
            return Err(self.source.error(position, problem));
        }
        // What the name was before it was made fit is told with what it means.
        let description = match (key.1 == name, description.trim()) {
            (true, description) => description.to_owned(),
            (false, "") => name.to_owned(),
            (false, description) => format!("{name}: {description}"),
        };
        let at = CategoryAt(self.nodes.len());
        self.known.insert(key, at);
        let original = name.to_owned();
        self.nodes.push(CategoryNode {
            parent,
            children: Vec::new(),
            depth,
            original,
            path,
            description,
            entries: Vec::new(),
            position,
        });
        if let Some(above) = parent.and_then(|at| self.nodes.get_mut(at.0)) {
            above.children.push(at);
        }
        Ok(at)
    }

    /// The category of this name, if the file has had it before.
    pub(super) fn find(&self, parent: Option<CategoryAt>, name: &str) -> Option<CategoryAt> {
        let at = *self.known.get(&(parent, own_name(parent, name)?))?;
        (self.nodes.get(at.0)?.original == name.trim()).then_some(at)
    }

    /// An entry of a category.
    ///
    /// # Errors
    /// Where it makes no pattern, or one that finds more than the other program would.
    pub(super) fn entry(
        &mut self,
        at: CategoryAt,
        term: &str,
        options: EntryOptions,
        position: Position,
    ) -> Result<(), LexiconError> {
        let entry = self.parse(term, options, position)?;
        if let Some(node) = self.nodes.get_mut(at.0) {
            node.entries.push(entry);
        }
        Ok(())
    }

    /// An entry of several categories.
    pub(super) fn entry_of(
        &mut self,
        places: &[CategoryAt],
        term: &str,
        position: Position,
    ) -> Result<(), LexiconError> {
        let entry = self.parse(term, EntryOptions::default(), position)?;
        for at in places {
            if let Some(node) = self.nodes.get_mut(at.0) {
                node.entries.push(entry.clone());
            }
        }
        Ok(())
    }

    fn parse(
        &self,
        term: &str,
        options: EntryOptions,
        position: Position,
    ) -> Result<Entry, LexiconError> {
        let term = match self.manner {
            Manner::Foreign => folded(term),
            Manner::Own => term.trim().to_owned(),
        };
        if term.is_empty() {
            return Err(self.source.error(position, PatternError::Empty));
        }
        let entry = Entry::parse(&term, options, position, LANGUAGE)
            .map_err(|error| self.source.error(position, error))?;
        match signs(&term) {
            Some(signs) if self.manner == Manner::Foreign => {
                Err(self.source.error(position, ImportProblem::Signs { term, signs }))
            }
            _ => Ok(entry),
        }
    }

    /// The lexicon, its categories in the order of the file and each before those nested in it.
    ///
    /// # Errors
    /// Where it has no entries.
    pub(super) fn finish(mut self) -> Result<Lexicon, LexiconError> {
        let mut categories = Vec::new();
        let tops = (0..self.nodes.len()).rev().map(CategoryAt);
        let mut open: Vec<CategoryAt> = tops
            .filter(|at| self.nodes.get(at.0).is_some_and(|node| node.parent.is_none()))
            .collect();
        while let Some(at) = open.pop() {
            let Some(node) = self.nodes.get_mut(at.0) else { continue };
            open.extend(node.children.iter().rev());
            categories.push(Category {
                name: std::mem::take(&mut node.path),
                title: None,
                referent_title: None,
                role: None,
                description: std::mem::take(&mut node.description),
                entries: std::mem::take(&mut node.entries),
                position: node.position,
            });
        }
        let lexicon = Lexicon {
            name: self.name,
            kind: LexiconKind::Framing,
            applies_to: AppliesTo::default(),
            measures: None,
            overlap: if self.manner == Manner::Foreign {
                Overlap::Category
            } else {
                Overlap::default()
            },
            language: LANGUAGE.to_owned(),
            version: String::new(),
            license: String::new(),
            description: self.description,
            categories,
            exceptions: Vec::new(),
            names: Vec::new(),
            axes: Vec::new(),
            sha256: hex(&Sha256::digest(self.source.bytes)),
        };
        match lexicon.entries() {
            0 => Err(self.source.error(Position { line: 1, column: 1 }, ImportProblem::NoEntries)),
            _ => Ok(lexicon),
        }
    }
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether tables can carry a name: they have column headers such as `lexicon.category`, so a dot
/// or a comma would mislead.
pub fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
}

/// A name made fit for tables: letters, digits, `-` and `_` stay, each run of others becomes one
/// `-`, none at the ends.
fn fit(name: &str) -> Option<String> {
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
fn own_name(parent: Option<CategoryAt>, name: &str) -> Option<String> {
    let fitted = fit(name)?;
    Some(if parent.is_some() && KEYS.contains(&fitted.as_str()) { fitted + "-" } else { fitted })
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

    fn at(line: u32) -> Position {
        Position { line, column: 1 }
    }

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

    #[test]
    fn categories_come_out_with_each_before_those_nested_in_it() {
        let source = DecodedFile::read("dir/my words.dic", b"").unwrap();
        let mut draft = LexiconDraft::new(&source, Manner::Foreign);
        let a = draft.category(None, "a", "", at(1)).unwrap();
        let b = draft.category(None, "b b", "what it is", at(2)).unwrap();
        let names = draft.category(Some(a), "names", "", at(3)).unwrap();
        draft.category(Some(names), "x", "", at(4)).unwrap();
        draft.entry_of(&[a, b], "very  good*", at(5)).unwrap();
        let lexicon = draft.finish().unwrap();
        assert_eq!((lexicon.name.as_str(), lexicon.overlap), ("my-words", Overlap::Category));
        let found: Vec<_> = lexicon
            .categories
            .iter()
            .map(|c| (c.name.as_str(), c.description.as_str(), c.entries.len()))
            .collect();
        // `names` is a key of the native form, so a nested category cannot have it.
        assert_eq!(
            found,
            [
                ("a", "", 1),
                ("a.names-", "names", 0),
                ("a.names-.x", "", 0),
                ("b-b", "b b: what it is", 1)
            ]
        );
        assert_eq!(lexicon.categories[0].entries[0].term, "very good*");
    }

    #[test]
    fn names_that_collide_and_signs_that_would_be_lost_are_refused() {
        let source = DecodedFile::read("x.dic", b"").unwrap();
        let mut draft = LexiconDraft::new(&source, Manner::Foreign);
        let a = draft.category(None, "a b", "", at(1)).unwrap();
        let message = |result: Result<CategoryAt, LexiconError>| result.err().unwrap().to_string();
        assert_eq!(
            message(draft.category(None, "a b", "", at(2))),
            "x.dic:2:1: the category `a b` stands twice (first in line 1); join the two"
        );
        assert!(message(draft.category(None, "a/b", "", at(3))).starts_with(
            "x.dic:3:1: the categories `a/b` and `a b` (line 1) would both be named `a-b`"
        ));
        assert!(message(draft.category(None, "*", "", at(4))).contains("has no letter or digit"));
        for (term, expected) in [
            (":p", "`:p` has `:` at the edge of a word"),
            ("#metoo", "`#metoo` has `#`"),
            ("@\u{c3e}", "has `@`"),
            (":)", "`:)` holds no letter or digit, so it can match nothing; delete it"),
            ("", "an empty term"),
        ] {
            let message =
                draft.entry(a, term, EntryOptions::default(), at(5)).unwrap_err().to_string();
            assert!(message.starts_with("x.dic:5:1: ") && message.contains(expected), "{message}");
        }
        for term in
            ["U.S.", "'cause", "9/11", "AT&T", "*n't", "*-backed", "in * words", "o'clock", "तमिழ்"]
        {
            assert!(draft.entry(a, term, EntryOptions::default(), at(6)).is_ok(), "{term}");
        }
        let mut deep = a;
        let nested = (0..MAX_DEPTH)
            .try_for_each(|_| draft.category(Some(deep), "c", "", at(7)).map(|at| deep = at));
        assert!(nested.unwrap_err().to_string().contains("more than 32 levels"));
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
