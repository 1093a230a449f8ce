//! Why a file of a news archive is not read.

use thiserror::Error;

/// A file of a news archive that gives no article. Each message names the file, what was found and
/// what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub(crate) enum ArchiveError {
    /// A file of a kind that no reader exists for.
    #[error("{file}: {kind} cannot be read; {remedy}")]
    Unsupported {
        /// The file.
        file: String,
        /// What it is.
        kind: &'static str,
        /// What to do instead.
        remedy: &'static str,
    },
    /// An export in which no article was found.
    #[error(
        "{file}: recognized as {kind}, but no article with text was found in it; export the \
        full texts from the archive, or save each article as plain text"
    )]
    NoArticles {
        /// The file.
        file: String,
        /// What it was recognized as.
        kind: &'static str,
    },
    /// A file that is cut off or damaged.
    #[error("{file}: this {kind} is damaged ({why}); export or download it again")]
    Damaged {
        /// The file.
        file: String,
        /// What it is.
        kind: &'static str,
        /// What is wrong with it.
        why: String,
    },
    /// A file that unpacks to more than a reader takes.
    #[error("{file}: unpacks to more than {limit} MB; split it into smaller exports")]
    TooLarge {
        /// The file.
        file: String,
        /// The most that is read, in megabytes.
        limit: u64,
    },
    /// A page with too many elements inside each other.
    #[error(
        "{file}: the elements of this page are nested too deeply; save the article as plain \
        text"
    )]
    TooDeep {
        /// The file.
        file: String,
    },
}
