//! Outlets side by side: rates, stances and their intervals.

use super::ratio::{Interval, RatioSums};
use crate::frame::{DocumentFrame, VoiceCounts};
use crate::lexicon::{CategoryId, EntryId, LexiconKind, Matcher};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// Voice counts summed over documents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct VoiceTotals {
    /// In the author's words.
    pub own: u64,
    /// Inside quotation marks.
    pub quoted: u64,
    /// Reported without quotation marks.
    pub reported: u64,
    /// Held at arm's length.
    pub distanced: u64,
    /// In any voice, and denied.
    pub negated: u64,
}

impl VoiceTotals {
    /// All occurrences.
    pub fn total(self) -> u64 {
        self.own + self.quoted + self.reported + self.distanced
    }

    pub(super) fn add(&mut self, counts: VoiceCounts) {
        self.own += u64::from(counts.own);
        self.quoted += u64::from(counts.quoted);
        self.reported += u64::from(counts.reported);
        self.distanced += u64::from(counts.distanced);
        self.negated += u64::from(counts.negated);
    }

    pub(super) fn merge(&mut self, other: Self) {
        self.own += other.own;
        self.quoted += other.quoted;
        self.reported += other.reported;
        self.distanced += other.distanced;
        self.negated += other.negated;
    }
}

/// What a category sums to in one outlet, over the documents in which it occurs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct CategorySums {
    voices: VoiceTotals,
    count: RatioSums,
    own: RatioSums,
    /// Stance against matches.
    stance: RatioSums,
}

/// What an entry sums to in one outlet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EntrySums {
    /// Occurrences by voice.
    pub voices: VoiceTotals,
    /// Documents with at least one.
    pub documents: u64,
}

/// All that one outlet sums to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct OutletSums {
    documents: u64,
    /// Documents with tokens: only these can hold a match, and only these are draws.
    worded: u64,
    /// Documents to which cue rules applied.
    ruled: u64,
    tokens: i128,
    tokens_squared: i128,
    categories: HashMap<CategoryId, CategorySums>,
    entries: BTreeMap<EntryId, EntrySums>,
}

impl OutletSums {
    /// Sums over the documents that hold a category, with those that do not: they count with their
    /// tokens.
    fn over_all(&self, with: &RatioSums) -> RatioSums {
        with.with_zeros(
            self.worded - with.documents,
            self.tokens - with.n,
            self.tokens_squared - with.nn,
        )
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
    /// The outlet's documents.
    pub documents: u64,
    /// Of these, those with tokens: the draws of an interval.
    pub draws: u64,
    /// Its tokens.
    pub tokens: u64,
    /// Occurrences by voice.
    pub voices: VoiceTotals,
    /// Occurrences per 1,000 tokens in any voice; `None` without tokens.
    pub rate: Option<f64>,
    /// Its 95 % interval.
    pub rate_interval: Option<Interval>,
    /// Occurrences in the author's own voice per 1,000 tokens.
    pub rate_own: Option<f64>,
    /// Its 95 % interval.
    pub rate_own_interval: Option<Interval>,
    /// The mean stance of the matches, from −1 to 1; `None` without matches.
    pub stance: Option<f64>,
    /// Its 95 % interval, over the documents that hold a match.
    pub stance_interval: Option<Interval>,
    /// Documents that hold a match.
    pub matched: u64,
    /// How the intervals were found, or why there are none.
    pub basis: Basis,
}

/// How an interval was found, or why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// The ratio estimator's linearized variance over documents.
    Linearized,
    /// The outlet has one document.
    OneDocument,
    /// The outlet has two: t has one degree of freedom, and the interval says nothing.
    TwoDocuments,
    /// The category does not occur in the outlet.
    NoMatch,
    /// The outlet has no tokens.
    NoTokens,
}

impl Basis {
    /// The words that tables use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Linearized => "linearized",
            Self::OneDocument => "one document",
            Self::TwoDocuments => "two documents",
            Self::NoMatch => "no match",
            Self::NoTokens => "no tokens",
        }
    }
}

/// The level of all intervals.
pub const LEVEL: f64 = 0.95;

impl OutletTotals {
    /// Adds a document.
    pub fn add(&mut self, frame: &DocumentFrame) {
        self.add_categories(frame);
        let Some(outlet) = self.outlets.get_mut(&frame.outlet) else { return };
        for (id, counts) in &frame.entries {
            let sums = outlet.entries.entry(*id).or_default();
            sums.voices.add(*counts);
            sums.documents += 1;
        }
    }

    /// Adds a document without its entries, for comparisons that do not ask for them.
    pub(super) fn add_categories(&mut self, frame: &DocumentFrame) {
        let outlet = self.outlets.entry(frame.outlet.clone()).or_default();
        let tokens = i128::from(frame.tokens);
        outlet.documents += 1;
        outlet.worded += u64::from(frame.tokens > 0);
        outlet.ruled += u64::from(frame.has_rules);
        outlet.tokens += tokens;
        outlet.tokens_squared += tokens * tokens;
        for (id, score) in &frame.categories {
            let sums = outlet.categories.entry(*id).or_default();
            let total = score.voices.total();
            sums.voices.add(score.voices);
            sums.count.add(i64::from(total), frame.tokens);
            sums.own.add(i64::from(score.voices.own), frame.tokens);
            sums.stance.add(score.stance, u64::from(total));
        }
    }

    /// Adds what other documents sum to.
    pub fn merge(&mut self, other: &Self) {
        for (name, theirs) in &other.outlets {
            let ours = self.outlets.entry(name.clone()).or_default();
            ours.documents += theirs.documents;
            ours.worded += theirs.worded;
            ours.ruled += theirs.ruled;
            ours.tokens += theirs.tokens;
            ours.tokens_squared += theirs.tokens_squared;
            for (id, sums) in &theirs.categories {
                let ours = ours.categories.entry(*id).or_default();
                ours.voices.merge(sums.voices);
                ours.count.merge(&sums.count);
                ours.own.merge(&sums.own);
                ours.stance.merge(&sums.stance);
            }
            for (id, sums) in &theirs.entries {
                let ours = ours.entries.entry(*id).or_default();
                ours.voices.merge(sums.voices);
                ours.documents += sums.documents;
            }
        }
    }

    /// The outlets, sorted by name.
    pub fn outlets(&self) -> impl Iterator<Item = &Arc<str>> {
        self.outlets.keys()
    }

    /// A category in an outlet; `None` where there is no such outlet.
    pub fn category(&self, outlet: &str, id: CategoryId) -> Option<OutletCategory> {
        let outlet = self.outlets.get(outlet)?;
        let sums = outlet.categories.get(&id).copied().unwrap_or_default();
        let (count, own) = (outlet.over_all(&sums.count), outlet.over_all(&sums.own));
        let basis = if outlet.tokens == 0 {
            Basis::NoTokens
        } else if sums.voices.total() == 0 {
            Basis::NoMatch
        } else if outlet.worded < 2 {
            Basis::OneDocument
        } else if outlet.worded < 3 {
            Basis::TwoDocuments
        } else {
            Basis::Linearized
        };
        let per_thousand = |r: f64| 1000.0 * r;
        let interval = |sums: &RatioSums| {
            sums.log_interval(LEVEL)
                .filter(|_| outlet.worded > 2)
                .map(|i| Interval { low: per_thousand(i.low), high: per_thousand(i.high) })
        };
        Some(OutletCategory {
            documents: outlet.documents,
            draws: outlet.worded,
            tokens: u64::try_from(outlet.tokens).unwrap_or(u64::MAX),
            voices: sums.voices,
            rate: count.ratio().map(per_thousand),
            rate_interval: interval(&count),
            rate_own: own.ratio().map(per_thousand),
            rate_own_interval: interval(&own),
            stance: sums.stance.ratio(),
            stance_interval: sums.stance.bounded_interval(LEVEL, (-1.0, 1.0)),
            matched: sums.stance.documents,
            basis,
        })
    }

    /// Occurrences in the author's own voice against tokens, over an outlet's documents with
    /// tokens; no documents where there is no such outlet.
    pub(super) fn own(&self, outlet: &str, id: CategoryId) -> RatioSums {
        let Some(outlet) = self.outlets.get(outlet) else { return RatioSums::default() };
        outlet.over_all(&outlet.categories.get(&id).map(|sums| sums.own).unwrap_or_default())
    }

    /// An outlet's documents and tokens.
    pub(super) fn size(&self, outlet: &str) -> (u64, u64) {
        let found = self.outlets.get(outlet);
        found.map_or((0, 0), |outlet| {
            (outlet.documents, u64::try_from(outlet.tokens).unwrap_or(u64::MAX))
        })
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

    /// The entries that occur anywhere, in the order of their ids.
    pub fn entries(&self) -> Vec<EntryId> {
        let mut ids: Vec<EntryId> =
            self.outlets.values().flat_map(|outlet| outlet.entries.keys().copied()).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// An entry in an outlet.
    pub fn entry(&self, outlet: &str, id: EntryId) -> EntrySums {
        self.outlets
            .get(outlet)
            .and_then(|outlet| outlet.entries.get(&id))
            .copied()
            .unwrap_or_default()
    }
}

/// How many labellings a permutation test samples for so many documents: 9,999, and fewer for large
/// corpora, but never fewer than 999.
pub fn default_permutations(documents: usize) -> u64 {
    (20_000_000 / documents.max(1) as u64).clamp(999, 9999)
}

/// A stratum for each document: its event. Documents without one are dealt among themselves, unless
/// none has one.
pub(super) fn strata(frames: &[&DocumentFrame]) -> Vec<u32> {
    let mut known: HashMap<Option<&str>, u32> = HashMap::new();
    frames
        .iter()
        .map(|frame| {
            let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
            *known.entry(frame.event.as_deref()).or_insert(next)
        })
        .collect()
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
        own: u32,
        quoted: u32,
    ) -> DocumentFrame {
        let voices = VoiceCounts { own, quoted, ..VoiceCounts::default() };
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
            has_rules: true,
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
            frame(0, "A", None, 100, 3, 0),
            frame(1, "A", None, 120, 0, 0),
            frame(2, "A", None, 80, 1, 1),
            frame(3, "B", None, 50, 0, 0),
        ];
        let totals = totals(&frames);
        let a = totals.category("A", CategoryId(0)).unwrap();
        assert_eq!(
            (a.documents, a.tokens, a.voices.total(), a.basis),
            (3, 300, 5, Basis::Linearized)
        );
        assert!((a.rate_own.unwrap() - 1000.0 * 4.0 / 300.0).abs() < 1e-12);
        let mut expected = RatioSums::default();
        [(3, 100), (0, 120), (2, 80)].iter().for_each(|(x, n)| expected.add(*x, *n));
        assert!(
            (a.rate_interval.unwrap().low - 1000.0 * expected.log_interval(LEVEL).unwrap().low)
                .abs()
                < 1e-12
        );
        assert!((a.stance.unwrap() - 0.8).abs() < 1e-12);
        let b = totals.category("B", CategoryId(0)).unwrap();
        assert_eq!(
            (b.rate, b.rate_interval, b.stance, b.basis),
            (Some(0.0), None, None, Basis::NoMatch)
        );
    }

    #[test]
    fn a_document_without_tokens_is_no_draw() {
        let frames = [
            frame(0, "A", None, 100, 3, 0),
            frame(1, "A", None, 0, 0, 0),
            frame(2, "B", None, 0, 0, 0),
        ];
        let totals = totals(&frames);
        let a = totals.category("A", CategoryId(0)).unwrap();
        assert_eq!(
            (a.documents, a.rate, a.rate_interval, a.basis),
            (2, Some(30.0), None, Basis::OneDocument)
        );
        assert_eq!(totals.category("B", CategoryId(0)).unwrap().basis, Basis::NoTokens);
    }

    proptest! {
        #[test]
        fn shards_merge_to_the_whole(counts in proptest::collection::vec((0_usize..3, 0_u64..900, 0_u32..9, 0_u32..9), 1..20), cut in 0_usize..20) {
            let frames: Vec<_> = counts.iter().enumerate().map(|(at, (o, n, own, quoted))| frame(at, ["A", "B", "C"][*o], None, *n, *own, *quoted)).collect();
            let cut = cut.min(frames.len());
            let mut merged = totals(&frames[cut..]);
            merged.merge(&totals(&frames[..cut]));
            prop_assert_eq!(merged, totals(&frames));
        }
    }
}
