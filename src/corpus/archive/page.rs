//! A web page as a tree, and the lines of its text.

use super::error::ArchiveError;
use super::lines::squeeze;
use super::raw_file::RawFile;
use ego_tree::iter::Edge;
use memchr::memmem;
use scraper::node::Element;
use scraper::{ElementRef, Html, Node};

/// Pages in the wild stay far below this depth; the time to read a page grows with it.
const DEEPEST: usize = 2000;

/// The most open elements of style that later elements may have to repeat, times those elements.
const MOST_REPEATS: usize = 20_000_000;

/// A tag with more separators than this is no tag that a program wrote.
const MOST_SEPARATORS: usize = 40_000;

/// Elements that have no end, or that end where the next one begins.
const ENDLESS: [&str; 30] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr", "p", "li", "dd", "dt", "td", "th", "tr", "tbody", "thead", "tfoot", "colgroup",
    "option", "optgroup", "rp", "rt", "html",
];

/// Elements of style, which a page may leave open and later elements then repeat.
const STYLE: [&str; 14] = [
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
];

/// Elements whose content is no text of the page.
const SILENT: [&str; 20] = [
    "script", "style", "head", "title", "meta", "noscript", "template", "svg", "math", "iframe",
    "button", "select", "textarea", "object", "audio", "video", "canvas", "map", "datalist",
    "dialog",
];

/// Elements that begin and end on lines of their own.
const BLOCKS: [&str; 39] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "td",
    "th",
    "tr",
    "ul",
    "tbody",
];

/// The tree of a page.
pub(crate) fn tree(file: &RawFile<'_>) -> Result<Html, ArchiveError> {
    let text = file.text.unwrap_or_default();
    if is_too_deep(text) {
        return Err(ArchiveError::TooDeep { file: file.name.to_owned() });
    }
    Ok(Html::parse_document(text))
}

/// What the lines of a page are made with.
pub(crate) struct LineRules<'r> {
    /// Elements to pass over with all that is in them.
    pub(crate) skips: &'r dyn Fn(&Element) -> bool,
    /// What an element puts before its first line, such as an indent or a line of its own.
    pub(crate) lead: &'r dyn Fn(&Element) -> &'static str,
}

/// The text in an element: a blank line between blocks, each `br` a new line.
pub(crate) fn text_of(root: ElementRef<'_>, rules: &LineRules<'_>) -> String {
    let mut text = String::new();
    let mut silent = 0_usize;
    for edge in root.traverse() {
        match edge {
            Edge::Open(node) => match node.value() {
                Node::Element(element) => {
                    let is_root = node.id() == root.id();
                    if silent > 0 || (!is_root && (is_silent(element) || (rules.skips)(element))) {
                        silent = silent.saturating_add(1);
                        continue;
                    }
                    if BLOCKS.contains(&element.name()) {
                        end_block(&mut text);
                    } else if element.name() == "br" {
                        text.push('\n');
                    }
                    text.push_str((rules.lead)(element));
                }
                Node::Text(part) if silent == 0 => push_squeezed(&mut text, part),
                _ => {}
            },
            Edge::Close(node) => {
                let Node::Element(element) = node.value() else { continue };
                if silent > 0 {
                    silent = silent.saturating_sub(1);
                } else if BLOCKS.contains(&element.name()) {
                    end_block(&mut text);
                }
            }
        }
    }
    text
}

/// The text in an element without rules of its own.
pub(crate) fn plain_text_of(root: ElementRef<'_>) -> String {
    text_of(root, &LineRules { skips: &|_| false, lead: &|_| "" })
}

/// The text in an element on one line.
pub(crate) fn line_of(root: ElementRef<'_>) -> String {
    squeeze(&plain_text_of(root))
}

/// Whether a class of the element contains these letters, in capitals or not.
pub(crate) fn has_class_like(element: &Element, letters: &str) -> bool {
    element.attr("class").is_some_and(|classes| contains_letters(classes, letters))
}

/// Whether a text contains these small letters, in capitals or not.
pub(crate) fn contains_letters(text: &str, letters: &str) -> bool {
    let letters = letters.as_bytes();
    !letters.is_empty()
        && text.as_bytes().windows(letters.len()).any(|part| part.eq_ignore_ascii_case(letters))
}

/// Whether nothing in the element is text of the page.
pub(crate) fn is_silent(element: &Element) -> bool {
    SILENT.contains(&element.name())
}

/// Whether the element begins and ends on lines of its own.
pub(crate) fn is_block(element: &Element) -> bool {
    BLOCKS.contains(&element.name())
}

/// Puts text after other text, each stretch of white space one space.
pub(crate) fn push_squeezed(text: &mut String, part: &str) {
    for c in part.chars() {
        if !c.is_whitespace() || c == '\u{a0}' {
            text.push(c);
        } else if !text.is_empty() && !text.ends_with([' ', '\n']) {
            text.push(' ');
        }
    }
}

/// Ends a block of text with a blank line.
pub(crate) fn end_block(text: &mut String) {
    if !text.is_empty() && !text.ends_with("\n\n") {
        text.push_str("\n\n");
    }
}

/// Whether the tree of a page would be too deep or too large to build, judged by its tags alone.
fn is_too_deep(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (mut depth, mut styles, mut most_styles, mut tags) = (0_usize, 0_usize, 0_usize, 0_usize);
    let mut drawings = 0_usize;
    let mut at = 0_usize;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr::memchr(b'<', rest)) {
        let start = at.saturating_add(found).saturating_add(1);
        let rest = bytes.get(start..).unwrap_or_default();
        if rest.starts_with(b"!--") {
            let end = memmem::find(rest, b"-->").unwrap_or(rest.len());
            at = start.saturating_add(end);
            continue;
        }
        let is_end = rest.first() == Some(&b'/');
        let name_bytes = rest.get(usize::from(is_end)..).unwrap_or_default();
        let letters = name_bytes.iter().take(12).take_while(|byte| byte.is_ascii_alphanumeric());
        let name: String = letters.map(|byte| char::from(byte.to_ascii_lowercase())).collect();
        at = start;
        if name.is_empty() {
            continue;
        }
        let length = memchr::memchr(b'>', rest).unwrap_or(rest.len());
        let tag = rest.get(..length).unwrap_or_default();
        at = start.saturating_add(length);
        tags = tags.saturating_add(1);
        let is_separator = |byte: &&u8| byte.is_ascii_whitespace() || b"\"'=/".contains(byte);
        if length > MOST_SEPARATORS && tag.iter().filter(is_separator).count() > MOST_SEPARATORS {
            return true;
        }
        if !is_end && (name == "script" || name == "style") {
            // Tags in a program are strings of the program.
            let ending = if name == "script" { &b"</script"[..] } else { &b"</style"[..] };
            let body = bytes.get(at..).unwrap_or_default();
            at = at.saturating_add(memmem::find(body, ending).unwrap_or(0));
            depth = depth.saturating_add(1);
        } else if is_end {
            depth = depth.saturating_sub(usize::from(!ENDLESS.contains(&name.as_str())));
            styles = styles.saturating_sub(usize::from(STYLE.contains(&name.as_str())));
            drawings = drawings.saturating_sub(usize::from(name == "svg" || name == "math"));
        } else {
            drawings = drawings.saturating_add(usize::from(name == "svg" || name == "math"));
            // In a drawing every element ends where it says so.
            let nests = if drawings > 0 {
                tag.last() != Some(&b'/')
            } else {
                !ENDLESS.contains(&name.as_str())
            };
            depth = depth.saturating_add(usize::from(nests));
            styles = styles.saturating_add(usize::from(STYLE.contains(&name.as_str())));
            most_styles = most_styles.max(styles);
        }
        if depth > DEEPEST {
            return true;
        }
    }
    most_styles.saturating_mul(tags) > MOST_REPEATS && most_styles > 100
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(text: &str) -> Result<Html, ArchiveError> {
        tree(&RawFile { name: "a.html", bytes: text.as_bytes(), text: Some(text) })
    }

    #[test]
    fn the_text_of_a_page_has_lines() {
        let tree = page(
            "<html><head><title>no</title></head><body><p>One <b>two</b>\n three</p><script>x()\
             </script><div>four<br>five</div><svg><text>no</text></svg></body></html>",
        )
        .unwrap();
        let text = plain_text_of(tree.root_element());
        assert_eq!(text, "One two three\n\nfour\nfive\n\n");
        assert_eq!(line_of(tree.root_element()), "One two three four five");
    }

    #[test]
    fn pages_that_would_take_too_long_are_refused() {
        for text in [
            "<div>".repeat(100_000),
            format!("{}{}", "<b x>".repeat(1_900), "<p>".repeat(20_000)),
            format!("<svg>{}", "<td>".repeat(100_000)),
            format!("<a {}>", "b=\"\"c=".repeat(50_000)),
            "<p><font>".repeat(50_000),
        ] {
            assert!(page(&text).is_err(), "{}", &text[..40]);
        }
        for text in [
            "<p>".repeat(10_000),
            "<ul><li>a</ul>".repeat(10_000),
            "<script>var a = '<div>';</script>".repeat(5_000),
            "< a < b <".repeat(1000),
        ] {
            assert!(page(&text).is_ok(), "{}", &text[..9]);
        }
    }
}
