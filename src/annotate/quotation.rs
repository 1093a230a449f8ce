//! Quotations: the stretches of a text between double quotation marks.
//!
//! Curly, straight and low marks and guillemets open and close; a quotation that is never closed ends with its paragraph,
//! which also carries one that runs over paragraphs (an opening mark at each, a closing mark at the last).

use crate::text::{ByteSpan, paragraphs};
use memchr::memchr3_iter;

/// The quotations of `text` in order, marks included. They do not overlap.
///
/// ```
/// use framescope::annotate::quotations;
///
/// let text = "He spoke of “liberation,” she of \"occupation\".";
/// let found: Vec<&str> = quotations(text).into_iter().map(|q| q.of(text)).collect();
/// assert_eq!(found, ["“liberation,”", "\"occupation\""]);
/// ```
pub fn quotations(text: &str) -> Vec<ByteSpan> {
    let mut found = Vec::new();
    let mut open: Option<Open> = None;
    let mut ends = ParagraphEnds::new(text);
    for at in memchr3_iter(b'"', 0xC2, 0xE2, text.as_bytes()) {
        let Some(mark) = text.get(at..).and_then(|rest| rest.chars().next()).filter(|c| is_mark(*c)) else { continue };
        // What was open is closed by the end of its paragraph at the latest.
        if let Some(Open { at: start, .. }) = open
            && let Some(end) = ends.between(start, at)
        {
            found.push(ByteSpan::new(start, end));
            open = None;
        }
        let end = at + mark.len_utf8();
        match open {
            Some(Open { at: start, by }) if closes(by, mark, text, at) => {
                found.push(ByteSpan::new(start, end));
                open = None;
            }
            Some(_) => {}
            None if opens(mark, text, at) => open = Some(Open { at, by: mark }),
            None => {}
        }
    }
    if let Some(Open { at: start, .. }) = open {
        found.push(ByteSpan::new(start, ends.after(start)));
    }
    found
}

struct Open {
    at: usize,
    by: char,
}

fn is_mark(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»')
}

/// Whether a mark, met outside any quotation, opens one.
fn opens(mark: char, text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|head| head.chars().next_back());
    let after = text.get(at + mark.len_utf8()..).and_then(|rest| rest.chars().next());
    let stands_before_word = after.is_some_and(|c| !c.is_whitespace());
    match mark {
        '“' | '„' | '«' => true,
        // Inches and seconds follow a digit; a mark turned the wrong way opens where a word begins.
        '"' | '”' | '»' => stands_before_word && before.is_none_or(|c| !c.is_alphanumeric()),
        _ => false,
    }
}

/// Whether `mark` closes what `by` opened.
fn closes(by: char, mark: char, text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|head| head.chars().next_back());
    let after = text.get(at + mark.len_utf8()..).and_then(|rest| rest.chars().next());
    let stands_after_word = before.is_some_and(|c| !c.is_whitespace()) && after.is_none_or(|c| !c.is_alphanumeric());
    match (by, mark) {
        ('„', '“' | '”') | ('«', '»') | ('»', '«') | ('“' | '”', '”') => true,
        // A straight mark closes a straight one, and a curly one where a writer mixed them; a mark turned the wrong way
        // closes where a word ends.
        ('"', '"' | '”') => true,
        ('“' | '”', '"' | '“') | ('"', '“') => stands_after_word,
        _ => false,
    }
}

/// The ends of paragraphs, looked up only where a quotation may pass one.
struct ParagraphEnds<'t> {
    text: &'t str,
    ends: Option<Vec<usize>>,
}

impl<'t> ParagraphEnds<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, ends: None }
    }

    fn ends(&mut self) -> &[usize] {
        let text = self.text;
        self.ends.get_or_insert_with(|| paragraphs(text).into_iter().map(|p| p.end as usize).collect())
    }

    /// The end of the paragraph that holds `offset`.
    fn after(&mut self, offset: usize) -> usize {
        let length = self.text.len();
        let ends = self.ends();
        let at = ends.partition_point(|&end| end <= offset);
        ends.get(at).copied().unwrap_or(length)
    }

    /// The first end of a paragraph that lies between two offsets, if one does.
    fn between(&mut self, from: usize, to: usize) -> Option<usize> {
        if !self.text.get(from..to)?.contains('\n') {
            return None;
        }
        Some(self.after(from)).filter(|&end| end <= to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<&str> {
        quotations(text).into_iter().map(|q| q.of(text)).collect()
    }

    #[test]
    fn marks_of_every_house_style_close() {
        assert_eq!(of("«libération» et „Befreiung“ and \"a b\" c"), ["«libération»", "„Befreiung“", "\"a b\""]);
        assert_eq!(of("a 5'10\" man and a 3\" pipe"), Vec::<&str>::new());
        assert_eq!(of("he said ”we came” and “left“."), ["”we came”", "“left“"], "marks turned the wrong way");
    }

    #[test]
    fn an_open_quotation_ends_with_its_paragraph() {
        assert_eq!(of("“One.\n\n“Two.”\n\nThree."), ["“One.", "“Two.”"]);
        assert_eq!(of("“One.\nTwo.”"), ["“One."], "without blank lines every line is a paragraph");
        assert_eq!(of("\"One.\n\nTwo \"three\" four."), ["\"One.", "\"three\""]);
    }
}
