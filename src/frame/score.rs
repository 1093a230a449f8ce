//! Scores: how often each category occurs in one document, and in whose voice.

use super::ByVoice;
use crate::annotate::{Annotation, Match, TargetRule, Voice};
use crate::corpus::{Date, Document};
use crate::lexicon::{CategoryId, EntryId, Matcher};
use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The score of one category in one document.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CategoryScore {
    /// Occurrences by voice.
    pub voices: ByVoice<u32>,
    /// The sum of the weights of the matched entries.
    pub weighted: f64,
    /// The sum of the matches' stances: +1 own and asserted, −1 distanced or own and denied, 0
    /// quoted or reported.
    pub stance: i64,
}

impl CategoryScore {
    fn add(&mut self, scored: &ScoredMatch<'_>, weight: f64) {
        self.voices.count(scored.voice, scored.is_negated);
        self.weighted += weight;
        self.stance += scored.voice.stance(scored.is_negated);
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
    /// Its language, ISO 639-1, where it is known.
    pub language: Option<Arc<str>>,
    /// The scores of the categories that occur, in the order of their ids. Words found in several
    /// categories nested in one count there once.
    pub categories: Vec<(CategoryId, CategoryScore)>,
    /// The occurrences of the entries that occur, in the order of their ids; those spelled alike in
    /// a category as one.
    pub entries: Vec<(EntryId, ByVoice<u32>)>,
    /// Who is labelled how often, sorted by category and name.
    pub targets: Vec<TargetCount>,
    /// Whether cue rules applied; without them quotation marks alone tell the voice, and nothing is
    /// known of denial.
    pub has_rules: bool,
    /// The categories that are not counted in it, as their lexicons state another language, in the
    /// order of their ids.
    pub unserved: Box<[CategoryId]>,
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

/// What a frame says of its document, apart from what was found in it.
#[derive(Clone, Debug, PartialEq)]
pub struct FramedDocument {
    /// Its id, unique in the run.
    pub id: Box<str>,
    /// Its outlet.
    pub outlet: Arc<str>,
    /// Its date.
    pub date: Option<Date>,
    /// Its event.
    pub event: Option<Arc<str>>,
    /// Its tokens.
    pub tokens: u64,
    /// Its language, ISO 639-1, where it is known.
    pub language: Option<Arc<str>>,
    /// Whether cue rules applied to it.
    pub has_rules: bool,
}

/// What scores need to know of a match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScoredMatch<'a> {
    /// The entry.
    pub entry: EntryId,
    /// Where the matched words begin, in any unit that tells spans apart.
    pub start: u32,
    /// Where they end.
    pub end: u32,
    /// In whose voice.
    pub voice: Voice,
    /// Whether it is denied.
    pub is_negated: bool,
    /// The name of the party that it describes, where that is known: not guessed as the nearest
    /// actor, and not a pronoun.
    pub target: Option<&'a str>,
}

/// The name of the party that a match describes, where a frame counts it.
///
/// The nearest actor is a guess, and a pronoun names nobody in particular: who is labelled is
/// counted without them.
pub fn known_target<'a>(found: &Match, annotation: &'a Annotation<'_>) -> Option<Cow<'a, str>> {
    let target = found.target.filter(|target| target.rule != TargetRule::Nearest)?;
    let party = target.party.filter(|party| !party.is_pronoun(annotation.text))?;
    Some(annotation.party_name(party))
}

impl DocumentFrame {
    /// Sums the matches of one document.
    pub fn from_annotation(
        document: &Document,
        annotation: &Annotation<'_>,
        matcher: &Matcher,
    ) -> Self {
        let framed = FramedDocument {
            id: document.id.as_str().into(),
            outlet: document.outlet.clone(),
            date: document.date,
            event: document.event.as_deref().map(Into::into),
            tokens: annotation.tokens.len() as u64,
            language: annotation.language.as_deref().map(Into::into),
            has_rules: annotation.rules.is_some(),
        };
        let matches = annotation.matches;
        let targets: Vec<_> = matches.iter().map(|found| known_target(found, annotation)).collect();
        let scored = matches.iter().zip(&targets).map(|(found, target)| ScoredMatch {
            entry: found.entry,
            start: found.span.start,
            end: found.span.end,
            voice: found.voice,
            is_negated: found.negation.is_some(),
            target: target.as_deref(),
        });
        Self::from_matches(framed, scored, matcher)
    }

    /// Sums matches in the order of the text, as an [`Annotation`] has them.
    pub fn from_matches<'a>(
        document: FramedDocument,
        matches: impl IntoIterator<Item = ScoredMatch<'a>>,
        matcher: &Matcher,
    ) -> Self {
        let mut entries: Vec<(EntryId, ByVoice<u32>)> = Vec::new();
        let mut categories: Vec<(CategoryId, CategoryScore)> = Vec::new();
        let mut targets: BTreeMap<(CategoryId, &str), ByVoice<u32>> = BTreeMap::new();
        // The categories that have counted the words of the present match.
        let mut counted: Vec<CategoryId> = Vec::new();
        // The matches of categories that count no word twice, also across those nested in them.
        let mut nested: Vec<(CategoryId, ScoredMatch<'_>)> = Vec::new();
        let mut words = None;
        for scored in matches {
            let info = matcher.entry(scored.entry);
            slot(&mut entries, info.row).count(scored.voice, scored.is_negated);
            let span = (scored.start, scored.end);
            if words.replace(span) != Some(span) {
                counted.clear();
            }
            // A category counts its own matches and once the words that those nested in it find.
            // Its own come first.
            let mut next = Some(info.category);
            while let Some(category) = next {
                if matcher.counts_words_once(category) {
                    nested.push((category, scored));
                } else if category == info.category || !counted.contains(&category) {
                    slot(&mut categories, category).add(&scored, info.weight);
                    counted.push(category);
                }
                next = matcher.category(category).parent;
            }
            if let Some(target) = scored.target {
                let voices = targets.entry((info.category, target)).or_default();
                voices.count(scored.voice, scored.is_negated);
            }
        }
        for (category, scored) in without_shared_words(nested) {
            slot(&mut categories, category).add(&scored, matcher.entry(scored.entry).weight);
        }
        let targets = targets.into_iter().map(|((category, target), voices)| TargetCount {
            category,
            target: target.into(),
            count: voices.total(),
            own: voices.own,
        });
        let targets = targets.collect();
        let FramedDocument { id, outlet, date, event, tokens, language, has_rules } = document;
        let unserved = match &language {
            Some(language) => matcher.not_serving(language),
            None => Box::default(),
        };
        Self {
            id,
            outlet,
            date,
            event,
            tokens,
            language,
            categories,
            entries,
            targets,
            has_rules,
            unserved,
        }
    }

    /// Whether a lexicon of this language serves the document; where its language is not known,
    /// every lexicon does.
    pub fn is_served_in(&self, language: &str) -> bool {
        self.language.as_deref().is_none_or(|own| own == language)
    }

    /// Whether a category is counted in the document: whether its lexicon serves the document's
    /// language.
    pub fn serves(&self, id: CategoryId) -> bool {
        self.unserved.binary_search(&id).is_err()
    }

    /// The score of a category; all zero where it does not occur.
    pub fn category(&self, id: CategoryId) -> CategoryScore {
        match self.categories.binary_search_by_key(&id, |(known, _)| *known) {
            Ok(at) => self.categories.get(at).map(|(_, score)| *score).unwrap_or_default(),
            Err(_) => CategoryScore::default(),
        }
    }
}

/// The matches of each category that share no word: from left to right, at one place the longest.
fn without_shared_words(
    mut matches: Vec<(CategoryId, ScoredMatch<'_>)>,
) -> impl Iterator<Item = (CategoryId, ScoredMatch<'_>)> {
    matches.sort_by_key(|(category, scored)| (*category, scored.start, Reverse(scored.end)));
    let mut reach = None;
    matches.retain(|(category, scored)| {
        let is_free = reach.is_none_or(|(same, end)| same != *category || scored.start >= end);
        if is_free {
            reach = Some((*category, scored.end));
        }
        is_free
    });
    matches.into_iter()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::Annotator;
    use crate::lexicon::read_toml;

    #[test]
    fn a_parent_counts_no_word_twice_where_the_longest_in_a_category_counts() {
        let categories = "[category.fight]\nterms = [\"truce\"]\n[category.fight.plain]\nterms = \
            [\"war\", \"war zone\", \"truce\"]\n[category.fight.civil]\nterms = \
            [\"civil war\", \"war\"]\n[category.fight.civil.old]\nterms = [\"old civil war\"]";
        for (text, policy, expected) in [
            ("a civil war", "longest in category", [1, 1, 1, 0]),
            ("an old civil war, a war", "longest in category", [2, 2, 2, 1]),
            ("a civil war zone", "longest in category", [1, 1, 1, 0]),
            ("war and war", "longest in category", [2, 2, 2, 0]),
            ("a truce", "longest in category", [1, 1, 0, 0]),
            ("a civil war", "longest in lexicon", [1, 0, 1, 0]),
        ] {
            let source = format!("name = \"t\"\noverlap = \"{policy}\"\n{categories}");
            let lexicon = read_toml("t.toml", source.as_bytes()).unwrap();
            let matcher = Matcher::compile([&lexicon]).unwrap();
            let mut annotator = Annotator::new(&matcher);
            let annotation = annotator.annotate(text);
            let document = FramedDocument {
                id: "d".into(),
                outlet: "A".into(),
                date: None,
                event: None,
                tokens: 3,
                language: None,
                has_rules: false,
            };
            let scored = annotation.matches.iter().map(|found| ScoredMatch {
                entry: found.entry,
                start: found.span.start,
                end: found.span.end,
                voice: found.voice,
                is_negated: false,
                target: None,
            });
            let frame = DocumentFrame::from_matches(document, scored, &matcher);
            let counts = [0, 1, 2, 3].map(|at| frame.category(CategoryId(at)).voices.total());
            assert_eq!(counts, expected, "{text}, {policy}");
        }
    }
}
