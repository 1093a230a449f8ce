//! What coders write, cell by cell: codes of matches and misses, and what is wrong with a sheet.

use super::coding_sheet::CategoryName;
use crate::corpus::Sheet;
use std::collections::BTreeSet;
use thiserror::Error;

/// A sheet that cannot be scored.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum CodingError {
    /// A column that is needed.
    #[error(
        "{file}: there is no column `{name}`: it has {columns}; give back the sheet that \
        `validate sample` wrote, with all its rows"
    )]
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
        /// What stands there.
        found: String,
        /// What could stand there.
        expected: String,
    },
}

/// More matches than any corpus has; sums of such numbers stay whole.
const MOST: u64 = 1_000_000_000_000;

/// Where a cell stands and what it holds.
#[derive(Clone, Copy)]
pub(super) struct SheetCell<'s> {
    pub(super) sheet: &'s Sheet,
    pub(super) row: u64,
    pub(super) column: &'s str,
    pub(super) text: &'s str,
}

impl SheetCell<'_> {
    pub(super) fn error(&self, expected: impl Into<String>) -> CodingError {
        let found: String = self.text.trim().chars().take(60).collect();
        CodingError::Cell {
            file: self.sheet.file.clone(),
            row: self.row,
            column: self.column.to_owned(),
            found,
            expected: expected.into(),
        }
    }

    /// A whole number from 1, which a spreadsheet or a data frame may have written as `34.0` or
    /// `34,0`.
    pub(super) fn whole(&self) -> Result<u64, CodingError> {
        let text = self.text.trim();
        let digits = text.strip_suffix(".0").or_else(|| text.strip_suffix(",0")).unwrap_or(text);
        digits
            .parse()
            .ok()
            .filter(|number| (1..=MOST).contains(number))
            .ok_or_else(|| self.error("a whole number from 1, as the sample has it"))
    }
}

const YES: [&str; 6] = ["1", "1.0", "1,0", "yes", "y", "true"];
const NO: [&str; 6] = ["0", "0.0", "0,0", "no", "n", "false"];

/// The code of a match.
pub(super) fn verdict(cell: &SheetCell<'_>) -> Result<bool, CodingError> {
    let text = cell.text.trim().to_ascii_lowercase();
    if YES.contains(&text.as_str()) {
        Ok(true)
    } else if NO.contains(&text.as_str()) {
        Ok(false)
    } else {
        Err(cell.error(
            "1 (right) or 0 (wrong) for a match, or an empty cell where it was not \
            coded",
        ))
    }
}

/// How coders may name categories: `CATEGORY`, where one lexicon has it, or `LEXICON.CATEGORY`.
pub(super) struct CategoryNames {
    full: Vec<String>,
    short: Vec<String>,
}

impl CategoryNames {
    pub(super) fn of<'n>(categories: impl Iterator<Item = &'n CategoryName>) -> Self {
        let named = |(lexicon, category): &CategoryName| {
            (format!("{lexicon}.{category}"), category.to_string())
        };
        let (full, short) = categories.map(named).unzip();
        Self { full, short }
    }

    /// The code of a miss.
    pub(super) fn read(&self, cell: &SheetCell<'_>) -> Result<BTreeSet<usize>, CodingError> {
        let text = cell.text.trim();
        if NO.contains(&text.to_ascii_lowercase().as_str()) {
            return Ok(BTreeSet::new());
        }
        let named: BTreeSet<usize> = text
            .split(';')
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .map(|name| self.place(name, cell))
            .collect::<Result<_, _>>()?;
        // A separator alone says neither that something was missed nor that nothing was.
        if named.is_empty() { Err(self.unknown(cell)) } else { Ok(named) }
    }

    fn place(&self, name: &str, cell: &SheetCell<'_>) -> Result<usize, CodingError> {
        let same = |known: &String| known.to_lowercase() == name.to_lowercase();
        if let Some(place) = self.full.iter().position(same) {
            return Ok(place);
        }
        let mut places =
            self.short.iter().enumerate().filter(|(_, known)| same(known)).map(|(place, _)| place);
        match (places.next(), places.next()) {
            (Some(place), None) => Ok(place),
            (Some(place), Some(other)) => {
                let full = |at: usize| self.full.get(at).map_or("", String::as_str);
                Err(cell.error(format!(
                    "`{}` or `{}`: two lexicons have a category \
                    `{name}`",
                    full(place),
                    full(other)
                )))
            }
            _ => Err(self.unknown(cell)),
        }
    }

    fn unknown(&self, cell: &SheetCell<'_>) -> CodingError {
        let listed: Vec<&str> = self.full.iter().take(12).map(String::as_str).collect();
        let more = if self.full.len() > 12 {
            format!(
                " and {} \
            more",
                self.full.len() - 12
            )
        } else {
            String::new()
        };
        cell.error(format!(
            "0 (nothing missed) or the categories that the sentence expresses, separated by `;`: \
                there are {}{more} \
             (--lexicon adds those of a lexicon)",
            listed.join(", ")
        ))
    }
}
