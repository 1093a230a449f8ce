//! What can be wrong with a lexicon: always with the file, and with the line and column where there
//! is one.

use super::format::{ImportProblem, Nature};
use super::model::Position;
use super::pattern::PatternError;
use std::path::PathBuf;
use thiserror::Error;

/// A lexicon that cannot be used.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum LexiconError {
    /// The file cannot be read.
    #[error(
        "{}: cannot read this lexicon ({source}); check the path, or name a bundled lexicon such \
         as `{bundled}`",
        path.display()
    )]
    Unreadable {
        /// The path as given.
        path: PathBuf,
        /// The bundled lexicon with the nearest name, or one for an example.
        bundled: &'static str,
        /// What the system said.
        source: std::io::Error,
    },
    /// Neither a bundled lexicon nor a file.
    #[error(
        "there is no lexicon `{name}` (one of your own needs its path, such as `./{name}.toml`); \
         {known}"
    )]
    Unknown {
        /// The name as given.
        name: String,
        /// The bundled lexicon that was probably meant, or some of them, in words.
        known: String,
    },
    /// An ending that names no format.
    #[error(
        "{}: the ending does not tell the format of this lexicon; it may be {endings}",
        path.display()
    )]
    UnknownEnding {
        /// The path as given.
        path: PathBuf,
        /// The endings that there are, each with its format.
        endings: String,
    },
    /// Bytes that are no text.
    #[error(
        "{0}: this is no text in UTF-8, UTF-16 or an older encoding; save the lexicon as UTF-8"
    )]
    NotText(String),
    /// The file is not UTF-8.
    #[error("{file}: byte {offset} is not UTF-8; save the lexicon as UTF-8")]
    NotUtf8 {
        /// The file.
        file: String,
        /// The first bad byte, from 0.
        offset: usize,
    },
    /// A name of no encoding.
    #[error(
        "there is no encoding `{0}`; write a name of the Encoding Standard, such as utf-8, \
         windows-1252, shift_jis or gbk"
    )]
    UnknownEncoding(String),
    /// Bytes that are not in the encoding that was stated.
    #[error("{file}: this is not text in the encoding {encoding}; state another, or none")]
    NotInEncoding {
        /// The file.
        file: String,
        /// The encoding that was stated.
        encoding: &'static str,
    },
    /// Several faults of one file, in the order of the file.
    #[error("{}", lines(.0))]
    Several(Vec<LexiconError>),
    /// Something at a place in the file.
    #[error("{file}:{}:{}: {problem}", position.line, position.column)]
    At {
        /// The file.
        file: String,
        /// Where.
        position: Position,
        /// What.
        problem: Problem,
    },
    /// Two lexicons of one run share a name.
    #[error("two lexicons are named `{0}`; rename one, since tables tell lexicons apart by name")]
    SameName(String),
    /// An actor that a lexicon does not have.
    #[error("the lexicon `{lexicon}` has no actor `{party}`; {known}")]
    UnknownParty {
        /// The lexicon.
        lexicon: String,
        /// The key as given.
        party: String,
        /// The key that was probably meant, or some of those that there are, in words.
        known: String,
    },
    /// More than ids can count.
    #[error("too many {0} for one run; use fewer or smaller lexicons")]
    TooMany(&'static str),
}

/// What is wrong at a place of a lexicon file.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Problem {
    /// Not TOML.
    #[error("not valid TOML: {0}")]
    Syntax(String),
    /// A key that means nothing here.
    #[error("unknown key `{key}` in {place}; expected {expected}")]
    UnknownKey {
        /// The key.
        key: String,
        /// Where it stands, in words.
        place: String,
        /// The keys that may stand there.
        expected: String,
    },
    /// A value of the wrong kind.
    #[error("`{key}` is {found}; expected {expected}")]
    WrongType {
        /// Its key.
        key: String,
        /// What was found there.
        found: String,
        /// What should.
        expected: &'static str,
    },
    /// A word that is none of those that a key takes.
    #[error("`{key}` is the text {found:?}; expected {expected}{}", hint(near))]
    UnknownWord {
        /// The key.
        key: &'static str,
        /// What was found there.
        found: String,
        /// The words that are allowed there.
        expected: String,
        /// The one that was probably meant.
        near: Option<&'static str>,
    },
    /// What a lexicon that measures nothing cannot say that it measures.
    #[error(
        "lexicons of `actor` or `cue` tables do not read `measures`, since they are not counted \
         as findings; delete it"
    )]
    MeasuresNothing,
    /// A key that must be there.
    #[error("{place} has no `{key}`; add one")]
    Missing {
        /// Where, in words.
        place: String,
        /// The key.
        key: &'static str,
    },
    /// A term that is no pattern.
    #[error("{0}")]
    Pattern(#[from] PatternError),
    /// An axis that names no category.
    #[error(
        "axis `{axis}` names the category `{category}`, which this lexicon does not have; it has \
         {known}"
    )]
    UnknownCategory {
        /// The axis.
        axis: String,
        /// The name.
        category: String,
        /// The categories that there are.
        known: String,
    },
    /// Categories of two kinds in one file.
    #[error(
        "a lexicon holds `category`, `referent`, `actor` or `cue` tables, not several of these; \
         split the file"
    )]
    MixedKinds,
    /// A name that tables could not carry.
    #[error("the name `{0}` may hold only letters, digits, `-` and `_`")]
    BadName(String),
    /// A role that no rule knows.
    #[error("unknown role `{role}`; expected {expected}")]
    UnknownRole {
        /// The role.
        role: String,
        /// The roles that there are.
        expected: String,
    },
    /// A key that only framing lexicons read.
    #[error("only lexicons of `category` tables read `{0}`; delete it")]
    OnlyFraming(&'static str),
    /// A condition where none is read.
    #[error("`near` and `not_near` are read in categories and variants only; delete them here")]
    NoCondition,
    /// A list of neighbours that nobody has made.
    #[error(
        "there is no list `{list}`; [lists] has {}",
        if known.is_empty() { "none" } else { known }
    )]
    UnknownList {
        /// The name.
        list: String,
        /// The lists that there are.
        known: String,
    },
    /// A distance without neighbours.
    #[error(
        "`within` says how far, but there is no `near` or `not_near`; add one or delete `within`"
    )]
    IdleWithin,
    /// What only lexicons of other programs can have wrong.
    #[error("{0}")]
    Import(#[from] ImportProblem),
    /// No entry anywhere.
    #[error("this lexicon has no entries; give it at least one `[category.NAME]` with `terms`")]
    NoEntries,
}

impl LexiconError {
    /// Each fault by itself.
    pub fn faults(&self) -> &[Self] {
        match self {
            Self::Several(faults) => faults,
            fault => std::slice::from_ref(fault),
        }
    }

    /// Whether some fault is an entry that is right in its program and cannot be said here. Reading
    /// can leave such entries out.
    pub fn is_unsayable(&self) -> bool {
        self.faults().iter().any(|fault| fault.nature() == Nature::Unsayable)
    }

    /// What is wrong, as readers of other programs' files sort it.
    pub(super) fn nature(&self) -> Nature {
        match self {
            Self::At { problem: Problem::Import(problem), .. } => problem.nature(),
            Self::At { problem: Problem::Pattern(problem), .. } => match problem {
                PatternError::Empty | PatternError::NoWord(_) => Nature::Wordless,
                PatternError::TooManyHyphens(_) | PatternError::TooLong { .. } => Nature::Unsayable,
                _ => Nature::Fault,
            },
            _ => Nature::Fault,
        }
    }

    /// Where it is in the file, if it is at a place.
    pub(super) fn position(&self) -> Option<Position> {
        match self {
            Self::At { position, .. } => Some(*position),
            _ => None,
        }
    }
}

/// The faults, one a line.
fn lines(faults: &[LexiconError]) -> String {
    faults.iter().map(LexiconError::to_string).collect::<Vec<_>>().join("\n")
}

/// The word that was probably meant, as the end of a message.
fn hint(near: &Option<&'static str>) -> String {
    near.map(|near| format!("; did you mean \"{near}\"?")).unwrap_or_default()
}
