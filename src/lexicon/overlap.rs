//! Overlaps: within a lexicon the longest match wins; lexicons do not see each other.

use super::index::{EntryId, EntryInfo};

/// An entry found over tokens `first..end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// The first token.
    pub first: u32,
    /// One past the last token.
    pub end: u32,
    /// The entry.
    pub entry: EntryId,
}

/// What stands at the end of a path through the trie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Terminal {
    Entry(EntryId),
    /// An exception of this lexicon.
    Exception(u16),
}

/// Something found before overlaps are settled.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate {
    pub lexicon: u16,
    pub first: u32,
    pub end: u32,
    pub terminal: Terminal,
}

/// Settles overlaps among `candidates` and appends what is left to `found`, in the order of the text.
///
/// Within a lexicon a longer candidate (in tokens) displaces every shorter one that it overlaps; of two equally long ones
/// that overlap in part, the earlier. On the very same words each category keeps one entry, the most literal. An exception
/// displaces what it overlaps as an entry of its length would, and is itself left out.
pub(crate) fn keep_longest(candidates: &mut [Candidate], entries: &[EntryInfo], found: &mut Vec<Found>) {
    // Longest first, then earliest; exceptions before entries, the most literal entry first.
    let rank = |candidate: &Candidate| match candidate.terminal {
        Terminal::Exception(_) => (0, 0, 0),
        Terminal::Entry(id) => {
            let literal = entries.get(id.0 as usize).map_or(0, |entry| entry.literal_characters);
            (1, usize::MAX - literal, id.0)
        }
    };
    candidates.sort_unstable_by(|a, b| a.lexicon.cmp(&b.lexicon).then(a.first.cmp(&b.first)).then(b.end.cmp(&a.end)));
    let begin = found.len();
    let mut from = 0;
    while let Some(head) = candidates.get(from) {
        // A cluster: candidates of one lexicon that overlap in a chain.
        let (lexicon, mut reach, mut to) = (head.lexicon, head.end, from + 1);
        while let Some(next) = candidates.get(to).filter(|next| next.lexicon == lexicon && next.first < reach) {
            reach = reach.max(next.end);
            to += 1;
        }
        let Some(cluster) = candidates.get_mut(from..to) else { break };
        if let [Candidate { first, end, terminal: Terminal::Entry(entry), .. }] = *cluster {
            found.push(Found { first, end, entry });
        } else {
            cluster.sort_unstable_by(|a, b| {
                (b.end - b.first).cmp(&(a.end - a.first)).then(a.first.cmp(&b.first)).then_with(|| rank(a).cmp(&rank(b)))
            });
            settle(cluster, entries, found);
        }
        from = to;
    }
    if let Some(added) = found.get_mut(begin..) {
        added.sort_unstable_by_key(|f| (f.first, f.end, f.entry));
    }
}

fn settle(cluster: &[Candidate], entries: &[EntryInfo], found: &mut Vec<Found>) {
    let start = cluster.iter().map(|candidate| candidate.first).min().unwrap_or(0);
    let end = cluster.iter().map(|candidate| candidate.end).max().unwrap_or(start);
    // Which tokens are taken, and by which span; spans taken never overlap.
    let mut taken: Vec<Option<(u32, u32)>> = vec![None; (end - start) as usize];
    // The candidates taken on the span last taken: those on the same words follow each other.
    let mut same_span: Vec<Terminal> = Vec::new();
    for candidate in cluster {
        let span = (candidate.first, candidate.end);
        let range = (candidate.first - start) as usize..(candidate.end - start) as usize;
        let tokens = taken.get_mut(range).unwrap_or_default();
        let allowed = if tokens.first() == Some(&Some(span)) {
            // Each category keeps one entry on the same words, and an exception keeps all out.
            same_span.iter().all(|terminal| match (terminal, candidate.terminal) {
                (Terminal::Entry(a), Terminal::Entry(b)) => category(entries, a.0) != category(entries, b.0),
                _ => false,
            })
        } else {
            same_span.clear();
            tokens.iter().all(Option::is_none)
        };
        if allowed {
            tokens.fill(Some(span));
            same_span.push(candidate.terminal);
            if let Terminal::Entry(entry) = candidate.terminal {
                found.push(Found { first: candidate.first, end: candidate.end, entry });
            }
        }
    }
}

fn category(entries: &[EntryInfo], id: u32) -> Option<u32> {
    entries.get(id as usize).map(|entry| entry.category.0)
}
