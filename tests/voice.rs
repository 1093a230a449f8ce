//! Whose words: quotations and voices on passages of the project's own, and on labelled articles
//! where they are at hand.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use framescope::annotate::{Annotator, Match, Voice, VoiceRules, quotations};
use framescope::lexicon::{Matcher, read_toml};
use framescope::text::CharCounter;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use support::{Row, cue_rules, rows};

/// A folder beside the project that holds material which is not part of it.
fn beside(name: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(name);
    folder.is_dir().then_some(folder)
}

/// The articles whose quotations are labelled by hand, each with the labels' file, its text and the
/// labels.
fn labelled_articles() -> Option<Vec<(&'static str, String, Vec<Row>)>> {
    let (gold, articles) = (beside("gold")?, beside("seeds")?);
    let read = |name: &'static str| {
        let spans = rows(&fs::read(gold.join(name)).unwrap());
        let text = fs::read_to_string(articles.join(&spans[0]["doc"])).unwrap();
        (name, text.trim_start_matches('\u{feff}').to_owned(), spans)
    };
    Some(["000.csv", "001.csv", "002.csv"].map(read).to_vec())
}

/// Says that a test did not run, past the capture of test output.
fn skipped(why: &str) {
    let _ = writeln!(std::io::stderr(), "skipped: {why}");
}

#[test]
fn quotations_labelled_by_hand_are_found_with_their_borders() {
    let Some(articles) = labelled_articles() else {
        skipped("the labelled articles are not here");
        return;
    };
    let (mut labelled, mut missed) = (0, Vec::new());
    for (name, text, spans) in &articles {
        let mut counter = CharCounter::new(text);
        let found: Vec<(u32, u32)> = quotations(text)
            .into_iter()
            .map(|q| counter.span(q))
            .map(|q| (q.start, q.end))
            .collect();
        for span in spans {
            labelled += 1;
            let borders: (u32, u32) =
                (span["start"].parse().unwrap(), span["end"].parse().unwrap());
            if !found.contains(&borders) {
                missed.push(format!("{name} {borders:?} {}", span["text"]));
            }
        }
        eprintln!("{name}: {} labelled, {} found", spans.len(), found.len());
    }
    assert_eq!(labelled, 56);
    assert!(missed.len() <= 2, "{missed:#?}");
}

/// The terms that passages mark, and the parties of their invented world.
const LABELS: &[u8] = br#"
name = "labels"
[category.label]
terms = ["regime*", "militia*", "terrorist*", "proxy", "proxies", "puppet*", "extremist*", "insurgent*", "rebel*", "death squad*",
  "freedom fighter*", "jihadist*", "occupier*", "liberator*", "warlord*"]
"#;
const ACTIONS: &[u8] = br#"
name = "actions"
applies_to = "actions"
[category.action]
terms = ["liberation", "liberated", "liberating", "liberate*", "invad*", "invasion*", "occupation*", "occupied", "occupying", "kill*", "massacr*", "bomb*",
  "annex*", "attack*", "raid*"]
"#;
const ACTORS: &[u8] = br#"
name = "actors"
[actor.varsk]
name = "Varsk"
aliases = ["Varsk", "Varskan", "Varskans"]
[actor.teluria]
name = "Teluria"
aliases = ["Teluria", "Telurian", "Telurians"]
[actor.orlan-front]
name = "Orlan Front"
aliases = ["Orlan Front", { term = "the Front", case = true }, { term = "The Front", case = true }, { term = "OF", case = true }]
[actor.hadrel]
name = "President Hadrel"
aliases = ["President Hadrel", "Hadrel", "Sorin Hadrel", "Hadrel government"]
[actor.sarn-brigades]
name = "Sarn Brigades"
aliases = ["Sarn Brigades", "Sarn Brigade"]
[actor.pelgrath]
name = "Pelgrath"
aliases = ["Pelgrath", "Pelgrathi"]
"#;

/// What a cell of the table expects: nothing where it is empty, an empty value where it is `-`.
fn differs(expected: &str, found: &str) -> bool {
    match expected {
        "" => false,
        "-" => !found.is_empty(),
        expected => expected != found,
    }
}

#[test]
fn every_passage_is_read_as_its_row_says() {
    let matcher = Matcher::compile(&[
        read_toml("labels.toml", LABELS).unwrap(),
        read_toml("actions.toml", ACTIONS).unwrap(),
    ])
    .unwrap();
    let rules = cue_rules(ACTORS);
    let mut annotator = Annotator::new(&matcher).with_rules(&rules);
    let table =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/passages.tsv"))
            .unwrap();
    let mut lines = table.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let header: Vec<&str> = lines.next().unwrap().split('\t').collect();
    let (mut passages, mut wrong) = (0, Vec::new());
    for line in lines {
        let cells: Vec<&str> = line.split('\t').collect();
        assert_eq!(cells.len(), header.len(), "{line}");
        let marked = cells[0].replace("\\n", "\n");
        let start = marked.find("[[").unwrap();
        let text = marked.replace("[[", "").replace("]]", "");
        let annotation = annotator.annotate_in(&text, Some("en"));
        let Some(found) =
            annotation.matches.iter().find(|found| found.span.start as usize == start)
        else {
            panic!("nothing found at the mark of {line}");
        };
        let name = |party| annotation.party_name(party).into_owned();
        let target = found.target.unwrap();
        let values = [
            found.voice.name().to_owned(),
            found.negation.is_some().to_string(),
            found.hedge.is_some().to_string(),
            found.speaker.map(name).unwrap_or_default(),
            target.party.map(name).unwrap_or_default(),
            target.rule.name().to_owned(),
            target.agent.map(name).unwrap_or_default(),
            target.patient.map(name).unwrap_or_default(),
        ];
        passages += 1;
        let missed: Vec<String> = (1..header.len())
            .filter(|&at| differs(cells[at], &values[at - 1]))
            .map(|at| format!("{} is `{}`, not `{}`", header[at], values[at - 1], cells[at]))
            .collect();
        if !missed.is_empty() {
            wrong.push(format!(
                "{}\n      {} ({})",
                cells[0],
                missed.join("; "),
                found.reason.name()
            ));
        }
    }
    assert!(passages >= 150, "{passages} passages");
    assert!(wrong.is_empty(), "{} of {passages} passages:\n{}", wrong.len(), wrong.join("\n"));
}

/// The matches of every token of a text.
fn every_token<R>(text: &str, read: impl FnOnce(&[Match]) -> R) -> R {
    let every =
        read_toml("every.toml", b"name = \"every\"\n[category.token]\nterms = [\"*\"]").unwrap();
    let matcher = Matcher::compile([&every]).unwrap();
    let rules = VoiceRules::bundled("en").unwrap();
    let mut annotator = Annotator::new(&matcher).with_rules(&rules);
    read(annotator.annotate_in(text, Some("en")).matches)
}

#[test]
fn quotations_labelled_by_hand_are_told_apart() {
    let Some(articles) = labelled_articles() else {
        skipped("the labelled articles are not here");
        return;
    };
    let (mut labelled, mut wrong) = (0, Vec::new());
    for (name, text, spans) in &articles {
        let mut counter = CharCounter::new(text);
        let voices: Vec<(u32, Voice)> = every_token(text, |found| {
            found.iter().map(|m| (counter.span(m.span).start, m.voice)).collect()
        });
        for span in spans {
            labelled += 1;
            let (start, end): (u32, u32) =
                (span["start"].parse().unwrap(), span["end"].parse().unwrap());
            // A span has the voice of most of its tokens.
            let inside: Vec<Voice> = voices
                .iter()
                .filter(|(at, _)| (start..end).contains(at))
                .map(|(_, voice)| *voice)
                .collect();
            let read = [("D", Voice::Distanced), ("S", Voice::Quoted), ("N", Voice::Own)]
                .into_iter()
                .max_by_key(|(_, voice)| inside.iter().filter(|found| *found == voice).count())
                .unwrap();
            let known = inside.contains(&read.1);
            if !known || !span["label"].split('|').any(|label| label == read.0) {
                wrong.push(format!(
                    "{name} {} is {}, not {}",
                    span["text"],
                    if known { read.0 } else { "none of these" },
                    span["label"]
                ));
            }
        }
    }
    eprintln!(
        "{} of {labelled} labelled quotations told apart; wrong: {wrong:#?}",
        labelled - wrong.len()
    );
    assert_eq!(labelled, 56);
    assert!(wrong.len() * 10 <= labelled, "{wrong:#?}");
}

/// Precision, recall and F1.
fn f1(hit: u64, false_alarm: u64, missed: u64) -> (f64, f64, f64) {
    let (precision, recall) =
        (hit as f64 / (hit + false_alarm).max(1) as f64, hit as f64 / (hit + missed).max(1) as f64);
    (precision, recall, 2.0 * precision * recall / (precision + recall).max(1e-12))
}

#[test]
fn attribution_marked_by_hand_is_found() {
    let Some(folder) = beside("voice") else {
        skipped("the articles with attribution marked are not here");
        return;
    };
    let mut documents = rows(&fs::read(folder.join("docs.csv")).unwrap());
    documents.sort_by(|a, b| a["id"].cmp(&b["id"]));
    let annotations = rows(&fs::read(folder.join("annotations.csv")).unwrap());
    // Every third article was kept aside while the rules were made.
    for (part, kept_aside) in [("tuned", false), ("kept aside", true)] {
        // (someone else's by hand, someone else's by the rules)
        let mut counts = [[0_u64; 2]; 2];
        for (_, document) in
            documents.iter().enumerate().filter(|(at, _)| (at % 3 == 0) == kept_aside)
        {
            let text = &document["text"];
            let length = text.chars().count();
            let (mut content, mut other) = (vec![false; length], vec![false; length]);
            for annotation in
                annotations.iter().filter(|annotation| annotation["doc_id"] == document["id"])
            {
                let (start, end): (usize, usize) =
                    (annotation["start"].parse().unwrap(), annotation["end"].parse().unwrap());
                let marks =
                    if annotation["label"] == "content" { &mut content } else { &mut other };
                marks[start..end.min(length)].fill(true);
            }
            let mut counter = CharCounter::new(text);
            every_token(text, |found| {
                for found in found {
                    let at = counter.span(found.span).start as usize;
                    // Cue and source are neither's.
                    if content[at] || !other[at] {
                        let someone = matches!(found.voice, Voice::Quoted | Voice::Reported);
                        counts[usize::from(content[at])][usize::from(someone)] += 1;
                    }
                }
            });
        }
        let (precision, recall, someone) = f1(counts[1][1], counts[0][1], counts[1][0]);
        let (_, _, author) = f1(counts[0][0], counts[1][0], counts[0][1]);
        let both = f64::midpoint(someone, author);
        eprintln!(
            "{part}: someone else's precision {precision:.3}, recall {recall:.3}; macro-F1 \
             {both:.3}"
        );
        assert!(precision >= 0.88 && both >= 0.80, "{part}: {precision:.3} {both:.3}");
    }
}

#[test]
fn scare_quotes_of_the_labelled_articles_hold_their_words_off() {
    let Some(articles) = beside("seeds") else {
        skipped("the labelled articles are not here");
        return;
    };
    let read = |name: &str| {
        let file = fs::read_dir(&articles).unwrap().map(|entry| entry.unwrap().path());
        let path = file
            .into_iter()
            .find(|path| path.file_name().unwrap().to_string_lossy().starts_with(name))
            .unwrap();
        fs::read_to_string(path).unwrap()
    };
    let text = read("002");
    let liberation: Vec<Voice> = every_token(&text, |found| {
        found
            .iter()
            .filter(|m| m.span.slice(&text).to_lowercase().starts_with("liberat"))
            .map(|m| m.voice)
            .collect()
    });
    // Four in marks, and one ironic without any.
    assert_eq!(liberation, [Voice::Distanced; 5]);
    let text = read("003");
    let labels: Vec<(Voice, bool)> = every_token(&text, |found| {
        let inside = |span: framescope::text::ByteSpan| {
            quotations(&text).into_iter().any(|q| {
                q.start <= span.start && span.end <= q.end && q.slice(&text).starts_with('‘')
            })
        };
        let labels = found.iter().filter(|m| {
            ["milit", "prox"]
                .iter()
                .any(|stem| m.span.slice(&text).to_lowercase().starts_with(stem))
        });
        labels.filter(|m| inside(m.span)).map(|m| (m.voice, m.negation.is_some())).collect()
    });
    assert!(
        labels.len() >= 10 && labels.iter().all(|(voice, _)| *voice == Voice::Distanced),
        "{labels:?}"
    );
    assert_eq!(
        labels.iter().filter(|(_, negated)| *negated).count(),
        1,
        "no longer ‘militias’: {labels:?}"
    );
}
