//! The framescope program: reads the command line, runs one command, tells errors, sets the exit
//! status.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
