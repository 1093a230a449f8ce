//! Options of `matches`.

use super::input::SharedArguments;
use super::value::{Choice, choice, whole};
use crate::annotate::Voice;
use clap::{Args, ValueHint};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct MatchesArguments {
    #[command(flatten)]
    pub shared: SharedArguments,
    /// Write the matches table to FILE (.csv or .jsonl; - is standard output) instead of showing
    /// lines
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub output: Option<PathBuf>,
    /// Only matches of this entry, or whose words fit this pattern (* any characters, ? one)
    #[arg(long, value_name = "PATTERN")]
    pub term: Option<String>,
    /// Only matches of this category, as CATEGORY or LEXICON.CATEGORY
    #[arg(long, value_name = "NAME")]
    pub category: Option<String>,
    /// Only matches in this voice
    #[arg(
        long, value_name = "VOICE",
        value_parser = choice(Voice::ALL.map(|value| {
            Choice { value, name: value.name(), help: "" }
        }))
    )]
    pub voice: Option<Voice>,
    /// Only matches in this outlet
    #[arg(long, value_name = "NAME")]
    pub outlet: Option<String>,
    /// Only matches attributed to this speaker (* any characters, ? one)
    #[arg(long, value_name = "PATTERN")]
    pub speaker: Option<String>,
    /// Only matches about this target (* any characters, ? one)
    #[arg(long, value_name = "PATTERN")]
    pub target: Option<String>,
    /// Only matches that are denied; --negated=false only those that are not
    #[arg(
        long, value_name = "true|false", num_args = 0..=1, require_equals = true,
        default_missing_value = "true"
    )]
    pub negated: Option<bool>,
    /// Only matches that are weakened; --hedged=false only those that are not
    #[arg(
        long, value_name = "true|false", num_args = 0..=1, require_equals = true,
        default_missing_value = "true"
    )]
    pub hedged: Option<bool>,
    /// Show below each line which cues decided voice, negation, hedging, speaker and target
    #[arg(long, conflicts_with = "output")]
    pub explain: bool,
    /// Tokens of context on either side
    #[arg(long, value_name = "N", value_parser = whole::<usize>(.., 8))]
    pub context: Option<usize>,
}
