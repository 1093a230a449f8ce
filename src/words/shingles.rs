//! Shingles: the runs of five words in a document, and a MinHash signature by which near copies
//! find each other.
//!
//! The signature is written here and not taken from a crate: those that are kept bring far more
//! than the hundred lines that are needed (`gaoya` 43 further packages, `lsh-rs` 64, `probminhash`
//! 127, and `datasketch-minhash-lsh` has not moved since its version 0.0.1), and none promises the
//! same hashes in its next version, on which the same bytes every time rest.

use super::phrases::NO_WORD;
use super::word_counts::WordCounts;

/// Words in a shingle.
pub const SHINGLE_WORDS: usize = 5;
/// A document of fewer tokens is too short to be told a copy: a caption or a headline is soon the
/// same as another.
pub const FEWEST_TOKENS: usize = 20;
/// Hash functions in a signature. The standard error of a similarity s estimated from it is
/// √(s(1−s)/128), at most .045.
pub const HASHES: usize = 128;

/// The least value of each hash function over a document's shingles (Broder 1997): two documents
/// agree in a place with the probability that is the Jaccard similarity of their shingles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature(Box<[u32]>);

impl Signature {
    /// The signature of a set of shingles.
    ///
    /// Each function is x ↦ (a·x + b) mod 2⁶⁴, the upper half, with a odd (Dietzfelbinger et al.
    /// 1997), on hashes that are mixed well.
    pub fn from_shingles(shingles: &[u64]) -> Self {
        let mut least = vec![u32::MAX; HASHES];
        for (number, least) in (0_u64..).zip(&mut least) {
            let (a, b) = (mix(2 * number + 1) | 1, mix(2 * number + 2));
            let of_shingle = |shingle: &u64| (shingle.wrapping_mul(a).wrapping_add(b) >> 32) as u32;
            *least = shingles.iter().map(of_shingle).min().unwrap_or(u32::MAX);
        }
        Self(least.into())
    }

    /// Four bytes for each hash function, the lowest first.
    pub fn to_bytes(&self) -> Box<[u8]> {
        self.0.iter().flat_map(|value| value.to_le_bytes()).collect()
    }

    /// The signature that [`to_bytes`](Self::to_bytes) made bytes of; none where bytes are missing.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let values: Box<[u32]> =
            bytes.as_chunks::<4>().0.iter().map(|value| u32::from_le_bytes(*value)).collect();
        (values.len() == HASHES).then_some(Self(values))
    }

    /// The share of places in which two signatures agree: an estimate of the [similarity](jaccard)
    /// without bias, 0 to 1.
    pub fn similarity(&self, other: &Self) -> f64 {
        let alike = self.0.iter().zip(&other.0).filter(|(one, other)| one == other).count();
        alike as f64 / HASHES as f64
    }

    /// One number for each band of `rows` hash functions. Documents that agree in a band are worth
    /// a closer look.
    pub fn bands(&self, rows: usize) -> impl Iterator<Item = u64> + '_ {
        self.0
            .chunks_exact(rows.max(1))
            .map(|band| band.iter().fold(0, |hash, &value| mix(hash ^ u64::from(value))))
    }
}

/// The Jaccard similarity of two sets of shingles, each sorted and without doubles: the share of
/// those in either that are in both, 0 to 1; 0 where both are empty.
///
/// ```
/// use framescope::words::jaccard;
///
/// assert_eq!(jaccard(&[1, 2, 3, 4], &[2, 3, 4, 5]), 0.6);
/// assert_eq!(jaccard(&[], &[]), 0.0);
/// ```
pub fn jaccard(one: &[u64], other: &[u64]) -> f64 {
    let (mut rest, mut both) = (other, 0_usize);
    for shingle in one {
        while let Some((first, tail)) = rest.split_first()
            && first < shingle
        {
            rest = tail;
        }
        both += usize::from(rest.first() == Some(shingle));
    }
    let either = one.len() + other.len() - both;
    if either == 0 { 0.0 } else { both as f64 / either as f64 }
}

/// The hashes of the shingles of a text, sorted and without doubles, given its types and the types
/// of its tokens in order, by number. Types are [normalized](crate::text::Normalized), so case,
/// quotation marks and punctuation make no difference.
///
/// ```
/// use framescope::words::{jaccard, shingles_of_types};
///
/// let words: Vec<String> = (1..=24).map(|n| format!("w{n}")).collect();
/// let types: Vec<&str> = words.iter().map(String::as_str).collect();
/// let whole = shingles_of_types(&types, &Vec::from_iter(0..24));
/// let cut = shingles_of_types(&types, &Vec::from_iter(4..24));
/// assert_eq!((whole.len(), cut.len()), (20, 16));
/// assert_eq!(jaccard(&whole, &cut), 0.8);
/// ```
pub fn shingles_of_types(types: &[&str], tokens: &[u32]) -> Vec<u64> {
    let hashes: Vec<u64> = types.iter().map(|word| word_hash(word)).collect();
    let mut shingles = runs(&hashes, tokens);
    shingles.sort_unstable();
    shingles.dedup();
    shingles
}

/// The hash of each run of five tokens, in order.
fn runs(hashes: &[u64], tokens: &[u32]) -> Vec<u64> {
    let words: Vec<u64> =
        tokens.iter().map(|&token| hashes.get(token as usize).copied().unwrap_or(0)).collect();
    let of_run = |run: &[u64]| run.iter().fold(0, |hash, &word| mix(hash ^ word));
    words.windows(SHINGLE_WORDS).map(of_run).collect()
}

/// Makes the signature of one document after another.
#[derive(Debug, Default)]
pub struct SignatureMaker {
    hashes: Vec<u64>,
}

impl SignatureMaker {
    /// The signature of a document whose words were counted in order; none for one of fewer than
    /// [`FEWEST_TOKENS`] tokens.
    pub fn signature(&mut self, words: &WordCounts) -> Option<Signature> {
        let tokens: Vec<u32> =
            words.sequence.iter().copied().filter(|token| *token != NO_WORD).collect();
        if tokens.len() < FEWEST_TOKENS {
            return None;
        }
        self.hashes.clear();
        self.hashes.extend(words.types.iter().map(|word| word_hash(word)));
        // The least value of each function is the same with doubles and without.
        Some(Signature::from_shingles(&runs(&self.hashes, &tokens)))
    }
}

/// FNV-1a of a word's bytes, then mixed. The standard library's hashes may change from version to
/// version.
fn word_hash(word: &str) -> u64 {
    mix(word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    }))
}

/// The finalizer of splitmix64 (Steele, Lea & Flood 2014): each bit of the input moves half the
/// bits of the output.
fn mix(x: u64) -> u64 {
    let x = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Normalized, tokenize};
    use proptest::prelude::*;

    fn set(numbers: std::ops::Range<u64>) -> Vec<u64> {
        let mut set: Vec<u64> = numbers.map(mix).collect();
        set.sort_unstable();
        set
    }

    #[test]
    fn estimates_are_those_of_the_first_day() {
        // Golden numbers: a change of hashes would change the tables of everyone.
        let places = |other: Vec<u64>| {
            Signature::from_shingles(&set(0..1000)).similarity(&Signature::from_shingles(&other))
                * HASHES as f64
        };
        let estimates =
            [set(0..1000), set(100..1000), set(100..1100), set(500..1500), set(1000..2000)]
                .map(places);
        assert_eq!(estimates, [128.0, 111.0, 102.0, 39.0, 0.0]);
        assert_eq!(word_hash("militia"), 1_805_751_404_169_035_283);
    }

    #[test]
    fn estimates_have_no_bias_and_the_error_that_is_stated() {
        for (shared, similarity) in [(889_u64, 889.0 / 1111.0), (667, 667.0 / 1333.0)] {
            let trials = 100_u64;
            let mut errors = Vec::new();
            for trial in 0..trials {
                let start = trial * 10_000;
                let (one, other) =
                    (set(start..start + 1000), set(start + 1000 - shared..start + 2000 - shared));
                assert!((jaccard(&one, &other) - similarity).abs() < 1e-12);
                errors.push(
                    Signature::from_shingles(&one).similarity(&Signature::from_shingles(&other))
                        - similarity,
                );
            }
            let mean = errors.iter().sum::<f64>() / trials as f64;
            let spread =
                (errors.iter().map(|error| error * error).sum::<f64>() / trials as f64).sqrt();
            let stated = (similarity * (1.0 - similarity) / HASHES as f64).sqrt();
            assert!(mean.abs() < 3.0 * stated / 10.0, "{mean}");
            assert!((spread / stated - 1.0).abs() < 0.25, "{spread} {stated}");
        }
    }

    #[test]
    fn the_spelling_of_a_house_makes_no_copy_another() {
        let text = "The army’s 3rd brigade said on Monday that it had entered Halmeret, a city of \
            90,000, after 151 days of shelling and “heavy” street-fighting.";
        let other = text.replace('’', "'").replace(['“', '”'], "\"").to_uppercase();
        let mut tokens = Vec::new();
        let mut shingles = |text: &str| {
            tokenize(text, &mut tokens);
            let words: Vec<String> = tokens
                .iter()
                .map(|token| {
                    let mut form = Normalized::default();
                    form.set(token.span.slice(text));
                    form.plain
                })
                .collect();
            let types: Vec<&str> = words.iter().map(String::as_str).collect();
            shingles_of_types(&types, &Vec::from_iter((0..).take(types.len())))
        };
        assert_eq!(jaccard(&shingles(text), &shingles(&other)), 1.0);
    }

    proptest! {
        #[test]
        fn similarity_is_the_same_either_way_and_between_0_and_1(
            one in proptest::collection::btree_set(0_u64..60, 0..40),
            other in proptest::collection::btree_set(0_u64..60, 0..40),
        ) {
            let a: Vec<u64> = one.iter().copied().collect();
            let b: Vec<u64> = other.iter().copied().collect();
            let either = one.union(&other).count();
            let both = one.intersection(&other).count();
            let expected = if either == 0 { 0.0 } else { both as f64 / either as f64 };
            prop_assert_eq!(jaccard(&a, &b), expected);
            prop_assert_eq!(jaccard(&b, &a), expected);
            let (a, b) = (Signature::from_shingles(&a), Signature::from_shingles(&b));
            let similarity = a.similarity(&b);
            prop_assert!((0.0..=1.0).contains(&similarity) && similarity == b.similarity(&a));
        }
    }
}
