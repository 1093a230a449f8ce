//! The layout of Factiva with field codes: `HD`, `PD`, `SN`, `LP`, `TD`, and `AN` at the end.

use super::article::{ArticleDraft, ExportBuilder};
use super::line_layout::LineLayout;
use super::lines::{blocks, is_blank, paragraphs};

/// Articles whose fields have codes.
pub(crate) const LAYOUT: LineLayout = LineLayout { name: "a Factiva export", fits, read };

/// All codes of fields.
const CODES: [&str; 34] = [
    "HD", "CR", "WC", "PD", "ET", "SN", "SC", "ED", "PG", "VOL", "LA", "CY", "LP", "TD", "BY",
    "SE", "CT", "RF", "CO", "IN", "NS", "RE", "IPC", "IPD", "PUB", "AN", "ART", "CLM", "NGC", "GC",
    "CX", "DLN", "RST", "NT",
];

/// Gathers the fields of one article.
#[derive(Debug, Default)]
pub(crate) struct CodedFields {
    draft: ArticleDraft,
    has_fields: bool,
}

/// Whether a word is the code of a field.
pub(crate) fn is_code(word: &str) -> bool {
    word.len() <= 3 && CODES.contains(&word)
}

impl CodedFields {
    /// Takes a field with its paragraphs.
    pub(crate) fn set(&mut self, code: &str, value: Vec<String>) {
        self.has_fields = true;
        let slot = match code {
            "LP" | "TD" => return self.draft.body.extend(value),
            "HD" => &mut self.draft.fields.title,
            "PD" => &mut self.draft.fields.date,
            "SN" => &mut self.draft.fields.outlet,
            "BY" => &mut self.draft.fields.author,
            "SE" => &mut self.draft.fields.section,
            "LA" => &mut self.draft.fields.language,
            // A column, for articles without a section.
            "CLM" if self.draft.fields.section.is_none() => &mut self.draft.fields.section,
            _ => return,
        };
        let value = value.join(" ");
        if !value.trim().is_empty() {
            *slot = Some(value);
        }
    }

    /// The article, or nothing where it has no field.
    pub(crate) fn finish(&mut self) -> Option<ArticleDraft> {
        let fields = std::mem::take(self);
        fields.has_fields.then_some(fields.draft)
    }
}

/// A code at the beginning of a line, and what follows it.
fn coded(line: &str) -> Option<(&str, &str)> {
    let line = line.trim();
    let (code, value) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    is_code(code).then_some((code, value.trim()))
}

fn fits(lines: &[&str]) -> bool {
    let starts = |wanted: &str| {
        lines.iter().any(|line| {
            // A code is alone, or a tab or a gap follows: `IN THE CITY` is no field.
            coded(line).is_some_and(|(code, _)| code == wanted) && is_apart(line)
        })
    };
    starts("HD") && starts("PD") && starts("SN") && (starts("LP") || starts("TD") || starts("AN"))
}

/// Whether the first word is alone on its line or a gap follows it.
fn is_apart(line: &str) -> bool {
    let line = line.trim();
    let Some((code, rest)) = line.split_once(char::is_whitespace) else { return true };
    let tab_or_gap = line.get(code.len()..).is_some_and(|gap| gap.starts_with('\t'))
        || rest.starts_with(char::is_whitespace);
    // Of the codes only this one is followed by a word that no text has.
    tab_or_gap || (code == "AN" && rest.trim_start().starts_with("Document "))
}

fn read(lines: &[&str], builder: &mut ExportBuilder) {
    let is_apart_here = |line: &str| coded(line).is_some() && is_apart(line);
    let mut fields = CodedFields::default();
    let mut code = "";
    let mut value: Vec<&str> = Vec::new();
    for line in lines {
        match coded(line).filter(|_| is_apart_here(line)) {
            Some((next, rest)) => {
                end_field(&mut fields, code, &value);
                // The section precedes the headline, so either of them may begin an article.
                let begins = matches!(next, "SE" | "HD") && !matches!(code, "SE" | "CLM" | "");
                let is_new = matches!(code, "AN") || (begins && is_after_text(&fields));
                if is_new && let Some(draft) = fields.finish() {
                    builder.add(draft);
                }
                code = next;
                value = Some(rest).filter(|rest| !rest.is_empty()).into_iter().collect();
            }
            // What follows the number of the document belongs to no article.
            None if code == "AN" && !value.is_empty() && !is_blank(line) => {}
            None => value.push(line),
        }
    }
    end_field(&mut fields, code, &value);
    if let Some(draft) = fields.finish() {
        builder.add(draft);
    }
}

fn is_after_text(fields: &CodedFields) -> bool {
    !fields.draft.body.is_empty()
        || (fields.draft.fields.title.is_some() && fields.draft.fields.outlet.is_some())
}

fn end_field(fields: &mut CodedFields, code: &str, value: &[&str]) {
    if !code.is_empty() {
        fields.set(code, paragraphs(&blocks(value)));
    }
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
        builder.finish(&RawFile { name: "a.txt", bytes: b"", text: None }).unwrap()
    }

    const ARTICLE: &str = "SE|News~HD|Ferry leaves~BY|Von A. Person~WC|41 words~PD|2 March 2031~ET|\
        10:00~SN|Varsk Courier~SC|VARSK~LA|English~CY|(c) 2031 Varsk~LP|The ferry left.~TD|Nobody \
        waved.||IN THE HARBOUR it rained.~NS|gcat : News~PUB|Varsk Press~AN|Document \
        VARSK00020310302e7320001";

    #[test]
    fn fields_are_known_by_their_codes() {
        for (after_code, between) in
            [("\n", "\n\n"), ("\n\n", "\n\n"), ("\t", "\n"), ("  ", "\n\n")]
        {
            let one = ARTICLE.replace("||", "\n\n").replace('|', after_code).replace('~', between);
            let export =
                read_text(&format!("Factiva\n\n{one}\n\nSearch Summary\n\n{one}\n\n© Factiva"));
            assert_eq!(export.articles.len(), 2, "{one}");
            let article = &export.articles[1];
            assert_eq!(article.fields.outlet.as_deref(), Some("Varsk Courier"));
            assert_eq!(article.fields.date.as_deref(), Some("2031-03-02"));
            assert_eq!(article.fields.author.as_deref(), Some("A. Person"));
            assert_eq!(article.fields.section.as_deref(), Some("News"));
            assert_eq!(
                article.text,
                "Ferry leaves\n\nThe ferry left.\n\nNobody waved.\n\nIN THE HARBOUR it rained."
            );
        }
    }

    #[test]
    fn an_ordinary_text_is_no_export() {
        for text in
            ["HD\n\nPD\n\nA text", "IN THE CITY\n\nRE elections\n\nSE wind\n\nAN HD SN PD LP"]
        {
            assert!(!fits(&text.lines().collect::<Vec<_>>()), "{text}");
        }
    }
}
