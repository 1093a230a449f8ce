//! What a lexicon measures, which decides where its figures appear in a report.

/// What the categories of a counted lexicon measure. Tables keep the first four, which are choices
/// of words, apart from the last, which is what an article is about.
///
/// Values are ordered as tables and reports show them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measures {
    /// What a party, a tie or a place is called: “regime”, “proxy”, “occupied”.
    Label,
    /// What a deed is called, and whether an agent is named: “invasion”, “was killed”.
    Action,
    /// Which name is chosen for one and the same thing: “estate tax” or “death tax”.
    Naming,
    /// How a person or thing is judged, and how certain the text is: “evil”, “must”, “perhaps”.
    Evaluation,
    /// What is spoken of, whatever the words for it: “unemployment”, “peace talks”. A topic is no
    /// framing, so it is kept apart from the other four.
    Topic,
}

impl Measures {
    /// All, in the order of tables.
    pub const ALL: [Self; 5] =
        [Self::Label, Self::Action, Self::Naming, Self::Evaluation, Self::Topic];

    /// The word that lexicons, tables and messages use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Label => "label",
            Self::Action => "action",
            Self::Naming => "naming",
            Self::Evaluation => "evaluation",
            Self::Topic => "topic",
        }
    }

    /// The one that a lexicon means by a word.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|measures| measures.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn topics_come_last_and_labels_first() {
        assert!(Measures::ALL.is_sorted());
        assert_eq!((Measures::ALL[0], Measures::ALL[4]), (Measures::Label, Measures::Topic));
    }
}
