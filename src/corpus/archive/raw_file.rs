//! A file before anything is known of it.

use super::rtf;

/// A whole file, before anything is known of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RawFile<'b> {
    /// The name as typed, with its ending.
    pub(crate) name: &'b str,
    /// The bytes as they are on disk.
    pub(crate) bytes: &'b [u8],
    /// The decoded text. Absent for files that are no text, such as DOCX and PDF.
    pub(crate) text: Option<&'b str>,
}

/// Recognition looks at this much of a text.
const HEAD_BYTES: usize = 64 * 1024;

impl<'b> RawFile<'b> {
    /// The beginning of the text, as far as recognition looks.
    pub(crate) fn head(&self) -> Option<&'b str> {
        self.text.map(head)
    }

    /// What the text of an export is written in.
    pub(crate) fn medium(&self) -> &'static str {
        match (self.text, self.tagged()) {
            (None, _) => "Word",
            (Some(_), None) if rtf::is_rich_text(self.bytes) => "rich text",
            (Some(_), None) => "text",
            (Some(text), Some(tagged)) => {
                let is_page = head(text).to_ascii_lowercase().contains("<html");
                if tagged.starts_with("<?xml") && !is_page { "XML" } else { "HTML" }
            }
        }
    }

    /// The text where it begins with a tag, without what precedes the tag.
    pub(crate) fn tagged(&self) -> Option<&'b str> {
        let text = self.text?.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        text.starts_with('<').then_some(text)
    }
}

/// The beginning of a text, cut at a whole character.
pub(crate) fn head(text: &str) -> &str {
    // A character has at most four bytes.
    let ends = (HEAD_BYTES.saturating_sub(3)..=HEAD_BYTES).rev();
    ends.into_iter().find_map(|end| text.get(..end)).unwrap_or(text)
}
