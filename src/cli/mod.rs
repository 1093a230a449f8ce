//! The command line: one file per command; what is typed is raised once in `options`, then nothing
//! asks a flag.

mod arguments;
mod check;
mod cluster;
mod convert;
mod corpus_convert;
mod earlier_run;
mod events;
mod failure;
mod fault;
mod import_notice;
mod inspect;
mod lexicon;
mod lexicon_size;
mod map;
mod matches;
mod merge;
mod methods;
mod options;
mod progress;
mod remedy;
mod report;
mod score;
mod settings;
mod single;
mod suggest;
mod summary;
mod swap;
mod validate;
mod validate_score;
mod validate_text;
mod verbosity;

use crate::analysis::TableChoice;
use arguments::{Arguments, Command, CorpusCommand, ValidateCommand};
use clap::error::ErrorKind;
use clap::{CommandFactory, Parser};
use failure::Failure;
use fault::TypedNames;
use std::ffi::OsString;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

/// Runs the command that was typed.
pub fn run() -> ExitCode {
    let typed: Vec<OsString> = std::env::args_os().collect();
    match parse(&typed).and_then(|arguments| dispatch(arguments.command)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

/// What was typed, with what the file of options adds. Help and version are printed here, and end
/// the program.
fn parse(typed: &[OsString]) -> Result<Arguments, Failure> {
    let root = Arguments::command();
    let arguments = match earlier_run::complete(&root, typed)? {
        Some(arguments) => arguments,
        None => settings::complete(&root, typed)?,
    };
    Arguments::try_parse_from(&arguments).map_err(|error| {
        let is_help = error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;
        if is_help || !error.use_stderr() {
            error.exit();
        }
        Failure::usage(fault::of_line(&error, &root, &TypedNames::new(&root, typed)))
    })
}

fn dispatch(command: Command) -> Result<(), Failure> {
    match command {
        Command::Report(arguments) => report::run(arguments, TableChoice::all()),
        Command::Compare(arguments) => report::run(arguments, TableChoice::comparison()),
        Command::Map(arguments) => map::run(*arguments),
        Command::Merge(arguments) => merge::run(arguments),
        Command::Methods(arguments) => methods::run(arguments),
        Command::Cluster(arguments) => cluster::run(*arguments),
        Command::Score(arguments) => score::run(arguments),
        Command::Matches(arguments) => matches::run(arguments),
        Command::Lexicon(command) => lexicon::run(command),
        Command::Corpus(CorpusCommand::Inspect(arguments)) => inspect::run(arguments.shared),
        Command::Corpus(CorpusCommand::Convert(arguments)) => corpus_convert::run(arguments),
        Command::Corpus(CorpusCommand::Events(arguments)) => events::run(arguments),
        Command::Validate(ValidateCommand::Sample(arguments)) => validate::run(*arguments),
        Command::Validate(ValidateCommand::Score(arguments)) => validate_score::run(arguments),
        Command::Completions { shell } => completions(shell),
        Command::Man { output } => manual(output.as_deref()),
    }
}

fn completions(shell: clap_complete::Shell) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "framescope", &mut script);
    Ok(std::io::stdout().lock().write_all(&script)?)
}

fn manual(folder: Option<&Path>) -> Result<(), Failure> {
    match folder {
        Some(folder) => {
            let write = || {
                std::fs::create_dir_all(folder)?;
                clap_mangen::generate_to(Arguments::command(), folder)
            };
            write().map_err(|error| {
                Failure::usage(format!(
                    "{}: cannot be written ({error}); name a folder with -o",
                    folder.display()
                ))
            })
        }
        None => {
            let mut page = Vec::new();
            clap_mangen::Man::new(Arguments::command()).render(&mut page)?;
            Ok(std::io::stdout().lock().write_all(&page)?)
        }
    }
}
