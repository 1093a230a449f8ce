//! Options of the table `keyness`.

use super::value::{Choice, choice, whole};
use crate::analysis::{OptionError, RowLimit};
use crate::compare::{
    Dispersion, KeynessOptions, LogLikelihood, LogOddsVariance, LogRatioZero, Measure, PriorKind,
    TermKind,
};
use clap::Args;
use std::str::FromStr;

/// The choices of a statistic, each with what it is.
macro_rules! variants {
    ($kind:ty) => {
        choice(<$kind>::ALL.map(|value| Choice {
            value,
            name: value.name(),
            help: value.meaning(),
        }))
    };
}

/// What shapes the table `keyness`.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Keyness")]
pub(crate) struct KeynessArguments {
    /// Also compare phrases of up to N words
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = whole::<u8>(1..=3, 2))]
    pub ngrams: u8,
    /// Leave out words and phrases that occur in fewer documents
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = whole::<u32>(1.., 3))]
    pub min_documents: u32,
    /// Write the N strongest terms (largest |log_odds_z|) for each contrast and direction, or all
    #[arg(long, value_name = "N|all", default_value = "100", value_parser = rows)]
    pub keyness_rows: RowLimit,
    /// Kinds of terms to rank: word, name, function-word, outlet-name, number, repeated-line; lists
    /// separated by commas
    #[arg(
        long, value_name = "KINDS", value_delimiter = ',', default_value = "word,name",
        value_parser = choice(TermKind::ALL.map(|value| {
            Choice { value, name: value.name(), help: "" }
        }))
    )]
    pub keyness_kinds: Vec<TermKind>,
    /// Add this measure; repeatable
    #[arg(long, value_name = "MEASURE", value_parser = variants!(Measure))]
    pub keyness_measure: Vec<Measure>,
    /// Which log-likelihood
    #[arg(
        long, value_name = "VARIANT", default_value_t, value_parser = variants!(LogLikelihood)
    )]
    pub log_likelihood: LogLikelihood,
    /// What the log ratio does with a count of zero: half (0.5 in its place), add-half (0.5 on both
    /// counts), undefined, or a number to add to counts and sizes
    #[arg(
        long, value_name = "POLICY", default_value_t, value_parser = LogRatioZero::from_str
    )]
    pub log_ratio_zero: LogRatioZero,
    /// Prior of the log-odds: a number, the weight of the shares in all documents, or flat:ALPHA,
    /// the same for each type
    #[arg(long, value_name = "PRIOR", default_value_t, value_parser = PriorKind::from_str)]
    pub prior: PriorKind,
    /// Terms of the variance of the log-odds
    #[arg(long, value_name = "TERMS", default_value_t, value_parser = variants!(LogOddsVariance))]
    pub log_odds_variance: LogOddsVariance,
    /// Which dispersion
    #[arg(long, value_name = "MEASURE", default_value_t, value_parser = variants!(Dispersion))]
    pub dispersion: Dispersion,
}

fn rows(typed: &str) -> Result<RowLimit, String> {
    typed.parse().map_err(|error: OptionError| format!("{}; give 100 if in doubt", error.fault()))
}

impl KeynessArguments {
    /// The variants of the statistics that were chosen.
    pub(crate) fn options(&self) -> KeynessOptions {
        let mut measures: Vec<Measure> = Vec::new();
        for measure in &self.keyness_measure {
            if !measures.contains(measure) {
                measures.push(*measure);
            }
        }
        KeynessOptions {
            log_likelihood: self.log_likelihood,
            log_ratio_zero: self.log_ratio_zero,
            prior: self.prior,
            variance: self.log_odds_variance,
            dispersion: self.dispersion,
            measures,
        }
    }
}
