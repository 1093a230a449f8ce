//! Calibration where outlets differ in the length of their articles: of words that neither outlet
//! prefers, rare ones among them, no more tests say otherwise than their level allows.
//!
//! With labels dealt regardless of length, a word that occurred once in the outlet with shorter
//! articles had p = .0001 in 43 of 100 such words.
//!
//! All settings with more tests, as a table (the figures of docs/methods.md):
//!
//! ```text
//! FRAMESCOPE_CALIBRATION=320 cargo test --release --test calibration_lengths -- --nocapture
//! ```

#![allow(clippy::unwrap_used)]

use framescope::compare::{
    IndexedTerm, OutletChoice, OutletTotals, Panel, Referents, TargetTotals, TermIndex,
    TestOptions, TestedDocuments, contrasts, naming_tests, target_tests,
};
use framescope::frame::{ByVoice, CategoryScore, DocumentFrame, TargetCount};
use framescope::lexicon::{CategoryId, Matcher, read_toml};
use rand::{Rng, SeedableRng};
use rand_distr::{Beta, Binomial, Distribution, Gamma, LogNormal};
use rand_xoshiro::Xoshiro256Plus;
use rayon::prelude::*;

/// How often a word occurs in a corpus.
const MATCHES: [u32; 6] = [1, 3, 5, 10, 30, 100];
const LABELLINGS: u64 = 1999;
/// The tables whose tests are looked at.
const FAMILIES: [&str; 4] = ["side_by_side", "keyness", "targets", "naming_tests"];
/// Referents are named as often as words occur, by two names; the first has this share.
const SHARE: f64 = 0.3;
/// The levels, and the shares that a test may reach at most, less three standard errors.
const LEVELS: [(f64, f64); 3] = [(0.05, 0.07), (0.01, 0.015), (0.001, 0.002)];

/// How many corpora of a setting are drawn, and how many words of each frequency they have.
#[derive(Clone, Copy, Debug)]
struct Size {
    corpora: u64,
    words: u32,
}

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

/// What a full run tries besides.
const FURTHER: [Setting; 8] = [
    Setting::new("40/40, 700/1,200 words, even", &[(40, [700.0; 2]), (40, [1200.0; 2])]),
    Setting::new("60/60, 300/1,500 words, bursty", &[(60, [300.0; 2]), (60, [1500.0; 2])]).bursty(),
    Setting::new(
        "60/60, 200 and 1,300/1,200 words, even",
        &[(60, [200.0, 1300.0]), (60, [1200.0; 2])],
    ),
    Setting::new("80/80, 300/1,500 words, 40 events, even", &[(80, [300.0; 2]), (80, [1500.0; 2])])
        .within(40),
    Setting::new(
        "200/200, 300/1,500 words, 20 events, bursty",
        &[(200, [300.0; 2]), (200, [1500.0; 2])],
    )
    .bursty()
    .within(20),
    Setting::new(
        "80/80, 200 and 1,300/1,200 words, 40 events, bursty",
        &[(80, [200.0, 1300.0]), (80, [1200.0; 2])],
    )
    .bursty()
    .within(40),
    Setting::new(
        "40/80/120/200, 600 to 1,400 words, 40 events, bursty",
        &[(40, [600.0; 2]), (80, [900.0; 2]), (120, [1100.0; 2]), (200, [1400.0; 2])],
    )
    .bursty()
    .within(40),
    Setting::new(
        "60/60/60/60, 400 to 1,500 words, 30 events, even",
        &[(60, [400.0; 2]), (60, [700.0; 2]), (60, [1100.0; 2]), (60, [1500.0; 2])],
    )
    .within(30),
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
    fn corpus(self, seed: u64, words: u32) -> Vec<DocumentFrame> {
        let mut random = Xoshiro256Plus::seed_from_u64(seed);
        let spread = LogNormal::new(0.0, 0.35).unwrap();
        let burst = Gamma::new(0.25, 4.0).unwrap();
        let mut frames = Vec::new();
        for (outlet, (documents, means)) in self.outlets.iter().enumerate() {
            for at in 0..*documents {
                // Either half of the lengths in every event.
                let half = at / self.events.unwrap_or(1) % 2;
                let tokens = (means[half] * spread.sample(&mut random)).round().max(20.0);
                frames.push(DocumentFrame {
                    id: format!("d{:05}", frames.len()).into(),
                    outlet: format!("outlet {outlet}").into(),
                    date: None,
                    event: self.events.map(|events| format!("e{}", at % events).into()),
                    tokens: tokens as u64,
                    categories: Vec::new(),
                    entries: Vec::new(),
                    targets: Vec::new(),
                    language: None,
                    has_rules: true,
                    unserved: Box::default(),
                });
            }
        }
        for (kind, matches) in (0_u32..).zip(MATCHES) {
            for word in 0..words {
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
                    let category = CategoryId(kind * words + word);
                    frame.categories.push((category, score));
                    let target = "Sarn".into();
                    frame.targets.push(TargetCount { category, target, count, own: count });
                }
            }
        }
        frames
    }

    /// p-values by family and by how often a word occurs.
    fn p_values(self, seed: u64, words: u32, names: &Matcher) -> Vec<Vec<f64>> {
        let frames = self.corpus(seed, words);
        let categories: Vec<CategoryId> =
            (0..words * MATCHES.len() as u32).map(CategoryId).collect();
        let mut totals = OutletTotals::default();
        let mut targets = TargetTotals::default();
        for frame in &frames {
            totals.add(frame);
            targets.add(frame);
        }
        let panel = Panel::new(&frames, &OutletChoice::default()).unwrap();
        let options = TestOptions { seed, ..TestOptions::default() };
        let mut found: Vec<(usize, CategoryId, Option<f64>)> = Vec::new();

        let (rows, _) = contrasts(&panel, &totals, &categories, LABELLINGS, options);
        let rows = categories.iter().zip(&rows);
        found.extend(rows.map(|(category, row)| (0, *category, row.p_value.value())));

        let term = |category: &CategoryId| IndexedTerm {
            text: format!("w{}", category.0),
            postings: (0_u32..)
                .zip(&frames)
                .map(|(at, frame)| (at, frame.category(*category).voices.own))
                .filter(|(_, count)| *count > 0)
                .collect(),
        };
        let index = TermIndex { terms: categories.iter().map(term).collect(), types: 1000 };
        let numbers = panel.numbers();
        for tests in TestedDocuments::new(numbers).tests(&index, options) {
            let p_values = categories.iter().enumerate();
            found.extend(p_values.map(|(at, category)| (1, *category, tests.p_value(at))));
        }

        let cells = targets.cells(&panel, names);
        let tests = target_tests(&cells, &panel, options);
        let tests = cells.iter().zip(&tests);
        found.extend(tests.map(|(cell, test)| (2, cell.category, test.p_value.value())));

        let named = named(&frames, seed);
        let panel = Panel::new(&named, &OutletChoice::default()).unwrap();
        let referents = Referents::new(names);
        for test in naming_tests(&panel, &referents, options) {
            let name = &referents.referent(test.referent).unwrap().name;
            let category = CategoryId(name[1..].parse().unwrap());
            found.push((3, category, test.p_value.value()));
        }

        let mut by_kind = vec![Vec::new(); FAMILIES.len() * MATCHES.len()];
        for (family, category, p_value) in found {
            let kind = (category.0 / words) as usize;
            by_kind[family * MATCHES.len() + kind].extend(p_value);
        }
        by_kind
    }
}

/// The documents with two names for each word: which it is differs from document to document.
fn named(frames: &[DocumentFrame], seed: u64) -> Vec<DocumentFrame> {
    let mut random = Xoshiro256Plus::seed_from_u64(!seed);
    let shares = Beta::new(2.0 * SHARE, 2.0 * (1.0 - SHARE)).unwrap();
    let mut named = frames.to_vec();
    for frame in &mut named {
        let mut categories = Vec::new();
        for (category, score) in &frame.categories {
            let all = score.voices.own;
            let first = Binomial::new(u64::from(all), shares.sample(&mut random)).unwrap();
            let first = first.sample(&mut random) as u32;
            for (at, own) in [(0, first), (1, all - first)].into_iter().filter(|(_, n)| *n > 0) {
                let voices = ByVoice { own, ..ByVoice::default() };
                let score = CategoryScore { voices, ..CategoryScore::default() };
                categories.push((CategoryId(category.0 * 2 + at), score));
            }
        }
        frame.categories = categories;
        frame.targets = Vec::new();
    }
    named
}

/// A lexicon with a referent for each word.
fn names(words: u32) -> Matcher {
    let names: String = (0..words * MATCHES.len() as u32)
        .map(|at| format!("[referent.r{at}]\nvariants = {{ a = [\"a{at}\"], b = [\"b{at}\"] }}\n"))
        .collect();
    let head = "name = \"t\"\nlanguage = \"en\"\nversion = \"1.0.0\"\nlicense = \
        \"CC0-1.0\"\ndescription = \"t\"\n";
    Matcher::compile([&read_toml("t.toml", format!("{head}{names}").as_bytes()).unwrap()]).unwrap()
}

#[test]
fn outlets_that_differ_in_length_alone_do_not_differ_in_words() {
    let (settings, size) = match std::env::var("FRAMESCOPE_CALIBRATION") {
        Ok(corpora) => {
            let all = SETTINGS.into_iter().chain(FURTHER).collect();
            (all, Size { corpora: corpora.parse().unwrap(), words: 64 })
        }
        Err(_) => (SETTINGS.to_vec(), Size { corpora: 125, words: 16 }),
    };
    let names = names(size.words);
    let mut wrong = Vec::new();
    for setting in settings {
        let found: Vec<Vec<Vec<f64>>> = (0..size.corpora)
            .into_par_iter()
            .map(|seed| setting.p_values(seed, size.words, &names))
            .collect();
        for (at, family) in FAMILIES.into_iter().enumerate() {
            for (kind, matches) in MATCHES.into_iter().enumerate() {
                let place = at * MATCHES.len() + kind;
                let p_values: Vec<f64> =
                    found.iter().flat_map(|found| found[place].iter().copied()).collect();
                let tests = p_values.len() as f64;
                let shares = LEVELS.map(|(level, most)| {
                    let share =
                        p_values.iter().filter(|p| **p <= level).count() as f64 / tests.max(1.0);
                    let error = (share * (1.0 - share) / tests.max(1.0)).sqrt();
                    if share - 3.0 * error > most {
                        let name = setting.name;
                        wrong.push(format!("{family}, {name}, {matches}: {share} at {level}"));
                    }
                    share
                });
                println!(
                    "| {family} | {} | {matches} | {tests} | {:.4} / {:.4} / {:.4} |",
                    setting.name, shares[0], shares[1], shares[2]
                );
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
