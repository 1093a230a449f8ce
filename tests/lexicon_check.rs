//! `framescope lexicon check LEXICON CORPUS`: what a corpus shows of a lexicon, and the swap test.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::path::Path;
use support::{framescope, place, refused, shows, table, words, write};

const LEXICON: &str = "name = \"mine\"\n[category.a]\ndescription = \"A\"\nterms = [\"war*\", \
    \"raid\", \"never\"]\n\
    [category.b]\ndescription = \"B\"\nterms = [\"truce\"]\n";

fn corpus(folder: &Path) {
    write(folder, "mine.toml", LEXICON);
    write(
        folder,
        "c.csv",
        "id,outlet,text\n1,A,war raid war x x x x x x x\n2,A,war raid x x x x x x x x\n3,B,x x x x \
         x x x x x warm\n4,B,truce x x x x x x x x x\n",
    );
}

#[track_caller]
fn check(folder: &Path, line: &str, status: i32) -> String {
    let output = framescope(folder).args(words(line)).assert().code(status).get_output().clone();
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn coverage_shares_and_consistency_are_those_of_the_corpus() {
    let place = place();
    corpus(place.path());
    let shown = check(place.path(), "lexicon check mine.toml c.csv -o out", 0);
    assert!(shown.contains("4 documents, 40 tokens"), "{shown}");
    let out = place.path().join("out");
    let categories = table(&out, "lexicon_categories");
    let a = categories.iter().find(|row| row["category"] == "a").unwrap();
    assert_eq!(
        (a["entries"].as_str(), a["entries_found"].as_str(), a["count"].as_str()),
        ("3", "2", "6")
    );
    assert_eq!(
        (a["documents"].as_str(), a["coverage"].as_str(), a["rate"].as_str()),
        ("3", "0.75", "150")
    );
    assert_eq!((a["top_entry"].as_str(), a["top_share"].as_str()), ("war*", "0.666667"));
    // war* 200 100 100 0, raid 100 100 0 0: variances 5000 and 2500, of their sum 12500 (divided by
    // n).
    assert_eq!(a["alpha"], "0.8");
    // Present: war* 1 1 1 0, raid 1 1 0 0: 3/16 + 4/16, of their sum 11/16.
    let kr20: f64 = a["kr20"].parse().unwrap();
    assert!(shows(kr20, 2.0 * (1.0 - 7.0 / 11.0)), "{kr20}");
    let items = table(&out, "lexicon_items");
    let raid = items.iter().find(|row| row["entry"] == "raid").unwrap();
    let r: f64 = raid["item_rest"].parse().unwrap();
    assert!(shows(r, 2500.0 / (2500.0_f64 * 5000.0).sqrt()), "{r}");
    let war = items.iter().find(|row| row["entry"] == "war*").unwrap();
    assert_eq!(war["words"], "war 3; warm 1");
    let never = items.iter().find(|row| row["entry"] == "never").unwrap();
    assert_eq!(
        (never["count"].as_str(), never["item_rest"].as_str(), never["words"].as_str()),
        ("0", "", "")
    );
}

#[test]
fn what_the_corpus_makes_doubtful_is_told() {
    let place = place();
    corpus(place.path());
    let shown = check(place.path(), "lexicon check mine.toml c.csv", 0);
    assert!(
        shown.contains(
            "mine.toml:4:10: note: `war*` also took in “warm” (1); see that they are meant"
        ),
        "{shown}"
    );
    assert!(
        shown.contains("note: 1 of 3 entries of `a` are not in this corpus: `never`"),
        "{shown}"
    );
    let many = format!(
        "id,outlet,text\n{}",
        (0..30).map(|n| format!("{n},A,war war x x x\n")).collect::<String>()
    );
    write(place.path(), "many.csv", many);
    let shown = check(place.path(), "lexicon check mine.toml many.csv", 0);
    assert!(shown.contains("warning: `war*` makes up 100 % of the matches of `a`"), "{shown}");
}

#[test]
fn findings_are_a_table_too() {
    let place = place();
    write(place.path(), "x.toml", "name = \"x\"\n[category.a]\nterms = [\"raid\", \"Raid\"]\n");
    check(place.path(), "lexicon check x.toml -o out", 1);
    let findings = table(&place.path().join("out"), "lexicon_findings");
    let kinds: Vec<(&str, &str, &str)> = findings
        .iter()
        .map(|row| (row["severity"].as_str(), row["kind"].as_str(), row["entry"].as_str()))
        .collect();
    let expected = [
        ("note", "no measure", ""),
        ("warning", "no description", ""),
        ("error", "duplicate", "Raid"),
    ];
    assert_eq!(kinds, expected);
    assert!(place.path().join("out/datapackage.json").exists());
}

#[test]
fn a_lexicon_that_does_not_state_what_it_measures_gets_a_note() {
    let place = place();
    corpus(place.path());
    let note = "mine.toml:1:1: note: this lexicon does not state what it measures, so tables take \
        it for \"evaluation\"";
    assert!(check(place.path(), "lexicon check mine.toml", 0).contains(note));
    let stated = LEXICON.replacen('\n', "\nmeasures = \"label\"\n", 1);
    write(place.path(), "stated.toml", &stated);
    assert!(!check(place.path(), "lexicon check stated.toml", 0).contains("does not state"));
    write(place.path(), "wrong.toml", stated.replace("\"label\"", "\"lables\""));
    assert_eq!(
        refused(place.path(), "lexicon check wrong.toml"),
        "framescope: wrong.toml:2:12: `measures` is the text \"lables\"; expected \"label\", \
         \"action\", \"evaluation\" or \"topic\"; did you mean \"label\"?\n"
    );
}

const ACTORS: &str = "name = \"parties\"\n[actor.north]\nname = \"Norland\"\naliases = \
    [\"Norland\", \"Norlandic\"]\n\
    [actor.south]\nname = \"Sudra\"\naliases = [\"Sudra\", \"Sudran\"]\n";

#[test]
fn the_swap_test_shows_a_lexicon_that_favours_a_party() {
    let place = place();
    write(place.path(), "parties.toml", ACTORS);
    write(
        place.path(),
        "biased.toml",
        "name = \"biased\"\n[category.a]\ndescription = \"A\"\nterms = [\"regime\", \
         \"Norland-backed\"]\n",
    );
    write(
        place.path(),
        "c.csv",
        "id,outlet,text\n1,A,A Norland-backed regime.\n2,A,The Sudran regime.\n3,B,Sudra-backed \
         Norlandic troops.\n",
    );
    let shown =
        check(place.path(), "lexicon check biased.toml c.csv --swap parties.toml -o out", 1);
    assert!(
        shown.contains("north / south: `Norland-backed` in a: 1 before, 1 after, in 2 documents"),
        "{shown}"
    );
    let rows = table(&place.path().join("out"), "lexicon_swap");
    assert_eq!(rows.len(), 1);
    assert_eq!(
        (
            rows[0]["documents"].as_str(),
            rows[0]["example_document"].as_str(),
            rows[0]["example"].as_str()
        ),
        ("2", "1", "Norland-backed")
    );
}

#[test]
fn a_fair_lexicon_passes_the_swap_test() {
    let place = place();
    write(place.path(), "parties.toml", ACTORS);
    write(
        place.path(),
        "fair.toml",
        "name = \"fair\"\n[category.a]\ndescription = \"A\"\nterms = [\"regime\", \"*-backed\"]\n",
    );
    write(
        place.path(),
        "c.csv",
        "id,outlet,text\n1,A,A Norland-backed regime.\n2,A,The Sudran regime.\n",
    );
    let shown = check(
        place.path(),
        "lexicon check fair.toml c.csv --swap parties.toml --parties south,north",
        0,
    );
    write(
        place.path(),
        "each.toml",
        "name = \"each\"\n[category.a]\ndescription = \"A\"\nterms = [\"Norland-backed\", \
         \"Sudra-backed\"]\n",
    );
    check(place.path(), "lexicon check each.toml c.csv --swap parties.toml", 0);
    assert!(
        shown.contains(
            "Swap test: with the parties' names exchanged every category scores as before."
        ),
        "{shown}"
    );
}

#[test]
fn the_bundled_framing_lexicons_favour_neither_of_two_parties() {
    let place = place();
    let seeds = concat!(env!("CARGO_MANIFEST_DIR"), "/seeds");
    let parties = "name = \"parties\"\n[actor.one]\nname = \"Hearth Guard\"\naliases = [\"Hearth \
        Guard\"]\n\
        [actor.other]\nname = \"Kethmar\"\naliases = [\"Kethmar\"]\n";
    write(place.path(), "parties.toml", parties);
    for name in ["conflict-labels", "conflict-actions", "casualties"] {
        check(
            place.path(),
            &format!("lexicon check {name} {seeds} --swap parties.toml --quiet"),
            0,
        );
    }
}

#[test]
fn wrong_requests_say_what_to_do() {
    let place = place();
    corpus(place.path());
    write(place.path(), "parties.toml", ACTORS);
    let told = |line: &str| refused(place.path(), line);
    assert!(
        told("lexicon check mine.toml --swap parties.toml")
            .contains("name a corpus behind the lexicon")
    );
    assert!(
        told("lexicon check mine.toml c.csv --swap mine.toml")
            .contains("`mine.toml` is a framing lexicon; name one of `[actor.…]` tables")
    );
    assert!(
        told("lexicon check mine.toml c.csv --swap parties.toml --parties north")
            .contains("does not name two actors")
    );
    assert!(
        told("lexicon check mine.toml c.csv --swap parties.toml --parties north,west")
            .contains("has no actor `west`; there are north, south")
    );
    assert!(
        told("lexicon check mine.toml c.csv --swap actors-middle-east")
            .contains("name two with --parties")
    );
    assert!(told("lexicon check reporting c.csv").contains("a cue lexicon is not counted"));
    assert!(told("lexicon check mine.toml nowhere.csv").contains("nowhere.csv"));
}
