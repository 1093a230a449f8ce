//! How framing vectors become coordinates: the choices, in the order in which they apply.

use crate::prose::named_choice;
use serde::{Deserialize, Serialize};

/// Whether and how rates of short documents are drawn towards that of the corpus.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shrinkage {
    /// They are taken as they are.
    None,
    /// Empirical Bayes: the less a document has of a dimension's tokens, the nearer its rate comes
    /// to that of the corpus.
    #[default]
    EmpiricalBayes,
}

/// What is done with rates so that distances make sense.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Transform {
    /// Nothing.
    Rate,
    /// The square root, which steadies the variance of counts.
    #[default]
    Sqrt,
    /// The logarithm of 1 more.
    Log1p,
    /// The logarithm less the mean logarithm of the document's rates.
    Clr,
    /// Times the logarithm of how rare the dimension is, and each document to length 1.
    TfIdf,
}

/// What is done with the mean of a document's event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EventMeans {
    /// It is taken out, so that what is left is how the event was reported.
    #[default]
    Remove,
    /// It stays.
    Keep,
}

/// How dimensions are weighed against each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scaling {
    /// Each has variance 1.
    #[default]
    Standardize,
    /// As they are.
    None,
}

/// The choices, in the order in which they apply.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct VectorOptions {
    /// First: rates of short documents.
    pub shrinkage: Shrinkage,
    /// Second: the transform.
    pub transform: Transform,
    /// Third: means of events.
    pub event_means: EventMeans,
    /// Last: the weight of dimensions.
    pub scaling: Scaling,
}

/// Gives the choices their names.
macro_rules! named {
    ($($kind:ident: $($value:ident = $name:literal),*;)*) => { $(
        impl $kind {
            /// All choices.
            pub const ALL: [Self; [$(Self::$value),*].len()] = [$(Self::$value),*];

            /// The name of the choice.
            pub fn name(self) -> &'static str {
                match self { $(Self::$value => $name),* }
            }
        }

        named_choice!($kind);
    )* };
}

named! {
    Shrinkage: EmpiricalBayes = "empirical-bayes", None = "none";
    Transform: Rate = "rate", Sqrt = "sqrt", Log1p = "log1p", Clr = "clr", TfIdf = "tfidf";
    EventMeans: Remove = "remove", Keep = "keep";
    Scaling: Standardize = "standardize", None = "none";
}

impl VectorOptions {
    /// The steps in words, in their order.
    pub fn steps(self, has_events: bool) -> Vec<&'static str> {
        let mut steps = Vec::new();
        steps.push(match self.shrinkage {
            Shrinkage::EmpiricalBayes => {
                "rates drawn towards the rate of the corpus (empirical Bayes, gamma-Poisson, \
                 shares beta-binomial, by the method of moments); dimensions that vary no more \
                 than chance are left out"
            }
            Shrinkage::None => "rates as they are",
        });
        steps.push(match self.transform {
            Transform::Rate => "no transform",
            Transform::Sqrt => "square root",
            Transform::Log1p => "logarithm of 1 more",
            Transform::Clr => {
                "centred log-ratio over the rates of a document; a zero counts as half a match \
                 where rates are not drawn towards that of the corpus; shares as square roots"
            }
            Transform::TfIdf => {
                "times ln(documents / documents with the dimension), each document to length 1"
            }
        });
        if has_events {
            steps.push(match self.event_means {
                EventMeans::Remove => "less the mean of the document's event",
                EventMeans::Keep => "means of events stay",
            });
        }
        steps.push("dimensions in fewer than a fifth of the documents left out");
        steps.push(match self.scaling {
            Scaling::Standardize => "each dimension to variance 1",
            Scaling::None => "dimensions weighed by their variance",
        });
        steps
    }
}
