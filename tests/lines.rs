//! Every count opens its lines: a documented filter of `matches` lists exactly as many rows.

#![allow(clippy::unwrap_used)]

mod support;

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_xoshiro::Xoshiro256Plus;
use std::path::{Path, PathBuf};
use support::{Row, framescope, place, table, words, write};

fn seeds() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds")
}

/// A count with the filter that opens it.
struct Count {
    place: String,
    count: usize,
    filter: Vec<String>,
}

/// The columns of counts by voice, and the filters that they need.
const VOICES: [(&str, &[&str]); 6] = [
    ("count", &[]),
    ("count_own", &["--voice=own"]),
    ("count_quoted", &["--voice=quoted"]),
    ("count_reported", &["--voice=reported"]),
    ("count_distanced", &["--voice=distanced"]),
    ("count_negated", &["--negated"]),
];

/// The filter of a row, apart from the voice; `None` for a table that counts no matches.
fn filter(name: &str, row: &Row) -> Option<Vec<String>> {
    let cell = |column: &str| row[column].strip_prefix('\'').unwrap_or(&row[column]).to_owned();
    let option = |option: &str, column: &str| format!("--{option}={}", cell(column));
    let category = || format!("--category={}.{}", cell("lexicon"), cell("category"));
    let sure = "--target-rule=sure".to_owned();
    Some(match name {
        "outlets" => vec![category(), option("outlet", "outlet")],
        "entries" => vec![category(), option("entry", "entry"), option("outlet", "outlet")],
        "scores" => vec![category(), option("document", "document_id")],
        "targets" => {
            vec![category(), option("outlet", "outlet"), option("target", "target"), sure]
        }
        "labels" if row["measures"] != "naming" => vec![
            category(),
            option("entry", "entry"),
            option("outlet", "outlet"),
            option("target", "target"),
            sure,
        ],
        "labels" => vec![
            format!("--referent={}.{}", cell("lexicon"), cell("category")),
            option("variant", "entry"),
            option("outlet", "outlet"),
        ],
        "naming" => vec![
            format!("--referent={}.{}", cell("lexicon"), cell("referent")),
            option("variant", "variant"),
            option("outlet", "outlet"),
        ],
        "trend" => vec![
            category(),
            option("outlet", "outlet"),
            option("from", "period"),
            option("to", "period"),
        ],
        "passages" => vec![category(), option("outlet", "outlet"), option("event", "event")],
        _ => return None,
    })
}

/// Every count above none of the tables of a run.
fn counts(output: &Path) -> Vec<Vec<Count>> {
    let names = [
        "outlets",
        "entries",
        "scores",
        "targets",
        "labels",
        "naming",
        "trend",
        "passages",
        "side_by_side",
        "keyness",
        "documents",
    ];
    let mut all = Vec::new();
    for name in names {
        let mut of_table = Vec::new();
        for row in table(output, name) {
            let mut add = |column: &str, filter: Vec<String>| {
                let count = row.get(column).and_then(|cell| cell.parse().ok()).unwrap_or(0);
                if count > 0 {
                    of_table.push(Count { place: format!("{name}.{column}"), count, filter });
                }
            };
            for (column, voice) in VOICES {
                let voice = voice.iter().map(|voice| (*voice).to_owned());
                if let Some(filter) = filter(name, &row) {
                    add(column, filter.into_iter().chain(voice).collect());
                }
            }
            match name {
                "side_by_side" => {
                    let outlets: Vec<String> = row
                        .keys()
                        .filter_map(|column| Some(column.strip_suffix("_count_own")?.to_owned()))
                        .collect();
                    for outlet in outlets {
                        let category = format!("--category={}.{}", row["lexicon"], row["category"]);
                        let filter =
                            vec![category, format!("--outlet={outlet}"), "--voice=own".to_owned()];
                        add(&format!("{outlet}_count_own"), filter);
                    }
                }
                "keyness" => {
                    let word = format!("--word={}", row["term"]);
                    add("count", vec![word.clone(), format!("--outlet={}", row["outlet"])]);
                    let reference = match &*row["reference"] {
                        "all others" => format!("--not-outlet={}", row["outlet"]),
                        outlet => format!("--outlet={outlet}"),
                    };
                    add("count_reference", vec![word, reference]);
                }
                "documents" => {
                    add("matches", vec![format!("--document={}", row["document_id"])]);
                }
                _ => {}
            }
        }
        if !of_table.is_empty() {
            all.push(of_table);
        }
    }
    assert!(all.len() > 8, "most tables count matches");
    all
}

/// Draws some counts of each table and opens their lines.
fn open_some(folder: &Path, output: &Path, some: usize) {
    let mut random = Xoshiro256Plus::seed_from_u64(7);
    for counts in counts(output) {
        for Count { place, count, filter } in counts.choose_multiple(&mut random, some) {
            let found = framescope(folder)
                .args(["matches", "--quiet", "--run"])
                .arg(output)
                .args(["-o", "-"])
                .args(filter)
                .output()
                .unwrap();
            let said = String::from_utf8_lossy(&found.stderr);
            assert!(found.status.success(), "{place} {filter:?}: {said}");
            let lines = csv::Reader::from_reader(&found.stdout[..]).records().count();
            assert_eq!(lines, *count, "{place} {filter:?}");
        }
    }
}

#[test]
fn counts_of_the_sample_corpus_open_their_lines() {
    let place = place();
    let output = place.path().join("out");
    framescope(place.path())
        .args(["report".as_ref(), seeds().as_os_str(), "-o".as_ref(), output.as_os_str()])
        .args(words("--quiet --keyness-kinds word,name,function-word"))
        .assert()
        .success();
    open_some(place.path(), &output, 4);
}

/// Pooled outlets, copies that are left out, a lexicon of one's own with nested categories, and
/// `US` beside `us`.
#[test]
fn counts_of_a_run_with_options_open_their_lines() {
    let place = place();
    let lexicon = "name = \"own\"\nlanguage = \"en\"\nversion = \"1.0.0\"\nlicense = \"CC0-1.0\"\n\
        description = \"Own\"\n[category.harsh]\ndescription = \"Harsh\"\nterms = [\"regime*\"]\n\
        [category.harsh.armed]\ndescription = \"Armed\"\nterms = [\"militia*\", \"regime militia\"]\n";
    write(place.path(), "own.toml", lexicon);
    let mut csv = "id,outlet,date,event,text\n".to_owned();
    let copy = "The regime militia told us that the US would not come back to the old harbour before the \
        end of the long winter, and nobody in the town believed a word of it.";
    for at in 0..24 {
        let outlet = ["North", "South", "East", "West"][at % 4];
        let text = if at % 6 == 0 {
            copy.to_owned()
        } else {
            format!("Number {at}: the regime met the US envoy, and its militia shot at us.")
        };
        csv.push_str(&format!(
            "d{at},{outlet},2031-0{}-1{},e{},\"{text}\"\n",
            1 + at % 3,
            at % 9,
            at / 8
        ));
    }
    write(place.path(), "news.csv", csv);
    let output = place.path().join("out");
    framescope(place.path())
        .args(["report", "news.csv", "-o"])
        .arg(&output)
        .args(words(
            "--quiet --lexicon own.toml --lexicon naming-conflict --max-outlets 2 --duplicates first \
             --keyness-kinds word,name,function-word,number,repeated-line,outlet-name",
        ))
        .assert()
        .success();
    let keyness = table(&output, "keyness");
    for term in ["us", "US"] {
        assert!(keyness.iter().any(|row| row["term"] == term), "{term} is a term of its own");
    }
    open_some(place.path(), &output, 6);
    // A lexicon that has changed since cannot open the numbers of the run.
    write(place.path(), "own.toml", lexicon.replace("militia*", "militia"));
    let refused = framescope(place.path())
        .args(["matches", "--run", "out", "--category", "harsh"])
        .output()
        .unwrap();
    assert_eq!(refused.status.code(), Some(2));
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(said.contains("the lexicon `own` has changed since the run in out"), "{said}");
}
