//! Many lexicons compiled into one matcher: types to atoms once per type, phrases by a trie over atoms.
//!
//! An *atom* is what an entry asks of one token (`militia*`, `death`, `US` in capitals). [`Matcher::atoms_of`] finds the
//! atoms that a normalized type satisfies, by hash for whole words and stems and by literal prefix for globs; callers keep
//! the answer per surface form. [`Matcher::find`] then walks only from tokens that satisfy some atom, which few do.

use super::error::LexiconError;
use super::index::{CategoryId, CategoryInfo, EntryId, EntryInfo};
use super::model::Lexicon;
use super::overlap::{Candidate, Found, Terminal, keep_longest};
use super::pattern::{Atom, Join, Step, glob_matches};
use super::trie::{NodeId, Trie, TrieBuilder};
use crate::text::{Normalized, Stemmer};
use hashbrown::HashMap;

/// What an entry asks of one token, across all lexicons of a matcher.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AtomId(u32);

/// What stands between two neighbouring tokens of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap<'t> {
    /// White space, at most one line end.
    Space,
    /// A hyphen (which may end a line).
    Hyphen,
    /// Anything else.
    Text(&'t str),
}

impl<'t> Gap<'t> {
    /// The gap whose text is `between`.
    pub fn of(between: &'t str) -> Self {
        match between {
            " " => Self::Space,
            "-" => Self::Hyphen,
            _ => Self::of_longer(between),
        }
    }

    fn of_longer(between: &'t str) -> Self {
        let (hyphen, rest) = match between.strip_prefix(['-', '‐', '‑']) {
            Some(rest) => (true, rest),
            None => (false, between),
        };
        let blank = rest.chars().all(char::is_whitespace);
        let line_ends = rest.replace("\r\n", "\n").matches(['\n', '\r', '\u{2028}', '\u{2029}']).count();
        match (hyphen, blank) {
            (false, true) if !rest.is_empty() && line_ends <= 1 => Self::Space,
            (true, true) if rest.is_empty() || line_ends == 1 => Self::Hyphen,
            _ => Self::Text(between),
        }
    }

    fn allows(self, join: &Join) -> bool {
        match (join, self) {
            (Join::SpaceOrHyphen, Self::Space | Self::Hyphen) | (Join::Hyphen, Self::Hyphen) => true,
            (Join::Text(wanted), Self::Text(between)) => **wanted == *between,
            _ => false,
        }
    }
}

/// A run of tokens as the matcher sees it.
pub trait Tokens {
    /// How many there are.
    fn len(&self) -> usize;
    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// The atoms that token `at` satisfies.
    fn atoms(&self, at: usize) -> &[AtomId];
    /// Whether token `at` is a word (a URL is none and matches nothing).
    fn is_word(&self, at: usize) -> bool;
    /// What stands between tokens `at` and `at + 1`.
    fn gap(&self, at: usize) -> Gap<'_>;
}

/// All lexicons of a run, compiled.
#[derive(Debug)]
pub struct Matcher {
    entries: Vec<EntryInfo>,
    categories: Vec<CategoryInfo>,
    words: HashMap<Box<str>, Vec<AtomId>>,
    cased_words: HashMap<Box<str>, Vec<AtomId>>,
    globs: GlobIndex,
    cased_globs: GlobIndex,
    /// One stemmer and its stems for each language that has stem entries.
    stems: Vec<(Stemmer, HashMap<Box<str>, AtomId>)>,
    trie: Trie,
    /// The lexicon of each entry.
    lexicons: Vec<u16>,
    /// Whether each atom is asked of a word behind another.
    follows: Vec<bool>,
    /// The node after a first step onto each atom.
    roots: Vec<NodeId>,
    /// The node after a first step onto any word.
    any_root: Option<NodeId>,
}

/// Globs by the literal characters before their first wildcard.
#[derive(Debug, Default)]
struct GlobIndex {
    by_prefix: HashMap<Box<str>, Vec<(Box<str>, AtomId)>>,
    /// The lengths, in bytes, that prefixes have.
    lengths: Vec<usize>,
}

impl GlobIndex {
    fn insert(&mut self, pattern: &str, atom: AtomId) {
        let prefix = pattern.split(['*', '?']).next().unwrap_or("");
        self.by_prefix.entry(prefix.into()).or_default().push((pattern.into(), atom));
        if let Err(at) = self.lengths.binary_search(&prefix.len()) {
            self.lengths.insert(at, prefix.len());
        }
    }

    fn find(&self, word: &str, atoms: &mut Vec<AtomId>) {
        for &length in &self.lengths {
            let Some(prefix) = word.get(..length) else { continue };
            for (pattern, atom) in self.by_prefix.get(prefix).into_iter().flatten() {
                if glob_matches(pattern, word) {
                    atoms.push(*atom);
                }
            }
        }
    }
}

impl Matcher {
    /// Compiles lexicons. Lexicons do not see each other; within one the longest match wins.
    ///
    /// # Errors
    /// [`LexiconError::SameName`] where two lexicons share a name.
    pub fn compile<'l>(lexicons: impl IntoIterator<Item = &'l Lexicon>) -> Result<Self, LexiconError> {
        let mut builder = Builder::new();
        for (at, lexicon) in lexicons.into_iter().enumerate() {
            let at = u16::try_from(at).map_err(|_| LexiconError::TooMany("lexicons"))?;
            builder.add(at, lexicon)?;
        }
        builder.matcher.trie = builder.trie.finish();
        Ok(builder.matcher)
    }

    /// The entries, indexed by [`EntryId`].
    pub fn entries(&self) -> &[EntryInfo] {
        &self.entries
    }

    /// The categories, indexed by [`CategoryId`].
    pub fn categories(&self) -> &[CategoryInfo] {
        &self.categories
    }

    /// What is known of an entry.
    ///
    /// # Panics
    /// Where the id comes from another matcher.
    pub fn entry(&self, id: EntryId) -> &EntryInfo {
        &self.entries[id.0 as usize]
    }

    /// What is known of a category.
    ///
    /// # Panics
    /// Where the id comes from another matcher.
    pub fn category(&self, id: CategoryId) -> &CategoryInfo {
        &self.categories[id.0 as usize]
    }

    /// Appends the atoms that a normalized type satisfies to `atoms`.
    pub fn atoms_of(&self, form: &Normalized, atoms: &mut Vec<AtomId>) {
        atoms.extend(self.words.get(form.plain.as_str()).into_iter().flatten());
        atoms.extend(self.cased_words.get(form.cased.as_str()).into_iter().flatten());
        self.globs.find(&form.plain, atoms);
        self.cased_globs.find(&form.cased, atoms);
        for (stemmer, stems) in &self.stems {
            atoms.extend(stems.get(stemmer.stem(&form.plain).as_ref()));
        }
    }

    /// Whether some entry of one word is met by a token that satisfies `atoms`.
    pub(crate) fn is_met_by(&self, atoms: &[AtomId]) -> bool {
        self.any_root.is_some() || atoms.iter().any(|&atom| self.root(atom).is_some_and(|root| !self.trie.terminals(root).is_empty()))
    }

    /// Whether some entry may go from a token that satisfies `first` onto a word that satisfies `second`.
    pub(crate) fn may_join(&self, first: &[AtomId], second: &[AtomId]) -> bool {
        let goes_on = |root| self.trie.takes_any(root) || second.iter().any(|&atom| self.trie.steps(root, atom).next().is_some());
        self.any_root.is_some() || first.iter().any(|&atom| self.root(atom).is_some_and(goes_on))
    }

    /// Whether some entry of several words may begin with a token that satisfies `atoms`.
    pub(crate) fn may_start(&self, atoms: &[AtomId]) -> bool {
        self.any_root.is_some() || atoms.iter().any(|&atom| self.root(atom).is_some_and(|root| !self.trie.is_leaf(root)))
    }

    /// Whether a token that satisfies `atoms` may stand behind another in some entry.
    pub(crate) fn may_follow(&self, atoms: &[AtomId]) -> bool {
        atoms.iter().any(|atom| self.follows.get(atom.0 as usize).copied().unwrap_or(false))
    }

    fn root(&self, atom: AtomId) -> Option<NodeId> {
        self.roots.get(atom.0 as usize).copied()
    }

    /// Finds all entries in a run of tokens, overlaps settled, in the order of the text. `live` lists the tokens that
    /// satisfy some atom, in ascending order.
    pub fn find(&self, tokens: &impl Tokens, live: &[u32], scratch: &mut Scratch, found: &mut Vec<Found>) {
        self.find_from(tokens, 0, live, scratch, found);
    }

    /// As [`find`](Self::find), for matches that begin at token `from` or behind it.
    pub(crate) fn find_from(&self, tokens: &impl Tokens, from: usize, live: &[u32], scratch: &mut Scratch, found: &mut Vec<Found>) {
        scratch.candidates.clear();
        if let Some(root) = self.any_root {
            for at in (from..tokens.len()).filter(|&at| tokens.is_word(at)) {
                self.walk(tokens, root, at, at, &mut scratch.candidates);
            }
        }
        for &at in live {
            let at = at as usize;
            for atom in tokens.atoms(at) {
                if let Some(&root) = self.roots.get(atom.0 as usize) {
                    self.walk(tokens, root, at, at, &mut scratch.candidates);
                }
            }
        }
        keep_longest(&mut scratch.candidates, &self.entries, found);
    }

    /// Records what ends at `node`, reached on token `at` from `first`, and goes on. Paths are as short as entries.
    fn walk(&self, tokens: &impl Tokens, node: NodeId, first: usize, at: usize, candidates: &mut Vec<Candidate>) {
        let index = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        for &terminal in self.trie.terminals(node) {
            let lexicon = match terminal {
                Terminal::Entry(entry) => self.lexicons.get(entry.0 as usize).copied().unwrap_or(u16::MAX),
                Terminal::Exception(lexicon) => lexicon,
            };
            candidates.push(Candidate { lexicon, first: index(first), end: index(at + 1), terminal });
        }
        if self.trie.is_leaf(node) || at + 1 >= tokens.len() || !tokens.is_word(at + 1) {
            return;
        }
        let atoms = tokens.atoms(at + 1);
        if atoms.is_empty() && !self.trie.takes_any(node) {
            return;
        }
        let mut gap = None;
        let onward = self.trie.any_steps(node).chain(atoms.iter().flat_map(|&atom| self.trie.steps(node, atom)));
        for (join, onward) in onward {
            if gap.get_or_insert_with(|| tokens.gap(at)).allows(join) {
                self.walk(tokens, onward, first, at + 1, candidates);
            }
        }
    }
}

/// Memory that [`Matcher::find`] reuses from document to document.
#[derive(Debug, Default)]
pub struct Scratch {
    candidates: Vec<Candidate>,
}

struct Builder {
    matcher: Matcher,
    atoms: HashMap<(Atom, Box<str>), AtomId>,
    trie: TrieBuilder,
    languages: Vec<Box<str>>,
}

impl Builder {
    fn new() -> Self {
        let matcher = Matcher {
            entries: Vec::new(),
            categories: Vec::new(),
            words: HashMap::new(),
            cased_words: HashMap::new(),
            globs: GlobIndex::default(),
            cased_globs: GlobIndex::default(),
            stems: Vec::new(),
            trie: Trie::default(),
            lexicons: Vec::new(),
            follows: Vec::new(),
            roots: Vec::new(),
            any_root: None,
        };
        Self { matcher, atoms: HashMap::new(), trie: TrieBuilder::default(), languages: Vec::new() }
    }

    fn add(&mut self, at: u16, lexicon: &Lexicon) -> Result<(), LexiconError> {
        if self.matcher.categories.iter().any(|category| *category.lexicon_name == *lexicon.name) {
            return Err(LexiconError::SameName(lexicon.name.clone()));
        }
        for category in &lexicon.categories {
            let id = CategoryId(u32::try_from(self.matcher.categories.len()).map_err(|_| LexiconError::TooMany("categories"))?);
            self.matcher.categories.push(CategoryInfo {
                lexicon: at,
                lexicon_name: lexicon.name.as_str().into(),
                kind: lexicon.kind,
                applies_to: lexicon.applies_to,
                name: category.name.as_str().into(),
                label: category.label.as_deref().unwrap_or(&category.name).into(),
                role: category.role,
            });
            for entry in &category.entries {
                let entry_id = EntryId(u32::try_from(self.matcher.entries.len()).map_err(|_| LexiconError::TooMany("entries"))?);
                self.matcher.lexicons.push(at);
                self.matcher.entries.push(EntryInfo {
                    term: entry.term.as_str().into(),
                    category: id,
                    weight: entry.weight,
                    literal_characters: entry.pattern.literal_characters(),
                });
                for variant in &entry.pattern.variants {
                    self.insert(variant, Terminal::Entry(entry_id), &lexicon.language);
                }
            }
        }
        for exception in &lexicon.exceptions {
            for variant in &exception.pattern.variants {
                self.insert(variant, Terminal::Exception(at), &lexicon.language);
            }
        }
        Ok(())
    }

    fn insert(&mut self, steps: &[Step], terminal: Terminal, language: &str) {
        let mut node = None;
        for step in steps {
            let atom = self.atom(&step.atom, language);
            node = Some(match (node, atom) {
                (None, None) => match self.matcher.any_root {
                    Some(root) => root,
                    None => {
                        let root = self.trie.node();
                        self.matcher.any_root = Some(root);
                        root
                    }
                },
                (None, Some(atom)) => match self.matcher.root(atom) {
                    Some(root) => root,
                    None => continue,
                },
                (Some(from), atom) => {
                    if let Some(follows) = atom.and_then(|atom| self.matcher.follows.get_mut(atom.0 as usize)) {
                        *follows = true;
                    }
                    self.trie.step(from, &step.join, atom)
                }
            });
        }
        if let Some(node) = node {
            self.trie.end(node, terminal);
        }
    }

    /// The id of an atom, or none for any word. Stems of different languages are different atoms.
    fn atom(&mut self, atom: &Atom, language: &str) -> Option<AtomId> {
        let language = if matches!(atom, Atom::Stem { .. }) { language } else { "" };
        let key = (atom.clone(), Box::from(language));
        if let Some(&id) = self.atoms.get(&key) {
            return Some(id);
        }
        if *atom == Atom::Any {
            return None;
        }
        let id = AtomId(u32::try_from(self.matcher.roots.len()).unwrap_or(u32::MAX));
        let root = self.trie.node();
        self.matcher.roots.push(root);
        self.matcher.follows.push(false);
        self.atoms.insert(key, id);
        match atom {
            Atom::Any => {}
            Atom::Exact { form, cased: false } => self.matcher.words.entry(form.clone()).or_default().push(id),
            Atom::Exact { form, cased: true } => self.matcher.cased_words.entry(form.clone()).or_default().push(id),
            Atom::Glob { pattern, cased: false } => self.matcher.globs.insert(pattern, id),
            Atom::Glob { pattern, cased: true } => self.matcher.cased_globs.insert(pattern, id),
            Atom::Stem { stem } => self.stem(stem, language, id),
        }
        Some(id)
    }

    fn stem(&mut self, stem: &str, language: &str, id: AtomId) {
        let at = self.languages.iter().position(|known| **known == *language);
        let at = at.or_else(|| {
            // The pattern was stemmed by this stemmer, so it exists.
            let stemmer = Stemmer::for_language(language)?;
            self.matcher.stems.push((stemmer, HashMap::new()));
            self.languages.push(language.into());
            Some(self.languages.len() - 1)
        });
        if let Some((_, stems)) = at.and_then(|at| self.matcher.stems.get_mut(at)) {
            stems.insert(stem.into(), id);
        }
    }
}
