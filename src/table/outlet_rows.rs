//! Rows about each outlet: outlets, entries.

use super::names::Names;
use super::schema::tables;
use super::within_rows::WithinRow;
use crate::compare::{
    Missing, OutletBootstrap, OutletCategory, OutletIntervals, OutletTotals, Panel, WithinEvents,
};
use crate::lexicon::{CategoryId, Measures};
use crate::stat::{Estimated, Interval, MissingReason};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

tables! {
    outlets (lexicon, category, outlet)
    "One row per outlet and category: rates over its documents with 95 % intervals. Outlets that \
     are not compared have rows only for categories that they use: a missing row is \
     zero." OutletRow {
        lexicon: Arc<str> = "Lexicon",
        category: Arc<str> = "Category",
        measures: &'static str = "What the lexicon measures: label, action, naming, evaluation or \
            topic",
        title: Arc<str> = "What the category is, in plain words",
        outlet: Arc<str> = "Outlet",
        documents: u64 = "The outlet's documents that are in the language of the lexicon",
        tokens: u64 = "Their tokens",
        count: u64 = "Matches in any voice",
        count_own: u64 = "Matches in the author's own voice",
        count_quoted: u64 = "Matches inside quotation marks",
        count_reported: u64 = "Matches in claims reported without quotation marks",
        count_distanced: u64 = "Matches held at arm's length",
        rate: Option<f64> = "Matches per 1,000 tokens",
        rate_low: Option<f64> = "Lower end of its 95 % interval",
        rate_high: Option<f64> = "Upper end of its 95 % interval",
        rate_own: Option<f64> = "Matches in the author's own voice per 1,000 tokens",
        rate_own_low: Option<f64> = "Lower end of its 95 % interval",
        rate_own_high: Option<f64> = "Upper end of its 95 % interval",
        stance: Option<f64> = "Mean stance of the matches, -1 to 1; empty without matches",
        stance_low: Option<f64> = "Lower end of its 95 % interval, over the documents that hold a \
            match",
        stance_high: Option<f64> = "Upper end of its 95 % interval",
        interval_method: String = "How the intervals were found: linearized (ratio estimator over \
            documents, t on the log scale; of stance on the logit scale) or bootstrap (BCa over \
            resampled documents), or why there are none: one document, two documents (too few to \
            be of use), few documents (fewer than five that hold a match, where documents are \
            resampled), no match, no tokens, other language (no document in the language of the \
            lexicon), no variance (all documents have the same stance, or rate); `own: …` and \
            `stance: …` say what holds of these where it is not what holds of the rate",
    }

    entries (lexicon, category, entry, outlet)
    "One row per entry and outlet in which it occurs: a missing row is zero." EntryRow {
        lexicon: Arc<str> = "Lexicon",
        category: Arc<str> = "Category",
        entry: Arc<str> = "The entry as its lexicon writes it",
        measures: &'static str = "What the lexicon measures: label, action, naming, evaluation or \
            topic",
        title: Arc<str> = "What the category is, in plain words",
        outlet: Arc<str> = "Outlet",
        count: u64 = "Matches in any voice",
        count_own: u64 = "Matches in the author's own voice",
        count_quoted: u64 = "Matches inside quotation marks",
        count_reported: u64 = "Matches in claims reported without quotation marks",
        count_distanced: u64 = "Matches held at arm's length",
        count_negated: Option<u64> = "Matches in any voice that are denied; empty where cue rules \
            apply to no document",
        documents: u64 = "Documents of the outlet with at least one match",
    }
}

/// What the rows of `outlets` are made from.
#[derive(Clone, Debug)]
pub struct OutletComparison<'a> {
    /// Which outlets are compared.
    pub panel: &'a Panel<'a>,
    /// What the outlets sum to.
    pub totals: &'a OutletTotals,
    /// The categories that have rows, each with the compared outlets against all others on the same
    /// events, in the order of their names; with none where no document has an event.
    pub categories: BTreeMap<CategoryId, Vec<WithinEvents>>,
    /// Intervals by resampling, where these are asked for.
    pub bootstrap: Option<&'a OutletBootstrap>,
}

/// The rows of `outlets`, one for each outlet and category, sorted, topics last. Rows of zero are
/// those of compared outlets.
pub fn outlet_rows(comparison: &OutletComparison<'_>, names: &Names) -> Vec<WithinRow<OutletRow>> {
    let mut rows: Vec<WithinRow<OutletRow>> = Vec::new();
    for outlet in comparison.totals.outlets() {
        let label = comparison.panel.numbers().label_of(outlet);
        for (&id, within) in &comparison.categories {
            let Some(found) = comparison.totals.category(outlet, id) else { continue };
            if label.is_none() && found.matched == 0 {
                continue;
            }
            let intervals = match comparison.bootstrap {
                Some(bootstrap) => {
                    let resampled = bootstrap.intervals(outlet, id);
                    RowIntervals::from_bootstrap(&found, resampled)
                }
                None => RowIntervals::from_formula(&found),
            };
            let within = comparison.panel.has_events().then(|| {
                let within = label.and_then(|label| within.get(label.place()));
                within.copied().unwrap_or(WithinEvents::none(Missing::Pooled))
            });
            let (lexicon, category) = names.category(id);
            let row = OutletRow {
                outlet: outlet.clone(),
                lexicon,
                category,
                measures: names.measures(id).name(),
                title: names.title(id),
                documents: found.documents,
                tokens: found.tokens,
                count: found.voices.total(),
                count_own: found.voices.own,
                count_quoted: found.voices.quoted,
                count_reported: found.voices.reported,
                count_distanced: found.voices.distanced,
                rate: found.rate,
                rate_low: intervals.rate.map(|i| i.low),
                rate_high: intervals.rate.map(|i| i.high),
                rate_own: found.rate_own,
                rate_own_low: intervals.rate_own.map(|i| i.low),
                rate_own_high: intervals.rate_own.map(|i| i.high),
                stance: found.stance,
                stance_low: intervals.stance.map(|i| i.low),
                stance_high: intervals.stance.map(|i| i.high),
                interval_method: intervals.words,
            };
            rows.push(WithinRow { row, within });
        }
    }
    rows.sort_by(|WithinRow { row: a, .. }, WithinRow { row: b, .. }| {
        let is_topic = |row: &OutletRow| row.measures == Measures::Topic.name();
        is_topic(a).cmp(&is_topic(b)).then_with(|| {
            (&a.lexicon, &a.category, &a.outlet).cmp(&(&b.lexicon, &b.category, &b.outlet))
        })
    });
    rows
}

/// The intervals of a row, and how they were found in words: every empty end has its reason.
struct RowIntervals {
    rate: Option<Interval>,
    rate_own: Option<Interval>,
    stance: Option<Interval>,
    words: String,
}

impl RowIntervals {
    fn from_formula(found: &OutletCategory) -> Self {
        let mut words = found.rate_interval.name().to_owned();
        if found.rate_interval.value().is_some() {
            let others = [("own", found.rate_own_interval), ("stance", found.stance_interval)];
            for (of, reason) in others.iter().filter_map(|(of, other)| Some((of, other.reason()?)))
            {
                words.push_str(&format!("; {of}: {}", reason.name()));
            }
        }
        Self {
            rate: found.rate_interval.value(),
            rate_own: found.rate_own_interval.value(),
            stance: found.stance_interval.value(),
            words,
        }
    }

    fn from_bootstrap(found: &OutletCategory, intervals: OutletIntervals) -> Self {
        let OutletIntervals { rate, rate_own, stance } = intervals;
        let mut words = found.rate_interval.name().to_owned();
        if found.rate_interval.value().is_some() {
            words = rate.name().to_owned();
            let others: [(&str, Estimated<Interval, Missing>); 2] =
                [("own", rate_own), ("stance", stance)];
            for (of, other) in others.iter().filter(|(_, other)| other.name() != rate.name()) {
                words.push_str(&format!("; {of}: {}", other.name()));
            }
        }
        Self { rate: rate.value(), rate_own: rate_own.value(), stance: stance.value(), words }
    }
}

/// The lexicon, category and entry of a row.
type RowName = (Arc<str>, Arc<str>, Arc<str>);

/// The rows of `entries`: one for each entry and outlet in which it occurs. Topics come last;
/// within a category the entries with the most matches in all outlets come first.
pub fn entry_rows(totals: &OutletTotals, names: &Names) -> Vec<EntryRow> {
    let mut rows: Vec<EntryRow> = Vec::new();
    for outlet in totals.outlets() {
        let knows_negation = totals.knows_negation(outlet);
        for (id, sums) in totals.entries(outlet) {
            let (entry, id, _) = names.entry(id);
            let (lexicon, category) = names.category(id);
            rows.push(EntryRow {
                lexicon,
                category,
                entry,
                measures: names.measures(id).name(),
                title: names.title(id),
                outlet: outlet.clone(),
                count: sums.voices.total(),
                count_own: sums.voices.own,
                count_quoted: sums.voices.quoted,
                count_reported: sums.voices.reported,
                count_distanced: sums.voices.distanced,
                count_negated: knows_negation.then_some(sums.voices.negated),
                documents: sums.documents,
            });
        }
    }
    let mut sums: HashMap<RowName, u64> = HashMap::new();
    let key = |row: &EntryRow| (row.lexicon.clone(), row.category.clone(), row.entry.clone());
    rows.iter().for_each(|row| *sums.entry(key(row)).or_default() += row.count);
    rows.sort_by_cached_key(|row| {
        let (lexicon, category, entry) = key(row);
        let sum = sums.get(&key(row)).copied().unwrap_or(0);
        let is_topic = row.measures == Measures::Topic.name();
        (is_topic, lexicon, category, Reverse(sum), entry, row.outlet.clone())
    });
    rows
}
