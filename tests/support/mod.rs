//! What the integration tests share: a place of their own, the program run in it, and its tables
//! read back.

#![allow(dead_code, clippy::unwrap_used, clippy::panic)]

use assert_cmd::Command;
use framescope::annotate::VoiceRules;
use framescope::lexicon::{Lexicon, bundled_names, load, read_toml};
use std::collections::HashMap;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// A row of a table by column; a cell that is not known is empty.
pub(crate) type Row = HashMap<String, String>;

/// A lexicon of a few words. Tests that count with it do not change when a bundled lexicon does.
pub(crate) const WORDS: &str = r#"name = "words"
language = "en"
version = "1.0.0"
license = "CC0-1.0"
description = "A few labels"

[category.harsh]
description = "Labels that deny a party its standing"
terms = ["regime*", "militia*", "occupation"]

[category.mild]
description = "Labels that grant it"
terms = ["government*", "liberation"]
"#;

/// One referent with two variants.
pub(crate) const NAMES: &str = "name = \"names\"\nlanguage = \"en\"\nversion = \"1.0.0\"\nlicense \
    = \"CC0-1.0\"\ndescription = \"Names\"\n\
    [referent.power]\nvariants = { regime = [\"regime\"], government = [\"government\"] }\n";

/// The bundled cues of English, with the lexicon `actors` instead of the bundled actors.
pub(crate) fn cue_rules(actors: &[u8]) -> VoiceRules {
    let mut lexicons: Vec<Lexicon> = bundled_names()
        .map(|name| load(name).unwrap())
        .filter(|lexicon| !lexicon.name.starts_with("actors"))
        .collect();
    lexicons.push(read_toml("actors.toml", actors).unwrap());
    VoiceRules::compile(&lexicons, "en").unwrap()
}

/// An empty temporary folder, gone when the test ends.
pub(crate) fn place() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// The program, to be run in `folder`.
pub(crate) fn framescope(folder: &Path) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("framescope"));
    command.current_dir(folder);
    command
}

/// The words of a command line, to be split at blanks.
pub(crate) fn words(line: &str) -> Vec<&str> {
    line.split_whitespace().collect()
}

/// Writes a file below `folder`, and the folders that it lies in.
pub(crate) fn write(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

/// The rows of `tables/NAME.csv` in an output folder.
pub(crate) fn table(output: &Path, name: &str) -> Vec<Row> {
    rows(&fs::read(output.join("tables").join(format!("{name}.csv"))).unwrap())
}

/// The rows of a CSV table.
pub(crate) fn rows(csv: &[u8]) -> Vec<Row> {
    csv::Reader::from_reader(csv).deserialize().collect::<Result<_, _>>().unwrap()
}

/// One column of a table.
pub(crate) fn column<'r>(rows: &'r [Row], name: &str) -> Vec<&'r str> {
    rows.iter().map(|row| row[name].as_str()).collect()
}

/// The row with these cells.
#[track_caller]
pub(crate) fn find<'r>(rows: &'r [Row], key: &[(&str, &str)]) -> &'r Row {
    rows.iter()
        .find(|row| key.iter().all(|(column, value)| row[*column] == *value))
        .unwrap_or_else(|| panic!("no row {key:?}"))
}

/// Cells of a row.
pub(crate) fn cells<'r>(row: &'r Row, columns: &[&str]) -> Vec<&'r str> {
    columns.iter().map(|column| row[*column].as_str()).collect()
}

/// A cell that holds a number.
#[track_caller]
pub(crate) fn number(row: &Row, column: &str) -> f64 {
    row[column].parse().unwrap_or_else(|_| panic!("{column} is {:?}", row[column]))
}

/// No cell of these tables, as far as they are there, holds what is no number.
pub(crate) fn finite(output: &Path, names: &[&str]) {
    for name in names {
        if let Ok(csv) = fs::read_to_string(output.join(format!("tables/{name}.csv"))) {
            let amiss = |cell: &str| {
                ["nan", "-nan", "inf", "-inf", "infinity"].contains(&cell.to_lowercase().as_str())
            };
            assert!(!csv.split([',', '\n']).any(amiss), "{csv}");
        }
    }
}

/// Everything below `folder`, hidden files too: sorted paths with the bytes of each file.
pub(crate) fn contents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(path) = open.pop() {
        for entry in fs::read_dir(path).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(folder).unwrap().display().to_string();
            if path.is_dir() {
                found.push((name, Vec::new()));
                open.push(path);
            } else {
                found.push((name, fs::read(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

/// Runs a command that is wrong, with `input` on standard input, and gives the one line that it
/// says on stderr. Checks what holds of every such command: status 2, nothing on stdout, and
/// `folder` as it was.
#[track_caller]
pub(crate) fn refused_with(folder: &Path, arguments: &[&str], input: &[u8]) -> String {
    let before = contents(folder);
    let output = framescope(folder).args(arguments).write_stdin(input).output().unwrap();
    let message = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "exit status of {arguments:?}: {message}");
    assert_eq!(message.lines().count(), 1, "one line: {message}");
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "", "stdout of {arguments:?}");
    assert_eq!(names(&contents(folder)), names(&before), "files left behind by {arguments:?}");
    assert!(contents(folder) == before, "{arguments:?} changed a file");
    message
}

/// [`refused_with`] for a command line without standard input.
#[track_caller]
pub(crate) fn refused(folder: &Path, line: &str) -> String {
    refused_with(folder, &words(line), b"")
}

fn names(contents: &[(String, Vec<u8>)]) -> Vec<&str> {
    contents.iter().map(|(name, _)| name.as_str()).collect()
}

/// Whether a number of a table is this one, with the six significant digits that text has.
pub(crate) fn shows(found: f64, expected: f64) -> bool {
    (found - expected).abs() <= 5.000_001e-6 * expected.abs()
}

/// The same of a p-value, which has four.
pub(crate) fn shows_p(found: f64, expected: f64) -> bool {
    (found - expected).abs() <= 5.000_001e-4 * expected.abs()
}
