//! Web pages whose lines have the layout of an archive: LexisNexis, ProQuest, Nexis Uni.

use super::article::Export;
use super::error::ArchiveError;
use super::layouts;
use super::page::{self, LineRules};
use super::raw_file::RawFile;
use super::reader::ArchiveReader;
use super::web_page;
use scraper::node::Element;
use std::collections::HashSet;

/// Pages of LexisNexis, ProQuest and Nexis Uni.
pub(crate) struct LinedPage;

/// The indent of text in the middle of the page.
const INDENT: &str = "                    ";

impl ArchiveReader for LinedPage {
    fn name(&self) -> &'static str {
        "an archive export as a web page"
    }

    fn recognises(&self, file: &RawFile<'_>) -> bool {
        let Some(text) = file.tagged() else { return false };
        let is_lexisnexis = text.contains("<DOCFULL>") || text.contains("DOCUMENTS</");
        let full_text =
            ["Full text:", "Full Text:", "Volltext:", "Texte intégral", "Texto completo"];
        let is_proquest = (text.contains("ProQuest") || text.contains("proquest"))
            && (full_text.iter().any(|words| text.contains(words))
                || text.contains("Publication info:"));
        let is_nexis_uni = text.contains("End of Document");
        is_lexisnexis || is_proquest || is_nexis_uni
    }

    fn read(&self, file: &RawFile<'_>) -> Result<Export, ArchiveError> {
        let source = file.text.unwrap_or_default();
        let tree = page::tree(file)?;
        let centred = centred_classes(source);
        let separates = source.contains("ProQuest") || source.contains("proquest");
        let lead = |element: &Element| {
            if separates && is_separator(element) {
                return SEPARATOR;
            }
            let is_centred = element.name() == "p"
                && element.classes().any(|class| centred.contains(&class.to_lowercase()));
            if is_centred { INDENT } else { "" }
        };
        let rules = LineRules { skips: &|_| false, lead: &lead };
        let text = page::text_of(tree.root_element(), &rules);
        match layouts::layout_of(&text) {
            Some(layout) => layouts::read(layout, &text, file),
            None => web_page::read_page(&tree, file),
        }
    }
}

/// A line between two articles of ProQuest.
const SEPARATOR: &str = "\n\n________________________________________\n\n";

/// What begins an article of ProQuest: an anchor, a line, a box with a line below it.
fn is_separator(element: &Element) -> bool {
    match element.name() {
        "a" => element.attr("name").is_some_and(|name| name.starts_with("DocID")),
        "hr" => true,
        "div" => element.attr("style").is_some_and(|style| style.contains("border-bottom")),
        _ => false,
    }
}

/// The classes that set text in the middle of the page, in small letters.
fn centred_classes(source: &str) -> HashSet<String> {
    let lower = super::raw_file::head(source).to_lowercase();
    let style = lower.split_once("<style").map_or("", |(_, rest)| rest);
    let style = style.split_once("</style").map_or("", |(style, _)| style);
    let rules = style.split('}').filter_map(|rule| rule.split_once('{'));
    rules
        .filter(|(_, declarations)| {
            declarations.contains("text-align: center")
                || declarations.contains("text-align:center")
        })
        .filter_map(|(name, _)| name.rsplit('.').next().map(|name| name.trim().to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> Export {
        let file = RawFile { name: "a.html", bytes: text.as_bytes(), text: Some(text) };
        assert!(LinedPage.recognises(&file));
        LinedPage.read(&file).unwrap()
    }

    #[test]
    fn pages_of_lexisnexis_are_read() {
        let centre = |text: &str| {
            format!("<BR><DIV CLASS=\"c0\"><P CLASS=\"c1\"><SPAN>{text}</SPAN></P></DIV>")
        };
        let left = |text: &str| format!("<BR><DIV CLASS=\"c5\"><P CLASS=\"c6\">{text}</P></DIV>");
        let article = [
            "<!-- Hide XML <DOCFULL> -->".to_owned(),
            centre("1 of 2 DOCUMENTS"),
            centre("Varsk Courier"),
            centre("No text may be printed again without leave"),
            centre("<SPAN>March</SPAN> 2, 2031, Sunday, Late Edition<BR>Correction Appended"),
            left("Ferry leaves;<BR>Nobody waves"),
            left("<SPAN>BYLINE: </SPAN>By A. Person"),
            left("<SPAN>SECTION: </SPAN>Section 5; Page 16"),
            left("<SPAN>LENGTH: </SPAN>41 words"),
            left("The ferry left.</P><P CLASS=\"c9\">It rained."),
            left("LOAD-DATE: March 3, 2031"),
            left("GRAPHIC: A ferry"),
            centre("Copyright 2031 Varsk"),
        ]
        .concat();
        let text = format!(
            "<HTML><HEAD><STYLE><!--\n.c1 {{ text-align: center; }}\n.c6 {{ text-align: left; }}\n\
             --></STYLE></HEAD><BODY>{article}{article}</BODY></HTML>"
        );
        let export = read_text(&text);
        assert_eq!(export.articles.len(), 2);
        let article = &export.articles[0];
        assert_eq!(article.fields.outlet.as_deref(), Some("Varsk Courier"));
        assert_eq!(article.fields.date.as_deref(), Some("2031-03-02"));
        assert_eq!(article.fields.author.as_deref(), Some("A. Person"));
        assert_eq!(article.text, "Ferry leaves; Nobody waves\n\nThe ferry left.\n\nIt rained.");
    }

    #[test]
    fn pages_of_proquest_are_read() {
        let field = |word: &str, value: &str| format!("<p><strong>{word}: </strong>{value}</p>");
        let article = [
            "<div style=\"border-bottom:2px solid #ccc\"><a \
             name=\"DocID_1\"></a><p></p>"
                .to_owned(),
            "<p style=\"font-weight:bold;\">Ferry leaves</p>".to_owned(),
            field("Author", "Person, A"),
            field("Publication info", "Varsk Courier ; Varsk [Varsk]02 Mar 2031: A.2."),
            "<p><a href=\"x\">ProQuest document link</a></p>".to_owned(),
            field("Abstract", "</p><p>A ferry left."),
            "<p><strong>Full text: </strong><text><title></title><p>The ferry left.</p> <p>It \
             rained.\
             </p></text></p>"
                .to_owned(),
            field("Subject", "Ferries"),
            field("Publication title", "Varsk Courier; Varsk"),
            field("Publication date", "Mar 2, 2031"),
            "</div>".to_owned(),
        ]
        .concat();
        let export = read_text(&format!("{article}{article}<p>Contact us</p>"));
        assert_eq!(export.articles.len(), 2);
        let article = &export.articles[1];
        assert_eq!(article.fields.outlet.as_deref(), Some("Varsk Courier"));
        assert_eq!(article.fields.title.as_deref(), Some("Ferry leaves"));
        assert_eq!(article.fields.date.as_deref(), Some("2031-03-02"));
        assert_eq!(article.text, "Ferry leaves\n\nThe ferry left.\n\nIt rained.");
    }
}
