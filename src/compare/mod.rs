//! From counts per document to what can be said of outlets: rates, intervals, tests. Nothing here
//! knows a text.
//!
//! The document is the unit of inference; sums over documents merge exactly, so one laptop, a run
//! cut into shards and a cluster give the same figures.

mod around;
mod bootstrap;
mod consistency;
mod contrast;
mod duplicates;
mod expected;
mod keyness;
mod label;
mod log_change;
mod missing;
mod naming;
mod naming_test;
mod outlet;
mod panel;
mod passage;
mod passages;
mod target;
mod target_test;
mod test_options;
mod trend;
mod within_event;

pub use around::{DateComparison, DateSide, DatedChange, around};
pub use bootstrap::{
    BOOTSTRAP_DOCUMENTS, FEWEST_RESAMPLES, MOST_RESAMPLES, OutletBootstrap, OutletIntervals,
    Resampling,
};
pub use consistency::{CategoryUse, ItemUse, category_uses, cronbach_alpha};
pub use contrast::{Contrast, OwnUse, contrasts, rates_within_events};
pub use duplicates::{Article, COPY_THRESHOLD, Copies, CopyPair, LEAST_THRESHOLD, find_copies};
pub use keyness::{
    ContrastTests, Dispersion, ExpectedDispersion, IndexedTerm, Keyness, KeynessOptions,
    KindSurvey, LogLikelihood, LogOdds, LogOddsVariance, LogRatioZero, Measure, Parts, Prior,
    PriorKind, RepeatCounter, Sides, TermIndex, TermIndexer, TermKind, TermKinds, TermSurvey,
    TestedDocuments, TwoCounts, Yates, fill_within_events, keyness, log_odds, log_odds_tidylo,
};
pub use label::{DocumentLabels, Label, LabelCell, LabelTotals};
pub use missing::{Missing, When};
pub use naming::{NamingCell, NamingTotals, Referent, ReferentId, Referents, naming_within_events};
pub use naming_test::{Association, FIRST_DEALS, NamingTest, PLAIN, association, naming_tests};
pub use outlet::{EntrySums, OutletCategory, OutletTotals};
pub use panel::{
    DocumentFacts, MOST_COMPARED, NumberedDocument, NumberedDocuments, OutletChoice, Panel,
    PanelError, PanelLabel,
};
pub use passage::Passage;
pub use passages::{EventPassages, PASSAGE_TOKENS, PassageCategory, PassageCell, ShownPassage};
pub use target::{TESTED_DOCUMENTS, TargetCell, TargetTotals, against_independence};
pub use target_test::{TargetTest, target_tests};
pub use test_options::TestOptions;
pub use trend::{
    COARSE_SHARE, DateSurvey, MOST_PERIODS, PERIOD_DOCUMENTS, PeriodRule, TrendTotals,
};
pub use within_event::{EventCounts, WithinEvents, mantel_haenszel};
