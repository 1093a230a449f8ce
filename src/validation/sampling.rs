//! A stratified random sample from a stream, the same whatever the order in which its members come.
//!
//! Each member has a priority that a seed and its own name give it; a stratum's sample is the
//! members of least priority. That is a simple random sample without replacement of each stratum
//! (bottom-k sampling with permanent random numbers, Ohlsson 1995). A corpus that grows keeps most
//! of its sample.

use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// A priority that looks random but depends on nothing but the seed and the parts: the first 16
/// bytes of a SHA-256.
pub fn priority(seed: u64, parts: &[&[u8]]) -> u128 {
    let mut hash = Sha256::new();
    hash.update(seed.to_le_bytes());
    for part in parts {
        // Each part behind its length, so that no two lists of parts read alike.
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hash.finalize().iter().take(16).fold(0, |number, byte| number << 8 | u128::from(*byte))
}

/// Deals `size` places over strata of the given sizes as evenly as they allow: small strata give
/// all, their remainder goes to the others, and places that cannot be dealt evenly go to the larger
/// strata, then to the earlier.
///
/// ```
/// use framescope::validation::allot;
///
/// assert_eq!(allot(&[100, 3, 50], 20), [9, 3, 8]);
/// assert_eq!(allot(&[2, 3], 20), [2, 3]);
/// ```
pub fn allot(populations: &[u64], size: u64) -> Vec<u64> {
    let level = level(populations.iter().copied(), size);
    let mut places: Vec<u64> = populations
        .iter()
        .map(|population| level.map_or(*population, |level| level.min(*population)))
        .collect();
    let mut left = size.saturating_sub(places.iter().sum());
    let mut order: Vec<(usize, u64)> = populations.iter().copied().enumerate().collect();
    order.sort_by_key(|(_, population)| std::cmp::Reverse(*population));
    for (at, population) in order {
        if let Some(place) = places.get_mut(at).filter(|place| left > 0 && **place < population) {
            *place += 1;
            left -= 1;
        }
    }
    places
}

/// The most members that every stratum can give alike without passing `size` in all; `None` where
/// all members fit.
fn level(populations: impl Iterator<Item = u64>, size: u64) -> Option<u64> {
    let mut ascending: Vec<u64> = populations.collect();
    ascending.sort_unstable();
    let mut left = size;
    let mut strata = ascending.len() as u64;
    for population in ascending {
        let even = left / strata.max(1);
        if population > even {
            return Some(even);
        }
        left -= population;
        strata -= 1;
    }
    None
}

/// Draws the sample. Holds about twice as many members as are asked for, however many are offered.
#[derive(Clone, Debug)]
pub struct StratifiedSample<S, T> {
    size: u64,
    strata: BTreeMap<S, ReservedUnits<T>>,
    held: u64,
}

#[derive(Clone, Debug)]
struct ReservedUnits<T> {
    population: u64,
    /// No sample takes more than so many of this stratum.
    most: u64,
    held: BTreeMap<u128, T>,
}

/// The sample of one stratum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn<S, T> {
    /// The stratum.
    pub stratum: S,
    /// How many members it has.
    pub population: u64,
    /// Those drawn, by priority.
    pub members: Vec<T>,
}

impl<S: Ord + Clone, T> StratifiedSample<S, T> {
    /// A sample of `size` members over all strata.
    pub fn new(size: u64) -> Self {
        Self { size, strata: BTreeMap::new(), held: 0 }
    }

    /// Offers a member of a stratum; `make` is called only where it may be drawn. Each member needs
    /// a priority of its own.
    pub fn offer(&mut self, stratum: &S, priority: u128, make: impl FnOnce() -> T) {
        if !self.strata.contains_key(stratum) {
            let fresh = ReservedUnits { population: 0, most: self.size, held: BTreeMap::new() };
            self.strata.insert(stratum.clone(), fresh);
        }
        let Some(found) = self.strata.get_mut(stratum) else { return };
        found.population += 1;
        let is_full = found.held.len() as u64 >= found.most;
        if is_full && found.held.last_key_value().is_none_or(|(last, _)| *last < priority) {
            return;
        }
        found.held.insert(priority, make());
        if is_full {
            found.held.pop_last();
        } else {
            self.held += 1;
        }
        if self.held > self.size.saturating_mul(2).saturating_add(2 * self.strata.len() as u64) {
            self.prune();
        }
    }

    /// Lets go of members that no longer can be drawn: strata only grow, so the even share only
    /// falls.
    fn prune(&mut self) {
        let Some(level) = level(self.strata.values().map(|stratum| stratum.population), self.size)
        else {
            return;
        };
        self.held = 0;
        for stratum in self.strata.values_mut() {
            // One above the even share, for a place that cannot be dealt evenly.
            stratum.most = level.saturating_add(1);
            while stratum.held.len() as u64 > stratum.most {
                stratum.held.pop_last();
            }
            self.held += stratum.held.len() as u64;
        }
    }

    /// The sample by stratum, those too that have no place in it.
    pub fn draw(self) -> Vec<Drawn<S, T>> {
        let populations: Vec<u64> =
            self.strata.values().map(|stratum| stratum.population).collect();
        let places = allot(&populations, self.size);
        let drawn = |((stratum, found), places): ((S, ReservedUnits<T>), u64)| Drawn {
            stratum,
            population: found.population,
            members: found
                .held
                .into_values()
                .take(usize::try_from(places).unwrap_or(usize::MAX))
                .collect(),
        };
        self.strata.into_iter().zip(places).map(drawn).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn priorities_are_those_of_the_hash() {
        // hashlib.sha256(struct.pack("<QQ", 7, 1) + b"a").digest()[:16]
        assert_eq!(priority(7, &[b"a"]), 0xD358_4A55_A654_FBD8_6CF9_7625_9E46_6E02);
        assert_ne!(priority(0, &[b"ab", b"c"]), priority(0, &[b"a", b"bc"]));
        assert_ne!(priority(0, &[b"a"]), priority(1, &[b"a"]));
    }

    #[test]
    fn every_member_of_a_stratum_is_as_likely_as_any_other() {
        let mut drawn = [0_u32; 20];
        for seed in 0..2000 {
            let mut sample = StratifiedSample::new(5);
            (0_u8..20)
                .for_each(|member| sample.offer(&(), priority(seed, &[&[member]]), || member));
            sample
                .draw()
                .iter()
                .flat_map(|stratum| &stratum.members)
                .for_each(|member| drawn[usize::from(*member)] += 1);
        }
        // 500 expected of each, with a standard deviation of 19.
        assert!(drawn.iter().all(|count| (420..=580).contains(count)), "{drawn:?}");
    }

    proptest! {
        #[test]
        fn places_are_dealt_evenly_and_none_is_wasted(
            populations in proptest::collection::vec(0_u64..40, 0..12), size in 0_u64..120,
        ) {
            let places = allot(&populations, size);
            prop_assert_eq!(places.iter().sum::<u64>(), size.min(populations.iter().sum()));
            for (place, population) in places.iter().zip(&populations) {
                prop_assert!(place <= population);
                if place < population {
                    prop_assert!(places.iter().all(|other| *other <= place + 1));
                }
            }
        }

        #[test]
        fn a_stream_in_any_order_gives_the_sample_of_the_whole(
            members in proptest::collection::vec(0_u8..6, 0..300),
            size in 0_u64..40,
            seed in 0_u64..50,
            turn in 0_usize..300,
        ) {
            let offer = |(at, stratum): (usize, &u8)| {
                (*stratum, priority(seed, &[&at.to_le_bytes()]))
            };
            let mut offered: Vec<(u8, u128)> = members.iter().enumerate().map(offer).collect();
            // The sample drawn with everything in hand.
            let mut whole: BTreeMap<u8, Vec<u128>> = BTreeMap::new();
            for (stratum, priority) in &offered {
                whole.entry(*stratum).or_default().push(*priority);
            }
            let populations: Vec<u64> = whole.values().map(|all| all.len() as u64).collect();
            let places = allot(&populations, size);
            for (all, places) in whole.values_mut().zip(places) {
                all.sort_unstable();
                all.truncate(places as usize);
            }
            for _ in 0..2 {
                let mut sample = StratifiedSample::new(size);
                for (stratum, priority) in &offered {
                    sample.offer(stratum, *priority, || *priority);
                    prop_assert!(sample.held <= 2 * size + 2 * 6 + 1);
                }
                let drawn = sample.draw().into_iter().map(|d| (d.stratum, d.members));
                let drawn: BTreeMap<u8, Vec<u128>> = drawn.collect();
                prop_assert_eq!(&drawn, &whole);
                let turn = turn.min(offered.len());
                offered.rotate_left(turn);
                offered.reverse();
            }
        }
    }
}
