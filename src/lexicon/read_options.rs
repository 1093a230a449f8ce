//! How to read a lexicon file: in which encoding, and what to do with what cannot be said here.

use super::error::LexiconError;
use encoding_rs::Encoding;

/// How to read a lexicon file.
///
/// ```
/// use framescope::lexicon::{LexiconFormat, ReadOptions};
///
/// let options = ReadOptions::default().in_encoding("shift_jis")?;
/// let lexicon = LexiconFormat::Lexicoder.read_with("a.lc3", b"+a\n\x82\xa0\n", options)?;
/// assert_eq!(lexicon.categories[0].entries[0].term, "あ");
/// # Ok::<(), framescope::lexicon::LexiconError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReadOptions {
    pub(super) encoding: Option<&'static Encoding>,
    pub(super) unsayable: Unsayable,
}

/// What becomes of entries that say what no lexicon here can.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Unsayable {
    /// The file is refused, since without its conditions an entry would count more.
    #[default]
    Refused,
    /// They are left out and listed.
    LeftOut,
}

impl ReadOptions {
    /// The same options for a file in the encoding of this name, one of the Encoding Standard.
    ///
    /// # Errors
    /// [`LexiconError::UnknownEncoding`] where there is no such encoding.
    pub fn in_encoding(self, name: &str) -> Result<Self, LexiconError> {
        let encoding = Encoding::for_label(name.as_bytes())
            .ok_or_else(|| LexiconError::UnknownEncoding(name.to_owned()))?;
        Ok(Self { encoding: Some(encoding), ..self })
    }

    /// The same options, which leave out and list what cannot be said here, such as conditions of
    /// LIWC and rules of WordStat.
    pub fn without_unsayable(self) -> Self {
        Self { unsayable: Unsayable::LeftOut, ..self }
    }
}
