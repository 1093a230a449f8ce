//! Occurrences counted by voice.

use crate::annotate::Voice;
use serde::{Deserialize, Serialize};
use std::ops::{Add, AddAssign};

/// Occurrences split by voice; `u32` in one document, `u64` over many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByVoice<N> {
    /// In the author's words.
    pub own: N,
    /// Inside quotation marks.
    pub quoted: N,
    /// Reported without quotation marks.
    pub reported: N,
    /// Distanced.
    pub distanced: N,
    /// In any voice, and denied.
    pub negated: N,
}

impl<N: Copy + Add<Output = N> + AddAssign + From<u8>> ByVoice<N> {
    /// All occurrences.
    pub fn total(self) -> N {
        self.own + self.quoted + self.reported + self.distanced
    }

    /// The occurrences in one voice.
    pub fn of(self, voice: Voice) -> N {
        match voice {
            Voice::Own => self.own,
            Voice::Quoted => self.quoted,
            Voice::Reported => self.reported,
            Voice::Distanced => self.distanced,
        }
    }

    /// Counts one occurrence.
    pub(crate) fn count(&mut self, voice: Voice, is_negated: bool) {
        let of_voice = match voice {
            Voice::Own => &mut self.own,
            Voice::Quoted => &mut self.quoted,
            Voice::Reported => &mut self.reported,
            Voice::Distanced => &mut self.distanced,
        };
        *of_voice += N::from(1);
        self.negated += N::from(u8::from(is_negated));
    }
}

impl<N: AddAssign + From<M>, M> AddAssign<ByVoice<M>> for ByVoice<N> {
    fn add_assign(&mut self, other: ByVoice<M>) {
        self.own += N::from(other.own);
        self.quoted += N::from(other.quoted);
        self.reported += N::from(other.reported);
        self.distanced += N::from(other.distanced);
        self.negated += N::from(other.negated);
    }
}
