//! Before and after a date: whether an outlet's use of a category changed, and whether it changed
//! more than that of others.

use super::TestOptions;
use super::expected::is_too_few;
use super::log_change::LogChange;
use super::missing::{Missing, When};
use super::outlet::OutletTotals;
use super::panel::{Panel, PanelLabel};
use crate::corpus::Date;
use crate::frame::DocumentFrame;
use crate::lexicon::CategoryId;
use crate::stat::{Deals, Design, Estimated, Interval, Method, RatioSums, default_permutations};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What changed at a date.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DateComparison {
    /// For each category that occurs and each label of the panel with a document its change, in
    /// the order of categories, then of labels.
    pub changes: Vec<DatedChange>,
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
pub struct DateSide {
    /// Documents.
    pub documents: u64,
    /// Their tokens.
    pub tokens: u64,
    /// Occurrences.
    pub own: u64,
    /// Occurrences per 1,000 tokens; `None` without tokens.
    pub rate_own: Option<f64>,
}

/// The change of a category in an outlet at a date, in the author's own voice.
#[derive(Clone, Debug, PartialEq)]
pub struct DatedChange {
    /// The category.
    pub category: CategoryId,
    /// The outlet; those that are not compared are one.
    pub outlet: Arc<str>,
    /// Before the date.
    pub before: DateSide,
    /// On the date and after it.
    pub after: DateSide,
    /// log2 of the rate after over the rate before.
    pub log_ratio: Option<f64>,
    /// Its 95 % interval.
    pub interval: Estimated<Interval, Missing>,
    /// From permuting `before` and `after` over the outlet's documents.
    pub p_value: Estimated<f64, Missing>,
    /// p adjusted over the changes with a p-value.
    pub q_value: Option<f64>,
    /// The outlet's log2 ratio less that of the other outlets.
    pub difference: Option<f64>,
    /// Its 95 % interval.
    pub difference_interval: Estimated<Interval, Missing>,
}

/// Sums before a date and after it.
#[derive(Clone, Debug, Default)]
struct Halves {
    before: OutletTotals,
    after: OutletTotals,
}

/// Both sides of a date, before and after.
#[derive(Clone, Copy, Debug, Default)]
struct BothSides {
    shown: [DateSide; 2],
    sums: [RatioSums; 2],
}

impl Halves {
    fn sides(&self, outlet: &str, id: CategoryId) -> BothSides {
        let totals = [&self.before, &self.after];
        let sums = totals.map(|totals| totals.own(outlet, id));
        let side = |totals: &OutletTotals, sums: &RatioSums| {
            let (documents, tokens) = totals.size(outlet, id);
            // Occurrences are never less than none.
            let own = u64::try_from(sums.x).unwrap_or(0);
            DateSide { documents, tokens, own, rate_own: sums.ratio().map(|r| 1000.0 * r) }
        };
        let [before, after] = totals;
        BothSides { shown: [side(before, &sums[0]), side(after, &sums[1])], sums }
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
/// fixed; the interval is Wald's, with t. It has no p-value: where outlets change alike they may
/// still differ in level, so labels cannot be permuted, and Wald's test does not keep its level
/// where a word is rare.
pub fn around(panel: &Panel<'_>, date: Date, options: TestOptions) -> DateComparison {
    let cut = date.days().0;
    let mut found = DateComparison::default();
    let mut halves = Halves::default();
    let mut dated: BTreeMap<PanelLabel, Vec<DatedDocument<'_>>> = BTreeMap::new();
    for (frame, numbers) in panel.documents() {
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
        if let Some(label) = panel.labels().get(numbers.label.place()) {
            totals.add_to(label, frame);
        }
        *count += 1;
        dated.entry(numbers.label).or_default().push(DatedDocument { frame, is_after });
    }
    let categories: Vec<CategoryId> =
        halves.before.occurring().union(&halves.after.occurring()).copied().collect();
    let outlets: Vec<&Arc<str>> =
        dated.keys().filter_map(|label| panel.labels().get(label.place())).collect();
    let tests: Vec<Vec<Estimated<f64, Missing>>> = dated
        .into_values()
        .map(|documents| permuted(panel, &documents, &categories, options.seed))
        .collect();
    for (column, &category) in categories.iter().enumerate() {
        let sides: Vec<BothSides> =
            outlets.iter().map(|outlet| halves.sides(outlet, category)).collect();
        let sums: Vec<[RatioSums; 2]> = sides.iter().map(|sides| sides.sums).collect();
        for (at, (outlet, sides)) in outlets.iter().zip(&sides).enumerate() {
            let p_value = tests.get(at).and_then(|tests| tests.get(column)).copied();
            let p_value = p_value.unwrap_or(Estimated::Missing(Missing::NoMatch));
            let [before, after] = sides.shown;
            let change = DatedChange {
                category,
                outlet: (*outlet).clone(),
                before,
                after,
                log_ratio: None,
                interval: Estimated::Missing(Missing::TooWide),
                p_value,
                q_value: None,
                difference: None,
                difference_interval: Estimated::Missing(Missing::NoLogRatio),
            };
            found.changes.push(change.with_estimates(at, &sums));
        }
    }
    found.adjust(options);
    found
}

impl DateComparison {
    fn adjust(&mut self, options: TestOptions) {
        let p_values: Vec<Option<f64>> =
            self.changes.iter().map(|change| change.p_value.value()).collect();
        let q_values = options.adjustment.q_values(&p_values);
        self.changes.iter_mut().zip(q_values).for_each(|(change, q)| change.q_value = q);
    }
}

impl DatedChange {
    /// With the estimates of the label number `at` of those whose sums before and after are given.
    fn with_estimates(self, at: usize, sums: &[[RatioSums; 2]]) -> Self {
        let own = match sums.get(at).map_or(Err(Missing::NoLogRatio), own_change) {
            Ok(own) => own,
            Err(reason) => return Self { interval: Estimated::Missing(reason), ..self },
        };
        let changed = Self {
            log_ratio: Some(own.log2()),
            interval: Estimated::new(own.interval(), Method::Linearized, Missing::TooWide),
            ..self
        };
        match others_change(at, sums) {
            Err(reason) => Self { difference_interval: Estimated::Missing(reason), ..changed },
            Ok(others) => {
                let less = own.less(&others);
                Self {
                    difference: Some(less.log2()),
                    difference_interval: Estimated::new(
                        less.interval(),
                        Method::Linearized,
                        Missing::TooWide,
                    ),
                    ..changed
                }
            }
        }
    }
}

/// A document on one side of the date.
#[derive(Clone, Copy)]
struct DatedDocument<'f> {
    frame: &'f DocumentFrame,
    is_after: bool,
}

/// The permutation test of one outlet, for each category over the documents that its lexicon
/// serves.
fn permuted(
    panel: &Panel<'_>,
    documents: &[DatedDocument<'_>],
    categories: &[CategoryId],
    seed: u64,
) -> Vec<Estimated<f64, Missing>> {
    let by_language = panel.by_language(categories.iter().map(|category| (*category, *category)));
    let mut found: BTreeMap<CategoryId, Estimated<f64, Missing>> = BTreeMap::new();
    for (language, categories) in by_language {
        // Leaves out documents without tokens and those in another language.
        let is_draw = |document: &&DatedDocument<'_>| {
            document.frame.tokens > 0
                && language.is_none_or(|language| document.frame.is_served_in(language))
        };
        let served: Vec<&DatedDocument<'_>> = documents.iter().filter(is_draw).collect();
        let tests = permuted_over(&served, &categories, seed);
        found.extend(categories.into_iter().zip(tests));
    }
    let test = |category| found.get(category).copied();
    categories.iter().filter_map(test).collect()
}

/// The permutation test of each category over documents.
fn permuted_over(
    documents: &[&DatedDocument<'_>],
    categories: &[CategoryId],
    seed: u64,
) -> Vec<Estimated<f64, Missing>> {
    let column: BTreeMap<CategoryId, usize> =
        categories.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    let mut hits: Vec<Vec<(usize, f64)>> = vec![Vec::new(); categories.len()];
    for (at, document) in documents.iter().enumerate() {
        let scores = document.frame.categories.iter();
        for (id, score) in scores.filter(|(_, score)| score.voices.own > 0) {
            if let Some(hits) = column.get(id).and_then(|&column| hits.get_mut(column)) {
                hits.push((at, f64::from(score.voices.own)));
            }
        }
    }
    let tokens: Vec<f64> = documents.iter().map(|document| document.frame.tokens as f64).collect();
    let all: f64 = tokens.iter().sum();
    let occurrences: Vec<f64> =
        hits.iter().map(|hits| hits.iter().map(|(_, own)| own).sum()).collect();
    let labels: Vec<u32> = documents.iter().map(|document| u32::from(document.is_after)).collect();
    let design = Design::new(labels, &vec![0; documents.len()], &tokens);
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
    let deals = Deals { labellings: default_permutations(documents.len()), seed };
    let test = design.test(deals, categories.len(), statistics);
    let estimated = |(at, (hits, occurrences)): (usize, (&Vec<_>, &f64))| {
        if hits.is_empty() {
            Estimated::Missing(Missing::NoMatch)
        } else if is_too_few(hits.len(), *occurrences) {
            Estimated::Missing(Missing::FewMatches)
        } else {
            test.estimated(at)
        }
    };
    hits.iter().zip(&occurrences).enumerate().map(estimated).collect()
}

/// The change of one outlet within itself, or what is missing.
fn own_change([before, after]: &[RatioSums; 2]) -> Result<LogChange, Missing> {
    if let Some(when) = When::new(before.n == 0, after.n == 0) {
        return Err(Missing::NoDocumentsOn(when));
    }
    if let Some(when) = When::new(before.documents < 2, after.documents < 2) {
        return Err(Missing::OneDocumentOn(when));
    }
    LogChange::new(&[[*before, *after]]).map_err(Missing::NoMatchOn)
}

/// The change of all outlets but one together, or what is missing.
fn others_change(at: usize, sums: &[[RatioSums; 2]]) -> Result<LogChange, Missing> {
    let others =
        || sums.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, sides)| *sides);
    if others().next().is_none() {
        return Err(Missing::OneOutlet);
    }
    let strata: Vec<[RatioSums; 2]> =
        others().filter(|sides| sides.iter().all(|side| side.documents > 1)).collect();
    if strata.is_empty() {
        return Err(Missing::FewDocumentsElsewhere);
    }
    LogChange::new(&strata).map_err(Missing::NoMatchElsewhereOn)
}

#[cfg(test)]
mod tests {
    use super::super::panel::{OutletChoice, tests::panel};
    use super::super::trend::tests::dated_frame;
    use super::*;
    use crate::stat::{Dealing, t_quantile};
    use proptest::prelude::*;
    use std::f64::consts::LN_2;

    /// Documents of an outlet on both sides of June 2031, as matches and tokens of each.
    type Documents<'d> = (&'d str, Counts<'d>, Counts<'d>);
    type Counts<'d> = &'d [(u32, u64)];

    fn found(outlets: &[Documents<'_>]) -> Vec<DatedChange> {
        around(&panel(&frames(outlets)), june(), TestOptions::default()).changes
    }

    fn june() -> Date {
        Date::new(2031, Some(6), None).unwrap()
    }

    fn frames(outlets: &[Documents<'_>]) -> Vec<DocumentFrame> {
        let mut frames = Vec::new();
        for (outlet, before, after) in outlets {
            for (date, documents) in [("2031-05-31", before), ("2031-06-01", after)] {
                for (own, tokens) in *documents {
                    frames.push(dated_frame(frames.len(), outlet, date, *tokens, &[*own]));
                }
            }
        }
        frames
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
        close(change.log_ratio, 1.5484366246960422);
        assert!((change.log_ratio.unwrap() * LN_2 - 1.073294).abs() < 5e-7);
        let interval = change.interval.value().unwrap();
        close(Some(interval.low), -0.1511909440273336);
        close(Some(interval.high), 3.2480641934194185);
        let error =
            (interval.high - interval.low) / 2.0 / t_quantile(0.975, 6.5059473434183515) * LN_2;
        assert!((error - 0.490562).abs() < 5e-7, "{error}");
        assert_eq!(
            (change.before.own, change.after.own, change.before.documents, change.after.tokens),
            (40, 90, 5, 500)
        );
        // 17 of the 126 choices of four of the nine documents have as much more, or less, than
        // their share; lengths do not predict the side.
        assert_eq!(change.p_value.method(), Some(Method::Permuted(Dealing::Exact(126))));
        let p = change.p_value.value().unwrap();
        assert!((p - 17.0 / 126.0).abs() < 1e-12, "{p}");
        assert_eq!(
            (change.difference, change.difference_interval),
            (None, Estimated::Missing(Missing::OneOutlet))
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
        close(changes[0].difference, 1.5531776576872807);
        let interval = changes[0].difference_interval.value().unwrap();
        close(Some(interval.low), -0.8599108282515734);
        close(Some(interval.high), 3.9662661436261346);
        assert_eq!(
            (changes[3].interval, changes[3].difference_interval),
            (
                Estimated::Missing(Missing::OneDocumentOn(When::Before)),
                Estimated::Missing(Missing::NoLogRatio)
            )
        );

        // Where the others publish more after the date and use the word as before, they do not
        // change.
        let (often, seldom): (Counts<'_>, Counts<'_>) =
            (&[(9, 100), (11, 100)], &[(0, 100), (2, 100)]);
        let many: Vec<(u32, u64)> = often.repeat(5);
        let changes = found(&[("A", B, A), ("often", often, &many), ("seldom", seldom, seldom)]);
        close(changes[0].difference, changes[0].log_ratio.unwrap());
    }

    #[test]
    fn outlets_that_are_not_compared_change_as_one_and_count_among_the_others() {
        let two: Counts<'_> = &[(10, 100), (20, 100)];
        let frames = frames(&[("A", B, A), ("C", two, two), ("E", two, two)]);
        let choice = OutletChoice { named: vec!["A".to_owned()], ..OutletChoice::default() };
        let panel = Panel::new(&frames, &choice).unwrap();
        let changes = around(&panel, june(), TestOptions::default()).changes;
        let outlets: Vec<&str> = changes.iter().map(|change| &*change.outlet).collect();
        assert_eq!(outlets, ["A", "other outlets (2)"]);
        assert_eq!(changes[1].before.documents, 4);
        close(changes[0].difference, changes[0].log_ratio.unwrap());
    }

    #[test]
    fn what_is_missing_has_a_reason() {
        let reasons = |outlets: &[Documents<'_>]| {
            let change = found(outlets).remove(0);
            let reason = change.interval.reason();
            assert_eq!(
                change.log_ratio.is_some(),
                reason.is_none_or(|reason| reason == Missing::TooWide)
            );
            (change.interval.name(), change.p_value.name(), change.difference_interval.name())
        };
        let two: Counts<'_> = &[(1, 100), (2, 100), (3, 100), (4, 100)];
        let none: Counts<'_> = &[(0, 100); 4];
        let even: Counts<'_> = &[(1, 100), (2, 200)];
        assert_eq!(
            reasons(&[("A", two, &[])]),
            ("no documents after", "no labelling differs", "no log_ratio")
        );
        assert_eq!(
            reasons(&[("A", &[(1, 100)], &[(2, 100)])]),
            ("one document before and after", "few matches", "no log_ratio")
        );
        assert_eq!(
            reasons(&[("A", two, none)]),
            ("no match after", "exact permutation", "no log_ratio")
        );
        assert_eq!(
            reasons(&[("A", none, none), ("B", two, two)]),
            ("no match", "no match", "no log_ratio")
        );
        assert_eq!(
            reasons(&[("A", two, two), ("B", two, &[(1, 50)])]),
            ("linearized", "exact permutation", "others: few documents")
        );
        assert_eq!(
            reasons(&[("A", two, two), ("B", two, none)]),
            ("linearized", "exact permutation", "others: no match after")
        );
        assert_eq!(
            reasons(&[("A", even, even), ("B", even, even)]),
            ("linearized", "no labelling differs", "linearized")
        );
        assert_eq!(
            reasons(&[("A", even, even), ("B", two, two)]),
            ("linearized", "no labelling differs", "linearized")
        );
        assert_eq!(found(&[]), []);
        assert_eq!(found(&[("A", &[(0, 0)], none)]), [], "what does not occur has no row");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn every_figure_is_a_number_and_changes_mirror(
            documents in proptest::collection::vec(
                (0_usize..3, any::<bool>(), 0_u64..300, 0_u32..4), 0..24
            ),
            turn in 0_usize..24,
        ) {
            let frames = |turned: bool| -> Vec<DocumentFrame> {
                let made = |(at, document): (usize, &(usize, bool, u64, u32))| {
                    let (outlet, is_after, tokens, own) = *document;
                    let date = if is_after != turned { "2031-06-02" } else { "2031-05-02" };
                    let own = if tokens > 0 { own } else { 0 };
                    dated_frame(at, ["A", "B", "C"][outlet], date, tokens, &[own])
                };
                documents.iter().enumerate().map(made).collect()
            };
            let around = |frames: &[DocumentFrame]| {
                let options = TestOptions { seed: 1, ..TestOptions::default() };
                super::around(&panel(frames), june(), options)
            };
            let found = around(&frames(false));
            let mut shuffled = frames(false);
            if !shuffled.is_empty() { shuffled.rotate_left(turn % documents.len()); }
            prop_assert_eq!(&around(&shuffled), &found);
            let mirrored = around(&frames(true));
            for (change, mirror) in found.changes.iter().zip(&mirrored.changes) {
                for value in [change.log_ratio, change.difference] {
                    prop_assert!(value.is_none_or(f64::is_finite));
                }
                let intervals = [change.interval.value(), change.difference_interval.value()];
                for Interval { low, high } in intervals.into_iter().flatten() {
                    prop_assert!(low.is_finite() && low < high && high.is_finite());
                }
                for p in [change.p_value.value(), change.q_value].into_iter().flatten() {
                    prop_assert!((0.0..=1.0).contains(&p));
                }
                prop_assert!(
                    change.difference.is_some() || change.difference_interval.value().is_none()
                );
                let pairs = [
                    (change.log_ratio, mirror.log_ratio), (change.difference, mirror.difference)
                ];
                for (a, b) in pairs {
                    prop_assert_eq!(a.is_some(), b.is_some());
                    prop_assert!(a.unwrap_or(0.0) + b.unwrap_or(0.0) < 1e-9);
                }
            }
        }
    }
}
