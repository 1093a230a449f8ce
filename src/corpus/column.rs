//! Which column holds what: found by name, or told.

use super::document::{Fields, filled};
use super::error::CorpusError;

/// Column names that the analyst gave instead of having them found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ColumnNames {
    /// `--text-column`
    pub text: Option<String>,
    /// `--id-column`
    pub id: Option<String>,
    /// `--outlet-column`, or `--group-by`, which wins.
    pub outlet: Option<String>,
    /// `--date-column`
    pub date: Option<String>,
    /// `--title-column`
    pub title: Option<String>,
    /// `--event-column`
    pub event: Option<String>,
}

impl ColumnNames {
    /// The names that were told, each with its option.
    pub(crate) fn named(&self) -> Vec<(String, &'static str)> {
        [
            (&self.text, "--text-column"),
            (&self.id, "--id-column"),
            (&self.outlet, OUTLET_OPTION),
            (&self.date, "--date-column"),
            (&self.title, "--title-column"),
            (&self.event, "--event-column"),
        ]
        .into_iter()
        .filter_map(|(name, option)| Some((name.clone()?, option)))
        .collect()
    }
}

/// The two options that tell what documents are compared by.
const OUTLET_OPTION: &str = "--group-by or --outlet-column";

const TEXT: &[&str] =
    &["text", "body", "content", "article", "full_text", "fulltext", "article_text", "body_text"];
const ID: &[&str] = &["id", "document_id", "doc_id", "docid", "article_id", "uuid"];
const OUTLET: &[&str] =
    &["outlet", "source", "publisher", "publication", "newspaper", "media", "source_name"];
const DATE: &[&str] = &[
    "date",
    "published",
    "publication_date",
    "pub_date",
    "publish_date",
    "published_at",
    "published_date",
    "pubdate",
    "timestamp",
];
const TITLE: &[&str] = &["title", "headline"];
const AUTHOR: &[&str] = &["author", "byline", "authors", "writer"];
const EVENT: &[&str] = &["event", "event_id", "story", "story_id"];
const LANGUAGE: &[&str] = &["language", "lang"];

/// Where in a row each field stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Columns {
    pub text: Option<usize>,
    id: Option<usize>,
    outlet: Option<usize>,
    date: Option<usize>,
    title: Option<usize>,
    author: Option<usize>,
    event: Option<usize>,
    language: Option<usize>,
}

impl Columns {
    /// Finds the columns among `header`. Names told must be there; found ones need not.
    ///
    /// # Errors
    /// [`CorpusError::NoColumn`] where a told name is missing.
    pub(crate) fn find(
        header: &[String],
        told: &ColumnNames,
        file: &str,
    ) -> Result<Self, CorpusError> {
        let place = |told: &Option<String>, known: &[&str], option: &'static str| match told {
            Some(name) => match header.iter().position(|column| column.trim() == name.trim()) {
                Some(at) => Ok(Some(at)),
                // A table may spell it in another case.
                None => match header
                    .iter()
                    .position(|column| column.trim().eq_ignore_ascii_case(name.trim()))
                {
                    Some(at) => Ok(Some(at)),
                    None => Err(CorpusError::NoColumn {
                        file: file.to_owned(),
                        name: name.clone(),
                        option,
                        columns: listed(header),
                    }),
                },
            },
            None => Ok(known
                .iter()
                .find_map(|name| header.iter().position(|column| same_name(column, name)))),
        };
        let none = None;
        Ok(Self {
            text: place(&told.text, TEXT, "--text-column")?,
            id: place(&told.id, ID, "--id-column")?,
            outlet: place(&told.outlet, OUTLET, OUTLET_OPTION)?,
            date: place(&told.date, DATE, "--date-column")?,
            title: place(&told.title, TITLE, "--title-column")?,
            author: place(&none, AUTHOR, "")?,
            event: place(&told.event, EVENT, "--event-column")?,
            language: place(&none, LANGUAGE, "")?,
        })
    }

    /// Finds the columns among `keys`, where a told name may be missing: then the document has no
    /// such field.
    pub(crate) fn find_present(keys: &[String], told: &ColumnNames) -> Self {
        let place = |told: &Option<String>, known: &[&str]| match told {
            Some(name) => keys.iter().position(|key| key.trim().eq_ignore_ascii_case(name.trim())),
            None => known.iter().find_map(|name| keys.iter().position(|key| same_name(key, name))),
        };
        Self {
            text: place(&told.text, TEXT),
            id: place(&told.id, ID),
            outlet: place(&told.outlet, OUTLET),
            date: place(&told.date, DATE),
            title: place(&told.title, TITLE),
            author: place(&None, AUTHOR),
            event: place(&told.event, EVENT),
            language: place(&None, LANGUAGE),
        }
    }

    /// The fields of a row whose cells `cell` gives by index.
    pub(crate) fn fields<'r>(&self, cell: impl Fn(usize) -> Option<&'r str>) -> Fields {
        let get = |at: Option<usize>| at.and_then(&cell).and_then(filled);
        Fields {
            id: get(self.id),
            outlet: get(self.outlet),
            date: get(self.date),
            title: get(self.title),
            author: get(self.author),
            event: get(self.event),
            language: get(self.language),
        }
    }
}

/// Column names for a message: short, on one line, however long the first row of a table without a
/// header is.
pub(crate) fn listed(header: &[String]) -> String {
    const MOST: usize = 24;
    const WIDEST: usize = 32;
    let one_line = |name: &String| {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.chars().count() > WIDEST {
            name.chars().take(WIDEST).chain(['…']).collect()
        } else {
            name
        }
    };
    let mut names: Vec<String> = header.iter().take(MOST).map(one_line).collect();
    if header.len() > MOST {
        names.push(format!("and {} more", header.len() - MOST));
    }
    if names.iter().all(String::is_empty) { "none".to_owned() } else { names.join(", ") }
}

/// `Publication Date` is `publication_date`.
fn same_name(column: &str, name: &str) -> bool {
    let plain =
        column.trim().trim_start_matches('\u{feff}').to_lowercase().replace([' ', '-'], "_");
    plain == name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_names_are_found_and_told_names_win() {
        let header = [
            "Source",
            "Publication \
            Date",
            "Headline",
            "Body",
            "outlet",
            "Bias",
        ]
        .map(str::to_owned);
        let columns = Columns::find(&header, &ColumnNames::default(), "x.csv").unwrap();
        assert_eq!(
            (columns.text, columns.outlet, columns.date, columns.title),
            (Some(3), Some(4), Some(1), Some(2))
        );
        let told = ColumnNames { outlet: Some("bias".to_owned()), ..ColumnNames::default() };
        assert_eq!(Columns::find(&header, &told, "x.csv").unwrap().outlet, Some(5));
        let told = ColumnNames { text: Some("words".to_owned()), ..ColumnNames::default() };
        let message = Columns::find(&header, &told, "x.csv").unwrap_err().to_string();
        assert!(
            message.contains("x.csv")
                && message.contains("`words`")
                && message.contains("Headline, Body"),
            "{message}"
        );
    }
}
