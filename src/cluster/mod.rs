//! From framing vectors to clusters of documents that are framed alike. Nothing here knows a text.

mod analysis;
mod events;
mod kmeans;
mod projection;
mod validity;

pub use analysis::{
    ClusterAnalysis, ClusterInput, Clustering, FEWEST_DOCUMENTS, OutletShare, ProfileRow, Validity,
    analyse,
};
pub use events::{EVENT_SIMILARITY, ProposedEvent, Story, propose_events};
pub use kmeans::{ClusterError, Partition, kmeans};
pub use projection::{Projection, project};
pub use validity::{adjusted_rand_index, silhouettes};
