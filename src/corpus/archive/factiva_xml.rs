//! Factiva exports in XML.

use super::article::{ArticleDraft, Export, ExportBuilder};
use super::docx::entity_text;
use super::error::ArchiveError;
use super::raw_file::RawFile;
use super::reader::ArchiveReader;
use quick_xml::events::Event;

/// Articles in XML.
pub(crate) struct FactivaXml;

impl ArchiveReader for FactivaXml {
    fn name(&self) -> &'static str {
        "a Factiva export"
    }

    fn recognises(&self, file: &RawFile<'_>) -> bool {
        let Some(text) = file.tagged() else { return false };
        let head = super::raw_file::head(text);
        head.starts_with("<?xml") && head.contains("factiva") && head.contains("<article")
            || head.contains("<ppsArticleResponse")
    }

    fn read(&self, file: &RawFile<'_>) -> Result<Export, ArchiveError> {
        let text = file.tagged().unwrap_or_default();
        let mut builder = ExportBuilder::new(self.name());
        read_articles(text, &mut builder).map_err(|why| ArchiveError::Damaged {
            file: file.name.to_owned(),
            kind: "Factiva export",
            why,
        })?;
        builder.finish(file)
    }
}

/// The part of an article that an element begins.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Headline,
    Paragraphs,
    Outlet,
    Date,
    Author,
    Section,
    Language,
}

fn part_of(name: &str) -> Option<Part> {
    Some(match name {
        "headline" => Part::Headline,
        "leadParagraph" | "tailParagraphs" => Part::Paragraphs,
        "sourceName" => Part::Outlet,
        "publicationDate" => Part::Date,
        "byline" => Part::Author,
        "sectionName" | "columnName" => Part::Section,
        "baseLanguage" => Part::Language,
        _ => return None,
    })
}

fn read_articles(xml: &str, builder: &mut ExportBuilder) -> Result<(), String> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut draft: Option<ArticleDraft> = None;
    let mut part: Option<Part> = None;
    let mut text = String::new();
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "article" => draft = Some(ArticleDraft::default()),
                "time" if part == Some(Part::Date) => text.clear(),
                name => {
                    if let Some(next) = part_of(name) {
                        part = Some(next);
                        text.clear();
                    }
                }
            },
            Event::End(tag) => {
                let tag = tag.local_name();
                let name: &str = tag.as_ref();
                if name == "article" {
                    if let Some(draft) = draft.take() {
                        builder.add(draft);
                    }
                } else if name == "paragraph" && part == Some(Part::Paragraphs) {
                    if let Some(draft) = &mut draft {
                        draft.body.push(std::mem::take(&mut text));
                    }
                } else if matches!(name, "date" | "dateTime") && part == Some(Part::Date) {
                    put(&mut draft, Part::Date, &mut text);
                } else if part_of(name) == part
                    && let Some(part) = part.take()
                {
                    put(&mut draft, part, &mut text);
                }
            }
            Event::Text(content) if part.is_some() => text.push_str(&content.xml10_content()),
            Event::CData(content) if part.is_some() => text.push_str(&content.xml10_content()),
            Event::GeneralRef(entity) if part.is_some() => text.push_str(&entity_text(&entity)),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// Puts the text of a part into its place, unless something is there already.
fn put(draft: &mut Option<ArticleDraft>, part: Part, text: &mut String) {
    let text = std::mem::take(text);
    let Some(draft) = draft.as_mut().filter(|_| !text.trim().is_empty()) else { return };
    let slot = match part {
        Part::Headline => &mut draft.fields.title,
        Part::Paragraphs => return draft.body.push(text),
        Part::Outlet => &mut draft.fields.outlet,
        Part::Date => &mut draft.fields.date,
        Part::Author => &mut draft.fields.author,
        Part::Section => &mut draft.fields.section,
        Part::Language => &mut draft.fields.language,
    };
    slot.get_or_insert(text);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> Result<Export, ArchiveError> {
        let file = RawFile { name: "a.xml", bytes: text.as_bytes(), text: Some(text) };
        assert!(FactivaXml.recognises(&file));
        FactivaXml.read(&file)
    }

    #[test]
    fn articles_in_xml_are_read() {
        let article = "<article><accessionNo>VARSK</accessionNo><baseLanguage>EN</baseLanguage>\
            <copyright>(c)</copyright><byline>By A. Person</byline><headline><paragraph>Ferry \
            <hlt>leaves</hlt> &amp; returns</paragraph></headline><leadParagraph><paragraph>The \
            ferry left.</paragraph></leadParagraph><publicationDate><dateTime>2031-03-02T01:00:00Z\
            </dateTime></publicationDate><publisherName>Press</publisherName><sourceName>Varsk \
            Courier</sourceName><region><name>Varsk</name></region><tailParagraphs><paragraph>One.\
            </paragraph><paragraph>Two.</paragraph></tailParagraphs><notes>A \
            note</notes></article>";
        let text = format!(
            "<?xml version=\"1.0\"?><r xmlns=\"http://global.factiva.com\">{article}\
            <article><accessionNo>EMPTY</accessionNo></article>{article}</r>"
        );
        let export = read_text(&text).unwrap();
        assert_eq!((export.articles.len(), export.left_out.len()), (2, 1));
        let article = &export.articles[1];
        assert_eq!(article.number, 3);
        assert_eq!(article.fields.outlet.as_deref(), Some("Varsk Courier"));
        assert_eq!(article.fields.date.as_deref(), Some("2031-03-02"));
        assert_eq!(article.fields.author.as_deref(), Some("A. Person"));
        assert_eq!(article.fields.language.as_deref(), Some("EN"));
        assert_eq!(article.text, "Ferry leaves & returns\n\nThe ferry left.\n\nOne.\n\nTwo.");
        let error = read_text("<?xml version=\"1.0\"?><ppsArticleResponse><a></b>").unwrap_err();
        assert!(error.to_string().contains("damaged"), "{error}");
    }
}
