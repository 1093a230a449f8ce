//! An earlier run, whose options a command takes over: `--run DIR`.

use super::failure::Failure;
use crate::analysis::{Plan, methods_text};
use crate::corpus::InputFile;
use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command};
use serde_json::Value;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// Options of a run that only shape how its results are shown.
const NOT_TAKEN: [&str; 3] = ["tables", "context", "seed"];

/// The record of an earlier run.
pub(crate) struct EarlierRun {
    folder: PathBuf,
    record: Value,
}

/// The arguments that were typed, with those of the earlier run that they name; `None` where they
/// name none.
///
/// # Errors
/// Where the record of the run cannot be read.
pub(crate) fn complete(
    root: &Command,
    typed: &[OsString],
) -> Result<Option<Vec<OsString>>, Failure> {
    // Only what was typed is asked for here, right or wrong.
    let Ok(parsed) = root.clone().ignore_errors(true).try_get_matches_from(typed) else {
        return Ok(None);
    };
    let Some((name, matches)) = parsed.subcommand() else { return Ok(None) };
    let folder = matches.try_get_one::<PathBuf>("run").ok().flatten();
    let Some((command, folder)) = root.find_subcommand(name).zip(folder) else { return Ok(None) };
    let run = EarlierRun::read(folder)?;
    let added = run.arguments(command, matches);
    // The name of the command is typed first.
    let (head, rest) = typed.split_at(typed.len().min(2));
    Ok(Some([head, &added, rest].concat()))
}

impl EarlierRun {
    /// Reads the record of the run in a folder.
    ///
    /// # Errors
    /// Where there is none.
    pub(crate) fn read(folder: &Path) -> Result<Self, Failure> {
        let path = folder.join("run.json");
        let fault = |what: String| {
            Failure::usage(format!(
                "{}: {what}; name a folder that framescope report wrote",
                path.display()
            ))
        };
        let text = std::fs::read_to_string(&path)
            .map_err(|error| fault(format!("the record of the run cannot be read ({error})")))?;
        let record: Value = serde_json::from_str(&text)
            .map_err(|error| fault(format!("this is not the record of a run ({error})")))?;
        if record.get("program").and_then(Value::as_str) != Some("framescope") {
            return Err(fault("this is not the record of a run".to_owned()));
        }
        Ok(Self { folder: folder.to_owned(), record })
    }

    /// The methods of the run as text.
    ///
    /// # Errors
    /// Where the record is that of an earlier version.
    pub(crate) fn methods(&self) -> Result<String, Failure> {
        methods_text(&self.record).map_err(|error| {
            Failure::usage(format!("{}: {error}", self.folder.join("run.json").display()))
        })
    }

    /// The options of the run that a command has and that were not typed, as they could be typed.
    fn arguments(&self, command: &Command, typed: &ArgMatches) -> Vec<OsString> {
        let is_typed =
            |arg: &Arg| typed.value_source(arg.get_id().as_str()) == Some(ValueSource::CommandLine);
        let mut added: Vec<OsString> = Vec::new();
        let options = command.get_arguments().filter(|arg| !is_typed(arg));
        for arg in options {
            let Some(long) = arg.get_long().filter(|long| !NOT_TAKEN.contains(long)) else {
                continue;
            };
            // A named word is looked for instead of the entries of lexicons.
            if long == "lexicon" && typed.contains_id("word") {
                continue;
            }
            for value in self.values(long) {
                if matches!(arg.get_action(), ArgAction::Set | ArgAction::Append) {
                    added.push(format!("--{long}={value}").into());
                } else if matches!(arg.get_action(), ArgAction::SetTrue) && value == "true" {
                    added.push(format!("--{long}").into());
                }
            }
        }
        let has_corpus = typed.try_get_many::<PathBuf>("corpus").ok().flatten().is_some();
        if !has_corpus {
            added.extend(self.values("corpus").into_iter().map(OsString::from));
        }
        added
    }

    /// The values of an option of the run; none where it had none.
    fn values(&self, option: &str) -> Vec<String> {
        let text = |value: &Value| match value {
            Value::Null => None,
            Value::String(text) => Some(text.clone()),
            other => Some(other.to_string()),
        };
        let found = self.record.get("options").and_then(|options| options.get(option));
        let values: Vec<String> = match found {
            Some(Value::Array(values)) => values.iter().filter_map(text).collect(),
            Some(value) => text(value).into_iter().collect(),
            None => Vec::new(),
        };
        if option == "lexicon" && values.is_empty() {
            return self.lexicons().map(|(name, _)| name.to_owned()).collect();
        }
        values
    }

    /// Name and hash of each lexicon that was counted.
    fn lexicons(&self) -> impl Iterator<Item = (&str, &str)> {
        let all = self.record.get("lexicons").and_then(Value::as_array);
        all.into_iter().flatten().filter_map(|lexicon| {
            Some((lexicon.get("name")?.as_str()?, lexicon.get("sha256")?.as_str()?))
        })
    }

    /// Refuses a plan that counts another state of a lexicon than the run did.
    pub(crate) fn check(&self, plan: &Plan) -> Result<(), Failure> {
        for lexicon in plan.lexicons() {
            let before = self.lexicons().find(|(name, _)| *name == lexicon.name);
            if let Some((name, sha256)) = before
                && sha256 != lexicon.sha256
            {
                return Err(Failure::usage(format!(
                    "the lexicon `{name}` has changed since the run in {}, so its numbers cannot \
                     be opened; run report again, or bring the lexicon back",
                    self.folder.display()
                )));
            }
        }
        Ok(())
    }

    /// A warning where files have changed since the run.
    pub(crate) fn changed(&self, files: &[InputFile]) -> Option<String> {
        let all = self.record.get("inputs").and_then(Value::as_array);
        let before: Vec<(&str, &str)> = all
            .into_iter()
            .flatten()
            .filter_map(|file| Some((file.get("path")?.as_str()?, file.get("sha256")?.as_str()?)))
            .collect();
        let is_other = |file: &&InputFile| {
            before.iter().any(|(path, sha256)| *path == &*file.path && *sha256 != &*file.sha256)
        };
        let changed: Vec<&InputFile> = files.iter().filter(is_other).collect();
        let first = changed.first()?;
        Some(format!(
            "{} of {} files have changed since the run in {}, first {}: counts may differ",
            changed.len(),
            files.len(),
            self.folder.display(),
            first.path
        ))
    }
}
