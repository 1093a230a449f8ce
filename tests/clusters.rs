//! Clusters, maps, nearest documents and separation through the command line.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use support::{
    Row, WORDS, cells, column, finite, framescope, number, place, refused, rows, table, words,
    write,
};

fn seeds() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds")
}

/// The sample corpus clustered with these options; what was said, and the folder.
#[track_caller]
fn clustered(folder: &Path, options: &str) -> (String, PathBuf) {
    let output = framescope(folder)
        .arg("cluster")
        .arg(seeds())
        .args(words("-o out --overwrite"))
        .args(words(options))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}");
    (String::from_utf8(output.stdout).unwrap(), folder.join("out"))
}

fn methods(output: &Path) -> serde_json::Value {
    let run: serde_json::Value =
        serde_json::from_slice(&fs::read(output.join("run.json")).unwrap()).unwrap();
    run["methods"].clone()
}

#[test]
fn the_outlets_of_the_sample_corpus_are_found_and_the_sentence_says_so() {
    let place = place();
    let (said, output) = clustered(place.path(), "");
    let validity = table(&output, "cluster_validity");
    let chosen = validity.iter().find(|row| row["chosen"] == "true").unwrap();
    assert_eq!(chosen["k"], "5");
    assert_eq!(number(chosen, "ari_outlet"), 1.0);
    assert!(number(chosen, "outlet_p_value") < 0.001 && number(chosen, "stability") > 0.75);
    let finding = methods(&output)["clusters"]["finding"].as_str().unwrap().to_owned();
    let stability = format!("{:.2}", number(chosen, "stability"));
    assert!(
        finding.starts_with(&format!("5 clusters, stable ({}), ", &stability[1..]))
            && finding.contains("follow outlets (1.00)")
            && finding.contains("not events"),
        "{finding}"
    );
    assert!(said.contains(&format!("Clusters by framing: {finding}.")), "{said}");
    for row in table(&output, "cluster_outlets") {
        assert!(["0", "1"].contains(&row["share"].as_str()), "{row:?}");
    }
}

#[test]
fn a_cluster_is_told_by_dimensions_entries_and_sentences() {
    let place = place();
    let (_, output) = clustered(place.path(), "");
    let summary = table(&output, "cluster_summary");
    let broadcaster = summary.iter().find(|row| row["outlet"] == "Kethmar One").unwrap();
    assert!(broadcaster["marks"].contains("more conflict-actions.conceding"), "{broadcaster:?}");
    let profiles = table(&output, "cluster_profiles");
    let of = |row: &&Row| row["cluster"] == broadcaster["cluster"];
    let first = profiles.iter().find(of).unwrap();
    assert_eq!(cells(first, &["dimension", "rank"]), ["conflict-actions.conceding", "1"]);
    assert!(first["entries"].starts_with("liberat* (19 of 20)"), "{first:?}");
    assert!(number(first, "q_value") < 0.05 && number(first, "effect") > 1.0);
    let examples = table(&output, "cluster_examples");
    let own: Vec<&Row> = examples.iter().filter(of).collect();
    assert_eq!(
        own.iter().map(|row| row["kind"].as_str()).collect::<Vec<_>>(),
        ["typical", "typical", "typical", "borderline", "borderline", "borderline"]
    );
    let typical = own[0];
    let article = fs::read_to_string(seeds().join(&typical["document_id"])).unwrap();
    assert!(article.contains(&typical["sentence"]), "{typical:?}");
    assert!(typical["entries"].contains("liberat*"), "{typical:?}");
}

/// Thirty articles of two outlets that do not differ.
fn alike(folder: &Path) {
    write(folder, "words.toml", WORDS);
    let mut csv = "id,outlet,text\n".to_owned();
    let digits = ["314159265358979323846264338327", "271828182845904523536028747135"];
    for number in 0..30 {
        let outlet = ["North", "South"][number % 2];
        let digit = |at: usize| usize::from(digits[at].as_bytes()[number] - b'0');
        let regimes = "The regime met. ".repeat(digit(0) % 5);
        let mild = "The government met. ".repeat(digit(1) % 4);
        csv.push_str(&format!("d{number},{outlet},{regimes}{mild}It rained on the harbour.\n"));
    }
    write(folder, "news.csv", csv);
}

#[test]
fn without_structure_documents_have_no_cluster_and_only_validity_is_written() {
    let place = place();
    alike(place.path());
    let run = |options: &str| {
        let line = format!("report news.csv --lexicon words.toml -o out --overwrite {options}");
        let output = framescope(place.path()).args(words(&line)).output().unwrap();
        assert!(output.status.success());
        String::from_utf8(output.stdout).unwrap()
    };
    let said = run("");
    assert!(said.contains("Clusters by framing: no structure beyond chance (p "), "{said}");
    let output = place.path().join("out");
    let tables = || -> Vec<String> {
        let files = fs::read_dir(output.join("tables")).unwrap();
        let mut names: Vec<String> =
            files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        names.retain(|name| name.starts_with("cluster"));
        names.sort();
        names
    };
    assert_eq!(tables(), ["cluster_validity.csv"]);
    assert!(table(&output, "documents").iter().all(|row| row["cluster"].is_empty()));
    assert!(table(&output, "projection").iter().all(|row| row["cluster"].is_empty()));
    assert!(table(&output, "cluster_validity").iter().all(|row| row["chosen"] == "false"));
    let said = run("--k 2");
    assert!(said.contains("2 clusters, ") && said.contains("as asked for, though"), "{said}");
    assert!(tables().contains(&"clusters.csv".to_owned()));
    assert!(table(&output, "documents").iter().all(|row| !row["cluster"].is_empty()));
}

#[test]
fn every_method_groups_the_sample_corpus_by_outlet() {
    for method in ["ward", "average", "mixture"] {
        let place = place();
        let (_, output) = clustered(place.path(), &format!("--method {method} --quiet"));
        let validity = table(&output, "cluster_validity");
        let chosen = validity.iter().find(|row| row["chosen"] == "true").unwrap();
        assert!(number(chosen, "ari_outlet") > 0.75, "{method}: {chosen:?}");
        let has_tree = output.join("tables/cluster_tree.csv").exists();
        assert_eq!(has_tree, method != "mixture", "{method}");
        if has_tree {
            assert_eq!(table(&output, "cluster_merges").len(), 29);
            let newick = table(&output, "cluster_tree")[0]["newick"].clone();
            assert_eq!(newick.matches(".txt'").count(), 30, "{newick}");
        }
        let is_soft = table(&output, "clusters").iter().all(|row| !row["probability"].is_empty());
        assert_eq!(is_soft, method == "mixture", "{method}");
    }
    let place = place();
    let (_, output) = clustered(place.path(), "--method dbscan --quiet");
    finite(&output, &["clusters", "cluster_profiles", "cluster_validity"]);
    assert_eq!(
        refused(place.path(), &format!("cluster {} --method dbscan -k 3", seeds().display())),
        "framescope: clusters: the method `dbscan` finds the number of clusters itself\n"
    );
}

#[test]
fn vectors_are_made_as_asked_and_run_json_names_the_steps() {
    let place = place();
    for (options, step) in [
        ("--transform clr", "centred log-ratio"),
        ("--transform log1p --shrinkage none", "rates as they are"),
        ("--transform tfidf", "each document to length 1"),
        ("--event-means keep", "means of events stay"),
        ("--scaling none --transform rate", "dimensions weighed by their variance"),
    ] {
        let (_, output) = clustered(place.path(), &format!("{options} --quiet"));
        let steps = methods(&output)["clusters"]["vectors"].to_string();
        assert!(steps.contains(step), "{options}: {steps}");
        finite(&output, &["projection", "cluster_profiles", "loadings", "cluster_validity"]);
    }
}

#[test]
fn dimensions_of_clusters_are_chosen_with_their_voice() {
    let place = place();
    let (_, output) =
        clustered(place.path(), "--dimensions conflict-labels:any,attribution --quiet");
    let dimensions = table(&output, "loadings");
    let names = column(&dimensions, "dimension");
    assert!(names.iter().any(|name| name.starts_with("attribution.")), "{names:?}");
    assert!(names.contains(&"conflict-labels.neutral-armed:any"), "{names:?}");
    assert!(names.iter().all(|name| !name.starts_with("conflict-actions")), "{names:?}");
}

#[test]
fn outlets_have_a_centre_with_a_region_on_the_map() {
    let place = place();
    let (_, output) = clustered(place.path(), "--quiet");
    let centres = table(&output, "centroids");
    assert_eq!(centres.len(), 5);
    let places = table(&output, "projection");
    for row in &centres {
        let own: Vec<f64> = places
            .iter()
            .filter(|place| place["outlet"] == row["outlet"])
            .map(|place| number(place, "pc1"))
            .collect();
        let mean = own.iter().sum::<f64>() / own.len() as f64;
        assert!((number(row, "pc1") - mean).abs() < 1e-4, "{row:?}");
        assert!(number(row, "major") >= number(row, "minor"));
    }
}

#[test]
fn the_nearest_documents_come_with_the_dimensions_that_make_them_so() {
    let place = place();
    let line = |options: &str| {
        let output = framescope(place.path())
            .arg("cluster")
            .arg(seeds())
            .args(words("--like market-strike-kethmar-one.txt"))
            .args(words(options))
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let said = line("");
    assert!(said.starts_with("Framed most like market-strike-kethmar-one.txt:\n"), "{said}");
    assert!(said.contains("\nFramed most unlike market-strike-kethmar-one.txt:\n"), "{said}");
    line("-o like.csv");
    let found = rows(&fs::read(place.path().join("like.csv")).unwrap());
    assert_eq!(found.len(), 20);
    let first: Vec<&str> = found.iter().take(4).map(|row| row["event"].as_str()).collect();
    assert_eq!(first, ["market-strike"; 4], "the same event comes first");
    let next = &found[4];
    assert_eq!(cells(next, &["outlet", "same_event"]), ["Kethmar One", "false"]);
    assert!(next["dimensions"].contains("conflict-actions.conceding ("), "{next:?}");
    let message = refused(
        place.path(),
        &format!("cluster {} --like market-strike-kethmar-on.txt", seeds().display()),
    );
    assert!(message.contains("did you mean `market-strike-kethmar-one.txt`?"), "{message}");
}

#[test]
fn separation_says_whether_vectors_tell_outlets_apart() {
    let place = place();
    let (_, output) = clustered(place.path(), "--tables separation --quiet");
    let rows = table(&output, "separation");
    for vectors in ["framing", "words"] {
        let all =
            rows.iter().find(|row| row["vectors"] == vectors && row["outlet"].is_empty()).unwrap();
        assert_eq!(cells(all, &["held_out", "documents"]), ["leave one event out", "30"]);
        assert!(number(all, "accuracy") > 0.8 && number(all, "p_value") <= 0.001, "{all:?}");
        assert!((number(all, "chance") - 0.2).abs() < 0.05, "{all:?}");
    }
    // Each text is printed by both outlets.
    write(place.path(), "words.toml", WORDS);
    let mut csv = "id,outlet,text\n".to_owned();
    for (number, digit) in "314159265358979323846".bytes().enumerate() {
        let regimes = "The regime met. ".repeat(usize::from(digit - b'0') % 5);
        for outlet in ["North", "South"] {
            csv += &format!("{outlet}{number},{outlet},{regimes}It rained on the harbour.\n");
        }
    }
    write(place.path(), "news.csv", csv);
    framescope(place.path())
        .args(words("cluster news.csv --lexicon words.toml -o alike --tables separation --quiet"))
        .assert()
        .success();
    let rows = table(&place.path().join("alike"), "separation");
    assert!(number(&rows[0], "p_value") > 0.05, "{rows:?}");
    assert_eq!(rows[0]["held_out"], "leave one document out");
}

#[test]
fn worlds_with_nothing_to_cluster_end_in_clear_words() {
    let same = "The regime met the militia.";
    for (name, texts, said) in [
        ("one", vec![same], "there is 1 document, and 4 are the fewest"),
        ("two", vec![same; 2], "there are 2 documents, and 4 are the fewest"),
        ("three", vec![same; 3], "there are 3 documents, and 4 are the fewest"),
        ("identical", vec![same; 12], "no category tells the documents apart"),
        ("nothing", vec!["It rained on the harbour."; 12], "no category tells the documents apart"),
        ("wordless", vec!["…"; 6], "there are 0 documents, and 4 are the fewest"),
    ] {
        let methods = ["", "--method ward -k 2", "--method mixture -k 2", "--method dbscan"];
        // Where there are enough documents, every method gets to see them.
        for options in methods.iter().take(if name == "identical" { 4 } else { 1 }) {
            let place = place();
            write(place.path(), "words.toml", WORDS);
            let mut csv = "id,outlet,text\n".to_owned();
            for (at, text) in texts.iter().enumerate() {
                csv.push_str(&format!("d{at},North,{text}\n"));
            }
            write(place.path(), "news.csv", csv);
            let line = format!("cluster news.csv --lexicon words.toml -o out {options}");
            let output = framescope(place.path()).args(words(&line)).output().unwrap();
            let message = String::from_utf8(output.stderr).unwrap();
            assert!(output.status.success(), "{name} {options}: {message}");
            assert!(message.contains(said), "{name} {options}: {message}");
        }
    }
}

#[test]
fn one_outlet_is_clustered_without_a_test_against_outlets() {
    let place = place();
    write(place.path(), "words.toml", WORDS);
    let mut csv = "id,outlet,text\n".to_owned();
    for number in 0..12 {
        let word = if number % 2 == 0 { "regime" } else { "government" };
        csv.push_str(&format!("d{number},North,\"{}\"\n", format!("The {word} met. ").repeat(4)));
    }
    write(place.path(), "news.csv", csv);
    framescope(place.path())
        .args(words("cluster news.csv --lexicon words.toml -o out -k 2 --quiet"))
        .assert()
        .success();
    let output = place.path().join("out");
    let validity = table(&output, "cluster_validity");
    let chosen = validity.iter().find(|row| row["chosen"] == "true").unwrap();
    assert_eq!(cells(chosen, &["k", "outlet_p_value"]), ["2", ""]);
    assert!(!output.join("tables/separation.csv").exists(), "one outlet cannot be told");
}
