//! Documents by number: outlets and events in the order of their names, and of each document which
//! it has.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A document as tests are handed it: outlet, event, tokens.
pub(super) type Told<'d> = (&'d Arc<str>, Option<&'d str>, u64);

/// The documents of a test, numbered.
pub(super) struct Numbered<'d> {
    /// Sorted by name.
    pub(super) outlets: Vec<&'d Arc<str>>,
    /// Sorted; documents without one are a stratum of their own, the first.
    pub(super) events: Vec<Option<&'d str>>,
    /// Of each document, in the order given: event, outlet, tokens.
    pub(super) documents: Vec<(u32, u32, u64)>,
}

impl<'d> Numbered<'d> {
    pub(super) fn new(documents: impl IntoIterator<Item = Told<'d>>) -> Self {
        let documents: Vec<Told<'d>> = documents.into_iter().collect();
        let outlets: BTreeSet<&Arc<str>> = documents.iter().map(|(outlet, ..)| *outlet).collect();
        let events: BTreeSet<Option<&str>> = documents.iter().map(|(_, event, _)| *event).collect();
        let outlet_numbers: BTreeMap<&Arc<str>, u32> = outlets.iter().copied().zip(0..).collect();
        let event_numbers: BTreeMap<Option<&str>, u32> = events.iter().copied().zip(0..).collect();
        let number = |(outlet, event, tokens): Told<'d>| {
            (event_numbers[&event], outlet_numbers[outlet], tokens)
        };
        let documents = documents.into_iter().map(number).collect();
        Self {
            outlets: outlets.into_iter().collect(),
            events: events.into_iter().collect(),
            documents,
        }
    }
}
