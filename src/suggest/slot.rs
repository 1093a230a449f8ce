//! Shared slots: terms that stand where known entries stand (“Iran-backed ___”, “___ in Damascus”).

use crate::lexicon::{CategoryId, EntryId};
use crate::words::{Slot, TooMany, next_number};
use hashbrown::HashMap;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The slots that known entries fill, and how often each entry does.
#[derive(Debug, Default)]
pub(super) struct KnownSlots {
    numbers: HashMap<Slot, u32>,
    slots: Vec<(Slot, Vec<(EntryId, u32)>)>,
}

/// A candidate in a slot of a known entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fill {
    /// The slot, by number.
    pub(super) slot: u32,
    /// How often the candidate stands there.
    pub(super) count: u32,
    /// The first document in which it does.
    pub(super) document: u32,
}

/// What speaks for a candidate by the slots that it shares with entries of a category.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SharedSlots {
    /// The signed root of the Poisson deviance of the slots shared, weighted, against those to be
    /// expected.
    pub evidence: f64,
    /// The most telling of them.
    pub slot: Slot,
    /// The entry that fills it most.
    pub like: EntryId,
    /// The entry's category.
    pub category: CategoryId,
    /// The first document in which the candidate fills it.
    pub document: u32,
}

/// A candidate shares at least so many slots with a category.
const LEAST: usize = 2;

impl KnownSlots {
    /// Counts an entry in a slot.
    pub(super) fn add(&mut self, slot: Slot, entry: EntryId) -> Result<(), TooMany> {
        let next = next_number(self.slots.len(), "places of known terms")?;
        let number = *self.numbers.entry(slot).or_insert(next);
        if number == next {
            self.slots.push((slot, Vec::new()));
        }
        let Some((_, entries)) = self.slots.get_mut(number as usize) else {
            return Ok(());
        };
        match entries.iter_mut().find(|(known, _)| *known == entry) {
            Some((_, count)) => *count += 1,
            None => entries.push((entry, 1)),
        }
        Ok(())
    }

    /// The number of a slot that a known entry fills.
    pub(super) fn number(&self, slot: &Slot) -> Option<u32> {
        self.numbers.get(slot).copied()
    }

    /// What speaks for each candidate, given the slots of known entries that it fills and how many
    /// slots it fills in all, repeats counted. `category` is that of an entry; `order` puts slots
    /// that tell alike in an order that the corpus gives them.
    ///
    /// A slot s filled by fₛ of the F candidates has the weight ln(F/fₛ), its inverse document
    /// frequency (Spärck Jones 1972) with candidates for documents; where entries of several
    /// categories fill it, each category has its share. Let kᵥ be the sum of these weights over the
    /// distinct slots that candidate v shares with a category, in units of the mean weight, and μᵥ
    /// what falls to v by chance: its share of all slots filled times Σk. The evidence is ±√(2(k
    /// ln(k/μ) − (k − μ))), the root of the Poisson deviance, positive where k > μ. Candidates that
    /// share fewer than two slots have none. That words alike stand in places alike is what
    /// distributional thesauri are made of (Harris 1954; Lin 1998).
    pub(super) fn shared<O: Ord>(
        &self,
        candidates: &[(&[Fill], u32)],
        category: impl Fn(EntryId) -> Option<CategoryId>,
        order: impl Fn(&Slot) -> O,
    ) -> Vec<Option<SharedSlots>> {
        let shares: Vec<Vec<(CategoryId, f64)>> =
            self.slots.iter().map(|(_, entries)| shares(entries, &category)).collect();
        let weights = Weights::new(candidates, self.slots.len());
        let counted: Vec<BTreeMap<CategoryId, (f64, usize)>> =
            candidates.iter().map(|(fills, _)| weights.sums(fills, &shares)).collect();
        let filled: f64 = candidates.iter().map(|(_, filled)| f64::from(*filled)).sum();
        let mut totals: BTreeMap<CategoryId, f64> = BTreeMap::new();
        counted
            .iter()
            .flatten()
            .for_each(|(category, (k, _))| *totals.entry(*category).or_default() += k);
        let found = candidates.iter().zip(&counted).map(|((fills, own), counts)| {
            let told = counts.iter().filter(|(_, (_, slots))| *slots >= LEAST);
            let told = told.map(|(category, (k, _))| {
                (deviance_root(*k, f64::from(*own) / filled * totals[category]), *category)
            });
            let (evidence, best) = told.reduce(|a, b| if b.0 > a.0 { b } else { a })?;
            let telling = fills.iter().filter(|fill| {
                shares[fill.slot as usize].iter().any(|(category, _)| *category == best)
            });
            let fill = telling.min_by_key(|fill| {
                let (slot, _) = &self.slots[fill.slot as usize];
                (weights.fillers[fill.slot as usize], Reverse(fill.count), order(slot))
            })?;
            let (slot, entries) = &self.slots[fill.slot as usize];
            let like = entries.iter().filter(|(entry, _)| category(*entry) == Some(best));
            let (like, _) = like.min_by_key(|(entry, count)| (Reverse(*count), *entry))?;
            Some(SharedSlots {
                evidence,
                slot: *slot,
                like: *like,
                category: best,
                document: fill.document,
            })
        });
        found.collect()
    }
}

/// How telling each slot is.
struct Weights {
    /// How many candidates fill it.
    fillers: Vec<u32>,
    candidates: f64,
    /// The mean weight over all pairs of a candidate and a slot that it fills.
    mean: f64,
}

impl Weights {
    fn new(candidates: &[(&[Fill], u32)], slots: usize) -> Self {
        let mut fillers = vec![0_u32; slots];
        candidates
            .iter()
            .flat_map(|(fills, _)| fills.iter())
            .for_each(|fill| fillers[fill.slot as usize] += 1);
        // By number of fillers, so that the sum does not depend on the order of slots.
        let mut alike: BTreeMap<u32, u32> = BTreeMap::new();
        fillers
            .iter()
            .filter(|fillers| **fillers > 0)
            .for_each(|fillers| *alike.entry(*fillers).or_default() += 1);
        let mut weights = Self { fillers, candidates: candidates.len() as f64, mean: 1.0 };
        let (pairs, sum) = alike.iter().fold((0.0, 0.0), |(pairs, sum), (&fillers, &slots)| {
            let alike = f64::from(fillers) * f64::from(slots);
            (pairs + alike, sum + alike * weights.weight(fillers))
        });
        if sum > 0.0 {
            weights.mean = sum / pairs;
        }
        weights
    }

    fn weight(&self, fillers: u32) -> f64 {
        (self.candidates / f64::from(fillers)).ln()
    }

    /// k and the number of slots that fills share with each category.
    fn sums(
        &self,
        fills: &[Fill],
        shares: &[Vec<(CategoryId, f64)>],
    ) -> BTreeMap<CategoryId, (f64, usize)> {
        let mut parts: Vec<(CategoryId, f64)> = Vec::new();
        for fill in fills {
            let weight = self.weight(self.fillers[fill.slot as usize]) / self.mean;
            parts.extend(
                shares[fill.slot as usize]
                    .iter()
                    .map(|(category, share)| (*category, share * weight)),
            );
        }
        parts.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let mut sums: BTreeMap<CategoryId, (f64, usize)> = BTreeMap::new();
        for (category, part) in parts {
            let sum = sums.entry(category).or_default();
            *sum = (sum.0 + part, sum.1 + 1);
        }
        sums
    }
}

/// The share of each category in the entries that fill a slot.
fn shares(
    entries: &[(EntryId, u32)],
    category: impl Fn(EntryId) -> Option<CategoryId>,
) -> Vec<(CategoryId, f64)> {
    let all: u32 = entries.iter().map(|(_, count)| count).sum();
    let mut counts: BTreeMap<CategoryId, u32> = BTreeMap::new();
    for (entry, count) in entries {
        if let Some(category) = category(*entry) {
            *counts.entry(category).or_default() += count;
        }
    }
    counts
        .into_iter()
        .map(|(category, count)| (category, f64::from(count) / f64::from(all.max(1))))
        .collect()
}

/// The signed root of the Poisson deviance of `count` where `expected` was to be expected.
fn deviance_root(count: f64, expected: f64) -> f64 {
    if count <= 0.0 || expected <= 0.0 {
        return 0.0;
    }
    let deviance = 2.0 * (count * (count / expected).ln() - (count - expected));
    deviance.max(0.0).sqrt().copysign(count - expected)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slot(number: u32) -> Slot {
        Slot { left: [u32::MAX, number], right: [u32::MAX; 2], hyphen: false }
    }

    #[test]
    fn a_candidate_is_like_the_entry_whose_slots_it_fills() {
        let mut known = KnownSlots::default();
        // Entry 1, of category 0, in slots 0 to 2; entry 2, of category 1, in slots 3 and 4.
        (0..3).for_each(|number| known.add(slot(number), EntryId(1)).unwrap());
        (3..5).for_each(|number| known.add(slot(number), EntryId(2)).unwrap());
        known.add(slot(4), EntryId(2)).unwrap();
        let fill = |slot| Fill { slot, count: 1, document: slot };
        let like: Vec<Fill> = [0, 1, 2].map(fill).into();
        let one: Vec<Fill> = vec![fill(4)];
        let candidates: Vec<(&[Fill], u32)> = vec![(&like, 3), (&one, 1), (&[], 40), (&one, 40)];
        let shared =
            known.shared(&candidates, |entry| Some(CategoryId(entry.0 - 1)), |slot| slot.left[1]);
        let found = shared[0].unwrap();
        assert_eq!(
            (found.like, found.category, found.slot, found.document),
            (EntryId(1), CategoryId(0), slot(0), 0)
        );
        assert!(shared[1..].iter().all(Option::is_none), "one slot may be chance: {shared:?}");
        // Weights: slots 0 to 2 ln 4, slot 4 ln 2 twice; mean (3 ln 4 + 2 ln 2)/5 = 8/5 ln 2. k =
        // 3·2/1.6 = 3.75, μ = 3/84·3.75.
        let (k, mu): (f64, f64) = (3.75, 3.0 / 84.0 * 3.75);
        assert!(
            (found.evidence - (2.0 * (k * (k / mu).ln() - (k - mu))).sqrt()).abs() < 1e-12,
            "{found:?}"
        );
    }

    #[test]
    fn chance_is_no_evidence() {
        assert!(
            deviance_root(2.0, 2.0).abs() < 1e-12
                && deviance_root(1.0, 3.0) < 0.0
                && deviance_root(0.0, 1.0) == 0.0
        );
    }
}
