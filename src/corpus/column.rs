//! Which column has which field: found by its name, or named by the analyst.

use super::draft::{Fields, filled};
use super::error::CorpusError;
use super::field::Field;
use crate::prose::{folded, unknown_name};

/// Columns that the analyst named instead of having them found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ColumnNames {
    /// The column of the text.
    pub text: Option<String>,
    /// The column of the id.
    pub id: Option<String>,
    /// The column of the outlet, or of whatever else documents are compared by.
    pub outlet: Option<String>,
    /// The column of the date.
    pub date: Option<String>,
    /// The column of the headline.
    pub title: Option<String>,
    /// The column of the event.
    pub event: Option<String>,
}

impl ColumnNames {
    /// The name that was given for a field.
    pub fn get(&self, field: Field) -> Option<&str> {
        match field {
            Field::Text => &self.text,
            Field::Id => &self.id,
            Field::Outlet => &self.outlet,
            Field::Date => &self.date,
            Field::Title => &self.title,
            Field::Event => &self.event,
        }
        .as_deref()
    }

    /// The names that were given, each with its field.
    pub(crate) fn given(&self) -> impl Iterator<Item = (Field, &str)> {
        Field::ALL.into_iter().filter_map(|field| Some((field, self.get(field)?)))
    }

    /// The same names without one for the text.
    pub(crate) fn without_text(&self) -> Self {
        Self { text: None, ..self.clone() }
    }
}

// In the order in which they are looked for. Names are compared in lower case, with `_` for spaces
// and hyphens and before capitals inside a word: `publishedAt` is `published_at`.
const TEXT: &[&str] = &[
    "text",
    "body",
    "content",
    "article",
    "full_text",
    "fulltext",
    "article_text",
    "body_text",
    "maintext",
    "main_text",
    "article_body",
    "story_text",
    "plain_text",
    "text_content",
    "raw_text",
];
const ID: &[&str] =
    &["id", "document_id", "doc_id", "docid", "article_id", "uuid", "stories_id", "guid", "_id"];
const OUTLET: &[&str] = &[
    "outlet",
    "source.name",
    "source_name",
    "source_hostname",
    "source.title",
    "source",
    "publisher.name",
    "publisher",
    "publication",
    "newspaper",
    "media_name",
    "media.name",
    "media",
    "source_common_name",
    "site_name",
    "sitename",
    "site",
    "source_domain",
    "domain",
    "hostname",
    "source_url",
    "url",
    "web_url",
    "link",
    "document_identifier",
];
const DATE: &[&str] = &[
    "date",
    "published",
    "publication_date",
    "pub_date",
    "publish_date",
    "published_at",
    "published_date",
    "pubdate",
    "date_published",
    "date_publish",
    "web_publication_date",
    "seendate",
    "seen_date",
    "timestamp",
    "created_at",
    "created_utc",
];
const TITLE: &[&str] = &["title", "headline", "web_title", "headline.main"];
const AUTHOR: &[&str] =
    &["author", "byline", "authors", "writer", "author.name", "authors.name", "byline.original"];
const SECTION: &[&str] = &["section", "section_name", "rubric", "desk", "news_desk"];
const URL: &[&str] = &["url", "web_url", "link", "source_url", "document_identifier"];
const EVENT: &[&str] = &["event", "event_id", "story", "story_id"];
const LANGUAGE: &[&str] = &["language", "lang"];

/// Objects of an answer in which the fields of an article are nested: `fields.bodyText`.
const WRAPPERS: &[&str] = &["fields", "_source", "attributes", "article", "document", "properties"];

/// The names that a column of a field usually has.
fn usual_names(field: Field) -> &'static [&'static str] {
    match field {
        Field::Text => TEXT,
        Field::Id => ID,
        Field::Outlet => OUTLET,
        Field::Date => DATE,
        Field::Title => TITLE,
        Field::Event => EVENT,
    }
}

/// The place of each field in a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Columns {
    pub text: Option<usize>,
    id: Option<usize>,
    outlet: Option<usize>,
    date: Option<usize>,
    title: Option<usize>,
    author: Option<usize>,
    section: Option<usize>,
    url: Option<usize>,
    event: Option<usize>,
    language: Option<usize>,
}

impl Columns {
    /// Finds the columns among `header`. A column that was named must be there; others need not.
    ///
    /// # Errors
    /// [`CorpusError::NoColumn`] where a named column is missing.
    pub(crate) fn find(
        header: &[String],
        names: &ColumnNames,
        file: &str,
    ) -> Result<Self, CorpusError> {
        for (field, name) in names.given() {
            if position_of(header, name).is_none() {
                return Err(no_column(file, field, name, header));
            }
        }
        Ok(Self::find_present(header, names))
    }

    /// Finds the columns among `header`, where a named one may be missing: then the document has no
    /// such field.
    pub(crate) fn find_present(header: &[String], names: &ColumnNames) -> Self {
        let usual = |usual: &[&str]| usual.iter().find_map(|name| usual_position(header, name));
        let place = |field: Field| match names.get(field) {
            Some(name) => position_of(header, name),
            None => usual(usual_names(field)),
        };
        Self {
            text: place(Field::Text),
            id: place(Field::Id),
            outlet: place(Field::Outlet),
            date: place(Field::Date),
            title: place(Field::Title),
            author: usual(AUTHOR),
            section: usual(SECTION),
            url: usual(URL),
            event: place(Field::Event),
            language: usual(LANGUAGE),
        }
    }

    /// The column of the date.
    pub(crate) fn date(&self) -> Option<usize> {
        self.date
    }

    /// Checks that no other column has the name of one that is read.
    ///
    /// # Errors
    /// [`CorpusError::AmbiguousColumn`] where one has.
    pub(crate) fn check_unique(&self, header: &[String], file: &str) -> Result<(), CorpusError> {
        for (field, at) in [
            (Field::Text, self.text),
            (Field::Id, self.id),
            (Field::Outlet, self.outlet),
            (Field::Date, self.date),
            (Field::Title, self.title),
            (Field::Event, self.event),
        ] {
            let Some(name) = at.and_then(|at| header.get(at)) else { continue };
            if header.iter().filter(|other| other.trim() == name.trim()).count() > 1 {
                let (file, name) = (file.to_owned(), name.trim().to_owned());
                return Err(CorpusError::AmbiguousColumn { file, name, field });
            }
        }
        Ok(())
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
            section: get(self.section),
            url: get(self.url),
            event: get(self.event),
            language: get(self.language),
        }
    }
}

/// Where a column of this name is. A table may spell it in another case.
pub(crate) fn position_of(header: &[String], name: &str) -> Option<usize> {
    let name = name.trim();
    let exact = header.iter().position(|column| column.trim() == name);
    exact.or_else(|| header.iter().position(|column| column.trim().eq_ignore_ascii_case(name)))
}

/// Where a column of a usual name is: `Publication Date` is `publication_date`, and so is
/// `fields.publicationDate` where there is no other.
fn usual_position(header: &[String], usual: &str) -> Option<usize> {
    let names = || header.iter().map(|column| usual_form(column));
    names().position(|name| name == usual).or_else(|| {
        names().position(|name| {
            name.split_once('.')
                .is_some_and(|(outer, inner)| inner == usual && WRAPPERS.contains(&outer))
        })
    })
}

/// A name as usual names are written.
fn usual_form(column: &str) -> String {
    let mut form = String::with_capacity(column.len());
    let mut before = ' ';
    for c in column.trim().trim_start_matches('\u{feff}').chars() {
        if c.is_uppercase() && (before.is_lowercase() || before.is_ascii_digit()) {
            form.push('_');
        }
        before = c;
        if matches!(c, ' ' | '-') { form.push('_') } else { form.extend(c.to_lowercase()) }
    }
    form
}

/// The error for a named column that is missing.
pub(crate) fn no_column(file: &str, field: Field, name: &str, header: &[String]) -> CorpusError {
    let known = short_names(header);
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    CorpusError::NoColumn {
        file: file.to_owned(),
        name: name.to_owned(),
        field,
        known: unknown_name(name, &known),
    }
}

/// Column names for a message: few, short and on one line, however long the first row of a table
/// without a header is.
pub(crate) fn listed(header: &[String]) -> String {
    const MOST: usize = 24;
    let mut names = short_names(header);
    if names.len() > MOST {
        let more = names.len() - MOST;
        names.truncate(MOST);
        names.push(format!("and {more} more"));
    }
    if names.iter().all(String::is_empty) { "none".to_owned() } else { names.join(", ") }
}

/// Column names, each short and on one line.
fn short_names(header: &[String]) -> Vec<String> {
    const WIDEST: usize = 32;
    let short = |name: &String| {
        let name = folded(name);
        match name.char_indices().nth(WIDEST) {
            Some((end, _)) => format!("{}…", name.get(..end).unwrap_or_default()),
            None => name,
        }
    };
    header.iter().map(short).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header() -> Vec<String> {
        ["Source", "Publication Date", "Headline", "Body", "outlet", "Bias"]
            .map(str::to_owned)
            .to_vec()
    }

    #[test]
    fn usual_names_are_found_and_named_columns_win() {
        let header = header();
        let columns = Columns::find(&header, &ColumnNames::default(), "x.csv").unwrap();
        assert_eq!(
            (columns.text, columns.outlet, columns.date, columns.title),
            (Some(3), Some(4), Some(1), Some(2))
        );
        for (name, form) in [
            ("Publication Date", "publication_date"),
            ("publishedAt", "published_at"),
            ("fields.bodyText", "fields.body_text"),
            ("source-hostname", "source_hostname"),
            ("URL", "url"),
        ] {
            assert_eq!(usual_form(name), form);
        }
        let nested = ["source.id", "source.name", "fields.bodyText"].map(str::to_owned);
        let columns = Columns::find_present(&nested, &ColumnNames::default());
        assert_eq!((columns.text, columns.outlet, columns.id), (Some(2), Some(1), None));
        let names = ColumnNames { outlet: Some("bias".to_owned()), ..ColumnNames::default() };
        assert_eq!(Columns::find(&header, &names, "x.csv").unwrap().outlet, Some(5));
    }

    #[test]
    fn a_missing_column_is_refused_with_the_nearest_or_with_some_that_there_are() {
        let refused = |name: &str, header: &[String]| {
            let names = ColumnNames { text: Some(name.to_owned()), ..ColumnNames::default() };
            Columns::find(header, &names, "x.csv").unwrap_err().to_string()
        };
        assert_eq!(
            refused("Bodies", &header()),
            "x.csv: there is no column `Bodies` for the text; did you mean `Body`?"
        );
        let message = refused("words", &header());
        assert!(
            message.contains("there are Source, Publication Date, Headline, Body"),
            "{message}"
        );
        let long = vec!["a long first row without a header\n".repeat(9); 40];
        let message = refused("words", &long);
        assert!(message.len() < 500 && message.ends_with("and 32 more"), "{message}");
    }
}
