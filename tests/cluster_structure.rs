//! Does the test of structure keep quiet about data without clusters, and find those that are
//! planted?

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use framescope::cluster::{adjusted_rand_index, structure};
use ndarray::Array2;
use rand::{Rng, SeedableRng};
use rand_distr::{Distribution, Gamma, Poisson, StandardNormal};
use rand_xoshiro::Xoshiro256Plus;

const ROWS: usize = 200;
const COLUMNS: usize = 40;

fn normal(random: &mut Xoshiro256Plus) -> f64 {
    StandardNormal.sample(random)
}

fn gaussian(seed: u64) -> Array2<f64> {
    let mut random = Xoshiro256Plus::seed_from_u64(seed);
    let mut fixed = Xoshiro256Plus::seed_from_u64(777);
    let root =
        Array2::from_shape_fn((COLUMNS, 6), |(_, c)| normal(&mut fixed) * (1.6 - 0.2 * c as f64));
    let f = Array2::from_shape_fn((ROWS, 6), |_| normal(&mut random));
    let e = Array2::from_shape_fn((ROWS, COLUMNS), |_| normal(&mut random));
    f.dot(&root.t()) + e
}

fn zero_inflated(seed: u64) -> Array2<f64> {
    let mut random = Xoshiro256Plus::seed_from_u64(seed);
    let mut out = Array2::zeros((ROWS, COLUMNS));
    let mut fixed = Xoshiro256Plus::seed_from_u64(778);
    let rates: Vec<f64> = (0..COLUMNS).map(|_| 0.5 + 4.0 * fixed.gen_range(0.0_f64..1.0)).collect();
    for mut row in out.rows_mut() {
        let factor = Gamma::new(1.5, 1.0 / 1.5).unwrap().sample(&mut random);
        for (cell, rate) in row.iter_mut().zip(&rates) {
            if random.gen_bool(0.5) {
                let mean: f64 = rate * factor;
                *cell = Poisson::new(mean.max(1e-9)).unwrap().sample(&mut random);
                *cell = f64::sqrt(*cell);
            }
        }
    }
    out
}

fn planted(seed: u64, kind: usize) -> (Array2<f64>, Vec<usize>) {
    let mut random = Xoshiro256Plus::seed_from_u64(seed);
    let labels: Vec<usize> = (0..ROWS).map(|row| row % 3).collect();
    let mut out = Array2::from_shape_fn((ROWS, COLUMNS), |_| normal(&mut random));
    for (mut row, label) in out.rows_mut().into_iter().zip(&labels) {
        for at in 0..5 {
            row[at] += match kind {
                // Collinear: 0, 3, 6 in each dimension.
                0 => 3.0 * *label as f64,
                // Order varies from dimension to dimension.
                1 => 3.0 * ((*label * (1 + at % 2) + at) % 3) as f64,
                // Euclidean distance of 3 in all: an equilateral triangle.
                2 => {
                    let angle = *label as f64 * std::f64::consts::TAU / 3.0;
                    let radius = 3.0 / 3.0_f64.sqrt();
                    match at {
                        0 => radius * angle.cos(),
                        1 => radius * angle.sin(),
                        _ => 0.0,
                    }
                }
                _ => 0.0,
            };
        }
        if kind == 3 {
            // Each cluster is marked by 5 dimensions of its own.
            for at in 0..5 {
                row[5 * label + at] += 3.0;
            }
        }
    }
    (out, labels)
}

#[test]
fn sim() {
    let n: u64 =
        std::env::var("FRAMESCOPE_CALIBRATION").ok().and_then(|v| v.parse().ok()).unwrap_or(4);
    let start = std::time::Instant::now();
    for (name, make) in [("gauss", gaussian as fn(u64) -> Array2<f64>), ("zero", zero_inflated)] {
        let ps: Vec<f64> =
            (0..n).map(|seed| structure(&make(seed), seed).unwrap().p_value).collect();
        println!(
            "{name}: {} of {n} found; {:.2?}",
            ps.iter().filter(|p| **p <= 0.05).count(),
            start.elapsed()
        );
    }
    for kind in 0..4 {
        let mut found = 0;
        let mut ks = [0; 9];
        for seed in 0..n {
            let (m, _labels) = planted(seed, kind);
            let s = structure(&m, seed).unwrap();
            found += usize::from(s.is_found());
            ks[s.best] += 1;
            if seed < 1 {
                println!("{s:?}");
            }
        }
        println!("planted {kind}: {found} of {n}, k {ks:?}; {:.2?}", start.elapsed());
    }
    let _ = adjusted_rand_index(&[0], &[0]);
}
