//! Corpora too small to say much: every table is written, no cell holds what is no number, and
//! where one is empty a reason stands by.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::fs;
use std::path::Path;
use support::{NAMES, Row, WORDS, framescope, place, rows, words, write};

/// Columns that hold numbers, by the end of their names; a cell of theirs is a finite number or
/// empty.
const NUMBERS: [&str; 25] = [
    "rate",
    "rate_own",
    "_low",
    "_high",
    "_value",
    "spread",
    "share",
    "share_all",
    "stance",
    "log_ratio",
    "log_odds",
    "log_odds_z",
    "log_likelihood",
    "dispersion",
    "expected",
    "residual",
    "cramers_v",
    "silhouette",
    "pc1",
    "pc2",
    "_within_event",
    "did",
    "chi2",
    "lrc",
    "ell",
];

/// A column of ends, p-values or statistics that may be empty, the one that says why, and whether
/// the reason tells this cell alone.
fn reason_of(table: &str, column: &str) -> Option<&'static str> {
    match (table, column) {
        (
            "outlets",
            "rate_low" | "rate_high" | "rate_own_low" | "rate_own_high" | "stance_low"
            | "stance_high",
        ) => Some("interval_method"),
        (
            "outlets",
            "rate_own_log2_within_event"
            | "rate_own_log2_within_event_low"
            | "rate_own_log2_within_event_high",
        ) => Some("rate_own_log2_within_event_method"),
        ("naming", "share" | "share_low" | "share_high") => Some("interval_method"),
        (
            "naming",
            "share_log2_within_event"
            | "share_log2_within_event_low"
            | "share_log2_within_event_high",
        ) => Some("share_log2_within_event_method"),
        ("naming_tests", "p_value" | "q_value" | "g" | "cramers_v") => Some("test_method"),
        ("targets", "p_value" | "q_value") => Some("test_method"),
        ("trend", "rate_low" | "rate_high" | "rate_own_low" | "rate_own_high") => {
            Some("interval_method")
        }
        _ => None,
    }
}

fn check(name: &str, row: &Row) {
    for (column, cell) in row {
        let lower = cell.to_lowercase();
        assert!(
            !["nan", "-nan", "inf", "-inf", "infinity"].contains(&lower.as_str()),
            "{name}.{column} of {row:?}"
        );
        let is_number =
            NUMBERS.iter().any(|end| column.ends_with(end)) && !column.ends_with("_method");
        if is_number && !cell.is_empty() {
            let value: f64 = cell.parse().unwrap_or_else(|_| panic!("{name}.{column} is {cell:?}"));
            assert!(
                value.is_finite() && (!column.ends_with("p_value") || (0.0..=1.0).contains(&value)),
                "{name}.{column} of {row:?}"
            );
        }
        if cell.is_empty()
            && let Some(reason) = reason_of(name, column)
        {
            let said = &row[reason];
            let settled =
                ["linearized", "exact permutation", "sampled permutation"].contains(&said.as_str());
            assert!(
                !said.is_empty() && !settled,
                "{name}.{column} is empty and {reason} says {said:?}: {row:?}"
            );
        }
    }
}

/// Runs a report on a corpus and checks each cell of each table. Gives the names of the tables.
fn reported(csv: &str, options: &str) -> Vec<String> {
    let place = place();
    write(place.path(), "words.toml", WORDS);
    write(place.path(), "names.toml", NAMES);
    write(place.path(), "news.csv", csv);
    let line = format!(
        "report news.csv --lexicon words.toml --lexicon names.toml --min-documents 1 --quiet \
         {options}"
    );
    framescope(place.path()).args(words(&line)).assert().success();
    let mut names = Vec::new();
    for entry in fs::read_dir(place.path().join("framescope-out/tables")).unwrap() {
        let path = entry.unwrap().path();
        let name = Path::new(&path).file_stem().unwrap().to_string_lossy().into_owned();
        rows(&fs::read(&path).unwrap()).iter().for_each(|row| check(&name, row));
        names.push(name);
    }
    names
}

const ALL_MEASURES: &str = "--ngrams 3 --keyness-measure chi2 --keyness-measure chi2-yates \
    --keyness-measure lrc --keyness-measure percent-diff --keyness-measure odds-ratio \
    --keyness-measure simple-maths --keyness-measure bic --keyness-measure ell";

/// Corpora: id, outlet, date, event, text.
const WORLDS: [(&str, &str); 11] = [
    (
        "names only in quotation marks",
        "1,north,2031-03-01,e,“The regime met.”\n2,north,2031-03-02,f,“The government \
         met.”\n3,south,2031-03-01,e,The regime met.\n4,south,2031-03-02,f,It rained.\n",
    ),
    ("one document", "1,north,2031-03-01,e,The regime and the government met.\n"),
    (
        "one document an outlet",
        "1,north,2031-03-01,e,The regime met.\n2,south,2031-03-02,e,The government \
         met.\n3,west,2031-04-02,e,The militia met.\n",
    ),
    (
        "one outlet",
        "1,north,2031-03-01,e,The regime met.\n2,north,2031-03-02,e,The government \
         met.\n3,north,2031-03-03,f,It rained.\n",
    ),
    (
        "an outlet without a match",
        "1,north,2031-03-01,e,The regime met.\n2,north,2031-03-02,f,A militia \
         met.\n3,south,2031-03-01,e,It rained.\n4,south,2031-05-01,f,It snowed.\n",
    ),
    (
        "a category without a match",
        "1,north,2031-03-01,e,The regime met.\n2,north,2031-03-09,f,A regime \
         met.\n3,south,2031-03-01,e,The regime left.\n4,south,2031-03-08,f,Rain.\n",
    ),
    (
        "all zero",
        "1,north,2031-03-01,e,It rained.\n2,north,2031-03-02,f,It snowed.\n3,south,2031-03-01,e,It \
         hailed.\n4,south,2031-03-02,f,It froze.\n",
    ),
    (
        "without a word",
        "1,north,2031-03-01,e,…\n2,south,2031-03-01,e,— —\n3,south,2031-03-01,f,!\n",
    ),
    (
        "some without a word",
        "1,north,2031-03-01,e,…\n2,south,2031-03-01,e,The regime \
         met.\n3,north,2031-03-01,f,!\n4,south,2031-03-02,f,A government.\n",
    ),
    (
        "all alike",
        "1,north,2031-03-01,e,The regime met.\n2,north,2031-03-01,e,The regime \
         met.\n3,south,2031-03-01,e,The regime met.\n4,south,2031-03-01,e,The regime met.\n",
    ),
    (
        "nothing but matches",
        "1,north,2031-03-01,e,regime\n2,north,2031-03-01,f,regime\n3,south,2031-03-01,e,government\n4,south,2031-03-01,f,government\n",
    ),
];

#[test]
fn no_cell_is_no_number_and_empty_ones_have_a_reason() {
    for (world, documents) in WORLDS {
        for (header, drop) in [
            ("id,outlet,date,event,text\n", None),
            ("id,outlet,date,text\n", Some(3)),
            ("id,outlet,text\n", Some(2)),
        ] {
            let without: String = documents
                .lines()
                .map(|line| {
                    let cells: Vec<&str> = line.splitn(5, ',').collect();
                    let kept: Vec<&str> = match drop {
                        None => cells,
                        Some(3) => [&cells[..3], &cells[4..]].concat(),
                        Some(_) => [&cells[..2], &cells[4..]].concat(),
                    };
                    kept.join(",") + "\n"
                })
                .collect();
            let names = reported(&format!("{header}{without}"), ALL_MEASURES);
            for name in [
                "outlets",
                "side_by_side",
                "entries",
                "keyness",
                "naming",
                "naming_tests",
                "targets",
            ] {
                assert!(
                    names.iter().any(|found| found == name),
                    "{world}: no table {name} among {names:?}"
                );
            }
        }
    }
}

#[test]
fn every_policy_of_zeros_and_every_dispersion_is_finite() {
    let (_, documents) = WORLDS[4];
    let csv = format!("id,outlet,date,event,text\n{documents}");
    for options in [
        "--log-ratio-zero add-half --dispersion dp --log-odds-variance four",
        "--log-ratio-zero undefined --dispersion juilland --prior flat:0.1",
        "--log-ratio-zero 0.001 --log-likelihood two-cell --prior 1e-9",
        "--log-ratio-zero 0.5 --log-likelihood williams --prior 1e12",
    ] {
        reported(&csv, options);
    }
}
