//! Helpers for names and messages: plural forms, lists, the nearest known name, white space folded.
//! Every module may use them; they know none.

#![allow(unused_imports)]

mod fold;
mod nearest;
mod plural;

pub(crate) use fold::{folded, one_line};
pub(crate) use nearest::{nearest, unknown_name};
pub(crate) use plural::{listed, plural};
