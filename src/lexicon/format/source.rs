//! The text of a lexicon file that may be in an older encoding, with the places that errors name.

use super::super::error::{LexiconError, Problem};
use super::super::import::ImportReport;
use super::super::model::Position;
use super::super::read_options::ReadOptions;
use super::guess::guessed;
use encoding_rs::{Encoding, UTF_8};
use std::borrow::Cow;

/// A file, decoded.
pub(super) struct DecodedFile<'b> {
    /// The name for messages.
    pub file: &'b str,
    pub bytes: &'b [u8],
    /// Its text, without a byte order mark.
    pub text: Cow<'b, str>,
    pub options: ReadOptions,
    encoding: &'static str,
    is_guessed: bool,
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
    /// Decodes in the encoding that is stated, else by a byte order mark, as UTF-8, or as what the
    /// bytes look like.
    pub(super) fn read(
        file: &'b str,
        bytes: &'b [u8],
        options: ReadOptions,
    ) -> Result<Self, LexiconError> {
        if let Some(encoding) = options.encoding {
            return Self::stated(file, bytes, encoding, options);
        }
        let (text, encoding) = guessed(bytes);
        // Undecodable bytes become U+FFFD, which a text in UTF-8 may hold of itself.
        if text.contains('\0') || encoding != UTF_8.name() && text.contains('\u{fffd}') {
            return Err(LexiconError::NotText(file.to_owned()));
        }
        let is_guessed = encoding != UTF_8.name() && Encoding::for_bom(bytes).is_none();
        Ok(Self { file, bytes, text, options, encoding, is_guessed })
    }

    /// Decodes in an encoding that somebody has stated, be it in the file.
    pub(super) fn stated(
        file: &'b str,
        bytes: &'b [u8],
        encoding: &'static Encoding,
        options: ReadOptions,
    ) -> Result<Self, LexiconError> {
        let (text, has_faults) = encoding.decode_with_bom_removal(bytes);
        if has_faults || text.contains('\0') {
            let encoding = encoding.name();
            return Err(LexiconError::NotInEncoding { file: file.to_owned(), encoding });
        }
        Ok(Self { file, bytes, text, options, encoding: encoding.name(), is_guessed: false })
    }

    /// What is to be said of how the file was read, with nothing left out yet.
    pub(super) fn report(&self) -> ImportReport {
        let (encoding, is_guessed) = (self.encoding, self.is_guessed);
        ImportReport { encoding, is_guessed, ..ImportReport::default() }
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

    fn read(bytes: &[u8]) -> Result<DecodedFile<'_>, LexiconError> {
        DecodedFile::read("x", bytes, ReadOptions::default())
    }

    #[test]
    fn lines_end_as_any_system_ends_them() {
        for text in ["a\nb b\nc", "a\r\nb b\r\nc", "a\rb b\rc"] {
            let source = read(text.as_bytes()).unwrap();
            let lines: Vec<_> = source.lines().collect();
            assert_eq!(lines.iter().map(|line| line.text).collect::<Vec<_>>(), ["a", "b b", "c"]);
            assert_eq!(lines[1].place(&lines[1].text[2..]), Position { line: 2, column: 3 });
        }
    }

    #[test]
    fn older_encodings_are_read_and_bytes_that_are_no_text_refused() {
        assert_eq!(read(b"\xef\xbb\xbfr\xc3\xa9gime").unwrap().text, "régime");
        assert_eq!(
            read(b"le r\xe9gime a \xe9t\xe9 cr\xe9\xe9").unwrap().text,
            "le régime a été créé"
        );
        assert!(read(b"\x89PNG\0\0").err().unwrap().to_string().starts_with("x: this is no text"));
    }
}
