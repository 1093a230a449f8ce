//! What a lexicon is: categories of entries, read and checked, with the place of each in its file.

use super::cue::CueRole;
use super::import::ImportReport;
use super::measures::Measures;
use super::pattern::{MatchMode, Pattern, PatternError};

/// What a lexicon is for. The tables of its file decide: `[category.…]`,
/// `[referent.…]`, `[actor.…]` or `[cue.…]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LexiconKind {
    /// Categories of loaded terms; these span the framing vector.
    Framing,
    /// Referents with the variants among which an outlet chooses; a category is `referent.variant`.
    Naming,
    /// Parties with their aliases; they name speakers and targets and are counted only on request.
    Actors,
    /// Words that tell voice, negation and hedging; never counted. A category is `cue.role`.
    Cues,
}

/// What the terms of a framing lexicon stand for, which decides whom a match is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AppliesTo {
    /// Parties: a term labels somebody (“militia”).
    #[default]
    Actors,
    /// Actions: somebody does it to somebody (“invasion”).
    Actions,
}

impl LexiconKind {
    /// The word that tables and messages use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Framing => "framing",
            Self::Naming => "naming",
            Self::Actors => "actors",
            Self::Cues => "cues",
        }
    }

    /// What a lexicon of this kind may state that it measures. Only referents have names to choose
    /// among; lists of actors and cues measure nothing by themselves.
    pub fn may_measure(self) -> &'static [Measures] {
        match self {
            Self::Framing => {
                &[Measures::Label, Measures::Action, Measures::Evaluation, Measures::Topic]
            }
            Self::Naming => &[Measures::Naming],
            Self::Actors | Self::Cues => &[],
        }
    }
}

/// Which of several matches that overlap stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Overlap {
    /// The longest in the lexicon: a match inside longer ones falls, whatever their categories
    /// (quanteda's `nested_scope = "dictionary"`).
    #[default]
    Lexicon,
    /// The longest in each category: categories do not see each other (quanteda's `nested_scope =
    /// "key"`).
    Category,
    /// All, save those that an exception displaces.
    All,
}

impl Overlap {
    /// All policies.
    pub const ALL: [Self; 3] = [Self::Lexicon, Self::Category, Self::All];

    /// The words by which a lexicon asks for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Lexicon => "longest in lexicon",
            Self::Category => "longest in category",
            Self::All => "all",
        }
    }
}

/// How far a neighbour may stand from a match.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Within {
    /// In the match's sentence.
    #[default]
    Sentence,
    /// So many tokens away at the most, to either side; 1 is next to it. Sentences are not looked
    /// at.
    Tokens(u32),
}

/// What must, or must not, stand near a match for it to count.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Condition {
    /// One of these must; none asks nothing.
    pub near: Vec<Neighbour>,
    /// None of these may.
    pub not_near: Vec<Neighbour>,
    /// How far is near.
    pub within: Within,
}

/// A word or phrase that a condition looks for; it may not overlap the match itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Neighbour {
    /// The pattern as its author wrote it: a glob, whatever its case.
    pub term: String,
    /// The same, compiled.
    pub pattern: Pattern,
}

/// A place in a file, counted from 1; columns in characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line.
    pub line: u32,
    /// Column.
    pub column: u32,
}

/// One pattern of a category.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The pattern as its author wrote it; the `entry` column of tables.
    pub term: String,
    /// How it is compared.
    pub mode: MatchMode,
    /// Whether upper and lower case are told apart.
    pub case: bool,
    /// What one match adds to `weighted`; 1 unless said otherwise.
    pub weight: f64,
    /// The author's remark on sense and false hits.
    pub note: Option<String>,
    /// What must or must not stand near a match.
    pub condition: Option<Box<Condition>>,
    /// Where it stands in its file.
    pub position: Position,
    /// The term, compiled.
    pub pattern: Pattern,
}

/// What may be said of an entry besides its term.
#[derive(Clone, Debug, PartialEq)]
pub struct EntryOptions {
    /// How the term is compared.
    pub mode: MatchMode,
    /// Whether upper and lower case are told apart.
    pub case: bool,
    /// What one match adds to `weighted`.
    pub weight: f64,
    /// The author's remark.
    pub note: Option<String>,
    /// What must or must not stand near a match.
    pub condition: Option<Condition>,
}

impl Default for EntryOptions {
    fn default() -> Self {
        Self { mode: MatchMode::Glob, case: false, weight: 1.0, note: None, condition: None }
    }
}

impl Entry {
    /// An entry of a lexicon in `language` (ISO 639-1).
    ///
    /// # Errors
    /// [`PatternError`] where the term makes no pattern.
    pub fn parse(
        term: &str,
        options: EntryOptions,
        position: Position,
        language: &str,
    ) -> Result<Self, PatternError> {
        let EntryOptions { mode, case, weight, note, condition } = options;
        let pattern = Pattern::parse(term, mode, case, language)?;
        Ok(Self {
            term: term.to_owned(),
            mode,
            case,
            weight,
            note,
            condition: condition.map(Box::new),
            position,
            pattern,
        })
    }
}

impl Neighbour {
    /// A neighbour that a condition of a lexicon in `language` looks for.
    ///
    /// # Errors
    /// [`PatternError`] where the term makes no pattern.
    pub fn parse(term: &str, language: &str) -> Result<Self, PatternError> {
        Ok(Self {
            term: term.to_owned(),
            pattern: Pattern::parse(term, MatchMode::Glob, false, language)?,
        })
    }
}

/// A named list of entries.
#[derive(Clone, Debug, PartialEq)]
pub struct Category {
    /// The name in tables; `referent.variant` in a naming lexicon, `cue.role` in a cue lexicon,
    /// `parent.child` where categories of a framing lexicon are nested. A parent stands before its
    /// children, with entries of its own or without.
    pub name: String,
    /// What readers of a report read for it, where the file states one: an actor's name, the title
    /// of a category or of a variant. [`Category::title_in`] has it in any case.
    pub title: Option<String>,
    /// The title of the referent that a variant belongs to, where the file states one.
    pub referent_title: Option<String>,
    /// What its terms do to the words round them, in a cue lexicon.
    pub role: Option<CueRole>,
    /// What it measures.
    pub description: String,
    /// Its entries in the order of the file.
    pub entries: Vec<Entry>,
    /// Where it stands in its file.
    pub position: Position,
}

/// Two categories as the poles of a scale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Axis {
    /// Its name.
    pub name: String,
    /// The category at the positive pole.
    pub positive: String,
    /// The category at the negative pole.
    pub negative: String,
}

/// A lexicon, read and checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Lexicon {
    /// Its name; the `lexicon` column of tables.
    pub name: String,
    /// What it is for.
    pub kind: LexiconKind,
    /// What its terms stand for.
    pub applies_to: AppliesTo,
    /// What its categories measure, where the file says so. [`Lexicon::measured`] has it in any
    /// case.
    pub measures: Option<Measures>,
    /// Which of overlapping matches stand.
    pub overlap: Overlap,
    /// ISO 639-1 code of its language: the stemmer that its terms use.
    pub language: String,
    /// Whether its file states the language. If so, it counts nothing in documents that are in
    /// another language.
    pub states_language: bool,
    /// Its version.
    pub version: String,
    /// SPDX expression of its licence.
    pub license: String,
    /// What it measures.
    pub description: String,
    /// Its categories in the order of the file.
    pub categories: Vec<Category>,
    /// Patterns that match nothing but keep shorter entries of this lexicon from matching inside
    /// them.
    pub exceptions: Vec<Entry>,
    /// Proper names that do the same where they are written as names: as they stand here, or in
    /// capitals throughout.
    pub names: Vec<Entry>,
    /// Its axes.
    pub axes: Vec<Axis>,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    /// How its file was read.
    pub import: ImportReport,
}

impl Lexicon {
    /// What its categories measure: what it states, or else what follows from its kind. None for
    /// cues, which are never counted.
    ///
    /// A naming lexicon measures naming, and so does a list of actors where it is counted. A
    /// framing lexicon of deeds measures actions. Any other that states nothing is taken for
    /// evaluation, so that it is listed with chosen words and not with topics.
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

    /// The number of entries in all categories.
    pub fn entries(&self) -> usize {
        self.categories.iter().map(|category| category.entries.len()).sum()
    }

    /// The lexicon that finds whatever its author has written down, counted or not: without
    /// conditions, in any case, all that overlap, exceptions and names for entries too.
    pub fn unconditional(&self) -> Self {
        let bare = |entry: &Entry| Entry {
            condition: None,
            case: false,
            pattern: Pattern::parse(&entry.term, entry.mode, false, &self.language)
                .unwrap_or_else(|_| entry.pattern.clone()),
            ..entry.clone()
        };
        let mut categories = self.categories.clone();
        categories
            .iter_mut()
            .for_each(|category| category.entries = category.entries.iter().map(bare).collect());
        if let Some(first) = categories.first_mut() {
            first.entries.extend(self.exceptions.iter().chain(&self.names).map(bare));
        }
        // Names share no word, while matches of a framing lexicon may.
        let (kind, overlap) = (LexiconKind::Framing, Overlap::All);
        Self {
            kind,
            overlap,
            categories,
            exceptions: Vec::new(),
            names: Vec::new(),
            ..self.clone()
        }
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
}
