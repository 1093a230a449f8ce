//! Lexicons set aside: default lexicons that a corpus hardly uses.

use super::encoded::Section;
use super::error::AnalysisError;
use super::plan::Plan;
use super::record::{RecordHead, RecordMatches};
use super::records::Records;
use super::warning::{Warning, WarningKind};
use crate::annotate::Voice;
use crate::prose::plural;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// A lexicon is counted if at least one document in five uses it.
const DOCUMENTS: f64 = 5.0;
/// With short documents, one document per 2,500 tokens is enough.
const TOKENS: f64 = 2_500.0;

/// The lexicons that are set aside, each with the documents that use it.
#[derive(Clone, Debug, Default)]
pub(super) struct SetAside {
    lexicons: Vec<(String, u64)>,
    least: f64,
    documents: u64,
}

/// Which lexicons of a plan the corpus hardly uses in the author's own voice; none where lexicons
/// were named.
///
/// The rule looks at sums over all outlets only, so it cannot favour a difference between outlets
/// (Bourgon, Gentleman & Huber 2010). A lexicon that is off the topic of a corpus finds only chance
/// matches, and each of its categories adds a test to the family of q-values.
pub(super) fn set_aside(plan: &Plan, records: &Records) -> Result<SetAside, AnalysisError> {
    if !plan.may_set_aside() {
        return Ok(SetAside::default());
    }
    let mut uses: BTreeMap<u64, u64> = BTreeMap::new();
    let (mut documents, mut tokens) = (0_u64, 0_u64);
    records.each(
        &[Section::Head, Section::Matches],
        |_, sections| {
            let head: RecordHead = sections.decode(Section::Head)?;
            let matches: RecordMatches = sections.decode(Section::Matches)?;
            let own = matches.matches.iter().filter(|found| found.voice == Voice::Own);
            let used: BTreeSet<u64> = own
                .filter_map(|found| matches.lexicons.get(usize::from(found.lexicon)).copied())
                .collect();
            Ok((head.tokens, used))
        },
        |(length, used)| {
            documents += 1;
            tokens += u64::from(length);
            used.into_iter().for_each(|lexicon| *uses.entry(lexicon).or_default() += 1);
            Ok(())
        },
    )?;
    let least = (documents as f64 / DOCUMENTS).min(tokens as f64 / TOKENS);
    let mut lexicons = Vec::new();
    for (lexicon, hash) in plan.lexicons().iter().zip(plan.entries().hashes()) {
        let used = uses.get(&hash).copied().unwrap_or(0);
        if (used as f64) < least {
            lexicons.push((lexicon.name.clone(), used));
        }
    }
    // A corpus that hardly uses any lexicon keeps them all.
    if lexicons.len() == plan.lexicons().len() {
        lexicons.clear();
    }
    Ok(SetAside { lexicons, least, documents })
}

impl SetAside {
    pub(super) fn has_any(&self) -> bool {
        !self.lexicons.is_empty()
    }

    pub(super) fn names(&self) -> Vec<&str> {
        self.lexicons.iter().map(|(name, _)| name.as_str()).collect()
    }

    /// The account for the record of a run; `None` if no lexicon is set aside.
    pub(super) fn account(&self) -> Option<Value> {
        if self.lexicons.is_empty() {
            return None;
        }
        let lexicons = self
            .lexicons
            .iter()
            .map(|(name, documents)| json!({ "lexicon": name, "documents_own_voice": documents }));
        Some(json!({
            "rule": format!(
                "of the lexicons counted by default those that fewer than {:.0} of {} documents \
                 use in the author's own voice: a fifth of the documents, or where these are short \
                 one for each 2,500 tokens; counted over all outlets together",
                self.least.ceil(),
                self.documents
            ),
            "lexicons": lexicons.collect::<Vec<_>>(),
        }))
    }

    /// The warning that they are not in the tables.
    pub(super) fn warning(&self) -> Option<Warning> {
        let names = self.names();
        if names.is_empty() {
            return None;
        }
        let text = format!(
            "{} set aside, since few documents use {}: {}",
            plural(names.len(), "bundled lexicon is", "bundled lexicons are"),
            if names.len() == 1 { "it" } else { "them" },
            names.join(", ")
        );
        Some(Warning::new(WarningKind::LexiconsSetAside, text))
    }
}
