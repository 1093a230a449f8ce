//! What kind of term a row of keyness is: a word that says something, or furniture of the page.

use super::documents::{Sides, TestedDocuments};
use super::index::TermIndex;
use crate::annotate::WordClass;
use crate::compare::panel::PanelLabel;
use crate::prose::named_choice;
use crate::text::{Normalized, Token, tokenize};
use crate::words::{ShortLine, WordCounts, least_documents};
use hashbrown::HashMap;
use std::collections::{BTreeMap, BTreeSet};

/// What kind of term it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TermKind {
    /// A word that none of the others is.
    Word,
    /// It has a capital in most of its uses.
    Name,
    /// A function word, such as “the” or “which”.
    FunctionWord,
    /// A name of one of the outlets, or a part of it.
    OutletName,
    /// A number.
    Number,
    /// Most of its uses are in lines that an outlet repeats from article to article.
    RepeatedLine,
}

impl TermKind {
    /// All kinds.
    pub const ALL: [Self; 6] = [
        Self::Word,
        Self::Name,
        Self::FunctionWord,
        Self::OutletName,
        Self::Number,
        Self::RepeatedLine,
    ];

    /// The kinds that are ranked by default.
    pub const RANKED: [Self; 2] = [Self::Word, Self::Name];

    /// The word that tables and options use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Word => "word",
            Self::Name => "name",
            Self::FunctionWord => "function-word",
            Self::OutletName => "outlet-name",
            Self::Number => "number",
            Self::RepeatedLine => "repeated-line",
        }
    }
}

named_choice!(TermKind);

/// The first pass over documents: names, and lines that come again.
#[derive(Debug, Default)]
pub struct KindSurvey {
    /// Uses of each type with a capital.
    capitals: HashMap<Box<str>, u64>,
    /// Documents of each outlet with each line.
    lines: HashMap<(PanelLabel, u64), u32>,
    documents: BTreeMap<PanelLabel, u32>,
}

impl KindSurvey {
    /// Takes in a document of an outlet.
    pub fn add(&mut self, label: PanelLabel, counts: &WordCounts) {
        *self.documents.entry(label).or_default() += 1;
        for &(number, with_capital) in &counts.capitals {
            let Some(text) = counts.types.get(number as usize) else { continue };
            let sum = match self.capitals.get_mut(text) {
                Some(sum) => sum,
                None => self.capitals.entry(text.clone()).or_default(),
            };
            *sum += u64::from(with_capital);
        }
        let hashes: BTreeSet<u64> = counts.lines.iter().map(|line| line.hash).collect();
        for hash in hashes {
            *self.lines.entry((label, hash)).or_default() += 1;
        }
    }

    /// The second pass.
    pub fn into_counter(self) -> RepeatCounter {
        let documents = self.documents;
        let least = |label: &PanelLabel| {
            least_documents(u64::from(documents.get(label).copied().unwrap_or(0)))
        };
        let repeated =
            self.lines.into_iter().filter(|((label, _), count)| u64::from(*count) >= least(label));
        RepeatCounter {
            repeated: repeated.map(|(line, _)| line).collect(),
            capitals: self.capitals,
            counts: HashMap::new(),
        }
    }
}

/// The second pass: how often each type is used in repeated lines.
#[derive(Debug, Default)]
pub struct RepeatCounter {
    repeated: hashbrown::HashSet<(PanelLabel, u64)>,
    capitals: HashMap<Box<str>, u64>,
    counts: HashMap<Box<str>, Vec<(PanelLabel, u64)>>,
}

impl RepeatCounter {
    /// Takes in a document of an outlet.
    pub fn add(&mut self, label: PanelLabel, counts: &WordCounts) {
        let is_repeated = |line: &&ShortLine| self.repeated.contains(&(label, line.hash));
        for line in counts.lines.iter().filter(is_repeated) {
            for text in line.types.iter().filter_map(|number| counts.types.get(*number as usize)) {
                let sums = match self.counts.get_mut(text) {
                    Some(sums) => sums,
                    None => self.counts.entry(text.clone()).or_default(),
                };
                match sums.iter_mut().find(|(known, _)| *known == label) {
                    Some((_, sum)) => *sum += 1,
                    None => sums.push((label, 1)),
                }
            }
        }
    }

    /// The kinds of the terms of an index.
    pub fn finish(self, index: &TermIndex, documents: &TestedDocuments<'_>) -> TermKinds {
        let mut form = Normalized::default();
        // Terms are sorted by their words.
        let is_name = |word: &str| {
            let place = index.terms.binary_search_by(|term| term.text.as_str().cmp(word)).ok();
            let all: u64 = place
                .and_then(|place| index.terms.get(place))
                .map_or(0, |term| term.postings.iter().map(|(_, count)| u64::from(*count)).sum());
            let with_capital = self.capitals.get(word).copied().unwrap_or(0);
            2 * with_capital > all && all > 0
        };
        let terms = index.terms.iter().map(|term| {
            let words: Vec<String> = term.text.split(' ').map(str::to_owned).collect();
            KnownTerm::new(words, &self, &is_name, &mut form)
        });
        TermKinds {
            terms: terms.collect(),
            outlets: documents.label_names().map(name_words).collect(),
        }
    }
}

/// The kinds of terms.
#[derive(Debug, Default)]
pub struct TermKinds {
    terms: Vec<KnownTerm>,
    /// The words in the names of each label's outlets.
    outlets: Vec<BTreeSet<String>>,
}

/// What is known of a term independently of the contrast.
#[derive(Debug)]
struct KnownTerm {
    kind: TermKind,
    words: Vec<String>,
    /// Uses in repeated lines; for a phrase, those of its rarest word.
    repeated: Vec<(PanelLabel, u64)>,
}

impl KnownTerm {
    fn new(
        words: Vec<String>,
        counter: &RepeatCounter,
        is_name: &dyn Fn(&str) -> bool,
        form: &mut Normalized,
    ) -> Self {
        let mut is_function = |word: &String| {
            form.set(word);
            // `US` is a country, not a pronoun.
            word.chars().any(char::is_lowercase) && WordClass::is_function_word(word, form)
        };
        let is_number = |word: &String| word.starts_with(|c: char| c.is_ascii_digit());
        let is_name = |word: &String| is_name(word);
        let functions = words.iter().filter(|word| is_function(word)).count();
        let kind = if functions == words.len() {
            TermKind::FunctionWord
        } else if words.iter().any(is_number)
            && words.iter().filter(|word| is_number(word)).count() + functions == words.len()
        {
            TermKind::Number
        } else if words.iter().filter(|word| is_name(word)).count() + functions >= words.len()
            && words.iter().any(is_name)
        {
            TermKind::Name
        } else {
            TermKind::Word
        };
        let of_word =
            |word: &String| counter.counts.get(word.as_str()).cloned().unwrap_or_default();
        let all = |sums: &Vec<(PanelLabel, u64)>| sums.iter().map(|(_, sum)| *sum).sum::<u64>();
        let repeated = words.iter().map(of_word).min_by_key(all).unwrap_or_default();
        Self { kind, words, repeated }
    }
}

impl TermKinds {
    /// The kind of a term in a contrast; `count` is its occurrences on both sides.
    pub fn kind(&self, term: usize, sides: Sides, count: f64) -> TermKind {
        let Some(known) = self.terms.get(term) else { return TermKind::Word };
        let labels = (0..).map(PanelLabel).zip(&self.outlets);
        let is_of_outlet = labels
            .filter(|(label, _)| sides.side(*label).is_some())
            .any(|(_, names)| known.words.iter().all(|word| names.contains(word)));
        let repeated: u64 = known
            .repeated
            .iter()
            .filter(|(label, _)| sides.side(*label).is_some())
            .map(|(_, sum)| sum)
            .sum();
        if is_of_outlet && known.kind != TermKind::FunctionWord {
            TermKind::OutletName
        } else if 2.0 * repeated as f64 > count {
            TermKind::RepeatedLine
        } else {
            known.kind
        }
    }
}

/// The normalized words of the names of outlets.
fn name_words(names: Vec<&str>) -> BTreeSet<String> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut form = Normalized::default();
    let mut words = BTreeSet::new();
    for name in names {
        tokenize(name, &mut tokens);
        for token in &tokens {
            form.set(token.span.slice(name));
            words.insert(form.plain.clone());
        }
    }
    words
}
