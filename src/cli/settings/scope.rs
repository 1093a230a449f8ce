//! Which option may be given where in the file: at the top, or in the table of which command.

use clap::{Arg, Command};
use std::fmt;

/// The names that lead to a command, such as `lexicon check`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct CommandPath(Vec<String>);

impl CommandPath {
    pub(super) fn below(&self, name: &str) -> Self {
        Self(self.0.iter().cloned().chain([name.to_owned()]).collect())
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The header of the command's table in the file.
    pub(super) fn table(&self) -> String {
        format!("[{}]", self.0.join("."))
    }
}

/// As it is typed.
impl fmt::Display for CommandPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join(" "))
    }
}

/// Options that mean something else than the option of the same name in other commands. The top of
/// the file does not give these: a folder of tables is no name for a single table.
const SEPARATE: [(&str, &str); 12] = [
    ("score", "output"),
    ("matches", "output"),
    ("map", "output"),
    ("lexicon check", "output"),
    ("lexicon suggest", "output"),
    ("lexicon convert", "language"),
    ("corpus convert", "output"),
    ("corpus events", "output"),
    ("corpus inspect", "profile"),
    ("validate sample", "output"),
    ("validate score", "output"),
    ("validate score", "lexicon"),
];

/// Whether a command takes options from a file: those that can name one do.
pub(super) fn takes_file(command: &Command) -> bool {
    command.get_arguments().any(|arg| arg.get_long() == Some("config"))
}

/// The options of a command that a file may give.
pub(super) fn options(command: &Command) -> impl Iterator<Item = &Arg> {
    command.get_arguments().filter(|arg| arg.get_long().is_some_and(|long| long != "config"))
}

/// The option of a command that has this long name.
pub(super) fn option<'c>(command: &'c Command, long: &str) -> Option<&'c Arg> {
    options(command).find(|arg| arg.get_long() == Some(long))
}

/// Whether the top of the file gives this option to a command that has it.
pub(super) fn is_shared(path: &CommandPath, long: &str) -> bool {
    let path = path.to_string();
    !SEPARATE.contains(&(path.as_str(), long))
}

/// Every command that takes options from a file.
pub(super) fn commands(root: &Command) -> Vec<(CommandPath, &Command)> {
    let mut found = Vec::new();
    let mut open = vec![(CommandPath::default(), root)];
    while let Some((path, command)) = open.pop() {
        if takes_file(command) {
            found.push((path.clone(), command));
        }
        // Taken from the end, so that they come in the order of the help.
        let below: Vec<&Command> = command.get_subcommands().collect();
        open.extend(below.into_iter().rev().map(|below| (path.below(below.get_name()), below)));
    }
    found
}

/// The commands that have an option of this long name.
pub(super) fn owners(root: &Command, long: &str) -> Vec<CommandPath> {
    let has = |(_, command): &(CommandPath, &Command)| option(command, long).is_some();
    commands(root).into_iter().filter(has).map(|(path, _)| path).collect()
}

/// The long names that the top of the file may give: options of two commands or more.
pub(super) fn shared(root: &Command) -> Vec<&str> {
    let mut known: Vec<&str> = Vec::new();
    for (_, command) in commands(root) {
        for long in options(command).filter_map(Arg::get_long) {
            if !known.contains(&long) && owners(root, long).len() > 1 {
                known.push(long);
            }
        }
    }
    known
}

#[cfg(test)]
mod tests {
    use super::super::super::arguments::Arguments;
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn options_of_one_name_take_the_same_kind_of_value() {
        let root = Arguments::command();
        for long in shared(&root) {
            let mut kinds: Vec<String> = commands(&root)
                .iter()
                .filter(|(path, _)| is_shared(path, long))
                .filter_map(|(_, command)| option(command, long))
                .map(|arg| format!("{:?} {:?}", arg.get_action(), arg.get_value_names()))
                .collect();
            kinds.dedup();
            assert_eq!(kinds.len(), 1, "{long}: {kinds:?}; name the odd command in SEPARATE");
        }
    }

    #[test]
    fn every_separate_option_is_one_of_its_command() {
        let root = Arguments::command();
        for (path, long) in SEPARATE {
            let owners = owners(&root, long);
            assert!(owners.iter().any(|owner| owner.to_string() == path), "{path} {long}");
        }
    }
}
