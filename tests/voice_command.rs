//! Voice as a user meets it: filters and reasons on the terminal, columns of tables, what the
//! record says.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::fs;
use support::{Row, framescope, place, rows, table, words, write};

const LEXICONS: &str = "--lexicon labels.toml --lexicon deeds.toml --lexicon parties.toml";

/// Two outlets that name the same parties each in its way.
const NEWS: &str = "id,outlet,text
a,North,\"The Varskan militias, the ministry said, had fled. The Sarn Brigades are no longer a \
militia.

Suspected militiamen were killed on Friday. Varsk invaded Teluria.\"
b,North,\"The so-called liberation of Ostrel by Varsk began. The Sarn Brigades are terrorists. \
Teluria is a partner.\"
c,South,\"“The militia burned the mill,” Lena Dask said. The Sarn Brigades are partners, and the \
“terrorists” are Varsk.\"
d,South,\"Varsk is a terrorist state. Varsk, the terrorist, and its partners came. The Sarn \
Brigades are partners.\"
";

fn corpus() -> tempfile::TempDir {
    let place = place();
    write(place.path(), "news.csv", NEWS);
    write(
        place.path(),
        "labels.toml",
        "name = \"labels\"\n[category.harsh]\ndescription = \"h\"\nterms = [\"militia*\", \
         \"terrorist*\"]\n[category.mild]\ndescription = \"m\"\nterms = [\"partner*\"]\n",
    );
    write(
        place.path(),
        "deeds.toml",
        "name = \"deeds\"\napplies_to = \"actions\"\n[category.deed]\ndescription = \"d\"\nterms = \
         [\"liberat*\", \"invaded\", \"killed\"]\n",
    );
    write(
        place.path(),
        "parties.toml",
        "name = \"parties\"\n[actor.varsk]\nname = \"Varsk\"\ndescription = \"v\"\naliases = \
         [\"Varsk\", \"Varskan\"]\n\
         [actor.sarn]\nname = \"Sarn Brigades\"\ndescription = \"s\"\naliases = [\"Sarn \
         Brigades\"]\n\
         [actor.teluria]\nname = \"Teluria\"\ndescription = \"t\"\naliases = [\"Teluria\"]\n",
    );
    place
}

fn matches(options: &str) -> Vec<Row> {
    let place = corpus();
    let line = format!("matches news.csv {LEXICONS} {options} -o -");
    rows(&framescope(place.path()).args(words(&line)).assert().success().get_output().stdout)
}

fn told(rows: &[Row], column: &str) -> Vec<String> {
    rows.iter()
        .filter(|row| row["lexicon"] != "parties")
        .map(|row| format!("{} {}", row["text"], row[column]))
        .collect()
}

#[test]
fn the_matches_table_tells_who_says_what_of_whom() {
    let all = matches("");
    let of = |id: &str, text: &str| {
        all.iter().find(|row| row["document_id"] == id && row["text"] == text).unwrap()
    };
    let cells = |row: &Row, columns: &[&str]| {
        columns.iter().map(|column| row[*column].clone()).collect::<Vec<_>>()
    };
    let columns = ["voice", "speaker", "cue", "cue_stance", "target", "target_rule"];
    assert_eq!(
        cells(of("a", "militias"), &columns),
        ["reported", "ministry", "said", "neutral", "Varsk", "modifier"]
    );
    assert_eq!(
        cells(of("c", "militia"), &columns),
        ["quoted", "Lena Dask", "said", "neutral", "", "none"]
    );
    assert_eq!(
        cells(of("a", "militia"), &["voice", "negated", "hedged", "target"]),
        ["own", "true", "false", "Sarn Brigades"]
    );
    assert_eq!(cells(of("a", "militiamen"), &["negated", "hedged"]), ["false", "true"]);
    let deed = ["target", "target_rule", "agent", "patient"];
    assert_eq!(cells(of("a", "invaded"), &deed), ["Varsk", "subject", "Varsk", "Teluria"]);
    assert_eq!(cells(of("a", "killed"), &deed), ["", "agentless", "", "Suspected militiamen"]);
    assert_eq!(
        cells(of("b", "liberation"), &["voice", "agent", "patient"]),
        ["distanced", "Varsk", "Ostrel"]
    );
}

#[test]
fn matches_can_be_narrowed_to_a_voice_a_speaker_a_target_and_what_is_denied() {
    assert_eq!(
        told(&matches("--voice distanced"), "voice"),
        ["liberation distanced", "terrorists distanced"]
    );
    assert_eq!(told(&matches("--speaker lena*"), "speaker"), ["militia Lena Dask"]);
    assert_eq!(told(&matches("--target sarn*"), "target_rule").len(), 4);
    assert_eq!(told(&matches("--negated"), "negated"), ["militia true"]);
    assert_eq!(told(&matches("--hedged"), "hedged"), ["militiamen true"]);
    assert_eq!(matches("--negated=false").len() + matches("--negated").len(), matches("").len());
}

#[test]
fn explain_names_the_cues_that_decided() {
    let place = corpus();
    let output = framescope(place.path())
        .args(words(&format!("matches news.csv {LEXICONS} --category harsh --explain")))
        .output()
        .unwrap();
    insta::assert_snapshot!("explained", String::from_utf8(output.stdout).unwrap());
}

#[test]
fn targets_are_counted_against_independence() {
    let place = corpus();
    framescope(place.path())
        .args(words(&format!("report news.csv {LEXICONS} --quiet")))
        .assert()
        .success();
    let output = place.path().join("framescope-out");
    let targets = table(&output, "targets");
    let cell = |outlet: &str, target: &str, category: &str| {
        targets
            .iter()
            .find(|row| {
                row["outlet"] == outlet && row["target"] == target && row["category"] == category
            })
            .unwrap()
    };
    let found = cell("South", "Sarn Brigades", "mild");
    // In the South: harsh Varsk 2, mild Sarn Brigades 2, without a pronoun (“its partners”) and a
    // nearest actor. Expected 2 · 2 / 4, residual (2 − 1) / √(1 · ½ · ½).
    let figures =
        ["count", "count_own", "share", "expected", "residual"].map(|column| found[column].clone());
    assert_eq!(figures, ["2", "2", "1", "1", "2"]);
    // Every other match with a target is counted once.
    let known = |row: &Row| {
        !["", "its"].contains(&row["target"].as_str()) && row["target_rule"] != "nearest"
    };
    let matches = table(&output, "matches").into_iter().filter(known).count();
    let counted: usize = targets.iter().map(|row| row["count"].parse::<usize>().unwrap()).sum();
    assert_eq!(counted, matches);
}

#[test]
fn scores_count_each_voice_and_stance_turns_on_denial() {
    let place = corpus();
    framescope(place.path())
        .args(words(&format!("report news.csv {LEXICONS} --quiet")))
        .assert()
        .success();
    let scores = table(&place.path().join("framescope-out"), "scores");
    let harsh =
        scores.iter().find(|row| row["document_id"] == "a" && row["category"] == "harsh").unwrap();
    let columns = [
        "count",
        "count_own",
        "count_quoted",
        "count_reported",
        "count_distanced",
        "count_negated",
        "stance",
    ];
    // Own and asserted (militiamen), own and denied (militia), reported (militias): (1 − 1 + 0) /
    // 3.
    assert_eq!(columns.map(|column| harsh[column].clone()), ["3", "2", "0", "1", "0", "1", "0"]);
}

#[test]
fn the_record_says_where_cue_rules_stay_silent() {
    let place = corpus();
    let french = "Le régime a repris la ville vendredi matin, a dit le ministère, après des \
        semaines de combats dans les quartiers du sud. Les « militia » sont parties, mais des \
        civils vivent encore dans la ville et attendent que les secours arrivent enfin.";
    write(place.path(), "news.csv", format!("{NEWS}e,Sud,\"{french}\"\n"));
    let line = format!("report news.csv {LEXICONS}");
    let output =
        framescope(place.path()).args(words(&line)).assert().success().get_output().clone();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.contains(
            "1 document is not in the language `en` of the cue rules; there the voice is decided \
             by quotation marks only"
        ),
        "{said}"
    );
    let folder = place.path().join("framescope-out");
    let run: serde_json::Value =
        serde_json::from_slice(&fs::read(folder.join("run.json")).unwrap()).unwrap();
    assert_eq!(
        (run["rules"]["language"].as_str(), run["rules"]["documents"].as_u64()),
        (Some("en"), Some(4))
    );
    assert_eq!(run["rules"]["documents_without"].as_u64(), Some(1));
    let names: Vec<&str> = run["rules"]["lexicons"]
        .as_array()
        .unwrap()
        .iter()
        .map(|l| l["name"].as_str().unwrap())
        .collect();
    assert!(names.contains(&"reporting") && names.contains(&"parties"), "{names:?}");
    let foreign =
        table(&folder, "matches").into_iter().find(|row| row["document_id"] == "e").unwrap();
    let cells = ["voice", "negated", "hedged", "target", "target_rule"]
        .map(|column| foreign[column].clone());
    assert_eq!(cells, ["quoted", "", "", "", ""]);
}

#[test]
fn a_lexicon_of_cues_of_ones_own_stands_in_for_the_bundled_one() {
    let place = corpus();
    write(
        place.path(),
        "reporting.toml",
        "name = \"reporting\"\n[cue.odd]\ndescription = \"o\"\n[cue.odd.roles]\nspeech = \
         [\"quacked\"]\n",
    );
    write(
        place.path(),
        "one.txt",
        "Officials said that the militia fled. Officials quacked that the militia fled.",
    );
    let line = "matches one.txt --lexicon labels.toml --lexicon reporting.toml -o -";
    let found =
        rows(&framescope(place.path()).args(words(line)).assert().success().get_output().stdout);
    assert_eq!(told(&found, "voice"), ["militia own", "militia reported"]);
    assert_eq!(found[1]["cue_stance"], "odd");
    write(
        place.path(),
        "reporting.toml",
        "name = \"reporting\"\n[cue.odd.roles]\nshout = [\"quacked\"]\n",
    );
    let error =
        framescope(place.path()).args(words(line)).assert().code(2).get_output().stderr.clone();
    let error = String::from_utf8(error).unwrap();
    assert!(
        error.contains("reporting.toml:3:1: unknown role `shout`; expected speech, thought, call"),
        "{error}"
    );
}
