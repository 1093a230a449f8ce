//! The index of terms: which documents hold each type and phrase, and how often.

use crate::words::DocumentSketch;
use crate::words::{Marks, NO_WORD, Phrase, Word, WordCounts, word_runs};
use hashbrown::HashMap;
use std::collections::BTreeMap;

/// The first pass: numbers types over the run, and counts the documents of each.
pub struct TermSurvey {
    numbers: HashMap<Box<str>, u32>,
    texts: Vec<Box<str>>,
    documents: Vec<u32>,
    longest: usize,
    /// Only for phrases: these are many, and most are in one document.
    sketch: Option<DocumentSketch>,
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
        Self { numbers: HashMap::new(), texts: Vec::new(), documents: Vec::new(), longest, sketch }
    }

    /// Whether the words of documents are needed in order.
    pub fn in_order(&self) -> bool {
        self.longest > 1
    }

    /// Takes in a document; gives what the second pass needs of it, to be put aside.
    pub fn add(&mut self, counts: &WordCounts) -> Vec<u8> {
        let mut numbers = Vec::with_capacity(counts.types.len());
        for text in &counts.types {
            let number = if let Some(number) = self.numbers.get(text) {
                *number
            } else {
                let number = u32::try_from(self.texts.len()).unwrap_or(NO_WORD);
                self.numbers.insert(text.clone(), number);
                self.texts.push(text.clone());
                self.documents.push(0);
                number
            };
            if let Some(documents) = self.documents.get_mut(number as usize) {
                *documents += 1;
            }
            numbers.push(number);
        }
        let Some(sketch) = &mut self.sketch else {
            return numbers
                .iter()
                .zip(&counts.counts)
                .flat_map(|(number, count)| [*number, *count])
                .flat_map(u32::to_le_bytes)
                .collect();
        };
        let numbered = |id: &u32| Word {
            id: numbers.get(*id as usize).copied().unwrap_or(NO_WORD),
            marks: Marks::default(),
        };
        let words: Vec<Word> = counts.sequence.iter().map(numbered).collect();
        let mut found: Vec<Phrase> =
            word_runs(&words, self.longest).filter_map(Phrase::from_words).collect();
        found.sort_unstable();
        found.dedup();
        found.into_iter().for_each(|phrase| sketch.add(phrase));
        words.iter().flat_map(|word| word.id.to_le_bytes()).collect()
    }

    /// Takes a document back, given what [`add`](Self::add) made of it.
    pub fn forget(&mut self, bytes: &[u8]) {
        let step = if self.in_order() { 1 } else { 2 };
        let mut held: Vec<u32> =
            numbers(bytes).step_by(step).filter(|number| *number != NO_WORD).collect();
        held.sort_unstable();
        held.dedup();
        for number in held {
            if let Some(documents) = self.documents.get_mut(number as usize) {
                *documents -= 1;
            }
        }
        // The sketch of phrases bounds their documents from above, and still does.
    }

    /// The second pass: the terms in at least `least` documents, given what [`add`](Self::add) made
    /// of each document, in ascending order of their numbers.
    ///
    /// # Errors
    /// What `documents` gives.
    pub fn index<E>(
        self,
        least: u32,
        documents: impl IntoIterator<Item = Result<(u32, Vec<u8>), E>>,
    ) -> Result<TermIndex, E> {
        let mut places: Vec<u32> = vec![NO_WORD; self.texts.len()];
        let mut terms: Vec<IndexedTerm> = Vec::new();
        for ((place, text), &count) in places.iter_mut().zip(&self.texts).zip(&self.documents) {
            if count >= least {
                *place = u32::try_from(terms.len()).unwrap_or(NO_WORD);
                terms.push(IndexedTerm {
                    text: text.to_string(),
                    postings: Vec::with_capacity(count as usize),
                });
            }
        }
        let mut phrases: HashMap<Phrase, Vec<(u32, u32)>> = HashMap::new();
        let place = |id: u32| places.get(id as usize).copied().filter(|place| *place != NO_WORD);
        for document in documents {
            let (number, bytes) = document?;
            let numbers: Vec<u32> = numbers(&bytes).collect();
            let mut put = |id: u32, count: u32| {
                if let Some(term) = place(id).and_then(|place| terms.get_mut(place as usize)) {
                    match term.postings.last_mut() {
                        Some((last, sum)) if *last == number => *sum += count,
                        _ => term.postings.push((number, count)),
                    }
                }
            };
            let Some(sketch) = &self.sketch else {
                numbers.chunks_exact(2).for_each(|pair| put(pair[0], pair[1]));
                continue;
            };
            numbers.iter().for_each(|&id| put(id, 1));
            let words: Vec<Word> =
                numbers.into_iter().map(|id| Word { id, marks: Marks::default() }).collect();
            for phrase in word_runs(&words, self.longest).filter_map(Phrase::from_words) {
                if sketch.may_reach(phrase, u64::from(least)) {
                    let postings = phrases.entry(phrase).or_default();
                    match postings.last_mut() {
                        Some((last, sum)) if *last == number => *sum += 1,
                        _ => postings.push((number, 1)),
                    }
                }
            }
        }
        let text = |id: &u32| self.texts.get(*id as usize).map_or("", |text| text);
        for (phrase, postings) in
            phrases.into_iter().filter(|(_, postings)| postings.len() >= least as usize)
        {
            let text = phrase.words().iter().map(text).collect::<Vec<_>>().join(" ");
            terms.push(IndexedTerm { text, postings });
        }
        terms.sort_unstable_by(|a, b| a.text.cmp(&b.text));
        Ok(TermIndex {
            terms,
            types: self.documents.iter().filter(|documents| **documents > 0).count() as u64,
        })
    }
}

impl TermIndex {
    /// The index of a run from those of its shards: the terms in at least `least` documents. Each
    /// shard's index holds all of its terms (made with a least of 1), and numbers its documents as
    /// the run does.
    pub fn merged(shards: impl IntoIterator<Item = Self>, least: u32) -> Self {
        let mut terms: BTreeMap<String, Vec<(u32, u32)>> = BTreeMap::new();
        for term in shards.into_iter().flat_map(|shard| shard.terms) {
            terms.entry(term.text).or_default().extend(term.postings);
        }
        // Only phrases have a space.
        let types = terms.keys().filter(|text| !text.contains(' ')).count() as u64;
        let kept = terms.into_iter().filter(|(_, postings)| postings.len() >= least as usize);
        let sorted = |(text, mut postings): (String, Vec<(u32, u32)>)| {
            postings.sort_unstable();
            IndexedTerm { text, postings }
        };
        Self { terms: kept.map(sorted).collect(), types }
    }
}

/// The numbers in what a document was put aside as.
fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.as_chunks::<4>().0.iter().map(|bytes| u32::from_le_bytes(*bytes))
}
