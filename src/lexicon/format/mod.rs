//! The formats in which lexicons are written.

pub(crate) mod toml;
