//! Who is labelled: targets and sponsors on passages of the project's own.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use framescope::annotate::{Annotator, VoiceRules, reasons_in_words};
use framescope::lexicon::{Matcher, read_toml};
use support::{Row, cells, column, cue_rules, find, framescope, place, rows, table, words, write};

const LABELS: &[u8] = br#"
name = "labels"
[category.label]
terms = ["militia*", "regime*", "government", "proxy", "proxies", "puppet*", "terrorist*", "rebel*",
  "insurgent*", "mercenar*", "brutal", "ruthless", "client state*", "lackey*", "fighters", "stooge*",
  "army", "brigades", "liar*", "persecuted", "proxy war*", "extremist*"]
[category.backing]
terms = ["Varsk*-backed", "backed by", "backed militia*"]
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
aliases = ["Orlan Front"]
[actor.pelgrath]
name = "Pelgrath"
aliases = ["Pelgrath", "Pelgrathi"]
[actor.north-sarn]
name = "North Sarn"
aliases = ["North Sarn", "North-Sarn"]
[actor.brigades]
name = "Sarn Brigades"
aliases = ["Sarn Brigades", "Varsk-backed brigades"]
[actor.lackeys]
name = "Lackeys"
aliases = ["Varskan lackeys"]
"#;

/// What a passage says of the match in `[[ ]]`: target, rule, sponsor.
type Expected<'a> = (&'a str, &'a str, &'a str, &'a str);

/// Reads each passage and compares target, rule and sponsor; nothing is `-`.
#[track_caller]
fn read_as(passages: &[Expected<'_>]) {
    let lexicon = read_toml("labels.toml", LABELS).unwrap();
    let matcher = Matcher::compile([&lexicon]).unwrap();
    let rules = cue_rules(ACTORS);
    let mut annotator = Annotator::new(&matcher).with_rules(&rules);
    let mut wrong = Vec::new();
    for (passage, target, rule, sponsor) in passages {
        let start = passage.find("[[").unwrap();
        let end = passage.find("]]").unwrap() - 2;
        let text = passage.replace("[[", "").replace("]]", "");
        let annotation = annotator.annotate_in(&text, Some("en"));
        let marked = annotation
            .matches
            .iter()
            .find(|found| (found.span.start as usize, found.span.end as usize) == (start, end));
        let Some(found) = marked else { panic!("nothing is found at the mark of {passage}") };
        let name = |party| annotation.party_name(party).into_owned();
        let of = found.target.unwrap();
        let (party, patron) = (of.party.map(name), of.sponsor.map(name));
        let read =
            (party.as_deref().unwrap_or("-"), of.rule.name(), patron.as_deref().unwrap_or("-"));
        if read != (*target, *rule, *sponsor) {
            wrong.push(format!("{passage}\n    {read:?}, not {:?}", (target, rule, sponsor)));
        }
    }
    let all = passages.len();
    assert!(wrong.is_empty(), "{} of {all} passages:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_backer_joined_by_a_hyphen_is_the_sponsor_and_not_the_target() {
    read_as(&[
        ("Varsk-backed [[militias]] crossed the river.", "-", "none", "Varsk"),
        ("The Varskan-backed [[rebels]] ran out of fuel.", "-", "none", "Varsk"),
        ("Officers met the Pelgrath-funded [[insurgents]] at the mill.", "-", "none", "Pelgrath"),
        ("A Varsk-aligned [[militia]] shelled Teluria.", "-", "none", "Varsk"),
        ("Two Kethmar-trained [[rebels]] gave up.", "-", "none", "Kethmar"),
        ("North Sarn-linked [[extremists]] burned the mill.", "-", "none", "North Sarn"),
        ("The well-armed [[militia]] held the bridge.", "-", "none", "-"),
        ("A state-sponsored [[militia]] held the bridge.", "-", "none", "state"),
        ("The [[ruthless]] Varsk-backed militias fled.", "-", "none", "Varsk"),
        ("The Varsk-backed [[ruthless]] fighters fled.", "-", "none", "Varsk"),
        ("[[Varsk-backed]] militias crossed the river.", "-", "none", "Varsk"),
        ("They feared the Kethmar-[[backed militias]] there.", "-", "none", "Kethmar"),
    ]);
}

#[test]
fn backed_forces_that_an_actors_lexicon_knows_are_the_target() {
    read_as(&[
        ("Varsk-backed [[brigades]] fled.", "Sarn Brigades", "modifier", "Varsk"),
        ("[[Varsk-backed]] brigades fled.", "Sarn Brigades", "modifier", "Varsk"),
        ("The [[ruthless]] Varsk-backed brigades fled.", "Sarn Brigades", "apposition", "Varsk"),
        ("The Varskan [[proxies]] of the south fled.", "-", "none", "Varsk"),
        ("The Varskan [[lackeys]] fled.", "Lackeys", "modifier", "Varsk"),
        ("Shots fell in Varsk-backed [[militia]] areas.", "-", "none", "-"),
    ]);
}

#[test]
fn a_party_named_beside_its_sponsor_is_the_target() {
    read_as(&[
        ("The Varsk-backed [[militia]] Orlan Front fled.", "Orlan Front", "apposition", "Varsk"),
        ("The [[Varsk-backed]] Orlan Front fled.", "Orlan Front", "apposition", "Varsk"),
        (
            "The Orlan Front, a Varsk-backed [[militia]], fled.",
            "Orlan Front",
            "apposition",
            "Varsk",
        ),
        ("The Orlan Front is a Varsk-backed [[militia]].", "Orlan Front", "copula", "Varsk"),
        ("He called the Orlan Front a Varsk-backed [[militia]].", "Orlan Front", "naming", "Varsk"),
        ("Varsk-backed Telurian [[militias]] fled.", "Teluria", "modifier", "Varsk"),
        ("The Varsk-backed Orlan Front [[rebels]] fled.", "Orlan Front", "possessor", "Varsk"),
        (
            "The Varsk-backed [[militia]] Redwater Guard fled.",
            "Redwater Guard",
            "apposition",
            "Varsk",
        ),
    ]);
}

#[test]
fn a_participle_with_its_preposition_tells_the_sponsor() {
    read_as(&[
        ("The [[militias]] backed by Varsk attacked Teluria.", "-", "none", "Varsk"),
        ("The [[rebels]] armed and funded by Pelgrath fled.", "-", "none", "Pelgrath"),
        ("[[Militias]] that are supported by Varsk fled.", "-", "none", "Varsk"),
        ("[[Fighters]] loyal to Pelgrath held the bridge.", "-", "none", "Pelgrath"),
        ("[[Rebels]] allied with Varsk held the bridge.", "-", "none", "Varsk"),
        ("A [[militia]] group, trained by Varsk, held the bridge.", "-", "none", "Varsk"),
        ("The Orlan Front, [[backed by]] Varsk, fled.", "Orlan Front", "apposition", "Varsk"),
        ("The Orlan Front is [[backed by]] Varsk.", "Orlan Front", "copula", "Varsk"),
        ("The [[militias]] fought rebels backed by Varsk.", "-", "none", "-"),
        ("The [[militia]] is funded by sales of timber.", "-", "none", "-"),
        ("The [[militia]] is funded by a foreign government.", "-", "none", "foreign government"),
    ]);
}

#[test]
fn whose_tool_somebody_is_tells_the_sponsor() {
    read_as(&[
        ("Varsk's [[proxies]] hold the tunnel.", "-", "none", "Varsk"),
        ("Varsk paid its [[proxies]] in grain.", "-", "none", "its"),
        ("The Varskan [[puppets]] lost every seat.", "-", "none", "Varsk"),
        ("The [[proxies]] of Varsk hold the tunnel.", "-", "none", "Varsk"),
        ("Ostrel became a [[client state]] of Varsk.", "Ostrel", "copula", "Varsk"),
        (
            "The Orlan Front, a [[proxy]] of Pelgrath, fled.",
            "Orlan Front",
            "apposition",
            "Pelgrath",
        ),
        ("The Orlan Front, Varsk's [[proxy]], fled.", "Orlan Front", "apposition", "Varsk"),
        ("The Orlan Front is a [[stooge]] of Varsk.", "Orlan Front", "copula", "Varsk"),
        ("The Varskan [[proxy]] Orlan Front fled.", "Orlan Front", "apposition", "Varsk"),
        ("Varsk's Telurian [[proxies]] fled.", "Teluria", "modifier", "Varsk"),
        ("The Orlan Front is a [[puppet]] of the generals.", "Orlan Front", "copula", "generals"),
        ("Varsk's proxy [[militias]] fled.", "-", "none", "Varsk"),
        ("Varsk's [[militia]] proxies fled.", "-", "none", "Varsk"),
        ("Varsk's [[proxy war]] ruined the valley.", "Varsk", "possessor", "-"),
        ("The envoy called Kethmar a [[puppet]] of Varsk.", "Kethmar", "naming", "Varsk"),
    ]);
}

#[test]
fn a_demonym_a_possessor_or_a_leader_names_the_party_itself() {
    read_as(&[
        ("Varskan [[militias]] crossed the river.", "Varsk", "modifier", "-"),
        ("The Varsk-led [[rebels]] crossed the river.", "Varsk", "modifier", "-"),
        ("They fled from Kethmar's [[regime]].", "Kethmar", "possessor", "-"),
        ("The [[regime]] of Kethmar fell.", "Kethmar", "possessor", "-"),
        ("The [[government]] of Varsk resigned.", "Varsk", "possessor", "-"),
        ("Varsk's [[brutal]] army fled.", "Varsk", "possessor", "-"),
        ("The regime's [[army]] fled.", "regime", "possessor", "-"),
    ]);
}

#[test]
fn places_and_sides_in_compounds_are_no_targets() {
    read_as(&[
        ("In Varsk the [[militias]] hold every bridge.", "-", "none", "-"),
        ("The [[militias]] marched across Varsk.", "-", "none", "-"),
        ("[[Militias]] in Kethmar's government district fled.", "-", "none", "-"),
        ("Shots fell in Kethmar's [[government]] district.", "-", "none", "-"),
        ("Varsk-based [[militias]] crossed the river.", "-", "none", "-"),
        ("Varsk-style [[militias]] crossed the river.", "-", "none", "-"),
        ("In Varsk, writers are [[persecuted]].", "writers", "copula", "-"),
        ("The pro-Varsk [[rebels]] crossed the river.", "-", "none", "-"),
        ("The anti-Varsk [[rebels]] crossed the river.", "-", "none", "-"),
        ("OSTREL — The [[militias]] crossed the river.", "-", "none", "-"),
        ("It is the world's oldest [[militia]].", "it", "copula", "-"),
        ("They met the world's oldest [[militia]].", "-", "none", "-"),
    ]);
}

#[test]
fn dates_numbers_and_measures_are_no_targets() {
    read_as(&[
        ("The Oct. 7 [[terrorist]] raid ended at dawn.", "-", "none", "-"),
        ("They recalled the Oct [[militia]] parade.", "-", "none", "-"),
        ("Monday's [[militia]] parade was short.", "-", "none", "-"),
        ("Last year's [[rebel]] parade was short.", "-", "none", "-"),
        ("Ten weeks were [[brutal]].", "-", "none", "-"),
        ("Two dozen were [[militia]].", "-", "none", "-"),
        ("Three weeks of fighting were [[brutal]].", "-", "none", "-"),
        ("He called the $2.9 billion a [[puppet]] fund.", "-", "none", "-"),
        ("Thirteen Varskan guards were [[brutal]].", "Thirteen Varskan guards", "copula", "-"),
    ]);
}

#[test]
fn words_left_over_from_a_clause_are_no_targets() {
    read_as(&[
        ("Furious, the [[militia]] fled.", "-", "none", "-"),
        ("Exhausted, the [[rebels]] fled.", "-", "none", "-"),
        ("Yes, the [[regime]] is old.", "-", "none", "-"),
        ("Gone were the [[militias]].", "-", "none", "-"),
        ("What they say is a [[brutal]] joke.", "-", "none", "-"),
        ("That would prove to be [[brutal]].", "-", "none", "-"),
        ("Ruthless [[militias]] crossed the river.", "-", "none", "-"),
        ("They met Federal [[militia]] men.", "-", "none", "-"),
        ("Kethmar, the [[terrorist]] of the valley, fled.", "Kethmar", "apposition", "-"),
    ]);
}

#[test]
fn the_reasons_of_a_match_name_the_sponsor() {
    let lexicon = read_toml("labels.toml", LABELS).unwrap();
    let matcher = Matcher::compile([&lexicon]).unwrap();
    let rules = VoiceRules::bundled("en").unwrap();
    let mut annotator = Annotator::new(&matcher).with_rules(&rules);
    let annotation = annotator.annotate_in("Kethmar's proxies fled the valley.", Some("en"));
    let reasons = reasons_in_words(&annotation, &annotation.matches[0]);
    assert!(reasons.contains(&"target   nobody, by rule none".to_owned()), "{reasons:?}");
    assert!(reasons.contains(&"sponsor  “Kethmar”".to_owned()), "{reasons:?}");
}

/// Two outlets that label the same parties, one of them in the words of others.
const NEWS: &str = "id,outlet,text
a,North,\"The Orlan Front is a militia. The Orlan Front is a militia. Varsk-backed militias fled.\"
b,North,\"“The Orlan Front is a militia,” Lena Dask said. The mayor of Ostrel is a liar.\"
c,South,\"The Orlan Front is not a militia. The Orlan Front is an army. The ruler left.\"
d,South,\"Varsk's proxies fled. Kethmar is a militia, the court said. Kethmar is an army.\"
";

fn run(command: &str) -> (tempfile::TempDir, String) {
    let place = place();
    write(place.path(), "news.csv", NEWS);
    write(place.path(), "labels.toml", LABELS);
    write(place.path(), "parties.toml", ACTORS);
    write(
        place.path(),
        "names.toml",
        "name = \"names\"\n[referent.power]\nvariants = { ruler = [\"ruler\"], chief = [\"chief\"] }\n",
    );
    let line =
        format!("{command} --lexicon labels.toml --lexicon names.toml --lexicon parties.toml");
    let output = framescope(place.path()).args(words(&line)).assert().success();
    let said = String::from_utf8(output.get_output().stdout.clone()).unwrap();
    (place, said)
}

#[test]
fn labels_tell_who_calls_whom_what_in_whose_voice() {
    let (place, _) = run("compare news.csv -o out --tables labels,targets");
    let labels = table(&place.path().join("out"), "labels");
    let columns = ["lexicon", "category", "entry", "outlet", "target"];
    let counts = ["count", "count_own", "count_quoted", "count_negated", "documents"];
    let front = find(&labels, &[("target", "Orlan Front"), ("outlet", "North")]);
    assert_eq!(cells(front, &columns), ["labels", "label", "militia*", "North", "Orlan Front"]);
    assert_eq!(cells(front, &counts), ["3", "2", "1", "0", "2"]);
    let denied = find(&labels, &[("outlet", "South"), ("entry", "militia*")]);
    assert_eq!(cells(denied, &counts), ["1", "1", "0", "1", "1"]);
    let told = find(&labels, &[("target", "Kethmar"), ("entry", "militia*")]);
    assert_eq!(cells(told, &["count", "count_own", "count_reported"]), ["1", "0", "1"]);
    let name = find(&labels, &[("lexicon", "names")]);
    assert_eq!(cells(name, &columns[1..]), ["power", "ruler", "South", "power"]);
    // A sponsor is labelled by nobody here.
    assert!(labels.iter().all(|row| row["target"] != "Varsk"), "{labels:#?}");
    let in_targets: Vec<String> = distinct(&table(&place.path().join("out"), "targets"));
    assert_eq!(in_targets, ["Orlan Front", "Kethmar", "mayor of Ostrel"]);
}

#[test]
fn targets_labelled_once_come_last() {
    let (place, _) = run("compare news.csv -o out --tables labels,targets");
    let labels = table(&place.path().join("out"), "labels");
    assert_eq!(distinct(&labels), ["Orlan Front", "Kethmar", "mayor of Ostrel", "power"]);
    let front: Vec<Vec<&str>> = labels
        .iter()
        .filter(|row| row["target"] == "Orlan Front")
        .map(|row| cells(row, &["entry", "outlet"]))
        .collect();
    assert_eq!(front, [["militia*", "North"], ["militia*", "South"], ["army", "South"]]);
}

/// The targets of rows in their order, each once.
fn distinct(rows: &[Row]) -> Vec<String> {
    let mut targets = column(rows, "target");
    targets.dedup();
    targets.into_iter().map(str::to_owned).collect()
}

#[test]
fn matches_name_the_sponsor_in_a_column_and_among_the_reasons() {
    let (_, table) = run("matches news.csv -o -");
    let lines = rows(table.as_bytes());
    let backed = find(&lines, &[("text", "militias")]);
    assert_eq!(cells(backed, &["target", "target_rule", "sponsor"]), ["", "none", "Varsk"]);
    let (_, said) = run("matches news.csv --explain");
    assert!(said.contains("sponsor  Varsk (actor)"), "{said}");
}
