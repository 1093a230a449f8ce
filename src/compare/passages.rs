//! Passages side by side: in which categories outlets lie farthest apart on an event, and the
//! sentence that shows best how each of them told it. A sentence is chosen by counts; its words are
//! passed through.

use super::panel::Panel;
use super::passage::Passage;
use crate::corpus::Date;
use crate::frame::{CategoryScore, DocumentFrame, rate};
use crate::lexicon::{CategoryId, EntryId, LexiconKind, Matcher, Measures};
use crate::text::Zone;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// Sentences of so many tokens are shown before shorter and longer ones: below stand fragments,
/// beyond lists and badly cut text.
pub const PASSAGE_TOKENS: std::ops::RangeInclusive<u32> = 6..=60;

/// How outlets told one event: the categories in which their own-voice rates lie farthest apart,
/// and for each outlet the sentence shown.
///
/// The spread of a category is the highest less the lowest rate (per 1,000 tokens, in the author's
/// own voice, over the outlet's documents on the event). Categories rank by spread, then by name,
/// topics after all others;
/// those in which all outlets have one rate have no rank. Variants of names have none either: their
/// rates follow how often an outlet speaks of what is named.
///
/// **Which sentence.** Of the outlet's sentences on the event that hold a match of the category in
/// the author's own voice, the one whose entries have the greatest share of the outlet's own-voice
/// matches of the category on the event: Σ over the distinct entries that the sentence holds in
/// that voice, and does not deny, of the entry's matches. So the sentence shown is one that uses
/// the words which the outlet uses most. Sentences of [`PASSAGE_TOKENS`] tokens go before others.
/// Of equals the one in the lead stands before body and headline, then the earliest date, the first
/// document id, the first place.
#[derive(Debug)]
pub struct EventPassages<'m> {
    matcher: &'m Matcher,
    /// The compared outlets with a document on the event, sorted.
    outlets: Vec<Arc<str>>,
    /// By rank.
    categories: Vec<PassageCategory>,
    /// The place of each ranked category.
    rank: HashMap<CategoryId, usize>,
    /// Own-voice matches by outlet and entry.
    entries: HashMap<(usize, EntryId), u64>,
}

/// One category on one event.
#[derive(Debug)]
pub struct PassageCategory {
    /// The category.
    pub category: CategoryId,
    /// The highest own-voice rate less the lowest.
    pub spread: f64,
    /// For each outlet in order what it has of the category.
    pub cells: Vec<PassageCell>,
}

/// One category in one outlet on one event.
#[derive(Debug)]
pub struct PassageCell {
    /// Matches in the author's own voice.
    pub count: u64,
    /// These per 1,000 tokens; `None` where the outlet's documents on the event have no tokens.
    pub rate: Option<f64>,
    /// The sentence shown; `None` before one was considered, and where there is none.
    pub shown: Option<ShownPassage>,
}

/// The sentence shown of an outlet.
#[derive(Debug)]
pub struct ShownPassage {
    /// The document that it stands in.
    pub document: Box<str>,
    /// The sentence; of its entries those of the category alone.
    pub passage: Passage,
    order: Order,
}

/// What decides between sentences; the least is shown. Ids and places are compared where all else
/// is equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Order {
    misfit: bool,
    weight: Reverse<u64>,
    zone: u8,
    undated: bool,
    date: Option<Date>,
}

impl<'m> EventPassages<'m> {
    /// The `most` categories in which the compared outlets of a panel lie farthest apart in the
    /// documents of one event; none where fewer than two of them have tokens there.
    pub fn new(
        documents: &[&DocumentFrame],
        panel: &Panel<'_>,
        matcher: &'m Matcher,
        most: usize,
    ) -> Self {
        let outlets = documents.iter().map(|frame| &frame.outlet);
        let outlets: BTreeSet<&Arc<str>> =
            outlets.filter(|outlet| panel.is_compared(outlet)).collect();
        let outlets: Vec<Arc<str>> = outlets.into_iter().cloned().collect();
        let mut event = Self {
            matcher,
            outlets,
            categories: Vec::new(),
            rank: HashMap::new(),
            entries: HashMap::new(),
        };
        let mut tokens = vec![0; event.outlets.len()];
        let mut counts: BTreeMap<CategoryId, Vec<u64>> = BTreeMap::new();
        for frame in documents {
            let Some(outlet) = event.outlet(frame) else { continue };
            tokens[outlet] += frame.tokens;
            let is_ranked = |(category, score): &&(CategoryId, CategoryScore)| {
                score.voices.own > 0 && matcher.category(*category).kind != LexiconKind::Naming
            };
            for (category, score) in frame.categories.iter().filter(is_ranked) {
                counts.entry(*category).or_insert_with(|| vec![0; event.outlets.len()])[outlet] +=
                    u64::from(score.voices.own);
            }
        }
        if tokens.iter().filter(|tokens| **tokens > 0).count() < 2 {
            return event;
        }
        event.categories = counts
            .into_iter()
            .filter_map(|(category, counts)| spread(category, &counts, &tokens))
            .collect();
        let name = |category: CategoryId| {
            let info = matcher.category(category);
            (&info.lexicon_name, &info.name)
        };
        let is_topic = |category| matcher.category(category).measures == Some(Measures::Topic);
        event.categories.sort_by(|a, b| {
            is_topic(a.category)
                .cmp(&is_topic(b.category))
                .then_with(|| b.spread.total_cmp(&a.spread))
                .then_with(|| name(a.category).cmp(&name(b.category)))
        });
        event.categories.truncate(most);
        event.rank = event
            .categories
            .iter()
            .enumerate()
            .map(|(rank, found)| (found.category, rank))
            .collect();
        for frame in documents.iter().filter(|_| !event.categories.is_empty()) {
            let Some(outlet) = event.outlet(frame) else { continue };
            for (entry, counts) in frame.entries.iter().filter(|(_, counts)| counts.own > 0) {
                *event.entries.entry((outlet, *entry)).or_default() += u64::from(counts.own);
            }
        }
        event
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.categories.is_empty()
    }

    /// Considers the sentences of one of the documents. Their order changes nothing.
    pub fn consider(&mut self, frame: &DocumentFrame, passages: impl Iterator<Item = Passage>) {
        let Some(outlet) = self.outlet(frame) else { return };
        // By rank: what the present sentence weighs, and which of its entries are the category's.
        let mut weights: BTreeMap<usize, (u64, Vec<(EntryId, bool)>)> = BTreeMap::new();
        for passage in passages {
            weights.clear();
            for &(entry, asserted) in &passage.entries {
                let matches = self.entries.get(&(outlet, entry)).copied().unwrap_or(0);
                let mut next = Some(self.matcher.entry(entry).category);
                while let Some(category) = next {
                    if let Some(&rank) = self.rank.get(&category) {
                        let (weight, entries) = weights.entry(rank).or_default();
                        *weight += if asserted { matches } else { 0 };
                        entries.push((entry, asserted));
                    }
                    next = self.matcher.category(category).parent;
                }
            }
            for (rank, (weight, entries)) in &weights {
                let order = Order {
                    misfit: !PASSAGE_TOKENS.contains(&passage.tokens),
                    weight: Reverse(*weight),
                    zone: match passage.zone {
                        Zone::Lead => 0,
                        Zone::Body => 1,
                        Zone::Headline => 2,
                    },
                    undated: frame.date.is_none(),
                    date: frame.date,
                };
                let Some(cell) =
                    self.categories.get_mut(*rank).and_then(|found| found.cells.get_mut(outlet))
                else {
                    continue;
                };
                let place = (order, &*frame.id, passage.span.start);
                if cell.shown.as_ref().is_none_or(|shown| {
                    place < (shown.order, &*shown.document, shown.passage.span.start)
                }) {
                    let passage = Passage { entries: entries.clone(), ..passage.clone() };
                    cell.shown = Some(ShownPassage { document: frame.id.clone(), passage, order });
                }
            }
        }
    }

    /// The outlets in the order of the cells, and the categories by rank.
    pub fn into_parts(self) -> (Vec<Arc<str>>, Vec<PassageCategory>) {
        (self.outlets, self.categories)
    }

    fn outlet(&self, frame: &DocumentFrame) -> Option<usize> {
        self.outlets.binary_search(&frame.outlet).ok()
    }
}

/// A category where its rates are not all equal.
fn spread(category: CategoryId, counts: &[u64], tokens: &[u64]) -> Option<PassageCategory> {
    let cell = |(&count, &tokens): (&u64, &u64)| PassageCell {
        count,
        rate: rate(count, tokens),
        shown: None,
    };
    let cells: Vec<PassageCell> = counts.iter().zip(tokens).map(cell).collect();
    let known = || cells.iter().filter_map(|cell| cell.rate);
    let spread = known().fold(f64::NEG_INFINITY, f64::max) - known().fold(f64::INFINITY, f64::min);
    (spread > 0.0).then_some(PassageCategory { category, spread, cells })
}

#[cfg(test)]
mod tests {
    use super::super::panel::tests::panel;
    use super::*;
    use crate::annotate::{Annotation, Annotator, Concordance, Voice};
    use crate::corpus::Document;
    use crate::lexicon::read_toml;
    use crate::text::CharSpan;
    use proptest::prelude::*;

    const SENTENCES: [&str; 6] = [
        "The regime shut the old bridge again on Monday.",
        "Then the militia of the regime opened it for trams.",
        "The militia left.",
        "“The regime will fall,” she said to nobody at all.",
        "Nothing of the kind was seen on the other bank.",
        "The junta met in the old hall by the river.",
    ];

    /// The sentences with a match in the author's own voice.
    fn passages(annotation: &Annotation<'_>, matcher: &Matcher) -> Vec<Passage> {
        let concordance = Concordance::new(annotation, None, 0);
        let mut found: Vec<Passage> = Vec::new();
        for own in annotation.matches.iter().filter(|own| own.voice == Voice::Own) {
            let (_, sentence) = concordance.sentence_at(own.span.start).unwrap();
            let span = CharSpan { start: sentence.start, end: sentence.end };
            if found.last().is_none_or(|last| last.span != span) {
                let text = sentence.slice(annotation.text).to_owned();
                let tokens = text.split(' ').count() as u32;
                found.push(Passage { span, zone: Zone::Body, tokens, entries: Vec::new(), text });
            }
            let entries = &mut found.last_mut().unwrap().entries;
            let entry = (matcher.entry(own.entry).row, own.negation.is_none());
            if !entries.contains(&entry) {
                entries.push(entry);
            }
        }
        found
    }

    proptest! {
        #[test]
        fn the_order_of_documents_changes_nothing_and_each_outlet_with_a_match_shows_one(
            drawn in proptest::collection::vec(
                (0_usize..3, proptest::collection::vec(0_usize..SENTENCES.len(), 0..5)), 2..8
            ),
            most in 1_usize..4,
        ) {
            let toml = "name = \"t\"\n[category.a]\nterms = [\"junta\"]\n[category.b]\nterms = \
                [\"regime\", \"militia\"]";
            let lexicon = read_toml("t.toml", toml.as_bytes()).unwrap();
            let matcher = Matcher::compile([&lexicon]).unwrap();
            let mut annotator = Annotator::new(&matcher);
            let mut documents: Vec<(DocumentFrame, Vec<Passage>)> = Vec::new();
            for (at, (outlet, sentences)) in drawn.iter().enumerate() {
                let text: Vec<&str> =
                    sentences.iter().map(|&sentence| SENTENCES[sentence]).collect();
                let text = text.join(" ");
                let document = Document::new(format!("d{at}"), ["A", "B", "C"][*outlet], text);
                let annotation = annotator.annotate(&document.text);
                let passages = passages(&annotation, &matcher);
                let frame = DocumentFrame::from_annotation(&document, &annotation, &matcher);
                documents.push((frame, passages));
            }
            let frames: Vec<DocumentFrame> =
                documents.iter().map(|(frame, _)| frame.clone()).collect();
            let panel = panel(&frames);
            let told = |documents: &[&(DocumentFrame, Vec<Passage>)]| {
                let frames: Vec<&DocumentFrame> =
                    documents.iter().map(|(frame, _)| frame).collect();
                let mut event = EventPassages::new(&frames, &panel, &matcher, most);
                for (frame, passages) in documents {
                    event.consider(frame, passages.iter().cloned());
                }
                event.into_parts().1
            };
            let forward: Vec<_> = documents.iter().collect();
            let backward: Vec<_> = documents.iter().rev().collect();
            let found = told(&forward);
            prop_assert_eq!(format!("{found:?}"), format!("{:?}", told(&backward)));
            prop_assert!(found.len() <= most && found.is_sorted_by(|a, b| a.spread >= b.spread));
            for cell in found.iter().flat_map(|category| &category.cells) {
                prop_assert_eq!(cell.shown.is_some(), cell.count > 0);
            }
        }
    }
}
