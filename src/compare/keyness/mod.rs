//! Keyness: in which words outlets differ, how much, and how surely.

mod dispersion;
mod log_odds;
mod two_counts;

pub use dispersion::{Dispersion, Parts};
pub use log_odds::{LogOdds, LogOddsVariance, Prior, log_odds};
pub use two_counts::{LogRatioZero, TwoCounts, Yates};
