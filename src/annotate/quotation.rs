//! Quotations: the stretches of a text between quotation marks of any house style.
//!
//! Double marks (curly, straight, low, doubled single ones) and guillemets open and close; one that
//! is never closed ends with its paragraph, which also carries a quotation that runs over
//! paragraphs (an opening mark at each, a closing mark at the last). Single marks are told from
//! apostrophes by where they stand, and count only where they close again.

use crate::text::{ByteSpan, is_hebrew, paragraphs};

/// The outermost quotations of `text` in order, marks included. They do not overlap.
///
/// ```
/// use framescope::annotate::quotations;
///
/// let text = "He spoke of “liberation,” she of 'occupation'; it wasn't the dogs' day.";
/// let found: Vec<&str> = quotations(text).into_iter().map(|q| q.slice(text)).collect();
/// assert_eq!(found, ["“liberation,”", "'occupation'"]);
/// ```
pub fn quotations(text: &str) -> Vec<ByteSpan> {
    let marks = marks(text);
    let mut quotations = Vec::new();
    let mut ends = ParagraphEnds::new(text);
    let mut at = 0;
    while let Some(mark) = marks.get(at) {
        let later = marks.get(at + 1..).unwrap_or_default();
        let Some(opening) = mark.opens(text) else {
            at += 1;
            continue;
        };
        let paragraph = ends.after(mark.start);
        let reach = later.partition_point(|later| later.start < paragraph);
        let reachable = later.get(..reach).unwrap_or_default();
        let close = match opening {
            Opening::Double => closing_double(mark, reachable, text),
            Opening::Single => closing_single(mark, reachable, text),
        };
        match (close, opening) {
            (Some(offset), _) => {
                let end = reachable.get(offset).map_or(mark.end, |close| close.end);
                quotations.push(ByteSpan::new(mark.start, end));
                at += offset + 2;
            }
            (None, Opening::Double) => {
                quotations.push(ByteSpan::new(mark.start, paragraph));
                at += reach + 1;
            }
            (None, Opening::Single) => at += 1,
        }
    }
    quotations
}

/// What a mark opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Opening {
    Double,
    Single,
}

/// The shape of a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum MarkShape {
    /// `"`
    Straight,
    /// `“`, and ‘‘ and ``, which stand for it.
    Curly66,
    /// `”`, and ’’ and '', which stand for it.
    Curly99,
    /// `„`
    Low,
    /// `«`
    GuillemetLeft,
    /// `»`
    GuillemetRight,
    /// `'`
    SingleStraight,
    /// `‘`
    Single6,
    /// `’`
    Single9,
}

#[derive(Clone, Copy, Debug)]
struct Mark {
    start: usize,
    end: usize,
    shape: MarkShape,
}

/// The bytes with which marks begin; a table keeps the search over all other bytes short.
static BEGINS_MARK: [bool; 256] = {
    let mut table = [false; 256];
    let bytes = [b'"', b'\'', b'`', 0xC2, 0xE2];
    let mut at = 0;
    while at < bytes.len() {
        table[bytes[at] as usize] = true;
        at += 1;
    }
    table
};

/// Every mark of the text that could open or close a quotation, in order.
fn marks(text: &str) -> Vec<Mark> {
    let bytes = text.as_bytes();
    let mut marks: Vec<Mark> = Vec::new();
    let mut at = 0;
    while let Some(skipped) =
        bytes.get(at..).and_then(|rest| rest.iter().position(|&byte| BEGINS_MARK[byte as usize]))
    {
        at += skipped;
        let rest = bytes.get(at..).unwrap_or_default();
        let Some(&byte) = rest.first() else { break };
        let known = match byte {
            b'"' => Some((1, MarkShape::Straight)),
            b'\'' if rest.starts_with(b"''") => Some((2, MarkShape::Curly99)),
            b'\'' => Some((1, MarkShape::SingleStraight)),
            b'`' if rest.starts_with(b"``") => Some((2, MarkShape::Curly66)),
            0xC2 if rest.starts_with("«".as_bytes()) => Some((2, MarkShape::GuillemetLeft)),
            0xC2 if rest.starts_with("»".as_bytes()) => Some((2, MarkShape::GuillemetRight)),
            0xE2 if rest.starts_with("‘‘".as_bytes()) => Some((6, MarkShape::Curly66)),
            0xE2 if rest.starts_with("’’".as_bytes()) => Some((6, MarkShape::Curly99)),
            0xE2 if rest.starts_with("“".as_bytes()) => Some((3, MarkShape::Curly66)),
            0xE2 if rest.starts_with("”".as_bytes()) => Some((3, MarkShape::Curly99)),
            0xE2 if rest.starts_with("„".as_bytes()) => Some((3, MarkShape::Low)),
            0xE2 if rest.starts_with("‘".as_bytes()) => Some((3, MarkShape::Single6)),
            0xE2 if rest.starts_with("’".as_bytes()) => Some((3, MarkShape::Single9)),
            _ => None,
        };
        let length = match known {
            Some((length, shape)) => {
                let mark = Mark { start: at, end: at + length, shape };
                // An apostrophe between two letters is by far the commonest mark, and never a
                // quotation's.
                let is_apostrophe = mark.is_single() && mark.is_inside_word(text);
                if !is_apostrophe && !mark.is_gershayim(text) {
                    marks.push(mark);
                }
                length
            }
            None => 1,
        };
        at += length;
    }
    marks
}

/// Words that begin with an apostrophe: a mark before one of these opens nothing.
const ELISIONS: [&str; 16] = [
    "bout", "cause", "cos", "cuz", "em", "fraid", "im", "n", "neath", "round", "scuse", "til",
    "till", "tis", "twas", "twill",
];

/// A short label in single marks (‘militias’ fought) has at most so many words; its plural s is no
/// possessive.
const LABEL_WORDS: usize = 4;

impl Mark {
    fn before(self, text: &str) -> Option<char> {
        text.get(..self.start).and_then(|head| head.chars().next_back())
    }

    fn after(self, text: &str) -> Option<char> {
        text.get(self.end..).and_then(|rest| rest.chars().next())
    }

    fn is_single(self) -> bool {
        matches!(self.shape, MarkShape::SingleStraight | MarkShape::Single6 | MarkShape::Single9)
    }

    /// Whether the mark stands for the sign of a Hebrew abbreviation, inside a word.
    fn is_gershayim(self, text: &str) -> bool {
        let before = text.get(..self.start).and_then(|head| head.chars().next_back());
        before.is_some_and(is_hebrew)
            && text.get(self.end..).is_some_and(|rest| rest.starts_with(is_hebrew))
    }

    fn is_inside_word(self, text: &str) -> bool {
        self.before(text).is_some_and(char::is_alphanumeric)
            && self.after(text).is_some_and(char::is_alphanumeric)
    }

    /// Whether the mark stands where a word begins.
    fn before_word(self, text: &str) -> bool {
        let before = self.before(text);
        self.after(text).is_some_and(|c| !c.is_whitespace())
            && before.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '.' | ',' | '!' | '?'))
    }

    /// Whether the mark stands where a word ends.
    fn after_word(self, text: &str) -> bool {
        self.before(text).is_some_and(|c| !c.is_whitespace())
            && self.after(text).is_none_or(|c| !c.is_alphanumeric())
    }

    /// What the mark opens where no quotation is open.
    fn opens(self, text: &str) -> Option<Opening> {
        match self.shape {
            MarkShape::Curly66 | MarkShape::Low | MarkShape::GuillemetLeft => Some(Opening::Double),
            // Inches and seconds follow a digit; a mark turned the wrong way opens where a word
            // begins.
            MarkShape::Straight | MarkShape::Curly99 | MarkShape::GuillemetRight => {
                self.before_word(text).then_some(Opening::Double)
            }
            MarkShape::Single6 | MarkShape::SingleStraight | MarkShape::Single9 => {
                let rest = text.get(self.end..).unwrap_or("");
                let word: String = rest
                    .chars()
                    .take_while(|c| c.is_alphanumeric())
                    .collect::<String>()
                    .to_lowercase();
                // ’90s, ’tis and rock ’n’ roll lack something in front.
                let elided = word.starts_with(|c: char| c.is_ascii_digit()) && word.ends_with('s')
                    || ELISIONS.contains(&word.as_str());
                // ‘’Tis late,’ he said: an elision may open what is quoted.
                let elision_follows = rest.strip_prefix(['’', '\'']).is_some_and(|rest| {
                    let word: String = rest
                        .chars()
                        .take_while(|c| c.is_alphanumeric())
                        .collect::<String>()
                        .to_lowercase();
                    ELISIONS.contains(&word.as_str())
                });
                let opens_word = self.before_word(text)
                    && (elision_follows
                        || self.after(text).is_some_and(|c| {
                            c.is_alphanumeric() || matches!(c, '“' | '"' | '…' | '.')
                        }));
                // ’ opens only where somebody turned it the wrong way, which cannot be told from an
                // elision; so it does not.
                (opens_word && !elided && self.shape != MarkShape::Single9)
                    .then_some(Opening::Single)
            }
        }
    }

    /// Whether the mark closes what the double mark `open` opened.
    fn closes_double(self, open: &Mark, text: &str) -> bool {
        match (open.shape, self.shape) {
            (MarkShape::Low, MarkShape::Curly66 | MarkShape::Curly99)
            | (MarkShape::GuillemetLeft, MarkShape::GuillemetRight)
            | (MarkShape::GuillemetRight, MarkShape::GuillemetLeft)
            | (MarkShape::Curly66 | MarkShape::Curly99, MarkShape::Curly99) => true,
            // A straight mark closes a straight one, and a curly one where a writer mixed
            // them; a mark turned the wrong way closes where a word ends.
            (MarkShape::Straight, MarkShape::Straight) => {
                !self.before_word(text) || self.after_word(text)
            }
            (MarkShape::Straight, MarkShape::Curly99) => true,
            (MarkShape::Curly66 | MarkShape::Curly99, MarkShape::Straight | MarkShape::Curly66)
            | (MarkShape::Straight, MarkShape::Curly66) => self.after_word(text),
            _ => false,
        }
    }
}

/// The place among `later` of the mark that closes the double mark `open`, if any does. Straight
/// marks that open and close inside curly ones are a quotation within.
fn closing_double(open: &Mark, later: &[Mark], text: &str) -> Option<usize> {
    let is_curly = matches!(open.shape, MarkShape::Curly66 | MarkShape::Curly99);
    let mut within = false;
    later.iter().position(|mark| {
        if is_curly && mark.shape == MarkShape::Straight && (within || mark.before_word(text)) {
            within = !within;
            return false;
        }
        mark.closes_double(open, text)
    })
}

/// The place among `later` of the mark that closes the single mark `open`, if any does.
///
/// A mark after an s and before another word may be a possessive (the rebels’ flag): it closes
/// where nothing surer does before the next opening mark, or where what it would enclose is as
/// short as a label.
fn closing_single(open: &Mark, later: &[Mark], text: &str) -> Option<usize> {
    let mut possessive = None;
    let mut doubles = 0;
    for (offset, mark) in later.iter().enumerate() {
        if !mark.is_single() {
            doubles += 1;
            continue;
        }
        if mark.opens(text) == Some(Opening::Single) && !mark.after_word(text) {
            // Another quotation opens, so this one has ended before.
            return possessive;
        }
        let closes =
            mark.after_word(text) && (mark.shape == MarkShape::Single9 || mark.shape == open.shape);
        // A double mark that opens inside must also close inside.
        if !closes || doubles % 2 == 1 {
            continue;
        }
        let follows_s = mark.before(text).is_some_and(|c| matches!(c, 's' | 'S'));
        let before_another_word = text.get(mark.end..).is_some_and(|rest| {
            let mut rest = rest.chars();
            rest.next().is_some_and(char::is_whitespace)
                && rest.next().is_some_and(char::is_alphanumeric)
        });
        if !(follows_s && before_another_word) {
            let Some(first) = possessive else { return Some(offset) };
            // Speech ends with its punctuation inside the marks; then what looked like an end was a
            // possessive in it.
            let ends_speech =
                mark.before(text).is_some_and(|c| matches!(c, '.' | ',' | '!' | '?' | '…'));
            let label: Option<&Mark> = later.get(first);
            let words = label
                .and_then(|label| text.get(open.end..label.start))
                .map_or(0, |inside| inside.split_whitespace().count());
            // Speech begins with a capital, a label seldom.
            let begins_speech = open.after(text).is_some_and(char::is_uppercase) && words > 1;
            return Some(if words <= LABEL_WORDS && !ends_speech && !begins_speech {
                first
            } else {
                offset
            });
        }
        possessive = possessive.or(Some(offset));
    }
    possessive
}

/// The ends of paragraphs, looked up only where a quotation opens.
struct ParagraphEnds<'t> {
    text: &'t str,
    ends: Option<Vec<usize>>,
}

impl<'t> ParagraphEnds<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, ends: None }
    }

    /// The end of the paragraph that contains `offset`.
    fn after(&mut self, offset: usize) -> usize {
        let text = self.text;
        let ends = self
            .ends
            .get_or_insert_with(|| paragraphs(text).into_iter().map(|p| p.end as usize).collect());
        let at = ends.partition_point(|&end| end <= offset);
        ends.get(at).copied().unwrap_or(text.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn quoted(text: &str) -> Vec<&str> {
        quotations(text).into_iter().map(|q| q.slice(text)).collect()
    }

    const NONE: [&str; 0] = [];

    #[test]
    fn double_marks_of_every_house_style_close() {
        assert_eq!(
            quoted("«libération» et „Befreiung“ and \"a b\" c"),
            ["«libération»", "„Befreiung“", "\"a b\""]
        );
        assert_eq!(quoted("»Befreiung« und „Ende”"), ["»Befreiung«", "„Ende”"]);
        assert_eq!(
            quoted("he said ”we came” and “left“."),
            ["”we came”", "“left“"],
            "marks turned the wrong way"
        );
        assert_eq!(quoted("a ``regime'' and ‘‘more’’ of it"), ["``regime''", "‘‘more’’"]);
        assert_eq!(
            quoted("“we came\" he said, \"and left”"),
            ["“we came\"", "\"and left”"],
            "mixed by the writer"
        );
    }

    #[test]
    fn single_marks_are_told_from_apostrophes() {
        assert_eq!(
            quoted("no longer ‘militias’ but ‘proxies’ of Pelgrath"),
            ["‘militias’", "‘proxies’"]
        );
        assert_eq!(quoted("the 'brigades' fought; it's the rebels' flag"), ["'brigades'"]);
        assert_eq!(quoted("‘It’s the rebels’ flag,’ he said."), ["‘It’s the rebels’ flag,’"]);
        assert_eq!(quoted("'tis the dogs' tails, rock 'n' roll, the '90s and ’90s"), NONE);
        assert_eq!(quoted("Sha‘abi and Ka‘b met; the rebels’ men left"), NONE);
        assert_eq!(quoted("a 5'10\" man and a 3\" pipe"), NONE);
        assert_eq!(quoted("don’t, won't, o’clock, the ministries’ men"), NONE);
    }

    #[test]
    fn the_outermost_quotation_counts() {
        assert_eq!(
            quoted("“They called us ‘rebels’ then,” she said."),
            ["“They called us ‘rebels’ then,”"]
        );
        assert_eq!(
            quoted("‘They called us “rebels” then,’ she said."),
            ["‘They called us “rebels” then,’"]
        );
        assert_eq!(quoted("“stop \"now\" or else” he said"), ["“stop \"now\" or else”"]);
        assert_eq!(quoted("'The \"regime\" fell,' he said."), ["'The \"regime\" fell,'"]);
    }

    #[test]
    fn an_open_quotation_ends_with_its_paragraph() {
        assert_eq!(quoted("“One.\n\n“Two.”\n\nThree."), ["“One.", "“Two.”"]);
        assert_eq!(
            quoted("“One.\nTwo.”"),
            ["“One."],
            "without blank lines every line is a paragraph"
        );
        assert_eq!(quoted("\"One.\n\nTwo \"three\" four."), ["\"One.", "\"three\""]);
        assert_eq!(quoted("‘One.\n\nTwo."), NONE, "a single mark that never closes is none");
    }

    proptest! {
        #[test]
        fn quotations_ascend_and_stand_on_characters(text in "(\"|'|`|‘|’|“|”|„|«|»|s| \
            |\n|a|\\.){0,40}") {
            let mut end = 0;
            for quotation in quotations(&text) {
                prop_assert!(quotation.start >= end && quotation.end > quotation.start);
                prop_assert!(!quotation.slice(&text).is_empty());
                end = quotation.end;
            }
        }
    }
}
