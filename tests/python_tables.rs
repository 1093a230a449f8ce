//! What programs in Python make of a report: the data package is valid, the notebook runs.
//!
//! These need a Python environment, which `tests/run.sh` makes; FRAMESCOPE_PYTHON names its
//! interpreter.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::path::{Path, PathBuf};
use std::process::Command;
use support::{framescope, place, words, write};

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Runs a script of `tests/python` and gives what it prints; fails where the script does.
#[track_caller]
fn python(script: &str, arguments: &[&Path]) -> String {
    let made = project().join("target/python/bin/python");
    let interpreter = std::env::var_os("FRAMESCOPE_PYTHON").map_or(made, PathBuf::from);
    let output = Command::new(interpreter)
        .arg(project().join("tests/python").join(script))
        .args(arguments)
        .output()
        .expect("bash tests/run.sh makes the Python environment");
    let (out, err) =
        (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{script}: {out}{err}");
    out.into_owned()
}

fn report(folder: &Path, corpus: &Path, options: &str) -> PathBuf {
    let output = folder.join("out");
    let arguments = ["report".as_ref(), corpus.as_os_str(), "-o".as_ref(), output.as_os_str()];
    framescope(folder).args(arguments).args(words(options)).arg("--quiet").assert().success();
    output
}

/// Awkward names and cells: formulas, line ends, commas, an outlet that bears the name of a column.
const AWKWARD: &str = "id,outlet,date,title,text\n\
    =a,spread,2031,\"=cmd()\",\"The regime, it said,\nfell. -1\"\n\
    b,\"Comma, The\",2031-04,,The “militia” left.\n\
    c,@at,,x,Nothing.\n\
    d,lexicon,2031-04-05,x,— …\n\
    e,spread,2031,,Occupation and liberation.\n";

#[test]
#[ignore = "needs the Python environment that tests/run.sh makes"]
fn data_packages_are_valid() {
    let sample = place();
    let output = report(sample.path(), &project().join("seeds"), "");
    assert_eq!(python("validate_package.py", &[&output]).trim(), "valid: 24 tables");
    let awkward = place();
    write(awkward.path(), "news.csv", AWKWARD);
    write(awkward.path(), "more.csv", "id,outlet,text\nf,A,\n");
    let output =
        report(awkward.path(), Path::new("news.csv"), "more.csv --on-error skip --wide-by lexicon");
    assert!(python("validate_package.py", &[&output]).starts_with("valid: "));
    let small = place();
    write(small.path(), "news.csv", "text\nThe regime fell.\n");
    let output = report(small.path(), Path::new("news.csv"), "");
    assert_eq!(python("validate_package.py", &[&output]).trim(), "valid: 13 tables");
}

#[test]
#[ignore = "needs the Python environment that tests/run.sh makes"]
fn the_package_of_a_validation_is_valid() {
    let place = place();
    let coded = "item,kind,lexicon,category,entry,voice,outlet,population,code_1,code_2\n\
        1,match,l,a,=x*,own,A,9,1,1\n2,match,l,a,y,quoted,@B,9,0,\n3,match,l,b,z,own,A,2,,\n4,miss,,,,,A,20,l.b,0\n";
    write(place.path(), "coded.csv", coded);
    framescope(place.path())
        .args(words("validate score coded.csv -o out --quiet"))
        .assert()
        .success();
    assert_eq!(
        python("validate_package.py", &[&place.path().join("out")]).trim(),
        "valid: 3 tables"
    );
}

#[test]
#[ignore = "needs the Python environment that tests/run.sh makes"]
fn the_notebook_runs_on_the_sample_corpus() {
    let place = place();
    let output = report(place.path(), &project().join("seeds"), "");
    assert!(
        python(
            "run_notebook.py",
            &[&project().join("notebooks/01-compare-outlets.ipynb"), &output]
        )
        .contains("executed: ")
    );
}

#[test]
#[ignore = "needs the Python environment that tests/run.sh makes"]
fn the_notebook_runs_where_there_are_too_few_documents_for_clusters() {
    let place = place();
    write(
        place.path(),
        "news.csv",
        "id,outlet,text\na,A,The regime and its militia fell.\nb,B,The government stood.\n",
    );
    let output = report(place.path(), Path::new("news.csv"), "");
    assert!(
        python(
            "run_notebook.py",
            &[&project().join("notebooks/01-compare-outlets.ipynb"), &output]
        )
        .contains("executed: ")
    );
}
