//! The table `outlets`: rates over the documents of each outlet, with intervals.

use super::made::Made;
use crate::analysis::error::AnalysisError;
use crate::analysis::study::Study;
use crate::analysis::warning::WarningKind;
use crate::compare::{
    BOOTSTRAP_DOCUMENTS, OutletBootstrap, Resampling, WithinEvents, rates_within_events,
};
use crate::lexicon::CategoryId;
use crate::prose::plural;
use crate::table::{OutletComparison, OutletRow, WithinMeasure, outlet_rows};
use serde_json::json;
use std::collections::BTreeMap;

const BY_FORMULA: &str = "95 %, ratio estimator over documents, linearized variance, t on the log \
    scale with 1 / (1/(D-1) + (s/r)^2) degrees of freedom, at least 3, (s/r)^2 at least 1 / count, \
    of stance on the logit scale";

pub(super) fn make<'s>(study: &'s Study<'_>) -> Result<Made<'s>, AnalysisError> {
    let seed = study.seed();
    let resampling = study.plan.options().bootstrap.map(|resamples| Resampling { resamples, seed });
    let bootstrap = resampling.map(|resampling| OutletBootstrap::new(&study.panel, resampling));
    let comparison = OutletComparison {
        panel: &study.panel,
        totals: &study.totals,
        categories: within_events(study),
        bootstrap: bootstrap.as_ref(),
    };
    let rows = outlet_rows(&comparison, study.plan.names());
    let mut schema = WithinMeasure::RateOwn.schema::<OutletRow>(study.has_events());
    schema.describe("interval_method", interval_words(resampling));
    let interval = resampling.map_or_else(|| BY_FORMULA.to_owned(), by_resampling);
    let mut made = Made::default().with_rows(schema, rows).with_method("interval", json!(interval));
    if let Some((bootstrap, resampling)) = bootstrap.zip(resampling)
        && bootstrap.outermost > 0
    {
        let count = plural(bootstrap.outermost, "interval", "intervals");
        let text = format!(
            "{count} of the table `outlets` end at the outermost of {} resamples",
            resampling.resamples
        );
        made = made.with_warning(WarningKind::Resamples, text);
    }
    Ok(made)
}

/// Each category that has rows, with its outlets within events: those of contrasts, and variants of
/// names.
fn within_events(study: &Study<'_>) -> BTreeMap<CategoryId, Vec<WithinEvents>> {
    let contrasts = study.contrasts().iter();
    let mut within: BTreeMap<CategoryId, Vec<WithinEvents>> =
        contrasts.map(|contrast| (contrast.category, contrast.within.clone())).collect();
    let mut variants = study.totals.listed(study.plan.matcher());
    variants.retain(|id| !within.contains_key(id));
    let of_variants = rates_within_events(&study.panel, &variants);
    within.extend(variants.into_iter().zip(of_variants));
    within
}

fn by_resampling(Resampling { resamples, seed }: Resampling) -> String {
    format!(
        "95 %, BCa bootstrap (Efron 1987) of the ratio estimator: {resamples} resamples of the \
         outlet's documents that have tokens, seed {seed}, acceleration from the jackknife; none \
         for fewer than {BOOTSTRAP_DOCUMENTS} documents or documents with a match"
    )
}

/// What the column `interval_method` says in this run.
fn interval_words(resampling: Option<Resampling>) -> String {
    let (how, further) = match resampling {
        None => (
            "linearized (ratio estimator over documents, t on the log scale; for stance on the \
             logit scale)"
                .to_owned(),
            "",
        ),
        Some(Resampling { resamples, .. }) => (
            format!("bootstrap (BCa over {resamples} resamples of the outlet's documents)"),
            "few documents (fewer than five with a match), ",
        ),
    };
    format!(
        "How the intervals were found: {how}; or the reason for none: one document, two documents \
         (too few to be of use), {further}no match, no tokens, no variance (all documents have the \
         same stance or rate); `own: …` and `stance: …` give the reason for that estimate, where \
         it differs from the rate's"
    )
}
