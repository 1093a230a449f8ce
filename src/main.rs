//! The framescope program; all of it is `framescope::cli`.

fn main() -> std::process::ExitCode {
    framescope::cli::run()
}
