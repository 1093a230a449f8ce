//! The text that tables show of a document: gathered in the map step, cut again for a table.

use super::record::{LineRecord, SentenceRecord, ShownText, TextPart};
use crate::annotate::{Concordance, Match, Voice};
use crate::text::{ByteSpan, CharCounter};

/// Gathers the parts of one text that are shown.
#[derive(Debug)]
pub(super) struct ShownTextBuilder<'c> {
    concordance: &'c Concordance<'c>,
    spans: Vec<ByteSpan>,
    lines: Vec<LineRecord>,
    sentences: Vec<SentenceRecord>,
}

/// How many characters of context a match has on either side.
#[derive(Clone, Copy, Debug)]
pub(super) struct ContextLengths {
    pub(super) left: u32,
    pub(super) right: u32,
}

impl<'c> ShownTextBuilder<'c> {
    pub(super) fn new(concordance: &'c Concordance<'c>) -> Self {
        Self { concordance, spans: Vec::new(), lines: Vec::new(), sentences: Vec::new() }
    }

    /// Adds a match with its context; gives how far that goes.
    pub(super) fn add_context(&mut self, found: &Match) -> ContextLengths {
        let span = self.concordance.context_span(found);
        self.spans.push(span);
        let text = self.concordance.annotation().text;
        let characters = |start: u32, end: u32| {
            let part = text.get(start as usize..end as usize).unwrap_or("");
            // Shorter than its text, whose bytes 32 bits count.
            u32::try_from(part.chars().count()).unwrap_or(u32::MAX)
        };
        ContextLengths {
            left: characters(span.start, found.span.start),
            right: characters(found.span.end, span.end),
        }
    }

    pub(super) fn push_line(&mut self, line: LineRecord) {
        self.lines.push(line);
    }

    /// Adds each sentence that has a match in the author's own voice.
    pub(super) fn add_sentences(&mut self) {
        let annotation = self.concordance.annotation();
        let mut counter = CharCounter::new(annotation.text);
        let mut present = None;
        for own in annotation.matches.iter().filter(|found| found.voice == Voice::Own) {
            let Some((number, sentence)) = self.concordance.sentence_at(own.span.start) else {
                continue;
            };
            if present.replace(number) == Some(number) {
                continue;
            }
            let before =
                |offset: u32| annotation.tokens.partition_point(|token| token.span.start < offset);
            let tokens = before(sentence.end) - before(sentence.start);
            let span = counter.span(sentence);
            self.spans.push(sentence);
            self.sentences.push(SentenceRecord {
                // Sentences and tokens are fewer than the bytes of a text, which 32 bits count.
                number: u32::try_from(number + 1).unwrap_or(u32::MAX),
                start: span.start,
                length: span.end - span.start,
                zone: self.concordance.zone_at(sentence.start),
                tokens: u32::try_from(tokens).unwrap_or(u32::MAX),
            });
        }
    }

    /// The text shown, each part once.
    pub(super) fn finish(self) -> ShownText {
        let Self { concordance, mut spans, lines, sentences } = self;
        spans.sort_unstable();
        let mut joined: Vec<ByteSpan> = Vec::new();
        for span in spans {
            match joined.last_mut() {
                Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
                _ => joined.push(span),
            }
        }
        let text = concordance.annotation().text;
        let mut counter = CharCounter::new(text);
        let part = |span: ByteSpan| TextPart {
            start: counter.at(span.start),
            text: span.slice(text).into(),
        };
        ShownText { lines, sentences, parts: joined.into_iter().map(part).collect() }
    }
}

/// Cuts stretches out of the text shown of one document, by characters.
#[derive(Debug)]
pub(super) struct TextCutter<'s> {
    parts: Vec<CutPart<'s>>,
}

#[derive(Debug)]
struct CutPart<'s> {
    start: u32,
    text: &'s str,
    /// Where each character begins, and where the last one ends; empty where all are one byte.
    bytes: Vec<u32>,
}

impl<'s> TextCutter<'s> {
    pub(super) fn new(shown: &'s ShownText) -> Self {
        let part = |part: &'s TextPart| CutPart {
            start: part.start,
            text: &part.text,
            bytes: if part.text.is_ascii() {
                Vec::new()
            } else {
                let starts = part.text.char_indices().map(|(at, _)| at);
                // A part is as long as 32 bits count at most, as its text is.
                starts.chain([part.text.len()]).filter_map(|at| u32::try_from(at).ok()).collect()
            },
        };
        Self { parts: shown.parts.iter().map(part).collect() }
    }

    /// The characters from `start` to `end`; empty if they were not kept.
    pub(super) fn cut(&self, start: u32, end: u32) -> &'s str {
        let Some(at) = self.parts.partition_point(|part| part.start <= start).checked_sub(1) else {
            return "";
        };
        self.parts.get(at).map_or("", |part| part.cut(start - part.start, end - part.start))
    }
}

impl<'s> CutPart<'s> {
    fn cut(&self, start: u32, end: u32) -> &'s str {
        let byte = |at: u32| match self.bytes.as_slice() {
            [] => Some(at as usize),
            bytes => bytes.get(at as usize).map(|byte| *byte as usize),
        };
        byte(start).zip(byte(end)).and_then(|(start, end)| self.text.get(start..end)).unwrap_or("")
    }
}
