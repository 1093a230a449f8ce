//! Conditions compiled: whether what an entry wants near a match, or does not want, stands there.

use super::model::Within;
use super::overlap::{SpanCandidate, Terminal};
use super::tokens::Tokens;

/// The condition of an entry, its neighbours numbered as lists of a matcher.
#[derive(Clone, Copy, Debug)]
pub(super) struct CompiledCondition {
    /// One of this list must come near.
    pub(super) near: Option<u32>,
    /// None of this list may.
    pub(super) not_near: Option<u32>,
    pub(super) within: Within,
}

impl CompiledCondition {
    /// Whether the condition holds for `candidate`, given all `neighbours` found in the text.
    pub(super) fn holds(
        &self,
        candidate: &SpanCandidate,
        neighbours: &Neighbours,
        tokens: &impl Tokens,
    ) -> bool {
        let stands_near = |list: u32| {
            neighbours.in_list(list).any(|neighbour| self.is_near(candidate, neighbour, tokens))
        };
        self.near.is_none_or(stands_near) && !self.not_near.is_some_and(stands_near)
    }

    fn is_near(
        &self,
        candidate: &SpanCandidate,
        neighbour: &NeighbourSpan,
        tokens: &impl Tokens,
    ) -> bool {
        // From the last word of the first to the first word of the second; one that overlaps the
        // match is part of it.
        let (left, right) = if neighbour.end <= candidate.first {
            (neighbour.end - 1, candidate.first)
        } else if candidate.end <= neighbour.first {
            (candidate.end - 1, neighbour.first)
        } else {
            return false;
        };
        match self.within {
            Within::Tokens(most) => right - left <= most,
            Within::Sentence => tokens.same_sentence(left as usize, right as usize),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct NeighbourSpan {
    list: u32,
    first: u32,
    end: u32,
}

/// The neighbours found in a text, by list.
#[derive(Debug, Default)]
pub(super) struct Neighbours {
    spans: Vec<NeighbourSpan>,
}

impl Neighbours {
    /// Takes the neighbours out of `candidates`.
    pub(super) fn gather(&mut self, candidates: &mut Vec<SpanCandidate>) {
        self.spans.clear();
        candidates.retain(|candidate| match candidate.terminal {
            Terminal::Neighbour(list) => {
                self.spans.push(NeighbourSpan { list, first: candidate.first, end: candidate.end });
                false
            }
            Terminal::Entry(_) | Terminal::Exception(_) => true,
        });
        self.spans.sort_unstable();
    }

    fn in_list(&self, list: u32) -> impl Iterator<Item = &NeighbourSpan> {
        let from = self.spans.partition_point(|span| span.list < list);
        self.spans.get(from..).unwrap_or_default().iter().take_while(move |span| span.list == list)
    }
}
