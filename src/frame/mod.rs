//! From a document's matches to its scores and framing vector. Nothing here knows a file.

mod attribution;
mod by_voice;
mod counted;
mod dimension_voice;
mod measure;
mod score;
mod shrinkage;
mod transform;
mod vector;
mod vector_options;

pub use attribution::{AttributionCounts, CueCounts, ReportCount, SpeakerCounts};
pub use by_voice::ByVoice;
pub use counted::Counted;
pub use dimension_voice::DimensionVoice;
pub use measure::AttributionMeasure;
pub use score::{
    CategoryScore, DocumentFrame, FramedDocument, ScoredMatch, TargetCount, known_target, rate,
};
pub use shrinkage::RatePrior;
pub use transform::{Coordinates, CountedVectors, coordinates};
pub use vector::{Dimension, clustered_categories, framing_categories, framing_vector};
pub use vector_options::{EventMeans, Scaling, Shrinkage, Transform, VectorOptions};
