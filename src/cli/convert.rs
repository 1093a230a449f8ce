//! `framescope lexicon convert`: a lexicon from one format to another, with what is lost on the way
//! said first.

use super::arguments::ConvertArguments;
use super::failure::Failure;
use super::import_notice::{load_and_tell, reading};
use super::summary;
use super::verbosity::Verbosity;
use crate::lexicon::{LexiconError, LexiconFormat, is_name};
use crate::sink::OutputFile;
use std::io::Write;

pub(crate) fn run(arguments: &ConvertArguments) -> Result<(), Failure> {
    let out = &arguments.output;
    let unknown =
        || LexiconError::UnknownEnding { path: out.clone(), endings: LexiconFormat::endings() };
    let format = LexiconFormat::from_path(out).ok_or_else(unknown)?;
    let options = reading(arguments.encoding.as_deref())?;
    let options = if arguments.lossy { options.without_unsayable() } else { options };
    let mut lexicon = load_and_tell(&arguments.input, options, "--encoding")?;
    if let Some(name) = &arguments.name {
        if !is_name(name) {
            return Err(Failure::usage(format!(
                "--name: the name `{name}` may hold only letters, digits, `-` and `_`"
            )));
        }
        lexicon.name.clone_from(name);
    }
    if let Some(language) = &arguments.language {
        if !matches!(language.len(), 2 | 3) || !language.chars().all(|c| c.is_ascii_lowercase()) {
            return Err(Failure::usage(format!(
                "--language: `{language}` is no ISO 639-1 code; write one such as en"
            )));
        }
        lexicon.language.clone_from(language);
        lexicon.states_language = true;
    }
    if out.is_file() && !arguments.overwrite {
        return Err(Failure::usage(format!(
            "{}: this file exists; name another, or replace it with --overwrite",
            out.display()
        )));
    }
    let written = format.write(&lexicon);
    let (shown, program) = (out.display(), format.name());
    if !arguments.lossy && !written.losses.is_empty() {
        let losses = listed(&written.losses);
        return Err(Failure::usage(format!(
            "{shown}: {program} cannot hold {losses}; write the rest with --lossy, or choose \
             .toml, which holds all"
        )));
    }
    // What cannot be read again is not written.
    let back = format.read(&out.to_string_lossy(), written.text.as_bytes())?;
    let mut file = OutputFile::begin(out)?;
    file.write_all(written.text.as_bytes())?;
    file.finish()?;
    let mut warnings = Vec::new();
    if !written.losses.is_empty() {
        warnings.push(format!(
            "{shown}: {program} cannot hold {}, so counts will differ",
            listed(&written.losses)
        ));
    }
    if !written.unsaid.is_empty() {
        warnings.push(format!("{shown}: {program} has no place for {}", listed(&written.unsaid)));
    }
    if back.name != lexicon.name {
        warnings.push(format!(
            "{shown}: {program} does not name a lexicon, so this one will be `{}`, after its file",
            back.name
        ));
    }
    for warning in warnings {
        summary::say(&format!("warning: {warning}"), Verbosity::Normal);
    }
    Ok(())
}

/// `a, b and c`
fn listed(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}
