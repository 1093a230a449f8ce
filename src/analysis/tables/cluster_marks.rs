//! What marks a cluster: the dimensions in words, and the entries behind each.

use crate::analysis::framed_vectors::FramedVectors;
use crate::analysis::study::Study;
use crate::cluster::{Clustering, ProfileRow};
use crate::frame::{Dimension, DimensionVoice};
use crate::lexicon::{CategoryId, EntryId, Matcher};
use std::collections::BTreeMap;

/// A dimension marks a cluster with a q below this.
const LEVEL: f64 = 0.05;
/// Dimensions and entries that are named.
const MOST_NAMED: usize = 5;

/// The dimensions in which a cluster differs beyond chance, the surest first.
pub(super) fn marking(
    cluster: usize,
    clustering: &Clustering,
) -> impl Iterator<Item = &ProfileRow> {
    let own = clustering.profiles.iter().filter(move |row| row.cluster == cluster);
    own.filter(|row| row.q_value.is_some_and(|q| q < LEVEL))
}

/// The same in words: `more a, less b`.
pub(super) fn marks(
    cluster: usize,
    clustering: &Clustering,
    framed: &FramedVectors,
) -> Option<String> {
    let named = marking(cluster, clustering).take(MOST_NAMED).filter_map(|row| -> Option<String> {
        let name = framed.names.get(row.dimension)?;
        let word = if row.effect? > 0.0 { "more" } else { "less" };
        Some(format!("{word} {name}"))
    });
    let named: Vec<String> = named.collect();
    (!named.is_empty()).then(|| named.join(", "))
}

/// How often entries occur in each cluster.
pub(super) struct ClusterEntries<'s> {
    matcher: &'s Matcher,
    /// For each entry its own-voice matches by cluster, those of documents in none last.
    counts: BTreeMap<EntryId, Vec<u64>>,
    /// The tokens of each cluster, those of documents in none last.
    tokens: Vec<u64>,
}

impl<'s> ClusterEntries<'s> {
    pub(super) fn new(
        study: &'s Study<'_>,
        framed: &FramedVectors,
        clustering: &Clustering,
    ) -> Self {
        let k = clustering.sizes.len();
        let mut counts: BTreeMap<EntryId, Vec<u64>> = BTreeMap::new();
        let mut tokens = vec![0; k + 1];
        for (&at, place) in framed.places.iter().zip(&clustering.placements) {
            let Some(frame) = study.frames.get(at) else { continue };
            let cluster = place.cluster.map_or(k, |cluster| cluster - 1);
            tokens[cluster] += frame.tokens;
            for (entry, voices) in frame.entries.iter().filter(|(_, voices)| voices.own > 0) {
                let of_clusters = counts.entry(*entry).or_insert_with(|| vec![0; k + 1]);
                of_clusters[cluster] += u64::from(voices.own);
            }
        }
        Self { matcher: study.plan.matcher(), counts, tokens }
    }

    /// The entries behind the difference of a cluster in a dimension: `liberat* (19 of 20)`.
    pub(super) fn behind(&self, dimension: Option<&Dimension>, row: &ProfileRow) -> Option<String> {
        let Some(Dimension::Category(category, DimensionVoice::Own)) = dimension else {
            return None;
        };
        let cluster = row.cluster - 1;
        let all_tokens: u64 = self.tokens.iter().sum();
        let own_tokens = self.tokens.get(cluster).copied().unwrap_or(0);
        let rate = |count: u64, tokens: u64| count as f64 / tokens.max(1) as f64;
        let is_more = row.effect.or(row.mean.zip(row.mean_elsewhere).map(|(a, b)| a - b));
        let sign = if is_more.unwrap_or(0.0) < 0.0 { -1.0 } else { 1.0 };
        let of_category =
            self.counts.iter().filter(|(entry, _)| self.is_within(**entry, *category));
        let mut behind: Vec<(f64, &str, u64, u64)> = of_category
            .map(|(entry, counts)| {
                let own = counts.get(cluster).copied().unwrap_or(0);
                let all: u64 = counts.iter().sum();
                let part = rate(own, own_tokens) - rate(all - own, all_tokens - own_tokens);
                (sign * part, &*self.matcher.entry(*entry).term, own, all)
            })
            .filter(|(part, ..)| *part > 0.0)
            .collect();
        behind.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
        let named = behind.into_iter().take(MOST_NAMED);
        let shown: Vec<String> =
            named.map(|(_, term, own, all)| format!("{term} ({own} of {all})")).collect();
        (!shown.is_empty()).then(|| shown.join(", "))
    }

    /// Whether an entry counts for a category: it is one of its own, or of one nested in it.
    fn is_within(&self, entry: EntryId, category: CategoryId) -> bool {
        is_within(self.matcher, entry, category)
    }
}

/// Whether an entry counts for a category: it is one of its own, or of one nested in it.
pub(super) fn is_within(matcher: &Matcher, entry: EntryId, category: CategoryId) -> bool {
    let own = matcher.entry(entry).category;
    if own == category {
        return true;
    }
    let (own, above) = (matcher.category(own), matcher.category(category));
    let nested = own.name.strip_prefix(&*above.name);
    own.lexicon == above.lexicon && nested.is_some_and(|rest| rest.starts_with('.'))
}
