//! Concordance lines: a match with its place, its sentence and the words round it (KWIC, Luhn
//! 1960).

use super::annotation::Annotation;
use super::matched::Match;
use crate::text::{ByteSpan, Token, Zone, Zones, sentences};
use std::ops::Range;

/// How many tokens of context a line shows on either side unless asked otherwise.
pub const CONTEXT_TOKENS: usize = 8;

/// Makes the lines of one document.
#[derive(Debug)]
pub struct Concordance<'a> {
    annotation: &'a Annotation<'a>,
    zones: Zones,
    sentences: Vec<ByteSpan>,
    context: usize,
}

impl<'a> Concordance<'a> {
    /// Prepares the lines of a document with `context` tokens on either side.
    pub fn new(annotation: &'a Annotation<'a>, title: Option<&str>, context: usize) -> Self {
        Self {
            annotation,
            zones: Zones::new(annotation.text, title),
            sentences: unbroken(sentences(annotation.text), annotation),
            context,
        }
    }

    /// What the lines are drawn from.
    pub fn annotation(&self) -> &'a Annotation<'a> {
        self.annotation
    }

    /// The number of sentences of the document.
    pub fn sentences(&self) -> usize {
        self.sentences.len()
    }

    /// The number, from 0, and the place of the sentence that contains byte `offset`; `None` before
    /// the first.
    pub fn sentence_at(&self, offset: u32) -> Option<(usize, ByteSpan)> {
        let at =
            self.sentences.partition_point(|sentence| sentence.start <= offset).checked_sub(1)?;
        Some((at, *self.sentences.get(at)?))
    }

    /// The number, from 1, of the sentence that contains byte `offset`.
    pub fn sentence_number(&self, offset: u32) -> u32 {
        let number = self.sentences.partition_point(|sentence| sentence.start <= offset);
        // Sentences are fewer than the bytes of a text, which 32 bits count.
        u32::try_from(number).unwrap_or(u32::MAX)
    }

    /// Where a match with its context begins and ends.
    pub fn context_span(&self, matched: &Match) -> ByteSpan {
        let Annotation { text, tokens, .. } = self.annotation;
        let (first, end) = (matched.first as usize, matched.end as usize);
        let around = Surroundings::new(text, tokens, first..end, self.context);
        ByteSpan::new(around.from, around.to)
    }

    /// The zone of byte `offset`.
    pub fn zone_at(&self, offset: u32) -> Zone {
        self.zones.at(offset)
    }

    /// The words before and after one match, white space folded.
    pub fn context(&self, matched: &Match) -> (String, String) {
        words_around(
            self.annotation.text,
            self.annotation.tokens,
            matched.first as usize,
            matched.end as usize,
            self.context,
        )
    }

    /// The sentences that no match touches and that have at least `tokens` tokens, in the order of
    /// the text.
    pub fn unmatched(&self, tokens: usize) -> Vec<ByteSpan> {
        let mut words = self.annotation.tokens.iter().map(|token| token.span.start).peekable();
        let mut matches = self.annotation.matches.iter().map(|unmatched| unmatched.span).peekable();
        // Where the matches so far end: one may be longer than those that begin after it.
        let mut reach = 0;
        let mut unmatched = Vec::new();
        for &sentence in &self.sentences {
            while words.next_if(|start| *start < sentence.start).is_some() {}
            let mut count = 0;
            while words.next_if(|start| *start < sentence.end).is_some() {
                count += 1;
            }
            while let Some(span) = matches.next_if(|span| span.start < sentence.end) {
                reach = reach.max(span.end);
            }
            if count >= tokens && reach <= sentence.start {
                unmatched.push(sentence);
            }
        }
        unmatched
    }
}

/// The words around the tokens `first..end` of a text, `context` tokens to either side, white space
/// folded.
pub fn words_around(
    text: &str,
    tokens: &[Token],
    first: usize,
    end: usize,
    context: usize,
) -> (String, String) {
    let around = Surroundings::new(text, tokens, first..end, context);
    let part = |from: usize, to: usize| fold_context(text.get(from..to).unwrap_or(""));
    (part(around.from, around.head), part(around.tail, around.to))
}

/// Where the context of some tokens begins and ends, and where the tokens do, in bytes.
struct Surroundings {
    from: usize,
    head: usize,
    tail: usize,
    to: usize,
}

impl Surroundings {
    fn new(text: &str, tokens: &[Token], range: Range<usize>, context: usize) -> Self {
        let Range { start: first, end } = range;
        let head = tokens.get(first).map_or(text.len(), |token| token.span.start as usize);
        let tail =
            tokens.get(end.saturating_sub(1)).map_or(text.len(), |token| token.span.end as usize);
        let from = tokens
            .get(first.saturating_sub(context))
            .map_or(head, |token| token.span.start as usize);
        let last = tokens.get((end + context).saturating_sub(1)).or(tokens.last());
        let to = last.map_or(tail, |token| token.span.end as usize);
        // Back over the marks that open the first word; on to the next word, so that the full stop
        // or closing mark after the last one shows.
        let before = text
            .get(..from)
            .unwrap_or("")
            .trim_end_matches(|c: char| !c.is_whitespace() && !c.is_alphanumeric());
        let rest = text.get(to..).unwrap_or("");
        let behind =
            rest.find(|c: char| c.is_whitespace() || c.is_alphanumeric()).unwrap_or(rest.len());
        Self { from: before.len().min(head), head, tail, to: (to + behind).max(tail) }
    }
}

/// Joins the sentences that a quotation in the middle of one would part: He who cried “Stop! Go
/// back!” was right.
fn unbroken(sentences: Vec<ByteSpan>, annotation: &Annotation<'_>) -> Vec<ByteSpan> {
    let mut joined: Vec<ByteSpan> = Vec::with_capacity(sentences.len());
    let mut quotations = annotation.quotations.iter().copied().peekable();
    // The end of the quotation that the last sentence breaks off in, where the sentence goes on
    // after it.
    let mut open_until = None;
    for sentence in sentences {
        match joined.last_mut() {
            Some(last) if open_until.is_some_and(|end| sentence.start < end) => {
                last.end = sentence.end
            }
            _ => joined.push(sentence),
        }
        while quotations.next_if(|quotation| quotation.end <= sentence.end).is_some() {}
        let broken = quotations
            .peek()
            .filter(|quotation| sentence.start < quotation.start && quotation.start < sentence.end);
        if let Some(quotation) = broken {
            let behind = annotation
                .text
                .get(quotation.end as usize..)
                .unwrap_or("")
                .trim_start_matches([' ', ',']);
            open_until = behind.starts_with(char::is_lowercase).then_some(quotation.end);
        }
    }
    joined
}

/// The context of a match on one line: white space becomes single spaces, also at either end.
pub fn fold_context(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // A space at either end stays one: it tells “anti-|regime” from “the |regime”.
    for c in text.chars() {
        if !c.is_whitespace() {
            out.push(c);
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::Annotator;
    use crate::lexicon::{Matcher, read_toml};

    #[test]
    fn a_quotation_inside_a_sentence_does_not_break_it() {
        let lexicon = read_toml("t.toml", b"name = \"t\"\n[category.a]\nterms = [\"x\"]").unwrap();
        let matcher = Matcher::compile([&lexicon]).unwrap();
        let mut annotator = Annotator::new(&matcher);
        let mut count =
            |text: &str| Concordance::new(&annotator.annotate(text), None, 2).sentences();
        assert_eq!(count("He who cried “Stop! Go back! Now!” was right. They left."), 2);
        assert_eq!(count("He cried: “Stop! Go back!” They left."), 3);
        assert_eq!(count("“We came. We saw.” They left."), 3);
    }

    #[test]
    fn a_line_knows_its_place_and_context() {
        let lexicon =
            read_toml("t.toml", b"name = \"t\"\n[category.a]\nterms = [\"regime\"]").unwrap();
        let matcher = Matcher::compile([&lexicon]).unwrap();
        let mut annotator = Annotator::new(&matcher);
        let text = "Café talks\n\nIt began. The “old\nregime” fell on Friday.\n\nMore.";
        let annotation = annotator.annotate(text);
        let concordance = Concordance::new(&annotation, Some("Café talks"), 2);
        let found = &annotation.matches[0];
        let start = found.span.start;
        assert_eq!(
            (concordance.zone_at(start), concordance.sentence_number(start)),
            (Zone::Lead, 3)
        );
        assert_eq!(concordance.context(found), ("The “old ".to_owned(), "” fell on".to_owned()));
        assert_eq!(concordance.sentences(), 4);
    }

    #[test]
    fn sentences_without_a_match_are_those_that_no_match_touches() {
        let lexicon =
            read_toml("t.toml", b"name = \"t\"\n[category.a]\nterms = [\"regime\", \"junta\"]")
                .unwrap();
        let matcher = Matcher::compile([&lexicon]).unwrap();
        let mut annotator = Annotator::new(&matcher);
        let text = "Talks went on for days.\n\nThe regime fell, and the junta too. Nobody wept at \
            all then. It is over.\n\nThe old regime";
        let annotation = annotator.annotate(text);
        let found = |tokens| {
            let spans = Concordance::new(&annotation, None, 0).unmatched(tokens);
            spans.into_iter().map(|span| span.slice(text)).collect::<Vec<_>>()
        };
        assert_eq!(found(5), ["Talks went on for days.", "Nobody wept at all then."]);
        assert_eq!(found(3).len(), 3);
        assert_eq!(found(9), Vec::<&str>::new());
    }
}
