//! Near copies in several outlets: found, listed, and kept or left out before anything is compared.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use assert_cmd::assert::Assert;
use std::path::Path;
use support::{
    WORDS, cells, column, contents, framescope, place, refused, rows, shows, table, words, write,
};

/// A text of `count` words, of which `changed` are replaced, spread evenly; the words of each
/// `seed` are its own. It holds one label.
fn text(seed: &str, count: usize, changed: usize) -> String {
    let every = count.checked_div(changed).unwrap_or(usize::MAX);
    let word = |n: usize| {
        if n % every == every / 2 { format!("changed{n}") } else { format!("{seed}{n}") }
    };
    (0..count).map(word).chain(["regime".to_owned()]).collect::<Vec<_>>().join(" ")
}

/// Agency text of 400 words in three outlets, changed a little; a column that the outlet printed
/// twice; texts of its own; short ones.
fn news() -> String {
    let short = "The talks were put off until Monday, the ministry said.";
    let documents = [
        ("own-a", "A", "2031-03-01", text("a", 300, 0)),
        ("own-a2", "A", "2031-03-09", text("a", 300, 0)),
        ("own-b", "B", "2031-03-01", text("b", 300, 0)),
        ("own-c", "C", "2031-03-01", text("c", 300, 0)),
        ("wire-a", "A", "2031-03-04", text("wire", 400, 0)),
        ("wire-b", "B", "2031-03-03", text("wire", 400, 5)),
        ("wire-c", "C", "2031-03", text("wire", 400, 0).to_uppercase()),
        (
            "passage-c",
            "C",
            "2031-03-05",
            format!("{} {}", text("wire", 100, 0), text("rest", 300, 0)),
        ),
        ("short-a", "A", "2031-03-01", short.to_owned()),
        ("short-b", "B", "2031-03-01", short.to_owned()),
    ];
    let lines =
        documents.map(|(id, outlet, date, text)| format!("{id},{outlet},{date},\"{text}\"\n"));
    format!("id,outlet,date,text\n{}", lines.concat())
}

fn run(folder: &Path, command: &str) -> Assert {
    write(folder, "words.toml", WORDS);
    write(folder, "news.csv", news());
    framescope(folder)
        .args(words(&format!("{command} news.csv --lexicon words.toml")))
        .assert()
        .success()
}

fn json(folder: &Path, name: &str) -> serde_json::Value {
    serde_json::from_slice(&std::fs::read(folder.join(name)).unwrap()).unwrap()
}

#[test]
fn copies_across_outlets_are_listed_with_their_similarity_and_counted_with_a_warning() {
    let place = place();
    let warned =
        String::from_utf8(run(place.path(), "report -o out").get_output().stderr.clone()).unwrap();
    assert!(
        warned.contains(
            "warning: 5 documents in 2 groups are near copies of each other (2 of them within one \
             outlet), and all are counted"
        ),
        "{warned}"
    );
    assert!(warned.contains("--duplicates first"), "{warned}");
    let pairs = table(&place.path().join("out"), "duplicates");
    let listed: Vec<Vec<&str>> = pairs
        .iter()
        .map(|row| {
            cells(
                row,
                &["document_id", "outlet", "other_document_id", "other_outlet", "earlier", "later"],
            )
        })
        .collect();
    assert_eq!(
        listed,
        [
            ["own-a", "A", "own-a2", "A", "own-a", "own-a2"],
            ["wire-a", "A", "wire-b", "B", "wire-b", "wire-a"],
            ["wire-a", "A", "wire-c", "C", "", ""],
            ["wire-b", "B", "wire-c", "C", "", ""]
        ]
    );
    // 401 words make 397 runs; each of five words replaced breaks five of them: (397 − 25) / (397 +
    // 25).
    let similarities: Vec<f64> =
        column(&pairs, "similarity").iter().map(|cell| cell.parse().unwrap()).collect();
    let expected = [1.0, 372.0 / 422.0, 1.0, 372.0 / 422.0];
    assert!(
        similarities.iter().zip(expected).all(|(found, expected)| shows(*found, expected)),
        "{similarities:?}"
    );
    assert_eq!(table(&place.path().join("out"), "documents").len(), 10);
    let record = json(&place.path().join("out"), "run.json");
    assert_eq!(
        (&record["options"]["duplicates"], &record["options"]["duplicate-threshold"]),
        (&"keep".into(), &0.8.into())
    );
    assert_eq!(
        (&record["methods"]["duplicates"]["pairs"], &record["methods"]["duplicates"]["documents"]),
        (&4.into(), &5.into())
    );
}

#[test]
fn the_earliest_of_each_group_can_be_counted_alone() {
    let place = place();
    run(place.path(), "report -o out --duplicates first");
    let out = place.path().join("out");
    for name in ["documents", "scores", "matches", "vectors"] {
        let rows = table(&out, name);
        let ids = column(&rows, "document_id");
        assert!(ids.contains(&"wire-c") && ids.contains(&"own-a"), "{name}: {ids:?}");
        assert!(!ids.contains(&"wire-a") && !ids.contains(&"own-a2"), "{name}: {ids:?}");
    }
    let rejected = table(&out, "rejected");
    assert_eq!(column(&rejected, "row"), ["3", "6", "7"]);
    assert!(
        rejected[1..].iter().all(|row| row["reason"].contains("a near copy of `wire-c` (C)")),
        "{rejected:?}"
    );
    let outlets = table(&out, "outlets");
    let harsh =
        outlets.iter().find(|row| row["outlet"] == "C" && row["category"] == "harsh").unwrap();
    assert_eq!(cells(harsh, &["documents", "count"]), ["3", "4"]);
    let record = json(&out, "run.json");
    assert_eq!((&record["documents"], &record["rejected"]), (&7.into(), &3.into()));
    assert_eq!(table(&out, "duplicates").len(), 4, "what was left out is still listed");
}

#[test]
fn all_copies_can_be_left_out_of_every_command() {
    let place = place();
    for command in ["report", "compare", "cluster"] {
        let assert = run(place.path(), &format!("{command} -o {command} --duplicates drop"));
        assert!(
            String::from_utf8_lossy(&assert.get_output().stdout)
                .contains("Read 6 documents by 3 outlets: "),
            "{command}"
        );
        assert_eq!(table(&place.path().join(command), "rejected").len(), 4, "{command}");
        assert_eq!(table(&place.path().join(command), "duplicates").len(), 4, "{command}");
    }
    let assert = run(place.path(), "score --duplicates drop");
    let ids: Vec<String> =
        rows(&assert.get_output().stdout).iter().map(|row| row["document_id"].clone()).collect();
    assert!(!ids.is_empty() && !ids.iter().any(|id| id.starts_with("wire")), "{ids:?}");
    assert!(
        String::from_utf8_lossy(&assert.get_output().stderr).contains("5 documents in 2 groups")
    );
}

#[test]
fn the_threshold_decides_what_a_copy_is() {
    let place = place();
    run(place.path(), "compare -o strict --duplicate-threshold 0.9");
    assert_eq!(table(&place.path().join("strict"), "duplicates").len(), 2);
    for wrong in ["0.1", "1.5", "NaN", "-1"] {
        let message =
            refused(place.path(), &format!("compare news.csv --duplicate-threshold={wrong}"));
        assert!(
            message.contains("--duplicate-threshold: ") && message.contains("from 0.4 to 1"),
            "{message}"
        );
    }
}

#[test]
fn a_corpus_without_copies_has_no_such_table_and_no_warning() {
    let place = place();
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let assert =
        framescope(place.path()).arg("compare").arg(seeds).args(words("-o out")).assert().success();
    assert!(!String::from_utf8_lossy(&assert.get_output().stderr).contains("copies"));
    assert!(!contents(place.path()).iter().any(|(name, _)| name.ends_with("duplicates.csv")));
}

#[test]
fn nothing_left_to_compare_is_told() {
    let place = place();
    let copy = text("wire", 60, 0);
    write(place.path(), "news.csv", format!("id,outlet,text\na,A,{copy}\nb,B,{copy}\n"));
    let message = refused(place.path(), "compare news.csv --duplicates drop");
    assert!(
        message.contains("all 2 documents are near copies")
            && message.contains("--duplicates first"),
        "{message}"
    );
}

#[test]
fn neither_order_nor_threads_nor_standard_input_change_what_is_found() {
    let place = place();
    run(place.path(), "report -o one --duplicates first --threads 1");
    let mut lines: Vec<String> = news().lines().map(str::to_owned).collect();
    lines[1..].reverse();
    let turned = lines.join("\n");
    let arguments = words("report - -o two --duplicates first --threads 4 --lexicon words.toml");
    framescope(place.path()).args(arguments).write_stdin(turned).assert().success();
    for name in
        ["duplicates", "scores", "matches", "vectors", "outlets", "side_by_side", "clusters"]
    {
        let read = |folder: &str| {
            std::fs::read(place.path().join(folder).join(format!("tables/{name}.csv"))).ok()
        };
        assert_eq!(read("one"), read("two"), "{name}");
    }
}
