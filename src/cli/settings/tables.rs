//! The keys and tables of the file of options: which of them concern the command that is to run.

use super::scope::{self, CommandPath};
use super::source::OptionsSource;
use super::value::Setting;
use crate::cli::failure::Failure;
use crate::prose::{listed, nearest, unknown_name};
use clap::Command;
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

type Key<'i> = Spanned<DeString<'i>>;
type Value<'i> = Spanned<DeValue<'i>>;

/// What a file gives to the command at `path`. Keys are checked in the whole file, values only
/// where they concern the command.
pub(super) fn settings<'c>(
    file: &OptionsSource,
    root: &'c Command,
    path: &CommandPath,
) -> Result<Vec<Setting<'c>>, Failure> {
    let table = file.parse()?;
    let mut reader = Reader { file, root, path, settings: Vec::new() };
    reader.top(table.get_ref())?;
    Ok(reader.settings)
}

/// Goes through the tables of a file.
struct Reader<'f, 'c> {
    file: &'f OptionsSource,
    root: &'c Command,
    /// The command that is to run.
    path: &'f CommandPath,
    settings: Vec<Setting<'c>>,
}

impl<'c> Reader<'_, 'c> {
    fn top(&mut self, table: &DeTable<'_>) -> Result<(), Failure> {
        for (key, value) in in_order(table) {
            match value.get_ref() {
                DeValue::Table(below) => {
                    self.table(self.root, &CommandPath::default(), key, below)?;
                }
                _ => self.shared(key, value)?,
            }
        }
        Ok(())
    }

    /// A key at the top of the file.
    fn shared(&mut self, key: &Key<'_>, value: &Value<'_>) -> Result<(), Failure> {
        let name: &str = key.get_ref();
        let owners = scope::owners(self.root, name);
        match owners.as_slice() {
            [] => {
                let known = scope::shared(self.root);
                Err(self.unknown(key, "", &known))
            }
            [owner] => {
                let table = owner.table();
                Err(self.file.error(
                    key.span().start,
                    format!("`{name}` is an option of `{owner}` only; put it below {table}"),
                ))
            }
            owners => {
                if owners.contains(self.path) && scope::is_shared(self.path, name) {
                    self.take(self.path.clone(), key, value, false)?;
                }
                Ok(())
            }
        }
    }

    /// A table: of a command, or of a group of commands.
    fn table(
        &mut self,
        parent: &'c Command,
        above: &CommandPath,
        key: &Key<'_>,
        table: &DeTable<'_>,
    ) -> Result<(), Failure> {
        let (mut command, mut path) = (parent, above.clone());
        for name in key.get_ref().split_whitespace() {
            let Some(below) = command.find_subcommand(name) else {
                return Err(self.unknown_table(command, key));
            };
            path = path.below(below.get_name());
            command = below;
        }
        if command.has_subcommands() {
            return self.group(command, &path, table);
        }
        if !scope::takes_file(command) {
            let fault = format!("`{path}` takes no options from a file; delete this table");
            return Err(self.file.error(key.span().start, fault));
        }
        for (key, value) in in_order(table) {
            if scope::option(command, key.get_ref()).is_none() {
                return Err(self.unknown_option(command, &path, key));
            }
            if path == *self.path {
                self.take(path.clone(), key, value, true)?;
            }
        }
        Ok(())
    }

    /// The tables of a group of commands.
    fn group(
        &mut self,
        command: &'c Command,
        path: &CommandPath,
        table: &DeTable<'_>,
    ) -> Result<(), Failure> {
        for (key, value) in in_order(table) {
            let DeValue::Table(below) = value.get_ref() else {
                let first = command.get_subcommands().find(|below| scope::takes_file(below));
                let example = path.below(first.map_or("", Command::get_name)).table();
                let fault = format!(
                    "`{}` is below {}, a group of commands; put it below one of them, such as \
                     {example}",
                    key.get_ref(),
                    path.table()
                );
                return Err(self.file.error(key.span().start, fault));
            };
            self.table(command, path, key, below)?;
        }
        Ok(())
    }

    /// Takes a setting of the command that is to run.
    fn take(
        &mut self,
        path: CommandPath,
        key: &Key<'_>,
        value: &Value<'_>,
        is_own: bool,
    ) -> Result<(), Failure> {
        let command = scope::commands(self.root).into_iter().find(|(known, _)| *known == path);
        let arg = command.and_then(|(_, command)| scope::option(command, key.get_ref()));
        if let Some(arg) = arg {
            let mut setting = Setting::new(self.file, arg, key.span().start, value)?;
            setting.is_own = is_own;
            self.settings.push(setting);
        }
        Ok(())
    }

    fn unknown(&self, key: &Key<'_>, place: &str, known: &[&str]) -> Failure {
        let name: &str = key.get_ref();
        let fault = match positional(self.root, name) {
            Some(value) => format!(
                "`{name}` cannot be given in a file; type {value} after the command instead"
            ),
            None => format!("unknown key `{name}`{place}: {}", unknown_name(name, known)),
        };
        self.file.error(key.span().start, fault)
    }

    /// A key that the command of its table does not have.
    fn unknown_option(&self, command: &Command, path: &CommandPath, key: &Key<'_>) -> Failure {
        let known: Vec<&str> = scope::options(command).filter_map(clap::Arg::get_long).collect();
        let name: &str = key.get_ref();
        let owners: Vec<String> =
            scope::owners(self.root, name).iter().map(|owner| format!("`{owner}`")).collect();
        if !owners.is_empty() && nearest(name, known.iter().copied()).is_none() {
            let fault = format!("`{name}` is not an option of `{path}` but of {}", listed(&owners));
            return self.file.error(key.span().start, format!("{fault}; move or delete it"));
        }
        self.unknown(key, &format!(" of `{path}`"), &known)
    }

    fn unknown_table(&self, parent: &Command, key: &Key<'_>) -> Failure {
        let known: Vec<&str> = parent.get_subcommands().map(Command::get_name).collect();
        let name: &str = key.get_ref();
        let fault = format!("unknown table `{name}`: {}", unknown_name(name, &known));
        self.file.error(key.span().start, fault)
    }
}

/// The entries of a table in the order of the file, so that the first mistake is named first.
fn in_order<'t, 'i>(table: &'t DeTable<'i>) -> Vec<(&'t Key<'i>, &'t Value<'i>)> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    entries
}

/// What is typed without an option, where a command names it so.
fn positional(root: &Command, name: &str) -> Option<String> {
    let commands = scope::commands(root);
    let mut all = commands.iter().flat_map(|(_, command)| command.get_positionals());
    let value = |arg: &clap::Arg| Some(arg.get_value_names()?.first()?.to_string());
    let found = all.find(|arg| {
        arg.get_id() == name || value(arg).is_some_and(|value| value.eq_ignore_ascii_case(name))
    });
    found.and_then(value)
}
