//! What a lexicon measures, which decides where its figures stand in a report.

use super::model::{AppliesTo, Lexicon, LexiconKind};

/// What the categories of a counted lexicon measure. Tables keep the first four, which are choices
/// of words, apart from the last, which is what an article is about.
///
/// Values are ordered as tables and reports show them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measures {
    /// What a party, a tie or a place is called: “regime”, “proxy”, “occupied”.
    Label,
    /// What a deed is called, and whether anybody does it: “invasion”, “was killed”.
    Action,
    /// Which name is chosen for one and the same thing: “estate tax” or “death tax”.
    Naming,
    /// What is thought of somebody or something, and how surely: “evil”, “must”, “perhaps”.
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

    /// Those that a lexicon of this kind may state. Only referents have names to choose among;
    /// lists of actors and cues measure nothing by themselves.
    pub fn of_kind(kind: LexiconKind) -> &'static [Self] {
        match kind {
            LexiconKind::Framing => &[Self::Label, Self::Action, Self::Evaluation, Self::Topic],
            LexiconKind::Naming => &[Self::Naming],
            LexiconKind::Actors | LexiconKind::Cues => &[],
        }
    }
}

impl Lexicon {
    /// What its categories measure: what it states, or else what follows from its kind. None for
    /// cues, which are never counted.
    ///
    /// A naming lexicon measures naming, and so does a list of actors where it is counted. A
    /// framing lexicon of deeds measures actions. Any other that states nothing is taken for
    /// evaluation, so that it stands beside words that were chosen and not among topics.
    ///
    /// ```
    /// use framescope::lexicon::{Measures, read_toml};
    ///
    /// let source = "name = \"deeds\"\napplies_to = \"actions\"\n[category.a]\nterms = [\"raid\"]";
    /// let lexicon = read_toml("deeds.toml", source.as_bytes())?;
    /// assert_eq!((lexicon.measures, lexicon.measured()), (None, Some(Measures::Action)));
    /// # Ok::<(), framescope::lexicon::LexiconError>(())
    /// ```
    pub fn measured(&self) -> Option<Measures> {
        let implied = match (self.kind, self.applies_to) {
            (LexiconKind::Cues, _) => return None,
            (LexiconKind::Naming | LexiconKind::Actors, _) => Measures::Naming,
            (LexiconKind::Framing, AppliesTo::Actions) => Measures::Action,
            (LexiconKind::Framing, AppliesTo::Actors) => Measures::Evaluation,
        };
        Some(self.measures.unwrap_or(implied))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::read_toml;

    #[test]
    fn a_lexicon_that_states_nothing_measures_what_its_kind_does() {
        for (body, expected) in [
            ("[category.a]\nterms = [\"x\"]", Some(Measures::Evaluation)),
            ("applies_to = \"actions\"\n[category.a]\nterms = [\"x\"]", Some(Measures::Action)),
            ("measures = \"topic\"\n[category.a]\nterms = [\"x\"]", Some(Measures::Topic)),
            ("[referent.a.variants]\nb = [\"x\"]", Some(Measures::Naming)),
            ("[actor.a]\nname = \"A\"\naliases = [\"x\"]", Some(Measures::Naming)),
            ("[cue.a.roles]\nnot = [\"x\"]", None),
        ] {
            let source = format!("name = \"t\"\n{body}");
            assert_eq!(read_toml("t.toml", source.as_bytes()).unwrap().measured(), expected);
        }
    }

    #[test]
    fn topics_come_last_and_labels_first() {
        assert!(Measures::ALL.is_sorted());
        assert_eq!((Measures::ALL[0], Measures::ALL[4]), (Measures::Label, Measures::Topic));
    }
}
