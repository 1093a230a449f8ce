//! How documents are grouped: one method, one grouping.

use super::density::density_groups;
use super::grouping::Grouping;
use super::kmeans::{ClusterError, MANY_RESTARTS, kmeans_with};
use super::mixture::mixture;
use super::tree::{Linkage, Tree};
use crate::prose::named_choice;
use ndarray::Array2;

/// A method of grouping.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ClusterMethod {
    /// k-means with k-means++ starts.
    #[default]
    KMeans,
    /// A mixture of Gaussians, with the probability of each cluster for each document.
    Mixture,
    /// Dense regions; documents in none stay outside.
    Dbscan,
    /// A tree in which the pair whose union adds least variance is merged (Ward 1963).
    Ward,
    /// A tree in which the pair with the least mean distance is merged (UPGMA: Sokal & Michener
    /// 1958).
    Average,
}

impl ClusterMethod {
    /// All methods.
    pub const ALL: [Self; 5] =
        [Self::KMeans, Self::Mixture, Self::Dbscan, Self::Ward, Self::Average];

    /// The name of the method.
    pub fn name(self) -> &'static str {
        match self {
            Self::KMeans => "kmeans",
            Self::Mixture => "mixture",
            Self::Dbscan => "dbscan",
            Self::Ward => "ward",
            Self::Average => "average",
        }
    }

    /// Whether it needs the distances of all pairs.
    pub fn needs_pairs(self) -> bool {
        self.linkage().is_some() || self == Self::Dbscan
    }

    /// The linkage of a method that makes a tree.
    pub(super) fn linkage(self) -> Option<Linkage> {
        match self {
            Self::Ward => Some(Linkage::Ward),
            Self::Average => Some(Linkage::Average),
            Self::KMeans | Self::Mixture | Self::Dbscan => None,
        }
    }

    /// The method in words, for the record of a run.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::KMeans => "k-means with k-means++ starts, the best of 50",
            Self::Mixture => "Gaussian mixture with full covariances, begun from k-means",
            Self::Dbscan => {
                "DBSCAN; radius at the knee of the sorted distances to the fifth neighbour, at \
                 least five documents"
            }
            Self::Ward => "hierarchical, Ward's criterion",
            Self::Average => "hierarchical, average linkage",
        }
    }
}

named_choice!(ClusterMethod);

/// Groups the rows of a matrix into `k` groups; [`ClusterMethod::Dbscan`] finds its own number.
///
/// # Errors
/// [`ClusterError`] where there are fewer than k distinct rows or a value is not finite.
pub fn group(
    points: &Array2<f64>,
    method: ClusterMethod,
    k: usize,
    seed: u64,
) -> Result<Grouping, ClusterError> {
    group_with(points, method, k, (seed, MANY_RESTARTS))
}

/// [`group`] with a seed and a number of starts.
pub(super) fn group_with(
    points: &Array2<f64>,
    method: ClusterMethod,
    k: usize,
    (seed, restarts): (u64, usize),
) -> Result<Grouping, ClusterError> {
    match method {
        ClusterMethod::KMeans => {
            let labels = kmeans_with(points, k, seed, restarts)?.labels;
            Ok(Grouping { labels: labels.into_iter().map(Some).collect(), membership: None })
        }
        ClusterMethod::Mixture => mixture(points, k, seed),
        ClusterMethod::Dbscan => density_groups(points),
        ClusterMethod::Ward => Ok(Tree::new(points, Linkage::Ward)?.cut(k)),
        ClusterMethod::Average => Ok(Tree::new(points, Linkage::Average)?.cut(k)),
    }
}
