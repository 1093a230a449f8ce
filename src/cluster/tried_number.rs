//! What is said of one number of clusters.

/// One number of clusters.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Validity {
    /// The number.
    pub k: usize,
    /// The sum of squared distances to centroids, on the components.
    pub inertia: Option<f64>,
    /// The mean silhouette.
    pub silhouette: Option<f64>,
    /// The mean silhouette of data without clusters.
    pub silhouette_chance: Option<f64>,
    /// The probability of such a silhouette in data without clusters.
    pub p_value: Option<f64>,
    /// The gap statistic.
    pub gap: Option<f64>,
    /// Its standard error.
    pub gap_error: Option<f64>,
    /// The mean adjusted Rand index with clusterings of resampled documents.
    pub stability: Option<f64>,
    /// Agreement with outlets.
    pub ari_outlet: Option<f64>,
    /// The probability that clusters go with outlets as much by chance.
    pub outlet_p_value: Option<f64>,
    /// Agreement with events: a cluster that equals an event is a topic, not a framing.
    pub ari_event: Option<f64>,
    /// Whether the clusters given are of this number.
    pub chosen: bool,
}
