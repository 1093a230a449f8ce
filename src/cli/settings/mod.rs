//! `framescope.toml`: options under their long names, for what one does not want to type each time.
//! Options that commands share are at the top; those of one command are in a table named after it.
//!
//! The file is turned into arguments, which are put before those that were typed. So one parser
//! checks both, and a new option can be given in the file without a line here.

mod scope;
mod source;
mod tables;
mod value;

use super::failure::Failure;
use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Command};
use scope::CommandPath;
use source::OptionsSource;
use std::ffi::OsString;
use std::path::PathBuf;
use value::Setting;

/// The file that is read where none is named.
const DEFAULT: &str = "framescope.toml";

/// The arguments that were typed, with those that the file adds.
///
/// # Errors
/// Where the file cannot be used. What is wrong with the arguments that were typed is left to the
/// parser.
pub(crate) fn complete(root: &Command, typed: &[OsString]) -> Result<Vec<OsString>, Failure> {
    // Only what was typed is asked for here, right or wrong.
    let parsed = root.clone().ignore_errors(true).try_get_matches_from(typed);
    let Ok(parsed) = parsed else { return Ok(typed.to_vec()) };
    let Some(run) = TypedCommand::new(root, &parsed) else { return Ok(typed.to_vec()) };
    let named = run.matches.try_get_one::<PathBuf>("config").ok().flatten();
    let path = named.cloned().unwrap_or_else(|| DEFAULT.into());
    if named.is_none() && !path.is_file() {
        return Ok(typed.to_vec());
    }
    let file = OptionsSource::read(path)?;
    let settings = tables::settings(&file, root, &run.path)?;
    let added = run.accept(&file, settings)?;
    // The names of the commands are typed first.
    let (command, options) = typed.split_at(typed.len().min(1 + run.path.len()));
    Ok([command, &added, options].concat())
}

/// The command that was typed, where it takes options from a file.
struct TypedCommand<'t> {
    path: CommandPath,
    command: &'t Command,
    matches: &'t ArgMatches,
}

impl<'t> TypedCommand<'t> {
    fn new(root: &'t Command, parsed: &'t ArgMatches) -> Option<Self> {
        let (mut path, mut command, mut matches) = (CommandPath::default(), root, parsed);
        while let Some((name, below)) = matches.subcommand() {
            command = command.find_subcommand(name)?;
            path = path.below(command.get_name());
            matches = below;
        }
        scope::takes_file(command).then_some(Self { path, command, matches })
    }

    fn is_typed(&self, arg: &Arg) -> bool {
        self.matches.value_source(arg.get_id().as_str()) == Some(ValueSource::CommandLine)
    }

    /// The arguments of the settings that apply. What was typed goes before the file, and a table
    /// of the command before the top of the file.
    fn accept(
        &self,
        file: &OptionsSource,
        settings: Vec<Setting<'_>>,
    ) -> Result<Vec<OsString>, Failure> {
        let typed: Vec<&Arg> =
            self.command.get_arguments().filter(|arg| self.is_typed(arg)).collect();
        let own: Vec<&Setting<'_>> = settings.iter().filter(|setting| setting.is_own).collect();
        let yields = |setting: &Setting<'_>| {
            let to_typed = |other: &&Arg| self.yields(setting.arg, other);
            let to_own = |other: &&Setting<'_>| {
                other.key() == setting.key()
                    || (other.is_given() && self.yields(setting.arg, other.arg))
            };
            self.is_typed(setting.arg)
                || typed.iter().any(to_typed)
                || (!setting.is_own && own.iter().any(to_own))
        };
        let kept: Vec<&Setting<'_>> =
            settings.iter().filter(|setting| setting.is_given() && !yields(setting)).collect();
        for (at, setting) in kept.iter().enumerate() {
            let clash = kept.iter().take(at).find(|other| self.excludes(setting.arg, other.arg));
            if let Some(other) = clash {
                let (one, two) = (other.key(), setting.key());
                let fault = format!("`{one}` and `{two}` exclude one another; keep one of them");
                return Err(file.error(setting.offset, fault));
            }
        }
        Ok(kept.iter().flat_map(|setting| setting.arguments()).collect())
    }

    /// Whether a setting has no effect beside another option.
    fn yields(&self, arg: &Arg, other: &Arg) -> bool {
        // Both name the column to compare by, and the group goes first unless it is less near.
        let is_group =
            arg.get_long() == Some("group-by") && other.get_long() == Some("outlet-column");
        is_group || self.excludes(arg, other)
    }

    /// Whether two options cannot be given together.
    fn excludes(&self, one: &Arg, two: &Arg) -> bool {
        let names = |one: &Arg, two: &Arg| {
            let conflicts = self.command.get_arg_conflicts_with(one);
            conflicts.iter().any(|arg| arg.get_id() == two.get_id())
        };
        names(one, two) || names(two, one)
    }
}
