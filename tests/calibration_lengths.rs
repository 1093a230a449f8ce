//! Calibration where outlets differ in the length of their articles: of words that neither outlet
//! prefers, rare ones among them, no more tests say otherwise than their level allows.
//!
//! With labels dealt regardless of length, a word that occurred once in the outlet with shorter
//! articles had p = .0001 in 43 of 100 such words.
//!
//! All settings with more tests, as a table (the figures of docs/methods.md):
//!
//! ```text
//! FRAMESCOPE_CALIBRATION=1250 cargo test --release --test calibration_lengths -- --nocapture
//! ```

#![allow(clippy::unwrap_used)]

use framescope::compare::{OutletChoice, OutletTotals, Panel, TestOptions, contrasts};
use framescope::frame::{ByVoice, CategoryScore, DocumentFrame};
use framescope::lexicon::CategoryId;
use rand::{Rng, SeedableRng};
use rand_distr::{Distribution, Gamma, LogNormal};
use rand_xoshiro::Xoshiro256Plus;
use rayon::prelude::*;

/// How often a word occurs in a corpus, and how many words occur so often.
const MATCHES: [u32; 6] = [1, 3, 5, 10, 30, 100];
const WORDS: u32 = 16;
const LABELLINGS: u64 = 1999;
/// The levels, and the shares that a test may reach at most, less three standard errors.
const LEVELS: [(f64, f64); 3] = [(0.05, 0.07), (0.01, 0.015), (0.001, 0.002)];

/// Outlets that draw their words from one distribution.
#[derive(Clone, Copy, Debug)]
struct Setting {
    name: &'static str,
    /// For each outlet its documents and their mean lengths; of two lengths each has half.
    outlets: &'static [(usize, [f64; 2])],
    is_bursty: bool,
    /// Documents are about events that every outlet reports on.
    events: Option<usize>,
}

const SETTINGS: [Setting; 8] = [
    Setting::new("60/60, 600/900 words, even", &[(60, [600.0; 2]), (60, [900.0; 2])]),
    Setting::new("60/60, 600/900 words, bursty", &[(60, [600.0; 2]), (60, [900.0; 2])]).bursty(),
    Setting::new("40/200, 700/1,200 words, bursty", &[(40, [700.0; 2]), (200, [1200.0; 2])])
        .bursty(),
    Setting::new("60/60, 300/1,500 words, even", &[(60, [300.0; 2]), (60, [1500.0; 2])]),
    Setting::new(
        "60/60, 200 and 1,300/1,200 words, bursty",
        &[(60, [200.0, 1300.0]), (60, [1200.0; 2])],
    )
    .bursty(),
    Setting::new("80/80, 600/900 words, 40 events, bursty", &[(80, [600.0; 2]), (80, [900.0; 2])])
        .bursty()
        .within(40),
    Setting::new(
        "40/80/120/200, 600 to 1,400 words, bursty",
        &[(40, [600.0; 2]), (80, [900.0; 2]), (120, [1100.0; 2]), (200, [1400.0; 2])],
    )
    .bursty(),
    Setting::new(
        "60/60/60/60, 400 to 1,500 words, even",
        &[(60, [400.0; 2]), (60, [700.0; 2]), (60, [1100.0; 2]), (60, [1500.0; 2])],
    ),
];

impl Setting {
    const fn new(name: &'static str, outlets: &'static [(usize, [f64; 2])]) -> Self {
        Self { name, outlets, is_bursty: false, events: None }
    }

    const fn bursty(self) -> Self {
        Self { is_bursty: true, ..self }
    }

    const fn within(self, events: usize) -> Self {
        Self { events: Some(events), ..self }
    }

    /// Documents whose words fall on their tokens at random, or in bursts.
    fn corpus(self, seed: u64) -> Vec<DocumentFrame> {
        let mut random = Xoshiro256Plus::seed_from_u64(seed);
        let spread = LogNormal::new(0.0, 0.35).unwrap();
        let burst = Gamma::new(0.25, 4.0).unwrap();
        let mut frames = Vec::new();
        for (outlet, (documents, means)) in self.outlets.iter().enumerate() {
            for at in 0..*documents {
                let tokens = (means[at % 2] * spread.sample(&mut random)).round().max(20.0);
                frames.push(DocumentFrame {
                    id: format!("d{:05}", frames.len()).into(),
                    outlet: format!("outlet {outlet}").into(),
                    date: None,
                    event: self.events.map(|events| format!("e{}", at % events).into()),
                    tokens: tokens as u64,
                    categories: Vec::new(),
                    entries: Vec::new(),
                    targets: Vec::new(),
                    has_rules: true,
                });
            }
        }
        for (kind, matches) in (0_u32..).zip(MATCHES) {
            for word in 0..WORDS {
                let weight = |frame: &DocumentFrame, random: &mut Xoshiro256Plus| {
                    let rate = if self.is_bursty { burst.sample(random) } else { 1.0 };
                    frame.tokens as f64 * rate
                };
                let sums: Vec<f64> = frames
                    .iter()
                    .scan(0.0, |sum, frame| {
                        *sum += weight(frame, &mut random);
                        Some(*sum)
                    })
                    .collect();
                let all = *sums.last().unwrap();
                let mut counts = vec![0_u32; frames.len()];
                for _ in 0..matches {
                    let place = random.gen_range(0.0..all);
                    counts[sums.partition_point(|sum| *sum <= place).min(sums.len() - 1)] += 1;
                }
                for (frame, count) in frames.iter_mut().zip(counts).filter(|(_, count)| *count > 0)
                {
                    let voices = ByVoice { own: count, ..ByVoice::default() };
                    let score = CategoryScore { voices, ..CategoryScore::default() };
                    frame.categories.push((CategoryId(kind * WORDS + word), score));
                }
            }
        }
        frames
    }

    /// p of each word, by how often it occurs.
    fn p_values(self, seed: u64) -> Vec<Vec<f64>> {
        let frames = self.corpus(seed);
        let mut totals = OutletTotals::default();
        frames.iter().for_each(|frame| totals.add(frame));
        let panel = Panel::new(&frames, &OutletChoice::default()).unwrap();
        let categories: Vec<CategoryId> =
            (0..WORDS * MATCHES.len() as u32).map(CategoryId).collect();
        let options = TestOptions { seed, ..TestOptions::default() };
        let (rows, _) = contrasts(&panel, &totals, &categories, LABELLINGS, options);
        rows.chunks(WORDS as usize)
            .map(|rows| rows.iter().filter_map(|row| row.p_value.value()).collect())
            .collect()
    }
}

#[test]
fn outlets_that_differ_in_length_alone_do_not_differ_in_words() {
    let corpora: u64 =
        std::env::var("FRAMESCOPE_CALIBRATION").map_or(125, |number| number.parse().unwrap());
    let mut wrong = Vec::new();
    for setting in SETTINGS {
        let found: Vec<Vec<Vec<f64>>> =
            (0..corpora).into_par_iter().map(|seed| setting.p_values(seed)).collect();
        for (kind, matches) in MATCHES.into_iter().enumerate() {
            let p_values: Vec<f64> = found.iter().flat_map(|found| found[kind].clone()).collect();
            let tests = p_values.len() as f64;
            let shares = LEVELS.map(|(level, most)| {
                let share =
                    p_values.iter().filter(|p| **p <= level).count() as f64 / tests.max(1.0);
                let error = (share * (1.0 - share) / tests.max(1.0)).sqrt();
                if share - 3.0 * error > most {
                    wrong.push(format!("{}, {matches} matches: {share} at {level}", setting.name));
                }
                share
            });
            println!(
                "| {} | {matches} | {tests} | {:.4} / {:.4} / {:.4} |",
                setting.name, shares[0], shares[1], shares[2]
            );
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
