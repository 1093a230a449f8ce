//! Use over time: the tables trend and around, as the program writes them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use support::{
    Row, WORDS, cells, column, find, finite, framescope, number, place, refused, shows, table,
    words, write,
};

/// A text of so many tokens, `hits` of them harsh.
fn text(hits: usize, tokens: usize) -> String {
    format!("{}{}.", "regime ".repeat(hits), "stone ".repeat(tokens - hits)).replace(" .", ".")
}

/// A table of documents from outlet, date, matches and tokens.
fn news(documents: &[(&str, &str, usize, usize)]) -> String {
    let rows = documents.iter().enumerate();
    let rows = rows.map(|(at, (outlet, date, hits, tokens))| {
        format!("{at:02},{outlet},{date},{}\n", text(*hits, *tokens))
    });
    format!("id,outlet,date,text\n{}", rows.collect::<String>())
}

/// Compares and gives the output folder and what was said on stderr.
fn compared(folder: &Path, csv: &str, options: &str) -> (PathBuf, String) {
    write(folder, "words.toml", WORDS);
    write(folder, "news.csv", csv);
    let output = framescope(folder)
        .args(words("compare news.csv --lexicon words.toml --overwrite"))
        .args(words(options))
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{said}");
    let output = folder.join("framescope-out");
    finite(&output, &["trend", "around"]);
    (output, said)
}

fn methods(output: &Path) -> serde_json::Value {
    let run: serde_json::Value =
        serde_json::from_slice(&fs::read(output.join("run.json")).unwrap()).unwrap();
    run["methods"].clone()
}

#[track_caller]
fn close(found: f64, expected: f64) {
    assert!(shows(found, expected), "{found} is not {expected}");
}

#[test]
fn rates_of_a_month_are_those_of_its_documents() {
    let place = place();
    let documents = [
        ("North", "2031-03-02", 2, 10),
        ("North", "2031-03-20", 0, 10),
        ("North", "2031-03-31", 1, 20),
        ("North", "2031-04-01", 1, 20),
        ("North", "2031-06-01", 1, 20),
        ("North", "2031-06-30", 0, 20),
        ("South", "2031-03-05", 0, 30),
    ];
    let (output, said) = compared(place.path(), &news(&documents), "--period month --quiet");
    assert_eq!(said, "");
    let trend = table(&output, "trend");
    assert_eq!(column(&trend, "category"), ["harsh"; 4], "what nobody says has no row");
    assert_eq!(column(&trend, "outlet"), ["North", "North", "North", "South"]);
    assert_eq!(
        column(&trend, "period"),
        ["2031-03", "2031-04", "2031-06", "2031-03"],
        "a month without documents has no row"
    );
    let columns =
        ["documents", "tokens", "count", "rate", "count_own", "rate_own", "interval_method"];
    assert_eq!(cells(&trend[0], &columns), ["3", "40", "3", "75", "3", "75", "linearized"]);
    assert_eq!(cells(&trend[1], &columns), ["1", "20", "1", "50", "1", "50", "one document"]);
    assert_eq!(cells(&trend[2], &columns), ["2", "40", "1", "25", "1", "25", "two documents"]);
    assert_eq!(cells(&trend[3], &columns), ["1", "30", "0", "0", "0", "0", "no match"]);
    // r = 3/40; residuals 1.25, −.75, −.5, squared 2.375 in all; v = 3/2 · 2.375 / 40²; t of 3
    // degrees, the least, 3.182446305284264.
    let factor = (3.182446305284264 * (1.5_f64 * 2.375 / 1600.0).sqrt() / 0.075).exp();
    for (low, high) in [("rate_low", "rate_high"), ("rate_own_low", "rate_own_high")] {
        close(number(&trend[0], low), 75.0 / factor);
        close(number(&trend[0], high), 75.0 * factor);
        assert!(trend[1..].iter().all(|row| row[low].is_empty() && row[high].is_empty()));
    }
    assert_eq!(methods(&output)["trend"]["period"], "month");
    assert_eq!(methods(&output)["trend"]["rule"], "as told");
}

#[test]
fn weeks_and_quarters_at_the_turn_of_the_year_have_their_iso_names() {
    let place = place();
    let documents = [
        ("North", "2026-12-27", 1, 10),
        ("North", "2026-12-31", 1, 10),
        ("North", "2027-01-03", 1, 10),
        ("North", "2027-01-04", 1, 10),
    ];
    let periods = |length: &str| {
        let (output, _) =
            compared(place.path(), &news(&documents), &format!("--period {length} --quiet"));
        let trend = table(&output, "trend");
        trend
            .iter()
            .map(|row| format!("{} {}", row["period"], row["documents"]))
            .collect::<Vec<_>>()
    };
    // 3 January 2027 is a Sunday.
    assert_eq!(periods("week"), ["2026-W52 1", "2026-W53 2", "2027-W01 1"]);
    assert_eq!(periods("day"), ["2026-12-27 1", "2026-12-31 1", "2027-01-03 1", "2027-01-04 1"]);
    assert_eq!(periods("month"), ["2026-12 2", "2027-01 2"]);
    assert_eq!(periods("quarter"), ["2026-Q4 2", "2027-Q1 2"]);
    assert_eq!(periods("year"), ["2026 2", "2027 2"]);
}

#[test]
fn documents_dated_too_coarsely_are_left_out_and_told() {
    let place = place();
    let documents = [
        ("North", "2031-02", 1, 10),
        ("North", "2031-05-07", 1, 10),
        ("North", "2031", 1, 10),
        ("North", "2032", 1, 10),
        ("South", "", 1, 10),
    ];
    let (output, said) = compared(place.path(), &news(&documents), "--period quarter");
    assert!(
        said.contains(
            "warning: the table `trend` by quarter leaves out 3 documents: 1 without a date and 2 \
             dated too coarsely\n"
        ),
        "{said}"
    );
    assert_eq!(said.matches("trend").count(), 1, "one warning: {said}");
    assert_eq!(column(&table(&output, "trend"), "period"), ["2031-Q1", "2031-Q2"]);
    let trend = &methods(&output)["trend"];
    assert_eq!(
        (&trend["documents_without_date"], &trend["documents_dated_too_coarsely"]),
        (&1.into(), &2.into())
    );
    // Left to itself the program takes years, since dates allow nothing finer.
    let (output, said) = compared(place.path(), &news(&documents), "");
    assert!(said.contains("leaves out 1 document: 1 without a date\n"), "{said}");
    assert_eq!(column(&table(&output, "trend"), "period"), ["2031", "2032"]);
    // None of these can be told by day.
    let (output, said) = compared(
        place.path(),
        &news(&[("North", "2031", 1, 10), ("North", "2032-05", 1, 10)]),
        "--period day",
    );
    assert!(
        said.contains("leaves out 2 documents: 2 dated too coarsely, so there is none\n"),
        "{said}"
    );
    assert!(!output.join("tables/trend.csv").exists());
}

#[test]
fn a_corpus_without_dates_has_no_trend_and_the_run_says_so() {
    let place = place();
    let (output, said) =
        compared(place.path(), "id,outlet,text\n1,North,The regime fell.\n2,South,A regime.\n", "");
    assert!(!said.contains("warning"), "{said}");
    assert!(!output.join("tables/trend.csv").exists());
    assert_eq!(methods(&output)["trend"], "none: no document has a date");
    let (output, said) =
        compared(place.path(), "id,outlet,text\n1,North,The regime fell.\n", "--around 2031-06-01");
    assert!(
        said.contains("warning: the table `around` is left out: no document has a date"),
        "{said}"
    );
    assert!(!output.join("tables/around.csv").exists());
}

#[test]
fn the_length_of_periods_follows_from_the_dates() {
    let place = place();
    let years: Vec<String> = (0..40)
        .map(|at| format!("{}-{:02}-{:02}", 2030 + at / 20, at % 4 * 3 + 1, at % 28 + 1))
        .collect();
    let documents: Vec<(&str, &str, usize, usize)> =
        years.iter().map(|date| ("North", date.as_str(), 1, 10)).collect();
    let (output, _) = compared(place.path(), &news(&documents), "");
    // Five documents in each of eight months, which hold a quarter's all: the shorter goes before.
    assert_eq!(methods(&output)["trend"]["period"], "month");
    assert_eq!(column(&table(&output, "trend"), "documents"), ["5"; 8]);
    let (output, _) = compared(
        place.path(),
        &news(&[("A", "2031-01", 1, 9), ("A", "2031-02", 1, 9), ("A", "2031-04", 1, 9)]),
        "",
    );
    assert_eq!(methods(&output)["trend"]["period"], "quarter");
    assert!(
        methods(&output)["trend"]["rule"]
            .as_str()
            .unwrap()
            .starts_with("the longest that gives two periods")
    );
}

#[test]
fn the_sample_corpus_has_the_counts_of_its_outlets() {
    let place = place();
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let output = place.path().join("out");
    framescope(place.path())
        .args(["compare".as_ref(), seeds.as_os_str(), "-o".as_ref(), output.as_os_str()])
        .args(words("--around 2031-06-15 --quiet"))
        .assert()
        .success();
    let (trend, outlets, around) =
        (table(&output, "trend"), table(&output, "outlets"), table(&output, "around"));
    for row in &outlets {
        let key = [
            ("lexicon", row["lexicon"].as_str()),
            ("category", &row["category"]),
            ("outlet", &row["outlet"]),
        ];
        let rows: Vec<&Row> = trend
            .iter()
            .filter(|found| key.iter().all(|(column, value)| found[*column] == *value))
            .collect();
        let sum = |column: &str| rows.iter().map(|row| number(row, column)).sum::<f64>();
        if outlets.iter().any(|other| {
            other["lexicon"] == row["lexicon"]
                && other["category"] == row["category"]
                && other["count"] != "0"
        }) {
            for column in ["documents", "tokens", "count", "count_own"] {
                assert_eq!(sum(column), number(row, column), "{column} of {row:?}");
            }
            let both = find(&around, &key);
            assert_eq!(
                number(both, "count_own_before") + number(both, "count_own_after"),
                number(row, "count_own")
            );
        } else {
            assert!(rows.is_empty());
        }
    }
    let key = |row: &Row| {
        let is_topic = row["measures"] == "topic";
        (is_topic, cells(row, &["lexicon", "category", "outlet", "period"]).join("\t"))
    };
    assert!(trend.windows(2).all(|pair| key(&pair[0]) < key(&pair[1])), "sorted");
    for row in &around {
        assert_eq!(
            row["test_method"].ends_with("permutation"),
            !row["p_value"].is_empty() && !row["q_value"].is_empty(),
            "{row:?}"
        );
        assert_eq!(
            row["difference_in_differences_method"] == "linearized",
            !row["difference_in_differences_low"].is_empty(),
            "{row:?}"
        );
        assert_eq!(
            row["interval_method"] == "linearized",
            !row["log_ratio_low"].is_empty() && !row["log_ratio_high"].is_empty(),
            "{row:?}"
        );
    }
    let found = methods(&output);
    assert_eq!(
        found["around"]["tested"],
        around.iter().filter(|row| !row["p_value"].is_empty()).count()
    );
}

/// Two outlets of four documents each, two on either side of 1 June.
const CHANGE: [(&str, &str, usize, usize); 8] = [
    ("North", "2031-05-01", 1, 40),
    ("North", "2031-05-31", 3, 60),
    ("North", "2031-06-01", 6, 50),
    ("North", "2031-06-20", 2, 30),
    ("South", "2031-05-02", 2, 50),
    ("South", "2031-05-03", 1, 50),
    ("South", "2031-06-02", 1, 40),
    ("South", "2031-06-03", 2, 60),
];

#[test]
fn what_changed_at_a_date_is_that_of_the_formulas() {
    let place = place();
    let (output, said) = compared(place.path(), &news(&CHANGE), "--around 2031-06-01 --quiet");
    assert_eq!(said, "");
    let around = table(&output, "around");
    assert_eq!(column(&around, "category"), ["harsh", "harsh"]);
    let (north, south) = (&around[0], &around[1]);
    let columns = [
        "documents_before",
        "documents_after",
        "tokens_before",
        "tokens_after",
        "count_own_before",
        "count_own_after",
    ];
    assert_eq!(cells(north, &columns), ["2", "2", "100", "80", "4", "8"]);
    assert_eq!(cells(north, &["rate_own_before", "rate_own_after"]), ["40", "100"]);
    // Each side: v/r² = 2/1 · Σ(x − r·n)² / (Σx)², and 1/Σx where that is more, as it is here on
    // every side. North before: r .04, residuals −.6 and .6: 2 · .72 / 16 = .09 < 1/4. After: r .1,
    // residuals 1 and −1: 2 · 2 / 64 = .0625 < 1/8. South before: r .03, residuals .5 and −.5: 2 ·
    // .5 / 9 < 1/3. After: r .03, residuals −.2 and .2: 2 · .08 / 9 < 1/3.
    let (u, w) = ([1.0 / 4.0, 1.0 / 8.0], [1.0 / 3.0, 1.0 / 3.0]);
    close(number(north, "log_ratio"), 2.5_f64.log2());
    assert_eq!(
        (south["log_ratio"].as_str(), north["interval_method"].as_str()),
        ("0", "linearized")
    );
    // Every side has one degree of freedom: df = (Σu)² / Σu².
    let df = |u: &[f64]| u.iter().sum::<f64>().powi(2) / u.iter().map(|u| u * u).sum::<f64>();
    let half = |row: &Row, low: &str, high: &str| (number(row, high) - number(row, low)) / 2.0;
    let four = [u[0], u[1], w[0], w[1]];
    let reach = |u: &[f64], t: f64| t * u.iter().sum::<f64>().sqrt() / std::f64::consts::LN_2;
    // scipy.stats.t.ppf(.975, df) at these degrees of freedom.
    close(df(&u), 1.8);
    let apart = half(north, "log_ratio_low", "log_ratio_high") / reach(&u, 4.794881365166813);
    assert!((apart - 1.0).abs() < 1e-5, "both ends were rounded: {north:?}");
    close(df(&four), 3.6127167630057797);
    for (row, sign) in [(north, 1.0), (south, -1.0)] {
        // One other outlet: what they differ in has the same size for both.
        let name = "difference_in_differences";
        let (low, high) = (format!("{name}_low"), format!("{name}_high"));
        close(number(row, name), sign * 2.5_f64.log2());
        // Both ends were rounded to six digits.
        let apart = half(row, &low, &high) / reach(&four, 2.897859287329339) - 1.0;
        assert!(apart.abs() < 1e-5, "{row:?}");
        assert_eq!(row[format!("{name}_method").as_str()], "linearized");
    }
    // Of six ways to label four documents none is rare enough for a test.
    let columns = ["p_value", "q_value", "test_method", "labellings"];
    for row in [north, south] {
        assert_eq!(cells(row, &columns), ["", "", "p could not be below .05", ""]);
    }
}

#[test]
fn a_month_stands_for_its_first_day_and_dates_across_it_are_left_out() {
    let place = place();
    let mut documents = CHANGE.to_vec();
    documents.extend([("North", "2031", 1, 10), ("North", "2031-06", 1, 10), ("North", "", 1, 10)]);
    let (output, said) = compared(place.path(), &news(&documents), "--around 2031-06-15");
    assert!(
        said.contains(
            "the table `around` leaves out 3 documents: 1 without a date and 2 dated so coarsely"
        ),
        "{said}"
    );
    assert_eq!(
        cells(&table(&output, "around")[0], &["documents_before", "documents_after"]),
        ["3", "1"]
    );
    let (output, said) = compared(place.path(), &news(&documents), "--around 2031-06");
    assert!(
        said.contains(
            "the table `around` leaves out 2 documents: 1 without a date and 1 dated so coarsely"
        ),
        "{said}"
    );
    assert_eq!(
        cells(&table(&output, "around")[0], &["documents_before", "documents_after"]),
        ["2", "3"]
    );
    let (output, _) = compared(place.path(), &news(&documents), "--around 2031");
    assert_eq!(
        cells(&table(&output, "around")[0], &["documents_before", "documents_after"]),
        ["0", "6"]
    );
}

#[test]
fn small_worlds_have_empty_cells_and_reasons() {
    let only = |documents: &[(&str, &str, usize, usize)], expected: [&str; 3], warns: bool| {
        let place = place();
        let (output, said) = compared(place.path(), &news(documents), "--around 2031-06-01");
        assert_eq!(said.contains("shows no change"), warns, "{said}");
        let around = table(&output, "around");
        let row = &around[0];
        assert_eq!(
            cells(row, &["interval_method", "test_method", "difference_in_differences_method"]),
            expected,
            "{row:?}"
        );
        for ((columns, reason), found) in [
            (&["log_ratio_low", "log_ratio_high"][..], "linearized"),
            (&["p_value", "q_value", "labellings"], "exact permutation"),
            (&["difference_in_differences_low", "difference_in_differences_high"], "linearized"),
        ]
        .into_iter()
        .zip(expected)
        {
            assert!(
                columns.iter().all(|column| row[*column].is_empty() != (found == reason)),
                "{reason}: {row:?}"
            );
        }
    };
    let (may, june) = ("2031-05-01", "2031-06-01");
    only(&[("A", may, 1, 10)], ["no documents after", "few matches", "no log_ratio"], true);
    only(
        &[("A", june, 1, 10), ("A", june, 2, 10)],
        ["no documents before", "few matches", "no log_ratio"],
        true,
    );
    only(
        &[("A", may, 1, 10), ("A", june, 2, 10)],
        ["one document before and after", "few matches", "no log_ratio"],
        false,
    );
    only(
        &[("A", may, 0, 10), ("A", may, 0, 10), ("A", june, 2, 10), ("A", june, 1, 10)],
        ["no match before", "few matches", "no log_ratio"],
        false,
    );
    let four = |day, hits: [usize; 4]| hits.map(|hits| ("A", day, hits, 10));
    only(
        &[four(may, [0; 4]), four(june, [1, 2, 3, 4])].concat(),
        ["no match before", "exact permutation", "no log_ratio"],
        false,
    );
    only(
        &[("A", may, 0, 10), ("A", june, 0, 10), ("B", june, 1, 10)],
        ["one document before and after", "no match", "no log_ratio"],
        false,
    );
    only(
        &[("A", may, 1, 10), ("A", may, 1, 10), ("A", june, 1, 10), ("A", june, 1, 10)],
        ["linearized", "no labelling differs", "one outlet"],
        false,
    );
    only(
        &[("A", may, 1, 10), ("A", may, 0, 10), ("A", june, 1, 10), ("A", june, 3, 10)],
        ["linearized", "p could not be below .05", "one outlet"],
        false,
    );
    // Nothing is found at all: the tables have no rows.
    let place = place();
    let (output, _) = compared(
        place.path(),
        &news(&[("A", may, 0, 10), ("B", june, 0, 10)]),
        "--around 2031-06-01",
    );
    assert!(table(&output, "around").is_empty() && table(&output, "trend").is_empty());
}

#[test]
fn the_order_of_rows_and_threads_change_nothing() {
    let dates: Vec<String> =
        (0..40).map(|at| format!("2031-{:02}-{:02}", at * 7 % 12 + 1, at % 28 + 1)).collect();
    let mut documents: Vec<(String, &str, &str, usize, usize)> = Vec::new();
    for (at, date) in dates.iter().enumerate() {
        documents.push((
            format!("{at:02}"),
            ["North", "South"][at * at % 3 % 2],
            date,
            at * 5 % 4,
            20 + at,
        ));
    }
    let run = |documents: &[(String, &str, &str, usize, usize)], options: &str| {
        let place = place();
        let rows = documents.iter().map(|(id, outlet, date, hits, tokens)| {
            format!("{id},{outlet},{date},{}\n", text(*hits, *tokens))
        });
        let (output, _) = compared(
            place.path(),
            &format!("id,outlet,date,text\n{}", rows.collect::<String>()),
            &format!("--around 2031-06-01 {options}"),
        );
        ["trend", "around"]
            .map(|name| fs::read_to_string(output.join(format!("tables/{name}.csv"))).unwrap())
    };
    let expected = run(&documents, "--threads 1");
    assert!(expected[1].contains("sampled permutation"), "{expected:?}");
    documents.reverse();
    assert_eq!(run(&documents, "--threads 2"), expected);
}

#[test]
fn what_is_no_date_is_refused() {
    let place = place();
    write(place.path(), "news.csv", news(&CHANGE));
    for typed in
        ["soon", "2031-02-30", "2031-6-1", "01.06.2031", "2031-06-01T10:00", "20310601", "1/2/2031"]
    {
        let message = refused(place.path(), &format!("compare news.csv --around {typed}"));
        assert!(
            message.contains(&format!(
                "--around: `{typed}` is not a date of the calendar as YYYY-MM-DD"
            )),
            "{message}"
        );
    }
}
