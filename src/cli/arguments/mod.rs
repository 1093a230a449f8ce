//! What can be typed: the commands, and one file for each group of options. Nothing here does any
//! work, and no file that works is imported here.

mod adjust;
mod cluster;
mod copies;
mod corpus;
mod framing;
mod input;
mod intervals;
mod keyness;
mod lexicon;
mod map;
mod matches;
mod report;
mod score;
mod side_by_side;
mod tables;
mod trend;
mod validate;
mod value;

pub(crate) use cluster::ClusterArguments;
pub(crate) use copies::DuplicateArguments;
pub(crate) use corpus::{CorpusCommand, CorpusConvertArguments, EventsArguments};
pub(crate) use framing::FramingArguments;
pub(crate) use input::SharedArguments;
pub(crate) use lexicon::{CheckArguments, ConvertArguments, LexiconCommand, SuggestArguments};
pub(crate) use map::{MapArguments, MergeArguments, MethodsArguments};
pub(crate) use matches::MatchesArguments;
pub(crate) use report::{AnalysisArguments, ReportArguments};
pub(crate) use score::ScoreArguments;
pub(crate) use tables::{PoolArguments, TablesArguments};
pub(crate) use validate::{SampleArguments, ValidateCommand, ValidateScoreArguments};

use clap::builder::styling::Styles;
use clap::{Parser, Subcommand, ValueHint};
use std::path::PathBuf;

/// Compare how outlets frame the same events: which loaded terms each uses, in whose voice, and how
/// sure one can be.
#[derive(Debug, Parser)]
#[command(
    name = "framescope", version, styles = Styles::plain(), after_help = EXAMPLES,
    max_term_width = 100
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

const EXAMPLES: &str = "\
Examples:
  framescope report articles/ -o results         all tables for a folder of .txt files
  framescope report news.csv --outlet-column paper
  framescope matches news.csv --text 'milit*'     every line behind a number
  framescope lexicon show conflict-labels
  framescope COMMAND --help                       options of a command, with examples

CORPUS is a file (.csv, .tsv, .jsonl, .txt), a folder of .txt files, or - for standard input; \
several may be given.
Options can also be given in a file framescope.toml in the current folder, under the same names \
without the dashes: shared ones at the top, those of one command in a table such as [report] or \
[lexicon.check].

Exit status: 0 done; 1 something failed on the way; 2 the command or its input is wrong.";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write all tables into a folder
    #[command(after_help = "\
Examples:
  framescope report articles/                              tables in framescope-out/tables
  framescope report a.csv b.jsonl -o results --overwrite
  framescope report news.csv --lexicon my-labels.toml --lexicon conflict-actions
  framescope report book.txt --split '^CHAPTER (?P<title>.+)$'
  framescope report news.csv --tables outlets,keyness --keyness-rows all
  framescope report news.csv --outlets 'Quoin Wire,Sidelong'     these two; the rest is pooled")]
    Report(ReportArguments),
    /// Write the scores table: one row per document and category
    #[command(after_help = "\
Examples:
  framescope score news.csv -o scores.csv
  framescope score news.csv -o scores.jsonl --threads 1
  cat news.jsonl | framescope score - > scores.csv")]
    Score(ScoreArguments),
    /// Show matches in context (concordance), or write the matches table with -o
    #[command(after_help = "\
Examples:
  framescope matches articles/ --text 'liberat*'
  framescope matches articles/ --category delegitimising-armed --voice own --outlet 'The Paper'
  framescope matches articles/ -o matches.csv")]
    Matches(MatchesArguments),
    /// Write the tables that compare outlets: outlets, side_by_side, passages, entries, keyness,
    /// naming, naming_tests, targets, trend; around where asked for and duplicates where found
    #[command(after_help = "\
Examples:
  framescope compare news.csv -o comparison
  framescope compare news.csv --group-by country")]
    Compare(ReportArguments),
    /// Cluster documents by framing, say whether the clusters are real and what they have in
    /// common, map documents and outlets; or list the documents framed most like one
    #[command(after_help = "\
Examples:
  framescope cluster news.csv -o clusters
  framescope cluster news.csv --method ward --clusters 4
  framescope cluster news.csv --dimensions conflict-labels:any,attribution --transform clr
  framescope cluster news.csv --like DOCUMENT_ID             its nearest documents and opposites")]
    Cluster(Box<ClusterArguments>),
    /// Write the records of a corpus, or of one shard of it, for `merge`
    #[command(after_help = "\
Examples:
  framescope map news.csv -o part.fsr
  framescope map news.csv --shard 2/8 -o part-2.fsr      on the second of eight machines
  framescope merge part-*.fsr -o results                 the tables that report writes

Map all parts of a corpus with the same options. Where each machine has only some of the files, \
give all of them one --profile, which framescope corpus inspect --profile FILE writes.")]
    Map(Box<MapArguments>),
    /// Write all tables from the records that `map` wrote
    #[command(after_help = "\
Examples:
  framescope merge part-*.fsr -o results
  framescope merge a.fsr b.fsr -o results --overwrite")]
    Merge(MergeArguments),
    /// Print the methods of an earlier run as text for a paper
    #[command(after_help = "\
Examples:
  framescope methods framescope-out
  framescope methods results > methods.md")]
    Methods(MethodsArguments),
    /// List, show, check and convert lexicons
    #[command(
        subcommand,
        after_help = "\
Examples:
  framescope lexicon list
  framescope lexicon show conflict-labels
  framescope lexicon check mine.toml
  framescope lexicon convert LIWC2015.dic liwc.toml"
    )]
    Lexicon(LexiconCommand),
    /// Look at a corpus, or write it as a table, before analysing it
    #[command(
        subcommand,
        after_help = "\
Examples:
  framescope corpus inspect news.csv
  framescope corpus convert exports/ -o corpus.csv"
    )]
    Corpus(CorpusCommand),
    /// Validate by hand coding: draw a sample, then measure precision, recall and agreement
    #[command(
        subcommand,
        after_help = "Examples:\n  framescope validate sample news.csv -l conflict-labels -o \
            coding.csv\n  framescope validate score coding.csv"
    )]
    Validate(ValidateCommand),
    /// Print the completion script of a shell
    #[command(after_help = "Example:\n  framescope completions bash > \
        ~/.local/share/bash-completion/completions/framescope")]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page, or write one page per command into a folder with -o
    #[command(after_help = "Examples:\n  framescope man | man -l -\n  framescope man -o \
        ~/.local/share/man/man1")]
    Man {
        /// Folder for the pages
        #[arg(short, long, value_name = "DIR", value_hint = ValueHint::DirPath)]
        output: Option<PathBuf>,
    },
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::{ArgAction, CommandFactory};

    /// A line with every option of a command that takes a value, each with an example or `x`.
    fn line(path: &str, command: &clap::Command) -> Vec<String> {
        let mut line: Vec<String> = path.split(' ').map(str::to_owned).collect();
        line.extend(command.get_positionals().map(|_| "bash".to_owned()));
        let valued: Vec<&clap::Arg> = command
            .get_arguments()
            .filter(|arg| arg.get_long().is_some() && matches!(arg.get_action(), ArgAction::Set))
            .collect();
        // Of options that exclude each other the one that excludes is left out.
        let excludes = |arg: &clap::Arg| {
            let others = command.get_arg_conflicts_with(arg);
            others.iter().filter(|other| valued.iter().any(|arg| arg == *other)).count() > 1
        };
        for arg in valued.iter().filter(|arg| !excludes(arg)) {
            let long = arg.get_long().unwrap();
            let parses = |value: &str| {
                let alone = clap::Arg::new("value")
                    .long("value")
                    .value_parser(arg.get_value_parser().clone());
                let parser = clap::Command::new("value").arg(alone);
                parser.try_get_matches_from(["value", &format!("--value={value}")]).is_ok()
            };
            let named = arg.get_possible_values();
            let value = named.first().map_or("x", |value| value.get_name());
            let examples = [value, "3", "0.9", "200", "2014", "1/2", "copula", "utf-8", "%Y"];
            let value = examples.into_iter().find(|value| parses(value)).unwrap();
            line.push(format!("--{long}={value}"));
        }
        line
    }

    #[test]
    fn every_option_is_parsed_as_the_type_of_its_field() {
        let mut open = vec![("framescope".to_owned(), Arguments::command())];
        while let Some((path, command)) = open.pop() {
            for below in command.get_subcommands() {
                open.push((format!("{path} {}", below.get_name()), below.clone()));
            }
            if !command.has_subcommands() {
                let line = line(&path, &command);
                // A value of another type than its field would panic.
                let parsed = Arguments::try_parse_from(&line);
                assert!(parsed.is_ok(), "{line:?}: {:?}", parsed.err());
            }
        }
    }

    #[test]
    fn the_command_line_is_sound() {
        Arguments::command().debug_assert();
    }
}
