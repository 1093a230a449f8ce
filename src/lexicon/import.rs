//! What reading a lexicon file did to it: the encoding that was assumed, and what was left out.

/// How a lexicon file was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportReport {
    /// The WHATWG name of the encoding of the file, such as `UTF-8` or `Shift_JIS`.
    pub encoding: &'static str,
    /// Whether the encoding was guessed from the bytes.
    pub is_guessed: bool,
    /// Entries that were left out, each with its place and the reason.
    pub left_out: Vec<String>,
    /// What was read in a way that its author may not expect, each with its place.
    pub remarks: Vec<String>,
}

impl Default for ImportReport {
    /// A file in UTF-8 of which everything was read.
    fn default() -> Self {
        Self {
            encoding: encoding_rs::UTF_8.name(),
            is_guessed: false,
            left_out: Vec::new(),
            remarks: Vec::new(),
        }
    }
}
