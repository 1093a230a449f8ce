//! How a text attributes: every cue that reports somebody's words or thoughts and whom it names,
//! whether a match is in its reach or not.

use super::phrase::{self, Party};
use super::sentence_unit::SentenceUnit;
use super::stretch::Stretch;
use super::traits::Traits;
use super::unit_source::UnitSource;
use crate::lexicon::{CueRole, EntryId};
use crate::text::ByteSpan;

/// The cues of a text, as far as the author wrote them: those inside quotation marks are the
/// speaker's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attribution {
    /// The cues that report, in no particular order.
    pub reports: Vec<Report>,
    /// Tokens in reported stretches outside quotation marks.
    pub reported_tokens: usize,
    /// Cues that deny.
    pub denials: usize,
    /// Cues that weaken.
    pub hedges: usize,
}

/// A cue that reports, and whom it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Report {
    /// The cue, among those of the rules.
    pub cue: EntryId,
    /// Whom it names.
    pub speaker: SpeakerKind,
}

/// What kind of speaker a report names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SpeakerKind {
    /// A party of the actor lexicons (a state, an organization, a leader).
    Actor,
    /// Another named speaker (Dask, Lantern Relief, the Foreign Ministry).
    Named,
    /// A pronoun (she, they).
    Pronoun,
    /// A speaker without a name (officials, a witness).
    Unnamed,
    /// No speaker (“it was reported that”, “reports of”).
    Nobody,
}

impl SpeakerKind {
    /// All kinds, in the order of the columns.
    pub const ALL: [Self; 5] =
        [Self::Actor, Self::Named, Self::Pronoun, Self::Unnamed, Self::Nobody];

    /// The word that tables use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Actor => "actor",
            Self::Named => "named",
            Self::Pronoun => "pronoun",
            Self::Unnamed => "unnamed",
            Self::Nobody => "nobody",
        }
    }

    fn of_stretch(source: &UnitSource<'_>, unit: &SentenceUnit, stretch: &Stretch) -> Self {
        let phrase = stretch.speaker.clone();
        match phrase.and_then(|phrase| phrase::party(source, unit, phrase)) {
            None => Self::Nobody,
            Some(Party::Actor(..)) => Self::Actor,
            Some(party) if party.is_pronoun(source.sequence.text) => Self::Pronoun,
            Some(Party::Words(words)) if is_name(source, unit, words) => Self::Named,
            Some(Party::Words(_)) => Self::Unnamed,
        }
    }
}

/// Whether the head of a noun phrase is a name: the word before its first preposition has a
/// capital, and not because a sentence begins with it.
fn is_name(source: &UnitSource<'_>, unit: &SentenceUnit, words: ByteSpan) -> bool {
    let (first, end) = (source.token_at(words.start), source.token_at(words.end));
    let is_inside = |at: usize| at < end && source.start(at) < words.end;
    let mut head = first;
    while is_inside(head + 1) && !unit.traits(head + 1).has(Traits::PREPOSITION | Traits::OF) {
        head += 1;
    }
    let opens = head == unit.first;
    let word = source.text_of(head, head + 1);
    unit.traits(head).has(Traits::CAPITAL)
        && !(opens && source.holds_lower_case(&word.to_lowercase()))
}

/// Sums up the units of one text.
#[derive(Debug, Default)]
pub(super) struct AttributionTally {
    pub(super) attribution: Attribution,
    /// The units that were summed up out of turn, in the order of the text: first token and one
    /// past the last.
    pub(super) seen: Vec<(usize, usize)>,
}

/// Roles of cues that deny.
const DENIES: u32 =
    CueRole::Not.bit() | CueRole::No.bit() | CueRole::Predicate.bit() | CueRole::Deny.bit();

/// Roles of cues that weaken.
const WEAKENS: u32 =
    CueRole::Adverb.bit() | CueRole::Adjective.bit() | CueRole::Modal.bit() | CueRole::Verb.bit();

impl AttributionTally {
    pub(super) fn clear(&mut self) {
        let Attribution { reports, reported_tokens, denials, hedges } = &mut self.attribution;
        reports.clear();
        (*reported_tokens, *denials, *hedges) = (0, 0, 0);
        self.seen.clear();
    }

    /// Adds a unit with its stretches.
    pub(super) fn add(
        &mut self,
        source: &UnitSource<'_>,
        unit: &SentenceUnit,
        stretches: &[Stretch],
    ) {
        let sums = &mut self.attribution;
        for (at, stretch) in stretches.iter().enumerate() {
            // One cue may report two stretches, round a name in the middle of a sentence.
            let is_first = !stretches.iter().take(at).any(|known| known.cue == stretch.cue);
            if is_first {
                let speaker = SpeakerKind::of_stretch(source, unit, stretch);
                sums.reports.push(Report { cue: stretch.cue.entry, speaker });
            }
        }
        let is_own = |at: usize| unit.token(at).quotation.is_none();
        if !stretches.is_empty() {
            let is_reported =
                |at: &usize| is_own(*at) && stretches.iter().any(|s| s.content.contains(at));
            sums.reported_tokens += (unit.first..unit.end).filter(is_reported).count();
        }
        for cue in unit.cues.iter().filter(|cue| is_own(cue.first)) {
            let role = cue.role.bit();
            sums.denials += usize::from(role & DENIES != 0);
            sums.hedges += usize::from(role & WEAKENS != 0);
        }
    }
}
