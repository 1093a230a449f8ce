//! The layout of Factiva without field codes: headline, length, date and source, then the text, and
//! `Document` with a number at the end.

use super::article::{ArticleDraft, ExportBuilder};
use super::date_line::date_of_line;
use super::field_word::{is_copyright, is_length_alone, is_reservation};
use super::line_layout::LineLayout;
use super::lines::{LineBlock, blocks, is_blank, paragraphs, squeeze};

/// Articles that `Document` and a number close.
pub(crate) const LAYOUT: LineLayout = LineLayout { name: "a Factiva export", fits, read };

/// The lines between source and text are no more than these.
const MOST_HEAD_LINES: usize = 10;

/// A byline has no more words.
const MOST_BYLINE_WORDS: usize = 8;

/// The publisher's line at the end has no more words.
const MOST_PUBLISHER_WORDS: usize = 8;

fn fits(lines: &[&str]) -> bool {
    let has_end = lines.iter().any(|line| is_document_number(line));
    has_end && length_line(lines).is_some()
}

fn read(lines: &[&str], builder: &mut ExportBuilder) {
    let lines: Vec<&str> = lines.to_vec();
    let mut start = 0_usize;
    let ends = lines.iter().enumerate().filter(|(_, line)| is_document_number(line));
    for (end, _) in ends {
        let chunk = lines.get(start..end).unwrap_or_default();
        start = end.saturating_add(1);
        match draft_of(chunk) {
            Some(draft) => builder.add(draft),
            None => builder.leave_out("it has no full text, only a line of a list of results"),
        }
    }
}

/// `Document VARSK00020310302e7320001`
pub(crate) fn is_document_number(line: &str) -> bool {
    if !line.trim_start().starts_with("Do") {
        return false;
    }
    let mut words = line.split_whitespace();
    let (Some(word), Some(number), None) = (words.next(), words.next(), words.next()) else {
        return false;
    };
    let is_document = ["Document", "Dokument", "Documento"].contains(&word);
    let capitals = number.bytes().take_while(u8::is_ascii_uppercase).count();
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    is_document
        && capitals >= 2
        && digits >= 12
        && number.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// The line with the length, which a line with the date follows.
fn length_line(lines: &[&str]) -> Option<usize> {
    let is_length_before_date = |at: &usize| {
        let mut rest = lines.iter().skip(*at);
        rest.next().is_some_and(|line| is_length_alone(line))
            && rest.find(|line| !is_blank(line)).is_some_and(|line| date_of_line(line).is_some())
    };
    (0..lines.len()).find(is_length_before_date)
}

/// The article of the lines before one document number.
fn draft_of(lines: &[&str]) -> Option<ArticleDraft> {
    let length_at = length_line(lines)?;
    let mut draft = ArticleDraft::default();
    read_headline(&blocks(lines.get(..length_at).unwrap_or_default()), &mut draft);
    let after = length_at.saturating_add(1);
    let rest: Vec<&str> = lines.get(after..).unwrap_or_default().to_vec();
    let head = read_head(&rest, &mut draft);
    let body = rest.get(head.length..).unwrap_or_default();
    let found = paragraphs(&blocks(body));
    draft.body = without_publisher(found, &head.rights, draft.fields.outlet.as_deref());
    Some(draft)
}

/// The lines between length and text.
pub(crate) struct ArticleHead {
    /// How many of the lines belong to it.
    pub(crate) length: usize,
    /// The line about rights.
    pub(crate) rights: String,
}

/// Section, headline and byline, in this order, of the blocks that precede the length.
pub(crate) fn read_headline(found: &[LineBlock<'_>], draft: &mut ArticleDraft) {
    let last_only = found.len().saturating_sub(3);
    let mut found: Vec<LineBlock<'_>> = found.iter().skip(last_only).cloned().collect();
    // Without blank lines between them, only its first word shows the byline.
    let ends_in_byline = found.last().is_some_and(|block| {
        block.lines.len() > 1 && block.lines.last().is_some_and(|line| begins_byline(line))
    });
    if ends_in_byline && let Some(line) = found.last_mut().and_then(|block| block.lines.pop()) {
        found.push(LineBlock { lines: vec![line] });
    }
    let mut texts: Vec<String> =
        found.iter().map(LineBlock::joined).filter(|text| !text.is_empty()).collect();
    let is_short = |text: &String| text.split_whitespace().count() <= MOST_BYLINE_WORDS;
    if texts.len() > 1 && texts.last().is_some_and(is_short) {
        draft.fields.author = texts.pop();
    }
    draft.fields.title = texts.pop();
    draft.fields.section = texts.pop();
}

/// `By A. Person`
fn begins_byline(line: &str) -> bool {
    let first = line.split_whitespace().next().unwrap_or_default();
    ["By", "BY", "Von", "VON", "Par", "PAR", "Por", "POR", "Door", "DOOR"].contains(&first)
}

/// Date, source and language of the lines that follow the length.
pub(crate) fn read_head(lines: &[&str], draft: &mut ArticleDraft) -> ArticleHead {
    let mut head = ArticleHead { length: 0, rights: String::new() };
    let filled = lines.iter().enumerate().filter(|(_, line)| !is_blank(line));
    let mut before_text = 0_usize;
    for (place, (at, line)) in filled.take(MOST_HEAD_LINES).enumerate() {
        let line = squeeze(line);
        if place == 0 {
            draft.fields.date = Some(line);
        } else if draft.fields.outlet.is_none() {
            if !is_time(&line) {
                draft.fields.outlet = Some(line);
            }
        } else if is_copyright(&line) || is_reservation(&line) {
            head.rights = line;
            head.length = at.saturating_add(1);
            return head;
        } else if is_language(&line) {
            draft.fields.language = Some(line);
            before_text = at.saturating_add(1);
            continue;
        } else if draft.fields.language.is_some() {
            // Text follows the language where the line about rights is missing.
            break;
        }
        before_text = at.saturating_add(1);
    }
    head.length = before_text;
    head
}

/// `15:32`
fn is_time(line: &str) -> bool {
    let is_hour = |c: char| c.is_ascii_digit();
    line.len() <= 14 && line.starts_with(is_hour) && line.contains(':')
}

/// The name of a language, alone on its line.
fn is_language(line: &str) -> bool {
    [
        "english",
        "german",
        "french",
        "spanish",
        "dutch",
        "italian",
        "portuguese",
        "russian",
        "swedish",
        "danish",
        "norwegian",
        "finnish",
        "polish",
        "turkish",
        "arabic",
        "englisch",
        "deutsch",
        "französisch",
        "spanisch",
        "niederländisch",
        "italienisch",
        "anglais",
        "allemand",
        "français",
        "espagnol",
        "néerlandais",
        "italien",
        "inglés",
        "alemán",
        "francés",
        "español",
        "neerlandés",
        "italiano",
        "engels",
        "duits",
        "frans",
        "spaans",
        "nederlands",
        "chinese",
        "japanese",
        "czech",
        "hungarian",
        "catalan",
        "greek",
        "ukrainian",
    ]
    .contains(&line.to_lowercase().as_str())
}

/// The paragraphs without the one that names the publisher at the end.
fn without_publisher(mut found: Vec<String>, rights: &str, outlet: Option<&str>) -> Vec<String> {
    let Some(text) = found.last() else { return found };
    let is_sentence = text.ends_with(['.', '!', '?', '"', '”', '»']) && !ends_as_company(text);
    let is_short = text.split_whitespace().count() <= MOST_PUBLISHER_WORDS;
    let known = format!("{rights} {}", outlet.unwrap_or_default());
    let names_owner = shares_word(text, &known) || ends_as_company(text);
    if found.len() > 1 && is_short && !is_sentence && names_owner {
        found.pop();
    }
    found
}

fn ends_as_company(text: &str) -> bool {
    let last = text.split_whitespace().last().unwrap_or_default().to_lowercase();
    [
        "ag", "gmbh", "kg", "ltd", "ltd.", "limited", "inc", "inc.", "llc", "corp.", "plc", "sa",
        "s.a.", "bv", "b.v.", "n.v.", "s.l.", "sl", "spa", "s.p.a.", "sas", "verlag", "group",
        "company", "se", "pty", "ab", "as", "a/s",
    ]
    .contains(&last.as_str())
}

/// Whether two texts share a word of four letters or more, capitals and umlauts aside.
fn shares_word(one: &str, other: &str) -> bool {
    let plain = |word: &str| {
        let word: String = word.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
        word.replace('ä', "ae").replace('ö', "oe").replace('ü', "ue")
    };
    let others: Vec<String> = other.split_whitespace().map(plain).collect();
    one.split_whitespace()
        .map(plain)
        .any(|word| word.chars().count() >= 4 && others.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::archive::article::Export;
    use crate::corpus::archive::raw_file::RawFile;

    fn read_text(text: &str) -> Export {
        let lines: Vec<&str> = text.lines().collect();
        assert!(fits(&lines), "{text}");
        let mut builder = ExportBuilder::new("test");
        read(&lines, &mut builder);
        builder.finish(&RawFile { name: "a.rtf", bytes: b"", text: None }).unwrap()
    }

    #[test]
    fn articles_without_codes_are_read() {
        for (length, date, language) in [
            ("41 words", "2 March 2031", "English"),
            ("1.041 Wörter", "2. März 2031", "Deutsch"),
            ("41 mots", "2 mars 2031", "Français"),
            ("41 palabras", "2 de marzo de 2031", "Español"),
            ("41 woorden", "2 maart 2031", "Nederlands"),
        ] {
            let article = format!(
                "News\n\nFerry leaves Kethmar\n\nBy A. \
                 Person\n\n{length}\n\n{date}\n\n15:32\n\nVarsk \
                 Courier\n\nVARSK\n\n14\n\n{language}\n\n© 2031 Varsk Press. All rights \
                 reserved.\n\n\
                 The ferry left.\n\nNobody waved at Varsk Courier.\n\nVarsk Press Ltd.\n\n\
                 Document VARSK00020310302e7320001\n\n"
            );
            let export = read_text(&format!("{article}{article}Search Summary\n\nText\n\nferry"));
            assert_eq!(export.articles.len(), 2);
            let article = &export.articles[0];
            assert_eq!(article.fields.outlet.as_deref(), Some("Varsk Courier"));
            assert_eq!(article.fields.date.as_deref(), Some("2031-03-02"), "{date}");
            assert_eq!(article.fields.author.as_deref(), Some("A. Person"));
            assert_eq!(article.fields.section.as_deref(), Some("News"));
            assert_eq!(article.fields.language.as_deref(), Some(language));
            assert_eq!(
                article.text,
                "Ferry leaves Kethmar\n\nThe ferry left.\n\nNobody waved at Varsk Courier."
            );
        }
    }

    #[test]
    fn blank_lines_may_be_missing() {
        let article = "Ferry leaves Kethmar\nBy A. Person\n41 words\n2 March 2031\nVarsk \
            Courier\nVARSK\n\
            English\n(c) 2031 Varsk Press\nThe ferry left.\nNobody waved.\nVarsk Press\nDocument \
            VARSK00020310302e7320001\n";
        let export = read_text(article);
        assert_eq!(export.articles[0].fields.author.as_deref(), Some("A. Person"));
        assert_eq!(
            export.articles[0].text,
            "Ferry leaves Kethmar\n\nThe ferry left.\n\nNobody waved."
        );
    }

    #[test]
    fn an_ordinary_text_is_no_export() {
        for text in ["41 words\n\nMarch 2031", "Document A1\n\n41 words\n\n2 March 2031"] {
            assert!(!fits(&text.lines().collect::<Vec<_>>()), "{text}");
        }
    }
}
