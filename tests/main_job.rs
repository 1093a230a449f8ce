//! The main job, end to end: a corpus goes in, tables that lay outlets side by side come out.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use support::{Row, column, framescope, place, rows, table, words, write};

/// The sample corpus of the project.
fn seeds() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds")
}

/// Runs a report on the sample corpus and gives its folder.
fn sample_report(folder: &Path, options: &str) -> PathBuf {
    let output = folder.join("out");
    framescope(folder)
        .args(["report".as_ref(), seeds().as_os_str(), "-o".as_ref(), output.as_os_str()])
        .args(words(options))
        .assert()
        .success();
    output
}

fn number(row: &Row, column: &str) -> f64 {
    row[column].parse().unwrap_or_else(|_| panic!("{column} is {:?}", row[column]))
}

fn whole(row: &Row, column: &str) -> u64 {
    row[column].parse().unwrap_or_else(|_| panic!("{column} is {:?}", row[column]))
}

// ---- what was planted in the sample corpus
// -------------------------------------------------------------------------

#[test]
fn what_was_planted_in_the_sample_corpus_comes_out() {
    let place = place();
    let output = sample_report(place.path(), "--quiet");
    let contrasts = table(&output, "side_by_side");
    let contrast =
        |category: &str| contrasts.iter().find(|row| row["category"] == category).unwrap();
    let highest = |row: &Row| {
        let outlets = [
            "Kethmar One",
            "The Seventh Valley",
            "Quoin Wire",
            "The Sidelong",
            "The Lindmere Courier",
        ];
        outlets.into_iter().max_by(|a, b| number(row, a).total_cmp(&number(row, b))).unwrap()
    };
    for (category, outlet) in [
        ("conceding", "Kethmar One"),
        ("condemning", "The Seventh Valley"),
        ("delegitimising-rulers", "The Seventh Valley"),
        ("delegitimising-armed", "The Seventh Valley"),
        ("neutral-opponents", "The Seventh Valley"),
        ("agentless", "The Lindmere Courier"),
    ] {
        let row = contrast(category);
        assert_eq!(highest(row), outlet, "{category}");
        assert!(number(row, "q_value") < 0.05, "{category}: q {}", row["q_value"]);
    }
    // Emotive words were not planted, and two occur. Words for captives occur three times in two
    // outlets, and no labelling of these would be remarkable.
    assert_eq!(contrast("emotive")["test_method"], "few matches");
    assert_eq!(contrast("captivity")["test_method"], "p could not be below .05");
    let naming = table(&output, "naming");
    // In its own voice each outlet keeps to one name; the Courier's four uses of regime are quoted.
    for row in naming.iter().filter(|row| row["referent"] == "ruling-power") {
        let says_regime = ["The Seventh Valley", "The Sidelong"].contains(&row["outlet"].as_str());
        let share = if says_regime == (row["variant"] == "regime") { "1" } else { "0" };
        assert_eq!(row["share"], share, "{row:?}");
    }
    let tests = table(&output, "naming_tests");
    let power = tests.iter().find(|row| row["referent"] == "ruling-power").unwrap();
    assert!(number(power, "q_value") < 0.05, "{power:?}");

    // Six articles an outlet, planted habits stronger than what events share: outlets cluster,
    // events do not.
    let chosen =
        table(&output, "cluster_validity").into_iter().find(|row| row["chosen"] == "true").unwrap();
    assert!(
        number(&chosen, "ari_outlet") > 0.9 && number(&chosen, "ari_event") < 0.1,
        "{chosen:?}"
    );
}

#[test]
fn scare_quotes_do_not_count_as_the_outlets_own_words() {
    let place = place();
    let terms = table(&sample_report(place.path(), "--quiet"), "entries");
    let of = |outlet: &str| {
        terms
            .iter()
            .find(|row| {
                row["entry"] == "liberat*"
                    && row["category"] == "conceding"
                    && row["outlet"] == outlet
            })
            .unwrap()
    };
    let counts = |outlet: &str| {
        ["count", "count_own", "count_quoted", "count_reported", "count_distanced"]
            .map(|column| of(outlet)[column].clone())
    };
    assert_eq!(counts("Kethmar One"), ["27", "19", "0", "8", "0"]);
    // One of them names a café, which is no scare quote.
    assert_eq!(counts("The Sidelong"), ["18", "1", "0", "0", "17"]);
    assert_eq!(counts("Quoin Wire"), ["5", "0", "5", "0", "0"]);
}

/// The rows of the Markdown tables in a text that have `cells` cells, without their marks.
fn markdown_rows(text: &str, cells: usize) -> Vec<Vec<String>> {
    let clean = |cell: &str| cell.trim().trim_matches('`').replace("\\*", "*");
    text.lines()
        .filter(|line| line.starts_with('|') && !line.starts_with("|--"))
        .map(|line| line.trim_matches('|').split('|').map(clean).collect::<Vec<_>>())
        .filter(|row| row.len() == cells)
        .collect()
}

#[test]
fn the_readme_of_the_sample_corpus_counts_as_the_program_does() {
    let readme = fs::read_to_string(seeds().join("README.md")).unwrap();
    let outlets: BTreeMap<String, String> = markdown_rows(&readme, 5)
        .into_iter()
        .filter(|row| seeds().join(format!("market-strike-{}.txt", row[0])).is_file())
        .map(|row| (row[0].clone(), row[1].clone()))
        .collect();
    assert_eq!(outlets.len(), 5);
    let counts: Vec<Vec<String>> = markdown_rows(&readme, 6);
    let slugs = counts.iter().find(|row| row[0] == "Forms").unwrap().clone();
    let forms: Vec<&Vec<String>> = counts.iter().filter(|row| row[0] != "Forms").collect();
    assert!(forms.len() >= 20, "{}", forms.len());

    // A lexicon with one category for each row of the README.
    let mut lexicon = "name = \"planted\"\n".to_owned();
    for (at, row) in forms.iter().enumerate() {
        let terms: Vec<String> = row[0].split(", ").map(|form| format!("{form:?}")).collect();
        lexicon.push_str(&format!("[category.row{at}]\nterms = [{}]\n", terms.join(", ")));
    }
    let place = place();
    write(place.path(), "planted.toml", lexicon);
    let found = table(&sample_report(place.path(), "--quiet --lexicon planted.toml"), "outlets");
    for (at, row) in forms.iter().enumerate() {
        for (slug, expected) in slugs.iter().zip(row.iter()).skip(1) {
            let found = found
                .iter()
                .find(|f| f["category"] == format!("row{at}") && f["outlet"] == outlets[slug])
                .unwrap();
            let counts = ["count_own", "count_quoted", "count_reported", "count_distanced"]
                .map(|column| found[column].as_str())
                .join(" / ");
            assert_eq!(&counts, expected, "{} in {slug}", row[0]);
        }
    }
}

// ---- tables agree with the texts and with each other
// ---------------------------------------------------------------

#[test]
fn every_match_stands_where_its_row_says() {
    let place = place();
    let output = sample_report(place.path(), "--quiet");
    let matches = table(&output, "matches");
    assert!(matches.len() > 500);
    for row in &matches {
        let text: Vec<char> =
            fs::read_to_string(seeds().join(&row["document_id"])).unwrap().chars().collect();
        let found: String =
            text[number(row, "start") as usize..number(row, "end") as usize].iter().collect();
        assert_eq!(found, row["text"], "{row:?}");
    }
}

#[test]
fn totals_add_up_from_matches_to_scores_to_outlets() {
    let place = place();
    let output = sample_report(place.path(), "--quiet");
    let (matches, scores, outlets, terms) = (
        table(&output, "matches"),
        table(&output, "scores"),
        table(&output, "outlets"),
        table(&output, "entries"),
    );
    let sum = |rows: &[Row], column: Option<&str>, key: &[&str]| {
        let mut sums: BTreeMap<Vec<String>, u64> = BTreeMap::new();
        for row in rows {
            *sums.entry(key.iter().map(|k| row[*k].clone()).collect()).or_default() +=
                column.map_or(1, |column| whole(row, column));
        }
        sums.retain(|_, sum| *sum > 0);
        sums
    };
    let (by_document, by_outlet, by_entry) = (
        ["document_id", "lexicon", "category"],
        ["outlet", "lexicon", "category"],
        ["outlet", "lexicon", "category", "entry"],
    );
    assert_eq!(sum(&matches, None, &by_document), sum(&scores, Some("count"), &by_document));
    assert_eq!(sum(&matches, None, &by_outlet), sum(&outlets, Some("count"), &by_outlet));
    assert_eq!(sum(&matches, None, &by_entry), sum(&terms, Some("count"), &by_entry));
    for voice in ["own", "quoted"] {
        let in_voice: Vec<Row> =
            matches.iter().filter(|row| row["voice"] == voice).cloned().collect();
        let column = format!("count_{voice}");
        assert_eq!(sum(&in_voice, None, &by_document), sum(&scores, Some(&column), &by_document));
        assert_eq!(sum(&in_voice, None, &by_outlet), sum(&outlets, Some(&column), &by_outlet));
    }
    let documents = table(&output, "documents");
    assert_eq!(
        sum(&matches, None, &["document_id"]),
        sum(&documents, Some("matches"), &["document_id"])
    );

    // The same rates, wherever they stand.
    let vectors = table(&output, "vectors");
    for row in scores.iter().filter(|row| !row["lexicon"].starts_with("naming-")) {
        let vector = vectors.iter().find(|v| v["document_id"] == row["document_id"]).unwrap();
        assert_eq!(vector[&format!("{}.{}", row["lexicon"], row["category"])], row["rate_own"]);
    }
    let side_by_side = table(&output, "side_by_side");
    for row in &outlets {
        let line = side_by_side.iter().find(|line| {
            (&line["lexicon"], &line["category"]) == (&row["lexicon"], &row["category"])
        });
        assert_eq!(line.is_none(), row["lexicon"].starts_with("naming-"), "{row:?}");
        if let Some(line) = line {
            assert_eq!(line[&row["outlet"]], row["rate_own"]);
        }
    }
}

#[test]
fn headers_are_those_that_the_data_package_describes() {
    let place = place();
    let output = sample_report(place.path(), "--quiet");
    let package: serde_json::Value =
        serde_json::from_slice(&fs::read(output.join("datapackage.json")).unwrap()).unwrap();
    let mut described = HashSet::new();
    for resource in package["resources"].as_array().unwrap() {
        let path = resource["path"].as_str().unwrap();
        described.insert(path.trim_start_matches("tables/").to_owned());
        let fields: Vec<&str> = resource["schema"]["fields"]
            .as_array()
            .unwrap()
            .iter()
            .map(|f| f["name"].as_str().unwrap())
            .collect();
        let header = csv::Reader::from_path(output.join(path)).unwrap().headers().unwrap().clone();
        assert_eq!(header.iter().collect::<Vec<_>>(), fields, "{path}");
    }
    let files: HashSet<String> = fs::read_dir(output.join("tables"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(files, described);
    assert_eq!(files.len(), 24, "all tables but `rejected`: {files:?}");
}

// ---- the same input gives the same bytes
// ---------------------------------------------------------------------------

/// Every table of a report, by name.
fn table_bytes(output: &Path) -> BTreeMap<String, Vec<u8>> {
    fs::read_dir(output.join("tables"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap())
        })
        .collect()
}

#[test]
fn threads_change_no_byte() {
    let (one, two) = (place(), place());
    let one = table_bytes(&sample_report(one.path(), "--quiet --threads 1"));
    let two = table_bytes(&sample_report(two.path(), "--quiet --threads 2"));
    assert_eq!(one.keys().collect::<Vec<_>>(), two.keys().collect::<Vec<_>>());
    for (name, bytes) in &one {
        assert!(*bytes == two[name], "{name} differs");
    }
}

#[test]
fn shuffling_documents_changes_no_byte() {
    // The sample corpus as one CSV whose rows stand in another order each time. `source` names the
    // row, so it is left out.
    let manifest = rows(&fs::read(seeds().join("manifest.csv")).unwrap());
    let mut reports = Vec::new();
    for step in [1, 7, 11, 29] {
        let place = place();
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["id", "outlet", "date", "title", "event", "text"]).unwrap();
        for at in 0..manifest.len() {
            let row = &manifest[at * step % manifest.len()];
            let text = fs::read_to_string(seeds().join(&row["file"])).unwrap();
            writer
                .write_record([
                    &row["file"],
                    &row["outlet"],
                    &row["date"],
                    &row["title"],
                    &row["event"],
                    &text,
                ])
                .unwrap();
        }
        write(place.path(), "news.csv", writer.into_inner().unwrap());
        framescope(place.path()).args(words("report news.csv --quiet")).assert().success();
        let mut tables = table_bytes(&place.path().join("framescope-out"));
        tables.remove("documents.csv").unwrap();
        reports.push(tables);
    }
    for (at, report) in reports.iter().enumerate().skip(1) {
        for (name, bytes) in report {
            assert!(*bytes == reports[0][name], "{name} differs in order {at}");
        }
    }
}

#[test]
fn the_seed_decides_all_randomness() {
    let (a, b) = (place(), place());
    let a = table_bytes(&sample_report(a.path(), "--quiet --seed 5"));
    let b = table_bytes(&sample_report(b.path(), "--quiet --seed 6"));
    assert_eq!(a["outlets.csv"], b["outlets.csv"], "nothing random in rates");
    assert_ne!(a["side_by_side.csv"], b["side_by_side.csv"], "sampled labellings differ");
}

// ---- small worlds
// --------------------------------------------------------------------------------------------------

const SMALL: [&str; 3] = [
    "a,North,The regime fell. The militia left.",
    "b,South,The government stood. The “regime” is a word of others.",
    "c,South,Nothing to see here at all.",
];

#[test]
fn one_two_and_three_documents_work_and_say_what_is_left_out() {
    for count in 1..=3 {
        let place = place();
        write(place.path(), "news.csv", format!("id,outlet,text\n{}\n", SMALL[..count].join("\n")));
        let report = framescope(place.path()).args(words("report news.csv")).output().unwrap();
        assert!(report.status.success());
        let said = String::from_utf8(report.stderr).unwrap();
        assert!(said.contains("clusters and projection are left out"), "{said}");
        let output = place.path().join("framescope-out");
        let names: Vec<String> = table_bytes(&output).into_keys().collect();
        assert_eq!(
            names,
            [
                "documents.csv",
                "entries.csv",
                "keyness.csv",
                "labels.csv",
                "matches.csv",
                "naming.csv",
                "naming_tests.csv",
                "outlets.csv",
                "passages.csv",
                "scores.csv",
                "side_by_side.csv",
                "targets.csv",
                "vectors.csv"
            ]
        );
        let run: serde_json::Value =
            serde_json::from_slice(&fs::read(output.join("run.json")).unwrap()).unwrap();
        assert!(run["warnings"].as_array().unwrap().iter().any(|warning| {
            warning.as_str().unwrap().contains("clusters and projection are left out")
        }));
        for row in table(&output, "outlets") {
            let reason = row["interval_method"].as_str();
            let expected = match (row["count"].as_str(), row["documents"].as_str()) {
                ("0", _) => "no match",
                (_, "1") => "one document",
                (_, "2") => "two documents",
                _ => "linearized",
            };
            assert_eq!(reason.split(';').next().unwrap(), expected, "{row:?}");
            assert_eq!(row["rate_low"].is_empty(), expected != "linearized", "{row:?}");
            if expected == "linearized" {
                assert_eq!(
                    row["rate_own_low"].is_empty(),
                    reason.contains("own: no match"),
                    "{row:?}"
                );
                assert_eq!(row["stance_low"].is_empty(), reason.contains("stance: "), "{row:?}");
            }
        }
    }
}

#[test]
fn no_table_holds_a_value_that_is_no_number() {
    let texts = ["x", "The regime.", "http://a.org/b", "12 34", "— “ ” …", "Regime regime regime."];
    let place = place();
    let rows: Vec<String> = texts
        .iter()
        .enumerate()
        .map(|(at, text)| format!("d{at},{},{text}", ["A", "B"][at % 2]))
        .collect();
    write(place.path(), "news.csv", format!("id,outlet,text\n{}\n", rows.join("\n")));
    framescope(place.path()).args(words("report news.csv --quiet")).assert().success();
    for (name, bytes) in table_bytes(&place.path().join("framescope-out")) {
        let text = String::from_utf8(bytes).unwrap().to_lowercase();
        assert!(
            !text
                .split([',', '\n'])
                .any(|cell| matches!(cell, "nan" | "inf" | "-inf" | "infinity")),
            "{name}: {text}"
        );
    }
}

#[test]
fn a_document_without_tokens_has_no_rate() {
    let place = place();
    write(place.path(), "news.csv", "id,outlet,text\na,A,— …\nb,A,The regime.\n");
    framescope(place.path())
        .args(words("score news.csv -o scores.csv --lexicon conflict-labels"))
        .assert()
        .success();
    let scores = rows(&fs::read(place.path().join("scores.csv")).unwrap());
    let of = |id: &str| {
        scores
            .iter()
            .find(|row| row["document_id"] == id && row["category"] == "delegitimising-rulers")
            .unwrap()
    };
    assert_eq!((of("a")["rate"].as_str(), of("a")["stance"].as_str()), ("", ""));
    assert_eq!((of("b")["rate"].as_str(), of("b")["stance"].as_str()), ("500", "1"));
}

// ---- commands
// ------------------------------------------------------------------------------------------------------

#[test]
fn a_report_tells_what_it_did() {
    let place = place();
    let report =
        framescope(place.path()).args(["report".as_ref(), seeds().as_os_str()]).output().unwrap();
    insta::assert_snapshot!("summary", String::from_utf8(report.stdout).unwrap());
    let warned = String::from_utf8(report.stderr).unwrap();
    let warnings: Vec<&str> = warned.lines().collect();
    assert!(warnings[0].contains("bundled lexicons are set aside, since few"), "{warned}");
    assert_eq!(
        warnings.len(),
        1,
        "nothing else to warn of, and no progress bar where nobody looks: {warned}"
    );
}

#[test]
fn side_by_side_keeps_its_figures() {
    let place = place();
    let output = sample_report(
        place.path(),
        "--quiet --lexicon conflict-labels --lexicon conflict-actions --lexicon casualties",
    );
    insta::assert_snapshot!(
        "side_by_side",
        fs::read_to_string(output.join("tables/side_by_side.csv")).unwrap()
    );
}

#[test]
fn matches_shows_lines_in_context() {
    let place = place();
    let lines = framescope(place.path())
        .args([
            "matches".as_ref(),
            seeds().as_os_str(),
            "--entry".as_ref(),
            "militia*".as_ref(),
            "--outlet".as_ref(),
            "The Sidelong".as_ref(),
        ])
        .args(words("--lexicon conflict-labels"))
        .output()
        .unwrap();
    insta::assert_snapshot!("concordance", String::from_utf8(lines.stdout).unwrap());
    assert_eq!(String::from_utf8(lines.stderr).unwrap(), "12 matches in 30 documents\n");
}

#[test]
fn matches_can_be_narrowed() {
    let place = place();
    let narrowed = |options: &str| {
        let file = place.path().join("m.csv");
        framescope(place.path())
            .args(["matches".as_ref(), seeds().as_os_str(), "-o".as_ref(), file.as_os_str()])
            .args(words(options))
            .assert()
            .success();
        rows(&fs::read(file).unwrap())
    };
    let quoted = narrowed("--voice quoted --category conceding");
    assert!(!quoted.is_empty() && column(&quoted, "voice").iter().all(|voice| *voice == "quoted"));
    assert!(column(&quoted, "category").iter().all(|category| *category == "conceding"));
    let by_words = narrowed("--text liberated --lexicon conflict-actions");
    assert!(
        !by_words.is_empty()
            && column(&by_words, "text").iter().all(|text| text.eq_ignore_ascii_case("liberated"))
    );
    let by_entry = narrowed("--entry liberat* --lexicon conflict-actions");
    assert!(by_entry.len() > by_words.len());
    let wide = narrowed("--text liberated --lexicon conflict-actions --context 30");
    assert!(
        wide[0]["left"].len() + wide[0]["right"].len()
            > by_words[0]["left"].len() + by_words[0]["right"].len()
    );
}

#[test]
fn compare_and_cluster_write_their_part_of_a_report() {
    let (whole, comparison, clusters) = (place(), place(), place());
    let report = table_bytes(&sample_report(whole.path(), "--quiet"));
    let part = |folder: &Path, command: &str| {
        let output = folder.join("out");
        framescope(folder)
            .args([command.as_ref(), seeds().as_os_str(), "-o".as_ref(), output.as_os_str()])
            .arg("--quiet")
            .assert()
            .success();
        table_bytes(&output)
    };
    let mut parts = part(comparison.path(), "compare");
    assert_eq!(
        parts.keys().collect::<Vec<_>>(),
        [
            "entries.csv",
            "keyness.csv",
            "labels.csv",
            "naming.csv",
            "naming_tests.csv",
            "outlets.csv",
            "passages.csv",
            "side_by_side.csv",
            "targets.csv",
            "trend.csv"
        ]
    );
    parts.extend(part(clusters.path(), "cluster"));
    assert_eq!(parts.len(), 20);
    for (name, bytes) in parts {
        assert!(bytes == report[&name], "{name} differs");
    }
}

#[test]
fn the_number_of_clusters_can_be_told() {
    let place = place();
    let output = place.path().join("out");
    framescope(place.path())
        .args(["cluster".as_ref(), seeds().as_os_str(), "-o".as_ref(), output.as_os_str()])
        .args(words("-k 3 --quiet"))
        .assert()
        .success();
    let labels: HashSet<String> =
        table(&output, "clusters").into_iter().map(|row| row["cluster"].clone()).collect();
    assert_eq!(labels.len(), 3);
    let validity = table(&output, "cluster_validity");
    let chosen: Vec<&str> = validity
        .iter()
        .filter(|row| row["chosen"] == "true")
        .map(|row| row["k"].as_str())
        .collect();
    assert_eq!(chosen, ["3"]);
}

#[test]
fn run_json_says_how_the_tables_came_to_be() {
    let place = place();
    let output = sample_report(place.path(), "--quiet --seed 3 --lexicon conflict-labels");
    let run: serde_json::Value =
        serde_json::from_slice(&fs::read(output.join("run.json")).unwrap()).unwrap();
    assert_eq!(run["program"], "framescope");
    assert_eq!(run["options"]["seed"], 3);
    assert_eq!(run["documents"], 30);
    assert_eq!(run["inputs"].as_array().unwrap().len(), 31, "30 articles and the manifest");
    assert_eq!(run["lexicons"][0]["name"], "conflict-labels");
    assert!(
        run["lexicons"][0]["sha256"].as_str().unwrap().len() == 64
            && run["inputs"][0]["sha256"].as_str().unwrap().len() == 64
    );
    assert_eq!(run["methods"]["permutation_within_events"], true);
    assert!(run["timings"]["read"].is_number());
}

#[test]
fn every_row_can_be_traced_to_the_lexicons_behind_it() {
    let place = place();
    let output = sample_report(place.path(), "--quiet --lexicon conflict-labels");
    let json = |name: &str| -> serde_json::Value {
        serde_json::from_slice(&fs::read(output.join(name)).unwrap()).unwrap()
    };
    let (run, package) = (json("run.json"), json("datapackage.json"));
    assert_eq!(run["lexicons"], package["lexicons"]);
    assert_eq!(run["rules"]["lexicons"], package["rules"]);
    let sha256 = |source: &str| {
        Sha256::digest(source.as_bytes())
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect::<String>()
    };
    let mut named = Vec::new();
    for lexicon in
        package["lexicons"].as_array().unwrap().iter().chain(package["rules"].as_array().unwrap())
    {
        let name = lexicon["name"].as_str().unwrap();
        let source = framescope::lexicon::bundled_source(name).unwrap();
        assert!(
            source.contains(&format!("\nversion = \"{}\"\n", lexicon["version"].as_str().unwrap())),
            "{name}"
        );
        assert_eq!(lexicon["sha256"].as_str().unwrap(), sha256(source), "{name}");
        named.push(name.to_owned());
    }
    for row in table(&output, "matches") {
        assert!(named.contains(&row["lexicon"]), "{row:?}");
    }
    assert!(named.contains(&"reporting".to_owned()), "{named:?}");
}

#[test]
fn a_report_replaces_one_that_framescope_wrote_and_only_when_told() {
    let place = place();
    write(place.path(), "news.csv", "id,outlet,text\na,A,The regime.\n");
    framescope(place.path()).args(words("report news.csv --quiet")).assert().success();
    framescope(place.path()).args(words("report news.csv --quiet")).assert().code(2);
    write(place.path(), "news.csv", "id,outlet,text\nb,A,The regime.\n");
    framescope(place.path()).args(words("report news.csv --quiet --overwrite")).assert().success();
    assert_eq!(
        column(&table(&place.path().join("framescope-out"), "documents"), "document_id"),
        ["b"]
    );
}

// ---- the five articles that `seeds/source-articles.csv` lists
// ------------------------------------------------------

/// The folder of the articles, where somebody holds them: they are not part of the project.
fn source_articles() -> Option<PathBuf> {
    let told = std::env::var_os("FRAMESCOPE_SOURCE_ARTICLES").map(PathBuf::from);
    let folder =
        told.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds"));
    folder.join("manifest.csv").is_file().then_some(folder)
}

#[test]
fn the_source_articles_count_as_listed() {
    let Some(folder) = source_articles() else {
        eprintln!(
            "skipped: the source articles are not here (FRAMESCOPE_SOURCE_ARTICLES names their \
             folder)"
        );
        return;
    };
    let listed = rows(&fs::read(seeds().join("source-articles.csv")).unwrap());
    assert_eq!(listed.len(), 5);
    // The columns behind `tokens` are patterns.
    let header = csv::Reader::from_path(seeds().join("source-articles.csv"))
        .unwrap()
        .headers()
        .unwrap()
        .clone();
    let patterns: Vec<&str> = header.iter().skip_while(|name| *name != "tokens").skip(1).collect();
    assert!(patterns.len() >= 10);
    let mut lexicon = "name = \"listed\"\n".to_owned();
    for (at, pattern) in patterns.iter().enumerate() {
        lexicon.push_str(&format!("[category.c{at}]\nterms = [{pattern:?}]\n"));
    }
    let place = place();
    write(place.path(), "listed.toml", lexicon);
    let output = place.path().join("out");
    framescope(place.path())
        .args(["report".as_ref(), folder.as_os_str(), "-o".as_ref(), output.as_os_str()])
        .args(words("--quiet --lexicon listed.toml"))
        .assert()
        .success();
    let (documents, scores) = (table(&output, "documents"), table(&output, "scores"));
    let run: serde_json::Value =
        serde_json::from_slice(&fs::read(output.join("run.json")).unwrap()).unwrap();
    for row in &listed {
        let document =
            documents.iter().find(|document| document["document_id"] == row["file"]).unwrap();
        let input = run["inputs"]
            .as_array()
            .unwrap()
            .iter()
            .find(|input| input["path"].as_str().unwrap().ends_with(&row["file"]))
            .unwrap();
        assert_eq!(input["sha256"], row["sha256"].as_str(), "{}", row["file"]);
        for column in ["outlet", "date", "title", "tokens"] {
            assert_eq!(document[column], row[column], "{} of {}", column, row["file"]);
        }
        for (at, pattern) in patterns.iter().enumerate() {
            let score = scores
                .iter()
                .find(|s| s["document_id"] == row["file"] && s["category"] == format!("c{at}"))
                .unwrap();
            assert_eq!(score["count"], row[*pattern], "{pattern} in {}", row["file"]);
        }
    }
}
