//! Archive exports that are plain text.

use super::article::Export;
use super::error::ArchiveError;
use super::layouts;
use super::raw_file::RawFile;
use super::reader::ArchiveReader;

/// Plain text with the layout of an archive.
pub(crate) struct TextExport;

impl ArchiveReader for TextExport {
    fn name(&self) -> &'static str {
        "an archive export as plain text"
    }

    fn recognises(&self, file: &RawFile<'_>) -> bool {
        file.head().is_some_and(|head| layouts::layout_of(head).is_some())
    }

    fn read(&self, file: &RawFile<'_>) -> Result<Export, ArchiveError> {
        let text = file.text.unwrap_or_default();
        match file.head().and_then(layouts::layout_of) {
            Some(layout) => layouts::read(layout, text, file),
            None => Err(ArchiveError::NoArticles { file: file.name.to_owned(), kind: self.name() }),
        }
    }
}
