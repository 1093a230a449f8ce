//! Content words: what a document is about, without the words that only hold sentences together.

use crate::annotate::{VoiceRules, WordClass};
use crate::text::{Memo, Normalized, Stemmer, Token, TokenKind, tokenize};
use std::collections::BTreeMap;

/// A content word of a document in all its inflections.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContentWord {
    /// Its stem; the word itself in a language without a stemmer.
    pub stem: Box<str>,
    /// The shortest form in the document, of equals the first in the alphabet.
    pub form: Box<str>,
    /// How often it stands there.
    pub count: u32,
}

/// Reads the content words of one document after another, remembering what it learnt of each word.
pub struct ContentReader<'r> {
    rules: &'r VoiceRules,
    stemmer: Option<Stemmer>,
    /// The stem of each surface form that is a content word.
    stems: Memo<Option<Box<str>>>,
    tokens: Vec<Token>,
}

impl<'r> ContentReader<'r> {
    /// A reader that tells word classes by `rules` and takes stems in their language.
    pub fn new(rules: &'r VoiceRules) -> Self {
        let stemmer = Stemmer::for_language(rules.language());
        Self { rules, stemmer, stems: Memo::default(), tokens: Vec::new() }
    }

    /// The content words of the parts of a document, by stem.
    ///
    /// ```
    /// use framescope::VoiceRules;
    /// use framescope::words::ContentReader;
    ///
    /// let rules = VoiceRules::bundled("en")?;
    /// let text = "The army’s tanks were in Halmeret; a tank burnt.";
    /// let words = ContentReader::new(&rules).read(["Army enters Halmeret", text]);
    /// let words: Vec<(&str, u32)> = words.iter().map(|word| (&*word.form, word.count)).collect();
    /// assert_eq!(words, [("army", 2), ("burnt", 1), ("enters", 1), ("halmeret", 2), ("tank", 2)]);
    /// # Ok::<(), framescope::lexicon::LexiconError>(())
    /// ```
    pub fn read<'t>(&mut self, parts: impl IntoIterator<Item = &'t str>) -> Vec<ContentWord> {
        self.stems.begin_text();
        let mut found = Vec::new();
        for text in parts {
            tokenize(text, &mut self.tokens);
            for token in self.tokens.iter().filter(|token| token.kind == TokenKind::Word) {
                let surface = token.span.slice(text);
                let learn = |form: &Normalized| {
                    let is_content = matches!(
                        WordClass::from_word(surface, form, self.rules),
                        WordClass::Content | WordClass::Past
                    );
                    let stem = |word: &str| match &self.stemmer {
                        Some(stemmer) => stemmer.stem(word).as_ref().into(),
                        None => word.into(),
                    };
                    is_content.then(|| stem(&form.plain))
                };
                let remembered = self.stems.look_up(surface, learn);
                if remembered.known.is_some() {
                    found.push((remembered.surface, remembered.type_id));
                }
            }
        }
        let mut words: BTreeMap<&str, (&str, u32)> = BTreeMap::new();
        for (surface, type_id) in found {
            let Some(Some(stem)) = self.stems.known(surface) else { continue };
            let form = self.stems.type_text(type_id);
            let (shortest, count) = words.entry(stem).or_insert((form, 0));
            if (form.len(), form) < (shortest.len(), *shortest) {
                *shortest = form;
            }
            *count += 1;
        }
        words
            .into_iter()
            .map(|(stem, (form, count))| ContentWord {
                stem: stem.into(),
                form: form.into(),
                count,
            })
            .collect()
    }
}
