//! The plan of a run: what is counted, which tables are computed, and by which variants.

use super::choice::{TableName, is_of_vectors};
use super::cluster_plan::ClusterPlan;
use super::dimension_choice::{ChosenDimensions, Gathered};
use super::entries::EntryTable;
use super::option_error::OptionError;
use super::options::{DuplicatePolicy, PlanOptions};
use crate::annotate::{VoiceRules, serves};
use crate::corpus::CorpusProfile;
use crate::lexicon::{
    Lexicon, LexiconError, LexiconFormat, LexiconKind, Matcher, bundled_names, load,
    load_with_source, read,
};
use crate::table::Names;
use crate::words::is_other_in_capitals;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use thiserror::Error;

/// Everything that a run needs apart from its documents, checked once and shared by mappers and
/// [`finish`](super::finish).
///
/// ```
/// use framescope::{Plan, PlanOptions};
///
/// let plan = Plan::bundled("en")?;
/// assert!(plan.lexicons().len() > 10);
/// let mut options = PlanOptions::default();
/// options.seed = 7;
/// let plan = Plan::with_lexicons(&["conflict-labels"], options)?;
/// assert_eq!(plan.lexicons().len(), 1);
/// # Ok::<(), framescope::PlanError>(())
/// ```
#[derive(Debug)]
pub struct Plan {
    options: PlanOptions,
    lexicons: Vec<Lexicon>,
    rule_lexicons: Vec<Lexicon>,
    matcher: Matcher,
    rules: Arc<VoiceRules>,
    entries: EntryTable,
    names: Names,
    needs: Needs,
    dimensions: ChosenDimensions,
    cluster_dimensions: ChosenDimensions,
    profile: CorpusProfile,
    sources: Vec<LexiconSource>,
    /// Lexicons that records have matches of, though this plan does not count them.
    set_aside: Vec<u64>,
}

/// Why a plan could not be made.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum PlanError {
    /// An option has a value that it cannot have.
    #[error(transparent)]
    Option(#[from] OptionError),
    /// A lexicon cannot be used.
    #[error(transparent)]
    Lexicon(#[from] LexiconError),
    /// No lexicon of this language is bundled, and none was named.
    #[error("no lexicon for the language `{language}` is bundled (there are lexicons for {known})")]
    NoLexicon {
        /// The language asked for.
        language: String,
        /// The languages that there are lexicons for.
        known: String,
    },
    /// A lexicon is not the one that a plan was made with.
    #[error(
        "the lexicon `{name}` is not the one that the records were made with (SHA-256 {found}, not \
         {expected})"
    )]
    OtherLexicon {
        /// Its name.
        name: String,
        /// The hash that was expected.
        expected: String,
        /// The hash of the lexicon here.
        found: String,
    },
}

/// What records must contain for the tables asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Needs {
    /// The place and context of each match.
    pub(crate) lines: bool,
    /// Which cues decided.
    pub(crate) reasons: bool,
    /// Sentences with a match in the author's own voice.
    pub(crate) passages: bool,
    /// The number of sentences.
    pub(crate) sentences: bool,
    /// Languages, also where the rules apply.
    pub(crate) languages: bool,
    /// Words with their counts.
    pub(crate) words: bool,
    /// Words in order.
    pub(crate) sequence: bool,
    /// The signature of near copies.
    pub(crate) signature: bool,
    /// How documents attribute.
    pub(crate) attribution: bool,
}

impl Needs {
    fn new(
        options: &PlanOptions,
        dimensions: &ChosenDimensions,
        of_clusters: &ChosenDimensions,
    ) -> Self {
        let wants = |table| options.wants(table);
        let words = wants(TableName::Keyness)
            || wants(TableName::Separation)
            || wants(TableName::Furniture);
        let compares_vectors =
            TableName::ALL.iter().any(|table| is_of_vectors(*table) && wants(*table));
        let is_counted_once = options.duplicates.policy != DuplicatePolicy::Keep;
        Self {
            lines: wants(TableName::Matches),
            reasons: options.explain,
            passages: wants(TableName::Passages) || wants(TableName::ClusterExamples),
            sentences: wants(TableName::Documents),
            languages: wants(TableName::Documents),
            words,
            sequence: wants(TableName::Keyness) && options.keyness.ngrams > 1,
            signature: is_counted_once || wants(TableName::Duplicates),
            attribution: (dimensions.needs_attribution && wants(TableName::Vectors))
                || (of_clusters.needs_attribution && compares_vectors),
        }
    }
}

/// The dimensions of the table `vectors`, and those by which documents are compared.
fn chosen_dimensions(
    options: &PlanOptions,
    matcher: &Matcher,
    rules: &VoiceRules,
) -> Result<(ChosenDimensions, ChosenDimensions), OptionError> {
    let dimensions = options.dimensions.resolve(matcher, rules, Gathered::All)?;
    let named = options.clusters.dimensions.clone();
    let of_clusters = named.unwrap_or_else(ClusterPlan::default_dimensions);
    let of_clusters = of_clusters.resolve(matcher, rules, Gathered::WithoutTopics)?;
    Ok((dimensions, of_clusters))
}

/// A lexicon as it was named: bundled, or a file with its bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LexiconSource {
    name: String,
    /// The bytes of the file; none for a bundled lexicon.
    bytes: Option<Vec<u8>>,
    sha256: String,
}

/// A plan as plain data, from which the same plan can be made elsewhere.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct PlanRecord {
    pub(crate) options: PlanOptions,
    pub(crate) lexicons: Vec<LexiconSource>,
    /// Name and hash of each lexicon that is counted, then of each that serves the rules.
    pub(crate) hashes: Vec<(String, String)>,
    pub(crate) profile: CorpusProfile,
}

impl Plan {
    /// The plan with all defaults: every table, from the bundled lexicons of a language (ISO
    /// 639-1).
    ///
    /// # Errors
    /// [`PlanError::NoLexicon`] where no lexicon of the language is bundled.
    pub fn bundled(language: &str) -> Result<Self, PlanError> {
        let options = PlanOptions { language: language.to_owned(), ..PlanOptions::default() };
        Self::with_lexicons::<&str>(&[], options)
    }

    /// A plan with lexicons, each the name of a bundled one or the path of a file. Where none
    /// counts, all bundled framing and naming lexicons of the language do. Bundled cue and actor
    /// lexicons always serve the rules; a named one replaces the bundled one of its name.
    ///
    /// # Errors
    /// [`PlanError`] where a lexicon cannot be read or an option has a value that it cannot have.
    pub fn with_lexicons<S: AsRef<str>>(
        names: &[S],
        options: PlanOptions,
    ) -> Result<Self, PlanError> {
        let mut named = Vec::new();
        let mut sources = Vec::new();
        for name in names.iter().map(AsRef::as_ref) {
            let (lexicon, bytes) = load_with_source(name)?;
            let sha256 = lexicon.sha256.clone();
            sources.push(LexiconSource { name: name.to_owned(), bytes, sha256 });
            named.push(lexicon);
        }
        Self::from_parts(named, sources, options)
    }

    /// A plan that counts only this word or phrase, as keyness lists it, wherever it occurs.
    ///
    /// # Errors
    /// [`PlanError::Lexicon`] where they contain no word, and as
    /// [`with_lexicons`](Self::with_lexicons).
    pub fn of_words(words: &str, options: PlanOptions) -> Result<Self, PlanError> {
        let term = toml::Value::String(words.to_owned());
        // `US` and `us` are different words, and keyness counts them so.
        let plain = words.to_lowercase();
        let is_cased = is_other_in_capitals(&plain) && plain != words;
        let except = if is_other_in_capitals(words) {
            let other = toml::Value::String(words.to_uppercase());
            format!("except = [{{ term = {other}, match = \"exact\", case = true }}]\n")
        } else {
            String::new()
        };
        let source = format!(
            "name = \"words\"\nlanguage = \"{}\"\ndescription = \"Words asked for\"\noverlap = \
             \"all\"\n{except}[category.word]\ndescription = \"Words asked for\"\nterms = [{{ \
             term = {term}, match = \"exact\", case = {is_cased} }}]\n",
            options.language
        );
        // The words are counted in documents of all languages.
        let lexicon = Lexicon { states_language: false, ..read("words.toml", source.as_bytes())? };
        Self::from_lexicons(vec![lexicon], options)
    }

    /// A plan with lexicons that were read already.
    ///
    /// # Errors
    /// As [`with_lexicons`](Self::with_lexicons).
    pub fn from_lexicons(lexicons: Vec<Lexicon>, options: PlanOptions) -> Result<Self, PlanError> {
        let native = |lexicon: &Lexicon| LexiconSource {
            name: format!("{}.toml", lexicon.name),
            bytes: Some(LexiconFormat::Toml.write(lexicon).text.into_bytes()),
            sha256: lexicon.sha256.clone(),
        };
        let sources = lexicons.iter().map(native).collect();
        Self::from_parts(lexicons, sources, options)
    }

    fn from_parts(
        named: Vec<Lexicon>,
        sources: Vec<LexiconSource>,
        options: PlanOptions,
    ) -> Result<Self, PlanError> {
        options.check()?;
        let language = &options.language;
        let mut spoken = Vec::new();
        let mut known = Vec::new();
        for name in bundled_names() {
            let lexicon = load(name)?;
            known.push(lexicon.language.clone());
            spoken.extend(Some(lexicon).filter(|lexicon| lexicon.language == *language));
        }
        let mut rule_lexicons: Vec<Lexicon> =
            named.iter().filter(|lexicon| serves(lexicon.kind)).cloned().collect();
        for lexicon in spoken.iter().filter(|lexicon| serves(lexicon.kind)) {
            if !rule_lexicons.iter().any(|known| known.name == lexicon.name) {
                rule_lexicons.push(lexicon.clone());
            }
        }
        let mut lexicons: Vec<Lexicon> =
            named.into_iter().filter(|lexicon| lexicon.kind != LexiconKind::Cues).collect();
        if lexicons.is_empty() {
            // Actors only name parties unless they are asked for.
            lexicons = spoken.into_iter().filter(|lexicon| !serves(lexicon.kind)).collect();
        }
        if lexicons.is_empty() {
            known.sort_unstable();
            known.dedup();
            let known = known.join(", ");
            return Err(PlanError::NoLexicon { language: language.clone(), known });
        }
        if options.any_language {
            lexicons.iter_mut().for_each(|lexicon| lexicon.states_language = false);
        }
        let matcher = Matcher::compile(&lexicons)?;
        let rules = Arc::new(VoiceRules::compile(&rule_lexicons, language)?);
        let (dimensions, cluster_dimensions) = chosen_dimensions(&options, &matcher, &rules)?;
        Ok(Self {
            entries: EntryTable::new(&lexicons, &matcher),
            names: Names::from_matcher(&matcher),
            needs: Needs::new(&options, &dimensions, &cluster_dimensions),
            dimensions,
            cluster_dimensions,
            rules,
            profile: CorpusProfile::default(),
            matcher,
            options,
            lexicons,
            rule_lexicons,
            sources,
            set_aside: Vec::new(),
        })
    }

    /// The same plan without some of the lexicons that it counts. Records that were made by this
    /// plan serve it, too.
    ///
    /// # Errors
    /// [`PlanError`] where the dimensions name a category of one of them.
    pub(crate) fn without(&self, names: &[&str]) -> Result<Self, PlanError> {
        let is_out = |lexicon: &&Lexicon| names.contains(&lexicon.name.as_str());
        let lexicons: Vec<Lexicon> =
            self.lexicons.iter().filter(|lexicon| !is_out(lexicon)).cloned().collect();
        let pairs = self.lexicons.iter().zip(self.entries.hashes());
        let set_aside = pairs.filter(|(lexicon, _)| is_out(lexicon)).map(|(_, hash)| hash);
        let matcher = Matcher::compile(&lexicons)?;
        let (dimensions, cluster_dimensions) =
            chosen_dimensions(&self.options, &matcher, &self.rules)?;
        Ok(Self {
            set_aside: set_aside.collect(),
            entries: EntryTable::new(&lexicons, &matcher),
            names: Names::from_matcher(&matcher),
            needs: self.needs,
            dimensions,
            cluster_dimensions,
            rules: self.rules.clone(),
            profile: self.profile.clone(),
            matcher,
            options: self.options.clone(),
            lexicons,
            rule_lexicons: self.rule_lexicons.clone(),
            sources: self.sources.clone(),
        })
    }

    /// Whether lexicons that a corpus hardly uses may be set aside: none was named.
    pub(crate) fn may_set_aside(&self) -> bool {
        self.options.set_aside && self.sources.is_empty()
    }

    /// Whether any lexicon is set aside.
    pub(crate) fn has_set_aside(&self) -> bool {
        !self.set_aside.is_empty()
    }

    /// Whether matches of a lexicon, by its hash, are not counted.
    pub(crate) fn is_set_aside(&self, lexicon: u64) -> bool {
        self.set_aside.contains(&lexicon)
    }

    /// The same plan for documents that are read by a profile of their corpus.
    pub fn with_profile(self, profile: CorpusProfile) -> Self {
        Self { profile, ..self }
    }

    /// Takes over the profile by which a corpus is read.
    pub(crate) fn set_profile(&mut self, profile: CorpusProfile) {
        self.profile = profile;
    }

    /// The options.
    pub fn options(&self) -> &PlanOptions {
        &self.options
    }

    /// The lexicons that are counted.
    pub fn lexicons(&self) -> &[Lexicon] {
        &self.lexicons
    }

    /// The lexicons by which voice, denial, speaker and target are decided.
    pub fn rule_lexicons(&self) -> &[Lexicon] {
        &self.rule_lexicons
    }

    /// What depends on the corpus as a whole.
    pub fn profile(&self) -> &CorpusProfile {
        &self.profile
    }

    pub(crate) fn matcher(&self) -> &Matcher {
        &self.matcher
    }

    pub(crate) fn rules(&self) -> &VoiceRules {
        &self.rules
    }

    pub(crate) fn entries(&self) -> &EntryTable {
        &self.entries
    }

    pub(crate) fn names(&self) -> &Names {
        &self.names
    }

    pub(crate) fn needs(&self) -> Needs {
        self.needs
    }

    pub(crate) fn dimensions(&self) -> &ChosenDimensions {
        &self.dimensions
    }

    pub(crate) fn cluster_dimensions(&self) -> &ChosenDimensions {
        &self.cluster_dimensions
    }

    pub(crate) fn context(&self) -> usize {
        self.options.context
    }

    /// The plan as plain data.
    pub(crate) fn record(&self) -> PlanRecord {
        let all = self.lexicons.iter().chain(&self.rule_lexicons);
        PlanRecord {
            options: self.options.clone(),
            lexicons: self.sources.clone(),
            hashes: all.map(|lexicon| (lexicon.name.clone(), lexicon.sha256.clone())).collect(),
            profile: self.profile.clone(),
        }
    }

    /// The plan that was put into a record elsewhere.
    ///
    /// # Errors
    /// [`PlanError::OtherLexicon`] where a bundled lexicon has changed since.
    pub(crate) fn from_record(record: &PlanRecord) -> Result<Self, PlanError> {
        let mut named = Vec::new();
        for source in &record.lexicons {
            let mut lexicon = match &source.bytes {
                Some(bytes) => read(&source.name, bytes)?,
                None => load(&source.name)?,
            };
            if source.bytes.is_some() {
                // A lexicon that was never a file keeps the hash that it had.
                lexicon.sha256.clone_from(&source.sha256);
            }
            named.push(lexicon);
        }
        let plan = Self::from_parts(named, record.lexicons.clone(), record.options.clone())?
            .with_profile(record.profile.clone());
        let here = plan.record().hashes;
        let other = record.hashes.iter().zip(&here).find(|(expected, found)| expected != found);
        match other {
            None if here.len() == record.hashes.len() => Ok(plan),
            None => Err(PlanError::OtherLexicon {
                name: "the rules".to_owned(),
                expected: format!("{} lexicons", record.hashes.len()),
                found: format!("{} lexicons", here.len()),
            }),
            Some((expected, found)) => Err(PlanError::OtherLexicon {
                name: expected.0.clone(),
                expected: expected.1.clone(),
                found: found.1.clone(),
            }),
        }
    }
}
