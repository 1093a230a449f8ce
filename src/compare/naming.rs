//! Naming: which variant of a name each outlet chooses in its own voice.

use super::missing::Missing;
use super::panel::{NumberedDocument, Panel, PanelLabel};
use super::within_event::{EventDraw, SharedEvents, WithinEvents};
use crate::frame::{ByVoice, DocumentFrame};
use crate::lexicon::{CategoryId, LexiconKind, Matcher};
use crate::stat::{Estimated, Interval, LEVEL, Method, RatioSums};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A referent, across all naming lexicons of a run, sorted by name, then lexicon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReferentId(pub u32);

/// What is named, and the names among which an outlet chooses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Referent {
    /// Its name.
    pub name: Arc<str>,
    /// Its lexicon.
    pub lexicon: Arc<str>,
}

/// The referents of a run with their variants.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Referents {
    referents: Vec<Referent>,
    variants: BTreeMap<CategoryId, (ReferentId, Arc<str>)>,
}

impl Referents {
    /// The referents that a matcher knows: categories `referent.variant` of its naming lexicons.
    pub fn new(matcher: &Matcher) -> Self {
        let naming = (0_u32..)
            .zip(matcher.categories())
            .filter(|(_, info)| info.kind == LexiconKind::Naming);
        let parts = naming.filter_map(|(id, info)| {
            let (referent, variant) = info.name.split_once('.')?;
            Some(((referent, &*info.lexicon_name), CategoryId(id), variant))
        });
        let mut grouped: BTreeMap<(&str, &str), Vec<(CategoryId, &str)>> = BTreeMap::new();
        parts.for_each(|(key, id, variant)| grouped.entry(key).or_default().push((id, variant)));
        let mut found = Self::default();
        for (number, ((name, lexicon), variants)) in (0_u32..).zip(grouped) {
            found.referents.push(Referent { name: name.into(), lexicon: lexicon.into() });
            found.variants.extend(
                variants
                    .into_iter()
                    .map(|(id, variant)| (id, (ReferentId(number), variant.into()))),
            );
        }
        found
    }

    /// The referent that a category is a variant of; `None` for categories of other lexicons.
    pub fn of_variant(&self, id: CategoryId) -> Option<ReferentId> {
        self.variants.get(&id).map(|(referent, _)| *referent)
    }

    /// A variant's name.
    pub fn variant(&self, id: CategoryId) -> Option<Arc<str>> {
        self.variants.get(&id).map(|(_, name)| name.clone())
    }

    /// One of the variants of a referent.
    pub fn a_variant(&self, id: ReferentId) -> Option<CategoryId> {
        self.variants.iter().find(|(_, (referent, _))| *referent == id).map(|(id, _)| *id)
    }

    /// What is known of a referent; `None` for an id of another run.
    pub fn referent(&self, id: ReferentId) -> Option<&Referent> {
        self.referents.get(id.0 as usize)
    }

    /// The documents that name each referent in any voice, in the order of their ids.
    pub(super) fn naming_documents<'p>(
        &self,
        panel: &'p Panel<'_>,
    ) -> BTreeMap<ReferentId, Vec<NamingDocument<'p>>> {
        let mut all: BTreeMap<ReferentId, Vec<NamingDocument<'p>>> = BTreeMap::new();
        for (frame, numbers) in panel.documents() {
            for (referent, variants) in self.used(frame) {
                let own = variants.into_iter().map(|(id, voices)| (id, voices.own)).collect();
                all.entry(referent).or_default().push(NamingDocument { numbers, own });
            }
        }
        all
    }

    /// The variants that a document uses in any voice, by referent, each with its occurrences by
    /// voice; referents that do not occur are left out.
    fn used(&self, frame: &DocumentFrame) -> BTreeMap<ReferentId, Vec<(CategoryId, ByVoice<u32>)>> {
        let mut used: BTreeMap<ReferentId, Vec<(CategoryId, ByVoice<u32>)>> = BTreeMap::new();
        for (id, score) in &frame.categories {
            let voices = score.voices;
            if let Some(referent) = self.of_variant(*id).filter(|_| voices.total() > 0) {
                used.entry(referent).or_default().push((*id, voices));
            }
        }
        used
    }
}

/// A document that names a referent in any voice.
pub(super) struct NamingDocument<'p> {
    pub(super) numbers: &'p NumberedDocument,
    /// Own-voice occurrences of each variant that it uses in any voice, in the order of their ids.
    pub(super) own: Vec<(CategoryId, u32)>,
}

impl NamingDocument<'_> {
    /// The document with only the variants that its author uses; `None` where the author does not
    /// name the referent.
    pub(super) fn in_own_voice(mut self) -> Option<Self> {
        self.own.retain(|(_, count)| *count > 0);
        (!self.own.is_empty()).then_some(self)
    }

    /// Own-voice occurrences of a variant.
    fn own_of(&self, variant: CategoryId) -> f64 {
        let known = self.own.iter().find(|(id, _)| *id == variant);
        known.map_or(0.0, |(_, count)| f64::from(*count))
    }

    /// Own-voice occurrences of the referent.
    fn all_own(&self) -> f64 {
        self.own.iter().map(|(_, count)| f64::from(*count)).sum()
    }
}

/// What a referent sums to in one outlet, over the documents that name it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct ReferentSums {
    /// Occurrences in any voice.
    all_voices: u64,
    /// Documents whose author names it, the author's occurrences of it, and the squares of these.
    own: RatioSums,
    variants: BTreeMap<CategoryId, VariantSums>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct VariantSums {
    voices: ByVoice<u64>,
    /// Against the referent, own voice, over the documents whose author uses the variant.
    own: RatioSums,
}

/// Names counted by outlet, referent and variant. They merge exactly, so a corpus may be counted in
/// parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NamingTotals {
    referents: BTreeMap<ReferentId, BTreeMap<Arc<str>, ReferentSums>>,
}

/// A variant of a referent in one outlet.
#[derive(Clone, Debug, PartialEq)]
pub struct NamingCell {
    /// The referent.
    pub referent: ReferentId,
    /// The variant.
    pub variant: CategoryId,
    /// The outlet.
    pub outlet: Arc<str>,
    /// The outlet's documents that name the referent in the author's own voice.
    pub documents: u64,
    /// Occurrences of the variant by voice.
    pub voices: ByVoice<u64>,
    /// Its share of the outlet's own-voice occurrences of the referent, from 0 to 1; `None` where
    /// there are none.
    pub share: Option<f64>,
    /// The share's 95 % interval.
    pub interval: Estimated<Interval, Missing>,
    /// Its share of the outlet's occurrences of the referent in all voices, from 0 to 1.
    pub share_all: f64,
}

impl NamingTotals {
    /// Adds a document.
    pub fn add(&mut self, frame: &DocumentFrame, referents: &Referents) {
        for (referent, variants) in referents.used(frame) {
            let sums = self
                .referents
                .entry(referent)
                .or_default()
                .entry(frame.outlet.clone())
                .or_default();
            let own: u64 = variants.iter().map(|(_, voices)| u64::from(voices.own)).sum();
            if own > 0 {
                sums.own.add(0, own);
            }
            for (variant, voices) in variants {
                sums.all_voices += u64::from(voices.total());
                let sums = sums.variants.entry(variant).or_default();
                sums.voices += voices;
                if voices.own > 0 {
                    sums.own.add(i64::from(voices.own), own);
                }
            }
        }
    }

    /// The referents that occur, each with the variants that occur anywhere in each outlet that
    /// names it, by referent, variant and outlet; those that an outlet does not use only where it
    /// is compared. An occurrence in any voice makes a row.
    ///
    /// The share of a variant is r = Σx_d / Σn_d over the outlet's documents d that name the
    /// referent in the author's own voice, with x_d own-voice occurrences of the variant among n_d
    /// of the referent: a name that an outlet only quotes is not its choice. Its interval is that
    /// of [`RatioSums::bounded_interval`], t on the logit scale. Where all documents have the same
    /// share the variance is 0 and says nothing: no interval. `share_all` is the share of
    /// occurrences in all voices, for comparison, without an interval.
    pub fn cells(&self, panel: &Panel<'_>) -> Vec<NamingCell> {
        let of_referent =
            |(referent, outlets): (&ReferentId, &BTreeMap<Arc<str>, ReferentSums>)| {
                let variants: BTreeSet<CategoryId> =
                    outlets.values().flat_map(|sums| sums.variants.keys().copied()).collect();
                let pairs = variants.into_iter().flat_map(|variant| {
                    outlets.iter().map(move |(outlet, sums)| (variant, outlet, sums))
                });
                pairs
                    .filter(|(variant, outlet, sums)| {
                        sums.variants.contains_key(variant) || panel.is_compared(outlet)
                    })
                    .map(|(variant, outlet, sums)| cell(*referent, variant, outlet, sums))
                    .collect::<Vec<_>>()
            };
        self.referents.iter().flat_map(of_referent).collect()
    }
}

/// Each variant that occurs, in each compared outlet that names its referent: its share against
/// that of all other outlets, within events. Over the documents that name the referent, own-voice
/// occurrences of the variant against own-voice occurrences of the referent.
pub fn naming_within_events(
    panel: &Panel<'_>,
    referents: &Referents,
) -> BTreeMap<(CategoryId, Arc<str>), WithinEvents> {
    let mut within = BTreeMap::new();
    for documents in referents.naming_documents(panel).into_values() {
        let shared = SharedEvents::new(documents.iter().map(|document| EventDraw {
            event: panel.numbers().event_of(document.numbers),
            label: document.numbers.label,
            n: document.all_own(),
        }));
        let mut labels: BTreeMap<PanelLabel, f64> = BTreeMap::new();
        for document in &documents {
            *labels.entry(document.numbers.label).or_default() += document.all_own();
        }
        let variants = documents.iter().flat_map(|document| &document.own);
        let variants: BTreeSet<CategoryId> = variants.map(|(id, _)| *id).collect();
        for variant in variants {
            let counts: Vec<f64> =
                documents.iter().map(|document| document.own_of(variant)).collect();
            for (label, own) in &labels {
                // The label that outlets share is nobody's own.
                if let Some(outlet) = panel.compared().get(label.place()) {
                    let against = if *own > 0.0 {
                        shared.against_others(*label, &counts)
                    } else {
                        WithinEvents::none(Missing::NotNamed)
                    };
                    within.insert((variant, outlet.clone()), against);
                }
            }
        }
    }
    within
}

fn cell(
    referent: ReferentId,
    variant: CategoryId,
    outlet: &Arc<str>,
    sums: &ReferentSums,
) -> NamingCell {
    let VariantSums { voices, own } = sums.variants.get(&variant).copied().unwrap_or_default();
    // Documents that name the referent by other variants count with what they have of these.
    let own = own.with_zeros(
        sums.own.documents - own.documents,
        sums.own.n - own.n,
        sums.own.nn - own.nn,
    );
    let interval = if own.documents == 0 {
        Estimated::Missing(Missing::NotNamed)
    } else if own.documents == 1 {
        Estimated::Missing(Missing::OneDocument)
    } else if own.x == 0 {
        Estimated::Missing(Missing::NoMatch)
    } else if own.x == own.n {
        Estimated::Missing(Missing::NoOtherVariant)
    } else {
        let interval = own.bounded_interval(LEVEL, Interval::SHARE);
        Estimated::new(interval, Method::Linearized, Missing::NoVariance)
    };
    NamingCell {
        referent,
        variant,
        outlet: outlet.clone(),
        documents: own.documents,
        voices,
        share: own.ratio(),
        interval,
        // An outlet has sums only where it names the referent, so the divisor is not 0.
        share_all: voices.total() as f64 / sums.all_voices as f64,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::panel::tests::panel;
    use super::*;
    use crate::frame::{ByVoice, CategoryScore};
    use crate::lexicon::read_toml;
    use proptest::prelude::*;

    /// A lexicon of two referents with two variants each: categories 0 and 1, 2 and 3.
    pub(in super::super) fn referents() -> Referents {
        let toml = "name = \"names\"\nlanguage = \"en\"\nversion = \"1.0.0\"\nlicense = \
            \"CC0-1.0\"\ndescription = \"Names\"\n\
            [referent.power]\nvariants = { regime = [\"regime\"], government = [\"government\"] }\n\
            [referent.wall]\nvariants = { wall = [\"wall\"], barrier = [\"barrier\"] }\n";
        let lexicon = read_toml("names.toml", toml.as_bytes()).unwrap();
        Referents::new(&Matcher::compile([&lexicon]).unwrap())
    }

    /// A document with so many occurrences of each category, in the author's voice.
    pub(in super::super) fn naming_frame(
        id: usize,
        outlet: &str,
        event: Option<&str>,
        counts: &[u32],
    ) -> DocumentFrame {
        let score = |own: u32| CategoryScore {
            voices: ByVoice { own, ..ByVoice::default() },
            weighted: 0.0,
            stance: 0,
        };
        let found = (0_u32..).zip(counts).filter(|(_, count)| **count > 0);
        DocumentFrame {
            id: format!("d{id:03}").into(),
            outlet: outlet.into(),
            date: None,
            event: event.map(Into::into),
            tokens: 100,
            categories: found
                .map(|(category, count)| (CategoryId(category), score(*count)))
                .collect(),
            entries: Vec::new(),
            targets: Vec::new(),
            language: None,
            has_rules: true,
            unserved: Box::default(),
        }
    }

    /// The document with so many occurrences of each category in quotation marks besides.
    pub(in super::super) fn quoting(mut frame: DocumentFrame, quoted: &[u32]) -> DocumentFrame {
        for (id, &quoted) in (0_u32..).map(CategoryId).zip(quoted).filter(|(_, n)| **n > 0) {
            let own = frame.category(id).voices.own;
            let voices = ByVoice { own, quoted, ..ByVoice::default() };
            frame.categories.retain(|(known, _)| *known != id);
            frame.categories.push((id, CategoryScore { voices, weighted: 0.0, stance: 0 }));
        }
        frame.categories.sort_by_key(|(id, _)| *id);
        frame
    }

    fn cells(frames: &[DocumentFrame]) -> Vec<NamingCell> {
        totals(frames).cells(&panel(frames))
    }

    fn totals(frames: &[DocumentFrame]) -> NamingTotals {
        let (mut totals, referents) = (NamingTotals::default(), referents());
        frames.iter().for_each(|frame| totals.add(frame, &referents));
        totals
    }

    fn find(cells: &[NamingCell], variant: u32, outlet: &str) -> NamingCell {
        cells
            .iter()
            .find(|cell| cell.variant == CategoryId(variant) && &*cell.outlet == outlet)
            .unwrap()
            .clone()
    }

    #[test]
    fn referents_are_told_from_their_variants() {
        let referents = referents();
        assert_eq!(&*referents.referent(ReferentId(1)).unwrap().name, "wall");
        assert_eq!(
            (referents.of_variant(CategoryId(1)), referents.of_variant(CategoryId(4))),
            (Some(ReferentId(0)), None)
        );
        assert_eq!(referents.variant(CategoryId(3)).as_deref(), Some("barrier"));
    }

    #[test]
    fn a_share_has_the_interval_of_the_ratio_estimator_over_documents_that_name_the_referent() {
        // Shares 1/4, 2/4, 1/4, and a document that does not name it: r = 4/12, residuals −1/3,
        // 2/3, −1/3, v = 3/2 · (2/3)/144.
        let frames = [[1, 3], [2, 2], [1, 3], [0, 0]];
        let frames: Vec<_> = frames
            .iter()
            .enumerate()
            .map(|(at, counts)| naming_frame(at, "A", None, counts))
            .collect();
        let cells = cells(&frames);
        // All name it equally often, so t is at 2 degrees of freedom: logit ⅓ ± 4.302652730 ·
        // (1/12) / (2/9), as scipy has it.
        let regime = find(&cells, 0, "A");
        assert_eq!(
            (regime.documents, regime.voices.own, regime.interval.name()),
            (3, 4, "linearized")
        );
        let Interval { low, high } = regime.interval.value().unwrap();
        assert!(
            (low - 0.09057436909393503).abs() < 1e-12 && (high - 0.7151129248959558).abs() < 1e-12,
            "{low} to {high}"
        );
        let Interval { low, high } = find(&cells, 1, "A").interval.value().unwrap();
        assert!(
            (low - (1.0 - 0.7151129248959558)).abs() < 1e-12
                && (high - (1.0 - 0.09057436909393503)).abs() < 1e-12,
            "{low} to {high}"
        );
    }

    #[test]
    fn small_worlds_have_shares_without_an_interval_and_say_why() {
        let rows: [(&str, &[u32]); 7] = [
            ("one", &[2, 1]),
            ("never", &[0, 1]),
            ("never", &[0, 3]),
            ("alike", &[1, 1]),
            ("alike", &[2, 2]),
            ("silent", &[0, 0, 1]),
            ("none", &[]),
        ];
        let frames: Vec<_> = rows
            .iter()
            .enumerate()
            .map(|(at, (outlet, counts))| naming_frame(at, outlet, None, counts))
            .collect();
        let found = cells(&frames);
        for (variant, outlet, share, reason) in [
            (0, "one", 2.0 / 3.0, Missing::OneDocument),
            (0, "never", 0.0, Missing::NoMatch),
            (1, "never", 1.0, Missing::NoOtherVariant),
            (0, "alike", 0.5, Missing::NoVariance),
            (2, "silent", 1.0, Missing::OneDocument),
        ] {
            let cell = find(&found, variant, outlet);
            assert_eq!(
                (cell.share, cell.interval),
                (Some(share), Estimated::Missing(reason)),
                "{variant} in {outlet}"
            );
        }
        assert_eq!(
            found.len(),
            7,
            "two variants in three outlets and one in one; what occurs nowhere has no row"
        );
        assert!(cells(&[]).is_empty());
    }

    #[test]
    fn names_that_an_outlet_only_quotes_are_no_choice_of_its_own() {
        let frames = [
            quoting(naming_frame(0, "says", None, &[1, 3]), &[9, 0]),
            naming_frame(1, "says", None, &[2, 2]),
            naming_frame(2, "says", None, &[1, 3]),
            quoting(naming_frame(3, "says", None, &[]), &[4, 0]),
            quoting(naming_frame(4, "quotes", None, &[]), &[3, 1]),
        ];
        let found = cells(&frames);
        let says = find(&found, 0, "says");
        // As if nothing had been quoted: 4/12 over three documents. In all voices 4 + 9 + 4 of 25.
        assert_eq!((says.documents, says.share), (3, Some(4.0 / 12.0)));
        let silent: Vec<_> = frames
            .iter()
            .cloned()
            .map(|mut frame| {
                frame.categories.iter_mut().for_each(|(_, score)| score.voices.quoted = 0);
                frame
            })
            .collect();
        assert_eq!(says.interval, find(&cells(&silent), 0, "says").interval);
        assert_eq!((says.share_all, says.voices.own, says.voices.quoted), (17.0 / 25.0, 4, 13));
        let quotes = find(&found, 0, "quotes");
        assert_eq!((quotes.documents, quotes.share, quotes.share_all), (0, None, 0.75));
        assert_eq!(quotes.interval, Estimated::Missing(Missing::NotNamed));
    }

    #[test]
    fn within_events_own_voices_are_compared() {
        let frames = [
            quoting(naming_frame(0, "A", Some("e"), &[3, 1]), &[0, 9]),
            quoting(naming_frame(1, "B", Some("e"), &[1, 3]), &[9, 0]),
            quoting(naming_frame(2, "C", Some("e"), &[]), &[5, 5]),
        ];
        let within = naming_within_events(&panel(&frames), &referents());
        let of = |outlet: &str| within[&(CategoryId(0), outlet.into())];
        // ¾ of A's own occurrences against ¼ of B's; C has none.
        assert!((of("A").log_ratio.unwrap() - 3_f64.log2()).abs() < 1e-12, "{:?}", of("A"));
        assert_eq!(of("C"), WithinEvents::none(Missing::NotNamed));
    }

    proptest! {
        #[test]
        fn order_changes_nothing_and_shares_add_up(
            counts in proptest::collection::vec(
                (
                    0_usize..3,
                    proptest::collection::vec(0_u32..5, 4),
                    proptest::collection::vec(0_u32..2, 4),
                ),
                1..20
            ),
            cut in 0_usize..20,
        ) {
            let made = |(at, (o, own, quoted)): (usize, &(usize, Vec<u32>, Vec<u32>))| {
                quoting(naming_frame(at, ["A", "B", "C"][*o], None, own), quoted)
            };
            let frames: Vec<_> = counts.iter().enumerate().map(made).collect();
            let mut turned = frames.clone();
            turned.rotate_left(cut.min(frames.len()));
            let merged = totals(&turned);
            prop_assert_eq!(&merged, &totals(&frames));
            let mut sums: BTreeMap<(ReferentId, Arc<str>), (Option<f64>, f64)> = BTreeMap::new();
            for cell in merged.cells(&panel(&frames)) {
                let (own, all) = sums.entry((cell.referent, cell.outlet.clone())).or_default();
                prop_assert_eq!(cell.share.is_some(), cell.documents > 0);
                *own = cell.share.map(|share| own.unwrap_or(0.0) + share);
                *all += cell.share_all;
                if let Some(Interval { low, high }) = cell.interval.value() {
                    let share = cell.share.unwrap();
                    prop_assert!(0.0 <= low && low <= share && share <= high && high <= 1.0);
                }
            }
            let is_whole = |sum: f64| (sum - 1.0).abs() < 1e-12;
            for (own, all) in sums.values() {
                prop_assert!(own.is_none_or(is_whole) && is_whole(*all));
            }
        }
    }
}
