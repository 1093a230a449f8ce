//! Articles that were cut out of an archive file, and how a reader puts them together.

use super::date_line;
use super::error::ArchiveError;
use super::lines::squeeze;
use super::raw_file::RawFile;
use crate::corpus::draft::Fields;

/// One article of an archive file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ArchiveArticle {
    /// What the file says of it, each value on one line; the date in ISO 8601 where it was
    /// understood, otherwise as the file writes it.
    pub(crate) fields: Fields,
    /// The headline, a blank line, then paragraphs separated by blank lines.
    pub(crate) text: String,
    /// The byte of `text` where the body begins.
    pub(crate) body_start: usize,
    /// The place in the file, counted from 1.
    pub(crate) number: u64,
}

/// An entry of the file that gave no article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LeftOut {
    /// The place in the file, counted from 1.
    pub(crate) number: u64,
    /// Why it gave no article.
    pub(crate) why: &'static str,
}

/// Everything that was found in an archive file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Export {
    /// What the file was recognized as.
    pub(crate) kind: &'static str,
    /// The articles in the order of the file.
    pub(crate) articles: Vec<ArchiveArticle>,
    /// The entries that gave no article.
    pub(crate) left_out: Vec<LeftOut>,
}

impl Export {
    /// The archive with the kind of file, as in `ProQuest, HTML`, or what it is otherwise.
    pub(crate) fn kind_in(&self, file: &RawFile<'_>) -> String {
        let kind = self.kind.strip_prefix("a ").unwrap_or(self.kind);
        match kind.strip_suffix(" export") {
            Some(archive) => format!("{archive}, {}", file.medium()),
            None => kind.to_owned(),
        }
    }
}

/// What a reader found of one article, before it is tidied.
#[derive(Clone, Debug, Default)]
pub(crate) struct ArticleDraft {
    /// What the file says of it: the date in any form, a headline which may have several lines, a
    /// byline with or without the word that introduces it.
    pub(crate) fields: Fields,
    /// The paragraphs of the body.
    pub(crate) body: Vec<String>,
}

/// Why an entry with neither headline nor body gives no article.
pub(crate) const NO_TEXT: &str = "it has no text";

/// Gathers the articles of one file and numbers them.
#[derive(Debug)]
pub(crate) struct ExportBuilder {
    kind: &'static str,
    number: u64,
    articles: Vec<ArchiveArticle>,
    left_out: Vec<LeftOut>,
}

impl ExportBuilder {
    /// A builder for a file of this kind, without articles.
    pub(crate) fn new(kind: &'static str) -> Self {
        Self { kind, number: 0, articles: Vec::new(), left_out: Vec::new() }
    }

    /// Adds the next entry of the file. An entry without headline and body is left out.
    pub(crate) fn add(&mut self, draft: ArticleDraft) {
        let fields =
            draft.fields.map(|value| Some(squeeze(&value)).filter(|text| !text.is_empty()));
        let title = fields.title.as_deref();
        let body: Vec<String> =
            draft.body.iter().map(|text| squeeze(text)).filter(|text| !text.is_empty()).collect();
        if title.is_none() && body.is_empty() {
            return self.leave_out(NO_TEXT);
        }
        self.number = self.number.saturating_add(1);
        let mut text = title.unwrap_or_default().to_owned();
        if title.is_some() && !body.is_empty() {
            text.push_str("\n\n");
        }
        let body_start = text.len();
        text.push_str(&body.join("\n\n"));
        self.articles.push(ArchiveArticle {
            fields: Fields {
                date: fields.date.map(|date| date_line::iso_or_as_written(&date)),
                author: fields.author.map(|author| without_preposition(&author)),
                ..fields
            },
            text,
            body_start,
            number: self.number,
        });
    }

    /// Counts the next entry of the file as one that gives no article.
    pub(crate) fn leave_out(&mut self, why: &'static str) {
        self.number = self.number.saturating_add(1);
        self.left_out.push(LeftOut { number: self.number, why });
    }

    /// The finished export, or an error where the file has no article at all.
    pub(crate) fn finish(self, file: &RawFile<'_>) -> Result<Export, ArchiveError> {
        if self.articles.is_empty() {
            return Err(ArchiveError::NoArticles { file: file.name.to_owned(), kind: self.kind });
        }
        Ok(Export { kind: self.kind, articles: self.articles, left_out: self.left_out })
    }
}

/// A byline without the word that introduces the name.
fn without_preposition(author: &str) -> String {
    let Some((first, rest)) = author.split_once(' ') else { return author.to_owned() };
    let is_preposition =
        ["By", "BY", "by", "Von", "VON", "von", "Par", "PAR", "par", "Por", "POR", "Door", "DOOR"]
            .contains(&first);
    // A name such as `von Berg` begins with a small letter and keeps its first word.
    let follows_name = rest.chars().next().is_some_and(char::is_uppercase);
    let is_nobility = first == "von" && !rest.contains(' ');
    if is_preposition && follows_name && !is_nobility { rest.to_owned() } else { author.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headline_and_body_are_put_together() {
        let mut builder = ExportBuilder::new("a test");
        builder.add(ArticleDraft::default());
        builder.add(ArticleDraft {
            fields: Fields {
                title: Some("  Bridge \n opens ".to_owned()),
                author: Some("By A. Person".to_owned()),
                date: Some("2 March 2031".to_owned()),
                ..Fields::default()
            },
            body: vec!["One\ntwo.".to_owned(), " ".to_owned(), "Three.".to_owned()],
        });
        let file = RawFile { name: "a.txt", bytes: b"", text: None };
        let export = builder.finish(&file).unwrap();
        let article = &export.articles[0];
        assert_eq!(article.text, "Bridge opens\n\nOne two.\n\nThree.");
        assert_eq!(&article.text[article.body_start..], "One two.\n\nThree.");
        assert_eq!(article.fields.author.as_deref(), Some("A. Person"));
        assert_eq!(article.fields.date.as_deref(), Some("2031-03-02"));
        assert_eq!((article.number, export.left_out[0].number), (2, 1));
        let empty = ExportBuilder::new("a test").finish(&file).unwrap_err().to_string();
        assert!(empty.starts_with("a.txt: recognized as a test, but no article"), "{empty}");
    }
}
