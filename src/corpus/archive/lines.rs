//! Lines of an export, and the blocks and paragraphs that they form.

/// Neighbouring lines without a blank line between them.
#[derive(Clone, Debug, Default)]
pub(crate) struct LineBlock<'t> {
    /// The lines as they are, with their indents.
    pub(crate) lines: Vec<&'t str>,
}

/// Lines with this many spaces before them are set in the middle of the page.
const CENTRED_INDENT: usize = 8;

/// No program wraps lines at fewer characters.
const NARROWEST_PAGE: usize = 60;

/// No line that a program wrapped is longer.
const LONGEST_WRAPPED_LINE: usize = 120;

impl<'t> LineBlock<'t> {
    /// The first line, without its indent.
    pub(crate) fn first(&self) -> &'t str {
        self.lines.first().map_or("", |line| line.trim())
    }

    /// All lines on one line.
    pub(crate) fn joined(&self) -> String {
        squeeze(&self.lines.join(" "))
    }

    /// Whether a line is set in the middle of the page.
    pub(crate) fn is_centred(&self) -> bool {
        self.lines.iter().any(|line| indent(line) >= CENTRED_INDENT)
    }

    /// How many words it has.
    pub(crate) fn word_count(&self) -> usize {
        self.lines.iter().map(|line| line.split_whitespace().count()).sum()
    }
}

/// The blocks of some lines.
pub(crate) fn blocks<'t>(lines: &[&'t str]) -> Vec<LineBlock<'t>> {
    let mut blocks: Vec<LineBlock<'t>> = Vec::new();
    let mut open = false;
    for line in lines {
        if is_blank(line) {
            open = false;
            continue;
        }
        match blocks.last_mut().filter(|_| open) {
            Some(block) => block.lines.push(line),
            None => blocks.push(LineBlock { lines: vec![line] }),
        }
        open = true;
    }
    blocks
}

/// The paragraphs of some blocks. A line break that only wraps a line becomes a space; one that
/// ends a paragraph separates it from the next.
pub(crate) fn paragraphs(blocks: &[LineBlock<'_>]) -> Vec<String> {
    let all = || blocks.iter().flat_map(|block| block.lines.iter());
    let width = all().map(|line| line.trim_end().chars().count()).max().unwrap_or(0);
    let mut paragraphs = Vec::new();
    for block in blocks {
        let mut paragraph = String::new();
        let mut before: Option<&str> = None;
        for line in &block.lines {
            let is_wrapped = before.is_some_and(|before| wraps(before, line, width));
            if !is_wrapped && !paragraph.is_empty() {
                paragraphs.push(std::mem::take(&mut paragraph));
            }
            if !paragraph.is_empty() {
                paragraph.push(' ');
            }
            paragraph.push_str(line.trim());
            before = Some(line);
        }
        paragraphs.push(paragraph);
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    paragraphs
}

/// Whether the break between two lines only wraps a line.
fn wraps(line: &str, next: &str, width: usize) -> bool {
    if width > LONGEST_WRAPPED_LINE || indent(next) > indent(line).saturating_add(1) {
        return false;
    }
    let first_word = next.split_whitespace().next().map_or(0, |word| word.chars().count());
    let needed = line.trim_end().chars().count().saturating_add(1).saturating_add(first_word);
    let ends = line
        .trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '”' | '»' | '\'' | ')'))
        .ends_with(['.', '!', '?', ':']);
    needed > width.max(NARROWEST_PAGE) || !ends
}

/// White space before a line, a tab counted as one.
fn indent(line: &str) -> usize {
    line.chars().take_while(|c| c.is_whitespace()).count()
}

/// Whether a line has nothing but white space and invisible marks.
pub(crate) fn is_blank(line: &str) -> bool {
    line.chars().all(|c| c.is_whitespace() || is_invisible(c))
}

/// Marks that archives put into texts and that no reader sees: soft hyphens, byte order marks,
/// spaces of no width.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{feff}' | '\u{200b}' | '\u{fffc}')
}

/// A text on one line, each stretch of white space one space, without invisible marks.
pub(crate) fn squeeze(text: &str) -> String {
    let mut squeezed = String::with_capacity(text.len());
    for word in text.split(char::is_whitespace) {
        let begins = squeezed.len();
        if begins > 0 {
            squeezed.push(' ');
        }
        let before = squeezed.len();
        squeezed.extend(word.chars().filter(|c| !is_invisible(*c)));
        if squeezed.len() == before {
            squeezed.truncate(begins);
        }
    }
    squeezed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        paragraphs(&blocks(&text.lines().collect::<Vec<_>>()))
    }

    #[test]
    fn wrapped_lines_are_joined_and_others_are_not() {
        assert_eq!(read("The ferry left on Friday. The crew\nhad slept.\n\n\"No.\"").len(), 2);
        let dialogue = "The ferry left Kethmar.\nThe harbour of Varsk was closed to all of them.";
        assert_eq!(read(dialogue).len(), 2);
        assert_eq!(read("   One report came.\n   Another came.").len(), 2);
        let long = format!("{}\nshort line", "word ".repeat(40));
        assert_eq!(read(&long).len(), 2);
        assert!(read("\n \n\u{a0}\n").is_empty());
    }

    #[test]
    fn white_space_and_invisible_marks_go() {
        assert_eq!(squeeze(" a\u{a0}\u{feff} b\n\n\u{ad}c\u{ad}d "), "a b cd");
        assert_eq!(squeeze("\u{200b}"), "");
    }
}
