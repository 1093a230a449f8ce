//! The table `keyness`: which words an analyst finds at its top, and what changes no figure.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use support::{
    Row, WORDS, column, framescope, number, place, refused, shows, shows_p, table, words, write,
};

/// Compares `corpus` and gives the folder of its tables.
#[track_caller]
fn compared(folder: &Path, corpus: &Path, options: &str) -> PathBuf {
    write(folder, "words.toml", WORDS);
    let output = folder.join("out");
    framescope(folder)
        .args(["compare".as_ref(), corpus.as_os_str(), "-o".as_ref(), output.as_os_str()])
        .args(words(&format!("--lexicon words.toml --overwrite --quiet {options}")))
        .assert()
        .success();
    output
}

/// Every kind of term, so that all that were tested are shown.
const KINDS: &str = "--keyness-kinds word,name,function-word,outlet-name,number,repeated-line";

#[track_caller]
fn keyness(folder: &Path, corpus: &Path, options: &str) -> Vec<Row> {
    table(&compared(folder, corpus, options), "keyness")
}

#[track_caller]
fn of<'r>(rows: &'r [Row], outlet: &str, reference: &str, term: &str) -> &'r Row {
    rows.iter()
        .find(|row| row["outlet"] == outlet && row["reference"] == reference && row["term"] == term)
        .unwrap_or_else(|| panic!("no row {outlet}, {reference}, {term}"))
}

fn seeds() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds")
}

#[test]
fn planted_words_come_out_and_others_do_not() {
    let place = place();
    let found = keyness(place.path(), &seeds(), "--ngrams 2");
    for (outlet, term) in [
        ("Kethmar One", "terrorists"),
        ("Quoin Wire", "rebels"),
        ("Quoin Wire", "armed group"),
        ("The Lindmere Courier", "insurgents"),
        ("The Seventh Valley", "revolutionaries"),
    ] {
        let row = of(&found, outlet, "all others", term);
        assert!(number(row, "q_value") < 0.05 && number(row, "log_odds_z") > 0.0, "{row:?}");
    }
    for term in ["aid convoy", "ceasefire", "talks", "shelling"] {
        let tested: Vec<&Row> = found
            .iter()
            .filter(|row| row["term"] == term && row["reference"] == "all others")
            .collect();
        assert!(
            tested.iter().all(|row| row["q_value"].is_empty() || number(row, "q_value") > 0.05),
            "{tested:?}"
        );
    }
}

/// A corpus of rows `id,outlet,event,text`.
fn csv(documents: &[(&str, &str, &str)]) -> String {
    let line = |(at, (outlet, event, text)): (usize, &(&str, &str, &str))| {
        format!("d{at:03},{outlet},{event},\"{text}\"\n")
    };
    format!("id,outlet,event,text\n{}", documents.iter().enumerate().map(line).collect::<String>())
}

/// Three outlets, twelve events, and a word for each outlet.
fn three() -> Vec<(&'static str, &'static str, &'static str)> {
    let events = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"];
    let of = |outlet: &'static str, texts: [&'static str; 2]| {
        events
            .iter()
            .enumerate()
            .map(move |(at, event)| (outlet, *event, texts[usize::from(at % 5 == 0)]))
    };
    of(
        "North",
        [
            "The junta shut the old bridge on Monday.",
            "The council met again and the bridge was shut, they said.",
        ],
    )
    .chain(of(
        "South",
        ["The council shut the old bridge, and nobody crossed.", "The junta, some say, met."],
    ))
    .chain(of(
        "West",
        ["The council shut the bridge late on Monday.", "The old harbour was shut on Monday too."],
    ))
    .collect()
}

#[test]
fn figures_are_those_found_by_hand() {
    let place = place();
    // 20 documents of 10 tokens, 10 an outlet; A has a word in four, once each: a = 4 of 100, b = 0
    // of 100.
    let (with, without) = (
        "one two three four five six seven eight nine junta",
        "one two three four five six seven eight nine ten",
    );
    let documents: Vec<_> = (0..20)
        .map(|at| (if at < 10 { "A" } else { "B" }, "", if at < 4 { with } else { without }))
        .collect();
    write(place.path(), "news.csv", csv(&documents));
    let found = keyness(
        place.path(),
        &place.path().join("news.csv"),
        "--keyness-measure chi2 --keyness-measure lrc",
    );
    let row = of(&found, "A", "B", "junta");
    let cells: Vec<&str> =
        ["count", "count_reference", "rate", "rate_reference", "documents", "documents_reference"]
            .map(|c| &*row[c])
            .into();
    assert_eq!(cells, ["4", "0", "40", "0", "4", "0"]);
    let g2 =
        2.0 * (4.0 * 2_f64.ln() + 96.0 * (96.0_f64 / 98.0).ln() + 100.0 * (100.0_f64 / 98.0).ln());
    assert!(shows(number(row, "log_likelihood"), g2));
    assert!(shows(number(row, "log_ratio"), 8_f64.log2()), "0.5 stands in for the zero");
    // α₀ = 500, of which the word has 4/200.
    let delta = (14.0_f64 / 586.0).ln() - (10.0_f64 / 590.0).ln();
    assert!(shows(number(row, "log_odds"), delta));
    assert!(shows(number(row, "log_odds_z"), delta / (1.0 / 14.0 + 1.0 / 10.0_f64).sqrt()));
    // All four on one side, either way: 2 · C(16, 6) / C(20, 10), which is .087.
    assert_eq!((&*row["p_value"], &*row["test_method"]), ("", "p could not be below .05"));
    // DP = ½(4·(¼ − 1/10) + 6/10) = .6, over 1 − 1/10.
    assert!(shows(number(row, "dispersion"), 0.6 / 0.9));
    let chi2 = 200.0 * (4.0 * 100.0_f64).powi(2) / (4.0 * 196.0 * 1e4);
    assert!(shows(number(row, "chi2"), chi2));
    assert_eq!(row["lrc"], "0");
    // Words in every document at the same rate cannot differ.
    assert_eq!(
        (&*of(&found, "A", "B", "one")["p_value"], &*of(&found, "A", "B", "one")["q_value"]),
        ("", "")
    );
}

#[test]
fn q_values_are_over_the_terms_of_a_contrast() {
    let place = place();
    write(place.path(), "news.csv", csv(&three()));
    let found = keyness(place.path(), &place.path().join("news.csv"), KINDS);
    for row in found.iter().filter(|row| !row["p_value"].is_empty()) {
        let contrast = |row: &Row| (row["outlet"].clone(), row["reference"].clone());
        let p: Vec<f64> = found
            .iter()
            .filter(|other| contrast(other) == contrast(row) && !other["p_value"].is_empty())
            .map(|row| number(row, "p_value"))
            .collect();
        let own = number(row, "p_value");
        let above = p.iter().filter(|other| **other >= own - 1e-12);
        let q = above
            .map(|other| {
                other * p.len() as f64 / p.iter().filter(|p| **p <= other + 1e-12).count() as f64
            })
            .fold(1.0, f64::min);
        assert!(shows_p(number(row, "q_value"), q), "{row:?}: {q}");
    }
    let order: Vec<(bool, String, String)> = found
        .iter()
        .map(|row| {
            let is_pair = row["reference"] != "all others";
            (is_pair, row["outlet"].clone(), row["reference"].clone())
        })
        .collect();
    assert!(order.is_sorted());
    let contrasts: Vec<(bool, String, String)> =
        order.into_iter().collect::<std::collections::BTreeSet<_>>().into_iter().collect();
    assert_eq!(contrasts.len(), 6, "three against all others, three pairs: {contrasts:?}");
}

#[test]
fn names_of_outlets_order_of_rows_and_threads_change_no_figure() {
    let place = place();
    let text = csv(&three());
    write(place.path(), "news.csv", &text);
    let figures = |rows: Vec<Row>,
                   rename: &dyn Fn(&str) -> String|
     -> BTreeMap<(Vec<String>, String), Vec<String>> {
        rows.into_iter()
            .map(|row| {
                let (outlet, reference) = (rename(&row["outlet"]), rename(&row["reference"]));
                let turned = reference != "all others" && reference < outlet;
                let side =
                    |first: &str, second: &str| row[if turned { second } else { first }].clone();
                let size = |column: &str| {
                    if turned {
                        row[column].trim_start_matches('-').to_owned()
                    } else {
                        row[column].clone()
                    }
                };
                let sized = |column: &str| size(column).trim_start_matches('-').to_owned();
                let cells = vec![
                    side("count", "count_reference"),
                    side("documents", "documents_reference"),
                    sized("log_likelihood"),
                    sized("log_odds_z"),
                    row["p_value"].clone(),
                    row["q_value"].clone(),
                ];
                let mut sides = vec![outlet, reference];
                sides.sort();
                ((sides, row["term"].clone()), cells)
            })
            .collect()
    };
    let same = |name: &str| name.to_owned();
    let first = compared(place.path(), &place.path().join("news.csv"), "--threads 1 --ngrams 3");
    let bytes = fs::read(first.join("tables/keyness.csv")).unwrap();
    let expected = figures(table(&first, "keyness"), &same);
    let (head, body) = text.split_once('\n').unwrap();
    let turned: String = body.lines().rev().map(|line| format!("{line}\n")).collect();
    write(place.path(), "turned.csv", format!("{head}\n{turned}"));
    let other = compared(place.path(), &place.path().join("turned.csv"), "--threads 3 --ngrams 3");
    assert!(fs::read(other.join("tables/keyness.csv")).unwrap() == bytes);
    write(
        place.path(),
        "renamed.csv",
        text.replace(",North,", ",Zenith,").replace(",West,", ",Amber,"),
    );
    let back = |name: &str| name.replace("Zenith", "North").replace("Amber", "West");
    let renamed =
        figures(keyness(place.path(), &place.path().join("renamed.csv"), "--ngrams 3"), &back);
    assert_eq!(renamed.len(), expected.len());
    for (key, cells) in &expected {
        assert_eq!(renamed[key], *cells, "{key:?}");
    }
}

#[test]
fn small_worlds_have_empty_cells_and_no_panic() {
    let place = place();
    let path = place.path().join("news.csv");
    let header = "outlet,reference,term,kind,count,count_reference,rate,rate_reference,documents,documents_reference,log_likelihood,log_ratio,log_odds,log_odds_z,p_value,q_value,test_method,dispersion";
    for documents in [
        vec![("A", "", "one word")],
        vec![("A", "", "..."), ("B", "", "...")],
        vec![("A", "", "word"), ("B", "", "...")],
    ] {
        write(place.path(), "news.csv", csv(&documents));
        let output = compared(place.path(), &path, "--min-documents 1 --ngrams 2");
        let text = fs::read_to_string(output.join("tables/keyness.csv")).unwrap();
        assert_eq!(
            text.lines().collect::<Vec<_>>(),
            [header],
            "{documents:?}: nothing to hold against"
        );
    }
    write(
        place.path(),
        "news.csv",
        csv(&[("A", "", "junta junta"), ("B", "", "the council met"), ("C", "", "council")]),
    );
    let found = keyness(place.path(), &path, "--min-documents 1");
    assert!(
        found
            .iter()
            .all(|row| row.values().all(|cell| !cell.contains("NaN") && !cell.contains("inf"))),
        "{found:?}"
    );
    assert_eq!(of(&found, "A", "B", "junta")["p_value"], "", "one document an outlet");
    assert!(found.iter().all(|row| row["dispersion"].is_empty()));
}

#[test]
fn the_table_says_what_was_left_out_and_which_variants_it_has() {
    let place = place();
    write(place.path(), "news.csv", csv(&three()));
    let options = "--keyness-rows 2 --min-documents 4 --ngrams 2 --log-likelihood williams \
        --log-ratio-zero 0.001 --prior flat:0.1 --log-odds-variance four --dispersion juilland \
        --keyness-measure bic";
    let output = compared(place.path(), &place.path().join("news.csv"), options);
    let found = table(&output, "keyness");
    assert_eq!(found.len(), 24, "six contrasts, two directions, two terms");
    assert!(column(&found, "bic").iter().all(|cell| !cell.is_empty()));
    let run: serde_json::Value =
        serde_json::from_slice(&fs::read(output.join("run.json")).unwrap()).unwrap();
    let said = &run["methods"]["keyness"];
    assert!(said["rows_left_out"].as_u64().unwrap() > 10, "{said}");
    assert_eq!(said["min_documents"], 4);
    for (key, part) in [
        ("log_likelihood", "Williams"),
        ("log_ratio", "0.001"),
        ("log_odds", "alpha = 0.1"),
        ("log_odds", "four-term"),
        ("dispersion", "Juilland"),
    ] {
        assert!(said[key].as_str().unwrap().contains(part), "{key}: {said}");
    }
}

#[test]
fn measures_of_other_programs_can_be_asked_for() {
    let place = place();
    // 20 documents of 10 tokens, 10 an outlet: A has a word once in four, B once in one; a = 4 of
    // 100, b = 1 of 100.
    let (with, without) = (
        "one two three four five six seven eight nine junta",
        "one two three four five six seven eight nine ten",
    );
    let documents: Vec<_> = (0..20)
        .map(|at| {
            (if at < 10 { "A" } else { "B" }, "", if at < 4 || at == 10 { with } else { without })
        })
        .collect();
    write(place.path(), "news.csv", csv(&documents));
    let measures = "--keyness-measure odds-ratio-conditional --keyness-measure log-odds-tidylo \
        --keyness-measure dispersion-expected";
    let found = keyness(
        place.path(),
        &place.path().join("news.csv"),
        &format!("{measures} --dispersion dp"),
    );
    let row = of(&found, "A", "B", "junta");
    // Nearer to 1 than 4·99/96.
    assert!((2.0..4.0 * 99.0 / 96.0).contains(&number(row, "odds_ratio_conditional")), "{row:?}");
    // y = 4 + 5 of 100 + 200 tokens, against 15 of 600.
    let z =
        ((9.0_f64 / 291.0).ln() - (15.0_f64 / 585.0).ln()) / (1.0 / 9.0 + 1.0 / 15.0_f64).sqrt();
    assert!(shows(number(row, "log_odds_tidylo"), z), "{row:?}");
    // Four occurrences fall on a tenth of the tokens: E|X − .4| = 2·.4·.9⁴, ten of these over 2·4.
    let expected = 10.0 * 2.0 * 0.4 * 0.9_f64.powi(4) / 8.0;
    assert!(shows(number(row, "dispersion_expected"), expected), "{row:?}");
    // Once in each of four is more even than chance, however high .6 looks.
    assert!(shows(number(row, "dispersion"), 0.6) && number(row, "dispersion") < expected);
    let norm = keyness(place.path(), &place.path().join("news.csv"), measures);
    assert!(shows(number(of(&norm, "A", "B", "junta"), "dispersion_expected"), expected / 0.9));
    let egbert = keyness(
        place.path(),
        &place.path().join("news.csv"),
        &format!("{measures} --dispersion dp-egbert"),
    );
    assert!(shows(number(of(&egbert, "A", "B", "junta"), "dispersion"), 1.0 - 0.6 / 0.9));
    assert!(column(&egbert, "dispersion_expected").iter().all(|cell| cell.is_empty()));
    // Where a side has none, or one document, cells are empty.
    write(
        place.path(),
        "small.csv",
        csv(&[("A", "", "junta junta"), ("B", "", "the council met"), ("C", "", "council")]),
    );
    let small = keyness(
        place.path(),
        &place.path().join("small.csv"),
        &format!("{measures} --min-documents 1"),
    );
    for column in ["odds_ratio_conditional", "dispersion_expected"] {
        assert_eq!(of(&small, "A", "B", "junta")[column], "", "{column}");
    }
    assert!(
        small
            .iter()
            .all(|row| row.values().all(|cell| !cell.contains("NaN") && !cell.contains("inf"))),
        "{small:?}"
    );
}

#[test]
fn q_values_that_hold_under_any_dependence_are_stricter_and_named() {
    let place = place();
    write(place.path(), "news.csv", csv(&three()));
    let corpus = place.path().join("news.csv");
    let usual = keyness(place.path(), &corpus, KINDS);
    let output = compared(place.path(), &corpus, &format!("--adjust by {KINDS}"));
    let strict = table(&output, "keyness");
    let contrast = |row: &Row| (row["outlet"].clone(), row["reference"].clone());
    let factor = |row: &Row| -> f64 {
        let is_tested =
            |other: &&Row| contrast(other) == contrast(row) && !other["p_value"].is_empty();
        (1..=usual.iter().filter(is_tested).count()).map(|k| 1.0 / k as f64).sum()
    };
    for (usual, strict) in
        usual.iter().zip(&strict).filter(|(usual, _)| !usual["p_value"].is_empty())
    {
        assert_eq!(usual["p_value"], strict["p_value"]);
        // A q of 1 has forgotten what it was.
        if number(usual, "q_value") < 1.0 {
            // Both were rounded to four digits.
            let expected = (factor(usual) * number(usual, "q_value")).min(1.0);
            let apart = (number(strict, "q_value") / expected - 1.0).abs();
            assert!(apart < 2e-3, "{usual:?} {strict:?}");
        }
    }
    let run: serde_json::Value =
        serde_json::from_slice(&fs::read(output.join("run.json")).unwrap()).unwrap();
    for said in [
        &run["methods"]["keyness"]["q_value"],
        &run["methods"]["q_value"],
        &run["methods"]["targets"]["q_value"],
    ] {
        assert!(said.as_str().unwrap().starts_with("Benjamini and Yekutieli"), "{run}");
    }
}

#[test]
fn options_that_cannot_be_are_refused() {
    let place = place();
    write(place.path(), "news.csv", csv(&three()));
    for (options, part) in [
        ("--prior flat:0", "flat: and one, as flat:0.01"),
        ("--log-ratio-zero none", "add-half"),
        ("--ngrams 4", "from 1 to 3"),
    ] {
        let output = framescope(place.path())
            .args(words(&format!("compare news.csv {options}")))
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&output.stderr).contains(part), "{options}");
    }
    assert!(refused(place.path(), "compare missing.csv --ngrams 2").contains("missing.csv"));
}
