//! The logarithm of a rate over a rate, with the variance that documents give it, and what two such
//! differ in.

use super::missing::When;
use crate::stat::{Interval, LEVEL, RatioSums, t_quantile};
use std::f64::consts::LN_2;

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
    pub(super) fn new(outlets: &[[RatioSums; 2]]) -> Result<Self, When> {
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
        if let Some(when) = When::new(sums[0] <= 0.0, sums[1] <= 0.0) {
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

    /// On the scale of log2.
    pub(super) fn log2(&self) -> f64 {
        self.value / LN_2
    }

    /// Its 95 % interval on the scale of log2; `None` without variance, and where its ends lie
    /// beyond what numbers reach.
    pub(super) fn interval(&self) -> Option<Interval> {
        let (error, df) = self.error()?;
        let reach = t_quantile(0.5 + LEVEL / 2.0, df) * error / LN_2;
        let interval = Interval { low: self.log2() - reach, high: self.log2() + reach };
        Some(interval).filter(|i| i.low.is_finite() && i.high.is_finite())
    }
}
