//! Lexicons of other programs: that they count as the programs' own, and that nothing is lost
//! unsaid when one is converted.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use framescope::lexicon::{Category, Lexicon, bundled_names, load};
use std::fs;
use std::path::{Path, PathBuf};
use support::{WORDS, framescope, place, refused, rows, words, write};

/// The same lexicons in each format, with the native twin that each must count as.
const FIXTURES: [(&str, &str); 9] = [
    ("flat/words.dic", "flat/words.toml"),
    ("flat/words.lc3", "flat/words.toml"),
    ("nested/words.dic", "nested/words.toml"),
    ("nested/words.yml", "nested/words.toml"),
    ("nested/words.lcd", "nested/words.toml"),
    ("weighted/words.ykd", "weighted/words.toml"),
    ("weighted/words.cat", "weighted/words.toml"),
    ("own/words.csv", "own/words.toml"),
    ("own/words.tsv", "own/words.toml"),
];

fn home() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn fixture(name: &str) -> PathBuf {
    home().join("tests/fixtures/lexicons").join(name)
}

/// The scores table of the sample corpus under a lexicon.
#[track_caller]
fn scores(lexicon: &Path) -> String {
    let output =
        framescope(home()).args(["score", "seeds", "--lexicon"]).arg(lexicon).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// What is said of each category and entry, places aside.
fn told(lexicon: &Lexicon) -> Vec<String> {
    let entries = lexicon.categories.iter().flat_map(|category| {
        category.entries.iter().map(|entry| {
            let condition = entry.condition.as_ref().map(|condition| {
                let terms = condition
                    .near
                    .iter()
                    .chain(&condition.not_near)
                    .map(|neighbour| neighbour.term.clone())
                    .collect::<Vec<_>>();
                (condition.near.len(), terms, condition.within)
            });
            format!(
                "{}: {} {} {} {:?} {:?} {condition:?}",
                category.name, entry.term, entry.weight, entry.case, entry.mode, entry.note
            )
        })
    });
    let categories = lexicon
        .categories
        .iter()
        .map(|category| format!("{}: {}", category.name, category.description));
    [format!("{} {:?}", lexicon.name, lexicon.overlap)]
        .into_iter()
        .chain(categories)
        .chain(entries)
        .collect()
}

/// Converts in `folder` and gives exit status and stderr.
fn convert(folder: &Path, line: &str) -> (i32, String) {
    let output =
        framescope(folder).args(["lexicon", "convert"]).args(words(line)).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout), "", "{line}");
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn each_format_reads_to_its_native_twin_and_counts_as_it_does() {
    for (name, twin) in FIXTURES {
        let read = |name: &str| {
            load(&fixture(name).to_string_lossy()).unwrap_or_else(|error| panic!("{error}"))
        };
        assert_eq!(told(&read(name)), told(&read(twin)), "{name}");
        assert!(scores(&fixture(name)) == scores(&fixture(twin)), "{name}");
    }
}

#[test]
fn the_twins_have_something_to_count_and_their_policy_shows() {
    for twin in ["flat", "nested", "weighted", "own"] {
        let file = fixture(&format!("{twin}/words.toml"));
        let table = scores(&file);
        for category in load(&file.to_string_lossy()).unwrap().categories {
            let total: u32 = rows(table.as_bytes())
                .iter()
                .filter(|row| row["category"] == category.name)
                .map(|row| row["count"].parse::<u32>().unwrap())
                .sum();
            assert!(total > 0, "{twin}: {}", category.name);
        }
        let place = place();
        let source = fs::read_to_string(&file).unwrap();
        let other = match source.contains("overlap = ") {
            true => source.replace("overlap = \"longest in category\"\n", ""),
            false => source.replace(
                "language = \"en\"\n",
                "language = \"en\"\noverlap = \"longest in category\"\n",
            ),
        };
        write(place.path(), "words.toml", other);
        assert!(
            scores(&place.path().join("words.toml")) != table,
            "{twin}: the other policy would count the same"
        );
    }
}

#[test]
fn a_conversion_that_loses_nothing_counts_the_same_and_any_other_is_refused() {
    let mut held = Vec::new();
    for (name, _) in FIXTURES {
        let table = scores(&fixture(name));
        for ending in
            ["toml", "dic", "dicx", "yml", "lc3", "lcd", "ykd", "cat", "csv", "tsv", "txt"]
        {
            let place = place();
            let (status, said) =
                convert(place.path(), &format!("{} words.{ending}", fixture(name).display()));
            match status {
                0 => {
                    held.push(format!("{name} {ending}"));
                    assert!(
                        scores(&place.path().join(format!("words.{ending}"))) == table,
                        "{name} to {ending}"
                    );
                    // And back again.
                    let (status, said) =
                        convert(place.path(), &format!("words.{ending} back/words.toml"));
                    assert_eq!((status, said.as_str()), (0, ""), "{name} from {ending}");
                    assert!(
                        scores(&place.path().join("back/words.toml")) == table,
                        "{name} from {ending}"
                    );
                }
                _ => {
                    assert!(
                        status == 2 && said.contains(" cannot hold ") && said.contains("--lossy"),
                        "{name} to {ending}: {said}"
                    );
                    assert_eq!(
                        fs::read_dir(place.path()).unwrap().count(),
                        0,
                        "{name} to {ending}"
                    );
                }
            }
        }
    }
    let expected: Vec<String> = [
        ("flat/words.dic", "toml dic dicx yml lc3 lcd ykd cat txt"),
        ("flat/words.lc3", "toml dic dicx yml lc3 lcd ykd cat txt"),
        ("nested/words.dic", "toml dic yml lcd ykd cat"),
        ("nested/words.yml", "toml dic yml lcd ykd cat"),
        ("nested/words.lcd", "toml dic yml lcd ykd cat"),
        ("weighted/words.ykd", "toml ykd cat"),
        ("weighted/words.cat", "toml ykd cat"),
        ("own/words.csv", "toml csv tsv"),
        ("own/words.tsv", "toml csv tsv"),
    ]
    .into_iter()
    .flat_map(|(name, endings)| endings.split(' ').map(move |ending| format!("{name} {ending}")))
    .collect();
    assert_eq!(held, expected);
}

#[test]
fn every_bundled_lexicon_comes_through_the_native_form_unchanged() {
    let place = place();
    for name in bundled_names() {
        assert_eq!(convert(place.path(), &format!("{name} out/{name}.toml")), (0, String::new()));
        let shown = |lexicon: &str| {
            framescope(place.path())
                .args(["lexicon", "show", lexicon])
                .assert()
                .success()
                .get_output()
                .stdout
                .clone()
        };
        assert!(shown(&format!("out/{name}.toml")) == shown(name), "{name}");
    }
    for name in ["conflict-labels", "naming-conflict"] {
        assert!(
            scores(&place.path().join(format!("out/{name}.toml"))) == scores(Path::new(name)),
            "{name}"
        );
    }
}

#[test]
fn titles_and_what_is_measured_survive_in_toml_and_are_named_as_left_out_elsewhere() {
    let place = place();
    let labels = "name = \"labels\"\nmeasures = \"label\"\n[category.a]\ntitle = \"Harsh \
        “labels”\"\ndescription = \"d\"\nterms = [\"x\"]\n[category.a.b]\ndescription = \
        \"d\"\nterms = [\"y\"]\n";
    let names = "name = \"names\"\nmeasures = \"naming\"\n[referent.tax]\ntitle = \"Tax on \
        inheritance\"\ntitles = { b = \"“Death tax”\" }\n[referent.tax.variants]\na = \
        [\"x\"]\nb = [\"y\"]\n";
    for (name, source) in [("labels", labels), ("names", names)] {
        write(place.path(), &format!("{name}.toml"), source);
        assert_eq!(convert(place.path(), &format!("{name}.toml {name}-2.toml")).0, 0);
        let read = |file: String| load(&place.path().join(file).to_string_lossy()).unwrap();
        let (before, after) = (read(format!("{name}.toml")), read(format!("{name}-2.toml")));
        let titles = |lexicon: &Lexicon| {
            let of = |c: &Category| (c.title.clone(), c.referent_title.clone());
            lexicon.categories.iter().map(of).collect::<Vec<_>>()
        };
        assert_eq!((before.measures, titles(&before)), (after.measures, titles(&after)));
        assert!(before.measures.is_some());
    }
    let named = load(&place.path().join("names-2.toml").to_string_lossy()).unwrap();
    let told: Vec<_> = named
        .categories
        .iter()
        .map(|c| (c.referent_title_in(named.kind).unwrap(), c.title_in(named.kind)))
        .collect();
    let own = |title: &str| ("Tax on inheritance".to_owned(), title.to_owned());
    assert_eq!(told, [own("A"), own("“Death tax”")]);
    let (_, said) = convert(place.path(), "names.toml names.yml --lossy");
    assert!(said.contains("has no place for what it measures and 2 titles\n"), "{said}");
}

#[test]
fn every_bundled_lexicon_can_be_written_in_every_format_with_its_losses_named() {
    let place = place();
    for name in bundled_names() {
        for ending in
            ["dic", "dicx", "yml", "yaml", "lc3", "lcd", "ykd", "cat", "csv", "tsv", "txt"]
        {
            let (status, said) = convert(place.path(), &format!("{name} {name}.{ending} --lossy"));
            assert_eq!(status, 0, "{name} to {ending}: {said}");
            assert!(
                said.lines().all(|line| line.starts_with(&format!("warning: {name}.{ending}: "))),
                "{said}"
            );
            assert!(
                load(&place.path().join(format!("{name}.{ending}")).to_string_lossy())
                    .unwrap()
                    .entries()
                    > 0
            );
        }
    }
    let losses = refused(place.path(), "lexicon convert conflict-labels labels.dic");
    for part in [
        "framescope: labels.dic: LIWC cannot hold the policy `longest in lexicon` for overlaps, ",
        " exceptions, ",
        "3 axes, ",
        " weights and ",
        "; write the rest with --lossy, or choose .toml",
    ] {
        assert!(losses.contains(part), "{part}: {losses}");
    }
}

#[test]
fn what_is_lost_is_named_and_only_written_when_asked_for() {
    let place = place();
    let full = "name = \"mine\"\nlanguage = \"de\"\nversion = \"1\"\nexcept = [\"x \
        regime\"]\n[category.a]\ndescription = \"d\"\n\
        terms = [{ term = \"regime\", weight = 2, note = \"n\" }, { term = \"gunm?n\", case = true \
        }]\n";
    write(place.path(), "mine.toml", full);
    let losses = "1 exception, 1 case-sensitive entry, 1 weight and 1 entry with a wildcard that \
        it reads as a letter";
    let expected = format!(
        "framescope: mine.dic: LIWC cannot hold {losses}; write the rest with --lossy, or choose \
         .toml, which holds all\n"
    );
    assert_eq!(refused(place.path(), "lexicon convert mine.toml mine.dic"), expected);
    let unsaid = "warning: mine.dic: LIWC has no place for 1 note, 1 description, 1 version and \
        the language `de`\n";
    let expected =
        format!("warning: mine.dic: LIWC cannot hold {losses}, so counts will differ\n{unsaid}");
    assert_eq!(convert(place.path(), "mine.toml mine.dic --lossy"), (0, expected));
    assert_eq!(
        fs::read_to_string(place.path().join("mine.dic")).unwrap(),
        "%\n1\ta\n%\nregime\t1\ngunm?n\t1\n"
    );
    // What no score depends on is told, and needs no --lossy.
    write(
        place.path(),
        "plain.toml",
        "name = \"plain\"\n[category.a]\ndescription = \"d\"\nterms = [\"x\"]\n",
    );
    let said = "warning: other.yml: quanteda has no place for 1 description\n\
        warning: other.yml: quanteda does not name a lexicon, so this one will be `other`, after \
        its file\n";
    assert_eq!(convert(place.path(), "plain.toml other.yml"), (0, said.to_owned()));
}

#[test]
fn a_file_that_is_there_is_replaced_only_when_asked_for() {
    let place = place();
    write(place.path(), "words.toml", WORDS);
    write(place.path(), "words.yml", "old: [x]\n");
    let message = refused(place.path(), "lexicon convert words.toml words.yml");
    assert_eq!(
        message,
        "framescope: words.yml: this file exists; name another, or replace it with --overwrite\n"
    );
    assert_eq!(convert(place.path(), "words.toml words.yml --overwrite").0, 0);
    assert!(
        fs::read_to_string(place.path().join("words.yml"))
            .unwrap()
            .starts_with("\"harsh\":\n  - \"regime*\"\n")
    );
    // Onto itself, which the native form turns into another.
    write(place.path(), "words.toml", format!("# a remark\n{WORDS}"));
    assert_eq!(convert(place.path(), "words.toml words.toml --overwrite"), (0, String::new()));
    assert!(!fs::read_to_string(place.path().join("words.toml")).unwrap().contains("a remark"));
}

#[test]
fn name_and_language_can_be_given() {
    let place = place();
    write(place.path(), "my words.lc3", "+Größe\ngroß*\n");
    let command =
        ["lexicon", "convert", "my words.lc3", "out.toml", "--name", "groesse", "--language", "de"];
    framescope(place.path()).args(command).assert().success().stderr("");
    let lexicon = load(&place.path().join("out.toml").to_string_lossy()).unwrap();
    assert_eq!(
        (lexicon.name.as_str(), lexicon.language.as_str(), lexicon.categories[0].name.as_str()),
        ("groesse", "de", "Größe")
    );
    assert_eq!(
        load(&place.path().join("my words.lc3").to_string_lossy()).unwrap().name,
        "my-words"
    );
    let message = refused(place.path(), "lexicon convert out.toml x.toml --name a.b");
    assert!(
        message.contains("--name: the name `a.b` may hold only letters, digits, `-` and `_`"),
        "{message}"
    );
    let message = refused(place.path(), "lexicon convert out.toml x.toml --language German");
    assert!(message.contains("--language: `German` is no ISO 639-1 code"), "{message}");
}

#[test]
fn an_ending_that_names_no_format_is_told_with_those_that_do() {
    let place = place();
    write(place.path(), "words.toml", WORDS);
    write(place.path(), "words.docx", "regime\n");
    write(place.path(), "a.txt", "The regime fell.");
    let endings = ".toml (framescope), .dic (LIWC), .dicx (LIWC-22), .yml (quanteda), .yaml \
        (quanteda), .lc3 (Lexicoder), .lcd (Lexicoder 2), .ykd (Yoshikoder), .cat (WordStat), .csv \
        (CSV), .tsv (TSV), .txt (list)";
    let expected = format!(
        "framescope: words.docx: the ending does not tell the format of this lexicon; it may be \
         {endings}\n"
    );
    for line in [
        "score a.txt --lexicon words.docx",
        "lexicon show words.docx",
        "lexicon check words.docx",
        "lexicon convert words.toml words.docx",
    ] {
        assert_eq!(refused(place.path(), line), expected, "{line}");
    }
    assert!(
        refused(place.path(), "lexicon convert nowhere.dic x.toml")
            .contains("nowhere.dic: cannot read this lexicon")
    );
}

#[test]
fn what_cannot_be_kept_is_refused_by_name_with_its_place() {
    for (name, text, expected) in [
        (
            "x.dic",
            "%\n1\ta\n125\tb\n%\nlike\t(02 134)125/464\t1\n",
            "x.dic:5:6: `(02 134)125/464` after `like` is a condition of LIWC's",
        ),
        (
            "x.dic",
            "%\n1\ta\n%\nkind\t<of>131/125\n",
            "x.dic:4:6: `<of>131/125` after `kind` is a condition of LIWC's",
        ),
        (
            "x.dic",
            "%\n1\ta\n%\nlamb\t2\n",
            "x.dic:4:6: `lamb` is in category 2, which the legend does not define",
        ),
        (
            "x.dic",
            "%\n1\ta\n%\n:)\t1\n",
            "x.dic:4:1: `:)` has no letter or digit, so it can match nothing; delete it",
        ),
        ("x.dic", "%\n1\ta\n%\n:p\t1\n", "x.dic:4:1: `:p` has `:` at the edge of a word"),
        ("x.yml", "a:\n- x\n- - y\n", "x.yml:3:3: a list where an entry should stand"),
        ("x.yaml", "a: [x\n", "x.yaml:2:1: not valid YAML: "),
        ("x.lc3", "x\n", "x.lc3:1:1: `x` stands in no category; write a line `+NAME` before it"),
        (
            "x.lcd",
            "<dictionary><cnode name=\"a\"><pnode/></cnode></dictionary>",
            "x.lcd:1:29: <pnode> has no `name`",
        ),
        (
            "x.ykd",
            "<dictionary patternengine=\"regexp\"/>",
            "x.ykd:1:13: patternengine=\"regexp\": framescope reads only",
        ),
        (
            "x.ykd",
            "<dictionary><cnode name=\"a\" score=\"2\"><pnode name=\"x\"/></cnode></dictionary>",
            "x.ykd:1:29: the category `a` has a score",
        ),
        (
            "x.cat",
            "A\n\t@B [X NEAR Y /S5] (1)\n",
            "x.cat:2:2: `@B [X NEAR Y /S5] (1)` is a rule of WordStat's",
        ),
        ("x.cat", "A\n\tx\n", "x.cat:2:2: `x` has no weight and nothing nested in it"),
        (
            "x.csv",
            "term,category,wieght\nx,a,1\n",
            "x.csv:1:15: unknown column `wieght`; a lexicon table has the columns term, category, \
             weight",
        ),
        (
            "x.csv",
            "term,category,weight\nx,a,1\ny,a,much\n",
            "x.csv:3:5: `weight` is the text \"much\"; expected a number",
        ),
        (
            "x.csv",
            "term,category\nx,a b\ny,a+b\n",
            "x.csv:3:3: the categories `a+b` and `a b` (line 2) would both be named `a-b`",
        ),
    ] {
        let place = place();
        write(place.path(), name, text);
        for command in ["lexicon show", "lexicon check", "lexicon convert"] {
            let out = if command.ends_with("convert") { "out.toml" } else { "" };
            let message = refused(place.path(), &format!("{command} {name} {out}"));
            assert!(message.starts_with(&format!("framescope: {expected}")), "{message}");
        }
    }
}

#[test]
fn show_and_check_take_every_format() {
    let place = place();
    let shown = framescope(place.path())
        .args(["lexicon", "show"])
        .arg(fixture("nested/words.dic"))
        .assert()
        .success();
    let shown = String::from_utf8(shown.get_output().stdout.clone()).unwrap();
    assert!(
        shown.contains("\nlabels.harsh: 3 entries\n") && shown.contains("    army spokesman\n"),
        "{shown}"
    );
    let toml = framescope(place.path())
        .args(["lexicon", "show", "--toml"])
        .arg(fixture("nested/words.dic"))
        .assert()
        .success();
    write(place.path(), "words.toml", &toml.get_output().stdout);
    assert!(scores(&place.path().join("words.toml")) == scores(&fixture("nested/words.toml")));
    write(place.path(), "x.lc3", "+a\nregime\nRegime\n");
    let checked = framescope(place.path()).args(words("lexicon check x.lc3")).assert().code(1);
    let checked = String::from_utf8(checked.get_output().stdout.clone()).unwrap();
    assert!(
        checked.contains(
            "x.lc3:3:1: error: `Regime` appears twice in `a` (first in line 2); delete one"
        ),
        "{checked}"
    );
}

#[test]
fn older_encodings_are_read() {
    let place = place();
    let text = "%\n1\tÉtat\n%\nrégime\t1\ngouvernement légitime\t1\nétranger*\t1\n";
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(text);
    write(place.path(), "old.dic", &bytes);
    write(place.path(), "marked.dic", format!("\u{feff}{text}"));
    for name in ["old.dic", "marked.dic"] {
        let lexicon = load(&place.path().join(name).to_string_lossy()).unwrap();
        assert_eq!(
            (lexicon.categories[0].name.as_str(), lexicon.categories[0].entries[0].term.as_str()),
            ("État", "régime"),
            "{name}"
        );
    }
}

/// What `lexicon show --toml` makes of a file: its categories with their terms, and what is said.
#[track_caller]
fn shown(folder: &Path, name: &str, options: &[&str]) -> (Vec<(String, String)>, String) {
    let arguments = ["lexicon", "show", name, "--toml"];
    let output = framescope(folder).args(arguments).args(options).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{said}");
    let lexicon = framescope::lexicon::read_toml("shown.toml", &output.stdout).unwrap();
    let terms = |category: &Category| {
        let terms = category.entries.iter().map(|entry| entry.term.clone());
        (category.name.clone(), terms.collect::<Vec<_>>().join(" · "))
    };
    (lexicon.categories.iter().map(terms).collect(), said)
}

#[test]
fn published_dictionaries_are_read_with_what_was_changed_or_left_out_listed() {
    for (name, text, expected, said) in [
        (
            "signs.cat",
            "PELGRATH\n\t+PORT+\n\t\tharbour (1)\n\t=PORT=\n\t\tquay (1)\n",
            &[("PELGRATH", ""), ("PELGRATH.PORT", "harbour"), ("PELGRATH.PORT-2", "quay")][..],
            "note: signs.cat:4:2: the category `=PORT=` is named `PORT-2` here",
        ),
        (
            "signs.dic",
            "%\n1\t[port]\n2\tport\n%\nharbour\t1\nquay\t2\n",
            &[("port", "harbour"), ("port-2", "quay")],
            "note: signs.dic:3:3: the category `port` is named `port-2` here",
        ),
        (
            "signs.yml",
            "\"+\": [harbour]\n\"%\": [quay]\n",
            &[("category", "harbour"), ("category-2", "quay")],
            "note: signs.yml:1:1: the category `+` is named `category` here",
        ),
        (
            "empty.cat",
            "PORT\n\tquay (1)\n\tOLD\nNEW\n",
            &[("PORT", "quay"), ("PORT.OLD", ""), ("NEW", "")],
            "note: empty.cat:3:2: `OLD` has no weight and nothing nested in it",
        ),
        (
            "faces.dic",
            "%\n1\tport\n%\nquay\t1\n:)\t1\n;-(\t1\n",
            &[("port", "quay")],
            "warning: faces.dic: 2 entries were left out:\nwarning: faces.dic:5:1: `:)` has no",
        ),
        (
            "marks.dicx",
            "DicTerm,calm,unrest\ntruce*,X,\nriot,,x\n",
            &[("calm", "truce*"), ("unrest", "riot")],
            "",
        ),
        ("plain.txt", "truce\nriot*\n", &[("plain", "truce · riot*")], ""),
        ("values.tsv", "truce\tcalm\nriot\tunrest\n", &[("calm", "truce"), ("unrest", "riot")], ""),
        (
            "values.csv",
            "term,value\ntruce,2\nriot,-1\n",
            &[("values", "truce · riot")],
            "note: values.csv:1:1: `term, value` is read as the heading of the list",
        ),
    ] {
        let place = place();
        write(place.path(), name, text);
        let (found, told) = shown(place.path(), name, &[]);
        let expected: Vec<_> =
            expected.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        assert_eq!(found, expected, "{name}");
        assert!(if said.is_empty() { told.is_empty() } else { told.contains(said) }, "{told}");
    }
}

#[test]
fn all_that_is_wrong_is_told_at_once() {
    let place = place();
    let text = "%\n1\ta\n%\nkind\t<of>1/2\nquay\t7\nport\t1\n:p\t1\n";
    write(place.path(), "x.dic", text);
    let output = framescope(place.path()).args(words("lexicon show x.dic")).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    let begins = [
        "framescope: x.dic:4:6: `<of>1/2` after `kind` is a condition of LIWC's",
        "framescope: x.dic:5:6: `quay` is in category 7",
        "framescope: x.dic:7:1: `:p` has `:`",
        "framescope: 3 faults; `lexicon convert IN OUT.toml --lossy` leaves out",
    ];
    assert_eq!(said.lines().count(), begins.len(), "{said}");
    for (line, begin) in said.lines().zip(begins) {
        assert!(line.starts_with(begin), "{line}");
    }
}

#[test]
fn what_cannot_be_said_is_left_out_and_listed_when_asked_for() {
    for (name, text, expected, left_out) in [
        (
            "x.dic",
            "%\n1\tgood\n2\tbad\n%\nkind\t<of>1/2\nlike\t(2)1/2\t2\ntruce\t1\n:p\t1\n",
            &[("good", "truce"), ("bad", "like")][..],
            3,
        ),
        ("x.cat", "A\n\t@R [X NEAR Y /S5] (1)\n\ttruce (1)\n\t#riot (1)\n", &[("A", "truce")], 2),
        ("x.yml", "a: [truce, '#riot']\n", &[("a", "truce")], 1),
        ("x.dicx", "DicTerm,a\ntruce,X\n:p,X\n", &[("a", "truce")], 1),
        ("x.txt", "truce\n@riot\n", &[("x", "truce")], 1),
    ] {
        let place = place();
        write(place.path(), name, text);
        let (status, said) = convert(place.path(), &format!("{name} o.toml"));
        assert!(status == 2 && said.contains("--lossy"), "{said}");
        let (status, said) = convert(place.path(), &format!("{name} o.toml --lossy"));
        assert_eq!(status, 0, "{said}");
        assert_eq!(said.matches(&format!("warning: {name}:")).count(), left_out + 1, "{said}");
        let (found, _) = shown(place.path(), "o.toml", &[]);
        let expected: Vec<_> =
            expected.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        assert_eq!(found, expected, "{name}");
    }
}

#[test]
fn the_encoding_is_shown_and_can_be_stated() {
    let place = place();
    let (bytes, _, _) = encoding_rs::SHIFT_JIS.encode("A\n\tあ (1)\n\tい (1)\n");
    write(place.path(), "kana.cat", &bytes);
    let entries = [("A".to_owned(), "あ · い".to_owned())];
    let (found, said) = shown(place.path(), "kana.cat", &[]);
    assert_eq!(found, entries);
    assert_eq!(
        said,
        "note: kana.cat: read in the encoding Shift_JIS, a guess from its bytes; state another \
         with --encoding\n"
    );
    let (found, said) = shown(place.path(), "kana.cat", &["--encoding", "shift_jis"]);
    assert_eq!((&found[..], said.as_str()), (&entries[..], ""));
    let output = framescope(place.path()).args(["lexicon", "show", "kana.cat"]).output().unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(told.ends_with("\nEncoding of the file: Shift_JIS (a guess)\n"), "{told}");
    // Half-width katakana look like Cyrillic.
    let (bytes, _, _) = encoding_rs::SHIFT_JIS.encode("ｱｲ\n");
    write(place.path(), "half.txt", &bytes);
    let (found, _) = shown(place.path(), "half.txt", &["--encoding", "shift_jis"]);
    assert_eq!(found, [("half".to_owned(), "ｱｲ".to_owned())]);
    let message = refused(place.path(), "lexicon show kana.cat --encoding utf-8");
    assert!(message.contains("kana.cat: this is not text in the encoding UTF-8"), "{message}");
    let message = refused(place.path(), "lexicon convert kana.cat x.toml --encoding latein");
    assert!(message.contains("there is no encoding `latein`"), "{message}");
    write(place.path(), "a.txt", "The quay.");
    let output =
        framescope(place.path()).args(words("score a.txt --lexicon kana.cat")).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("the lexicon `kana` was read in the encoding Shift_JIS"), "{said}");
}

#[test]
fn names_in_a_dic_are_unique_and_come_back() {
    let place = place();
    let source = "name = \"t\"\noverlap = \"longest in category\"\n[category.port]\nterms = \
        [\"quay\"]\n[category.port.old]\nterms = [\"dock\"]\n[category.sea]\nterms = \
        []\n[category.sea.old]\nterms = [\"wreck\"]\n[category.sea.port]\nterms = [\"buoy\"]\n";
    write(place.path(), "t.toml", source);
    assert_eq!(convert(place.path(), "t.toml t.dic").0, 0);
    let text = fs::read_to_string(place.path().join("t.dic")).unwrap();
    let names: Vec<&str> = text
        .split("%\n")
        .nth(1)
        .unwrap()
        .lines()
        .filter_map(|l| l.split('\t').next_back())
        .collect();
    assert_eq!(names, ["port", "port.old", "sea", "sea.old", "sea.port"]);
    assert_eq!(shown(place.path(), "t.dic", &[]).0, shown(place.path(), "t.toml", &[]).0);
}
