//! Options of `matches`.

use super::copies::DuplicateArguments;
use super::input::SharedArguments;
use super::tables::PoolArguments;
use super::value::{Choice, choice, whole};
use crate::analysis::SURE;
use crate::annotate::{TargetRule, Voice};
use crate::corpus::{DateBound, NotADateBound};
use crate::prose::unknown_name;
use clap::{Args, ValueHint};
use std::path::PathBuf;

/// The heading of the options that choose matches.
const FILTERS: &str = "Filters (names as the tables write them; * stands for any characters, ? for \
    one)";

#[derive(Debug, Args)]
pub(crate) struct MatchesArguments {
    #[command(flatten)]
    pub shared: SharedArguments,
    #[command(flatten)]
    pub pool: PoolArguments,
    #[command(flatten)]
    pub duplicates: DuplicateArguments,
    /// Write the matches table to FILE (.csv or .jsonl; - is standard output) instead of showing
    /// lines
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub output: Option<PathBuf>,
    /// Take over lexicons, input, pooling and treatment of copies from the run that report wrote to
    /// DIR, so that its numbers can be opened; CORPUS may be left out, and no options file is read
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub run: Option<PathBuf>,
    /// Only matches of this category, as CATEGORY or LEXICON.CATEGORY; nested ones count
    #[arg(long, value_name = "NAME", help_heading = FILTERS)]
    pub category: Option<String>,
    /// Only matches of this entry, as its lexicon writes it
    #[arg(long, value_name = "ENTRY", help_heading = FILTERS)]
    pub entry: Option<String>,
    /// Only matches whose words fit this pattern
    #[arg(long, value_name = "PATTERN", help_heading = FILTERS)]
    pub text: Option<String>,
    /// Only names for this referent of a naming lexicon, as REFERENT or LEXICON.REFERENT
    #[arg(long, value_name = "NAME", help_heading = FILTERS)]
    pub referent: Option<String>,
    /// Only this variant of a name
    #[arg(long, value_name = "NAME", help_heading = FILTERS)]
    pub variant: Option<String>,
    /// Show this word or phrase of keyness wherever it occurs, instead of matches of lexicons
    #[arg(
        long, value_name = "WORDS", help_heading = FILTERS,
        conflicts_with_all = ["lexicon", "category", "entry", "referent", "variant"]
    )]
    pub word: Option<String>,
    /// Only matches in this voice
    #[arg(
        long, value_name = "VOICE", help_heading = FILTERS,
        value_parser = choice(Voice::ALL.map(|value| {
            Choice { value, name: value.name(), help: "" }
        }))
    )]
    pub voice: Option<Voice>,
    /// Only matches in this outlet, or in those that a run pools under this name
    #[arg(long, value_name = "NAME", help_heading = FILTERS)]
    pub outlet: Option<String>,
    /// Only matches in all other outlets
    #[arg(long, value_name = "NAME", help_heading = FILTERS)]
    pub not_outlet: Option<String>,
    /// Only matches in the document with this id
    #[arg(long, value_name = "ID", help_heading = FILTERS)]
    pub document: Option<String>,
    /// Only matches in documents on this event
    #[arg(long, value_name = "NAME", help_heading = FILTERS)]
    pub event: Option<String>,
    /// Only matches in documents dated on or after the first day of DATE: YYYY-MM-DD, YYYY-MM,
    /// YYYY, or a week (2026-W05) or quarter (2026-Q1)
    #[arg(long, value_name = "DATE", help_heading = FILTERS, value_parser = date)]
    pub from: Option<DateBound>,
    /// Only matches in documents dated on or before the last day of DATE
    #[arg(long, value_name = "DATE", help_heading = FILTERS, value_parser = date)]
    pub to: Option<DateBound>,
    /// Only matches attributed to this speaker
    #[arg(long, value_name = "NAME", help_heading = FILTERS)]
    pub speaker: Option<String>,
    /// Only matches about this target
    #[arg(long, value_name = "NAME", help_heading = FILTERS)]
    pub target: Option<String>,
    /// Only matches whose target was found by this rule, such as copula; sure is every rule but
    /// nearest, pronoun and none: those that the tables targets and labels count
    #[arg(long, value_name = "RULE", help_heading = FILTERS, value_parser = rule)]
    pub target_rule: Option<String>,
    /// Only matches that are denied; --negated=false only those that are not
    #[arg(
        long, value_name = "true|false", num_args = 0..=1, require_equals = true,
        default_missing_value = "true", help_heading = FILTERS
    )]
    pub negated: Option<bool>,
    /// Only matches that are weakened; --hedged=false only those that are not
    #[arg(
        long, value_name = "true|false", num_args = 0..=1, require_equals = true,
        default_missing_value = "true", help_heading = FILTERS
    )]
    pub hedged: Option<bool>,
    /// Show below each line which cues decided voice, negation, hedging, speaker and target
    #[arg(long, conflicts_with = "output")]
    pub explain: bool,
    /// Tokens of context on either side
    #[arg(long, value_name = "N", value_parser = whole::<usize>(.., 8))]
    pub context: Option<usize>,
}

fn date(typed: &str) -> Result<DateBound, String> {
    typed.parse().map_err(|error: NotADateBound| error.to_string())
}

/// The name of the rule for targets that are pronouns.
const PRONOUN: &str = "pronoun";

fn rule(typed: &str) -> Result<String, String> {
    let mut known = vec![SURE, PRONOUN];
    known.extend(TargetRule::ALL.iter().map(|rule| rule.name()));
    if known.contains(&typed) {
        Ok(typed.to_owned())
    } else {
        Err(format!("there is no rule `{typed}`; {}", unknown_name(typed, &known)))
    }
}
