//! Keyness of each term in a contrast: counts, rates, the measures asked for, p and q.

use super::contrast::ContrastTests;
use super::documents::{Sides, TestedDocuments};
use super::within_events::log_ratio_within_event;
use super::{
    Dispersion, ExpectedDispersion, KeynessOptions, LogLikelihood, Parts, Prior, PriorKind,
    TermIndex, TermKind, TermKinds, TwoCounts, log_odds,
};
use crate::compare::panel::PanelLabel;
use rayon::prelude::*;

/// A term in a contrast.
#[derive(Clone, Debug, PartialEq)]
pub struct Keyness {
    /// Its place in the index.
    pub term: usize,
    /// What kind of term it is.
    pub kind: TermKind,
    /// Occurrences and tokens of the two sides.
    pub counts: TwoCounts,
    /// Documents of the outlet that hold it.
    pub documents: u64,
    /// Documents of the reference that hold it.
    pub documents_reference: u64,
    /// G², signed.
    pub log_likelihood: f64,
    /// log₂ of the ratio of rates.
    pub log_ratio: Option<f64>,
    /// Weighted log-odds difference.
    pub log_odds: Option<f64>,
    /// Its z.
    pub log_odds_z: Option<f64>,
    /// p by permutation of documents.
    pub p_value: Option<f64>,
    /// The same, adjusted over the terms of the contrast that were tested.
    pub q_value: Option<f64>,
    /// How p was found, or why there is none.
    pub test: &'static str,
    /// Over the outlet's documents.
    pub dispersion: Option<f64>,
    /// log₂ of the Mantel–Haenszel rate ratio within events.
    pub log_ratio_within_event: Option<f64>,
    /// The measures asked for, in their order.
    pub measures: Vec<Option<f64>>,
}

/// The terms that occur on either side of a contrast, the farthest from chance by |z| first;
/// `tests` are those of the index. Without `expected` no dispersion to be expected is given.
pub fn keyness(
    index: &TermIndex,
    documents: &TestedDocuments<'_>,
    tests: &ContrastTests,
    kinds: &TermKinds,
    (expected, options): (Option<&ExpectedDispersion>, &KeynessOptions),
) -> Vec<Keyness> {
    let sides = tests.sides;
    let tokens = |is_first: bool| -> u64 {
        let of_side = |(label, _): &(PanelLabel, &Parts)| sides.side(*label) == Some(is_first);
        documents.parts_by_label().filter(of_side).map(|(_, parts)| parts.tokens).sum()
    };
    let (n1, n2) = (tokens(true) as f64, tokens(false) as f64);
    let run: f64 = documents.parts_by_label().map(|(_, parts)| parts.tokens as f64).sum();
    let own = documents.parts(sides.outlet);
    let rows = index.terms.par_iter().enumerate().map(|(term, indexed)| {
        let mut found = Occurrences::default();
        for &(document, count) in &indexed.postings {
            let Some(document) = documents.document(document) else { continue };
            found.add(sides.side(document.label), count, document.tokens);
        }
        let counts = TwoCounts { a: found.first as f64, n1, b: found.second as f64, n2 };
        let prior = match options.prior {
            PriorKind::Informative(all) => Prior { term: all * found.all as f64 / run, all },
            PriorKind::Flat(each) => Prior { term: each, all: each * index.types as f64 },
        };
        (found.first + found.second > 0).then(|| {
            let odds = log_odds(counts, prior, options.variance);
            Keyness {
                term,
                kind: kinds.kind(term, sides, counts.a + counts.b),
                counts,
                documents: found.own.len() as u64,
                documents_reference: found.documents_second,
                log_likelihood: match options.log_likelihood {
                    LogLikelihood::FourCell => counts.g2_four_cell(),
                    LogLikelihood::TwoCell => counts.g2_two_cell(),
                    LogLikelihood::Williams => counts.g2_williams(),
                },
                log_ratio: counts.log_ratio(options.log_ratio_zero),
                log_odds: odds.map(|odds| odds.delta),
                log_odds_z: odds.map(|odds| odds.z),
                p_value: tests.p_value(term),
                q_value: tests.q_value(term),
                test: tests.test_name(term),
                dispersion: dispersion(&own, options.dispersion, &found),
                log_ratio_within_event: None,
                measures: Vec::new(),
            }
        })
    });
    let mut rows: Vec<Keyness> = rows.flatten().collect();
    let candidates = rows.len() as u64;
    if !options.measures.is_empty() {
        rows.par_iter_mut().for_each(|row| {
            let dispersion = expected.and_then(|expected| {
                expected.value(options.dispersion, sides.outlet, row.counts.a as u64)
            });
            row.measures = options
                .measures
                .iter()
                .map(|measure| measure.value(row.counts, candidates, dispersion))
                .collect();
        });
    }
    let far = |row: &Keyness| row.log_odds_z.map_or(0.0, f64::abs);
    rows.par_sort_by(|a, b| far(b).total_cmp(&far(a)).then(a.term.cmp(&b.term)));
    rows
}

/// Finds the log ratio within events of rows of one contrast; nothing where documents have no
/// events. Apart from the tests, since few of the terms tested are shown.
pub fn fill_within_events(
    rows: &mut [Keyness],
    index: &TermIndex,
    documents: &TestedDocuments<'_>,
    sides: Sides,
) {
    if !documents.has_events() {
        return;
    }
    rows.par_iter_mut().for_each(|row| {
        row.log_ratio_within_event = index
            .terms
            .get(row.term)
            .and_then(|term| log_ratio_within_event(documents, term, sides));
    });
}

fn dispersion(own: &Parts, measure: Dispersion, found: &Occurrences) -> Option<f64> {
    own.dispersion(measure, found.own.iter().copied())
}

/// What a term's postings sum to.
#[derive(Debug, Default)]
struct Occurrences {
    all: u64,
    first: u64,
    second: u64,
    documents_second: u64,
    own: Vec<(u32, u64)>,
}

impl Occurrences {
    fn add(&mut self, side: Option<bool>, count: u32, tokens: u64) {
        self.all += u64::from(count);
        match side {
            Some(true) => {
                self.first += u64::from(count);
                self.own.push((count, tokens));
            }
            Some(false) => {
                self.second += u64::from(count);
                self.documents_second += 1;
            }
            None => {}
        }
    }
}
