//! The options of a plan: which tables, which statistics, which variants.

use super::choice::{TableChoice, TableName};
use super::cluster_plan::ClusterPlan;
use super::dimension_choice::DimensionChoice;
use super::filter::MatchFilter;
use super::option_error::OptionError;
use crate::annotate::CONTEXT_TOKENS;
use crate::cluster::ClusterMethod;
use crate::compare::{
    COPY_THRESHOLD, FEWEST_RESAMPLES, KeynessOptions, LEAST_THRESHOLD, MOST_RESAMPLES,
    OutletChoice, TermKind,
};
use crate::corpus::{Date, PeriodLength};
use crate::prose::named_choice;
use crate::stat::Adjustment;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// What is computed, and by which variants. `Default` asks for every table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
#[non_exhaustive]
pub struct PlanOptions {
    /// Language of the cue rules, ISO 639-1.
    pub language: String,
    /// Seed of all randomness.
    pub seed: u64,
    /// Whether a lexicon is also counted in documents in a language other than the one it states.
    pub any_language: bool,
    /// Tokens of context on either side of a match.
    pub context: usize,
    /// The tables that are computed.
    pub tables: TableChoice,
    /// The outlets that are compared in wide tables, contrasts and tests.
    pub outlets: OutletChoice,
    /// Whether lexicons that the corpus hardly uses are set aside, where none was named.
    pub set_aside: bool,
    /// What is done with near copies that several outlets print.
    pub duplicates: DuplicateOptions,
    /// What is done with a document that cannot be used.
    pub on_error: OnError,
    /// How q-values are found.
    pub adjust: Adjustment,
    /// Resamples for the intervals of outlets; by formula where there are none.
    pub bootstrap: Option<u32>,
    /// The table `keyness`.
    pub keyness: KeynessPlan,
    /// Length of the periods of `trend`; by what the dates allow where it is not given.
    pub period: Option<PeriodLength>,
    /// The date that `around` compares before and after.
    pub around: Option<Date>,
    /// Whether `side_by_side` is also written as one table for each lexicon.
    pub wide_by: WideBy,
    /// Categories of each event that `passages` shows; 0 for no table.
    pub passages: usize,
    /// The dimensions of the framing vector in `vectors`.
    pub dimensions: DimensionChoice,
    /// Clusters, maps and nearest documents.
    pub clusters: ClusterPlan,
    /// Which matches the table `matches` lists.
    pub filter: MatchFilter,
    /// Whether records say which cues decided voice, denial, speaker and target.
    pub explain: bool,
}

/// What shapes the table `keyness`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
#[non_exhaustive]
pub struct KeynessPlan {
    /// Words of the longest phrase that is compared, 1 to 3.
    pub ngrams: u8,
    /// Terms in fewer documents are left out.
    pub min_documents: u32,
    /// Rows of each contrast and direction.
    pub rows: RowLimit,
    /// The kinds of terms that have rows.
    pub kinds: Vec<TermKind>,
    /// The measures and their variants.
    #[serde(flatten)]
    pub measures: KeynessOptions,
}

/// What is done with near copies, and from which similarity on two documents are copies.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct DuplicateOptions {
    /// What is done with them.
    pub policy: DuplicatePolicy,
    /// Jaccard similarity of the runs of five words, .4 to 1.
    pub threshold: f64,
}

/// What is done with near copies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DuplicatePolicy {
    /// All are counted, with a warning.
    #[default]
    Keep,
    /// Only the earliest of each group is counted.
    First,
    /// Of copies in several outlets none is counted, of copies within one outlet the earliest.
    Drop,
}

/// What is done with a document that cannot be used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnError {
    /// The run ends.
    #[default]
    Fail,
    /// The document is left out and listed in `rejected`.
    Skip,
}

/// How `side_by_side` is laid out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WideBy {
    /// One table.
    #[default]
    Outlet,
    /// One table, and one for each lexicon.
    Lexicon,
}

/// How many rows are written at most: a number, or `all`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowLimit {
    /// At most this many.
    Most(u32),
    /// Every row.
    All,
}

impl RowLimit {
    /// The limit as a number.
    pub fn most(self) -> usize {
        match self {
            // 32 bits fit every `usize` that this program runs on.
            Self::Most(most) => usize::try_from(most).unwrap_or(usize::MAX),
            Self::All => usize::MAX,
        }
    }
}

impl fmt::Display for RowLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Most(most) => most.fmt(f),
            Self::All => f.write_str("all"),
        }
    }
}

impl FromStr for RowLimit {
    type Err = OptionError;

    fn from_str(text: &str) -> Result<Self, OptionError> {
        match text {
            "all" => Ok(Self::All),
            text => text.parse().map(Self::Most).map_err(|_| {
                OptionError::new("rows", format!("`{text}` is not a whole number or `all`"))
            }),
        }
    }
}

impl Serialize for RowLimit {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for RowLimit {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Gives an option's choices their names.
macro_rules! named {
    ($($kind:ident: $($value:ident = $name:literal),*;)*) => { $(
        impl $kind {
            /// All choices.
            pub const ALL: [Self; [$(Self::$value),*].len()] = [$(Self::$value),*];

            /// The name of the choice.
            pub fn name(self) -> &'static str {
                match self { $(Self::$value => $name),* }
            }
        }

        named_choice!($kind);
    )* };
}

named! {
    DuplicatePolicy: Keep = "keep", First = "first", Drop = "drop";
    OnError: Fail = "fail", Skip = "skip";
    WideBy: Outlet = "outlet", Lexicon = "lexicon";
}

impl Default for PlanOptions {
    fn default() -> Self {
        Self {
            language: "en".to_owned(),
            any_language: false,
            seed: 0,
            context: CONTEXT_TOKENS,
            tables: TableChoice::all(),
            set_aside: true,
            outlets: OutletChoice::default(),
            duplicates: DuplicateOptions::default(),
            on_error: OnError::default(),
            adjust: Adjustment::default(),
            bootstrap: None,
            keyness: KeynessPlan::default(),
            period: None,
            around: None,
            wide_by: WideBy::default(),
            passages: 10,
            dimensions: DimensionChoice::default(),
            clusters: ClusterPlan::default(),
            filter: MatchFilter::default(),
            explain: false,
        }
    }
}

impl Default for KeynessPlan {
    fn default() -> Self {
        Self {
            ngrams: 1,
            min_documents: 3,
            rows: RowLimit::Most(100),
            kinds: TermKind::RANKED.to_vec(),
            measures: KeynessOptions::default(),
        }
    }
}

impl Default for DuplicateOptions {
    fn default() -> Self {
        Self { policy: DuplicatePolicy::default(), threshold: COPY_THRESHOLD }
    }
}

impl PlanOptions {
    /// Checks what the types leave open.
    pub(super) fn check(&self) -> Result<(), OptionError> {
        let within = |option, is_within: bool, fault: String| {
            if is_within { Ok(()) } else { Err(OptionError::new(option, fault)) }
        };
        let threshold = self.duplicates.threshold;
        within(
            "duplicate-threshold",
            (LEAST_THRESHOLD..=1.0).contains(&threshold),
            format!(
                "{threshold} is not a similarity of copies; give a number from {LEAST_THRESHOLD} \
                 to 1, such as {COPY_THRESHOLD}"
            ),
        )?;
        let resamples = self.bootstrap.unwrap_or(FEWEST_RESAMPLES);
        within(
            "bootstrap",
            (FEWEST_RESAMPLES..=MOST_RESAMPLES).contains(&resamples),
            format!(
                "{resamples} is not a number of resamples from {FEWEST_RESAMPLES} to \
                 {MOST_RESAMPLES}; give 2000 if in doubt"
            ),
        )?;
        let ngrams = self.keyness.ngrams;
        within(
            "ngrams",
            (1..=3).contains(&ngrams),
            format!("{ngrams} is not a length of phrases from 1 to 3 words"),
        )?;
        let clusters = self.clusters.k.unwrap_or(2);
        within(
            "clusters",
            clusters >= 2,
            format!("{clusters} is not a number of clusters; give 2 or more"),
        )?;
        let finds_number = self.clusters.method == ClusterMethod::Dbscan;
        within(
            "clusters",
            !(finds_number && self.clusters.k.is_some()),
            format!("the method `{}` finds the number of clusters itself", self.clusters.method),
        )
    }

    /// Whether a table was asked for and these options produce it.
    pub(super) fn wants(&self, table: TableName) -> bool {
        let produced = match table {
            TableName::Around => self.around.is_some(),
            TableName::Passages => self.passages > 0,
            TableName::Neighbours => self.clusters.like.is_some(),
            _ => true,
        };
        produced && self.tables.has(table)
    }
}
