//! What a check has found, and where.

use super::super::model::{Category, Entry, Position};

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The lexicon gives wrong counts.
    Error,
    /// Its counts are doubtful.
    Warning,
    /// Something to look at.
    Note,
}

impl Severity {
    /// The word that tables and messages use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// What a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FindingKind {
    /// An entry that nothing can match.
    CannotMatch,
    /// An entry twice in a category.
    Duplicate,
    /// An entry in both poles of an axis.
    Opposing,
    /// An entry in two categories.
    TwoCategories,
    /// An entry whose words another of its category finds anyway.
    Shadowed,
    /// A stem that words of different meaning share.
    StemCollision,
    /// An abbreviation that is also a common word.
    CommonWord,
    /// A pattern that takes in words of other families, or any word.
    Broad,
    /// Symbols in a term that matching leaves out.
    DroppedSymbols,
    /// A category that does not say what it measures.
    NoDescription,
    /// A lexicon that does not state what it measures.
    NoMeasure,
    /// A title that another category, or another variant of the referent, has too.
    SharedTitle,
    /// An entry that the corpus does not hold.
    NeverFound,
    /// A category of which one entry makes up more than half.
    LeansOnOne,
    /// An entry that runs against the rest of its category.
    Contrary,
}

impl FindingKind {
    /// The words that tables use.
    pub fn name(self) -> &'static str {
        match self {
            Self::CannotMatch => "cannot match",
            Self::Duplicate => "duplicate",
            Self::Opposing => "opposing categories",
            Self::TwoCategories => "two categories",
            Self::Shadowed => "shadowed",
            Self::StemCollision => "stem collision",
            Self::CommonWord => "common word",
            Self::Broad => "broad",
            Self::DroppedSymbols => "dropped symbols",
            Self::NoDescription => "no description",
            Self::NoMeasure => "no measure",
            Self::SharedTitle => "shared title",
            Self::NeverFound => "never found",
            Self::LeansOnOne => "leans on one entry",
            Self::Contrary => "runs against its category",
        }
    }
}

/// A remark on a lexicon.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Where.
    pub position: Position,
    /// How much it matters.
    pub severity: Severity,
    /// What it is about.
    pub kind: FindingKind,
    /// The category.
    pub category: String,
    /// The entry; none where the category as a whole is meant.
    pub entry: Option<String>,
    /// What, and what to do.
    pub message: String,
}

impl Finding {
    /// A remark on the lexicon as a whole.
    pub fn on_lexicon(severity: Severity, kind: FindingKind, message: String) -> Self {
        Self {
            position: Position { line: 1, column: 1 },
            severity,
            kind,
            category: String::new(),
            entry: None,
            message,
        }
    }

    /// A remark on an entry.
    pub fn on(
        category: &Category,
        entry: &Entry,
        severity: Severity,
        kind: FindingKind,
        message: String,
    ) -> Self {
        Self {
            position: entry.position,
            severity,
            kind,
            category: category.name.clone(),
            entry: Some(entry.term.clone()),
            message,
        }
    }

    /// A remark on a category.
    pub fn on_category(
        category: &Category,
        severity: Severity,
        kind: FindingKind,
        message: String,
    ) -> Self {
        Self {
            position: category.position,
            severity,
            kind,
            category: category.name.clone(),
            entry: None,
            message,
        }
    }
}
