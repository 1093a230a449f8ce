//! Many lexicons compiled into one matcher: types to atoms once per type, phrases by a trie over
//! atoms.
//!
//! An *atom* is what an entry asks of one token (`militia*`, `death`, `US` in capitals).
//! [`Matcher::atoms_of`] finds the atoms that a normalized type satisfies, by hash for whole words
//! and stems and by literal text for globs; callers keep the answer per surface form.
//! [`Matcher::find`] then walks only from tokens that satisfy some atom, which few do.

use super::condition::{CompiledCondition, Neighbours};
use super::error::LexiconError;
use super::glob::GlobIndex;
use super::index::{CategoryId, CategoryInfo, EntryId, EntryInfo};
use super::model::{Condition, Entry, Lexicon, LexiconKind, Neighbour};
use super::overlap::{Candidate, Found, Policy, Taken, Terminal, settle_overlaps};
use super::pattern::{Atom, Join, MatchMode, Pattern, Step};
use super::trie::{NodeId, Trie, TrieBuilder};
use crate::text::{Normalized, Stemmer, is_dotted_capitals};
use hashbrown::HashMap;

/// What an entry asks of one token, across all lexicons of a matcher.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AtomId(u32);

#[cfg(test)]
impl AtomId {
    pub(super) fn numbered(number: u32) -> Self {
        Self(number)
    }
}

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
            // An en dash without spaces joins as a hyphen does: “the Norland–Sudra war”.
            "-" | "–" => Self::Hyphen,
            _ => Self::of_longer(between),
        }
    }

    /// The gap behind the word `left`, where `between` stands before the next. The last dot of
    /// “U.S.” belongs to the word, though UAX #29 leaves it out: “U.S. troops”, “U.S.-backed”.
    pub(crate) fn behind(left: &str, between: &'t str) -> Self {
        match between.strip_prefix('.') {
            Some(rest) if is_dotted_capitals(left) => Self::of(rest),
            // The apostrophe of a plural possessive is no part of the word either: “the rebels’
            // leader”.
            _ => match between.strip_prefix(['\'', '’']) {
                Some(rest) if left.ends_with(['s', 'S']) => Self::of(rest),
                _ => Self::of(between),
            },
        }
    }

    fn of_longer(between: &'t str) -> Self {
        let (hyphen, rest) = match between.strip_prefix(['-', '‐', '‑']) {
            Some(rest) => (true, rest),
            None => (false, between),
        };
        let blank = rest.chars().all(char::is_whitespace);
        let line_ends =
            rest.replace("\r\n", "\n").matches(['\n', '\r', '\u{2028}', '\u{2029}']).count();
        match (hyphen, blank) {
            (false, true) if !rest.is_empty() && line_ends <= 1 => Self::Space,
            (true, true) if rest.is_empty() || line_ends == 1 => Self::Hyphen,
            _ => Self::Text(between),
        }
    }

    fn allows(self, join: &Join) -> bool {
        match (join, self) {
            (Join::SpaceOrHyphen, Self::Space | Self::Hyphen) | (Join::Hyphen, Self::Hyphen) => {
                true
            }
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
    /// Whether no sentence ends between token `left` and token `right` behind it.
    fn same_sentence(&self, left: usize, right: usize) -> bool;
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
    /// How each lexicon settles overlaps.
    policies: Vec<Policy>,
    /// The conditions that entries name by place.
    conditions: Vec<CompiledCondition>,
    /// Whether each atom is asked of a word behind another.
    follows: Vec<bool>,
    /// The node after a first step onto each atom.
    roots: Vec<NodeId>,
    /// The node after a first step onto any word.
    any_root: Option<NodeId>,
}

impl Matcher {
    /// Compiles lexicons. Lexicons do not see each other; within one the longest match wins.
    ///
    /// # Errors
    /// [`LexiconError::SameName`] where two lexicons share a name.
    pub fn compile<'l>(
        lexicons: impl IntoIterator<Item = &'l Lexicon>,
    ) -> Result<Self, LexiconError> {
        let mut builder = Builder::new();
        for (at, lexicon) in lexicons.into_iter().enumerate() {
            let at = u16::try_from(at).map_err(|_| LexiconError::TooMany("lexicons"))?;
            builder.add(at, lexicon)?;
        }
        builder.matcher.globs.finish();
        builder.matcher.cased_globs.finish();
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
        self.any_root.is_some()
            || atoms.iter().any(|&atom| {
                self.root(atom).is_some_and(|root| !self.trie.terminals(root).is_empty())
            })
    }

    /// The entries of one word that a token which satisfies `atoms` meets.
    pub(crate) fn entries_of_one_word(&self, atoms: &[AtomId]) -> impl Iterator<Item = EntryId> {
        let roots = atoms.iter().filter_map(|&atom| self.root(atom));
        roots.flat_map(|root| self.trie.terminals(root)).filter_map(|terminal| match terminal {
            Terminal::Entry(entry) => Some(*entry),
            _ => None,
        })
    }

    /// Whether some entry may go from a token that satisfies `first` onto a word that satisfies
    /// `second`.
    pub(crate) fn may_join(&self, first: &[AtomId], second: &[AtomId]) -> bool {
        let goes_on = |root| {
            self.trie.takes_any(root)
                || second.iter().any(|&atom| self.trie.steps(root, atom).next().is_some())
        };
        self.any_root.is_some() || first.iter().any(|&atom| self.root(atom).is_some_and(goes_on))
    }

    /// Whether some entry of several words may begin with a token that satisfies `atoms`.
    pub(crate) fn may_start(&self, atoms: &[AtomId]) -> bool {
        self.any_root.is_some()
            || atoms
                .iter()
                .any(|&atom| self.root(atom).is_some_and(|root| !self.trie.is_leaf(root)))
    }

    /// Whether a token that satisfies `atoms` may stand behind another in some entry.
    pub(crate) fn may_follow(&self, atoms: &[AtomId]) -> bool {
        atoms.iter().any(|atom| self.follows.get(atom.0 as usize).copied().unwrap_or(false))
    }

    fn root(&self, atom: AtomId) -> Option<NodeId> {
        self.roots.get(atom.0 as usize).copied()
    }

    /// Finds all entries in a run of tokens, overlaps settled, in the order of the text. `live`
    /// lists the tokens that satisfy some atom, in ascending order.
    pub fn find(
        &self,
        tokens: &impl Tokens,
        live: &[u32],
        scratch: &mut Scratch,
        found: &mut Vec<Found>,
    ) {
        self.find_from(tokens, 0, live, scratch, found);
    }

    /// As [`find`](Self::find), for matches that begin at token `from` or behind it.
    pub(crate) fn find_from(
        &self,
        tokens: &impl Tokens,
        from: usize,
        live: &[u32],
        scratch: &mut Scratch,
        found: &mut Vec<Found>,
    ) {
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
        if !self.conditions.is_empty() {
            scratch.neighbours.gather(&mut scratch.candidates);
            let neighbours = &scratch.neighbours;
            // Before overlaps are settled: what does not count displaces nothing.
            scratch.candidates.retain(|candidate| {
                self.condition(candidate).is_none_or(|c| c.holds(candidate, neighbours, tokens))
            });
        }
        settle_overlaps(
            &mut scratch.candidates,
            &self.entries,
            &self.policies,
            &mut scratch.taken,
            found,
        );
    }

    fn condition(&self, candidate: &Candidate) -> Option<&CompiledCondition> {
        let Terminal::Entry(id) = candidate.terminal else { return None };
        self.conditions.get(self.entries.get(id.0 as usize)?.condition? as usize)
    }

    /// Records what ends at `node`, reached on token `at` from `first`, and goes on. Paths are as
    /// short as entries.
    fn walk(
        &self,
        tokens: &impl Tokens,
        node: NodeId,
        first: usize,
        at: usize,
        candidates: &mut Vec<Candidate>,
    ) {
        let index = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        for &terminal in self.trie.terminals(node) {
            let lexicon = match terminal {
                Terminal::Entry(entry) => {
                    self.lexicons.get(entry.0 as usize).copied().unwrap_or(u16::MAX)
                }
                Terminal::Exception(lexicon) => lexicon,
                Terminal::Neighbour(_) => u16::MAX,
            };
            candidates.push(Candidate {
                lexicon,
                first: index(first),
                end: index(at + 1),
                terminal,
            });
        }
        if self.trie.is_leaf(node) || at + 1 >= tokens.len() || !tokens.is_word(at + 1) {
            return;
        }
        let atoms = tokens.atoms(at + 1);
        if atoms.is_empty() && !self.trie.takes_any(node) {
            return;
        }
        let mut gap = None;
        let onward = self
            .trie
            .any_steps(node)
            .chain(atoms.iter().flat_map(|&atom| self.trie.steps(node, atom)));
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
    neighbours: Neighbours,
    taken: Vec<Taken>,
}

struct Builder {
    matcher: Matcher,
    atoms: HashMap<(Atom, Box<str>), AtomId>,
    trie: TrieBuilder,
    languages: Vec<Box<str>>,
    /// The first entry of each spelling in a category.
    rows: HashMap<(CategoryId, Box<str>), EntryId>,
    /// The lists of neighbours by their terms and language.
    lists: HashMap<(Vec<Box<str>>, Box<str>), u32>,
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
            policies: Vec::new(),
            conditions: Vec::new(),
            follows: Vec::new(),
            roots: Vec::new(),
            any_root: None,
        };
        Self {
            matcher,
            atoms: HashMap::new(),
            trie: TrieBuilder::default(),
            languages: Vec::new(),
            rows: HashMap::new(),
            lists: HashMap::new(),
        }
    }

    fn add(&mut self, at: u16, lexicon: &Lexicon) -> Result<(), LexiconError> {
        if self.matcher.categories.iter().any(|category| *category.lexicon_name == *lexicon.name) {
            return Err(LexiconError::SameName(lexicon.name.clone()));
        }
        self.matcher.policies.push(Policy::of(lexicon.kind, lexicon.overlap));
        let begin = self.matcher.categories.len();
        for category in &lexicon.categories {
            let id = CategoryId(
                u32::try_from(self.matcher.categories.len())
                    .map_err(|_| LexiconError::TooMany("categories"))?,
            );
            let parent = category
                .name
                .rsplit_once('.')
                .filter(|_| lexicon.kind == LexiconKind::Framing)
                .and_then(|(parent, _)| {
                    let known = self
                        .matcher
                        .categories
                        .get(begin..)?
                        .iter()
                        .position(|known| *known.name == *parent)?;
                    u32::try_from(begin + known).ok().map(CategoryId)
                });
            self.matcher.categories.push(CategoryInfo {
                lexicon: at,
                lexicon_name: lexicon.name.as_str().into(),
                kind: lexicon.kind,
                applies_to: lexicon.applies_to,
                name: category.name.as_str().into(),
                parent,
                has_entries: !category.entries.is_empty(),
                label: category.label.as_deref().unwrap_or(&category.name).into(),
                role: category.role,
            });
            for entry in &category.entries {
                self.entry(at, id, entry, &lexicon.language)?;
            }
        }
        for exception in lexicon.exceptions.iter().chain(&lexicon.names) {
            self.pattern(&exception.pattern, Terminal::Exception(at), &lexicon.language);
        }
        for name in &lexicon.names {
            // A headline may be in capitals throughout.
            if let Ok(pattern) =
                Pattern::parse(&name.term.to_uppercase(), MatchMode::Glob, true, &lexicon.language)
            {
                self.pattern(&pattern, Terminal::Exception(at), &lexicon.language);
            }
        }
        Ok(())
    }

    fn entry(
        &mut self,
        lexicon: u16,
        category: CategoryId,
        entry: &Entry,
        language: &str,
    ) -> Result<(), LexiconError> {
        let id = EntryId(
            u32::try_from(self.matcher.entries.len())
                .map_err(|_| LexiconError::TooMany("entries"))?,
        );
        let condition =
            entry.condition.as_deref().map(|condition| self.condition(condition, language));
        self.matcher.lexicons.push(lexicon);
        let row = *self.rows.entry((category, entry.term.as_str().into())).or_insert(id);
        self.matcher.entries.push(EntryInfo {
            term: entry.term.as_str().into(),
            category,
            weight: entry.weight,
            row,
            literal_characters: entry.pattern.literal_characters(),
            condition,
        });
        self.pattern(&entry.pattern, Terminal::Entry(id), language);
        Ok(())
    }

    fn condition(&mut self, condition: &Condition, language: &str) -> u32 {
        let compiled = CompiledCondition {
            near: self.neighbours(&condition.near, language),
            not_near: self.neighbours(&condition.not_near, language),
            within: condition.within,
        };
        self.matcher.conditions.push(compiled);
        u32::try_from(self.matcher.conditions.len() - 1).unwrap_or(u32::MAX)
    }

    fn neighbours(&mut self, neighbours: &[Neighbour], language: &str) -> Option<u32> {
        if neighbours.is_empty() {
            return None;
        }
        // Many conditions share a list, and its neighbours are looked for once.
        let key = (
            neighbours.iter().map(|neighbour| neighbour.term.as_str().into()).collect(),
            language.into(),
        );
        let next = u32::try_from(self.lists.len()).unwrap_or(u32::MAX);
        let list = *self.lists.entry(key).or_insert(next);
        if list != next {
            return Some(list);
        }
        for neighbour in neighbours {
            self.pattern(&neighbour.pattern, Terminal::Neighbour(list), language);
        }
        Some(list)
    }

    fn pattern(&mut self, pattern: &Pattern, terminal: Terminal, language: &str) {
        for variant in &pattern.variants {
            self.insert(variant, terminal, language);
        }
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
                    if let Some(follows) =
                        atom.and_then(|atom| self.matcher.follows.get_mut(atom.0 as usize))
                    {
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
            Atom::Exact { form, cased: false } => {
                self.matcher.words.entry(form.clone()).or_default().push(id)
            }
            Atom::Exact { form, cased: true } => {
                self.matcher.cased_words.entry(form.clone()).or_default().push(id)
            }
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
