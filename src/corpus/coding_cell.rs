//! Cells of coded sheets, and what can be wrong with such a sheet.

use super::sheet::{Sheet, SheetRow, undefused};
use thiserror::Error;

/// A sheet that cannot be scored.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum CodingError {
    /// A column that is needed.
    #[error("{file}: there is no column `{name}`: it has {columns}")]
    NoColumn {
        /// The sheet, or all of them.
        file: String,
        /// The name.
        name: &'static str,
        /// The columns that there are.
        columns: String,
    },
    /// Two columns of one name.
    #[error("{file}: two columns are named `{name}`; rename or delete one")]
    TwoColumns {
        /// The sheet.
        file: String,
        /// The name.
        name: String,
    },
    /// Nobody has coded anything.
    #[error(
        "{files}: no code in {columns}; write 1 (right) or 0 (wrong) beside matches, 0 or the \
         categories expressed beside misses"
    )]
    NothingCoded {
        /// The sheets.
        files: String,
        /// Their columns for codes.
        columns: String,
    },
    /// A cell that cannot be understood.
    #[error("{file}, row {row}, column {column}: found `{found}`, expected {expected}")]
    Cell {
        /// The sheet.
        file: String,
        /// The row; the header is row 1.
        row: u64,
        /// The column.
        column: String,
        /// The content of the cell.
        found: String,
        /// What could be there.
        expected: String,
    },
    /// A code that names a category which is not known.
    #[error(
        "{file}, row {row}, column {column}: found `{found}`, expected 0 (nothing missed) or the \
         categories that the sentence expresses, separated by `;`: {known}"
    )]
    UnknownCategory {
        /// The sheet.
        file: String,
        /// The row; the header is row 1.
        row: u64,
        /// The column.
        column: String,
        /// The content of the cell.
        found: String,
        /// The category that was probably meant, or some of those that there are.
        known: String,
    },
}

/// More matches than any corpus has; sums of such numbers stay whole.
const MOST: u64 = 1_000_000_000_000;

/// The most characters of a cell that a message shows.
const SHOWN: usize = 60;

/// A cell with its place.
#[derive(Clone, Copy, Debug)]
pub struct SheetCell<'s> {
    pub(super) file: &'s str,
    pub(super) row: u64,
    pub(super) column: &'s str,
    pub(super) text: &'s str,
}

impl<'s> SheetCell<'s> {
    /// The cell of a sheet at a row and at the place of a column.
    pub(super) fn new(sheet: &'s Sheet, row: &'s SheetRow, at: usize) -> Self {
        Self {
            file: &sheet.file,
            row: row.number,
            column: sheet.columns.get(at).map_or("", String::as_str),
            text: row.cells.get(at).map_or("", String::as_str).trim(),
        }
    }

    /// What somebody wrote, without white space round it.
    pub fn text(&self) -> &'s str {
        self.text
    }

    /// The text of a cell that this program wrote, as it was before a spreadsheet might have run
    /// it.
    pub(super) fn undefused(&self) -> &'s str {
        undefused(self.text)
    }

    /// The beginning of the text, for a message.
    pub(super) fn shown(&self) -> String {
        self.text.chars().take(SHOWN).collect()
    }

    /// The error that something else was expected here.
    pub fn error(&self, expected: impl Into<String>) -> CodingError {
        CodingError::Cell {
            file: self.file.to_owned(),
            row: self.row,
            column: self.column.to_owned(),
            found: self.shown(),
            expected: expected.into(),
        }
    }

    /// The error that no such category is known; `known` says which are, or which was meant.
    pub fn unknown_category(&self, known: String) -> CodingError {
        CodingError::UnknownCategory {
            file: self.file.to_owned(),
            row: self.row,
            column: self.column.to_owned(),
            found: self.shown(),
            known,
        }
    }

    /// A whole number from 1, which a spreadsheet or a data frame may have written as `34.0` or
    /// `34,0`.
    pub(super) fn whole(&self) -> Result<u64, CodingError> {
        let text = self.text;
        let digits = text.strip_suffix(".0").or_else(|| text.strip_suffix(",0")).unwrap_or(text);
        digits
            .parse()
            .ok()
            .filter(|number| (1..=MOST).contains(number))
            .ok_or_else(|| self.error("a whole number from 1, as the sample has it"))
    }
}
