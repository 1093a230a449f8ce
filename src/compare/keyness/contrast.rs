//! What documents say of every term in each contrast of outlets.

use super::documents::{Sides, TestedDocuments};
use super::index::TermIndex;
use super::term_test::TermInStrata;
use crate::compare::TestOptions;
use rayon::prelude::*;

/// What documents say of each term in one contrast, in the order of the index.
#[derive(Clone, Debug, PartialEq)]
pub struct ContrastTests {
    /// What is contrasted.
    pub sides: Sides,
    /// By term; not a number where there is none, which takes half the memory of an `Option`.
    p_values: Vec<f64>,
    q_values: Vec<f64>,
}

impl ContrastTests {
    /// The two-sided p of a term; `None` where chance could not have it otherwise, and where the
    /// term stands on neither side.
    pub fn p_value(&self, term: usize) -> Option<f64> {
        self.p_values.get(term).copied().filter(|p| !p.is_nan())
    }

    /// The p of a term adjusted over the terms of all contrasts that have one.
    pub fn q_value(&self, term: usize) -> Option<f64> {
        self.q_values.get(term).copied().filter(|q| !q.is_nan())
    }

    /// How many terms have a p.
    pub fn tested(&self) -> usize {
        self.p_values.iter().filter(|p| !p.is_nan()).count()
    }
}

impl TestedDocuments<'_> {
    /// Tests each term in each contrast.
    ///
    /// Let a document d of event e have xᵈ occurrences among nᵈ tokens. Its residual is xᵈ − rₑ·nᵈ
    /// with rₑ the rate over the two sides' documents on e; S sums the residuals of the outlet's. p
    /// is the share of labellings of documents, within events, under which |S| is as large. Where
    /// there are at most 16,384 labellings all are tried. Else it is found in two stages:
    ///
    /// 1. by the exact mean, variance and third moment of S over all labellings (Cochran 1977), as
    ///    a Pearson type III distribution (Mielke & Berry 2007) through the deviate of Wilson &
    ///    Hilferty (1931). Where this is .1 or more it stands;
    /// 2. else, by the placements of the documents that hold the term: all of them where they are
    ///    at most 4,096 (256 without regard to the first stage), otherwise 400 draws of a tilted
    ///    distribution (see `sampled`), where at most 200 documents hold it. What the lengths of
    ///    the other documents add is taken as normal with its exact mean and variance.
    ///
    /// No p is less than one by the number of labellings.
    ///
    /// Error: where all labellings are tried there is none; counted p are exact but for that normal
    /// part; drawn ones have a standard error of about 5 % of themselves, seldom above 15 %, also
    /// when minute; those of terms in more than 200 documents rest on moments, within some 10 %
    /// near .05, while in the far tail or where a few documents hold most occurrences they may be
    /// off by a factor of two or more.
    pub fn tests(&self, index: &TermIndex, options: TestOptions) -> Vec<ContrastTests> {
        let contrasts = self.contrasts();
        let terms = index.terms.len();
        let by_term: Vec<Vec<f64>> = index
            .terms
            .par_iter()
            .map(|term| {
                let strata = TermInStrata::new(self, term);
                let seed = options.seed ^ hash(&term.text);
                let p_value = |sides: &Sides| strata.p_value(*sides, seed).unwrap_or(f64::NAN);
                contrasts.iter().map(p_value).collect()
            })
            .collect();
        // One contrast after another.
        let p_values: Vec<f64> = (0..contrasts.len())
            .flat_map(|at| by_term.iter().filter_map(move |p_values| p_values.get(at).copied()))
            .collect();
        drop(by_term);
        let mut q_values = p_values.clone();
        options.adjustment.adjust(&mut q_values);
        let of_contrast = |(sides, (p_values, q_values)): (&Sides, (&[f64], &[f64]))| {
            ContrastTests { sides: *sides, p_values: p_values.into(), q_values: q_values.into() }
        };
        let by_contrast = p_values.chunks(terms.max(1)).zip(q_values.chunks(terms.max(1)));
        let tests: Vec<ContrastTests> =
            contrasts.iter().zip(by_contrast).map(of_contrast).collect();
        tests
    }
}

/// FNV-1a, so that a term's draws depend on its words and the seed alone.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
    })
}
