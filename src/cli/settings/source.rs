//! The text of the file of options, and places in it for messages.

use crate::cli::failure::Failure;
use std::io::ErrorKind;
use std::path::PathBuf;
use toml::Spanned;
use toml::de::DeTable;

/// A file of options as it was read.
pub(super) struct OptionsSource {
    path: PathBuf,
    text: String,
}

impl OptionsSource {
    pub(super) fn read(path: PathBuf) -> Result<Self, Failure> {
        match std::fs::read_to_string(&path) {
            Ok(text) => {
                // A byte order mark, which some editors write, is not part of TOML.
                let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
                Ok(Self { path, text })
            }
            Err(error) => {
                let remedy = match error.kind() {
                    ErrorKind::InvalidData => "save it as UTF-8",
                    _ => "check the path",
                };
                let path = path.display();
                Err(Failure::usage(format!(
                    "{path}: this file of options cannot be read ({error}); {remedy}"
                )))
            }
        }
    }

    /// An error at a byte of the file.
    pub(super) fn error(&self, offset: usize, fault: impl std::fmt::Display) -> Failure {
        let head = self.text.get(..offset).unwrap_or(&self.text);
        let line = head.matches('\n').count() + 1;
        let column = head.chars().rev().take_while(|c| *c != '\n').count() + 1;
        Failure::usage(format!("{}:{line}:{column}: {fault}", self.path.display()))
    }

    /// The file as TOML.
    pub(super) fn parse(&self) -> Result<Spanned<DeTable<'_>>, Failure> {
        DeTable::parse(&self.text).map_err(|error| {
            let offset = error.span().map_or(self.text.len(), |span| span.start);
            self.error(offset, in_words(error.message()))
        })
    }
}

/// The message of the TOML parser, in other words for what happens easily here.
fn in_words(message: &str) -> String {
    if message.starts_with("cannot extend value") {
        // `lexicon` is an option and a group of commands.
        return "a key above has the name of this table; write it as [\"lexicon check\"] instead of \
            [lexicon.check]"
            .to_owned();
    }
    message.replace('\n', ", ")
}
