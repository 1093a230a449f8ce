//! Snowball stems, fenced: only for the languages whose stemmer cannot panic.

use rust_stemmers::{Algorithm, Stemmer as Snowball};
use std::borrow::Cow;

/// A Snowball stemmer for one language.
///
/// Stemming merges words that frame differently (`liberation`, `liberal` and `liberate` all become
/// `liber`), so nothing is stemmed unless an entry asks for it with `match = "stem"`.
pub struct Stemmer(Snowball);

impl Stemmer {
    /// The stemmer of a language given as an ISO 639-1 code, or `None` where there is none.
    ///
    /// Greek has none: the Greek algorithm of `rust-stemmers` 1.2 panics on some words.
    ///
    /// ```
    /// use framescope::text::Stemmer;
    ///
    /// let english = Stemmer::for_language("en").unwrap();
    /// assert_eq!(english.stem("occupying"), "occupi");
    /// assert!(Stemmer::for_language("el").is_none());
    /// ```
    pub fn for_language(code: &str) -> Option<Self> {
        let algorithm = match code {
            "ar" => Algorithm::Arabic,
            "da" => Algorithm::Danish,
            "nl" => Algorithm::Dutch,
            "en" => Algorithm::English,
            "fi" => Algorithm::Finnish,
            "fr" => Algorithm::French,
            "de" => Algorithm::German,
            "hu" => Algorithm::Hungarian,
            "it" => Algorithm::Italian,
            "no" | "nb" | "nn" => Algorithm::Norwegian,
            "pt" => Algorithm::Portuguese,
            "ro" => Algorithm::Romanian,
            "ru" => Algorithm::Russian,
            "es" => Algorithm::Spanish,
            "sv" => Algorithm::Swedish,
            "ta" => Algorithm::Tamil,
            "tr" => Algorithm::Turkish,
            _ => return None,
        };
        Some(Self(Snowball::create(algorithm)))
    }

    /// The stem of a normalized (lower-case) type.
    pub fn stem<'w>(&self, word: &'w str) -> Cow<'w, str> {
        self.0.stem(word)
    }
}

impl std::fmt::Debug for Stemmer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Stemmer")
    }
}
