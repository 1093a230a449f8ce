//! framescope compares how outlets frame the same events: which loaded terms each uses, in whose
//! voice, and how sure one can be. This library is what the `framescope` program is a face of.
//!
//! Data flows one way, and a module imports only what stands before it:
//!
//! ```text
//! corpus → text → lexicon → annotate → frame → compare, cluster → table
//! ```
//!
//! The whole way in twenty lines:
//!
//! ```
//! use framescope::annotate::{Annotator, VoiceRules};
//! use framescope::compare::OutletTotals;
//! use framescope::corpus::{Corpus, CorpusOptions, Item};
//! use framescope::frame::DocumentFrame;
//! use framescope::lexicon::{Matcher, load};
//!
//! let lexicons = [load("conflict-labels")?, load("conflict-actions")?];
//! let matcher = Matcher::compile(&lexicons)?;
//! let rules = VoiceRules::bundled("en")?;
//! let mut annotator = Annotator::new(&matcher).with_rules(&rules);
//! let mut totals = OutletTotals::default();
//! for item in Corpus::open(&["seeds".into()], CorpusOptions::default())? {
//!     if let Item::Document(document) = item? {
//!         let annotation = annotator.annotate(&document.text);
//!         totals.add(&DocumentFrame::of(&document, &annotation, &matcher));
//!     }
//! }
//! let labels = totals.listed(&matcher);
//! for outlet in totals.outlets() {
//!     let found = totals.category(outlet, labels[1]).unwrap();
//!     println!("{outlet}: {:?} per 1,000 tokens, 95 % {:?}", found.rate_own, found.rate_own_interval);
//! }
//! # assert_eq!(totals.outlets().count(), 5);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`corpus`] to [`frame`] is a pure map, one document at a time ([`frame::map_stream`] runs it on
//! all cores); its result per document is small. [`compare`] works from sums that merge exactly, so
//! shards of a corpus give the figures of the whole.

pub mod annotate;
#[cfg(feature = "cli")]
pub mod cli;
pub mod cluster;
pub mod compare;
pub mod corpus;
pub mod frame;
pub mod lexicon;
#[allow(dead_code, reason = "taken into use step by step")]
mod prose;
pub mod table;
pub mod text;
