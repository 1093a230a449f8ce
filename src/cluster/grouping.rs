//! Documents in groups, numbered by size.

use ndarray::Array2;

/// Documents in groups, numbered from 0 by size, then by first document.
#[derive(Clone, Debug, PartialEq)]
pub struct Grouping {
    /// The group of each document; none for one that is in no group.
    pub labels: Vec<Option<usize>>,
    /// The probability of each group for each document, where the method gives one.
    pub membership: Option<Array2<f64>>,
}

impl Grouping {
    /// Numbers groups by size, then by first document.
    pub(super) fn from_labels(labels: &[Option<usize>]) -> Self {
        let order = order_of(labels);
        let place = |label: usize| order.iter().position(|known| *known == label);
        Self {
            labels: labels.iter().map(|label| label.and_then(place)).collect(),
            membership: None,
        }
    }

    /// The number of groups.
    pub fn k(&self) -> usize {
        self.labels.iter().flatten().max().map_or(0, |most| most + 1)
    }

    /// How many documents each group has.
    pub fn sizes(&self) -> Vec<usize> {
        let mut sizes = vec![0; self.k()];
        self.labels.iter().flatten().for_each(|&label| sizes[label] += 1);
        sizes
    }
}

/// The labels that occur, by the number of documents, then by the first document.
pub(super) fn order_of(labels: &[Option<usize>]) -> Vec<usize> {
    let k = labels.iter().flatten().max().map_or(0, |most| most + 1);
    let mut sizes = vec![0_usize; k];
    let mut first = vec![usize::MAX; k];
    for (document, label) in labels.iter().enumerate() {
        if let Some(label) = *label {
            sizes[label] += 1;
            first[label] = first[label].min(document);
        }
    }
    let mut order: Vec<usize> = (0..k).filter(|&label| sizes[label] > 0).collect();
    order.sort_by_key(|&label| (usize::MAX - sizes[label], first[label]));
    order
}
