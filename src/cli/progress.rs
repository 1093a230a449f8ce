//! A line on the terminal that says how far the reading has come; nothing where stderr is no
//! terminal.

use super::verbosity::Verbosity;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{IsTerminal, stderr};
use std::time::Duration;

/// The progress of reading documents.
pub(crate) struct Progress(ProgressBar);

impl Progress {
    pub(crate) fn new(verbosity: Verbosity) -> Self {
        let shown = verbosity > Verbosity::Quiet && stderr().is_terminal();
        let bar = ProgressBar::with_draw_target(
            None,
            if shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() },
        );
        if let Ok(style) = ProgressStyle::with_template(
            "{spinner} {pos} documents read ({per_sec}, {elapsed}) {msg}",
        ) {
            bar.set_style(style);
        }
        if shown {
            bar.enable_steady_tick(Duration::from_millis(120));
        }
        Self(bar)
    }

    pub(crate) fn document(&self) {
        self.0.inc(1);
    }

    pub(crate) fn step(&self, what: &'static str) {
        self.0.set_message(what);
    }

    pub(crate) fn done(&self) {
        self.0.finish_and_clear();
    }
}
