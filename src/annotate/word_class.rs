//! Word classes: which words may make up a term, and which only hold a sentence together.

use super::rules::VoiceRules;
use super::traits::Traits;
use crate::lexicon::CueRole;
use crate::text::Normalized;

/// What a word may do in a term of several words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordClass {
    /// An open-class word: it may begin, end or be a term.
    Content,
    /// One in the form of the past: it may begin or be a term (armed group), but a phrase that it
    /// ends is a clause (rebels fled).
    Past,
    /// A preposition or coordinator: it may be inside a term (war on terror), not at its edge.
    Joining,
    /// A determiner, pronoun, auxiliary, adverb of the closed classes, number, or cue: it is part
    /// of no term.
    Closed,
}

/// Cues that the rules read as grammar: who says or thinks, what is denied or weakened. Words that
/// name or hold off (slammed, sham) may be loaded themselves.
const GRAMMAR: [CueRole; 11] = [
    CueRole::Speech,
    CueRole::Thought,
    CueRole::Source,
    CueRole::Not,
    CueRole::No,
    CueRole::Predicate,
    CueRole::Deny,
    CueRole::Adverb,
    CueRole::Adjective,
    CueRole::Modal,
    CueRole::Verb,
];

/// Words as light as the closed classes, which no rule of voice asks for.
const LIGHT: [&str; 81] = [
    "himself",
    "herself",
    "itself",
    "themselves",
    "ourselves",
    "myself",
    "yourself",
    "yourselves",
    "oneself",
    "us",
    "mine",
    "yours",
    "hers",
    "ours",
    "theirs",
    "there",
    "here",
    "other",
    "others",
    "own",
    "same",
    "else",
    "very",
    "much",
    "less",
    "least",
    "lot",
    "lots",
    "enough",
    "quite",
    "well",
    "way",
    "back",
    "away",
    "together",
    "ago",
    "something",
    "anything",
    "everything",
    "someone",
    "anyone",
    "everyone",
    "everybody",
    "somebody",
    "anybody",
    "thing",
    "things",
    "whatever",
    "whoever",
    "whichever",
    "wherever",
    "whenever",
    "next",
    "last",
    "either",
    "neither",
    "according",
    "because",
    "percent",
    "per",
    "cent",
    "mr",
    "mrs",
    "ms",
    "dr",
    "de",
    "al",
    "el",
    "don't",
    "only",
    "repeatedly",
    "merely",
    "simply",
    "including",
    "following",
    "concerning",
    "given",
    "etc",
    "ie",
    "eg",
    "vs",
];

/// Irregular forms of the past that are no participles, or that no rule of voice asks for.
const PASTS: [&str; 54] = [
    "ate", "became", "began", "bought", "broke", "came", "chose", "drew", "drove", "dug", "fell",
    "fed", "felt", "flew", "forgot", "froze", "gave", "got", "grew", "heard", "hid", "hung",
    "hurt", "kept", "laid", "lay", "left", "let", "lit", "met", "paid", "ran", "read", "rode",
    "rose", "sang", "sank", "sat", "saw", "set", "shook", "slept", "sold", "sought", "spent",
    "spoke", "stood", "swept", "taught", "threw", "took", "wept", "went", "wrote",
];

impl WordClass {
    /// Whether the closed classes of a language (ISO 639-1) are known; in others every word would
    /// be of an open class.
    pub fn knows(language: &str) -> bool {
        language == "en"
    }

    /// Whether a word, given as written and normalized, is a function word: a determiner, pronoun,
    /// auxiliary, preposition, conjunction or the like. Reporting verbs and numbers, which are in
    /// the class [`Closed`](Self::Closed), are not.
    pub fn is_function_word(surface: &str, form: &Normalized) -> bool {
        let traits = Traits::from_word(surface, form);
        let word = form.plain.as_str();
        let is_adverb = traits.has(Traits::ADVERB) && !word.ends_with("ly");
        let function = closed_class() | Traits::PREPOSITION | Traits::COORDINATOR;
        LIGHT.contains(&word) || is_adverb || traits.has(function)
    }

    /// The class of a word, given as written and normalized.
    ///
    /// ```
    /// use framescope::annotate::{VoiceRules, WordClass};
    /// use framescope::text::Normalized;
    ///
    /// let rules = VoiceRules::bundled("en")?;
    /// let mut form = Normalized::default();
    /// let mut class = |word: &str| {
    ///     form.set(word);
    ///     WordClass::from_word(word, &form, &rules)
    /// };
    /// let classes = ["regime", "occupied", "against"].map(&mut class);
    /// assert_eq!(classes, [WordClass::Content, WordClass::Past, WordClass::Joining]);
    /// assert_eq!(["they", "1,200", "said"].map(&mut class), [WordClass::Closed; 3]);
    /// # Ok::<(), framescope::lexicon::LexiconError>(())
    /// ```
    pub fn from_word(surface: &str, form: &Normalized, rules: &VoiceRules) -> Self {
        let word = form.plain.as_str();
        let traits = Traits::from_word(surface, form);
        let closed = closed_class() | Traits::NUMBER;
        // Every word in -ly has the trait of an adverb; only the listed ones are light.
        let is_adverb = traits.has(Traits::ADVERB) && !word.ends_with("ly");
        let is_letter = word.chars().filter(|c| c.is_alphabetic()).nth(1).is_none();
        if is_letter
            || word.contains(|c: char| c.is_ascii_digit() || c == '.')
            || LIGHT.contains(&word)
        {
            return Self::Closed;
        }
        if traits.has(closed) || is_adverb || rules.is_cue_word(form, &GRAMMAR) {
            return Self::Closed;
        }
        if traits.has(Traits::PREPOSITION | Traits::COORDINATOR) {
            Self::Joining
        } else if traits.has(Traits::PAST) || PASTS.contains(&word) {
            Self::Past
        } else {
            Self::Content
        }
    }
}

/// The traits of determiners, pronouns, auxiliaries, subordinators and the like.
fn closed_class() -> Traits {
    Traits::DETERMINER
        | Traits::PRONOUN
        | Traits::AUXILIARY
        | Traits::BUT
        | Traits::SUBORDINATOR
        | Traits::THAT
        | Traits::WH
        | Traits::CONTRACTED_NOT
        | Traits::FIRST_PERSON
}
