//! Word files (DOCX): archive exports, and others as one document each.

use super::article::{ArticleDraft, Export, ExportBuilder};
use super::error::ArchiveError;
use super::layouts;
use super::lines::{blocks, paragraphs};
use super::raw_file::RawFile;
use super::reader::ArchiveReader;
use super::{docx, rtf};

/// A Word file.
pub(crate) struct WordFile;

/// A rich text file.
pub(crate) struct RichText;

impl ArchiveReader for WordFile {
    fn name(&self) -> &'static str {
        "a Word file"
    }

    fn recognises(&self, file: &RawFile<'_>) -> bool {
        docx::names_in_zip(file.bytes).is_some_and(|names| docx::main_document(&names).is_some())
    }

    fn read(&self, file: &RawFile<'_>) -> Result<Export, ArchiveError> {
        read_text(self.name(), &docx::text_of(file)?, file)
    }
}

impl ArchiveReader for RichText {
    fn name(&self) -> &'static str {
        "a rich text file"
    }

    fn recognises(&self, file: &RawFile<'_>) -> bool {
        rtf::is_rich_text(file.bytes)
    }

    fn read(&self, file: &RawFile<'_>) -> Result<Export, ArchiveError> {
        read_text(self.name(), &rtf::text_of(file.bytes), file)
    }
}

/// The articles of a text with the layout of an archive; otherwise the text as one document.
fn read_text(name: &'static str, text: &str, file: &RawFile<'_>) -> Result<Export, ArchiveError> {
    if let Some(layout) = layouts::layout_of(text) {
        return layouts::read(layout, text, file);
    }
    let body = paragraphs(&blocks(&text.lines().collect::<Vec<_>>()));
    let mut builder = ExportBuilder::new(name);
    if !body.is_empty() {
        builder.add(ArticleDraft { body, ..ArticleDraft::default() });
    }
    builder.finish(file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::archive::docx::tests::word_file;

    const NEXIS: [&str; 19] = [
        "Documents (2)",
        "1. Ferry leaves",
        "Search Terms: ferry",
        "Ferry leaves",
        "Varsk Courier",
        "March 2, 2031 Sunday 9:20 AM GMT",
        "\nCopyright 2031 Varsk All Rights Reserved\n",
        "Section:\u{a0}NEWS; Version:2",
        "Length:\u{a0}41 words",
        "Byline:\u{a0}A. Person",
        "Body",
        "",
        "The ferry left.",
        "Nobody waved.",
        "Graphic",
        "A ferry.",
        "Load-Date:\u{a0}March 3, 2031",
        "",
        "\nEnd of Document",
    ];

    fn check(export: &Export) {
        assert_eq!(export.articles.len(), 1);
        let article = &export.articles[0];
        assert_eq!(article.fields.outlet.as_deref(), Some("Varsk Courier"));
        assert_eq!(article.fields.date.as_deref(), Some("2031-03-02"));
        assert_eq!(article.fields.section.as_deref(), Some("NEWS; Version:2"));
        assert_eq!(article.fields.author.as_deref(), Some("A. Person"));
        assert_eq!(article.text, "Ferry leaves\n\nThe ferry left.\n\nNobody waved.");
    }

    #[test]
    fn exports_in_word_files_are_cut() {
        let bytes = word_file(&NEXIS);
        let file = RawFile { name: "a.docx", bytes: &bytes, text: None };
        assert!(WordFile.recognises(&file));
        check(&WordFile.read(&file).unwrap());
    }

    #[test]
    fn exports_in_rich_text_are_cut() {
        let text: String = NEXIS
            .iter()
            .map(|line| {
                format!("{{\\b {}}}\\par\n", line.replace('\n', "\\line ").replace('\u{a0}', "\\~"))
            })
            .collect();
        let bytes = format!("{{\\rtf1\\ansi{{\\header Page 1 of 2\\par}}{text}}}").into_bytes();
        let file = RawFile { name: "a.rtf", bytes: &bytes, text: None };
        assert!(RichText.recognises(&file));
        check(&RichText.read(&file).unwrap());
    }

    #[test]
    fn other_files_are_one_document() {
        let bytes = word_file(&["Ferry", "The ferry left.", "It rained."]);
        let file = RawFile { name: "a.docx", bytes: &bytes, text: None };
        let export = WordFile.read(&file).unwrap();
        assert_eq!(export.articles[0].text, "Ferry\n\nThe ferry left.\n\nIt rained.");
        let file = RawFile { name: "a.rtf", bytes: b"{\\rtf1 One.\\par Two.}", text: None };
        assert_eq!(RichText.read(&file).unwrap().articles[0].text, "One.\n\nTwo.");
        assert!(
            RichText.read(&RawFile { name: "a.rtf", bytes: b"{\\rtf1 }", text: None }).is_err()
        );
    }
}
