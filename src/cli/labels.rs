//! The tables that tell who is called what: naming, naming_tests, targets.

use super::failure::Failure;
use super::folder::TableFolder;
use super::options::RunOptions;
use super::reading::Reading;
use crate::compare::{
    NamingTotals, Referents, TESTED_DOCUMENTS, TargetTotals, TestBasis, naming_tests,
    naming_within_events, target_tests,
};
use crate::table::{self, Cells, Names, NamingRow, WithinMeasure};
use serde_json::{Map, Value, json};

/// How outlets are held against others within events, for the record.
pub(super) const WITHIN_EVENT: &str = "log2 of the Mantel-Haenszel ratio (1959) to all other \
    outlets on the same events; 95 % interval from residuals of documents squared, \
                                       each over 1 less its share of what its event is expected to \
                                       hold (as HC2), t with 1 / (1/(K-S-1) + s^2/2) degrees of \
                                       freedom for K documents on S events, or Satterthwaite's \
                                       over events where fewer, at least 3; documents without an \
                                       event left out";

/// Whether any document has an event.
pub(super) fn has_events(reading: &Reading) -> bool {
    reading.frames.iter().any(|frame| frame.event.is_some())
}

/// Writes `naming` and `naming_tests`.
pub(crate) fn write_naming(
    reading: &Reading,
    options: &RunOptions,
    folder: &mut TableFolder,
    methods: &mut Map<String, Value>,
) -> Result<(), Failure> {
    let referents = Referents::of(&options.matcher);
    let mut totals = NamingTotals::default();
    reading.frames.iter().for_each(|frame| totals.add(frame, &referents));
    let within = has_events(reading).then(|| naming_within_events(&reading.frames, &referents));
    let rows = table::naming_rows(totals.cells(), &referents, within.as_ref());
    folder.write_with(
        WithinMeasure::Share.schema::<NamingRow>(within.is_some()),
        &rows,
        |row, sink| row.put(sink),
    )?;
    let tests = naming_tests(&reading.frames, &referents, options.seed, options.adjustment);
    folder.write(&table::naming_test_rows(&tests, &referents))?;
    methods.insert(
        "naming".to_owned(),
        json!({
            "interval": "95 %, ratio estimator over the outlet's documents that name the referent, \
                linearized variance, t on the logit scale",
            "statistic": "G = 2 sum O ln(O/E) on outlets x variants, all voices",
            "p_value": "permutation of outlet labels over the documents that name the referent; \
                `test` and `labellings` of naming_tests tell of each whether exact or sampled, \
                (b+1)/(m+1)",
            "q_value": format!("{} over the referents that have a \
                p_value", options.adjustment.name()),
            "tested": tests.iter().filter(|test| test.p_value.is_some()).count(),
            "cramers_v": "not corrected for bias",
            "within_event": within.map(|_| WITHIN_EVENT),
        }),
    );
    Ok(())
}

/// Writes `targets`.
pub(crate) fn write_targets(
    reading: &Reading,
    options: &RunOptions,
    names: &Names,
    folder: &mut TableFolder,
    methods: &mut Map<String, Value>,
) -> Result<(), Failure> {
    let mut totals = TargetTotals::default();
    reading.frames.iter().for_each(|frame| totals.add(frame));
    let cells = totals.cells(&options.matcher);
    let tests = target_tests(&cells, &reading.frames, options.seed, options.adjustment);
    methods.insert(
        "targets".to_owned(),
        json!({
            "residual": "adjusted standardized residual within outlet and lexicon",
            "statistic": "absolute difference of count and expected_by_tokens, all voices, \
                two-sided",
            "p_value": "permutation of outlet labels over documents; `test` of targets tells \
                whether exact or sampled, (b+1)/(m+1)",
            "labellings": tests.iter().find_map(|test| test.basis.labellings()),
            "q_value": format!("{} over the rows of targets that have a \
                p_value", options.adjustment.name()),
            "tested": tests.iter().filter(|test| matches!(test.basis, TestBasis::Permuted(_))).count(),
            "documents_at_least": TESTED_DOCUMENTS,
        }),
    );
    folder.write(&table::target_rows(cells, &tests, names))
}
