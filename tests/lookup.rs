//! Which entries match: globs, phrases, case, overlaps, exceptions, names, neighbours, nested
//! categories.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use framescope::annotate::Annotator;
use framescope::lexicon::{Matcher, read_toml};
use support::{framescope, place, rows, words, write};

/// The words and categories of what a lexicon finds in a text.
#[track_caller]
fn found(lexicon: &str, text: &str) -> Vec<(String, String)> {
    let lexicon = read_toml("t.toml", format!("name = \"t\"\n{lexicon}").as_bytes())
        .unwrap_or_else(|error| panic!("{error}"));
    let matcher = Matcher::compile([&lexicon]).unwrap();
    let mut annotator = Annotator::new(&matcher);
    let annotation = annotator.annotate(text);
    let category = |entry| matcher.category(matcher.entry(entry).category).name.to_string();
    annotation.matches.iter().map(|m| (m.span.slice(text).to_owned(), category(m.entry))).collect()
}

/// The words alone.
#[track_caller]
fn words_found(lexicon: &str, text: &str) -> Vec<String> {
    found(lexicon, text).into_iter().map(|(words, _)| words).collect()
}

#[test]
fn dictionaries_are_looked_up_as_in_quanteda() {
    let table = include_str!("lookup.tsv");
    let mut cases = 0;
    for line in table.lines().filter(|line| !line.starts_with('#')).skip(1) {
        let [name, dictionary, letters, text, key, whole] =
            line.split('\t').collect::<Vec<_>>()[..]
        else {
            panic!("{line}")
        };
        let case = letters == "case";
        let categories: String = dictionary
            .split(';')
            .map(|part| {
                let (key, terms) = part.split_once(':').unwrap();
                let terms: Vec<String> = terms
                    .split(',')
                    .map(|term| format!("{{ term = \"{}\", case = {case} }}", term.trim()))
                    .collect();
                format!("[category.{}]\nterms = [{}]\n", key.trim(), terms.join(", "))
            })
            .collect();
        let order: Vec<&str> =
            dictionary.split(';').map(|part| part.split_once(':').unwrap().0.trim()).collect();
        for (policy, expected) in [("longest in category", key), ("longest in lexicon", whole)] {
            let lexicon = format!("overlap = \"{policy}\"\n{categories}");
            let lexicon =
                read_toml("t.toml", format!("name = \"t\"\n{lexicon}").as_bytes()).unwrap();
            let matcher = Matcher::compile([&lexicon]).unwrap();
            let mut annotator = Annotator::new(&matcher);
            let mut keys: Vec<(u32, usize)> = annotator
                .annotate(text)
                .matches
                .iter()
                .map(|m| {
                    let name = &matcher.category(matcher.entry(m.entry).category).name;
                    (m.span.start, order.iter().position(|key| *key == &**name).unwrap())
                })
                .collect();
            keys.sort_unstable();
            let keys: Vec<&str> = keys.into_iter().map(|(_, at)| order[at]).collect();
            let keys = if keys.is_empty() { "-".to_owned() } else { keys.join(" ") };
            assert_eq!(keys, expected, "{name}, {policy}: {dictionary} in “{text}”");
        }
        cases += 1;
    }
    assert!(cases >= 50, "{cases} cases");
}

#[test]
fn all_overlaps_stand_where_a_lexicon_asks_for_them() {
    let lexicon = "overlap = \"all\"\nexcept = [\"war room\"]\n[category.a]\nterms = [\"civil \
        war\", \"war\", \"w*r\"]\n[category.b]\nterms = [\"civil\"]\n";
    let category = |text| {
        found(lexicon, text)
            .into_iter()
            .map(|(words, category)| format!("{words}/{category}"))
            .collect::<Vec<_>>()
    };
    assert_eq!(category("a civil war"), ["civil/b", "civil war/a", "war/a", "war/a"]);
    assert_eq!(category("the war room"), [""; 0], "an exception displaces under every policy");
}

#[test]
fn a_word_counts_only_near_what_its_condition_names() {
    let strike = "[category.a]\nterms = [{ term = \"operation*\", near = [\"military\", \"armed \
        force*\"] }]\n";
    assert_eq!(words_found(strike, "The military began an operation."), ["operation"]);
    assert_eq!(words_found(strike, "An operation by the armed forces failed."), ["operation"]);
    assert_eq!(
        words_found(strike, "The surgeon began an operation. The military waited."),
        [""; 0],
        "another sentence"
    );
    assert_eq!(
        words_found(strike, "The U.S. military began operations."),
        ["operations"],
        "an abbreviation ends no sentence"
    );
    assert_eq!(
        words_found(strike, "Military\n\nAn operation went on."),
        [""; 0],
        "another paragraph"
    );
    assert_eq!(words_found(strike, "A heart operation."), [""; 0]);
}

#[test]
fn a_word_does_not_count_near_what_its_condition_forbids() {
    let strike = "[category.a]\nterms = [{ term = \"strike*\", not_near = [\"worker*\", \"trade \
        union*\"], within = 4 }]\n";
    assert_eq!(words_found(strike, "The strike killed nine."), ["strike"]);
    assert_eq!(words_found(strike, "Workers called a strike."), [""; 0]);
    assert_eq!(
        words_found(strike, "A strike of the trade unions."),
        [""; 0],
        "the phrase begins three tokens away"
    );
    assert_eq!(
        words_found(strike, "Workers said that on Monday the strike killed nine."),
        ["strike"],
        "six tokens away"
    );
    assert_eq!(words_found(strike, "No workers were there at all. The strike came."), ["strike"]);
    assert_eq!(
        words_found(strike, "Strike. Workers came."),
        [""; 0],
        "tokens are counted over the ends of sentences"
    );
}

#[test]
fn both_conditions_must_hold() {
    let lexicon = "[category.a]\nterms = [{ term = \"strike\", near = [\"air\", \"drone\"], \
        not_near = [\"worker*\"], within = 3 }]\n";
    assert_eq!(words_found(lexicon, "an air strike"), ["strike"]);
    assert_eq!(words_found(lexicon, "an air strike of workers"), [""; 0]);
    assert_eq!(words_found(lexicon, "a strike"), [""; 0]);
}

#[test]
fn a_term_under_two_conditions_is_one_row() {
    let place = place();
    write(
        place.path(),
        "n.toml",
        "name = \"n\"\n[category.a]\nterms = [{ term = \"strike\", near = [\"air\"] }, { term = \
         \"strike\", near = [\"drone\"], weight = 2 }]\n",
    );
    write(place.path(), "a.txt", "An air strike. A drone strike. A general strike.");
    framescope(place.path())
        .args(words("report a.txt --lexicon n.toml -o out --quiet"))
        .assert()
        .success();
    let terms = support::table(&place.path().join("out"), "entries");
    assert_eq!(terms.len(), 1, "{terms:?}");
    assert_eq!((terms[0]["count"].as_str(), terms[0]["documents"].as_str()), ("2", "1"));
    let scores = support::table(&place.path().join("out"), "scores");
    assert_eq!(scores[0]["weighted"], "3");
}

#[test]
fn a_match_is_no_neighbour_of_its_own_words() {
    let lexicon = "[category.a]\nterms = [{ term = \"air strike\", near = [\"strike\"] }]\n";
    assert_eq!(words_found(lexicon, "An air strike."), [""; 0]);
    assert_eq!(words_found(lexicon, "An air strike, then a strike."), ["air strike"]);
}

#[test]
fn what_fails_its_condition_displaces_nothing() {
    let lexicon = "[category.a]\nterms = [\"force\", { term = \"use of force\", near = \
        [\"police\"] }]\n";
    assert_eq!(words_found(lexicon, "the use of force"), ["force"]);
    assert_eq!(words_found(lexicon, "the use of force by police"), ["use of force"]);
}

#[test]
fn names_block_the_words_in_them_where_they_are_written_as_names() {
    let lexicon = "names = [\"Liberation Front\", \"Ministry of Defence\"]\n[category.a]\nterms = \
        [\"liberation\", \"defence\"]\n";
    assert_eq!(words_found(lexicon, "The Liberation Front spoke of liberation."), ["liberation"]);
    assert_eq!(words_found(lexicon, "MINISTRY OF DEFENCE HIT"), [""; 0]);
    assert_eq!(words_found(lexicon, "a ministry of defence against all"), ["defence"], "no name");
}

#[test]
fn exceptions_block_whatever_their_case() {
    let lexicon = "[category.a]\nterms = [\"militia*\"]\nexcept = [\"militia act*\"]\n";
    assert_eq!(
        words_found(lexicon, "The Militia Act and the militia acts of a militia"),
        ["militia"]
    );
}

#[test]
fn an_exception_holds_under_every_policy_against_what_is_not_longer() {
    for policy in ["longest in lexicon", "longest in category", "all"] {
        let lexicon = format!(
            "overlap = \"{policy}\"\nexcept = [\"militia act\"]\n[category.a]\nterms = \
             [\"militia\"]\n[category.b]\nterms = [\"the militia act of\"]\n"
        );
        assert_eq!(
            words_found(&lexicon, "the militia act of 1792"),
            ["the militia act of"],
            "{policy}"
        );
    }
    let lexicon = "except = [\"b c\"]\n[category.a]\nterms = [\"a b\", \"c\"]\n";
    assert_eq!(words_found(lexicon, "a b c"), [""; 0], "an entry as long as the exception falls");
}

#[test]
fn marks_that_readers_overlook_part_no_phrase() {
    let lexicon = "[category.a]\nterms = [\"Workers' Party\", \"rebel* leader\", \"Norland-Sudra \
        war\"]\n";
    let text = "The Workers’ Party, the Workers' Party, the rebels’ leader and the Norland–Sudra \
        war.";
    assert_eq!(
        words_found(lexicon, text),
        ["Workers’ Party", "Workers' Party", "rebels’ leader", "Norland–Sudra war"]
    );
    assert_eq!(
        words_found(lexicon, "rebels – leader"),
        [""; 0],
        "a dash between blanks is a pause"
    );
}

#[test]
fn a_parent_counts_what_its_children_find_once() {
    let place = place();
    write(
        place.path(),
        "n.toml",
        "name = \"n\"\n[category.violence]\nterms = [\"attack\"]\n[category.violence.arms]\nterms \
         = [\"strike\", \"bomb*\"]\n\
         [category.violence.people]\nterms = [\"strike\", \"riot\"]\n[category.peace]\nterms = \
         [\"talks\"]\n",
    );
    write(place.path(), "a.txt", "A strike, a riot, an attack, talks. No bombs fell.");
    let run = |line: &str| {
        let output = framescope(place.path())
            .args(words(line))
            .assert()
            .success()
            .get_output()
            .stdout
            .clone();
        rows(&output)
    };
    let scores = run("score a.txt --lexicon n.toml");
    let count = |category: &str, column: &str| {
        scores.iter().find(|row| row["category"] == category).unwrap()[column].clone()
    };
    assert_eq!(count("violence.arms", "count"), "2");
    assert_eq!(count("violence.people", "count"), "2");
    assert_eq!(
        count("violence", "count"),
        "4",
        "the strike stands in both children and counts once"
    );
    assert_eq!(count("violence", "weighted"), "4");
    assert_eq!(count("violence", "count_negated"), "1");
    assert_eq!(count("peace", "count"), "1");
    let matches = run("matches a.txt --lexicon n.toml -o -");
    assert_eq!(matches.len(), 6, "a match belongs to the category that lists it");
}

#[test]
fn a_parent_without_terms_is_no_dimension_of_its_own() {
    let place = place();
    write(
        place.path(),
        "n.toml",
        "name = \"n\"\n[category.v.a]\nterms = [\"strike\"]\n[category.v.b]\nterms = [\"riot\"]\n",
    );
    write(place.path(), "a.txt", "A strike and a riot.");
    framescope(place.path()).args(words("report a.txt --lexicon n.toml -o out")).assert().success();
    let vectors = support::table(&place.path().join("out"), "vectors");
    assert!(
        vectors[0].contains_key("n.v.a")
            && vectors[0].contains_key("n.v.b")
            && !vectors[0].contains_key("n.v")
    );
    let outlets = support::table(&place.path().join("out"), "outlets");
    let row = outlets.iter().find(|row| row["category"] == "v").unwrap();
    assert_eq!(row["count"], "2");
}
