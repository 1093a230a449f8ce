//! The methods of a run as text: its numbers are those of the tables.

#![allow(clippy::unwrap_used)]

mod support;

use std::fs;
use support::{framescope, place, refused, table, write};

#[test]
fn the_methods_have_the_numbers_of_the_tables() {
    let place = place();
    let seeds = concat!(env!("CARGO_MANIFEST_DIR"), "/seeds");
    let output = framescope(place.path()).args(["report", seeds, "-o", "out"]).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    let out = place.path().join("out");
    let text = fs::read_to_string(out.join("methods.md")).unwrap();
    let says = |words: String| assert!(text.contains(&words), "no `{words}` in\n{text}");

    let documents = table(&out, "documents");
    let tokens: u64 = documents.iter().map(|row| row["tokens"].parse::<u64>().unwrap()).sum();
    let shown = format!("{},{:03} tokens", tokens / 1000, tokens % 1000);
    says(format!("The corpus has {} documents with {shown}", documents.len()));
    let mut dates: Vec<&str> = documents.iter().map(|row| row["date"].as_str()).collect();
    dates.sort_unstable();
    says(format!("dated {} to {}.", dates[0], dates[dates.len() - 1]));

    let tested =
        |name: &str| table(&out, name).iter().filter(|row| !row["p_value"].is_empty()).count();
    for name in ["side_by_side", "naming_tests", "targets"] {
        match tested(name) {
            0 => assert!(!text.contains(&format!("in `{name}`")), "{text}"),
            1 => says(format!("1 test in `{name}`")),
            number => says(format!("{number} tests in `{name}`")),
        }
    }
    let run: serde_json::Value =
        serde_json::from_slice(&fs::read(out.join("run.json")).unwrap()).unwrap();
    for lexicon in run["lexicons"].as_array().unwrap() {
        let [name, version] = ["name", "version"].map(|key| lexicon[key].as_str().unwrap());
        says(format!("{name} {version}"));
    }

    let printed = framescope(place.path()).args(["methods", "out"]).output().unwrap();
    assert_eq!(String::from_utf8(printed.stdout).unwrap(), text);
}

#[test]
fn a_folder_without_a_record_has_no_methods() {
    let place = place();
    let message = refused(place.path(), "methods nowhere");
    assert!(message.contains("name a folder that framescope report wrote"), "{message}");
    write(place.path(), "run.json", "{\"program\": \"framescope\", \"version\": \"0.0.1\"}");
    let message = refused(place.path(), "methods .");
    assert!(message.contains("run report again"), "{message}");
}
