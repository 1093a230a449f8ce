//! Outlets side by side: rates, stances and their intervals.

use super::missing::Missing;
use super::panel::NumberedDocuments;
use crate::frame::{ByVoice, DocumentFrame};
use crate::lexicon::{CategoryId, EntryId, LexiconKind, Matcher};
use crate::stat::{Estimated, Interval, LEVEL, Method, RatioSums};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// What a category sums to in one outlet, over the documents in which it occurs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct CategorySums {
    voices: ByVoice<u64>,
    count: RatioSums,
    own: RatioSums,
    /// Stance against matches.
    stance: RatioSums,
}

/// What an entry sums to in one outlet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EntrySums {
    /// Occurrences by voice.
    pub voices: ByVoice<u64>,
    /// Documents with at least one.
    pub documents: u64,
}

/// How many documents there are, and how long they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct DocumentSums {
    documents: u64,
    /// Documents with tokens: only these can hold a match, and only these are draws.
    worded: u64,
    tokens: i128,
    tokens_squared: i128,
}

impl DocumentSums {
    fn of(frame: &DocumentFrame) -> Self {
        let tokens = i128::from(frame.tokens);
        Self {
            documents: 1,
            worded: u64::from(frame.tokens > 0),
            tokens,
            tokens_squared: tokens * tokens,
        }
    }

    fn merge(&mut self, other: &Self) {
        self.documents += other.documents;
        self.worded += other.worded;
        self.tokens += other.tokens;
        self.tokens_squared += other.tokens_squared;
    }

    /// Without documents that are among these.
    fn without(&self, other: &Self) -> Self {
        Self {
            documents: self.documents.saturating_sub(other.documents),
            worded: self.worded.saturating_sub(other.worded),
            tokens: self.tokens - other.tokens,
            tokens_squared: self.tokens_squared - other.tokens_squared,
        }
    }

    /// Sums over the documents that hold a category, with those that do not: they count with their
    /// tokens.
    fn over_all(&self, with: &RatioSums) -> RatioSums {
        with.with_zeros(
            self.worded.saturating_sub(with.documents),
            self.tokens - with.n,
            self.tokens_squared - with.nn,
        )
    }

    fn tokens(&self) -> u64 {
        u64::try_from(self.tokens).unwrap_or(u64::MAX)
    }

    /// Why an interval of a rate would say nothing, where `count` occurrences make it; `None` where
    /// it says something.
    fn lacks(&self, count: u64) -> Option<Missing> {
        if self.tokens == 0 {
            Some(Missing::NoTokens)
        } else if count == 0 {
            Some(Missing::NoMatch)
        } else if self.worded < 2 {
            Some(Missing::OneDocument)
        } else if self.worded < 3 {
            Some(Missing::TwoDocuments)
        } else {
            None
        }
    }

    /// The interval of occurrences per 1,000 tokens over all documents.
    fn rate_interval(&self, sums: &RatioSums, count: u64) -> Estimated<Interval, Missing> {
        if let Some(reason) = self.lacks(count) {
            return Estimated::Missing(reason);
        }
        let interval = sums.log_interval(LEVEL);
        let interval = interval.map(|i| Interval { low: 1000.0 * i.low, high: 1000.0 * i.high });
        Estimated::new(interval, Method::Linearized, Missing::TooWide)
    }
}

/// All that one outlet sums to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct OutletSums {
    size: DocumentSums,
    /// Documents to which cue rules applied.
    ruled: u64,
    /// What the documents sum to in which a category is not counted, as its lexicon states another
    /// language.
    unserved: HashMap<CategoryId, DocumentSums>,
    categories: HashMap<CategoryId, CategorySums>,
    entries: BTreeMap<EntryId, EntrySums>,
}

impl OutletSums {
    /// The documents in which a category is counted.
    fn serving(&self, id: CategoryId) -> DocumentSums {
        self.unserved.get(&id).map_or(self.size, |unserved| self.size.without(unserved))
    }

    /// Adds what other documents sum to, apart from their entries.
    fn merge_categories(&mut self, other: &Self) {
        self.size.merge(&other.size);
        self.ruled += other.ruled;
        for (id, size) in &other.unserved {
            self.unserved.entry(*id).or_default().merge(size);
        }
        for (id, sums) in &other.categories {
            let ours = self.categories.entry(*id).or_default();
            ours.voices += sums.voices;
            ours.count.merge(&sums.count);
            ours.own.merge(&sums.own);
            ours.stance.merge(&sums.stance);
        }
    }

    /// The interval of the mean stance, over the documents with a match.
    fn stance_interval(&self, stance: &RatioSums) -> Estimated<Interval, Missing> {
        let reason = match stance.documents {
            0 => Missing::NoMatch,
            1 => Missing::OneDocument,
            _ => Missing::NoVariance,
        };
        let interval = stance.bounded_interval(LEVEL, Interval::STANCE);
        Estimated::new(interval, Method::Linearized, reason)
    }
}

/// The sums that every comparison of outlets starts from. They merge exactly, so a corpus may be
/// summed in parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OutletTotals {
    outlets: BTreeMap<Arc<str>, OutletSums>,
}

/// A category in an outlet, estimated over documents.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OutletCategory {
    /// The outlet's documents in which the category is counted: those in the language of its
    /// lexicon.
    pub documents: u64,
    /// Of these, those with tokens: the draws of an interval.
    pub draws: u64,
    /// Their tokens.
    pub tokens: u64,
    /// Occurrences by voice.
    pub voices: ByVoice<u64>,
    /// Occurrences per 1,000 tokens in any voice; `None` without tokens.
    pub rate: Option<f64>,
    /// Its 95 % interval.
    pub rate_interval: Estimated<Interval, Missing>,
    /// Occurrences in the author's own voice per 1,000 tokens.
    pub rate_own: Option<f64>,
    /// Its 95 % interval.
    pub rate_own_interval: Estimated<Interval, Missing>,
    /// The mean stance of the matches, from −1 to 1; `None` without matches.
    pub stance: Option<f64>,
    /// Its 95 % interval, over the documents that hold a match.
    pub stance_interval: Estimated<Interval, Missing>,
    /// Documents that hold a match.
    pub matched: u64,
}

impl OutletTotals {
    /// Adds a document.
    pub fn add(&mut self, frame: &DocumentFrame) {
        self.add_categories(frame);
        let Some(outlet) = self.outlets.get_mut(&frame.outlet) else { return };
        for (id, counts) in &frame.entries {
            let sums = outlet.entries.entry(*id).or_default();
            sums.voices += *counts;
            sums.documents += 1;
        }
    }

    /// Adds a document without its entries, for comparisons that do not ask for them.
    pub(super) fn add_categories(&mut self, frame: &DocumentFrame) {
        self.add_to(&frame.outlet, frame);
    }

    /// Adds a document without its entries to a group of documents that counts as one outlet.
    pub(super) fn add_to(&mut self, group: &Arc<str>, frame: &DocumentFrame) {
        let outlet = self.outlets.entry(group.clone()).or_default();
        let size = DocumentSums::of(frame);
        outlet.size.merge(&size);
        outlet.ruled += u64::from(frame.has_rules);
        for id in &frame.unserved {
            outlet.unserved.entry(*id).or_default().merge(&size);
        }
        for (id, score) in &frame.categories {
            let sums = outlet.categories.entry(*id).or_default();
            let total = score.voices.total();
            sums.voices += score.voices;
            sums.count.add(i64::from(total), frame.tokens);
            sums.own.add(i64::from(score.voices.own), frame.tokens);
            sums.stance.add(score.stance, u64::from(total));
        }
    }

    /// Sums of categories by label: outlets that are not compared are one, under the name that they
    /// share.
    pub(super) fn by_label(&self, numbers: &NumberedDocuments) -> Cow<'_, Self> {
        let Some(pooled) = numbers.pooled().and_then(|label| numbers.labels().get(label.place()))
        else {
            return Cow::Borrowed(self);
        };
        let mut totals = Self::default();
        for (outlet, sums) in &self.outlets {
            let label = if numbers.is_compared(outlet) { outlet } else { pooled };
            totals.outlets.entry(label.clone()).or_default().merge_categories(sums);
        }
        Cow::Owned(totals)
    }

    /// The outlets, sorted by name.
    pub fn outlets(&self) -> impl Iterator<Item = &Arc<str>> {
        self.outlets.keys()
    }

    /// A category in an outlet; `None` where there is no such outlet.
    pub fn category(&self, outlet: &str, id: CategoryId) -> Option<OutletCategory> {
        let outlet = self.outlets.get(outlet)?;
        let sums = outlet.categories.get(&id).copied().unwrap_or_default();
        let size = outlet.serving(id);
        let (count, own) = (size.over_all(&sums.count), size.over_all(&sums.own));
        let interval = |of: &RatioSums, count: u64| {
            if size.documents == 0 && outlet.size.documents > 0 {
                return Estimated::Missing(Missing::OtherLanguage);
            }
            size.rate_interval(of, count)
        };
        let per_thousand = |r: f64| 1000.0 * r;
        Some(OutletCategory {
            documents: size.documents,
            draws: size.worded,
            tokens: size.tokens(),
            voices: sums.voices,
            rate: count.ratio().map(per_thousand),
            rate_interval: interval(&count, sums.voices.total()),
            rate_own: own.ratio().map(per_thousand),
            rate_own_interval: interval(&own, sums.voices.own),
            stance: sums.stance.ratio(),
            stance_interval: outlet.stance_interval(&sums.stance),
            matched: sums.stance.documents,
        })
    }

    /// Occurrences in the author's own voice against tokens, over an outlet's documents with
    /// tokens; no documents where there is no such outlet.
    pub(super) fn own(&self, outlet: &str, id: CategoryId) -> RatioSums {
        let Some(outlet) = self.outlets.get(outlet) else { return RatioSums::default() };
        let own = outlet.categories.get(&id).map(|sums| sums.own).unwrap_or_default();
        outlet.serving(id).over_all(&own)
    }

    /// The documents of an outlet in which a category is counted, and their tokens.
    pub(super) fn size(&self, outlet: &str, id: CategoryId) -> (u64, u64) {
        let found = self.outlets.get(outlet).map(|outlet| outlet.serving(id));
        found.map_or((0, 0), |size| (size.documents, size.tokens()))
    }

    /// The categories that occur anywhere, in the order of their ids.
    pub(super) fn occurring(&self) -> BTreeSet<CategoryId> {
        self.outlets.values().flat_map(|outlet| outlet.categories.keys().copied()).collect()
    }

    /// Whether denial is known of in an outlet: whether cue rules applied to any of its documents.
    pub fn knows_negation(&self, outlet: &str) -> bool {
        self.outlets.get(outlet).is_some_and(|outlet| outlet.ruled > 0)
    }

    /// Whether a category occurs anywhere.
    pub fn occurs(&self, id: CategoryId) -> bool {
        self.outlets.values().any(|outlet| outlet.categories.contains_key(&id))
    }

    /// The categories that a comparison lists: those of framing lexicons, found or not, and of
    /// others those that occur.
    pub fn listed(&self, matcher: &Matcher) -> Vec<CategoryId> {
        let ids = (0_u32..).zip(matcher.categories()).map(|(id, info)| (CategoryId(id), info.kind));
        ids.filter(|(id, kind)| *kind == LexiconKind::Framing || self.occurs(*id))
            .map(|(id, _)| id)
            .collect()
    }

    /// The categories in which outlets are contrasted: those listed, without variants of names. The
    /// rate of a name follows how often an outlet speaks of what is named; which name it chooses is
    /// compared by [`naming_tests`](super::naming_tests).
    pub fn contrasted(&self, matcher: &Matcher) -> Vec<CategoryId> {
        let mut listed = self.listed(matcher);
        listed.retain(|id| matcher.category(*id).kind != LexiconKind::Naming);
        listed
    }

    /// The entries that occur in an outlet, in the order of their ids.
    pub fn entries(&self, outlet: &str) -> impl Iterator<Item = (EntryId, EntrySums)> {
        let entries = self.outlets.get(outlet).map(|outlet| &outlet.entries);
        entries.into_iter().flatten().map(|(id, sums)| (*id, *sums))
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::frame::CategoryScore;
    use proptest::prelude::*;

    pub(in super::super) fn frame(
        id: usize,
        outlet: &str,
        event: Option<&str>,
        tokens: u64,
        [own, quoted]: [u32; 2],
    ) -> DocumentFrame {
        let voices = ByVoice { own, quoted, ..ByVoice::default() };
        let score =
            CategoryScore { voices, weighted: f64::from(own + quoted), stance: i64::from(own) };
        let occurs = own + quoted > 0;
        DocumentFrame {
            id: format!("d{id}").into(),
            outlet: outlet.into(),
            date: None,
            event: event.map(Into::into),
            tokens,
            categories: if occurs { vec![(CategoryId(0), score)] } else { Vec::new() },
            entries: if occurs { vec![(EntryId(0), voices)] } else { Vec::new() },
            targets: Vec::new(),
            language: None,
            has_rules: true,
            unserved: Box::default(),
        }
    }

    pub(in super::super) fn totals(frames: &[DocumentFrame]) -> OutletTotals {
        let mut totals = OutletTotals::default();
        frames.iter().for_each(|frame| totals.add(frame));
        totals
    }

    #[test]
    fn documents_without_a_match_count_with_their_tokens() {
        let frames = [
            frame(0, "A", None, 100, [3, 0]),
            frame(1, "A", None, 120, [0, 0]),
            frame(2, "A", None, 80, [1, 1]),
            frame(3, "B", None, 50, [0, 0]),
        ];
        let totals = totals(&frames);
        let a = totals.category("A", CategoryId(0)).unwrap();
        assert_eq!(
            (a.documents, a.tokens, a.voices.total(), a.rate_interval.name()),
            (3, 300, 5, "linearized")
        );
        assert!((a.rate_own.unwrap() - 1000.0 * 4.0 / 300.0).abs() < 1e-12);
        let mut expected = RatioSums::default();
        [(3, 100), (0, 120), (2, 80)].iter().for_each(|(x, n)| expected.add(*x, *n));
        let low = a.rate_interval.value().unwrap().low;
        assert!((low - 1000.0 * expected.log_interval(LEVEL).unwrap().low).abs() < 1e-12);
        assert!((a.stance.unwrap() - 0.8).abs() < 1e-12);
        let b = totals.category("B", CategoryId(0)).unwrap();
        assert_eq!(
            (b.rate, b.rate_interval, b.stance),
            (Some(0.0), Estimated::Missing(Missing::NoMatch), None)
        );
    }

    #[test]
    fn a_document_without_tokens_is_no_draw() {
        let frames = [
            frame(0, "A", None, 100, [3, 0]),
            frame(1, "A", None, 0, [0, 0]),
            frame(2, "B", None, 0, [0, 0]),
        ];
        let totals = totals(&frames);
        let a = totals.category("A", CategoryId(0)).unwrap();
        assert_eq!(
            (a.documents, a.rate, a.rate_interval),
            (2, Some(30.0), Estimated::Missing(Missing::OneDocument))
        );
        let b = totals.category("B", CategoryId(0)).unwrap();
        assert_eq!(b.rate_interval, Estimated::Missing(Missing::NoTokens));
    }

    proptest! {
        #[test]
        fn the_order_of_documents_changes_nothing(
            counts in proptest::collection::vec(
                (0_usize..3, 0_u64..900, 0_u32..9, 0_u32..9), 1..20
            ),
            cut in 0_usize..20,
        ) {
            let made = |(at, (o, n, own, quoted)): (usize, &(usize, u64, u32, u32))| {
                frame(at, ["A", "B", "C"][*o], None, *n, [*own, *quoted])
            };
            let frames: Vec<_> = counts.iter().enumerate().map(made).collect();
            let mut turned = frames.clone();
            turned.rotate_left(cut.min(frames.len()));
            prop_assert_eq!(totals(&turned), totals(&frames));
        }
    }
}
