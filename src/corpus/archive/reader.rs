//! What a reader of archive files is.

use super::article::Export;
use super::error::ArchiveError;
use super::raw_file::RawFile;

/// One kind of file. Readers are values in one registry.
pub(crate) trait ArchiveReader: Sync {
    /// What files of this kind are called.
    fn name(&self) -> &'static str;
    /// Whether the file is of this kind. Looks at the content, never at the name of the file.
    fn recognises(&self, file: &RawFile<'_>) -> bool;
    /// The articles of a file that was recognized.
    fn read(&self, file: &RawFile<'_>) -> Result<Export, ArchiveError>;
}
