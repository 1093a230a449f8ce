//! Calibration: of outlets that do not differ one test in twenty says that they do, and intervals
//! hold the true value nineteen times in twenty, though words come in bursts.
//!
//! The tests simulate few corpora. All settings, with more corpora, as a table (the figures of
//! docs/methods.md):
//!
//! ```text
//! FRAMESCOPE_CALIBRATION=500 cargo test --release --test calibration -- --nocapture
//! ```

#![allow(clippy::unwrap_used)]

use framescope::compare::{
    DocumentFacts, IndexedTerm, NamingTotals, NumberedDocuments, OutletChoice, OutletTotals, Panel,
    Referents, TargetTotals, TermIndex, TestOptions, TestedDocuments, TwoCounts, Yates, contrasts,
    naming_tests, target_tests,
};
use framescope::frame::{ByVoice, CategoryScore, DocumentFrame, TargetCount};
use framescope::lexicon::{CategoryId, Matcher, read_toml};
use framescope::stat::LEVEL;
use rand::{Rng, SeedableRng};
use rand_distr::{Beta, Binomial, Distribution, Gamma, LogNormal, Poisson};
use rand_xoshiro::Xoshiro256Plus;
use rayon::prelude::*;
use std::sync::Arc;

/// Words whose rates are drawn, and referents whose names are, in each corpus.
const WORDS: u32 = 8;
const REFERENTS: u32 = 4;
/// The rate of a word in a document is gamma with this shape: most documents have little of it, few
/// have much.
const SHAPE: f64 = 0.25;
/// The true share of the first of two names; a document's own is beta with this mean and half as
/// bursty as a coin.
const SHARE: f64 = 0.3;
const OUTLETS: [&str; 2] = ["A", "B"];
/// Labellings drawn for side_by_side.
const LABELLINGS: u64 = 999;
/// The χ² of one degree of freedom beyond which lie 5 %.
const CHI_SQUARE: f64 = 3.841458820694124;

/// What is simulated: two outlets that draw from one distribution.
#[derive(Clone, Copy)]
struct Setting {
    /// Documents of each outlet.
    documents: usize,
    /// The words' mean rate per 1,000 tokens; referents are named as often.
    rate: f64,
    /// Whether documents have events that differ in their words and that one outlet covers more
    /// than the other.
    events: bool,
}

struct Document {
    outlet: Arc<str>,
    event: Option<Arc<str>>,
    tokens: u64,
    words: Vec<u32>,
    /// Of each referent how often it bears its first and its second name.
    names: Vec<[u32; 2]>,
}

fn corpus(setting: Setting, seed: u64) -> Vec<Document> {
    let mut random = Xoshiro256Plus::seed_from_u64(seed);
    let outlets = OUTLETS.map(Arc::<str>::from);
    // Half of the documents have between 430 and 840 tokens.
    let lengths = LogNormal::new(600_f64.ln(), 0.5).unwrap();
    let rates = Gamma::new(SHAPE, setting.rate / 1000.0 / SHAPE).unwrap();
    let shares = Beta::new(2.0 * SHARE, 2.0 * (1.0 - SHARE)).unwrap();
    let events = (setting.documents / 5).max(2);
    let of_event = Gamma::new(1.0, 1.0).unwrap();
    let weights: Vec<Vec<f64>> =
        (0..events).map(|_| (0..WORDS).map(|_| of_event.sample(&mut random)).collect()).collect();
    let mut documents = Vec::new();
    for at in 0..2 * setting.documents {
        let outlet = at % 2;
        // The larger of two draws, or the smaller: one outlet covers late events more, the other
        // early ones.
        let (one, other) = (random.gen_range(0..events), random.gen_range(0..events));
        let event = if outlet == 0 { one.min(other) } else { one.max(other) };
        let tokens = lengths.sample(&mut random).round().max(20.0);
        let mut occurrences = |weight: f64| {
            let mean: f64 = rates.sample(&mut random) * tokens * weight;
            if mean > 1e-12 { Poisson::new(mean).unwrap().sample(&mut random) as u32 } else { 0 }
        };
        let words = (0..WORDS as usize)
            .map(|word| occurrences(if setting.events { weights[event][word] } else { 1.0 }))
            .collect();
        let named: Vec<u32> = (0..REFERENTS).map(|_| occurrences(1.0)).collect();
        let names = named.into_iter().map(|all| {
            let first = Binomial::new(u64::from(all), shares.sample(&mut random))
                .unwrap()
                .sample(&mut random) as u32;
            [first, all - first]
        });
        documents.push(Document {
            outlet: outlets[outlet].clone(),
            event: setting.events.then(|| format!("e{event}").into()),
            tokens: tokens as u64,
            words,
            names: names.collect(),
        });
    }
    documents
}

fn matchers() -> (Matcher, Matcher) {
    let words: String = (0..WORDS)
        .map(|word| format!("[category.w{word}]\ndescription = \"w\"\nterms = [\"w{word}\"]\n"))
        .collect();
    let names: String = (0..REFERENTS)
        .map(|at| format!("[referent.r{at}]\nvariants = {{ a = [\"a{at}\"], b = [\"b{at}\"] }}\n"))
        .collect();
    let [words, names] = [words, names].map(|body| {
        let head = "name = \"t\"\nlanguage = \"en\"\nversion = \"1.0.0\"\nlicense = \
            \"CC0-1.0\"\ndescription = \"t\"\n";
        Matcher::compile([&read_toml("t.toml", format!("{head}{body}").as_bytes()).unwrap()])
            .unwrap()
    });
    (words, names)
}

fn frame(number: usize, document: &Document, counts: &[u32]) -> DocumentFrame {
    let found = (0_u32..)
        .zip(counts)
        .filter(|(_, count)| **count > 0)
        .map(|(id, count)| (CategoryId(id), *count));
    let score = |own| CategoryScore {
        voices: ByVoice { own, ..ByVoice::default() },
        weighted: 0.0,
        stance: 0,
    };
    DocumentFrame {
        id: format!("d{number:05}").into(),
        outlet: document.outlet.clone(),
        date: None,
        event: document.event.clone(),
        tokens: document.tokens,
        categories: found.clone().map(|(id, count)| (id, score(count))).collect(),
        entries: Vec::new(),
        targets: found
            .map(|(category, count)| TargetCount {
                category,
                target: "Sarn".into(),
                count,
                own: count,
            })
            .collect(),
        language: None,
        has_rules: true,
        unserved: Box::default(),
    }
}

/// How often something was so.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    so: u32,
    of: u32,
}

impl Count {
    fn add(&mut self, so: bool) {
        self.so += u32::from(so);
        self.of += 1;
    }

    fn add_all(&mut self, p_values: impl IntoIterator<Item = Option<f64>>) {
        p_values.into_iter().flatten().for_each(|p| self.add(p < 1.0 - LEVEL));
    }

    fn share(self) -> f64 {
        f64::from(self.so) / f64::from(self.of)
    }

    /// Whether the share lies no farther from this than three standard errors.
    fn is_about(self, expected: f64) -> bool {
        (self.share() - expected).abs()
            <= 3.0 * (expected * (1.0 - expected) / f64::from(self.of)).sqrt()
    }
}

const COLUMNS: [&str; 9] = [
    "`side_by_side`",
    "`keyness`",
    "`naming_tests`",
    "`targets`",
    "χ² of tokens",
    "rate held",
    "share held",
    "no rate interval",
    "ratio within events held",
];
const SIDE_BY_SIDE: usize = 0;
const KEYNESS: usize = 1;
const NAMING: usize = 2;
const TARGETS: usize = 3;
const TOKENS: usize = 4;
const RATE: usize = 5;
const NAME_SHARE: usize = 6;
const NO_RATE: usize = 7;
const WITHIN: usize = 8;

type Counts = [Count; COLUMNS.len()];

fn one_corpus(setting: Setting, seed: u64, (words, names): &(Matcher, Matcher)) -> Counts {
    let mut counts = Counts::default();
    let documents = corpus(setting, seed);
    let frames: Vec<DocumentFrame> = documents
        .iter()
        .enumerate()
        .map(|(at, document)| frame(at, document, &document.words))
        .collect();
    let mut totals = OutletTotals::default();
    let mut targets = TargetTotals::default();
    for frame in &frames {
        totals.add(frame);
        targets.add(frame);
    }
    let categories: Vec<CategoryId> = (0..WORDS).map(CategoryId).collect();
    let options = TestOptions { seed, ..TestOptions::default() };
    let panel = Panel::new(&frames, &OutletChoice::default()).unwrap();
    let (rows, _) = contrasts(&panel, &totals, &categories, LABELLINGS, options);
    counts[SIDE_BY_SIDE].add_all(rows.iter().map(|row| row.p_value.value()));

    // On the same events neither outlet uses a word more than the other.
    for interval in rows.iter().filter_map(|row| row.within.first()?.interval.value()) {
        counts[WITHIN].add(interval.low <= 0.0 && 0.0 <= interval.high);
    }

    let tested = TestedDocuments::new(panel.numbers());
    let term = |word: u32| {
        let uses =
            (0_u32..).zip(&documents).map(|(at, document)| (at, document.words[word as usize]));
        IndexedTerm {
            text: format!("w{word}"),
            postings: uses.filter(|(_, count)| *count > 0).collect(),
        }
    };
    let index = TermIndex { terms: (0..WORDS).map(term).collect(), types: u64::from(WORDS) };
    let contrasts = tested.tests(&index, options);
    // As in a run, words in fewer than three documents are left out.
    counts[KEYNESS].add_all(
        index
            .terms
            .iter()
            .enumerate()
            .filter(|(_, term)| term.postings.len() >= 3)
            .map(|(at, _)| contrasts[0].p_value(at)),
    );

    // Of two outlets one exceeds what the other lacks: the same p.
    let cells = targets.cells(&panel, words);
    let tests = target_tests(&cells, &panel, options);
    counts[TARGETS].add_all(
        cells
            .iter()
            .zip(&tests)
            .filter(|(cell, _)| &*cell.outlet == OUTLETS[0])
            .map(|(_, test)| test.p_value.value()),
    );

    let flat = |document: &Document| document.names.iter().flatten().copied().collect::<Vec<u32>>();
    let named: Vec<DocumentFrame> = documents
        .iter()
        .enumerate()
        .map(|(at, document)| frame(at, document, &flat(document)))
        .collect();
    let referents = Referents::new(names);
    let naming_panel = Panel::new(&named, &OutletChoice::default()).unwrap();
    counts[NAMING].add_all(
        naming_tests(&naming_panel, &referents, options).iter().map(|test| test.p_value.value()),
    );

    for &category in &categories {
        let [a, b] = OUTLETS.map(|outlet| totals.category(outlet, category).unwrap());
        let pair = TwoCounts {
            a: a.voices.own as f64,
            n1: a.tokens as f64,
            b: b.voices.own as f64,
            n2: b.tokens as f64,
        };
        if pair.a + pair.b > 0.0 {
            counts[TOKENS].add(pair.chi2(Yates::Never).abs() > CHI_SQUARE);
        }
        // Documents on one event are alike, so with events no interval that takes them for
        // independent holds what it says.
        for outlet in [a, b].into_iter().filter(|_| !setting.events) {
            counts[NO_RATE].add(outlet.rate_interval.value().is_none());
            if let Some(interval) = outlet.rate_interval.value() {
                counts[RATE].add(interval.low <= setting.rate && setting.rate <= interval.high);
            }
        }
    }
    let mut totals = NamingTotals::default();
    named.iter().for_each(|frame| totals.add(frame, &referents));
    let cells = totals.cells(&naming_panel);
    for cell in cells.iter().filter(|cell| cell.variant.0.is_multiple_of(2)) {
        if let Some(interval) = cell.interval.value() {
            counts[NAME_SHARE].add(interval.low <= SHARE && SHARE <= interval.high);
        }
    }
    counts
}

fn simulate(setting: Setting, corpora: u64) -> Counts {
    let matchers = matchers();
    let all: Vec<Counts> =
        (0..corpora).into_par_iter().map(|seed| one_corpus(setting, seed, &matchers)).collect();
    all.iter().fold(Counts::default(), |mut sum, counts| {
        sum.iter_mut().zip(counts).for_each(|(sum, count)| {
            sum.so += count.so;
            sum.of += count.of;
        });
        sum
    })
}

/// Corpora in the tests that always run.
const FEW: u64 = 120;

#[test]
fn identical_outlets_with_bursty_words_differ_one_time_in_twenty_and_intervals_hold_the_truth() {
    let counts = simulate(Setting { documents: 50, rate: 2.0, events: false }, FEW);
    for at in [SIDE_BY_SIDE, KEYNESS, NAMING, TARGETS] {
        assert!(
            counts[at].is_about(0.05),
            "{}: {} of {:?}",
            COLUMNS[at],
            counts[at].share(),
            counts[at]
        );
    }
    for at in [RATE, NAME_SHARE] {
        assert!(
            (0.93..=0.97).contains(&counts[at].share()),
            "{}: {} of {:?}",
            COLUMNS[at],
            counts[at].share(),
            counts[at]
        );
    }
    let tokens = counts[TOKENS];
    assert!(
        tokens.share() > 0.3,
        "a test that takes words for independent draws calls identical outlets different: \
         {tokens:?}"
    );
}

#[test]
fn outlets_that_cover_other_events_differ_one_time_in_twenty_within_events() {
    let counts = simulate(Setting { documents: 50, rate: 2.0, events: true }, FEW);
    for at in [SIDE_BY_SIDE, KEYNESS, TARGETS] {
        assert!(
            counts[at].is_about(0.05),
            "{}: {} of {:?}",
            COLUMNS[at],
            counts[at].share(),
            counts[at]
        );
    }
    assert!((0.93..=0.97).contains(&counts[WITHIN].share()), "{:?}", counts[WITHIN]);
}

#[test]
fn words_in_more_than_two_hundred_documents_are_tested_at_their_level_by_moments() {
    let setting = Setting { documents: 300, rate: 5.0, events: false };
    let mut count = Count::default();
    for seed in 0..200 {
        let documents = corpus(setting, seed);
        let facts = documents.iter().map(|document| DocumentFacts {
            outlet: &document.outlet,
            event: None,
            tokens: document.tokens,
        });
        let numbers = NumberedDocuments::new(facts, &OutletChoice::default()).unwrap();
        let tested = TestedDocuments::new(&numbers);
        let uses = |word: usize| {
            (0_u32..)
                .zip(&documents)
                .map(move |(at, d)| (at, d.words[word]))
                .filter(|(_, x)| *x > 0)
                .collect()
        };
        let terms = (0..WORDS as usize)
            .map(|word| IndexedTerm { text: format!("w{word}"), postings: uses(word) });
        let index = TermIndex {
            terms: terms.filter(|term| term.postings.len() > 200).collect(),
            types: u64::from(WORDS),
        };
        let options = TestOptions { seed, ..TestOptions::default() };
        let tests = tested.tests(&index, options).remove(0);
        count.add_all((0..index.terms.len()).map(|at| tests.p_value(at)));
    }
    assert!(count.of > 1500 && count.is_about(0.05), "{} of {count:?}", count.share());
}

/// Settings whose figures stand in docs/methods.md, and whether level and coverage must hold there.
const SETTINGS: [(Setting, bool); 15] = [
    (Setting { documents: 10, rate: 2.0, events: false }, false),
    (Setting { documents: 10, rate: 5.0, events: false }, false),
    (Setting { documents: 20, rate: 0.5, events: false }, false),
    (Setting { documents: 20, rate: 2.0, events: false }, false),
    (Setting { documents: 20, rate: 5.0, events: false }, false),
    (Setting { documents: 40, rate: 0.5, events: false }, false),
    (Setting { documents: 40, rate: 2.0, events: false }, true),
    (Setting { documents: 40, rate: 5.0, events: false }, true),
    (Setting { documents: 100, rate: 0.5, events: false }, true),
    (Setting { documents: 100, rate: 2.0, events: false }, true),
    (Setting { documents: 100, rate: 5.0, events: false }, true),
    (Setting { documents: 300, rate: 5.0, events: false }, true),
    (Setting { documents: 20, rate: 2.0, events: true }, false),
    (Setting { documents: 40, rate: 2.0, events: true }, true),
    (Setting { documents: 100, rate: 2.0, events: true }, true),
];

#[test]
fn level_and_coverage_hold_in_every_setting_that_promises_them() {
    let Some(corpora) =
        std::env::var("FRAMESCOPE_CALIBRATION").ok().and_then(|number| number.parse().ok())
    else {
        return;
    };
    println!("\n| documents | rate | events | {} |", COLUMNS.join(" | "));
    println!("|---|---|---{}|", "|---".repeat(COLUMNS.len()));
    let mut amiss = Vec::new();
    for (setting, promised) in SETTINGS {
        let counts = simulate(setting, corpora);
        let cell = |count: &Count| {
            if count.of == 0 { String::new() } else { format!("{:.3}", count.share()) }
        };
        let cells = counts.iter().map(cell).collect::<Vec<_>>().join(" | ");
        let Setting { documents, rate, events } = setting;
        let row =
            format!("| {documents} | {rate} | {} | {cells} |", if events { "yes" } else { "no" });
        println!("{row}");
        let level = [SIDE_BY_SIDE, KEYNESS, NAMING, TARGETS]
            .into_iter()
            .all(|at| (0.03..=0.07).contains(&counts[at].share()));
        let intervals: &[usize] = if events { &[WITHIN] } else { &[RATE, NAME_SHARE] };
        let held = intervals.iter().all(|at| (0.93..=0.97).contains(&counts[*at].share()));
        if promised && !(level && held) {
            amiss.push(row);
        }
    }
    assert!(amiss.is_empty(), "{amiss:#?}");
}
