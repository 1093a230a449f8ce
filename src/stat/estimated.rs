//! A value with how it was found, or the reason why there is none.

use super::Dealing;

/// How a value was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// The ratio estimator's linearized variance over documents.
    Linearized,
    /// BCa over resampled documents.
    Bootstrap,
    /// From permuting labels over documents.
    Permuted(Dealing),
    /// Wilson's interval (1927).
    Wilson,
    /// Wilson's interval with the sample size that a simple sample would need for the same
    /// variance.
    EffectiveWilson,
    /// From two Wilson intervals (Donner & Zou 2012).
    Mover,
    /// Percentiles over resampled units.
    Percentile,
}

impl Method {
    /// The words that tables use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Linearized => "linearized",
            Self::Bootstrap => "bootstrap",
            Self::Permuted(Dealing::Exact(_)) => "exact permutation",
            Self::Permuted(Dealing::Sampled(_)) => "sampled permutation",
            Self::Wilson => "wilson",
            Self::EffectiveWilson => "wilson, effective sample size",
            Self::Mover => "MOVER-R from the wilson ends of precision and misses",
            Self::Percentile => "bootstrap over units, percentile",
        }
    }
}

/// Why there is no value.
pub trait MissingReason: Copy {
    /// The words that tables use.
    fn name(self) -> &'static str;
}

/// A value with how it was found, or the reason why there is none.
///
/// ```
/// use framescope::stat::{Estimated, Interval, Method, MissingReason};
///
/// #[derive(Clone, Copy)]
/// struct OneDocument;
///
/// impl MissingReason for OneDocument {
///     fn name(self) -> &'static str {
///         "one document"
///     }
/// }
///
/// let interval = Interval { low: 1.0, high: 3.0 };
/// let found: Estimated<Interval, OneDocument> = Estimated::Found(interval, Method::Linearized);
/// assert_eq!((found.name(), found.value()), ("linearized", Some(interval)));
/// let missing: Estimated<Interval, OneDocument> = Estimated::Missing(OneDocument);
/// assert_eq!((missing.name(), missing.value()), ("one document", None));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Estimated<T, R> {
    /// The value.
    Found(T, Method),
    /// Why there is none.
    Missing(R),
}

impl<T: Copy, R: MissingReason> Estimated<T, R> {
    /// The value, or why there is none.
    pub(crate) fn new(value: Option<T>, method: Method, otherwise: R) -> Self {
        value.map_or(Self::Missing(otherwise), |value| Self::Found(value, method))
    }

    /// The value; `None` where there is a reason instead.
    pub fn value(self) -> Option<T> {
        match self {
            Self::Found(value, _) => Some(value),
            Self::Missing(_) => None,
        }
    }

    /// How it was found; `None` where there is a reason instead.
    pub fn method(self) -> Option<Method> {
        match self {
            Self::Found(_, method) => Some(method),
            Self::Missing(_) => None,
        }
    }

    /// Why there is none.
    pub fn reason(self) -> Option<R> {
        match self {
            Self::Found(..) => None,
            Self::Missing(reason) => Some(reason),
        }
    }

    /// How it was found, or why there is none, in the words of tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Found(_, method) => method.name(),
            Self::Missing(reason) => reason.name(),
        }
    }

    /// How many labellings were tried, where it comes from a permutation.
    pub fn labellings(self) -> Option<u64> {
        match self.method() {
            Some(Method::Permuted(dealing)) => Some(dealing.labellings()),
            _ => None,
        }
    }
}
