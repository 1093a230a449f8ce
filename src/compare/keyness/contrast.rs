//! What documents say of every term in each contrast of outlets.

use super::documents::{Sides, TestedDocuments};
use super::index::TermIndex;
use super::term_test::{TermMethod, TermTest, TestedContrast};
use crate::compare::TestOptions;
use crate::compare::missing::Missing;
use crate::stat::MissingReason;
use rayon::prelude::*;

/// What documents say of each term in one contrast, in the order of the index.
#[derive(Clone, Debug, PartialEq)]
pub struct ContrastTests {
    /// What is contrasted.
    pub sides: Sides,
    /// By term; not a number where there is none, which takes half the memory of an `Option`.
    p_values: Vec<f64>,
    q_values: Vec<f64>,
    /// By term, how its p was found or why there is none.
    methods: Vec<Result<TermMethod, Missing>>,
}

impl ContrastTests {
    /// The two-sided p of a term; `None` where there is none.
    pub fn p_value(&self, term: usize) -> Option<f64> {
        self.p_values.get(term).copied().filter(|p| !p.is_nan())
    }

    /// The p of a term adjusted over the terms that have one in this contrast.
    pub fn q_value(&self, term: usize) -> Option<f64> {
        self.q_values.get(term).copied().filter(|q| !q.is_nan())
    }

    /// How the p of a term was found, or why there is none, in the words of tables.
    pub fn test_name(&self, term: usize) -> &'static str {
        match self.methods.get(term) {
            Some(Ok(method)) => method.name(),
            Some(Err(reason)) => reason.name(),
            None => Missing::NoMatch.name(),
        }
    }

    /// How many terms have a p.
    pub fn tested(&self) -> usize {
        self.p_values.iter().filter(|p| !p.is_nan()).count()
    }
}

impl TestedDocuments<'_> {
    /// Tests each term in each contrast. The terms of a contrast are a family of their own: each
    /// contrast asks its own question, and a family of all would grow with the square of the number
    /// of outlets.
    ///
    /// Let a document d of event e have xᵈ occurrences among nᵈ tokens. Its residual is xᵈ − rₑ·nᵈ
    /// with rₑ the rate over the two sides' documents on e; S sums the residuals of the outlet's. p
    /// is the probability of a labelling of the documents, within events, under which |S| is as
    /// large. A labelling is as probable as the product of the odds that documents of such lengths
    /// have the labels (Berrett, Wang, Barber & Samworth 2020); the odds are those of a multinomial
    /// logistic regression over all documents of the run. Where there are at most 16,384 labellings
    /// all are tried. Else p is found in two stages:
    ///
    /// 1. by mean, variance and third moment of S over all labellings (Hájek 1964), as a Pearson
    ///    type III distribution (Mielke & Berry 2007) through the deviate of Wilson & Hilferty
    ///    (1931). A p of .1 or more is final;
    /// 2. else, by the placements of the documents with the term: all of them where they are
    ///    at most 4,096 (256 without regard to the first stage), otherwise 400 draws of a tilted
    ///    distribution (see `sampled`), where at most 200 documents hold it. How many of the other
    ///    documents are on a side, and what their lengths add, is approximated (see
    ///    `Placing::new`).
    ///
    /// No p is less than the probability of the true labels. A term is not tested if
    /// it has fewer than three occurrences or documents on the two sides, or if p could not be
    /// below .05.
    ///
    /// Error: where all labellings are tried there is none; counted p are exact but for the two
    /// approximations, within some 5 % where 25 documents or more lack the term; drawn ones
    /// have a further standard error of about 5 % of themselves, seldom above 15 %, also when
    /// minute; those of terms in more than 200 documents rest on moments, within some 10 % near
    /// .05, while in the far tail or where a few documents hold most occurrences they may be off by
    /// a factor of two or more.
    pub fn tests(&self, index: &TermIndex, options: TestOptions) -> Vec<ContrastTests> {
        self.contrasts()
            .into_iter()
            .map(|sides| {
                let contrast = TestedContrast::new(self, sides);
                let by_term = index
                    .terms
                    .par_iter()
                    .map(|term| contrast.test(term, options.seed ^ hash(&term.text)));
                let by_term: Vec<TermTest> = by_term.collect();
                let p_value = |test: &TermTest| test.map_or(f64::NAN, |(p, _)| p);
                let p_values: Vec<f64> = by_term.iter().map(p_value).collect();
                let mut q_values = p_values.clone();
                options.adjustment.adjust(&mut q_values);
                let methods = by_term.iter().map(|test| test.map(|(_, method)| method)).collect();
                ContrastTests { sides, p_values, q_values, methods }
            })
            .collect()
    }
}

/// FNV-1a, so that a term's draws depend on its words and the seed alone.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
    })
}
