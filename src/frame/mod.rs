//! From a document's matches to its scores and framing vector. Nothing here knows a file.

mod content_words;
mod passage;
mod phrases;
mod score;
mod shingles;
mod slot;
mod stream;
mod transform;
mod vector;
mod word_counts;

pub use content_words::{ContentReader, ContentWord};
pub use passage::Passage;
pub use phrases::{
    KnownSpan, Marks, NO_WORD, Phrase, PhraseReader, Word, WordRun, is_held_off, phrases,
};
pub use score::{CategoryScore, DocumentFrame, TargetCount, VoiceCounts, rate};
pub use shingles::{FEWEST_TOKENS, HASHES, SHINGLE_WORDS, Shingler, Signature, jaccard};
pub use slot::{Slot, slots};
pub use stream::{ThreadError, map_stream, thread_pool};
pub use transform::{Transformed, transform};
pub use vector::{dimensions, framing_matrix};
pub use word_counts::{WordCounter, WordCounts, word_runs};
