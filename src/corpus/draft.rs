//! A document in the making: what a reader found, before it is checked.

use super::date_reading::{DateCell, DateOrder, ReadDate};
use super::document::{Document, MAX_TEXT_BYTES, UNKNOWN_OUTLET};
use super::encoding::is_binary;
use super::rejection::{Reason, Rejection, Remark, RemarkKind};
use super::source::Source;

/// A document in the making.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub id: String,
    pub fields: Fields,
    pub text: String,
    pub source: Source,
    pub encoding: &'static str,
}

/// What a reader gives for each document of a file.
pub(crate) type DraftResult = Result<Draft, Rejection>;

/// What the input says of a document apart from its text. Empty and white cells count as not known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Fields {
    pub id: Option<String>,
    pub outlet: Option<String>,
    pub date: Option<String>,
    pub title: Option<String>,
    pub author: Option<String>,
    pub event: Option<String>,
    pub language: Option<String>,
}

impl Fields {
    /// What is missing here is taken from `other`.
    pub(crate) fn or(self, other: &Self) -> Self {
        let or = |a: Option<String>, b: &Option<String>| a.or_else(|| b.clone());
        Self {
            id: or(self.id, &other.id),
            outlet: or(self.outlet, &other.outlet),
            date: or(self.date, &other.date),
            title: or(self.title, &other.title),
            author: or(self.author, &other.author),
            event: or(self.event, &other.event),
            language: or(self.language, &other.language),
        }
    }
}

/// A cell's content, or nothing where it is blank.
pub(crate) fn filled(cell: &str) -> Option<String> {
    let cell = cell.trim();
    (!cell.is_empty()).then(|| cell.to_owned())
}

/// What comes of a draft.
pub(crate) struct Checked {
    pub document: Result<Document, Rejection>,
    pub remark: Option<Remark>,
    /// The order of day and month that its date shows.
    pub date_order: DateOrder,
}

impl Draft {
    /// Checks the draft and makes it the document at `ordinal` of the input, its date read by
    /// `order` where it is ambiguous.
    pub(crate) fn finish(self, ordinal: u64, order: DateOrder) -> Checked {
        let Self { id, fields, text, source, encoding } = self;
        if let Some(reason) = fault(&text) {
            let rejection = Rejection { source_place: source, reason };
            return Checked {
                document: Err(rejection),
                remark: None,
                date_order: DateOrder::Unknown,
            };
        }
        let mut remark = None;
        let mut date_order = DateOrder::Unknown;
        let date = fields.date.and_then(|found| {
            let cell = DateCell::read(&found, order);
            date_order = cell.order;
            let (date, kind) = match cell.date {
                ReadDate::Known(date) => return Some(date),
                ReadDate::Ambiguous(date) => (Some(date), RemarkKind::AmbiguousDate),
                ReadDate::Unreadable => (None, RemarkKind::UnreadableDate),
            };
            remark = Some(Remark { source: source.clone(), kind, found });
            date
        });
        let document = Document {
            id: fields.id.unwrap_or(id),
            outlet: fields.outlet.as_deref().unwrap_or(UNKNOWN_OUTLET).into(),
            date,
            title: fields.title,
            author: fields.author,
            event: fields.event,
            language: fields.language.map(|language| language.to_lowercase()),
            text,
            source,
            ordinal,
            encoding,
        };
        Checked { document: Ok(document), remark, date_order }
    }
}

/// Why a text cannot be used, if it cannot.
fn fault(text: &str) -> Option<Reason> {
    if text.trim().is_empty() {
        Some(Reason::NoText)
    } else if is_binary(text) {
        Some(Reason::NotText)
    } else if text.len() > MAX_TEXT_BYTES {
        Some(Reason::TooLarge)
    } else {
        None
    }
}
