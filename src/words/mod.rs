//! From a document's tokens to what is counted of its words: phrases, slots, content words, runs of
//! five for near copies. Nothing here knows a file.

mod content_words;
mod lines;
mod phrases;
mod shingles;
mod sketch;
mod slot;
mod too_many;
mod word_counts;

pub use content_words::{ContentReader, ContentWord};
pub use lines::{DroppedLines, LineSurvey, ShortLine, least_documents, without_lines};
pub use phrases::{
    KnownSpan, Marks, NO_WORD, Phrase, PhraseReader, Word, WordRun, is_held_off, phrases,
};
pub use shingles::{
    FEWEST_TOKENS, HASHES, SHINGLE_WORDS, Signature, SignatureMaker, jaccard, shingles_of_types,
};
pub(crate) use sketch::DocumentSketch;
pub use slot::{Slot, slots};
pub use too_many::TooMany;
pub(crate) use too_many::next_number;
pub(crate) use word_counts::is_other_in_capitals;
pub use word_counts::{WordCounter, WordCounts, word_runs};
