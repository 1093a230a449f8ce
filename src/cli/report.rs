//! `framescope report`, `compare` and `cluster`: a folder of tables, all of them or those of one
//! kind.

use super::arguments::{ClusterArguments, ReportArguments};
use super::bootstrap;
use super::failure::Failure;
use super::folder::TableFolder;
use super::keyness::{self, KeynessArguments};
use super::options::{RunOptions, Verbosity};
use super::progress::Progress;
use super::reading::{self, Keep, Reading, Renderers};
use super::trend::{self, TrendOptions};
use super::wide::{self, SideBySideArguments};
use super::{labels, matches, passages, score, summary};
use crate::annotate::{CONTEXT_TOKENS, Concordance};
use crate::cluster::{ClusterAnalysis, ClusterInput, analyse};
use crate::compare::{Dealing, OutletTotals, Resampling, contrasts, default_permutations};
use crate::corpus::Document;
use crate::frame::{DocumentFrame, dimensions, framing_matrix};
use crate::lexicon::CategoryId;
use crate::table::{
    self, Cells, MatchRow, Names, OutletRow, Provenance, Row, Schema, ScoreRow, SideBySideRow,
    TableFormat, WithinMeasure, lexicon_record,
};
use ndarray::{Array2, Axis};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

/// Which tables a command writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    All,
    Comparison,
    Clusters,
}

impl Scope {
    fn compares(self) -> bool {
        self != Self::Clusters
    }

    fn clusters(self) -> bool {
        self != Self::Comparison
    }
}

pub(crate) fn run(arguments: ReportArguments, scope: Scope) -> Result<(), Failure> {
    let trend = TrendOptions::raise(arguments.trend)?;
    let bootstrap = arguments.intervals.resamples()?;
    let mut options = RunOptions::raise(arguments.shared)?
        .with_duplicates(arguments.duplicates)?
        .with_adjustment(arguments.adjust);
    options.note(arguments.keyness.record());
    options.note(arguments.side_by_side.record());
    options.note(trend.record());
    options.note(json!({ "bootstrap": bootstrap }));
    let context = arguments.context.unwrap_or(CONTEXT_TOKENS);
    let shape = Shape {
        bootstrap,
        keyness: &arguments.keyness,
        side_by_side: &arguments.side_by_side,
        trend: &trend,
    };
    write_tables(&options, &arguments.output, scope, None, context, Some(shape))
}

pub(crate) fn run_cluster(arguments: ClusterArguments) -> Result<(), Failure> {
    let options = RunOptions::raise(arguments.shared)?.with_duplicates(arguments.duplicates)?;
    write_tables(
        &options,
        &arguments.output,
        Scope::Clusters,
        arguments.k.map(usize::from),
        CONTEXT_TOKENS,
        None,
    )
}

/// What shapes the tables that compare outlets.
#[derive(Clone, Copy)]
struct Shape<'a> {
    /// Resamples, where intervals come from these.
    bootstrap: Option<u32>,
    keyness: &'a KeynessArguments,
    side_by_side: &'a SideBySideArguments,
    trend: &'a TrendOptions,
}

fn write_tables(
    options: &RunOptions,
    output: &Path,
    scope: Scope,
    k: Option<usize>,
    context: usize,
    shape: Option<Shape<'_>>,
) -> Result<(), Failure> {
    let mut folder = TableFolder::begin(output, options.overwrite)?;
    let names = reading::names(options);
    let progress = Progress::new(options.verbosity);
    let mut clock = Clock::new();

    let mut reading = read(options, scope, context, shape, &names, &progress)?;
    clock.lap("read");
    let mut methods = serde_json::Map::new();
    if let Some(copies) = &reading.copies {
        copies.write(&mut folder)?;
        methods.insert("duplicates".to_owned(), copies.method());
    }
    let dimensions = dimensions(&options.matcher);
    let rates = framing_matrix(&reading.frames, &dimensions);
    let mut side_by_side: Option<(Vec<SideBySideRow>, Schema)> = None;
    if scope.compares() {
        progress.step("comparing outlets");
        let bootstrap = shape.and_then(|shape| shape.bootstrap);
        side_by_side = Some(options.pool.install(|| {
            compare(&mut reading, bootstrap, options, &names, &mut folder, &mut methods)
        })?);
        clock.lap("compare");
    }
    if let Some(shape) = shape {
        if let Some((rows, schema)) =
            side_by_side.as_ref().filter(|_| shape.side_by_side.by_lexicon())
        {
            wide::write(rows, schema, &mut folder)?;
        }
        progress.step("comparing periods");
        options.pool.install(|| {
            trend::write(shape.trend, &mut reading, options, &names, &mut folder, &mut methods)
        })?;
        clock.lap("trend");
        progress.step("choosing passages");
        passages::write(
            shape.side_by_side.passages,
            &mut reading,
            options,
            &names,
            &mut folder,
            &mut methods,
        )?;
        clock.lap("passages");
        progress.step("comparing words");
        options.pool.install(|| {
            keyness::write(shape.keyness, &mut reading, options, &mut folder, &mut methods)
        })?;
        clock.lap("keyness");
    }
    if scope.clusters() {
        progress.step("clustering documents");
        // A document without tokens is framed in no way.
        let worded: Vec<usize> = reading
            .frames
            .iter()
            .enumerate()
            .filter(|(_, frame)| frame.tokens > 0)
            .map(|(at, _)| at)
            .collect();
        let rates = rates.select(Axis(0), &worded);
        let mut analysis =
            options.pool.install(|| analyse(&cluster_input(&reading, &worded, &rates, k, options)));
        if worded.len() < reading.frames.len() {
            let count =
                crate::prose::plural(reading.frames.len() - worded.len(), "document", "documents");
            analysis.notes.push(format!(
                "{count} without words left out of clusters and \
                projection"
            ));
        }
        write_clusters(&analysis, &mut reading, &worded, &dimensions, &names, &mut folder)?;
        describe_clusters(&analysis, &reading, k, &mut methods);
        clock.lap("cluster");
    }
    if scope == Scope::All {
        progress.step("writing tables");
        folder.write(&reading.documents)?;
        folder.write_spool(MatchRow::schema(), std::mem::take(&mut reading.matches))?;
        folder.write_spool(ScoreRow::schema(), std::mem::take(&mut reading.scores))?;
        write_vectors(&reading, &rates, &dimensions, &names, &mut folder)?;
    }
    if !reading.rejected.is_empty() {
        folder.write(&reading.rejected)?;
    }
    progress.done();
    clock.lap("write");

    let target =
        folder.finish(&provenance(options, &reading, Value::Object(methods), clock.laps))?;
    summary::warn(&reading.warnings, options.verbosity);
    if options.verbosity > Verbosity::Quiet {
        let (rows, schema) =
            side_by_side.map_or((Vec::new(), None), |(rows, schema)| (rows, Some(schema)));
        print(&summary::of_run(&reading, &rows, schema.as_ref(), &options.matcher, &target))?;
    }
    Ok(())
}

fn print(text: &str) -> Result<(), Failure> {
    use std::io::Write;
    Ok(std::io::stdout().lock().write_all(text.as_bytes())?)
}

fn read(
    options: &RunOptions,
    scope: Scope,
    context: usize,
    shape: Option<Shape<'_>>,
    names: &Names,
    progress: &Progress,
) -> Result<Reading, Failure> {
    let render_matches = |document: &Document, concordance: &Concordance<'_>| {
        matches::render(document, concordance, names)
    };
    let render_scores =
        |frame: &DocumentFrame| score::render(frame, options, names, TableFormat::Csv);
    let all = scope == Scope::All;
    let keep = Keep {
        frames: true,
        documents: all,
        lines: all.then_some(context),
        words: shape.map(|shape| shape.keyness.ngrams),
        passages: shape.is_some_and(|shape| shape.side_by_side.passages > 0),
    };
    let renderers = if all {
        Renderers { matches: Some(&render_matches), scores: Some(&render_scores) }
    } else {
        Renderers::default()
    };
    reading::read(options, keep, &renderers, progress)
}

fn compare(
    reading: &mut Reading,
    bootstrap: Option<u32>,
    options: &RunOptions,
    names: &Names,
    folder: &mut TableFolder,
    methods: &mut serde_json::Map<String, Value>,
) -> Result<(Vec<SideBySideRow>, Schema), Failure> {
    let mut totals = OutletTotals::default();
    reading.frames.iter().for_each(|frame| totals.add(frame));
    let categories: Vec<CategoryId> = totals.listed(&options.matcher);
    folder.write(&table::term_rows(&totals, names))?;
    labels::write_targets(reading, options, names, folder, methods)?;
    labels::write_naming(reading, options, folder, methods)?;
    let permutations = default_permutations(reading.frames.len());
    let (found, dealing) = contrasts(
        &totals,
        &reading.frames,
        &categories,
        permutations,
        options.seed,
        options.adjustment,
    );
    let has_events = labels::has_events(reading);
    let tested = found.iter().any(|contrast| contrast.p_value.is_some());
    let resampling = bootstrap.map(|resamples| Resampling { resamples, seed: options.seed });
    let intervals = resampling.map(|resampling| bootstrap::intervals(reading, resampling));
    let outlet_rows = table::outlet_rows(&totals, &found, intervals.as_ref(), names);
    folder.write_with(
        WithinMeasure::RateOwn.schema::<OutletRow>(has_events),
        &outlet_rows,
        |row, sink| row.put(sink),
    )?;
    let rows = table::side_by_side_rows(found, names);
    let outlets: Vec<Arc<str>> = totals.outlets().cloned().collect();
    let schema = table::side_by_side_schema(&outlets, has_events);
    folder.write_with(schema.clone(), &rows, |row, sink| row.put(sink))?;
    let interval = resampling.map(|resampling| json!(bootstrap::method(resampling)));
    methods.insert(
        "interval".to_owned(),
        interval.unwrap_or_else(|| {
            json!(
                "95 %, ratio estimator over documents, linearized \
            variance, t on the log scale with 1 / (1/(D-1) + (s/r)^2) degrees of freedom, at least \
            3, (s/r)^2 at least 1 / count, of stance on the logit scale"
            )
        }),
    );
    methods.insert(
        "p_value".to_owned(),
        match dealing.filter(|_| tested) {
            Some(Dealing::Exact(labellings)) => {
                json!(format!(
                    "exact permutation of outlet labels over documents, {labellings} \
                    labellings"
                ))
            }
            Some(Dealing::Sampled(drawn)) => {
                json!(format!(
                    "permutation of outlet labels over documents, {drawn} drawn \
                    labellings, (b+1)/(m+1)"
                ))
            }
            None => json!(
                "none: fewer than two outlets, or no labelling that could give another \
                value"
            ),
        },
    );
    methods.insert("permutation_within_events".to_owned(), json!(has_events));
    if has_events {
        methods.insert("within_event".to_owned(), json!(labels::WITHIN_EVENT));
    }
    methods.insert(
        "statistic".to_owned(),
        json!(
            "sum over outlets of (count - expected)^2 / \
        expected, own voice; expected: the outlet's tokens at the rate of all outlets, event by \
        event where there are events"
        ),
    );
    methods.insert(
        "q_value".to_owned(),
        json!(format!(
            "{} over the rows of side_by_side that have \
        a p_value",
            options.adjustment.name()
        )),
    );
    Ok((rows, schema))
}

fn cluster_input<'r>(
    reading: &Reading,
    worded: &[usize],
    rates: &'r Array2<f64>,
    k: Option<usize>,
    options: &RunOptions,
) -> ClusterInput<'r> {
    ClusterInput {
        rates,
        outlets: worded.iter().map(|&at| reading.frames[at].outlet.clone()).collect(),
        events: worded.iter().map(|&at| reading.frames[at].event.clone()).collect(),
        k,
        seed: options.seed,
    }
}

fn write_clusters(
    analysis: &ClusterAnalysis,
    reading: &mut Reading,
    worded: &[usize],
    dimensions: &[CategoryId],
    names: &Names,
    folder: &mut TableFolder,
) -> Result<(), Failure> {
    let frames = worded.iter().map(|&at| &reading.frames[at]);
    let documents: Vec<(&str, Arc<str>)> =
        frames.map(|frame| (&*frame.id, frame.outlet.clone())).collect();
    let dimension_names: Vec<Arc<str>> = dimensions.iter().map(|&id| names.dimension(id)).collect();
    if let Some(clustering) = &analysis.clustering {
        folder.write(&table::cluster_rows(clustering, &documents))?;
        folder.write(&table::cluster_profile_rows(clustering, &dimension_names))?;
        folder.write(&table::cluster_outlet_rows(clustering))?;
        folder.write(&table::cluster_validity_rows(clustering))?;
    }
    if let Some(projection) = &analysis.projection {
        let kept: Vec<Arc<str>> =
            analysis.dimensions.iter().map(|&at| dimension_names[at].clone()).collect();
        folder.write(&table::projection_rows(
            projection,
            analysis.clustering.as_ref(),
            &documents,
        ))?;
        folder.write(&table::loading_rows(projection, &kept))?;
    }
    if let Some(clustering) = &analysis.clustering {
        for (&at, &label) in worded.iter().zip(&clustering.labels) {
            // Only a report keeps rows of documents.
            if let Some(row) = reading.documents.get_mut(at) {
                row.cluster = Some(label as u64);
            }
        }
    }
    reading.warnings.extend(analysis.notes.iter().cloned());
    Ok(())
}

/// Says in the record how clusters and projection were found.
fn describe_clusters(
    analysis: &ClusterAnalysis,
    reading: &Reading,
    k: Option<usize>,
    methods: &mut serde_json::Map<String, Value>,
) {
    if analysis.clustering.is_some() {
        let events = if reading.frames.iter().any(|frame| frame.event.is_some()) {
            ", event means \
            taken out"
        } else {
            ""
        };
        let chosen = match k {
            Some(_) => "k as told",
            None => "k by mean silhouette, the smallest within 0.01 of the best",
        };
        methods.insert(
            "clusters".to_owned(),
            json!(format!(
                "k-means++ on square-root own-voice \
            rates{events}, standardized; categories in fewer than a fifth of the documents left \
            out; {chosen}"
            )),
        );
    }
    if let Some(projection) = &analysis.projection {
        methods.insert("projection_variance_explained".to_owned(), json!(projection.explained));
    }
}

fn write_vectors(
    reading: &Reading,
    rates: &Array2<f64>,
    dimensions: &[CategoryId],
    names: &Names,
    folder: &mut TableFolder,
) -> Result<(), Failure> {
    let columns: Vec<Arc<str>> = dimensions.iter().map(|&id| names.dimension(id)).collect();
    let rows = reading.frames.iter().zip(rates.rows());
    folder.write_with(table::vectors_schema(&columns), rows, |(frame, rates), sink| {
        table::vector_cells(&frame.id, &frame.outlet, frame.tokens, rates, sink);
    })
}

pub(crate) fn provenance(
    options: &RunOptions,
    reading: &Reading,
    methods: Value,
    timings: Vec<(&'static str, f64)>,
) -> Provenance {
    Provenance {
        command: std::env::args().skip(1).collect(),
        options: options.record.clone(),
        inputs: reading.files.clone(),
        lexicons: options.lexicons.iter().map(lexicon_record).collect(),
        rules: rules_record(options, reading),
        documents: reading.count,
        rejected: reading.rejected.len() as u64,
        methods,
        warnings: reading.warnings.clone(),
        timings,
    }
}

/// What told voice, negation, speaker and target, and where it stayed silent.
fn rules_record(options: &RunOptions, reading: &Reading) -> Value {
    json!({
        "language": options.rules.language(),
        "lexicons": options.context.iter().map(lexicon_record).collect::<Vec<_>>(),
        "documents": reading.count - reading.silent,
        "documents_without": reading.silent,
        "without": "documents in another language: quotation marks alone tell the voice",
    })
}

/// Seconds by step.
struct Clock {
    last: Instant,
    laps: Vec<(&'static str, f64)>,
}

impl Clock {
    fn new() -> Self {
        Self { last: Instant::now(), laps: Vec::new() }
    }

    fn lap(&mut self, step: &'static str) {
        self.laps.push((step, self.last.elapsed().as_secs_f64()));
        self.last = Instant::now();
    }
}
