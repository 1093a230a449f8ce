//! What the reading of one document takes from the corpus as a whole: the names of files, the
//! order of day and month, and the lines that outlets repeat.
//!
//! A file alone does not decide its name (two files of one name are named by their paths), and a
//! date alone does not decide its order. So machines that each read a part of a corpus take both
//! from one profile.

use super::date_reading::{DateCell, DateOrder, ReadDate};
use super::error::CorpusError;
use super::furniture::Furniture;
use crate::prose::plural;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

/// The version of the form that profiles are written in.
const VERSION: u32 = 1;

/// What depends on a corpus as a whole. Its default is the profile of no files, by which ambiguous
/// dates stay ambiguous.
///
/// ```
/// use framescope::{Corpus, CorpusOptions, CorpusProfile};
///
/// let mut corpus = Corpus::open(&["seeds".into()], CorpusOptions::default())?;
/// let profile = corpus.profile().clone();
/// assert_eq!(CorpusProfile::from_json(&profile.to_json(), "profile.json")?, profile);
/// let options = CorpusOptions { profile: Some(profile), ..CorpusOptions::default() };
/// let again = Corpus::open(&["seeds".into()], options)?;
/// assert_eq!(again.profile(), corpus.profile());
/// # Ok::<(), framescope::corpus::CorpusError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CorpusProfile {
    version: u32,
    date_order: DateOrder,
    files: BTreeMap<String, FileNames>,
    /// The lines that outlets repeat, where they were looked for.
    #[serde(default)]
    furniture: Option<Furniture>,
}

/// What documents of a file are named after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FileNames {
    /// The part of their ids that the file gives.
    pub name: String,
    /// The outlet that the file gives where documents have none: its sub-folder, or its own name
    /// where several tables without outlets lie side by side.
    pub outlet: Option<String>,
    /// Whether the name comes before the ids of its documents, since other files have the same.
    #[serde(default)]
    pub is_in_ids: bool,
}

impl Default for CorpusProfile {
    fn default() -> Self {
        Self {
            version: VERSION,
            date_order: DateOrder::Unknown,
            files: BTreeMap::new(),
            furniture: None,
        }
    }
}

impl CorpusProfile {
    /// The order by which dates are read that are ambiguous alone.
    pub fn date_order(&self) -> DateOrder {
        self.date_order
    }

    /// The same profile with an order of day and month.
    pub fn with_date_order(self, date_order: DateOrder) -> Self {
        Self { date_order, ..self }
    }

    /// The lines that outlets repeat; `None` where they were not looked for.
    pub fn furniture(&self) -> Option<&Furniture> {
        self.furniture.as_ref()
    }

    /// The same profile with the lines that outlets repeat.
    pub fn with_furniture(self, furniture: Furniture) -> Self {
        Self { furniture: Some(furniture), ..self }
    }

    /// The names that a file was given.
    pub(crate) fn names_of(&self, path: &Path) -> Option<&FileNames> {
        self.files.get(&key(path))
    }

    /// The names that files were given, as parts of ids.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.files.values().map(|names| names.name.as_str())
    }

    /// Gives a file its names.
    pub(crate) fn set_names(&mut self, path: &Path, names: FileNames) {
        self.files.insert(key(path), names);
    }

    /// Why documents read under the two profiles do not fit together, in one sentence, if they do
    /// not: their dates are read in another order, other lines are taken for repeated, or one file
    /// has two names.
    pub fn conflict(&self, other: &Self) -> Option<String> {
        if self.date_order != other.date_order {
            return Some(format!(
                "the order of day and month is {} in one and {} in the other",
                self.date_order, other.date_order
            ));
        }
        if self.furniture != other.furniture {
            return Some("the lines that outlets repeat are not the same in both".to_owned());
        }
        let outlet = |names: &FileNames| match &names.outlet {
            Some(outlet) => format!("outlet `{outlet}`"),
            None => "no outlet".to_owned(),
        };
        self.files.iter().find_map(|(path, names)| {
            let others = other.files.get(path).filter(|others| *others != names)?;
            Some(if names.name == others.name {
                format!("{path} has {} in one and {} in the other", outlet(names), outlet(others))
            } else {
                format!(
                    "{path} is named `{}` in one and `{}` in the other",
                    names.name, others.name
                )
            })
        })
    }

    /// The profile of the files of both.
    ///
    /// # Errors
    /// [`CorpusError::ProfilesDiffer`] where [`CorpusProfile::conflict`] finds one.
    pub fn merged(mut self, other: &Self) -> Result<Self, CorpusError> {
        match self.conflict(other) {
            Some(conflict) => Err(CorpusError::ProfilesDiffer(conflict)),
            None => {
                let files = other.files.iter().map(|(path, names)| (path.clone(), names.clone()));
                self.files.extend(files);
                Ok(self)
            }
        }
    }

    /// The profile as JSON, to be written to a file.
    pub fn to_json(&self) -> String {
        // Strings, numbers and maps with strings as keys: JSON has a form for all of it.
        let mut json = serde_json::to_string_pretty(self).unwrap_or_default();
        json.push('\n');
        json
    }

    /// A profile from the JSON that [`CorpusProfile::to_json`] gives; `file` is for messages.
    ///
    /// # Errors
    /// [`CorpusError::BadProfile`] where it is not a profile, or one of another version.
    pub fn from_json(json: &str, file: &str) -> Result<Self, CorpusError> {
        /// What every version has.
        #[derive(Deserialize)]
        struct Versioned {
            version: u32,
        }
        let bad = |fault: String| CorpusError::BadProfile { file: file.to_owned(), fault };
        let unreadable = |error: serde_json::Error| bad(error.to_string());
        let Versioned { version } = serde_json::from_str(json).map_err(unreadable)?;
        if version != VERSION {
            return Err(bad(format!("found version {version}, expected version {VERSION}")));
        }
        serde_json::from_str(json).map_err(unreadable)
    }

    /// Reads a profile from a file.
    ///
    /// # Errors
    /// [`CorpusError`] where the file cannot be read or is not a profile.
    pub fn read(path: &Path) -> Result<Self, CorpusError> {
        if !path.exists() {
            return Err(CorpusError::Missing(path.to_owned()));
        }
        let unreadable = |source| CorpusError::Unreadable { path: path.to_owned(), source };
        let bytes = std::fs::read(path).map_err(unreadable)?;
        let file = path.display().to_string();
        let json = String::from_utf8(bytes).map_err(|_| CorpusError::BadProfile {
            file: file.clone(),
            fault: "it is not UTF-8".to_owned(),
        })?;
        Self::from_json(json.trim_start_matches('\u{feff}'), &file)
    }
}

/// A path as profiles list it: `./news//a.csv` is `news/a.csv`.
fn key(path: &Path) -> String {
    let parts = path.components().filter(|part| *part != Component::CurDir);
    parts.collect::<PathBuf>().display().to_string()
}

/// How many dates of a corpus show that the day comes first, and how many that the month does.
/// Dates such as `13/4/2014` do; `4/5/2014` and dates with the month as a word do not.
///
/// ```
/// use framescope::corpus::{DateOrder, DateOrders};
///
/// let british = DateOrders { day_first: 40, month_first: 0 };
/// assert_eq!(british.order(), DateOrder::DayFirst);
/// let mixed = DateOrders { day_first: 40, month_first: 2 };
/// assert_eq!(mixed.order(), DateOrder::Unknown);
/// assert!(mixed.contradiction().is_some());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateOrders {
    /// Dates with the day first.
    pub day_first: u64,
    /// Dates with the month first.
    pub month_first: u64,
}

impl DateOrders {
    /// Counts the order that a date shows.
    pub fn observe(&mut self, order: DateOrder) {
        match order {
            DateOrder::Unknown => {}
            DateOrder::DayFirst => self.day_first += 1,
            DateOrder::MonthFirst => self.month_first += 1,
        }
    }

    /// Counts the order that a cell shows, and says whether the cell is ambiguous by itself.
    pub(super) fn observe_cell(&mut self, cell: &str) -> bool {
        let cell = DateCell::read(cell, DateOrder::Unknown);
        self.observe(cell.order);
        matches!(cell.date, ReadDate::Ambiguous(_))
    }

    /// The order that all these dates share, unknown where there are none or they contradict each
    /// other.
    pub fn order(&self) -> DateOrder {
        match (self.day_first, self.month_first) {
            (1.., 0) => DateOrder::DayFirst,
            (0, 1..) => DateOrder::MonthFirst,
            _ => DateOrder::Unknown,
        }
    }

    /// How the dates contradict each other, in one sentence, if they do.
    pub fn contradiction(&self) -> Option<String> {
        let has_both = self.day_first > 0 && self.month_first > 0;
        has_both.then(|| {
            format!(
                "{} the day first and {} the month first, so dates that could have either order \
                 stay ambiguous",
                plural(self.day_first, "date has", "dates have"),
                plural(self.month_first, "date has", "dates have")
            )
        })
    }
}

/// Looks for the order of day and month that the dates of one file share.
#[derive(Debug, Default)]
pub(super) struct OrderSearch {
    orders: DateOrders,
    seen: usize,
    is_needed: bool,
}

impl OrderSearch {
    /// Dates that are looked at first: if none of them is ambiguous, the rest is not read twice.
    const SAMPLED: usize = 200;

    /// Looks at a cell, and says whether to look on.
    pub(super) fn look(&mut self, cell: &str) -> bool {
        self.is_needed |= self.orders.observe_cell(cell);
        self.seen += 1;
        self.is_needed || self.seen <= Self::SAMPLED
    }

    /// The order that all dates share; unknown where the first have no ambiguous date, since then
    /// it hardly matters.
    pub(super) fn order(&self) -> DateOrder {
        if self.is_needed { self.orders.order() } else { DateOrder::Unknown }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile(files: &[(&str, &str, Option<&str>)]) -> CorpusProfile {
        let mut profile = CorpusProfile::default();
        for (path, name, outlet) in files {
            let outlet = outlet.map(str::to_owned);
            let names = FileNames { name: (*name).to_owned(), outlet, is_in_ids: false };
            profile.set_names(Path::new(path), names);
        }
        profile
    }

    #[test]
    fn profiles_of_parts_are_merged_unless_they_contradict_each_other() {
        let march = profile(&[("march/news.csv", "march/news.csv", None)]);
        let april = profile(&[("./april//news.csv", "april/news.csv", None)]);
        let both = march.clone().merged(&april).unwrap();
        assert_eq!(both.names_of(Path::new("april/news.csv")).unwrap().name, "april/news.csv");
        assert_eq!(both, april.clone().merged(&march).unwrap());

        let alone = profile(&[("march/news.csv", "news.csv", None)]);
        assert_eq!(
            march.clone().merged(&alone).unwrap_err().to_string(),
            "the corpus profiles do not fit together: march/news.csv is named `march/news.csv` in \
             one and `news.csv` in the other"
        );
        let british = april.clone().with_date_order(DateOrder::DayFirst);
        assert_eq!(
            april.conflict(&british).unwrap(),
            "the order of day and month is unknown in one and day first in the other"
        );
        let placed = profile(&[("march/news.csv", "march/news.csv", Some("march"))]);
        assert_eq!(
            march.conflict(&placed).unwrap(),
            "march/news.csv has no outlet in one and outlet `march` in the other"
        );
    }

    #[test]
    fn a_file_that_is_not_a_profile_is_refused() {
        for (json, expected) in [
            ("", "p.json: not a usable corpus profile (EOF"),
            ("{}", "missing field `version`"),
            ("[]", "p.json"),
            (r#"{"version": 2, "more": 1}"#, "found version 2, expected version 1"),
            (
                r#"{"version": 1, "date_order": "unknown", "files": {}, "x": 1}"#,
                "unknown field `x`",
            ),
            (r#"{"version": 1, "date_order": "sideways", "files": {}}"#, "sideways"),
        ] {
            let message = CorpusProfile::from_json(json, "p.json").unwrap_err().to_string();
            assert!(message.contains(expected), "{message}");
        }
        let missing = CorpusProfile::read(Path::new("nowhere.json"));
        assert!(matches!(missing, Err(CorpusError::Missing(_))));
    }

    #[test]
    fn a_profile_survives_serialization() {
        let profile =
            profile(&[("news/a.txt", "a.txt", None), ("news/b/c.txt", "b/c.txt", Some("b"))])
                .with_date_order(DateOrder::MonthFirst);
        let json = profile.to_json();
        assert!(json.contains(r#""date_order": "month-first""#), "{json}");
        assert_eq!(CorpusProfile::from_json(&json, "p.json").unwrap(), profile);
        let bytes = postcard::to_allocvec(&profile).unwrap();
        assert_eq!(postcard::from_bytes::<CorpusProfile>(&bytes).unwrap(), profile);
    }
}
