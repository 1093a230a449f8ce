//! An index of globs: which patterns a word may fit, found without trying each.

use super::atom::AtomId;
use super::pattern::glob_matches;
use aho_corasick::{AhoCorasick, MatchKind};
use hashbrown::HashMap;

/// A pattern and what it stands for.
type Glob = (Box<str>, AtomId);

/// Globs by the longest literal text that a word must begin with, end with or hold.
#[derive(Debug, Default)]
pub(super) struct GlobIndex {
    prefixes: Affixes,
    suffixes: Affixes,
    /// Patterns with wildcards at both ends, by the place of their text in `inner_texts`.
    inner: Vec<Vec<Glob>>,
    inner_texts: Vec<Box<str>>,
    /// Finds every text of `inner_texts`; none where there are none.
    finder: Option<AhoCorasick>,
    /// Patterns without a literal character.
    bare: Vec<Glob>,
}

/// Globs by a literal text at one end.
#[derive(Debug, Default)]
struct Affixes {
    globs: HashMap<Box<str>, Vec<Glob>>,
    /// The lengths, in bytes, that the texts have.
    lengths: Vec<usize>,
}

impl Affixes {
    fn insert(&mut self, affix: &str, glob: Glob) {
        self.globs.entry(affix.into()).or_default().push(glob);
        if let Err(at) = self.lengths.binary_search(&affix.len()) {
            self.lengths.insert(at, affix.len());
        }
    }

    fn find<'w>(
        &self,
        word: &str,
        affix: impl Fn(usize) -> Option<&'w str>,
        atoms: &mut Vec<AtomId>,
    ) {
        for &length in &self.lengths {
            if let Some(affix) = affix(length) {
                push_matching(self.globs.get(affix).into_iter().flatten(), word, atoms);
            }
        }
    }
}

impl GlobIndex {
    pub(super) fn insert(&mut self, pattern: &str, atom: AtomId) {
        let glob = (pattern.into(), atom);
        let is_wild = ['*', '?'];
        let prefix = pattern.split(is_wild).next().unwrap_or("");
        let suffix = pattern.rsplit(is_wild).next().unwrap_or("");
        if prefix.len() >= suffix.len() && !prefix.is_empty() {
            self.prefixes.insert(prefix, glob);
        } else if !suffix.is_empty() {
            self.suffixes.insert(suffix, glob);
        } else if let Some(text) =
            pattern.split(is_wild).filter(|text| !text.is_empty()).max_by_key(|text| text.len())
        {
            let known = self.inner_texts.iter().position(|known| **known == *text);
            let at = known.unwrap_or_else(|| {
                self.inner_texts.push(text.into());
                self.inner.push(Vec::new());
                self.inner.len() - 1
            });
            if let Some(globs) = self.inner.get_mut(at) {
                globs.push(glob);
            }
        } else {
            self.bare.push(glob);
        }
    }

    /// Makes the index ready for look-ups.
    pub(super) fn finish(&mut self) {
        if !self.inner_texts.is_empty() {
            let texts = self.inner_texts.iter().map(|text| text.as_bytes());
            // The automaton fails only where it would outgrow what its numbers can count; then each
            // pattern is tried.
            self.finder = AhoCorasick::builder().match_kind(MatchKind::Standard).build(texts).ok();
        }
    }

    /// Appends the atoms of the globs that `word` fits.
    pub(super) fn find(&self, word: &str, atoms: &mut Vec<AtomId>) {
        self.prefixes.find(word, |length| word.get(..length), atoms);
        self.suffixes.find(
            word,
            |length| word.len().checked_sub(length).and_then(|at| word.get(at..)),
            atoms,
        );
        if let Some(finder) = &self.finder {
            let mut places: Vec<usize> = finder
                .find_overlapping_iter(word)
                .map(|found| found.pattern().as_usize())
                .collect();
            // A text may stand in the word twice.
            places.sort_unstable();
            places.dedup();
            for place in places {
                push_matching(self.inner.get(place).into_iter().flatten(), word, atoms);
            }
        } else {
            push_matching(self.inner.iter().flatten(), word, atoms);
        }
        push_matching(&self.bare, word, atoms);
    }
}

fn push_matching<'g>(
    globs: impl IntoIterator<Item = &'g Glob>,
    word: &str,
    atoms: &mut Vec<AtomId>,
) {
    atoms.extend(
        globs.into_iter().filter(|(pattern, _)| glob_matches(pattern, word)).map(|(_, atom)| *atom),
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_index_finds_what_trying_each_pattern_finds(
            patterns in proptest::collection::vec("[ab]{0,3}[*?][abc*?]{0,4}", 1..12),
            words in proptest::collection::vec("[abcé]{0,8}", 1..8),
        ) {
            let mut index = GlobIndex::default();
            for (at, pattern) in (0_u32..).zip(&patterns) {
                index.insert(pattern, AtomId(at));
            }
            index.finish();
            for word in &words {
                let mut found = Vec::new();
                index.find(word, &mut found);
                found.sort_unstable();
                let fits = |(_, pattern): &(u32, &String)| glob_matches(pattern, word);
                let tried: Vec<AtomId> =
                    (0..).zip(&patterns).filter(fits).map(|(at, _)| AtomId(at)).collect();
                prop_assert_eq!(found, tried);
            }
        }
    }
}
