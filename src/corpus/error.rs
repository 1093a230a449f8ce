//! What can be wrong with a corpus as a whole. What is wrong with one document is a
//! [`Rejection`](super::Rejection).

use super::document::Rejection;
use std::path::PathBuf;
use thiserror::Error;

/// A corpus that cannot be read.
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
        source: std::io::Error,
    },
    /// A folder in which no document was found.
    #[error("{}: no documents: this folder holds no .txt file{}; name the files to read, or a \
        folder of .txt files",
        path.display(), if seen.is_empty() { String::new() } else { format!(" (it holds \
            {seen})") })]
    EmptyFolder {
        /// The folder.
        path: PathBuf,
        /// Some of what it holds.
        seen: String,
    },
    /// A file whose kind is not known.
    #[error("{}: framescope reads .txt, .csv, .tsv and .jsonl files; convert this one, or say what \
        it is with --format", .0.display())]
    UnknownKind(PathBuf),
    /// A table without a column for the text.
    #[error(
        "{file}: no column for the text: it has {columns}; name the one to read with \
        --text-column"
    )]
    NoTextColumn {
        /// The file.
        file: String,
        /// The columns that it has.
        columns: String,
    },
    /// A column that was told and is not there.
    #[error(
        "{file}: there is no column `{name}` ({option}): it has {columns}; choose one of \
        these"
    )]
    NoColumn {
        /// The file.
        file: String,
        /// The name.
        name: String,
        /// The option that told it.
        option: &'static str,
        /// The columns that it has.
        columns: String,
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
        "{file}, row {row}: it names `{name}`, which is not in the folder; add the file or \
        delete the row"
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
    /// `.json` that is not JSON Lines.
    #[error(
        "{0}: this is one JSON array; framescope reads JSON Lines, one object a line (`jq -c \
        '.[]' FILE > FILE.jsonl` makes it)"
    )]
    JsonArray(String),
    /// An encoding that cannot be read.
    #[error("{0}: the file is UTF-32, which framescope does not read; save it as UTF-8")]
    Utf32(String),
    /// A pattern for `--split` that is no regular expression.
    #[error("--split: not a regular expression ({0}); mend the pattern")]
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
    /// A file that is no table of text, such as a workbook.
    #[error("{0}: this is no table of text (perhaps a workbook); save it as CSV")]
    NoTable(String),
    /// A row of a table that must be read whole.
    #[error(transparent)]
    BadRow(Rejection),
    /// Standard input was empty.
    #[error("nothing came in on standard input; pipe a table, JSON Lines or a text into it")]
    EmptyInput,
}
