//! What can go wrong in a command, and the exit status that it has.

use super::remedy::Remedy;
use crate::analysis::{AnalysisError, PartError, PlanError, ThreadError};
use crate::corpus::{CodingError, CorpusError, Rejection};
use crate::lexicon::LexiconError;
use crate::prose::one_line;
use crate::sink::OutputError;
use crate::table::SinkError;
use std::io;
use std::process::ExitCode;

/// Why a command ended early.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The command or its input is wrong: status 2.
    Usage(anyhow::Error),
    /// Several things are wrong with one input, each told on a line: status 2.
    Faults(Vec<String>),
    /// Something failed on the way: status 1.
    Work(anyhow::Error),
    /// Whoever read our output has left (`| head`): status 0.
    ReaderGone,
    /// All that there was to say has been said: status 1.
    Told,
}

impl Failure {
    /// A failure of the command or its input, with its message.
    pub(crate) fn usage(message: impl std::fmt::Display) -> Self {
        Self::Usage(anyhow::anyhow!("{message}"))
    }

    /// Writes the failure to stderr and gives its exit status.
    pub(crate) fn report(&self) -> ExitCode {
        match self {
            Self::Usage(error) => {
                eprintln!("framescope: {}", one_line(&error.to_string()));
                ExitCode::from(2)
            }
            Self::Faults(faults) => {
                faults.iter().for_each(|fault| eprintln!("framescope: {}", one_line(fault)));
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

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::ReaderGone;
        }
        Self::Work(anyhow::anyhow!("writing the output failed ({error})"))
    }
}

macro_rules! usage_failures {
    ($($error:ty),*) => { $(
        impl From<$error> for Failure {
            fn from(error: $error) -> Self {
                Self::usage(error.with_remedy())
            }
        }
    )* };
}

usage_failures!(CodingError, Rejection, ThreadError);

impl From<LexiconError> for Failure {
    fn from(error: LexiconError) -> Self {
        match error.faults() {
            [_] => Self::usage(error.with_remedy()),
            faults => {
                let mut lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
                lines.push(match error.remedy() {
                    Some(remedy) => format!("{} faults; {remedy}", faults.len()),
                    None => format!("{} faults", faults.len()),
                });
                Self::Faults(lines)
            }
        }
    }
}

impl From<PlanError> for Failure {
    fn from(error: PlanError) -> Self {
        match error {
            PlanError::Lexicon(error) => error.into(),
            error => Self::usage(error.with_remedy()),
        }
    }
}

impl From<SinkError> for Failure {
    fn from(error: SinkError) -> Self {
        match error.into_inner().downcast::<OutputError>() {
            Ok(output) => (*output).into(),
            Err(other) => match other.downcast::<io::Error>() {
                Ok(error) => (*error).into(),
                Err(other) => Self::Work(anyhow::anyhow!("{other}")),
            },
        }
    }
}

impl From<AnalysisError> for Failure {
    fn from(error: AnalysisError) -> Self {
        match error {
            AnalysisError::Sink(error) => error.into(),
            AnalysisError::Corpus(error) => error.into(),
            AnalysisError::Plan(error) => error.into(),
            AnalysisError::TemporaryFile(_) | AnalysisError::BrokenRecord => {
                Self::Work(error.into())
            }
            AnalysisError::Part(PartError::Write(source)) => source.into(),
            AnalysisError::Rejected(document) => Self::usage(format!(
                "{} (or leave such documents out with --on-error skip)",
                document.with_remedy()
            )),
            error => Self::usage(error.with_remedy()),
        }
    }
}

impl From<CorpusError> for Failure {
    fn from(error: CorpusError) -> Self {
        match error {
            CorpusError::Temporary { .. } => Self::Work(error.into()),
            _ => Self::usage(error.with_remedy()),
        }
    }
}

impl From<OutputError> for Failure {
    fn from(error: OutputError) -> Self {
        match error {
            OutputError::Failed { .. } => Self::Work(error.into()),
            _ => Self::usage(error.with_remedy()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(failure: &Failure) -> String {
        match failure {
            Failure::Usage(error) | Failure::Work(error) => error.to_string(),
            Failure::Faults(faults) => faults.join("\n"),
            Failure::ReaderGone | Failure::Told => String::new(),
        }
    }

    #[test]
    fn a_temporary_file_that_fails_is_not_called_the_output() {
        let full = || io::Error::from(io::ErrorKind::StorageFull);
        let failure = Failure::from(full());
        assert!(message(&failure).starts_with("writing the output failed"));
        let corpus = Failure::from(CorpusError::Temporary { source: full() });
        let analysis = Failure::from(AnalysisError::TemporaryFile(full()));
        for failure in [corpus, analysis] {
            assert!(message(&failure).starts_with("a temporary file "), "{failure:?}");
            assert!(matches!(failure, Failure::Work(_)));
        }
    }
}
