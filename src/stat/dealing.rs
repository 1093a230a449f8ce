//! How labels were dealt in a permutation test.

/// How labels were dealt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dealing {
    /// Every labelling, and how many there are.
    Exact(u64),
    /// A sample, and how many it has.
    Sampled(u64),
}

impl Dealing {
    /// How many labellings were tried.
    pub fn labellings(self) -> u64 {
        match self {
            Self::Exact(labellings) | Self::Sampled(labellings) => labellings,
        }
    }
}
