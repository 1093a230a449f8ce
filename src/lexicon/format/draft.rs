//! A lexicon in the making, from a file that is not in the native form: categories with their paths
//! and entries with their places, checked as they come in. A fault does not end the reading: all of
//! them are gathered, and told when the file is at its end.
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
use super::super::read_options::Unsayable;
use super::fitted::{NAMELESS, fit, own_name, signs};
use super::notes::Notes;
use super::problem::{ImportProblem, Nature};
use super::source::DecodedFile;
use crate::prose::folded;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::path::Path;

/// Categories nested deeper than this are taken for a fault of the file.
const MAX_DEPTH: usize = 32;

/// How the patterns of a file are meant.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// As the program means them that the file is for.
    Foreign,
    /// As in the native form.
    Own,
}

/// The place of a category among those of a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
    /// The same by their names as the file has them.
    originals: HashMap<(Option<CategoryAt>, String), CategoryAt>,
    notes: Notes,
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
            originals: HashMap::new(),
            notes: Notes::default(),
        }
    }

    /// Records what is wrong with an entry or a category, and that it is left out where that does
    /// no harm or is asked for.
    pub(super) fn note(&mut self, error: LexiconError) {
        let is_left_out = match error.nature() {
            Nature::Fault => false,
            Nature::Wordless => true,
            Nature::Unsayable => self.source.options.unsayable == Unsayable::LeftOut,
        };
        // A table of one's own is mended by its author.
        match is_left_out && self.manner == Manner::Foreign {
            true => self.notes.left_out.push(error),
            false => self.notes.faults.push(error),
        }
    }

    /// Records what is wrong at a place.
    pub(super) fn note_at(&mut self, position: Position, problem: ImportProblem) {
        self.note(self.source.error(position, problem));
    }

    /// Records how something at a place was read.
    pub(super) fn remark(&mut self, position: Position, problem: ImportProblem) {
        self.notes.remarks.push(self.source.error(position, problem));
    }

    /// Takes the name that the file gives the lexicon, if tables can carry anything of it.
    pub(super) fn named(&mut self, name: &str, description: &str) {
        if let Some(fitted) = fit(name) {
            self.name = fitted;
        }
        self.description = description.trim().to_owned();
    }

    /// A category that stands at `position`. One whose name is wrong gets another, so that the rest
    /// of the file can be read; none where categories are nested too deep.
    pub(super) fn category(
        &mut self,
        parent: Option<CategoryAt>,
        name: &str,
        description: &str,
        position: Position,
    ) -> Option<CategoryAt> {
        let name = name.trim();
        let above = parent.and_then(|at| self.nodes.get(at.0));
        let depth = above.map_or(1, |above| above.depth + 1);
        let path = above.map(|above| above.path.clone());
        if depth > MAX_DEPTH {
            self.note_at(position, ImportProblem::TooDeep(MAX_DEPTH));
            return None;
        }
        if let Some(&same) = self.originals.get(&(parent, name.to_owned())) {
            let line = self.nodes.get(same.0).map_or(0, |node| node.position.line);
            self.note_at(position, ImportProblem::CategoryTwice { name: name.to_owned(), line });
            return Some(same);
        }
        let fitted = self.free_name(parent, name, position);
        let path = path.map_or_else(|| fitted.clone(), |above| format!("{above}.{fitted}"));
        // What the name was before it was made fit is told with what it means.
        let description = match (fitted == name, description.trim()) {
            (true, description) => description.to_owned(),
            (false, "") => name.to_owned(),
            (false, description) => format!("{name}: {description}"),
        };
        let at = CategoryAt(self.nodes.len());
        self.known.insert((parent, fitted), at);
        self.originals.insert((parent, name.to_owned()), at);
        self.nodes.push(CategoryNode {
            parent,
            children: Vec::new(),
            depth,
            original: name.to_owned(),
            path,
            description,
            entries: Vec::new(),
            position,
        });
        if let Some(above) = parent.and_then(|at| self.nodes.get_mut(at.0)) {
            above.children.push(at);
        }
        Some(at)
    }

    /// A name that no other category at the same place has, from the one in the file. Other
    /// programs tell `+a+` from `=a=`; in a table of one's own two such names are a fault.
    fn free_name(&mut self, parent: Option<CategoryAt>, name: &str, position: Position) -> String {
        let own = own_name(parent.is_some(), name);
        let is_nameless = own.is_none();
        let fitted = own.unwrap_or_else(|| NAMELESS.to_owned());
        if is_nameless && (name.is_empty() || self.manner == Manner::Own) {
            self.note_at(position, ImportProblem::NoName(name.to_owned()));
        }
        let is_free =
            |name: &String, known: &HashMap<_, _>| !known.contains_key(&(parent, name.clone()));
        let other = self.known.get(&(parent, fitted.clone())).and_then(|at| self.nodes.get(at.0));
        if let (Some(other), Manner::Own) = (other, self.manner) {
            let problem = ImportProblem::NamesCollide {
                name: name.to_owned(),
                other: other.original.clone(),
                line: other.position.line,
                fitted: fitted.clone(),
            };
            self.note_at(position, problem);
        }
        let mut free = fitted.clone();
        let mut number = 2_u32;
        while !is_free(&free, &self.known) {
            free = format!("{fitted}-{number}");
            number = number.saturating_add(1);
        }
        let reason = match is_nameless {
            true => "tables need a name with a letter or digit",
            false => "another category has that name in tables",
        };
        if self.manner == Manner::Foreign && (is_nameless || free != fitted) {
            let (name, fitted) = (name.to_owned(), free.clone());
            self.remark(position, ImportProblem::Renamed { name, fitted, reason });
        }
        free
    }

    /// The category of this name, if the file has had it before.
    pub(super) fn find(&self, parent: Option<CategoryAt>, name: &str) -> Option<CategoryAt> {
        self.originals.get(&(parent, name.trim().to_owned())).copied()
    }

    /// The name of a category with those that it is nested in, a dot between them.
    pub(super) fn path(&self, at: CategoryAt) -> &str {
        self.nodes.get(at.0).map_or("", |node| &node.path)
    }

    /// An entry of a category. One that makes no pattern, or one that finds more than the other
    /// program would, is noted.
    pub(super) fn entry(
        &mut self,
        at: CategoryAt,
        term: &str,
        options: EntryOptions,
        position: Position,
    ) {
        match self.parse(term, options, position) {
            Ok(entry) => {
                if let Some(node) = self.nodes.get_mut(at.0) {
                    node.entries.push(entry);
                }
            }
            Err(error) => self.note(error),
        }
    }

    /// An entry of several categories.
    pub(super) fn entry_of(&mut self, places: &[CategoryAt], term: &str, position: Position) {
        match self.parse(term, EntryOptions::default(), position) {
            Ok(entry) => {
                for at in places {
                    if let Some(node) = self.nodes.get_mut(at.0) {
                        node.entries.push(entry.clone());
                    }
                }
            }
            Err(error) => self.note(error),
        }
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
    /// All that is wrong with it, and where it has no entries.
    pub(super) fn finish(mut self) -> Result<Lexicon, LexiconError> {
        let is_empty = self.nodes.iter().all(|node| node.entries.is_empty());
        let import = self.notes.settle(self.source, is_empty)?;
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
        Ok(Lexicon {
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
            states_language: false,
            version: String::new(),
            license: String::new(),
            description: self.description,
            categories,
            exceptions: Vec::new(),
            names: Vec::new(),
            axes: Vec::new(),
            sha256: hex(&Sha256::digest(self.source.bytes)),
            import,
        })
    }
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::super::super::read_options::ReadOptions;
    use super::*;

    fn at(line: u32) -> Position {
        Position { line, column: 1 }
    }

    fn source(name: &str) -> DecodedFile<'_> {
        DecodedFile::read(name, b"", ReadOptions::default()).unwrap()
    }

    #[test]
    fn categories_come_out_with_each_before_those_nested_in_it() {
        let source = source("dir/my words.dic");
        let mut draft = LexiconDraft::new(&source, Manner::Foreign);
        let a = draft.category(None, "a", "", at(1)).unwrap();
        let b = draft.category(None, "b b", "what it is", at(2)).unwrap();
        let names = draft.category(Some(a), "names", "", at(3)).unwrap();
        draft.category(Some(names), "x", "", at(4)).unwrap();
        draft.entry_of(&[a, b], "very  good*", at(5));
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
    fn names_that_collide_become_distinct_and_names_that_repeat_are_a_fault() {
        let source = source("x.cat");
        let mut draft = LexiconDraft::new(&source, Manner::Foreign);
        let names = ["+a b+", "=a b=", "a/b", "*", "%"];
        let made: Vec<_> = (1..)
            .zip(names)
            .map(|(line, name)| draft.category(None, name, "", at(line)).unwrap())
            .collect();
        let paths: Vec<_> = made.iter().map(|&at| draft.path(at).to_owned()).collect();
        assert_eq!(paths, ["a-b", "a-b-2", "a-b-3", "category", "category-2"]);
        draft.entry(made[0], "x", EntryOptions::default(), at(6));
        let lexicon = draft.finish().unwrap();
        assert_eq!(lexicon.categories[1].description, "=a b=");
        assert_eq!(lexicon.import.remarks.len(), 4);
        assert_eq!(
            lexicon.import.remarks[0],
            "x.cat:2:1: the category `=a b=` is named `a-b-2` here, since another category has \
             that name in tables"
        );
        let mut draft = LexiconDraft::new(&source, Manner::Foreign);
        let a = draft.category(None, "=a=", "", at(1));
        assert_eq!(draft.category(None, "=a=", "", at(2)), a);
        assert_eq!(
            draft.finish().unwrap_err().to_string(),
            "x.cat:2:1: the category `=a=` appears twice (first in line 1); join the two"
        );
        let mut draft = LexiconDraft::new(&source, Manner::Own);
        draft.category(None, "a b", "", at(1));
        draft.category(None, "a/b", "", at(3));
        let message = draft.finish().unwrap_err().to_string();
        assert!(
            message.starts_with(
                "x.cat:3:1: the categories `a/b` and `a b` (line 1) would both be named `a-b`"
            ),
            "{message}"
        );
    }

    #[test]
    fn all_faults_are_told_and_what_has_no_word_is_left_out() {
        let source = source("x.dic");
        let mut draft = LexiconDraft::new(&source, Manner::Foreign);
        let a = draft.category(None, "a", "", at(1)).unwrap();
        for (line, term) in (5..).zip([":p", ":)", "#metoo", "@\u{c3e}", "", "fine"]) {
            draft.entry(a, term, EntryOptions::default(), at(line));
        }
        assert_eq!(draft.notes.left_out.len(), 2);
        let error = draft.finish().unwrap_err();
        let message = error.to_string();
        for part in [
            "x.dic:5:1: `:p` has `:` at the edge of a word",
            "x.dic:7:1: `#metoo` has `#`",
            "x.dic:8:1: ",
        ] {
            assert!(message.contains(part), "{message}");
        }
        assert_eq!((error.faults().len(), error.is_unsayable()), (3, true));
        let options = ReadOptions::default().without_unsayable();
        let source = DecodedFile::read("x.dic", b"", options).unwrap();
        let mut draft = LexiconDraft::new(&source, Manner::Foreign);
        let a = draft.category(None, "a", "", at(1)).unwrap();
        for (line, term) in (5..).zip([":)", "#metoo", "fine"]) {
            draft.entry(a, term, EntryOptions::default(), at(line));
        }
        let lexicon = draft.finish().unwrap();
        assert_eq!((lexicon.entries(), lexicon.import.left_out.len()), (1, 2));
        assert!(lexicon.import.left_out[0].starts_with("x.dic:5:1: `:)` has no letter or digit"));
    }

    #[test]
    fn marks_inside_words_are_read_and_nesting_has_a_limit() {
        let source = source("x.dic");
        let mut draft = LexiconDraft::new(&source, Manner::Foreign);
        let a = draft.category(None, "a", "", at(1)).unwrap();
        let terms = ["U.S.", "'cause", "9/11", "AT&T", "*n't", "*-backed", "in * words", "तमिழ்"];
        for term in terms {
            draft.entry(a, term, EntryOptions::default(), at(6));
        }
        assert_eq!((draft.notes.faults.len(), draft.notes.left_out.len()), (0, 0));
        let mut deep = Some(a);
        for _ in 0..MAX_DEPTH {
            deep = deep.and_then(|deep| draft.category(Some(deep), "c", "", at(7)));
        }
        assert!(deep.is_none());
        assert!(draft.finish().unwrap_err().to_string().contains("more than 32 levels"));
    }
}
