//! HTML in a text: tags dropped, entities decoded, paragraphs kept.
//!
//! A cell of a table or a value of an answer is no HTML document. It has line breaks that mean
//! something, and “a < b” is text. So known tags are found one by one instead of by an HTML parser,
//! which would swallow both; entities are decoded by `htmlize`.

use memchr::{memchr, memchr2};
use std::borrow::Cow;

/// What is done with HTML tags and entities in texts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Markup {
    /// Tags are dropped and entities decoded.
    #[default]
    Drop,
    /// They are counted as text.
    Keep,
}

impl Markup {
    /// All choices.
    pub const ALL: [Self; 2] = [Self::Drop, Self::Keep];

    /// The name by which it is chosen.
    pub fn name(self) -> &'static str {
        match self {
            Self::Drop => "drop",
            Self::Keep => "keep",
        }
    }
}

/// Tags that begin or end a paragraph.
const BLOCKS: &str = "address article aside blockquote body br caption center dd details dialog \
    dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hr html \
    li main menu nav ol p pre section summary table tbody tfoot thead title tr ul";
/// Tags inside a paragraph.
const INLINES: &str = "a abbr acronym audio b base basefont bdi bdo big button canvas cite code \
    col colgroup data del dfn em embed font i iframe img input ins kbd label legend link map \
    mark meta noscript object option output param picture progress q rp rt ruby s samp select \
    small source span strike strong sub sup svg template textarea time track tt u var video wbr \
    amp-ad amp-img";
/// Elements whose content is no text.
const SILENT: &str = "script style";
/// Cells of a row: a space keeps their words apart.
const CELLS: &str = "td th";

/// The text without markup; borrowed where it has none.
///
/// Text that was escaped twice (`&amp;quot;`, `&lt;p&gt;`) is read twice.
pub(crate) fn without_markup(text: &str) -> Cow<'_, str> {
    let once = pass(text);
    match once {
        Cow::Owned(once) => match pass(&once) {
            Cow::Owned(twice) => Cow::Owned(twice),
            Cow::Borrowed(_) => Cow::Owned(once),
        },
        Cow::Borrowed(_) => once,
    }
}

fn pass(text: &str) -> Cow<'_, str> {
    if memchr2(b'<', b'&', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let stripped = without_tags(text);
    match htmlize::unescape(&*stripped) {
        Cow::Borrowed(_) => stripped,
        Cow::Owned(unescaped) => Cow::Owned(unescaped),
    }
}

/// What a tag means for the text around it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tag {
    Block,
    Inline,
    Cell,
    /// A comment, or an element without text, with all it encloses.
    Silent,
}

fn without_tags(text: &str) -> Cow<'_, str> {
    let mut kept = String::new();
    let mut from = 0;
    let mut at = 0;
    let last_comment = text.rfind("-->");
    while let Some(next) = text.as_bytes().get(at..).and_then(|rest| memchr(b'<', rest)) {
        let start = at + next;
        let ends_later = |end: usize| end > start;
        let found = match text.get(start..) {
            // A comment that never ends would silently hide the rest of a text, so it is text.
            Some(rest) if rest.starts_with("<!--") && !last_comment.is_some_and(ends_later) => None,
            Some(rest) => tag(rest),
            None => None,
        };
        let Some((tag, length)) = found else {
            at = start + 1;
            continue;
        };
        kept.push_str(text.get(from..start).unwrap_or_default());
        match tag {
            Tag::Block => break_paragraph(&mut kept),
            Tag::Cell if !kept.ends_with([' ', '\n']) => kept.push(' '),
            Tag::Cell => {}
            Tag::Inline | Tag::Silent => {}
        }
        (from, at) = (start + length, start + length);
        if tag == Tag::Block {
            // White space after a tag that breaks a paragraph is layout.
            let rest = text.get(from..).unwrap_or_default();
            from += rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
            at = from;
        }
    }
    if from == 0 {
        return Cow::Borrowed(text);
    }
    kept.push_str(text.get(from..).unwrap_or_default());
    Cow::Owned(kept.trim().to_owned())
}

fn break_paragraph(kept: &mut String) {
    kept.truncate(kept.trim_end_matches([' ', '\t', '\r', '\n']).len());
    if !kept.is_empty() {
        kept.push_str("\n\n");
    }
}

/// The known tag that `text` begins with, and its length in bytes.
fn tag(text: &str) -> Option<(Tag, usize)> {
    if text.starts_with("<!--") {
        return Some((Tag::Silent, text.find("-->")? + 3));
    }
    if text.get(..9).is_some_and(|head| head.eq_ignore_ascii_case("<!doctype")) {
        let within_reason = text.as_bytes().get(..1000).unwrap_or(text.as_bytes());
        return Some((Tag::Silent, memchr(b'>', within_reason)? + 1));
    }
    let body = text.strip_prefix('<')?;
    let (is_end, body) = match body.strip_prefix('/') {
        Some(body) => (true, body),
        None => (false, body),
    };
    let length = body.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))?;
    let name = body.get(..length)?.to_ascii_lowercase();
    let after = body.get(length..)?;
    if !after.starts_with(['>', '/', ' ', '\t', '\r', '\n']) {
        return None;
    }
    let is_in = |list: &str| list.split_whitespace().any(|known| known == name);
    let kind = if is_in(BLOCKS) {
        Tag::Block
    } else if is_in(INLINES) {
        Tag::Inline
    } else if is_in(CELLS) {
        Tag::Cell
    } else if is_in(SILENT) {
        Tag::Silent
    } else {
        return None;
    };
    let end = text.len() - after.len() + end_of_tag(after)?;
    if kind == Tag::Silent && !is_end {
        return Some((kind, end + closed_at(text.get(end..)?, &name)));
    }
    Some((kind, end))
}

/// Where the element `name` ends in what follows its tag.
fn closed_at(rest: &str, name: &str) -> usize {
    let mut at = 0;
    while let Some(next) = rest.get(at..).and_then(|rest| rest.find("</")) {
        let start = at + next + 2;
        let tag = rest.get(start..).unwrap_or_default();
        if tag.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name)) {
            return tag.find('>').map_or(rest.len(), |end| start + end + 1);
        }
        at = start;
    }
    rest.len()
}

/// Where a tag ends, its attributes passed over; none where it does not within reason.
fn end_of_tag(after: &str) -> Option<usize> {
    /// Attributes of images may carry the image itself, but then the tag is closed all the same.
    const LONGEST: usize = 1 << 20;
    let mut quote = None;
    for (at, byte) in after.bytes().enumerate().take(LONGEST) {
        match (quote, byte) {
            (None, b'>') => return Some(at + 1),
            (None, b'<') => return None,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn tags_and_entities_become_text() {
        for (text, expected) in [
            ("&quot;They are rebels,&quot; he said.", "\"They are rebels,\" he said."),
            ("The r&eacute;gime&#8217;s men", "The régime’s men"),
            ("Salt &amp;amp; light", "Salt & light"),
            ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
            ("<p>One.</p>\n<p class=\"a > b\">Two <b>bold</b>.</p>", "One.\n\nTwo bold."),
            ("One<br>two<br/>three", "One\n\ntwo\n\nthree"),
            ("A<script>if (a < b) {}</script>B<style>p {}</style>C<!-- no -->D", "ABCD"),
            ("<!-- It fell.", "<!-- It fell."),
            ("<table><tr><td>Varsk</td><td>3</td></tr></table>", "Varsk 3"),
            ("&lt;p&gt;Escaped.&lt;/p&gt;", "Escaped."),
            ("a < b and c > d", "a < b and c > d"),
            ("<unknown> stays, <3 too", "<unknown> stays, <3 too"),
            ("AT&T and R&D stay", "AT&T and R&D stay"),
            ("<P ALIGN=center>Loud</P>", "Loud"),
        ] {
            assert_eq!(without_markup(text), expected, "{text}");
        }
        assert!(matches!(without_markup("a < b"), Cow::Borrowed(_)));
    }

    proptest! {
        #[test]
        fn any_text_passes(text in "[<>/!a-cpb &;#x0-9\"'\n-]{0,60}") {
            let _ = without_markup(&text);
        }

        #[test]
        fn text_without_markup_stays(text in "[^<&]{0,60}") {
            prop_assert!(matches!(without_markup(&text), Cow::Borrowed(_)));
        }
    }
}
