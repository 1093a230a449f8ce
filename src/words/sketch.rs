//! How many documents hold a phrase, at the most: one pass over a corpus in bounded memory.

use crate::words::Phrase;

/// Counters, two in a byte; a power of two. A hundred million words hold some ten million phrases,
/// so few share a counter.
const COUNTERS: usize = 1 << 28;
/// A counter goes no further.
const FULL: u8 = 15;

/// Counts documents by phrase in a fixed table of hashed counters: a count–min sketch (Cormode &
/// Muthukrishnan 2005) of one row.
///
/// Phrases that share a counter are counted together, so a count may be too high and is never too
/// low: whoever keeps what the sketch lets through and counts it exactly loses nothing. Unlike
/// lossy counting (Manku & Motwani 2002), which drops what is rare so far, it does not depend on
/// the order of documents.
pub(crate) struct DocumentSketch {
    counters: Vec<u8>,
}

impl DocumentSketch {
    pub(crate) fn new() -> Self {
        // Zeroed by the system page by page, so that a small corpus takes little of it.
        Self { counters: vec![0; COUNTERS / 2] }
    }

    /// Counts a document; to be called once for each phrase in it.
    pub(crate) fn add(&mut self, phrase: Phrase) {
        let (byte, shift) = place(phrase);
        if let Some(pair) = self.counters.get_mut(byte)
            && *pair >> shift & FULL < FULL
        {
            *pair += 1 << shift;
        }
    }

    /// Whether as many as `documents` may hold the phrase; always so where they do.
    pub(crate) fn may_reach(&self, phrase: Phrase, documents: u64) -> bool {
        let (byte, shift) = place(phrase);
        let count = self.counters.get(byte).map_or(0, |pair| *pair >> shift & FULL);
        u64::from(count) >= documents.min(u64::from(FULL))
    }
}

/// The byte of a phrase's counter and how far up it stands in it.
fn place(phrase: Phrase) -> (usize, u8) {
    // splitmix64 (Steele, Lea & Flood 2014), word by word.
    let mix = |hash: u64, word: u32| {
        let mut z = (hash ^ u64::from(word)).wrapping_add(0x9E37_79B9_7F4A_7C15);
        z = (z ^ z >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ z >> 31
    };
    let at = phrase.words().iter().fold(0, |hash, &word| mix(hash, word)) as usize & (COUNTERS - 1);
    (at / 2, if at.is_multiple_of(2) { 0 } else { 4 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{Marks, Word};

    #[test]
    fn counts_are_never_too_low() {
        let mut sketch = DocumentSketch::new();
        let phrase = |id| Phrase::from_words(&[Word { id, marks: Marks::default() }]).unwrap();
        for id in 0..5000 {
            for _ in 0..id % 20 {
                sketch.add(phrase(id));
            }
        }
        assert!((0..5000).all(|id| sketch.may_reach(phrase(id), u64::from(id % 20))));
        let wrong = (0..5000)
            .filter(|&id| id % 20 < 14 && sketch.may_reach(phrase(id), u64::from(id % 20) + 1))
            .count();
        assert!(wrong < 5, "and seldom too high: {wrong}");
    }
}
