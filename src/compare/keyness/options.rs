//! The variants of keyness that a user can choose, with their names and what they are.

use super::{Dispersion, LogOddsVariance, LogRatioZero, Measure, PriorKind};
use crate::prose::named_choice;

/// Which G² is given as the log-likelihood.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LogLikelihood {
    /// Over four cells (Dunning 1993).
    #[default]
    FourCell,
    /// Over the two cells of occurrences (Rayson & Garside 2000).
    TwoCell,
    /// Four cells over Williams' divisor (1976).
    Williams,
}

impl LogLikelihood {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::FourCell, Self::TwoCell, Self::Williams];

    /// The name by which it is chosen.
    pub fn name(self) -> &'static str {
        match self {
            Self::FourCell => "four-cell",
            Self::TwoCell => "two-cell",
            Self::Williams => "williams",
        }
    }

    /// What it is, for descriptions.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::FourCell => {
                "G2 over four cells (Dunning 1993), negative where the outlet's rate is lower"
            }
            Self::TwoCell => {
                "G2 over two cells (Rayson and Garside 2000), negative where the outlet's rate is \
                 lower"
            }
            Self::Williams => {
                "G2 over four cells (Dunning 1993) over Williams' divisor (1976), negative where \
                 the outlet's rate is lower"
            }
        }
    }
}

named_choice!(LogLikelihood);

/// The variants that are computed.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct KeynessOptions {
    /// Which G².
    pub log_likelihood: LogLikelihood,
    /// What the log ratio does with zeros.
    pub log_ratio_zero: LogRatioZero,
    /// The prior of the log-odds.
    pub prior: PriorKind,
    /// The variance of the log-odds.
    #[serde(rename = "log-odds-variance")]
    pub variance: LogOddsVariance,
    /// Which dispersion.
    pub dispersion: Dispersion,
    /// Measures to be given besides.
    #[serde(rename = "keyness-measure")]
    pub measures: Vec<Measure>,
}

impl KeynessOptions {
    /// What the log-odds are in a run with so many types, for descriptions.
    pub fn log_odds_meaning(&self, types: u64) -> String {
        format!(
            "weighted log-odds (Monroe, Colaresi and Quinn 2008), {}, {}",
            self.prior.meaning(types),
            self.variance.meaning()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prose::UnknownChoice;
    use serde::{Deserialize, Serialize};
    use std::fmt;
    use std::fmt::Debug;
    use std::str::FromStr;

    fn round<C>(typed: &str)
    where
        C: FromStr<Err = UnknownChoice> + fmt::Display + Serialize + PartialEq + Debug,
        C: for<'de> Deserialize<'de>,
    {
        let choice: C = typed.parse().unwrap();
        assert_eq!(choice.to_string(), typed);
        let json = serde_json::to_string(&choice).unwrap();
        assert_eq!(serde_json::from_str::<C>(&json).unwrap(), choice, "{json}");
        let bytes = postcard::to_stdvec(&choice).unwrap();
        assert_eq!(postcard::from_bytes::<C>(&bytes).unwrap(), choice);
    }

    #[test]
    fn choices_come_back_from_what_was_written() {
        ["half", "add-half", "undefined", "0.001"].into_iter().for_each(round::<LogRatioZero>);
        ["500", "2.5", "flat:0.01"].into_iter().for_each(round::<PriorKind>);
        LogLikelihood::ALL.iter().for_each(|choice| round::<LogLikelihood>(choice.name()));
        LogOddsVariance::ALL.iter().for_each(|choice| round::<LogOddsVariance>(choice.name()));
        Dispersion::ALL.iter().for_each(|choice| round::<Dispersion>(choice.name()));
        Measure::ALL.iter().for_each(|choice| round::<Measure>(choice.name()));
    }

    #[test]
    fn what_is_no_choice_is_refused_with_those_that_are() {
        let refusal = |typed: &str| typed.parse::<LogRatioZero>().unwrap_err().to_string();
        let known = "half, add-half, undefined or a number above 0";
        assert_eq!(refusal("0"), format!("`0` is unknown; give {known}"));
        assert_eq!(refusal("twice"), format!("`twice` is unknown; give {known}"));
        for typed in ["flat:", "flat:-1", "0", "inf", "NaN"] {
            typed.parse::<PriorKind>().unwrap_err();
        }
        let refusal = "twocell".parse::<LogLikelihood>().unwrap_err();
        assert_eq!(
            refusal.to_string(),
            "`twocell` is unknown; give four-cell, two-cell or williams"
        );
    }

    #[test]
    fn options_may_leave_out_what_is_not_changed() {
        let written =
            r#"{"prior": 100, "log-ratio-zero": "undefined", "keyness-measure": ["lrc"]}"#;
        let options: KeynessOptions = serde_json::from_str(written).unwrap();
        let expected = KeynessOptions {
            log_ratio_zero: LogRatioZero::Undefined,
            prior: PriorKind::Informative(100.0),
            measures: vec![Measure::LogRatioConservative],
            ..KeynessOptions::default()
        };
        assert_eq!(options, expected);
        let bytes = postcard::to_stdvec(&options).unwrap();
        assert_eq!(postcard::from_bytes::<KeynessOptions>(&bytes).unwrap(), options);
        serde_json::from_str::<KeynessOptions>(r#"{"priors": 100}"#).unwrap_err();
    }
}
