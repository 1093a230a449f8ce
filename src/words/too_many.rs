//! Numbers of 32 bits, and what happens where they run out.

use thiserror::Error;

/// There is more of something in a run than numbers of 32 bits tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error(
    "there are too many {0}: at most 4,294,967,295 can be told apart; cut the corpus into parts"
)]
pub struct TooMany(pub &'static str);

/// The number of the next of `what` where there are `known` already.
///
/// # Errors
/// Where no number is left. The last that 32 bits hold is kept free: it marks the lack of a word.
pub(crate) fn next_number(known: usize, what: &'static str) -> Result<u32, TooMany> {
    u32::try_from(known).ok().filter(|number| *number < u32::MAX).ok_or(TooMany(what))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_end_before_the_mark_for_no_word() {
        assert_eq!(next_number(0, "words"), Ok(0));
        assert_eq!(next_number(u32::MAX as usize - 1, "words"), Ok(u32::MAX - 1));
        assert_eq!(next_number(u32::MAX as usize, "words"), Err(TooMany("words")));
        assert_eq!(next_number(u32::MAX as usize + 1, "words"), Err(TooMany("words")));
    }
}
