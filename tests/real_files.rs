//! Real material: answers of services, HTML, tables of databases, folders of all kinds.

#![allow(clippy::unwrap_used)]

mod support;

use std::path::Path;
use support::{Row, WORDS, column, framescope, place, refused, table, words, write};

/// The table of documents of a report, and what was said.
#[track_caller]
fn report(folder: &Path, line: &str) -> (Vec<Row>, String) {
    write(folder, "words.toml", WORDS);
    let output = framescope(folder)
        .args(["report", "--lexicon", "words.toml", "-o", "out", "--overwrite"])
        .args(words(line))
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{line}: {said}");
    (table(&folder.join("out"), "documents"), said)
}

#[test]
fn answers_of_services_are_read_as_they_come() {
    let place = place();
    let article = |name: &str, text: &str| {
        format!(
            "{{\"source\": {{\"id\": null, \"name\": \"{name}\"}}, \"content\": \"{text}\", \
             \"publishedAt\": \"2031-03-02T08:00:00Z\"}}"
        )
    };
    let articles =
        [article("Quoin Wire", "A regime fell… [+219 chars]"), article("Kethmar One", "Rebels.")]
            .join(", ");
    for (file, json) in [
        ("answer.json", format!("{{\"status\": \"ok\", \"articles\": [{articles}]}}")),
        ("list.json", format!("[\n  {articles}\n]\n")),
        ("lines.jsonl", articles.replace("}, {", "}\n{")),
    ] {
        write(place.path(), file, json);
        let (documents, said) = report(place.path(), file);
        assert_eq!(column(&documents, "outlet"), ["Quoin Wire", "Kethmar One"], "{file}");
        assert!(said.contains("cut off by the service"), "{said:?}");
    }
}

#[test]
fn html_and_characters_encoded_twice_are_read_as_text() {
    let place = place();
    write(
        place.path(),
        "a.csv",
        "id,text\n1,\"<p>The &quot;regime&quot; fell.</p><p>It&#8217;s over.</p>\"\n2,The rÃ©gime.\n",
    );
    let (documents, said) = report(place.path(), "a.csv");
    assert_eq!(column(&documents, "tokens"), ["5", "3"], "the second has a sign inside a word");
    assert!(said.contains("HTML was removed"), "{said:?}");
    assert!(said.contains("encoded twice"), "{said:?}");
    let (documents, said) = report(place.path(), "a.csv --markup keep --repair");
    assert_eq!(column(&documents, "tokens")[1], "2");
    assert!(!said.contains("HTML was removed"), "{said:?}");
    assert!(said.contains("were mended"), "{said:?}");
}

#[test]
fn utf_32_is_read() {
    let place = place();
    let bytes: Vec<u8> = "\u{feff}text,outlet\nThe régime fell.,Kethmar\n"
        .chars()
        .flat_map(|c| u32::from(c).to_le_bytes())
        .collect();
    write(place.path(), "a.csv", bytes);
    let (documents, _) = report(place.path(), "a.csv");
    assert_eq!(column(&documents, "encoding"), ["UTF-32LE"]);
    assert_eq!(column(&documents, "tokens"), ["3"]);
}

#[test]
fn tables_of_a_folder_that_number_their_rows_alike_are_read_side_by_side() {
    let place = place();
    write(place.path(), "in/fox.csv", "id,text\n1,One.\n2,Two.\n");
    write(place.path(), "in/owl.csv", "id,text\n1,One.\n2,Two.\n");
    write(place.path(), "in/codes.csv", "code,meaning\n1,one\n");
    write(place.path(), "in/picture.png", b"\x89PNG");
    let (documents, said) = report(place.path(), "in");
    assert_eq!(
        column(&documents, "document_id"),
        ["fox.csv:1", "fox.csv:2", "owl.csv:1", "owl.csv:2"]
    );
    assert_eq!(column(&documents, "outlet"), ["fox", "fox", "owl", "owl"]);
    for expected in ["not read: .png 1", "taken for it", "comes before"] {
        assert!(said.contains(expected), "{expected}: {said:?}");
    }
}

#[test]
fn tables_of_databases_and_tables_put_together_are_read() {
    let place = place();
    write(place.path(), "a.csv", "id,text\n1,\"He said \\\"no\\\", twice.\"\nid,text\n2,Two.\n");
    let (documents, said) = report(place.path(), "a.csv");
    assert_eq!(column(&documents, "tokens"), ["4", "1"]);
    assert!(said.contains("the header once more"), "{said:?}");
    write(place.path(), "b.csv", "text,outlet,text\na,b,c\n");
    let message = refused(place.path(), "report b.csv");
    assert!(message.contains("two columns are named `text`"), "{message}");
}

/// An English lexicon was held against an outlet in German: its rate was 0, and a difference to the
/// English outlet came first in the comparison.
#[test]
fn documents_in_another_language_have_no_rate_of_a_lexicon() {
    let place = place();
    let english = "The militia held the bridge and the people of the town had to wait for food.";
    let german =
        "Die Miliz hielt die Brücke, und die Leute der Stadt mussten auf das Essen warten.";
    let mut corpus = "id,outlet,text\n".to_owned();
    for at in 0..6 {
        corpus += &format!("e{at},Quoin,\"{english} {english}\"\n");
        corpus += &format!("g{at},Hafenblatt,\"{german} {german} Es hieß: militia.\"\n");
    }
    write(place.path(), "a.csv", corpus);
    let lexicon = |language: &str| {
        format!("name = \"armed\"\n{language}[category.fighters]\nterms = [\"militia\"]\n")
    };
    let outlets = |file: &str| {
        let line = format!("a.csv --lexicon {file}");
        let output = framescope(place.path())
            .args(["report", "-o", "out", "--overwrite"])
            .args(words(&line))
            .output()
            .unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(0), "{said}");
        (table(&place.path().join("out"), "outlets"), said)
    };
    write(place.path(), "english.toml", lexicon("language = \"en\"\n"));
    let (rows, said) = outlets("english.toml");
    assert_eq!(column(&rows, "outlet"), ["Hafenblatt", "Quoin"]);
    assert_eq!(column(&rows, "documents"), ["0", "6"]);
    assert_eq!(column(&rows, "count"), ["0", "12"], "no word is counted in German");
    assert_eq!(rows[0]["rate"], "", "empty, not 0");
    assert_eq!(rows[0]["interval_method"], "other language");
    assert!(rows[1]["rate"].parse::<f64>().unwrap() > 50.0);
    assert!(said.contains("6 documents are in the language `de`"), "{said}");
    let out = place.path().join("out");
    assert!(table(&out, "side_by_side").iter().all(|row| row["p_value"].is_empty()));
    let scores = table(&out, "scores");
    let german = scores.iter().filter(|row| row["outlet"] == "Hafenblatt");
    assert!(german.clone().count() == 6 && german.clone().all(|row| row["rate"].is_empty()));
    for row in table(&out, "vectors") {
        assert_eq!(row["armed.fighters"].is_empty(), row["outlet"] == "Hafenblatt");
    }
    // Who searches sees the German lines too; a run has only those that it counted.
    let lines = |more: &str| {
        let line = format!("matches a.csv --lexicon english.toml -o - {more}");
        let output = framescope(place.path()).args(words(&line)).output().unwrap();
        support::rows(&output.stdout).len()
    };
    assert_eq!([lines(""), lines("--run out")], [18, 12]);
    // A lexicon that states no language is counted everywhere.
    write(place.path(), "any.toml", lexicon(""));
    let (rows, _) = outlets("any.toml");
    assert_eq!(column(&rows, "count"), ["6", "12"]);
    assert_eq!(column(&rows, "documents"), ["6", "6"]);
}

/// “Sign up for our newsletter” was counted as text of the article, silently.
#[test]
fn lines_that_an_outlet_repeats_are_listed_and_left_out_on_demand() {
    let place = place();
    let mut corpus = "id,outlet,text\n".to_owned();
    for at in 0..8 {
        let body = format!("The ferry number {at} left the harbour of Kethmar {at} days late.");
        corpus += &format!("q{at},Quoin,\"The militia quiz\n{body}\nSubscribe to Quoin!\"\n");
        corpus += &format!("k{at},Kethmar One,\"{body}\nThe regime fell on day {at}.\"\n");
    }
    write(place.path(), "a.csv", corpus);
    let (documents, said) = report(place.path(), "a.csv");
    assert!(said.contains("and are counted (see the table `furniture`)"), "{said}");
    assert!(said.contains("--furniture drop"), "{said}");
    let out = place.path().join("out");
    let rows = table(&out, "furniture");
    assert_eq!(column(&rows, "line"), ["subscribe to quoin", "the militia quiz"]);
    assert_eq!(column(&rows, "documents"), ["8", "8"]);
    assert_eq!(column(&rows, "tokens"), ["24", "24"]);
    let militia = |out: &Path| {
        let rows = table(out, "outlets");
        let row = rows.iter().find(|row| row["outlet"] == "Quoin" && row["category"] == "harsh");
        row.unwrap()["count"].clone()
    };
    assert_eq!(militia(&out), "8");
    let before: u64 = column(&documents, "tokens").iter().map(|n| n.parse::<u64>().unwrap()).sum();

    let (documents, said) = report(place.path(), "a.csv --furniture drop");
    assert!(said.contains("they are left out"), "{said}");
    let after: u64 = column(&documents, "tokens").iter().map(|n| n.parse::<u64>().unwrap()).sum();
    assert_eq!((before - after, militia(&out).as_str()), (48, "0"));
    assert_eq!(table(&out, "furniture"), rows, "the table still lists them");

    // Shards leave out the same lines, with a profile or without.
    let run = |line: &str| {
        let output = framescope(place.path()).args(words(line)).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(0), "{line}: {said}");
    };
    run("corpus inspect a.csv --profile profile.json");
    run("map a.csv --lexicon words.toml --furniture drop --shard 1/2 -o one.fsr");
    run("map a.csv --lexicon words.toml --furniture drop --shard 2/2 --profile profile.json \
         -o two.fsr");
    run("merge one.fsr two.fsr -o merged");
    for name in ["outlets", "furniture", "documents"] {
        assert_eq!(table(&place.path().join("merged"), name), table(&out, name), "{name}");
    }
    let message = refused(place.path(), "score - --furniture drop -o s.csv");
    assert!(message.contains("cannot be read twice"), "{message}");
}
