//! `framescope lexicon check`: what is wrong or doubtful in a lexicon, alone or against a corpus.

use super::arguments::{CheckArguments, SharedArguments};
use super::failure::Failure;
use super::import_notice::{load_and_tell, reading};
use super::lexicon_size::size;
use super::options::RunOptions;
use super::report::begin_folder;
use super::summary;
use super::swap::{self, SwapTally};
use crate::analysis::{
    RunRecord, TableChoice, lexicon_check_account, lexicon_record, sums_of_records,
};
use crate::annotate::Annotation;
use crate::compare::{CategoryUse, ItemUse, category_uses};
use crate::lexicon::{
    Category, Entry, Finding, FindingKind, Lexicon, LexiconKind, MatchMode, Matcher, Severity,
    check, check_breadth_on_sample, unrelated_words,
};
use crate::prose::plural;
use crate::table::{CategoryUseRow, FindingRow, ItemUseRow, Row, SwapRow};
use crate::text::Normalized;
use std::collections::{BTreeMap, HashSet};
use std::io::{BufWriter, Write};

/// An entry with more than this share of its category's matches carries it alone.
const LEANING: f64 = 0.5;
/// Fewer matches than this say nothing of shares.
const FEW_MATCHES: u64 = 20;
/// Fewer documents than this say nothing of correlations.
const FEW_DOCUMENTS: u64 = 5;
/// An entry whose item-rest correlation lies below this runs against its category.
const CONTRARY: f64 = -0.1;
/// How many words that an entry found are listed.
const WORDS: usize = 12;

pub(crate) fn run(arguments: CheckArguments) -> Result<(), Failure> {
    let options = reading(arguments.lexicon_encoding.as_deref())?;
    let lexicon = load_and_tell(&arguments.lexicon, options, "--lexicon-encoding")?;
    let used = if arguments.corpus.is_empty() {
        if arguments.swap.is_some() {
            return Err(Failure::usage(
                "--swap: there is no text to exchange names in; name a corpus behind the lexicon",
            ));
        }
        None
    } else {
        Some(use_of(&arguments, &lexicon)?)
    };
    let mut findings = check(&lexicon);
    match &used {
        Some(used) => findings.extend(used.findings(&lexicon)),
        None => findings.extend(check_breadth_on_sample(&lexicon)),
    }
    findings.sort();
    if let Some(path) = &arguments.output {
        let mut folder = begin_folder(path, arguments.input.run.overwrite)?;
        folder.write(&FindingRow::schema(), &finding_rows(&findings, &lexicon))?;
        if let Some(used) = &used {
            folder.write(&CategoryUseRow::schema(), &used.category_rows())?;
            folder.write(&ItemUseRow::schema(), &used.item_rows(&lexicon))?;
            if let Some(swapped) = &used.swapped {
                folder.write(&SwapRow::schema(), swapped)?;
            }
        }
        let alone = run_of(&lexicon);
        folder.finish(used.as_ref().map_or(&alone, |used| &used.run))?;
    }
    let mut out = BufWriter::new(std::io::stdout().lock());
    for finding in &findings {
        let Finding { position, severity, message, .. } = finding;
        writeln!(
            out,
            "{}:{}:{}: {}: {message}",
            arguments.lexicon,
            position.line,
            position.column,
            severity.name()
        )?;
    }
    if let Some(used) = &used {
        used.show(&mut out)?;
    }
    let count =
        |wanted: Severity| findings.iter().filter(|finding| finding.severity == wanted).count();
    let (errors, notes) = (count(Severity::Error), count(Severity::Note));
    let told = [
        plural(errors, "error", "errors"),
        plural(count(Severity::Warning), "warning", "warnings"),
        plural(notes, "note", "notes"),
    ];
    writeln!(out, "{}: {}, {}", arguments.lexicon, size(&lexicon), told.join(", "))?;
    out.flush()?;
    drop(out);
    if let Some(used) = &used {
        summary::warn(&used.run.warnings, used.options.verbosity);
    }
    let favours =
        used.as_ref().and_then(|used| used.swapped.as_ref()).is_some_and(|rows| !rows.is_empty());
    if errors > 0 || favours { Err(Failure::Told) } else { Ok(()) }
}

/// A lexicon on a corpus.
struct LexiconUse {
    options: RunOptions,
    run: RunRecord,
    categories: Vec<CategoryUse>,
    /// The words that each entry found, by the entry's number.
    words: BTreeMap<u32, BTreeMap<String, u64>>,
    swapped: Option<Vec<SwapRow>>,
}

fn use_of(arguments: &CheckArguments, lexicon: &Lexicon) -> Result<LexiconUse, Failure> {
    if lexicon.kind == LexiconKind::Cues {
        return Err(Failure::usage(format!(
            "{}: a cue lexicon is not counted, so a corpus says nothing about it; check it without \
             a corpus",
            arguments.lexicon
        )));
    }
    let shared = SharedArguments {
        corpus: arguments.corpus.clone(),
        lexicon: vec![arguments.lexicon.clone()],
        input: arguments.input.clone(),
    };
    let mut options = RunOptions::raise(shared, |options| {
        options.tables = TableChoice::from_tables([]);
    })?;
    let exchanges = swap::exchanges(arguments)?;
    let progress = options.progress();
    let corpus = options.open()?;
    let plan = &options.plan;
    let tally = SwapTally::new(&exchanges, plan.matcher());
    let mut words: BTreeMap<u32, BTreeMap<String, u64>> = BTreeMap::new();
    let count = || progress.document();
    let mut records = options.reading(&count).records_with(
        plan,
        corpus,
        |document, annotation| {
            tally.add(&document.id, annotation.text);
            found_words(annotation, plan.matcher())
        },
        |found| {
            for (entry, word) in found {
                *words.entry(entry).or_default().entry(word).or_default() += 1;
            }
            Ok(())
        },
    )?;
    let (frames, mut run) = options.pool.install(|| sums_of_records(plan, &mut records))?;
    progress.done();
    run.command = std::env::args().skip(1).collect();
    run.options = options.record.clone();
    run.methods = lexicon_check_account();
    run.warnings = summary::with_remedies(run.warnings);
    let swapped = arguments.swap.is_some().then(|| tally.rows());
    let categories = category_uses(&frames, plan.matcher());
    Ok(LexiconUse { run, categories, words, swapped, options })
}

/// The words of each match, normalized, with the number of its entry.
fn found_words(annotation: &Annotation<'_>, matcher: &Matcher) -> Vec<(u32, String)> {
    let mut form = Normalized::default();
    let mut found = Vec::with_capacity(annotation.matches.len());
    for one in annotation.matches {
        let range = one.first as usize..one.end as usize;
        let parts = annotation.tokens.get(range).unwrap_or_default();
        let spelled = parts.iter().map(|token| {
            form.set(token.span.slice(annotation.text));
            form.plain.clone()
        });
        let words = spelled.collect::<Vec<_>>().join(" ");
        found.push((matcher.entry(one.entry).row.0, words));
    }
    found
}

impl LexiconUse {
    /// What the corpus makes doubtful.
    fn findings(&self, lexicon: &Lexicon) -> Vec<Finding> {
        let mut findings = Vec::new();
        // Categories with entries stand in the order of the file, and so do the entries of each.
        for (category, used) in lexicon
            .categories
            .iter()
            .filter(|category| !category.entries.is_empty())
            .zip(&self.categories)
        {
            let missing: Vec<&str> = spellings(category)
                .zip(&used.items)
                .filter(|(_, item)| item.count == 0)
                .map(|(entry, _)| entry.term.as_str())
                .collect();
            if !missing.is_empty() {
                let shown = missing
                    .iter()
                    .take(WORDS)
                    .map(|term| format!("`{term}`"))
                    .collect::<Vec<_>>()
                    .join(", ");
                let more = missing.len().saturating_sub(WORDS);
                let more = if more > 0 { format!(" and {more} more") } else { String::new() };
                let message = format!(
                    "{} of {} entries of `{}` are not in this corpus: {shown}{more}",
                    missing.len(),
                    category.entries.len(),
                    category.name
                );
                findings.push(Finding::on_category(
                    category,
                    Severity::Note,
                    FindingKind::NeverFound,
                    message,
                ));
            }
            for (entry, item) in spellings(category).zip(&used.items) {
                if let Some(share) = item.share.filter(|share| {
                    *share > LEANING && used.count >= FEW_MATCHES && category.entries.len() > 1
                }) {
                    let message = format!(
                        "`{}` makes up {:.0} % of the matches of `{}`; the category says little \
                         more than this word does",
                        entry.term,
                        100.0 * share,
                        category.name
                    );
                    findings.push(Finding::on(
                        category,
                        entry,
                        Severity::Warning,
                        FindingKind::LeansOnOne,
                        message,
                    ));
                }
                if let Some(r) =
                    item.item_rest.filter(|r| *r < CONTRARY && item.documents >= FEW_DOCUMENTS)
                {
                    let message = format!(
                        "`{}` stands where the rest of `{}` does not (item-rest correlation \
                         {r:.2}); read its matches",
                        entry.term, category.name
                    );
                    findings.push(Finding::on(
                        category,
                        entry,
                        Severity::Note,
                        FindingKind::Contrary,
                        message,
                    ));
                }
                let words: Vec<&str> = self
                    .words
                    .get(&item.entry.0)
                    .into_iter()
                    .flatten()
                    .map(|(word, _)| word.as_str())
                    .collect();
                let strangers = match entry.mode {
                    MatchMode::Stem => words
                        .iter()
                        .copied()
                        .filter(|word| *word != entry.term.to_lowercase())
                        .collect(),
                    MatchMode::Glob | MatchMode::Exact => unrelated_words(entry, words),
                };
                if !strangers.is_empty() {
                    let counted = |word: &&str| {
                        format!(
                            "“{word}” ({})",
                            self.words
                                .get(&item.entry.0)
                                .and_then(|w| w.get(*word))
                                .copied()
                                .unwrap_or(0)
                        )
                    };
                    let shown =
                        strangers.iter().take(WORDS).map(counted).collect::<Vec<_>>().join(", ");
                    let kind = if entry.mode == MatchMode::Stem {
                        FindingKind::StemCollision
                    } else {
                        FindingKind::Broad
                    };
                    let message =
                        format!("`{}` also took in {shown}; see that they are meant", entry.term);
                    findings.push(Finding::on(category, entry, Severity::Note, kind, message));
                }
            }
        }
        findings
    }

    fn category_rows(&self) -> Vec<CategoryUseRow> {
        let (documents, tokens) = (self.run.overview.documents, self.run.overview.tokens);
        let share = |part: u64, whole: u64| (whole > 0).then(|| part as f64 / whole as f64);
        let row = |used: &CategoryUse| {
            let (lexicon, category) = self.options.plan.names().category(used.category);
            CategoryUseRow {
                lexicon,
                category,
                entries: used.items.len() as u64,
                entries_found: used.found() as u64,
                count: used.count,
                documents: used.documents,
                coverage: share(used.documents, documents),
                rate: share(1000 * used.count, tokens),
                top_entry: used.top().map(|item| self.options.plan.names().entry(item.entry).0),
                top_share: used.top().and_then(|item| item.share),
                alpha: used.alpha,
                kr20: used.kr20,
            }
        };
        self.categories.iter().map(row).collect()
    }

    fn item_rows(&self, lexicon: &Lexicon) -> Vec<ItemUseRow> {
        let entries = lexicon.categories.iter().flat_map(spellings);
        let items = self
            .categories
            .iter()
            .flat_map(|used| used.items.iter().map(move |item| (used.category, item)));
        let row = |(entry, (category, item)): (&Entry, (_, &ItemUse))| {
            let (lexicon, category) = self.options.plan.names().category(category);
            ItemUseRow {
                lexicon,
                category,
                entry: self.options.plan.names().entry(item.entry).0,
                line: u64::from(entry.position.line),
                column: u64::from(entry.position.column),
                count: item.count,
                documents: item.documents,
                share: item.share,
                item_rest: item.item_rest,
                words: self.words_of(item.entry.0),
            }
        };
        entries.zip(items).map(row).collect()
    }

    /// `militias 12; militia 4`
    fn words_of(&self, entry: u32) -> String {
        let mut words: Vec<(&String, &u64)> =
            self.words.get(&entry).into_iter().flatten().collect();
        words.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
        words
            .iter()
            .take(WORDS)
            .map(|(word, count)| format!("{word} {count}"))
            .collect::<Vec<_>>()
            .join("; ")
    }

    /// The tables in brief, for the terminal.
    fn show(&self, out: &mut impl Write) -> Result<(), Failure> {
        let rows = self.category_rows();
        let width = rows.iter().map(|row| row.category.chars().count()).max().unwrap_or(0).max(8);
        let documents = plural(self.run.overview.documents, "document", "documents");
        writeln!(out, "\n{documents}, {} tokens", self.run.overview.tokens)?;
        writeln!(
            out,
            "{:<width$} {:>7} {:>6} {:>8} {:>8} {:>6} {:>6}  most frequent entry",
            "category", "entries", "found", "matches", "coverage", "alpha", "KR-20"
        )?;
        let number =
            |value: Option<f64>| value.map_or(String::new(), |value| format!("{value:.2}"));
        for row in &rows {
            let top = row
                .top_entry
                .as_ref()
                .zip(row.top_share)
                .map_or(String::new(), |(entry, share)| {
                    format!("{entry} ({:.0} %)", 100.0 * share)
                });
            let coverage =
                row.coverage.map_or(String::new(), |share| format!("{:.0} %", 100.0 * share));
            writeln!(
                out,
                "{:<width$} {:>7} {:>6} {:>8} {:>8} {:>6} {:>6}  {top}",
                row.category,
                row.entries,
                row.entries_found,
                row.count,
                coverage,
                number(row.alpha),
                number(row.kr20)
            )?;
        }
        writeln!(out)?;
        if let Some(swapped) = &self.swapped {
            swap::show(swapped, out)?;
        }
        Ok(())
    }
}

/// The entries of a category, the first of each spelling: tables count those spelled alike as one.
fn spellings(category: &Category) -> impl Iterator<Item = &Entry> {
    let mut seen = HashSet::new();
    category.entries.iter().filter(move |entry| seen.insert(entry.term.as_str()))
}

/// The record of a check without a corpus.
fn run_of(lexicon: &Lexicon) -> RunRecord {
    RunRecord {
        command: std::env::args().skip(1).collect(),
        lexicons: vec![lexicon_record(lexicon)],
        ..RunRecord::default()
    }
}

fn finding_rows(findings: &[Finding], lexicon: &Lexicon) -> Vec<FindingRow> {
    let row = |finding: &Finding| FindingRow {
        lexicon: lexicon.name.as_str().into(),
        line: u64::from(finding.position.line),
        column: u64::from(finding.position.column),
        severity: finding.severity.name(),
        kind: finding.kind.name(),
        category: finding.category.clone(),
        entry: finding.entry.clone(),
        message: finding.message.clone(),
    };
    findings.iter().map(row).collect()
}
