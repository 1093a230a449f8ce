//! Input that cannot be used: one line that names the place and the remedy, status 2, and nothing
//! left behind.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use std::fs;
use std::path::Path;
use support::{WORDS, contents, framescope, place, refused, refused_with, words, write};

/// A folder with one usable text, `a.txt`, and a small lexicon, `words.toml`.
fn place_with_text() -> tempfile::TempDir {
    let place = place();
    write(place.path(), "a.txt", "A regime.");
    write(place.path(), "words.toml", WORDS);
    place
}

/// Runs `report`, `score` and `corpus inspect` on `corpus`; each must refuse it and say all of
/// `expected`.
#[track_caller]
fn no_command_reads(folder: &Path, corpus: &str, expected: &[&str]) {
    write(folder, "words.toml", WORDS);
    for command in
        ["report -o out", "score -o scores.csv", "score", "matches -o m.jsonl", "corpus inspect"]
    {
        says(&refused(folder, &format!("{command} -l words.toml {corpus}")), expected);
    }
}

#[track_caller]
fn says(message: &str, expected: &[&str]) {
    for part in expected {
        assert!(message.contains(part), "{message:?} should say {part:?}");
    }
}

// What there is to read

#[test]
fn a_path_that_leads_nowhere_is_refused() {
    let place = place_with_text();
    no_command_reads(
        place.path(),
        "a.txt nowhere/news.csv",
        &["nowhere/news.csv: no such file or folder", "check the path"],
    );
}

#[test]
fn a_folder_without_documents_is_refused() {
    let place = place();
    fs::create_dir(place.path().join("empty")).unwrap();
    no_command_reads(
        place.path(),
        "empty",
        &["empty: no documents", "no file of a kind that is read", "name the files"],
    );
    write(place.path(), "office/report.odt", "x");
    write(place.path(), "office/old/codes.csv", "code,meaning\n1,one\n");
    no_command_reads(
        place.path(),
        "office",
        &["office: no documents", "old/codes.csv, report.odt", "name the files"],
    );
}

#[test]
fn a_file_of_an_unknown_kind_is_refused() {
    let place = place();
    write(place.path(), "news.odt", "x");
    no_command_reads(
        place.path(),
        "news.odt",
        &["news.odt", ".txt, .csv, .tsv, .json", ".docx or .rtf", "--format"],
    );
}

#[test]
fn a_file_without_content_is_refused() {
    let place = place();
    for (name, bytes, expected) in [
        ("c.csv", "", "the file is empty"),
        ("d.csv", "\u{feff}\n\n", "the file is empty"),
        ("e.jsonl", "\n\n", "no documents"),
        ("f.csv", "id,text\n", "no documents"),
    ] {
        write(place.path(), name, bytes);
        no_command_reads(place.path(), name, &[name, expected]);
    }
}

#[test]
fn empty_standard_input_is_refused() {
    let place = place_with_text();
    let message = refused_with(place.path(), &words("score - -l words.toml"), b"");
    says(&message, &["nothing came in on standard input"]);
    let message = refused_with(place.path(), &words("score - -l words.toml --format csv"), b"");
    says(&message, &["nothing came in on standard input"]);
}

#[test]
fn a_table_without_a_column_for_the_text_lists_the_columns_that_it_has() {
    let place = place();
    write(place.path(), "a.csv", "id; Paper ;words\n1;Quoin Wire;A regime.\n");
    no_command_reads(
        place.path(),
        "a.csv",
        &["a.csv: no column for the text", "id, Paper, words", "--text-column"],
    );
    write(place.path(), "b.jsonl", "{\"id\": 1, \"words\": \"A regime.\"}\n");
    no_command_reads(
        place.path(),
        "b.jsonl",
        &["b.jsonl, line 1: no key for the text", "id, words", "--text-column"],
    );
}

#[test]
fn a_table_without_a_header_is_refused_in_one_line() {
    let place = place();
    let article =
        "The army entered the town at dawn.\n\nBy noon the bridges were closed.\n".repeat(40);
    write(
        place.path(),
        "a.csv",
        format!("n1,Quoin Wire,\"{article}\"\nn2,Kethmar One,\"{article}\"\n"),
    );
    no_command_reads(
        place.path(),
        "a.csv",
        &["a.csv: no column for the text", "n1, Quoin Wire", "--text-column"],
    );
}

#[test]
fn a_column_that_was_told_and_is_not_there_is_refused() {
    let place = place_with_text();
    write(place.path(), "a.csv", "id,text,paper\n1,A regime.,Quoin Wire\n");
    for option in [
        "--text-column",
        "--id-column",
        "--outlet-column",
        "--date-column",
        "--title-column",
        "--event-column",
        "--group-by",
    ] {
        let message = refused(place.path(), &format!("score a.csv -l words.toml {option} nowhere"));
        says(
            &message,
            &["a.csv: there is no column `nowhere`", option, "id, text, paper", "choose one"],
        );
    }
}

#[test]
fn a_broken_quotation_mark_is_refused_with_row_and_byte() {
    let place = place();
    write(place.path(), "open.csv", "id,text\n1,A regime.\n2,\"never closed\n3,Quiet.\n4,Quiet.\n");
    no_command_reads(
        place.path(),
        "open.csv",
        &["open.csv, row 3, byte 22:", "never closed", "double every quotation mark"],
    );
    write(place.path(), "inner.tsv", "id\ttext\n1\t\"The \"regime\" fell.\"\n");
    no_command_reads(
        place.path(),
        "inner.tsv",
        &["inner.tsv, row 2, byte 10:", "more text after its closing", "double every"],
    );
    let message = refused_with(
        place.path(),
        &words("score - -l words.toml"),
        b"id,text\n1,\"A \"regime\".\"\n",
    );
    says(&message, &["stdin, row 2, byte 10:"]);
}

#[test]
fn the_byte_of_a_broken_quotation_mark_is_one_of_the_file() {
    let place = place_with_text();
    let text = "\u{feff}id,text\n1,\"never closed";
    write(
        place.path(),
        "a.csv",
        text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>(),
    );
    let message = refused(place.path(), "score a.csv -l words.toml");
    says(&message, &["a.csv, row 2, byte 22:"]);
}

#[test]
fn a_row_that_cannot_be_used_is_refused_unless_skipped() {
    let place = place();
    for (name, bytes, expected) in [
        (
            "twice.csv",
            "id,text\nn1,A regime.\nn1,Quiet.\n",
            "row 3: the id `n1` is already taken by twice.csv, row 2",
        ),
        (
            "width.csv",
            "id,text\nn1,A regime.\nn2\n",
            "row 3: 1 cell where the header has 2 (byte 21)",
        ),
        ("bare.csv", "id,text\nn1,\n", "row 2: no text"),
        ("cut.jsonl", "{\"text\": \"A regime.\"}\n{\"text\": \"\n", "line 2: not a JSON object"),
        ("empty.txt", "", "empty.txt: no text; fill it in"),
        ("blank.txt", "---\ntitle: x\n---\n \r\n\t\n", "blank.txt: no text; fill it in"),
        ("picture.txt", "\0\u{1}\u{2}GIF", "no text; convert the file to plain text"),
    ] {
        write(place.path(), name, bytes);
        write(place.path(), "words.toml", WORDS);
        for command in ["report -o out", "score -o scores.csv", "matches"] {
            let message = refused(place.path(), &format!("{command} -l words.toml {name}"));
            says(&message, &[name, expected, "--on-error skip"]);
        }
    }
}

#[test]
fn one_id_in_two_files_is_refused() {
    let place = place_with_text();
    write(place.path(), "march.csv", "id,text\nn1,A regime.\n");
    write(place.path(), "april.jsonl", "{\"id\": \"n1\", \"text\": \"Quiet.\"}\n");
    let message = refused(place.path(), "score march.csv april.jsonl -l words.toml");
    says(
        &message,
        &[
            "april.jsonl, line 1: the id `n1` is already taken by march.csv, row 2",
            "an id of its own",
        ],
    );
}

#[test]
fn json_without_articles_is_refused() {
    let place = place();
    for (json, fault) in [
        ("[\n{\"text\": \"A regime.\"}\n", "EOF while parsing a list"),
        ("{\n\"status\": \"error\"\n}", "the object has status"),
    ] {
        write(place.path(), "a.json", json);
        no_command_reads(
            place.path(),
            "a.json",
            &["a.json: not JSON with articles", fault, "a list of objects"],
        );
    }
}

#[test]
fn a_manifest_that_does_not_fit_its_folder_is_refused() {
    let place = place();
    write(place.path(), "news/a.txt", "A regime.");
    for (manifest, expected) in [
        (
            "file,outlet\na.txt,Quoin Wire\nb.txt,Quoin Wire\n",
            &["row 3: it names `b.txt`", "add the file or delete the row"],
        ),
        (
            "name,outlet\na.txt,Quoin Wire\n",
            &["needs a column `file`: it has name, outlet", "rename"],
        ),
        (
            "file,outlet\na.txt,Quoin Wire\n./a.txt,Sidelong\n",
            &["row 3 names `a.txt` a second time", "mend"],
        ),
        ("file,outlet\na.txt\n", &["row 2 has 1 cells where the header has 2", "mend"]),
        ("file,outlet\na.txt,\"Quoin Wire\n", &["row 2, byte 18:", "never closed"]),
    ] {
        write(place.path(), "news/manifest.csv", manifest);
        no_command_reads(
            place.path(),
            "news",
            &[&["news/manifest.csv"], expected.as_slice()].concat(),
        );
    }
}

// Options

#[test]
fn a_lexicon_that_cannot_be_used_is_refused_with_its_place() {
    let place = place_with_text();
    for (source, expected) in [
        (
            "name = \"x\"\n[category.a]\nterm = [\"regime\"]\n",
            ["x.toml:3:1: unknown key `term`", "expected title, description, terms"],
        ),
        (
            "name = \"x\"\n[category.a\nterms = [\"regime\"]\n",
            ["x.toml:2:12: not valid TOML", "expected `]`"],
        ),
        (
            "name = \"x\"\n[category.a]\nterms = \"regime\"\n",
            ["x.toml:3:9: `terms` is the text \"regime\"", "expected a list"],
        ),
        ("name = \"x\"\n", ["x.toml:1:1: ", "has no entries; give it"]),
        ("[category.a]\nterms = [\"regime\"]\n", ["x.toml:1:1: ", "has no `name`; add one"]),
        (
            "name = \"x\"\n[category.a]\nterms = [\"a\", \"&\"]\n",
            ["x.toml:3:15: `&`", "has no letter or digit"],
        ),
    ] {
        write(place.path(), "x.toml", source);
        for command in
            ["report a.txt -o out", "score a.txt", "matches a.txt -o m.csv", "corpus inspect a.txt"]
        {
            says(&refused(place.path(), &format!("{command} -l words.toml -l x.toml")), &expected);
        }
    }
    write(place.path(), "x.toml", b"name = \"x\xff\"");
    says(
        &refused(place.path(), "score a.txt -l x.toml"),
        &["x.toml: byte 9 is not UTF-8", "save the lexicon as UTF-8"],
    );
}

#[test]
fn a_lexicon_that_is_not_there_is_refused() {
    let place = place_with_text();
    let message = refused(place.path(), "score a.txt -l nowhere.toml");
    says(
        &message,
        &["nowhere.toml: cannot read this lexicon", "check the path", "conflict-labels"],
    );
    let message = refused(place.path(), "score a.txt -l conflict-label");
    says(
        &message,
        &[
            "no lexicon `conflict-label`",
            "`./conflict-label.toml`",
            "did you mean `conflict-labels`?",
        ],
    );
    assert!(!message.contains("casualties"), "{message}");
    let message = refused(place.path(), "score a.txt --language xx");
    says(&message, &["no lexicon for the language `xx`", "lexicons for en", "--lexicon"]);
}

#[test]
fn two_lexicons_of_one_name_are_refused() {
    let place = place_with_text();
    write(place.path(), "mine.toml", WORDS);
    says(
        &refused(place.path(), "score a.txt -l words.toml -l mine.toml"),
        &["two lexicons are named `words`", "rename one"],
    );
}

#[test]
fn a_pattern_that_is_none_is_refused() {
    let place = place_with_text();
    let message = refused_with(
        place.path(),
        &["score", "a.txt", "-l", "words.toml", "--split", "^(CHAPTER"],
        b"",
    );
    says(&message, &["--split", "unclosed group", "mend the pattern"]);
}

#[test]
fn a_category_that_is_not_there_is_refused() {
    let place = place_with_text();
    let message = refused(place.path(), "matches a.txt -l words.toml --category harhs");
    says(&message, &["no category `harhs`; did you mean `harsh`?"]);
    let message = refused(place.path(), "matches a.txt -l words.toml --category words.mil");
    says(&message, &["no category `words.mil`; did you mean `words.mild`?"]);
    let message = refused(place.path(), "matches a.txt -l words.toml --category weather");
    says(&message, &["no category `weather`; there are harsh, mild"]);
}

#[test]
fn a_file_of_options_that_cannot_be_read_is_refused() {
    let place = place_with_text();
    let message = refused(place.path(), "score a.txt --config mine.toml");
    says(&message, &["mine.toml", "cannot be read", "check the path"]);
    write(place.path(), "mine.toml", b"lexicon = \"\xff\"");
    let message = refused(place.path(), "score a.txt --config mine.toml");
    says(&message, &["mine.toml", "cannot be read", "save it as UTF-8"]);
}

#[test]
fn a_command_line_that_is_wrong_is_refused_in_one_line() {
    let place = place_with_text();
    for (line, expected) in [
        ("reprot a.txt", "`framescope reprot` is not a command; did you mean `report`?"),
        ("lexicon chek", "`framescope lexicon chek` is not a command; did you mean `check`?"),
        ("lexicon list a.txt", "`a.txt` is one argument too many for `framescope lexicon list`"),
        ("report", "`framescope report` needs CORPUS; see `framescope report --help`"),
        ("map a.txt", "`framescope map` needs --output PART.fsr"),
        (
            "report a.txt --outlet-colum x",
            "`--outlet-colum` is not an option of `framescope report`; did you mean \
             `--outlet-column`?",
        ),
        (
            "report a.txt --explain",
            "`--explain` is not an option of `framescope report` but of `framescope matches`",
        ),
        ("report a.txt -x", "`-x` is not an option of `framescope report`; see"),
        ("report a.txt --period", "--period needs a value; write `--period LENGTH`"),
        ("report a.txt --period wek", "--period: `wek` is unknown; did you mean `week`?"),
        ("score a.txt --on-error ignore", "--on-error: `ignore` is unknown; give fail or skip"),
        ("report a.txt --passages x", "--passages: `x` is not a whole number; give one such as 10"),
        (
            "cluster a.txt --clusters 1",
            "--clusters: `1` is not a whole number of 2 or more; give one such as 4",
        ),
        (
            "compare a.txt --keyness-rows most",
            "--keyness-rows: `most` is not a whole number or `all`",
        ),
        (
            "report a.txt --tables outlets,keynes",
            "--tables: there is no table `keynes`; did you mean `keyness`?",
        ),
        ("map a.txt -o part.fsr --shard 9/8", "--shard: `9/8` is not a shard"),
        ("score a.txt -q -v", "--quiet and --verbose exclude one another; give one of them"),
        ("score a.txt --seed 1 --seed 2", "--seed is given more than once; give it once"),
        ("score a.txt --overwrite=yes", "--overwrite does not take the value `yes`"),
        ("lexicon check words.toml --parties a,b", "needs --swap NAME|FILE"),
    ] {
        let message = refused(place.path(), line);
        assert!(message.starts_with("framescope: "), "{line}: {message}");
        says(&message, &[expected]);
    }
}

// Output

#[test]
fn an_output_folder_that_exists_is_left_alone() {
    let place = place_with_text();
    fs::create_dir(place.path().join("out")).unwrap();
    for command in ["report", "compare", "cluster"] {
        says(
            &refused(place.path(), &format!("{command} a.txt -l words.toml -o out")),
            &["out: this folder exists", "-o", "--overwrite"],
        );
    }
    write(place.path(), "out/thesis.md", "years of work");
    write(place.path(), "out/run.json", "{}");
    for command in ["report", "compare", "cluster"] {
        let message =
            refused(place.path(), &format!("{command} a.txt -l words.toml -o out --overwrite"));
        says(
            &message,
            &["out: this folder holds files that framescope did not write", "name another with -o"],
        );
    }
}

#[test]
fn an_output_that_cannot_be_written_is_refused() {
    let place = place_with_text();
    fs::create_dir(place.path().join("folder")).unwrap();
    for (command, expected) in [
        ("report -o a.txt", ["a.txt: this is not a folder", "name a folder with -o"]),
        ("report -o a.txt/out", ["a.txt/out: cannot be written", "check the path"]),
        ("score -o a.txt/scores.csv", ["a.txt/scores.csv: cannot be written", "check the path"]),
        ("score -o folder", ["folder: cannot be written (it is a folder)", "check the path"]),
        ("score -o scores.parquet", ["scores.parquet: ", ".csv or .jsonl"]),
        ("matches -o matches.xlsx", ["matches.xlsx: ", ".csv or .jsonl"]),
    ] {
        says(&refused(place.path(), &format!("{command} -l words.toml a.txt")), &expected);
    }
}

#[test]
fn a_run_that_fails_leaves_the_old_output_as_it_was() {
    let place = place_with_text();
    write(place.path(), "good.csv", "text\nA regime.\n");
    framescope(place.path())
        .args(words("report good.csv -l words.toml -o out -q"))
        .assert()
        .success();
    framescope(place.path())
        .args(words("score good.csv -l words.toml -o scores.csv"))
        .assert()
        .success();
    // The last row fails, when the rest has been worked through.
    write(place.path(), "bad.csv", format!("text,x\n{}A regime.\n", "A regime.,x\n".repeat(500)));
    says(
        &refused(place.path(), "report bad.csv -l words.toml -o out --overwrite"),
        &["bad.csv, row 502"],
    );
    says(
        &refused(place.path(), "score bad.csv -l words.toml -o scores.csv"),
        &["bad.csv, row 502"],
    );
    says(&refused(place.path(), "score bad.csv -l words.toml"), &["bad.csv, row 502"]);
}

#[test]
fn folders_made_for_an_output_go_with_it() {
    let place = place_with_text();
    for command in
        ["report -o deep/er/out", "score -o deep/er/scores.csv", "matches -o deep/er/m.jsonl"]
    {
        says(
            &refused(place.path(), &format!("{command} -l words.toml nowhere.csv")),
            &["nowhere.csv: no such file"],
        );
    }
}

// Anything at all

/// What the bytes of the fuzzed files begin as, with the endings that they are read under.
const SAMPLES: [(&str, &str); 4] = [
    (
        "txt",
        "---\ntitle: Entry\ndate: 4/5/2031\n---\n\nThe “regime” said: ‘No’. U.S. militias \
         re\u{301}gime 🕊.\n\n- An item\n",
    ),
    (
        "csv",
        "id,text,outlet,date\n1,\"A regime, \"\"so-called\"\".\nMore.\",Quoin \
         Wire,2031\n2,Quiet.,=x,13/04/2031\n",
    ),
    ("tsv", "id\ttext\n1\t\"A \"\"regime\"\".\"\n2\tQuiet.\n"),
    (
        "jsonl",
        "{\"text\": \"A \\u201cregime\\ud83d\\udd4a\", \"date\": 2031, \"author\": [\"a\", \
         null]}\n\n{\"text\": \"Quiet.\"}\n",
    ),
];

/// Bytes that are wholly random, or a sample with some places changed, doubled, cut or recoded.
fn mutated(sample: &str, random: &mut Xoshiro256PlusPlus) -> Vec<u8> {
    const TELLING: [&[u8]; 15] = [
        b"\"",
        b"\n",
        b"\r",
        b"\0",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\xc3",
        b"[[",
        b"{",
        b"---\n",
        "“".as_bytes(),
        b"\xe9\x93",
        b"*",
        b"?",
        b"-",
    ];
    let mut bytes = match random.gen_range(0..6) {
        0 => return (0..random.gen_range(0..400)).map(|_| random.r#gen()).collect(),
        1 => sample.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        _ => sample.as_bytes().to_vec(),
    };
    for _ in 0..random.gen_range(1..6) {
        let at = random.gen_range(0..=bytes.len());
        let end = random.gen_range(at..=bytes.len());
        match random.gen_range(0..4) {
            0 => bytes
                .splice(at..at, TELLING[random.gen_range(0..TELLING.len())].iter().copied())
                .for_each(drop),
            1 => bytes.drain(at..end.min(at + 9)).for_each(drop),
            2 => bytes.extend_from_within(at..end),
            _ => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte = random.r#gen()),
        }
    }
    bytes
}

/// Runs the program on bytes that may be anything: it ends with status 0 or 2, and says one line
/// where it refuses.
#[track_caller]
fn ends_well(folder: &Path, arguments: &[&str], bytes: &[u8]) {
    let output = framescope(folder).args(arguments).write_stdin(bytes).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    let shown = bytes.escape_ascii();
    match output.status.code() {
        Some(0) => {}
        Some(2) => assert_eq!(said.lines().count(), 1, "{arguments:?} on {shown}: {said}"),
        status => panic!("{arguments:?} on {shown}: status {status:?}, {said}"),
    }
}

#[test]
fn any_bytes_are_read_or_refused() {
    let place = place_with_text();
    let mut random = Xoshiro256PlusPlus::seed_from_u64(1);
    for case in 0..60 {
        for (ending, sample) in SAMPLES {
            let bytes = mutated(sample, &mut random);
            let name = format!("x.{ending}");
            write(place.path(), &name, &bytes);
            let mut arguments = vec!["matches", &name, "-l", "words.toml", "-o", "-"];
            arguments.extend(if case % 2 == 0 {
                ["--on-error", "skip"]
            } else {
                ["--split", "e(?P<title>.)"]
            });
            ends_well(place.path(), &arguments, &bytes);
            arguments[1] = "-";
            ends_well(place.path(), &arguments, &bytes);
        }
    }
    assert_eq!(contents(place.path()).len(), 2 + SAMPLES.len(), "nothing is left behind");
}

#[test]
fn a_term_of_wildcards_is_read_or_refused() {
    let place = place_with_text();
    for term in ["?", "*?*", "regime ?", "* *", "?-*", "-", "a**b", "*-*-*-*-*-*"] {
        write(
            place.path(),
            "x.toml",
            format!("name = \"x\"\n[category.a]\nterms = [\"{term}\"]\n"),
        );
        ends_well(place.path(), &words("score a.txt -l x.toml"), term.as_bytes());
    }
}

#[test]
fn any_bytes_as_lexicon_options_or_manifest_are_read_or_refused() {
    let place = place_with_text();
    write(place.path(), "news/a.txt", "A regime.");
    let lexicon = WORDS.replace(
        "\"regime*\"",
        "{ term = \"re?ime\", weight = 0.5, match = \"glob\" }, \"so-called\", \"U.S.\"",
    );
    let options = "lexicon = [\"words.toml\"]\non-error = \"skip\"\nseed = 3\nquiet = true\n\
        [corpus.inspect]\nthreads = 1\n[report]\nkeyness-rows = \"all\"\n";
    let manifest = "file,outlet,date\na.txt,\"Quoin, Wire\",2031-03\n";
    let mut random = Xoshiro256PlusPlus::seed_from_u64(2);
    for _ in 0..100 {
        let bytes = mutated(&lexicon, &mut random);
        write(place.path(), "x.toml", &bytes);
        ends_well(place.path(), &words("score a.txt -l x.toml"), &bytes);
        let checked = framescope(place.path())
            .args(words("lexicon check x.toml"))
            .output()
            .unwrap()
            .status
            .code();
        assert!(matches!(checked, Some(0..=2)), "{checked:?} on {}", bytes.escape_ascii());
        let bytes = mutated(options, &mut random);
        write(place.path(), "o.toml", &bytes);
        ends_well(
            place.path(),
            &words("corpus inspect a.txt -l words.toml --config o.toml"),
            &bytes,
        );
        let bytes = mutated(manifest, &mut random);
        write(place.path(), "news/manifest.csv", &bytes);
        ends_well(place.path(), &words("score news -l words.toml -q"), &bytes);
    }
}
