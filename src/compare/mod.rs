//! From counts per document to what can be said of outlets: rates, intervals, tests. Nothing here
//! knows a text.
//!
//! The document is the unit of inference; sums over documents merge exactly, so one laptop, a run
//! cut into shards and a cluster give the same figures.

mod adjust;
mod around;
mod bca;
mod beta;
mod bootstrap;
mod consistency;
mod contrast;
mod duplicates;
mod expected;
mod keyness;
mod log_change;
mod moments;
mod naming;
mod naming_test;
mod numbered;
mod outlet;
mod passages;
mod permutation;
mod ratio;
mod sketch;
mod suggest;
mod target;
mod target_test;
mod trend;
mod validation;
mod within_event;

pub use adjust::{Adjustment, benjamini_hochberg, benjamini_yekutieli};
pub use around::{Around, Change, ChangeBasis, DifferenceBasis, Side, around};
pub use bca::{Bca, acceleration, bca};
pub use bootstrap::{
    BOOTSTRAP_DOCUMENTS, BootstrapBasis, Bootstrapped, FEWEST_RESAMPLES, MOST_RESAMPLES,
    OutletBootstrap, OutletIntervals, Resampling,
};
pub use consistency::{CategoryUse, ItemUse, category_uses, cronbach_alpha};
pub use contrast::{Contrast, contrasts};
pub use duplicates::{Article, COPY_THRESHOLD, Copies, CopyPair, LEAST_THRESHOLD, find_copies};
pub use keyness::{
    Dispersion, ExpectedDispersion, IndexedTerm, Keyness, KeynessOptions, LogLikelihood, LogOdds,
    LogOddsVariance, LogRatioZero, MOST_PAIRED, Measure, Parts, Prior, PriorKind, Sides, TermIndex,
    TermSurvey, TestedDocuments, TwoCounts, Yates, keyness, log_odds, log_odds_tidylo,
};
pub use log_change::{LogEstimate, When};
pub use naming::{
    NamingCell, NamingTotals, Referent, ReferentId, Referents, ShareBasis, naming_within_events,
};
pub use naming_test::{
    Association, FIRST_DEALS, NamingTest, PLAIN, TestBasis, association, naming_tests,
};
pub use outlet::{
    Basis, EntrySums, LEVEL, OutletCategory, OutletTotals, VoiceTotals, default_permutations,
};
pub use passages::{EventPassages, PASSAGE_TOKENS, PassageCategory, PassageCell, ShownPassage};
pub use permutation::{Dealing, Design};
pub use ratio::{Interval, RatioSums, t_quantile};
pub use suggest::{SharedSlots, Strata, Suggestion, Survey, THRESHOLD, TermTally, Usage, Why};
pub use target::{TESTED_DOCUMENTS, TargetCell, TargetTotals, against_independence};
pub use target_test::{TargetTest, target_tests};
pub use trend::{
    COARSE_SHARE, DateSurvey, MOST_PERIODS, PERIOD_DOCUMENTS, PeriodRule, TrendTotals,
};
pub use validation::{
    Advice, Agreement, AgreementBasis, Coded, CodedCategory, CodedMatch, CodedMiss, CodedSample,
    CoderAgreement, Drawn, Estimate, Group, Metric, Precision, PrecisionBasis, RESAMPLES, Reading,
    Recall, RecallBasis, StratifiedSample, Stratum, allot, coder_agreement, precision, priority,
    recall,
};
pub use within_event::{EventCounts, SharedEvents, WithinBasis, WithinEvents, mantel_haenszel};
