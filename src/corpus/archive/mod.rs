//! Files of news archives and plain pages, cut into articles. Each kind of file has a reader.

mod article;
mod date_line;
mod docx;
mod error;
mod europresse;
mod factiva_codes;
mod factiva_lines;
mod factiva_page;
mod factiva_xml;
mod field_word;
mod layouts;
mod lexisnexis;
mod lexisnexis_head;
mod line_layout;
mod lined_page;
mod lines;
mod nexis_uni;
mod page;
mod page_facts;
mod proquest;
mod proquest_field;
mod raw_file;
mod reader;
mod rtf;
#[cfg(test)]
mod sample_tests;
mod text_export;
mod unsupported;
mod web_page;
mod word_file;

pub(crate) use article::{ArchiveArticle as Article, Export};
pub(crate) use error::ArchiveError;
pub(crate) use raw_file::{RawFile, head};
use reader::ArchiveReader as Reader;

/// All readers. The first that recognizes a file reads it.
const READERS: [&dyn Reader; 9] = [
    &word_file::WordFile,
    &word_file::RichText,
    &factiva_xml::FactivaXml,
    &factiva_page::FactivaPage,
    &europresse::EuropressePage,
    &unsupported::UnsupportedFile,
    &lined_page::LinedPage,
    &web_page::WebPage,
    &text_export::TextExport,
];

/// The articles of an archive file, or nothing for an ordinary file of text or a table.
pub(crate) fn read(file: &RawFile<'_>) -> Option<Result<Export, ArchiveError>> {
    READERS.iter().find(|reader| reader.recognises(file)).map(|reader| reader.read(file))
}
