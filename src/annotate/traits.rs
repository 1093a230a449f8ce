//! The traits of a word, as a set of bits: what the rules ask of it.

/// What is known of one surface form, as a set of bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Traits(pub(super) u64);

impl Traits {
    /// the, a, this, some …
    pub(super) const DETERMINER: Self = Self(1);
    /// the, this, his …: what follows is taken as known.
    pub(super) const DEFINITE: Self = Self(1 << 1);
    /// its, their …, and any word with a possessive ending.
    pub(super) const POSSESSIVE: Self = Self(1 << 2);
    /// he, they, it …
    pub(super) const PRONOUN: Self = Self(1 << 3);
    /// is, were, been …
    pub(super) const BE: Self = Self(1 << 4);
    /// has, had …
    pub(super) const HAVE: Self = Self(1 << 5);
    /// do, did …
    pub(super) const DO: Self = Self(1 << 6);
    /// will, could …
    pub(super) const MODAL: Self = Self(1 << 7);
    /// in, against …
    pub(super) const PREPOSITION: Self = Self(1 << 8);
    /// of
    pub(super) const OF: Self = Self(1 << 9);
    /// by
    pub(super) const BY: Self = Self(1 << 10);
    /// to
    pub(super) const TO: Self = Self(1 << 11);
    /// as
    pub(super) const AS: Self = Self(1 << 12);
    /// and, or
    pub(super) const COORDINATOR: Self = Self(1 << 13);
    /// but, yet
    pub(super) const BUT: Self = Self(1 << 14);
    /// because, while, if …
    pub(super) const SUBORDINATOR: Self = Self(1 << 15);
    /// that
    pub(super) const THAT: Self = Self(1 << 16);
    /// who, which, what …
    pub(super) const WH: Self = Self(1 << 17);
    /// also, later …, and words in -ly.
    pub(super) const ADVERB: Self = Self(1 << 18);
    /// Begins with a capital letter.
    pub(super) const CAPITAL: Self = Self(1 << 19);
    /// Begins with a digit, or is a number in words, a day or a month: no name.
    pub(super) const NUMBER: Self = Self(1 << 20);
    /// Ends in -ed or is an irregular participle.
    pub(super) const PAST: Self = Self(1 << 21);
    /// Ends in -ing.
    pub(super) const ING: Self = Self(1 << 22);
    /// Holds n't.
    pub(super) const CONTRACTED_NOT: Self = Self(1 << 23);
    /// A title before a name (Mr, President).
    pub(super) const TITLE: Self = Self(1 << 24);
    /// A demonym or adjective by its ending (Varskan, British).
    pub(super) const DEMONYM: Self = Self(1 << 25);
    /// An adjective by its ending or by list (recent, unconfirmed).
    pub(super) const ADJECTIVE: Self = Self(1 << 26);
    /// for
    pub(super) const FOR: Self = Self(1 << 27);
    /// A frequent word of English that few other languages share.
    pub(super) const ENGLISH: Self = Self(1 << 28);
    /// Has no lower-case letter and more than one letter.
    pub(super) const UPPER: Self = Self(1 << 29);

    /// A verb beside “be” that says what its subject is (became, remains, seems).
    pub(super) const EQUATES: Self = Self(1 << 30);
    /// A verb that says of an action that it was (happened, occurred).
    pub(super) const OCCURS: Self = Self(1 << 31);

    /// A verb whose object is the hearer (told).
    pub(super) const TELLS: Self = Self(1 << 32);
    /// A verb that takes its charge with “of” or “for” (accused).
    pub(super) const ACCUSES: Self = Self(1 << 33);
    /// I, we, you: outside quotation marks the author and the reader.
    pub(super) const FIRST_PERSON: Self = Self(1 << 34);
    /// the, a, this …: no part of a name.
    pub(super) const ARTICLE: Self = Self(1 << 35);

    /// In one of the lists of words about parties, so that most words need not be compared.
    pub(super) const LISTED: Self = Self(1 << 36);

    /// May begin a cue or an actor's name of several words.
    pub(super) const STARTS: Self = Self(1 << 61);
    /// May go on in a cue or an actor's name.
    pub(super) const FOLLOWS: Self = Self(1 << 62);
    /// A cue or an actor's name may begin with it whatever follows.
    pub(super) const BEGINS: Self = Self(1 << 63);

    /// Auxiliary verbs.
    pub(super) const AUXILIARY: Self = Self(Self::BE.0 | Self::HAVE.0 | Self::DO.0 | Self::MODAL.0);
    /// Words at which a noun phrase ends for sure.
    pub(super) const ENDS_PHRASE: Self =
        Self(Self::AUXILIARY.0 | Self::BUT.0 | Self::SUBORDINATOR.0 | Self::THAT.0 | Self::WH.0);

    /// Whether any of `others` is among these.
    pub(super) fn has(self, others: Self) -> bool {
        self.0 & others.0 != 0
    }

    pub(super) fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl std::ops::BitOr for Traits {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.with(other)
    }
}
