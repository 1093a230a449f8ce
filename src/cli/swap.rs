//! `framescope lexicon check --swap`: the names of two parties exchanged in every document, and
//! which entries feel it.

use super::arguments::CheckArguments;
use super::failure::Failure;
use crate::annotate::{Annotation, Annotator, Swap, Swapper};
use crate::lexicon::{EntryId, Lexicon, LexiconKind, Matcher, load};
use crate::prose::plural;
use crate::table::{Names, SwapRow};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::sync::{Mutex, PoisonError};

/// The most pairs of parties that one run exchanges.
const MOST_PAIRS: usize = 45;

/// Two parties and their exchange.
pub(crate) struct Exchange {
    one: String,
    other: String,
    swap: Swap,
}

/// The pairs of parties that were asked for: those named, else all pairs of the actors lexicon.
pub(crate) fn exchanges(arguments: &CheckArguments) -> Result<Vec<Exchange>, Failure> {
    let Some(name) = &arguments.swap else { return Ok(Vec::new()) };
    let actors = load(name)?;
    if actors.kind != LexiconKind::Actors {
        return Err(Failure::usage(format!(
            "--swap: `{name}` is a {} lexicon; name one of `[actor.…]` tables",
            actors.kind.name()
        )));
    }
    let pairs = match &arguments.parties {
        Some(parties) => vec![named(parties)?],
        None => all_pairs(&actors, name)?,
    };
    let exchange = |(one, other): (String, String)| {
        Ok(Exchange { swap: Swap::new(&actors, &one, &other)?, one, other })
    };
    pairs.into_iter().map(exchange).collect()
}

fn named(parties: &str) -> Result<(String, String), Failure> {
    match parties.split_once(',').map(|(one, other)| (one.trim(), other.trim())) {
        Some((one, other))
            if !one.is_empty() && !other.is_empty() && one != other && !other.contains(',') =>
        {
            Ok((one.to_owned(), other.to_owned()))
        }
        _ => Err(Failure::usage(format!(
            "--parties: `{parties}` does not name two actors; write two keys with a comma between, \
             as iran,israel"
        ))),
    }
}

fn all_pairs(actors: &Lexicon, name: &str) -> Result<Vec<(String, String)>, Failure> {
    let keys: Vec<&String> = actors.categories.iter().map(|category| &category.name).collect();
    let pairs = keys.len() * keys.len().saturating_sub(1) / 2;
    if pairs == 0 || pairs > MOST_PAIRS {
        return Err(Failure::usage(format!(
            "--swap: `{name}` has {}, which make {pairs} pairs; name two with --parties, as {}",
            plural(keys.len(), "actor", "actors"),
            keys.iter().take(2).map(|key| key.as_str()).collect::<Vec<_>>().join(",")
        )));
    }
    let from = |at: usize| keys.iter().skip(at + 1).map(move |other| (at, *other));
    Ok((0..keys.len())
        .flat_map(from)
        .filter_map(|(at, other)| Some(((*keys.get(at)?).clone(), other.clone())))
        .collect())
}

/// What each exchange changes, summed over documents in any order.
pub(crate) struct SwapTally<'e> {
    exchanges: &'e [Exchange],
    matcher: &'e Matcher,
    /// Workers at rest, one for each thread at the most.
    workers: Mutex<Vec<SwapWorker<'e>>>,
    changes: Mutex<BTreeMap<(usize, u32), SwapChange>>,
}

struct SwapWorker<'e> {
    swappers: Vec<Swapper<'e>>,
    annotator: Annotator<'e>,
}

/// What an exchange does to an entry.
#[derive(Default)]
struct SwapChange {
    count: u64,
    swapped: u64,
    documents: u64,
    /// The first document by id in which matches change, and the words.
    example: Option<(String, String)>,
}

impl<'e> SwapTally<'e> {
    pub(crate) fn new(exchanges: &'e [Exchange], matcher: &'e Matcher) -> Self {
        Self { exchanges, matcher, workers: Mutex::default(), changes: Mutex::default() }
    }

    /// EntryCounts a document as it is and with each pair of names exchanged.
    pub(crate) fn add(&self, id: &str, text: &str) {
        if self.exchanges.is_empty() {
            return;
        }
        let idle = self.workers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        // Marks alone would do: what counts is whether an entry is found.
        let mut worker = idle.unwrap_or_else(|| SwapWorker {
            swappers: self.exchanges.iter().map(|exchange| Swapper::new(&exchange.swap)).collect(),
            annotator: Annotator::new(self.matcher),
        });
        let before = counts(&worker.annotator.annotate(text));
        for (at, swapper) in worker.swappers.iter_mut().enumerate() {
            let swapped = swapper.swapped(text);
            let after = counts(&worker.annotator.annotate(&swapped));
            let changed = self.changed(&before, &after);
            let mut changes = self.changes.lock().unwrap_or_else(PoisonError::into_inner);
            for entry in
                before.keys().chain(after.keys().filter(|entry| !before.contains_key(entry)))
            {
                let number = |side: &EntryCounts| side.get(entry).map_or(0, |(count, _)| *count);
                let change = changes.entry((at, *entry)).or_default();
                change.count += number(&before);
                change.swapped += number(&after);
                if number(&before) != number(&after) && changed.contains(&self.category(*entry)) {
                    change.documents += 1;
                    if change.example.as_ref().is_none_or(|(first, _)| id < first.as_str()) {
                        let words =
                            before.get(entry).or(after.get(entry)).map_or("", |(_, words)| words);
                        change.example = Some((id.to_owned(), words.to_owned()));
                    }
                }
            }
        }
        self.workers.lock().unwrap_or_else(PoisonError::into_inner).push(worker);
    }

    fn category(&self, entry: u32) -> u32 {
        self.matcher.entry(EntryId(entry)).category.0
    }

    /// The categories whose score differs. A list that names each party (`Iran-backed`,
    /// `Israel-backed`) exchanges entries and keeps the score.
    fn changed(&self, before: &EntryCounts, after: &EntryCounts) -> BTreeSet<u32> {
        let mut balance: BTreeMap<u32, (i64, f64)> = BTreeMap::new();
        for (side, sign) in [(before, 1), (after, -1)] {
            for (entry, (count, _)) in side {
                let (matches, weighted) = balance.entry(self.category(*entry)).or_default();
                *matches += sign * i64::try_from(*count).unwrap_or(i64::MAX);
                *weighted +=
                    sign as f64 * *count as f64 * self.matcher.entry(EntryId(*entry)).weight;
            }
        }
        balance
            .into_iter()
            .filter(|(_, (matches, weighted))| *matches != 0 || weighted.abs() > 1e-9)
            .map(|(category, _)| category)
            .collect()
    }

    /// The entries by which the score of a category changes.
    pub(crate) fn rows(&self) -> Vec<SwapRow> {
        let names = Names::from_matcher(self.matcher);
        let changes = self.changes.lock().unwrap_or_else(PoisonError::into_inner);
        let row = |(&(at, entry), change): (&(usize, u32), &SwapChange)| {
            let exchange = self.exchanges.get(at)?;
            let (document, words) = change.example.clone()?;
            let (term, category, _) = names.entry(EntryId(entry));
            let (lexicon, category) = names.category(category);
            Some(SwapRow {
                lexicon,
                party: exchange.one.clone(),
                other_party: exchange.other.clone(),
                category,
                entry: term,
                count: change.count,
                count_swapped: change.swapped,
                documents: change.documents,
                example_document: document,
                example: words,
            })
        };
        changes.iter().filter_map(row).collect()
    }
}

/// How often each entry is found, and its first words.
type EntryCounts = BTreeMap<u32, (u64, String)>;

fn counts(annotation: &Annotation<'_>) -> EntryCounts {
    let mut counts = EntryCounts::new();
    for found in annotation.matches {
        counts
            .entry(found.entry.0)
            .or_insert_with(|| (0, found.span.slice(annotation.text).to_owned()))
            .0 += 1;
    }
    counts
}

/// The outcome in words.
pub(crate) fn show(rows: &[SwapRow], out: &mut impl Write) -> Result<(), Failure> {
    if rows.is_empty() {
        writeln!(
            out,
            "Swap test: with the parties' names exchanged every category scores as before.\n"
        )?;
        return Ok(());
    }
    writeln!(
        out,
        "Swap test: scores change with the parties' names exchanged, by {}:",
        plural(rows.len(), "entry", "entries")
    )?;
    for row in rows {
        let documents =
            plural(usize::try_from(row.documents).unwrap_or(usize::MAX), "document", "documents");
        writeln!(
            out,
            "  {} / {}: `{}` in {}: {} before, {} after, in {documents} (“{}” in {})",
            row.party,
            row.other_party,
            row.entry,
            row.category,
            row.count,
            row.count_swapped,
            row.example,
            row.example_document
        )?;
    }
    writeln!(out)?;
    Ok(())
}
