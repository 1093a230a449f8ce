//! From rates to coordinates that distances make sense in.

use ndarray::{Array1, Array2, ArrayView1, Axis};

/// A dimension that stands in a smaller share of the documents is left out: brought to unit
/// variance, a few documents would make it weigh as much as what all documents have, and dozens of
/// such dimensions drown the rest.
const LEAST_SHARE: f64 = 0.2;
/// Where fewer dimensions than this would be left (short texts), all that vary are kept.
const FEWEST_DIMENSIONS: usize = 3;

/// Framing vectors made comparable: square roots, the event's mean taken out, each dimension to
/// unit variance.
#[derive(Clone, Debug, PartialEq)]
pub struct Transformed {
    /// One row per document, one column per kept dimension; mean 0, standard deviation 1.
    pub matrix: Array2<f64>,
    /// Which columns of the input were kept: those that vary.
    pub kept: Vec<usize>,
}

/// Transforms a matrix of rates.
///
/// The square root steadies the variance of counts (Bartlett 1936). Where `events` gives a
/// document's event, the mean of its event is taken out, so that what is left is how the event was
/// told, not which. A dimension without variance is dropped, since it tells documents apart in no
/// way, and so is one in fewer than a fifth of the documents.
pub fn transform(rates: &Array2<f64>, events: Option<&[Option<usize>]>) -> Transformed {
    let mut matrix = rates.mapv(f64::sqrt);
    if let Some(events) = events {
        center_by_event(&mut matrix, events);
    }
    let rows = matrix.nrows();
    let least = (LEAST_SHARE * rows as f64).ceil() as usize;
    let is_common =
        |column: ArrayView1<'_, f64>| column.iter().filter(|rate| **rate > 0.0).count() >= least;
    let common: Vec<bool> = rates.axis_iter(Axis(1)).map(is_common).collect();
    let enough = common.iter().filter(|common| **common).count() >= FEWEST_DIMENSIONS;
    let mut kept = Vec::new();
    let mut columns: Vec<Array1<f64>> = Vec::new();
    for ((at, column), common) in matrix.axis_iter(Axis(1)).enumerate().zip(common) {
        if enough && !common {
            continue;
        }
        let mean = column.sum() / rows.max(1) as f64;
        let centered = column.mapv(|value| value - mean);
        let deviation = (centered.mapv(|value| value * value).sum() / rows.max(1) as f64).sqrt();
        if deviation > 1e-9 {
            kept.push(at);
            columns.push(centered / deviation);
        }
    }
    let matrix = Array2::from_shape_fn((rows, kept.len()), |(row, column)| {
        columns.get(column).and_then(|c| c.get(row)).copied().unwrap_or(0.0)
    });
    Transformed { matrix, kept }
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
    use ndarray::array;

    #[test]
    fn columns_come_out_standardized_and_flat_ones_go() {
        let rates = array![[4.0, 1.0, 0.0], [0.0, 1.0, 9.0], [16.0, 1.0, 1.0]];
        let transformed = transform(&rates, None);
        assert_eq!(transformed.kept, [0, 2]);
        for column in transformed.matrix.axis_iter(Axis(1)) {
            assert!(column.sum().abs() < 1e-12);
            assert!((column.mapv(|v| v * v).sum() / 3.0 - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn what_few_documents_have_is_left_out_where_enough_remains() {
        let mut rates =
            Array2::from_shape_fn((10, 4), |(row, column)| ((row * (column + 2)) % 7) as f64 + 1.0);
        rates.column_mut(1).fill(0.0);
        rates[[3, 1]] = 7.0;
        assert_eq!(transform(&rates, None).kept, [0, 2, 3]);
        let two = rates.select(Axis(1), &[0, 1]);
        assert_eq!(transform(&two, None).kept, [0, 1], "too few would be left");
    }

    #[test]
    fn what_an_event_shares_is_taken_out() {
        let rates = array![[4.0], [9.0], [400.0], [441.0]];
        let transformed = transform(&rates, Some(&[Some(0), Some(0), Some(1), Some(1)]));
        assert_eq!(transformed.matrix.column(0).to_vec(), [-1.0, 1.0, -1.0, 1.0]);
    }
}
