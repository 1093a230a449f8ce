//! From a document's matches to its scores and framing vector. Nothing here knows a file.

mod attribution;
mod by_voice;
mod measure;
mod score;
mod transform;
mod vector;

pub use attribution::{AttributionCounts, CueCounts, ReportCount, SpeakerCounts};
pub use by_voice::ByVoice;
pub use measure::AttributionMeasure;
pub use score::{
    CategoryScore, DocumentFrame, FramedDocument, ScoredMatch, TargetCount, known_target, rate,
};
pub use transform::{Transformed, transform};
pub use vector::{
    Dimension, clustered_categories, framing_categories, framing_matrix, framing_vector,
};
