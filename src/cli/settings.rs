//! `framescope.toml`: the shared options under the same names, for what one does not want to type
//! each time.

use super::arguments::{FormatArgument, InputArguments, OnErrorArgument, SharedArguments};
use super::failure::Failure;
use serde::Deserialize;
use std::path::Path;

/// The options of a file. Each stands under its command-line name without the dashes.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Settings {
    lexicon: Option<OneOrMany>,
    language: Option<String>,
    group_by: Option<String>,
    text_column: Option<String>,
    id_column: Option<String>,
    outlet_column: Option<String>,
    date_column: Option<String>,
    title_column: Option<String>,
    event_column: Option<String>,
    events: Option<std::path::PathBuf>,
    format: Option<FormatArgument>,
    split: Option<String>,
    on_error: Option<OnErrorArgument>,
    seed: Option<u64>,
    threads: Option<usize>,
    overwrite: Option<bool>,
    quiet: Option<bool>,
    verbose: Option<bool>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "a lexicon's name or path, or a list of these")]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

/// The file that is read where none is named.
const DEFAULT: &str = "framescope.toml";

/// Fills what was not typed from the file of options.
pub(crate) fn fill(shared: SharedArguments) -> Result<SharedArguments, Failure> {
    let path = shared.input.config.clone().unwrap_or_else(|| DEFAULT.into());
    if shared.input.config.is_none() && !path.is_file() {
        return Ok(shared);
    }
    let settings = read(&path)?;
    let lexicon = match settings.lexicon {
        _ if !shared.lexicon.is_empty() => shared.lexicon,
        Some(OneOrMany::One(name)) => vec![name],
        Some(OneOrMany::Many(names)) => names,
        None => shared.lexicon,
    };
    let typed = shared.input;
    let input = InputArguments {
        language: typed.language.or(settings.language),
        // A group typed wins over a column in the file, whichever of the two names it has.
        group_by: typed
            .group_by
            .or_else(|| settings.group_by.filter(|_| typed.outlet_column.is_none())),
        text_column: typed.text_column.or(settings.text_column),
        id_column: typed.id_column.or(settings.id_column),
        outlet_column: typed.outlet_column.or(settings.outlet_column),
        date_column: typed.date_column.or(settings.date_column),
        title_column: typed.title_column.or(settings.title_column),
        event_column: typed.event_column.or(settings.event_column),
        events: typed.events.or(settings.events),
        format: typed.format.or(settings.format),
        split: typed.split.or(settings.split),
        on_error: typed.on_error.or(settings.on_error),
        seed: typed.seed.or(settings.seed),
        threads: typed.threads.or(settings.threads),
        overwrite: typed.overwrite || settings.overwrite.unwrap_or(false),
        quiet: typed.quiet || (settings.quiet.unwrap_or(false) && !typed.verbose),
        verbose: typed.verbose || (settings.verbose.unwrap_or(false) && !typed.quiet),
        config: typed.config,
    };
    Ok(SharedArguments { corpus: shared.corpus, lexicon, input })
}

/// The parser's message in the words of this program.
fn in_words(message: &str) -> String {
    [
        ("unknown field", "unknown key"),
        ("unknown variant", "unknown value"),
        ("expected u64", "expected a whole number"),
        ("expected usize", "expected a whole number"),
        ("expected a boolean", "expected true or false"),
        ("\n", ", "),
    ]
    .into_iter()
    .fold(message.to_owned(), |message, (theirs, ours)| message.replace(theirs, ours))
}

fn read(path: &Path) -> Result<Settings, Failure> {
    let source = std::fs::read_to_string(path).map_err(|error| {
        let remedy = if error.kind() == std::io::ErrorKind::InvalidData {
            "save it as \
            UTF-8"
        } else {
            "check the path"
        };
        Failure::usage(format!(
            "{}: this file of options cannot be read ({error}); \
            {remedy}",
            path.display()
        ))
    })?;
    toml::from_str(&source).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        let head = source.get(..at).unwrap_or("");
        let line = head.matches('\n').count() + 1;
        let column = head.chars().rev().take_while(|c| *c != '\n').count() + 1;
        Failure::usage(format!("{}:{line}:{column}: {}", path.display(), in_words(error.message())))
    })
}
