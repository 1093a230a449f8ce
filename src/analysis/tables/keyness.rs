//! The table `keyness`: the words that mark an outlet.

use super::made::Made;
use crate::analysis::encoded::Section;
use crate::analysis::error::AnalysisError;
use crate::analysis::options::{KeynessPlan, RowLimit};
use crate::analysis::record::RecordWords;
use crate::analysis::study::Study;
use crate::analysis::warning::WarningKind;
use crate::compare::{
    ContrastTests, ExpectedDispersion, Keyness, KindSurvey, Measure, RepeatCounter, TermIndex,
    TermSurvey, TestedDocuments, fill_within_events, keyness,
};
use crate::prose::plural;
use crate::stat::Adjustment;
use crate::table::{KeynessLine, Schema, keyness_schema};
use crate::words::{ShortLine, WordCounts};
use serde_json::{Value, json};
use std::sync::Arc;

/// Rows of a sheet below its header in Excel and LibreOffice.
const MOST_SPREADSHEET_ROWS: usize = 1_048_575;

pub(super) fn make<'s>(study: &'s Study<'_>) -> Result<Made<'s>, AnalysisError> {
    let plan = &study.plan.options().keyness;
    let adjustment = study.plan.options().adjust;
    let (index, counter) = term_index(study, usize::from(plan.ngrams), plan.min_documents)?;
    let documents = TestedDocuments::new(study.panel.numbers());
    let kinds = counter.finish(&index, &documents);
    let contrasts = documents.tests(&index, study.test_options());
    let tested = contrasts.iter().map(ContrastTests::tested).sum();
    let expected = plan
        .measures
        .measures
        .contains(&Measure::DispersionExpected)
        .then(|| ExpectedDispersion::new(&index, &documents));
    let mut chosen: Vec<NamedContrast> = Vec::new();
    let (mut left_out, mut of_other_kinds, mut written) = (0, 0, 0);
    for tests in &contrasts {
        let mut rows =
            keyness(&index, &documents, tests, &kinds, (expected.as_ref(), &plan.measures));
        let all = rows.len();
        rows.retain(|row| plan.kinds.contains(&row.kind));
        of_other_kinds += all - rows.len();
        let all = rows.len();
        let mut rows = strongest(rows, plan.rows);
        fill_within_events(&mut rows, &index, &documents, tests.sides);
        left_out += all - rows.len();
        written += rows.len();
        let (outlet, reference) = documents.names(tests.sides);
        chosen.push(NamedContrast { outlet, reference, rows });
    }
    let has_events = documents.has_events();
    let mut schema = keyness_schema(&plan.measures.measures, has_events);
    schema.describe_q_value("q_value", adjustment);
    describe(&mut schema, plan, index.types);
    let account = account(
        plan,
        adjustment,
        &index,
        Sums { tested, left_out, of_other_kinds, contrasts: contrasts.len() },
    );
    let mut made = Made::default().with_method("keyness", account);
    if written > MOST_SPREADSHEET_ROWS {
        let text = format!("keyness has {written} rows, more than a spreadsheet opens");
        made = made.with_warning(WarningKind::ManyRows, text);
    }
    let index = Arc::new(index);
    let rows = chosen.into_iter().flat_map(move |NamedContrast { outlet, reference, rows }| {
        let index = index.clone();
        rows.into_iter().map(move |row| KeynessLine {
            outlet: outlet.clone(),
            reference: reference.clone(),
            row,
            index: index.clone(),
            has_events,
        })
    });
    Ok(made.with_stream(schema, rows))
}

/// Says of each column which variant this run computed.
fn describe(schema: &mut Schema, plan: &KeynessPlan, types: u64) {
    let options = &plan.measures;
    if let RowLimit::Most(most) = plan.rows {
        schema.add_sentence(&format!(
            "Only the {most} strongest terms of each contrast and direction, by log_odds_z."
        ));
    }
    let term = match plan.ngrams {
        0 | 1 => "Word, normalized".to_owned(),
        longest => format!("Word or phrase of up to {longest} words, normalized"),
    };
    let documents = plural(plan.min_documents, "document", "documents");
    schema.describe("term", format!("{term}; it occurs in at least {documents}"));
    schema.describe(
        "log_likelihood",
        format!(
            "{}; it assumes independent tokens: use it to rank, not to test",
            options.log_likelihood.meaning()
        ),
    );
    schema.describe("log_ratio", options.log_ratio_zero.meaning());
    schema.describe("log_odds", format!("{}; natural log", options.log_odds_meaning(types)));
    schema.describe(
        "dispersion",
        format!(
            "How evenly the term is spread: {}; empty where the outlet has no document with it or \
             only one document",
            options.dispersion.meaning()
        ),
    );
}

/// The terms of up to `longest` words in at least `least` documents, which are numbered in the
/// order of their ids.
pub(super) fn term_index(
    study: &Study<'_>,
    longest: usize,
    least: u32,
) -> Result<(TermIndex, RepeatCounter), AnalysisError> {
    let labels = || study.panel.numbers().all().iter().map(|document| document.label);
    let mut survey = TermSurvey::new(longest);
    let mut kinds = KindSurvey::default();
    let mut label = labels();
    each_words(study, |counts| {
        label.next().into_iter().for_each(|label| kinds.add(label, &counts));
        Ok(survey.add(&counts)?)
    })?;
    let mut indexer = survey.into_indexer(least);
    let mut repeats = kinds.into_counter();
    // The panel has checked that documents can be numbered so.
    let mut numbers = (0_u32..).zip(labels());
    each_words(study, |counts| {
        if let Some((number, label)) = numbers.next() {
            indexer.add(number, &counts);
            repeats.add(label, &counts);
        }
        Ok(())
    })?;
    Ok((indexer.finish(), repeats))
}

/// Hands over the words of every document in the order of their ids.
fn each_words(
    study: &Study<'_>,
    take: impl FnMut(WordCounts) -> Result<(), AnalysisError>,
) -> Result<(), AnalysisError> {
    study.records.each(
        &[Section::Words],
        |_, sections| Ok(counts(sections.decode(Section::Words)?)),
        take,
    )
}

fn counts(words: RecordWords) -> WordCounts {
    WordCounts {
        types: words.types().map(Into::into).collect(),
        counts: words.counts,
        capitals: words.capitals,
        lines: words.lines.into_iter().map(|(hash, types)| ShortLine { hash, types }).collect(),
        // 0 is the place where something separates two words, which wraps to the mark for it.
        sequence: words.sequence.into_iter().map(|number| number.wrapping_sub(1)).collect(),
    }
}

/// The strongest rows of either direction, in their order.
fn strongest(rows: Vec<Keyness>, limit: RowLimit) -> Vec<Keyness> {
    let most = limit.most();
    let (mut more, mut less) = (0, 0);
    let keeps = |row: &Keyness| {
        let count = if row.log_odds_z.unwrap_or(0.0) >= 0.0 { &mut more } else { &mut less };
        *count += 1;
        *count <= most
    };
    let mut kept: Vec<Keyness> = rows.into_iter().filter(keeps).collect();
    // Collecting keeps the room of all rows, which of every contrast would be much.
    kept.shrink_to_fit();
    kept
}

/// The rows of a contrast with the names of its sides.
struct NamedContrast {
    outlet: Arc<str>,
    reference: Arc<str>,
    rows: Vec<Keyness>,
}

/// What the rows of the table sum up to.
struct Sums {
    tested: usize,
    left_out: usize,
    of_other_kinds: usize,
    contrasts: usize,
}

fn account(plan: &KeynessPlan, adjustment: Adjustment, index: &TermIndex, sums: Sums) -> Value {
    let options = &plan.measures;
    let terms = if plan.ngrams > 1 {
        format!("types and phrases of up to {} words that no mark separates", plan.ngrams)
    } else {
        "types".to_owned()
    };
    json!({
        "terms": terms,
        "min_documents": plan.min_documents,
        "order": "each outlet against all others first, then each pair; within a contrast by \
            |log_odds_z|, then by term",
        "types": index.types,
        "terms_compared": index.terms.len(),
        "contrasts": sums.contrasts,
        "rows": match plan.rows {
            RowLimit::Most(most) => {
                format!("of each contrast the {most} strongest of either direction")
            }
            RowLimit::All => "all".to_owned(),
        },
        "rows_left_out": sums.left_out,
        "kinds": plan.kinds.iter().map(|kind| kind.name()).collect::<Vec<_>>(),
        "rows_of_other_kinds_left_out": sums.of_other_kinds,
        "log_likelihood": options.log_likelihood.meaning(),
        "log_ratio": options.log_ratio_zero.meaning(),
        "log_odds": options.log_odds_meaning(index.types),
        "rate_log2_within_event": "log2 of the Mantel-Haenszel rate ratio on shared events (Mantel \
            and Haenszel 1959); only where documents have events",
        "dispersion": options.dispersion.meaning(),
        "p_value": P_VALUE,
        "q_value": format!(
            "{} over the terms of each contrast that have a p_value; {} tests in all",
            adjustment.authors(),
            sums.tested
        ),
    })
}

const P_VALUE: &str = "permutation of documents between the two sides, within events where given; \
    statistic: the outlet's occurrences beyond its share by tokens, two-sided; all labellings \
    tried where they are at most 16384; else by the exact mean, variance and third moment (Pearson \
    type III), and below .1 by counting the placements of the documents that hold the term (up to \
    4096) or drawing 400 of them by importance sampling, the observed one counted in (Harrison \
    2012; standard error about 5 % of p); moments alone where more than 200 documents hold it";
