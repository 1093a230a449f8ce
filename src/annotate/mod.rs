//! From a text and a matcher to matches: what was found, where, in whose voice, denied or weakened,
//! said by whom of whom. Nothing here knows an outlet.

mod action;
mod annotator;
mod closed_class;
mod concordance;
mod distance;
mod grammar;
mod phrase;
mod quotation;
mod reader;
mod reported;
mod rules;
mod scope;
mod swap;
mod target;
mod turn;
mod unit;
mod voice;
mod word_class;
mod words;

pub use annotator::{Annotation, Annotator, Match};
pub use concordance::{CONTEXT_TOKENS, Concordance, Line, words_around};
pub use phrase::Party;
pub use quotation::quotations;
pub use rules::{VoiceRules, serves};
pub use swap::{Swap, Swapper};
pub use target::{Target, TargetRule};
pub use voice::{Reason, Sign, Voice};
pub use word_class::WordClass;
