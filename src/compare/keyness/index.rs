//! The index of terms: which documents hold each type and phrase, and how often.

use crate::words::{
    DocumentSketch, Marks, NO_WORD, Phrase, TooMany, Word, WordCounts, next_number, word_runs,
};
use hashbrown::HashMap;

/// The first pass: numbers types over the run, and counts the documents of each.
pub struct TermSurvey {
    numbers: HashMap<Box<str>, u32>,
    documents: Vec<u32>,
    longest: usize,
    /// Only for phrases: these are many, and most are in one document.
    sketch: Option<DocumentSketch>,
}

/// The second pass: the occurrences of the terms that stand in enough documents.
pub struct TermIndexer {
    survey: TermSurvey,
    least: u32,
    /// The place among the terms of each type; none where it is in too few documents.
    places: Vec<Option<usize>>,
    terms: Vec<IndexedTerm>,
    phrases: HashMap<Phrase, Vec<(u32, u32)>>,
}

/// A term, and the documents that hold it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IndexedTerm {
    /// Its normalized words.
    pub text: String,
    /// Documents by number, ascending, each with the occurrences in it.
    pub postings: Vec<(u32, u32)>,
}

/// The terms of a run that stand in enough documents.
#[derive(Clone, Debug, Default)]
pub struct TermIndex {
    /// Sorted by text.
    pub terms: Vec<IndexedTerm>,
    /// Types of the run, those in too few documents among them.
    pub types: u64,
}

impl TermSurvey {
    /// A survey of types and of phrases up to `longest` words (1: none).
    pub fn new(longest: usize) -> Self {
        let longest = longest.clamp(1, Phrase::LONGEST);
        let sketch = (longest > 1).then(DocumentSketch::new);
        Self { numbers: HashMap::new(), documents: Vec::new(), longest, sketch }
    }

    /// Takes in a document; the order of documents does not matter.
    ///
    /// # Errors
    /// [`TooMany`] where there are more types than numbers.
    pub fn add(&mut self, counts: &WordCounts) -> Result<(), TooMany> {
        for text in &counts.types {
            let number = match self.numbers.get(text) {
                Some(number) => *number,
                None => {
                    let number = next_number(self.documents.len(), "words")?;
                    self.numbers.insert(text.clone(), number);
                    self.documents.push(0);
                    number
                }
            };
            if let Some(documents) = self.documents.get_mut(number as usize) {
                *documents += 1;
            }
        }
        if self.sketch.is_some() {
            let mut found = self.phrases(counts);
            found.sort_unstable();
            found.dedup();
            if let Some(sketch) = &mut self.sketch {
                found.into_iter().for_each(|phrase| sketch.add(phrase));
            }
        }
        Ok(())
    }

    /// The phrases of a document whose types were taken in, in the order of the text.
    fn phrases(&self, counts: &WordCounts) -> Vec<Phrase> {
        let numbers: Vec<u32> = counts
            .types
            .iter()
            .map(|text| self.numbers.get(text).copied().unwrap_or(NO_WORD))
            .collect();
        let numbered = |id: &u32| Word {
            id: numbers.get(*id as usize).copied().unwrap_or(NO_WORD),
            marks: Marks::default(),
        };
        let words: Vec<Word> = counts.sequence.iter().map(numbered).collect();
        word_runs(&words, self.longest).filter_map(Phrase::from_words).collect()
    }

    /// The second pass, over the terms in at least `least` documents.
    pub fn into_indexer(self, least: u32) -> TermIndexer {
        let mut named: Vec<(&Box<str>, u32)> =
            self.numbers.iter().map(|(text, number)| (text, *number)).collect();
        named.sort_unstable_by_key(|(_, number)| *number);
        let mut terms: Vec<IndexedTerm> = Vec::new();
        let places = named
            .iter()
            .zip(&self.documents)
            .map(|((text, _), &count)| {
                (count >= least).then(|| {
                    let postings = Vec::with_capacity(count as usize);
                    terms.push(IndexedTerm { text: text.to_string(), postings });
                    terms.len() - 1
                })
            })
            .collect();
        TermIndexer { survey: self, least, places, terms, phrases: HashMap::new() }
    }
}

impl TermIndexer {
    /// Adds the occurrences in a document that the survey took in; documents must come in ascending
    /// order of their numbers.
    pub fn add(&mut self, document: u32, counts: &WordCounts) {
        for (text, &count) in counts.types.iter().zip(&counts.counts) {
            let Some(&number) = self.survey.numbers.get(text) else { continue };
            let Some(Some(place)) = self.places.get(number as usize) else { continue };
            if let Some(term) = self.terms.get_mut(*place) {
                term.postings.push((document, count));
            }
        }
        let Some(sketch) = &self.survey.sketch else { return };
        for phrase in self.survey.phrases(counts) {
            if sketch.may_reach(phrase, u64::from(self.least)) {
                let postings = self.phrases.entry(phrase).or_default();
                match postings.last_mut() {
                    Some((last, sum)) if *last == document => *sum += 1,
                    _ => postings.push((document, 1)),
                }
            }
        }
    }

    /// The index.
    pub fn finish(self) -> TermIndex {
        let Self { survey, least, mut terms, phrases, .. } = self;
        if !phrases.is_empty() {
            let mut texts = vec![""; survey.documents.len()];
            for (text, number) in &survey.numbers {
                if let Some(place) = texts.get_mut(*number as usize) {
                    *place = text;
                }
            }
            let text = |id: &u32| texts.get(*id as usize).copied().unwrap_or_default();
            for (phrase, postings) in
                phrases.into_iter().filter(|(_, postings)| postings.len() >= least as usize)
            {
                let text = phrase.words().iter().map(text).collect::<Vec<_>>().join(" ");
                terms.push(IndexedTerm { text, postings });
            }
        }
        terms.sort_unstable_by(|a, b| a.text.cmp(&b.text));
        TermIndex { terms, types: survey.documents.len() as u64 }
    }
}
