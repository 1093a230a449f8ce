//! Rows of `trend` and `around`.

use super::around_rows::AroundRow;
use super::cell::PValue;
use super::names::Names;
use super::order::{large_first, rare_first};
use super::schema::tables;
use crate::compare::{DateComparison, OutletCategory, Panel, TrendTotals};
use crate::corpus::Period;
use crate::lexicon::{CategoryId, Measures};
use crate::stat::Interval;
use std::sync::Arc;

tables! {
    trend (lexicon, category, outlet, period)
    "One row per outlet, period in which it has documents, and category that occurs in dated \
     documents: rates over the documents of the period with 95 % intervals. Documents without a \
     date, or dated too coarsely for the period, are left out. Outlets that are not compared have \
     rows only for categories that they use: a missing row is zero." TrendRow {
        lexicon: Arc<str> = "Lexicon",
        category: Arc<str> = "Category",
        measures: &'static str = "What the lexicon measures: label, action, naming, evaluation or \
            topic",
        title: Arc<str> = "What the category is, in plain words",
        outlet: Arc<str> = "Outlet",
        period: String = "Period, ISO 8601: YYYY-MM-DD (day), YYYY-Www (week from Monday), YYYY-MM \
            (month), YYYY-Qq (quarter) or YYYY (year); the same length in the whole table, which \
            run.json names",
        documents: u64 = "The outlet's documents of the period",
        tokens: u64 = "Their tokens",
        count: u64 = "Matches in any voice",
        rate: Option<f64> = "Matches per 1,000 tokens",
        rate_low: Option<f64> = "Lower end of its 95 % interval",
        rate_high: Option<f64> = "Upper end of its 95 % interval",
        count_own: u64 = "Matches in the author's own voice",
        rate_own: Option<f64> = "Matches in the author's own voice per 1,000 tokens",
        rate_own_low: Option<f64> = "Lower end of its 95 % interval",
        rate_own_high: Option<f64> = "Upper end of its 95 % interval",
        interval_method: &'static str = "How the intervals were found: linearized (ratio \
            estimator over documents, t on the log scale), or why there are none: one document, \
            two documents (too few to be of use), no match, no tokens, other language; `own: …` \
            says why the own-voice rate has none where the rate has",
    }
}

/// The rows of `trend`, topics last, sorted by lexicon, category, outlet and period; made one by
/// one, since there may be many. Rows of zero are those of compared outlets.
pub fn trend_rows(
    totals: Arc<TrendTotals>,
    panel: &Panel<'_>,
    names: &Names,
) -> impl Iterator<Item = TrendRow> + use<> {
    let mut categories: Vec<TrendCategory> = Vec::new();
    for id in totals.categories() {
        let (lexicon, name) = names.category(id);
        let (measures, title) = (names.measures(id), names.title(id));
        let is_topic = measures == Measures::Topic;
        categories.push(TrendCategory { is_topic, lexicon, name, id, measures, title });
    }
    categories.sort();
    let outlets: Vec<TrendOutlet> = totals
        .outlets()
        .into_iter()
        .map(|name| TrendOutlet { is_compared: panel.is_compared(&name), name })
        .collect();
    categories.into_iter().flat_map(move |category| {
        let mut rows: Vec<TrendRow> = Vec::new();
        for outlet in &outlets {
            let course = totals.course(&outlet.name, category.id);
            let shown = course.filter(|(_, found)| outlet.is_compared || found.matched > 0);
            rows.extend(shown.map(|(period, found)| category.row(&outlet.name, period, &found)));
        }
        rows
    })
}

/// An outlet of the table `trend`.
struct TrendOutlet {
    name: Arc<str>,
    is_compared: bool,
}

/// A category of the table `trend`, with its names.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct TrendCategory {
    is_topic: bool,
    lexicon: Arc<str>,
    name: Arc<str>,
    id: CategoryId,
    measures: Measures,
    title: Arc<str>,
}

impl TrendCategory {
    fn row(&self, outlet: &Arc<str>, period: Period, found: &OutletCategory) -> TrendRow {
        let (rate, own) = (found.rate_interval.value(), found.rate_own_interval.value());
        TrendRow {
            outlet: outlet.clone(),
            period: period.to_string(),
            lexicon: self.lexicon.clone(),
            category: self.name.clone(),
            measures: self.measures.name(),
            title: self.title.clone(),
            documents: found.documents,
            tokens: found.tokens,
            count: found.voices.total(),
            rate: found.rate,
            rate_low: rate.map(|i| i.low),
            rate_high: rate.map(|i| i.high),
            count_own: found.voices.own,
            rate_own: found.rate_own,
            rate_own_low: own.map(|i| i.low),
            rate_own_high: own.map(|i| i.high),
            interval_method: match own {
                None if rate.is_some() => "linearized; own: no match",
                _ => found.rate_interval.name(),
            },
        }
    }
}

/// The rows of `around`: those with the smallest q first, then by log ratio; those without a test
/// later, and topics last.
pub fn around_rows(around: &DateComparison, names: &Names) -> Vec<AroundRow> {
    let low = |interval: Option<Interval>| interval.map(|i| i.low);
    let high = |interval: Option<Interval>| interval.map(|i| i.high);
    let mut rows: Vec<AroundRow> = Vec::new();
    for change in &around.changes {
        let (lexicon, category) = names.category(change.category);
        let (before, after) = (change.before, change.after);
        rows.push(AroundRow {
            lexicon,
            category,
            measures: names.measures(change.category).name(),
            title: names.title(change.category),
            outlet: change.outlet.clone(),
            documents_before: before.documents,
            documents_after: after.documents,
            tokens_before: before.tokens,
            tokens_after: after.tokens,
            count_own_before: before.own,
            count_own_after: after.own,
            rate_own_before: before.rate_own,
            rate_own_after: after.rate_own,
            log_ratio: change.log_ratio,
            log_ratio_low: low(change.interval.value()),
            log_ratio_high: high(change.interval.value()),
            interval_method: change.interval.name(),
            p_value: change.p_value.value().map(PValue),
            q_value: change.q_value.map(PValue),
            test_method: change.p_value.name(),
            labellings: change.p_value.labellings(),
            difference_in_differences: change.difference,
            difference_in_differences_low: low(change.difference_interval.value()),
            difference_in_differences_high: high(change.difference_interval.value()),
            difference_in_differences_method: change.difference_interval.name(),
        });
    }
    rows.sort_by(|a, b| {
        let is_topic = |row: &AroundRow| row.measures == Measures::Topic.name();
        is_topic(a)
            .cmp(&is_topic(b))
            .then_with(|| rare_first(a.q_value, b.q_value))
            .then_with(|| large_first(a.log_ratio, b.log_ratio))
            .then_with(|| {
                (&a.lexicon, &a.category, &a.outlet).cmp(&(&b.lexicon, &b.category, &b.outlet))
            })
    });
    rows
}
