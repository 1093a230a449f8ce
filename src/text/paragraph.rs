//! Paragraphs: they break at blank lines, or at every line where a text has no blank line.

use super::span::ByteSpan;
use memchr::memchr2_iter;

/// The paragraphs of a text in order, without the white space round them. Empty ones are left out.
///
/// ```
/// use framescope::text::paragraphs;
///
/// let text = "Headline\n\nFirst line\nwraps on.\n";
/// let found: Vec<&str> = paragraphs(text).into_iter().map(|p| p.slice(text)).collect();
/// assert_eq!(found, ["Headline", "First line\nwraps on."]);
/// ```
pub fn paragraphs(text: &str) -> Vec<ByteSpan> {
    let lines = lines(text);
    let is_filled = |line: &ByteSpan| line.start < line.end;
    // Blank lines before the first filled one and after the last break nothing.
    let inner = match (lines.iter().position(is_filled), lines.iter().rposition(is_filled)) {
        (Some(first), Some(last)) => lines.get(first..last).unwrap_or_default(),
        _ => return Vec::new(),
    };
    let has_blank_line = !inner.iter().all(is_filled);
    if !has_blank_line {
        return lines.into_iter().filter(is_filled).collect();
    }
    let mut paragraphs: Vec<ByteSpan> = Vec::new();
    let mut open = false;
    for line in lines {
        if line.start == line.end {
            open = false;
        } else if let (true, Some(last)) = (open, paragraphs.last_mut()) {
            last.end = line.end;
        } else {
            paragraphs.push(line);
            open = true;
        }
    }
    paragraphs
}

/// Each line without the white space at its ends; a blank line is an empty span.
fn lines(text: &str) -> Vec<ByteSpan> {
    let mut lines = Vec::new();
    let mut start = 0;
    let ends = memchr2_iter(b'\n', b'\r', text.as_bytes()).map(|at| at + 1);
    for end in ends.chain((!text.ends_with(['\n', '\r'])).then_some(text.len())) {
        let line = text.get(start..end).unwrap_or("");
        // The second half of a Windows line end is no line of its own.
        if line != "\n" || !text.get(..start).is_some_and(|head| head.ends_with('\r')) {
            let body = line.trim();
            let offset = start + line.len() - line.trim_start().len();
            lines.push(ByteSpan::new(offset.min(end), offset.min(end) + body.len()));
        }
        start = end;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Vec<&str> {
        paragraphs(text).into_iter().map(|p| p.slice(text)).collect()
    }

    #[test]
    fn blank_lines_break_else_every_line() {
        assert_eq!(parts("a\nb\nc"), ["a", "b", "c"]);
        assert_eq!(parts("a\nb\n\nc\n"), ["a\nb", "c"]);
        assert_eq!(parts("a\r\nb\r\n\r\nc"), ["a\r\nb", "c"]);
        assert_eq!(parts("a\r\nb\r\n"), ["a", "b"]);
        assert_eq!(parts("\n\n a \n"), ["a"], "blank lines round the text break nothing");
        assert_eq!(parts(" \u{a0}\n"), Vec::<&str>::new());
        assert_eq!(parts("a\n \t \nb"), ["a", "b"]);
    }
}
