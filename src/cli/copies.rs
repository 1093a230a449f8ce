//! `--duplicates`: near copies in several outlets found while a corpus is read, and kept or left
//! out before anything is compared.
//!
//! Standard input can be read but once, so what a document adds is taken back when all are known.

use super::arguments::{DuplicateArguments, DuplicatesArgument};
use super::failure::Failure;
use super::folder::TableFolder;
use super::reading::Reading;
use super::shelf::Shelf;
use crate::annotate::Annotation;
use crate::compare::{Article, COPY_THRESHOLD, Copies, LEAST_THRESHOLD, find_copies};
use crate::corpus::{Document, Source};
use crate::frame::{FEWEST_TOKENS, SHINGLE_WORDS, Shingler, Signature};
use crate::prose::plural;
use crate::table::{RejectedRow, duplicate_rows};
use serde_json::{Value, json};
use std::collections::HashSet;
use std::io;

/// What is to be done with copies, checked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CopyOptions {
    pub policy: DuplicatesArgument,
    pub threshold: f64,
}

impl CopyOptions {
    pub(crate) fn raise(typed: DuplicateArguments) -> Result<Self, Failure> {
        let threshold = typed.duplicate_threshold.unwrap_or(COPY_THRESHOLD);
        if !(LEAST_THRESHOLD..=1.0).contains(&threshold) {
            return Err(Failure::usage(format!(
                "--duplicate-threshold: {threshold} is no similarity of copies; give one from \
                    {LEAST_THRESHOLD} to 1, as {COPY_THRESHOLD}"
            )));
        }
        Ok(Self { policy: typed.duplicates, threshold })
    }
}

/// What the search for copies keeps of one document.
pub(crate) struct CopyParts {
    article: Article,
    shingles: Vec<u8>,
    source: Source,
}

impl CopyParts {
    /// `None` for a document that is too short to be told a copy.
    pub(crate) fn of(
        document: &Document,
        annotation: &Annotation<'_>,
        shingler: &mut Shingler,
    ) -> Option<Self> {
        let shingles = shingler.shingles(annotation.text, annotation.tokens)?;
        let article = Article {
            id: document.id.as_str().into(),
            outlet: document.outlet.clone(),
            date: document.date,
            signature: Signature::of(&shingles),
        };
        Some(Self {
            article,
            shingles: shingles.into_iter().flat_map(u64::to_le_bytes).collect(),
            source: document.source.clone(),
        })
    }
}

/// What taking a document back takes from the sums of a reading.
#[derive(Clone, Copy)]
pub(crate) struct Share {
    pub tokens: u64,
    pub matches: u64,
    pub has_rules: bool,
}

/// Gathers documents until all are there.
pub(crate) struct CopyFinder {
    options: CopyOptions,
    articles: Vec<Article>,
    sources: Vec<(Source, Share)>,
    shelf: Shelf,
}

/// The copies of a corpus and what was done with them.
pub(crate) struct FoundCopies {
    options: CopyOptions,
    articles: Vec<Article>,
    copies: Copies,
    left_out: usize,
}

impl CopyFinder {
    pub(crate) fn new(options: CopyOptions) -> Self {
        Self { options, articles: Vec::new(), sources: Vec::new(), shelf: Shelf::new() }
    }

    pub(crate) fn take(&mut self, parts: CopyParts, share: Share) -> io::Result<()> {
        self.shelf.put(&parts.shingles)?;
        self.articles.push(parts.article);
        self.sources.push((parts.source, share));
        Ok(())
    }

    /// Finds the copies and takes those that are not wanted out of `reading`. `has_tables` tells
    /// whether the command lists them.
    pub(crate) fn settle(self, reading: &mut Reading, has_tables: bool) -> Result<(), Failure> {
        let Self { options, articles, sources, mut shelf } = self;
        let mut bytes = Vec::new();
        let copies = find_copies(&articles, options.threshold, |at| {
            shelf.take(at, &mut bytes)?;
            let numbers = bytes.as_chunks::<8>().0;
            Ok::<_, io::Error>(numbers.iter().map(|number| u64::from_le_bytes(*number)).collect())
        })?;
        let mut left_out: Vec<(usize, String)> = Vec::new();
        for group in &copies.groups {
            let Some((&first, later)) = group.split_first() else { continue };
            let Some(kept) = articles.get(first) else { continue };
            match options.policy {
                DuplicatesArgument::Keep => {}
                DuplicatesArgument::First => {
                    let reason = format!(
                        "a near copy of `{}` ({}), directly or by others, left out by --duplicates \
                            first; --duplicates keep counts it",
                        kept.id, kept.outlet
                    );
                    left_out.extend(later.iter().map(|&at| (at, reason.clone())));
                }
                DuplicatesArgument::Drop => {
                    let reason = format!(
                        "one of {} near copies in several outlets, left out by --duplicates drop; \
                            --duplicates first counts the earliest",
                        group.len()
                    );
                    left_out.extend(group.iter().map(|&at| (at, reason.clone())));
                }
            }
        }
        if !left_out.is_empty() && left_out.len() as u64 == reading.count {
            return Err(Failure::usage(format!(
                "--duplicates drop: all {} are near copies in several outlets, so nothing is left; \
                    count the earliest of each with \
                 --duplicates first",
                plural(left_out.len(), "document", "documents")
            )));
        }
        let ids: HashSet<&str> = left_out
            .iter()
            .filter_map(|(at, _)| articles.get(*at))
            .map(|article| &*article.id)
            .collect();
        let kept: Vec<bool> =
            reading.frames.iter().map(|frame| !ids.contains(&*frame.id)).collect();
        let mut kept = kept.into_iter();
        reading.order.retain(|_| kept.next().unwrap_or(true));
        reading.frames.retain(|frame| !ids.contains(&*frame.id));
        reading.documents.retain(|row| !ids.contains(row.document_id.as_str()));
        reading.matches.retain(|id| !ids.contains(id));
        reading.scores.retain(|id| !ids.contains(id));
        let left_out_count = left_out.len();
        for (at, reason) in left_out {
            let Some((source, share)) = sources.get(at) else { continue };
            reading.count -= 1;
            reading.tokens -= share.tokens;
            reading.match_count -= share.matches;
            reading.silent -= u64::from(!share.has_rules);
            reading.rejected.push(RejectedRow {
                source: source.file.clone(),
                row: source.place.number(),
                reason,
            });
        }
        reading.rejected.sort_by(|a, b| (&a.source, a.row).cmp(&(&b.source, b.row)));
        let found = FoundCopies { options, articles, copies, left_out: left_out_count };
        reading.warnings.extend(found.warnings(has_tables));
        reading.copies = Some(found);
        Ok(())
    }
}

impl FoundCopies {
    fn warnings(&self, has_tables: bool) -> Vec<String> {
        let mut warnings = Vec::new();
        let concerned: usize = self.copies.groups.iter().map(Vec::len).sum();
        if concerned > 0 {
            let place = if has_tables {
                "duplicates.csv lists them"
            } else {
                "`framescope compare` \
                lists them"
            };
            let groups = plural(self.copies.groups.len(), "group", "groups");
            let documents = format!(
                "{concerned} documents in {groups} are near copies of \
                documents of other outlets"
            );
            warnings.push(match self.options.policy {
                DuplicatesArgument::Keep => format!(
                    "{documents} and are counted as each outlet's own ({place}); count the \
                        earliest alone with --duplicates first, \
                     or none with --duplicates drop"
                ),
                DuplicatesArgument::First => {
                    format!(
                        "{documents}; {} left out but for the earliest of each group \
                        ({place})",
                        self.left_out
                    )
                }
                DuplicatesArgument::Drop => format!("{documents} and left out ({place})"),
            });
        }
        if self.copies.within > 0 {
            let documents = plural(
                self.copies.within,
                "document is a near copy",
                "documents are \
                near copies",
            );
            warnings.push(format!(
                "{documents} of another in the same outlet; such copies are not \
                treated as agency text"
            ));
        }
        warnings
    }

    /// Writes the table of pairs, where there are any.
    pub(crate) fn write(&self, folder: &mut TableFolder) -> Result<(), Failure> {
        if self.copies.pairs.is_empty() {
            return Ok(());
        }
        folder.write(&duplicate_rows(&self.copies, &self.articles))
    }

    /// How copies were found and what was done, for the record.
    pub(crate) fn method(&self) -> Value {
        json!({
            "similarity": format!("Jaccard of the runs of {SHINGLE_WORDS} normalized tokens, \
                candidates by MinHash bands, then exact"),
            "threshold": self.options.threshold,
            "shortest_document": FEWEST_TOKENS,
            "groups": "single linkage of pairs across outlets",
            "pairs": self.copies.pairs.len(),
            "documents": self.copies.groups.iter().map(Vec::len).sum::<usize>(),
            "documents_left_out": self.left_out,
            "documents_within_outlet": self.copies.within,
        })
    }
}
