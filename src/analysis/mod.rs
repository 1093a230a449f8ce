//! From documents to all tables: a [`Plan`] says what is counted, a [`Mapper`] turns each document
//! into a [`DocumentRecord`], [`Records`] gathers these in any order, and [`finish`] computes the
//! tables. It knows neither output files nor commands.

mod accounts;
mod choice;
mod cluster_plan;
mod copies;
mod dimension_choice;
mod encoded;
mod entries;
mod error;
mod filter;
mod finish;
mod framed_vectors;
mod head_survey;
mod mapper;
mod match_rows;
mod merge;
mod methods_text;
mod option_error;
mod options;
mod part;
mod part_error;
mod plan;
mod reading;
mod record;
mod records;
mod run;
mod run_record;
mod set_aside;
mod shown;
mod stream;
mod study;
mod sums;
mod tables;
mod unread_dates;
mod warning;

pub(crate) use accounts::{lexicon_check_account, validation_account};
pub use choice::{TableChoice, TableName};
pub use cluster_plan::ClusterPlan;
pub use dimension_choice::{DimensionBlock, DimensionChoice};
pub use error::{AnalysisError, AnalysisErrorKind};
pub use filter::MatchFilter;
pub(crate) use filter::SURE;
pub use finish::finish;
pub(crate) use head_survey::HeadSurvey;
pub use mapper::Mapper;
pub(crate) use match_rows::ExplainedRow;
pub use merge::{MergedParts, merge_parts};
pub use methods_text::{NotARecord, methods_text};
pub use option_error::OptionError;
pub use options::{
    DuplicateOptions, DuplicatePolicy, KeynessPlan, OnError, PlanOptions, RowLimit, WideBy,
};
pub use part::{PartSummary, write_part};
pub use part_error::PartError;
pub use plan::{Plan, PlanError};
pub use reading::Reading;
pub use record::{
    DocumentRecord, LineRecord, MatchRecord, MatchTraits, NameId, RecordHead, RecordMatches,
    RecordSignature, RecordWords, SentenceRecord, ShownText, TextPart,
};
pub use records::Records;
pub(crate) use run_record::lexicon_record;
pub use run_record::{Overview, RunRecord, Timings};
pub use stream::{ThreadError, thread_pool};
pub(crate) use sums::{
    heads, input_warnings, record_warnings, settled_warnings, sums_of_records, survey_warnings,
};
pub use tables::WideDifference;
pub(crate) use tables::explained_rows;
pub use unread_dates::UnreadDates;
pub use warning::{Warning, WarningKind};
