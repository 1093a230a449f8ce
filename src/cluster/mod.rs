//! From coordinates of documents to groups that are framed alike, with what each has in common and
//! whether it is real; to maps, nearest documents, and whether vectors tell outlets apart. Nothing
//! here knows a text.

mod analysis;
mod components;
mod density;
mod distance;
mod ellipse;
mod events;
mod finding;
mod gap;
mod grouping;
mod kmeans;
mod lloyd;
mod method;
mod mixture;
mod neighbours;
mod numbers;
mod outlet_test;
mod profile;
mod projection;
mod reference;
mod sampling;
mod separation;
mod silhouette;
mod structure;
mod tree;
mod tried_number;
mod unimodal;
mod validity;

pub use analysis::{
    ClusterAnalysis, ClusterChoice, ClusterInput, Clustering, FEWEST_DOCUMENTS,
    MOST_PAIRED_DOCUMENTS, OutletShare, Placement, analyse,
};
pub use ellipse::{Centroid, Ellipse, centroid};
pub use events::{EVENT_SIMILARITY, ProposedEvent, Story, propose_events};
pub use finding::ClusterFinding;
pub use gap::{GAP_REFERENCES, GapStatistic, gap};
pub use grouping::Grouping;
pub use kmeans::{ClusterError, Partition, kmeans};
pub use method::{ClusterMethod, group};
pub use neighbours::{LikeDocument, Likeness, NEIGHBOURS_SHOWN, REASONS_SHOWN, neighbours};
pub use numbers::{MOST_SILHOUETTE_DOCUMENTS, TriedPartition, kmeans_numbers};
pub use outlet_test::ClusterDocument;
pub use profile::{ProfileRow, rank_sum_p_value};
pub use projection::{Projection, project};
pub use separation::{HeldOut, MOST_SEPARATED, Separation, separation, separation_sample};
pub use silhouette::silhouettes;
pub use structure::{
    MOST_CLUSTERS, REFERENCES, STRUCTURE_LEVEL, Structure, TestedNumber, structure,
};
pub use tree::{Linkage, Merge, Tree};
pub use tried_number::Validity;
pub use validity::{RESAMPLES, Stability, adjusted_rand_index, group_similarities};
