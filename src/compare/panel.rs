//! The documents of a comparison by number: who wrote each, on which event, how long it is, and
//! which label it has in tests.

use crate::frame::DocumentFrame;
use crate::lexicon::{CategoryId, CategoryInfo, Matcher};
use crate::prose::unknown_name;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// So many outlets are compared where nothing else is chosen: more columns and pairs than these
/// nobody reads.
pub const MOST_COMPARED: u32 = 12;

/// Which outlets are compared; the others are pooled.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OutletChoice {
    /// So many, those with the most documents; of equals those first by name. At least one is.
    pub most: u32,
    /// These, where any is named, however many they are.
    pub named: Vec<String>,
}

impl Default for OutletChoice {
    fn default() -> Self {
        Self { most: MOST_COMPARED, named: Vec::new() }
    }
}

/// Why documents cannot be compared as was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PanelError {
    /// A chosen outlet has no document.
    #[error("there is no outlet `{name}`; {}", self.known())]
    UnknownOutlet {
        /// The name that was given.
        name: String,
        /// The outlets that there are, sorted.
        outlets: Vec<Arc<str>>,
    },
    /// More documents than numbers reach.
    #[error("{documents} documents are too many to compare in one run; split the corpus")]
    TooManyDocuments {
        /// How many there are.
        documents: usize,
    },
}

impl PanelError {
    fn known(&self) -> String {
        match self {
            Self::UnknownOutlet { name, outlets } => {
                unknown_name(name, &outlets.iter().map(|outlet| &**outlet).collect::<Vec<_>>())
            }
            Self::TooManyDocuments { .. } => String::new(),
        }
    }
}

/// What tests call a document by: the number of a compared outlet, or of all others together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PanelLabel(pub u32);

impl PanelLabel {
    /// As a place in lists by label.
    pub(crate) fn place(self) -> usize {
        self.0 as usize
    }
}

/// What is asked of a document to number it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DocumentFacts<'d> {
    /// Its outlet.
    pub outlet: &'d Arc<str>,
    /// Its event.
    pub event: Option<&'d str>,
    /// Its tokens.
    pub tokens: u64,
}

impl<'f> From<&'f DocumentFrame> for DocumentFacts<'f> {
    fn from(frame: &'f DocumentFrame) -> Self {
        Self { outlet: &frame.outlet, event: frame.event.as_deref(), tokens: frame.tokens }
    }
}

/// A document by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NumberedDocument {
    /// Its outlet: a place in [`NumberedDocuments::outlets`].
    pub outlet: u32,
    /// Its event. Events are numbered by name; having none is the first, where any document has
    /// none.
    pub event: u32,
    /// What it is called by in tests.
    pub label: PanelLabel,
    /// Its tokens.
    pub tokens: u64,
}

/// Documents by number, in the order given.
///
/// Each has a **label**: its outlet where that is compared, else one that all other outlets share.
/// Tests, contrasts and wide tables go by labels, so that they do not grow with the number of
/// outlets.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NumberedDocuments {
    documents: Vec<NumberedDocument>,
    outlets: Vec<Arc<str>>,
    events: u32,
    has_events: bool,
    /// The event of documents without one.
    eventless: Option<u32>,
    labels: Vec<Arc<str>>,
    /// Labels from this one on are pooled.
    compared: usize,
}

impl NumberedDocuments {
    /// The documents, of which the chosen outlets are compared.
    ///
    /// # Errors
    /// [`PanelError`] where a chosen outlet has no document.
    pub fn new<'d>(
        documents: impl IntoIterator<Item = DocumentFacts<'d>>,
        choice: &OutletChoice,
    ) -> Result<Self, PanelError> {
        let documents: Vec<DocumentFacts<'d>> = documents.into_iter().collect();
        // Outlets, events and labels are no more than documents, so their numbers fit, too.
        if u32::try_from(documents.len()).is_err() {
            return Err(PanelError::TooManyDocuments { documents: documents.len() });
        }
        let mut sizes: BTreeMap<&Arc<str>, usize> = BTreeMap::new();
        documents.iter().for_each(|document| *sizes.entry(document.outlet).or_default() += 1);
        let events: BTreeSet<Option<&str>> = documents.iter().map(|found| found.event).collect();
        let compared = compared(&sizes, choice)?;

        let mut labels: Vec<Arc<str>> = compared.iter().map(|outlet| (*outlet).clone()).collect();
        let pooled = sizes.len() - compared.len();
        if pooled > 0 {
            labels.push(unlike(format!("other outlets ({pooled})"), sizes.keys().copied()));
        }
        let label_numbers: BTreeMap<&Arc<str>, u32> = compared.iter().copied().zip(0..).collect();
        // All that are not compared share the label after these.
        let rest = label_numbers.len() as u32;
        let outlet_numbers: BTreeMap<&Arc<str>, (u32, PanelLabel)> = (0..)
            .zip(sizes.keys())
            .map(|(number, outlet)| {
                let label = label_numbers.get(*outlet).copied().unwrap_or(rest);
                (*outlet, (number, PanelLabel(label)))
            })
            .collect();
        let event_numbers: BTreeMap<Option<&str>, u32> = events.iter().copied().zip(0..).collect();
        let number = |document: DocumentFacts<'d>| {
            // Both maps were made of these very documents.
            let (outlet, label) = outlet_numbers[document.outlet];
            let event = event_numbers[&document.event];
            NumberedDocument { outlet, event, label, tokens: document.tokens }
        };
        Ok(Self {
            compared: compared.len(),
            labels,
            events: event_numbers.len() as u32,
            has_events: events.last().is_some_and(Option::is_some),
            eventless: events.first().filter(|event| event.is_none()).map(|_| 0),
            documents: documents.into_iter().map(number).collect(),
            outlets: sizes.into_keys().cloned().collect(),
        })
    }

    /// All documents, in the order given.
    pub fn all(&self) -> &[NumberedDocument] {
        &self.documents
    }

    /// A document.
    pub fn get(&self, number: u32) -> Option<&NumberedDocument> {
        self.documents.get(number as usize)
    }

    /// All outlets, sorted by name.
    pub fn outlets(&self) -> &[Arc<str>] {
        &self.outlets
    }

    /// How many events there are; having none counts as one.
    pub fn event_count(&self) -> usize {
        self.events as usize
    }

    /// Whether any document has an event.
    pub fn has_events(&self) -> bool {
        self.has_events
    }

    /// The event of a document; `None` where it has none.
    pub(crate) fn event_of(&self, document: &NumberedDocument) -> Option<u32> {
        Some(document.event).filter(|event| Some(*event) != self.eventless)
    }

    /// The name of each label: the compared outlets sorted by name, and last that of all others
    /// together, where there are any.
    pub fn labels(&self) -> &[Arc<str>] {
        &self.labels
    }

    /// The outlets that are compared, sorted by name; the first of the labels.
    pub fn compared(&self) -> &[Arc<str>] {
        self.labels.get(..self.compared).unwrap_or_default()
    }

    /// The label that all outlets which are not compared share; `None` where all are compared.
    pub fn pooled(&self) -> Option<PanelLabel> {
        (self.labels.len() > self.compared).then_some(PanelLabel(self.compared as u32))
    }

    /// The label of an outlet that is compared.
    pub fn label_of(&self, outlet: &str) -> Option<PanelLabel> {
        let place = self.compared().binary_search_by(|known| (**known).cmp(outlet)).ok()?;
        Some(PanelLabel(place as u32))
    }

    /// Whether an outlet is compared.
    pub fn is_compared(&self, outlet: &str) -> bool {
        self.label_of(outlet).is_some()
    }

    /// The name of the label of an outlet: its own, or that of the pooled outlets.
    pub(crate) fn label_name(&self, outlet: &str) -> Option<&str> {
        let label = self.label_of(outlet).or_else(|| self.pooled())?;
        self.labels.get(label.place()).map(|name| &**name)
    }
}

/// The outlets that are compared, sorted by name.
fn compared<'d>(
    sizes: &BTreeMap<&'d Arc<str>, usize>,
    choice: &OutletChoice,
) -> Result<BTreeSet<&'d Arc<str>>, PanelError> {
    if choice.named.is_empty() {
        let mut outlets: Vec<(&&Arc<str>, &usize)> = sizes.iter().collect();
        outlets.sort_by_key(|(outlet, documents)| (Reverse(**documents), **outlet));
        outlets.truncate(choice.most.max(1) as usize);
        return Ok(outlets.into_iter().map(|(outlet, _)| *outlet).collect());
    }
    let named = choice.named.iter().map(|name| {
        let known = sizes.get_key_value(&Arc::<str>::from(name.as_str()));
        known.map(|(outlet, _)| *outlet).ok_or_else(|| PanelError::UnknownOutlet {
            name: name.clone(),
            outlets: sizes.keys().map(|outlet| (*outlet).clone()).collect(),
        })
    });
    named.collect()
}

/// A name made different from those that are taken.
pub(crate) fn unlike<'n>(
    mut name: String,
    taken: impl IntoIterator<Item = &'n Arc<str>> + Clone,
) -> Arc<str> {
    while taken.clone().into_iter().any(|known| **known == *name) {
        name.push_str(" (together)");
    }
    name.into()
}

/// Numbers for strata in the order in which they come first, so that what is drawn of a subset of
/// documents depends on that subset alone.
pub(crate) fn strata(events: impl IntoIterator<Item = u32>) -> Vec<u32> {
    let mut known: BTreeMap<u32, u32> = BTreeMap::new();
    let number = |event| {
        // No more than there are events, whose numbers fit.
        let next = known.len() as u32;
        *known.entry(event).or_insert(next)
    };
    events.into_iter().map(number).collect()
}

/// The documents of a comparison in the order of their ids, with their numbers.
#[derive(Clone, Debug)]
pub struct Panel<'f> {
    frames: Vec<&'f DocumentFrame>,
    numbers: NumberedDocuments,
    /// The language of each category's lexicon; a category beyond the list serves every document.
    languages: Vec<Option<Arc<str>>>,
}

impl<'f> Panel<'f> {
    /// The documents, of which the chosen outlets are compared.
    ///
    /// # Errors
    /// [`PanelError`] where a chosen outlet has no document.
    pub fn new(frames: &'f [DocumentFrame], choice: &OutletChoice) -> Result<Self, PanelError> {
        let mut frames: Vec<&DocumentFrame> = frames.iter().collect();
        frames.sort_by(|a, b| a.id.cmp(&b.id));
        let facts = frames.iter().map(|frame| DocumentFacts::from(*frame));
        let numbers = NumberedDocuments::new(facts, choice)?;
        Ok(Self { frames, numbers, languages: Vec::new() })
    }

    /// The same panel, in which a category is tested only over documents in the language of its
    /// lexicon, and over those whose language is not known.
    pub fn serving(mut self, matcher: &Matcher) -> Self {
        let language = |category: &CategoryInfo| category.language.as_deref().map(Into::into);
        self.languages = matcher.categories().iter().map(language).collect();
        self
    }

    /// Groups things by the language of the lexicon of their category; `None` is the group of those
    /// whose lexicon serves every document. Each group is tested over its own documents.
    pub(super) fn by_language<T>(
        &self,
        things: impl IntoIterator<Item = (CategoryId, T)>,
    ) -> BTreeMap<Option<&str>, Vec<T>> {
        let mut groups: BTreeMap<Option<&str>, Vec<T>> = BTreeMap::new();
        for (category, thing) in things {
            let language =
                self.languages.get(category.0 as usize).and_then(|known| known.as_deref());
            groups.entry(language).or_default().push(thing);
        }
        groups
    }

    /// The documents in the order of their ids.
    pub fn frames(&self) -> &[&'f DocumentFrame] {
        &self.frames
    }

    /// Their numbers, in the same order.
    pub fn numbers(&self) -> &NumberedDocuments {
        &self.numbers
    }

    /// Each document with its numbers, in the order of their ids.
    pub(crate) fn documents(
        &self,
    ) -> impl ExactSizeIterator<Item = (&'f DocumentFrame, &NumberedDocument)> {
        self.frames.iter().copied().zip(&self.numbers.documents)
    }

    /// The name of each label: see [`NumberedDocuments::labels`].
    pub fn labels(&self) -> &[Arc<str>] {
        self.numbers.labels()
    }

    /// The outlets that are compared, sorted by name.
    pub fn compared(&self) -> &[Arc<str>] {
        self.numbers.compared()
    }

    /// Whether an outlet is compared.
    pub fn is_compared(&self, outlet: &str) -> bool {
        self.numbers.is_compared(outlet)
    }

    /// Whether any document has an event.
    pub fn has_events(&self) -> bool {
        self.numbers.has_events()
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::super::outlet::tests::frame;
    use super::*;

    /// The panel of documents of few outlets, all of them compared.
    pub(crate) fn panel(frames: &[DocumentFrame]) -> Panel<'_> {
        Panel::new(frames, &OutletChoice::default()).unwrap()
    }

    fn names(names: &[Arc<str>]) -> Vec<&str> {
        names.iter().map(|name| &**name).collect()
    }

    fn frames(outlets: &[&str]) -> Vec<DocumentFrame> {
        outlets.iter().enumerate().map(|(at, o)| frame(at, o, None, 100, [1, 0])).collect()
    }

    #[test]
    fn of_many_outlets_those_with_the_most_documents_are_compared() {
        let frames = frames(&["D", "C", "A", "B", "C", "D", "E"]);
        let choice = OutletChoice { most: 3, ..OutletChoice::default() };
        let panel = Panel::new(&frames, &choice).unwrap();
        assert_eq!(names(panel.compared()), ["A", "C", "D"], "ties by name");
        assert_eq!(names(panel.labels()), ["A", "C", "D", "other outlets (2)"]);
        let numbers = panel.numbers();
        assert_eq!(numbers.pooled(), Some(PanelLabel(3)));
        assert_eq!((numbers.label_of("C"), numbers.label_of("B")), (Some(PanelLabel(1)), None));
        let labels: Vec<u32> = numbers.all().iter().map(|document| document.label.0).collect();
        assert_eq!(labels, [2, 1, 0, 3, 1, 2, 3]);

        let choice = OutletChoice { most: 5, ..OutletChoice::default() };
        let panel = Panel::new(&frames, &choice).unwrap();
        assert_eq!(
            (names(panel.labels()), panel.numbers().pooled()),
            (vec!["A", "B", "C", "D", "E"], None)
        );
    }

    #[test]
    fn outlets_can_be_named_and_an_unknown_one_is_refused() {
        let frames = frames(&["Paper", "Gazette", "other outlets (2)"]);
        let named = |names: &[&str]| OutletChoice {
            named: names.iter().map(|name| (*name).to_owned()).collect(),
            ..OutletChoice::default()
        };
        let panel = Panel::new(&frames, &named(&["Gazette"])).unwrap();
        assert_eq!(names(panel.labels()), ["Gazette", "other outlets (2) (together)"]);
        let error = Panel::new(&frames, &named(&["Papers"])).unwrap_err();
        assert_eq!(error.to_string(), "there is no outlet `Papers`; did you mean `Paper`?");
    }

    #[test]
    fn documents_are_in_the_order_of_their_ids_and_events_in_that_of_their_names() {
        let mut frames = vec![
            frame(2, "A", Some("f"), 100, [1, 0]),
            frame(0, "B", Some("e"), 100, [1, 0]),
            frame(1, "A", None, 100, [1, 0]),
        ];
        let events = |frames: &[DocumentFrame]| -> Vec<(u32, Option<u32>)> {
            let panel = panel(frames);
            let numbers = panel.numbers();
            assert_eq!(numbers.event_count(), 3);
            numbers.all().iter().map(|found| (found.event, numbers.event_of(found))).collect()
        };
        let expected = [(1, Some(1)), (0, None), (2, Some(2))];
        assert_eq!(events(&frames), expected);
        frames.reverse();
        assert_eq!(events(&frames), expected);
        assert_eq!(strata([7, 3, 7, 0]), [0, 1, 0, 2]);
    }
}
