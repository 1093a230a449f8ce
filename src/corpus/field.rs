//! The fields of a document that a column can be named for.

use std::fmt;

/// A field whose column the analyst can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Field {
    /// The text.
    Text,
    /// The id.
    Id,
    /// The outlet, or whatever else documents are compared by.
    Outlet,
    /// The date of publication.
    Date,
    /// The headline.
    Title,
    /// The event.
    Event,
}

impl Field {
    /// All fields.
    pub const ALL: [Self; 6] =
        [Self::Text, Self::Id, Self::Outlet, Self::Date, Self::Title, Self::Event];

    /// Its name in lower case.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Id => "id",
            Self::Outlet => "outlet",
            Self::Date => "date",
            Self::Title => "title",
            Self::Event => "event",
        }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
