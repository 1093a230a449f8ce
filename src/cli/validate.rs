//! `framescope validate sample`: the sheet for hand coding.

use super::arguments::SampleArguments;
use super::failure::Failure;
use super::options::{RunOptions, table_format};
use super::single::table_file;
use super::summary;
use crate::analysis::{Plan, TableChoice, record_warnings};
use crate::annotate::{Annotation, Concordance, Match};
use crate::corpus::Document;
use crate::lexicon::{CategoryId, EntryId, Matcher};
use crate::prose::plural;
use crate::sink::{TableFile, TableFormat};
use crate::table::{CodingRow, CodingUnit, Names, TableSink, coding_schema, match_unit, miss_unit};
use crate::text::ByteSpan;
use crate::validation::{Drawn, StratifiedSample, priority};
use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// A sentence shorter than this is a heading or a fragment, of which little can be missed.
const LEAST_TOKENS: usize = 5;

/// A unit with its place in the random order of rows. That is not the order in which units are
/// drawn, since then members of small categories would stand behind the others.
type Placed = (u128, CodingUnit);

/// What is drawn while the corpus is read.
struct Draw {
    /// Matches by the rank of their category.
    matches: StratifiedSample<usize, Placed>,
    misses: StratifiedSample<(), Placed>,
}

pub(crate) fn run(arguments: SampleArguments) -> Result<(), Failure> {
    let mut options = RunOptions::raise(arguments.shared, |options| {
        options.tables = TableChoice::from_tables([]);
    })?;
    let mut table = begin(&arguments.output, &options)?;
    let size = arguments.matches;
    let misses = arguments.misses.unwrap_or(size.div_ceil(4));
    let coders = usize::from(arguments.coders);
    let progress = options.progress();
    let corpus = options.open()?;
    let draw = Mutex::new(Draw {
        matches: StratifiedSample::new(size),
        misses: StratifiedSample::new(misses),
    });
    let (mut records, foreign) = {
        let sampler = Sampler::new(&options.plan, arguments.context);
        let count = || progress.document();
        let mut foreign = 0_u64;
        let records = options.reading(&count).records_with(
            &options.plan,
            corpus,
            |document, annotation| sampler.offer(document, annotation, &draw),
            |is_foreign| {
                foreign += u64::from(is_foreign);
                Ok(())
            },
        )?;
        (records, foreign)
    };
    let plan = &options.plan;
    let (_, read_warnings) = options.pool.install(|| record_warnings(plan, &mut records))?;
    progress.done();
    let Draw { matches, misses: sentences } =
        draw.into_inner().unwrap_or_else(PoisonError::into_inner);
    let (matches, sentences) = (matches.draw(), sentences.draw());
    let drawn = drawn_in_words(&matches, &sentences);
    let mut warnings = shortages(&matches, size);
    if foreign > 0 {
        let documents = plural(foreign, "document is", "documents are");
        let language = plan.rules().language();
        warnings.push(format!(
            "{documents} not in the lexicons' language ({language}); misses are not drawn from \
             there"
        ));
    }
    table.begin(&coding_schema(coders))?;
    table.rows(&rows(matches, sentences, coders))?;
    table.end()?;
    table.finish()?;
    summary::say(&drawn, options.verbosity);
    for warning in warnings {
        summary::say(&format!("warning: {warning}"), options.verbosity);
    }
    summary::warn(&summary::with_remedies(read_warnings), options.verbosity);
    Ok(())
}

/// Offers what a document has to the draw.
struct Sampler<'p> {
    plan: &'p Plan,
    context: usize,
    ranks: Vec<usize>,
    twins: Vec<u32>,
    /// Lexicons in other languages than the rules' may find something in texts to which the rules
    /// do not apply.
    is_of_one_language: bool,
}

impl<'p> Sampler<'p> {
    fn new(plan: &'p Plan, context: usize) -> Self {
        let language = plan.rules().language();
        Self {
            plan,
            context,
            ranks: ranks(plan.matcher()),
            twins: twins(plan.matcher(), plan.names()),
            is_of_one_language: plan.lexicons().iter().all(|lexicon| lexicon.language == language),
        }
    }

    /// Offers the matches of a document, and its sentences without one. Says whether the document
    /// is in a language in which nothing can be missed.
    fn offer(&self, document: &Document, annotation: &Annotation<'_>, draw: &Mutex<Draw>) -> bool {
        let names = self.plan.names();
        let seed = self.plan.options().seed;
        let order = |chance: u128| priority(seed, &[b"order", &chance.to_le_bytes()]);
        let concordance = Concordance::new(annotation, document.title.as_deref(), self.context);
        let keys = Keys { seed, document: &document.id, twins: &self.twins };
        let matches: Vec<(&Match, u128)> =
            annotation.matches.iter().map(|found| (found, keys.of_match(found, names))).collect();
        // In a text that the lexicons are not made for nothing is missed, though nothing is found.
        let is_foreign = self.is_of_one_language && annotation.rules.is_none();
        let sentences = if is_foreign { Vec::new() } else { concordance.unmatched(LEAST_TOKENS) };
        let sentences: Vec<_> =
            sentences.into_iter().map(|span| (span, keys.of_miss(span))).collect();
        let mut draw = draw.lock().unwrap_or_else(PoisonError::into_inner);
        for (found, chance) in matches {
            let (_, category, _) = names.entry(found.entry);
            // There is a rank for each category.
            let rank = self.ranks.get(category.0 as usize).copied().unwrap_or(0);
            draw.matches.offer(&rank, chance, || {
                (order(chance), match_unit(document, &concordance, found, names))
            });
        }
        for (span, chance) in sentences {
            draw.misses.offer(&(), chance, || (order(chance), miss_unit(document, span)));
        }
        is_foreign
    }
}

fn begin(path: &Path, options: &RunOptions) -> Result<TableFile, Failure> {
    if path.as_os_str() != "-" && table_format(path)? != TableFormat::Csv {
        return Err(Failure::usage(format!(
            "{}: a sheet for coding is written as .csv; choose this ending",
            path.display()
        )));
    }
    let table = table_file(path, &options.inputs)?;
    // Hours of coding may be in it.
    if path.is_file() && !options.overwrite {
        return Err(Failure::usage(format!(
            "{}: this file exists and may hold codes; name another with -o, or replace it with \
             --overwrite",
            path.display()
        )));
    }
    Ok(table.for_spreadsheets())
}

/// The rank of each category by its lexicon's name and its own, so that nothing depends on the
/// order of lexicons.
fn ranks(matcher: &Matcher) -> Vec<usize> {
    let mut dimensions: Vec<(&str, &str)> =
        matcher.categories().iter().map(|c| (&*c.lexicon_name, &*c.name)).collect();
    dimensions.sort_unstable();
    let rank = |name: &(&str, &str)| dimensions.binary_search(name).unwrap_or(0);
    matcher.categories().iter().map(|c| rank(&(&*c.lexicon_name, &*c.name))).collect()
}

/// Of each entry the number among those of its category that are spelt like it, from 0. It does not
/// depend on the order of lexicons.
fn twins(matcher: &Matcher, names: &Names) -> Vec<u32> {
    let mut counts: HashMap<(CategoryId, Arc<str>), u32> = HashMap::new();
    let number = |at: u32| {
        let (entry, category, _) = names.entry(EntryId(at));
        let count = counts.entry((category, entry)).or_default();
        let number = *count;
        *count += 1;
        number
    };
    (0_u32..).take(matcher.entries().len()).map(number).collect()
}

/// What decides whether the units of a document are drawn.
struct Keys<'d> {
    seed: u64,
    document: &'d str,
    twins: &'d [u32],
}

impl Keys<'_> {
    fn of_match(&self, found: &Match, names: &Names) -> u128 {
        let (entry, category, _) = names.entry(found.entry);
        let (lexicon, category) = names.category(category);
        // Two entries of one spelling may both match here, each under a condition of its own.
        let twin =
            self.twins.get(found.entry.0 as usize).filter(|twin| **twin > 0).map(u32::to_string);
        let mut parts: Vec<&str> = vec![&lexicon, &category, &entry];
        parts.extend(twin.as_deref());
        self.key("match", found.span, &parts)
    }

    fn of_miss(&self, span: ByteSpan) -> u128 {
        self.key("miss", span, &[])
    }

    fn key(&self, kind: &str, span: ByteSpan, names: &[&str]) -> u128 {
        let (start, end) = (span.start.to_le_bytes(), span.end.to_le_bytes());
        let mut parts: Vec<&[u8]> = vec![kind.as_bytes(), self.document.as_bytes(), &start, &end];
        parts.extend(names.iter().map(|name| name.as_bytes()));
        priority(self.seed, &parts)
    }
}

fn drawn_in_words(matches: &[Drawn<usize, Placed>], sentences: &[Drawn<(), Placed>]) -> String {
    let drawn: usize = matches.iter().map(|stratum| stratum.members.len()).sum();
    let population: u64 = matches.iter().map(|stratum| stratum.population).sum();
    let sentence_count: u64 = sentences.iter().map(|stratum| stratum.population).sum();
    let sentences: usize = sentences.iter().map(|stratum| stratum.members.len()).sum();
    let categories = plural(matches.len(), "category", "categories");
    format!(
        "drawn: {drawn} of {population} matches in {categories}, {sentences} of {sentence_count} \
         sentences without a match"
    )
}

/// What a sample that is small for its corpus, or a corpus small for its sample, leaves open.
fn shortages(matches: &[Drawn<usize, Placed>], size: u64) -> Vec<String> {
    let population: u64 = matches.iter().map(|stratum| stratum.population).sum();
    let without = matches.iter().filter(|stratum| stratum.members.is_empty()).count();
    if population == 0 {
        vec!["the corpus has no match; there is no precision to be measured".to_owned()]
    } else if population < size {
        vec![format!(
            "the corpus has {population} matches and {size} were asked for; all of them are in the \
             sample"
        )]
    } else if without > 0 {
        let categories = plural(matches.len(), "category occurs", "categories occur");
        vec![format!(
            "{categories}, more than the {size} matches asked for: {without} of them, the \
             smallest, have none in the sample and no figures will cover them; raise -n, or name \
             the lexicons to validate with --lexicon"
        )]
    } else {
        Vec::new()
    }
}

/// The rows in random order.
fn rows(
    matches: Vec<Drawn<usize, Placed>>,
    sentences: Vec<Drawn<(), Placed>>,
    coders: usize,
) -> Vec<CodingRow> {
    let mut rows: Vec<(u128, CodingRow)> = Vec::new();
    let mut take = |population: u64, members: Vec<Placed>| {
        let sampled = members.len() as u64;
        rows.extend(members.into_iter().map(|(order, unit)| {
            (order, CodingRow { item: 0, unit, population, sampled, coders })
        }));
    };
    matches.into_iter().for_each(|stratum| take(stratum.population, stratum.members));
    sentences.into_iter().for_each(|stratum| take(stratum.population, stratum.members));
    rows.sort_unstable_by_key(|(order, _)| *order);
    (1..).zip(rows).map(|(item, (_, row))| CodingRow { item, ..row }).collect()
}
