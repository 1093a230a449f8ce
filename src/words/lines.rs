//! The lines of texts: which of them are compared, which of them an outlet repeats, and texts
//! without these.

use crate::corpus::{Furniture, LineUse};
use crate::text::{Normalized, Token, tokenize};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// A line of a document. Outlets repeat the lines that they put around their articles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShortLine {
    /// A hash of its types in order.
    pub hash: u64,
    /// Its types, by number.
    pub types: Vec<u32>,
}

/// Lines of at most this many tokens are kept wherever they occur.
const SHORT: usize = 12;
/// The first and last lines are kept if they have at most this many tokens.
const LONGEST: usize = 40;
const FIRST_LINES: usize = 3;
const LAST_LINES: usize = 5;
/// A line is repeated where this many documents of the outlet have it,
const REPEATED: u64 = 3;
/// and at least one of this many.
const REPEATED_SHARE: u64 = 20;

/// In how many of an outlet's documents a line is repeated.
pub fn least_documents(documents: u64) -> u64 {
    REPEATED.max(documents.div_ceil(REPEATED_SHARE))
}

/// Whether a line is compared with those of other documents: the line number `at`, from 0, of
/// `lines`, with its tokens.
pub(super) fn is_compared(at: usize, lines: usize, tokens: usize) -> bool {
    // A text without line breaks has no lines to compare.
    let is_at_end = at < FIRST_LINES || at >= lines.saturating_sub(LAST_LINES);
    lines > 1 && tokens > 0 && (tokens <= SHORT || tokens <= LONGEST && is_at_end)
}

/// A hash of the words of a line: FNV-1a over them, a space after each.
pub(super) fn line_hash<'w>(words: impl Iterator<Item = &'w str>) -> u64 {
    words
        .flat_map(|word| word.bytes().chain([b' ']))
        .fold(0xCBF2_9CE4_8422_2325, |hash: u64, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
        })
}

/// A line of a text with words.
struct TextLine<'t> {
    /// The line, with its end.
    line: &'t str,
    words: Vec<String>,
}

/// The lines of a text that have words, in order; and those without, with no words.
fn text_lines(text: &str) -> Vec<TextLine<'_>> {
    let mut tokens = Vec::new();
    let mut form = Normalized::default();
    let mut words = |line: &str| {
        tokenize(line, &mut tokens);
        let word = |token: &Token| {
            form.set(token.span.slice(line));
            form.plain.clone()
        };
        tokens.iter().map(word).collect()
    };
    text.split_inclusive('\n').map(|line| TextLine { line, words: words(line) }).collect()
}

/// What was taken out of texts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DroppedLines {
    /// Lines.
    pub lines: u64,
    /// Their tokens.
    pub tokens: u64,
}

impl DroppedLines {
    /// Adds what was taken out of other texts.
    pub fn add(&mut self, other: Self) {
        self.lines += other.lines;
        self.tokens += other.tokens;
    }
}

/// A text without the lines that `is_repeated` says are repeated, and what was taken out; `None`
/// where that is nothing.
pub fn without_lines(
    text: &str,
    is_repeated: impl Fn(&str) -> bool,
) -> Option<(String, DroppedLines)> {
    let lines = text_lines(text);
    let worded = lines.iter().filter(|line| !line.words.is_empty()).count();
    let (mut kept, mut dropped, mut at) = (String::new(), DroppedLines::default(), 0);
    for TextLine { line, words } in &lines {
        let is_dropped = is_compared(at, worded, words.len()) && is_repeated(&words.join(" "));
        at += usize::from(!words.is_empty());
        if is_dropped {
            dropped.lines += 1;
            dropped.tokens += words.len() as u64;
        } else {
            kept.push_str(line);
        }
    }
    (dropped.lines > 0).then_some((kept, dropped))
}

/// A line as a survey has met it.
#[derive(Debug, Default)]
struct MetLine {
    documents: u64,
    uses: u64,
    tokens: u64,
    /// Its words, from the second document on: most lines are in one document only.
    text: Option<Box<str>>,
    /// The number of the last document that had it.
    last: u64,
}

/// Looks for the lines that outlets repeat: in three documents or more and in one of twenty.
#[derive(Debug, Default)]
pub struct LineSurvey {
    outlets: BTreeMap<Box<str>, SurveyedOutlet>,
}

#[derive(Debug, Default)]
struct SurveyedOutlet {
    documents: u64,
    lines: HashMap<u64, MetLine>,
}

impl LineSurvey {
    /// Takes in a document of an outlet, and each of its lines with the hash and the words.
    pub fn add<'w>(&mut self, outlet: &str, lines: impl Iterator<Item = (u64, Vec<&'w str>)>) {
        if !self.outlets.contains_key(outlet) {
            self.outlets.insert(outlet.into(), SurveyedOutlet::default());
        }
        let Some(found) = self.outlets.get_mut(outlet) else { return };
        found.documents += 1;
        for (hash, words) in lines {
            let line = found.lines.entry(hash).or_default();
            line.uses += 1;
            line.tokens = words.len() as u64;
            if line.last != found.documents {
                line.last = found.documents;
                line.documents += 1;
            }
            if line.uses > 1 && line.text.is_none() {
                line.text = Some(words.join(" ").into());
            }
        }
    }

    /// Takes in a text of an outlet.
    pub fn add_text(&mut self, outlet: &str, text: &str) {
        let lines = text_lines(text);
        let worded: Vec<&TextLine<'_>> =
            lines.iter().filter(|line| !line.words.is_empty()).collect();
        let is_kept =
            |(at, line): &(usize, &&TextLine<'_>)| is_compared(*at, worded.len(), line.words.len());
        let compared = worded.iter().enumerate().filter(is_kept).map(|(_, line)| {
            let words: Vec<&str> = line.words.iter().map(String::as_str).collect();
            (line_hash(words.iter().copied()), words)
        });
        self.add(outlet, compared);
    }

    /// The lines that are repeated.
    pub fn finish(self) -> Furniture {
        let mut furniture = Furniture::default();
        for (outlet, SurveyedOutlet { documents, lines }) in self.outlets {
            let least = least_documents(documents);
            for line in lines.into_values().filter(|line| line.documents >= least) {
                let MetLine { documents, uses, tokens, text, .. } = line;
                let text = text.map(String::from).unwrap_or_default();
                furniture.insert(&outlet, text, LineUse { documents, uses, tokens });
            }
        }
        furniture
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn survey(texts: &[String]) -> Furniture {
        let mut survey = LineSurvey::default();
        texts.iter().for_each(|text| survey.add_text("Quoin", text));
        survey.finish()
    }

    #[test]
    fn lines_that_come_again_are_found_and_taken_out() {
        let text = |at: usize| {
            format!("Advertisement\nThe ferry left on day {at}.\n\nSIGN UP for our newsletter!\n")
        };
        let texts: Vec<String> = (0..4).map(text).collect();
        let furniture = survey(&texts);
        let lines: Vec<(&str, &str, LineUse)> = furniture.lines().collect();
        let of = |tokens| LineUse { documents: 4, uses: 4, tokens };
        assert_eq!(
            lines,
            [("Quoin", "advertisement", of(1)), ("Quoin", "sign up for our newsletter", of(5))]
        );
        let (kept, dropped) =
            without_lines(&texts[2], |line| furniture.has("Quoin", line)).unwrap();
        assert_eq!(kept, "The ferry left on day 2.\n\n");
        assert_eq!(dropped, DroppedLines { lines: 2, tokens: 6 });
        assert_eq!(without_lines(&kept, |line| furniture.has("Quoin", line)), None);
        assert_eq!(without_lines(&texts[2], |line| furniture.has("Kethmar One", line)), None);
    }

    #[test]
    fn what_few_documents_repeat_stays() {
        let mut texts: Vec<String> = (0..2).map(|at| format!("Related\nText {at}.")).collect();
        assert_eq!(survey(&texts), Furniture::default(), "two documents are too few");
        texts.push("Related\nRelated\nMore.".to_owned());
        assert_eq!(survey(&texts).lines().count(), 1);
        // Three of sixty-one documents are fewer than one of twenty.
        texts.extend((0..58).map(|at| format!("Head {at}\nBody {at}.")));
        assert_eq!(survey(&texts), Furniture::default());
    }

    #[test]
    fn long_lines_inside_a_text_are_never_furniture() {
        let long = "word ".repeat(13);
        let text = |at: usize| {
            let line = |n: usize| format!("line {n} of {at} and {}\n", at * 31 + n);
            let lines = |from: usize| (from..from + 5).map(line).collect::<String>();
            format!("{}{long}\n{}", lines(0), lines(5))
        };
        let texts: Vec<String> = (0..5).map(text).collect();
        assert_eq!(survey(&texts), Furniture::default());
    }
}
