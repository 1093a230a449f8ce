//! The table `passages`, which sentence it shows of each outlet and why, and `side_by_side` written
//! by lexicon.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use support::{NAMES, Row, WORDS, column, framescope, number, place, rows, table, words, write};

/// A corpus of rows `id,outlet,date,event,text`.
fn csv(documents: &[(&str, &str, &str, &str, &str)]) -> String {
    let line = |(id, outlet, date, event, text): &(&str, &str, &str, &str, &str)| {
        format!("{id},{outlet},{date},{event},\"{}\"\n", text.replace('"', "\"\""))
    };
    format!("id,outlet,date,event,text\n{}", documents.iter().map(line).collect::<String>())
}

/// Compares documents with a lexicon of a few words and gives the folder of the tables.
#[track_caller]
fn compared(folder: &Path, documents: &[(&str, &str, &str, &str, &str)], options: &str) -> PathBuf {
    write(folder, "words.toml", WORDS);
    write(folder, "news.csv", csv(documents));
    let line =
        format!("compare news.csv -o out --lexicon words.toml --overwrite --quiet {options}");
    framescope(folder).args(words(&line)).assert().success();
    folder.join("out")
}

#[track_caller]
fn passages(documents: &[(&str, &str, &str, &str, &str)], options: &str) -> Vec<Row> {
    let place = place();
    table(&compared(place.path(), documents, options), "passages")
}

/// The row of a category and outlet on the only event.
#[track_caller]
fn of<'r>(rows: &'r [Row], category: &str, outlet: &str) -> &'r Row {
    let found: Vec<&Row> =
        rows.iter().filter(|row| row["category"] == category && row["outlet"] == outlet).collect();
    assert_eq!(found.len(), 1, "{category}, {outlet}: {rows:?}");
    found[0]
}

/// The sentence shown of outlet `A` in the category `harsh`, where `B` has none of it.
#[track_caller]
fn shown(documents: &[(&str, &str, &str)]) -> String {
    let mut all: Vec<_> =
        documents.iter().map(|(id, date, text)| (*id, "A", *date, "x", *text)).collect();
    all.push(("z", "B", "", "x", "Nothing of that kind was told here."));
    of(&passages(&all, ""), "harsh", "A")["sentence"].clone()
}

fn seeds() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds")
}

fn run_record(output: &Path) -> serde_json::Value {
    serde_json::from_slice(&fs::read(output.join("run.json")).unwrap()).unwrap()
}

// ---- which sentence
// ------------------------------------------------------------------------------------------------

#[test]
fn the_sentence_shown_uses_the_words_that_the_outlet_uses_most() {
    let text = "The occupation of the town went on for days. The militia was seen at the bridge. \
        The regime shut the bridge for the third time. Then the regime opened it for the trams.";
    assert_eq!(
        shown(&[("a", "", text)]),
        "The regime shut the bridge for the third time.",
        "two of four uses are of regime"
    );
    let both = format!("{text} The militia of the regime kept the keys.");
    assert_eq!(
        shown(&[("a", "", &both)]),
        "The militia of the regime kept the keys.",
        "five of six"
    );
    let again = format!("{text} The regime, a regime of regimes, is the regime.");
    assert_eq!(
        shown(&[("a", "", &again)]),
        "The regime shut the bridge for the third time.",
        "an entry counts once in a sentence"
    );
}

#[test]
fn what_the_outlet_uses_most_is_told_of_each_event_and_over_all_its_documents() {
    let documents = [
        (
            "a1",
            "A",
            "",
            "x",
            "The militia was seen at the old bridge. The regime shut the old bridge that night.",
        ),
        ("a2", "A", "", "x", "The militia left again with the first tram."),
        (
            "a3",
            "A",
            "",
            "y",
            "The regime was asked. The militia was seen at the old bridge. The regime shut the old \
             bridge that night.",
        ),
        ("b1", "B", "", "x", "Nothing of the kind was seen."),
        ("b2", "B", "", "y", "Nothing of the kind was seen."),
    ];
    let found = passages(&documents, "");
    let of_a: Vec<[&str; 4]> = found
        .iter()
        .filter(|row| row["outlet"] == "A")
        .map(|row| ["event", "entries", "count_own", "sentence"].map(|name| row[name].as_str()))
        .collect();
    assert_eq!(
        of_a,
        [
            ["x", "militia*", "3", "The militia was seen at the old bridge."],
            ["y", "regime*", "3", "The regime shut the old bridge that night."],
        ]
    );
}

#[test]
fn fragments_and_endless_sentences_are_shown_only_where_there_is_nothing_else() {
    let endless = format!("The regime and its militia {}went.", "went on and ".repeat(20));
    assert_eq!(
        shown(&[(
            "a",
            "",
            &format!("Regime, militia, occupation. {endless} The militia came down to the river.")
        )]),
        "The militia came down to the river."
    );
    assert_eq!(shown(&[("a", "", &format!("{endless} The militia left."))]), endless);
}

#[test]
fn of_sentences_alike_the_lead_goes_before_the_body_and_the_body_before_the_headline() {
    let place = place();
    write(place.path(), "words.toml", WORDS);
    let article = |text: &str| {
        write(
            place.path(),
            "news/b.txt",
            "---\noutlet: B\n---\nNothing of that kind was told here.",
        );
        write(
            place.path(),
            "news/a.txt",
            format!("---\noutlet: A\ntitle: How the regime shut the bridge\n---\n{text}"),
        );
        framescope(place.path())
            .args(words("compare news -o out --lexicon words.toml --overwrite --quiet"))
            .assert()
            .success();
        of(&table(&place.path().join("out"), "passages"), "harsh", "A")["sentence"].clone()
    };
    let headline = "How the regime shut the bridge";
    let body = "The regime said nothing of the bridge.";
    assert_eq!(article(&format!("{headline}\n\nThe bridge is shut.\n\n{body}")), body);
    let lead = "The regime has shut the bridge again.";
    assert_eq!(article(&format!("{headline}\n\n{lead}\n\n{body}")), lead);
    assert_eq!(article(&format!("{headline}\n\nThe bridge is shut.")), headline);
}

#[test]
fn of_sentences_alike_the_earliest_goes_first_then_the_first_document_then_the_first_place() {
    let [one, two, three] = [
        "The regime shut the bridge on Monday.",
        "The regime shut the bridge on Tuesday.",
        "The regime shut the bridge on Friday.",
    ];
    assert_eq!(
        shown(&[("a", "", one), ("b", "2031-03-05", two), ("c", "2031-03-04", three)]),
        three,
        "no date comes last"
    );
    assert_eq!(shown(&[("b", "2031-03-04", one), ("a", "2031-03-04", two)]), two);
    assert_eq!(shown(&[("a", "", &format!("{two} {three} {one}"))]), two);
}

#[test]
fn words_of_others_are_not_shown_and_denied_ones_only_where_there_is_nothing_else() {
    let quoted = "“The regime and its militia and the occupation will go,” she said.";
    let own = "The militia came down to the river.";
    let documents = [("a", "A", "", "x", &*format!("{quoted} {own}")), ("b", "B", "", "x", quoted)];
    let found = passages(&documents, "");
    assert_eq!(
        (
            of(&found, "harsh", "A")["sentence"].as_str(),
            of(&found, "harsh", "A")["count_own"].as_str()
        ),
        (own, "1")
    );
    assert_eq!(
        (
            of(&found, "harsh", "B")["sentence"].as_str(),
            of(&found, "harsh", "B")["count_own"].as_str()
        ),
        ("", "0")
    );

    let denied = "This is no longer a regime, and nobody calls it so.";
    assert_eq!(
        shown(&[("a", "", &format!("{denied} It was no regime before then either. {own}"))]),
        own
    );
    assert_eq!(shown(&[("a", "", denied)]), denied);
}

#[test]
fn a_category_shows_what_those_nested_in_it_find() {
    let place = place();
    let lexicon = "name = \"nest\"\nlanguage = \"en\"\n[category.power]\nterms = \
        [\"rulers\"]\n[category.power.harsh]\nterms = [\"regime\"]\n";
    write(place.path(), "nest.toml", lexicon);
    write(
        place.path(),
        "news.csv",
        csv(&[
            ("a", "A", "", "", "The regime and the rulers shut the bridge."),
            ("b", "B", "", "", "The rulers opened the old bridge again."),
        ]),
    );
    framescope(place.path())
        .args(words("compare news.csv -o out --lexicon nest.toml --quiet"))
        .assert()
        .success();
    let found = table(&place.path().join("out"), "passages");
    assert_eq!(of(&found, "power", "A")["entries"], "regime; rulers");
    assert_eq!(of(&found, "power.harsh", "A")["entries"], "regime");
    assert_eq!(of(&found, "power.harsh", "B")["entries"], "");
}

// ---- which rows
// ----------------------------------------------------------------------------------------------------

/// Two events and three outlets, of which West reports on one and North has no harsh word on the
/// other.
const EVENTS: [(&str, &str, &str, &str, &str); 7] = [
    (
        "n1",
        "North",
        "2031-03-01",
        "bridge",
        "The regime shut the bridge, and its militia kept the keys. The government was asked.",
    ),
    ("n2", "North", "2031-03-02", "tram", "The tram ran again on Monday, said nobody at all."),
    ("s1", "South", "2031-03-01", "bridge", "The government shut the bridge for the night."),
    (
        "s2",
        "South",
        "2031-03-02",
        "tram",
        "The regime let the tram run on Monday. The liberation of the tram!",
    ),
    ("w1", "West", "2031-03-01", "bridge", "The bridge was shut."),
    ("e1", "East", "2031-03-01", "bridge", "…"),
    ("n3", "North", "2031-03-09", "harbour", "The regime dredged the old harbour alone."),
];

#[test]
fn each_outlet_on_an_event_has_a_row_in_each_category_in_which_outlets_differ() {
    let found = passages(&EVENTS, "");
    let cells =
        ["event", "rank", "category", "outlet", "rate_own", "count_own", "entries", "document_id"];
    let listed: Vec<String> =
        found.iter().map(|row| cells.map(|name| row[name].clone()).join("|")).collect();
    assert_eq!(
        listed,
        [
            "bridge|1|harsh|East||0||",
            "bridge|1|harsh|North|133.333|2|regime*; militia*|n1",
            "bridge|1|harsh|South|0|0||",
            "bridge|1|harsh|West|0|0||",
            "bridge|2|mild|East||0||",
            "bridge|2|mild|North|66.6667|1|government*|n1",
            "bridge|2|mild|South|125|1|government*|s1",
            "bridge|2|mild|West|0|0||",
            "tram|1|harsh|North|0|0||",
            "tram|1|harsh|South|76.9231|1|regime*|s2",
            "tram|2|mild|North|0|0||",
            "tram|2|mild|South|76.9231|1|liberation|s2",
        ],
        "nobody but North reports on the harbour"
    );
    assert_eq!(of(&found[..8], "harsh", "West")["sentence"], "");
    assert_eq!(
        (
            of(&found[..8], "harsh", "North")["spread"].as_str(),
            of(&found[8..], "harsh", "North")["spread"].as_str()
        ),
        ("133.333", "76.9231")
    );
}

#[test]
fn only_the_widest_categories_are_shown_and_none_where_none_are_wanted() {
    let place = place();
    let output = compared(place.path(), &EVENTS, "--passages 1");
    assert_eq!(column(&table(&output, "passages"), "category"), ["harsh"; 6]);
    let said = &run_record(&output)["methods"]["passages"];
    assert!(
        said["categories"].as_str().unwrap().contains("the 1 with the widest spread"),
        "{said}"
    );
    assert!(said["sentence"].as_str().unwrap().contains("greatest share"), "{said}");
    assert_eq!(said["events"], 2);
    let output = compared(place.path(), &EVENTS, "--passages 0");
    assert!(!output.join("tables/passages.csv").exists());
    assert!(run_record(&output)["methods"]["passages"].is_null());
}

#[test]
fn without_events_passages_are_about_all_documents() {
    let documents = EVENTS.map(|(id, outlet, date, _, text)| (id, outlet, date, "", text));
    let place = place();
    let output = compared(place.path(), &documents, "");
    let found = table(&output, "passages");
    assert_eq!(column(&found, "event"), [""; 8]);
    assert_eq!(
        of(&found, "harsh", "North")["sentence"],
        "The regime shut the bridge, and its militia kept the keys."
    );
    for line in table(&output, "side_by_side") {
        let row = of(&found, &line["category"], "North");
        assert_eq!((&row["spread"], &row["rate_own"]), (&line["spread"], &line["North"]));
    }
    // Where some documents have an event, those without are told beside nothing.
    let mut some = EVENTS;
    some[0].3 = "";
    let output = compared(place.path(), &some, "");
    assert_eq!(
        column(&table(&output, "passages"), "event").into_iter().collect::<BTreeSet<_>>(),
        BTreeSet::from(["bridge", "tram"])
    );
    assert_eq!(run_record(&output)["methods"]["passages"]["documents_without_event_left_out"], 1);
}

#[test]
fn small_worlds_have_a_header_alone() {
    for documents in [
        vec![EVENTS[0]],
        vec![EVENTS[0], EVENTS[5]],
        vec![EVENTS[0], EVENTS[3]],
        vec![EVENTS[4], EVENTS[1]],
    ] {
        let place = place();
        let output = compared(place.path(), &documents, "");
        let text = fs::read_to_string(output.join("tables/passages.csv")).unwrap();
        let header = "lexicon,category,measures,title,event,outlet,rate_own,spread,rank,count_own,entries,document_id,start,end,sentence\n";
        assert_eq!(
            text, header,
            "one outlet, one with tokens, one on each event, or no match: {documents:?}"
        );
    }
}

#[test]
fn copies_that_are_left_out_are_not_shown() {
    let wire: Vec<String> = (0..60).map(|n| format!("Word{n}")).collect();
    let wire = format!("The regime shut the old bridge again. {}.", wire.join(" "));
    let own = "Here the militia was seen at the bridge.";
    let documents = [
        ("a1", "A", "2031-03-01", "x", wire.as_str()),
        ("b1", "B", "2031-03-02", "x", wire.as_str()),
        ("b2", "B", "2031-03-03", "x", own),
        ("c1", "C", "2031-03-03", "x", "Nothing of that kind was told here."),
    ];
    let sentences = |options: &str| -> Vec<String> {
        let found = passages(&documents, options);
        found
            .iter()
            .filter(|row| row["category"] == "harsh")
            .map(|row| format!("{} {}", row["outlet"], row["document_id"]))
            .collect()
    };
    assert_eq!(sentences("--duplicates keep"), ["A a1", "B b1", "C "]);
    assert_eq!(sentences("--duplicates first"), ["A a1", "B b2", "C "]);
    assert_eq!(sentences("--duplicates drop"), ["B b2", "C "]);
}

#[test]
fn variants_of_names_are_in_outlets_and_entries_but_neither_side_by_side_nor_in_passages() {
    let place = place();
    // A category that finds what the variant `regime` of the names finds.
    let twin = "name = \"twin\"\nlanguage = \"en\"\n[category.regime]\nterms = [\"regime\"]\n";
    write(place.path(), "twin.toml", twin);
    write(place.path(), "names.toml", NAMES);
    let plain = place.path().join("plain");
    let line = "--lexicon twin.toml --wide-by lexicon";
    fs::rename(compared(place.path(), &EVENTS, line), &plain).unwrap();
    let named = compared(place.path(), &EVENTS, &format!("{line} --lexicon names.toml"));
    for name in ["side_by_side", "side_by_side_twin", "side_by_side_words", "passages"] {
        let bytes = |folder: &Path| fs::read(folder.join(format!("tables/{name}.csv"))).unwrap();
        assert!(bytes(&named) == bytes(&plain), "{name} with and without names");
    }
    assert!(!named.join("tables/side_by_side_names.csv").exists());
    assert!(column(&table(&named, "entries"), "lexicon").contains(&"names"));
    const IDENTITY: [&str; 4] = ["lexicon", "category", "measures", "title"];
    // Within events too a name is compared by its rate as any category is.
    let outlets = table(&named, "outlets");
    let of = |lexicon: &str, category: &str| -> Vec<Row> {
        let rows = outlets.iter().filter(|row| row["lexicon"] == lexicon);
        let mut rows: Vec<Row> = rows.filter(|row| row["category"] == category).cloned().collect();
        rows.iter_mut().for_each(|row| row.retain(|name, _| !IDENTITY.contains(&name.as_str())));
        rows
    };
    let names = of("names", "power.regime");
    assert_eq!(names, of("twin", "regime"));
    assert!(names.iter().any(|row| !row["rate_own_log2_within_event"].is_empty()), "{names:?}");
}

#[test]
fn the_first_screen_names_no_variant_and_names_alone_make_no_rows() {
    let place = place();
    compared(place.path(), &EVENTS, "");
    write(place.path(), "names.toml", NAMES);
    let summary = |lexicons: &str| {
        let line = format!("compare news.csv -o out --overwrite {lexicons}");
        let run = framescope(place.path()).args(words(&line)).assert().success();
        String::from_utf8(run.get_output().stdout.clone()).unwrap()
    };
    let both = summary("--lexicon words.toml --lexicon names.toml");
    assert!(both.contains("words.harsh") && !both.contains("names.power"), "{both}");
    let names = summary("--lexicon names.toml");
    assert!(!names.contains("Widest") && !names.contains("names.power"), "{names}");
    let output = place.path().join("out");
    assert!(table(&output, "side_by_side").is_empty() && table(&output, "passages").is_empty());
    assert_eq!(table(&output, "naming_tests").len(), 1);
}

// ---- what stands in a cell
// -----------------------------------------------------------------------------------------

#[test]
fn offsets_give_the_sentence() {
    let place = place();
    let output = place.path().join("out");
    framescope(place.path())
        .args([
            "report".as_ref(),
            seeds().as_os_str(),
            "--quiet".as_ref(),
            "-o".as_ref(),
            output.as_os_str(),
        ])
        .assert()
        .success();
    let found = table(&output, "passages");
    assert_eq!(found.len(), 6 * 10 * 5);
    let matches = table(&output, "matches");
    for row in found.iter().filter(|row| !row["sentence"].is_empty()) {
        let text: Vec<char> =
            fs::read_to_string(seeds().join(&row["document_id"])).unwrap().chars().collect();
        let (start, end) = (number(row, "start"), number(row, "end"));
        let cut: String = text[start as usize..end as usize].iter().collect();
        assert_eq!(cut.split_whitespace().collect::<Vec<_>>().join(" "), row["sentence"]);
        let held: BTreeSet<&str> = matches
            .iter()
            .filter(|found| {
                ["document_id", "lexicon", "category"].iter().all(|name| found[*name] == row[*name])
                    && found["voice"] == "own"
            })
            .filter(|found| start <= number(found, "start") && number(found, "start") < end)
            .map(|found| found["entry"].as_str())
            .collect();
        assert_eq!(row["entries"].split("; ").collect::<BTreeSet<_>>(), held, "{row:?}");
    }
}

#[test]
fn offsets_count_characters_white_space_is_folded_and_formulas_are_defused() {
    let text = "Été – “oui”.\n\n=Here the régime, no\u{a0}regime\nlike any other,  shut the old \
        bridge.";
    let found = passages(&[("a", "A", "", "", text), ("b", "B", "", "", "Nothing.")], "");
    let row = of(&found, "harsh", "A");
    assert_eq!(
        row["sentence"],
        "'=Here the régime, no regime like any other, shut the old bridge."
    );
    let (start, end) = (number(row, "start") as usize, number(row, "end") as usize);
    let cut: String = text.chars().skip(start).take(end - start).collect();
    assert_eq!(cut, "=Here the régime, no\u{a0}regime\nlike any other,  shut the old bridge.");
}

#[test]
fn order_of_input_and_threads_change_nothing() {
    let place = place();
    let bytes = |step: usize, threads: usize| {
        let documents: Vec<_> =
            (0..EVENTS.len()).map(|at| EVENTS[at * step % EVENTS.len()]).collect();
        fs::read(
            compared(place.path(), &documents, &format!("--threads {threads}"))
                .join("tables/passages.csv"),
        )
        .unwrap()
    };
    let first = bytes(1, 1);
    for (step, threads) in [(1, 3), (2, 1), (3, 2), (6, 2)] {
        assert!(bytes(step, threads) == first, "{step} {threads}");
    }
}

// ---- side_by_side by lexicon
// ---------------------------------------------------------------------------------------

#[test]
fn side_by_side_can_be_written_by_lexicon() {
    let place = place();
    let output = place.path().join("out");
    let run = || {
        framescope(place.path())
            .args(["compare".as_ref(), seeds().as_os_str(), "-o".as_ref(), output.as_os_str()])
            .args(words(
                "--wide-by lexicon --quiet --overwrite --lexicon conflict-labels --lexicon \
                 casualties",
            ))
            .assert()
            .success();
    };
    run();
    let whole = table(&output, "side_by_side");
    let mut parts = 0;
    for (lexicon, name) in [
        ("conflict-labels", "side_by_side_conflict_labels"),
        ("casualties", "side_by_side_casualties"),
    ] {
        let part = table(&output, name);
        parts += part.len();
        let order: Vec<&Row> = whole.iter().filter(|row| row["lexicon"] == lexicon).collect();
        assert!(order.iter().copied().eq(&part) && part.len() > 1, "in the order of the whole");
        assert!(
            part.iter().all(|row| row["lexicon"] == lexicon && whole.contains(row)),
            "cells are those of side_by_side"
        );
        let package: serde_json::Value =
            serde_json::from_slice(&fs::read(output.join("datapackage.json")).unwrap()).unwrap();
        let described = package["resources"]
            .as_array()
            .unwrap()
            .iter()
            .find(|resource| resource["name"] == name)
            .unwrap();
        assert!(
            described["description"].as_str().unwrap().contains("q_value is that of side_by_side"),
            "{described}"
        );
    }
    assert_eq!(parts, whole.len());
    run(); // The tables are known for its own, so the folder can be replaced.

    let plain = place.path().join("plain");
    framescope(place.path())
        .args(["compare".as_ref(), seeds().as_os_str(), "-o".as_ref(), plain.as_os_str()])
        .args(words("--quiet --lexicon conflict-labels --lexicon casualties"))
        .assert()
        .success();
    assert!(!plain.join("tables/side_by_side_casualties.csv").exists());
    assert_eq!(
        fs::read(plain.join("tables/side_by_side.csv")).unwrap(),
        fs::read(output.join("tables/side_by_side.csv")).unwrap()
    );
}

#[test]
fn lexicons_whose_names_make_one_file_name_get_a_table_each() {
    let place = place();
    let lexicon = |name: &str, term: &str| {
        format!("name = \"{name}\"\nlanguage = \"en\"\n[category.a]\nterms = [\"{term}\"]\n")
    };
    for (file, name, term) in [
        ("1.toml", "My-words", "regime"),
        ("2.toml", "my_words", "militia"),
        ("3.toml", "метки", "junta"),
    ] {
        write(place.path(), file, lexicon(name, term));
    }
    write(place.path(), "news.csv", csv(&EVENTS));
    framescope(place.path())
        .args(words(
            "compare news.csv -o out --quiet --wide-by lexicon --lexicon 1.toml --lexicon 2.toml \
             --lexicon 3.toml",
        ))
        .assert()
        .success();
    let lexicon_of = |name: &str| {
        let bytes = fs::read(place.path().join("out/tables").join(name)).unwrap();
        rows(&bytes)[0]["lexicon"].clone()
    };
    assert_eq!(
        ["side_by_side_my_words.csv", "side_by_side_my_words_2.csv", "side_by_side______.csv"]
            .map(lexicon_of),
        ["My-words", "my_words", "метки"]
    );
}
