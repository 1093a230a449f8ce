//! `framescope lexicon suggest`: what it finds in small corpora with planted words, what it leaves
//! out, and what it says.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::fs;
use std::path::Path;
use support::{Row, WORDS, column, framescope, place, refused, rows, words, write};

/// A corpus of rows `outlet,event,text`, with ids in the order given.
fn corpus(documents: &[(&str, &str, String)]) -> Vec<String> {
    let line = |(number, (outlet, event, text)): (usize, &(&str, &str, String))| {
        format!("d{number:03},{outlet},{event},\"{text}\"\n")
    };
    documents.iter().enumerate().map(line).collect()
}

fn csv(lines: &[String]) -> String {
    format!("id,outlet,event,text\n{}", lines.concat())
}

/// What `suggest` with the words lexicon writes as a table, given further options.
#[track_caller]
fn table(folder: &Path, options: &str) -> Vec<u8> {
    write(folder, "words.toml", WORDS);
    let line = format!("lexicon suggest --lexicon words.toml -o - --quiet {options}");
    framescope(folder).args(words(&line)).assert().success().stderr("").get_output().stdout.clone()
}

#[track_caller]
fn suggested(folder: &Path, documents: &[(&str, &str, String)], options: &str) -> Vec<Row> {
    write(folder, "news.csv", csv(&corpus(documents)));
    rows(&table(folder, &format!("news.csv {options}")))
}

#[track_caller]
fn row<'r>(rows: &'r [Row], term: &str) -> &'r Row {
    rows.iter()
        .find(|row| row["term"] == term)
        .unwrap_or_else(|| panic!("{term} among {:?}", column(rows, "term")))
}

const OUTLETS: [&str; 3] = ["East", "North", "South"];

/// Six events that three outlets report, where North alone speaks of a junta; and a flood that
/// North alone reports, in six articles about levees.
fn planted() -> Vec<(&'static str, &'static str, String)> {
    let mut documents = Vec::new();
    for event in ["bridge", "harbour", "school", "market", "railway", "dam"] {
        for outlet in OUTLETS {
            let ruler = if outlet == "North" { "junta" } else { "council" };
            documents.push((
                outlet,
                event,
                format!(
                    "The {ruler} had closed the {event} on Monday, and its officers stayed there \
                     while the repairs to the {event} went on."
                ),
            ));
        }
    }
    for week in 1..=6 {
        documents.push((
            "North",
            "flood",
            format!(
                "The levee broke in week {week}, and the levee at the mill was then as weak as the \
                 last."
            ),
        ));
    }
    documents
}

#[test]
fn a_word_that_one_outlet_alone_uses_within_the_same_events_comes_first() {
    let place = place();
    let found = suggested(place.path(), &planted(), "");
    let first = &found[0];
    assert_eq!(first["rank"], "1");
    assert_eq!(
        (first["term"].as_str(), first["reasons"].as_str(), first["outlet"].as_str()),
        ("junta", "unequal", "North")
    );
    assert_eq!(
        (first["count"].as_str(), first["documents"].as_str(), first["outlets"].as_str()),
        ("6", "6", "1")
    );
    assert_eq!(first["rate_others"], "0", "others on the same events have none");
    assert!(first["p_value"].parse::<f64>().unwrap() < first["q_value"].parse::<f64>().unwrap());
    assert_eq!(first["example_document"], "d001", "the first of the outlet's");
    assert_eq!(first["example"], "The [[junta]] had closed the bridge on Monday, and its");
}

#[test]
fn a_word_of_an_event_that_one_outlet_alone_reports_is_no_difference() {
    let place = place();
    let found = suggested(place.path(), &planted(), "");
    assert!(!column(&found, "term").contains(&"levee"), "{found:?}");
    // Without events nobody could tell.
    write(
        place.path(),
        "news.csv",
        csv(&corpus(&planted())).replace("id,outlet,event,", "id,outlet,topic,"),
    );
    let found = rows(&table(place.path(), "news.csv"));
    assert_eq!(row(&found, "levee")["outlet"], "North");
}

#[test]
fn z_and_rates_are_those_found_by_hand() {
    let place = place();
    let text = |word: &str| {
        format!(
            "The {word} had met there and spoke of the roads, the wells and the price of bread \
             there."
        )
    };
    // 18 tokens each. r = 4/144, residuals ±1/2, S = 2, V = 4·4/(8·7)·8/4, z = √7; symmetric, so p
    // = erfc(√3.5).
    let documents: Vec<_> = (0..8)
        .map(|at| if at < 4 { ("A", "e", text("junta")) } else { ("B", "e", text("council")) })
        .collect();
    let found = suggested(place.path(), &documents, "");
    let junta = row(&found, "junta");
    assert_eq!((junta["z"].as_str(), junta["p_value"].as_str()), ("2.64575", "0.008151"));
    assert_eq!((junta["rate_outlet"].as_str(), junta["rate_others"].as_str()), ("55.5556", "0"));
    assert_eq!(row(&found, "council")["outlet"], "B");
    assert_eq!(junta["score"], junta["z"], "one reason");
}

#[test]
fn a_word_in_scare_quotes_is_found_and_one_in_speech_is_not() {
    let place = place();
    let mut documents = Vec::new();
    for town in ["Ellis", "Dorn", "Maring", "Tolbeck", "Wethen"] {
        documents.push((
            "East",
            "",
            format!(
                "The “liberators” left {town} on Monday, and the shops in the square were open \
                 again at noon."
            ),
        ));
        documents.push((
            "East",
            "",
            format!(
                "“We will mend the bridges of {town},” the mayor said, and the shops in the square \
                 were shut."
            ),
        ));
    }
    let found = suggested(place.path(), &documents, "");
    let first = &found[0];
    assert_eq!((first["term"].as_str(), first["reasons"].as_str()), ("liberators", "scare quotes"));
    assert_eq!(
        (first["count"].as_str(), first["distanced"].as_str(), first["outlet"].as_str()),
        ("5", "5", "")
    );
    assert_eq!(first["example"], "The “[[liberators]]” left Ellis on Monday, and the shops in");
    assert!(!column(&found, "term").contains(&"bridges"), "{found:?}");
}

#[test]
fn a_word_that_stands_where_known_ones_stand_is_proposed_for_their_category() {
    let place = place();
    let mut documents = Vec::new();
    for (at, party) in ["militia", "warband"].into_iter().cycle().take(12).enumerate() {
        let outlet = OUTLETS[at % 3];
        documents.push((
            outlet,
            "",
            format!(
                "An army-backed {party} seized the depot, and its lorries were gone when the \
                 owners came back."
            ),
        ));
        documents.push((
            outlet,
            "",
            format!(
                "Farmers feared the {party} near Dorn, where the harvest was late and the barns \
                 were still empty."
            ),
        ));
        documents.push((
            outlet,
            "",
            "The harvest was late in the valley, the owners came back, and lorries stood before \
             the barns."
                .to_owned(),
        ));
    }
    let found = suggested(place.path(), &documents, "");
    let warband = row(&found, "warband");
    assert_eq!((warband["reasons"].as_str(), warband["rank"].as_str()), ("slot", "1"));
    assert_eq!(
        (warband["category"].as_str(), warband["like"].as_str()),
        ("words.harsh", "militia*")
    );
    assert_eq!(warband["slot"], "army-backed ___ seized");
    assert!(warband["example"].contains("army-backed [[warband]] seized"), "{warband:?}");
    let (list, _) = told(place.path(), &documents, "");
    assert!(
        list.contains("      slot: “army-backed ___ seized”, as “militia*” (words.harsh)\n"),
        "{list}"
    );
}

/// The sample corpus, with a lexicon that holds little of what was planted in it.
#[track_caller]
fn of_the_sample(options: &str) -> Vec<u8> {
    let place = place();
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    write(
        place.path(),
        "few.toml",
        WORDS.replace("\"regime*\", ", "\"rebels\", ").replace(", \"liberation\"", ""),
    );
    let line =
        format!("lexicon suggest {} --lexicon few.toml -o - --quiet {options}", seeds.display());
    framescope(place.path()).args(words(&line)).assert().success().get_output().stdout.clone()
}

#[test]
fn what_was_planted_in_the_sample_comes_out_on_top() {
    let found = rows(&of_the_sample("-n 20"));
    assert_eq!(found.len(), 20);
    for term in [
        "insurgents",
        "armed group",
        "opposition",
        "revolutionaries",
        "operation",
        "volunteers",
        "occupied",
        "offensive",
        "massacre",
    ] {
        assert!(row(&found, term)["reasons"].contains("unequal"), "{term}");
    }
    for (term, outlet) in [
        ("regime", "The Seventh Valley"),
        ("fighters", "Quoin Wire"),
        ("killed", "Quoin Wire"),
        ("terrorists", "Kethmar One"),
    ] {
        assert_eq!(row(&found, term)["outlet"], outlet, "{term}");
    }
    for term in ["liberation", "liberated"] {
        assert_eq!(row(&found, term)["reasons"], "scare quotes; unequal", "{term}");
    }
}

#[test]
fn neither_known_words_nor_names_nor_parts_of_phrases_are_suggested() {
    let found = rows(&of_the_sample("-n 1000"));
    let terms = column(&found, "term");
    for known in ["rebels", "militia", "militias", "occupation", "government"] {
        assert!(!terms.contains(&known), "{known} is in the lexicon");
    }
    for name in ["okessa", "halmeret", "copper bridge", "lantern relief", "monday"] {
        assert!(!terms.contains(&name), "{name} is a name");
    }
    for light in ["the", "they", "said", "against", "only", "three"] {
        assert!(!terms.contains(&light), "{light} is no term");
    }
    assert!(
        !terms.contains(&"armed") && !terms.contains(&"group"),
        "“armed group” stands for both"
    );
    let scores: Vec<f64> =
        column(&found, "score").iter().map(|score| score.parse().unwrap()).collect();
    assert!(scores.is_sorted_by(|a, b| a >= b));
}

#[test]
fn threads_and_the_order_of_rows_change_nothing() {
    assert_eq!(of_the_sample("--threads 1"), of_the_sample("--threads 3"));
    let place = place();
    let mut lines = corpus(&planted());
    write(place.path(), "news.csv", csv(&lines));
    lines.reverse();
    lines.rotate_left(5);
    write(place.path(), "other.csv", csv(&lines));
    let found = table(place.path(), "news.csv --min-documents 1 -n 1000");
    assert_eq!(found, table(place.path(), "other.csv --min-documents 1 -n 1000"));
    let (first, rest) = lines.split_at(9);
    write(place.path(), "a.csv", csv(first));
    write(place.path(), "b.csv", csv(rest));
    assert_eq!(found, table(place.path(), "b.csv a.csv --min-documents 1 -n 1000"));
}

#[test]
fn standard_input_is_read_as_a_file_is() {
    let place = place();
    write(place.path(), "news.csv", csv(&corpus(&planted())));
    let from_file = table(place.path(), "news.csv");
    let line = "lexicon suggest - --lexicon words.toml -o - --quiet";
    let input = fs::read(place.path().join("news.csv")).unwrap();
    let output = framescope(place.path())
        .args(words(line))
        .write_stdin(input)
        .assert()
        .success()
        .get_output()
        .stdout
        .clone();
    assert_eq!(output, from_file);
}

#[test]
fn fewer_documents_than_asked_for_are_too_few() {
    let place = place();
    let terms = |options: &str| {
        suggested(place.path(), &planted(), options)
            .iter()
            .map(|row| row["term"].clone())
            .collect::<Vec<_>>()
    };
    assert!(terms("--min-documents 6").contains(&"junta".to_owned()));
    assert!(!terms("--min-documents 7").contains(&"junta".to_owned()));
    assert_eq!(terms("-n 1"), ["junta"]);
}

#[test]
fn the_list_on_the_terminal_says_why() {
    let place = place();
    write(place.path(), "words.toml", WORDS);
    write(place.path(), "news.csv", csv(&corpus(&planted())));
    let line = "lexicon suggest news.csv --lexicon words.toml -n 1";
    let output = framescope(place.path()).args(words(line)).assert().success().get_output().clone();
    let list = String::from_utf8(output.stdout).unwrap();
    assert!(list.starts_with("   1  junta "), "{list}");
    assert!(list.contains("  6 in 6 documents, 1 outlet\n      unequal: North "), "{list}");
    assert!(list.contains(" per 1,000 words, others 0.00 (z "), "{list}");
    assert!(list.contains("\n      d001: The [[junta]] had closed the bridge"), "{list}");
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "1 suggestion from 24 documents\n");
}

#[test]
fn a_table_appears_whole_in_the_format_of_its_name() {
    let place = place();
    write(place.path(), "words.toml", WORDS);
    write(place.path(), "news.csv", csv(&corpus(&planted())));
    let line = "lexicon suggest news.csv --lexicon words.toml -n 1 -o found.jsonl";
    framescope(place.path()).args(words(line)).assert().success().stdout("");
    let line = fs::read_to_string(place.path().join("found.jsonl")).unwrap();
    assert!(line.starts_with("{\"rank\":1,\"term\":\"junta\",\"reasons\":\"unequal\","), "{line}");
    let message =
        refused(place.path(), "lexicon suggest news.csv --lexicon words.toml -o found.xlsx");
    assert!(message.contains("tables are written as .csv or .jsonl"), "{message}");
}

#[test]
fn what_a_corpus_cannot_tell_is_said() {
    let place = place();
    write(place.path(), "words.toml", WORDS);
    let said = |name: &str, documents: &[(&str, &str, String)]| {
        write(place.path(), name, csv(&corpus(documents)));
        let line = format!("lexicon suggest {name} --lexicon words.toml");
        let output =
            framescope(place.path()).args(words(&line)).assert().success().get_output().clone();
        String::from_utf8(output.stderr).unwrap()
    };
    let text = "The council met in the hall and spoke of the roads and the price of bread.";
    let one = said("one.csv", &[("A", "e", text.to_owned()), ("A", "e", text.to_owned())]);
    assert!(one.contains("there is one outlet, so no use can be unequal"), "{one}");
    let no_event = said("none.csv", &[("A", "", text.to_owned()), ("B", "", text.to_owned())]);
    assert!(no_event.contains("no document has an event"), "{no_event}");
    let german = "Der Rat tagte am Montag in der Halle und sprach über die Straßen und den Preis \
        des Brotes, während draußen die Händler warteten.";
    let foreign = said("german.csv", &[("A", "e", text.to_owned()), ("B", "e", german.to_owned())]);
    assert!(
        foreign.contains("1 document not in the language `en` of the cue rules left out"),
        "{foreign}"
    );
}

#[test]
fn a_language_whose_function_words_nobody_knows_is_refused() {
    let place = place();
    write(place.path(), "de.toml", WORDS.replace("language = \"en\"", "language = \"de\""));
    write(
        place.path(),
        "de.csv",
        "id,outlet,event,text\n1,A,e,Der Rat tagte.\n2,B,e,Ein Rat tagte.\n",
    );
    let message = refused(
        place.path(),
        "lexicon suggest de.csv --language de --lexicon de.toml -o found.csv",
    );
    assert!(
        message.contains("function words")
            && message.contains("`de`")
            && message.contains("--language en"),
        "{message}"
    );
}

/// What the command says on stdout and stderr.
#[track_caller]
fn told(folder: &Path, documents: &[(&str, &str, String)], options: &str) -> (String, String) {
    write(folder, "words.toml", WORDS);
    write(folder, "news.csv", csv(&corpus(documents)));
    let line = format!("lexicon suggest news.csv --lexicon words.toml {options}");
    let output = framescope(folder).args(words(&line)).assert().success().get_output().clone();
    (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn what_the_lexicon_holds_is_not_proposed_where_it_does_not_count() {
    let lexicon = r#"name = "words"
except = ["border patrol", "market wall"]
names = ["Free Army"]

[category.a]
description = "Held on conditions"
terms = [{ term = "junta", near = ["zebra"] }, { term = "cabal*", not_near = ["closed"] }, { term = "Clique", case = true }, "wall", "patrol*", "army"]
"#;
    let place = place();
    write(place.path(), "held.toml", lexicon);
    let mut documents = Vec::new();
    for event in ["bridge", "harbour", "school", "ferry", "railway", "dam"] {
        for outlet in OUTLETS {
            let text = if outlet == "North" {
                format!(
                    "The junta closed the {event} with the cabals and the clique, behind a market \
                     wall and a border patrol of the Free Army and a warband."
                )
            } else {
                format!(
                    "The council had shut the {event} on Monday with the board and the mayors, and \
                     its officers stayed by the road until dusk."
                )
            };
            documents.push((outlet, event, text));
        }
    }
    write(place.path(), "news.csv", csv(&corpus(&documents)));
    let line = "lexicon suggest news.csv --lexicon held.toml -o - --quiet -n 1000";
    let output =
        framescope(place.path()).args(words(line)).assert().success().get_output().stdout.clone();
    let found = rows(&output);
    let terms = column(&found, "term");
    assert!(terms.contains(&"warband"), "{terms:?}");
    for held in [
        "junta",
        "cabals",
        "clique",
        "wall",
        "market wall",
        "patrol",
        "border patrol",
        "army",
        "free army",
    ] {
        assert!(!terms.contains(&held), "{held} is in the lexicon: {terms:?}");
    }
}

#[test]
fn events_of_one_outlet_each_compare_nothing_and_that_is_said() {
    let place = place();
    let parted: Vec<_> =
        planted().into_iter().map(|(outlet, _, text)| (outlet, outlet, text)).collect();
    let (_, said) = told(place.path(), &parted, "");
    assert!(
        said.contains("no event has documents of two outlets, so no use can be unequal"),
        "{said}"
    );
    let (_, said) = told(place.path(), &planted(), "");
    assert!(!said.contains("no use can be unequal"), "{said}");
}

#[test]
fn where_nothing_is_suggested_the_reason_is_said() {
    let place = place();
    let text =
        "The council met in the hall and spoke of the roads and the price of bread.".to_owned();
    let two = [("A", "e", text.clone()), ("B", "e", text.clone())];
    let (list, said) = told(place.path(), &two, "");
    assert_eq!(list, "");
    assert!(
        said.contains(
            "nothing suggested: terms need 3 documents and there are 2; ask for fewer with \
             --min-documents"
        ),
        "{said}"
    );
    let (_, said) = told(place.path(), &two, "--min-documents 2");
    assert!(said.contains("weighed, and none stands out from chance"), "{said}");
    let apart = [
        ("A", "e", text),
        ("B", "e", "Farmers wait.".to_owned()),
        ("B", "e", "Tanks rolled.".to_owned()),
    ];
    let (_, said) = told(place.path(), &apart, "");
    assert!(
        said.contains("nothing suggested: no term that the lexicons lack stands in 3 documents"),
        "{said}"
    );
    let german = "Der Rat tagte am Montag in der Halle und sprach über die Straßen und den Preis \
        des Brotes, während draußen die Händler warteten.";
    let (_, said) =
        told(place.path(), &[("A", "e", german.to_owned()), ("B", "e", german.to_owned())], "");
    assert!(
        said.contains("no document is left to suggest terms from") && !said.contains("one outlet"),
        "{said}"
    );
}

#[test]
fn a_use_that_chance_may_have_made_is_marked() {
    let place = place();
    let (list, _) = told(place.path(), &planted(), "-n 1000");
    for line in list.lines().filter(|line| line.trim_start().starts_with("unequal: ")) {
        let q: f64 =
            line.split_once(", q ").unwrap().1.split([')', ';']).next().unwrap().parse().unwrap();
        assert_eq!(line.ends_with("; compatible with chance)"), q > 0.05, "{line}");
    }
    // Lexicons of its own find most of what was planted in the sample; the rest is chance.
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let line = format!("lexicon suggest {} --quiet", seeds.display());
    let list =
        framescope(place.path()).args(words(&line)).assert().success().get_output().stdout.clone();
    assert!(String::from_utf8(list).unwrap().contains("; compatible with chance)"));
}
