//! What can go wrong in a command, and the exit status that it has.

use crate::corpus::{CorpusError, Rejection};
use crate::frame::ThreadError;
use crate::lexicon::LexiconError;
use crate::table::{CodingError, OutputError};
use std::io;
use std::process::ExitCode;

/// Why a command ended early.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The command or its input is wrong: status 2.
    Usage(anyhow::Error),
    /// Something failed on the way: status 1.
    Work(anyhow::Error),
    /// Whoever read our output has left (`| head`): status 0.
    ReaderGone,
    /// What was to be told has been told: status 1.
    Told,
}

impl Failure {
    /// A failure of the command or its input, told as given.
    pub(crate) fn usage(message: impl std::fmt::Display) -> Self {
        Self::Usage(anyhow::anyhow!("{message}"))
    }

    /// Tells the failure on stderr and gives its exit status.
    pub(crate) fn report(&self) -> ExitCode {
        match self {
            Self::Usage(error) => {
                eprintln!("framescope: {}", one_line(&error.to_string()));
                ExitCode::from(2)
            }
            Self::Work(error) => {
                eprintln!("framescope: {}", one_line(&error.to_string()));
                ExitCode::from(1)
            }
            Self::ReaderGone => ExitCode::SUCCESS,
            Self::Told => ExitCode::from(1),
        }
    }
}

/// A message on one line and without control characters, whatever the input has put into it.
fn one_line(message: &str) -> String {
    message
        .split(|c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'))
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::ReaderGone
        } else {
            Self::Work(anyhow::anyhow!("writing the output failed ({error})"))
        }
    }
}

macro_rules! usage_failures {
    ($($error:ty),*) => { $(
        impl From<$error> for Failure {
            fn from(error: $error) -> Self {
                Self::Usage(error.into())
            }
        }
    )* };
}

usage_failures!(CodingError, CorpusError, LexiconError, Rejection, ThreadError);

impl From<OutputError> for Failure {
    fn from(error: OutputError) -> Self {
        match error {
            OutputError::Failed { .. } => Self::Work(error.into()),
            _ => Self::Usage(error.into()),
        }
    }
}
