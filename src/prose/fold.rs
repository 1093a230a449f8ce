//! White space and control characters folded, so that a name or a line of text stays on one line.

/// The words of a text with single spaces between them, none at either end.
pub(crate) fn folded(text: &str) -> String {
    let mut words = text.split_whitespace();
    let mut out = String::with_capacity(text.len());
    out.extend(words.next());
    for word in words {
        out.push(' ');
        out.push_str(word);
    }
    out
}

/// A text on one line and without control characters: what comes from a file must neither break a
/// message nor steer the terminal.
pub(crate) fn one_line(text: &str) -> String {
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    text.split(breaks).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_becomes_single_spaces() {
        assert_eq!(folded("  two\n\twords "), "two words");
        assert_eq!(folded(" \n"), "");
    }

    #[test]
    fn a_line_cannot_steer_the_terminal() {
        assert_eq!(one_line("red\u{1b}[31m\nalert"), "red [31m alert");
    }
}
