//! Before and after a date: whether an outlet's use of a category changed, and whether it changed
//! more than that of others.

use super::adjust::Adjustment;
use super::log_change::{LogChange, LogEstimate, When};
use super::naming_test::TestBasis;
use super::outlet::{OutletTotals, default_permutations};
use super::permutation::Design;
use super::ratio::RatioSums;
use crate::corpus::Date;
use crate::frame::DocumentFrame;
use crate::lexicon::CategoryId;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What changed at a date.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Around {
    /// For each category that occurs and each outlet its change, in the order of categories, then
    /// of outlets.
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

/// An outlet's documents on one side of a date, and how often a category occurs there in the
/// author's own voice.
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
    /// p adjusted over the changes with a p-value.
    pub q_value: Option<f64>,
    /// How the p-value was found, or why there is none.
    pub test: TestBasis,
    /// The outlet's log2 ratio less that of the other outlets.
    pub difference: LogEstimate,
    /// From the t of `difference`.
    pub difference_p_value: Option<f64>,
    /// p adjusted over the differences with a p-value.
    pub difference_q_value: Option<f64>,
    /// How the difference was tested, or why not.
    pub difference_basis: DifferenceBasis,
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
    /// Its ends lie beyond what numbers hold.
    TooWide,
}

impl ChangeBasis {
    /// The words that tables use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Linearized => "linearized",
            Self::NoDocuments(when) => when.choose([
                "no documents before",
                "no documents \
                after",
                "no documents",
            ]),
            Self::OneDocument(when) => when.choose([
                "one document before",
                "one document \
                after",
                "one document before and after",
            ]),
            Self::NoMatch(when) => when.choose(["no match before", "no match after", "no match"]),
            Self::TooWide => "too wide",
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
    TooWide,
}

impl DifferenceBasis {
    /// The words that tables use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Wald => "t test",
            Self::NoLogRatio => "no log_ratio",
            Self::OneOutlet => "one outlet",
            Self::FewDocuments => "others: few documents",
            Self::NoMatch(when) => when.choose([
                "others: no match before",
                "others: no match \
                after",
                "others: no match",
            ]),
            Self::TooWide => "too wide",
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

/// What changed at a date, in the author's own voice. Documents of the date itself count as after
/// it; if only its month or year is given, its first day is meant.
///
/// **Log ratio** of the rates R = Σx/Σn after and before, log2(R_a/R_b), with variance v_a/R_a² +
/// v_b/R_b² on the scale of natural logarithms, v the ratio estimator's linearized variance over
/// documents ([`RatioSums::variance`]), and t at the degrees of freedom of Welch (1947) and
/// Satterthwaite (1946).
///
/// **p** is the share of labellings of the outlet's documents with words as `before` and `after`
/// under which |x_a − n_a·X/N| is at least as large: the occurrences after the date beyond their
/// share by tokens.
///
/// **Difference** in differences: the log ratio of the outlet less that of the other outlets, in
/// which each other outlet k with two documents on either side weighs W_k = n_b·n_a/(n_b + n_a) on
/// both sides (Mantel & Haenszel 1959; for rates Rothman & Boice 1979): R = Σ W_k R_k / Σ W_k. So
/// an outlet that publishes more on one side shifts nothing. Variances add up, with W_k taken as
/// fixed; tested by Wald's t. Under the null hypothesis of equal changes labels cannot be permuted,
/// since outlets' levels may differ, so this test is approximate where the permutation is exact.
pub fn around(frames: &[DocumentFrame], date: Date, seed: u64, adjustment: Adjustment) -> Around {
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
        let (totals, count) = if is_after {
            (&mut halves.after, &mut found.after)
        } else {
            (&mut halves.before, &mut found.before)
        };
        totals.add_categories(frame);
        *count += 1;
        dated.entry(frame.outlet.clone()).or_default().push((frame, is_after));
    }
    let categories: Vec<CategoryId> =
        halves.before.occurring().union(&halves.after.occurring()).copied().collect();
    let outlets: Vec<Arc<str>> = dated.keys().cloned().collect();
    let tests: Vec<Vec<(Option<f64>, TestBasis)>> =
        dated.into_values().map(|documents| permuted(documents, &categories, seed)).collect();
    for (column, &category) in categories.iter().enumerate() {
        let sides: Vec<[(Side, RatioSums); 2]> =
            outlets.iter().map(|outlet| halves.sides(outlet, category)).collect();
        for (at, outlet) in outlets.iter().enumerate() {
            let test = tests
                .get(at)
                .and_then(|tests| tests.get(column))
                .copied()
                .unwrap_or((None, TestBasis::NoMatch));
            found.changes.extend(change((category, outlet), at, &sides, test));
        }
    }
    adjust(&mut found.changes, adjustment);
    found
}

fn adjust(changes: &mut [Change], adjustment: Adjustment) {
    let q_values =
        adjustment.q_values(&changes.iter().map(|change| change.p_value).collect::<Vec<_>>());
    changes.iter_mut().zip(q_values).for_each(|(change, q)| change.q_value = q);
    let q_values = adjustment
        .q_values(&changes.iter().map(|change| change.difference_p_value).collect::<Vec<_>>());
    changes.iter_mut().zip(q_values).for_each(|(change, q)| change.difference_q_value = q);
}

/// The permutation test of one outlet, for each category.
fn permuted(
    mut documents: Vec<(&DocumentFrame, bool)>,
    categories: &[CategoryId],
    seed: u64,
) -> Vec<(Option<f64>, TestBasis)> {
    // A document without tokens is no draw. The labels drawn depend on the order of documents,
    // which must not depend on the input's.
    documents.retain(|(frame, _)| frame.tokens > 0);
    documents.sort_by(|a, b| a.0.id.cmp(&b.0.id));
    let column: BTreeMap<CategoryId, usize> =
        categories.iter().enumerate().map(|(at, id)| (*id, at)).collect();
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
    let occurrences: Vec<f64> =
        hits.iter().map(|hits| hits.iter().map(|(_, own)| own).sum()).collect();
    let labels: Vec<u32> = documents.iter().map(|(_, is_after)| u32::from(*is_after)).collect();
    let design = Design::new(labels, &vec![0; documents.len()]);
    let statistics = |labels: &[u32], out: &mut [f64]| {
        let after: f64 = tokens.iter().zip(labels).map(|(n, label)| n * f64::from(*label)).sum();
        for ((hits, occurrences), out) in hits.iter().zip(&occurrences).zip(out) {
            let own: f64 = hits
                .iter()
                .map(|(at, own)| own * labels.get(*at).map_or(0.0, |label| f64::from(*label)))
                .sum();
            // |x_a − n_a·X/N| times N: whole numbers, so that equal values are equal.
            *out = (own * all - after * occurrences).abs();
        }
    };
    let (p_values, dealing) =
        design.p_values(default_permutations(documents.len()), seed, categories.len(), statistics);
    let basis = |p: Option<f64>, hits: &[_]| match p {
        Some(_) => TestBasis::Permuted(dealing),
        None if hits.is_empty() => TestBasis::NoMatch,
        None => TestBasis::NoOtherLabelling,
    };
    p_values.into_iter().zip(&hits).map(|(p, hits)| (p, basis(p, hits))).collect()
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
    let others =
        || sums.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, sides)| *sides);
    if others().next().is_none() {
        return Err(DifferenceBasis::OneOutlet);
    }
    let strata: Vec<[RatioSums; 2]> =
        others().filter(|sides| sides.iter().all(|side| side.documents > 1)).collect();
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
            let basis = if estimate.interval.is_some() {
                ChangeBasis::Linearized
            } else {
                ChangeBasis::TooWide
            };
            (estimate, basis)
        }
        Err(missing) => (LogEstimate::default(), *missing),
    };
    let difference = own
        .map_err(|_| DifferenceBasis::NoLogRatio)
        .and_then(|own| Ok(own.less(&others_change(at, &sums)?)));
    let (difference, difference_p_value, difference_basis) = match difference {
        Ok(found) => {
            let p = found.p_value();
            (
                found.estimate(),
                p,
                if p.is_some() { DifferenceBasis::Wald } else { DifferenceBasis::TooWide },
            )
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

#[cfg(test)]
mod tests {
    use super::super::permutation::Dealing;
    use super::super::ratio::t_quantile;
    use super::super::trend::tests::dated_frame;
    use super::*;
    use proptest::prelude::*;
    use std::f64::consts::LN_2;

    /// Documents of an outlet on both sides of June 2031, as matches and tokens of each.
    type Documents<'d> = (&'d str, Counts<'d>, Counts<'d>);
    type Counts<'d> = &'d [(u32, u64)];

    fn found(outlets: &[Documents<'_>]) -> Vec<Change> {
        let mut frames = Vec::new();
        for (outlet, before, after) in outlets {
            for (date, documents) in [("2031-05-31", before), ("2031-06-01", after)] {
                for (own, tokens) in *documents {
                    frames.push(dated_frame(frames.len(), outlet, date, *tokens, &[*own]));
                }
            }
        }
        around(&frames, Date::new(2031, Some(6), None).unwrap(), 0, Adjustment::default()).changes
    }

    fn close(found: Option<f64>, expected: f64) {
        let found = found.unwrap();
        assert!((found - expected).abs() <= 1e-9 * expected.abs(), "{found} is not {expected}");
    }

    const B: Counts<'static> = &[(10, 150), (0, 100), (0, 90), (20, 210), (10, 100)];
    const A: Counts<'static> = &[(30, 100), (0, 120), (10, 80), (50, 200)];

    #[test]
    fn the_log_ratio_has_the_published_error() {
        let change = &found(&[("A", B, A)])[0];
        // The documents of the published example, with ten times the hits, which changes neither
        // ratio nor relative variance: ln ratio 1.073294, error .490562 (linearized, D/(D−1) on
        // either side); degrees of freedom 6.505947 after Welch and Satterthwaite; numpy and
        // scipy.stats.t gave the rest.
        close(change.log_ratio.value, 1.5484366246960422);
        assert!((change.log_ratio.value.unwrap() * LN_2 - 1.073294).abs() < 5e-7);
        let interval = change.log_ratio.interval.unwrap();
        close(Some(interval.low), -0.1511909440273336);
        close(Some(interval.high), 3.2480641934194185);
        let error =
            (interval.high - interval.low) / 2.0 / t_quantile(0.975, 6.5059473434183515) * LN_2;
        assert!((error - 0.490562).abs() < 5e-7, "{error}");
        assert_eq!(
            (change.before.own, change.after.own, change.before.documents, change.after.tokens),
            (40, 90, 5, 500)
        );
        // 17 of the choices of four of the nine documents have as much more, or less, than their
        // share.
        assert_eq!(
            (change.p_value, change.test),
            (Some(17.0 / 126.0), TestBasis::Permuted(Dealing::Exact(126)))
        );
        assert_eq!(
            (change.difference.value, change.difference_basis),
            (None, DifferenceBasis::OneOutlet)
        );
    }

    #[test]
    fn the_difference_is_from_the_other_outlets_each_weighted_alike_on_both_sides() {
        let (c, d): (Counts<'_>, Counts<'_>) =
            (&[(20, 100), (10, 150), (0, 120)], &[(10, 110), (10, 90), (20, 100)]);
        let (e, f): (Counts<'_>, Counts<'_>) = (&[(40, 200), (0, 100)], &[(0, 100), (10, 80)]);
        // One document on a side says nothing of its variance: its outlet is not held against.
        let changes = found(&[
            ("A", B, A),
            ("C", c, d),
            ("E", e, f),
            ("F", &[(9, 100)], &[(9, 100), (0, 90)]),
        ]);
        close(changes[0].difference.value, 1.5531776576872807);
        let interval = changes[0].difference.interval.unwrap();
        close(Some(interval.low), -0.8599108282515734);
        close(Some(interval.high), 3.9662661436261346);
        close(changes[0].difference_p_value, 0.18052726551073203);
        assert_eq!(
            (changes[3].basis, changes[3].difference_basis),
            (ChangeBasis::OneDocument(When::Before), DifferenceBasis::NoLogRatio)
        );

        // Where the others publish more after the date and use the word as before, they do not
        // change.
        let (often, seldom): (Counts<'_>, Counts<'_>) =
            (&[(9, 100), (11, 100)], &[(0, 100), (2, 100)]);
        let many: Vec<(u32, u64)> = often.repeat(5);
        let changes = found(&[("A", B, A), ("often", often, &many), ("seldom", seldom, seldom)]);
        close(changes[0].difference.value, changes[0].log_ratio.value.unwrap());
    }

    #[test]
    fn what_is_missing_has_a_reason() {
        let reasons = |outlets: &[Documents<'_>]| {
            let change = found(outlets).remove(0);
            assert_eq!(
                change.log_ratio.value.is_some(),
                matches!(change.basis, ChangeBasis::Linearized | ChangeBasis::TooWide)
            );
            (change.basis.name(), change.test.name(), change.difference_basis.name())
        };
        let two: Counts<'_> = &[(1, 100), (2, 100)];
        let none: Counts<'_> = &[(0, 100), (0, 90)];
        let even: Counts<'_> = &[(1, 100), (2, 200)];
        assert_eq!(
            reasons(&[("A", two, &[])]),
            (
                "no documents after",
                "no labelling differs",
                "no \
            log_ratio"
            )
        );
        assert_eq!(
            reasons(&[("A", &[(1, 100)], &[(2, 100)])]),
            (
                "one document before and \
            after",
                "no labelling differs",
                "no log_ratio"
            )
        );
        assert_eq!(
            reasons(&[("A", two, none)]),
            (
                "no match after",
                "exact permutation",
                "no \
            log_ratio"
            )
        );
        assert_eq!(
            reasons(&[("A", none, none), ("B", two, two)]),
            (
                "no match",
                "no match",
                "no \
            log_ratio"
            )
        );
        assert_eq!(
            reasons(&[("A", two, two), ("B", two, &[(1, 50)])]),
            (
                "linearized",
                "exact \
            permutation",
                "others: few documents"
            )
        );
        assert_eq!(
            reasons(&[("A", two, two), ("B", two, none)]),
            (
                "linearized",
                "exact \
            permutation",
                "others: no match after"
            )
        );
        assert_eq!(
            reasons(&[("A", even, even), ("B", even, even)]),
            (
                "linearized",
                "no labelling \
            differs",
                "t test"
            )
        );
        assert_eq!(
            reasons(&[("A", even, even), ("B", two, two)]),
            (
                "linearized",
                "no labelling \
            differs",
                "t test"
            )
        );
        assert_eq!(found(&[]), []);
        assert_eq!(found(&[("A", &[(0, 0)], none)]), [], "what does not occur has no row");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn every_figure_is_a_number_and_changes_mirror(
            documents in proptest::collection::vec((0_usize..3, any::<bool>(), 0_u64..300, 0_u32..4), 0..24), turn in 0_usize..24,
        ) {
            let frames = |turned: bool| -> Vec<DocumentFrame> {
                let frame = |(at, (outlet, is_after, tokens, own)): (usize, &(usize, bool, u64, u32))| {
                    let date = if *is_after != turned { "2031-06-02" } else { "2031-05-02" };
                    dated_frame(at, ["A", "B", "C"][*outlet], date, *tokens, &[if *tokens > 0 { *own } else { 0 }])
                };
                documents.iter().enumerate().map(frame).collect()
            };
            let date = Date::new(2031, Some(6), None).unwrap();
            let found = around(&frames(false), date, 1, Adjustment::default());
            let mut shuffled = frames(false);
            if !shuffled.is_empty() { shuffled.rotate_left(turn % documents.len()); }
            prop_assert_eq!(&around(&shuffled, date, 1, Adjustment::default()), &found);
            let mirrored = around(&frames(true), date, 1, Adjustment::default());
            for (change, mirror) in found.changes.iter().zip(&mirrored.changes) {
                for estimate in [change.log_ratio, change.difference] {
                    prop_assert!(estimate.value.is_none_or(f64::is_finite));
                    prop_assert!(estimate.interval.is_none_or(|i| i.low.is_finite() && i.low < i.high && i.high.is_finite()));
                }
                for p in [change.p_value, change.q_value, change.difference_p_value, change.difference_q_value] {
                    prop_assert!(p.is_none_or(|p| (0.0..=1.0).contains(&p)));
                }
                prop_assert_eq!(change.difference_p_value.is_some(), change.difference.interval.is_some());
                for (a, b) in [(change.log_ratio, mirror.log_ratio), (change.difference, mirror.difference)] {
                    prop_assert!(a.value.is_some() == b.value.is_some() && a.value.unwrap_or(0.0) + b.value.unwrap_or(0.0) < 1e-9);
                }
            }
        }
    }
}
