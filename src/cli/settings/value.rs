//! A value of the file as arguments, checked by the parser of its option.

use super::source::OptionsSource;
use crate::cli::failure::Failure;
use crate::cli::fault;
use clap::{Arg, ArgAction, Command};
use std::any::TypeId;
use std::ffi::OsString;
use std::path::PathBuf;
use toml::Spanned;
use toml::de::{DeInteger, DeValue};

/// An option with what the file gives for it.
#[derive(Debug)]
pub(super) struct Setting<'c> {
    pub(super) arg: &'c Arg,
    /// Whether it is in the table of the command, and not at the top.
    pub(super) is_own: bool,
    /// Where its key is in the file.
    pub(super) offset: usize,
    given: Given,
}

/// What is given for an option.
#[derive(Debug)]
enum Given {
    Flag(bool),
    Values(Vec<String>),
}

impl<'c> Setting<'c> {
    /// The setting of an option, at `offset` in the file.
    pub(super) fn new(
        file: &OptionsSource,
        arg: &'c Arg,
        offset: usize,
        value: &Spanned<DeValue<'_>>,
    ) -> Result<Self, Failure> {
        let setting = Self { arg, is_own: true, offset, given: Given::Flag(false) };
        let fault =
            |text: &str| file.error(value.span().start, format!("`{}`: {text}", setting.key()));
        let given = if let ArgAction::SetTrue = arg.get_action() {
            match value.get_ref() {
                DeValue::Boolean(is_set) => Given::Flag(*is_set),
                _ => return Err(fault("expected true or false")),
            }
        } else {
            let takes_list = matches!(arg.get_action(), ArgAction::Append);
            match value.get_ref() {
                DeValue::Array(items) if takes_list => Given::Values(
                    items.iter().map(|item| setting.text(file, item)).collect::<Result<_, _>>()?,
                ),
                DeValue::Array(_) => return Err(fault("expected one value, not a list")),
                _ => Given::Values(vec![setting.text(file, value)?]),
            }
        };
        Ok(Self { given, ..setting })
    }

    /// The name of the option, which is its key in the file.
    pub(super) fn key(&self) -> &'c str {
        self.arg.get_long().unwrap_or_default()
    }

    /// Whether it gives anything: a flag that is false and an empty list do not.
    pub(super) fn is_given(&self) -> bool {
        match &self.given {
            Given::Flag(is_set) => *is_set,
            Given::Values(values) => !values.is_empty(),
        }
    }

    /// The setting as it could be typed.
    pub(super) fn arguments(&self) -> Vec<OsString> {
        let key = self.key();
        match &self.given {
            Given::Flag(false) => Vec::new(),
            Given::Flag(true) => vec![format!("--{key}").into()],
            Given::Values(values) => {
                values.iter().map(|value| format!("--{key}={value}").into()).collect()
            }
        }
    }

    /// A value as it could be typed.
    fn text(&self, file: &OptionsSource, value: &Spanned<DeValue<'_>>) -> Result<String, Failure> {
        let fault =
            |text: String| file.error(value.span().start, format!("`{}`: {text}", self.key()));
        let kind = self.arg.get_value_parser().type_id();
        let is_text = kind == TypeId::of::<String>() || kind == TypeId::of::<PathBuf>();
        let text = match value.get_ref() {
            DeValue::String(text) => text.to_string(),
            DeValue::Array(_) => return Err(fault("expected one value, not a list".to_owned())),
            DeValue::Table(_) => return Err(fault("expected a value, not a table".to_owned())),
            DeValue::Integer(number) => whole(number),
            DeValue::Float(number) => number.as_str().to_owned(),
            DeValue::Boolean(value) => value.to_string(),
            DeValue::Datetime(date) => date.to_string(),
        };
        if is_text && !matches!(value.get_ref(), DeValue::String(_)) {
            return Err(fault(format!(
                "expected text, not {text}; write it in quotation marks, as \"{text}\""
            )));
        }
        self.check(&text).map_err(fault)?;
        Ok(text)
    }

    /// Whether the option takes a value; else what is wrong with it.
    fn check(&self, text: &str) -> Result<(), String> {
        let alone = Arg::new("value")
            .long("value")
            .value_parser(self.arg.get_value_parser().clone())
            .value_delimiter(self.arg.get_value_delimiter());
        let parser = Command::new("value").no_binary_name(true).disable_help_flag(true).arg(alone);
        match parser.try_get_matches_from([format!("--value={text}")]) {
            Ok(_) => Ok(()),
            Err(error) => Err(fault::of_value(&error)),
        }
    }
}

/// A whole number in decimal digits.
fn whole(number: &DeInteger<'_>) -> String {
    let decimal = i128::from_str_radix(number.as_str(), number.radix());
    decimal.map_or_else(|_| number.to_string(), |number| number.to_string())
}
