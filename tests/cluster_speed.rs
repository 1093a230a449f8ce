//! k-means on many documents beside scikit-learn, in one run.
//!
//! `FRAMESCOPE_SPEED=100000 cargo test --release --test cluster_speed -- --ignored --nocapture`
//! prints the figures in docs/methods.md; without it there are few rows, and only inertia is
//! compared.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use framescope::cluster::{kmeans, kmeans_numbers};
use ndarray::Array2;
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256Plus;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// Square roots of counts about 12 centres, with noise.
fn rows(count: usize, columns: usize) -> Array2<f64> {
    let mut random = Xoshiro256Plus::seed_from_u64(7);
    let centres: Vec<Vec<f64>> =
        (0..12).map(|_| (0..columns).map(|_| random.gen_range(0.0..2.0)).collect()).collect();
    Array2::from_shape_fn((count, columns), |(row, column)| {
        let noise: f64 = (0..3).map(|_| random.gen_range(-1.0..1.0)).sum();
        centres[row % 12][column] + noise
    })
}

#[test]
#[ignore = "needs the Python environment that tests/run.sh makes"]
fn many_documents_are_clustered_as_fast_and_as_well_as_by_scikit_learn() {
    let told = std::env::var("FRAMESCOPE_SPEED").ok();
    let count = told.as_ref().map_or(3000, |told| told.parse().expect("a number of rows"));
    let matrix = rows(count, 40);
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("rows.bin");
    let bytes: Vec<u8> = matrix.iter().flat_map(|value| value.to_le_bytes()).collect();
    std::fs::write(&file, bytes).unwrap();
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let made = project.join("target/oracles/bin/python");
    let interpreter = std::env::var_os("FRAMESCOPE_ORACLES").map_or(made, PathBuf::from);
    let started = Instant::now();
    let own = kmeans(&matrix, 8, 0).unwrap();
    let seconds = started.elapsed().as_secs_f64();
    let output = Command::new(interpreter)
        .arg(project.join("tests/oracles/kmeans_speed.py"))
        .arg(&file)
        .args(["40", "8"])
        .output()
        .expect("bash tests/run.sh makes the Python environment");
    let said = String::from_utf8(output.stdout).unwrap();
    let figures: Vec<f64> = said.split_whitespace().map(|figure| figure.parse().unwrap()).collect();
    println!("{count} × 40, k = 8, 10 starts: {seconds:.2} s, inertia {:.1}", own.inertia);
    println!("scikit-learn: {:.2} s, inertia {:.1}", figures[0], figures[1]);
    assert!(own.inertia <= 1.01 * figures[1], "{} {}", own.inertia, figures[1]);
    if told.is_some() {
        assert!(seconds <= figures[0], "{seconds} s, scikit-learn {} s", figures[0]);
        let matrix = rows(count, 60);
        let started = Instant::now();
        let tried = kmeans_numbers(&matrix, 2..=10, 0).unwrap();
        let seconds = started.elapsed().as_secs_f64();
        let silhouettes: Vec<f64> = tried.iter().map(|tried| tried.silhouette).collect();
        println!("{count} × 60, k = 2 to 10 with silhouettes: {seconds:.2} s, {silhouettes:.3?}");
        assert!(seconds <= 60.0, "{seconds}");
    }
}
