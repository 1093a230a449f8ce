//! Before and after a date: whether an outlet's use of a category changed, and whether it changed more than that of others.

use super::adjust::benjamini_hochberg;
use super::naming_test::TestBasis;
use super::outlet::{LEVEL, OutletTotals, default_permutations};
use super::permutation::Design;
use super::ratio::{Interval, RatioSums, t_quantile_at, t_tails};
use crate::corpus::Date;
use crate::frame::DocumentFrame;
use crate::lexicon::CategoryId;
use std::collections::BTreeMap;
use std::f64::consts::LN_2;
use std::sync::Arc;

/// What changed at a date.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Around {
    /// For each category that occurs and each outlet its change, in the order of categories, then of outlets.
    pub changes: Vec<Change>,
    /// Documents before the date.
    pub before: u64,
    /// Documents on the date and after it.
    pub after: u64,
    /// Documents without a date, left out.
    pub undated: u64,
    /// Documents dated so coarsely that they may lie on either side, left out.
    pub straddling: u64,
}

/// An outlet's documents on one side of a date, and how often a category occurs there in the author's own voice.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Side {
    /// Documents.
    pub documents: u64,
    /// Their tokens.
    pub tokens: u64,
    /// Occurrences.
    pub own: u64,
    /// Occurrences per 1,000 tokens; `None` without tokens.
    pub rate_own: Option<f64>,
}

/// An estimate on the scale of log2, with the interval that documents give it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LogEstimate {
    /// The estimate.
    pub value: Option<f64>,
    /// Its 95 % interval.
    pub interval: Option<Interval>,
}

/// The change of a category in an outlet, in the author's own voice.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The category.
    pub category: CategoryId,
    /// The outlet.
    pub outlet: Arc<str>,
    /// Before the date.
    pub before: Side,
    /// On the date and after it.
    pub after: Side,
    /// log2 of the rate after over the rate before.
    pub log_ratio: LogEstimate,
    /// How its interval was found, or why there is none.
    pub basis: ChangeBasis,
    /// From permuting `before` and `after` over the outlet's documents.
    pub p_value: Option<f64>,
    /// Benjamini & Hochberg over the changes with a p-value.
    pub q_value: Option<f64>,
    /// How the p-value was found, or why there is none.
    pub test: TestBasis,
    /// The outlet's log2 ratio less that of the other outlets.
    pub difference: LogEstimate,
    /// From the t of `difference`.
    pub difference_p_value: Option<f64>,
    /// Benjamini & Hochberg over the differences with a p-value.
    pub difference_q_value: Option<f64>,
    /// How the difference was tested, or why not.
    pub difference_basis: DifferenceBasis,
}

/// A side of the date, or both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Before it.
    Before,
    /// On it and after it.
    After,
    /// On both sides.
    Both,
}

impl When {
    fn of(before: bool, after: bool) -> Option<Self> {
        match (before, after) {
            (true, true) => Some(Self::Both),
            (true, false) => Some(Self::Before),
            (false, true) => Some(Self::After),
            (false, false) => None,
        }
    }

    fn choose(self, words: [&'static str; 3]) -> &'static str {
        match self {
            Self::Before => words[0],
            Self::After => words[1],
            Self::Both => words[2],
        }
    }
}

/// How the interval of a log ratio was found, or what is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeBasis {
    /// The linearized variance of both rates over documents.
    Linearized,
    /// The outlet has no documents with words there.
    NoDocuments(When),
    /// The outlet has one document there.
    OneDocument(When),
    /// The category does not occur there.
    NoMatch(When),
    /// All documents of a side have the same rate, on both sides.
    NoVariance,
}

impl ChangeBasis {
    /// The words that tables use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Linearized => "linearized",
            Self::NoDocuments(when) => when.choose(["no documents before", "no documents after", "no documents"]),
            Self::OneDocument(when) => when.choose(["one document before", "one document after", "one document before and after"]),
            Self::NoMatch(when) => when.choose(["no match before", "no match after", "no match"]),
            Self::NoVariance => "no variance",
        }
    }
}

/// How a difference of changes was tested, or why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DifferenceBasis {
    /// Wald's test: the difference over its standard error, against t.
    Wald,
    /// The outlet has no log ratio itself.
    NoLogRatio,
    /// No other outlet has documents.
    OneOutlet,
    /// No other outlet has two documents on either side.
    FewDocuments,
    /// The category does not occur there in other outlets.
    NoMatch(When),
    /// All documents of a side have the same rate, in each outlet and on both sides.
    NoVariance,
}

impl DifferenceBasis {
    /// The words that tables use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Wald => "t test",
            Self::NoLogRatio => "no log_ratio",
            Self::OneOutlet => "one outlet",
            Self::FewDocuments => "others: few documents",
            Self::NoMatch(when) => when.choose(["others: no match before", "others: no match after", "others: no match"]),
            Self::NoVariance => "no variance",
        }
    }
}

/// Sums before a date and after it.
#[derive(Clone, Debug, Default)]
struct Halves {
    before: OutletTotals,
    after: OutletTotals,
}

impl Halves {
    fn sides(&self, outlet: &str, id: CategoryId) -> [(Side, RatioSums); 2] {
        [&self.before, &self.after].map(|totals| {
            let sums = totals.own(outlet, id);
            let (documents, tokens) = totals.size(outlet);
            let own = u64::try_from(sums.x).unwrap_or(0);
            (Side { documents, tokens, own, rate_own: sums.ratio().map(|r| 1000.0 * r) }, sums)
        })
    }
}

/// What changed at a date, in the author's own voice. Documents of the date itself count as after it; if only its month or year is
/// given, its first day is meant.
///
/// **Log ratio** of the rates R = Σx/Σn after and before, log2(R_a/R_b), with variance v_a/R_a² + v_b/R_b² on the scale of natural
/// logarithms, v the ratio estimator's linearized variance over documents ([`RatioSums::variance`]), and t at the degrees of freedom of
/// Welch (1947) and Satterthwaite (1946).
///
/// **p** is the share of labellings of the outlet's documents with words as `before` and `after` under which |x_a − n_a·X/N| is at least
/// as large: the occurrences after the date beyond their share by tokens.
///
/// **Difference** in differences: the log ratio of the outlet less that of the other outlets, in which each other outlet k with two
/// documents on either side weighs W_k = n_b·n_a/(n_b + n_a) on both sides (Mantel & Haenszel 1959; for rates Rothman & Boice
/// 1979): R = Σ W_k R_k / Σ W_k. So an outlet that publishes more on one side shifts nothing. Variances add up, with W_k taken as
/// fixed; tested by Wald's t. Under the null hypothesis of equal changes labels cannot be permuted, since outlets' levels may differ, so
/// this test is approximate where the permutation is exact.
pub fn around(frames: &[DocumentFrame], date: Date, seed: u64) -> Around {
    let cut = date.days().0;
    let mut found = Around::default();
    let mut halves = Halves::default();
    let mut dated: BTreeMap<Arc<str>, Vec<(&DocumentFrame, bool)>> = BTreeMap::new();
    for frame in frames {
        let Some((first, last)) = frame.date.map(Date::days) else {
            found.undated += 1;
            continue;
        };
        let is_after = first >= cut;
        if !is_after && last >= cut {
            found.straddling += 1;
            continue;
        }
        let (totals, count) = if is_after { (&mut halves.after, &mut found.after) } else { (&mut halves.before, &mut found.before) };
        totals.add_categories(frame);
        *count += 1;
        dated.entry(frame.outlet.clone()).or_default().push((frame, is_after));
    }
    let categories: Vec<CategoryId> = halves.before.occurring().union(&halves.after.occurring()).copied().collect();
    let outlets: Vec<Arc<str>> = dated.keys().cloned().collect();
    let tests: Vec<Vec<(Option<f64>, TestBasis)>> = dated.into_values().map(|documents| permuted(documents, &categories, seed)).collect();
    for (column, &category) in categories.iter().enumerate() {
        let sides: Vec<[(Side, RatioSums); 2]> = outlets.iter().map(|outlet| halves.sides(outlet, category)).collect();
        for (at, outlet) in outlets.iter().enumerate() {
            let test = tests.get(at).and_then(|tests| tests.get(column)).copied().unwrap_or((None, TestBasis::NoMatch));
            found.changes.extend(change((category, outlet), at, &sides, test));
        }
    }
    adjust(&mut found.changes);
    found
}

fn adjust(changes: &mut [Change]) {
    let q_values = benjamini_hochberg(&changes.iter().map(|change| change.p_value).collect::<Vec<_>>());
    changes.iter_mut().zip(q_values).for_each(|(change, q)| change.q_value = q);
    let q_values = benjamini_hochberg(&changes.iter().map(|change| change.difference_p_value).collect::<Vec<_>>());
    changes.iter_mut().zip(q_values).for_each(|(change, q)| change.difference_q_value = q);
}

/// The permutation test of one outlet, for each category.
fn permuted(mut documents: Vec<(&DocumentFrame, bool)>, categories: &[CategoryId], seed: u64) -> Vec<(Option<f64>, TestBasis)> {
    // A document without tokens is no draw. The labels drawn depend on the order of documents, which must not depend on the input's.
    documents.retain(|(frame, _)| frame.tokens > 0);
    documents.sort_by(|a, b| a.0.id.cmp(&b.0.id));
    let column: BTreeMap<CategoryId, usize> = categories.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    let mut hits: Vec<Vec<(usize, f64)>> = vec![Vec::new(); categories.len()];
    for (at, (frame, _)) in documents.iter().enumerate() {
        for (id, score) in frame.categories.iter().filter(|(_, score)| score.voices.own > 0) {
            if let Some(hits) = column.get(id).and_then(|&column| hits.get_mut(column)) {
                hits.push((at, f64::from(score.voices.own)));
            }
        }
    }
    let tokens: Vec<f64> = documents.iter().map(|(frame, _)| frame.tokens as f64).collect();
    let all: f64 = tokens.iter().sum();
    let occurrences: Vec<f64> = hits.iter().map(|hits| hits.iter().map(|(_, own)| own).sum()).collect();
    let labels: Vec<u32> = documents.iter().map(|(_, is_after)| u32::from(*is_after)).collect();
    let design = Design::new(labels, &vec![0; documents.len()]);
    let statistics = |labels: &[u32], out: &mut [f64]| {
        let after: f64 = tokens.iter().zip(labels).map(|(n, label)| n * f64::from(*label)).sum();
        for ((hits, occurrences), out) in hits.iter().zip(&occurrences).zip(out) {
            let own: f64 = hits.iter().map(|(at, own)| own * labels.get(*at).map_or(0.0, |label| f64::from(*label))).sum();
            // |x_a − n_a·X/N| times N: whole numbers, so that equal values are equal.
            *out = (own * all - after * occurrences).abs();
        }
    };
    let (p_values, dealing) = design.p_values(default_permutations(documents.len()), seed, categories.len(), statistics);
    let basis = |p: Option<f64>, hits: &[_]| match p {
        Some(_) => TestBasis::Permuted(dealing),
        None if hits.is_empty() => TestBasis::NoMatch,
        None => TestBasis::NoOtherLabelling,
    };
    p_values.into_iter().zip(&hits).map(|(p, hits)| (p, basis(p, hits))).collect()
}

/// A natural logarithm of a ratio, with its variance and degrees of freedom as parts that add up.
#[derive(Clone, Debug, Default)]
struct LogChange {
    value: f64,
    /// Of each rate: its part in the variance, and its degrees of freedom.
    parts: Vec<(f64, f64)>,
}

impl LogChange {
    /// ln of the rate after over the rate before, each the mean of the outlets' rates weighted by W_k. `Err` where the category does
    /// not occur on a side. Every side has two documents or more.
    fn of(outlets: &[[RatioSums; 2]]) -> Result<Self, When> {
        let mut sums = [0.0; 2];
        let mut variances = [Vec::new(), Vec::new()];
        for sides in outlets {
            let tokens = sides.map(|side| side.n as f64);
            let weight = tokens[0] * tokens[1] / (tokens[0] + tokens[1]);
            for ((side, sum), parts) in sides.iter().zip(&mut sums).zip(&mut variances) {
                *sum += weight * side.ratio().unwrap_or(0.0);
                parts.push((weight * weight * side.variance().unwrap_or(0.0), side.documents.saturating_sub(1) as f64));
            }
        }
        if let Some(when) = When::of(sums[0] <= 0.0, sums[1] <= 0.0) {
            return Err(when);
        }
        let parts = variances.into_iter().zip(sums).flat_map(|(parts, sum)| parts.into_iter().map(move |(v, df)| (v / sum / sum, df)));
        Ok(Self { value: (sums[1] / sums[0]).ln(), parts: parts.collect() })
    }

    fn less(&self, other: &Self) -> Self {
        Self { value: self.value - other.value, parts: self.parts.iter().chain(&other.parts).copied().collect() }
    }

    /// The standard error, and the degrees of freedom (Σu)² / Σ(u²/df); `None` without variance.
    fn error(&self) -> Option<(f64, f64)> {
        let variance: f64 = self.parts.iter().map(|(u, _)| u).sum();
        let spread: f64 = self.parts.iter().filter(|(_, df)| *df > 0.0).map(|(u, df)| u * u / df).sum();
        (variance > 0.0 && spread > 0.0).then(|| (variance.sqrt(), variance * variance / spread))
    }

    /// On the scale of log2, with its interval.
    fn estimate(&self) -> LogEstimate {
        let value = self.value / LN_2;
        let interval = self.error().map(|(error, df)| {
            let reach = t_quantile_at(0.5 + LEVEL / 2.0, df) * error / LN_2;
            Interval { low: value - reach, high: value + reach }
        });
        LogEstimate { value: Some(value), interval: interval.filter(|i| i.low.is_finite() && i.high.is_finite()) }
    }

    fn p_value(&self) -> Option<f64> {
        self.error().map(|(error, df)| t_tails(self.value / error, df)).filter(|p| p.is_finite())
    }
}

/// The change of one outlet within itself, or what is missing.
fn own_change([before, after]: &[RatioSums; 2]) -> Result<LogChange, ChangeBasis> {
    if let Some(when) = When::of(before.n == 0, after.n == 0) {
        return Err(ChangeBasis::NoDocuments(when));
    }
    if let Some(when) = When::of(before.documents < 2, after.documents < 2) {
        return Err(ChangeBasis::OneDocument(when));
    }
    LogChange::of(&[[*before, *after]]).map_err(ChangeBasis::NoMatch)
}

/// The change of all outlets but one together, or what is missing.
fn others_change(at: usize, sums: &[[RatioSums; 2]]) -> Result<LogChange, DifferenceBasis> {
    let others = || sums.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, sides)| *sides);
    if others().next().is_none() {
        return Err(DifferenceBasis::OneOutlet);
    }
    let strata: Vec<[RatioSums; 2]> = others().filter(|sides| sides.iter().all(|side| side.documents > 1)).collect();
    if strata.is_empty() {
        return Err(DifferenceBasis::FewDocuments);
    }
    LogChange::of(&strata).map_err(DifferenceBasis::NoMatch)
}

/// The change of the outlet number `at` of those whose sides are given.
fn change(
    (category, outlet): (CategoryId, &Arc<str>),
    at: usize,
    sides: &[[(Side, RatioSums); 2]],
    (p_value, test): (Option<f64>, TestBasis),
) -> Option<Change> {
    let sums: Vec<[RatioSums; 2]> = sides.iter().map(|sides| sides.map(|(_, sums)| sums)).collect();
    let [before, after] = sides.get(at)?.map(|(side, _)| side);
    let own = own_change(sums.get(at)?);
    let (log_ratio, basis) = match &own {
        Ok(own) => {
            let estimate = own.estimate();
            let basis = if estimate.interval.is_some() { ChangeBasis::Linearized } else { ChangeBasis::NoVariance };
            (estimate, basis)
        }
        Err(missing) => (LogEstimate::default(), *missing),
    };
    let difference = own.map_err(|_| DifferenceBasis::NoLogRatio).and_then(|own| Ok(own.less(&others_change(at, &sums)?)));
    let (difference, difference_p_value, difference_basis) = match difference {
        Ok(found) => {
            let p = found.p_value();
            (found.estimate(), p, if p.is_some() { DifferenceBasis::Wald } else { DifferenceBasis::NoVariance })
        }
        Err(missing) => (LogEstimate::default(), None, missing),
    };
    Some(Change {
        category,
        outlet: outlet.clone(),
        before,
        after,
        log_ratio,
        basis,
        p_value,
        q_value: None,
        test,
        difference,
        difference_p_value,
        difference_q_value: None,
        difference_basis,
    })
}
