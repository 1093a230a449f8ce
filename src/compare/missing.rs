//! Why there is no interval or no p-value.

use crate::stat::{MissingReason, NoTest};

/// Why a comparison has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// There is one document, whose variance is not known.
    OneDocument,
    /// There are two documents: t has one degree of freedom, and the interval says nothing.
    TwoDocuments,
    /// There are too few documents, or documents with a match.
    FewDocuments,
    /// It does not occur.
    NoMatch,
    /// The outlet has no tokens.
    NoTokens,
    /// The outlet has no document in the language of the lexicon.
    OtherLanguage,
    /// The author's own voice does not name the referent.
    NotNamed,
    /// The outlet uses no other variant of the name.
    NoOtherVariant,
    /// All documents, or all resamples, have the same value.
    NoVariance,
    /// Only one outlet takes part.
    OneOutlet,
    /// Only one variant of the name occurs.
    OneVariant,
    /// Every labelling gives the same value, as where each outlet or each event has one document.
    NoOtherLabelling,
    /// p could not be below .05 under any labelling that is likely enough.
    NeverRare,
    /// Outlets differ too much in document length for another labelling to be likely.
    LengthGivesLabel,
    /// There are fewer than three matches, or documents with one: too few for a test.
    FewMatches,
    /// No event is reported by another outlet, too.
    NoSharedEvent,
    /// No other outlet has a match on events that this one reports.
    NoMatchElsewhere,
    /// The outlet is not compared: tests know its documents as those of other outlets.
    Pooled,
    /// The outlet has no documents with words on a side of the date.
    NoDocumentsOn(When),
    /// The outlet has one document on a side of the date.
    OneDocumentOn(When),
    /// It does not occur on a side of the date.
    NoMatchOn(When),
    /// The ends of the interval lie beyond what numbers reach.
    TooWide,
    /// The outlet itself has no log ratio.
    NoLogRatio,
    /// No other outlet has two documents on either side of the date.
    FewDocumentsElsewhere,
    /// Other outlets have no match on a side of the date.
    NoMatchElsewhereOn(When),
}

impl MissingReason for Missing {
    fn name(self) -> &'static str {
        match self {
            Self::OneDocument => "one document",
            Self::TwoDocuments => "two documents",
            Self::FewDocuments => "few documents",
            Self::NoMatch => "no match",
            Self::NoTokens => "no tokens",
            Self::OtherLanguage => "other language",
            Self::NotNamed => "not named in own voice",
            Self::NoOtherVariant => "no other variant",
            Self::NoVariance => "no variance",
            Self::OneOutlet => "one outlet",
            Self::OneVariant => "one variant",
            Self::NoOtherLabelling => "no labelling differs",
            Self::NeverRare => "p could not be below .05",
            Self::LengthGivesLabel => "document length gives the outlet away",
            Self::FewMatches => "few matches",
            Self::NoSharedEvent => "no shared event",
            Self::NoMatchElsewhere => "no match elsewhere",
            Self::Pooled => "pooled",
            Self::NoDocumentsOn(When::Before) => "no documents before",
            Self::NoDocumentsOn(When::After) => "no documents after",
            Self::NoDocumentsOn(When::Both) => "no documents",
            Self::OneDocumentOn(When::Before) => "one document before",
            Self::OneDocumentOn(When::After) => "one document after",
            Self::OneDocumentOn(When::Both) => "one document before and after",
            Self::NoMatchOn(When::Before) => "no match before",
            Self::NoMatchOn(When::After) => "no match after",
            Self::NoMatchOn(When::Both) => "no match",
            Self::TooWide => "too wide",
            Self::NoLogRatio => "no log_ratio",
            Self::FewDocumentsElsewhere => "others: few documents",
            Self::NoMatchElsewhereOn(When::Before) => "others: no match before",
            Self::NoMatchElsewhereOn(When::After) => "others: no match after",
            Self::NoMatchElsewhereOn(When::Both) => "others: no match",
        }
    }
}

impl From<NoTest> for Missing {
    fn from(reason: NoTest) -> Self {
        match reason {
            NoTest::NoOtherLabelling => Self::NoOtherLabelling,
            NoTest::NeverRare => Self::NeverRare,
            NoTest::LengthGivesLabel => Self::LengthGivesLabel,
        }
    }
}

/// A side of a date, or both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Before it.
    Before,
    /// On it and after it.
    After,
    /// On both sides.
    Both,
}

impl When {
    /// Where something is so, if anywhere.
    pub(super) fn new(before: bool, after: bool) -> Option<Self> {
        match (before, after) {
            (true, true) => Some(Self::Both),
            (true, false) => Some(Self::Before),
            (false, true) => Some(Self::After),
            (false, false) => None,
        }
    }
}
