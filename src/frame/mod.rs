//! From a document's matches to its scores and framing vector. Nothing here knows a file.

mod score;
mod stream;
mod transform;
mod vector;

pub use score::{CategoryScore, DocumentFrame, VoiceCounts, rate};
pub use stream::{ThreadError, map_stream, thread_pool};
pub use transform::{Transformed, transform};
pub use vector::{dimensions, framing_matrix};
