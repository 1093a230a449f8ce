//! The names that rows carry, made once for a run: lexicons, categories, entries, dimensions.

use crate::lexicon::{CategoryId, CategoryInfo, EntryId, LexiconKind, Matcher, Measures};
use std::sync::Arc;

/// Names by id.
#[derive(Clone, Debug)]
pub struct Names {
    categories: Vec<(Arc<str>, Arc<str>, Arc<str>)>,
    entries: Vec<(Arc<str>, CategoryId, f64)>,
    /// What the lexicon of each category measures.
    measures: Vec<Measures>,
    /// The title of each category, or of its referent.
    titles: Vec<Arc<str>>,
    /// Referent and variant of each category of a naming lexicon.
    variants: Vec<Option<(Arc<str>, Arc<str>)>>,
}

impl Names {
    /// The names of what a matcher knows.
    pub fn from_matcher(matcher: &Matcher) -> Self {
        let categories = matcher.categories().iter();
        let variant = |category: &CategoryInfo| {
            let parts = category.name.split_once('.');
            let (referent, variant) = parts.filter(|_| category.kind == LexiconKind::Naming)?;
            Some((referent.into(), variant.into()))
        };
        let title = |category: &CategoryInfo| -> Arc<str> {
            category.referent_title.as_deref().unwrap_or(&category.title).into()
        };
        Self {
            // Cues are never counted.
            measures: categories
                .clone()
                .map(|category| category.measures.unwrap_or(Measures::Label))
                .collect(),
            titles: categories.clone().map(title).collect(),
            variants: categories.clone().map(variant).collect(),
            categories: categories
                .map(|c| {
                    (c.lexicon_name.as_ref().into(), c.name.as_ref().into(), c.dimension().into())
                })
                .collect(),
            entries: matcher
                .entries()
                .iter()
                .map(|e| (e.term.as_ref().into(), e.category, e.weight))
                .collect(),
        }
    }

    /// A category's lexicon and name.
    pub fn category(&self, id: CategoryId) -> (Arc<str>, Arc<str>) {
        let (lexicon, name, _) = &self.categories[id.0 as usize];
        (lexicon.clone(), name.clone())
    }

    /// What the lexicon of a category measures.
    pub fn measures(&self, id: CategoryId) -> Measures {
        self.measures.get(id.0 as usize).copied().unwrap_or(Measures::Label)
    }

    /// The plain title of a category; for a variant, that of its referent.
    pub fn title(&self, id: CategoryId) -> Arc<str> {
        self.titles.get(id.0 as usize).cloned().unwrap_or_else(|| "".into())
    }

    /// The referent and the variant that a category of a naming lexicon is.
    pub fn variant(&self, id: CategoryId) -> Option<(Arc<str>, Arc<str>)> {
        self.variants.get(id.0 as usize).cloned().flatten()
    }

    /// `lexicon.category`
    pub fn dimension(&self, id: CategoryId) -> Arc<str> {
        self.categories[id.0 as usize].2.clone()
    }

    /// An entry's term, category and weight.
    pub fn entry(&self, id: EntryId) -> (Arc<str>, CategoryId, f64) {
        self.entries[id.0 as usize].clone()
    }
}
