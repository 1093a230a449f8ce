//! From counts per document to what can be said of outlets: rates, intervals, tests. Nothing here knows a text.
//!
//! The document is the unit of inference; sums over documents merge exactly, so one laptop, a run cut into shards and a
//! cluster give the same figures.

mod adjust;
mod agreement;
mod consistency;
mod outlet;
mod permutation;
mod proportion;
mod ratio;
mod sampling;
mod sketch;
mod slot;
mod suggest;
mod survey;
mod target;
mod unequal;
mod validation;

pub use adjust::benjamini_hochberg;
pub use agreement::{Agreement, Metric, RESAMPLES};
pub use consistency::{CategoryUse, ItemUse, category_uses, cronbach_alpha};
pub use outlet::{Basis, Contrast, EntrySums, LEVEL, OutletCategory, OutletTotals, VoiceTotals, contrasts, default_permutations};
pub use permutation::{Dealing, Design};
pub use proportion::{Estimate, Stratum};
pub use ratio::{Interval, RatioSums, t_quantile};
pub use sampling::{Drawn, StratifiedSample, allot, priority};
pub use slot::SharedSlots;
pub use suggest::{Suggestion, THRESHOLD, TermTally, Why};
pub use survey::Survey;
pub use target::{TargetCell, TargetTotals, against_independence};
pub use unequal::{Strata, Usage};
pub use validation::{
    Advice, AgreementBasis, Coded, CodedCategory, CodedMatch, CodedMiss, CodedSample, CoderAgreement, Group, Precision, PrecisionBasis,
    Reading, Recall, RecallBasis, coder_agreement, precision, recall,
};
