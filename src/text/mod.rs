//! From a document's text to tokens, sentences, paragraphs and zones, with offsets into the text as
//! it was decoded.
//!
//! Nothing here knows a lexicon. Work is done once per distinct word; spans are in
//! bytes until a table needs characters ([`CharCounter`]).

mod broken;
mod domain;
mod glued;
mod language;
mod memo;
mod normalize;
mod paragraph;
mod script;
mod sentence;
mod span;
mod stem;
mod token;
mod url;
mod vocabulary;
mod zone;

pub(crate) use broken::{BrokenWord, broken_words};
pub use language::detect_language;
pub(crate) use memo::{Memo, NumberInText, Remembered};
pub use normalize::Normalized;
pub(crate) use normalize::{is_dotted_capitals, matched_form};
pub use paragraph::paragraphs;
pub(crate) use script::is_hebrew;
pub(crate) use sentence::ends_between;
pub use sentence::sentences;
pub use span::{ByteSpan, CharCounter, CharSpan};
pub use stem::Stemmer;
pub use token::{Token, TokenKind, tokenize};
pub(crate) use vocabulary::SurfaceId;
pub use zone::{Zone, Zones};
