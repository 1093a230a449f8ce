//! What the rules of voice, negation, hedging, speaker and target read: cue lexicons and actors,
//! compiled once.

use crate::lexicon::{
    CategoryId, CueRole, EntryId, Lexicon, LexiconError, LexiconKind, Matcher, bundled_names, load,
};
use crate::text::Normalized;

/// Cue and actor lexicons of one language, compiled. Shared by all annotators of a run.
///
/// ```
/// use framescope::{Annotator, Voice, VoiceRules};
/// use framescope::lexicon::{Matcher, read_toml};
///
/// let lexicon = read_toml("t.toml", b"name = \"t\"\n[category.a]\nterms = [\"militia*\"]")?;
/// let matcher = Matcher::compile([&lexicon])?;
/// let rules = VoiceRules::bundled("en")?;
/// let mut annotator = Annotator::new(&matcher).with_rules(&rules);
/// let text = "Officials said that the militia had fled. The militia stayed.";
/// let annotation = annotator.annotate(text);
/// let voices: Vec<Voice> = annotation.matches.iter().map(|m| m.voice).collect();
/// assert_eq!(voices, [Voice::Reported, Voice::Own]);
/// # Ok::<(), framescope::lexicon::LexiconError>(())
/// ```
#[derive(Debug)]
pub struct VoiceRules {
    matcher: Matcher,
    /// What each entry serves as.
    services: Vec<Service>,
    language: String,
}

/// What an entry of the rules' lexicons serves as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Service {
    Cue(CueRole),
    Actor(CategoryId),
}

impl VoiceRules {
    /// Compiles cue and actor lexicons for texts in `language` (ISO 639-1). Lexicons of other kinds
    /// are left out.
    ///
    /// # Errors
    /// [`LexiconError::SameName`] where two share a name.
    pub fn compile<'l>(
        lexicons: impl IntoIterator<Item = &'l Lexicon>,
        language: &str,
    ) -> Result<Self, LexiconError> {
        let serving = lexicons.into_iter().filter(|lexicon| serves(lexicon.kind));
        let matcher = Matcher::compile(serving)?;
        let service = |category: CategoryId| {
            matcher.category(category).role.map_or(Service::Actor(category), Service::Cue)
        };
        let services = matcher.entries().iter().map(|entry| service(entry.category)).collect();
        Ok(Self { matcher, services, language: language.to_owned() })
    }

    /// The rules of the bundled lexicons for a language; without any they decide by quotation marks
    /// alone.
    ///
    /// # Errors
    /// None for the bundled lexicons as they are.
    pub fn bundled(language: &str) -> Result<Self, LexiconError> {
        let lexicons: Vec<Lexicon> = bundled_names().map(load).collect::<Result<_, _>>()?;
        Self::compile(lexicons.iter().filter(|lexicon| lexicon.language == language), language)
    }

    /// The language that the cues are of.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// Whether there is any cue. Actors alone decide nothing about voice.
    pub fn has_cues(&self) -> bool {
        self.services.iter().any(|service| matches!(service, Service::Cue(_)))
    }

    pub(super) fn matcher(&self) -> &Matcher {
        &self.matcher
    }

    /// Whether one word is by itself a cue of one of `roles`.
    pub(super) fn is_cue_word(&self, form: &Normalized, roles: &[CueRole]) -> bool {
        let mut atoms = Vec::new();
        self.matcher.atoms_of(form, &mut atoms);
        let mut entries = self.matcher.entries_of_one_word(&atoms);
        entries.any(|entry| self.is_cue_of(entry, roles))
    }

    /// Whether an entry is a cue of one of `roles`.
    pub(super) fn is_cue_of(&self, entry: EntryId, roles: &[CueRole]) -> bool {
        matches!(self.serves_as(entry), Some(Service::Cue(role)) if roles.contains(&role))
    }

    /// What an entry serves as.
    pub(super) fn serves_as(&self, entry: EntryId) -> Option<Service> {
        self.services.get(entry.0 as usize).copied()
    }

    /// An actor's name for readers.
    pub fn actor_name(&self, actor: CategoryId) -> &str {
        &self.matcher.category(actor).title
    }

    /// The group of the cue `entry`: in `reporting` the stance of its verbs (neutral, doubting,
    /// endorsing, heated).
    pub fn cue_group(&self, entry: EntryId) -> &str {
        group_of(&self.matcher.category(self.matcher.entry(entry).category).name)
    }

    /// The groups of the cues that report, in the order of the lexicons: in `reporting` the stances
    /// of its words.
    pub fn report_groups(&self) -> Vec<&str> {
        let mut groups = Vec::new();
        for category in self.matcher.categories() {
            let reports = category.role.is_some_and(CueRole::reports);
            let group = group_of(&category.name);
            if reports && !groups.contains(&group) {
                groups.push(group);
            }
        }
        groups
    }

    /// The words of the cue `entry`, as its lexicon lists them.
    pub fn cue_words(&self, entry: EntryId) -> &str {
        &self.matcher.entry(entry).term
    }

    /// The lexicon, category and term of the cue `entry`, in words.
    pub fn describe_cue(&self, entry: EntryId) -> String {
        let info = self.matcher.entry(entry);
        let category = self.matcher.category(info.category);
        format!("{} {}, `{}`", category.lexicon_name, category.name, info.term)
    }
}

/// The group in the name of a category of cues, `group.role`.
fn group_of(name: &str) -> &str {
    name.split_once('.').map_or(name, |(group, _)| group)
}

/// Whether lexicons of this kind serve the rules.
pub fn serves(kind: LexiconKind) -> bool {
    matches!(kind, LexiconKind::Cues | LexiconKind::Actors)
}
