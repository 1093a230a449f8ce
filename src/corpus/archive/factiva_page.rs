//! Factiva exports as a web page, with field codes or without.

use super::article::{ArticleDraft, Export, ExportBuilder};
use super::error::ArchiveError;
use super::factiva_codes::{CodedFields, is_code};
use super::factiva_lines::{is_document_number, read_head, read_headline};
use super::field_word::is_length_alone;
use super::lines::{blocks, paragraphs};
use super::page;
use super::raw_file::RawFile;
use super::reader::ArchiveReader;
use scraper::ElementRef;

/// Articles on a page of Factiva.
pub(crate) struct FactivaPage;

impl ArchiveReader for FactivaPage {
    fn name(&self) -> &'static str {
        "a Factiva export"
    }

    fn recognises(&self, file: &RawFile<'_>) -> bool {
        file.tagged().is_some_and(|text| {
            let names_archive = text.contains("Factiva") || text.contains("factiva");
            names_archive
                && (text.contains("Article\"") || text.contains("Article'"))
                && (text.contains("\"article ") || text.contains("'article "))
        })
    }

    fn read(&self, file: &RawFile<'_>) -> Result<Export, ArchiveError> {
        let tree = page::tree(file)?;
        let mut builder = ExportBuilder::new(self.name());
        let articles = tree.root_element().descendent_elements().filter(|element| {
            let mut around = element.ancestors().filter_map(ElementRef::wrap);
            is_article(element) && !around.any(|outer| is_article(&outer))
        });
        for element in articles {
            match with_codes(element).or_else(|| without_codes(element)) {
                Some(draft) => builder.add(draft),
                None => builder.leave_out("it has no full text"),
            }
        }
        builder.finish(file)
    }
}

/// `<div class="article enArticle">`
fn is_article(element: &ElementRef<'_>) -> bool {
    let value = element.value();
    let mut has = (false, false);
    for class in value.classes() {
        has.0 |= class == "article";
        has.1 |= class.ends_with("Article") && class.len() <= 12;
    }
    has.0 && has.1
}

/// An article whose fields are rows of a table, each with its code.
fn with_codes(article: ElementRef<'_>) -> Option<ArticleDraft> {
    let mut fields = CodedFields::default();
    for row in article.descendent_elements().filter(|element| element.value().name() == "tr") {
        let mut cells = row.child_elements().filter(|cell| cell.value().name() == "td");
        let (Some(code), Some(value)) = (cells.next(), cells.next()) else { continue };
        // A table around the table of the fields has rows inside of its cells.
        if has_rows(code) || has_rows(value) {
            continue;
        }
        let code = page::line_of(code);
        if is_code(&code) {
            fields.set(&code, paragraphs_of(value));
        }
    }
    fields.finish()
}

fn has_rows(cell: ElementRef<'_>) -> bool {
    cell.descendent_elements().any(|element| element.value().name() == "tr")
}

fn paragraphs_of(element: ElementRef<'_>) -> Vec<String> {
    let text = page::plain_text_of(element);
    paragraphs(&blocks(&text.lines().collect::<Vec<_>>()))
}

/// An article whose fields are lines without codes, before the paragraphs of the text.
fn without_codes(article: ElementRef<'_>) -> Option<ArticleDraft> {
    let mut draft = ArticleDraft::default();
    let mut author = None;
    for element in article.descendent_elements() {
        let value = element.value();
        if value.classes().any(|class| class.ends_with("Headline")) {
            draft.fields.title.get_or_insert_with(|| page::line_of(element));
        } else if value.name() == "div" && value.classes().any(|class| class == "author") {
            author = Some(page::line_of(element));
        } else if value.classes().any(|class| class == "articleParagraph") {
            draft.body.extend(paragraphs_of(element));
        }
    }
    for name in [&mut draft.fields.title, &mut author].into_iter().flatten() {
        // Factiva leaves its own sign for a line break in names.
        *name = name.replace("&softReturn;", " ");
    }
    let text = page::plain_text_of(article);
    let lines: Vec<&str> = text.lines().collect();
    let length_at = lines.iter().position(|line| is_length_alone(line))?;
    let after = lines.get(length_at.saturating_add(1)..).unwrap_or_default();
    let mut names = ArticleDraft::default();
    read_headline(&blocks(lines.get(..length_at).unwrap_or_default()), &mut names);
    let head = read_head(after, &mut draft);
    draft.fields.title = draft.fields.title.or(names.fields.title);
    draft.fields.author = author.or(names.fields.author);
    // The section precedes the headline.
    let section = lines.iter().map(|line| line.trim()).find(|line| !line.is_empty());
    draft.fields.section =
        section.filter(|line| draft.fields.title.as_deref() != Some(*line)).map(str::to_owned);
    if draft.body.is_empty() {
        let rest = after.get(head.length..).unwrap_or_default();
        let end = rest.iter().position(|line| is_document_number(line)).unwrap_or(rest.len());
        draft.body = paragraphs(&blocks(rest.get(..end).unwrap_or_default()));
    }
    Some(draft)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> Export {
        let file = RawFile { name: "a.html", bytes: text.as_bytes(), text: Some(text) };
        assert!(FactivaPage.recognises(&file));
        FactivaPage.read(&file).unwrap()
    }

    #[test]
    fn articles_with_codes_are_read() {
        let row = |code: &str, value: &str| {
            format!("<tr><td class=\"index\"><b>{code}</b>&nbsp;</td><td>{value}</td></tr>")
        };
        let article = [
            row("SE", "News"),
            row("HD", "<b class='enHeadline'>Ferry leaves</b>"),
            row("BY", "By A. Person"),
            row("WC", "41 words"),
            row("PD", "2 mars 2031"),
            row("SN", "Varsk Courier"),
            row("CY", "(c) Varsk"),
            row("LP", "<p>The ferry left.</p><p>It rained.</p>"),
            row("TD", "<p>Nobody waved.</p>"),
            row("NS", "gcat : News"),
            row("AN", "Document VARSK1"),
        ]
        .concat();
        let text = format!(
            "<html><title>Factiva</title><h1>Factiva</h1><div class=\"article enArticle\"><table>\
             {article}</table></div><div>Search Summary</div></html>"
        );
        let article = &read_text(&text).articles[0];
        assert_eq!(article.fields.outlet.as_deref(), Some("Varsk Courier"));
        assert_eq!(article.fields.date.as_deref(), Some("2031-03-02"));
        assert_eq!(article.fields.section.as_deref(), Some("News"));
        assert_eq!(article.fields.author.as_deref(), Some("A. Person"));
        assert_eq!(article.text, "Ferry leaves\n\nThe ferry left.\n\nIt rained.\n\nNobody waved.");
    }

    #[test]
    fn articles_without_codes_are_read() {
        let article = "<div class=\"article deArticle\"><p><div>Inland</div><div id=\"hd\"><b \
            class='deHeadline'>Fähre</b></div><div class=\"author\">Von A. Person</div><div>41 \
            Wörter</div><div>2. März 2031</div><div>Varsker Bote</div><div>VARSK</div><div>14</div>\
            <div>German</div><div>© 2031 Varsk</div></p><p class=\"articleParagraph x\">Die Fähre.\
            </p><p class=\"articleParagraph x\">Es regnete.</p><p>Varsk AG</p><p>Document \
            VARSK1</p>\
            </div>";
        let text = format!("<html><title>Factiva</title>{article}<br/>{article}</html>");
        let export = read_text(&text);
        assert_eq!(export.articles.len(), 2);
        let article = &export.articles[0];
        assert_eq!(article.fields.outlet.as_deref(), Some("Varsker Bote"));
        assert_eq!(article.fields.date.as_deref(), Some("2031-03-02"));
        assert_eq!(article.fields.section.as_deref(), Some("Inland"));
        assert_eq!(article.fields.author.as_deref(), Some("A. Person"));
        assert_eq!(article.fields.language.as_deref(), Some("German"));
        assert_eq!(article.text, "Fähre\n\nDie Fähre.\n\nEs regnete.");
    }
}
