//! `framescope corpus events` and `--events`: events proposed, corrected by hand, and given back.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use framescope::cluster::adjusted_rand_index;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use support::{Row, WORDS, column, framescope, place, refused, rows, table, words, write};

fn seeds() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds")
}

/// The sample corpus in `folder/news`, its manifest without the column of events.
fn sample(folder: &Path) {
    for entry in fs::read_dir(seeds()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "txt") {
            write(
                folder,
                &format!("news/{}", path.file_name().unwrap().to_str().unwrap()),
                fs::read(&path).unwrap(),
            );
        }
    }
    let mut reader = csv::Reader::from_path(seeds().join("manifest.csv")).unwrap();
    let mut writer = csv::Writer::from_writer(Vec::new());
    let at = reader.headers().unwrap().iter().position(|name| name == "event").unwrap();
    let header = reader.headers().unwrap().clone();
    for record in std::iter::once(header).chain(reader.records().map(Result::unwrap)) {
        writer
            .write_record(
                record.iter().enumerate().filter(|(column, _)| *column != at).map(|(_, cell)| cell),
            )
            .unwrap();
    }
    write(folder, "news/manifest.csv", writer.into_inner().unwrap());
}

/// Runs `corpus events` and gives its rows.
#[track_caller]
fn proposed(folder: &Path, line: &str) -> Vec<Row> {
    let output = framescope(folder)
        .args(words(&format!("corpus events {line} --quiet")))
        .assert()
        .success()
        .get_output()
        .stdout
        .clone();
    rows(&output)
}

/// Labels as numbers.
fn numbers(labels: &[&str]) -> Vec<usize> {
    let known: BTreeSet<&str> = labels.iter().copied().collect();
    labels.iter().map(|label| known.iter().position(|other| other == label).unwrap()).collect()
}

#[test]
fn the_six_events_of_the_sample_come_back() {
    let place = place();
    sample(place.path());
    let found = proposed(place.path(), "news");
    assert_eq!(found.len(), 30);
    let truth: Vec<&str> = found
        .iter()
        .map(|row| {
            let outlets = [
                "-kethmar-one.txt",
                "-lindmere-courier.txt",
                "-quoin-wire.txt",
                "-seventh-valley.txt",
                "-the-sidelong.txt",
            ];
            outlets.iter().find_map(|outlet| row["document_id"].strip_suffix(outlet)).unwrap()
        })
        .collect();
    let events = column(&found, "event");
    let agreement = adjusted_rand_index(&numbers(&events), &numbers(&truth)).unwrap();
    assert!(agreement > 0.9, "{agreement}: {events:?}");
    for row in &found {
        let size = events.iter().filter(|event| **event == row["event"]).count();
        assert_eq!(row["size"], size.to_string());
        assert!((0.0..=1.0).contains(&row["similarity"].parse::<f64>().unwrap()), "{row:?}");
        assert!(
            row["event"].starts_with("2031-")
                && row["event"].chars().all(|c| c.is_ascii_alphanumeric() || c == '-'),
            "{row:?}"
        );
        assert!(
            !row["title"].is_empty() && !row["outlet"].is_empty() && row["date"].len() == 10,
            "{row:?}"
        );
    }
}

#[test]
fn corrected_events_are_given_back_by_document() {
    let place = place();
    sample(place.path());
    framescope(place.path()).args(words("corpus events news -o events.csv")).assert().success();
    let bytes = fs::read(place.path().join("events.csv")).unwrap();
    assert!(bytes.starts_with("\u{feff}".as_bytes()), "spreadsheets read it");
    let text = String::from_utf8(bytes).unwrap();
    let event = rows(text.trim_start_matches('\u{feff}').as_bytes())[0]["event"].clone();
    write(place.path(), "events.csv", text.replace(&event, "the-first"));
    framescope(place.path())
        .args(words("report news --events events.csv -o out --quiet"))
        .assert()
        .success();
    let documents = table(&place.path().join("out"), "documents");
    assert_eq!(documents.iter().filter(|row| row["event"] == "the-first").count(), 5);
    assert!(documents.iter().all(|row| !row["event"].is_empty()));
    let record: serde_json::Value =
        serde_json::from_slice(&fs::read(place.path().join("out/run.json")).unwrap()).unwrap();
    assert_eq!(record["methods"]["permutation_within_events"], true);
    assert_eq!(record["options"]["events"], "events.csv");
    assert!(
        record["inputs"].as_array().unwrap().iter().any(|input| input["path"] == "events.csv"),
        "{}",
        record["inputs"]
    );
}

const NEWS: &str = "id,outlet,date,event,text\n\
    a,A,2031-03-01,old,The army entered Halmeret before dawn and shells fell on the market.\n\
    b,B,2031-03-02,,Shells fell on the market of Halmeret before dawn as the army entered.\n\
    =c,B,2031-03,,The army entered Halmeret before dawn and shells fell on the market.\n\
    d,A,2031-06-01,,The army entered Halmeret before dawn and shells fell on the market.\n";

#[test]
fn a_table_of_events_goes_before_the_column_and_an_empty_cell_is_no_event() {
    let place = place();
    write(place.path(), "words.toml", WORDS);
    write(place.path(), "news.csv", NEWS);
    write(place.path(), "events.csv", "event;document_id;note\nx;b;\nx;'=c;\ny;gone;\n;d;\n");
    let assert = framescope(place.path())
        .args(words("report news.csv --events events.csv -l words.toml -o out"))
        .assert()
        .success();
    let warned = String::from_utf8_lossy(&assert.get_output().stderr).into_owned();
    assert!(
        warned.contains(
            "events.csv: 1 row names a document that the corpus does not have, the first `gone` in \
             row 4"
        ),
        "{warned}"
    );
    assert_eq!(
        column(&table(&place.path().join("out"), "documents"), "event"),
        ["x", "old", "x", ""]
    );
    write(place.path(), "events.csv", "event,document_id\n,a\n");
    write(place.path(), "framescope.toml", "events = \"events.csv\"\n");
    framescope(place.path())
        .args(words("report news.csv -l words.toml -o other --quiet"))
        .assert()
        .success();
    assert!(
        table(&place.path().join("other"), "documents").iter().all(|row| row["event"].is_empty())
    );
}

#[test]
fn events_lie_within_days_and_a_document_of_a_month_joins_one_of_that_month() {
    let place = place();
    let undated = "e,A,,,The army entered Halmeret before dawn and shells fell on the market.\n";
    write(place.path(), "news.csv", format!("{NEWS}{undated}"));
    let assert = framescope(place.path()).args(words("corpus events news.csv")).assert().success();
    let output = assert.get_output();
    let found = rows(&output.stdout);
    assert_eq!(column(&found, "document_id"), ["'=c", "a", "b", "d", "e"]);
    assert_eq!(column(&found, "size"), ["3", "3", "3", "1", ""]);
    assert!(
        found[0]["event"].starts_with("2031-03-01-")
            && found[0]["event"] == found[1]["event"]
            && found[0]["event"] == found[2]["event"],
        "{found:?}"
    );
    assert!(
        found[3]["event"].starts_with("2031-06-01-") && found[4]["event"].is_empty(),
        "{found:?}"
    );
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        told.contains("1 document has no date, so no event")
            && told.contains("1 document has an event already"),
        "{told}"
    );
    assert!(told.ends_with("2 events proposed for 5 documents\n"), "{told}");
    let sizes = |line: &str| {
        let found = proposed(place.path(), line);
        column(&found, "size").into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(sizes("news.csv --window 0"), ["2", "2", "1", "1", ""]);
    assert_eq!(sizes("news.csv --window 200"), ["4", "4", "4", "4", ""]);
}

#[test]
fn documents_dated_to_months_alone_have_events() {
    let place = place();
    let rows = NEWS.replace("2031-03-01", "2031-03").replace("2031-03-02", "2031-03");
    write(place.path(), "news.csv", rows.replace("2031-06-01", "2031-06"));
    let found = proposed(place.path(), "news.csv");
    assert_eq!(column(&found, "document_id"), ["'=c", "a", "b", "d"]);
    assert_eq!(column(&found, "size"), ["3", "3", "3", "1"]);
    assert!(found[0]["event"].starts_with("2031-03-") && found[3]["event"].starts_with("2031-06-"));
}

#[test]
fn neither_order_nor_threads_change_a_byte() {
    let place = place();
    sample(place.path());
    let run = |line: &str| {
        framescope(place.path())
            .args(words(&format!("corpus events {line} --quiet")))
            .assert()
            .success()
            .get_output()
            .stdout
            .clone()
    };
    let one = run("news --threads 1");
    assert_eq!(one, run("news --threads 4"));
    let mut lines: Vec<&str> = NEWS.lines().collect();
    lines[1..].reverse();
    write(place.path(), "news.csv", NEWS);
    write(place.path(), "turned.csv", lines.join("\n"));
    assert_eq!(run("news.csv"), run("turned.csv"));
}

#[test]
fn what_is_wrong_is_told_in_one_line() {
    let place = place();
    write(place.path(), "news.csv", NEWS);
    write(place.path(), "none.csv", "document_id,story\na,x\n");
    write(place.path(), "twice.csv", "document_id,event\na,x\nb,x\na,y\n");
    write(place.path(), "foreign.csv", "document_id,event\nq,x\nr,x\n");
    for (line, expected) in [
        (
            "corpus events news.csv --similarity 0",
            "--similarity: `0` is not a number above 0 and up to 1",
        ),
        ("corpus events news.csv --similarity NaN", "--similarity: `NaN` is not a number above 0"),
        ("corpus events news.csv -o events.xlsx", "events.xlsx"),
        ("compare news.csv --events nowhere.csv", "nowhere.csv"),
        (
            "compare news.csv --events none.csv",
            "there is no column `event`: it has document_id, story",
        ),
        ("compare news.csv --events twice.csv", "row 4: `a` is already in row 2"),
        (
            "compare news.csv --events foreign.csv",
            "foreign.csv: row 2: no document of the corpus has the id `q`",
        ),
    ] {
        let message = refused(place.path(), line);
        assert!(message.contains(expected), "{line}: {message}");
    }
}
