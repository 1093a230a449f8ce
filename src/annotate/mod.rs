//! From a text and a matcher to matches: what was found, where, and in whose voice. Nothing here knows an outlet.

mod annotator;
mod concordance;
mod quotation;
mod voice;

pub use annotator::{Annotation, Annotator, Match};
pub use concordance::{CONTEXT_TOKENS, Concordance, Line};
pub use quotation::quotations;
pub use voice::Voice;
