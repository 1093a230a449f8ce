//! Helpers for names and messages: plural forms, lists, the nearest known name, white space folded.
//! Every module may use them; they know none.

mod choice;
mod fold;
mod nearest;
mod plural;

pub use choice::UnknownChoice;
pub(crate) use choice::named_choice;
pub(crate) use fold::{folded, one_line};
pub(crate) use nearest::{nearest, unknown_name};
pub(crate) use plural::{listed, plural, with_thousands};
