//! A figure of one document, as what was counted and of how much.

use super::score::rate;

/// How much was counted, and in how many tokens or matches.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Counted {
    /// Matches, cues or tokens.
    pub count: u64,
    /// The tokens of a rate; of a share, all that could have been counted.
    pub of: u64,
}

impl Counted {
    /// A count, and the number that it is a part of.
    pub fn new(count: u32, of: u32) -> Self {
        Self { count: u64::from(count), of: u64::from(of) }
    }

    /// The share, or the rate per 1,000; `None` of nothing.
    pub fn value(self, is_share: bool) -> Option<f64> {
        if is_share {
            (self.of > 0).then(|| self.count as f64 / self.of as f64)
        } else {
            rate(self.count, self.of)
        }
    }
}
