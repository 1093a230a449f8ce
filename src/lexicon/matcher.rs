//! Many lexicons compiled into one matcher: types to atoms once per type, phrases by a trie over
//! atoms.
//!
//! An *atom* is what an entry asks of one token (`militia*`, `death`, `US` in capitals).
//! [`Matcher::atoms_of`] finds the atoms that a normalized type satisfies, by hash for whole words
//! and stems and by literal text for globs; callers keep the answer per surface form.
//! [`Matcher::find`] then walks only from tokens that satisfy some atom, which few do.

use super::atom::AtomId;
use super::condition::{CompiledCondition, Neighbours};
use super::error::LexiconError;
use super::glob::GlobIndex;
use super::index::{CategoryId, CategoryInfo, EntryId, EntryInfo};
use super::model::{Condition, Entry, Lexicon, LexiconKind, Neighbour, Overlap};
use super::overlap::{EntrySpan, Policy, SpanCandidate, Taken, Terminal, settle_overlaps};
use super::pattern::{Atom, MatchMode, Pattern, PatternStep};
use super::tokens::{BrokenToken, Tokens};
use super::trie::{NodeId, Trie, TrieBuilder};
use crate::text::{Normalized, Stemmer, matched_form};
use hashbrown::HashMap;

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
    /// Whether each category counts no word twice among its own matches and those of the
    /// categories nested in it.
    words_once: Vec<bool>,
    /// Whether each atom is asked of a word after another.
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

    /// The entries; a match names its entry by the place here.
    pub fn entries(&self) -> &[EntryInfo] {
        &self.entries
    }

    /// The categories; an entry names its category by the place here.
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

    /// Whether a category is counted in documents of a language (ISO 639-1): its lexicon states
    /// that language, or none.
    pub fn serves(&self, id: CategoryId, language: &str) -> bool {
        let stated = self.categories.get(id.0 as usize).and_then(|info| info.language.as_deref());
        stated.is_none_or(|stated| stated == language)
    }

    /// The categories that are not counted in documents of a language, in the order of their ids.
    pub(crate) fn not_serving(&self, language: &str) -> Box<[CategoryId]> {
        let ids = (0..).map(CategoryId).take(self.categories.len());
        ids.filter(|id| !self.serves(*id, language)).collect()
    }

    /// The languages that lexicons state, each once.
    pub(crate) fn stated_languages(&self) -> Vec<&str> {
        let mut stated: Vec<&str> =
            self.categories.iter().filter_map(|info| info.language.as_deref()).collect();
        stated.sort_unstable();
        stated.dedup();
        stated
    }

    /// Whether a category with others nested in it counts no word twice among its matches and
    /// theirs: so it is where the longest match in a category counts.
    pub(crate) fn counts_words_once(&self, id: CategoryId) -> bool {
        self.words_once.get(id.0 as usize).copied().unwrap_or(false)
    }

    /// Appends the atoms that a normalized type satisfies to `atoms`.
    pub fn atoms_of(&self, form: &Normalized, atoms: &mut Vec<AtomId>) {
        let (plain, cased) = (matched_form(&form.plain), matched_form(&form.cased));
        atoms.extend(self.words.get(&*plain).into_iter().flatten());
        atoms.extend(self.cased_words.get(&*cased).into_iter().flatten());
        self.globs.find(&plain, atoms);
        self.cased_globs.find(&cased, atoms);
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

    /// Whether a token that satisfies `atoms` may come after another in some entry.
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
        spans: &mut Vec<EntrySpan>,
    ) {
        self.find_from(tokens, Starts { live, from: 0 }, scratch, spans);
    }

    /// As [`find`](Self::find), for matches that begin at `starts`.
    pub(crate) fn find_from(
        &self,
        tokens: &impl Tokens,
        starts: Starts<'_>,
        scratch: &mut Scratch,
        spans: &mut Vec<EntrySpan>,
    ) {
        scratch.candidates.clear();
        let mut walk =
            Walk { matcher: self, tokens, first: 0, candidates: &mut scratch.candidates };
        if let Some(root) = self.any_root {
            for at in (starts.from..tokens.len()).filter(|&at| tokens.is_word(at)) {
                walk.begin(root, at);
            }
        }
        for &at in starts.live {
            let at = at as usize;
            for atom in tokens.atoms(at) {
                if let Some(&root) = self.roots.get(atom.0 as usize) {
                    walk.begin(root, at);
                }
            }
        }
        for broken in tokens.broken() {
            walk.begin_broken(broken);
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
            spans,
        );
    }

    fn condition(&self, candidate: &SpanCandidate) -> Option<&CompiledCondition> {
        let Terminal::Entry(id) = candidate.terminal else { return None };
        self.conditions.get(self.entries.get(id.0 as usize)?.condition? as usize)
    }
}

/// Where matches may begin.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Starts<'l> {
    /// The tokens that satisfy some atom, in ascending order.
    pub(crate) live: &'l [u32],
    /// The first token that an entry which begins with any word may begin at.
    pub(crate) from: usize,
}

/// A walk through the trie from one token on.
struct Walk<'w, T> {
    matcher: &'w Matcher,
    tokens: &'w T,
    first: usize,
    candidates: &'w mut Vec<SpanCandidate>,
}

impl<T: Tokens> Walk<'_, T> {
    fn begin(&mut self, root: NodeId, first: usize) {
        self.first = first;
        self.reach(root, first);
    }

    /// Begins with a word that a hyphen divides at the end of a line.
    fn begin_broken(&mut self, broken: &BrokenToken) {
        self.first = broken.first as usize;
        for &atom in &broken.atoms {
            if let Some(root) = self.matcher.root(atom) {
                self.reach(root, self.first + 1);
            }
        }
    }

    /// Records what ends at `node`, reached on token `at`, and goes on. Paths are as short as
    /// entries.
    fn reach(&mut self, node: NodeId, at: usize) {
        let Self { matcher, tokens, .. } = *self;
        for &terminal in matcher.trie.terminals(node) {
            let lexicon = match terminal {
                Terminal::Entry(entry) => {
                    matcher.lexicons.get(entry.0 as usize).copied().unwrap_or(u16::MAX)
                }
                Terminal::Exception(lexicon) => lexicon,
                Terminal::Neighbour(_) => u16::MAX,
            };
            // Offsets into texts are 32 bits wide, so tokens are not more.
            let (first, end) = (self.first as u32, at as u32 + 1);
            self.candidates.push(SpanCandidate { lexicon, first, end, terminal });
        }
        if matcher.trie.is_leaf(node) || at + 1 >= tokens.len() || !tokens.is_word(at + 1) {
            return;
        }
        self.reach_broken(node, at);
        let atoms = tokens.atoms(at + 1);
        if atoms.is_empty() && !matcher.trie.takes_any(node) {
            return;
        }
        let mut gap = None;
        let onward = matcher
            .trie
            .any_steps(node)
            .chain(atoms.iter().flat_map(|&atom| matcher.trie.steps(node, atom)));
        for (join, onward) in onward {
            if gap.get_or_insert_with(|| tokens.gap(at)).allows(join) {
                self.reach(onward, at + 1);
            }
        }
    }

    /// Goes on from `node`, reached on token `at`, where the next word is divided at the end of a
    /// line.
    fn reach_broken(&mut self, node: NodeId, at: usize) {
        let Self { matcher, tokens, .. } = *self;
        let known = tokens.broken().binary_search_by_key(&(at + 1), |word| word.first as usize);
        let Some(word) = known.ok().and_then(|known| tokens.broken().get(known)) else { return };
        for &atom in &word.atoms {
            for (join, onward) in matcher.trie.steps(node, atom) {
                if tokens.gap(at).allows(join) {
                    self.reach(onward, at + 2);
                }
            }
        }
    }
}

/// Memory that [`Matcher::find`] reuses from document to document.
#[derive(Debug, Default)]
pub struct Scratch {
    candidates: Vec<SpanCandidate>,
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
            words_once: Vec::new(),
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
        self.matcher.policies.push(Policy::new(lexicon.kind, lexicon.overlap));
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
            self.matcher.words_once.push(false);
            let is_once = lexicon.overlap == Overlap::Category;
            if let Some(above) =
                parent.and_then(|at| self.matcher.words_once.get_mut(at.0 as usize))
            {
                *above = is_once;
            }
            self.matcher.categories.push(CategoryInfo {
                lexicon: at,
                lexicon_name: lexicon.name.as_str().into(),
                language: lexicon.states_language.then(|| lexicon.language.as_str().into()),
                kind: lexicon.kind,
                applies_to: lexicon.applies_to,
                name: category.name.as_str().into(),
                parent,
                has_entries: !category.entries.is_empty(),
                measures: lexicon.measured(),
                title: category.title_in(lexicon.kind).into(),
                referent_title: category.referent_title_in(lexicon.kind).map(Into::into),
                role: category.role,
            });
            for entry in &category.entries {
                self.entry(at, id, entry, &lexicon.language)?;
            }
        }
        for exception in lexicon.exceptions.iter().chain(&lexicon.names) {
            self.pattern(&exception.pattern, Terminal::Exception(at), &lexicon.language)?;
        }
        for name in &lexicon.names {
            // A headline may be in capitals throughout.
            if let Ok(pattern) =
                Pattern::parse(&name.term.to_uppercase(), MatchMode::Glob, true, &lexicon.language)
            {
                self.pattern(&pattern, Terminal::Exception(at), &lexicon.language)?;
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
        let condition = entry
            .condition
            .as_deref()
            .map(|condition| self.condition(condition, language))
            .transpose()?;
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
        self.pattern(&entry.pattern, Terminal::Entry(id), language)
    }

    fn condition(&mut self, condition: &Condition, language: &str) -> Result<u32, LexiconError> {
        let compiled = CompiledCondition {
            near: self.neighbours(&condition.near, language)?,
            not_near: self.neighbours(&condition.not_near, language)?,
            within: condition.within,
        };
        self.matcher.conditions.push(compiled);
        // No more than there are entries, which `entry` has counted.
        Ok(self.matcher.conditions.len() as u32 - 1)
    }

    /// The number of a list of neighbours; none where it is empty.
    fn neighbours(
        &mut self,
        neighbours: &[Neighbour],
        language: &str,
    ) -> Result<Option<u32>, LexiconError> {
        if neighbours.is_empty() {
            return Ok(None);
        }
        // Many conditions share a list, and its neighbours are looked for once.
        let key = (
            neighbours.iter().map(|neighbour| neighbour.term.as_str().into()).collect(),
            language.into(),
        );
        let next = u32::try_from(self.lists.len())
            .map_err(|_| LexiconError::TooMany("lists of neighbours"))?;
        let list = *self.lists.entry(key).or_insert(next);
        if list != next {
            return Ok(Some(list));
        }
        for neighbour in neighbours {
            self.pattern(&neighbour.pattern, Terminal::Neighbour(list), language)?;
        }
        Ok(Some(list))
    }

    fn pattern(
        &mut self,
        pattern: &Pattern,
        terminal: Terminal,
        language: &str,
    ) -> Result<(), LexiconError> {
        for variant in &pattern.variants {
            // Each step adds a node and perhaps an atom with its root; the last adds a terminal.
            if self.trie.size() + 2 * variant.len() >= u32::MAX as usize {
                return Err(LexiconError::TooMany("terms"));
            }
            self.insert(variant, terminal, language);
        }
        Ok(())
    }

    fn insert(&mut self, steps: &[PatternStep], terminal: Terminal, language: &str) {
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
        // Each atom has a root, and `pattern` watches how many nodes there are.
        let id = AtomId(self.matcher.roots.len() as u32);
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
