//! Reading a corpus once: every document through the map step, and what the command wants of it
//! gathered.

use super::copies::{CopyFinder, CopyParts, FoundCopies, Share};
use super::failure::Failure;
use super::keyness::Words;
use super::options::{OnError, RunOptions, Verbosity};
use super::passages::Passages;
use super::progress::Progress;
use crate::annotate::{Annotator, Concordance, Voice};
use crate::corpus::{
    Corpus, Document, InputFile, Item, Rejection, Remark, RemarkKind, UNKNOWN_OUTLET,
};
use crate::frame::{DocumentFrame, Passage, Shingler, WordCounter, WordCounts, map_stream};
use crate::lexicon::Matcher;
use crate::prose::plural;
use crate::table::{DocumentRow, Names, RejectedRow, Spool, document_row};
use std::collections::{BTreeMap, BTreeSet};
use std::io;

/// Which results of the map step a command keeps.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Keep {
    pub frames: bool,
    pub documents: bool,
    /// Tokens of context for lines handed to the renderer of matches; none where the command shows
    /// no lines.
    pub lines: Option<usize>,
    /// Words, and phrases of up to so many.
    pub words: Option<u8>,
    /// Sentences that could be shown.
    pub passages: bool,
}

/// Renders the lines of one document.
pub(crate) type RenderMatches<'r> =
    dyn Fn(&Document, &Concordance<'_>) -> io::Result<Vec<u8>> + Sync + 'r;
/// Renders the scores of one document.
pub(crate) type RenderScores<'r> = dyn Fn(&DocumentFrame) -> io::Result<Vec<u8>> + Sync + 'r;

/// Turns one document into bytes for each spool.
#[derive(Default)]
pub(crate) struct Renderers<'r> {
    pub matches: Option<&'r RenderMatches<'r>>,
    pub scores: Option<&'r RenderScores<'r>>,
}

/// What came of reading a corpus.
pub(crate) struct Reading {
    /// Sorted by document id, so that the order of the input changes nothing.
    pub frames: Vec<DocumentFrame>,
    /// Sorted by document id.
    pub documents: Vec<DocumentRow>,
    pub matches: Spool,
    pub scores: Spool,
    pub rejected: Vec<RejectedRow>,
    pub warnings: Vec<String>,
    pub files: Vec<InputFile>,
    pub count: u64,
    pub tokens: u64,
    pub match_count: u64,
    /// Documents to which the rules do not apply.
    pub silent: u64,
    /// Near copies, where the command asks for them.
    pub copies: Option<FoundCopies>,
    /// The words of the documents, where they are kept.
    pub words: Option<Words>,
    /// Their sentences that could be shown, where they are kept.
    pub passages: Option<Passages>,
    /// Of each frame the place of its document in the input.
    pub order: Vec<usize>,
}

enum Mapped<R> {
    Done(Box<R>),
    Rejected(Rejection),
    Remark(Remark),
    Failed(Failure),
}

/// What a thread needs for the map step.
struct Worker<'m> {
    annotator: Annotator<'m>,
    shingler: Option<Shingler>,
    counter: WordCounter,
}

struct Parts {
    id: String,
    tokens: u64,
    matches: u64,
    has_rules: bool,
    frame: Option<DocumentFrame>,
    words: Option<WordCounts>,
    passages: Option<Vec<u8>>,
    row: Option<DocumentRow>,
    match_bytes: Vec<u8>,
    score_bytes: Vec<u8>,
    copy: Option<CopyParts>,
}

/// What the reading of a corpus tells besides its documents.
pub(crate) struct Passed {
    pub rejected: Vec<RejectedRow>,
    pub warnings: Vec<String>,
    pub files: Vec<InputFile>,
}

/// Hands each document of the corpus of `options` to `map`, on all cores, and what it makes of them
/// to `take`, in the order of the input. Each thread has a worker of its own.
pub(crate) fn each_document<W: Send, R: Send>(
    options: &RunOptions,
    progress: &Progress,
    worker: impl Fn() -> W,
    map: impl Fn(&mut W, Document) -> io::Result<R> + Sync,
    mut take: impl FnMut(R) -> io::Result<()>,
) -> Result<Passed, Failure> {
    let mut corpus = Corpus::open(&options.paths, options.corpus.clone())?;
    let mut rejected = Vec::new();
    let mut remarks = Vec::new();
    let mut failure = None;
    map_stream(
        &options.pool,
        corpus.by_ref(),
        |item| match item {
            Ok(Item::Document(document)) => document.text.len() + 512,
            _ => 512,
        },
        worker,
        |worker, item| match item {
            Ok(Item::Document(mut document)) => {
                if let Some(events) = &options.events {
                    events.give(&mut document);
                }
                match map(worker, document) {
                    Ok(result) => Mapped::Done(Box::new(result)),
                    Err(error) => Mapped::Failed(error.into()),
                }
            }
            Ok(Item::Rejected(rejection)) => Mapped::Rejected(rejection),
            Ok(Item::Remark(remark)) => Mapped::Remark(remark),
            Err(error) => Mapped::Failed(error.into()),
        },
        |mapped| {
            let result = match mapped {
                Mapped::Done(result) => {
                    progress.document();
                    take(*result).map_err(Failure::from)
                }
                Mapped::Rejected(rejection) if options.on_error == OnError::Fail => {
                    Err(skippable(rejection))
                }
                Mapped::Rejected(rejection) => {
                    rejected.push(rejected_row(&rejection));
                    Ok(())
                }
                Mapped::Remark(remark) => {
                    remarks.push(remark);
                    Ok(())
                }
                Mapped::Failed(error) => Err(error),
            };
            failure = result.err();
            failure.is_none()
        },
    );
    if let Some(failure) = failure {
        return Err(failure);
    }
    rejected.sort_by(|a, b| (&a.source, a.row).cmp(&(&b.source, b.row)));
    let mut warnings = warnings(&remarks, options.verbosity);
    if let Some(first) = rejected.first().map(|row| row.reason.clone()) {
        warnings.push(format!(
            "{} left out, the first because: \
            {first}",
            plural(rejected.len(), "document was", "documents were")
        ));
    }
    let mut files = corpus.files();
    if let Some(events) = &options.events {
        warnings.extend(events.close()?);
        files.push(events.file().clone());
    }
    Ok(Passed { rejected, warnings, files })
}

/// Reads the corpus of `options` from end to end.
pub(crate) fn read(
    options: &RunOptions,
    keep: Keep,
    renderers: &Renderers<'_>,
    progress: &Progress,
) -> Result<Reading, Failure> {
    let mut reading = Reading {
        frames: Vec::new(),
        documents: Vec::new(),
        matches: Spool::new(),
        scores: Spool::new(),
        rejected: Vec::new(),
        warnings: Vec::new(),
        files: Vec::new(),
        count: 0,
        tokens: 0,
        match_count: 0,
        silent: 0,
        copies: None,
        words: keep.words.map(Words::new),
        passages: keep.passages.then(Passages::new),
        order: Vec::new(),
    };
    let mut finder = options.duplicates.map(CopyFinder::new);
    let passed = each_document(
        options,
        progress,
        || Worker {
            annotator: Annotator::new(&options.matcher).with_rules(&options.rules),
            shingler: options.duplicates.map(|_| Shingler::new()),
            counter: WordCounter::default(),
        },
        |worker, document| parts(&document, worker, keep, renderers),
        |mut parts| {
            if let (Some(finder), Some(copy)) = (&mut finder, parts.copy.take()) {
                finder.take(
                    copy,
                    Share {
                        tokens: parts.tokens,
                        matches: parts.matches,
                        has_rules: parts.has_rules,
                    },
                )?;
            }
            reading.take(parts)
        },
    )?;
    (reading.rejected, reading.warnings, reading.files) =
        (passed.rejected, passed.warnings, passed.files);
    reading.order = (0..reading.frames.len()).collect();
    reading.order.sort_by(|&a, &b| reading.frames[a].id.cmp(&reading.frames[b].id));
    reading.frames.sort_by(|a, b| a.id.cmp(&b.id));
    reading.documents.sort_by(|a, b| a.document_id.cmp(&b.document_id));
    if let Some(finder) = finder {
        finder.settle(&mut reading, keep.frames)?;
    }
    let homeless = reading.frames.iter().filter(|frame| *frame.outlet == *UNKNOWN_OUTLET).count();
    reading.warnings.extend(homeless_warning(homeless));
    reading.warnings.extend(doubtful_names(&reading.frames));
    if reading.silent > 0 {
        let documents =
            plural(usize::try_from(reading.silent).unwrap_or(usize::MAX), "document", "documents");
        let language = options.rules.language();
        reading.warnings.push(format!(
            "{documents} not in the language `{language}` of the cue rules: there \
                quotation marks alone tell the voice"
        ));
    }
    reading.warnings.extend(language_warnings(&reading.documents, options));
    Ok(reading)
}

fn parts(
    document: &Document,
    worker: &mut Worker<'_>,
    keep: Keep,
    renderers: &Renderers<'_>,
) -> io::Result<Parts> {
    let Worker { annotator, shingler, counter } = worker;
    let matcher: &Matcher = annotator.matcher();
    let annotation = annotator.annotate_in(&document.text, document.language.as_deref());
    // Sentences take time, so a document that holds none to show is not cut into them.
    let shows = keep.passages && annotation.matches.iter().any(|found| found.voice == Voice::Own);
    let concordance = (keep.documents || renderers.matches.is_some() || shows)
        .then(|| Concordance::new(&annotation, document.title.as_deref(), keep.lines.unwrap_or(0)));
    let frame = (keep.frames || renderers.scores.is_some())
        .then(|| DocumentFrame::of(document, &annotation, matcher));
    Ok(Parts {
        id: document.id.clone(),
        tokens: annotation.tokens.len() as u64,
        matches: annotation.matches.len() as u64,
        has_rules: annotation.rules.is_some(),
        words: keep.words.map(|ngrams| counter.count(&annotation, ngrams > 1)),
        passages: keep.passages.then(|| {
            let shown = concordance.as_ref().filter(|_| shows);
            shown
                .map(|concordance| Passage::pack(&Passage::all(concordance, matcher)))
                .unwrap_or_default()
        }),
        row: concordance
            .as_ref()
            .filter(|_| keep.documents)
            .map(|c| document_row(document, &annotation, c.sentences())),
        match_bytes: match (renderers.matches, &concordance) {
            (Some(render), Some(concordance)) => render(document, concordance)?,
            _ => Vec::new(),
        },
        score_bytes: match (renderers.scores, &frame) {
            (Some(render), Some(frame)) => render(frame)?,
            _ => Vec::new(),
        },
        copy: shingler.as_mut().and_then(|shingler| CopyParts::of(document, &annotation, shingler)),
        frame: frame.filter(|_| keep.frames),
    })
}

impl Reading {
    fn take(&mut self, parts: Parts) -> io::Result<()> {
        self.count += 1;
        self.tokens += parts.tokens;
        self.match_count += parts.matches;
        self.silent += u64::from(!parts.has_rules);
        self.matches.add(&parts.id, &parts.match_bytes)?;
        self.scores.add(&parts.id, &parts.score_bytes)?;
        if let (Some(words), Some(counts)) = (&mut self.words, &parts.words) {
            words.add(counts)?;
        }
        if let (Some(passages), Some(bytes)) = (&mut self.passages, &parts.passages) {
            passages.add(bytes)?;
        }
        self.frames.extend(parts.frame);
        self.documents.extend(parts.row);
        Ok(())
    }
}

/// Says that documents have no outlet, where some have none.
pub(crate) fn homeless_warning(count: usize) -> Option<String> {
    let documents = plural(count, "document has", "documents have");
    (count > 0).then(|| {
        format!(
            "{documents} no outlet and {} compared as \
        `{UNKNOWN_OUTLET}`",
            if count == 1 { "is" } else { "are" }
        )
    })
}

/// Names of outlets that a reader takes for one, and events that nobody shares.
fn doubtful_names(frames: &[DocumentFrame]) -> Vec<String> {
    let mut warnings = Vec::new();
    let mut alike: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for frame in frames {
        let folded = frame.outlet.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        alike.entry(folded).or_default().insert(&frame.outlet);
    }
    let outlets: usize = alike.values().map(BTreeSet::len).sum();
    if let Some(names) = alike.into_values().find(|names| names.len() > 1) {
        let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        warnings.push(format!(
            "outlets whose names differ in case or blanks alone are compared as \
            different ones: {}",
            names.join(", ")
        ));
    }
    let mut events: BTreeMap<&str, &str> = BTreeMap::new();
    let shared = frames
        .iter()
        .filter_map(|frame| Some((frame.event.as_deref()?, &*frame.outlet)))
        .any(|(event, outlet)| *events.entry(event).or_insert(outlet) != outlet);
    if outlets > 1 && !events.is_empty() && !shared {
        warnings.push(
            "no event is reported by two outlets, so nothing can be compared within \
            events; see the column `event`"
                .to_owned(),
        );
    }
    warnings
}

/// A rejection that ends the run says how to go on without the document.
fn skippable(rejection: Rejection) -> Failure {
    Failure::usage(format!("{rejection} (or leave such documents out with --on-error skip)"))
}

fn rejected_row(rejection: &Rejection) -> RejectedRow {
    RejectedRow {
        source: rejection.source_place.file.clone(),
        row: rejection.source_place.place.number(),
        reason: rejection.reason.to_string(),
    }
}

/// One sentence for each kind of remark, or one for each remark where all are wanted.
fn warnings(remarks: &[Remark], verbosity: Verbosity) -> Vec<String> {
    let mut kinds: BTreeMap<RemarkKind, Vec<String>> = BTreeMap::new();
    for remark in remarks {
        kinds.entry(remark.kind).or_default().push(format!(
            "{}: \
            “{}”",
            remark.source, remark.found
        ));
    }
    let mut sentences = Vec::new();
    for (kind, mut places) in kinds {
        places.sort();
        let what = match kind {
            RemarkKind::UnreadableDate => "no date could be read, and the cell is left empty",
            RemarkKind::AmbiguousDate => {
                "day and month cannot be told apart, and only the year is \
                kept (write dates as YYYY-MM-DD)"
            }
            RemarkKind::NotInManifest => {
                "the file is not in the manifest, and its outlet is that \
                of its sub-folder, if any"
            }
        };
        match places.as_slice() {
            [first, rest @ ..] if verbosity < Verbosity::Verbose && !rest.is_empty() => {
                sentences.push(format!("{what}: {first} and {} more", rest.len()));
            }
            places => sentences.extend(places.iter().map(|place| format!("{what}: {place}"))),
        }
    }
    sentences
}

/// A lexicon in one language says little of a document in another.
fn language_warnings(documents: &[DocumentRow], options: &RunOptions) -> Vec<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let served =
        |language: &str| options.lexicons.iter().any(|lexicon| lexicon.language == language);
    for language in documents
        .iter()
        .filter_map(|document| document.language.as_deref())
        .filter(|language| !served(language))
    {
        *counts.entry(language).or_default() += 1;
    }
    let known = |(language, count): (&str, usize)| {
        format!(
            "{} in the language `{language}`, for which no lexicon is used; their counts mean \
                little",
            plural(count, "document is", "documents are")
        )
    };
    counts.into_iter().map(known).collect()
}

/// The names for rows of this run.
pub(crate) fn names(options: &RunOptions) -> Names {
    Names::of(&options.matcher)
}
