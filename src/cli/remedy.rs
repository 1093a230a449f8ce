//! What to do about an error of the library, in terms of the command line: the library says what is
//! wrong, this adds which option mends it.

use crate::analysis::{AnalysisError, PlanError, ThreadError};
use crate::corpus::{CodingError, CorpusError, Field, RejectedDocument, Rejection, RejectionKind};
use crate::lexicon::LexiconError;
use crate::sink::OutputError;
use std::fmt::Display;

/// An error that an option may mend.
pub(super) trait Remedy: Display {
    /// The advice that names the option, where there is one.
    fn remedy(&self) -> Option<&'static str>;

    /// The error followed by the advice.
    fn with_remedy(&self) -> String {
        let message = self.to_string();
        match self.remedy() {
            Some(remedy) if message.ends_with('?') => format!("{message} ({remedy})"),
            Some(remedy) => format!("{message}; {remedy}"),
            None => message,
        }
    }
}

impl Remedy for CorpusError {
    fn remedy(&self) -> Option<&'static str> {
        match self {
            Self::UnknownKind(_) => Some("convert it, or say what it is with --format"),
            Self::NoTextColumn { .. } => Some("name the one to read with --text-column"),
            Self::NoColumn { field, .. } => Some(match field {
                Field::Text => "choose one with --text-column",
                Field::Id => "choose one with --id-column",
                Field::Outlet => "choose one with --outlet-column or --group-by",
                Field::Date => "choose one with --date-column",
                Field::Title => "choose one with --title-column",
                Field::Event => "choose one with --event-column",
            }),
            Self::BadSplit(_) => Some("it was given with --split"),
            Self::NothingUsable { first, .. } => first.remedy(),
            Self::BadRow(rejection) => rejection.remedy(),
            Self::BadProfile { .. } => Some("`corpus inspect --profile FILE` writes one"),
            Self::ProfilesDiffer(_) => Some(
                "give every part the same profile with --profile; `corpus inspect --profile FILE` \
                 writes one",
            ),
            _ => None,
        }
    }
}

impl Remedy for Rejection {
    fn remedy(&self) -> Option<&'static str> {
        for_rejected(self.kind())
    }
}

impl Remedy for RejectedDocument {
    fn remedy(&self) -> Option<&'static str> {
        for_rejected(self.kind)
    }
}

fn for_rejected(kind: RejectionKind) -> Option<&'static str> {
    match kind {
        RejectionKind::TooLarge => Some("--split does that"),
        RejectionKind::NoTextKey => Some("or name it with --text-column"),
        _ => None,
    }
}

impl Remedy for PlanError {
    fn remedy(&self) -> Option<&'static str> {
        match self {
            Self::NoLexicon { .. } => Some("name one of your own with --lexicon"),
            Self::Option(error) if error.option() == "dimensions" => {
                Some("it was given with --dimensions")
            }
            _ => None,
        }
    }
}

impl Remedy for AnalysisError {
    fn remedy(&self) -> Option<&'static str> {
        match self {
            Self::OnlyCopies(_) => Some("count the earliest of each group with --duplicates first"),
            _ => None,
        }
    }
}

impl Remedy for OutputError {
    fn remedy(&self) -> Option<&'static str> {
        match self {
            Self::Exists(_) => Some("name another with -o, or replace it with --overwrite"),
            Self::NotOurs { .. } => Some("name another with -o"),
            Self::NotAFolder(_) => Some("name a folder with -o"),
            _ => None,
        }
    }
}

impl Remedy for CodingError {
    fn remedy(&self) -> Option<&'static str> {
        match self {
            Self::NoColumn { .. } => {
                Some("give back the sheet that `validate sample` wrote, with all its rows")
            }
            Self::UnknownCategory { .. } => Some("--lexicon adds those of a lexicon"),
            _ => None,
        }
    }
}

impl Remedy for LexiconError {
    fn remedy(&self) -> Option<&'static str> {
        match self {
            Self::NotText(_) => Some("or state its encoding with `lexicon convert --encoding`"),
            error if error.is_unsayable() => {
                Some("`lexicon convert IN OUT.toml --lossy` leaves out and lists such entries")
            }
            _ => None,
        }
    }
}

impl Remedy for ThreadError {
    fn remedy(&self) -> Option<&'static str> {
        Some("ask for fewer with --threads")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{Reason, Source};

    #[test]
    fn the_advice_follows_what_is_wrong() {
        let rejection = Rejection { source_place: Source::default(), reason: Reason::TooLarge };
        assert!(rejection.with_remedy().ends_with("several documents; --split does that"));
        let error = CorpusError::NoColumn {
            file: "a.csv".to_owned(),
            name: "bodi".to_owned(),
            field: Field::Text,
            known: "did you mean `body`?".to_owned(),
        };
        assert_eq!(
            error.with_remedy(),
            "a.csv: there is no column `bodi` for the text; did you mean `body`? (choose one with \
             --text-column)"
        );
    }
}
