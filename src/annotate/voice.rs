//! Voice: whose words a match is.

use crate::text::ByteSpan;

/// In whose voice a match stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Voice {
    /// The author's words.
    Own,
    /// Someone else's words inside quotation marks.
    Quoted,
    /// Someone else's claim, told without quotation marks.
    Reported,
    /// Held at arm's length by the author.
    Distanced,
}

impl Voice {
    /// All voices, in the order of the columns.
    pub const ALL: [Self; 4] = [Self::Own, Self::Quoted, Self::Reported, Self::Distanced];

    /// The word that tables use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Quoted => "quoted",
            Self::Reported => "reported",
            Self::Distanced => "distanced",
        }
    }

    /// What a match in this voice adds to the stance, where it is not denied: +1 own, −1 distanced, 0 otherwise.
    pub fn stance(self) -> i64 {
        match self {
            Self::Own => 1,
            Self::Quoted | Self::Reported => 0,
            Self::Distanced => -1,
        }
    }
}

/// Tells the voice of spans given in ascending order: `Quoted` inside a quotation, else `Own`.
#[derive(Debug)]
pub(crate) struct VoiceReader<'q> {
    quotations: &'q [ByteSpan],
}

impl<'q> VoiceReader<'q> {
    pub(crate) fn new(quotations: &'q [ByteSpan]) -> Self {
        Self { quotations }
    }

    /// The voice at `span`. Spans must ascend from call to call.
    pub(crate) fn of(&mut self, span: ByteSpan) -> Voice {
        while let Some((first, rest)) = self.quotations.split_first()
            && first.end <= span.start
        {
            self.quotations = rest;
        }
        match self.quotations.first() {
            Some(quotation) if quotation.contains(span.start) => Voice::Quoted,
            _ => Voice::Own,
        }
    }
}
