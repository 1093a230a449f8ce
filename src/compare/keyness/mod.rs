//! Keyness: in which words outlets differ, how much, and how surely.

mod chances;
mod conditional_odds;
mod contrast;
mod dispersion;
mod documents;
mod expected_dispersion;
mod index;
mod kinds;
mod labelling;
mod log_odds;
mod measure;
mod number_choice;
mod options;
mod placement;
mod placing;
mod rows;
mod term_test;
mod two_counts;
mod within_events;

pub use contrast::ContrastTests;
pub use dispersion::{Dispersion, Parts};
pub use documents::{Sides, TestedDocuments};
pub use expected_dispersion::ExpectedDispersion;
pub use index::{IndexedTerm, TermIndex, TermIndexer, TermSurvey};
pub use kinds::{KindSurvey, RepeatCounter, TermKind, TermKinds};
pub use log_odds::{LogOdds, LogOddsVariance, Prior, log_odds, log_odds_tidylo};
pub use measure::Measure;
pub use number_choice::{LogRatioZero, PriorKind};
pub use options::{KeynessOptions, LogLikelihood};
pub use rows::{Keyness, fill_within_events, keyness};
pub use two_counts::{TwoCounts, Yates};
