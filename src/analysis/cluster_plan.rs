//! What shapes clusters, maps and nearest documents.

use super::dimension_choice::DimensionChoice;
use crate::cluster::ClusterMethod;
use crate::frame::VectorOptions;
use serde::{Deserialize, Serialize};

/// What shapes clusters, maps and nearest documents.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
#[non_exhaustive]
pub struct ClusterPlan {
    /// Number of clusters; found, where there are any, where it is not given.
    pub k: Option<u16>,
    /// How documents are grouped.
    pub method: ClusterMethod,
    /// The dimensions of the vectors; categories without topics where they are not given.
    pub dimensions: Option<DimensionChoice>,
    /// How vectors become coordinates.
    #[serde(flatten)]
    pub vectors: VectorOptions,
    /// The document whose neighbours are listed.
    pub like: Option<String>,
}

impl ClusterPlan {
    /// The dimensions where none are named.
    pub(super) fn default_dimensions() -> DimensionChoice {
        DimensionChoice::from_blocks([super::dimension_choice::DimensionBlock::Categories])
    }
}
