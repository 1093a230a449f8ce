//! Which dimensions the framing vector has: a choice of blocks by name.

use super::option_error::OptionError;
use crate::annotate::VoiceRules;
use crate::frame::{
    AttributionMeasure, Dimension, DimensionVoice, clustered_categories, framing_categories,
};
use crate::lexicon::{CategoryId, Matcher};
use crate::prose::unknown_name;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

/// A block of dimensions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
#[non_exhaustive]
pub enum DimensionBlock {
    /// `categories`: all categories of framing lexicons.
    Categories,
    /// `attribution`: whose words, by which cues, of which speakers, denied or weakened.
    Attribution,
    /// `cues`: each word that reports, where enough documents have it.
    Cues,
    /// The categories of a lexicon, by its name, or one category as `lexicon.category`.
    Named(String),
    /// One of the above in another voice than the author's own: `categories:quoted`.
    InVoice(String, DimensionVoice),
}

/// A choice of blocks. By default categories and attribution.
///
/// ```
/// use framescope::{DimensionBlock, DimensionChoice};
///
/// let choice: DimensionChoice = "categories,cues".parse()?;
/// assert_eq!(choice.blocks(), [DimensionBlock::Categories, DimensionBlock::Cues]);
/// assert_eq!(DimensionChoice::default().to_string(), "categories,attribution");
/// # Ok::<(), framescope::OptionError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DimensionChoice(Vec<DimensionBlock>);

/// The blocks that have names of their own.
const BLOCKS: [&str; 3] = ["categories", "attribution", "cues"];

impl DimensionChoice {
    /// These blocks.
    pub fn from_blocks(blocks: impl IntoIterator<Item = DimensionBlock>) -> Self {
        Self(blocks.into_iter().collect())
    }

    /// The blocks in the order given.
    pub fn blocks(&self) -> &[DimensionBlock] {
        &self.0
    }

    /// The dimensions of the blocks, each once. Columns have one order, however blocks
    /// are ordered: categories, attribution, cues. Of `categories` those that `gathered` gives.
    ///
    /// # Errors
    /// [`OptionError`] where no block, lexicon or category has a name.
    pub(crate) fn resolve(
        &self,
        matcher: &Matcher,
        rules: &VoiceRules,
        gathered: Gathered,
    ) -> Result<ChosenDimensions, OptionError> {
        let mut categories: BTreeSet<(CategoryId, DimensionVoice)> = BTreeSet::new();
        let (mut has_attribution, mut has_cues) = (false, false);
        let own = DimensionVoice::Own;
        for block in &self.0 {
            match block {
                DimensionBlock::Categories => {
                    categories.extend(gathered.categories(matcher).into_iter().map(|id| (id, own)));
                }
                DimensionBlock::Attribution => has_attribution = true,
                DimensionBlock::Cues => has_cues = true,
                DimensionBlock::Named(name) => {
                    categories.extend(named(name, matcher)?.into_iter().map(|id| (id, own)));
                }
                DimensionBlock::InVoice(name, voice) => {
                    let chosen = match name.as_str() {
                        "categories" => gathered.categories(matcher),
                        name => named(name, matcher)?,
                    };
                    categories.extend(chosen.into_iter().map(|id| (id, *voice)));
                }
            }
        }
        if categories.is_empty() && !has_attribution && !has_cues {
            return Err(OptionError::new(
                "dimensions",
                "no block is named; give some, such as categories,attribution",
            ));
        }
        let attribution = if has_attribution { AttributionMeasure::all(rules) } else { Vec::new() };
        let categories = categories.into_iter().map(|(id, voice)| Dimension::Category(id, voice));
        Ok(ChosenDimensions {
            fixed: categories.chain(attribution.into_iter().map(Dimension::Attribution)).collect(),
            needs_attribution: has_attribution || has_cues,
            has_cues,
        })
    }
}

/// Which categories the block `categories` stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gathered {
    /// Those of all framing lexicons.
    All,
    /// The same without topics, since two articles about one subject need not frame it alike.
    WithoutTopics,
}

impl Gathered {
    fn categories(self, matcher: &Matcher) -> Vec<CategoryId> {
        match self {
            Self::All => framing_categories(matcher),
            Self::WithoutTopics => clustered_categories(matcher),
        }
    }
}

/// The categories that a name means: those of a lexicon with entries, or the one named.
fn named(name: &str, matcher: &Matcher) -> Result<Vec<CategoryId>, OptionError> {
    let all = || (0_u32..).map(CategoryId).zip(matcher.categories());
    let of_lexicon =
        all().filter(|(_, category)| *category.lexicon_name == *name && category.has_entries);
    let mut chosen: Vec<CategoryId> = of_lexicon.map(|(id, _)| id).collect();
    if chosen.is_empty() {
        chosen.extend(all().filter(|(_, category)| category.dimension() == name).map(|(id, _)| id));
    }
    if chosen.is_empty() {
        let mut known: Vec<String> = BLOCKS.map(str::to_owned).to_vec();
        known.extend(all().map(|(_, category)| category.lexicon_name.to_string()));
        known.dedup();
        known.extend(all().map(|(_, category)| category.dimension()));
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        let fault = format!(
            "there is no block, lexicon or category `{name}`; {}",
            unknown_name(name, &known)
        );
        return Err(OptionError::new("dimensions", fault));
    }
    Ok(chosen)
}

/// The dimensions of a run, as far as they are known before documents are.
#[derive(Clone, Debug)]
pub(crate) struct ChosenDimensions {
    /// Categories and figures of attribution.
    pub(crate) fixed: Vec<Dimension>,
    /// Whether any of them needs the counts of attribution.
    pub(crate) needs_attribution: bool,
    /// Whether each cue that enough documents have is a dimension, too.
    pub(crate) has_cues: bool,
}

impl Default for DimensionChoice {
    fn default() -> Self {
        Self(vec![DimensionBlock::Categories, DimensionBlock::Attribution])
    }
}

impl From<String> for DimensionBlock {
    fn from(name: String) -> Self {
        match name.as_str() {
            "categories" => Self::Categories,
            "attribution" => Self::Attribution,
            "cues" => Self::Cues,
            _ => match name.rsplit_once(':') {
                // The author's own voice needs no mention; an unknown one is part of no name.
                Some((block, voice)) => match voice.parse() {
                    Ok(DimensionVoice::Own) => Self::from(block.to_owned()),
                    Ok(voice) => Self::InVoice(block.to_owned(), voice),
                    Err(_) => Self::Named(name),
                },
                None => Self::Named(name),
            },
        }
    }
}

impl From<DimensionBlock> for String {
    fn from(block: DimensionBlock) -> Self {
        block.to_string()
    }
}

/// Whether a lexicon or category has the name is seen once lexicons are known.
impl FromStr for DimensionBlock {
    type Err = Infallible;

    fn from_str(name: &str) -> Result<Self, Infallible> {
        Ok(name.trim().to_owned().into())
    }
}

impl fmt::Display for DimensionBlock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Categories => "categories",
            Self::Attribution => "attribution",
            Self::Cues => "cues",
            Self::Named(name) => name,
            Self::InVoice(name, voice) => return write!(f, "{name}:{voice}"),
        })
    }
}

impl fmt::Display for DimensionChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&names.join(","))
    }
}

/// Names separated by commas.
impl FromStr for DimensionChoice {
    type Err = OptionError;

    fn from_str(text: &str) -> Result<Self, OptionError> {
        let blocks = text.split(',').map(|name| name.trim().to_owned().into());
        Ok(Self::from_blocks(blocks))
    }
}
