//! Statistics on random tables are those of scipy, statsmodels, scikit-learn and numpy.
//!
//! What the library finds is written to a file, and `tests/oracles/check.py` finds the same anew.
//! This needs a Python environment, which `tests/run.sh` makes; FRAMESCOPE_ORACLES names its
//! interpreter.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use framescope::cluster::{
    ClusterMethod, Linkage, Tree, adjusted_rand_index, centroid, gap, group, group_similarities,
    kmeans, kmeans_numbers, project, rank_sum_p_value, silhouettes,
};
use framescope::compare::{
    Dispersion, DocumentFacts, ExpectedDispersion, IndexedTerm, LogOddsVariance, LogRatioZero,
    NumberedDocuments, OutletChoice, OutletTotals, Panel, PanelLabel, Parts, Prior, Referents,
    TargetTotals, TermIndex, TestOptions, TestedDocuments, TwoCounts, Yates, against_independence,
    association, contrasts, cronbach_alpha, log_odds, log_odds_tidylo, naming_tests, target_tests,
};
use framescope::frame::{ByVoice, CategoryScore, DocumentFrame, TargetCount};
use framescope::lexicon::{CategoryId, Matcher, read_toml};
use framescope::stat::{
    Interval, LEVEL, RatioSums, benjamini_hochberg, benjamini_yekutieli, t_quantile,
};
use framescope::validation::{Agreement, Estimate, Metric};
use ndarray::Array2;
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256Plus;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Random tables of each kind.
const TABLES: u64 = 60;

/// What the library found: the name of the figure, what it was found from, and the figure.
#[derive(Default)]
struct Cases(Vec<Value>);

impl Cases {
    fn add(&mut self, figure: &str, from: Value, found: impl Into<Option<f64>>) {
        let found: Option<f64> = found.into();
        assert!(found.is_none_or(f64::is_finite), "{figure} of {from} is {found:?}");
        self.0.push(json!({ "figure": figure, "from": from, "found": found }));
    }
}

#[test]
#[ignore = "needs the Python environment that tests/run.sh makes"]
fn statistics_are_those_of_other_programs() {
    let mut cases = Cases::default();
    for seed in 0..TABLES {
        let random = &mut Xoshiro256Plus::seed_from_u64(seed);
        two_counts(&mut cases, random);
        dispersions(&mut cases, random);
        ratios(&mut cases, random);
        contingency(&mut cases, random);
        adjusted(&mut cases, random);
        permutations(&mut cases, random, seed.is_multiple_of(2));
        agreements(&mut cases, random);
        clusters(&mut cases, random);
    }
    for degrees in [1.0, 1.3, 2.0, 2.7, 4.0, 7.731, 30.0, 999.0, 1e6] {
        for p in [0.6, 0.9, 0.975, 0.995, 0.99999] {
            cases.add("t_quantile", json!([p, degrees]), t_quantile(p, degrees));
        }
    }
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("cases.json");
    std::fs::write(&file, serde_json::to_vec(&cases.0).unwrap()).unwrap();
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let made = project.join("target/oracles/bin/python");
    let interpreter = std::env::var_os("FRAMESCOPE_ORACLES").map_or(made, PathBuf::from);
    let output = Command::new(interpreter)
        .arg(project.join("tests/oracles/check.py"))
        .arg(&file)
        .output()
        .expect("bash tests/run.sh makes the Python environment");
    let (out, err) =
        (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{out}{err}");
    assert!(out.starts_with(&format!("{} figures agree", cases.0.len())), "{out}");
}

/// Two counts, at times small, at times zero, and sizes of very different order.
fn two_counts(cases: &mut Cases, random: &mut Xoshiro256Plus) {
    let mut size = || 10_u32.pow(random.gen_range(1..7)) + random.gen_range(0..100);
    let (n1, n2) = (size(), size());
    let mut count = |n: u32| {
        let most = 10_u32.pow(random.gen_range(0..4));
        random.gen_range(0..=n.min(most))
    };
    let (a, b) = (count(n1), count(n2));
    let counts =
        TwoCounts { a: f64::from(a), n1: f64::from(n1), b: f64::from(b), n2: f64::from(n2) };
    let from = || json!([a, n1, b, n2]);
    if a + b == 0 || a + b == n1 + n2 {
        return;
    }
    cases.add("g2_four_cell", from(), counts.g2_four_cell());
    cases.add("g2_two_cell", from(), counts.g2_two_cell());
    cases.add("williams", from(), counts.williams());
    cases.add("g2_williams", from(), counts.g2_williams());
    cases.add("chi2", from(), counts.chi2(Yates::Never));
    cases.add("chi2_yates", from(), counts.chi2(Yates::Always));
    cases.add("chi2_yates_small", from(), counts.chi2(Yates::SmallExpected));
    cases.add("log_ratio_half", from(), counts.log_ratio(LogRatioZero::Half));
    cases.add("log_ratio_add_half", from(), counts.log_ratio(LogRatioZero::AddHalf));
    cases.add("log_ratio_undefined", from(), counts.log_ratio(LogRatioZero::Undefined));
    for d in [0.5, 0.001] {
        cases.add(
            "log_ratio_walter",
            json!([a, n1, b, n2, d]),
            counts.log_ratio(LogRatioZero::Walter(d)),
        );
    }
    for (alpha, candidates) in [(0.05, 1), (0.01, 1), (0.05, 1000), (0.001, 50_000)] {
        let with = json!([a, n1, b, n2, alpha, candidates]);
        let interval = counts.log_ratio_interval(alpha, candidates).unwrap();
        cases.add("log_ratio_low", with.clone(), Some(interval.0).filter(|low| low.is_finite()));
        cases.add("log_ratio_high", with.clone(), Some(interval.1).filter(|high| high.is_finite()));
        cases.add("lrc", with, counts.log_ratio_conservative(alpha, candidates));
    }
    cases.add("percent_difference", from(), counts.percent_difference());
    cases.add("odds_ratio", from(), counts.odds_ratio());
    cases.add("odds_ratio_conditional", from(), counts.odds_ratio_conditional());
    cases.add("log_odds_tidylo", from(), log_odds_tidylo(counts).map(|found| found.z));
    cases.add("simple_maths", json!([a, n1, b, n2, 1]), counts.simple_maths(1.0));
    cases.add("simple_maths", json!([a, n1, b, n2, 100]), counts.simple_maths(100.0));
    cases.add("bic", from(), counts.bic());
    cases.add("ell", from(), counts.ell());
    let pooled = 500.0 * (counts.a + counts.b) / (counts.n1 + counts.n2);
    for (term, all) in [(pooled, 500.0), (0.01, 0.01 * 20_000.0)] {
        for (variance, terms) in [(LogOddsVariance::Two, 2), (LogOddsVariance::Four, 4)] {
            let found = log_odds(counts, Prior { term, all }, variance);
            cases.add("log_odds", json!([a, n1, b, n2, term, all]), found.map(|found| found.delta));
            cases.add(
                "log_odds_z",
                json!([a, n1, b, n2, term, all, terms]),
                found.map(|found| found.z),
            );
        }
    }
    let trials = u64::from(a + b);
    let found = Estimate::proportion(counts.a, trials).unwrap();
    cases.add("wilson_low", json!([a, trials]), found.interval.low);
    cases.add("wilson_high", json!([a, trials]), found.interval.high);
}

/// Hits in documents of unlike length.
fn documents(random: &mut Xoshiro256Plus, count: std::ops::Range<usize>) -> Vec<(u32, u64)> {
    let count = random.gen_range(count);
    (0..count)
        .map(|_| {
            (random.gen_range(0..4_u32).pow(2) * random.gen_range(0..2), random.gen_range(20..900))
        })
        .collect()
}

fn dispersions(cases: &mut Cases, random: &mut Xoshiro256Plus) {
    let documents = documents(random, 2..12);
    let mut parts = Parts::default();
    documents.iter().for_each(|(_, tokens)| parts.add(*tokens));
    for (measure, name) in [
        (Dispersion::Dp, "dp"),
        (Dispersion::DpNorm, "dp_norm"),
        (Dispersion::DpEgbert, "dp_egbert"),
        (Dispersion::Juilland, "juilland"),
    ] {
        let found =
            parts.dispersion(measure, documents.iter().copied().filter(|(hits, _)| *hits > 0));
        cases.add(name, json!(documents), found);
    }
    let outlet: std::sync::Arc<str> = "A".into();
    let facts =
        documents.iter().map(|(_, n)| DocumentFacts { outlet: &outlet, event: None, tokens: *n });
    let numbers = NumberedDocuments::new(facts, &OutletChoice::default()).unwrap();
    let tested = TestedDocuments::new(&numbers);
    let rare: Vec<(u32, u32)> = (0_u32..)
        .zip(&documents)
        .filter(|(_, (hits, _))| *hits > 0)
        .map(|(at, (hits, _))| (at, *hits))
        .collect();
    let frequent = vec![(0, 10_u32.pow(random.gen_range(2..7)) + random.gen_range(0..100))];
    let term = |postings| IndexedTerm { text: "w".to_owned(), postings };
    let index = TermIndex { terms: vec![term(rare.clone()), term(frequent.clone())], types: 2 };
    let expected = ExpectedDispersion::new(&index, &tested);
    let tokens: Vec<u64> = documents.iter().map(|(_, tokens)| *tokens).collect();
    for hits in [rare, frequent]
        .map(|postings| postings.iter().map(|(_, hits)| u64::from(*hits)).sum::<u64>())
    {
        cases.add(
            "dp_expected",
            json!([hits, tokens]),
            expected.value(Dispersion::Dp, PanelLabel(0), hits),
        );
        cases.add(
            "dp_norm_expected",
            json!([hits, tokens]),
            expected.value(Dispersion::DpNorm, PanelLabel(0), hits),
        );
    }
}

fn sums(documents: &[(u32, u64)]) -> RatioSums {
    let mut sums = RatioSums::default();
    documents.iter().for_each(|(hits, tokens)| sums.add(i64::from(*hits), *tokens));
    sums
}

fn ratios(cases: &mut Cases, random: &mut Xoshiro256Plus) {
    let (one, other) = (documents(random, 2..40), documents(random, 3..40));
    let (a, b) = (sums(&one), sums(&other));
    cases.add("ratio", json!(one), a.ratio());
    cases.add("ratio_variance", json!(one), a.variance());
    let interval = a.log_interval(LEVEL);
    cases.add("rate_low", json!([one, LEVEL]), interval.map(|interval| interval.low));
    cases.add("rate_high", json!([one, LEVEL]), interval.map(|interval| interval.high));
    // A share: at most as many as there are.
    let shares: Vec<(u32, u64)> =
        one.iter().map(|(hits, tokens)| (*hits, u64::from(*hits) + tokens % 5 + 1)).collect();
    let interval = sums(&shares).bounded_interval(LEVEL, Interval::SHARE);
    cases.add("share_low", json!([shares, LEVEL, 0, 1]), interval.map(|interval| interval.low));
    cases.add("share_high", json!([shares, LEVEL, 0, 1]), interval.map(|interval| interval.high));
    let stance = sums(&shares).bounded_interval(LEVEL, Interval::STANCE);
    cases.add("share_low", json!([shares, LEVEL, -1, 1]), stance.map(|interval| interval.low));
    if a.x > 0 && b.x > 0 {
        let relative = |sums: &RatioSums| sums.variance().unwrap() / sums.ratio().unwrap().powi(2);
        // Without the factors D/(D−1) of either side it is the robust variance of a Poisson
        // regression on the outlet.
        let plain =
            |sums: &RatioSums| relative(sums) * (sums.documents - 1) as f64 / sums.documents as f64;
        cases.add(
            "log_rate_ratio",
            json!([one, other]),
            (a.ratio().unwrap() / b.ratio().unwrap()).ln(),
        );
        cases.add("log_rate_ratio_robust_variance", json!([one, other]), plain(&a) + plain(&b));
    }
}

fn contingency(cases: &mut Cases, random: &mut Xoshiro256Plus) {
    let (rows, columns) = (random.gen_range(2..5), random.gen_range(2..5));
    let table: Vec<Vec<u64>> = (0..rows)
        .map(|_| (0..columns).map(|_| random.gen_range(0..30) * random.gen_range(0..3)).collect())
        .collect();
    let found = association(&table);
    cases.add("association_g", json!(table), found.map(|found| found.g));
    cases.add("association_df", json!(table), found.map(|found| found.df as f64));
    cases.add("cramers_v", json!(table), found.map(|found| found.cramers_v));
    let total: u64 = table.iter().flatten().sum();
    for (i, row) in table.iter().enumerate() {
        for (j, count) in row.iter().enumerate() {
            let column = table.iter().map(|row| row[j]).sum();
            let found = against_independence(*count, row.iter().sum(), column, total);
            cases.add("expected", json!([table, i, j]), found.map(|(expected, _)| expected));
            cases.add(
                "adjusted_residual",
                json!([table, i, j]),
                found.map(|(_, residual)| residual),
            );
        }
    }
}

fn adjusted(cases: &mut Cases, random: &mut Xoshiro256Plus) {
    let count = random.gen_range(1..40);
    let p_values: Vec<Option<f64>> = (0..count)
        .map(|_| random.gen_bool(0.9).then(|| random.gen_range(0.0..1.0_f64).powi(3)))
        .collect();
    for (at, q) in benjamini_hochberg(&p_values).into_iter().enumerate() {
        cases.add("benjamini_hochberg", json!([p_values, at]), q);
    }
    for (at, q) in benjamini_yekutieli(&p_values).into_iter().enumerate() {
        cases.add("benjamini_yekutieli", json!([p_values, at]), q);
    }
}

fn matchers() -> (Matcher, Matcher) {
    let of = |body: &str| {
        let head = "name = \"t\"\nlanguage = \"en\"\nversion = \"1.0.0\"\nlicense = \
            \"CC0-1.0\"\ndescription = \"t\"\n";
        Matcher::compile([&read_toml("t.toml", format!("{head}{body}").as_bytes()).unwrap()])
            .unwrap()
    };
    let category = "[category.c]\ndescription = \"c\"\nterms = [\"c\"]\n";
    (of(category), of("[referent.r]\nvariants = { a = [\"a\"], b = [\"b\"] }\n"))
}

fn frame(
    id: usize,
    outlet: &str,
    event: Option<&str>,
    tokens: u64,
    counts: &[u32],
) -> DocumentFrame {
    let found = (0_u32..)
        .zip(counts)
        .filter(|(_, count)| **count > 0)
        .map(|(id, count)| (CategoryId(id), *count));
    let score = |own| CategoryScore {
        voices: ByVoice { own, ..ByVoice::default() },
        weighted: 0.0,
        stance: 0,
    };
    DocumentFrame {
        id: format!("d{id}").into(),
        outlet: outlet.into(),
        date: None,
        event: event.map(Into::into),
        tokens,
        categories: found.clone().map(|(id, count)| (id, score(count))).collect(),
        entries: Vec::new(),
        targets: found
            .map(|(category, count)| TargetCount {
                category,
                target: "Sarn".into(),
                count,
                own: count,
            })
            .collect(),
        language: None,
        has_rules: true,
        unserved: Box::default(),
    }
}

/// Few documents, so that Python can try every labelling.
fn permutations(cases: &mut Cases, random: &mut Xoshiro256Plus, with_events: bool) {
    let count = random.gen_range(5..9);
    let outlets: Vec<&str> = (0..count)
        .map(|at| if at < 2 { ["A", "B"][at] } else { ["A", "B", "C"][random.gen_range(0..3)] })
        .collect();
    let events: Vec<Option<&str>> =
        (0..count).map(|_| with_events.then(|| ["e", "f"][random.gen_range(0..2)])).collect();
    let tokens: Vec<u64> = (0..count).map(|_| random.gen_range(50..500)).collect();
    let names: Vec<[u32; 2]> =
        (0..count).map(|_| [random.gen_range(0..4), random.gen_range(0..4)]).collect();
    let hits: Vec<u32> = names.iter().map(|names| names[0]).collect();
    let frames = |counts: &dyn Fn(usize) -> Vec<u32>| -> Vec<DocumentFrame> {
        (0..count).map(|at| frame(at, outlets[at], events[at], tokens[at], &counts(at))).collect()
    };
    let (matcher, naming) = matchers();

    let scored = frames(&|at| vec![hits[at]]);
    let (mut totals, mut targets) = (OutletTotals::default(), TargetTotals::default());
    scored.iter().for_each(|frame| {
        totals.add(frame);
        targets.add(frame);
    });
    let from = |tokens: &[u64]| json!({ "outlets": outlets, "events": events, "tokens": tokens, "hits": hits });
    let choice = OutletChoice::default();
    let options = TestOptions::default();
    let panel = Panel::new(&scored, &choice).unwrap();
    let (rows, _) = contrasts(&panel, &totals, &[CategoryId(0)], 100_000, options);
    cases.add("side_by_side_p", from(&tokens), rows[0].p_value.value());
    let cells = targets.cells(&panel, &matcher);
    for (cell, test) in cells.iter().zip(target_tests(&cells, &panel, options)) {
        if cell.documents_everywhere >= framescope::compare::TESTED_DOCUMENTS {
            cases.add("targets_p", json!([from(&tokens), &*cell.outlet]), test.p_value.value());
            cases.add("targets_expected", json!([from(&tokens), &*cell.outlet]), test.expected);
        }
    }
    // Of documents that are equally long keyness counts exactly.
    let alike = vec![300; count];
    let texts: Vec<std::sync::Arc<str>> = outlets.iter().map(|outlet| (*outlet).into()).collect();
    let facts =
        (0..count).map(|at| DocumentFacts { outlet: &texts[at], event: events[at], tokens: 300 });
    let numbers = NumberedDocuments::new(facts, &choice).unwrap();
    let tested = TestedDocuments::new(&numbers);
    let postings: Vec<(u32, u32)> =
        (0_u32..).zip(&hits).filter(|(_, hits)| **hits > 0).map(|(at, hits)| (at, *hits)).collect();
    let index = TermIndex { terms: vec![IndexedTerm { text: "w".to_owned(), postings }], types: 1 };
    for tests in tested.tests(&index, options) {
        let name = |label: PanelLabel| numbers.labels()[label.0 as usize].to_string();
        let sides = (name(tests.sides.outlet), tests.sides.reference.map(name));
        cases.add("keyness_p", json!([from(&alike), sides.0, sides.1]), tests.p_value(0));
    }

    let mut named = frames(&|at| names[at].to_vec());
    // Names in quotation marks, of which the other program does not know, change nothing.
    for (at, frame) in (0_u32..).zip(&mut named) {
        frame.categories.iter_mut().for_each(|(_, score)| score.voices.quoted = at % 3);
    }
    let from = json!({ "outlets": outlets, "events": events, "tokens": tokens, "names": names });
    let panel = Panel::new(&named, &choice).unwrap();
    for test in naming_tests(&panel, &Referents::new(&naming), options) {
        cases.add("naming_p", from.clone(), test.p_value.value());
    }
}

fn agreements(cases: &mut Cases, random: &mut Xoshiro256Plus) {
    let coders = random.gen_range(2..5);
    let codes: Vec<Vec<Option<f64>>> = (0..random.gen_range(4..20))
        .map(|_| {
            let truth = random.gen_range(1..5);
            let mut code = || if random.gen_bool(0.6) { truth } else { random.gen_range(1..5) };
            let codes: Vec<i32> = (0..coders).map(|_| code()).collect();
            codes.into_iter().map(|code| random.gen_bool(0.85).then(|| f64::from(code))).collect()
        })
        .collect();
    let agreement = Agreement::new(&codes);
    let metrics = [
        (Metric::Nominal, "nominal"),
        (Metric::Ordinal, "ordinal"),
        (Metric::Interval, "interval"),
        (Metric::Ratio, "ratio"),
    ];
    for (metric, name) in metrics {
        cases.add("alpha", json!([codes, name]), agreement.alpha(metric));
    }
    cases.add("percent_agreement", json!(codes), agreement.percent());
    cases.add("kappa", json!([codes, 0, 1]), agreement.kappa(0, 1));

    let (items, rows) = (random.gen_range(2..6), random.gen_range(3..15));
    let matrix: Vec<Vec<f64>> =
        (0..items).map(|_| (0..rows).map(|_| random.gen_range(0.0..9.0)).collect()).collect();
    let variance = |values: &[f64]| {
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (values.len() - 1) as f64
    };
    let total: Vec<f64> = (0..rows).map(|row| matrix.iter().map(|item| item[row]).sum()).collect();
    let found =
        cronbach_alpha(items, matrix.iter().map(|item| variance(item)).sum(), variance(&total));
    cases.add("cronbach", json!(matrix), found);
}

fn clusters(cases: &mut Cases, random: &mut Xoshiro256Plus) {
    let (rows, k) = (random.gen_range(5..20), random.gen_range(2..5));
    let points: Vec<Vec<f64>> =
        (0..rows).map(|_| (0..3).map(|_| random.gen_range(-5.0..5.0)).collect()).collect();
    // Every label occurs, and one stands alone at times.
    let labels: Vec<usize> =
        (0..rows).map(|row| if row < k { row } else { random.gen_range(0..k) }).collect();
    let others: Vec<usize> = (0..rows).map(|_| random.gen_range(0..k)).collect();
    let matrix = Array2::from_shape_fn((rows, 3), |(row, column)| points[row][column]);
    let values = silhouettes(&matrix, &labels, 0).unwrap();
    for (at, value) in values.iter().enumerate() {
        cases.add("silhouette", json!([points, labels, at]), *value);
    }
    cases.add(
        "adjusted_rand_index",
        json!([labels, others]),
        adjusted_rand_index(&labels, &others),
    );
    let known = |labels: &[usize]| labels.iter().copied().map(Some).collect::<Vec<_>>();
    let similarities = group_similarities(&known(&labels), &known(&others), k);
    for (cluster, value) in similarities.into_iter().enumerate() {
        cases.add("group_similarity", json!([labels, others, cluster]), value);
    }
    let reference: Vec<f64> = (0..6).map(|_| random.gen_range(1.0..9.0)).collect();
    let within = random.gen_range(1.0..9.0);
    let found = gap(within, &reference).unwrap();
    cases.add("gap", json!([within, reference]), found.0);
    cases.add("gap_error", json!([within, reference]), found.1);
    let projection = project(&matrix).unwrap();
    for component in 0..2 {
        let from = |what: &str| json!([points, component, what]);
        cases.add("pca", from("explained"), projection.explained[component]);
        cases.add("pca", from("score"), projection.scores[[0, component]]);
        cases.add("pca", from("loading"), projection.loadings[[1, component]]);
    }
    let all: Vec<usize> = (0..rows).collect();
    let ellipse = centroid(&projection, &all).unwrap().ellipse.unwrap();
    cases.add("confidence_ellipse", json!([points, "major"]), ellipse.major);
    cases.add("confidence_ellipse", json!([points, "minor"]), ellipse.minor);
    for (linkage, name) in [(Linkage::Ward, "ward"), (Linkage::Average, "average")] {
        let tree = Tree::new(&matrix, linkage).unwrap();
        for (at, merge) in tree.merges.iter().enumerate() {
            cases.add("linkage", json!([points, name, at]), merge.distance);
        }
        let groups: Vec<usize> = tree.cut(k).labels.into_iter().flatten().collect();
        cases.add("linkage_cut", json!([points, name, k, groups]), 1.0);
    }
    let values: Vec<f64> = (0..rows).map(|_| f64::from(random.gen_range(0..6))).collect();
    let p = rank_sum_p_value(ndarray::ArrayView1::from(&values), |at| labels[at] == 0);
    cases.add("rank_sum", json!([values, labels]), p);
    let best = kmeans(&matrix, k, 0).unwrap().inertia;
    cases.add("kmeans_is_no_worse", json!([points, k, best]), 1.0);
    let tried = kmeans_numbers(&matrix, 2..=k, 0).unwrap();
    let last = tried.last().unwrap();
    let own = last.silhouette;
    cases.add("mean_silhouette", json!([points, last.partition.labels]), own);
    mixtures(cases, random);
}

/// Two groups of points, at times near each other.
fn mixtures(cases: &mut Cases, random: &mut Xoshiro256Plus) {
    let apart = random.gen_range(5.0..9.0);
    let points: Vec<Vec<f64>> = (0..40)
        .map(|row| {
            let shift = if row % 2 == 0 { apart } else { 0.0 };
            (0..2)
                .map(|_| shift + random.gen_range(-1.0..1.0) + random.gen_range(-1.0..1.0))
                .collect()
        })
        .collect();
    let matrix = Array2::from_shape_fn((40, 2), |(row, column)| points[row][column]);
    let found = group(&matrix, ClusterMethod::Mixture, 2, 0).unwrap();
    let labels: Vec<usize> = found.labels.iter().copied().flatten().collect();
    let membership = found.membership.unwrap();
    let sure: Vec<f64> = (0..40).map(|row| membership[[row, labels[row]]]).collect();
    cases.add("mixture_agrees", json!([points, labels, sure]), 1.0);
}
