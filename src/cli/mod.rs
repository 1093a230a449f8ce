//! The command line: one file per command; what is typed is raised once in `options`, then nothing
//! asks a flag.

mod adjust;
mod arguments;
mod bootstrap;
mod check;
mod convert;
mod copies;
mod events;
mod explain;
mod failure;
mod folder;
mod inspect;
mod keyness;
mod labels;
mod lexicon;
mod matches;
mod options;
mod passages;
mod progress;
mod reading;
mod report;
mod score;
mod settings;
mod shelf;
mod single;
mod suggest;
mod summary;
mod swap;
mod trend;
mod validate;
mod validate_score;
mod validate_text;
mod wide;

use arguments::{Arguments, Command, CorpusCommand, ValidateCommand};
use clap::{CommandFactory, Parser};
use failure::Failure;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

/// Runs the command that was typed.
pub fn run() -> ExitCode {
    // clap tells its own errors and help, with status 2 and 0.
    let arguments = Arguments::parse();
    match dispatch(arguments.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

fn dispatch(command: Command) -> Result<(), Failure> {
    match command {
        Command::Report(arguments) => report::run(arguments, report::Scope::All),
        Command::Compare(arguments) => report::run(arguments, report::Scope::Comparison),
        Command::Cluster(arguments) => report::run_cluster(arguments),
        Command::Score(arguments) => score::run(arguments),
        Command::Matches(arguments) => matches::run(arguments),
        Command::Lexicon(command) => lexicon::run(command),
        Command::Corpus(CorpusCommand::Inspect { shared }) => inspect::run(shared),
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
                    "{}: cannot be written ({error}); name \
                a folder with -o",
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
