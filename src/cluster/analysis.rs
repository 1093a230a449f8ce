//! The whole of clustering: framing vectors in, clusters with their profiles and validity out.

use super::kmeans::{MAX_FIT_ROWS, Partition, kmeans, squared_distance};
use super::projection::{Projection, project};
use super::validity::{MAX_REFERENCE_ROWS, adjusted_rand_index, silhouettes, stability};
use crate::frame::transform;
use ndarray::{Array2, Axis};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Fewer documents than this are not clustered.
pub const FEWEST_DOCUMENTS: usize = 4;
/// The largest k that is tried.
const MOST_CLUSTERS: usize = 8;
/// Mean silhouettes this close count as equal, and then the fewest clusters are taken: the third
/// digit is noise.
const SILHOUETTE_TIE: f64 = 0.01;
/// Below this mean silhouette no substantial structure has been found (Kaufman & Rousseeuw 1990,
/// table 4).
const WEAK_SILHOUETTE: f64 = 0.25;
/// Bootstrap samples behind `stability`.
const RESAMPLES: u64 = 50;

/// What clustering is given: framing vectors with what is known of their documents, sorted by
/// document id.
#[derive(Clone, Debug)]
pub struct ClusterInput<'a> {
    /// One row per document, one column per dimension, own-voice rates per 1,000 tokens.
    pub rates: &'a Array2<f64>,
    /// Each document's outlet.
    pub outlets: Vec<Arc<str>>,
    /// Each document's event.
    pub events: Vec<Option<Arc<str>>>,
    /// How many clusters; chosen by silhouette where not given.
    pub k: Option<usize>,
    /// Of all randomness.
    pub seed: u64,
}

/// One tried number of clusters.
#[derive(Clone, Debug, PartialEq)]
pub struct Validity {
    /// The number.
    pub k: usize,
    /// The sum of squared distances to centroids, on the transformed scale.
    pub inertia: f64,
    /// The mean silhouette.
    pub silhouette: Option<f64>,
    /// The mean adjusted Rand index of resampled clusterings.
    pub stability: Option<f64>,
    /// Agreement with outlets.
    pub ari_outlet: Option<f64>,
    /// Agreement with events: a cluster that equals an event is a topic, not a framing.
    pub ari_event: Option<f64>,
    /// Whether the clusters given are of this number.
    pub chosen: bool,
}

/// One dimension of one cluster.
#[derive(Clone, Debug, PartialEq)]
pub struct ProfileRow {
    /// The cluster, from 1.
    pub cluster: usize,
    /// Its documents.
    pub documents: usize,
    /// The dimension, as a column of the rates.
    pub dimension: usize,
    /// The mean rate of its documents.
    pub mean: f64,
    /// The mean rate of all documents.
    pub overall_mean: f64,
    /// Its place among the cluster's dimensions by distance from the overall mean in standard
    /// deviations of the transformed scale; 1 is what marks the cluster most.
    pub rank: usize,
}

/// One cluster in one outlet.
#[derive(Clone, Debug, PartialEq)]
pub struct OutletShare {
    /// The cluster, from 1.
    pub cluster: usize,
    /// The outlet.
    pub outlet: Arc<str>,
    /// The outlet's documents in it.
    pub documents: usize,
    /// Their share of the outlet's documents.
    pub share: f64,
}

/// Documents clustered by their framing.
#[derive(Clone, Debug, PartialEq)]
pub struct Clustering {
    /// Each document's cluster, from 1; numbered by size, then first document.
    pub labels: Vec<usize>,
    /// Each document's distance to its cluster's centroid, on the transformed scale.
    pub distances: Vec<f64>,
    /// Each document's silhouette.
    pub silhouettes: Vec<f64>,
    /// Every k that was tried.
    pub validity: Vec<Validity>,
    /// What marks each cluster, by cluster and rank.
    pub profiles: Vec<ProfileRow>,
    /// Where each outlet's documents lie, by cluster and outlet.
    pub outlets: Vec<OutletShare>,
}

/// What could be made of the input, with a sentence for each thing that could not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClusterAnalysis {
    /// The clusters.
    pub clustering: Option<Clustering>,
    /// The documents in two dimensions; its loadings' rows follow `dimensions`.
    pub projection: Option<Projection>,
    /// The columns of the rates that vary, which are those that clusters and projection rest on.
    pub dimensions: Vec<usize>,
    /// What was left out or cut short, and why.
    pub notes: Vec<String>,
}

/// Clusters documents by framing: k-means on square-root rates, event means taken out,
/// standardized; k from 2 to 8 by mean silhouette, the smallest of those within 0.01 of the best.
pub fn analyse(input: &ClusterInput<'_>) -> ClusterAnalysis {
    let mut analysis = ClusterAnalysis::default();
    let documents = input.rates.nrows();
    let events = numbered(&input.events);
    let has_events = events.iter().any(Option::is_some);
    let transformed = transform(input.rates, has_events.then_some(events.as_slice()));
    let matrix = &transformed.matrix;
    analysis.dimensions.clone_from(&transformed.kept);
    if documents < FEWEST_DOCUMENTS {
        analysis.notes.push(format!(
            "clusters and projection are left out: there {}, and {FEWEST_DOCUMENTS} are the fewest \
             that can be clustered",
            if documents == 1 {
                "is 1 document".to_owned()
            } else {
                format!("are {documents} documents")
            }
        ));
        return analysis;
    }
    analysis.projection = project(matrix);
    if analysis.projection.is_none() {
        analysis.notes.push(
            "clusters and projection are left out: no category tells the documents apart"
                .to_owned(),
        );
        return analysis;
    }
    if documents > MAX_FIT_ROWS {
        analysis.notes.push(format!(
            "clusters are fitted on {MAX_FIT_ROWS} documents drawn at random, silhouettes taken \
             against {MAX_REFERENCE_ROWS}; all documents are assigned"
        ));
    }
    let outlets = input.outlets.iter().map(|outlet| Some(outlet.clone())).collect::<Vec<_>>();
    let tried = try_partitions(input, matrix, &numbered(&outlets), has_events.then_some(&events));
    let chosen = match input.k {
        Some(k) => tried.iter().find(|t| t.validity.k == k),
        None => {
            let best = tried
                .iter()
                .filter_map(|t| t.validity.silhouette)
                .fold(f64::NEG_INFINITY, f64::max);
            tried.iter().find(|t| {
                t.validity.silhouette.is_some_and(|silhouette| silhouette >= best - SILHOUETTE_TIE)
            })
        }
    };
    let Some(chosen) = chosen else {
        let asked = input.k.map_or_else(|| "2".to_owned(), |k| k.to_string());
        analysis.notes.push(format!(
            "clusters are left out: fewer than {asked} distinct framings among the documents"
        ));
        return analysis;
    };
    let k = chosen.validity.k;
    if let Some(silhouette) =
        chosen.validity.silhouette.filter(|silhouette| *silhouette < WEAK_SILHOUETTE)
    {
        analysis.notes.push(format!(
            "clusters are weak (mean silhouette {silhouette:.2}; below {WEAK_SILHOUETTE} there is \
             no substantial structure); do not lean on them"
        ));
    }
    let labels: Vec<usize> = chosen.partition.labels.iter().map(|label| label + 1).collect();
    analysis.clustering = Some(Clustering {
        distances: matrix
            .axis_iter(Axis(0))
            .zip(&chosen.partition.labels)
            .map(|(row, &label)| {
                squared_distance(row, chosen.partition.centroids.row(label)).sqrt()
            })
            .collect(),
        silhouettes: chosen.silhouettes.clone(),
        profiles: profiles(input.rates, &transformed.kept, &chosen.partition),
        outlets: outlet_shares(&labels, k, &input.outlets),
        labels,
        validity: tried
            .iter()
            .map(|t| Validity { chosen: t.validity.k == k, ..t.validity.clone() })
            .collect(),
    });
    analysis
}

struct Tried {
    partition: Partition,
    silhouettes: Vec<f64>,
    validity: Validity,
}

fn try_partitions(
    input: &ClusterInput<'_>,
    matrix: &Array2<f64>,
    outlets: &[Option<usize>],
    events: Option<&Vec<Option<usize>>>,
) -> Vec<Tried> {
    let documents = matrix.nrows();
    let range = match input.k {
        Some(k) => k..=k,
        None => 2..=MOST_CLUSTERS.min(documents - 1),
    };
    let mut tried: Vec<Tried> = Vec::new();
    for k in range {
        let Ok(partition) = kmeans(matrix, k, input.seed) else { break };
        // A start can lose a cluster on the way; then this k was not reached.
        if partition.k() != k {
            continue;
        }
        let Some(silhouettes) = silhouettes(matrix, &partition.labels, input.seed) else {
            continue;
        };
        let ari = |known: &[Option<usize>]| {
            let (ours, theirs): (Vec<usize>, Vec<usize>) = partition
                .labels
                .iter()
                .zip(known)
                .filter_map(|(ours, theirs)| theirs.map(|theirs| (*ours, theirs)))
                .unzip();
            adjusted_rand_index(&ours, &theirs)
        };
        let validity = Validity {
            k,
            inertia: partition.inertia,
            silhouette: Some(silhouettes.iter().sum::<f64>() / documents as f64),
            stability: stability(matrix, &partition, RESAMPLES, input.seed),
            ari_outlet: ari(outlets),
            ari_event: events.and_then(|events| ari(events)),
            chosen: false,
        };
        tried.push(Tried { partition, silhouettes, validity });
    }
    tried
}

/// Names as numbers in the order of first appearance.
fn numbered(names: &[Option<Arc<str>>]) -> Vec<Option<usize>> {
    let mut known: HashMap<&str, usize> = HashMap::new();
    names
        .iter()
        .map(|name| {
            let next = known.len();
            name.as_deref().map(|name| *known.entry(name).or_insert(next))
        })
        .collect()
}

fn profiles(rates: &Array2<f64>, kept: &[usize], partition: &Partition) -> Vec<ProfileRow> {
    let sizes = partition.sizes();
    let overall = rates.mean_axis(Axis(0)).unwrap_or_default();
    let mut means = Array2::<f64>::zeros((partition.k(), rates.ncols()));
    for (row, &label) in rates.axis_iter(Axis(0)).zip(&partition.labels) {
        let mut mean = means.row_mut(label);
        mean += &row;
    }
    let mut rows = Vec::new();
    for (cluster, &size) in sizes.iter().enumerate() {
        // The centroid is in standard deviations from the mean of all, which is 0; flat dimensions
        // come last.
        let mark = |dimension: usize| {
            kept.iter()
                .position(|&k| k == dimension)
                .map_or(0.0, |at| partition.centroids[[cluster, at]].abs())
        };
        let mut order: Vec<usize> = (0..rates.ncols()).collect();
        order.sort_by(|&a, &b| mark(b).total_cmp(&mark(a)).then(a.cmp(&b)));
        rows.extend(order.into_iter().zip(1..).map(|(dimension, rank)| ProfileRow {
            cluster: cluster + 1,
            documents: size,
            dimension,
            mean: means[[cluster, dimension]] / size as f64,
            overall_mean: overall[dimension],
            rank,
        }));
    }
    rows
}

fn outlet_shares(labels: &[usize], k: usize, outlets: &[Arc<str>]) -> Vec<OutletShare> {
    let mut counts: BTreeMap<&Arc<str>, Vec<usize>> = BTreeMap::new();
    for (label, outlet) in labels.iter().zip(outlets) {
        counts.entry(outlet).or_insert_with(|| vec![0; k])[label - 1] += 1;
    }
    (1..=k)
        .flat_map(|cluster| counts.iter().map(move |(outlet, counts)| (cluster, *outlet, counts)))
        .map(|(cluster, outlet, counts)| {
            let documents = counts[cluster - 1];
            let total: usize = counts.iter().sum();
            OutletShare {
                cluster,
                outlet: outlet.clone(),
                documents,
                share: documents as f64 / total as f64,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    fn input<'a>(
        rates: &'a Array2<f64>,
        outlets: &[&str],
        events: &[Option<&str>],
    ) -> ClusterInput<'a> {
        ClusterInput {
            rates,
            outlets: outlets.iter().map(|&outlet| outlet.into()).collect(),
            events: events.iter().map(|event| event.map(Into::into)).collect(),
            k: None,
            seed: 0,
        }
    }

    #[test]
    fn outlets_that_frame_alike_share_a_cluster() {
        let rates = array![
            [9.0, 0.0, 1.0],
            [8.0, 0.0, 1.0],
            [0.0, 7.0, 1.0],
            [0.0, 9.0, 1.0],
            [0.5, 8.0, 1.0]
        ];
        let analysis = analyse(&input(&rates, &["A", "A", "B", "B", "C"], &[None; 5]));
        let clustering = analysis.clustering.unwrap();
        assert_eq!(clustering.labels, [2, 2, 1, 1, 1]);
        assert_eq!(analysis.dimensions, [0, 1], "the third dimension is flat");
        let shares: Vec<(usize, &str, usize)> =
            clustering.outlets.iter().map(|s| (s.cluster, &*s.outlet, s.documents)).collect();
        assert_eq!(
            shares,
            [(1, "A", 0), (1, "B", 2), (1, "C", 1), (2, "A", 2), (2, "B", 0), (2, "C", 0)]
        );
        let chosen: Vec<usize> =
            clustering.validity.iter().filter(|v| v.chosen).map(|v| v.k).collect();
        assert_eq!(chosen, [2]);
        assert_eq!(clustering.profiles.len(), 6);
        assert_eq!((clustering.profiles[2].dimension, clustering.profiles[2].rank), (2, 3));
    }

    #[test]
    fn small_and_flat_corpora_say_what_is_left_out() {
        for rows in 0..FEWEST_DOCUMENTS {
            let rates = Array2::from_shape_fn((rows, 2), |(row, column)| (row * 2 + column) as f64);
            let analysis = analyse(&input(&rates, &["A", "B", "C"][..rows], &[None; 3][..rows]));
            assert!(analysis.clustering.is_none() && analysis.projection.is_none());
            assert!(
                analysis.notes[0].starts_with("clusters and projection are left out"),
                "{:?}",
                analysis.notes
            );
        }
        let flat = Array2::from_elem((6, 2), 3.0);
        let analysis = analyse(&input(&flat, &["A"; 6], &[None; 6]));
        assert!(analysis.clustering.is_none() && analysis.notes[0].contains("no category tells"));
        let nothing = Array2::zeros((6, 0));
        assert!(analyse(&input(&nothing, &["A"; 6], &[None; 6])).clustering.is_none());
    }

    #[test]
    fn an_event_is_taken_out_before_clustering() {
        // Events differ hugely in level, outlets slightly within each.
        let rates = array![[100.0], [121.0], [4.0], [9.0], [225.0], [256.0]];
        let events = [Some("e"), Some("e"), Some("f"), Some("f"), Some("g"), Some("g")];
        let analysis = analyse(&input(&rates, &["A", "B", "A", "B", "A", "B"], &events));
        let clustering = analysis.clustering.unwrap();
        assert_eq!(clustering.validity[0].ari_outlet, Some(1.0));
        assert!(clustering.validity[0].ari_event.unwrap() < 0.0);
    }
}
