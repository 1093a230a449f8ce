//! The articles of a file of an archive, and of a page or a Word file, as drafts.

use super::archive::{self, Article, Export, RawFile};
use super::draft::{Draft, DraftResult, Fields, NoDraft, ReadAs};
use super::format::Format;
use super::profile::OrderSearch;
use super::rejection::{Reason, Rejection, Remark, RemarkKind};
use super::source::{Place, Source};

/// A file whose articles are wanted.
pub(crate) struct ArticlesOf<'f> {
    pub source: &'f Source,
    /// What the file is called in ids.
    pub id: &'f str,
    /// What is known of all articles from outside the file.
    pub fields: Fields,
    pub read_as: ReadAs,
    /// Whether the file was found in a folder rather than named.
    pub is_found: bool,
}

/// What a file was cut into.
pub(crate) struct Articles {
    /// What the file was recognized as.
    pub kind: String,
    pub drafts: Vec<DraftResult>,
}

impl ArticlesOf<'_> {
    /// The drafts of the articles; none for an ordinary text.
    pub(crate) fn cut(self, file: &RawFile<'_>, format: Format) -> Option<Articles> {
        let export = match archive::read(file) {
            Some(Ok(export)) => export,
            Some(Err(error)) => {
                // The place of the file comes before the reason anyway.
                let message = error.to_string();
                let reason = message.strip_prefix(&format!("{}: ", file.name)).unwrap_or(&message);
                return Some(self.refused(reason.to_owned(), format));
            }
            None if format == Format::Page => {
                let reason = "no article is found in it; save it as plain text or HTML";
                return Some(self.refused(reason.to_owned(), format));
            }
            None => return None,
        };
        let kind = export.kind_in(file);
        Some(Articles { kind, drafts: self.of_export(export) })
    }

    /// What comes of a file without articles. A page that happens to lie in a folder is like any
    /// other file there that is not read.
    fn refused(&self, reason: String, format: Format) -> Articles {
        let drafts = vec![self.refusal(reason, format)];
        Articles { kind: "not recognized".to_owned(), drafts }
    }

    fn refusal(&self, reason: String, format: Format) -> DraftResult {
        let source_place = self.source.clone();
        if self.is_found && format == Format::Page {
            let ending = self.source.file.rsplit_once('.').map_or("", |(_, ending)| ending);
            let kind = RemarkKind::UnreadFile;
            let remark =
                Remark { source: source_place, kind, found: format!(".{ending} ({reason})") };
            return Err(NoDraft::Skipped(remark));
        }
        Err(Rejection { source_place, reason: Reason::NoArticle(reason) }.into())
    }

    fn of_export(self, export: Export) -> Vec<DraftResult> {
        let Export { articles, left_out, .. } = export;
        let is_one = articles.len() == 1 && left_out.is_empty();
        let place = |number: u64| Source {
            file: self.source.file.clone(),
            place: if is_one { Place::Whole } else { Place::Item(number) },
        };
        let mut found: Vec<(u64, DraftResult)> = Vec::new();
        for entry in left_out {
            let remark = Remark {
                source: place(entry.number),
                kind: RemarkKind::EmptyEntry,
                found: entry.why.to_string(),
            };
            found.push((entry.number, Err(NoDraft::Skipped(remark))));
        }
        let mut dates = articles.iter().map(|article| article.fields.date.as_deref());
        let mut search = OrderSearch::default();
        dates.all(|date| search.look(date.unwrap_or_default()));
        let date_order = search.order();
        for article in articles {
            let Article { fields, text, number, .. } = article;
            let id = if is_one { self.id.to_owned() } else { format!("{}:{number}", self.id) };
            let draft = Draft {
                id,
                // What a manifest says goes first, what the place of the file says last.
                fields: fields.or(&self.fields),
                text,
                source: place(number),
                read_as: self.read_as,
                date_order,
            };
            found.push((number, Ok(draft)));
        }
        found.sort_by_key(|(number, _)| *number);
        found.into_iter().map(|(_, draft)| draft).collect()
    }
}
