//! framescope compares how outlets frame the same events: which loaded terms each uses, in whose
//! voice, about whom, and how certain a difference is.
//!
//! # What to read in which order
//!
//! 1. [`Plan`]: which lexicons are counted, which tables are computed, and by which variants of
//!    each statistic ([`PlanOptions`]). It is checked once and shared by everything after it.
//! 2. [`Document`]: an article. [`Corpus`] reads them from files; [`Document::new`] makes one from
//!    an id, an outlet and a text.
//! 3. [`Mapper`]: a document in, its [`DocumentRecord`] out. No document knows of another, so
//!    documents may be mapped on any number of threads or machines.
//! 4. [`Records`]: records gathered in any order. [`write_part`] and [`merge_parts`] carry them
//!    from one machine to another.
//! 5. [`finish`]: records in, all tables out, handed to a [`TableSink`]: [`CsvFolder`],
//!    [`TableFile`], or one of your own.
//!
//! The whole way, from texts to every table:
//!
//! ```
//! use framescope::{CsvFolder, Document, Mapper, Plan, Records, finish};
//!
//! let place = tempfile::tempdir()?;
//! let plan = Plan::bundled("en")?;
//! let (mut mapper, mut records) = (Mapper::new(&plan), Records::new());
//! for (id, outlet, text) in [
//!     ("1", "The Harbour", "The regime sent its militia into Ostrel, and the siege went on."),
//!     ("2", "Quay Post", "The government sent soldiers into Ostrel, officials said on Monday."),
//! ] {
//!     records.append(&mapper.map(&Document::new(id, outlet, text)))?;
//! }
//! let mut folder = CsvFolder::begin(&place.path().join("results"), false)?;
//! let run = finish(&plan, records, &mut folder)?;
//! assert_eq!(run.documents, 2);
//! let target = folder.finish(&run)?;
//! assert!(target.join("tables/side_by_side.csv").is_file());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Files are read by [`Corpus`] and mapped on all cores by [`Reading`]:
//!
//! ```
//! use framescope::{Corpus, CorpusOptions, Plan, Reading, thread_pool};
//!
//! let plan = Plan::with_lexicons(&["conflict-labels"], Default::default())?;
//! let corpus = Corpus::open(&["seeds".into()], CorpusOptions::default())?;
//! let records = Reading::new(&thread_pool(2)?).records(&plan, corpus)?;
//! assert_eq!(records.len(), 30);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Below the tables are the tools that they are made with: [`Lexicon`]s and their [`Matcher`], and
//! the [`Annotator`] that finds matches in a text and decides in whose voice each is.
//!
//! The same documents, plan and seed give the same bytes, whatever the threads, the shards or the
//! order of the input.

#![cfg_attr(
    not(feature = "internals"),
    allow(
        dead_code,
        unused_imports,
        unreachable_pub,
        reason = "only the project's tests and benchmarks reach it"
    )
)]

// The rooms of the library are private; with the feature `internals` the project's own tests and
// benchmarks reach into them.

#[cfg(feature = "internals")]
#[doc(hidden)]
pub mod analysis;
#[cfg(not(feature = "internals"))]
mod analysis;
#[cfg(feature = "internals")]
#[doc(hidden)]
pub mod annotate;
#[cfg(not(feature = "internals"))]
mod annotate;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "internals")]
#[doc(hidden)]
pub mod cluster;
#[cfg(not(feature = "internals"))]
mod cluster;
#[cfg(feature = "internals")]
#[doc(hidden)]
pub mod compare;
#[cfg(not(feature = "internals"))]
mod compare;
#[cfg(feature = "internals")]
#[doc(hidden)]
pub mod corpus;
#[cfg(not(feature = "internals"))]
mod corpus;
#[cfg(feature = "internals")]
#[doc(hidden)]
pub mod frame;
#[cfg(not(feature = "internals"))]
mod frame;
#[cfg(feature = "internals")]
#[doc(hidden)]
pub mod lexicon;
#[cfg(not(feature = "internals"))]
mod lexicon;
mod prose;
#[cfg(feature = "internals")]
#[doc(hidden)]
pub mod sink;
#[cfg(not(feature = "internals"))]
mod sink;
#[cfg(feature = "internals")]
#[doc(hidden)]
pub mod stat;
#[cfg(not(feature = "internals"))]
mod stat;
#[cfg(feature = "internals")]
#[doc(hidden)]
pub mod suggest;
#[cfg(not(feature = "internals"))]
mod suggest;
#[cfg(feature = "internals")]
#[doc(hidden)]
pub mod table;
#[cfg(not(feature = "internals"))]
mod table;
#[cfg(feature = "internals")]
#[doc(hidden)]
pub mod text;
#[cfg(not(feature = "internals"))]
mod text;
#[cfg(feature = "internals")]
#[doc(hidden)]
pub mod validation;
#[cfg(not(feature = "internals"))]
mod validation;
#[cfg(feature = "internals")]
#[doc(hidden)]
pub mod words;
#[cfg(not(feature = "internals"))]
mod words;

pub use analysis::{
    AnalysisError, AnalysisErrorKind, DimensionBlock, DimensionChoice, DocumentRecord,
    DuplicateOptions, DuplicatePolicy, KeynessPlan, Mapper, MatchFilter, MergedParts, OnError,
    OptionError, PartError, Plan, PlanError, PlanOptions, Reading, Records, RowLimit, RunRecord,
    TableChoice, TableName, ThreadError, Warning, WarningKind, WideBy, finish, merge_parts,
    thread_pool, write_part,
};
pub use annotate::{Annotation, Annotator, Match, Voice, VoiceRules};
pub use compare::{
    Dispersion, KeynessOptions, LogLikelihood, LogOddsVariance, LogRatioZero, Measure,
    OutletChoice, PriorKind,
};
pub use corpus::{
    ColumnNames, Corpus, CorpusError, CorpusOptions, CorpusProfile, Date, Document, EventSheet,
    Format, NotAShard, PeriodLength, Shard, Source,
};
pub use lexicon::{Lexicon, LexiconError, LexiconFormat, Matcher, bundled_names, load};
pub use sink::{CsvFolder, OutputError, OutputFile, TableFile, TableFormat};
pub use stat::Adjustment;
pub use table::{CellSink, Cells, Column, Kind, RowBatch, Schema, SinkError, TableSink};
pub use text::{Token, sentences, tokenize};
