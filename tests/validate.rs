//! `framescope validate`: the sample that coders are given, and the figures that their codes make.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use support::{
    Row, WORDS, column, framescope, place, refused, refused_with, rows, shows, table, words, write,
};

// ---- the sample
// ----------------------------------------------------------------------------------------------------

/// 40 articles by two outlets: 80 matches of `harsh` and 3 of `mild`, 120 sentences without a match
/// that are long enough.
fn corpus(folder: &Path) {
    write(folder, "words.toml", WORDS);
    let mut news = "id,outlet,text\n".to_owned();
    for at in 0..40 {
        let outlet = if at % 2 == 0 { "North" } else { "=South" };
        let mild = if at < 3 { " A government was there." } else { "" };
        news.push_str(&format!(
            "d{at},{outlet},\"The regime spoke of day {at}. So did a militia of the town.{mild} It \
             rained on the hills that day. Nobody in town {at} said why. Too short. Another {at} \
             men went home early.\"\n"
        ));
    }
    write(folder, "news.csv", news);
}

fn sampled(folder: &Path, options: &str) -> Vec<u8> {
    let line = format!("validate sample news.csv -l words.toml {options}");
    framescope(folder).args(words(&line)).assert().success().get_output().stdout.clone()
}

fn of<'r>(rows: &'r [Row], name: &str, value: &str) -> Vec<&'r Row> {
    rows.iter().filter(|row| row[name] == value).collect()
}

#[test]
fn a_sample_depends_on_neither_threads_nor_the_order_of_the_input() {
    let place = place();
    corpus(place.path());
    let all = sampled(place.path(), "-n 30 --seed 7");
    assert_eq!(sampled(place.path(), "-n 30 --seed 7 --threads 1"), all);
    assert_eq!(sampled(place.path(), "-n 30 --seed 7 --threads 5"), all);
    assert_ne!(sampled(place.path(), "-n 30 --seed 8"), all);
    let news = fs::read_to_string(place.path().join("news.csv")).unwrap();
    let (header, body) = news.split_once('\n').unwrap();
    let backwards: Vec<&str> = body.lines().rev().collect();
    write(place.path(), "news.csv", format!("{header}\n{}\n", backwards.join("\n")));
    assert_eq!(sampled(place.path(), "-n 30 --seed 7"), all);
    let (one, other) = backwards.split_at(11);
    write(place.path(), "more.csv", format!("{header}\n{}\n", one.join("\n")));
    write(place.path(), "news.csv", format!("{header}\n{}\n", other.join("\n")));
    assert_eq!(sampled(place.path(), "more.csv -n 30 --seed 7"), all);
}

#[test]
fn places_are_dealt_over_categories_as_evenly_as_they_allow() {
    let place = place();
    corpus(place.path());
    let found = rows(&sampled(place.path(), "-n 30 --misses 12"));
    let kinds = |category: &str| of(&found, "category", category).len();
    assert_eq!(
        (kinds("harsh"), kinds("mild"), of(&found, "kind", "miss").len()),
        (27, 3, 12),
        "mild has but three"
    );
    for (name, value, expected) in [
        ("category", "harsh", ["80", "27"]),
        ("category", "mild", ["3", "3"]),
        ("kind", "miss", ["120", "12"]),
    ] {
        assert!(
            of(&found, name, value)
                .iter()
                .all(|row| [&row["population"], &row["sampled"]] == expected),
            "{value}"
        );
    }
    let items: Vec<String> = (1..=42).map(|item| item.to_string()).collect();
    assert_eq!(column(&found, "item"), items);
    // In random order: the first third of the rows holds both kinds.
    assert!(
        found[..14].iter().any(|row| row["kind"] == "miss")
            && found[..14].iter().any(|row| row["kind"] == "match")
    );
    assert_eq!(rows(&sampled(place.path(), "-n 30")).len(), 38, "a quarter as many misses");
    let unique: std::collections::HashSet<_> =
        found.iter().map(|row| (&row["document_id"], &row["left"], &row["text"])).collect();
    assert_eq!(unique.len(), 42, "nothing is drawn twice");
}

#[test]
fn populations_are_what_scores_count() {
    let place = place();
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let run = |line: &str| {
        let mut command = framescope(place.path());
        rows(&command.args(words(line)).arg(&seeds).assert().success().get_output().stdout)
    };
    let found = run("validate sample -l conflict-labels -l casualties -n 60 --quiet");
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for row in run("score -l conflict-labels -l casualties") {
        *counts.entry(row["category"].clone()).or_default() += row["count"].parse::<u64>().unwrap();
    }
    for row in of(&found, "kind", "match") {
        assert_eq!(row["population"], counts[&row["category"]].to_string(), "{}", row["category"]);
    }
    let drawn: Vec<u64> =
        counts.keys().map(|category| of(&found, "category", category).len() as u64).collect();
    assert_eq!(drawn.iter().sum::<u64>(), 60);
    let most = drawn.iter().max().unwrap();
    let even = |(drawn, population): (&u64, &u64)| drawn == population || drawn + 1 >= *most;
    assert!(drawn.iter().zip(counts.values()).all(even), "{drawn:?} of {counts:?}");
    let miss = of(&found, "kind", "miss")[0];
    assert!(
        miss["lexicon"].is_empty()
            && miss["text"].split_whitespace().count() >= 4
            && miss["population"].parse::<u64>().unwrap() > 100
    );
}

#[test]
fn a_row_shows_what_is_to_be_judged() {
    let place = place();
    write(place.path(), "words.toml", WORDS);
    write(
        place.path(),
        "news.csv",
        "id,outlet,text\na,North,\"The army left.\n\nOfficials said that the\nregime fell. They \
         all went home at last.\"\n",
    );
    let output = sampled(place.path(), "--coders 3 --quiet");
    let header = String::from_utf8(output.clone()).unwrap();
    assert!(header.starts_with(
        "item,kind,document_id,outlet,lexicon,category,entry,voice,negated,target,left,text,right,population,sampled,code_1,code_2,code_3,note\n"
    ));
    let found = rows(&output);
    let columns = [
        "outlet", "lexicon", "category", "entry", "voice", "negated", "left", "text", "right",
        "code_1", "note",
    ];
    let cells = |row: &Row| columns.map(|column| row[column].clone());
    assert_eq!(
        cells(of(&found, "kind", "match")[0]),
        [
            "North",
            "words",
            "harsh",
            "regime*",
            "reported",
            "false",
            "The army left. Officials said that the ",
            "regime",
            " fell. They all went home at last.",
            "",
            ""
        ]
    );
    let misses = of(&found, "kind", "miss");
    assert_eq!(misses.len(), 1, "three words are too few");
    assert_eq!(
        cells(misses[0]),
        ["North", "", "", "", "", "", "", "They all went home at last.", "", "", ""]
    );
}

#[test]
fn a_sheet_for_a_spreadsheet_says_its_encoding() {
    let place = place();
    corpus(place.path());
    let piped = sampled(place.path(), "-n 10");
    let said = framescope(place.path())
        .args(words("validate sample news.csv -l words.toml -n 10 -o sheets/coding.csv"))
        .assert()
        .success();
    let said = String::from_utf8(said.get_output().stderr.clone()).unwrap();
    assert_eq!(
        said,
        "drawn: 10 of 83 matches in 2 categories, 3 of 120 sentences without a match\n"
    );
    let file = fs::read(place.path().join("sheets/coding.csv")).unwrap();
    assert_eq!(
        file.strip_prefix(b"\xef\xbb\xbf").unwrap(),
        piped,
        "Excel reads UTF-8 behind a byte order mark only"
    );
}

#[test]
fn a_coded_sheet_is_not_lost_to_a_new_sample() {
    let place = place();
    corpus(place.path());
    sampled(place.path(), "-n 10 -o coding.csv");
    write(place.path(), "coding.csv", "coded");
    let message = refused(place.path(), "validate sample news.csv -l words.toml -o coding.csv");
    assert!(
        message.contains("coding.csv: this file exists and may hold codes; name another with -o"),
        "{message}"
    );
    assert_eq!(fs::read_to_string(place.path().join("coding.csv")).unwrap(), "coded");
    sampled(place.path(), "-n 10 -o coding.csv --overwrite");
    assert!(fs::read_to_string(place.path().join("coding.csv")).unwrap().contains("code_1"));
}

#[test]
fn no_table_replaces_what_it_is_made_of() {
    let place = place();
    corpus(place.path());
    write(place.path(), "words.csv", "category,term\nharsh,regime\n");
    let news = fs::read(place.path().join("news.csv")).unwrap();
    for command in ["validate sample --overwrite", "score", "matches", "lexicon suggest"] {
        for path in ["news.csv", "./news.csv", "words.csv"] {
            let message =
                refused(place.path(), &format!("{command} news.csv -l words.csv -o {path}"));
            assert!(
                message.contains(&format!("{path}: this file is read and would be replaced")),
                "{message}"
            );
        }
    }
    assert_eq!(fs::read(place.path().join("news.csv")).unwrap(), news);
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 3, "nothing half-written");
}

#[test]
fn entries_of_one_spelling_are_all_drawn() {
    let place = place();
    write(
        place.path(),
        "words.toml",
        "name = \"words\"\nlanguage = \"en\"\noverlap = \"all\"\n[category.a]\ndescription = \
         \"a\"\n\
         terms = [{term = \"city\", near = [\"army\"]}, {term = \"city\", near = [\"old\"]}]\n",
    );
    write(place.path(), "news.csv", "id,outlet,text\na,North,The army of the old city left.\n");
    let found = rows(&sampled(place.path(), "--quiet"));
    assert_eq!(column(&found, "population"), ["2", "2"]);
    assert_eq!(column(&found, "entry"), ["city", "city"]);
}

#[test]
fn nothing_is_missed_in_another_language() {
    let place = place();
    write(place.path(), "words.toml", WORDS);
    write(
        place.path(),
        "news.csv",
        "id,outlet,text\na,North,The regime fell. It rained on the hills that day and nobody in \
         the town said why.\n\
         b,South,\"Die Stadt lag still am Fluss. Niemand sprach von dem Tag, und die Leute gingen \
         nach Hause, weil es kalt war.\"\n",
    );
    let line = words("validate sample news.csv -l words.toml");
    let output = framescope(place.path()).args(line).assert().success().get_output().clone();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.contains(
            "1 document is not in the lexicons' language (en); misses are not drawn from there"
        ),
        "{said}"
    );
    let found = rows(&output.stdout);
    let misses = of(&found, "kind", "miss");
    assert_eq!((misses.len(), misses[0]["document_id"].as_str()), (1, "a"));
    // A lexicon in another language may speak to such texts.
    write(place.path(), "words.toml", WORDS.replace("language = \"en\"", "language = \"de\""));
    let found = rows(&sampled(place.path(), "--quiet"));
    assert_eq!(of(&found, "document_id", "b").len(), 2);
}

#[test]
fn samples_that_leave_something_open_say_so() {
    let place = place();
    corpus(place.path());
    let said = |options: &str| {
        let line = format!("validate sample news.csv -l words.toml {options}");
        String::from_utf8(
            framescope(place.path())
                .args(words(&line))
                .assert()
                .success()
                .get_output()
                .stderr
                .clone(),
        )
        .unwrap()
    };
    assert!(said("-n 500").contains(
        "the corpus has 83 matches and 500 were asked for; all of them are in the sample"
    ));
    assert!(
        said("-n 1").contains("2 categories occur, more than the 1 matches asked for: 1 of them")
    );
    write(place.path(), "news.csv", "text\nNothing of the kind was ever said.\n");
    assert!(said("").contains("the corpus has no match"));
    let message = refused(place.path(), "validate sample news.csv -o coding.jsonl");
    assert!(message.contains("coding.jsonl: a sheet for coding is written as .csv"), "{message}");
}

// ---- scoring by hand
// -----------------------------------------------------------------------------------------------

/// Two categories, of 90 and 10 matches, six and four of them drawn; 200 sentences without a match,
/// five drawn.
const CODED: &str =
    "item,kind,document_id,outlet,lexicon,category,entry,voice,negated,target,left,text,right,population,sampled,code_1,code_2,note
1,match,a,North,words,harsh,regime*,own,false,,the ,regime, fell,90,6,1,1,
2,match,a,North,words,harsh,regime*,own,false,,a ,regime,,90,6,1,1,
3,match,b,North,words,harsh,regime*,quoted,false,,the ,regime, of rain,90,6,0,0,\"weather, not \
rule\"
4,match,b,South,words,harsh,militia*,own,false,,a ,militia,,90,6,1,0,
5,match,c,South,words,harsh,militia*,own,false,,the ,militia,,90,6,1,,
6,match,c,South,words,harsh,militia*,own,false,,some ,militias,,90,6,,,
7,match,c,South,words,mild,government*,own,false,,the ,government,,10,4,0,0,
8,match,d,South,words,mild,government*,own,false,,our ,government,,10,4,0,0,
9,match,d,North,words,mild,government*,own,false,,your ,government,,10,4,0,0,
10,match,d,North,words,mild,government*,own,false,,no ,government,,10,4,0,0,
11,miss,a,North,,,,,,,,They held the town by force.,,200,5,harsh,words.harsh,
12,miss,a,North,,,,,,,,It rained on the hills.,,200,5,0,0,
13,miss,b,South,,,,,,,,The men who rule us lie.,,200,5,Harsh; mild,no,
14,miss,c,South,,,,,,,,Nothing was said of it.,,200,5,0,n,
15,miss,d,South,,,,,,,,He came and he went.,,200,5,FALSE,,
";

fn scored(folder: &Path, line: &str) -> BTreeMap<&'static str, Vec<Row>> {
    framescope(folder)
        .args(words(&format!("validate score {line} -o out --overwrite")))
        .assert()
        .success();
    let names = ["validation_precision", "validation_recall", "validation_agreement"];
    names.into_iter().map(|name| (name, table(&folder.join("out"), name))).collect()
}

/// The cells of a row that holds these.
#[track_caller]
fn cells(rows: &[Row], holding: &[(&str, &str)], columns: &[&str]) -> Vec<String> {
    let fitting: Vec<&Row> = rows
        .iter()
        .filter(|row| holding.iter().all(|(name, value)| row[*name] == *value))
        .collect();
    assert_eq!(fitting.len(), 1, "{holding:?}");
    columns.iter().map(|column| fitting[0][*column].clone()).collect()
}

#[test]
fn precision_is_what_one_counts_by_hand() {
    let place = place();
    write(place.path(), "coded.csv", CODED);
    let found = &scored(place.path(), "coded.csv")["validation_precision"];
    let figures = [
        "population",
        "sampled",
        "coded",
        "right",
        "ties",
        "precision",
        "precision_low",
        "precision_high",
        "advice",
    ];
    // harsh: right, right, wrong, a tie, right: 3.5 of 5. Intervals: statsmodels,
    // proportion_confint(method="wilson").
    let harsh = cells(found, &[("level", "category"), ("category", "harsh")], &figures);
    assert_eq!(harsh, ["90", "6", "5", "3.5", "1", "0.7", "0.298791", "0.927416", ""]);
    let mild = cells(found, &[("level", "category"), ("category", "mild")], &figures);
    assert_eq!(mild, ["10", "4", "4", "0", "0", "0", "0", "0.489891", ""]);
    let entry = |name: &str| {
        cells(
            found,
            &[("level", "entry"), ("entry", name)],
            &["coded", "right", "precision", "interval_method", "advice"],
        )
    };
    assert_eq!(entry("regime*"), ["3", "2", "0.666667", "wilson", ""]);
    assert_eq!(entry("militia*"), ["2", "1.5", "0.75", "wilson", ""]);
    assert_eq!(entry("government*"), ["4", "0", "0", "wilson", "drop"]);
    // (90 · .7 + 10 · 0) / 100, against 3.5 / 9.
    let overall = cells(
        found,
        &[("level", "overall")],
        &["population", "coded", "precision", "unweighted", "interval_method"],
    );
    assert_eq!(overall, ["100", "9", "0.63", "0.388889", "wilson, effective sample size"]);
    let range = cells(found, &[("level", "overall")], &["precision_low", "precision_high"]);
    assert_eq!(range, ["0.279132", "0.882177"], "as of 6.28 trials");
    // North: harsh 2 of 3, which stand for 90 · 3/5; mild 0 of 2, which stand for 10 · 2/4.
    let north = cells(
        found,
        &[("level", "outlet"), ("outlet", "North")],
        &["coded", "precision", "unweighted"],
    );
    assert_eq!(north, ["5", "0.610169", "0.4"]);
    let quoted = cells(
        found,
        &[("level", "voice"), ("voice", "quoted")],
        &["coded", "precision", "precision_high", "interval_method"],
    );
    assert_eq!(quoted, ["1", "0", "0.793451", "wilson"]);
}

#[test]
fn recall_is_what_one_counts_by_hand() {
    let place = place();
    write(place.path(), "coded.csv", CODED);
    let found = &scored(place.path(), "coded.csv")["validation_recall"];
    let figures =
        ["population", "found", "miss_population", "misses_coded", "missed", "not_found", "recall"];
    // harsh: 90 · .7 found; one sentence for certain and one by half, 200 · 1.5/5 not found.
    let harsh = cells(found, &[("category", "harsh")], &figures);
    assert_eq!(harsh, ["90", "63", "200", "5", "1.5", "60", "0.512195"]);
    let mild = cells(found, &[("category", "mild")], &figures);
    assert_eq!(mild, ["10", "0", "200", "5", "0.5", "20", "0"]);
    // Over all a sentence counts once.
    let all = cells(found, &[("level", "overall")], &figures);
    assert_eq!(all, ["100", "63", "200", "5", "1.5", "60", "0.512195"]);
    let range =
        cells(found, &[("category", "harsh")], &["recall_low", "recall_high", "interval_method"]);
    assert_eq!(
        range,
        ["0.239672", "0.815209", "MOVER-R from the wilson ends of precision and misses"]
    );
}

#[test]
fn agreement_is_what_one_counts_by_hand() {
    let place = place();
    write(place.path(), "coded.csv", CODED);
    let found = &scored(place.path(), "coded.csv")["validation_agreement"];
    let figures = ["coders", "units", "percent", "alpha", "kappa", "reading"];
    // Eight units coded twice, seven alike. Codes: 5 of 1 and 11 of 0; alpha 1 − 15 · 2 / (2 · 5 ·
    // 11). Kappa: (7/8 − p_e) / (1 − p_e), p_e = (3 · 2 + 5 · 6) / 64.
    let all = cells(found, &[("level", "overall")], &figures);
    assert_eq!(
        all,
        [
            "all",
            "8",
            "0.875",
            "0.727273",
            "0.714286",
            "for tentative conclusions only (.667 to .800)"
        ]
    );
    // harsh: 1 1, 1 1, 0 0, 1 0: five of 1 and three of 0.
    let harsh = cells(found, &[("category", "harsh")], &figures);
    assert_eq!(harsh, ["all", "4", "0.75", "0.533333", "0.5", "too low to rely on (below .667)"]);
    let mild = cells(
        found,
        &[("category", "mild")],
        &["units", "percent", "alpha", "kappa", "interval_method"],
    );
    assert_eq!(mild, ["4", "1", "", "", "all codes alike"]);
    // Misses: harsh and harsh, none and none, harsh with mild and none, none and none.
    let misses = cells(found, &[("level", "misses")], &["units", "percent", "kappa"]);
    assert_eq!(misses, ["4", "0.75", "0.555556"]);
}

#[test]
fn the_report_says_it_in_words() {
    let place = place();
    write(place.path(), "coded.csv", CODED);
    let output = framescope(place.path())
        .args(words("validate score coded.csv"))
        .assert()
        .success()
        .stderr("")
        .get_output()
        .clone();
    insta::assert_snapshot!("validation", String::from_utf8(output.stdout).unwrap());
}

#[test]
fn the_folder_says_how_the_figures_were_made() {
    let place = place();
    write(place.path(), "coded.csv", CODED);
    let said = framescope(place.path())
        .args(words("validate score coded.csv -o out --seed 3"))
        .assert()
        .success();
    let said = String::from_utf8(said.get_output().stdout.clone()).unwrap();
    assert!(said.contains("Precision") && said.ends_with("\nTables: out/tables\n"), "{said}");
    let run: serde_json::Value =
        serde_json::from_slice(&fs::read(place.path().join("out/run.json")).unwrap()).unwrap();
    assert_eq!((run["documents"].as_u64(), run["options"]["seed"].as_u64()), (Some(4), Some(3)));
    assert_eq!(run["inputs"][0]["path"], "coded.csv");
    assert!(
        run["methods"]["recall"]
            .as_str()
            .unwrap()
            .contains("which raises it, and false alarms of coders lower it")
    );
    let package = fs::read_to_string(place.path().join("out/datapackage.json")).unwrap();
    assert!(package.contains("tables/validation_agreement.csv"));
    assert!(
        refused(place.path(), "validate score coded.csv -o out").contains("this folder exists")
    );
    framescope(place.path())
        .args(words("validate score coded.csv -o out --overwrite --quiet"))
        .assert()
        .success()
        .stdout("");
}

// ---- how sheets come back
// ------------------------------------------------------------------------------------------

/// The sheet as another program would write it.
fn rewritten(
    change: impl Fn(&mut Vec<Vec<String>>),
    delimiter: u8,
    head: &str,
    terminator: csv::Terminator,
) -> Vec<u8> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(CODED.as_bytes());
    let mut records: Vec<Vec<String>> = reader.deserialize().collect::<Result<_, _>>().unwrap();
    change(&mut records);
    let mut writer = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .terminator(terminator)
        .flexible(true)
        .from_writer(head.as_bytes().to_vec());
    records.iter().for_each(|record| writer.write_record(record).unwrap());
    writer.into_inner().unwrap()
}

#[test]
fn a_sheet_may_come_back_as_a_spreadsheet_writes_it() {
    let place = place();
    write(place.path(), "coded.csv", CODED);
    let plain = scored(place.path(), "coded.csv");
    let windows = csv::Terminator::CRLF;
    let european = rewritten(|_| {}, b';', "\u{feff}", windows);
    let shuffled = rewritten(
        |records| {
            records[1..].reverse();
            records.iter_mut().for_each(|record| record.rotate_left(5));
            records.iter_mut().enumerate().for_each(|(at, record)| {
                record.push(if at == 0 { "rater's mood".into() } else { "=1+1".into() })
            });
        },
        b',',
        "",
        windows,
    );
    let frame = rewritten(
        |records| {
            for record in &mut records[1..] {
                for cell in record.iter_mut().filter(|cell| cell.parse::<u64>().is_ok()) {
                    cell.push_str(".0");
                }
            }
            records[0].iter_mut().for_each(|name| *name = name.to_uppercase());
        },
        b'\t',
        "",
        csv::Terminator::Any(b'\n'),
    );
    let words_for_numbers = CODED.replace(",1,1,", ",yes,TRUE,").replace(",0,0,", ",n,No,");
    for (name, bytes) in [
        ("european.csv", european),
        ("shuffled.csv", shuffled),
        ("frame.tsv", frame),
        ("words.csv", words_for_numbers.into_bytes()),
        (
            "gaps.csv",
            CODED.replace("\n7,", "\n,,,,,,,,,,,,,,,,,\n7,").replace(",,\n", "\n").into_bytes(),
        ),
    ] {
        write(place.path(), name, &bytes);
        assert_eq!(
            scored(place.path(), name),
            plain,
            "{name}: {}",
            String::from_utf8_lossy(&bytes)
        );
    }
}

#[test]
fn each_coder_may_have_a_sheet_of_their_own() {
    let place = place();
    write(place.path(), "both.csv", CODED);
    let both = scored(place.path(), "both.csv");
    let keep = |columns: &'static [&'static str], rename: &'static str| {
        rewritten(
            move |records| {
                let names = records[0].clone();
                for record in records.iter_mut() {
                    let kept = names
                        .iter()
                        .zip(record.iter())
                        .filter(|(name, _)| columns.contains(&name.as_str()));
                    *record = kept.map(|(_, cell)| cell.clone()).collect();
                }
                records[0]
                    .iter_mut()
                    .filter(|name| name.starts_with("code_"))
                    .for_each(|name| *name = rename.to_owned());
            },
            b';',
            "",
            csv::Terminator::CRLF,
        )
    };
    // The sample as it was drawn, and what came back: only what coders were to see, the outlet not
    // among it.
    let sample = rewritten(
        |records| {
            for record in &mut records[1..] {
                record[15].clear();
                record[16].clear();
            }
        },
        b',',
        "",
        csv::Terminator::Any(b'\n'),
    );
    write(place.path(), "sample.csv", sample);
    write(place.path(), "anna.csv", keep(&["item", "left", "text", "right", "code_1"], "code"));
    write(place.path(), "ben.csv", keep(&["item", "code_2"], "code_1"));
    assert_eq!(scored(place.path(), "sample.csv anna.csv ben.csv"), both);
    let output = framescope(place.path())
        .args(words("validate score sample.csv anna.csv ben.csv"))
        .output()
        .unwrap();
    assert!(
        String::from_utf8(output.stdout)
            .unwrap()
            .starts_with("9 of 10 matches and 5 of 5 misses coded by 2 coders (anna, ben).\n")
    );
    let message = refused(place.path(), "validate score anna.csv ben.csv");
    assert!(
        message.contains(
            "anna.csv, ben.csv: there is no column `kind`: it has `item`, `left`, `text`"
        ),
        "{message}"
    );

    // The first coder's codes handed on to the second would count twice.
    write(place.path(), "handed-on.csv", CODED);
    write(place.path(), "first.csv", keep(&["item", "code_1"], "code_1"));
    let said = framescope(place.path())
        .args(words("validate score handed-on.csv first.csv"))
        .assert()
        .success();
    let said = String::from_utf8(said.get_output().stderr.clone()).unwrap();
    assert!(said.contains("`code_1` is the same in handed-on.csv and first.csv"), "{said}");
}

#[test]
fn what_was_drawn_can_be_scored() {
    let place = place();
    corpus(place.path());
    sampled(place.path(), "-n 30 --misses 12 --coders 1 -o coding.csv");
    let text = fs::read_to_string(place.path().join("coding.csv")).unwrap();
    let mut lines = text.lines();
    let mut coded = lines.next().unwrap().to_owned() + "\n";
    for line in lines {
        let (rest, _) = line.strip_suffix(",,").unwrap().split_at(line.len() - 2);
        let code = if rest.contains(",miss,") || rest.contains(",militia,") { 0 } else { 1 };
        coded.push_str(&format!("{rest},{code},\n"));
    }
    write(place.path(), "coding.csv", &coded);
    let found = scored(place.path(), "coding.csv");
    let precision = &found["validation_precision"];
    let regime = coded.matches(",regime,").count() as f64;
    let share: f64 =
        cells(precision, &[("category", "harsh"), ("level", "category")], &["precision"])[0]
            .parse()
            .unwrap();
    assert!(shows(share, regime / 27.0), "{share}");
    let overall: f64 =
        cells(precision, &[("level", "overall")], &["precision"])[0].parse().unwrap();
    assert!(shows(overall, (80.0 * regime / 27.0 + 3.0) / 83.0), "{overall}");
    assert_eq!(
        column(precision, "outlet").iter().filter(|outlet| **outlet == "'=South").count(),
        1,
        "made harmless once, not twice"
    );
    assert_eq!(
        cells(&found["validation_recall"], &[("level", "overall")], &["recall", "recall_high"]),
        ["1", "1"]
    );
    assert_eq!(
        cells(
            &found["validation_agreement"],
            &[("level", "overall")],
            &["units", "alpha", "interval_method"]
        ),
        ["0", "", "one coder"]
    );
}

#[test]
fn small_worlds_have_reasons_instead_of_figures() {
    let place = place();
    let all = |one: &str, other: &str| {
        let mut reader = csv::Reader::from_reader(CODED.as_bytes());
        let header = reader.headers().unwrap().clone();
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(&header).unwrap();
        for record in reader.records() {
            let mut cells: Vec<String> = record.unwrap().iter().map(str::to_owned).collect();
            let is_match = cells[1] == "match";
            for (at, code) in [(15, one), (16, other)] {
                cells[at] = if is_match || code != "1" { code.to_owned() } else { "0".to_owned() };
            }
            writer.write_record(&cells).unwrap();
        }
        writer.into_inner().unwrap()
    };
    let reasons = |one: &str, other: &str| {
        write(place.path(), "coded.csv", all(one, other));
        let found = scored(place.path(), "coded.csv");
        let text = fs::read_dir(place.path().join("out/tables"))
            .unwrap()
            .map(|file| fs::read_to_string(file.unwrap().path()).unwrap());
        let text: String = text.collect();
        assert!(!text.contains("NaN") && !text.contains("inf"), "{text}");
        let overall = |table: &str, column: &str| {
            cells(&found[table], &[("level", "overall")], &[column]).remove(0)
        };
        (
            overall("validation_precision", "precision"),
            overall("validation_recall", "recall"),
            overall("validation_recall", "interval_method"),
            overall("validation_agreement", "interval_method"),
        )
    };
    let told = |figures: (String, String, String, String)| {
        [figures.0, figures.1, figures.2, figures.3].join("; ")
    };
    assert_eq!(
        told(reasons("1", "1")),
        "1; 1; MOVER-R from the wilson ends of precision and misses; all codes alike"
    );
    assert_eq!(told(reasons("0", "")), "0; ; nothing found right, nothing missed; one coder");
    assert_eq!(
        told(reasons("1", "0")),
        "0.5; 1; MOVER-R from the wilson ends of precision and misses; bootstrap over units, \
         percentile"
    );
    let only_matches: String = CODED
        .lines()
        .filter(|line| !line.contains(",miss,"))
        .map(|line| format!("{line}\n"))
        .collect();
    write(place.path(), "coded.csv", only_matches);
    let found = scored(place.path(), "coded.csv");
    assert_eq!(
        cells(&found["validation_recall"], &[("level", "overall")], &["recall", "interval_method"]),
        ["", "no miss coded"]
    );
    let only_misses: String = CODED
        .lines()
        .filter(|line| !line.contains(",match,"))
        .map(|line| format!("{line}\n"))
        .collect();
    write(
        place.path(),
        "coded.csv",
        only_misses.replace("harsh", "0").replace("words.0", "0").replace("Harsh; mild", "0"),
    );
    let found = scored(place.path(), "coded.csv");
    assert_eq!(
        cells(&found["validation_recall"], &[("level", "overall")], &["recall", "interval_method"]),
        ["", "no match coded"]
    );
    assert_eq!(
        cells(
            &found["validation_precision"],
            &[("level", "overall")],
            &["precision", "interval_method"]
        ),
        ["", "no match coded"]
    );
}

#[test]
fn coders_may_name_a_category_without_a_match_where_its_lexicon_is_told() {
    let place = place();
    write(
        place.path(),
        "words.toml",
        WORDS.replace(
            "[category.mild]",
            "[category.bland]\ndescription = \"b\"\nterms = [\"folk\"]\n[category.mild]",
        ),
    );
    write(place.path(), "coded.csv", CODED.replace("Harsh; mild", "bland"));
    assert!(
        refused(place.path(), "validate score coded.csv")
            .contains("there are words.harsh, words.mild; --lexicon adds those of a lexicon")
    );
    let found = scored(place.path(), "coded.csv --lexicon words.toml");
    // How many matches the corpus has of it the sheet does not tell, so nobody knows what share was
    // found.
    let columns = ["population", "found", "not_found", "recall", "recall_high", "interval_method"];
    assert_eq!(
        cells(&found["validation_recall"], &[("category", "bland")], &columns),
        ["", "", "20", "", "", "not in the sample"]
    );
    let all =
        cells(&found["validation_recall"], &[("level", "overall")], &["population", "missed"]);
    assert_eq!(all, ["100", "1"], "what was missed of it counts for it alone");
}

// ---- what cannot be scored
// -----------------------------------------------------------------------------------------

#[test]
fn codes_that_cannot_be_understood_are_told_with_their_place() {
    let place = place();
    for (line, coded, expected) in [
        (
            5,
            "4,match,b,South,words,harsh,militia*,own,false,,a ,militia,,90,6,1,maybe,",
            "coded.csv, row 5, column code_2: found `maybe`, expected 1 (right) or 0 (wrong)",
        ),
        (
            13,
            "12,miss,a,North,,,,,,,,It rained on the hills.,,200,5,1,0,",
            "coded.csv, row 13, column code_1: found `1`, expected 0 (nothing missed) or the \
             categories",
        ),
        (
            13,
            "12,miss,a,North,,,,,,,,It rained on the hills.,,200,5,0,0;mild,",
            "row 13, column code_2: found `0;mild`, expected 0 (nothing missed)",
        ),
        (
            2,
            "x,match,a,North,words,harsh,regime*,own,false,,the ,regime, fell,90,6,1,1,",
            "row 2, column item: found `x`, expected a whole number from 1",
        ),
        (
            3,
            "1,match,a,North,words,harsh,regime*,own,false,,a ,regime,,90,6,1,1,",
            "row 3, column item: found `1`, expected an item of its own: row 2 has this one",
        ),
        (
            3,
            "2,hit,a,North,words,harsh,regime*,own,false,,a ,regime,,90,6,1,1,",
            "row 3, column kind: found `hit`, expected `match` or `miss`",
        ),
        (
            3,
            "2,,a,North,words,harsh,regime*,own,false,,a ,regime,,90,6,1,1,",
            "row 3, column item: found `2`, expected an item with a cell `kind`",
        ),
        (
            3,
            "2,match,a,North,words,harsh,regime*,own,false,,a ,regime,,many,6,1,1,",
            "row 3, column population: found `many`, expected a whole number",
        ),
        (
            3,
            "2,match,a,North,words,harsh,regime*,own,false,,a ,regime,,91,6,1,1,",
            "row 3, column population: found `91`, expected 90 as for the other units",
        ),
        (
            3,
            "2,match,a,North,words,harsh,regime*,own,false,,a ,regime,,90,6,1,1,,,x",
            "coded.csv, row 3: 20 cells where the header has 18",
        ),
    ] {
        let mut lines: Vec<&str> = CODED.lines().collect();
        lines[line - 1] = coded;
        write(place.path(), "coded.csv", lines.join("\n"));
        let message = refused(place.path(), "validate score coded.csv");
        assert!(message.contains(expected), "{message}");
    }
    let twice = CODED.replace(",words,mild,", ",others,harsh,");
    write(place.path(), "coded.csv", &twice);
    let message = refused(place.path(), "validate score coded.csv");
    assert!(
        message.contains(
            "row 12, column code_1: found `harsh`, expected `others.harsh` or `words.harsh`: two \
             lexicons"
        ),
        "{message}"
    );
}

#[test]
fn sheets_that_cannot_be_scored_are_told() {
    let place = place();
    let says = |sheets: &str, expected: &str| {
        let message = refused(place.path(), &format!("validate score {sheets} -o out"));
        assert!(message.contains(expected), "{message}");
    };
    write(place.path(), "coded.csv", CODED);
    says("nowhere.csv", "nowhere.csv: no such file");
    write(place.path(), "empty.csv", "");
    says("empty.csv", "the file is empty");
    write(place.path(), "book.csv", b"PK\x03\x04\0\0\0\"");
    says("book.csv", "book.csv: this is no table of text (perhaps a workbook); save it as CSV");
    write(place.path(), "news.csv", "id,text\na,The regime fell.\n");
    says(
        "news.csv",
        "news.csv: there is no column `item`: it has `id`, `text`; give back the sheet that \
         `validate sample` wrote",
    );
    write(place.path(), "twins.csv", CODED.replacen("code_2", "code_1", 1));
    says("twins.csv", "two columns are named `code_1`");
    let blank: String = CODED
        .lines()
        .take(1)
        .chain(["1,match,a,North,words,harsh,regime*,own,false,,the ,regime, fell,90,6,,,"])
        .map(|l| format!("{l}\n"))
        .collect();
    write(place.path(), "blank.csv", &blank);
    says("blank.csv", "blank.csv: no code in `code_1`, `code_2`; write 1 (right) or 0 (wrong)");
    write(place.path(), "copy.csv", CODED);
    says("coded.csv copy.csv", "copy.csv: the same sheet as coded.csv");
    write(
        place.path(),
        "other.csv",
        CODED.replacen("2,match,a,North,words,harsh", "2,match,a,North,words,mild", 1),
    );
    says(
        "coded.csv other.csv",
        "other.csv, row 3, column category: found `mild`, expected `harsh` as for item 2 in \
         coded.csv; give sheets of one sample",
    );
    let message = refused_with(place.path(), &words("validate score -"), b"item\n");
    assert!(message.contains("stdin: there is no column `kind`"), "{message}");
}

#[test]
fn units_that_stand_in_no_sheet_are_told() {
    let place = place();
    let short: String = CODED
        .lines()
        .filter(|line| !line.starts_with("15,") && !line.starts_with("6,"))
        .map(|l| format!("{l}\n"))
        .collect();
    write(place.path(), "coded.csv", short);
    let said = framescope(place.path()).args(words("validate score coded.csv")).assert().success();
    let said = String::from_utf8(said.get_output().stderr.clone()).unwrap();
    assert_eq!(said, "warning: 2 units of the sample are in no sheet and count as not coded\n");
}

/// What `validate score` says beside its figures.
fn said(folder: &Path, sheets: &str) -> String {
    let output = framescope(folder)
        .args(words(&format!("validate score {sheets}")))
        .assert()
        .success()
        .get_output()
        .clone();
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn categories_that_are_lost_whole_are_told() {
    let place = place();
    let short: String = CODED
        .lines()
        .filter(|line| !line.contains(",words,mild,"))
        .map(|line| format!("{line}\n"))
        .collect();
    write(place.path(), "coded.csv", short.replace("Harsh; mild", "harsh"));
    assert_eq!(
        said(place.path(), "coded.csv"),
        "warning: 4 units of the sample are in no sheet and count as not coded\n"
    );
}

#[test]
fn what_figures_over_all_leave_out_is_told() {
    let place = place();
    write(place.path(), "coded.csv", CODED.replace(",10,4,0,0,", ",10,4,,,"));
    assert_eq!(
        said(place.path(), "coded.csv"),
        "warning: 1 category with 10 matches in the corpus had no match coded; figures over all \
         leave them out\n"
    );
    let found = scored(place.path(), "coded.csv");
    let figures = ["population", "precision"];
    assert_eq!(
        cells(&found["validation_precision"], &[("level", "overall")], &figures),
        ["90", "0.7"]
    );
    assert_eq!(
        cells(&found["validation_recall"], &[("level", "overall")], &["population"]),
        ["90"]
    );
}

#[test]
fn columns_that_are_nearly_for_codes_are_told() {
    let place = place();
    for name in ["code2", "code 2", "code-2", "coder_2", "code_note", "code_"] {
        write(place.path(), "coded.csv", CODED.replacen("code_2", name, 1));
        let expected = format!(
            "warning: coded.csv: `{name}` is not read; codes are read from `code` or `code_1`, \
             `code_2`, …\n"
        );
        assert_eq!(said(place.path(), "coded.csv"), expected);
    }
    write(place.path(), "coded.csv", CODED.replacen("code_1,code_2", "code1,code2", 1));
    let message = refused(place.path(), "validate score coded.csv");
    assert!(
        message.contains("no code in a column `code` or `code_1` (there is `code1`, `code2`)"),
        "{message}"
    );
}

#[test]
fn sheets_of_two_samples_are_told_apart_in_any_script() {
    let place = place();
    write(place.path(), "one.csv", CODED.replacen("the ,regime, fell", ",режим,", 1));
    write(place.path(), "other.csv", CODED.replacen("the ,regime, fell", ",армия,", 1));
    let message = refused(place.path(), "validate score one.csv other.csv");
    assert!(
        message.contains(
            "other.csv, row 2, column text: found `армия`, expected `режим` as for item 1 in \
             one.csv"
        ),
        "{message}"
    );
    // Saved by a program that has no such letters.
    write(
        place.path(),
        "lossy.csv",
        CODED.replacen("the ,regime, fell", ",?????,", 1).replace(",1,1,", ",1,0,"),
    );
    said(place.path(), "one.csv lossy.csv");
}

#[test]
fn a_separator_alone_is_no_code() {
    let place = place();
    write(place.path(), "coded.csv", CODED.replacen("FALSE", ";", 1));
    let message = refused(place.path(), "validate score coded.csv");
    assert!(
        message.contains(
            "row 16, column code_1: found `;`, expected 0 (nothing missed) or the categories"
        ),
        "{message}"
    );
}

#[test]
fn nothing_is_called_reliable_without_an_interval() {
    let place = place();
    // Coders who never differ: alpha is 1, but resamples cannot tell how sure that is.
    write(place.path(), "coded.csv", CODED.replace(",6,1,0,", ",6,1,1,"));
    let found = scored(place.path(), "coded.csv");
    let all = cells(
        &found["validation_agreement"],
        &[("level", "overall")],
        &["alpha", "alpha_low", "interval_method", "reading"],
    );
    assert_eq!(all, ["1", "", "coders never differ", ""]);
}
