//! Passages: the sentences of one document that could be shown for it, packed into bytes to be put
//! aside.

use crate::annotate::{Concordance, Voice};
use crate::lexicon::{EntryId, Matcher};
use crate::text::{CharCounter, CharSpan, Zone};

/// A sentence that holds a match in the author's own voice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Where it stands, in characters.
    pub span: CharSpan,
    /// The zone in which it begins.
    pub zone: Zone,
    /// Its tokens.
    pub tokens: u32,
    /// The entries that it holds in the author's own voice, each once, in the order of the text;
    /// and whether one of the matches of the entry is asserted, not denied. Entries spelled alike
    /// in a category are one.
    pub entries: Vec<(EntryId, bool)>,
    /// Its words, white space folded to single spaces.
    pub text: String,
}

impl Passage {
    /// The passages of a document, in the order of the text.
    ///
    /// ```
    /// use framescope::annotate::{Annotator, Concordance};
    /// use framescope::frame::Passage;
    /// use framescope::lexicon::{Matcher, read_toml};
    ///
    /// let lexicon = read_toml("t.toml", b"name = \"t\"\n[category.a]\nterms = [\"regime\"]")?;
    /// let matcher = Matcher::compile([&lexicon])?;
    /// let mut annotator = Annotator::new(&matcher);
    /// let annotation = annotator.annotate("It rained. The old   regime fell. “The regime lives.”");
    /// let passages = Passage::all(&Concordance::new(&annotation, None, 0), &matcher);
    /// assert_eq!(passages.len(), 1);
    /// assert_eq!(passages[0].text, "The old regime fell.");
    /// # Ok::<(), framescope::lexicon::LexiconError>(())
    /// ```
    pub fn all(concordance: &Concordance<'_>, matcher: &Matcher) -> Vec<Self> {
        let annotation = concordance.annotation();
        let mut counter = CharCounter::new(annotation.text);
        let mut found: Vec<Self> = Vec::new();
        let mut present = None;
        for own in annotation.matches.iter().filter(|found| found.voice == Voice::Own) {
            let Some((number, sentence)) = concordance.sentence_at(own.span.start) else {
                continue;
            };
            if present.replace(number) != Some(number) {
                let tokens = |offset: u32| {
                    annotation.tokens.partition_point(|token| token.span.start < offset)
                };
                found.push(Self {
                    span: counter.span(sentence),
                    zone: concordance.zone_at(sentence.start),
                    tokens: u32::try_from(tokens(sentence.end) - tokens(sentence.start))
                        .unwrap_or(u32::MAX),
                    entries: Vec::new(),
                    text: sentence
                        .of(annotation.text)
                        .split_whitespace()
                        .collect::<Vec<_>>()
                        .join(" "),
                });
            }
            let Some(passage) = found.last_mut() else { continue };
            let (entry, asserted) = (matcher.entry(own.entry).row, own.negation.is_none());
            match passage.entries.iter_mut().find(|(known, _)| *known == entry) {
                Some((_, known)) => *known |= asserted,
                None => passage.entries.push((entry, asserted)),
            }
        }
        found
    }

    /// Passages as bytes, which [`unpack`](Self::unpack) reads.
    pub fn pack(passages: &[Self]) -> Vec<u8> {
        let mut bytes = Vec::new();
        for passage in passages {
            let zone = match passage.zone {
                Zone::Headline => 0,
                Zone::Lead => 1,
                Zone::Body => 2,
            };
            let (start, length) = (passage.span.start, passage.span.end - passage.span.start);
            let (entries, text) = (count(passage.entries.len()), count(passage.text.len()));
            [start, length, zone, passage.tokens, entries, text]
                .into_iter()
                .for_each(|number| put(number.into(), &mut bytes));
            passage.entries.iter().for_each(|(entry, asserted)| {
                put(u64::from(entry.0) << 1 | u64::from(*asserted), &mut bytes)
            });
            bytes.extend_from_slice(passage.text.as_bytes());
        }
        bytes
    }

    /// The passages that [`pack`](Self::pack) made bytes of; ends where bytes are not its.
    pub fn unpack(mut bytes: &[u8]) -> impl Iterator<Item = Self> {
        std::iter::from_fn(move || take_passage(&mut bytes))
    }
}

fn take_passage(bytes: &mut &[u8]) -> Option<Passage> {
    let mut number = || u32::try_from(take(bytes)?).ok();
    let (start, length) = (number()?, number()?);
    let zone = match number()? {
        0 => Zone::Headline,
        1 => Zone::Lead,
        _ => Zone::Body,
    };
    let (tokens, entries, text) = (number()?, number()?, number()?);
    let entry = |packed: u64| Some((EntryId(u32::try_from(packed >> 1).ok()?), packed & 1 == 1));
    let entries = (0..entries).map(|_| entry(take(bytes)?)).collect::<Option<_>>()?;
    let (text, rest) = bytes.split_at_checked(text as usize)?;
    *bytes = rest;
    let span = CharSpan { start, end: start.saturating_add(length) };
    Some(Passage { span, zone, tokens, entries, text: String::from_utf8(text.to_owned()).ok()? })
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// Seven bits to a byte, the lowest first; the highest bit says that more follow (LEB128).
fn put(mut number: u64, bytes: &mut Vec<u8>) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn take(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::{Annotator, VoiceRules};
    use crate::lexicon::{bundled_names, load, read_toml};
    use proptest::prelude::*;

    #[test]
    fn a_denied_entry_is_told_from_an_asserted_one() {
        let lexicon = read_toml(
            "t.toml",
            b"name = \"t\"\n[category.a]\nterms = [\"militia\", \
            \"regime\"]",
        )
        .unwrap();
        let matcher = Matcher::compile([&lexicon]).unwrap();
        let bundled: Vec<_> = bundled_names().map(|name| load(name).unwrap()).collect();
        let rules = VoiceRules::compile(&bundled, "en").unwrap();
        let mut annotator = Annotator::new(&matcher).with_rules(&rules);
        let text = "They are no longer a militia, whatever the regime may be. The militia left, \
            and it was no militia.";
        let annotation = annotator.annotate_in(text, Some("en"));
        let found = Passage::all(&Concordance::new(&annotation, None, 0), &matcher);
        let entries: Vec<_> = found.iter().map(|passage| passage.entries.clone()).collect();
        assert_eq!(
            entries,
            [vec![(EntryId(0), false), (EntryId(1), true)], vec![(EntryId(0), true)]]
        );
    }

    fn passage() -> impl Strategy<Value = Passage> {
        let zone = prop_oneof![Just(Zone::Headline), Just(Zone::Lead), Just(Zone::Body)];
        let entries =
            proptest::collection::vec((any::<u32>().prop_map(EntryId), any::<bool>()), 0..5);
        (any::<u16>(), 0_u32..70_000, zone, any::<u32>(), entries, ".{0,40}").prop_map(
            |(start, length, zone, tokens, entries, text)| {
                let start = u32::from(start);
                Passage {
                    span: CharSpan { start, end: start + length },
                    zone,
                    tokens,
                    entries,
                    text,
                }
            },
        )
    }

    proptest! {
        #[test]
        fn what_is_packed_comes_back(passages in proptest::collection::vec(passage(), 0..6)) {
            let bytes = Passage::pack(&passages);
            prop_assert_eq!(Passage::unpack(&bytes).collect::<Vec<_>>(), passages);
        }

        #[test]
        fn other_bytes_do_no_harm(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
            prop_assert!(Passage::unpack(&bytes).count() <= bytes.len());
        }
    }
}
