//! From counts to coordinates that distances make sense in.

use super::counted::Counted;
use super::shrinkage::RatePrior;
use super::vector_options::{EventMeans, Scaling, Shrinkage, Transform, VectorOptions};
use ndarray::{Array1, Array2, Axis};

/// A dimension that stands in a smaller share of the documents is left out: brought to unit
/// variance, a few documents would make it weigh as much as what all documents have, and dozens of
/// such dimensions drown the rest.
const LEAST_SHARE: f64 = 0.2;
/// Where fewer dimensions than this would be left (short texts), all that vary are kept.
const FEWEST_DIMENSIONS: usize = 3;

/// What is counted of each dimension in each document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CountedVectors {
    /// One row for each document, one value for each dimension, where it is known.
    pub rows: Vec<Vec<Option<Counted>>>,
    /// Whether a dimension is a share and not a rate.
    pub is_share: Vec<bool>,
}

impl CountedVectors {
    /// The values of a dimension as tables show them, where known.
    pub fn values(&self, dimension: usize) -> Vec<Option<f64>> {
        let is_share = self.is_share(dimension);
        self.column(dimension).map(|counted| counted?.value(is_share)).collect()
    }

    fn is_share(&self, dimension: usize) -> bool {
        self.is_share.get(dimension).copied().unwrap_or(false)
    }

    fn column(&self, dimension: usize) -> impl Iterator<Item = Option<Counted>> + '_ {
        let known = |counted: &Counted| counted.of > 0;
        self.rows.iter().map(move |row| row.get(dimension).copied().flatten().filter(known))
    }
}

/// Framing vectors as coordinates.
#[derive(Clone, Debug, PartialEq)]
pub struct Coordinates {
    /// One row per document, one column per kept dimension, each of mean 0.
    pub matrix: Array2<f64>,
    /// Which dimensions were kept: those that vary.
    pub kept: Vec<usize>,
}

/// Makes coordinates of counts by the steps of `options`: shrinkage, transform, means of events,
/// scaling.
///
/// The square root steadies the variance of counts (Bartlett 1936); the centred log-ratio is
/// Aitchison's (1986). Where `events` gives a document's event, the mean of its event is taken out;
/// what is left is how the event was told, not which. A value that is not known becomes the
/// rate of the corpus. A dimension without variance is dropped, since all documents are alike in
/// it, and so is one in fewer than a fifth of the documents, or one that varies no more than chance
/// where rates are shrunk. Where fewer than three would be left all that vary are kept.
pub fn coordinates(
    vectors: &CountedVectors,
    events: Option<&[Option<usize>]>,
    options: VectorOptions,
) -> Coordinates {
    let rows = vectors.rows.len();
    let columns = vectors.is_share.len();
    let priors = priors(vectors, options.shrinkage);
    let mut matrix = Array2::zeros((rows, columns));
    let mut documents = vec![0_usize; columns];
    for (dimension, prior) in priors.iter().enumerate() {
        let scale = if vectors.is_share(dimension) { 1.0 } else { 1000.0 };
        let cells = matrix.column_mut(dimension).into_iter().zip(vectors.column(dimension));
        for (cell, counted) in cells {
            documents[dimension] += usize::from(counted.is_some_and(|counted| counted.count > 0));
            *cell = scale * rate_of(counted, *prior, options);
        }
    }
    transform(&mut matrix, vectors, &documents, options.transform);
    if let Some(events) = events.filter(|_| options.event_means == EventMeans::Remove) {
        center_by_event(&mut matrix, events);
    }
    let least = (LEAST_SHARE * rows as f64).ceil() as usize;
    let is_common: Vec<bool> = documents.iter().map(|documents| *documents >= least).collect();
    let enough = is_common.iter().filter(|common| **common).count() >= FEWEST_DIMENSIONS;
    let mut kept = Vec::new();
    let mut centered: Vec<Array1<f64>> = Vec::new();
    for ((at, column), common) in matrix.axis_iter(Axis(1)).enumerate().zip(is_common) {
        if enough && !common {
            continue;
        }
        let mean = column.sum() / rows.max(1) as f64;
        let column = column.mapv(|value| value - mean);
        let deviation = (column.mapv(|value| value * value).sum() / rows.max(1) as f64).sqrt();
        if deviation > 1e-9 {
            kept.push(at);
            let scale = if options.scaling == Scaling::Standardize { deviation } else { 1.0 };
            centered.push(column / scale);
        }
    }
    let matrix = Array2::from_shape_fn((rows, kept.len()), |(row, column)| {
        centered.get(column).and_then(|c| c.get(row)).copied().unwrap_or(0.0)
    });
    Coordinates { matrix, kept }
}

/// The prior of each dimension; without shrinkage it weighs nothing.
fn priors(vectors: &CountedVectors, shrinkage: Shrinkage) -> Vec<RatePrior> {
    let of = |dimension: usize| {
        let counted: Vec<Counted> = vectors.column(dimension).flatten().collect();
        let prior = RatePrior::new(&counted, vectors.is_share(dimension));
        match shrinkage {
            Shrinkage::None => (RatePrior { weight: Some(0.0), ..prior }, 0.0),
            Shrinkage::EmpiricalBayes => {
                let all: u64 = counted.iter().map(|counted| counted.of).sum();
                (prior, all as f64 / counted.len().max(1) as f64)
            }
        }
    };
    let mut priors: Vec<(RatePrior, f64)> = (0..vectors.is_share.len()).map(of).collect();
    let vary = priors.iter().filter(|(prior, _)| prior.weight.is_some()).count();
    if vary < FEWEST_DIMENSIONS {
        // The corpus is too small to show that documents vary; a prior of one document does.
        for (prior, length) in &mut priors {
            prior.weight = prior.weight.or(Some(*length));
        }
    }
    priors.into_iter().map(|(prior, _)| prior).collect()
}

/// The rate of a document, or the share: occurrences per token.
fn rate_of(counted: Option<Counted>, prior: RatePrior, options: VectorOptions) -> f64 {
    let Some(counted) = counted else { return prior.mean };
    let has_no_prior = options.shrinkage == Shrinkage::None;
    if has_no_prior && options.transform == Transform::Clr {
        return (counted.count as f64).max(0.5) / counted.of as f64;
    }
    prior.rate(counted)
}

fn transform(
    matrix: &mut Array2<f64>,
    vectors: &CountedVectors,
    documents: &[usize],
    transform: Transform,
) {
    match transform {
        Transform::Rate => {}
        Transform::Sqrt => matrix.mapv_inplace(f64::sqrt),
        Transform::Log1p => matrix.mapv_inplace(f64::ln_1p),
        Transform::Clr => {
            // A category that no document has has no logarithm.
            let is_rate: Vec<bool> = documents
                .iter()
                .enumerate()
                .map(|(at, count)| *count > 0 && !vectors.is_share(at))
                .collect();
            let count = is_rate.iter().filter(|rate| **rate).count().max(1) as f64;
            for mut row in matrix.axis_iter_mut(Axis(0)) {
                let logs = row.iter().zip(&is_rate).filter(|(_, rate)| **rate);
                let mean = logs.map(|(value, _)| value.ln()).sum::<f64>() / count;
                for (value, is_rate) in row.iter_mut().zip(&is_rate) {
                    *value = if *is_rate { value.ln() - mean } else { value.sqrt() };
                }
            }
        }
        Transform::TfIdf => {
            let all = matrix.nrows() as f64;
            for (mut column, &count) in matrix.axis_iter_mut(Axis(1)).zip(documents) {
                let weight = (all / count.max(1) as f64).ln();
                column.mapv_inplace(|value| value * weight);
            }
            for mut row in matrix.axis_iter_mut(Axis(0)) {
                let length = row.dot(&row).sqrt();
                if length > 0.0 {
                    row.mapv_inplace(|value| value / length);
                }
            }
        }
    }
}

/// Takes the mean of its event from each row. A document without an event, or alone in it, is left
/// as it is less the mean of all, since nothing else reports the same thing.
fn center_by_event(matrix: &mut Array2<f64>, events: &[Option<usize>]) {
    let Some(overall) = matrix.mean_axis(Axis(0)) else { return };
    let count = events.iter().flatten().max().map_or(0, |most| most + 1);
    let mut sums = Array2::<f64>::zeros((count, matrix.ncols()));
    let mut sizes = vec![0_usize; count];
    for (row, event) in matrix.axis_iter(Axis(0)).zip(events) {
        if let Some(event) = *event {
            let mut sum = sums.row_mut(event);
            sum += &row;
            sizes[event] += 1;
        }
    }
    for (mut row, event) in matrix.axis_iter_mut(Axis(0)).zip(events) {
        match *event {
            Some(event) if sizes[event] > 1 => row -= &(&sums.row(event) / sizes[event] as f64),
            _ => row -= &overall,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: VectorOptions = VectorOptions {
        shrinkage: Shrinkage::None,
        transform: Transform::Sqrt,
        event_means: EventMeans::Remove,
        scaling: Scaling::Standardize,
    };

    /// Documents of 1,000 tokens, so that counts are rates.
    fn counts(rows: &[&[u64]]) -> CountedVectors {
        let cell = |count: &u64| Some(Counted { count: *count, of: 1000 });
        CountedVectors {
            rows: rows.iter().map(|row| row.iter().map(cell).collect()).collect(),
            is_share: vec![false; rows.first().map_or(0, |row| row.len())],
        }
    }

    #[test]
    fn columns_come_out_standardized_and_flat_ones_go() {
        let made = coordinates(&counts(&[&[4, 1, 0], &[0, 1, 9], &[16, 1, 1]]), None, PLAIN);
        assert_eq!(made.kept, [0, 2]);
        for column in made.matrix.axis_iter(Axis(1)) {
            assert!(column.sum().abs() < 1e-12);
            assert!((column.mapv(|v| v * v).sum() / 3.0 - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn what_few_documents_have_is_left_out_where_enough_remains() {
        let mut rows: Vec<Vec<u64>> = (0..10)
            .map(|row| (0..4).map(|column| (row * (column + 2)) % 7 + 1).collect())
            .collect();
        rows.iter_mut().for_each(|row| row[1] = 0);
        rows[3][1] = 7;
        let kept = |rows: &[Vec<u64>]| {
            let rows: Vec<&[u64]> = rows.iter().map(Vec::as_slice).collect();
            coordinates(&counts(&rows), None, PLAIN).kept
        };
        assert_eq!(kept(&rows), [0, 2, 3]);
        let two: Vec<Vec<u64>> = rows.iter().map(|row| row[..2].to_vec()).collect();
        assert_eq!(kept(&two), [0, 1], "too few would be left");
    }

    #[test]
    fn what_an_event_shares_is_taken_out() {
        let vectors = counts(&[&[4], &[9], &[400], &[441]]);
        let events = [Some(0), Some(0), Some(1), Some(1)];
        let made = coordinates(&vectors, Some(&events), PLAIN);
        assert_eq!(made.matrix.column(0).to_vec(), [-1.0, 1.0, -1.0, 1.0]);
        let kept = VectorOptions { event_means: EventMeans::Keep, ..PLAIN };
        let made = coordinates(&vectors, Some(&events), kept);
        assert!(made.matrix[[1, 0]] < 0.0);
    }

    #[test]
    fn each_transform_is_that_of_its_name() {
        let of = |transform| {
            let options = VectorOptions { transform, scaling: Scaling::None, ..PLAIN };
            coordinates(&counts(&[&[4, 1], &[1, 0], &[1, 1]]), None, options).matrix
        };
        let close =
            |found: f64, expected: f64| assert!((found - expected).abs() < 1e-12, "{found}");
        close(of(Transform::Rate)[[0, 0]], 2.0);
        close(of(Transform::Sqrt)[[0, 0]], 2.0 / 3.0);
        close(of(Transform::Log1p)[[0, 0]], (5.0_f64.ln() - 2.0_f64.ln()) * 2.0 / 3.0);
        // Log-ratios to the geometric mean: ln 2, ½ ln 2 (a zero counts as half a match), 0.
        let mean = (2.0_f64.ln() + 0.5 * 2.0_f64.ln()) / 3.0;
        close(of(Transform::Clr)[[0, 0]], 2.0_f64.ln() - mean);
        // The first dimension is in all documents and weighs nothing.
        assert_eq!(of(Transform::TfIdf).ncols(), 1);
    }

    #[test]
    fn what_is_not_known_becomes_the_rate_of_the_corpus() {
        let mut vectors = counts(&[&[1], &[0], &[4]]);
        vectors.rows[1][0] = None;
        let rate = VectorOptions { transform: Transform::Rate, ..PLAIN };
        let made = coordinates(&vectors, None, rate);
        assert!(made.matrix[[1, 0]].abs() < 1e-12);
        assert_eq!(vectors.values(0), [Some(1.0), None, Some(4.0)]);
    }
}
