//! Entries by what does not depend on a run: the hash of their lexicon, and their row in it.

use crate::lexicon::{EntryId, Lexicon, Matcher};
use std::collections::HashMap;

/// Finds entries of a run by lexicon hash and row, and the other way round.
#[derive(Debug)]
pub(crate) struct EntryTable {
    /// For each lexicon of the run its hash, and the number of its first entry.
    lexicons: Vec<(u64, u32)>,
    /// For each entry its lexicon.
    owners: Vec<u16>,
    firsts: HashMap<u64, u32>,
}

impl EntryTable {
    /// The entries of a matcher that was compiled from `lexicons`.
    pub(crate) fn new(lexicons: &[Lexicon], matcher: &Matcher) -> Self {
        let category = |entry: &EntryId| matcher.category(matcher.entry(*entry).category).lexicon;
        let entries = (0..).map(EntryId).take(matcher.entries().len());
        let owners: Vec<u16> = entries.map(|entry| category(&entry)).collect();
        let first = |lexicon: usize| {
            let place = owners.iter().position(|owner| usize::from(*owner) == lexicon);
            // A lexicon without entries is the owner of none, so its first is never asked for.
            place.and_then(|place| u32::try_from(place).ok()).unwrap_or_default()
        };
        let lexicons: Vec<(u64, u32)> = lexicons
            .iter()
            .enumerate()
            .map(|(at, lexicon)| (short_hash(lexicon), first(at)))
            .collect();
        let firsts = lexicons.iter().copied().collect();
        Self { lexicons, owners, firsts }
    }

    /// The hash of an entry's lexicon, and the entry's row in it.
    pub(crate) fn place(&self, entry: EntryId) -> (u64, u32) {
        let owner = self.owners.get(entry.0 as usize).map(|owner| usize::from(*owner));
        let (hash, first) =
            owner.and_then(|owner| self.lexicons.get(owner)).copied().unwrap_or_default();
        (hash, entry.0 - first)
    }

    /// The hash of each lexicon of the run.
    pub(crate) fn hashes(&self) -> impl Iterator<Item = u64> + '_ {
        self.lexicons.iter().map(|(hash, _)| *hash)
    }

    /// The entry in a row of a lexicon; none where the run does not count that lexicon.
    pub(crate) fn entry(&self, lexicon: u64, row: u32) -> Option<EntryId> {
        let first = self.firsts.get(&lexicon)?;
        let entry = first.checked_add(row)?;
        self.owners.get(entry as usize).map(|_| EntryId(entry))
    }
}

/// The first eight bytes of a lexicon's SHA-256, with its name mixed in: two lexicons of one run
/// may be the same file under two names.
fn short_hash(lexicon: &Lexicon) -> u64 {
    let head = lexicon.sha256.get(..16).and_then(|head| u64::from_str_radix(head, 16).ok());
    let name = lexicon.name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    head.unwrap_or_default() ^ name
}
