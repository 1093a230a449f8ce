//! The number of an atom: what an entry asks of one token.

/// What an entry asks of one token (`militia*`, `US` in capitals), numbered across all lexicons of
/// a matcher.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AtomId(pub(super) u32);
