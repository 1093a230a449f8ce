//! Scores: how often each category occurs in one document, and in whose voice.

use crate::annotate::{Annotation, Match, TargetRule, Voice};
use crate::corpus::{Date, Document};
use crate::lexicon::{CategoryId, EntryId, Matcher};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Occurrences split by voice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct VoiceCounts {
    /// In the author's words.
    pub own: u32,
    /// Inside quotation marks.
    pub quoted: u32,
    /// Reported without quotation marks.
    pub reported: u32,
    /// Held at arm's length.
    pub distanced: u32,
    /// In any voice, and denied.
    pub negated: u32,
}

impl VoiceCounts {
    /// All occurrences.
    pub fn total(self) -> u32 {
        self.own + self.quoted + self.reported + self.distanced
    }

    fn add(&mut self, found: &Match) {
        self.negated += u32::from(found.negation.is_some());
        let count = match found.voice {
            Voice::Own => &mut self.own,
            Voice::Quoted => &mut self.quoted,
            Voice::Reported => &mut self.reported,
            Voice::Distanced => &mut self.distanced,
        };
        *count += 1;
    }
}

/// The score of one category in one document.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CategoryScore {
    /// Occurrences by voice.
    pub voices: VoiceCounts,
    /// The sum of the weights of the matched entries.
    pub weighted: f64,
    /// The sum of the matches' stances: +1 own and asserted, −1 distanced or own and denied, 0
    /// quoted or reported.
    pub stance: i64,
}

impl CategoryScore {
    fn add(&mut self, found: &Match, weight: f64) {
        self.voices.add(found);
        self.weighted += weight;
        self.stance += found.stance();
    }
}

/// What one document contributes to every comparison: small, whatever the length of its text.
#[derive(Clone, Debug, PartialEq)]
pub struct DocumentFrame {
    /// The document.
    pub id: Box<str>,
    /// Its outlet.
    pub outlet: Arc<str>,
    /// Its date.
    pub date: Option<Date>,
    /// Its event.
    pub event: Option<Arc<str>>,
    /// Its tokens.
    pub tokens: u64,
    /// The scores of the categories that occur, in the order of their ids. Words found in several
    /// categories nested in one count there once.
    pub categories: Vec<(CategoryId, CategoryScore)>,
    /// The occurrences of the entries that occur, in the order of their ids; those spelled alike in
    /// a category as one.
    pub entries: Vec<(EntryId, VoiceCounts)>,
    /// Who is labelled how often, sorted by category and name.
    pub targets: Vec<TargetCount>,
    /// Whether cue rules applied; without them quotation marks alone tell the voice, and nothing is
    /// known of denial.
    pub has_rules: bool,
}

/// How often one party is labelled by one category in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetCount {
    /// The category.
    pub category: CategoryId,
    /// The party's name.
    pub target: Box<str>,
    /// Matches in any voice.
    pub count: u32,
    /// Of these, in the author's own.
    pub own: u32,
}

impl DocumentFrame {
    /// Sums the matches of one document.
    pub fn of(document: &Document, annotation: &Annotation<'_>, matcher: &Matcher) -> Self {
        let mut entries: Vec<(EntryId, VoiceCounts)> = Vec::new();
        let mut categories: Vec<(CategoryId, CategoryScore)> = Vec::new();
        let mut targets: BTreeMap<(CategoryId, Cow<'_, str>), (u32, u32)> = BTreeMap::new();
        // The categories that have counted the words of the present match.
        let mut counted: Vec<CategoryId> = Vec::new();
        let mut words = None;
        for found in annotation.matches {
            let info = matcher.entry(found.entry);
            slot(&mut entries, info.row).add(found);
            if words.replace(found.span) != Some(found.span) {
                counted.clear();
            }
            // A category counts its own matches and once the words that those nested in it find.
            // Its own come first.
            let mut next = Some(info.category);
            while let Some(category) = next {
                if category == info.category || !counted.contains(&category) {
                    slot(&mut categories, category).add(found, info.weight);
                    counted.push(category);
                }
                next = matcher.category(category).parent;
            }
            // The nearest actor is a guess, and a pronoun nobody in particular: who is labelled is
            // counted without them.
            let known = found
                .target
                .filter(|target| target.rule != TargetRule::Nearest)
                .and_then(|target| target.party);
            if let Some(party) = known.filter(|party| !party.is_pronoun(annotation.text)) {
                let (count, own) =
                    targets.entry((info.category, annotation.party_name(party))).or_default();
                *count += 1;
                *own += u32::from(found.voice == Voice::Own);
            }
        }
        let targets = targets.into_iter();
        let targets = targets.map(|((category, target), (count, own))| TargetCount {
            category,
            target: target.as_ref().into(),
            count,
            own,
        });
        Self {
            id: document.id.as_str().into(),
            outlet: document.outlet.clone(),
            date: document.date,
            event: document.event.as_deref().map(Into::into),
            tokens: annotation.tokens.len() as u64,
            targets: targets.collect(),
            has_rules: annotation.rules.is_some(),
            categories,
            entries,
        }
    }

    /// The score of a category; all zero where it does not occur.
    pub fn category(&self, id: CategoryId) -> CategoryScore {
        match self.categories.binary_search_by_key(&id, |(known, _)| *known) {
            Ok(at) => self.categories.get(at).map(|(_, score)| *score).unwrap_or_default(),
            Err(_) => CategoryScore::default(),
        }
    }
}

/// The value under a key of a sorted list, made where it is missing.
fn slot<K: Ord + Copy, V: Default>(list: &mut Vec<(K, V)>, key: K) -> &mut V {
    let at = match list.binary_search_by_key(&key, |(known, _)| *known) {
        Ok(at) => at,
        Err(at) => {
            list.insert(at, (key, V::default()));
            at
        }
    };
    &mut list[at].1
}

/// Occurrences per 1,000 tokens; `None` where there are no tokens.
pub fn rate(count: u64, tokens: u64) -> Option<f64> {
    (tokens > 0).then(|| 1000.0 * count as f64 / tokens as f64)
}
