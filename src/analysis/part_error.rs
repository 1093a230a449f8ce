//! What can be wrong with part files.

use std::io;
use thiserror::Error;

/// Why a part cannot be written, or parts cannot be merged.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum PartError {
    /// It cannot be written.
    #[error("the part cannot be written ({0}); check the space on the disk and your rights to it")]
    Write(#[source] io::Error),
    /// It cannot be read.
    #[error("{part}: cannot be read ({source}); check the path and your rights to it")]
    Unreadable {
        /// The part.
        part: String,
        /// What the system said.
        source: io::Error,
    },
    /// It is another kind of file.
    #[error("{0}: this is not a part: parts are the files that mapping a corpus writes")]
    NotAPart(String),
    /// It was written by a version whose parts are built otherwise.
    #[error("{0}: this part was written by another version of framescope; map its documents again")]
    OtherVersion(String),
    /// Its bytes are not those that were written.
    #[error(
        "{0}: this part was truncated or changed after it was written (its checksum differs); copy \
         it again or map its documents again"
    )]
    Changed(String),
    /// It was made otherwise than the first part.
    #[error(
        "{part} does not fit {first}: {difference}; map both with the same program, options, \
         lexicons and profile"
    )]
    Mismatch {
        /// The part.
        part: String,
        /// The part that it was compared with.
        first: String,
        /// How they differ.
        difference: String,
    },
    /// It has a document that another part has too.
    #[error("{part}: {place} was mapped in {first} already; leave one of the two parts out")]
    MappedTwice {
        /// The part.
        part: String,
        /// The part that came first.
        first: String,
        /// The file and place of the document.
        place: String,
    },
    /// No part was given.
    #[error("no part was given to merge")]
    NoParts,
}
