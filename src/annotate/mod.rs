//! From a text and a matcher to matches: what was found, where, in whose voice, denied or weakened,
//! said by whom of whom. Nothing here knows an outlet.

mod action;
mod annotation;
mod annotator;
mod attribution;
mod border;
mod clause;
mod closed_class;
mod concordance;
mod distance;
mod explain;
mod grammar;
mod label;
mod matched;
mod phrase;
mod quotation;
mod reported;
mod rules;
mod scope;
mod sentence_unit;
mod sequence;
mod stretch;
mod surface_memo;
mod swap;
mod target;
mod trailing;
mod traits;
mod turn;
mod unit_source;
mod voice;
mod voice_reader;
mod word_class;

pub use annotation::Annotation;
pub use annotator::Annotator;
pub use attribution::{Attribution, Report, SpeakerKind};
pub use concordance::{CONTEXT_TOKENS, Concordance, fold_context, words_around};
pub use explain::reasons_in_words;
pub use matched::Match;
pub use phrase::Party;
pub use quotation::quotations;
pub use rules::{VoiceRules, serves};
pub use swap::{Swap, Swapper};
pub use target::{Target, TargetRule};
pub use voice::{Sign, UnknownVoice, Voice, VoiceReason};
pub use word_class::WordClass;
