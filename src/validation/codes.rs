//! What coders write, cell by cell: codes of matches and of misses.

use crate::corpus::{CodingError, SheetCell};
use crate::prose::{nearest, unknown_name};
use std::collections::BTreeSet;
use std::sync::Arc;

const YES: [&str; 6] = ["1", "1.0", "1,0", "yes", "y", "true"];
const NO: [&str; 6] = ["0", "0.0", "0,0", "no", "n", "false"];

/// The code of a match.
pub(super) fn verdict(cell: &SheetCell<'_>) -> Result<bool, CodingError> {
    let text = cell.text().to_ascii_lowercase();
    if YES.contains(&text.as_str()) {
        Ok(true)
    } else if NO.contains(&text.as_str()) {
        Ok(false)
    } else {
        Err(cell
            .error("1 (right) or 0 (wrong) for a match, or an empty cell where it was not coded"))
    }
}

/// How coders may name categories: `CATEGORY`, where one lexicon has it, or `LEXICON.CATEGORY`.
pub(super) struct CategoryNames {
    full: Vec<String>,
    short: Vec<String>,
}

impl CategoryNames {
    /// Names of categories, each given by its lexicon and its name.
    pub(super) fn new<'n>(categories: impl Iterator<Item = &'n (Arc<str>, Arc<str>)>) -> Self {
        let named = |(lexicon, category): &(Arc<str>, Arc<str>)| {
            (format!("{lexicon}.{category}"), category.to_string())
        };
        let (full, short) = categories.map(named).unzip();
        Self { full, short }
    }

    /// The code of a miss: the places of the categories that it names.
    pub(super) fn read(&self, cell: &SheetCell<'_>) -> Result<BTreeSet<usize>, CodingError> {
        let text = cell.text();
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
        if named.is_empty() { Err(self.unknown(text, cell)) } else { Ok(named) }
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
                    "`{}` or `{}`: two lexicons have a category `{name}`",
                    full(place),
                    full(other)
                )))
            }
            _ => Err(self.unknown(name, cell)),
        }
    }

    fn unknown(&self, name: &str, cell: &SheetCell<'_>) -> CodingError {
        let full: Vec<&str> = self.full.iter().map(String::as_str).collect();
        let short = self.short.iter().map(String::as_str);
        cell.unknown_category(match nearest(name, short) {
            Some(near) => format!("did you mean `{near}`?"),
            None => unknown_name(name, &full),
        })
    }
}
