//! Stretches of a text, in bytes (for the program) and in characters (for the reader).

/// A stretch of a text in UTF-8 bytes, end exclusive. Always lies on character boundaries of the
/// text it was taken from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ByteSpan {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// A stretch of a text in Unicode scalar values, end exclusive: what tables show, and what Python's
/// `text[start:end]` takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CharSpan {
    /// First character.
    pub start: u32,
    /// One past the last character.
    pub end: u32,
}

impl ByteSpan {
    /// A span from two `usize` offsets, which must fit 32 bits: `corpus` turns larger documents
    /// away (beyond, they are held at that bound).
    pub fn new(start: usize, end: usize) -> Self {
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self { start: clamp(start), end: clamp(end) }
    }

    /// The text that the span names; empty where the span does not fit the text.
    pub fn slice(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or("")
    }

    /// The span as a range of `usize`.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether `offset` (in bytes) lies inside.
    pub fn contains(self, offset: u32) -> bool {
        self.start <= offset && offset < self.end
    }
}

/// Turns ascending byte offsets of one text into character offsets, counting each stretch once.
///
/// Going back costs a fresh count from the start, so ask in ascending order where speed matters.
#[derive(Debug)]
pub struct CharCounter<'t> {
    text: &'t str,
    byte: usize,
    character: u32,
}

impl<'t> CharCounter<'t> {
    /// A counter at the start of `text`.
    pub fn new(text: &'t str) -> Self {
        Self { text, byte: 0, character: 0 }
    }

    /// The number of characters before byte `offset`.
    pub fn at(&mut self, offset: u32) -> u32 {
        let offset = (offset as usize).min(self.text.len());
        if offset < self.byte {
            self.byte = 0;
            self.character = 0;
        }
        let between = self.text.get(self.byte..offset).unwrap_or("");
        // No more characters than bytes, and `offset` is 32 bits wide.
        self.character += between.chars().count() as u32;
        self.byte = offset;
        self.character
    }

    /// The character span of a byte span.
    pub fn span(&mut self, span: ByteSpan) -> CharSpan {
        let start = self.at(span.start);
        CharSpan { start, end: self.at(span.end) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_counted_not_bytes() {
        let text = "“été” ok";
        let mut counter = CharCounter::new(text);
        let bytes = ByteSpan::new(3, 8);
        assert_eq!(bytes.slice(text), "été");
        assert_eq!(counter.span(bytes), CharSpan { start: 1, end: 4 });
        assert_eq!(counter.at(0), 0, "going back is allowed");
    }
}
