//! From a document's matches to its scores and framing vector. Nothing here knows a file.

mod by_voice;
mod score;
mod transform;
mod vector;

pub use by_voice::ByVoice;
pub use score::{
    CategoryScore, DocumentFrame, FramedDocument, ScoredMatch, TargetCount, known_target, rate,
};
pub use transform::{Transformed, transform};
pub use vector::{dimensions, framing_matrix, framing_vector};
