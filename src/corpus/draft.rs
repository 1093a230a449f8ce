//! A document in the making: what a reader found, before it is checked.

use super::cleaning::{Cleaned, Cleaning};
use super::date_reading::{DateOrder, DateReading, ReadDate};
use super::document::{Document, MAX_TEXT_BYTES, UNKNOWN_OUTLET};
use super::encoding::{Decoded, is_binary};
use super::language::language_code;
use super::rejection::{Reason, Rejection, Remark, RemarkKind};
use super::source::Source;

/// A document in the making.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub id: String,
    pub fields: Fields,
    pub text: String,
    pub source: Source,
    pub read_as: ReadAs,
    /// The order of day and month that the dates of its file show.
    pub date_order: DateOrder,
}

/// In which encoding a text was read, and how sure that is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ReadAs {
    pub encoding: &'static str,
    pub is_guess: bool,
    pub is_damaged: bool,
}

impl Default for ReadAs {
    fn default() -> Self {
        Self { encoding: encoding_rs::UTF_8.name(), is_guess: false, is_damaged: false }
    }
}

impl From<&Decoded<'_>> for ReadAs {
    fn from(decoded: &Decoded<'_>) -> Self {
        let Decoded { encoding, is_guess, is_damaged, .. } = *decoded;
        Self { encoding, is_guess, is_damaged }
    }
}

/// What a reader gives for each document of a file.
pub(crate) type DraftResult = Result<Draft, NoDraft>;

/// Why a place of a file gives no document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NoDraft {
    /// There is one, which cannot be used.
    Rejected(Rejection),
    /// There is none, and the analyst should know.
    Skipped(Remark),
}

impl From<Rejection> for NoDraft {
    fn from(rejection: Rejection) -> Self {
        Self::Rejected(rejection)
    }
}

/// What the input says of a document apart from its text. Empty and white cells count as not known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Fields {
    pub id: Option<String>,
    pub outlet: Option<String>,
    pub date: Option<String>,
    pub title: Option<String>,
    pub author: Option<String>,
    pub section: Option<String>,
    pub url: Option<String>,
    pub event: Option<String>,
    pub language: Option<String>,
}

impl Fields {
    /// What is missing here is taken from `other`.
    pub(crate) fn or(self, other: &Self) -> Self {
        let Self { id, outlet, date, title, author, section, url, event, language } = other.clone();
        Self {
            id: self.id.or(id),
            outlet: self.outlet.or(outlet),
            date: self.date.or(date),
            title: self.title.or(title),
            author: self.author.or(author),
            section: self.section.or(section),
            url: self.url.or(url),
            event: self.event.or(event),
            language: self.language.or(language),
        }
    }

    /// What `of` makes of each value that is known.
    pub(crate) fn map(self, of: impl Fn(String) -> Option<String>) -> Self {
        let Self { id, outlet, date, title, author, section, url, event, language } = self;
        Self {
            id: id.and_then(&of),
            outlet: outlet.and_then(&of),
            date: date.and_then(&of),
            title: title.and_then(&of),
            author: author.and_then(&of),
            section: section.and_then(&of),
            url: url.and_then(&of),
            event: event.and_then(&of),
            language: language.and_then(&of),
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
    pub remarks: Vec<Remark>,
    /// The order of day and month that its date shows.
    pub date_order: DateOrder,
}

/// How drafts become documents.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Finishing<'o> {
    /// How a date is read that is ambiguous alone.
    pub dates: DateReading<'o>,
    pub cleaning: Cleaning,
}

impl Draft {
    /// Cleans and checks the draft and makes it the document at `ordinal` of the input.
    pub(crate) fn finish(self, ordinal: u64, how: Finishing<'_>) -> Checked {
        let Self { id, fields, text, source, read_as, date_order: order_of_file } = self;
        let remark = |(kind, found)| Remark { source: source.clone(), kind, found };
        let mut remarks = Vec::new();
        if read_as.is_guess {
            remarks.push(remark((RemarkKind::GuessedEncoding, read_as.encoding.to_owned())));
        }
        if let Some(reason) = fault(&text) {
            let rejection = Rejection { source_place: source, reason };
            return Checked { document: Err(rejection), remarks, date_order: DateOrder::Unknown };
        }
        let Cleaned { text, noticed } = how.cleaning.clean(without_zeros(text));
        remarks.extend(noticed.into_iter().map(remark));
        if text.trim().is_empty() {
            let rejection = Rejection { source_place: source, reason: Reason::NoText };
            return Checked { document: Err(rejection), remarks, date_order: DateOrder::Unknown };
        }
        let mut date_order = DateOrder::Unknown;
        let date = fields.date.and_then(|found| {
            let cell = how.dates.in_file(order_of_file).read(&found);
            date_order = cell.order;
            let (date, kind) = match cell.date {
                ReadDate::Known(date) => return Some(date),
                ReadDate::Ambiguous(date) => (Some(date), RemarkKind::AmbiguousDate),
                ReadDate::Unreadable => (None, RemarkKind::UnreadableDate),
            };
            remarks.push(remark((kind, found)));
            date
        });
        let plain = |field: Option<String>| {
            field.and_then(|field| filled(&how.cleaning.clean(without_zeros(field)).text))
        };
        let outlet = plain(fields.outlet);
        let outlet =
            outlet.as_deref().map_or(UNKNOWN_OUTLET, |outlet| host(outlet).unwrap_or(outlet));
        let document = Document {
            id: fields.id.unwrap_or(id),
            outlet: outlet.into(),
            date,
            title: plain(fields.title),
            author: plain(fields.author),
            section: plain(fields.section),
            url: plain(fields.url),
            event: fields.event,
            language: fields.language.map(|language| language_code(&language)),
            text,
            source,
            ordinal,
            encoding: read_as.encoding,
            is_encoding_guessed: read_as.is_guess,
        };
        Checked { document: Ok(document), remarks, date_order }
    }
}

/// The host of a web address, without `www.`; none where the text is no address.
fn host(text: &str) -> Option<&str> {
    let rest = match text.split_once("://") {
        Some((scheme, rest)) if scheme.chars().all(|c| c.is_ascii_alphabetic()) => rest,
        _ => text.strip_prefix("www.")?,
    };
    let end = rest.find(['/', '?', '#', ':']).unwrap_or(rest.len());
    let host = rest.get(..end)?.rsplit('@').next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    (host.contains('.') && !host.contains(char::is_whitespace)).then_some(host)
}

/// The text without zero characters, which some databases put between the words of a cell.
fn without_zeros(text: String) -> String {
    if text.contains('\0') { text.replace('\0', "") } else { text }
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
