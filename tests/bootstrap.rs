//! `--bootstrap N`: intervals of outlets from resampled documents, as the program writes them and
//! as simulated corpora judge them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use framescope::compare::{OutletBootstrap, OutletChoice, Panel, Resampling};
use framescope::frame::{ByVoice, CategoryScore, DocumentFrame};
use framescope::lexicon::CategoryId;
use rand::SeedableRng;
use rand_distr::{Distribution, Gamma, LogNormal, Poisson};
use rand_xoshiro::Xoshiro256Plus;
use std::path::Path;
use support::{Row, WORDS, column, framescope, number, place, refused, table, words, write};

/// A document that says `harsh` words in its own voice, quotes others and says mild ones.
fn text(own: usize, quoted: usize, mild: usize, rest: usize) -> String {
    let quote = if quoted > 0 {
        format!(" “{}.”", "militia ".repeat(quoted).trim())
    } else {
        String::new()
    };
    format!(
        "{}{}{}.{quote}",
        "regime ".repeat(own),
        "government ".repeat(mild),
        "stone ".repeat(rest)
    )
    .replace(" .", ".")
}

/// Two outlets of twelve documents, with matches in most, and one of four.
fn corpus([first, second, third]: [&str; 3]) -> String {
    let mut csv = "id,outlet,text\n".to_owned();
    for at in 0..28_usize {
        let outlet = if at < 12 {
            first
        } else if at < 24 {
            second
        } else {
            third
        };
        let words = text(at * 5 % 7, at % 3, usize::from(at % 11 == 0), 20 + at * 13 % 40);
        csv += &format!("{at:02},{outlet},{words}\n");
    }
    csv
}

/// The table `outlets` of a comparison, its record, and what was said on stderr.
fn compared(folder: &Path, csv: &str, options: &str) -> (Vec<Row>, serde_json::Value, String) {
    write(folder, "words.toml", WORDS);
    write(folder, "news.csv", csv);
    let output = framescope(folder)
        .args(words("compare news.csv --lexicon words.toml --overwrite"))
        .args(words(options))
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{said}");
    let output = folder.join("framescope-out");
    let run = serde_json::from_slice(&std::fs::read(output.join("run.json")).unwrap()).unwrap();
    (table(&output, "outlets"), run, said)
}

const ENDS: [&str; 6] =
    ["rate_low", "rate_high", "rate_own_low", "rate_own_high", "stance_low", "stance_high"];

fn ends(rows: &[Row]) -> Vec<[&str; 6]> {
    rows.iter().map(|row| ENDS.map(|name| row[name].as_str())).collect()
}

const NAMES: [&str; 3] = ["Alder", "Birch", "Cedar"];

#[test]
fn intervals_come_from_resampled_documents_and_hold_their_estimates() {
    let place = place();
    let (formula, run, _) = compared(place.path(), &corpus(NAMES), "");
    assert!(run["methods"]["interval"].as_str().unwrap().contains("linearized"));
    let (rows, run, _) = compared(place.path(), &corpus(NAMES), "--bootstrap 1000 --seed 3");
    let method = run["methods"]["interval"].as_str().unwrap();
    assert!(
        ["BCa", "1000 resamples", "seed 3"].iter().all(|part| method.contains(part)),
        "{method}"
    );
    assert_eq!(rows.len(), 6);
    for (row, formula) in rows.iter().zip(&formula) {
        for same in ["outlet", "category", "documents", "count", "rate", "rate_own", "stance"] {
            assert_eq!(row[same], formula[same], "only intervals differ");
        }
        if row["interval_method"] == "bootstrap" {
            for estimate in ["rate", "rate_own", "stance"] {
                let [low, found, high] =
                    ["_low", "", "_high"].map(|end| number(row, &format!("{estimate}{end}")));
                assert!(low < found && found < high, "{estimate} of {row:?}");
                // Both methods look at the same documents, so they cannot be worlds apart.
                let width = number(formula, &format!("{estimate}_high"))
                    - number(formula, &format!("{estimate}_low"));
                assert!(
                    (0.5..2.0).contains(&((high - low) / width)),
                    "{estimate} of {row:?} against {formula:?}"
                );
            }
        }
    }
    let told: Vec<(&str, &str, &str)> = rows
        .iter()
        .map(|row| (&*row["outlet"], &*row["category"], &*row["interval_method"]))
        .collect();
    assert_eq!(
        told,
        [
            ("Alder", "harsh", "bootstrap"),
            ("Birch", "harsh", "bootstrap"),
            ("Cedar", "harsh", "few documents"),
            ("Alder", "mild", "few documents"),
            ("Birch", "mild", "few documents"),
            ("Cedar", "mild", "no match"),
        ]
    );
}

#[test]
fn the_seed_alone_moves_the_ends_not_threads_nor_names() {
    let place = place();
    let csv = corpus(NAMES);
    let (plain, ..) = compared(place.path(), &csv, "--bootstrap 500 --threads 1");
    let (again, ..) = compared(place.path(), &csv, "--bootstrap 500 --threads 3");
    assert_eq!(again, plain);
    let (other, ..) = compared(place.path(), &csv, "--bootstrap 500 --seed 1");
    assert_ne!(other[0]["rate_low"], plain[0]["rate_low"]);
    assert!(
        (number(&other[0], "rate_high") / number(&plain[0], "rate_high") - 1.0).abs() < 0.1,
        "the seed moves an end a little"
    );
    let (mut renamed, ..) =
        compared(place.path(), &corpus(["Zinnia", "Yarrow", "Xylem"]), "--bootstrap 500");
    renamed.sort_by(|a, b| (&a["category"], &b["outlet"]).cmp(&(&b["category"], &a["outlet"])));
    assert_eq!(ends(&renamed), ends(&plain), "names change nothing");
    let mut turned: Vec<&str> = csv.lines().collect();
    turned[1..].reverse();
    assert_eq!(
        compared(place.path(), &(turned.join("\n") + "\n"), "--bootstrap 500").0,
        plain,
        "the order of rows changes nothing"
    );
}

#[test]
fn resamples_too_few_for_an_end_are_warned_of() {
    let place = place();
    // One document holds most of the words, so the upper end lies far out.
    let csv: String = (0..12)
        .map(|at| {
            format!("{at:02},North,{}\n", text(if at == 5 { 40 } else { at % 2 }, 0, 0, 30 + at))
        })
        .collect();
    let csv = format!("id,outlet,text\n{csv}");
    let (few, _, said) = compared(place.path(), &csv, "--bootstrap 200");
    assert!(said.contains("end at the outermost of 200 resamples; raise --bootstrap"), "{said}");
    assert!(number(&few[0], "rate_low") >= 0.0);
    let (_, _, said) = compared(place.path(), &csv, "--bootstrap 20000");
    assert!(!said.contains("outermost"), "{said}");
}

#[test]
fn numbers_out_of_range_are_refused_and_the_range_is_told() {
    let place = place();
    write(place.path(), "news.csv", corpus(NAMES));
    for wrong in ["0", "199", "100001", "-5", "many", "99999999999999999999"] {
        let said = refused(place.path(), &format!("compare news.csv --bootstrap={wrong}"));
        assert!(
            said.contains(&format!(
                "--bootstrap: `{wrong}` is not a whole number from 200 to 100000; give one such as \
                 2000"
            )),
            "{said}"
        );
    }
    assert!(refused(place.path(), "report news.csv --bootstrap -5").contains("from 200 to 100000"));
}

#[test]
fn small_worlds_have_reasons_and_no_cell_that_is_no_number() {
    let place = place();
    let alike = |count: usize| {
        (0..count).map(|at| format!("{at},N,The regime met in town.\n")).collect::<String>()
    };
    let worlds = [
        (alike(1), "one document"),
        (alike(2), "two documents"),
        (alike(4), "few documents"),
        (alike(5), "no variance"),
        ("1,N,The regime met.\n2,N,…\n3,N,!\n".to_owned(), "one document"),
        ("1,N,…\n2,N,—\n".to_owned(), "no tokens"),
        ("1,N,It rained.\n2,N,It snowed.\n".to_owned(), "no match"),
        (format!("{}9,N,It rained.\n", alike(5)), "bootstrap; stance: no variance"),
        // Quoted alone: nothing in the outlet's own voice, and every stance is 0.
        (
            (0..6).map(|at| format!("{at},N,{}\n", text(0, 1, 0, 9 + at))).collect(),
            "bootstrap; own: no match; stance: no variance",
        ),
        // As many in every document, in its own voice or in another's.
        (
            (0..12).map(|at| format!("{at:02},N,{}\n", text(at % 2, 1 - at % 2, 0, 9))).collect(),
            "no variance; own: bootstrap; stance: bootstrap",
        ),
    ];
    for (csv, reason) in worlds {
        let (rows, ..) =
            compared(place.path(), &format!("id,outlet,text\n{csv}"), "--bootstrap 200 --quiet");
        let harsh = rows.iter().find(|row| row["category"] == "harsh").unwrap();
        assert_eq!(harsh["interval_method"], reason, "{csv}");
        let own = !reason.contains("own: no match") && reason.contains("bootstrap");
        let filled = [
            reason.starts_with("bootstrap"),
            own,
            reason.contains("stance: bootstrap") || reason == "bootstrap",
        ];
        for (ends, filled) in ENDS.chunks(2).zip(filled) {
            for end in ends {
                assert_eq!(!harsh[*end].is_empty(), filled, "{end} of {csv}");
                assert!(harsh[*end].is_empty() || number(harsh, end).is_finite());
            }
        }
        assert!(!column(&rows, "interval_method").contains(&""));
    }
}

/// How often intervals held the truth, and what was tried.
#[derive(Default)]
struct Held {
    held: u32,
    below: u32,
    of: u32,
    few: u32,
}

/// Coverage of `documents` documents whose words are bursty: a document's rate is gamma with shape
/// ¼ and mean `rate` per 1,000 tokens, lengths are log-normal about 600.
fn coverage(documents: usize, rate: f64, corpora: u64, resamples: u32) -> Held {
    const WORDS: u32 = 8;
    let lengths = LogNormal::new(600_f64.ln(), 0.5).unwrap();
    let rates = Gamma::new(0.25, rate / 1000.0 / 0.25).unwrap();
    let mut all = Held::default();
    for seed in 0..corpora {
        let random = &mut Xoshiro256Plus::seed_from_u64(seed);
        let frame = |at: usize| {
            let tokens = lengths.sample(random).round().max(20.0);
            let mut own = || {
                let mean: f64 = rates.sample(random) * tokens;
                if mean > 1e-12 { Poisson::new(mean).unwrap().sample(random) as u32 } else { 0 }
            };
            let counts: Vec<(u32, u32)> =
                (0..WORDS).map(|id| (id, own())).filter(|(_, own)| *own > 0).collect();
            let score = |own| CategoryScore {
                voices: ByVoice { own, ..ByVoice::default() },
                weighted: 0.0,
                stance: i64::from(own),
            };
            DocumentFrame {
                id: format!("d{at:05}").into(),
                outlet: "A".into(),
                date: None,
                event: None,
                tokens: tokens as u64,
                categories: counts
                    .into_iter()
                    .map(|(id, own)| (CategoryId(id), score(own)))
                    .collect(),
                entries: Vec::new(),
                targets: Vec::new(),
                language: None,
                has_rules: true,
                unserved: Box::default(),
            }
        };
        let frames: Vec<DocumentFrame> = (0..documents).map(frame).collect();
        let panel = Panel::new(&frames, &OutletChoice::default()).unwrap();
        let found = OutletBootstrap::new(&panel, Resampling { resamples, seed });
        for id in 0..WORDS {
            let interval = found.intervals("A", CategoryId(id)).rate.value();
            all.few += u32::from(interval.is_none());
            if let Some(interval) = interval {
                all.held += u32::from(interval.low <= rate && rate <= interval.high);
                all.below += u32::from(interval.high < rate);
                all.of += 1;
            }
        }
    }
    all
}

/// A few corpora; FRAMESCOPE_CALIBRATION=300 gives the figures of docs/methods.md, with
/// `--nocapture`.
#[test]
fn intervals_of_bursty_words_hold_the_truth_about_as_often_as_methods_md_says() {
    let corpora =
        std::env::var("FRAMESCOPE_CALIBRATION").ok().and_then(|number| number.parse().ok());
    if let Some(corpora) = corpora {
        for (documents, rate) in [
            (10, 2.0),
            (10, 5.0),
            (20, 2.0),
            (20, 5.0),
            (40, 0.5),
            (40, 2.0),
            (40, 5.0),
            (100, 0.5),
            (100, 2.0),
            (300, 2.0),
        ] {
            let Held { held, below, of, few } = coverage(documents, rate, corpora, 2000);
            let share = |count: u32| f64::from(count) / f64::from(of);
            println!(
                "{documents} {rate}: held {:.3}, below {:.3}, of {of}; none for {few}",
                share(held),
                share(below)
            );
        }
    }
    let Held { held, of, .. } = coverage(40, 2.0, 60, 500);
    let share = f64::from(held) / f64::from(of);
    assert!(of > 450 && (0.85..=0.97).contains(&share), "{share} of {of}");
}
