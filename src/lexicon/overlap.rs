//! Overlaps: which of several matches on the same words stand. Lexicons do not see each other.

use super::index::{EntryId, EntryInfo};
use super::model::{LexiconKind, Overlap};

/// An entry found over tokens `first..end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EntrySpan {
    /// The first token.
    pub first: u32,
    /// One past the last token.
    pub end: u32,
    /// The entry.
    pub entry: EntryId,
}

/// What is at the end of a path through the trie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Terminal {
    Entry(EntryId),
    /// An exception of this lexicon.
    Exception(u16),
    /// A neighbour that conditions look for, by the number of its list.
    Neighbour(u32),
}

/// Something found before overlaps are settled.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SpanCandidate {
    pub lexicon: u16,
    pub first: u32,
    pub end: u32,
    pub terminal: Terminal,
}

/// How the overlaps of one lexicon are settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Policy {
    /// As its author asks.
    Asked(Overlap),
    /// No two matches share a word, save on the very same words: a word is part of one name or cue.
    Disjoint,
}

impl Policy {
    /// Categories of a framing lexicon may overlap; names and cues may not.
    pub(crate) fn new(kind: LexiconKind, overlap: Overlap) -> Self {
        match kind {
            LexiconKind::Framing => Self::Asked(overlap),
            LexiconKind::Naming | LexiconKind::Actors | LexiconKind::Cues => Self::Disjoint,
        }
    }
}

/// Settles overlaps among `candidates` and appends what is left to `found`, in the order of the
/// text. `policies` has one for each lexicon.
///
/// Longer candidates (in tokens) go first, of equally long ones the earlier, on the same words the
/// more literal; a category never counts a word twice. Over the whole lexicon a candidate falls
/// where longer ones cover all its words; one that they cover in part stands, as in quanteda's
/// `tokens_lookup`. An exception displaces the entries that it overlaps, save longer ones. `taken`
/// is memory to work in.
pub(crate) fn settle_overlaps(
    candidates: &mut [SpanCandidate],
    entries: &[EntryInfo],
    policies: &[Policy],
    taken: &mut Vec<Taken>,
    spans: &mut Vec<EntrySpan>,
) {
    // Longest first, then earliest; exceptions before entries, the most literal entry first.
    let rank = |candidate: &SpanCandidate| match candidate.terminal {
        Terminal::Exception(_) | Terminal::Neighbour(_) => (0, 0, 0),
        Terminal::Entry(id) => {
            let literal = entries.get(id.0 as usize).map_or(0, |entry| entry.literal_characters);
            (1, usize::MAX - literal, id.0)
        }
    };
    candidates.sort_unstable_by(|a, b| {
        a.lexicon.cmp(&b.lexicon).then(a.first.cmp(&b.first)).then(b.end.cmp(&a.end))
    });
    let begin = spans.len();
    let mut from = 0;
    while let Some(head) = candidates.get(from) {
        // A cluster: candidates of one lexicon that overlap in a chain.
        let (lexicon, mut reach, mut to) = (head.lexicon, head.end, from + 1);
        while let Some(next) =
            candidates.get(to).filter(|next| next.lexicon == lexicon && next.first < reach)
        {
            reach = reach.max(next.end);
            to += 1;
        }
        let Some(cluster) = candidates.get_mut(from..to) else { break };
        if let [SpanCandidate { first, end, terminal: Terminal::Entry(entry), .. }] = *cluster {
            spans.push(EntrySpan { first, end, entry });
        } else {
            cluster.sort_unstable_by(|a, b| {
                (b.end - b.first)
                    .cmp(&(a.end - a.first))
                    .then(a.first.cmp(&b.first))
                    .then_with(|| rank(a).cmp(&rank(b)))
            });
            let policy = policies.get(lexicon as usize).copied().unwrap_or(Policy::Disjoint);
            settle(cluster, entries, policy, taken, spans);
        }
        from = to;
    }
    if let Some(added) = spans.get_mut(begin..) {
        added.sort_unstable_by_key(|f| (f.first, f.end, f.entry));
    }
}

/// What has taken a token.
#[derive(Clone, Debug, Default)]
pub(crate) struct Taken {
    /// The length of the longest exception on it, in tokens.
    exception: u32,
    /// The category of the first entry on it, and those of others, of which there are rarely any.
    first: Option<u32>,
    others: Vec<u32>,
}

impl Taken {
    fn is_taken(&self) -> bool {
        self.first.is_some()
    }

    fn is_taken_by(&self, category: u32) -> bool {
        self.first == Some(category) || self.others.contains(&category)
    }

    fn take(&mut self, category: u32) {
        match self.first {
            None => self.first = Some(category),
            Some(_) => self.others.push(category),
        }
    }
}

fn settle(
    cluster: &[SpanCandidate],
    entries: &[EntryInfo],
    policy: Policy,
    taken: &mut Vec<Taken>,
    spans: &mut Vec<EntrySpan>,
) {
    let start = cluster.iter().map(|candidate| candidate.first).min().unwrap_or(0);
    let end = cluster.iter().map(|candidate| candidate.end).max().unwrap_or(start);
    taken.clear();
    taken.resize((end - start) as usize, Taken::default());
    for exception in
        cluster.iter().filter(|candidate| matches!(candidate.terminal, Terminal::Exception(_)))
    {
        let length = exception.end - exception.first;
        let range = (exception.first - start) as usize..(exception.end - start) as usize;
        for token in taken.get_mut(range).unwrap_or_default() {
            token.exception = token.exception.max(length);
        }
    }
    // Candidates on the very same words follow each other and do not cover one another.
    for same in cluster.chunk_by(|a, b| (a.first, a.end) == (b.first, b.end)) {
        let Some(head) = same.first() else { continue };
        let range = (head.first - start) as usize..(head.end - start) as usize;
        let tokens = taken.get_mut(range).unwrap_or_default();
        let covered = match policy {
            Policy::Asked(Overlap::Lexicon) => tokens.iter().all(Taken::is_taken),
            Policy::Asked(Overlap::Category | Overlap::All) => false,
            Policy::Disjoint => tokens.iter().any(Taken::is_taken),
        };
        let mut last = None;
        for candidate in same {
            let excepted =
                tokens.iter().any(|token| token.exception >= candidate.end - candidate.first);
            match candidate.terminal {
                Terminal::Entry(id) => {
                    let category =
                        entries.get(id.0 as usize).map_or(u32::MAX, |entry| entry.category.0);
                    let repeated = match policy {
                        Policy::Asked(Overlap::All) => last == Some(id),
                        _ => tokens.iter().any(|token| token.is_taken_by(category)),
                    };
                    last = Some(id);
                    if !excepted && !covered && !repeated {
                        tokens.iter_mut().for_each(|token| token.take(category));
                        spans.push(EntrySpan {
                            first: candidate.first,
                            end: candidate.end,
                            entry: id,
                        });
                    }
                }
                Terminal::Exception(_) | Terminal::Neighbour(_) => {}
            }
        }
    }
}
