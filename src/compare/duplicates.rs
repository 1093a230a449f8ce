//! Near copies, in different outlets or in one, as pairs and as groups.
//!
//! Agency text that several outlets print says little of how any one of them frames, and counted as
//! its own it hides the differences there are. Signatures find candidates in time that grows with
//! the documents, not with their pairs; the similarity that is told and judged is the exact one of
//! the shingles.

use crate::corpus::Date;
use crate::words::{HASHES, Signature, jaccard};
use std::cmp::Ordering;
use std::sync::Arc;

/// Documents with this Jaccard similarity or more of their five-word shingles are copies, unless
/// told otherwise: of 100 words in a row about two may be replaced.
pub const COPY_THRESHOLD: f64 = 0.8;
/// The lowest threshold: below, texts share passages and are no copies, and signatures of this size
/// would miss some.
pub const LEAST_THRESHOLD: f64 = 0.4;
/// A pair exactly at the threshold is missed with no greater probability than this; one above it
/// with less.
const MISSED: f64 = 0.001;
/// A document is held against so many of those that share a band with it, the earliest. Without a
/// bound, thousands of copies of one notice would make millions of pairs; with it they are still
/// one group.
const MOST_MATES: usize = 100;
/// Pairs whose estimate lies so many standard errors below the threshold are not looked at again.
const SURE: f64 = 5.0;

/// A document long enough to be told a copy.
#[derive(Clone, Debug)]
pub struct Article {
    /// Its id.
    pub id: Box<str>,
    /// Its outlet.
    pub outlet: Arc<str>,
    /// Its date.
    pub date: Option<Date>,
    /// The signature of its shingles.
    pub signature: Signature,
}

impl Article {
    /// Earlier documents first: by date, those without one last, then by id.
    fn order(&self, other: &Self) -> Ordering {
        let key = |article: &Self| (article.date.is_none(), article.date);
        key(self).cmp(&key(other)).then_with(|| self.id.cmp(&other.id))
    }
}

/// Two documents that are copies, by their numbers. The one with the lesser id
/// comes first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CopyPair {
    /// One document.
    pub one: usize,
    /// The other.
    pub other: usize,
    /// Jaccard similarity of their shingles, from the threshold to 1.
    pub similarity: f64,
}

/// What copies a corpus holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Copies {
    /// Pairs, by the ids of their documents.
    pub pairs: Vec<CopyPair>,
    /// Documents that pairs link, directly or through others, the earliest first; groups
    /// in the order of their first.
    pub groups: Vec<Vec<usize>>,
    /// Documents with a copy in their own outlet.
    pub within: usize,
}

/// Finds the copies among `articles`, to which `shingles` gives the sorted shingles by number.
///
/// Candidates agree in one of the bands into which signatures are cut (Leskovec, Rajaraman & Ullman
/// 2014, ch. 3); the rows of a band are as many as miss a pair at the threshold with a probability
/// of at most .001. Neither the order of `articles` nor threads change what is found.
///
/// # Errors
/// Those of `shingles`.
pub fn find_copies<E>(
    articles: &[Article],
    threshold: f64,
    mut shingles: impl FnMut(usize) -> Result<Vec<u64>, E>,
) -> Result<Copies, E> {
    let mut pairs = Vec::new();
    let mut own = vec![false; articles.len()];
    let mut held: Option<(usize, Vec<u64>)> = None;
    for (one, other) in candidates(articles, threshold) {
        let shingles_of_one = match held.take() {
            Some((number, set)) if number == one => set,
            _ => shingles(one)?,
        };
        let similarity = jaccard(&shingles_of_one, &shingles(other)?);
        held = Some((one, shingles_of_one));
        if similarity < threshold {
            continue;
        }
        if articles[one].outlet == articles[other].outlet {
            (own[one], own[other]) = (true, true);
        }
        let (one, other) =
            if articles[one].id <= articles[other].id { (one, other) } else { (other, one) };
        pairs.push(CopyPair { one, other, similarity });
    }
    pairs.sort_by(|a, b| {
        (&articles[a.one].id, &articles[a.other].id)
            .cmp(&(&articles[b.one].id, &articles[b.other].id))
    });
    let groups = groups(articles, &pairs);
    Ok(Copies { pairs, groups, within: own.into_iter().filter(|own| *own).count() })
}

/// The most rows to a band that still find a pair at the threshold s almost surely: with b bands of
/// r rows it is missed with probability (1 − sʳ)ᵇ.
fn rows_of_band(threshold: f64) -> usize {
    let misses = |rows: usize| {
        let bands = i32::try_from(HASHES / rows).unwrap_or(1);
        (1.0 - threshold.powi(i32::try_from(rows).unwrap_or(1))).powi(bands)
    };
    (1..=HASHES / 4).take_while(|&rows| misses(rows) <= MISSED).last().unwrap_or(1)
}

/// Pairs that may be copies, each once, sorted.
fn candidates(articles: &[Article], threshold: f64) -> Vec<(usize, usize)> {
    let mut ranked: Vec<usize> = (0..articles.len()).collect();
    ranked.sort_by(|&a, &b| articles[a].order(&articles[b]));
    let rows = rows_of_band(threshold);
    let bands: Vec<Vec<u64>> =
        ranked.iter().map(|&at| articles[at].signature.bands(rows).collect()).collect();
    let least = threshold - SURE * (threshold * (1.0 - threshold) / HASHES as f64).sqrt();
    let mut found: Vec<(usize, usize)> = Vec::new();
    for band in 0..HASHES / rows {
        let mut keys: Vec<(u64, usize)> = bands
            .iter()
            .enumerate()
            .filter_map(|(rank, keys)| Some((*keys.get(band)?, rank)))
            .collect();
        keys.sort_unstable();
        for bucket in keys.chunk_by(|a, b| a.0 == b.0) {
            for (at, &(_, later)) in bucket.iter().enumerate() {
                let mates =
                    bucket[..at.min(MOST_MATES)].iter().map(|&(_, earlier)| (earlier, later));
                found.extend(mates.filter(|&(one, other)| {
                    articles[ranked[one]].signature.similarity(&articles[ranked[other]].signature)
                        >= least
                }));
            }
        }
        // Copies meet in most bands.
        found.sort_unstable();
        found.dedup();
    }
    found.into_iter().map(|(earlier, later)| (ranked[earlier], ranked[later])).collect()
}

/// Single linkage over the pairs: copies of copies belong together.
fn groups(articles: &[Article], pairs: &[CopyPair]) -> Vec<Vec<usize>> {
    let mut parents: Vec<usize> = (0..articles.len()).collect();
    fn root(parents: &mut [usize], mut at: usize) -> usize {
        while parents[at] != at {
            parents[at] = parents[parents[at]];
            at = parents[at];
        }
        at
    }
    for pair in pairs {
        let (one, other) = (root(&mut parents, pair.one), root(&mut parents, pair.other));
        parents[one.max(other)] = one.min(other);
    }
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); articles.len()];
    for at in 0..articles.len() {
        members[root(&mut parents, at)].push(at);
    }
    let mut groups: Vec<Vec<usize>> = members.into_iter().filter(|group| group.len() > 1).collect();
    groups.iter_mut().for_each(|group| group.sort_by(|&a, &b| articles[a].order(&articles[b])));
    groups.sort_by(|a, b| articles[a[0]].order(&articles[b[0]]));
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Documents by outlet, day of a month and the numbers of their shingles.
    fn corpus(documents: &[(&str, &str, Option<u8>, Vec<u64>)]) -> Vec<(Article, Vec<u64>)> {
        let article = |(id, outlet, day, shingles): &(&str, &str, Option<u8>, Vec<u64>)| {
            let date = day.and_then(|day| Date::new(2031, Some(3), Some(day)));
            (
                Article {
                    id: (*id).into(),
                    outlet: (*outlet).into(),
                    date,
                    signature: Signature::from_shingles(shingles),
                },
                shingles.clone(),
            )
        };
        documents.iter().map(article).collect()
    }

    fn run(numbers: std::ops::Range<u64>) -> Vec<u64> {
        // Spread out as hashes are.
        let mut run: Vec<u64> = numbers
            .map(|n| {
                (n + 1)
                    .wrapping_mul(0x9e37_79b9_7f4a_7c15)
                    .rotate_left(29)
                    .wrapping_mul(0xbf58_476d_1ce4_e5b9)
            })
            .collect();
        run.sort_unstable();
        run
    }

    /// Pairs and groups by id.
    type Named = (Vec<(String, String, f64)>, Vec<Vec<String>>, usize);

    fn found(corpus: &[(Article, Vec<u64>)], threshold: f64) -> Named {
        let articles: Vec<Article> = corpus.iter().map(|(article, _)| article.clone()).collect();
        let copies =
            find_copies(&articles, threshold, |at| Ok::<_, ()>(corpus[at].1.clone())).unwrap();
        let id = |at: usize| articles[at].id.to_string();
        let pairs = copies
            .pairs
            .iter()
            .map(|pair| (id(pair.one), id(pair.other), pair.similarity))
            .collect();
        (
            pairs,
            copies.groups.iter().map(|group| group.iter().map(|&at| id(at)).collect()).collect(),
            copies.within,
        )
    }

    #[test]
    fn copies_are_pairs_and_copies_of_copies_one_group() {
        let corpus = corpus(&[
            ("a1", "A", Some(3), run(0..1000)),
            ("a2", "A", Some(4), run(50..1050)),
            ("b1", "B", Some(2), run(100..1100)),
            ("b2", "B", None, run(5000..6000)),
            ("c1", "C", Some(1), run(5000..6000)),
            ("c2", "C", Some(1), run(500..1500)),
        ]);
        let (pairs, groups, within) = found(&corpus, 0.8);
        let expected = [
            ("a1", "a2", 950.0 / 1050.0),
            ("a1", "b1", 900.0 / 1100.0),
            ("a2", "b1", 950.0 / 1050.0),
            ("b2", "c1", 1.0),
        ];
        assert_eq!(
            pairs,
            expected.map(|(one, other, similarity)| (one.to_owned(), other.to_owned(), similarity))
        );
        assert_eq!(groups, [vec!["c1", "b2"], vec!["b1", "a1", "a2"]]);
        assert_eq!(within, 2);
        assert_eq!(found(&corpus, 0.85).0.len(), 3);
    }

    #[test]
    fn bands_miss_almost_none_at_the_threshold() {
        for (threshold, rows) in [(0.4, 2), (0.5, 2), (0.8, 5), (0.9, 8), (1.0, 32)] {
            assert_eq!(rows_of_band(threshold), rows, "{threshold}");
        }
    }

    #[test]
    fn thousands_of_copies_of_one_notice_are_one_group() {
        let notice = run(0..20);
        let ids: Vec<String> = (0..3000).map(|n| format!("{n:04}")).collect();
        let documents: Vec<_> = ids
            .iter()
            .enumerate()
            .map(|(n, id)| (id.as_str(), if n % 2 == 0 { "A" } else { "B" }, None, notice.clone()))
            .collect();
        let (pairs, groups, within) = found(&corpus(&documents), 0.8);
        assert!(pairs.len() <= 3000 * MOST_MATES, "{}", pairs.len());
        assert_eq!((groups.len(), groups[0].len(), within), (1, 3000, 3000));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn the_order_of_documents_changes_nothing(
            starts in proptest::collection::vec((0_u64..120, 0_u8..3, 0_u8..4), 2..20),
            turn in 0_usize..20,
        ) {
            let ids: Vec<String> = (0..starts.len()).map(|n| format!("d{n:02}")).collect();
            let documents: Vec<_> = starts.iter().zip(&ids).map(|((start, outlet, day), id)| {
                let outlet = ["A", "B", "C"][usize::from(*outlet)];
                let day = Some(*day).filter(|day| *day > 0);
                (id.as_str(), outlet, day, run(*start..start + 100))
            }).collect();
            let mut turned = documents.clone();
            turned.rotate_left(turn % documents.len());
            turned.reverse();
            let one = found(&corpus(&documents), 0.8);
            prop_assert_eq!(&one, &found(&corpus(&turned), 0.8));
            // Every pair is one; an exhaustive search finds the same, save what bands may miss near
            // the threshold.
            for (a, b, similarity) in &one.0 {
                let at = |id: &str| &documents[id[1..].parse::<usize>().unwrap()];
                prop_assert!(*similarity >= 0.8);
                prop_assert_eq!(*similarity, jaccard(&at(a).3, &at(b).3));
            }
            for (n, a) in documents.iter().enumerate() {
                for b in &documents[n + 1..] {
                    let listed = one.0.iter().any(|(one, other, _)| one == a.0 && other == b.0);
                    prop_assert!(listed || jaccard(&a.3, &b.3) < 0.86);
                }
            }
        }
    }
}
