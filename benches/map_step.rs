//! How fast text becomes tokens, matches and scores, in bytes per second on one core.
//!
//! `cargo bench` measures on the sample corpus, repeated with new words between; a corpus of your
//! own, of any kind, is measured instead where FRAMESCOPE_BENCH_TEXT names it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use framescope::annotate::{Annotator, VoiceRules, quotations, serves};
use framescope::corpus::{Corpus, CorpusItem, CorpusOptions, Document};
use framescope::frame::DocumentFrame;
use framescope::lexicon::{Lexicon, Matcher, bundled_names, load, read_toml};
use framescope::text::{sentences, tokenize};
use std::hint::black_box;
use unicode_segmentation::UnicodeSegmentation;

/// About how many bytes one measurement runs over.
const BYTES: usize = 4_000_000;

/// Documents to measure on: the sample corpus again and again, with a new word every dozen
/// words, so that the vocabulary grows as that of a large corpus does.
fn documents() -> Vec<Document> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/seeds");
    let own = std::env::var("FRAMESCOPE_BENCH_TEXT").ok();
    let path = own.unwrap_or_else(|| folder.to_owned());
    let corpus = Corpus::open(&[path.into()], CorpusOptions::default()).expect("the corpus opens");
    let sample: Vec<Document> = corpus
        .filter_map(|item| match item.expect("the corpus is readable") {
            CorpusItem::Document(document) => Some(document),
            _ => None,
        })
        .collect();
    let mut documents = Vec::new();
    let mut bytes = 0;
    for round in 0.. {
        for document in &sample {
            let mut copy = document.clone();
            if round > 0 {
                let mut words = 0;
                copy.text = copy.text.split_inclusive(' ').fold(String::new(), |mut text, word| {
                    words += 1;
                    text.push_str(word);
                    if words % 12 == 0 {
                        text.push_str(&format!("w{}x{round} ", words % 97));
                    }
                    text
                });
            }
            bytes += copy.text.len();
            documents.push(copy);
            if bytes >= BYTES {
                return documents;
            }
        }
    }
    documents
}

fn matcher() -> Matcher {
    let lexicons: Vec<Lexicon> =
        bundled_names().map(|name| load(name).expect("bundled lexicons load")).collect();
    let counted = lexicons.iter().filter(|lexicon| !serves(lexicon.kind));
    Matcher::compile(counted).expect("bundled lexicons compile")
}

fn map_step(criterion: &mut Criterion) {
    let documents = documents();
    let bytes: usize = documents.iter().map(|document| document.text.len()).sum();
    let matcher = matcher();
    let mut group = criterion.benchmark_group("map_step");
    group.throughput(Throughput::Bytes(bytes as u64));
    group.sample_size(20);

    group.bench_function("tokenize", |bencher| {
        let mut tokens = Vec::new();
        bencher.iter(|| {
            for document in &documents {
                tokenize(&document.text, &mut tokens);
                black_box(&tokens);
            }
        });
    });
    group.bench_function("unicode_words, for comparison", |bencher| {
        bencher.iter(|| {
            documents.iter().map(|document| document.text.unicode_words().count()).sum::<usize>()
        });
    });
    group.bench_function("quotations", |bencher| {
        bencher.iter(|| {
            documents.iter().map(|document| quotations(&document.text).len()).sum::<usize>()
        });
    });
    group.bench_function("sentences", |bencher| {
        bencher.iter(|| {
            documents.iter().map(|document| sentences(&document.text).len()).sum::<usize>()
        });
    });
    group.bench_function("annotate, by quotation marks alone", |bencher| {
        let mut annotator = Annotator::new(&matcher);
        bencher.iter(|| {
            documents
                .iter()
                .map(|document| annotator.annotate(&document.text).matches.len())
                .sum::<usize>()
        });
    });
    let rules = VoiceRules::bundled("en").expect("bundled lexicons compile");
    group.bench_function("annotate, with voice", |bencher| {
        let mut annotator = Annotator::new(&matcher).with_rules(&rules);
        bencher.iter(|| {
            documents
                .iter()
                .map(|document| annotator.annotate(&document.text).matches.len())
                .sum::<usize>()
        });
    });
    group.bench_function("whole map step", |bencher| {
        let mut annotator = Annotator::new(&matcher).with_rules(&rules);
        bencher.iter(|| {
            for document in &documents {
                let annotation = annotator.annotate(&document.text);
                black_box(DocumentFrame::from_annotation(document, &annotation, &matcher));
            }
        });
    });
    group.finish();
}

fn compile(criterion: &mut Criterion) {
    let lexicons: Vec<Lexicon> =
        bundled_names().map(|name| load(name).expect("bundled lexicons load")).collect();
    criterion.bench_function("compile all bundled lexicons", |bencher| {
        bencher.iter(|| Matcher::compile(&lexicons).expect("bundled lexicons compile"));
    });
}

/// A lexicon of `entries` entries over the words of the sample: of each twenty, eight plain words,
/// four `word*`, two `*word`, one `*word*`, one `w?rd` and four phrases, some with a wildcard. Of
/// the first `known` entries every other word is changed by a letter, and of the rest every word,
/// as a large dictionary holds many words that a corpus does not.
fn made_lexicon(entries: usize, known: usize) -> Lexicon {
    let list = include_str!("../src/lexicon/check/words.txt");
    let words: Vec<&str> = list.lines().filter(|word| word.len() >= 5 && word.is_ascii()).collect();
    let term = |at: usize| {
        // Steps that share no factor with the number of words walk through all of them.
        let word = |step: usize| {
            let word = words[(at * step) % words.len()];
            if at.is_multiple_of(2) && at < known {
                word.to_owned()
            } else {
                format!("{}q{}{}", &word[..2], at / words.len(), &word[2..])
            }
        };
        match at % 20 {
            0..=7 => word(7919),
            8..=11 => format!("{}*", &word(7919)[..5]),
            12 | 13 => format!("*{}", &word(7919)[1..]),
            14 => format!("*{}*", &word(7919)[1..5]),
            15 => format!("{}?{}", &word(7919)[..2], &word(7919)[3..]),
            16..=18 => format!("{} {}", word(7919), word(104_729)),
            _ => format!("{} {}*", word(7919), &word(104_729)[..4]),
        }
    };
    let mut source = "name = \"made\"\noverlap = \"longest in category\"\n".to_owned();
    for category in 0..10 {
        let terms: Vec<String> = (0..entries)
            .filter(|at| at % 10 == category)
            .map(|at| format!("{:?}", term(at)))
            .collect();
        source.push_str(&format!("[category.c{category}]\nterms = [{}]\n", terms.join(", ")));
    }
    read_toml("made.toml", source.as_bytes()).expect("the made lexicon is read")
}

/// What a large dictionary costs beside a small one.
fn lexicon_size(criterion: &mut Criterion) {
    let documents = documents();
    let bytes: usize = documents.iter().map(|document| document.text.len()).sum();
    let mut group = criterion.benchmark_group("lexicon_size");
    group.sample_size(20);
    // The last finds ten times as much: what is found costs too.
    for (name, entries, known) in [
        ("400 entries", 400, 400),
        ("10,000 entries", 10_000, 400),
        ("10,000 entries, dense", 10_000, 10_000),
    ] {
        let lexicon = made_lexicon(entries, known);
        group.bench_function(format!("compile {name}"), |bencher| {
            bencher.iter(|| Matcher::compile([&lexicon]).expect("the made lexicon compiles"));
        });
        let matcher = Matcher::compile([&lexicon]).expect("the made lexicon compiles");
        group.throughput(Throughput::Bytes(bytes as u64));
        group.bench_function(format!("score with {name}"), |bencher| {
            // The memo of words is made anew each time, since a large lexicon costs most where
            // words are first met.
            bencher.iter(|| {
                let mut annotator = Annotator::new(&matcher);
                let frames = documents.iter().map(|document| {
                    DocumentFrame::from_annotation(
                        document,
                        &annotator.annotate(&document.text),
                        &matcher,
                    )
                });
                frames.map(|frame| frame.categories.len()).sum::<usize>()
            });
        });
    }
    group.finish();
}

criterion_group!(benches, map_step, compile, lexicon_size);
criterion_main!(benches);
