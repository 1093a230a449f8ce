//! What can be wrong with a corpus as a whole. What is wrong with one document is a
//! [`Rejection`](super::Rejection).

use super::field::Field;
use super::rejection::Rejection;
use std::io;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// A corpus that cannot be read. Each message names the place, what was found there and what was
/// expected; how to name another column, format or file is for the caller to say.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum CorpusError {
    /// Nothing at this path.
    #[error("{}: no such file or folder; check the path", .0.display())]
    Missing(PathBuf),
    /// The system refuses to read.
    #[error("{}: cannot be read ({source}); check the path and your rights to it", path.display())]
    Unreadable {
        /// The path.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The system refuses a temporary file.
    #[error("a temporary file in {} cannot be used ({source}); check the space on that disk and \
        your rights to it", std::env::temp_dir().display())]
    Temporary {
        /// What the system said.
        source: io::Error,
    },
    /// A folder in which no document was found.
    #[error("{}: no documents: this folder has no file of a kind that is read{}; put texts or \
        tables into it, or name the files to read",
        path.display(),
        if seen.is_empty() { String::new() } else { format!(" (it has {seen})") })]
    EmptyFolder {
        /// The folder.
        path: PathBuf,
        /// Some of what it has.
        seen: String,
    },
    /// A file whose kind is not known.
    #[error("{}: not a kind of file that is read; expected .txt, .csv, .tsv, .json, .jsonl, \
        .html, .xml, .docx or .rtf, also packed as .gz or .zst",
        .0.display())]
    UnknownKind(PathBuf),
    /// A table without a column for the text.
    #[error("{file}: no column for the text: it has {columns}")]
    NoTextColumn {
        /// The file.
        file: String,
        /// The columns that it has.
        columns: String,
    },
    /// A column that was named and is not there.
    #[error("{file}: there is no column `{name}` for the {field}; {known}")]
    NoColumn {
        /// The file.
        file: String,
        /// The name.
        name: String,
        /// The field that it was named for.
        field: Field,
        /// The column that was probably meant, or some of those that there are.
        known: String,
    },
    /// A table without any row.
    #[error("{0}: the file is empty; a table needs a header and at least one row")]
    EmptyTable(String),
    /// A quotation mark that breaks the rows of a table.
    #[error(
        "{file}, row {row}, byte {byte}: the quoted cell that begins here is {fault}; close it, \
         and double every quotation mark inside it"
    )]
    BrokenQuote {
        /// The file.
        file: String,
        /// The row; the header is row 1.
        row: u64,
        /// Where the cell opens, in bytes from 0.
        byte: u64,
        /// What is wrong with it.
        fault: &'static str,
    },
    /// A manifest that has no column of file names.
    #[error(
        "{file}: a manifest needs a column `file`: it has {columns}; rename the column of file \
         names to `file`"
    )]
    ManifestWithoutFiles {
        /// The manifest.
        file: String,
        /// The columns that it has.
        columns: String,
    },
    /// A manifest that names a file which is not there.
    #[error(
        "{file}, row {row}: it names `{name}`, which is not in the folder; add the file or delete \
         the row"
    )]
    ManifestNamesMissing {
        /// The manifest.
        file: String,
        /// The row.
        row: u64,
        /// The name.
        name: String,
    },
    /// A manifest that cannot be read as a table.
    #[error("{file}: {fault}; mend the manifest")]
    BadManifest {
        /// The manifest.
        file: String,
        /// What is wrong.
        fault: String,
    },
    /// A table of events that cannot be used.
    #[error("{file}: {fault}")]
    BadEvents {
        /// The table.
        file: String,
        /// What is wrong, and what to do.
        fault: String,
    },
    /// A JSON file in which no articles are found.
    #[error(
        "{file}: not JSON with articles ({fault}); expected a list of objects, one object a line, \
         or an answer with a list such as `articles` or `results`"
    )]
    BadJsonFile {
        /// The file.
        file: String,
        /// What is wrong.
        fault: String,
    },
    /// A table with two columns of one name, both of which could be meant.
    #[error(
        "{file}: two columns are named `{name}`, and it is not clear which is the {field}; rename \
         one of them"
    )]
    AmbiguousColumn {
        /// The file.
        file: String,
        /// The name.
        name: String,
        /// The field.
        field: Field,
    },
    /// A file that is not what its ending says.
    #[error("{file}: this is {found}, whatever its ending says; {remedy}")]
    OtherKind {
        /// The file.
        file: String,
        /// What it is.
        found: &'static str,
        /// What to do.
        remedy: &'static str,
    },
    /// A compressed file that cannot be unpacked.
    #[error("{file}: cannot be unpacked ({fault}); it may be cut off")]
    BadPacking {
        /// The file.
        file: String,
        /// What is wrong.
        fault: String,
    },
    /// A pipe or device where a file is expected.
    #[error("{}: this is a pipe or a device, not a file; pipe it into standard input",
        .0.display())]
    NotAFile(PathBuf),
    /// A pattern to cut texts at that is not a regular expression.
    #[error("the pattern to cut texts at is not a regular expression ({0}); mend the pattern")]
    BadSplit(String),
    /// Nothing came in.
    #[error("no documents in {0}; check the input")]
    NoDocuments(String),
    /// Nothing that came in can be used.
    #[error("no document can be used: {count} left out, the first because {first}")]
    NothingUsable {
        /// How many there were.
        count: u64,
        /// The first of them.
        first: Rejection,
    },
    /// A file that is not a table of text, such as a workbook.
    #[error("{0}: this is no table of text (perhaps a workbook); save it as CSV")]
    NoTable(String),
    /// A row of a table that must be read whole.
    #[error(transparent)]
    BadRow(Rejection),
    /// A corpus profile that cannot be used.
    #[error("{file}: not a usable corpus profile ({fault})")]
    BadProfile {
        /// The file.
        file: String,
        /// What is wrong.
        fault: String,
    },
    /// Two corpus profiles under which one document would be read in two ways.
    #[error("the corpus profiles do not fit together: {0}")]
    ProfilesDiffer(String),
    /// Standard input or a pipe was empty.
    #[error("nothing came in on {0}; pipe a table, JSON Lines or a text into it")]
    EmptyInput(String),
}

/// What went wrong while a file was read, before the file is named.
pub(crate) enum Fault {
    /// The system refuses to read.
    Read(io::Error),
    /// The system refuses a temporary file.
    Temporary(io::Error),
    /// The content is wrong.
    Content(CorpusError),
}

impl Fault {
    /// The same fault where the file that was read is a temporary copy.
    pub(crate) fn into_temporary(self) -> Self {
        match self {
            Self::Read(source) => Self::Temporary(source),
            fault => fault,
        }
    }

    /// The error of the file at `path`.
    pub(crate) fn at(self, path: &Path) -> CorpusError {
        match self {
            Self::Read(source) => CorpusError::Unreadable { path: path.to_owned(), source },
            Self::Temporary(source) => CorpusError::Temporary { source },
            Self::Content(error) => error,
        }
    }
}

impl From<CorpusError> for Fault {
    fn from(error: CorpusError) -> Self {
        Self::Content(error)
    }
}
