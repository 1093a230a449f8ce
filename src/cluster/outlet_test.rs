//! Do clusters follow outlets? A permutation test within events, given the lengths of documents.

use crate::stat::{Deals, Design, default_permutations};
use std::collections::HashMap;
use std::sync::Arc;

/// What is known of a document apart from its framing.
#[derive(Clone, Debug, PartialEq)]
pub struct ClusterDocument {
    /// Its id.
    pub id: Arc<str>,
    /// Its outlet.
    pub outlet: Arc<str>,
    /// Its event.
    pub event: Option<Arc<str>>,
    /// Its tokens.
    pub tokens: u64,
}

/// Names as numbers in the order of first appearance.
pub(super) fn numbered<'n>(names: impl IntoIterator<Item = Option<&'n str>>) -> Vec<Option<usize>> {
    let mut known: HashMap<&str, usize> = HashMap::new();
    names
        .into_iter()
        .map(|name| {
            let next = known.len();
            name.map(|name| *known.entry(name).or_insert(next))
        })
        .collect()
}

/// The outlet of each document as a number.
pub(super) fn outlet_numbers(documents: &[ClusterDocument]) -> Vec<Option<usize>> {
    numbered(documents.iter().map(|document| Some(&*document.outlet)))
}

/// The event of each document as a number.
pub(super) fn event_numbers(documents: &[ClusterDocument]) -> Vec<Option<usize>> {
    numbered(documents.iter().map(|document| document.event.as_deref()))
}

/// The design in which outlets are dealt to documents, within events; documents without an event
/// are dealt among themselves.
pub(super) fn outlet_design(documents: &[ClusterDocument]) -> Design {
    let narrow = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let labels = outlet_numbers(documents).into_iter().flatten().map(narrow).collect();
    let events = event_numbers(documents);
    let eventless = events.iter().flatten().max().map_or(0, |most| most + 1);
    let strata: Vec<u32> =
        events.into_iter().map(|event| narrow(event.unwrap_or(eventless))).collect();
    let tokens: Vec<f64> = documents.iter().map(|document| document.tokens as f64).collect();
    Design::new(labels, &strata, &tokens)
}

/// The probability that clusters and outlets go together as much by chance.
///
/// The statistic is Σ (O − E)² / E over outlets and clusters, with E the documents to be expected
/// from the outlets and clusters of each event (as in the Cochran-Mantel-Haenszel test); outlets
/// are dealt anew with their probability given the lengths of documents. `None` where labels cannot
/// be dealt otherwise.
pub(super) fn outlet_p_value(
    documents: &[ClusterDocument],
    labels: &[Option<usize>],
    seed: u64,
) -> Option<f64> {
    let within: Vec<usize> = (0..documents.len()).filter(|&at| labels[at].is_some()).collect();
    let documents: Vec<ClusterDocument> = within.iter().map(|&at| documents[at].clone()).collect();
    let clusters: Vec<usize> = within.iter().filter_map(|&at| labels[at]).collect();
    let k = clusters.iter().max().map_or(0, |most| most + 1);
    let outlets: Vec<usize> = outlet_numbers(&documents).into_iter().flatten().collect();
    let width = outlets.iter().max().map_or(0, |most| most + 1);
    if k < 2 || width < 2 {
        return None;
    }
    // What is to be expected does not change, since labels are dealt within events.
    let events = event_numbers(&documents);
    let mut sizes: HashMap<Option<usize>, f64> = HashMap::new();
    let mut of_outlet: HashMap<(Option<usize>, usize), f64> = HashMap::new();
    let mut of_cluster: HashMap<(Option<usize>, usize), f64> = HashMap::new();
    for (at, event) in events.iter().enumerate() {
        *sizes.entry(*event).or_default() += 1.0;
        *of_outlet.entry((*event, outlets[at])).or_default() += 1.0;
        *of_cluster.entry((*event, clusters[at])).or_default() += 1.0;
    }
    let mut strata: Vec<Option<usize>> = sizes.keys().copied().collect();
    strata.sort_unstable();
    let mut expected = vec![0.0; width * k];
    for event in strata {
        for outlet in 0..width {
            let of_outlet = of_outlet.get(&(event, outlet)).copied().unwrap_or(0.0);
            for cluster in 0..k {
                let of_cluster = of_cluster.get(&(event, cluster)).copied().unwrap_or(0.0);
                expected[outlet * k + cluster] += of_outlet * of_cluster / sizes[&event];
            }
        }
    }
    let statistic = |labels: &[u32], out: &mut [f64]| {
        let mut observed = vec![0.0; width * k];
        for (&outlet, &cluster) in labels.iter().zip(&clusters) {
            observed[outlet as usize * k + cluster] += 1.0;
        }
        let cells = observed.iter().zip(&expected).filter(|(_, expected)| **expected > 0.0);
        let sum: f64 = cells.map(|(o, e): (&f64, &f64)| (o - e).powi(2) / e).sum();
        out.fill(sum);
    };
    let labellings = default_permutations(documents.len());
    let test = outlet_design(&documents).test(Deals { labellings, seed }, 1, statistic);
    test.p_values.first().copied()?.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn documents(count: usize) -> Vec<ClusterDocument> {
        (0..count)
            .map(|at| ClusterDocument {
                id: format!("d{at}").into(),
                outlet: if at % 2 == 0 { "A" } else { "B" }.into(),
                event: Some(format!("e{}", at / 4).into()),
                tokens: 500,
            })
            .collect()
    }

    #[test]
    fn clusters_that_are_outlets_follow_them_and_those_that_are_events_do_not() {
        let documents = documents(40);
        let by_outlet: Vec<Option<usize>> = (0..40).map(|at| Some(at % 2)).collect();
        let by_event: Vec<Option<usize>> = (0..40).map(|at| Some(usize::from(at < 20))).collect();
        assert!(outlet_p_value(&documents, &by_outlet, 0).unwrap() < 0.001);
        assert_eq!(outlet_p_value(&documents, &by_event, 0), None, "no labelling differs");
        let mut mixed = by_event;
        mixed[0] = Some(0);
        mixed[21] = Some(1);
        assert!(outlet_p_value(&documents, &mixed, 0).is_none_or(|p| p > 0.05));
    }

    #[test]
    fn one_outlet_or_one_cluster_has_no_test() {
        let mut documents = documents(8);
        assert_eq!(outlet_p_value(&documents, &[Some(0); 8], 0), None);
        documents.iter_mut().for_each(|document| document.outlet = "A".into());
        let labels: Vec<Option<usize>> = (0..8).map(|at| Some(at % 2)).collect();
        assert_eq!(outlet_p_value(&documents, &labels, 0), None);
    }
}
