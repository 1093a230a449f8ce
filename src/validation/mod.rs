//! Validation by hand coding: how many matches are right, how many are missed, how well coders
//! agree.
//!
//! A sample of matches is drawn per category, and one of sentences without any match. Coders say of
//! each match whether it is right, of each such sentence which categories it expresses all the
//! same. Where coders differ the majority counts; a tie counts half, since leaving ties out would
//! keep only what is easy to code.

mod agreement;
mod coders;
mod codes;
mod coding;
mod precision;
mod proportion;
mod recall;
mod sampling;
mod uncoded;

pub use agreement::{Agreement, Metric, RESAMPLES};
pub use coders::{AlphaReading, Coded, CoderAgreement, coder_agreement};
pub use coding::{CategoryName, Coding, read_coding};
pub use precision::{Advice, Group, Precision, precision};
pub use proportion::{Estimate, SampledStratum};
pub use recall::{Recall, recall};
pub use sampling::{Drawn, StratifiedSample, allot, priority};
pub use uncoded::Uncoded;

use std::collections::BTreeSet;
use std::sync::Arc;

/// A sample with the codes that it was given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodedSample {
    /// How many coders there are.
    pub coders: usize,
    /// The categories, in the order that figures are given in.
    pub categories: Vec<CodedCategory>,
    /// The matches drawn.
    pub matches: Vec<CodedMatch>,
    /// The sentences drawn from those without a match.
    pub misses: Vec<CodedMiss>,
    /// How many such sentences the corpus has.
    pub miss_population: u64,
}

/// A category of a sample.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodedCategory {
    /// Its lexicon.
    pub lexicon: Arc<str>,
    /// Its name.
    pub category: Arc<str>,
    /// How many matches it has in the corpus.
    pub population: u64,
}

/// A match of a sample.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodedMatch {
    /// The place of its category in [`CodedSample::categories`].
    pub category: usize,
    /// Its entry; empty where the sheet does not say, as for voice and outlet.
    pub entry: Arc<str>,
    /// Its voice.
    pub voice: Arc<str>,
    /// Its outlet.
    pub outlet: Arc<str>,
    /// For each coder whether it is right; nothing where it was not coded.
    pub codes: Vec<Option<bool>>,
}

/// A sentence without a match.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodedMiss {
    /// For each coder the categories that it expresses, by place; nothing where it was not coded.
    pub codes: Vec<Option<BTreeSet<usize>>>,
}

/// What coders together say of one unit, in halves: 2 yes, 0 no, 1 a tie.
fn majority(codes: impl Iterator<Item = bool>) -> Option<u64> {
    let (mut yes, mut no) = (0_usize, 0_usize);
    codes.for_each(|code| if code { yes += 1 } else { no += 1 });
    match yes.cmp(&no) {
        _ if yes + no == 0 => None,
        std::cmp::Ordering::Greater => Some(2),
        std::cmp::Ordering::Equal => Some(1),
        std::cmp::Ordering::Less => Some(0),
    }
}

/// What coders say of several units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Tally {
    sampled: u64,
    coded: u64,
    halves: u64,
    ties: u64,
}

impl Tally {
    fn add(&mut self, verdict: Option<u64>) {
        self.sampled += 1;
        if let Some(halves) = verdict {
            self.coded += 1;
            self.halves += halves;
            self.ties += u64::from(halves == 1);
        }
    }

    /// The units for which coders say yes, a tie counting half.
    fn yes(&self) -> f64 {
        self.halves as f64 / 2.0
    }
}

impl CodedSample {
    /// What coders say of the matches of each category.
    fn by_category(&self) -> Vec<Tally> {
        let mut tallies = vec![Tally::default(); self.categories.len()];
        for found in &self.matches {
            if let Some(tally) = tallies.get_mut(found.category) {
                tally.add(found.verdict());
            }
        }
        tallies
    }
}

impl CodedMatch {
    fn verdict(&self) -> Option<u64> {
        majority(self.codes.iter().flatten().copied())
    }
}

impl CodedMiss {
    /// Whether the sentence expresses any category that `counts`.
    fn verdict(&self, counts: impl Fn(usize) -> bool) -> Option<u64> {
        majority(
            self.codes.iter().flatten().map(|named| named.iter().any(|category| counts(*category))),
        )
    }
}
