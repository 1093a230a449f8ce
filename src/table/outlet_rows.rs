//! Rows that tell of each outlet: outlets, terms, vectors.

use super::names::Names;
use super::schema::tables;
use super::within_rows::WithinRow;
use crate::compare::{
    Basis, Contrast, Interval, OutletBootstrap, OutletCategory, OutletIntervals, OutletTotals,
};
use crate::lexicon::EntryId;
use std::sync::Arc;

tables! {
    outlets (outlet, lexicon, category)
    "One row per outlet and category: rates over its documents with 95 % intervals." OutletRow {
        outlet: Arc<str> = "Outlet",
        lexicon: Arc<str> = "Lexicon",
        category: Arc<str> = "Category",
        documents: u64 = "The outlet's documents",
        tokens: u64 = "The outlet's tokens",
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
        interval: String = "How the intervals were found: linearized (ratio estimator over \
            documents, t on the log scale; of stance on the logit scale) or bootstrap (BCa over \
            resampled documents, with --bootstrap), or why there are none: one document, two \
            documents (too few to be of use), few documents (fewer than five that hold a match, \
            with --bootstrap), no match, no tokens, no variance (all documents have the same \
            stance, or rate); `own: …` and `stance: …` say what holds of these where it is not \
            what holds of the rate",
    }

    terms (lexicon, category, entry, outlet)
    "One row per entry that occurs and outlet." TermRow {
        lexicon: Arc<str> = "Lexicon",
        category: Arc<str> = "Category",
        entry: Arc<str> = "The entry as its lexicon writes it",
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

/// The rows of `outlets`, one for each outlet and contrast, sorted; with intervals by bootstrap
/// where these are given.
pub fn outlet_rows(
    totals: &OutletTotals,
    contrasts: &[Contrast],
    bootstrap: Option<&OutletBootstrap>,
    names: &Names,
) -> Vec<WithinRow<OutletRow>> {
    let mut rows: Vec<WithinRow<OutletRow>> = Vec::new();
    for (place, outlet) in totals.outlets().enumerate() {
        for contrast in contrasts {
            let Some(found) = totals.category(outlet, contrast.category) else { continue };
            let (lexicon, category) = names.category(contrast.category);
            let intervals = match bootstrap {
                Some(bootstrap) => {
                    RowIntervals::bootstrapped(&found, bootstrap.of(outlet, contrast.category))
                }
                None => RowIntervals::linearized(&found),
            };
            let row = OutletRow {
                outlet: outlet.clone(),
                lexicon,
                category,
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
                interval: intervals.basis,
            };
            rows.push(WithinRow { row, within: contrast.within.get(place).copied() });
        }
    }
    rows.sort_by(|WithinRow { row: a, .. }, WithinRow { row: b, .. }| {
        (&a.outlet, &a.lexicon, &a.category).cmp(&(&b.outlet, &b.lexicon, &b.category))
    });
    rows
}

/// The intervals of a row, and how they were found in words: every empty end has its reason.
struct RowIntervals {
    rate: Option<Interval>,
    rate_own: Option<Interval>,
    stance: Option<Interval>,
    basis: String,
}

impl RowIntervals {
    fn linearized(found: &OutletCategory) -> Self {
        let mut basis = found.basis.name().to_owned();
        if found.basis == Basis::Linearized {
            if found.rate_own_interval.is_none() {
                basis.push_str("; own: no match");
            }
            if found.stance_interval.is_none() {
                basis.push_str(if found.matched < 2 {
                    "; stance: one document"
                } else {
                    "; stance: \
                    no variance"
                });
            }
        }
        Self {
            rate: found.rate_interval,
            rate_own: found.rate_own_interval,
            stance: found.stance_interval,
            basis,
        }
    }

    fn bootstrapped(
        found: &OutletCategory,
        OutletIntervals { rate, rate_own, stance }: OutletIntervals,
    ) -> Self {
        let mut basis = found.basis.name().to_owned();
        if found.basis == Basis::Linearized {
            basis = rate.basis.name().to_owned();
            for (of, other) in [("own", rate_own), ("stance", stance)]
                .into_iter()
                .filter(|(_, other)| other.basis != rate.basis)
            {
                basis.push_str(&format!("; {of}: {}", other.basis.name()));
            }
        }
        Self { rate: rate.interval, rate_own: rate_own.interval, stance: stance.interval, basis }
    }
}

/// The rows of `terms`: for each entry that occurs anywhere, one for each outlet; sorted.
pub fn term_rows(totals: &OutletTotals, names: &Names) -> Vec<TermRow> {
    let row = |id: EntryId, outlet: &Arc<str>| {
        let (entry, category, _) = names.entry(id);
        let (lexicon, category) = names.category(category);
        let sums = totals.entry(outlet, id);
        TermRow {
            lexicon,
            category,
            entry,
            outlet: outlet.clone(),
            count: sums.voices.total(),
            count_own: sums.voices.own,
            count_quoted: sums.voices.quoted,
            count_reported: sums.voices.reported,
            count_distanced: sums.voices.distanced,
            count_negated: totals.knows_negation(outlet).then_some(sums.voices.negated),
            documents: sums.documents,
        }
    };
    let mut rows: Vec<TermRow> = totals
        .entries()
        .into_iter()
        .flat_map(|id| totals.outlets().map(move |outlet| row(id, outlet)))
        .collect();
    rows.sort_by(|a, b| {
        (&a.lexicon, &a.category, &a.entry, &a.outlet).cmp(&(
            &b.lexicon,
            &b.category,
            &b.entry,
            &b.outlet,
        ))
    });
    rows
}
