//! Do vectors tell outlets apart at all? Each document goes to the outlet with the nearest
//! centroid, in which it has no part.

use super::outlet_test::{ClusterDocument, event_numbers, outlet_design, outlet_numbers};
use super::sampling::{generator, sample};
use crate::stat::{Dealing, Deals};
use ndarray::{Array2, Axis};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The most documents that are looked at.
pub const MOST_SEPARATED: usize = 1000;
/// Labellings that the p-value is computed from.
const LABELLINGS: u64 = 999;

/// What is left out together, so that a document has no part in the centroids that it is held
/// against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeldOut {
    /// All documents on its event.
    Event,
    /// The document alone.
    Document,
}

impl HeldOut {
    /// The name of the scheme.
    pub fn name(self) -> &'static str {
        match self {
            Self::Event => "leave one event out",
            Self::Document => "leave one document out",
        }
    }
}

/// How often the outlet is told from the vector.
#[derive(Clone, Debug, PartialEq)]
pub struct Separation {
    /// What is left out together.
    pub held_out: HeldOut,
    /// The documents that were tried.
    pub documents: usize,
    /// The share of these that went to their outlet.
    pub accuracy: f64,
    /// The mean share when outlets are dealt at random.
    pub chance: f64,
    /// The probability of a share as large by chance.
    pub p_value: Option<f64>,
    /// For each outlet the documents that were tried, and those that went to it.
    pub outlets: Vec<(Arc<str>, usize, usize)>,
}

/// The documents that [`separation`] tries: those of outlets with two or more, and of these a
/// sample beyond 1,000.
pub fn separation_sample(documents: &[ClusterDocument], seed: u64) -> Vec<usize> {
    let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
    documents.iter().for_each(|document| *sizes.entry(&document.outlet).or_default() += 1);
    let many = |document: &ClusterDocument| sizes.get(&*document.outlet).is_some_and(|n| *n > 1);
    let known: Vec<usize> =
        (0..documents.len()).filter(|at| documents.get(*at).is_some_and(many)).collect();
    let places = sample(known.len(), MOST_SEPARATED, &mut generator(seed, 0));
    places.into_iter().map(|place| known[place]).collect()
}

/// Tells outlets by the rows of a matrix, one for each document. Documents of outlets with a single
/// document are left out; beyond 1,000 documents a sample is tried. Outlets are dealt anew within
/// events, with their probability given the lengths of documents. `None` for fewer than two
/// outlets with two documents each, or where no held-out document has others to be compared with.
pub fn separation(
    matrix: &Array2<f64>,
    documents: &[ClusterDocument],
    seed: u64,
) -> Option<Separation> {
    if documents.len() != matrix.nrows() {
        return None;
    }
    let chosen = separation_sample(documents, seed);
    let matrix = matrix.select(Axis(0), &chosen);
    let documents: Vec<ClusterDocument> = chosen.iter().map(|&at| documents[at].clone()).collect();
    let outlets: Vec<usize> = outlet_numbers(&documents).into_iter().flatten().collect();
    let width = outlets.iter().max().map_or(0, |most| most + 1);
    if width < 2 {
        return None;
    }
    let events = event_numbers(&documents);
    let count = events.iter().flatten().max().map_or(0, |most| most + 1);
    let held_out = if count > 1 { HeldOut::Event } else { HeldOut::Document };
    let folds: Vec<usize> = events
        .iter()
        .enumerate()
        .map(|(at, event)| match (held_out, event) {
            (HeldOut::Event, Some(event)) => *event,
            // A document without an event is left out alone.
            _ => count + at,
        })
        .collect();
    let teller = Teller::new(&matrix, &folds, width);
    let told = teller.tell(&outlets);
    let tried = told.iter().flatten().count();
    if tried == 0 {
        return None;
    }
    let share = |told: &[Option<bool>]| {
        let tried = told.iter().flatten().count().max(1);
        told.iter().flatten().filter(|right| **right).count() as f64 / tried as f64
    };
    let accuracy = share(&told);
    // Whole numbers, whose sum is the same in any order.
    let (sum, deals) = (AtomicU64::new(0), AtomicU64::new(0));
    let whole = |share: f64| (share * 1e9).round() as u64;
    let statistic = |labels: &[u32], out: &mut [f64]| {
        let labels: Vec<usize> = labels.iter().map(|label| *label as usize).collect();
        let found = share(&teller.tell(&labels));
        sum.fetch_add(whole(found), Ordering::Relaxed);
        deals.fetch_add(1, Ordering::Relaxed);
        out.fill(found);
    };
    let test = outlet_design(&documents).test(Deals { labellings: LABELLINGS, seed }, 1, statistic);
    // The true labelling is asked for once more where labellings are sampled.
    let own = match test.dealing {
        Dealing::Exact(_) => 1,
        Dealing::Sampled(_) => 2,
    };
    let dealt = deals.into_inner().saturating_sub(own).max(1);
    let all = sum.into_inner().saturating_sub(own * whole(accuracy));
    let mut of_outlet: BTreeMap<Arc<str>, (usize, usize)> = BTreeMap::new();
    for (document, right) in documents.iter().zip(&told) {
        let counts = of_outlet.entry(document.outlet.clone()).or_default();
        counts.0 += usize::from(right.is_some());
        counts.1 += usize::from(*right == Some(true));
    }
    Some(Separation {
        held_out,
        documents: tried,
        accuracy,
        chance: all as f64 / 1e9 / dealt as f64,
        p_value: test.p_values.first().copied().and_then(Result::ok),
        outlets: of_outlet.into_iter().map(|(outlet, (n, right))| (outlet, n, right)).collect(),
    })
}

/// Tells outlets by the inner products of documents alone: distances to centroids are sums of
/// these, however many dimensions there are.
struct Teller<'f> {
    products: Array2<f64>,
    folds: &'f [usize],
    /// The documents of each fold.
    members: Vec<Vec<usize>>,
    width: usize,
}

impl<'f> Teller<'f> {
    fn new(matrix: &Array2<f64>, folds: &'f [usize], width: usize) -> Self {
        let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (document, fold) in folds.iter().enumerate() {
            members.entry(*fold).or_default().push(document);
        }
        Self {
            products: matrix.dot(&matrix.t()),
            folds,
            members: members.into_values().collect(),
            width,
        }
    }

    /// Whether each document went to its outlet; none where its outlet has no document elsewhere.
    fn tell(&self, outlets: &[usize]) -> Vec<Option<bool>> {
        let (documents, width) = (outlets.len(), self.width);
        // The product of each document with the sum of each outlet.
        let mut with_sums = vec![0.0; documents * width];
        for (row, sums) in
            self.products.axis_iter(Axis(0)).zip(with_sums.chunks_exact_mut(width.max(1)))
        {
            row.iter().zip(outlets).for_each(|(product, outlet)| sums[*outlet] += product);
        }
        let (mut squares, mut sizes) = (vec![0.0; width], vec![0_usize; width]);
        for (document, &outlet) in outlets.iter().enumerate() {
            squares[outlet] += with_sums[document * width + outlet];
            sizes[outlet] += 1;
        }
        let mut told = vec![None; documents];
        for members in &self.members {
            self.tell_fold(members, outlets, (&with_sums, &squares, &sizes), &mut told);
        }
        told
    }

    fn tell_fold(
        &self,
        members: &[usize],
        outlets: &[usize],
        (with_sums, squares, sizes): (&[f64], &[f64], &[usize]),
        told: &mut [Option<bool>],
    ) {
        let width = self.width;
        let mut left: Vec<usize> = sizes.to_vec();
        let mut lengths: Vec<f64> = squares.to_vec();
        for &one in members {
            let outlet = outlets[one];
            left[outlet] -= 1;
            lengths[outlet] -= 2.0 * with_sums[one * width + outlet];
            let alike = members.iter().filter(|other| outlets[**other] == outlet);
            lengths[outlet] += alike.map(|other| self.products[[one, *other]]).sum::<f64>();
        }
        for &one in members {
            debug_assert_eq!(self.folds[one], self.folds[members[0]]);
            if left[outlets[one]] == 0 {
                continue;
            }
            let mut sums = with_sums[one * width..(one + 1) * width].to_vec();
            for &other in members {
                sums[outlets[other]] -= self.products[[one, other]];
            }
            // The squared distance less the document's own square.
            let distance = |outlet: usize| {
                let count = left[outlet] as f64;
                lengths[outlet] / (count * count) - 2.0 * sums[outlet] / count
            };
            let nearest = (0..width)
                .filter(|outlet| left[*outlet] > 0)
                .map(|outlet| (distance(outlet), outlet))
                .fold((f64::INFINITY, usize::MAX), |best, next| {
                    if next.0 < best.0 - 1e-12 { next } else { best }
                });
            told[one] = Some(nearest.1 == outlets[one]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::kmeans::tests::blobs;

    fn documents(count: usize, with_events: bool) -> Vec<ClusterDocument> {
        (0..count)
            .map(|at| ClusterDocument {
                id: format!("d{at}").into(),
                outlet: ["A", "B", "C"][at % 3].into(),
                event: with_events.then(|| format!("e{}", at / 3).into()),
                tokens: 500,
            })
            .collect()
    }

    #[test]
    fn outlets_far_apart_are_always_told_and_alike_ones_by_chance() {
        for with_events in [true, false] {
            let documents = documents(60, with_events);
            let apart = blobs(&[[0.0; 3], [9.0, 0.0, 0.0], [0.0, 9.0, 0.0]], 20, 1);
            let found = separation(&apart, &documents, 0).unwrap();
            assert_eq!(found.accuracy, 1.0);
            assert!(found.p_value.unwrap() <= 0.001, "{found:?}");
            assert!((found.chance - 1.0 / 3.0).abs() < 0.08, "{found:?}");
            let alike = blobs(&[[0.0; 3]], 60, 1);
            let found = separation(&alike, &documents, 0).unwrap();
            assert!(found.p_value.unwrap() > 0.01, "{found:?}");
        }
    }

    /// At most 7 of 60 with p up to .05: more than that has a probability below .01.
    #[test]
    fn outlets_alike_are_told_apart_no_more_often_than_the_level_says() {
        let documents = documents(30, false);
        let small = (0..60).filter(|&seed| {
            let alike = blobs(&[[0.0; 3]], 30, seed);
            separation(&alike, &documents, seed).unwrap().p_value.is_some_and(|p| p <= 0.05)
        });
        let small = small.count();
        assert!(small <= 7, "{small} of 60");
    }

    /// Distances to centroids computed outright.
    #[test]
    fn products_give_the_distances_to_centroids() {
        let documents = documents(24, true);
        let matrix = blobs(&[[0.0; 3], [0.8, 0.0, 0.0], [0.0, 0.6, 0.3]], 8, 5);
        let found = separation(&matrix, &documents, 0).unwrap();
        let mut right = 0;
        for at in 0..24 {
            let distance = |outlet: usize| {
                let others: Vec<usize> =
                    (0..24).filter(|other| other / 3 != at / 3 && other % 3 == outlet).collect();
                let centroid = matrix.select(Axis(0), &others).mean_axis(Axis(0)).unwrap();
                (&matrix.row(at) - &centroid).mapv(|value| value * value).sum()
            };
            let nearest = (0..3).min_by(|a, b| distance(*a).total_cmp(&distance(*b))).unwrap();
            right += usize::from(nearest == at % 3);
        }
        assert_eq!(found.accuracy, f64::from(u32::try_from(right).unwrap()) / 24.0);
    }

    #[test]
    fn one_outlet_and_single_documents_tell_nothing() {
        let mut documents = documents(3, false);
        let matrix = blobs(&[[0.0; 3]], 3, 0);
        assert_eq!(separation(&matrix, &documents, 0), None);
        documents.iter_mut().for_each(|document| document.outlet = "A".into());
        assert_eq!(separation(&matrix, &documents, 0), None);
    }
}
