//! `framescope lexicon`, and what the program says of itself: help, completions, manual, version.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use framescope::lexicon::bundled_names;
use std::fs;
use support::{WORDS, contents, framescope, place, refused, rows, words, write};

/// What a command writes to standard output when it succeeds.
#[track_caller]
fn said(line: &str) -> String {
    let output = framescope(place().path())
        .args(words(line))
        .assert()
        .success()
        .stderr("")
        .get_output()
        .stdout
        .clone();
    String::from_utf8(output).unwrap()
}

/// The commands that do something, as they are typed.
const COMMANDS: [&str; 19] = [
    "report",
    "score",
    "matches",
    "compare",
    "cluster",
    "map",
    "merge",
    "lexicon list",
    "lexicon show",
    "lexicon check",
    "lexicon convert",
    "lexicon suggest",
    "corpus inspect",
    "corpus convert",
    "corpus events",
    "validate sample",
    "validate score",
    "completions",
    "man",
];

#[test]
fn list_names_every_bundled_lexicon_with_its_kind_and_size() {
    let list = said("lexicon list");
    let lines: Vec<Vec<&str>> = list.lines().map(words).collect();
    assert!(lines.iter().map(|line| line[0]).eq(bundled_names()), "{list}");
    for (name, kind, measures, parts) in [
        ("actors-middle-east", "actors", "-", "actors,"),
        ("casualties", "framing", "action", "categories,"),
        ("conflict-actions", "framing", "action", "categories,"),
        ("conflict-labels", "framing", "label", "categories,"),
        ("policy-frames", "framing", "topic", "categories,"),
        ("naming-conflict", "naming", "naming", "variants,"),
    ] {
        let line = lines.iter().find(|line| line[0] == name).unwrap();
        assert_eq!(
            (line[1], line[2], line[3], line[5], line[7]),
            (kind, measures, "en", parts, "entries"),
            "{line:?}"
        );
        assert!(
            line[4].parse::<u32>().unwrap() > 0 && line[6].parse::<u32>().unwrap() > 0,
            "{line:?}"
        );
    }
}

#[test]
fn show_prints_categories_entries_and_their_notes() {
    let shown = said("lexicon show conflict-labels");
    assert!(
        shown.starts_with("conflict-labels 2.") && shown.contains(" (framing, en, CC0-1.0)\n"),
        "{shown}"
    );
    for category in [
        "legitimising-armed (Labels that grant armed actors standing): ",
        "delegitimising-rulers (Labels that deny rulers standing): ",
        "neutral-armed (Plain labels for armed actors): ",
    ] {
        assert!(
            shown.lines().any(|line| line.starts_with(category) && line.ends_with(" entries")),
            "{category}"
        );
    }
    assert!(shown.contains("\nMeasures: label\n"), "{shown}");
    let axis = "Axis legitimacy-rulers: legitimising-rulers (+) to delegitimising-rulers (−)";
    assert!(shown.lines().any(|line| line == axis), "{shown}");
    let proxy = shown.lines().find(|line| line.trim_start().starts_with("proxy")).unwrap();
    assert!(
        proxy.contains("[weight 0.5]") && proxy.len() > "    proxy  [weight 0.5]  ".len(),
        "with its note: {proxy:?}"
    );
    assert!(shown.contains("\nExcept: "), "{shown}");
}

#[test]
fn show_prints_the_titles_of_referents_and_variants() {
    let shown = said("lexicon show naming-conflict");
    for expected in [
        "\nMeasures: naming\n",
        "\nwest-bank.judea-and-samaria (West Bank: Judea and Samaria): ",
        "\nruling-power.regime (The rulers: Regime): ",
    ] {
        assert!(shown.contains(expected), "{expected}");
    }
}

#[test]
fn show_prints_a_lexicon_of_ones_own() {
    let place = place();
    write(
        place.path(),
        "words.toml",
        WORDS.replace(
            "\"liberation\"",
            "{ term = \"US\", case = true, note = \"not the pronoun\" }",
        ),
    );
    let output = framescope(place.path())
        .args(words("lexicon show words.toml"))
        .assert()
        .success()
        .get_output()
        .stdout
        .clone();
    let shown = String::from_utf8(output).unwrap();
    assert!(
        shown
            .contains("\nharsh: 3 entries\n  Labels that deny a party its standing\n    regime*\n"),
        "{shown}"
    );
    assert!(shown.contains("    US  [case]  not the pronoun\n"), "{shown}");
}

#[test]
fn show_toml_gives_a_file_to_start_ones_own_from() {
    let place = place();
    let source = said("lexicon show conflict-labels --toml");
    write(
        place.path(),
        "mine.toml",
        source.replacen("name = \"conflict-labels\"", "name = \"mine\"", 1),
    );
    write(place.path(), "a.txt", "The rebels became freedom fighters; the regime fell.");
    framescope(place.path()).args(words("lexicon check mine.toml")).assert().success().stderr("");
    let count = |lexicon: &str| {
        let line = format!("score a.txt --lexicon {lexicon}");
        let output = framescope(place.path())
            .args(words(&line))
            .assert()
            .success()
            .get_output()
            .stdout
            .clone();
        rows(&output)
            .iter()
            .map(|row| (row["category"].clone(), row["count"].clone()))
            .collect::<Vec<_>>()
    };
    let counts = count("mine.toml");
    assert_eq!(counts, count("conflict-labels"));
    assert!(counts.iter().any(|(_, count)| count != "0"), "{counts:?}");
}

#[test]
fn every_bundled_lexicon_passes_its_check() {
    for name in bundled_names() {
        let checked = said(&format!("lexicon check {name}"));
        let summary = checked.lines().last().unwrap();
        assert!(
            summary.starts_with(&format!("{name}: "))
                && summary.contains(" entries, 0 errors, 0 warnings, "),
            "{checked}"
        );
    }
}

#[test]
fn check_tells_each_fault_with_its_place() {
    let place = place();
    write(
        place.path(),
        "x.toml",
        "name = \"x\"\n[category.a]\ndescription = \"A\"\nterms = [\"regime\", \"Regime\", \
         \"AID\", \"junta\"]\nexcept = [\"junta\"]\n\
         [category.b]\nterms = [\"milit*\", \"militia\", \"regime\"]\n",
    );
    let output = framescope(place.path())
        .args(words("lexicon check x.toml"))
        .assert()
        .code(1)
        .stderr("")
        .get_output()
        .clone();
    let checked = String::from_utf8(output.stdout).unwrap();
    for expected in [
        "x.toml:4:20: error: `Regime` appears twice in `a` (first in line 4); delete one",
        "x.toml:4:30: warning: `AID` also finds the word “aid”",
        "x.toml:4:37: error: `junta` is also an exception",
        "x.toml:6:11: warning: category `b` has no description",
        "x.toml:7:20: warning: `militia` is covered by `milit*` (line 7)",
        "x.toml:7:31: warning: `regime` also stands in `a` (line 4)",
        "x.toml:7:10: note: `milit*` also takes in “milit",
    ] {
        assert!(checked.contains(expected), "{expected}: {checked}");
    }
    assert!(
        checked.lines().last().unwrap().starts_with("x.toml: 2 categories, 7 entries, 2 errors, "),
        "{checked}"
    );
}

#[test]
fn doubts_alone_do_not_fail_a_check() {
    let place = place();
    write(place.path(), "x.toml", "name = \"x\"\n[category.a]\nterms = [\"regime\"]\n");
    framescope(place.path()).args(words("lexicon check x.toml")).assert().code(0);
}

#[test]
fn a_lexicon_that_cannot_be_read_is_told_with_status_2() {
    let place = place();
    write(place.path(), "x.toml", "name = \"x\"\n[category.a]\nterms = [\"regime\"\n");
    write(place.path(), "words.toml", WORDS);
    for command in ["check", "show", "show --toml"] {
        let message = refused(place.path(), &format!("lexicon {command} x.toml"));
        assert!(
            message.starts_with("framescope: x.toml:") && message.contains("not valid TOML"),
            "{message}"
        );
        let message = refused(place.path(), &format!("lexicon {command} nowhere.toml"));
        assert!(message.contains("nowhere.toml: cannot read this lexicon"), "{message}");
        let message = refused(place.path(), &format!("lexicon {command} conflict-lables"));
        assert!(
            message.contains("no lexicon `conflict-lables`") && message.contains("conflict-labels"),
            "{message}"
        );
    }
}

#[test]
fn completions_know_every_command() {
    for shell in ["bash", "zsh", "fish"] {
        let script = said(&format!("completions {shell}"));
        for name in COMMANDS.iter().flat_map(|command| command.split(' ')) {
            assert!(script.contains(name), "{shell}: {name}");
        }
        assert!(script.contains("group-by"), "{shell}: options too");
    }
}

#[test]
fn the_manual_names_every_command() {
    let page = said("man");
    assert!(page.contains(".TH framescope 1"), "{page}");
    for command in [
        "report",
        "score",
        "matches",
        "compare",
        "cluster",
        "map",
        "merge",
        "lexicon",
        "corpus",
        "validate",
        "completions",
        "man",
    ] {
        assert!(page.contains(&format!("framescope\\-{command}(1)")), "{command}: {page}");
    }
}

#[test]
fn the_manual_can_be_written_page_by_page() {
    let place = place();
    framescope(place.path())
        .args(words("man -o share/man1"))
        .assert()
        .success()
        .stdout("")
        .stderr("");
    let pages: Vec<String> = contents(place.path()).into_iter().map(|(name, _)| name).collect();
    for command in COMMANDS {
        let page = format!("share/man1/framescope-{}.1", command.replace(' ', "-"));
        assert!(pages.contains(&page), "{page}: {pages:?}");
    }
    assert!(
        fs::read_to_string(place.path().join("share/man1/framescope-score.1"))
            .unwrap()
            .contains("threads")
    );
}

#[test]
fn the_help_of_every_command_ends_with_examples() {
    for command in COMMANDS {
        let help = said(&format!("{command} --help"));
        let (_, examples) = help
            .split_once("\nExample")
            .unwrap_or_else(|| panic!("{command} has no examples: {help}"));
        assert!(examples.contains(&format!("framescope {command}")), "{command}: {examples}");
    }
    let help = said("--help");
    assert!(help.contains("\nExamples:\n") && help.contains("\nExit status: 0 done;"), "{help}");
}

#[test]
fn the_version_is_that_of_the_package() {
    assert_eq!(said("--version"), format!("framescope {}\n", env!("CARGO_PKG_VERSION")));
}
