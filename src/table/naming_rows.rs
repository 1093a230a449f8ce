//! Rows that tell who is named how: naming, naming_tests.

use super::cell::PValue;
use super::names::Names;
use super::order::{large_first, rare_first};
use super::schema::tables;
use super::within_rows::WithinRow;
use crate::compare::{Missing, NamingCell, NamingTest, Referents, WithinEvents};
use crate::lexicon::{CategoryId, Measures};
use std::collections::BTreeMap;
use std::sync::Arc;

tables! {
    naming (lexicon, referent, variant, outlet)
    "One row per referent, variant that occurs anywhere and outlet that names the referent, in any \
     voice: which name an outlet chooses in its own voice. Outlets that are not compared have rows \
     only for variants that they use: a missing row is zero." NamingRow {
        lexicon: Arc<str> = "The naming lexicon",
        referent: Arc<str> = "What is named, as its naming lexicon calls it",
        variant: Arc<str> = "The name chosen",
        measures: &'static str = "What the lexicon measures: label, action, naming, evaluation or \
            topic",
        title: Arc<str> = "What the referent is, in plain words",
        outlet: Arc<str> = "Outlet",
        count: u64 = "Matches of the variant in any voice",
        share: Option<f64> = "Share of the variant among the outlet's own-voice matches of the \
            referent, 0 to 1; empty where there are none",
        share_low: Option<f64> = "Lower end of its 95 % interval",
        share_high: Option<f64> = "Upper end of its 95 % interval",
        share_all: f64 = "Share of the variant among the outlet's matches of the referent in all \
            voices, 0 to 1: it counts what others say in the outlet, so it does not show the \
            outlet's own choice",
        count_own: u64 = "Matches in the author's own voice",
        count_quoted: u64 = "Matches inside quotation marks",
        count_reported: u64 = "Matches in claims reported without quotation marks",
        count_distanced: u64 = "Matches held at arm's length",
        documents: u64 = "The outlet's documents that name the referent in the author's own voice, \
            by any variant",
        interval_method: &'static str = "How the interval of share was found: linearized (ratio \
            estimator \
            over these documents, t on the logit scale), or why there is none: not named in own \
            voice (the outlet names the referent only in the words of others, and share is empty), \
            one document, no match (of the variant in the outlet's own voice), no other variant \
            (in that voice), no variance (all documents have the same share)",
    }

    naming_tests (lexicon, referent)
    "One row per referent that occurs in any voice: whether outlets, in their own voice, choose \
     alike among its variants." NamingTestRow {
        lexicon: Arc<str> = "The naming lexicon",
        referent: Arc<str> = "What is named, as its naming lexicon calls it",
        measures: &'static str = "What the lexicon measures: label, action, naming, evaluation or \
            topic",
        title: Arc<str> = "What the referent is, in plain words",
        outlets: u64 = "Outlets that name it in their own voice; those that are not compared count \
            as one",
        g: Option<f64> = "G = 2 Σ O ln(O/E) on outlets × variants, own-voice matches. Assumes \
            independent matches: use it to rank, not to test. Empty for fewer than two outlets or \
            two variants",
        df: Option<u64> = "Its degrees of freedom, (outlets - 1)(variants - 1)",
        p_value: Option<PValue> = "From permuting outlet labels over the documents that name the \
            referent in the author's own voice, within events where events are given; empty where \
            `test_method` says why",
        q_value: Option<PValue> = "p_value adjusted over this table by Benjamini and Hochberg \
            unless \
            run.json names others",
        cramers_v: Option<f64> = "Cramér's V of the same table, 0 to 1, not corrected for bias: \
            small tables without any association are above 0",
        variants: u64 = "Variants that occur in the author's own voice",
        documents: u64 = "Documents that name it in the author's own voice",
        test_method: &'static str = "How p_value was found: exact permutation (every labelling) or \
            sampled permutation, (b+1)/(m+1); or why there is none: not named in own voice, one \
            outlet, one variant, no labelling differs",
        labellings: Option<u64> = "Labellings tried",
    }
}

/// The rows of `naming`, sorted by lexicon, referent, variant and outlet; `within` is given where
/// documents have events.
pub fn naming_rows(
    cells: Vec<NamingCell>,
    referents: &Referents,
    within: Option<&BTreeMap<(CategoryId, Arc<str>), WithinEvents>>,
    names: &Names,
) -> Vec<WithinRow<NamingRow>> {
    let row = |cell: NamingCell| {
        let (referent, variant) =
            (referents.referent(cell.referent)?, referents.variant(cell.variant)?);
        let within = within.map(|within| {
            let found = within.get(&(cell.variant, cell.outlet.clone())).copied();
            found.unwrap_or(WithinEvents::none(Missing::Pooled))
        });
        let row = NamingRow {
            referent: referent.name.clone(),
            measures: Measures::Naming.name(),
            title: names.title(cell.variant),
            variant,
            outlet: cell.outlet,
            count: cell.voices.total(),
            share: cell.share,
            share_low: cell.interval.value().map(|i| i.low),
            share_high: cell.interval.value().map(|i| i.high),
            share_all: cell.share_all,
            count_own: cell.voices.own,
            count_quoted: cell.voices.quoted,
            count_reported: cell.voices.reported,
            count_distanced: cell.voices.distanced,
            documents: cell.documents,
            interval_method: cell.interval.name(),
            lexicon: referent.lexicon.clone(),
        };
        Some(WithinRow { row, within })
    };
    let mut rows: Vec<WithinRow<NamingRow>> = cells.into_iter().filter_map(row).collect();
    rows.sort_by(|WithinRow { row: a, .. }, WithinRow { row: b, .. }| {
        (&a.lexicon, &a.referent, &a.variant, &a.outlet).cmp(&(
            &b.lexicon,
            &b.referent,
            &b.variant,
            &b.outlet,
        ))
    });
    rows
}

/// The rows of `naming_tests`: those with the smallest q first, then by Cramér's V; those without a
/// test last.
pub fn naming_test_rows(
    tests: &[NamingTest],
    referents: &Referents,
    names: &Names,
) -> Vec<NamingTestRow> {
    let row = |test: &NamingTest| {
        let referent = referents.referent(test.referent)?;
        Some(NamingTestRow {
            referent: referent.name.clone(),
            measures: Measures::Naming.name(),
            title: referents.a_variant(test.referent).map(|id| names.title(id)).unwrap_or_default(),
            outlets: test.outlets,
            g: test.association.map(|found| found.g),
            df: test.association.map(|found| found.df),
            p_value: test.p_value.value().map(PValue),
            q_value: test.q_value.map(PValue),
            cramers_v: test.association.map(|found| found.cramers_v),
            variants: test.variants,
            documents: test.documents,
            test_method: test.p_value.name(),
            labellings: test.p_value.labellings(),
            lexicon: referent.lexicon.clone(),
        })
    };
    let mut rows: Vec<NamingTestRow> = tests.iter().filter_map(row).collect();
    rows.sort_by(|a, b| {
        rare_first(a.q_value, b.q_value)
            .then_with(|| large_first(a.cramers_v, b.cramers_v))
            .then_with(|| (&a.lexicon, &a.referent).cmp(&(&b.lexicon, &b.referent)))
    });
    rows
}
