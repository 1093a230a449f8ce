//! Sentences: UAX #29, with a second look at abbreviations, initials and wrapped lines.
//!
//! `unicode-segmentation` breaks after “Gen.” before a name and at every line end. Here breaks
//! after abbreviations and initials are taken back, a line that merely wraps goes on, and a heading
//! or a list item is a sentence of its own.

use super::paragraph::paragraphs;
use super::span::ByteSpan;
use hashbrown::HashMap;
use std::sync::LazyLock;
use unicode_segmentation::UnicodeSegmentation;

/// The sentences of a text in order, without the white space round them. None crosses a paragraph.
///
/// ```
/// use framescope::sentences;
///
/// let text = "Gen. J. R. Hale spoke. The U.S. Army left.";
/// let found: Vec<&str> = sentences(text).into_iter().map(|s| s.slice(text)).collect();
/// assert_eq!(found, ["Gen. J. R. Hale spoke.", "The U.S. Army left."]);
/// ```
pub fn sentences(text: &str) -> Vec<ByteSpan> {
    let mut sentences = Vec::new();
    for paragraph in paragraphs(text) {
        for block in unwrapped_blocks(text, paragraph) {
            block_sentences(text, block, &mut sentences);
        }
    }
    sentences
}

/// A line this long or longer is taken to wrap, not to end (in bytes; headings and list items are
/// mostly shorter).
const WRAPPED_LINE: usize = 45;

/// Cuts a paragraph at the lines that do not wrap: before list items, and after short lines that
/// the next line does not go on from in lower case.
fn unwrapped_blocks(text: &str, paragraph: ByteSpan) -> Vec<ByteSpan> {
    let mut blocks = Vec::new();
    let mut start = paragraph.start as usize;
    let mut line_start = start;
    for (offset, _) in paragraph.slice(text).match_indices('\n') {
        let line_end = paragraph.start as usize + offset;
        let line = text.get(line_start..line_end).unwrap_or("").trim();
        let next = text.get(line_end + 1..paragraph.end as usize).unwrap_or("");
        let goes_on = next.trim_start().chars().next().is_some_and(char::is_lowercase);
        if is_list_item(next) || (line.len() < WRAPPED_LINE && !goes_on) {
            blocks.push(ByteSpan::new(start, line_end));
            start = line_end + 1;
        }
        line_start = line_end + 1;
    }
    blocks.push(ByteSpan::new(start, paragraph.end as usize));
    blocks
}

fn is_list_item(line: &str) -> bool {
    let line = line.trim_start();
    if line
        .strip_prefix(['•', '‣', '·', '-', '–', '*'])
        .is_some_and(|rest| rest.starts_with([' ', '\t']))
    {
        return true;
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    (1..=3).contains(&digits)
        && line.get(digits..).is_some_and(|rest| rest.starts_with(". ") || rest.starts_with(") "))
}

fn block_sentences(text: &str, block: ByteSpan, sentences: &mut Vec<ByteSpan>) {
    let source = block.slice(text);
    // A line end inside the block is a space to the sentence rules; every such character is one
    // byte, so offsets stay.
    let flat: String;
    let flattened = if source.contains(['\n', '\r']) {
        flat = source.replace(['\n', '\r'], " ");
        flat.as_str()
    } else {
        source
    };
    for (from, to) in between_long_runs(flattened) {
        let stretch = flattened.get(from..to).unwrap_or("");
        let base = block.start as usize + from;
        let mut open: Option<(usize, usize)> = None;
        for (offset, piece) in stretch.split_sentence_bound_indices() {
            let (start, end) = (open.map_or(offset, |(start, _)| start), offset + piece.len());
            let rest = stretch.get(end..).unwrap_or("");
            if continues(stretch.get(start..end).unwrap_or(""), rest) {
                open = Some((start, end));
            } else {
                open = None;
                push_trimmed(stretch, start, end, base, sentences);
            }
        }
        if let Some((start, end)) = open {
            push_trimmed(stretch, start, end, base, sentences);
        }
    }
}

/// A run of so many spaces or closing marks parts sentences: the columns of a table printed as text
/// look so, and the library's rules take quadratic time over it.
const LONG_RUN: usize = 64;

/// The stretches of a block between runs of [`LONG_RUN`] or more spaces or closing marks, each with
/// its run.
fn between_long_runs(block: &str) -> Vec<(usize, usize)> {
    let mut stretches = Vec::new();
    let (mut start, mut run) = (0, 0);
    for (at, c) in block.char_indices() {
        if c.is_whitespace() || matches!(c, ')' | ']' | '}' | '"' | '\'' | '”' | '’' | '»') {
            run += 1;
            if run == LONG_RUN {
                let end = at + c.len_utf8();
                stretches.push((start, end));
                (start, run) = (end, 0);
            }
        } else {
            run = 0;
        }
    }
    stretches.push((start, block.len()));
    stretches
}

fn push_trimmed(block: &str, start: usize, end: usize, base: usize, sentences: &mut Vec<ByteSpan>) {
    let piece = block.get(start..end).unwrap_or("");
    let body = piece.trim();
    if !body.is_empty() {
        let from = base + start + piece.len() - piece.trim_start().len();
        sentences.push(ByteSpan::new(from, from + body.len()));
    }
}

/// How surely a sentence goes on after an abbreviation.
#[derive(Clone, Copy, PartialEq, Eq)]
enum After {
    /// A name or number must follow.
    Always,
    /// It goes on only with a number.
    Number,
    /// A time of day: it goes on with a number, a day, a month or a time zone.
    Time,
    /// A sentence may end here.
    Perhaps,
}

static ABBREVIATIONS: LazyLock<HashMap<&'static str, After>> = LazyLock::new(|| {
    include_str!("abbreviations.txt")
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| {
            let marked = [('+', After::Always), ('=', After::Number), ('~', After::Time)];
            let known = marked
                .into_iter()
                .find_map(|(mark, after)| Some((line.strip_prefix(mark)?, after)));
            known.unwrap_or((line, After::Perhaps))
        })
        .collect()
});

/// Words that open a sentence far more often than they follow an abbreviation inside one.
const OPENERS: [&str; 40] = [
    "a",
    "after",
    "all",
    "also",
    "although",
    "an",
    "and",
    "as",
    "at",
    "because",
    "but",
    "by",
    "for",
    "he",
    "her",
    "his",
    "how",
    "however",
    "i",
    "if",
    "in",
    "it",
    "its",
    "many",
    "meanwhile",
    "on",
    "she",
    "since",
    "so",
    "some",
    "that",
    "the",
    "their",
    "there",
    "these",
    "they",
    "this",
    "we",
    "what",
    "when",
];

/// Whether a sentence ends between two neighbouring words: `head` is the first with the marks
/// after it, `gap` those marks, `rest` the text from the second on. A quicker look than
/// [`sentences`], for rules that ask about one place.
pub(crate) fn ends_between(head: &str, gap: &str, rest: &str) -> bool {
    let Some(at) = gap.rfind(['.', '!', '?', '…']) else { return false };
    let behind = gap.get(at..).unwrap_or("");
    let next = rest.chars().next();
    behind.contains(char::is_whitespace) && !next.is_some_and(char::is_lowercase) && {
        let ended = head.len() - behind.len() + behind.chars().next().map_or(0, char::len_utf8);
        let ended = head.get(..ended).unwrap_or(head);
        // Marks that close stand between the full stop and the space; the word before it decides.
        match ended.strip_suffix('.') {
            Some(word) => !is_abbreviated(word, rest),
            None => !continues(ended, rest),
        }
    }
}

/// Whether the break between `sentence` and `rest` is to be taken back.
fn continues(sentence: &str, rest: &str) -> bool {
    let ended = sentence.trim_end();
    if ended.trim_end_matches(['"', '”', '’', '\'', '»', ')']).ends_with(['!', '?']) {
        // “You lie!” he said: what follows in lower case goes on.
        return rest.chars().next().is_some_and(char::is_lowercase);
    }
    let Some(body) = ended.strip_suffix('.') else { return false };
    let word = body
        .rsplit(|c: char| {
            c.is_whitespace() || matches!(c, '(' | '[' | '“' | '"' | '‘' | '—' | '–' | '/')
        })
        .next()
        .unwrap_or("");
    is_abbreviated(word, rest)
}

/// Whether a full stop after `word` is that of an abbreviation or initial with which the sentence
/// goes on in `rest`.
fn is_abbreviated(word: &str, rest: &str) -> bool {
    let is_plain = word.bytes().all(|byte| byte.is_ascii_lowercase());
    if is_plain && !ABBREVIATIONS.contains_key(word) {
        return false;
    }
    let Some(next) = rest.split_whitespace().next() else { return false };
    let next_word = next.trim_matches(|c: char| !c.is_alphanumeric());
    let mut letters = word.chars();
    let is_initial = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none();
    if is_initial {
        // “J. R. Hale”, “George W. Bush”; but “Vitamin C. The”.
        return next.chars().next().is_some_and(char::is_uppercase)
            && !opens_sentence(next_word)
            && word != "I";
    }
    match ABBREVIATIONS.get(word.to_lowercase().as_str()) {
        Some(After::Always) => true,
        Some(After::Time) => {
            let is_zone = next_word.len() <= 4
                && next_word.chars().all(char::is_uppercase)
                && next_word.len() > 1;
            next.starts_with(|c: char| c.is_ascii_digit() || c.is_lowercase())
                || is_zone
                || CALENDAR.iter().any(|name| next_word.starts_with(name))
        }
        Some(After::Number) => next.starts_with(|c: char| c.is_ascii_digit()),
        Some(After::Perhaps) => {
            next.starts_with(|c: char| c.is_ascii_digit()) || !opens_sentence(next_word)
        }
        None => false,
    }
}

/// How days, months and “Eastern time” begin.
const CALENDAR: [&str; 24] = [
    "Mon",
    "Tue",
    "Wed",
    "Thu",
    "Fri",
    "Sat",
    "Sun",
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
    "Eastern",
    "Central",
    "Pacific",
    "Greenwich",
    "Moscow",
];

fn opens_sentence(word: &str) -> bool {
    OPENERS.binary_search(&word.to_lowercase().as_str()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|s| s.slice(text)).collect()
    }

    #[test]
    fn abbreviations_and_initials_do_not_end_a_sentence() {
        assert_eq!(
            parts("Dr. Anna B. Roth met Sen. Lee on Nov. 4. They talked."),
            ["Dr. Anna B. Roth met Sen. Lee on Nov. 4.", "They talked."]
        );
        assert_eq!(
            parts("He left the U.S. He never came back."),
            ["He left the U.S.", "He never came back."]
        );
        assert_eq!(parts("The U.S. Congress met."), ["The U.S. Congress met."]);
        assert_eq!(
            parts("It began at 5 p.m. The army came."),
            ["It began at 5 p.m.", "The army came."]
        );
        assert_eq!(
            parts("It ended by 3 p.m. Fourteen soldiers fell."),
            ["It ended by 3 p.m.", "Fourteen soldiers fell."]
        );
        assert_eq!(
            parts("They met at 9 a.m. Monday and at 5 p.m. EST in Aldrun."),
            ["They met at 9 a.m. Monday and at 5 p.m. EST in Aldrun."]
        );
    }

    #[test]
    fn headings_and_list_items_stand_alone_and_wrapped_lines_go_on() {
        assert_eq!(
            parts("Iraq-Syria:\nThe Making\n\nBody text here."),
            ["Iraq-Syria:", "The Making", "Body text here."]
        );
        let wrapped =
            "The column entered the town shortly after dawn on\nFriday, residents said.\n\nNext.";
        assert_eq!(parts(wrapped).len(), 2);
        assert_eq!(
            parts("Findings:\n- one thing\n- another thing\n\nEnd."),
            ["Findings:", "- one thing", "- another thing", "End."]
        );
    }

    #[test]
    fn what_goes_on_is_one_sentence_and_what_ends_is_two() {
        assert_eq!(parts("“You lie!” at him he said.").len(), 1);
        assert_eq!(parts("Was it a work of art. Trump left.").len(), 2);
        assert_eq!(parts("It rose six ft. The river fell.").len(), 2);
        assert_eq!(parts("See fig. 4 and no. 12 there. It rained.").len(), 2);
        let padded = format!("One.{}two.", " ".repeat(300_000));
        assert_eq!(parts(&padded), ["One.", "two."], "in linear time");
    }

    #[test]
    fn openers_are_sorted_for_the_search() {
        assert!(OPENERS.is_sorted());
    }

    #[test]
    fn quotation_marks_close_with_their_sentence() {
        assert_eq!(parts("“We came.” He left."), ["“We came.”", "He left."]);
    }
}
