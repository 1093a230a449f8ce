//! What must not matter does not: the names of outlets, the order of rows, and whether a corpus is
//! counted whole or in shards.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use framescope::annotate::Annotator;
use framescope::compare::{
    Adjustment, NamingTotals, OutletTotals, Referents, Sides, TargetTotals, TermIndex, TermSurvey,
    TestedDocuments, contrasts, naming_tests, target_tests,
};
use framescope::corpus::{Document, Place, Source};
use framescope::frame::{DocumentFrame, WordCounter, dimensions};
use framescope::lexicon::{Matcher, read_toml};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fs;
use support::{NAMES, WORDS, framescope, place, rows, words, write};

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
            ["log_likelihood", "log_ratio", "log_odds", "log_odds_z", "log_ratio_within_event"]
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
    Document {
        id: format!("{at:03}"),
        outlet: ["Alder", "Birch", "Cedar"][*outlet].into(),
        date: None,
        title: None,
        author: None,
        event: Some(EVENTS[*event].to_owned()).filter(|event| !event.is_empty()),
        language: Some("en".to_owned()),
        text: text(sentences),
        source: Source { file: "news.csv".into(), place: Place::Row(at as u64 + 2) },
        encoding: "UTF-8",
    }
}

/// What one machine makes of its documents.
#[derive(Default)]
struct Shard {
    frames: Vec<DocumentFrame>,
    outlets: OutletTotals,
    naming: NamingTotals,
    targets: TargetTotals,
    terms: TermIndex,
}

fn shard(documents: &[(usize, &Made)], matcher: &Matcher, referents: &Referents) -> Shard {
    let (mut annotator, mut counter) = (Annotator::new(matcher), WordCounter::default());
    let (mut found, mut survey, mut aside) = (Shard::default(), TermSurvey::new(2), Vec::new());
    for (at, made) in documents {
        let document = document(*at, made);
        let annotation = annotator.annotate(&document.text);
        let frame = DocumentFrame::of(&document, &annotation, matcher);
        found.outlets.add(&frame);
        found.naming.add(&frame, referents);
        found.targets.add(&frame);
        found.frames.push(frame);
        aside.push(Ok::<_, Infallible>((
            u32::try_from(*at).unwrap(),
            survey.add(&counter.count(&annotation, true)),
        )));
    }
    found.terms = survey.index(1, aside).unwrap();
    found
}

proptest! {
    #[test]
    fn shards_that_are_merged_give_the_figures_of_the_whole(documents in made(14), shards in prop::collection::vec(0_usize..3, 14)) {
        let lexicons = [read_toml("words.toml", WORDS.as_bytes()).unwrap(), read_toml("names.toml", NAMES.as_bytes()).unwrap()];
        let matcher = Matcher::compile(&lexicons).unwrap();
        let referents = Referents::of(&matcher);
        let all: Vec<(usize, &Made)> = documents.iter().enumerate().collect();
        let whole = shard(&all, &matcher, &referents);
        let parts = [2, 0, 1].map(|wanted| {
            let mine: Vec<(usize, &Made)> = all.iter().zip(&shards).filter(|(_, shard)| **shard == wanted).map(|(document, _)| *document).collect();
            shard(&mine, &matcher, &referents)
        });
        let mut merged = Shard::default();
        for part in &parts {
            merged.frames.extend(part.frames.iter().cloned());
            merged.outlets.merge(&part.outlets);
            merged.naming.merge(&part.naming);
            merged.targets.merge(&part.targets);
        }
        merged.frames.sort_by(|a, b| a.id.cmp(&b.id));
        merged.terms = TermIndex::merged(parts.into_iter().map(|part| part.terms), 2);
        let mut expected = whole.terms.clone();
        expected.terms.retain(|term| term.postings.len() >= 2);
        prop_assert_eq!(&merged.terms.terms, &expected.terms);
        prop_assert_eq!(merged.terms.types, expected.types);
        prop_assert_eq!(&merged.outlets, &whole.outlets);
        prop_assert_eq!(&merged.naming, &whole.naming);
        prop_assert_eq!(&merged.targets, &whole.targets);

        let categories = dimensions(&matcher);
        prop_assert_eq!(
            contrasts(&merged.outlets, &merged.frames, &categories, 999, 0, Adjustment::default()),
            contrasts(&whole.outlets, &whole.frames, &categories, 999, 0, Adjustment::default())
        );
        prop_assert_eq!(naming_tests(&merged.frames, &referents, 0, Adjustment::default()), naming_tests(&whole.frames, &referents, 0, Adjustment::default()));
        let cells = whole.targets.cells(&matcher);
        prop_assert_eq!(target_tests(&merged.targets.cells(&matcher), &merged.frames, 0, Adjustment::default()), target_tests(&cells, &whole.frames, 0, Adjustment::default()));
        let p = |shard: &Shard, terms: &TermIndex| {
            let tested = TestedDocuments::new(shard.frames.iter().map(|frame| (&frame.outlet, frame.event.as_deref(), frame.tokens)));
            let sides: Vec<Sides> = tested.contrasts();
            tested.p_values(terms, &sides, 0)
        };
        prop_assert_eq!(p(&merged, &merged.terms), p(&whole, &expected));
    }
}
