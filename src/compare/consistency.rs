//! Whether the entries of a category go together over documents: coverage, shares, Cronbach's
//! alpha, KR-20, item-rest correlation.

use crate::frame::DocumentFrame;
use crate::lexicon::{CategoryId, EntryId, Matcher};
use std::collections::BTreeMap;

/// Cronbach's alpha (1951) of `items` items, from the sum of their variances and the variance of
/// their sum: k/(k − 1) · (1 − Σs²ᵢ/s²). At most 1; below 0 where items run against each other. On
/// items that are 0 or 1 it is KR-20 (Kuder & Richardson 1937). `None` below two items or where the
/// sum does not vary.
///
/// ```
/// // Ten items of a health questionnaire (Bland & Altman 1997).
/// let alpha = framescope::compare::cronbach_alpha(10, 11.16, 77.44).unwrap();
/// assert!((alpha - 0.950987).abs() < 1e-6);
/// ```
pub fn cronbach_alpha(items: usize, sum_of_variances: f64, variance_of_sum: f64) -> Option<f64> {
    let k = items as f64;
    (items >= 2 && variance_of_sum > 0.0)
        .then(|| k / (k - 1.0) * (1.0 - sum_of_variances / variance_of_sum))
}

/// An entry over the documents of a corpus.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemUse {
    /// The entry.
    pub entry: EntryId,
    /// Its matches.
    pub count: u64,
    /// The documents with at least one.
    pub documents: u64,
    /// Its share of the matches of its category, 0 to 1; `None` where there are none.
    pub share: Option<f64>,
    /// The correlation, over documents, of its rate with the sum of the rates of the category's
    /// other entries; `None` where one of the two does not vary.
    pub item_rest: Option<f64>,
}

/// A category over the documents of a corpus.
#[derive(Clone, Debug, PartialEq)]
pub struct CategoryUse {
    /// The category.
    pub category: CategoryId,
    /// Its own entries in the order of their ids, found or not; those spelled alike as one.
    pub items: Vec<ItemUse>,
    /// Matches of its own entries.
    pub count: u64,
    /// The documents that hold one.
    pub documents: u64,
    /// Cronbach's alpha of the entries that occur, on rates per 1,000 tokens over documents.
    pub alpha: Option<f64>,
    /// KR-20 of the same, on whether an entry occurs in a document.
    pub kr20: Option<f64>,
}

impl CategoryUse {
    /// The entries that occur.
    pub fn found(&self) -> usize {
        self.items.iter().filter(|item| item.count > 0).count()
    }

    /// The entry with most matches, the first of equals.
    pub fn top(&self) -> Option<&ItemUse> {
        self.items
            .iter()
            .filter(|item| item.count > 0)
            .min_by_key(|item| (std::cmp::Reverse(item.count), item.entry))
    }
}

/// Sums over documents of a value, of its square and of its product with the category's total.
#[derive(Clone, Copy, Debug, Default)]
struct ItemSums {
    x: f64,
    xx: f64,
    xt: f64,
}

#[derive(Clone, Copy, Debug, Default)]
struct ItemTotals {
    count: u64,
    documents: u64,
    rate: ItemSums,
    present: ItemSums,
}

#[derive(Clone, Debug, Default)]
struct CategoryTotals {
    count: u64,
    documents: u64,
    rate: ItemSums,
    present: ItemSums,
    items: BTreeMap<EntryId, ItemTotals>,
}

/// How each category with entries of its own, and each of its entries, is used over `frames`.
///
/// Rates are per 1,000 tokens, and documents without tokens are left out. Entries that never occur
/// have no variance and are no items of alpha: it speaks of the entries that this corpus holds.
pub fn category_uses(frames: &[DocumentFrame], matcher: &Matcher) -> Vec<CategoryUse> {
    let mut totals: Vec<CategoryTotals> =
        vec![CategoryTotals::default(); matcher.categories().len()];
    let worded = frames.iter().filter(|frame| frame.tokens > 0);
    let documents = worded.clone().count() as f64;
    for frame in worded {
        let scale = 1000.0 / frame.tokens as f64;
        // Entries stand in the order of their ids, so those of a category stand together.
        for same in frame
            .entries
            .chunk_by(|a, b| matcher.entry(a.0).category == matcher.entry(b.0).category)
        {
            let Some(total) = same
                .first()
                .and_then(|(id, _)| totals.get_mut(matcher.entry(*id).category.0 as usize))
            else {
                continue;
            };
            let matches: u64 = same.iter().map(|(_, voices)| u64::from(voices.total())).sum();
            let (rate, kinds) = (matches as f64 * scale, same.len() as f64);
            total.count += matches;
            total.documents += 1;
            total.rate.add(rate, rate);
            total.present.add(kinds, kinds);
            for (id, voices) in same {
                let item = total.items.entry(*id).or_default();
                item.count += u64::from(voices.total());
                item.documents += 1;
                item.rate.add(f64::from(voices.total()) * scale, rate);
                item.present.add(1.0, kinds);
            }
        }
    }
    let ids = (0_u32..).map(CategoryId).zip(matcher.categories()).zip(totals);
    ids.filter(|((_, info), _)| info.has_entries)
        .map(|((id, _), total)| of_category(id, &total, documents, matcher))
        .collect()
}

fn of_category(
    category: CategoryId,
    total: &CategoryTotals,
    documents: f64,
    matcher: &Matcher,
) -> CategoryUse {
    let entries = (0_u32..)
        .map(EntryId)
        .zip(matcher.entries())
        .filter(|(id, info)| info.category == category && info.row == *id);
    let items = entries.map(|(entry, _)| {
        let item = total.items.get(&entry).copied().unwrap_or_default();
        ItemUse {
            entry,
            count: item.count,
            documents: item.documents,
            share: (total.count > 0).then(|| item.count as f64 / total.count as f64),
            item_rest: item.rate.correlation_with_rest(total.rate, documents),
        }
    });
    let alpha = |item: fn(&ItemTotals) -> ItemSums, whole: ItemSums| {
        let variances: f64 =
            total.items.values().map(|found| item(found).variance(documents)).sum();
        cronbach_alpha(total.items.len(), variances, whole.variance(documents))
    };
    CategoryUse {
        category,
        items: items.collect(),
        count: total.count,
        documents: total.documents,
        alpha: alpha(|item| item.rate, total.rate),
        kr20: alpha(|item| item.present, total.present),
    }
}

impl ItemSums {
    fn add(&mut self, x: f64, total: f64) {
        self.x += x;
        self.xx += x * x;
        self.xt += x * total;
    }

    /// Over `n` documents, those without the value counting as 0. Divided by n, which alpha does
    /// not feel.
    fn variance(self, n: f64) -> f64 {
        if n > 0.0 { (self.xx / n - (self.x / n).powi(2)).max(0.0) } else { 0.0 }
    }

    /// Pearson's correlation with what is left of a total when this is taken out.
    fn correlation_with_rest(self, total: Self, n: f64) -> Option<f64> {
        if n < 2.0 {
            return None;
        }
        let variance = self.variance(n);
        let covariance = self.xt / n - self.x / n * (total.x / n);
        let rest = total.variance(n) - 2.0 * covariance + variance;
        // What is left of a difference of large numbers is no variance.
        let varies = |value: f64| value > 1e-9 * total.variance(n).max(f64::MIN_POSITIVE);
        (varies(variance) && varies(rest))
            .then(|| ((covariance - variance) / (variance * rest).sqrt()).clamp(-1.0, 1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::Annotator;
    use crate::frame::ByVoice;
    use crate::lexicon::read_toml;
    use proptest::prelude::*;

    /// Plain definitions over the matrix of items by documents.
    fn plain_alpha(matrix: &[Vec<f64>]) -> Option<f64> {
        let variance = |values: &[f64]| {
            let mean = values.iter().sum::<f64>() / values.len() as f64;
            values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / (values.len() as f64 - 1.0)
        };
        let total: Vec<f64> =
            (0..matrix[0].len()).map(|d| matrix.iter().map(|item| item[d]).sum()).collect();
        cronbach_alpha(
            matrix.len(),
            matrix.iter().map(|item| variance(item)).sum(),
            variance(&total),
        )
    }

    #[test]
    fn alpha_of_equal_items_is_one_and_of_one_item_nothing() {
        assert_eq!(cronbach_alpha(1, 1.0, 1.0), None);
        assert_eq!(cronbach_alpha(3, 0.0, 0.0), None);
        assert!((cronbach_alpha(2, 2.0, 4.0).unwrap() - 1.0).abs() < 1e-12);
    }

    fn frames(texts: &[String]) -> (Matcher, Vec<DocumentFrame>) {
        let lexicon = read_toml(
            "t.toml",
            b"name = \"t\"\n[category.a]\nterms = [\"x\", \"y\", \"z\", \
                \"never\"]\n[category.b]\nterms = [\"q\"]",
        )
        .unwrap();
        let matcher = Matcher::compile([&lexicon]).unwrap();
        let mut annotator = Annotator::new(&matcher);
        let frame = |text: &String| {
            let annotation = annotator.annotate(text);
            let mut entries: BTreeMap<EntryId, ByVoice<u32>> = BTreeMap::new();
            for found in annotation.matches {
                entries.entry(found.entry).or_default().own += 1;
            }
            DocumentFrame {
                id: text.as_str().into(),
                outlet: "o".into(),
                date: None,
                event: None,
                tokens: annotation.tokens.len() as u64,
                categories: Vec::new(),
                entries: entries.into_iter().collect(),
                targets: Vec::new(),
                language: None,
                has_rules: false,
                unserved: Box::default(),
            }
        };
        let frames = texts.iter().map(frame).collect();
        (matcher, frames)
    }

    proptest! {
        #[test]
        fn sums_give_what_the_whole_matrix_gives(
            documents in proptest::collection::vec("[xyzqw]( [xyzqw]){3,9}", 3..12),
        ) {
            let (matcher, frames) = frames(&documents);
            let uses = category_uses(&frames, &matcher);
            let rate = |document: &String, term: &str| {
                let words: Vec<&str> = document.split(' ').collect();
                let hits = words.iter().filter(|word| **word == term).count();
                1000.0 * hits as f64 / words.len() as f64
            };
            let occurring = ["x", "y", "z"].into_iter().filter(|term| {
                documents.iter().any(|document| document.contains(term))
            });
            let items: Vec<Vec<f64>> = occurring
                .map(|term| documents.iter().map(|document| rate(document, term)).collect())
                .collect();
            let close = |a: Option<f64>, b: Option<f64>| match (a, b) {
                (Some(a), Some(b)) => (a - b).abs() < 1e-6 * (1.0 + b.abs()),
                (a, b) => a.is_none() == b.is_none(),
            };
            let spread = items.iter().any(|item| item.iter().any(|v| (v - item[0]).abs() > 1e-9));
            let alpha = plain_alpha(&items).filter(|alpha| alpha.abs() < 1e3);
            if items.len() >= 2 && spread && alpha.is_some() {
                prop_assert!(close(uses[0].alpha, alpha), "{:?} {alpha:?}", uses[0].alpha);
                let presence = |item: &Vec<f64>| -> Vec<f64> {
                    item.iter().map(|rate| f64::from(u8::from(*rate > 0.0))).collect()
                };
                let present: Vec<Vec<f64>> = items.iter().map(presence).collect();
                let kr20 = plain_alpha(&present).filter(|alpha| alpha.abs() < 1e3);
                if kr20.is_some() {
                    prop_assert!(close(uses[0].kr20, kr20));
                }
            }
            for item in uses.iter().flat_map(|u| &u.items) {
                prop_assert!(item.item_rest.is_none_or(|r| r.is_finite() && r.abs() <= 1.0));
            }
        }
    }

    #[test]
    fn item_rest_correlation_is_that_of_the_rest() {
        let texts = ["x y w w", "x x y y", "w w w w", "z w w w"].map(str::to_owned);
        let (matcher, frames) = frames(&texts);
        let uses = category_uses(&frames, &matcher);
        // x: 250 500 0 0; rest: 250 500 0 250.
        let expected = {
            let (x, r) = ([250.0, 500.0, 0.0, 0.0], [250.0, 500.0, 0.0, 250.0_f64]);
            let (mx, mr) = (187.5, 250.0);
            let cov: f64 = x.iter().zip(&r).map(|(x, r)| (x - mx) * (r - mr)).sum();
            let (vx, vr): (f64, f64) = (
                x.iter().map(|x| (x - mx).powi(2)).sum(),
                r.iter().map(|r| (r - mr).powi(2)).sum(),
            );
            cov / (vx * vr).sqrt()
        };
        assert!((uses[0].items[0].item_rest.unwrap() - expected).abs() < 1e-12);
        assert_eq!(uses[0].items[3].item_rest, None, "an entry that never occurs");
        assert_eq!((uses[0].count, uses[0].documents, uses[0].found()), (7, 3, 3));
        assert_eq!(uses[0].top().unwrap().entry, EntryId(0));
        assert_eq!((uses[1].count, uses[1].alpha, uses[1].top()), (0, None, None));
    }
}
