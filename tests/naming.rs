//! Who is called what: the tables naming, naming_tests and targets, as the program writes them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use support::{
    cells, find, finite, framescope, number, place, shows, shows_p, table, words, write,
};

const NAMES: &str = r#"name = "names"
language = "en"
version = "1.0.0"
license = "CC0-1.0"
description = "Names"

[referent.power]
variants = { regime = ["regime"], government = ["government"], palace = ["palace"] }

[referent.barrier]
variants = { wall = ["wall"], fence = ["fence"] }

[referent.river]
variants = { oruva = ["Oruva"], ford = ["ford"] }
"#;

/// Compares a table of documents by the names above and gives the output folder.
fn compared(folder: &Path, csv: &str) -> PathBuf {
    write(folder, "names.toml", NAMES);
    write(folder, "news.csv", csv);
    framescope(folder)
        .args(words("compare news.csv --lexicon names.toml --quiet --overwrite"))
        .assert()
        .success()
        .stderr("");
    folder.join("framescope-out")
}

#[test]
fn outlets_of_the_sample_corpus_choose_regime_or_government() {
    let place = place();
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let output = place.path().join("out");
    framescope(place.path())
        .args([
            "compare".as_ref(),
            seeds.as_os_str(),
            "-o".as_ref(),
            output.as_os_str(),
            "--quiet".as_ref(),
        ])
        .assert()
        .success();
    finite(&output, &["naming", "naming_tests", "targets"]);
    let tests = table(&output, "naming_tests");
    let power = find(&tests, &[("referent", "ruling-power")]);
    assert!(
        number(power, "q_value") < 0.05
            && number(power, "cramers_v") > 0.5
            && power["outlets"] == "5",
        "{power:?}"
    );
    let naming = table(&output, "naming");
    let share = |variant: &str, outlet: &str| {
        number(
            find(
                &naming,
                &[("referent", "ruling-power"), ("variant", variant), ("outlet", outlet)],
            ),
            "share",
        )
    };
    assert!(share("regime", "The Seventh Valley") > 0.9 && share("regime", "Kethmar One") < 0.05);
    assert!(share("government", "Quoin Wire") > 0.9 && share("government", "The Sidelong") < 0.05);

    // The same counts as in `outlets`, and shares that add up.
    let outlets = table(&output, "outlets");
    let mut sums: BTreeMap<[&str; 3], f64> = BTreeMap::new();
    let columns = ["count", "count_own", "count_quoted", "count_reported", "count_distanced"];
    let mut sums_of_all: BTreeMap<[&str; 3], f64> = BTreeMap::new();
    for row in &naming {
        let category = format!("{}.{}", row["referent"], row["variant"]);
        let there = find(
            &outlets,
            &[("lexicon", &row["lexicon"]), ("category", &category), ("outlet", &row["outlet"])],
        );
        assert_eq!(cells(row, &columns), cells(there, &columns), "{row:?}");
        let referent = [&*row["lexicon"], &*row["referent"], &*row["outlet"]];
        *sums_of_all.entry(referent).or_default() += number(row, "share_all");
        assert_eq!(
            row["share"].is_empty(),
            row["interval_method"] == "not named in own voice" && row["documents"] == "0",
            "{row:?}"
        );
        if !row["share"].is_empty() {
            *sums.entry(referent).or_default() += number(row, "share");
        }
        assert_eq!(
            row["interval_method"] == "linearized",
            !row["share_low"].is_empty() && !row["share_high"].is_empty(),
            "{row:?}"
        );
    }
    assert!(sums.values().chain(sums_of_all.values()).all(|sum| (sum - 1.0).abs() < 1e-5));
    assert!(sums.len() < sums_of_all.len(), "some outlet only quotes a name");
    for row in &tests {
        assert_eq!(
            row["test_method"].ends_with("permutation"),
            !row["p_value"].is_empty() && !row["q_value"].is_empty(),
            "{row:?}"
        );
    }
    let targets = table(&output, "targets");
    for row in &targets {
        assert_eq!(
            row["test_method"].ends_with("permutation"),
            !row["p_value"].is_empty() && !row["q_value"].is_empty(),
            "{row:?}"
        );
    }
    assert!(
        targets.iter().any(|row| row["test_method"].ends_with("permutation")),
        "some pair is in three documents"
    );
}

#[test]
fn shares_and_tests_are_those_of_the_formulas() {
    let place = place();
    let output = compared(
        place.path(),
        "id,outlet,text\n\
         1,North,The government met. The government spoke.\n\
         2,North,The government met. Then the regime fell.\n\
         3,North,\"The government met. “The regime must go,” said Ann.\"\n\
         4,South,The regime fell.\n\
         5,South,The regime fell and the regime rose and a fence stood.\n",
    );
    finite(&output, &["naming", "naming_tests", "targets"]);
    let naming = table(&output, "naming");
    let north =
        find(&naming, &[("referent", "power"), ("variant", "government"), ("outlet", "North")]);
    let columns = ["count", "share", "count_own", "count_quoted", "documents", "interval_method"];
    assert_eq!(cells(north, &columns), ["4", "0.8", "4", "0", "3", "linearized"]);
    assert_eq!(cells(north, &["share_all", "lexicon"]), ["0.666667", "names"]);
    // Own-voice shares 2/2, 1/2, 1/1: r = 4/5, residuals 2/5, −3/5, 1/5, s² = 3/2 · .56 / 25; logit
    // ± t · √.0336 / .16, with t = 4.861472609 at 25/9 − 1 degrees of freedom.
    assert_eq!(cells(north, &["share_low", "share_high"]), ["0.0150202", "0.999048"]);
    let quoted =
        find(&naming, &[("referent", "power"), ("variant", "regime"), ("outlet", "North")]);
    assert_eq!(cells(quoted, &["count", "count_own", "count_quoted"]), ["2", "1", "1"]);
    assert_eq!(cells(quoted, &["share", "share_all"]), ["0.2", "0.333333"], "1/5 and 2/6");
    let south = |variant: &str| {
        find(&naming, &[("referent", "power"), ("variant", variant), ("outlet", "South")])
    };
    assert_eq!(
        cells(south("regime"), &["count", "share", "share_low", "share_high", "interval_method"]),
        ["3", "1", "", "", "no other variant"]
    );
    assert_eq!(
        cells(
            south("government"),
            &["count", "share", "share_low", "share_high", "interval_method"]
        ),
        ["0", "0", "", "", "no match"]
    );
    assert!(
        naming.iter().all(|row| row["variant"] != "palace"),
        "a name that nobody uses has no row"
    );

    let tests = table(&output, "naming_tests");
    let power = find(&tests, &[("referent", "power")]);
    // scipy.stats.chi2_contingency([[4, 1], [0, 3]], correction=False), own voice: 4.8; with
    // lambda_="log-likelihood" 6.086330…. There are ten choices of two documents for the South.
    assert_eq!(
        cells(power, &["outlets", "variants", "documents", "df", "test_method", "labellings"]),
        ["2", "2", "5", "1", "p could not be below .05", ""]
    );
    let g = 2.0 * (4.0 * 1.6_f64.ln() + 0.4_f64.ln() + 3.0 * 2_f64.ln());
    assert!(shows(number(power, "g"), g));
    assert!(shows(number(power, "cramers_v"), (4.8_f64 / 8.0).sqrt()));
    assert_eq!(cells(power, &["p_value", "q_value"]), ["", ""]);
    let barrier = find(&tests, &[("referent", "barrier")]);
    assert_eq!(
        cells(barrier, &["outlets", "g", "df", "p_value", "q_value", "cramers_v", "test_method"]),
        ["1", "", "", "", "", "", "one outlet"]
    );
    assert!(tests.iter().all(|row| row["referent"] != "river"), "who is not named has no row");
}

#[test]
fn an_outlet_that_quotes_terrorists_but_says_militants_does_not_choose_terrorists() {
    let place = place();
    let fighters = "name = \"fighters\"\nlanguage = \"en\"\nversion = \"1.0.0\"\nlicense = \
        \"CC0-1.0\"\ndescription = \"Fighters\"\n[referent.fighters]\nvariants = { militants = \
        [\"militants\"], terrorists = [\"terrorists\"] }\n";
    write(place.path(), "fighters.toml", fighters);
    let csv = "id,outlet,event,text\n\
        1,North,bridge,\"The militants left. “The terrorists will pay,” said Ann.\"\n\
        2,North,bridge,The militants came and the militants went.\n\
        3,South,bridge,The terrorists left. Then the militants came.\n\
        4,South,bridge,\"The terrorists came. “The militants are gone,” said Ann.\"\n\
        5,West,bridge,\"“The terrorists are gone,” said Ann.\"\n";
    write(place.path(), "news.csv", csv);
    framescope(place.path())
        .args(words("compare news.csv --lexicon fighters.toml --quiet"))
        .assert()
        .success();
    let output = place.path().join("framescope-out");
    finite(&output, &["naming", "naming_tests"]);
    let naming = table(&output, "naming");
    let of =
        |outlet: &str, variant: &str| find(&naming, &[("outlet", outlet), ("variant", variant)]);
    let columns = ["share", "share_all", "count", "count_own", "count_quoted", "interval_method"];
    let within = ["share_log2_within_event", "share_log2_within_event_method"];
    assert_eq!(
        cells(of("North", "terrorists"), &columns),
        ["0", "0.25", "1", "0", "1", "no match"],
        "one of four mentions, none of them its own"
    );
    assert_eq!(cells(of("North", "terrorists"), &within), ["", "no match"]);
    assert_eq!(
        cells(of("North", "militants"), &columns),
        ["1", "0.75", "3", "3", "0", "no other variant"]
    );
    // All of North's own mentions are of militants, and a third of the South's.
    let ratio = number(of("North", "militants"), "share_log2_within_event");
    assert!(shows(ratio, 3_f64.log2()), "{ratio}");
    for (variant, share_all) in [("terrorists", "1"), ("militants", "0")] {
        let row = of("West", variant);
        assert_eq!(cells(row, &["share", "share_all", "documents"]), ["", share_all, "0"]);
        assert_eq!(row["interval_method"], "not named in own voice");
        assert_eq!(cells(row, &within), ["", "not named in own voice"]);
    }
    // West takes no part in the test: North 3 to 0 and South 1 to 2, two documents each.
    let tests = table(&output, "naming_tests");
    let columns = ["outlets", "variants", "documents", "df", "test_method"];
    assert_eq!(cells(&tests[0], &columns), ["2", "2", "4", "1", "p could not be below .05"]);
    let g = 2.0 * (3.0 * 1.5_f64.ln() + 0.5_f64.ln() + 2.0 * 2_f64.ln());
    assert!(shows(number(&tests[0], "g"), g));
}

#[test]
fn a_name_that_is_only_quoted_has_rows_without_a_share_and_no_test() {
    let place = place();
    let output = compared(
        place.path(),
        "id,outlet,text\n\
         1,North,\"“The regime must go,” said Ann.\"\n\
         2,South,\"“The government must go,” said Ann.\"\n",
    );
    let naming = table(&output, "naming");
    assert_eq!(naming.len(), 4, "two variants in two outlets");
    for row in &naming {
        assert_eq!(
            cells(row, &["share", "share_low", "share_high", "interval_method"]),
            ["", "", "", "not named in own voice"]
        );
        assert_eq!(row["share_all"], row["count"], "all or none of one mention");
    }
    let tests = table(&output, "naming_tests");
    assert_eq!(
        cells(&tests[0], &["referent", "outlets", "documents", "g", "p_value", "test_method"]),
        ["power", "0", "0", "", "", "not named in own voice"]
    );
}

#[test]
fn small_worlds_have_empty_cells_and_reasons() {
    for (csv, referents, reason) in [
        ("id,outlet,text\n1,North,Nothing is named here.\n2,South,Nor here.\n", 0, ""),
        (
            "id,outlet,text\n1,North,The regime and the government met.\n2,North,The government \
             met.\n",
            1,
            "one outlet",
        ),
        (
            "id,outlet,text\n1,North,The government met.\n2,South,The government fell.\n",
            1,
            "one variant",
        ),
        (
            "id,outlet,text\n1,North,The government met.\n2,South,The regime fell.\n",
            1,
            "few matches",
        ),
    ] {
        let place = place();
        let output = compared(place.path(), csv);
        finite(&output, &["naming", "naming_tests", "targets"]);
        let tests = table(&output, "naming_tests");
        assert_eq!(tests.len(), referents, "{csv}");
        for row in &tests {
            assert_eq!(
                cells(row, &["p_value", "q_value", "labellings", "test_method"]),
                ["", "", "", reason],
                "{csv}"
            );
        }
        for row in table(&output, "naming") {
            assert!(
                ["one document", "linearized"].contains(&row["interval_method"].as_str()),
                "{row:?}"
            );
            assert_eq!(
                row["interval_method"] == "linearized",
                !row["share_low"].is_empty(),
                "{row:?}"
            );
        }
    }
}

#[test]
fn names_of_outlets_and_the_order_of_rows_change_nothing() {
    let text = |at: usize| {
        [
            "The regime fell.",
            "The government met.",
            "The regime and the government.",
            "A wall stood by the fence.",
        ][at * 7 % 4]
    };
    let rows = |outlets: [&str; 3]| -> Vec<String> {
        (0..24)
            .map(|at| {
                format!("{at:02},{},{}\n", outlets[(at * at + at / 5) % 3], text(at + at / 7))
            })
            .collect()
    };
    let run = |rows: Vec<String>| {
        let place = place();
        let output = compared(place.path(), &format!("id,outlet,text\n{}", rows.concat()));
        fs::read_to_string(output.join("tables/naming_tests.csv")).unwrap()
    };
    let expected = run(rows(["North", "South", "West"]));
    assert!(expected.contains("sampled permutation"), "{expected}");
    let mut turned = rows(["Zeta", "Alpha", "Mu"]);
    turned.reverse();
    assert_eq!(run(turned), expected);
}

#[test]
fn a_target_that_one_outlet_labels_stands_beside_the_others() {
    let place = place();
    let labels = "name = \"labels\"\nlanguage = \"en\"\nversion = \"1.0.0\"\nlicense = \
        \"CC0-1.0\"\ndescription = \"Labels\"\n\
        [category.harsh]\ndescription = \"Harsh\"\nterms = \
        [\"thugs\"]\n[category.mild]\ndescription = \"Mild\"\nterms = [\"heroes\"]\n";
    write(place.path(), "labels.toml", labels);
    let mut csv = "id,outlet,text\n".to_owned();
    for at in 0..12 {
        let (outlet, label) = if at < 6 { ("North", "thugs") } else { ("South", "neighbours") };
        csv.push_str(&format!(
            "{at:02},{outlet},The Varsk Brigades are {label}. It rained on the old town that day.\n"
        ));
    }
    write(place.path(), "news.csv", csv);
    framescope(place.path())
        .args(words("compare news.csv --lexicon labels.toml --quiet"))
        .assert()
        .success();
    let output = place.path().join("framescope-out");
    finite(&output, &["naming", "naming_tests", "targets"]);
    let targets = table(&output, "targets");
    let columns = ["count", "documents", "share", "expected", "expected_by_tokens", "test_method"];
    let of = |outlet: &str| find(&targets, &[("outlet", outlet), ("category", "harsh")]);
    assert_eq!(
        cells(of("North"), &columns),
        ["6", "6", "1", "", "3", "exact permutation"],
        "{targets:?}"
    );
    assert_eq!(cells(of("South"), &columns), ["0", "0", "", "", "3", "exact permutation"]);
    for outlet in ["North", "South"] {
        // Two of the 924 labellings put all six on one side.
        assert!(shows_p(number(of(outlet), "p_value"), 2.0 / 924.0));
        assert!(shows_p(number(of(outlet), "q_value"), 2.0 / 924.0));
    }
}
