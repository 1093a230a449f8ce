//! `framescope.toml`: every option of every command, as someone who writes the file would notice.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::fs;
use std::path::Path;
use support::{WORDS, column, framescope, place, refused, rows, table, words, write};
use tempfile::TempDir;

/// A folder with a lexicon, `words.toml`, and a table of six documents, `news.csv`.
fn newsroom() -> TempDir {
    let place = place();
    write(place.path(), "words.toml", WORDS);
    let mut csv = "id,text,paper,country,date\n".to_owned();
    for number in 1..=3 {
        csv.push_str(&format!("q{number},The regime and its militia fell.,Quoin,Lind,2031\n"));
        csv.push_str(&format!("s{number},The government named the regime.,Side,Kethmar,2031\n"));
    }
    write(place.path(), "news.csv", csv);
    place
}

/// Writes the file of options, and runs a line that must succeed; what it says on stdout.
#[track_caller]
fn said(folder: &Path, options: &str, line: &str) -> String {
    write(folder, "framescope.toml", options);
    let output = framescope(folder).args(words(line)).output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{line} with {options:?}: {stderr}");
    String::from_utf8(output.stdout).unwrap()
}

/// The rows of the scores table that `score` writes.
#[track_caller]
fn scores(folder: &Path, options: &str, line: &str) -> Vec<support::Row> {
    rows(said(folder, options, &format!("score news.csv {line}")).as_bytes())
}

/// The options that a run recorded.
fn recorded(folder: &Path) -> serde_json::Value {
    let run: serde_json::Value =
        serde_json::from_slice(&fs::read(folder.join("run.json")).unwrap()).unwrap();
    run["options"].clone()
}

/// Checks what a line says of a file of options that is wrong.
#[track_caller]
fn is_told(folder: &Path, options: &str, line: &str, expected: &str) {
    write(folder, "framescope.toml", options);
    let message = refused(folder, line);
    assert!(message.contains(&format!("framescope.toml:{expected}")), "{options:?}: {message}");
}

const SHARED: &str = "lexicon = \"words.toml\"\noutlet-column = \"paper\"\nquiet = true\n";

// What the file gives

#[test]
fn options_of_a_command_are_in_a_table_of_its_name() {
    let place = newsroom();
    let options = format!(
        "{SHARED}[report]\noutput = \"results\"\nkeyness-rows = 1\nmin-documents = 1\n\
         dispersion = \"juilland\"\nkeyness-measure = [\"lrc\", \"bic\"]\npassages = 0\n\
         duplicate-threshold = 0.9\naround = 2031-06-01\n[cluster]\nclusters = 2\n"
    );
    said(place.path(), &options, "report news.csv");
    let results = place.path().join("results");
    let keyness = table(&results, "keyness");
    assert!(keyness.iter().all(|row| !row["lrc"].is_empty() && !row["bic"].is_empty()));
    assert_eq!(keyness.len(), 2, "one term for each direction of one contrast: {keyness:?}");
    assert!(!results.join("tables/passages.csv").exists());
    let record = recorded(&results);
    assert_eq!(record["dispersion"], "juilland");
    assert_eq!(record["duplicate-threshold"], 0.9);
    assert_eq!(record["around"], "2031-06-01");
}

#[test]
fn a_list_is_an_option_given_several_times() {
    let place = newsroom();
    let options = format!("{SHARED}[compare]\ntables = [\"outlets\", \"naming\"]\n");
    said(place.path(), &options, "compare news.csv -o out");
    let written = fs::read_dir(place.path().join("out/tables")).unwrap();
    let mut written: Vec<String> =
        written.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    written.sort();
    assert_eq!(written, ["naming.csv", "outlets.csv"]);
    is_told(
        place.path(),
        "[compare]\ntables = [\"outlets\", \"nameing\"]\n",
        "compare news.csv",
        "2:22: `tables`: there is no table `nameing`; did you mean `naming`?",
    );
}

#[test]
fn a_table_of_one_command_is_nothing_to_another() {
    let place = newsroom();
    let options = format!("{SHARED}[report]\nngrams = 2\n[compare]\nngrams = 3\n");
    said(place.path(), &options, "compare news.csv -o out");
    assert_eq!(recorded(&place.path().join("out"))["ngrams"], 3);
    said(place.path(), SHARED, "compare news.csv -o plain");
    assert_eq!(recorded(&place.path().join("plain"))["ngrams"], 1);
}

#[test]
fn commands_of_a_group_have_tables_within_its_table() {
    let place = newsroom();
    let options = format!("{SHARED}[validate.sample]\ncoders = 3\nmatches = 4\nmisses = 0\n");
    let sheet = said(place.path(), &options, "validate sample news.csv");
    let sheet = rows(sheet.as_bytes());
    assert_eq!(sheet.len(), 4);
    assert!(sheet.iter().all(|row| row.contains_key("code_3")));
    said(
        place.path(),
        "[lexicon.convert]\nlossy = true\nname = \"short\"\n",
        "lexicon convert words.toml short.toml",
    );
    assert!(fs::read_to_string(place.path().join("short.toml")).unwrap().contains("\"short\""));
}

#[test]
fn a_table_of_a_lexicon_command_goes_beside_lexicons() {
    let place = newsroom();
    let options =
        "lexicon = [\"words.toml\"]\n[\"lexicon suggest\"]\nterms = 1\nmin-documents = 1\n";
    said(place.path(), options, "lexicon suggest news.csv -o terms.csv");
    is_told(
        place.path(),
        "lexicon = [\"words.toml\"]\n[lexicon.suggest]\nterms = 1\n",
        "score news.csv",
        "2:2: a key above has the name of this table; write it as [\"lexicon check\"]",
    );
}

#[test]
fn the_top_of_the_file_reaches_every_command_that_has_the_option() {
    let place = newsroom();
    let options = format!("{SHARED}min-documents = 2\ncontext = 1\noutput = \"tables\"\n");
    said(place.path(), &options, "compare news.csv");
    assert_eq!(recorded(&place.path().join("tables"))["min-documents"], 2);
    let lines = rows(said(place.path(), &options, "matches news.csv -o -").as_bytes());
    assert!(lines.iter().all(|row| row["left"].split_whitespace().count() < 2), "{lines:?}");
    // A folder of tables is not a file for one table, so `score` still writes to stdout.
    assert!(!scores(place.path(), &options, "").is_empty());
}

#[test]
fn a_profile_at_the_top_is_read_and_never_written() {
    let place = newsroom();
    said(place.path(), &format!("{SHARED}profile = \"news.json\"\n"), "corpus inspect news.csv");
    assert!(!place.path().join("news.json").exists());
}

// What goes before what

#[test]
fn what_is_typed_wins_over_every_table() {
    let place = newsroom();
    let options = format!("seed = 1\n{SHARED}[compare]\nseed = 2\nkeyness-measure = [\"bic\"]\n");
    said(place.path(), &options, "compare news.csv -o own");
    assert_eq!(recorded(&place.path().join("own"))["seed"], 2, "the command's table wins");
    said(place.path(), &options, "compare news.csv -o typed --seed 3 --keyness-measure ell");
    let record = recorded(&place.path().join("typed"));
    assert_eq!(record["seed"], 3);
    assert_eq!(record["keyness-measure"], serde_json::json!(["ell"]), "a list is not added to");
}

#[test]
fn flags_are_true_or_not_given() {
    let place = newsroom();
    let options = format!("overwrite = true\n{SHARED}");
    for _ in 0..2 {
        said(place.path(), &options, "compare news.csv -o out");
    }
    write(place.path(), "framescope.toml", format!("{options}[compare]\noverwrite = false\n"));
    assert!(refused(place.path(), "compare news.csv -o out").contains("--overwrite"));
}

#[test]
fn an_option_that_excludes_a_typed_one_yields_to_it() {
    let place = newsroom();
    write(place.path(), "framescope.toml", SHARED);
    let output =
        framescope(place.path()).args(words("report news.csv -v -o out")).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(!output.stdout.is_empty(), "the file says quiet, the user verbose");
    let options = format!("{SHARED}[matches]\noutput = \"matches.csv\"\n");
    let explained = said(place.path(), &options, "matches news.csv --explain");
    assert!(explained.contains("regime") && !place.path().join("matches.csv").exists());
    let grouped = scores(place.path(), "lexicon = \"words.toml\"\ngroup-by = \"country\"\n", "");
    assert!(column(&grouped, "outlet").contains(&"Lind"));
    let options = "lexicon = \"words.toml\"\ngroup-by = \"country\"\n";
    let typed = scores(place.path(), options, "--outlet-column paper");
    assert!(column(&typed, "outlet").contains(&"Quoin"));
    is_told(
        place.path(),
        "quiet = true\nverbose = true\n",
        "score news.csv",
        "2:1: `quiet` and `verbose` exclude one another; keep one of them",
    );
}

#[test]
fn a_corpus_after_two_dashes_is_still_a_corpus() {
    let place = newsroom();
    write(place.path(), "framescope.toml", SHARED);
    framescope(place.path()).args(words("score --seed 4 -- news.csv")).assert().success();
}

// What is wrong

#[test]
fn a_misspelt_key_is_answered_with_the_nearest() {
    let place = newsroom();
    for (options, expected) in [
        (
            "seed = 1\n  outlet-colum = \"paper\"\n",
            "2:3: unknown key `outlet-colum`: did you mean `outlet-column`?",
        ),
        (
            "[report]\nkeynes-rows = 3\n",
            "2:1: unknown key `keynes-rows` of `report`: did you mean `keyness-rows`?",
        ),
        ("[reprot]\nseed = 1\n", "1:2: unknown table `reprot`: did you mean `report`?"),
        ("[lexicon.chekc]\n", "1:10: unknown table `chekc`: did you mean `check`?"),
        ("zzz = 1\n", "1:1: unknown key `zzz`: there are "),
        (
            "[report]\nwindow = 1\n",
            "2:1: `window` is not an option of `report` but of `corpus events`; move or delete it",
        ),
        ("like = \"a\"\n", "1:1: `like` is an option of `cluster` only; put it below [cluster]"),
        (
            "window = 3\n",
            "1:1: `window` is an option of `corpus events` only; put it below [corpus.events]",
        ),
        (
            "[validate]\nseed = 1\n",
            "2:1: `seed` is below [validate], a group of commands; put it below one of them, such \
             as [validate.sample]",
        ),
        ("[man]\noutput = \"x\"\n", "1:2: `man` takes no options from a file"),
        (
            "corpus = \"news.csv\"\n",
            "1:1: `corpus` cannot be given in a file; type CORPUS after the command",
        ),
        ("[merge]\npart = \"a.fsr\"\n", "2:1: `part` cannot be given in a file; type PART after"),
    ] {
        is_told(place.path(), options, "score news.csv", expected);
    }
}

#[test]
fn a_wrong_value_is_told_with_its_place_and_what_to_write() {
    let place = newsroom();
    for (options, expected) in [
        ("seed = \"one\"\n", "1:8: `seed`: `one` is not a whole number; give one such as 7"),
        ("seed = -1\n", "1:8: `seed`: `-1` is not a whole number"),
        ("on-error = \"ignore\"\n", "1:12: `on-error`: `ignore` is unknown; give fail or skip"),
        ("on-error = \"skp\"\n", "1:12: `on-error`: `skp` is unknown; did you mean `skip`?"),
        (
            "lexicon = 1\n",
            "1:11: `lexicon`: expected text, not 1; write it in quotation marks, as \"1\"",
        ),
        ("lexicon = [\"a\", 2]\n", "1:17: `lexicon`: expected text, not 2"),
        ("language = [\"en\"]\n", "1:12: `language`: expected one value, not a list"),
        ("overwrite = 1\n", "1:13: `overwrite`: expected true or false"),
        ("seed = \n", "1:8: "),
        ("[score]\nthreads = 5000\n", "2:11: `threads`: `5000` is not a whole number from 0 to"),
    ] {
        is_told(place.path(), options, "score news.csv", expected);
    }
    // Values of other commands do not matter here; their keys do.
    scores(place.path(), &format!("{SHARED}[report]\nngrams = 9\n"), "");
    is_told(
        place.path(),
        "[report]\nngrams = 9\n",
        "report news.csv",
        "2:10: `ngrams`: `9` is not a whole number from 1 to 3; give one such as 2",
    );
}

#[test]
fn the_file_that_is_named_is_read_instead() {
    let place = newsroom();
    write(place.path(), "mine.toml", "lexicon = \"words.toml\"\ngroup-by = \"country\"\n");
    let found = scores(place.path(), "speed = 1\n", "--config mine.toml");
    assert!(column(&found, "outlet").contains(&"Kethmar"));
    write(place.path(), "mine.toml", "\u{feff}lexicon = \"words.toml\"\nspeed = 1\n");
    let message = refused(place.path(), "score news.csv --config mine.toml");
    assert!(message.contains("mine.toml:2:1: unknown key `speed`"), "{message}");
}

// Unknown names

#[test]
fn an_entry_or_outlet_that_is_not_there_is_answered_with_the_nearest() {
    let place = newsroom();
    for (line, expected) in [
        ("--outlet Quoim", "no document is of the outlet `Quoim`; did you mean `Quoin`?"),
        ("--event Bridge", "no document is about the event `Bridge`"),
    ] {
        write(
            place.path(),
            "framescope.toml",
            "lexicon = \"words.toml\"\noutlet-column = \"paper\"",
        );
        let output = framescope(place.path())
            .args(words(&format!("matches news.csv {line}")))
            .output()
            .unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(0));
        assert!(said.contains(expected), "{line}: {said}");
    }
    for (line, expected) in [
        ("--entry regmie", "there is no entry `regmie`; did you mean `regime*`?"),
        ("--category hrash", "there is no category `hrash`; did you mean `harsh`?"),
        ("--target-rule cupola", "there is no rule `cupola`; did you mean `copula`?"),
    ] {
        let output = framescope(place.path())
            .args(words(&format!("matches news.csv {line}")))
            .output()
            .unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(said.contains(expected), "{line}: {said}");
    }
}
