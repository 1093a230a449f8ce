//! The text of a lexicon file that may be in an older encoding, with the places that errors name.

use super::super::error::{LexiconError, Problem};
use super::super::model::Position;
use crate::corpus::decode;
use std::borrow::Cow;

/// A file, decoded.
pub(super) struct DecodedFile<'b> {
    /// The name for messages.
    pub file: &'b str,
    pub bytes: &'b [u8],
    /// Its text, without a byte order mark.
    pub text: Cow<'b, str>,
}

/// A line of a text.
#[derive(Clone, Copy)]
pub(super) struct SourceLine<'t> {
    /// From 1.
    pub number: u32,
    /// Without its end.
    pub text: &'t str,
}

impl<'b> DecodedFile<'b> {
    /// Decodes as a corpus is decoded: byte order mark, strict UTF-8, else what the bytes look
    /// like.
    pub(super) fn read(file: &'b str, bytes: &'b [u8]) -> Result<Self, LexiconError> {
        let decoded = decode(bytes);
        // Undecodable bytes become U+FFFD, which a text in UTF-8 may hold of itself.
        if decoded.text.contains('\0')
            || decoded.encoding != "UTF-8" && decoded.text.contains('\u{fffd}')
        {
            return Err(LexiconError::NotText(file.to_owned()));
        }
        Ok(Self { file, bytes, text: decoded.text })
    }

    pub(super) fn lines(&self) -> impl Iterator<Item = SourceLine<'_>> {
        // Files of old Macs end lines in a carriage return alone.
        let end = if self.text.contains('\n') { '\n' } else { '\r' };
        let lines = self.text.split(end).map(|line| line.strip_suffix('\r').unwrap_or(line));
        (1..).zip(lines).map(|(number, text)| SourceLine { number, text })
    }

    pub(super) fn error(&self, position: Position, problem: impl Into<Problem>) -> LexiconError {
        LexiconError::At { file: self.file.to_owned(), position, problem: problem.into() }
    }
}

impl<'t> SourceLine<'t> {
    /// The place of `part`, which must be cut from this line.
    pub(super) fn place(&self, part: &str) -> Position {
        let offset = (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        let before = self.text.get(..offset).unwrap_or("");
        Position { line: self.number, column: count(before.chars().count() + 1) }
    }

    /// The line without blanks at its ends.
    pub(super) fn trimmed(&self) -> &'t str {
        self.text.trim()
    }
}

/// Where each line of a text begins, for texts whose parser tells places by byte.
pub(super) struct Places<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Places<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            starts: std::iter::once(0)
                .chain(text.match_indices('\n').map(|(at, _)| at + 1))
                .collect(),
        }
    }

    /// The place of the byte at `offset`.
    pub(super) fn position(&self, offset: usize) -> Position {
        let line = self.starts.partition_point(|&start| start <= offset).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or(0);
        Position {
            line: count(line),
            column: count(self.text.get(start..offset).unwrap_or("").chars().count() + 1),
        }
    }
}

/// A number for a place, held at the largest.
fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_as_any_system_ends_them() {
        for text in ["a\nb b\nc", "a\r\nb b\r\nc", "a\rb b\rc"] {
            let source = DecodedFile::read("x", text.as_bytes()).unwrap();
            let lines: Vec<_> = source.lines().collect();
            assert_eq!(lines.iter().map(|line| line.text).collect::<Vec<_>>(), ["a", "b b", "c"]);
            assert_eq!(lines[1].place(&lines[1].text[2..]), Position { line: 2, column: 3 });
        }
    }

    #[test]
    fn older_encodings_are_read_and_bytes_that_are_no_text_refused() {
        assert_eq!(DecodedFile::read("x", b"\xef\xbb\xbfr\xc3\xa9gime").unwrap().text, "régime");
        assert_eq!(
            DecodedFile::read("x", b"le r\xe9gime a \xe9t\xe9 cr\xe9\xe9").unwrap().text,
            "le régime a été créé"
        );
        assert!(
            DecodedFile::read("x.dic", b"\x89PNG\0\0")
                .err()
                .unwrap()
                .to_string()
                .starts_with("x.dic: this is no text")
        );
    }
}
