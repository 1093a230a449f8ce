//! What was found in one text.

use super::attribution::Attribution;
use super::matched::Match;
use super::phrase::Party;
use super::rules::VoiceRules;
use crate::text::{ByteSpan, Token};
use std::ops::Range;

/// What an [`Annotator`](super::Annotator) found in one text.
#[derive(Debug)]
pub struct Annotation<'a> {
    /// The text.
    pub text: &'a str,
    /// Its tokens in order.
    pub tokens: &'a [Token],
    /// How many types they are of.
    pub types: u32,
    /// The matches in the order of the text.
    pub matches: &'a [Match],
    /// The quotations in the order of the text.
    pub quotations: &'a [ByteSpan],
    /// The runs of tokens in quotation marks that distance them (scare quotes, words mentioned as
    /// words), in the order of the text; none unless [asked
    /// for](super::Annotator::with_scare_quotes).
    pub scare_quotes: &'a [Range<u32>],
    /// How the text attributes, matches or not; only where [asked
    /// for](super::Annotator::with_attribution) and the rules apply.
    pub attribution: Option<&'a Attribution>,
    /// The rules that decided voice, negation, speaker and target; none where quotation marks alone
    /// did.
    pub rules: Option<&'a VoiceRules>,
    /// The language of the text, ISO 639-1, as it was given or detected; only where rules or
    /// lexicons depend on it.
    pub language: Option<Box<str>>,
}

impl Annotation<'_> {
    /// The share of tokens that are inside quotation marks, from 0 to 1; 0 for a text without
    /// tokens.
    pub fn quoted_share(&self) -> f64 {
        let quoted = self.quoted_tokens();
        if self.tokens.is_empty() { 0.0 } else { quoted as f64 / self.tokens.len() as f64 }
    }

    /// The number of tokens in quotation marks.
    pub fn quoted_tokens(&self) -> usize {
        let mut quotations = Inside(self.quotations);
        self.tokens.iter().filter(|token| quotations.holds(token.span)).count()
    }

    /// A party's name: an actor's from its lexicon, else the words of the text.
    pub fn party_name(&self, party: Party) -> std::borrow::Cow<'_, str> {
        match self.rules {
            Some(rules) => party.name(self.text, rules),
            None => party.span().slice(self.text).into(),
        }
    }
}

/// Finds whether spans given in ascending order begin inside a quotation.
pub(super) struct Inside<'q>(pub(super) &'q [ByteSpan]);

impl Inside<'_> {
    pub(super) fn holds(&mut self, span: ByteSpan) -> bool {
        while let Some((first, rest)) = self.0.split_first()
            && first.end <= span.start
        {
            self.0 = rest;
        }
        self.0.first().is_some_and(|quotation| quotation.contains(span.start))
    }
}
