//! Choices of keyness that may be a number: what a log ratio does with zeros, and the prior of the
//! log-odds.

use crate::prose::UnknownChoice;
use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::{Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// What a log ratio does with counts of zero.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum LogRatioZero {
    /// 0.5 stands in for a zero (Hardie 2014).
    #[default]
    Half,
    /// 0.5 is added to both counts, zero or not.
    AddHalf,
    /// This is added to both counts and both sizes (Walter 1975).
    Walter(f64),
    /// There is no ratio.
    Undefined,
}

impl LogRatioZero {
    /// What the log ratio is with it, for descriptions.
    pub fn meaning(self) -> String {
        let ratio = "log2 of the ratio of rates";
        match self {
            Self::Half => format!("{ratio} (Hardie 2014), 0.5 in place of a zero"),
            Self::AddHalf => format!("{ratio} (Hardie 2014), 0.5 added to both counts"),
            Self::Walter(added) => {
                format!("{ratio}, {added} added to counts and sizes (Walter 1975)")
            }
            Self::Undefined => format!("{ratio} (Hardie 2014), empty for a zero"),
        }
    }

    /// What it adds, where it is chosen by a number alone.
    fn number(self) -> Option<f64> {
        match self {
            Self::Walter(added) => Some(added),
            Self::Half | Self::AddHalf | Self::Undefined => None,
        }
    }
}

impl fmt::Display for LogRatioZero {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Half => f.pad("half"),
            Self::AddHalf => f.pad("add-half"),
            Self::Walter(added) => added.fmt(f),
            Self::Undefined => f.pad("undefined"),
        }
    }
}

impl FromStr for LogRatioZero {
    type Err = UnknownChoice;

    fn from_str(typed: &str) -> Result<Self, UnknownChoice> {
        match typed {
            "half" => Ok(Self::Half),
            "add-half" => Ok(Self::AddHalf),
            "undefined" => Ok(Self::Undefined),
            _ => positive(typed).map(Self::Walter).ok_or_else(|| {
                UnknownChoice::new(typed, ["half", "add-half", "undefined", "a number above 0"])
            }),
        }
    }
}

/// The prior of the weighted log-odds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PriorKind {
    /// A term's share of all tokens of the run times this α₀.
    Informative(f64),
    /// This α for each type of the run.
    Flat(f64),
}

impl PriorKind {
    /// What it is in a run with so many types, for descriptions.
    pub fn meaning(self, types: u64) -> String {
        match self {
            Self::Informative(all) => format!(
                "informative Dirichlet prior: shares of all tokens of the run, alpha_0 = {all}"
            ),
            Self::Flat(each) => {
                format!("flat Dirichlet prior, alpha = {each} on each of {types} types")
            }
        }
    }

    /// Its weight, where it is chosen by a number alone.
    fn number(self) -> Option<f64> {
        match self {
            Self::Informative(all) => Some(all),
            Self::Flat(_) => None,
        }
    }
}

impl Default for PriorKind {
    fn default() -> Self {
        Self::Informative(500.0)
    }
}

impl fmt::Display for PriorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Informative(all) => all.fmt(f),
            Self::Flat(each) => write!(f, "flat:{each}"),
        }
    }
}

impl FromStr for PriorKind {
    type Err = UnknownChoice;

    fn from_str(typed: &str) -> Result<Self, UnknownChoice> {
        let prior = match typed.strip_prefix("flat:") {
            Some(each) => positive(each).map(Self::Flat),
            None => positive(typed).map(Self::Informative),
        };
        prior.ok_or_else(|| {
            UnknownChoice::new(typed, ["a number above 0", "flat: and one, as flat:0.01"])
        })
    }
}

fn positive(typed: &str) -> Option<f64> {
    typed.parse::<f64>().ok().filter(|number| number.is_finite() && *number > 0.0)
}

/// A choice as people write it: a number where it is one, or a name.
#[derive(serde::Deserialize)]
#[serde(untagged)]
enum WrittenChoice {
    Number(f64),
    Name(String),
}

/// Reads what [`serialize`] wrote; also a number that a person wrote.
fn deserialize<'de, C, D>(deserializer: D) -> Result<C, D::Error>
where
    C: FromStr<Err = UnknownChoice>,
    D: Deserializer<'de>,
{
    let name = if deserializer.is_human_readable() {
        match WrittenChoice::deserialize(deserializer)? {
            WrittenChoice::Number(number) => number.to_string(),
            WrittenChoice::Name(name) => name,
        }
    } else {
        // Forms for machines do not say what comes next, so there all is text.
        String::deserialize(deserializer)?
    };
    name.parse().map_err(D::Error::custom)
}

/// Writes a choice by its name, or by its number where people are to read it.
fn serialize<S: Serializer>(
    choice: impl fmt::Display,
    number: Option<f64>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match number.filter(|_| serializer.is_human_readable()) {
        Some(number) => serializer.serialize_f64(number),
        None => serializer.collect_str(&choice),
    }
}

impl Serialize for LogRatioZero {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, self.number(), serializer)
    }
}

impl<'de> Deserialize<'de> for LogRatioZero {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize(deserializer)
    }
}

impl Serialize for PriorKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, self.number(), serializer)
    }
}

impl<'de> Deserialize<'de> for PriorKind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize(deserializer)
    }
}
