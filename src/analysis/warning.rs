//! Warnings: what an analyst should know before quoting a number, decided in one place for every
//! command.

use super::head_survey::HeadSurvey;
use super::plan::Plan;
use super::records::InputRecord;
use super::unread_dates::unread_dates;
use crate::corpus::{CorpusError, Remark, RemarkKind, UNKNOWN_OUTLET};
use crate::lexicon::Lexicon;
use crate::prose::plural;
use std::collections::BTreeMap;

/// What an analyst should know before quoting a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    kind: WarningKind,
    text: String,
    details: Vec<String>,
}

/// What a warning is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum WarningKind {
    /// Something odd in a document that was used all the same.
    Remark,
    /// Documents were left out.
    LeftOut,
    /// Something about a sheet of events.
    Events,
    /// Near copies are counted.
    CopiesCounted,
    /// Near copies were left out.
    CopiesLeftOut,
    /// Lines that outlets repeat are counted.
    FurnitureCounted,
    /// Lines that outlets repeat were left out.
    FurnitureLeftOut,
    /// Documents without an outlet.
    UnknownOutlet,
    /// Outlets whose names differ only in case or white space.
    AlikeOutlets,
    /// Outlets that are pooled in tests and wide tables.
    PooledOutlets,
    /// Events that look like topics or periods.
    BroadEvents,
    /// No event is shared by two outlets.
    NoSharedEvent,
    /// Cue rules did not apply to some documents.
    OtherLanguage,
    /// No lexicon is in the language of some documents.
    UnservedLanguage,
    /// A lexicon file was not read as it is.
    LexiconImport,
    /// Lexicons that few documents use are not in the tables.
    LexiconsSetAside,
    /// A table has more rows than a spreadsheet opens.
    ManyRows,
    /// Documents whose dates do not serve a table.
    Dates,
    /// Intervals that want more resamples.
    Resamples,
    /// Something about hand-coded units.
    Coding,
    /// Something about clusters.
    Clusters,
}

impl Warning {
    pub(crate) fn new(kind: WarningKind, text: impl Into<String>) -> Self {
        Self { kind, text: text.into(), details: Vec::new() }
    }

    /// What the warning is about.
    pub fn kind(&self) -> WarningKind {
        self.kind
    }

    /// The warning as a sentence, without a full stop.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Every place that the warning sums up, where it sums up several.
    pub fn details(&self) -> &[String] {
        &self.details
    }

    /// The same warning with a remedy added to its text.
    pub fn with_remedy(self, remedy: &str) -> Self {
        let text = format!("{}; {remedy}", self.text);
        Self { text, ..self }
    }
}

/// The warnings about what was read.
///
/// # Errors
/// Where a sheet of events names no document of the corpus.
pub(super) fn of_input(input: &InputRecord) -> Result<Vec<Warning>, CorpusError> {
    let mut kinds: BTreeMap<RemarkKind, Vec<String>> = BTreeMap::new();
    for remark in &input.remarks {
        let place = format!("{}: “{}”", remark.source, remark.found);
        kinds.entry(remark.kind).or_default().push(place);
    }
    let mut warnings = Vec::new();
    for (kind, mut places) in kinds {
        places.sort();
        let what = match kind {
            RemarkKind::UnreadableDate => "no date could be read, and the cell is left empty",
            RemarkKind::AmbiguousDate => {
                "day and month cannot be told apart, and only the year is kept (write dates as \
                 YYYY-MM-DD)"
            }
            RemarkKind::NotInManifest => {
                "the file is not in the manifest, and its outlet is that of its sub-folder, if any"
            }
            RemarkKind::GuessedEncoding => {
                "the text is not UTF-8, and its encoding is a guess (state it if it is wrong)"
            }
            RemarkKind::LostCharacters => {
                "characters are lost: the text has bytes that are wrong in its encoding, or the \
                 sign � for them"
            }
            RemarkKind::DoublyEncoded => {
                "characters were encoded twice, such as “â€™” for “’”, and are counted as they are"
            }
            RemarkKind::Mended => "characters that were encoded twice were mended",
            RemarkKind::Markup => "HTML was removed from the text",
            RemarkKind::CutOff => {
                "the text was cut off by the service that it comes from, and only its beginning is \
                 counted"
            }
            RemarkKind::EmptyEntry => "an entry of the file has no text and is left out",
            RemarkKind::UnreadFile => "the file is of a kind that is not read",
            // They are plainly not documents; the record of the run counts them.
            RemarkKind::CompanionFile => continue,
            RemarkKind::OutletFromFile => {
                "no outlet is given, and the name of the file is taken for it"
            }
            RemarkKind::IdsWithFile => {
                "ids are taken in another file, and the name of the file comes before them"
            }
            RemarkKind::RepeatedHeader => "the row is the header once more and is left out",
        };
        let [first, rest @ ..] = places.as_slice() else { continue };
        let more =
            if rest.is_empty() { String::new() } else { format!(" and {} more", rest.len()) };
        let text = match kind {
            RemarkKind::UnreadFile => unread_files(&input.remarks),
            RemarkKind::UnreadableDate => unread_date_text(&input.remarks),
            _ => format!("{what}: {first}{more}"),
        };
        let mut warning = Warning::new(WarningKind::Remark, text);
        warning.details = places.iter().map(|place| format!("{what}: {place}")).collect();
        warnings.push(warning);
    }
    if let Some(first) = input.rejected.first() {
        let documents = plural(input.rejected.len(), "document was", "documents were");
        let text = format!("{documents} left out, the first because: {}", first.reason);
        warnings.push(Warning::new(WarningKind::LeftOut, text));
    }
    if let Some(events) = &input.events
        && let Some(note) = events.close()?
    {
        warnings.push(Warning::new(WarningKind::Events, note));
    }
    Ok(warnings)
}

/// How many dates were not read, by pattern.
fn unread_date_text(remarks: &[Remark]) -> String {
    /// The record of the run lists all.
    const SHOWN: usize = 5;
    let dates = unread_dates(remarks);
    let documents: u64 = dates.iter().map(|date| date.documents).sum();
    let mut shown: Vec<String> = dates.iter().take(SHOWN).map(ToString::to_string).collect();
    if dates.len() > SHOWN {
        let more = dates.len() - SHOWN;
        shown.push(format!("and {}", plural(more, "more pattern", "more patterns")));
    }
    format!(
        "no date could be read in {}, and the cell is left empty: {} (0 is a digit, a a letter)",
        plural(documents, "document", "documents"),
        shown.join(", ")
    )
}

/// How many files of folders are not read, by their endings.
fn unread_files(remarks: &[Remark]) -> String {
    let mut kinds: BTreeMap<&str, u64> = BTreeMap::new();
    for remark in remarks.iter().filter(|remark| remark.kind == RemarkKind::UnreadFile) {
        *kinds.entry(&remark.found).or_default() += 1;
    }
    let files = plural(kinds.values().sum::<u64>(), "file of a folder is", "files of folders are");
    let kinds: Vec<String> = kinds.iter().map(|(what, count)| format!("{what} {count}")).collect();
    format!("{files} not read: {}", kinds.join(", "))
}

/// What to know of a lexicon whose file was not read as it is.
fn of_import(lexicon: &Lexicon) -> Vec<Warning> {
    let (name, import) = (&lexicon.name, &lexicon.import);
    let mut warnings = Vec::new();
    if import.is_guessed {
        let text = format!(
            "the lexicon `{name}` was read in the encoding {}, a guess from its bytes",
            import.encoding
        );
        warnings.push(Warning::new(WarningKind::LexiconImport, text));
    }
    if let Some(first) = import.left_out.first() {
        let entries = plural(import.left_out.len() as u64, "entry", "entries");
        let text = format!("{entries} of the lexicon `{name}` left out, the first at {first}");
        let details = import.left_out.clone();
        warnings.push(Warning { kind: WarningKind::LexiconImport, text, details });
    }
    warnings
}

/// The warnings about the documents.
pub(super) fn of_documents(plan: &Plan, survey: &HeadSurvey) -> Vec<Warning> {
    let mut warnings: Vec<Warning> = plan.lexicons().iter().flat_map(of_import).collect();
    let homeless = survey.outlets.get(UNKNOWN_OUTLET).copied().unwrap_or(0);
    if homeless > 0 {
        let documents = plural(homeless, "document has", "documents have");
        let are = if homeless == 1 { "is" } else { "are" };
        let text = format!("{documents} no outlet and {are} compared as `{UNKNOWN_OUTLET}`");
        warnings.push(Warning::new(WarningKind::UnknownOutlet, text));
    }
    if let Some(names) = survey.alike_outlets() {
        let text = format!(
            "outlets whose names differ only in case or white space are compared as different \
             ones: {}",
            names.join(", ")
        );
        warnings.push(Warning::new(WarningKind::AlikeOutlets, text));
    }
    if let Some(text) = survey.broad_events() {
        warnings.push(Warning::new(WarningKind::BroadEvents, text));
    }
    if survey.outlets.len() > 1 && survey.has_events() && survey.shared_events() == 0 {
        let text = "no event is reported by two outlets, so nothing can be compared within events; \
            see the column `event`";
        warnings.push(Warning::new(WarningKind::NoSharedEvent, text));
    }
    if survey.without_rules > 0 {
        let language = plan.rules().language();
        let text = if plan.rules().has_cues() {
            let documents = plural(survey.without_rules, "document is", "documents are");
            format!(
                "{documents} not in the language `{language}` of the cue rules; there the voice is \
                 decided by quotation marks only"
            )
        } else {
            let documents = plural(survey.without_rules, "document", "documents");
            format!(
                "there are no cue rules for the language `{language}`; in {documents} the voice is \
                 decided by quotation marks only"
            )
        };
        warnings.push(Warning::new(WarningKind::OtherLanguage, text));
    }
    let is_served =
        |language: &str| plan.lexicons().iter().any(|lexicon| lexicon.language == language);
    for (language, count) in &survey.languages {
        if !is_served(language) {
            let documents = plural(*count, "document is", "documents are");
            let text = format!(
                "{documents} in the language `{language}`, which no lexicon serves; no word \
                 of a lexicon is counted there"
            );
            warnings.push(Warning::new(WarningKind::UnservedLanguage, text));
        }
    }
    warnings
}
