//! What can go wrong in an analysis.

use super::part_error::PartError;
use super::plan::PlanError;
use crate::compare::PanelError;
use crate::corpus::{CorpusError, RejectedDocument};
use crate::table::SinkError;
use crate::words::TooMany;
use std::io;
use thiserror::Error;

/// Why an analysis ended early.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum AnalysisError {
    /// The plan cannot be used.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// The corpus cannot be read.
    #[error(transparent)]
    Corpus(#[from] CorpusError),
    /// A document cannot be used, and the plan says to stop there.
    #[error("{0}")]
    Rejected(RejectedDocument),
    /// A temporary file cannot be written or read.
    #[error(
        "a temporary file cannot be used ({0}); check the space in the folder of temporary files"
    )]
    TemporaryFile(#[source] io::Error),
    /// A record is not what was put into it.
    #[error("a record of a document is broken; map the corpus again")]
    BrokenRecord,
    /// There is more of something than numbers reach.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// Outlets cannot be compared as the plan asks.
    #[error(transparent)]
    Outlets(#[from] PanelError),
    /// Leaving out near copies leaves no document.
    #[error(
        "all {0} documents are near copies in several outlets, so no document is left to count"
    )]
    OnlyCopies(usize),
    /// The document whose neighbours were asked for has no framing vector, or is not there.
    #[error(
        "{}",
        if *is_known {
            format!("the document `{id}` has no framing vector, since it has no words")
        } else {
            format!("there is no document `{id}`; {said}")
        }
    )]
    NoVector {
        /// The id that was asked for.
        id: String,
        /// Whether there is such a document.
        is_known: bool,
        /// Which ids there are.
        said: String,
    },
    /// A part cannot be written, or does not fit the others.
    #[error(transparent)]
    Part(#[from] PartError),
    /// A table cannot be written.
    #[error(transparent)]
    Sink(#[from] SinkError),
}

/// What kind of thing went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AnalysisErrorKind {
    /// The options or lexicons.
    Plan,
    /// The corpus, or one of its documents.
    Input,
    /// A limit of this program or machine.
    Limit,
    /// The output.
    Output,
}

impl AnalysisError {
    /// The kind of error.
    pub fn kind(&self) -> AnalysisErrorKind {
        match self {
            Self::Plan(_) => AnalysisErrorKind::Plan,
            Self::Part(PartError::Write(_)) => AnalysisErrorKind::Output,
            Self::Corpus(_)
            | Self::Rejected(_)
            | Self::OnlyCopies(_)
            | Self::Outlets(_)
            | Self::NoVector { .. }
            | Self::Part(_) => AnalysisErrorKind::Input,
            Self::TemporaryFile(_) | Self::BrokenRecord | Self::TooMany(_) => {
                AnalysisErrorKind::Limit
            }
            Self::Sink(_) => AnalysisErrorKind::Output,
        }
    }
}
