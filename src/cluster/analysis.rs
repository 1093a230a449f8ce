//! The whole of clustering: coordinates of documents in; groups, what they have in common and
//! whether they are real out.

use super::components::Spectrum;
use super::distance::squared_distance;
use super::ellipse::{Centroid, centroid};
use super::finding::ClusterFinding;
use super::gap::gaps;
use super::grouping::Grouping;
use super::kmeans::ClusterError;
use super::method::{ClusterMethod, group};
use super::numbers::{MOST_SILHOUETTE_DOCUMENTS, kmeans_numbers};
use super::outlet_test::{ClusterDocument, event_numbers, outlet_numbers, outlet_p_value};
use super::profile::{ProfileInput, ProfileRow, profiles};
use super::projection::{Projection, on_components, project};
use super::sampling::{generator, sample};
use super::silhouette::silhouettes;
use super::structure::{MOST_CLUSTERS, MOST_ROWS, Structure, structure};
use super::tree::Tree;
use super::tried_number::Validity;
use super::validity::{Stability, agreement, stability};
use crate::stat::Adjustment;
use ndarray::{Array2, Axis};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Fewer documents than this are not clustered.
pub const FEWEST_DOCUMENTS: usize = 4;
/// The most documents of a method that needs the distances of all pairs.
pub const MOST_PAIRED_DOCUMENTS: usize = 5000;
/// How documents are grouped.
#[derive(Clone, Copy, Debug, Default)]
pub struct ClusterChoice {
    /// The method.
    pub method: ClusterMethod,
    /// How many clusters; found where it is not given.
    pub k: Option<usize>,
    /// How q-values are found.
    pub adjustment: Adjustment,
    /// Of all randomness.
    pub seed: u64,
}

/// What clustering is given, one row for each document, sorted by document id.
#[derive(Clone, Debug)]
pub struct ClusterInput<'a> {
    /// The coordinates, each column of mean 0.
    pub matrix: &'a Array2<f64>,
    /// Which dimensions the columns are.
    pub kept: &'a [usize],
    /// For each dimension the values of documents as tables show them.
    pub values: &'a [Vec<Option<f64>>],
    /// What is known of the documents.
    pub documents: &'a [ClusterDocument],
    /// How documents are grouped.
    pub choice: ClusterChoice,
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

/// A document in its cluster.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Placement {
    /// Its cluster, from 1; none for one that is in no dense region.
    pub cluster: Option<usize>,
    /// The cluster that is next nearest.
    pub second: Option<usize>,
    /// The probability of its cluster, where the method gives one.
    pub probability: Option<f64>,
    /// Its distance to its cluster's centroid, on the components.
    pub distance: Option<f64>,
    /// Its silhouette.
    pub silhouette: Option<f64>,
}

/// Documents clustered by their framing.
#[derive(Clone, Debug, PartialEq)]
pub struct Clustering {
    /// Each document's place; clusters are numbered by size, then by first document.
    pub placements: Vec<Placement>,
    /// The documents of each cluster.
    pub sizes: Vec<usize>,
    /// How stable the clusters are.
    pub stability: Option<Stability>,
    /// What marks each cluster, by cluster and rank.
    pub profiles: Vec<ProfileRow>,
    /// Where each outlet's documents are, by cluster and outlet.
    pub outlets: Vec<OutletShare>,
    /// The tree, where the method makes one.
    pub tree: Option<Tree>,
}

/// What could be made of the input, with a sentence for each thing that could not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClusterAnalysis {
    /// The clusters; none where there is no structure.
    pub clustering: Option<Clustering>,
    /// Every number of clusters that was tried.
    pub validity: Vec<Validity>,
    /// Whether there is any structure.
    pub structure: Option<Structure>,
    /// The components that clusters were looked for in; 0 where in the dimensions themselves.
    pub components: usize,
    /// The documents in two dimensions; its loadings' rows follow the columns of the matrix.
    pub projection: Option<Projection>,
    /// Where the documents of each outlet are on it.
    pub centroids: Vec<(Arc<str>, Centroid)>,
    /// What was found, in words.
    pub finding: Option<ClusterFinding>,
    /// What was left out or cut short, and why.
    pub notes: Vec<String>,
}

/// Clusters documents by framing.
///
/// Clusters are looked for on the principal components that exceed chance. Whether there are any is
/// asked by [`structure`]; where there are none, and no number was asked for, there is no
/// clustering.
pub fn analyse(input: &ClusterInput<'_>) -> ClusterAnalysis {
    let mut analysis = ClusterAnalysis::default();
    let documents = input.matrix.nrows();
    if documents < FEWEST_DOCUMENTS {
        let are = if documents == 1 {
            "is 1 document".to_owned()
        } else {
            format!("are {documents} documents")
        };
        analysis.notes.push(format!(
            "clusters and projection are left out: there {are}, and {FEWEST_DOCUMENTS} are the \
             fewest that can be clustered"
        ));
        return analysis;
    }
    let spectrum = Spectrum::of_rows(input.matrix);
    let (Some(projection), Some(spectrum)) = (project(input.matrix), spectrum) else {
        let note = "clusters and projection are left out: no category tells the documents apart";
        analysis.notes.push(note.to_owned());
        return analysis;
    };
    analysis.centroids = centroids(&projection, input.documents);
    analysis.projection = Some(projection);
    let kept = Spectrum::kept_of(input.matrix);
    analysis.components = kept.unwrap_or(0);
    let components = kept.and_then(|kept| on_components(input.matrix, &spectrum, kept));
    let points = components.as_ref().map_or(input.matrix, |components| &components.scores);
    analysis.structure = structure(input.matrix, input.choice.seed);
    if documents > MOST_ROWS {
        analysis.notes.push(format!(
            "structure, gap and stability of clusters are found on {MOST_ROWS} documents drawn at \
             random, silhouettes on {}",
            documents.min(MOST_SILHOUETTE_DOCUMENTS)
        ));
    }
    let is_too_large = input.choice.method.needs_pairs() && documents > MOST_PAIRED_DOCUMENTS;
    if is_too_large {
        analysis.notes.push(format!(
            "clusters are left out: the method `{}` compares all pairs of documents, and takes \
             {MOST_PAIRED_DOCUMENTS} documents at most; `{}` takes any number",
            input.choice.method,
            ClusterMethod::KMeans
        ));
    }
    analysis.validity = validity(input, points, analysis.structure.as_ref());
    let is_found = analysis.structure.as_ref().is_some_and(Structure::is_found);
    let wanted = match input.choice.k {
        Some(k) => Some(k),
        None => analysis.structure.as_ref().filter(|_| is_found).map(|structure| structure.best),
    };
    let grouped = |k| (k, group(points, input.choice.method, k, input.choice.seed));
    let grouping = wanted.filter(|_| !is_too_large).map(grouped);
    match grouping {
        Some((_, Ok(grouping))) if grouping.k() > 0 => {
            let profile = ProfileInput {
                matrix: input.matrix,
                kept: input.kept,
                values: input.values,
                components: components.as_ref(),
                adjustment: input.choice.adjustment,
                seed: input.choice.seed,
            };
            let clustering = clustering(input, points, &grouping, &profile);
            mark_chosen(&mut analysis, input, &grouping, clustering.stability.as_ref());
            analysis.clustering = Some(clustering);
        }
        Some((k, Err(ClusterError::TooFewRows { .. }))) => analysis.notes.push(format!(
            "clusters are left out: fewer than {k} distinct framings among the documents"
        )),
        Some((_, Err(error))) => analysis.notes.push(format!("clusters are left out: {error}")),
        Some((_, Ok(_))) => analysis
            .notes
            .push("clusters are left out: no region is dense enough to be one".to_owned()),
        None => {}
    }
    let p_value = analysis.structure.as_ref().map(|structure| structure.p_value);
    let chosen = analysis.validity.iter().find(|row| row.chosen);
    analysis.finding = Some(ClusterFinding::new(chosen, p_value));
    analysis
}

/// What is said of each number of clusters, by k-means, whichever method groups the documents.
fn validity(
    input: &ClusterInput<'_>,
    points: &Array2<f64>,
    structure: Option<&Structure>,
) -> Vec<Validity> {
    let seed = input.choice.seed;
    let rows = points.nrows();
    let few = sample(rows, MOST_ROWS, &mut generator(seed, 0));
    // Where there are fewer distinct documents than the largest number, fewer numbers are tried.
    let tried = (2..=MOST_CLUSTERS.min(rows - 1))
        .rev()
        .find_map(|most| kmeans_numbers(points, 2..=most, seed).ok())
        .unwrap_or_default();
    let gaps = gaps(&points.select(Axis(0), &few), tried.len() + 1, seed);
    let (outlets, events) = (outlet_numbers(input.documents), event_numbers(input.documents));
    (1..=tried.len() + 1)
        .map(|k| {
            let own = k.checked_sub(2).and_then(|at| tried.get(at));
            let tested = structure
                .and_then(|structure| structure.numbers.iter().find(|number| number.k == k));
            let labels: Option<Vec<Option<usize>>> =
                own.map(|own| own.partition.labels.iter().copied().map(Some).collect());
            let gap = gaps.iter().find(|gap| gap.k == k);
            let ari = |known: &[Option<usize>]| agreement(labels.as_ref()?, known);
            Validity {
                k,
                inertia: own.map(|own| own.partition.inertia),
                silhouette: own.map(|own| own.silhouette),
                silhouette_chance: tested.map(|number| number.expected),
                p_value: tested.map(|number| number.p_value),
                gap: gap.map(|gap| gap.gap),
                gap_error: gap.map(|gap| gap.error),
                ari_outlet: ari(&outlets),
                ari_event: ari(&events),
                ..Validity::default()
            }
        })
        .collect()
}

/// The clusters with all that is said of them.
fn clustering(
    input: &ClusterInput<'_>,
    points: &Array2<f64>,
    grouping: &Grouping,
    profile: &ProfileInput<'_>,
) -> Clustering {
    let choice = input.choice;
    let tree = choice.method.linkage().and_then(|linkage| Tree::new(points, linkage).ok());
    Clustering {
        placements: placements(points, grouping, choice.seed),
        sizes: grouping.sizes(),
        stability: stability(points, grouping, choice.method, choice.seed),
        profiles: profiles(profile, grouping),
        outlets: outlet_shares(grouping, input.documents),
        tree,
    }
}

/// Adds what is said of the grouping that was chosen to the numbers that were tried.
fn mark_chosen(
    analysis: &mut ClusterAnalysis,
    input: &ClusterInput<'_>,
    grouping: &Grouping,
    stability: Option<&Stability>,
) {
    let k = grouping.k();
    if !analysis.validity.iter().any(|row| row.k == k) {
        analysis.validity.push(Validity { k, ..Validity::default() });
    }
    let seed = input.choice.seed;
    let Some(row) = analysis.validity.iter_mut().find(|row| row.k == k) else { return };
    row.chosen = true;
    row.stability = stability.map(|stability| stability.overall);
    row.ari_outlet = agreement(&grouping.labels, &outlet_numbers(input.documents));
    row.ari_event = agreement(&grouping.labels, &event_numbers(input.documents));
    row.outlet_p_value = outlet_p_value(input.documents, &grouping.labels, seed);
}

/// The place of each document in its cluster.
fn placements(points: &Array2<f64>, grouping: &Grouping, seed: u64) -> Vec<Placement> {
    let k = grouping.k();
    let mut centroids = Array2::<f64>::zeros((k, points.ncols()));
    for (point, label) in points.axis_iter(Axis(0)).zip(&grouping.labels) {
        if let Some(label) = *label {
            let mut centroid = centroids.row_mut(label);
            centroid += &point;
        }
    }
    for (mut centroid, size) in centroids.axis_iter_mut(Axis(0)).zip(grouping.sizes()) {
        centroid /= size.max(1) as f64;
    }
    let within: Vec<usize> =
        (0..points.nrows()).filter(|&row| grouping.labels[row].is_some()).collect();
    let labels: Vec<usize> = within.iter().filter_map(|&row| grouping.labels[row]).collect();
    let values = silhouettes(&points.select(Axis(0), &within), &labels, seed);
    let mut placements = vec![Placement::default(); points.nrows()];
    for (at, &row) in within.iter().enumerate() {
        let own = labels[at];
        let to = |cluster: usize| squared_distance(points.row(row), centroids.row(cluster)).sqrt();
        let others = (0..k).filter(|cluster| *cluster != own);
        let second = others.min_by(|a, b| to(*a).total_cmp(&to(*b)));
        placements[row] = Placement {
            cluster: Some(own + 1),
            second: second.map(|cluster| cluster + 1),
            probability: grouping.membership.as_ref().and_then(|m| m.get([row, own])).copied(),
            distance: Some(to(own)),
            silhouette: values.as_ref().and_then(|values| values.get(at)).copied(),
        };
    }
    placements
}

fn outlet_shares(grouping: &Grouping, documents: &[ClusterDocument]) -> Vec<OutletShare> {
    let k = grouping.k();
    let mut counts: BTreeMap<&Arc<str>, (usize, Vec<usize>)> = BTreeMap::new();
    for (label, document) in grouping.labels.iter().zip(documents) {
        let (all, of_cluster) = counts.entry(&document.outlet).or_insert_with(|| (0, vec![0; k]));
        *all += 1;
        if let Some(count) = label.and_then(|label| of_cluster.get_mut(label)) {
            *count += 1;
        }
    }
    (0..k)
        .flat_map(|cluster| counts.iter().map(move |(outlet, counts)| (cluster, *outlet, counts)))
        .map(|(cluster, outlet, (all, counts))| OutletShare {
            cluster: cluster + 1,
            outlet: outlet.clone(),
            documents: counts[cluster],
            share: counts[cluster] as f64 / *all as f64,
        })
        .collect()
}

/// The centroid of each outlet on the map, in the order of names.
fn centroids(projection: &Projection, documents: &[ClusterDocument]) -> Vec<(Arc<str>, Centroid)> {
    let mut rows: BTreeMap<&Arc<str>, Vec<usize>> = BTreeMap::new();
    for (row, document) in documents.iter().enumerate() {
        rows.entry(&document.outlet).or_default().push(row);
    }
    let each = rows.into_iter();
    each.filter_map(|(outlet, rows)| Some((outlet.clone(), centroid(projection, &rows)?))).collect()
}
