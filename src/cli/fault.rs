//! What is wrong with what was typed: clap's errors on one line, in the words of this program.

use crate::prose::{nearest, unknown_name};
use clap::Command;
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use std::error::Error as _;

/// What is wrong with a command line, on one line.
pub(crate) fn of_line(error: &Error, root: &Command, typed: &TypedNames) -> String {
    let command = typed.names.iter().try_fold(root, |above, name| above.find_subcommand(name));
    let (command, name) = (command.unwrap_or(root), &typed.shown);
    let help = format!("see `{name} --help`");
    let argument = text(error, ContextKind::InvalidArg).unwrap_or_default();
    match error.kind() {
        ErrorKind::ValueValidation | ErrorKind::InvalidValue => {
            match text(error, ContextKind::InvalidValue) {
                Some(value) if value.is_empty() && error.source().is_none() => {
                    format!("{} needs a value; write `{}`", bare(&argument), plain(&argument))
                }
                _ => format!("{}: {}", bare(&argument), of_value(error)),
            }
        }
        ErrorKind::UnknownArgument => unknown_argument(&argument, command, root, typed),
        ErrorKind::InvalidSubcommand => {
            let typed = text(error, ContextKind::InvalidSubcommand).unwrap_or_default();
            let known: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
            format!("`{name} {typed}` is not a command; {}", unknown_name(&typed, &known))
        }
        ErrorKind::ArgumentConflict => match text(error, ContextKind::PriorArg) {
            Some(other) if other != argument => {
                let (argument, other) = (bare(&argument), bare(&other));
                format!("{argument} and {other} exclude one another; give one of them")
            }
            _ => format!("{} is given more than once; give it once", bare(&argument)),
        },
        ErrorKind::MissingRequiredArgument => {
            format!("`{name}` needs {}; {help}", plain(&argument))
        }
        ErrorKind::TooManyValues => {
            let value = text(error, ContextKind::InvalidValue).unwrap_or_default();
            format!("{} does not take the value `{value}`; {help}", bare(&argument))
        }
        ErrorKind::InvalidUtf8 => format!("an argument is not UTF-8; {help}"),
        _ => {
            let message = error.to_string();
            let line = message.lines().next().unwrap_or_default();
            format!("{}; {help}", line.trim_start_matches("error: "))
        }
    }
}

/// The names of the commands that were typed.
pub(crate) struct TypedNames {
    names: Vec<String>,
    /// As they are typed, the program first.
    shown: String,
}

impl TypedNames {
    /// The commands among the arguments that were typed.
    pub(crate) fn new(root: &Command, typed: &[impl AsRef<std::ffi::OsStr>]) -> Self {
        let mut command = root;
        let mut names = Vec::new();
        for argument in typed.iter().skip(1) {
            let name = argument.as_ref().to_str();
            let Some(below) = name.and_then(|name| command.find_subcommand(name)) else { break };
            names.push(below.get_name().to_owned());
            command = below;
        }
        let shown: Vec<&str> =
            std::iter::once(root.get_name()).chain(names.iter().map(String::as_str)).collect();
        Self { shown: shown.join(" "), names }
    }
}

/// What is wrong with a value, without the option that it was given for.
pub(crate) fn of_value(error: &Error) -> String {
    if let Some(source) = error.source() {
        return source.to_string();
    }
    let value = text(error, ContextKind::InvalidValue).unwrap_or_default();
    let known = match error.get(ContextKind::ValidValue) {
        Some(ContextValue::Strings(known)) => known.as_slice(),
        _ => &[],
    };
    if value.is_empty() {
        return match known {
            [] => "the value is missing".to_owned(),
            known => format!("the value is missing; give {}", one_of(known)),
        };
    }
    match nearest(&value, known.iter().map(String::as_str)) {
        Some(near) => format!("`{value}` is unknown; did you mean `{near}`?"),
        None => format!("`{value}` is unknown; give {}", one_of(known)),
    }
}

/// `a, b or c`
fn one_of(names: &[String]) -> String {
    match names {
        [rest @ .., last] if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        names => names.concat(),
    }
}

/// An argument that the command does not have: a misspelt option, one of another command, or one
/// word too many.
fn unknown_argument(
    argument: &str,
    command: &Command,
    root: &Command,
    typed: &TypedNames,
) -> String {
    let name = &typed.shown;
    let Some(long) = argument.strip_prefix("--") else {
        let fault = if argument.starts_with('-') {
            format!("`{argument}` is not an option of `{name}`")
        } else {
            format!("`{argument}` is one argument too many for `{name}`")
        };
        return format!("{fault}; see `{name} --help`");
    };
    let longs = |command: &Command| -> Vec<String> {
        command.get_arguments().filter_map(|arg| arg.get_long().map(str::to_owned)).collect()
    };
    let fault = format!("`--{long}` is not an option of `{name}`");
    if let Some(near) = nearest(long, longs(command).iter().map(String::as_str)) {
        return format!("{fault}; did you mean `--{near}`?");
    }
    let mut open: Vec<(String, &Command)> = vec![(root.get_name().to_owned(), root)];
    while let Some((path, other)) = open.pop() {
        if longs(other).iter().any(|known| known == long) {
            return format!("{fault} but of `{path}`");
        }
        open.extend(other.get_subcommands().map(|o| (format!("{path} {}", o.get_name()), o)));
    }
    format!("{fault}; see `{name} --help`")
}

/// What an error says of one thing.
fn text(error: &Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) => Some(texts.join(" and ")),
        _ => None,
    }
}

/// An argument as it is typed, without the brackets of the help.
fn plain(argument: &str) -> String {
    argument.replace(['<', '>'], "").replace("...", "")
}

/// An option without the name of its value.
fn bare(argument: &str) -> &str {
    let end = argument.find([' ', '=', '[']).unwrap_or(argument.len());
    argument.get(..end).unwrap_or(argument)
}
