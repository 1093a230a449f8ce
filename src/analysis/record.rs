//! The record of a document: everything that any table needs of it, as plain data.

use crate::annotate::{TargetRule, Voice};
use crate::corpus::{Date, Source};
use crate::frame::AttributionCounts;
use crate::text::Zone;
use serde::{Deserialize, Serialize};

/// What the map step makes of one document: small, serializable, and independent of every other
/// document. Tables are computed from records alone.
///
/// A record contains only what the tables of its [`Plan`](super::Plan) ask for; `shown`, `words`,
/// `signature` and `attribution` are empty where no table needs them. Offsets are Unicode scalar
/// positions in the text as counted, end exclusive.
///
/// ```
/// use framescope::{Document, DocumentRecord, Mapper, Plan};
///
/// let plan = Plan::bundled("en")?;
/// let mut mapper = Mapper::new(&plan);
/// let record = mapper.map(&Document::new("1", "The Paper", "The regime met the militia."));
/// assert_eq!(record.head.tokens, 5);
/// let row = record.to_bytes();
/// assert_eq!(DocumentRecord::from_bytes(&row)?, record);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DocumentRecord {
    /// The document's source and length.
    pub head: RecordHead,
    /// Its matches.
    pub matches: RecordMatches,
    /// What of its text tables show.
    pub shown: ShownText,
    /// Its words.
    pub words: RecordWords,
    /// The signature by which near copies find each other.
    pub signature: Option<RecordSignature>,
    /// How it attributes.
    pub attribution: Option<AttributionCounts>,
}

impl DocumentRecord {
    /// The record as one row of bytes, the sections one after another.
    pub fn to_bytes(&self) -> Vec<u8> {
        // Writing to memory fails only for types that the format lacks; a record has none of them.
        postcard::to_stdvec(self).unwrap_or_default()
    }

    /// The record that [`to_bytes`](Self::to_bytes) made a row of.
    ///
    /// # Errors
    /// Where the bytes are not a record of this version.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, postcard::Error> {
        postcard::from_bytes(bytes)
    }
}

/// What is known of a document apart from its words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecordHead {
    /// Its id, unique in the run.
    pub id: Box<str>,
    /// Its outlet.
    pub outlet: Box<str>,
    /// Its date.
    pub date: Option<Date>,
    /// Its headline.
    pub title: Option<Box<str>>,
    /// Its author.
    pub author: Option<Box<str>>,
    /// What it reports on.
    pub event: Option<Box<str>>,
    /// Its language, as the input says or as detected; detected only where a table or warning
    /// needs it.
    pub language: Option<Box<str>>,
    /// Where it came from.
    pub source: Source,
    /// The encoding that it was read in.
    pub encoding: Box<str>,
    /// Length of the text in characters.
    pub characters: u64,
    /// Its tokens.
    pub tokens: u32,
    /// Its distinct types.
    pub types: u32,
    /// Its sentences; 0 where no table shows sentences.
    pub sentences: u32,
    /// Tokens in quotation marks.
    pub quoted: u32,
    /// Matches of all counted lexicons.
    pub matches: u32,
    /// Whether cue rules applied; without them only quotation marks decide the voice.
    pub has_rules: bool,
}

/// The matches of a document, in the order of the text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RecordMatches {
    /// The lexicons that occur, each by the first eight bytes of its SHA-256.
    pub lexicons: Vec<u64>,
    /// The words that matches refer to: cues, stances, speakers, targets, sponsors, agents,
    /// patients, each once.
    pub names: Vec<Box<str>>,
    /// The matches.
    pub matches: Vec<MatchRecord>,
}

impl RecordMatches {
    /// The words under a number.
    pub fn name(&self, number: Option<NameId>) -> Option<&str> {
        self.names.get(number?.0 as usize).map(|name| &**name)
    }
}

/// A word or phrase of [`RecordMatches::names`], by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct NameId(pub u32);

/// One match.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatchRecord {
    /// Its lexicon, by its place in [`RecordMatches::lexicons`].
    pub lexicon: u16,
    /// The row of its entry among the entries of the lexicon.
    pub entry: u32,
    /// First character.
    pub start: u32,
    /// Length in characters.
    pub length: u32,
    /// In whose voice.
    pub voice: Voice,
    /// What else is known of it.
    pub traits: MatchTraits,
    /// The words that decide the voice.
    pub cue: Option<NameId>,
    /// The stance or group of the cue.
    pub cue_stance: Option<NameId>,
    /// Whom the words are attributed to.
    pub speaker: Option<NameId>,
    /// How the target was found.
    pub target_rule: Option<TargetRule>,
    /// Whom a label describes.
    pub target: Option<NameId>,
    /// Who backs, arms or steers the party that a label describes.
    pub sponsor: Option<NameId>,
    /// Who acts.
    pub agent: Option<NameId>,
    /// Who is acted on.
    pub patient: Option<NameId>,
}

/// Yes-or-no facts of a match.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatchTraits(pub u8);

impl MatchTraits {
    /// The match is denied.
    pub const NEGATED: u8 = 1;
    /// The match is weakened.
    pub const HEDGED: u8 = 2;
    /// Its target counts as a labelled party: it was found by a rule and is not a pronoun.
    pub const LABELS: u8 = 4;

    /// Whether a fact is given.
    pub fn has(self, fact: u8) -> bool {
        self.0 & fact != 0
    }

    /// The same facts and, where `is_so`, one more.
    pub fn with(self, fact: u8, is_so: bool) -> Self {
        Self(if is_so { self.0 | fact } else { self.0 })
    }
}

/// The parts of a text that tables show: the context of each match, and whole sentences with a
/// match in the author's own voice. Each part is kept once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownText {
    /// One for each match, in their order.
    pub lines: Vec<LineRecord>,
    /// The sentences with a match in the author's own voice, in the order of the text.
    pub sentences: Vec<SentenceRecord>,
    /// The text, in parts that neither touch nor overlap, in order.
    pub parts: Vec<TextPart>,
}

/// The place of a match, and how far its context goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineRecord {
    /// The part of the document.
    pub zone: Zone,
    /// The sentence, from 1.
    pub sentence: u32,
    /// Characters of context before the match.
    pub left: u32,
    /// Characters of context after it.
    pub right: u32,
    /// How the voice was found and which cues decided; only where asked for.
    pub reasons: Option<NameId>,
}

/// A sentence that could be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentenceRecord {
    /// Its number, from 1.
    pub number: u32,
    /// First character.
    pub start: u32,
    /// Length in characters.
    pub length: u32,
    /// The part of the document in which it begins.
    pub zone: Zone,
    /// Its tokens.
    pub tokens: u32,
}

/// A stretch of the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextPart {
    /// First character.
    pub start: u32,
    /// The text.
    pub text: Box<str>,
}

/// The words of a document: each type once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordWords {
    /// The types, normalized, in the order in which they first occur, a line feed between two.
    pub types: String,
    /// How often each occurs.
    pub counts: Vec<u32>,
    /// Types that occur with a capital: type, and how often.
    pub capitals: Vec<(u32, u32)>,
    /// Short lines, and those at the beginning and end: a hash, and the numbers of the types.
    pub lines: Vec<(u64, Vec<u32>)>,
    /// The tokens in order: the number of the type and 1, or 0 where more than a space or hyphen
    /// separates two. Empty where neither phrases nor copies are wanted.
    pub sequence: Vec<u32>,
}

impl RecordWords {
    /// The types in order.
    pub fn types(&self) -> impl Iterator<Item = &str> {
        self.types.split('\n').take(self.counts.len())
    }

    /// The types of the tokens in order, without the places where something separates two.
    pub fn tokens(&self) -> impl Iterator<Item = u32> + '_ {
        self.sequence.iter().filter_map(|number| number.checked_sub(1))
    }
}

/// A MinHash signature: four bytes for each hash function, the lowest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordSignature(pub Box<[u8]>);
