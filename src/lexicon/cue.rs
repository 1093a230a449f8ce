//! Cue roles: what a word does to the words round it. Cue lexicons list the words; `annotate` knows
//! the rules.

/// What a cue does. A cue lexicon gives the terms of each role under `[cue.NAME.roles]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CueRole {
    /// A verb of saying, whose clause may stand before, round or behind it (said, claimed).
    Speech,
    /// A verb of thought, whose clause stands behind it (believes, fears).
    Thought,
    /// A verb whose complement is said of its object (called, described, accused).
    Call,
    /// A noun with a clause or “of” (the claim that, allegations of).
    Noun,
    /// A phrase that names a source (according to).
    Source,
    /// A word before a label that holds it at arm's length (so-called).
    Before,
    /// A phrase that presents what follows as somebody's wording (what it calls, branded).
    Label,
    /// A noun that announces a word as a word (the term).
    Mention,
    /// A turn of phrase that means the contrary (quite the).
    Irony,
    /// An adverb of denial (not, no longer).
    Not,
    /// A determiner or preposition that denies its noun phrase (no, without).
    No,
    /// A phrase that denies what follows (far from).
    Predicate,
    /// A verb or noun that denies its clause or object (denied).
    Deny,
    /// A verb through which a denial or a hedge reaches its complement (is, called).
    Transparent,
    /// An adverb that weakens its clause (allegedly).
    Adverb,
    /// An adjective that weakens its noun (suspected).
    Adjective,
    /// A modal verb that weakens its clause (may).
    Modal,
    /// A verb phrase that weakens its clause (seems, is said to).
    Verb,
}

impl CueRole {
    /// All roles, in the order of their bits.
    pub const ALL: [Self; 18] = [
        Self::Speech,
        Self::Thought,
        Self::Call,
        Self::Noun,
        Self::Source,
        Self::Before,
        Self::Label,
        Self::Mention,
        Self::Irony,
        Self::Not,
        Self::No,
        Self::Predicate,
        Self::Deny,
        Self::Transparent,
        Self::Adverb,
        Self::Adjective,
        Self::Modal,
        Self::Verb,
    ];

    /// The key under which a lexicon lists the role.
    pub fn name(self) -> &'static str {
        match self {
            Self::Speech => "speech",
            Self::Thought => "thought",
            Self::Call => "call",
            Self::Noun => "noun",
            Self::Source => "source",
            Self::Before => "before",
            Self::Label => "label",
            Self::Mention => "mention",
            Self::Irony => "irony",
            Self::Not => "not",
            Self::No => "no",
            Self::Predicate => "predicate",
            Self::Deny => "deny",
            Self::Transparent => "transparent",
            Self::Adverb => "adverb",
            Self::Adjective => "adjective",
            Self::Modal => "modal",
            Self::Verb => "verb",
        }
    }

    /// The role of a key.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// Whether a cue of the role reports somebody's words or thoughts.
    pub fn reports(self) -> bool {
        matches!(self, Self::Speech | Self::Thought | Self::Call | Self::Noun | Self::Source)
    }

    /// One bit for each role.
    pub(crate) const fn bit(self) -> u32 {
        1 << self as u32
    }
}
