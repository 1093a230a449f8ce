//! From files, tables and standard input to a stream of [`Document`]s. Nothing here knows a word.

mod column;
mod date;
mod document;
mod encoding;
mod error;
mod folder;
mod front_matter;
mod json_lines;
mod period;
mod scan;
mod sheet;
mod split;
mod stream;
mod table;

pub use column::ColumnNames;
pub use date::{Date, ReadDate};
pub use document::{
    Document, InputFile, MAX_TEXT_BYTES, Place, Reason, Rejection, Remark, RemarkKind, Source,
    UNKNOWN_OUTLET,
};
pub use encoding::{Decoded, decode};
pub use error::CorpusError;
pub use period::{Period, PeriodLength};
pub use sheet::Sheet;
pub use split::Splitter;
pub use stream::{Corpus, CorpusOptions, Format, Item};
