//! Counts against expectation: what an outlet's tokens would hold, did all outlets use a thing
//! equally often on each event.

use super::outlet::strata;
use super::permutation::{Dealing, Design};
use crate::frame::DocumentFrame;
use std::collections::BTreeMap;

/// The documents of a test, in an order that does not depend on the input's, with their outlets and
/// events.
pub(super) struct TestedFrames<'f> {
    frames: Vec<&'f DocumentFrame>,
    outlets: BTreeMap<&'f str, u32>,
    labels: Vec<u32>,
    strata: Vec<u32>,
    stratum_count: usize,
}

/// Things counted in the documents of a test.
pub(super) struct CountedThings {
    /// Of each document, where its hits end.
    ends: Vec<usize>,
    /// Thing and occurrences.
    hits: Vec<(u32, f64)>,
    /// Of each thing, its rate per token in each stratum that holds it.
    rates: Vec<Vec<(u32, f64)>>,
}

/// By how much a count differs from what is expected; a difference that only rounding makes is
/// none.
pub(super) fn difference(found: f64, expected: f64) -> f64 {
    let difference = found - expected;
    if difference.abs() > 1e-9 * (found + expected) { difference } else { 0.0 }
}

impl<'f> TestedFrames<'f> {
    /// The documents that have tokens: one without is no draw, since it could hold nothing.
    pub(super) fn new(frames: &'f [DocumentFrame]) -> Self {
        let mut frames: Vec<&DocumentFrame> =
            frames.iter().filter(|frame| frame.tokens > 0).collect();
        frames.sort_by(|a, b| a.id.cmp(&b.id));
        let mut outlets: BTreeMap<&str, u32> =
            frames.iter().map(|frame| (&*frame.outlet, 0)).collect();
        outlets.values_mut().zip(0..).for_each(|(number, next)| *number = next);
        let labels =
            frames.iter().filter_map(|frame| outlets.get(&*frame.outlet).copied()).collect();
        let strata = strata(&frames);
        let stratum_count = strata.iter().max().map_or(0, |most| *most as usize + 1);
        Self { frames, outlets, labels, strata, stratum_count }
    }

    /// The documents.
    pub(super) fn frames(&self) -> &[&'f DocumentFrame] {
        &self.frames
    }

    /// An outlet's number; outlets are numbered by name.
    pub(super) fn outlet(&self, name: &str) -> Option<usize> {
        self.outlets.get(name).map(|number| *number as usize)
    }

    /// How many outlets have documents with tokens.
    pub(super) fn width(&self) -> usize {
        self.outlets.len()
    }

    /// Counts `things` of them, numbered from 0; `of` hands the things of a document over, each
    /// with its occurrences.
    pub(super) fn count(
        &self,
        things: usize,
        of: impl Fn(&DocumentFrame, &mut dyn FnMut(usize, f64)),
    ) -> CountedThings {
        let mut tokens = vec![0.0; self.stratum_count];
        let mut sums: Vec<BTreeMap<u32, f64>> = vec![BTreeMap::new(); things];
        let mut counted = CountedThings {
            ends: Vec::with_capacity(self.frames.len()),
            hits: Vec::new(),
            rates: Vec::new(),
        };
        for (frame, &stratum) in self.frames.iter().zip(&self.strata) {
            tokens[stratum as usize] += frame.tokens as f64;
            of(frame, &mut |thing, count| {
                counted.hits.push((u32::try_from(thing).unwrap_or(u32::MAX), count));
                *sums[thing].entry(stratum).or_default() += count;
            });
            counted.ends.push(counted.hits.len());
        }
        let rates = |sums: BTreeMap<u32, f64>| {
            sums.into_iter().map(|(stratum, x)| (stratum, x / tokens[stratum as usize])).collect()
        };
        counted.rates = sums.into_iter().map(rates).collect();
        counted
    }

    /// Occurrences and those expected of each thing in each outlet under a labelling: thing by
    /// thing, outlet by outlet. Expected are Σ_s R_s · n_os, with R_s the rate of all outlets on
    /// event s and n_os the outlet's tokens on it; without events there is one s.
    pub(super) fn found_and_expected(
        &self,
        things: &CountedThings,
        labels: &[u32],
    ) -> (Vec<f64>, Vec<f64>) {
        let width = self.width();
        let mut tokens = vec![0.0; self.stratum_count * width];
        let mut found = vec![0.0; things.rates.len() * width];
        let mut start = 0;
        // Document by document, so that hits are read in a row and only the small table of sums is
        // written here and there.
        for (((frame, &label), &stratum), &end) in
            self.frames.iter().zip(labels).zip(&self.strata).zip(&things.ends)
        {
            tokens[stratum as usize * width + label as usize] += frame.tokens as f64;
            for &(thing, count) in &things.hits[start..end] {
                found[thing as usize * width + label as usize] += count;
            }
            start = end;
        }
        let mut expected = vec![0.0; found.len()];
        for (rates, expected) in things.rates.iter().zip(expected.chunks_mut(width.max(1))) {
            for &(stratum, rate) in rates {
                let tokens = &tokens[stratum as usize * width..][..width];
                expected
                    .iter_mut()
                    .zip(tokens)
                    .for_each(|(expected, tokens)| *expected += rate * tokens);
            }
        }
        (found, expected)
    }

    /// The same under the true labels.
    pub(super) fn observed(&self, things: &CountedThings) -> (Vec<f64>, Vec<f64>) {
        self.found_and_expected(things, &self.labels)
    }

    /// The p-values of `count` statistics of found and expected counts, outlet labels dealt over
    /// documents within events.
    pub(super) fn p_values(
        &self,
        things: &CountedThings,
        (permutations, seed): (u64, u64),
        count: usize,
        statistics: impl Fn(&[f64], &[f64], &mut [f64]) + Sync,
    ) -> (Vec<Option<f64>>, Dealing) {
        Design::new(self.labels.clone(), &self.strata).p_values(
            permutations,
            seed,
            count,
            |labels, out| {
                let (found, expected) = self.found_and_expected(things, labels);
                statistics(&found, &expected, out);
            },
        )
    }
}
