//! The trie of phrases over atoms: built node by node, then laid out flat, since a walk that leaves
//! the cache costs more than all else that a walk does.

use super::atom::AtomId;
use super::overlap::Terminal;
use super::pattern::TokenJoin;
use hashbrown::HashMap;

/// A node of the trie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct NodeId(u32);

/// A step onward.
#[derive(Clone, Copy, Debug)]
struct TrieStep {
    /// The atom that the next word must satisfy.
    atom: AtomId,
    /// What must stand before it: a place in `joins`.
    join: u32,
    to: NodeId,
}

/// Where a node's parts stand in the flat lists: each part ends where the next node's begins.
#[derive(Clone, Copy, Debug, Default)]
struct TrieNode {
    terminals: u32,
    any: u32,
    steps: u32,
}

/// The finished trie.
#[derive(Debug, Default)]
pub(super) struct Trie {
    /// One more than there are nodes.
    nodes: Vec<TrieNode>,
    terminals: Vec<Terminal>,
    /// Steps onward onto any word.
    any: Vec<(u32, NodeId)>,
    /// Steps onward onto a word that satisfies an atom, sorted by atom within each node.
    steps: Vec<TrieStep>,
    joins: Vec<TokenJoin>,
}

impl Trie {
    fn range<T>(
        &self,
        list: &'_ [T],
        node: NodeId,
        part: impl Fn(&TrieNode) -> u32,
    ) -> std::ops::Range<usize> {
        let bound = |at: usize| self.nodes.get(at).map_or(list.len(), |node| part(node) as usize);
        bound(node.0 as usize)..bound(node.0 as usize + 1)
    }

    /// What ends at a node.
    pub(super) fn terminals(&self, node: NodeId) -> &[Terminal] {
        self.terminals
            .get(self.range(&self.terminals, node, |node| node.terminals))
            .unwrap_or_default()
    }

    /// Whether nothing goes on from a node.
    pub(super) fn is_leaf(&self, node: NodeId) -> bool {
        self.any(node).is_empty() && self.word_steps(node).is_empty()
    }

    /// Whether a node goes on onto any word.
    pub(super) fn takes_any(&self, node: NodeId) -> bool {
        !self.any(node).is_empty()
    }

    fn any(&self, node: NodeId) -> &[(u32, NodeId)] {
        self.any.get(self.range(&self.any, node, |node| node.any)).unwrap_or_default()
    }

    fn word_steps(&self, node: NodeId) -> &[TrieStep] {
        self.steps.get(self.range(&self.steps, node, |node| node.steps)).unwrap_or_default()
    }

    /// The steps onward onto any word.
    pub(super) fn any_steps(&self, node: NodeId) -> impl Iterator<Item = (&TokenJoin, NodeId)> {
        self.any(node).iter().filter_map(|(join, to)| Some((self.joins.get(*join as usize)?, *to)))
    }

    /// The steps onward onto a word that satisfies an atom.
    pub(super) fn steps(
        &self,
        node: NodeId,
        atom: AtomId,
    ) -> impl Iterator<Item = (&TokenJoin, NodeId)> {
        let steps = self.word_steps(node);
        let from = steps.partition_point(|step| step.atom < atom);
        let same =
            steps.get(from..).unwrap_or_default().iter().take_while(move |step| step.atom == atom);
        same.filter_map(|step| Some((self.joins.get(step.join as usize)?, step.to)))
    }
}

/// A trie under construction.
#[derive(Debug, Default)]
pub(super) struct TrieBuilder {
    terminals: Vec<Vec<Terminal>>,
    /// How many terminals there are.
    ends: usize,
    /// Steps by where they start, how they join and what they take; none is any word.
    edges: HashMap<(NodeId, u32, Option<AtomId>), NodeId>,
    /// The same in the order of their making.
    made: Vec<(NodeId, u32, Option<AtomId>, NodeId)>,
    joins: Vec<TokenJoin>,
    join_places: HashMap<TokenJoin, u32>,
}

impl TrieBuilder {
    /// A new node.
    pub(super) fn node(&mut self) -> NodeId {
        self.terminals.push(Vec::new());
        // Who builds the trie watches its `size`.
        NodeId(self.terminals.len() as u32 - 1)
    }

    /// How many nodes and terminals there are, which must be no more than `u32` can count.
    pub(super) fn size(&self) -> usize {
        self.terminals.len() + self.ends
    }

    /// The node that a step leads to, made where it is missing.
    pub(super) fn step(&mut self, from: NodeId, join: &TokenJoin, atom: Option<AtomId>) -> NodeId {
        let join = match self.join_places.get(join) {
            Some(&place) => place,
            None => {
                // Fewer than there are steps, each of which adds a node.
                let place = self.joins.len() as u32;
                self.joins.push(join.clone());
                self.join_places.insert(join.clone(), place);
                place
            }
        };
        if let Some(&known) = self.edges.get(&(from, join, atom)) {
            return known;
        }
        let to = self.node();
        self.edges.insert((from, join, atom), to);
        self.made.push((from, join, atom, to));
        to
    }

    /// Lets a terminal end at a node.
    pub(super) fn end(&mut self, node: NodeId, terminal: Terminal) {
        if let Some(terminals) = self.terminals.get_mut(node.0 as usize)
            && !terminals.contains(&terminal)
        {
            terminals.push(terminal);
            self.ends += 1;
        }
    }

    /// Lays the trie out.
    pub(super) fn finish(mut self) -> Trie {
        // By node, then by atom, then in the order of making.
        self.made.sort_by_key(|(from, _, atom, _)| (from.0, *atom));
        let mut trie = Trie { joins: self.joins, ..Trie::default() };
        // Each list has at most one item for each node or terminal.
        let bound = |n: usize| n as u32;
        let mut made = self.made.into_iter().peekable();
        for (at, terminals) in (0_u32..).zip(&self.terminals) {
            trie.nodes.push(TrieNode {
                terminals: bound(trie.terminals.len()),
                any: bound(trie.any.len()),
                steps: bound(trie.steps.len()),
            });
            trie.terminals.extend(terminals);
            while let Some((_, join, atom, to)) = made.next_if(|(from, ..)| from.0 == at) {
                match atom {
                    Some(atom) => trie.steps.push(TrieStep { atom, join, to }),
                    None => trie.any.push((join, to)),
                }
            }
        }
        trie.nodes.push(TrieNode {
            terminals: bound(trie.terminals.len()),
            any: bound(trie.any.len()),
            steps: bound(trie.steps.len()),
        });
        trie
    }
}
