//! Rows of `trend` and `around`.

use super::around_rows::AroundRow;
use super::names::Names;
use super::schema::tables;
use crate::compare::{Around, Basis, Interval, OutletCategory, TrendTotals};
use crate::corpus::Period;
use crate::lexicon::CategoryId;
use std::sync::Arc;

tables! {
    trend (outlet, period, lexicon, category)
    "One row per outlet, period in which it has documents, and category that occurs in dated \
        documents: rates over the documents of the period with 95 % intervals. Documents without a \
        date, or dated too coarsely for the period, are left out." TrendRow {
        outlet: Arc<str> = "Outlet",
        period: String = "Period, ISO 8601: YYYY-MM-DD (day), YYYY-Www (week from Monday), YYYY-MM \
            (month), YYYY-Qq (quarter) or YYYY (year); the same length in the whole table, which \
            run.json names",
        lexicon: Arc<str> = "Lexicon",
        category: Arc<str> = "Category",
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
        interval: &'static str = "How the intervals were found: linearized (ratio estimator over \
            documents, t on the log scale), or why there are none: one document, two documents \
            (too few to be of use), no match, no tokens; `own: …` says why the own-voice rate has \
            none where the rate has",
    }
}

/// The rows of `trend`, sorted by lexicon, category, outlet and period; made one by one, since
/// there may be many.
pub fn trend_rows<'t>(
    totals: &'t TrendTotals,
    names: &Names,
) -> impl Iterator<Item = TrendRow> + 't {
    let mut categories: Vec<(Arc<str>, Arc<str>, CategoryId)> = Vec::new();
    for id in totals.categories() {
        let (lexicon, category) = names.category(id);
        categories.push((lexicon, category, id));
    }
    categories.sort();
    let outlets: Arc<[Arc<str>]> = totals.outlets().into();
    categories.into_iter().flat_map(move |(lexicon, category, id)| {
        let outlets = outlets.clone();
        (0..outlets.len()).filter_map(move |at| outlets.get(at).cloned()).flat_map(move |outlet| {
            let course: Vec<(Period, OutletCategory)> = totals.course(&outlet, id).collect();
            let (lexicon, category) = (lexicon.clone(), category.clone());
            course.into_iter().map(move |(period, found)| {
                trend_row(&outlet, period, (&lexicon, &category), &found)
            })
        })
    })
}

fn trend_row(
    outlet: &Arc<str>,
    period: Period,
    (lexicon, category): (&Arc<str>, &Arc<str>),
    found: &OutletCategory,
) -> TrendRow {
    let (rate, own) = (found.rate_interval, found.rate_own_interval);
    TrendRow {
        outlet: outlet.clone(),
        period: period.to_string(),
        lexicon: lexicon.clone(),
        category: category.clone(),
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
        interval: match found.basis {
            Basis::Linearized if own.is_none() => "linearized; own: no match",
            basis => basis.name(),
        },
    }
}

/// The rows of `around`, sorted by lexicon, category and outlet.
pub fn around_rows(around: &Around, names: &Names) -> Vec<AroundRow> {
    let low = |interval: Option<Interval>| interval.map(|i| i.low);
    let high = |interval: Option<Interval>| interval.map(|i| i.high);
    let mut rows: Vec<AroundRow> = Vec::new();
    for change in &around.changes {
        let (lexicon, category) = names.category(change.category);
        let (before, after) = (change.before, change.after);
        rows.push(AroundRow {
            lexicon,
            category,
            outlet: change.outlet.clone(),
            documents_before: before.documents,
            documents_after: after.documents,
            tokens_before: before.tokens,
            tokens_after: after.tokens,
            count_own_before: before.own,
            count_own_after: after.own,
            rate_own_before: before.rate_own,
            rate_own_after: after.rate_own,
            log_ratio: change.log_ratio.value,
            log_ratio_low: low(change.log_ratio.interval),
            log_ratio_high: high(change.log_ratio.interval),
            interval: change.basis.name(),
            p_value: change.p_value,
            q_value: change.q_value,
            test: change.test.name(),
            labellings: change.test.labellings(),
            did: change.difference.value,
            did_low: low(change.difference.interval),
            did_high: high(change.difference.interval),
            did_p_value: change.difference_p_value,
            did_q_value: change.difference_q_value,
            did_test: change.difference_basis.name(),
        });
    }
    rows.sort_by(|a, b| {
        (&a.lexicon, &a.category, &a.outlet).cmp(&(&b.lexicon, &b.category, &b.outlet))
    });
    rows
}
