//! Near copies: found once all records are there, and kept or left out before
//! anything is compared.

use super::encoded::Section;
use super::error::AnalysisError;
use super::options::{DuplicateOptions, DuplicatePolicy};
use super::plan::Plan;
use super::record::{RecordHead, RecordSignature, RecordWords};
use super::records::Records;
use super::warning::{Warning, WarningKind};
use crate::compare::{Article, Copies, find_copies};
use crate::corpus::{RejectedDocument, RejectionKind, Source};
use crate::prose::plural;
use crate::words::{FEWEST_TOKENS, SHINGLE_WORDS, Signature, shingles_of_types};
use serde_json::{Value, json};
use std::collections::HashSet;

/// The copies of a corpus, and what was done with them.
#[derive(Debug)]
pub(super) struct FoundCopies {
    options: DuplicateOptions,
    pub(super) articles: Vec<Article>,
    pub(super) copies: Copies,
    left_out: usize,
}

/// A document that is long enough to be a copy.
struct Candidate {
    article: Article,
    place: usize,
    source: Source,
}

/// Finds the copies among sorted records, and takes those out that are not to be counted.
pub(super) fn settle_copies(
    plan: &Plan,
    records: &mut Records,
) -> Result<FoundCopies, AnalysisError> {
    let options = plan.options().duplicates;
    let candidates = candidates(records)?;
    let places: Vec<usize> = candidates.iter().map(|candidate| candidate.place).collect();
    let (articles, sources): (Vec<Article>, Vec<Source>) =
        candidates.into_iter().map(|candidate| (candidate.article, candidate.source)).unzip();
    let copies = find_copies(&articles, options.threshold, |at| {
        let place = places.get(at).copied().unwrap_or(usize::MAX);
        let words: RecordWords =
            records.sections_at(place, &[Section::Words])?.decode(Section::Words)?;
        let types: Vec<&str> = words.types().collect();
        let tokens: Vec<u32> = words.tokens().collect();
        Ok::<_, AnalysisError>(shingles_of_types(&types, &tokens))
    })?;
    let left_out = left_out(&articles, &copies, options.policy);
    if !left_out.is_empty() && left_out.len() == records.len() {
        return Err(AnalysisError::OnlyCopies(left_out.len()));
    }
    let gone: HashSet<usize> =
        left_out.iter().filter_map(|(at, _)| places.get(*at).copied()).collect();
    records.leave_out_places(&gone);
    let count = left_out.len();
    for (at, reason) in left_out {
        if let Some(source) = sources.get(at) {
            records.input_mut().rejected.push(RejectedDocument {
                source: source.clone(),
                reason,
                kind: RejectionKind::NearCopy,
            });
        }
    }
    Ok(FoundCopies { options, articles, copies, left_out: count })
}

fn candidates(records: &Records) -> Result<Vec<Candidate>, AnalysisError> {
    let mut found = Vec::new();
    records.each(
        &[Section::Head, Section::Signature],
        |place, sections| {
            let signature: Option<RecordSignature> = sections.decode(Section::Signature)?;
            let Some(RecordSignature(bytes)) = signature else { return Ok(None) };
            let head: RecordHead = sections.decode(Section::Head)?;
            let signature = Signature::from_bytes(&bytes).ok_or(AnalysisError::BrokenRecord)?;
            let article =
                Article { id: head.id, outlet: (&*head.outlet).into(), date: head.date, signature };
            Ok(Some(Candidate { article, place, source: head.source }))
        },
        |candidate| {
            found.extend(candidate);
            Ok(())
        },
    )?;
    Ok(found)
}

/// The articles that are not counted, each with the reason.
fn left_out(
    articles: &[Article],
    copies: &Copies,
    policy: DuplicatePolicy,
) -> Vec<(usize, String)> {
    let mut left_out = Vec::new();
    for group in &copies.groups {
        let Some((&first, later)) = group.split_first() else { continue };
        let Some(kept) = articles.get(first) else { continue };
        match policy {
            DuplicatePolicy::Keep => {}
            DuplicatePolicy::First => {
                let reason = format!(
                    "a near copy of `{}` ({}), directly or through other copies; only the earliest \
                     is counted",
                    kept.id, kept.outlet
                );
                left_out.extend(later.iter().map(|&at| (at, reason.clone())));
            }
            DuplicatePolicy::Drop => {
                let is_of = |&at: &usize| articles.get(at).map(|article| &article.outlet);
                let is_shared = group.iter().any(|at| is_of(at) != Some(&kept.outlet));
                if is_shared {
                    let size = group.len();
                    let reason =
                        format!("one of {size} near copies in several outlets; none counts");
                    left_out.extend(group.iter().map(|&at| (at, reason.clone())));
                } else {
                    // Versions of an outlet's own article are not agency text.
                    let reason = format!(
                        "a near copy of `{}` in the same outlet; only the earliest is counted",
                        kept.id
                    );
                    left_out.extend(later.iter().map(|&at| (at, reason.clone())));
                }
            }
        }
    }
    left_out
}

impl FoundCopies {
    /// What an analyst should know. `is_listed` says whether the run writes the table of copies.
    pub(super) fn warnings(&self, is_listed: bool) -> Vec<Warning> {
        let mut warnings = Vec::new();
        let concerned: usize = self.copies.groups.iter().map(Vec::len).sum();
        if concerned > 0 {
            let place = if is_listed { " (see the table `duplicates`)" } else { "" };
            let groups = plural(self.copies.groups.len(), "group", "groups");
            let within = match self.copies.within {
                0 => String::new(),
                within => format!(" ({within} of them within one outlet)"),
            };
            let documents =
                format!("{concerned} documents in {groups} are near copies of each other{within}");
            let (kind, text) = match self.options.policy {
                DuplicatePolicy::Keep => {
                    (WarningKind::CopiesCounted, format!("{documents}, and all are counted{place}"))
                }
                DuplicatePolicy::First => (
                    WarningKind::CopiesLeftOut,
                    format!(
                        "{documents}; {} were left out, all but the earliest of each group{place}",
                        self.left_out
                    ),
                ),
                DuplicatePolicy::Drop => (
                    WarningKind::CopiesLeftOut,
                    format!(
                        "{documents}; {} were left out, and of copies within one outlet all but \
                         the earliest{place}",
                        self.left_out
                    ),
                ),
            };
            warnings.push(Warning::new(kind, text));
        }
        warnings
    }

    /// How copies were found and what was done, for the record.
    pub(super) fn method(&self) -> Value {
        json!({
            "similarity": format!(
                "Jaccard of the runs of {SHINGLE_WORDS} normalized tokens, candidates by MinHash \
                 bands, then exact"
            ),
            "threshold": self.options.threshold,
            "shortest_document": FEWEST_TOKENS,
            "groups": "single linkage of pairs",
            "pairs": self.copies.pairs.len(),
            "documents": self.copies.groups.iter().map(Vec::len).sum::<usize>(),
            "documents_left_out": self.left_out,
            "documents_within_outlet": self.copies.within,
        })
    }
}
