//! What must not matter does not: the names of outlets, the order of rows, and whether a corpus is
//! counted whole or in shards.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use framescope::{CsvFolder, Document, DocumentRecord, Mapper, Plan, PlanOptions, Records, finish};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use support::{
    NAMES, WORDS, column, contents, framescope, place, refused, rows, table, words, write,
};

/// Sentences that documents are made of.
const SENTENCES: [&str; 8] = [
    "The regime met in the old town.",
    "“The government will fall,” said Ann Marl.",
    "The Varsk Brigades are militias.",
    "A government spokesman said that the militias had left.",
    "It rained on the river that day.",
    "The so-called liberation went on.",
    "Nobody called it an occupation.",
    "The Council of Marl is a regime, and the regime met.",
];

/// A document: outlet, event and sentences by number.
type Made = (usize, usize, Vec<usize>);

fn text(sentences: &[usize]) -> String {
    sentences.iter().map(|at| SENTENCES[*at]).collect::<Vec<_>>().join(" ")
}

fn made(most: usize) -> impl Strategy<Value = Vec<Made>> {
    prop::collection::vec(
        (0_usize..3, 0_usize..3, prop::collection::vec(0_usize..8, 1..6)),
        3..most,
    )
}

const EVENTS: [&str; 3] = ["", "siege", "fair"];

/// Every table of a comparison, by name, the cells of each row under their columns; outlets by the
/// number that they have in `names`.
fn compared(
    documents: &[Made],
    names: [&str; 3],
    turn: usize,
) -> BTreeMap<String, Vec<BTreeMap<String, String>>> {
    let place = place();
    write(place.path(), "words.toml", WORDS);
    write(place.path(), "names.toml", NAMES);
    let row = |(at, (outlet, event, sentences)): (usize, &Made)| {
        format!(
            "{at:03},{},2031-0{}-1{},{},\"{}\"\n",
            names[*outlet],
            1 + at % 3,
            at % 9,
            EVENTS[*event],
            text(sentences)
        )
    };
    let mut csv: Vec<String> = documents.iter().enumerate().map(row).collect();
    csv.rotate_left(turn % documents.len());
    write(place.path(), "news.csv", format!("id,outlet,date,event,text\n{}", csv.concat()));
    let line = "compare news.csv --lexicon words.toml --lexicon names.toml --min-documents 2 \
        --ngrams 2 --quiet";
    framescope(place.path()).args(words(line)).assert().success();
    let plain = |name: &str| {
        names.iter().enumerate().fold(name.to_owned(), |name, (at, outlet)| {
            name.replace(outlet, &format!("outlet {at}"))
        })
    };
    let mut tables = BTreeMap::new();
    for entry in fs::read_dir(place.path().join("framescope-out/tables")).unwrap() {
        let path = entry.unwrap().path();
        let cells = |row: support::Row| {
            row.into_iter()
                .map(|(column, cell)| (plain(&column), plain(&cell)))
                .collect::<BTreeMap<_, _>>()
        };
        let mut found: Vec<BTreeMap<String, String>> =
            rows(&fs::read(&path).unwrap()).into_iter().map(cells).collect();
        found.sort();
        tables.insert(path.file_stem().unwrap().to_string_lossy().into_owned(), found);
    }
    tables
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn the_names_of_outlets_and_the_order_of_rows_change_no_figure(documents in made(12), turn in 0_usize..12) {
        let plain = compared(&documents, ["Alder", "Birch", "Cedar"], 0);
        prop_assert_eq!(&compared(&documents, ["Alder", "Birch", "Cedar"], turn), &plain);
        let mut renamed = compared(&documents, ["Zinnia", "Yarrow", "Xylem"], turn);
        let mut plain = plain;
        // A pair is held one against the other in the order of names, so its row is turned round.
        prop_assert_eq!(turned(renamed.remove("keyness").unwrap()), turned(plain.remove("keyness").unwrap()));
        prop_assert_eq!(renamed, plain);
    }
}

/// The figures of keyness that are the same from either side.
fn turned(rows: Vec<BTreeMap<String, String>>) -> Vec<Vec<String>> {
    let cell = |row: &BTreeMap<String, String>, column: &str| row[column].clone();
    let size = |row: &BTreeMap<String, String>, column: &str| {
        row[column].trim_start_matches('-').to_owned()
    };
    let row = |row: &BTreeMap<String, String>| {
        let mut sides = [
            (cell(row, "outlet"), cell(row, "count"), cell(row, "documents")),
            (
                cell(row, "reference"),
                cell(row, "count_reference"),
                cell(row, "documents_reference"),
            ),
        ];
        sides.sort();
        let mut all: Vec<String> = sides.into_iter().flat_map(|(a, b, c)| [a, b, c]).collect();
        all.push(cell(row, "term"));
        all.extend(
            ["log_likelihood", "log_ratio", "log_odds", "log_odds_z", "rate_log2_within_event"]
                .into_iter()
                .filter(|column| row.contains_key(*column))
                .map(|column| size(row, column)),
        );
        all.extend([cell(row, "p_value"), cell(row, "q_value")]);
        all
    };
    let mut rows: Vec<Vec<String>> = rows.iter().map(row).collect();
    rows.sort();
    rows
}

fn document(at: usize, (outlet, event, sentences): &Made) -> Document {
    let outlet = ["Alder", "Birch", "Cedar"][*outlet];
    let document = Document::new(format!("{at:03}"), outlet, text(sentences)).with_language("en");
    match EVENTS[*event] {
        "" => document,
        event => document.with_event(event),
    }
}

/// A plan that counts a few words, so that many runs take little time.
fn plan(folder: &Path) -> Plan {
    write(folder, "words.toml", WORDS);
    write(folder, "names.toml", NAMES);
    let named = ["words.toml", "names.toml"].map(|name| folder.join(name).display().to_string());
    let mut options = PlanOptions::default();
    options.keyness.ngrams = 2;
    options.keyness.min_documents = 2;
    Plan::with_lexicons(&named, options).unwrap()
}

/// Every file that `finish` writes, but the record of the run, which has timings.
fn tables(plan: &Plan, records: Records, folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut sink = CsvFolder::begin(&folder.join("tables-of-run"), true).unwrap();
    let run = finish(plan, records, &mut sink).unwrap();
    let mut files = contents(&sink.finish(&run).unwrap());
    files.retain(|(name, _)| name != "run.json");
    files
}

/// The records of some documents, as bytes that went to another machine and back.
fn shard(plan: &Plan, documents: &[Document], limit: usize) -> Records {
    let (mut mapper, mut records) = (Mapper::new(plan), Records::with_limit(limit));
    for document in documents {
        let bytes = mapper.map(document).to_bytes();
        records.append(&DocumentRecord::from_bytes(&bytes).unwrap()).unwrap();
    }
    records
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn shards_mapped_apart_and_merged_in_any_order_give_every_table_of_the_whole(
        made in made(14),
        shards in prop::collection::vec(0_usize..7, 14),
        order in Just((0..7).collect::<Vec<usize>>()).prop_shuffle(),
    ) {
        let place = place();
        let plan = plan(place.path());
        let documents: Vec<Document> =
            made.iter().enumerate().map(|(at, made)| document(at, made)).collect();
        let whole = tables(&plan, shard(&plan, &documents, usize::MAX), place.path());
        prop_assert!(whole.iter().any(|(name, _)| name.ends_with("keyness.csv")));
        for count in [1, 2, 7] {
            // A limit of one byte puts every record into a temporary file of its own.
            let mut merged = Records::with_limit(if count == 7 { 1 } else { usize::MAX });
            for wanted in order.iter().filter(|wanted| **wanted < count) {
                let mut mine: Vec<Document> = documents
                    .iter()
                    .zip(&shards)
                    .filter(|(_, shard)| **shard % count == *wanted)
                    .map(|(document, _)| document.clone())
                    .collect();
                mine.reverse();
                merged.merge(shard(&plan, &mine, if count == 2 { 1 } else { 1 << 20 })).unwrap();
            }
            prop_assert_eq!(&tables(&plan, merged, place.path()), &whole, "{} shards", count);
        }
    }
}

/// The sample corpus.
fn seeds() -> String {
    format!("{}/seeds", env!("CARGO_MANIFEST_DIR"))
}

/// The tables in an output folder, with their descriptions.
fn files(output: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = contents(output);
    files.retain(|(name, _)| name != "run.json");
    files
}

#[test]
fn parts_mapped_by_the_program_give_the_tables_of_its_report() {
    let place = place();
    let run = |line: String| framescope(place.path()).args(words(&line)).assert().success();
    run(format!("report {} -o whole --quiet", seeds()));
    let whole = files(&place.path().join("whole"));
    for count in [1, 2, 7] {
        let mut parts = Vec::new();
        for shard in (1..=count).rev() {
            let part = format!("{count}-{shard}.fsr");
            run(format!("map {} --shard {shard}/{count} -o {part} --quiet", seeds()));
            parts.push(part);
        }
        let output = format!("merged-{count}");
        run(format!("merge {} -o {output} --quiet", parts.join(" ")));
        let merged = files(&place.path().join(&output));
        assert_eq!(merged.len(), whole.len());
        for ((name, found), (expected_name, expected)) in merged.iter().zip(&whole) {
            assert_eq!(name, expected_name);
            assert!(found == expected, "{name} of {count} shards differs");
        }
        let record = fs::read_to_string(place.path().join(&output).join("run.json")).unwrap();
        let record: serde_json::Value = serde_json::from_str(&record).unwrap();
        assert_eq!(record["documents"], 30);
        assert_eq!(record["inputs"].as_array().unwrap().len(), 31, "30 texts and the manifest");
    }
}

#[test]
fn parts_that_do_not_fit_together_are_refused_with_the_reason() {
    let place = place();
    let run = |line: &str| framescope(place.path()).args(words(line)).assert().success();
    write(place.path(), "a.csv", "id,outlet,text\n1,North,The regime fell.\n2,South,It rained.\n");
    write(place.path(), "b.csv", "id,outlet,text\n2,East,The militia left.\n");
    run("map a.csv -o a.fsr --lexicon conflict-labels --quiet");
    run("map a.csv -o again.fsr --lexicon conflict-labels --quiet");
    fs::copy(place.path().join("a.csv"), place.path().join("moved.csv")).unwrap();
    run("map moved.csv -o moved.fsr --lexicon conflict-labels --quiet");
    run("map b.csv -o b.fsr --lexicon conflict-labels --quiet");
    run("map b.csv -o seed.fsr --lexicon conflict-labels --seed 7 --quiet");
    run("map b.csv -o other.fsr --lexicon conflict-actions --quiet");
    let whole = fs::read(place.path().join("a.fsr")).unwrap();
    write(place.path(), "short.fsr", &whole[..whole.len() - 9]);
    let mut changed = whole.clone();
    changed[whole.len() / 2] ^= 1;
    write(place.path(), "changed.fsr", &changed);
    for (line, reason) in [
        ("merge a.fsr again.fsr -o x", "a.csv, row 2 was mapped in a.fsr already"),
        ("merge a.fsr a.fsr -o x", "a.csv, row 2 was mapped in a.fsr already"),
        ("merge a.fsr moved.fsr -o x", "moved.csv, row 2 was mapped in a.fsr already"),
        ("merge a.fsr seed.fsr -o x", "the option `seed` is 0 in one and 7 in the other"),
        ("merge a.fsr other.fsr -o x", "the lexicon `conflict-labels` where the other counts"),
        ("merge short.fsr -o x", "truncated or changed"),
        ("merge changed.fsr -o x", "truncated or changed"),
        ("merge a.csv -o x", "a.csv: this is not a part"),
        ("merge a.fsr b.fsr -o x", "the id `2` is already taken by a.csv, row 3"),
        ("merge a.fsr b.fsr -o x", "map all parts with --on-error skip"),
    ] {
        let message = refused(place.path(), line);
        assert!(message.contains(reason), "{line}: {message}");
    }
    run("map a.csv -o a.fsr --lexicon conflict-labels --on-error skip --quiet");
    run("map b.csv -o b.fsr --lexicon conflict-labels --on-error skip --quiet");
    run("merge b.fsr a.fsr -o merged --quiet");
    let rejected = table(&place.path().join("merged"), "rejected");
    assert_eq!(column(&rejected, "source"), ["b.csv"], "as in a run that reads a.csv first");
}
