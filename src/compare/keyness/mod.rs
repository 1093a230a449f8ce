//! Keyness: in which words outlets differ, how much, and how surely.

mod conditional_odds;
mod contrast;
mod dispersion;
mod expected_dispersion;
mod index;
mod labelling;
mod log_odds;
mod placement;
mod rows;
mod two_counts;

pub use contrast::{MOST_PAIRED, Sides, TestedDocuments};
pub use dispersion::{Dispersion, Parts};
pub use expected_dispersion::ExpectedDispersion;
pub use index::{IndexedTerm, TermIndex, TermSurvey};
pub use log_odds::{LogOdds, LogOddsVariance, Prior, log_odds, log_odds_tidylo};
pub use rows::{Keyness, KeynessOptions, LogLikelihood, Measure, PriorKind, keyness};
pub use two_counts::{LogRatioZero, TwoCounts, Yates};
