//! The logarithm of a rate over a rate, with the variance that documents give it, and what two such
//! differ in.

use super::moments::LEAST_P;
use super::outlet::LEVEL;
use super::ratio::{Interval, RatioSums, t_quantile, t_tails};
use std::f64::consts::LN_2;

/// An estimate on the scale of log2, with the interval that documents give it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LogEstimate {
    /// The estimate.
    pub value: Option<f64>,
    /// Its 95 % interval.
    pub interval: Option<Interval>,
}

/// A side of the date, or both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Before it.
    Before,
    /// On it and after it.
    After,
    /// On both sides.
    Both,
}

impl When {
    pub(super) fn of(before: bool, after: bool) -> Option<Self> {
        match (before, after) {
            (true, true) => Some(Self::Both),
            (true, false) => Some(Self::Before),
            (false, true) => Some(Self::After),
            (false, false) => None,
        }
    }

    pub(super) fn choose(self, words: [&'static str; 3]) -> &'static str {
        match self {
            Self::Before => words[0],
            Self::After => words[1],
            Self::Both => words[2],
        }
    }
}

/// A natural logarithm of a ratio, with its variance and degrees of freedom as parts that add up.
#[derive(Clone, Debug, Default)]
pub(super) struct LogChange {
    value: f64,
    /// Of each rate: its part in the variance, and its degrees of freedom.
    parts: Vec<(f64, f64)>,
}

impl LogChange {
    /// ln of the rate after over the rate before, each the mean of the outlets' rates weighted by
    /// W_k. `Err` where the category does not occur on a side. Every side has two documents or
    /// more.
    pub(super) fn of(outlets: &[[RatioSums; 2]]) -> Result<Self, When> {
        let mut sums = [0.0; 2];
        let mut variances = [Vec::new(), Vec::new()];
        for sides in outlets {
            let tokens = sides.map(|side| side.n as f64);
            let weight = tokens[0] * tokens[1] / (tokens[0] + tokens[1]);
            for ((side, sum), parts) in sides.iter().zip(&mut sums).zip(&mut variances) {
                *sum += weight * side.ratio().unwrap_or(0.0);
                parts.push((
                    weight * weight * side.variance_of_rate().unwrap_or(0.0),
                    side.documents.saturating_sub(1) as f64,
                ));
            }
        }
        if let Some(when) = When::of(sums[0] <= 0.0, sums[1] <= 0.0) {
            return Err(when);
        }
        let parts = variances
            .into_iter()
            .zip(sums)
            .flat_map(|(parts, sum)| parts.into_iter().map(move |(v, df)| (v / sum / sum, df)));
        Ok(Self { value: (sums[1] / sums[0]).ln(), parts: parts.collect() })
    }

    pub(super) fn less(&self, other: &Self) -> Self {
        Self {
            value: self.value - other.value,
            parts: self.parts.iter().chain(&other.parts).copied().collect(),
        }
    }

    /// The standard error, and the degrees of freedom (Σu)² / Σ(u²/df); `None` without variance.
    fn error(&self) -> Option<(f64, f64)> {
        let variance: f64 = self.parts.iter().map(|(u, _)| u).sum();
        let spread: f64 =
            self.parts.iter().filter(|(_, df)| *df > 0.0).map(|(u, df)| u * u / df).sum();
        (variance > 0.0 && spread > 0.0).then(|| (variance.sqrt(), variance * variance / spread))
    }

    /// On the scale of log2, with its interval.
    pub(super) fn estimate(&self) -> LogEstimate {
        let value = self.value / LN_2;
        let interval = self.error().map(|(error, df)| {
            let reach = t_quantile(0.5 + LEVEL / 2.0, df) * error / LN_2;
            Interval { low: value - reach, high: value + reach }
        });
        LogEstimate {
            value: Some(value),
            interval: interval.filter(|i| i.low.is_finite() && i.high.is_finite()),
        }
    }

    pub(super) fn p_value(&self) -> Option<f64> {
        self.error()
            .map(|(error, df)| t_tails(self.value / error, df))
            .filter(|p| p.is_finite())
            .map(|p| p.max(LEAST_P))
    }
}
