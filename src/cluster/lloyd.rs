//! Lloyd's algorithm with k-means++ starts: fast on many rows, and the same on any number of
//! threads.
//!
//! `linfa` 0.8.1 counts the old centroid as a point when it moves one, computes every distance in
//! every round and draws starts one after another. Here distances come of matrix products, rows
//! whose nearest centroid cannot have changed are skipped (Hamerly 2010), and starts are taken from
//! a sample. `docs/methods.md` compares times and inertia.

use super::distance::squared_distance;
use super::sampling::{generator, sample};
use ndarray::{Array2, ArrayView2, Axis, Slice};
use rand::Rng;
use rand_xoshiro::Xoshiro256Plus;
use rayon::prelude::*;
use std::ops::RangeInclusive;

/// Rows that one task works on. Sums are taken chunk by chunk, so threads change no byte.
const CHUNK: usize = 512;
/// Rounds of moving centroids to the means of their rows.
const MOST_ROUNDS: usize = 300;
/// A run has converged once centroids move by less than this share of the mean variance; the best
/// run goes on until no row changes.
const TOLERANCE: f64 = 1e-4;
/// Up to this many columns a matrix product would save nothing.
const FEW_COLUMNS: usize = 8;
/// As many starts have centroids chosen among several candidates; further ones are drawn freely.
const CHOSEN_STARTS: usize = 10;
/// The most rows that starts are drawn from.
const MOST_START_ROWS: usize = 10_000;

/// How often and from where k-means starts.
#[derive(Clone, Copy, Debug)]
pub(super) struct LloydStarts {
    pub(super) restarts: usize,
    pub(super) seed: u64,
}

/// One run: the cluster of each row, the centroids, the sum of squared distances.
#[derive(Clone, Debug)]
pub(super) struct LloydRun {
    pub(super) labels: Vec<u32>,
    pub(super) centroids: Array2<f64>,
    pub(super) inertia: f64,
}

/// The best of several runs, by inertia; of equals the first. `k` must be positive and there must
/// be rows.
pub(super) fn best_run(rows: ArrayView2<'_, f64>, k: usize, starts: LloydStarts) -> LloydRun {
    best_runs(rows, k..=k, starts).into_iter().next().unwrap_or_else(|| LloydRun {
        labels: Vec::new(),
        centroids: Array2::zeros((0, rows.ncols())),
        inertia: 0.0,
    })
}

/// The best run for each of several numbers of clusters, which share their starts: the first
/// centroids that are drawn for many clusters serve fewer.
pub(super) fn best_runs(
    rows: ArrayView2<'_, f64>,
    numbers: RangeInclusive<usize>,
    starts: LloydStarts,
) -> Vec<LloydRun> {
    let data = Rows::new(rows);
    let tolerance = TOLERANCE * mean_variance(rows);
    let places = sample(rows.nrows(), MOST_START_ROWS, &mut generator(starts.seed, 0));
    let pool = rows.select(Axis(0), &places);
    let mut best: Vec<Option<LloydRun>> = numbers.clone().map(|_| None).collect();
    for restart in 0..starts.restarts.max(1) {
        let mut random = generator(starts.seed, restart as u64 + 1);
        // Some optima are only reached from starts that are drawn freely.
        let many = 2 + (*numbers.end() as f64).ln() as usize;
        let candidates = if restart < CHOSEN_STARTS { many } else { 1 };
        let drawn = plus_plus(&pool, *numbers.end(), candidates, &mut random);
        for (k, best) in numbers.clone().zip(&mut best) {
            let first = drawn.slice_axis(Axis(0), Slice::from(..k)).to_owned();
            let run = data.run(first, tolerance);
            if best.as_ref().is_none_or(|best| run.inertia < best.inertia * (1.0 - 1e-12)) {
                *best = Some(run);
            }
        }
    }
    best.into_iter().flatten().map(|best| data.run(best.centroids, 0.0)).collect()
}

/// The mean over columns of their variance.
fn mean_variance(rows: ArrayView2<'_, f64>) -> f64 {
    let Some(means) = rows.mean_axis(Axis(0)) else { return 0.0 };
    let squares: f64 = rows.axis_iter(Axis(0)).map(|row| squared_distance(row, means.view())).sum();
    squares / (rows.nrows() * rows.ncols()).max(1) as f64
}

/// k-means++ with a number of candidates for each centroid, of which the best is kept (Arthur &
/// Vassilvitskii 2007). With several, as in scikit-learn, starts are better and more alike.
fn plus_plus(
    rows: &Array2<f64>,
    k: usize,
    candidates: usize,
    random: &mut Xoshiro256Plus,
) -> Array2<f64> {
    let mut centroids = Array2::zeros((k, rows.ncols()));
    let first = random.gen_range(0..rows.nrows());
    centroids.row_mut(0).assign(&rows.row(first));
    let to = |place: usize| -> Vec<f64> {
        let from = rows.row(place);
        rows.axis_iter(Axis(0)).map(|row| squared_distance(row, from)).collect()
    };
    let mut nearest = to(first);
    for at in 1..k {
        let total: f64 = nearest.iter().sum();
        let mut best: Option<(f64, usize, Vec<f64>)> = None;
        for _ in 0..candidates {
            let mut left = random.gen_range(0.0..1.0) * total;
            let drawn = nearest.iter().position(|distance| {
                left -= distance;
                left < 0.0
            });
            let place = drawn.unwrap_or(rows.nrows() - 1);
            let mut reached = to(place);
            reached.iter_mut().zip(&nearest).for_each(|(new, old)| *new = new.min(*old));
            let sum: f64 = reached.iter().sum();
            if best.as_ref().is_none_or(|(least, ..)| sum < *least) {
                best = Some((sum, place, reached));
            }
        }
        if let Some((_, place, reached)) = best {
            centroids.row_mut(at).assign(&rows.row(place));
            nearest = reached;
        }
    }
    centroids
}

/// Rows with their squared lengths.
struct Rows<'r> {
    rows: ArrayView2<'r, f64>,
    norms: Vec<f64>,
}

/// The nearest centroid of a row, with bounds: the row is at most `upper` from it and at least
/// `lower` from every other.
#[derive(Clone, Copy, Debug)]
struct Near {
    label: u32,
    upper: f64,
    lower: f64,
}

/// What one chunk adds to the sums of clusters.
struct Moved {
    sums: Array2<f64>,
    counts: Vec<i64>,
    changed: usize,
}

impl<'r> Rows<'r> {
    fn new(rows: ArrayView2<'r, f64>) -> Self {
        let norms = rows.axis_iter(Axis(0)).map(|row| row.dot(&row)).collect();
        Self { rows, norms }
    }

    /// Moves centroids until they move by no more than `tolerance` in all, squared.
    fn run(&self, mut centroids: Array2<f64>, tolerance: f64) -> LloydRun {
        let k = centroids.nrows();
        let mut near = self.nearest(&centroids);
        let (mut sums, mut counts) = self.sums(&near, k);
        for _ in 0..MOST_ROUNDS {
            let moved = self.means(&mut centroids, &sums, &counts);
            let shift: f64 = moved.iter().map(|distance| distance * distance).sum();
            let changes = self.update(&mut near, &centroids, &moved);
            let changed: usize = changes.iter().map(|change| change.changed).sum();
            for change in &changes {
                sums += &change.sums;
                counts.iter_mut().zip(&change.counts).for_each(|(count, by)| *count += by);
            }
            if changed == 0 || shift <= tolerance {
                break;
            }
        }
        // The sums have gathered rounding errors round by round.
        let (sums, counts) = self.sums(&near, k);
        self.means(&mut centroids, &sums, &counts);
        let labels: Vec<u32> = near.iter().map(|near| near.label).collect();
        LloydRun { inertia: self.inertia(&labels, &centroids), labels, centroids }
    }

    /// Moves each centroid to the mean of its rows; one without rows stays. Gives how far each
    /// moved.
    fn means(&self, centroids: &mut Array2<f64>, sums: &Array2<f64>, counts: &[i64]) -> Vec<f64> {
        let each = centroids.axis_iter_mut(Axis(0)).zip(sums.axis_iter(Axis(0))).zip(counts);
        each.map(|((mut centroid, sum), &count)| {
            if count <= 0 {
                return 0.0;
            }
            let mean = sum.mapv(|value| value / count as f64);
            let moved = squared_distance(centroid.view(), mean.view()).sqrt();
            centroid.assign(&mean);
            moved
        })
        .collect()
    }

    fn nearest(&self, centroids: &Array2<f64>) -> Vec<Near> {
        let lengths: Vec<f64> = centroids.axis_iter(Axis(0)).map(|row| row.dot(&row)).collect();
        let chunks: Vec<Vec<Near>> = self
            .chunks()
            .into_par_iter()
            .map(|(start, end)| self.nearest_of(start, end, centroids, &lengths))
            .collect();
        chunks.into_iter().flatten().collect()
    }

    fn nearest_of(
        &self,
        start: usize,
        end: usize,
        centroids: &Array2<f64>,
        lengths: &[f64],
    ) -> Vec<Near> {
        if self.rows.ncols() <= FEW_COLUMNS {
            return (start..end).map(|row| self.nearest_of_row(row, centroids)).collect();
        }
        let products = self.rows.slice_axis(Axis(0), Slice::from(start..end)).dot(&centroids.t());
        let norms = self.norms.get(start..end).unwrap_or_default();
        products
            .axis_iter(Axis(0))
            .zip(norms)
            .map(|(products, norm)| {
                let (mut label, mut first, mut second) = (0, f64::INFINITY, f64::INFINITY);
                for ((at, product), length) in (0_u32..).zip(products).zip(lengths) {
                    let distance = length - 2.0 * product;
                    if distance < first {
                        (second, first, label) = (first, distance, at);
                    } else if distance < second {
                        second = distance;
                    }
                }
                let root = |value: f64| (value + norm).max(0.0).sqrt();
                Near { label, upper: root(first), lower: root(second) }
            })
            .collect()
    }

    /// Assigns rows anew whose nearest centroid may have changed.
    fn update(&self, near: &mut [Near], centroids: &Array2<f64>, moved: &[f64]) -> Vec<Moved> {
        let k = centroids.nrows();
        let lengths: Vec<f64> = centroids.axis_iter(Axis(0)).map(|row| row.dot(&row)).collect();
        // Half the distance from each centroid to its nearest neighbour.
        let half: Vec<f64> = (0..k)
            .map(|one| {
                let others = (0..k).filter(|other| *other != one);
                let distances = others
                    .map(|other| squared_distance(centroids.row(one), centroids.row(other)).sqrt());
                distances.fold(f64::INFINITY, f64::min) / 2.0
            })
            .collect();
        let most = moved.iter().copied().fold(0.0, f64::max);
        let columns = self.rows.ncols();
        near.par_chunks_mut(CHUNK)
            .enumerate()
            .map(|(chunk, near)| {
                let start = chunk * CHUNK;
                let mut change =
                    Moved { sums: Array2::zeros((k, columns)), counts: vec![0; k], changed: 0 };
                let mut open: Vec<usize> = Vec::new();
                for (at, near) in near.iter_mut().enumerate() {
                    let label = near.label as usize;
                    // Rounding must not let a bound pass that is met exactly.
                    near.upper += moved[label] * (1.0 + 1e-12);
                    near.lower -= most * (1.0 + 1e-12);
                    if near.upper >= near.lower.max(half[label]) {
                        open.push(at);
                    }
                }
                let mut fresh: Vec<(usize, Near)> = Vec::with_capacity(open.len());
                if 4 * open.len() > near.len() {
                    let all = self.nearest_of(start, start + near.len(), centroids, &lengths);
                    fresh.extend(open.iter().map(|&at| (at, all[at])));
                } else {
                    fresh.extend(
                        open.iter().map(|&at| (at, self.nearest_of_row(start + at, centroids))),
                    );
                }
                for (at, new) in fresh {
                    let old = std::mem::replace(&mut near[at], new);
                    if old.label != new.label {
                        let row = self.rows.row(start + at);
                        let (from, to) = (old.label as usize, new.label as usize);
                        let mut sum = change.sums.row_mut(from);
                        sum -= &row;
                        let mut sum = change.sums.row_mut(to);
                        sum += &row;
                        change.counts[from] -= 1;
                        change.counts[to] += 1;
                        change.changed += 1;
                    }
                }
                change
            })
            .collect()
    }

    fn nearest_of_row(&self, row: usize, centroids: &Array2<f64>) -> Near {
        let row = self.rows.row(row);
        let (mut label, mut first, mut second) = (0, f64::INFINITY, f64::INFINITY);
        for (at, centroid) in (0_u32..).zip(centroids.axis_iter(Axis(0))) {
            let distance = squared_distance(row, centroid);
            if distance < first {
                (second, first, label) = (first, distance, at);
            } else if distance < second {
                second = distance;
            }
        }
        Near { label, upper: first.sqrt(), lower: second.sqrt() }
    }

    fn chunks(&self) -> Vec<(usize, usize)> {
        let count = self.rows.nrows();
        (0..count).step_by(CHUNK).map(|start| (start, (start + CHUNK).min(count))).collect()
    }

    fn sums(&self, near: &[Near], k: usize) -> (Array2<f64>, Vec<i64>) {
        let mut sums = Array2::zeros((k, self.rows.ncols()));
        let mut counts = vec![0; k];
        for (row, near) in self.rows.axis_iter(Axis(0)).zip(near) {
            let label = near.label as usize;
            let mut sum = sums.row_mut(label);
            sum += &row;
            counts[label] += 1;
        }
        (sums, counts)
    }

    fn inertia(&self, labels: &[u32], centroids: &Array2<f64>) -> f64 {
        let distances = self.rows.axis_iter(Axis(0)).zip(labels);
        distances.map(|(row, label)| squared_distance(row, centroids.row(*label as usize))).sum()
    }
}
