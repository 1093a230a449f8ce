//! From counts per document to what can be said of outlets: rates, intervals, tests. Nothing here knows a text.
//!
//! The document is the unit of inference; sums over documents merge exactly, so one laptop, a run cut into shards and a
//! cluster give the same figures.

mod adjust;
mod outlet;
mod permutation;
mod ratio;
mod sketch;
mod slot;
mod suggest;
mod survey;
mod target;
mod unequal;

pub use adjust::benjamini_hochberg;
pub use outlet::{Basis, Contrast, EntrySums, LEVEL, OutletCategory, OutletTotals, VoiceTotals, contrasts, default_permutations};
pub use permutation::{Dealing, Design};
pub use ratio::{Interval, RatioSums, t_quantile};
pub use slot::SharedSlots;
pub use suggest::{Suggestion, THRESHOLD, TermTally, Why};
pub use survey::Survey;
pub use target::{TargetCell, TargetTotals, against_independence};
pub use unequal::{Strata, Usage};
