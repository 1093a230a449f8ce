//! What an analyst reads off a comparison: planted habits come out, what was not planted does not,
//! and events keep topic and telling apart.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use support::{Row, WORDS, framescope, number, place, shows, table, words, write};

/// What seeds/README.md says was planted in the author's voice, and what was not planted.
const PLANTED: [(&str, &[&str]); 10] = [
    ("liberation", &["liberat*"]),
    ("terrorists", &["terrorists"]),
    ("irregulars", &["brigade", "brigades", "volunteer", "volunteers"]),
    ("occupation", &["occup*"]),
    ("regime", &["regime"]),
    ("government", &["government"]),
    ("militias", &["militia", "militias"]),
    ("rebels", &["rebels"]),
    ("insurgents", &["insurgents"]),
    ("operation", &["operation", "offensive", "intervention"]),
];
const NOT_PLANTED: [(&str, &[&str]); 4] = [
    ("ceasefire", &["ceasefire"]),
    ("talks", &["talks"]),
    ("convoy", &["aid convoy"]),
    ("shelling", &["shelling"]),
];

#[test]
fn planted_habits_are_found_and_what_was_not_planted_is_not() {
    let place = place();
    let mut lexicon = "name = \"sample\"\nlanguage = \"en\"\nversion = \"1.0.0\"\nlicense = \
        \"CC0-1.0\"\ndescription = \"Sample\"\n"
        .to_owned();
    for (category, terms) in PLANTED.iter().chain(&NOT_PLANTED) {
        write!(lexicon, "[category.{category}]\ndescription = \"{category}\"\nterms = {terms:?}\n")
            .unwrap();
    }
    write(place.path(), "sample.toml", lexicon);
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    framescope(place.path())
        .arg("compare")
        .arg(&seeds)
        .args(words("--lexicon sample.toml -o out --keyness-rows all --quiet"))
        .assert()
        .success();
    let output = place.path().join("out");

    let q: BTreeMap<String, f64> = table(&output, "side_by_side")
        .iter()
        .map(|row| (row["category"].clone(), number(row, "q_value")))
        .collect();
    for (category, _) in PLANTED {
        assert!(q[category] < 0.05, "{category} was planted: q {}", q[category]);
    }
    for (category, _) in NOT_PLANTED {
        assert!(q[category] >= 0.05, "{category} was not planted: q {}", q[category]);
    }

    let keyness = table(&output, "keyness");
    let of = |outlet: &str, term: &str| {
        let row = keyness.iter().find(|row| {
            row["outlet"] == outlet && row["reference"] == "all others" && row["term"] == term
        });
        row.map(|row| number(row, "q_value")).unwrap()
    };
    for (outlet, term) in [
        ("Kethmar One", "terrorists"),
        ("The Seventh Valley", "regime"),
        ("The Seventh Valley", "occupied"),
        ("Quoin Wire", "rebels"),
        ("The Lindmere Courier", "insurgents"),
    ] {
        assert!(of(outlet, term) < 0.05, "{term} marks {outlet}: q {}", of(outlet, term));
    }
    let outlets =
        ["Kethmar One", "The Seventh Valley", "Quoin Wire", "The Sidelong", "The Lindmere Courier"];
    for term in ["ceasefire", "talks", "convoy", "shelling"] {
        for outlet in outlets {
            assert!(
                of(outlet, term) >= 0.05,
                "{term} marks no outlet: {outlet} q {}",
                of(outlet, term)
            );
        }
    }
}

/// Documents of `north` and `south`: event, harsh words, and tokens in all.
fn corpus(documents: &[(&str, &str, usize, usize)]) -> String {
    let mut csv = "id,outlet,event,text\n".to_owned();
    for (at, (outlet, event, harsh, tokens)) in documents.iter().enumerate() {
        let text = "regime ".repeat(*harsh) + &"rain ".repeat(tokens - harsh);
        writeln!(csv, "{at:03},{outlet},{event},{}", text.trim()).unwrap();
    }
    csv
}

fn compared(csv: &str) -> (tempfile::TempDir, std::path::PathBuf) {
    let place = place();
    write(place.path(), "words.toml", WORDS);
    write(place.path(), "news.csv", csv);
    framescope(place.path())
        .args(words("compare news.csv --lexicon words.toml --min-documents 1 --quiet"))
        .assert()
        .success();
    let output = place.path().join("framescope-out");
    (place, output)
}

fn harsh<'r>(rows: &'r [Row], outlet: &str) -> &'r Row {
    rows.iter()
        .find(|row| {
            row["category"] == "harsh" && row.get("outlet").is_none_or(|name| name == outlet)
        })
        .unwrap()
}

#[test]
fn events_keep_what_outlets_cover_apart_from_how_they_tell_it() {
    // On either event the south uses the word twice as often; but the north reports mostly the
    // event that is full of it.
    let documents = [
        ("north", "siege", 10, 100),
        ("north", "siege", 9, 100),
        ("north", "siege", 11, 100),
        ("north", "fair", 1, 100),
        ("south", "siege", 20, 100),
        ("south", "fair", 2, 90),
        ("south", "fair", 2, 110),
        ("south", "fair", 2, 100),
    ];
    let (_place, output) = compared(&corpus(&documents));
    let outlets = table(&output, "outlets");
    let (north, south) = (harsh(&outlets, "north"), harsh(&outlets, "south"));
    assert!(
        number(north, "rate_own") > number(south, "rate_own"),
        "by coverage the north looks harsher"
    );
    assert!(
        shows(number(south, "rate_own_log2_within_event"), 1.0),
        "by telling the south is, twofold: {south:?}"
    );
    assert!(shows(number(north, "rate_own_log2_within_event"), -1.0));
    let low = number(south, "rate_own_log2_within_event_low");
    assert!(
        low < 1.0
            && number(south, "rate_own_log2_within_event_high") > 1.0
            && south["rate_own_log2_within_event_method"] == "linearized"
    );

    let side_by_side = table(&output, "side_by_side");
    let row = harsh(&side_by_side, "");
    assert!(
        shows(number(row, "south_log2_within_event"), 1.0)
            && shows(number(row, "spread_log2_within_event"), 2.0)
    );
    let keyness = table(&output, "keyness");
    let regime = keyness.iter().find(|row| row["term"] == "regime").unwrap();
    assert!(
        number(regime, "log_ratio") > 0.0 && shows(number(regime, "rate_log2_within_event"), -1.0),
        "{regime:?}"
    );
}

#[test]
fn without_events_there_are_no_columns_within_events() {
    let (_place, output) = compared(
        "id,outlet,text\n1,north,regime rain\n2,south,rain government\n3,south,rain rain\n",
    );
    for name in ["outlets", "side_by_side", "keyness", "naming"] {
        let csv = std::fs::read_to_string(output.join(format!("tables/{name}.csv"))).unwrap();
        assert!(!csv.lines().next().unwrap().contains("within_event"), "{name}");
    }
    let with = compared(
        "id,outlet,event,text\n1,north,e,regime rain\n2,south,,rain government\n3,south,e,rain \
         rain\n",
    );
    for (name, columns) in [("outlets", 1), ("side_by_side", 3), ("keyness", 1), ("naming", 1)] {
        let csv = std::fs::read_to_string(with.1.join(format!("tables/{name}.csv"))).unwrap();
        assert_eq!(
            csv.lines()
                .next()
                .unwrap()
                .split(',')
                .filter(|name| name.ends_with("_log2_within_event"))
                .count(),
            columns,
            "{name}"
        );
    }
}

#[test]
fn categories_that_differ_surely_come_first_then_those_that_differ_widely() {
    let (_place, output) = compared(&corpus(&[
        ("north", "", 9, 50),
        ("north", "", 7, 60),
        ("south", "", 1, 50),
        ("south", "", 0, 40),
    ]));
    let rows = table(&output, "side_by_side");
    let order: Vec<(f64, f64)> = rows
        .iter()
        .map(|row| (row["q_value"].parse().unwrap_or(f64::INFINITY), -number(row, "spread")))
        .collect();
    assert!(order.is_sorted(), "{order:?}");
    assert_eq!(rows[0]["category"], "harsh");
    let spreads: Vec<f64> = rows.iter().map(|row| number(row, "spread")).collect();
    assert!(spreads[0] > 100.0);
    let (north, south) = (number(&rows[0], "north"), number(&rows[0], "south"));
    assert!((spreads[0] - (north - south)).abs() < 1e-3);
}

#[test]
fn an_outlet_may_bear_the_name_of_a_column() {
    let documents = [
        ("spread", "e", 3, 50),
        ("A", "e", 1, 60),
        ("A_log2_within_event", "e", 2, 50),
        ("spread_log2_within_event", "e", 2, 40),
    ];
    let (_place, output) = compared(&corpus(&documents));
    let csv = std::fs::read_to_string(output.join("tables/side_by_side.csv")).unwrap();
    let header: Vec<&str> = csv.lines().next().unwrap().split(',').collect();
    let names: std::collections::BTreeSet<&str> = header.iter().copied().collect();
    assert_eq!(names.len(), header.len(), "no name appears twice: {header:?}");
    let rows = table(&output, "side_by_side");
    let row = harsh(&rows, "");
    assert!(
        shows(number(row, "A"), 1000.0 / 60.0)
            && shows(number(row, "A_log2_within_event (outlet)"), 40.0),
        "{row:?}"
    );
    // Of 140 other tokens 7 are harsh: 1/60 to 7/140 is a third.
    assert!(
        shows(number(row, "A_log2_within_event"), (1.0_f64 / 3.0).log2()),
        "a name that ends so is what it says: {row:?}"
    );
}

#[test]
fn names_that_may_be_slips_are_warned_of_and_no_folder_is_called_a_dash() {
    let place = place();
    write(
        place.path(),
        "news.csv",
        "id,outlet,event,text\n1,Herald,e,It rained.\n2,herald,f,It snowed.\n",
    );
    let assert = framescope(place.path()).args(words("compare news.csv")).assert().success();
    let stderr = String::from_utf8(assert.get_output().stderr.clone()).unwrap();
    assert!(
        stderr.contains("`Herald`, `herald`")
            && stderr.contains("no event is reported by two outlets"),
        "{stderr}"
    );
    let message = support::refused(place.path(), "compare news.csv -o -");
    assert!(message.contains("name a folder"), "{message}");
}
