//! Is there any structure? Data without clusters must be called so, and clusters that are planted
//! must be found.
//!
//! `FRAMESCOPE_CALIBRATION=100 cargo test --test cluster_structure -- --nocapture` prints
//! the shares in docs/methods.md; without it each setting has a few seeds.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use framescope::cluster::{ClusterMethod, adjusted_rand_index, group, structure};
use ndarray::Array2;
use rand::{Rng, SeedableRng};
use rand_distr::{Distribution, Gamma, Poisson, StandardNormal};
use rand_xoshiro::Xoshiro256Plus;
use support::{framescope, place, words};

const ROWS: usize = 200;
const COLUMNS: usize = 40;

/// Data sets of each setting.
fn seeds() -> u64 {
    let told = std::env::var("FRAMESCOPE_CALIBRATION").ok();
    told.map_or(6, |told| told.parse().expect("a number of data sets"))
}

/// How many data sets have structure, and of these how many have the labels that are given.
fn found(name: &str, make: impl Fn(u64) -> (Array2<f64>, Vec<usize>)) -> (u64, u64) {
    let (mut structured, mut right) = (0, 0);
    for seed in 0..seeds() {
        let (matrix, labels) = make(seed);
        let tested = structure(&matrix, seed).unwrap();
        structured += u64::from(tested.is_found());
        if tested.is_found() && !labels.is_empty() {
            // As the program groups them: on the components, which k-means on all columns matches
            // where clusters are this far apart.
            let found = group(&matrix, ClusterMethod::KMeans, tested.best, seed).unwrap();
            let found: Vec<usize> = found.labels.into_iter().flatten().collect();
            let agrees = adjusted_rand_index(&found, &labels).unwrap() > 0.9;
            right += u64::from(agrees && tested.best == 3);
        }
    }
    println!("| {name} | {structured} of {} | {right} |", seeds());
    (structured, right)
}

/// At most one in ten; of few data sets two may be bad luck.
#[track_caller]
fn assert_quiet(structured: u64) {
    assert!(structured <= (seeds() / 10).max(2), "{structured} of {}", seeds());
}

/// At least nineteen in twenty; of few data sets one may be bad luck.
#[track_caller]
fn assert_found(structured: u64, right: u64) {
    let missed = seeds() - structured.min(right);
    assert!(missed <= (seeds() / 20).max(1), "{structured} and {right} of {}", seeds());
}

fn normal(random: &mut Xoshiro256Plus) -> f64 {
    StandardNormal.sample(random)
}

#[test]
fn one_population_with_the_covariance_of_the_sample_corpus_has_no_structure() {
    let place = place();
    let seeds = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    framescope(place.path())
        .arg("report")
        .arg(seeds)
        .args(words("--lexicon all --tables vectors --dimensions categories -o out --quiet"))
        .assert()
        .success();
    let mut reader = csv::Reader::from_path(place.path().join("out/tables/vectors.csv")).unwrap();
    let rows: Vec<Vec<f64>> = reader
        .records()
        .map(|row| row.unwrap().iter().skip(3).map(|cell| cell.parse().unwrap_or(0.0)).collect())
        .collect();
    // The 40 categories that most articles have, as square roots, standardized.
    let mut columns: Vec<usize> = (0..rows[0].len()).collect();
    columns.sort_by_key(|&column| {
        (std::cmp::Reverse(rows.iter().filter(|row| row[column] > 0.0).count()), column)
    });
    let articles = rows.len() as f64;
    let mut root =
        Array2::from_shape_fn((COLUMNS, rows.len()), |(at, row)| rows[row][columns[at]].sqrt());
    for mut column in root.rows_mut() {
        let mean = column.sum() / articles;
        column.mapv_inplace(|value| value - mean);
        let deviation = (column.dot(&column) / articles).sqrt();
        column.mapv_inplace(|value| value / deviation / articles.sqrt());
    }
    let (structured, _) = found("Gaussian, covariance of the sample corpus", |seed| {
        let mut random = Xoshiro256Plus::seed_from_u64(seed);
        let factors = Array2::from_shape_fn((ROWS, rows.len()), |_| normal(&mut random));
        (factors.dot(&root.t()), Vec::new())
    });
    assert_quiet(structured);
}

#[test]
fn counts_with_many_zeros_and_one_common_factor_have_no_structure() {
    let mut fixed = Xoshiro256Plus::seed_from_u64(778);
    let rates: Vec<f64> = (0..COLUMNS).map(|_| fixed.gen_range(0.5..4.5)).collect();
    let (structured, _) = found("zero-inflated counts, one common factor", |seed| {
        let mut random = Xoshiro256Plus::seed_from_u64(seed);
        let mut counts = Array2::zeros((ROWS, COLUMNS));
        for mut row in counts.rows_mut() {
            let factor: f64 = Gamma::new(1.5, 1.0 / 1.5).unwrap().sample(&mut random);
            for (cell, rate) in row.iter_mut().zip(&rates) {
                if random.gen_bool(0.5) {
                    let count: f64 =
                        Poisson::new((rate * factor).max(1e-9)).unwrap().sample(&mut random);
                    *cell = count.sqrt();
                }
            }
        }
        (counts, Vec::new())
    });
    assert_quiet(structured);
}

/// Three clusters of a third of the rows each, with noise of variance 1 in all columns.
fn planted(seed: u64, shift: impl Fn(usize, usize) -> f64) -> (Array2<f64>, Vec<usize>) {
    let mut random = Xoshiro256Plus::seed_from_u64(seed);
    let labels: Vec<usize> = (0..ROWS).map(|row| row % 3).collect();
    let matrix = Array2::from_shape_fn((ROWS, COLUMNS), |(row, column)| {
        normal(&mut random) + shift(labels[row], column)
    });
    (matrix, labels)
}

/// In each of five columns the centres are 3 standard deviations apart, in an order that differs
/// between columns.
#[test]
fn three_clusters_three_deviations_apart_in_five_columns_are_found() {
    let (structured, right) =
        found("three clusters 3 SD apart in each of 5 of 40 dimensions", |seed| {
            planted(seed, |label, column| match column {
                0..5 => 3.0 * ((label * (1 + column % 2) + column) % 3) as f64,
                _ => 0.0,
            })
        });
    assert_found(structured, right);
}

#[test]
fn three_clusters_each_marked_by_five_columns_are_found() {
    let (structured, right) =
        found("three clusters, each 3 SD higher in 5 dimensions of its own", |seed| {
            planted(seed, |label, column| if column / 5 == label { 3.0 } else { 0.0 })
        });
    assert_found(structured, right);
}
