//! Content words: what a document is about, without the words that only hold sentences together.

use crate::annotate::{VoiceRules, WordClass};
use crate::text::{Token, TokenKind, TypeId, Vocabulary, tokenize};
use std::collections::BTreeMap;

/// Reads the content words of one document after another, remembering what it learnt of each word.
#[derive(Debug)]
pub struct ContentReader<'r> {
    rules: &'r VoiceRules,
    vocabulary: Vocabulary,
    /// By surface form.
    is_content: Vec<bool>,
    tokens: Vec<Token>,
}

/// A memo larger than this is thrown away and begun anew, which bounds memory and changes no result.
const MAX_SURFACES: usize = 1 << 20;

impl<'r> ContentReader<'r> {
    /// A reader that tells word classes by `rules`.
    pub fn new(rules: &'r VoiceRules) -> Self {
        Self { rules, vocabulary: Vocabulary::new(), is_content: Vec::new(), tokens: Vec::new() }
    }

    /// The content words of the parts of a document, normalized, with how often each stands there, in alphabetical order.
    ///
    /// ```
    /// use framescope::annotate::VoiceRules;
    /// use framescope::frame::ContentReader;
    ///
    /// let rules = VoiceRules::bundled("en")?;
    /// let words = ContentReader::new(&rules).read(["Army enters Halmeret", "The army’s tanks were in Halmeret."]);
    /// let words: Vec<(&str, u32)> = words.iter().map(|(word, count)| (&**word, *count)).collect();
    /// assert_eq!(words, [("army", 2), ("enters", 1), ("halmeret", 2), ("tanks", 1)]);
    /// # Ok::<(), framescope::lexicon::LexiconError>(())
    /// ```
    pub fn read<'t>(&mut self, parts: impl IntoIterator<Item = &'t str>) -> Vec<(Box<str>, u32)> {
        if self.vocabulary.surfaces() > MAX_SURFACES {
            *self = Self::new(self.rules);
        }
        let mut counts: BTreeMap<TypeId, u32> = BTreeMap::new();
        for text in parts {
            tokenize(text, &mut self.tokens);
            for token in self.tokens.iter().filter(|token| token.kind == TokenKind::Word) {
                let surface = token.span.of(text);
                let interned = self.vocabulary.intern(surface);
                if interned.new {
                    let class = WordClass::of(surface, self.vocabulary.normalized(), self.rules);
                    self.is_content.push(matches!(class, WordClass::Content | WordClass::Past));
                }
                if self.is_content.get(interned.surface.0 as usize) == Some(&true) {
                    *counts.entry(interned.type_id).or_default() += 1;
                }
            }
        }
        let mut words: Vec<(Box<str>, u32)> = counts.into_iter().map(|(id, count)| (self.vocabulary.type_text(id).into(), count)).collect();
        words.sort_unstable();
        words
    }
}
