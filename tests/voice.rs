//! Whose words: quotations and voices on passages of the project's own, and on labelled articles where they are at hand.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use framescope::annotate::{Annotator, Match, Voice, VoiceRules, quotations};
use framescope::lexicon::{Lexicon, Matcher, bundled_names, load, read_toml};
use framescope::text::CharCounter;
use std::fs;
use std::path::{Path, PathBuf};
use support::rows;

/// A folder beside the project that holds material which is not part of it.
fn beside(name: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(name);
    folder.is_dir().then_some(folder)
}

#[test]
fn quotations_labelled_by_hand_are_found_with_their_borders() {
    let (Some(gold), Some(articles)) = (beside("gold"), beside("seeds")) else {
        eprintln!("skipped: the labelled articles are not here");
        return;
    };
    let (mut labelled, mut missed) = (0, Vec::new());
    for name in ["000.csv", "001.csv", "002.csv"] {
        let spans = rows(&fs::read(gold.join(name)).unwrap());
        let text = fs::read_to_string(articles.join(&spans[0]["doc"])).unwrap();
        let text = text.trim_start_matches('\u{feff}');
        let mut counter = CharCounter::new(text);
        let found: Vec<(u32, u32)> = quotations(text).into_iter().map(|q| counter.span(q)).map(|q| (q.start, q.end)).collect();
        for span in &spans {
            labelled += 1;
            let borders: (u32, u32) = (span["start"].parse().unwrap(), span["end"].parse().unwrap());
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

/// The cues that are bundled, with the actors of `own`.
fn rules(own: &[u8]) -> VoiceRules {
    let mut lexicons: Vec<Lexicon> = bundled_names().map(|name| load(name).unwrap()).filter(|l| l.name != "actors-middle-east").collect();
    lexicons.push(read_toml("actors.toml", own).unwrap());
    VoiceRules::compile(&lexicons, "en").unwrap()
}

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
    let matcher = Matcher::compile(&[read_toml("labels.toml", LABELS).unwrap(), read_toml("actions.toml", ACTIONS).unwrap()]).unwrap();
    let rules = rules(ACTORS);
    let mut annotator = Annotator::new(&matcher).with_rules(&rules);
    let table = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/passages.tsv")).unwrap();
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
        let Some(found) = annotation.matches.iter().find(|found| found.span.start as usize == start) else {
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
            wrong.push(format!("{}\n      {} ({})", cells[0], missed.join("; "), found.reason.name()));
        }
    }
    assert!(passages >= 150, "{passages} passages");
    assert!(wrong.is_empty(), "{} of {passages} passages:\n{}", wrong.len(), wrong.join("\n"));
}

/// The matches of every token of a text.
fn every_token<R>(text: &str, read: impl FnOnce(&[Match]) -> R) -> R {
    let every = read_toml("every.toml", b"name = \"every\"\n[category.token]\nterms = [\"*\"]").unwrap();
    let matcher = Matcher::compile([&every]).unwrap();
    let rules = VoiceRules::bundled("en").unwrap();
    let mut annotator = Annotator::new(&matcher).with_rules(&rules);
    read(annotator.annotate_in(text, Some("en")).matches)
}

#[test]
fn quotations_labelled_by_hand_are_told_apart() {
    let (Some(gold), Some(articles)) = (beside("gold"), beside("seeds")) else {
        eprintln!("skipped: the labelled articles are not here");
        return;
    };
    let (mut labelled, mut wrong) = (0, Vec::new());
    for name in ["000.csv", "001.csv", "002.csv"] {
        let spans = rows(&fs::read(gold.join(name)).unwrap());
        let text = fs::read_to_string(articles.join(&spans[0]["doc"])).unwrap();
        let text = text.trim_start_matches('\u{feff}');
        let mut counter = CharCounter::new(text);
        let voices: Vec<(u32, Voice)> = every_token(text, |found| found.iter().map(|m| (counter.span(m.span).start, m.voice)).collect());
        for span in &spans {
            labelled += 1;
            let (start, end): (u32, u32) = (span["start"].parse().unwrap(), span["end"].parse().unwrap());
            // A span has the voice of most of its tokens.
            let inside: Vec<Voice> = voices.iter().filter(|(at, _)| (start..end).contains(at)).map(|(_, voice)| *voice).collect();
            let read = [("D", Voice::Distanced), ("S", Voice::Quoted), ("N", Voice::Own)]
                .into_iter()
                .max_by_key(|(_, voice)| inside.iter().filter(|found| *found == voice).count())
                .unwrap();
            let known = inside.contains(&read.1);
            if !known || !span["label"].split('|').any(|label| label == read.0) {
                wrong.push(format!("{name} {} is {}, not {}", span["text"], if known { read.0 } else { "none of these" }, span["label"]));
            }
        }
    }
    eprintln!("{} of {labelled} labelled quotations told apart; wrong: {wrong:#?}", labelled - wrong.len());
    assert_eq!(labelled, 56);
    assert!(wrong.len() * 10 <= labelled, "{wrong:#?}");
}
