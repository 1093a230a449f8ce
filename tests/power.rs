//! Power, and how often nothing is called something: words of outlets that differ in length, tested
//! as keyness tests them.
//!
//! All settings with more corpora, as a table (the figures of docs/methods.md):
//!
//! ```text
//! FRAMESCOPE_CALIBRATION=2000 cargo test --release --test power -- --nocapture
//! ```

#![allow(clippy::unwrap_used)]

use framescope::compare::{
    DocumentFacts, IndexedTerm, NumberedDocuments, OutletChoice, TermIndex, TestOptions,
    TestedDocuments,
};
use rand::{Rng, SeedableRng};
use rand_distr::{Distribution, Gamma, LogNormal};
use rand_xoshiro::Xoshiro256Plus;
use rayon::prelude::*;
use std::sync::Arc;

/// The shape of the gamma rates of bursty words.
const SHAPE: f64 = 0.25;
const LEVEL: f64 = 0.05;
/// Standard deviations of ln length within an outlet.
const CLOSE: f64 = 0.35;
const MIDDLE: f64 = 0.5;
const WIDE: f64 = 0.7;

/// Documents of two outlets, with their tokens.
struct Corpus {
    lengths: Vec<f64>,
    /// Documents of the first outlet come first.
    first: usize,
}

impl Corpus {
    /// Documents of two outlets with mean lengths, and the standard deviation of ln length within
    /// an outlet.
    fn new(outlets: [(usize, f64); 2], spread: f64, random: &mut Xoshiro256Plus) -> Self {
        let spread = LogNormal::new(-0.5 * spread * spread, spread).unwrap();
        let lengths = outlets.iter().flat_map(|(documents, mean)| {
            let drawn = (0..*documents).map(|_| (mean * spread.sample(random)).round().max(20.0));
            drawn.collect::<Vec<f64>>()
        });
        Self { lengths: lengths.collect(), first: outlets[0].0 }
    }

    /// How often a word occurs in each document, `matches` in all; an outlet uses it `times` as
    /// often as the other.
    fn word(
        &self,
        matches: u32,
        is_bursty: bool,
        times: [f64; 2],
        random: &mut Xoshiro256Plus,
    ) -> Vec<u32> {
        let burst = Gamma::new(SHAPE, 1.0 / SHAPE).unwrap();
        let mut sum = 0.0;
        let sums: Vec<f64> = self
            .lengths
            .iter()
            .enumerate()
            .map(|(at, n)| {
                let rate = if is_bursty { burst.sample(random) } else { 1.0 };
                sum += n * rate * times[usize::from(at >= self.first)];
                sum
            })
            .collect();
        let mut counts = vec![0; self.lengths.len()];
        for _ in 0..matches {
            let place = random.gen_range(0.0..sum);
            counts[sums.partition_point(|sum| *sum <= place).min(sums.len() - 1)] += 1;
        }
        counts
    }

    /// p and q of words, as keyness has them; `None` where there is no test.
    fn tests(&self, words: &[Vec<u32>], seed: u64) -> Vec<Option<(f64, f64)>> {
        let names = ["A", "B"].map(Arc::<str>::from);
        let facts = self.lengths.iter().enumerate().map(|(at, n)| DocumentFacts {
            outlet: &names[usize::from(at >= self.first)],
            event: None,
            tokens: *n as u64,
        });
        let numbers = NumberedDocuments::new(facts, &OutletChoice::default()).unwrap();
        let term = |(word, counts): (usize, &Vec<u32>)| IndexedTerm {
            text: format!("w{word:03}"),
            postings: (0..).zip(counts.iter().copied()).filter(|(_, count)| *count > 0).collect(),
        };
        let terms: Vec<IndexedTerm> = words.iter().enumerate().map(term).collect();
        let index = TermIndex { terms, types: 1000 };
        let options = TestOptions { seed, ..TestOptions::default() };
        let tests = TestedDocuments::new(&numbers).tests(&index, options).remove(0);
        (0..words.len()).map(|at| tests.p_value(at).zip(tests.q_value(at))).collect()
    }

    /// The likelihood ratio of two rates against one over documents, each a negative binomial count:
    /// with the true shape of its rates, and with a shape that is estimated as an analyst must.
    fn likelihood_ratios(&self, counts: &[u32], is_bursty: bool) -> [f64; 2] {
        let documents: Vec<(f64, f64)> =
            counts.iter().map(|x| f64::from(*x)).zip(self.lengths.iter().copied()).collect();
        let (one, other) = documents.split_at(self.first);
        let same = |ln_shape: f64| best(&documents, ln_shape);
        let differ = |ln_shape: f64| best(one, ln_shape) + best(other, ln_shape);
        let shapes = (-3.5, EVEN);
        let truth = if is_bursty { SHAPE.ln() } else { EVEN };
        let estimated = greatest(differ, shapes, 18) - greatest(same, shapes, 18);
        [2.0 * (differ(truth) - same(truth)), 2.0 * estimated]
    }
}

/// ln of a shape with which rates are all but even.
const EVEN: f64 = 6.0;

/// The greatest value of a unimodal function, by a golden section.
fn greatest(value: impl Fn(f64) -> f64, (mut low, mut high): (f64, f64), steps: u32) -> f64 {
    let golden = (5_f64.sqrt() - 1.0) / 2.0;
    let (mut a, mut b) = (high - golden * (high - low), low + golden * (high - low));
    let (mut of_a, mut of_b) = (value(a), value(b));
    for _ in 0..steps {
        if of_a < of_b {
            (low, a, of_a) = (a, b, of_b);
            b = low + golden * (high - low);
            of_b = value(b);
        } else {
            (high, b, of_b) = (b, a, of_a);
            a = high - golden * (high - low);
            of_a = value(a);
        }
    }
    of_a.max(of_b)
}

/// The greatest log likelihood over rates, up to what does not depend on rate or shape.
fn best(documents: &[(f64, f64)], ln_shape: f64) -> f64 {
    let (x, n) = documents.iter().fold((0.0, 0.0), |(x, n), d| (x + d.0, n + d.1));
    if x == 0.0 {
        return 0.0;
    }
    let shape = ln_shape.exp();
    // ln Γ(x + s) − ln Γ(s) of each count: Σ ln(s + i).
    let rising: f64 = documents
        .iter()
        .map(|(x, _)| (0..*x as u32).map(|i| (shape + f64::from(i)).ln()).sum::<f64>())
        .sum();
    let likelihood = |ln_rate: f64| -> f64 {
        let rate = ln_rate.exp();
        let of_lengths: f64 =
            documents.iter().map(|(x, n)| x * n.ln() - (shape + x) * (shape + rate * n).ln()).sum();
        of_lengths + x * ln_rate
    };
    let ln_mean = (x / n).ln();
    let constant = documents.len() as f64 * shape * shape.ln();
    rising + constant + greatest(likelihood, (ln_mean - 2.0, ln_mean + 2.0), 22)
}

/// Words of a corpus without any difference, by how often they occur: 480 in all.
#[test]
fn seldom_does_a_corpus_without_any_difference_show_one() {
    let shows = |seed: u64| {
        let mut random = Xoshiro256Plus::seed_from_u64(seed);
        let corpus = Corpus::new([(60, 600.0), (60, 900.0)], CLOSE, &mut random);
        let words: Vec<Vec<u32>> = (0..480)
            .map(|at| corpus.word([1, 3, 10, 30][at % 4], false, [1.0; 2], &mut random))
            .collect();
        corpus.tests(&words, seed).into_iter().flatten().any(|(_, q)| q < LEVEL)
    };
    let seeds = (0..100_u64).into_par_iter().filter(|seed| shows(*seed)).count();
    println!("a word with q < .05 in {seeds} of 100 corpora");
    assert!(seeds <= 9, "{seeds} of 100 corpora");
}

/// Power of the test beside that of likelihood ratios over documents whose critical values are set
/// to the level by simulation. One of them knows from which distribution the words were drawn,
/// which no test of real words can know; the other estimates its shape.
#[test]
fn a_doubled_rate_is_found_about_as_often_as_by_a_likelihood_ratio() {
    let wanted = std::env::var("FRAMESCOPE_CALIBRATION").ok();
    let corpora: u64 = wanted.as_ref().map_or(300, |number| number.parse().unwrap());
    // The table shows what wider spreads change; the closest is the hardest for two like outlets.
    let spreads = if wanted.is_some() { &[CLOSE, MIDDLE, WIDE][..] } else { &[CLOSE] };
    let settings = || spreads.iter().flat_map(|spread| [(*spread, 30), (*spread, 100)]);
    let mut short = Vec::new();
    for (outlets, is_bursty) in [
        ([(60, 700.0), (60, 1200.0)], false),
        ([(60, 700.0), (60, 1200.0)], true),
        ([(40, 700.0), (200, 1200.0)], false),
        ([(40, 700.0), (200, 1200.0)], true),
    ] {
        for (spread, matches) in settings() {
            // Seeds of the null are others than those of the alternatives.
            let null: Vec<[f64; 2]> = (0..4 * corpora)
                .into_par_iter()
                .map(|seed| {
                    let mut random = Xoshiro256Plus::seed_from_u64(!seed);
                    let corpus = Corpus::new(outlets, spread, &mut random);
                    let word = corpus.word(matches, is_bursty, [1.0; 2], &mut random);
                    corpus.likelihood_ratios(&word, is_bursty)
                })
                .collect();
            let critical = [0, 1].map(|ratio| {
                let mut values: Vec<f64> = null.iter().map(|ratios| ratios[ratio]).collect();
                values.sort_by(f64::total_cmp);
                values[((1.0 - LEVEL) * values.len() as f64) as usize]
            });
            for (doubled, times) in [("first", [2.0, 1.0]), ("second", [1.0, 2.0])] {
                let found: Vec<[bool; 3]> = (0..corpora)
                    .into_par_iter()
                    .map(|seed| {
                        let mut random = Xoshiro256Plus::seed_from_u64(seed);
                        let corpus = Corpus::new(outlets, spread, &mut random);
                        let word = corpus.word(matches, is_bursty, times, &mut random);
                        let [known, estimated] = corpus.likelihood_ratios(&word, is_bursty);
                        let test = corpus.tests(&[word], seed)[0];
                        let is_found = test.is_some_and(|(p, _)| p <= LEVEL);
                        [is_found, known > critical[0], estimated > critical[1]]
                    })
                    .collect();
                let [power, known, best] = [0, 1, 2].map(|test| {
                    let often = found.iter().filter(|found| found[test]).count();
                    often as f64 / found.len() as f64
                });
                let [(one, a), (other, b)] = outlets;
                let kind = if is_bursty { "bursty" } else { "even" };
                let name = format!("{one}/{other}, {a}/{b} words, {kind}, {doubled} doubled");
                println!("| {name} | {spread} | {matches} | {power:.3} | {best:.3} | {known:.3} |");
                let error = 3.0 * (0.5 / corpora as f64).sqrt();
                if best - power > 0.10 + error {
                    short.push(format!("{name}, {matches} matches: {power} against {best}"));
                }
            }
        }
    }
    assert!(short.is_empty(), "\n{}", short.join("\n"));
}
