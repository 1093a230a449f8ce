//! Counts against expectation: what the tokens of an outlet would hold, did all outlets use
//! a thing equally often on each event.

use super::panel::{Panel, PanelLabel, strata};
use crate::frame::DocumentFrame;
use crate::stat::{Deals, Design, PermutationTest};
use std::collections::{BTreeMap, BTreeSet};

/// The documents of a panel that could have a match: they have tokens, and are not known to be in
/// another language than the lexicon.
pub(super) struct WordedDocuments<'p> {
    frames: Vec<&'p DocumentFrame>,
    labels: Vec<u32>,
    strata: Vec<u32>,
    stratum_count: usize,
    /// How many labels the panel has.
    width: usize,
    /// Those that a document bears.
    worded: BTreeSet<PanelLabel>,
}

/// The fewest matches, and documents with a match, for a test.
const TESTED_MATCHES: usize = 3;

/// Whether there are too few matches or documents for a test. The numbers are those of all outlets
/// together, so it cannot depend on how they differ.
pub(super) fn is_too_few(documents: usize, matches: f64) -> bool {
    documents < TESTED_MATCHES || matches < TESTED_MATCHES as f64
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

impl CountedThings {
    /// For each thing whether it occurs too seldom for a test.
    pub(super) fn rare(&self) -> Vec<bool> {
        let mut sums = vec![(0, 0.0); self.rates.len()];
        for &(thing, count) in &self.hits {
            if let Some((documents, matches)) = sums.get_mut(thing as usize) {
                *documents += 1;
                *matches += count;
            }
        }
        sums.into_iter().map(|(documents, matches)| is_too_few(documents, matches)).collect()
    }
}

/// By how much a count differs from what is expected; a difference that only rounding makes is
/// none.
pub(super) fn difference(found: f64, expected: f64) -> f64 {
    let difference = found - expected;
    if difference.abs() > 1e-9 * (found + expected) { difference } else { 0.0 }
}

/// Counts of things under one labelling, thing by thing, label by label.
pub(super) struct LabelCounts {
    /// Occurrences.
    pub(super) found: Vec<f64>,
    /// Those expected: Σ_s R_s · n_os, with R_s the rate of all documents on event s and n_os the
    /// label's tokens on it; without events there is one s.
    pub(super) expected: Vec<f64>,
}

impl<'p> WordedDocuments<'p> {
    /// Those that lexicons of a language serve; all where none is given.
    pub(super) fn new(panel: &'p Panel<'_>, language: Option<&str>) -> Self {
        let is_draw = |frame: &DocumentFrame| {
            frame.tokens > 0 && language.is_none_or(|language| frame.is_served_in(language))
        };
        let worded = || panel.documents().filter(|(frame, _)| is_draw(frame));
        let strata = strata(worded().map(|(_, numbers)| numbers.event));
        Self {
            frames: worded().map(|(frame, _)| frame).collect(),
            labels: worded().map(|(_, numbers)| numbers.label.0).collect(),
            stratum_count: strata.iter().max().map_or(0, |most| *most as usize + 1),
            strata,
            width: panel.labels().len(),
            worded: worded().map(|(_, numbers)| numbers.label).collect(),
        }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.frames.len()
    }

    /// How many labels the panel has, those without tokens among them.
    pub(super) fn width(&self) -> usize {
        self.width
    }

    /// Whether a label has a document with tokens.
    pub(super) fn has(&self, label: PanelLabel) -> bool {
        self.worded.contains(&label)
    }

    /// Whether two labels have documents with tokens; else there is nothing to compare.
    pub(super) fn can_compare(&self) -> bool {
        self.worded.len() > 1
    }

    /// Counts `things` of them, numbered from 0; `of` hands the things of a document over, each
    /// with its occurrences.
    pub(super) fn count(
        &self,
        things: usize,
        of: impl Fn(&DocumentFrame, &mut dyn FnMut(u32, f64)),
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
                counted.hits.push((thing, count));
                *sums[thing as usize].entry(stratum).or_default() += count;
            });
            counted.ends.push(counted.hits.len());
        }
        let rates = |sums: BTreeMap<u32, f64>| {
            sums.into_iter().map(|(stratum, x)| (stratum, x / tokens[stratum as usize])).collect()
        };
        counted.rates = sums.into_iter().map(rates).collect();
        counted
    }

    /// Occurrences and those expected under a labelling.
    fn counts(&self, things: &CountedThings, labels: &[u32]) -> LabelCounts {
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
        LabelCounts { found, expected }
    }

    /// The same under the true labels.
    pub(super) fn observed(&self, things: &CountedThings) -> LabelCounts {
        self.counts(things, &self.labels)
    }

    /// Tests `count` statistics of found and expected counts, labels dealt over documents within
    /// events.
    pub(super) fn test(
        &self,
        things: &CountedThings,
        deals: Deals,
        count: usize,
        statistics: impl Fn(&LabelCounts, &mut [f64]) + Sync,
    ) -> PermutationTest {
        let tokens: Vec<f64> = self.frames.iter().map(|frame| frame.tokens as f64).collect();
        let design = Design::new(self.labels.clone(), &self.strata, &tokens);
        design.test(deals, count, |labels, out| statistics(&self.counts(things, labels), out))
    }
}
