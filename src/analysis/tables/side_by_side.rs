//! The table `side_by_side`: a row for each category, a column for each outlet; also one table for
//! each lexicon where asked for.

use super::made::Made;
use crate::analysis::error::AnalysisError;
use crate::analysis::options::WideBy;
use crate::analysis::study::{Study, WITHIN_EVENT};
use crate::lexicon::Measures;
use crate::stat::Dealing;
use crate::table::{Schema, SideBySideRow, side_by_side_rows, side_by_side_schema};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

const STATISTIC: &str = "sum over outlets of (count - expected)^2 / expected, own voice; expected: \
    the outlet's tokens at the rate of all outlets, event by event where there are events";

pub(super) fn make<'s>(study: &'s Study<'_>) -> Result<Made<'s>, AnalysisError> {
    let contrasts = study.contrasts();
    let adjustment = study.plan.options().adjust;
    let is_tested = contrasts.iter().any(|contrast| contrast.p_value.value().is_some());
    let p_value = match study.dealing().filter(|_| is_tested) {
        Some(Dealing::Exact(labellings)) => {
            format!(
                "exact permutation of outlet labels over documents, given their lengths; \
                 {labellings} labellings"
            )
        }
        Some(Dealing::Sampled(drawn)) => format!(
            "permutation of outlet labels over documents, given their lengths; {drawn} drawn \
             labellings, (b+1)/(m+1)"
        ),
        None => {
            "none: fewer than two outlets, or no labelling that could give another value".to_owned()
        }
    };
    let rows = side_by_side_rows(contrasts.to_vec(), study.plan.names());
    let mut schema = side_by_side_schema(&study.panel);
    schema.describe_q_value("q_value", adjustment);
    let mut made = Made::default();
    if study.plan.options().wide_by == WideBy::Lexicon {
        let by_lexicon = by_lexicon(&rows, &schema);
        made = made.with_rows(schema, rows);
        for (schema, rows) in by_lexicon {
            made = made.with_rows(schema, rows);
        }
    } else {
        made = made.with_rows(schema, rows);
    }
    made = made
        .with_method("p_value", json!(p_value))
        .with_method("permutation_within_events", json!(study.has_events()));
    if study.has_events() {
        made = made.with_method("within_event", json!(WITHIN_EVENT));
    }
    let q_value =
        format!("{} over the rows of side_by_side that have a p_value", adjustment.authors());
    let tested = contrasts.iter().filter(|contrast| contrast.p_value.value().is_some()).count();
    Ok(made
        .with_method("statistic", json!(STATISTIC))
        .with_method("q_value", json!(q_value))
        .with_method("side_by_side", json!({ "tested": tested })))
}

/// A table for each lexicon that has a row; rows keep their order.
fn by_lexicon(rows: &[SideBySideRow], schema: &Schema) -> Vec<(Schema, Vec<SideBySideRow>)> {
    let mut lexicons: BTreeMap<&str, Vec<SideBySideRow>> = BTreeMap::new();
    rows.iter().for_each(|row| lexicons.entry(&row.lexicon).or_default().push(row.clone()));
    let names = table_names(lexicons.keys().copied());
    let mut tables = Vec::new();
    for ((_, rows), name) in lexicons.into_iter().zip(names) {
        let schema = Schema {
            name: name.into(),
            description: "The rows of side_by_side of one lexicon; q_value is that of \
                side_by_side, adjusted over all lexicons."
                .into(),
            ..schema.clone()
        };
        tables.push((schema, rows));
    }
    tables
}

/// The longest part of a lexicon's name that a table has; systems allow file names of 255 bytes.
const LONGEST: usize = 100;

/// A table name for each lexicon name, fit for every file system and for a data package: lower-case
/// ASCII letters, digits and `_`. Of names that come out alike the later ones get a number.
fn table_names<'n>(lexicons: impl Iterator<Item = &'n str>) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let mut name = |lexicon: &str| {
        let safe = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' };
        let plain: String = lexicon.chars().take(LONGEST).map(safe).collect();
        let plain = format!("side_by_side_{plain}");
        let numbered = (2..).map(|number| format!("{plain}_{number}"));
        let mut names = std::iter::once(plain.clone()).chain(numbered);
        let free = names.find(|name| !taken.contains(name)).unwrap_or(plain);
        taken.insert(free.clone());
        free
    };
    lexicons.map(&mut name).collect()
}

/// How far outlets differ in one category.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct WideDifference {
    /// The lexicon.
    pub lexicon: Arc<str>,
    /// The category.
    pub category: Arc<str>,
    /// The outlet with the highest rate, and its matches per 1,000 tokens in its own voice.
    pub highest: (Arc<str>, f64),
    /// The outlet with the lowest rate.
    pub lowest: (Arc<str>, f64),
    /// Whether chance could explain it; none where no test was possible.
    pub p_value: Option<f64>,
    /// The same, adjusted over all categories.
    pub q_value: Option<f64>,
}

/// The widest differences between compared outlets; what articles are about comes last.
pub(in crate::analysis) fn widest_differences(
    study: &Study<'_>,
    most: usize,
) -> Vec<WideDifference> {
    let rows = side_by_side_rows(study.contrasts().to_vec(), study.plan.names());
    let mut widest: Vec<(bool, WideDifference)> = rows
        .iter()
        .filter_map(|row| {
            let difference = WideDifference::new(row, study.panel.compared())?;
            Some((row.measures == Measures::Topic, difference))
        })
        .collect();
    widest.sort_by(|(a_is_topic, a), (b_is_topic, b)| {
        a_is_topic.cmp(b_is_topic).then_with(|| b.gap().total_cmp(&a.gap()))
    });
    widest.truncate(most);
    widest.into_iter().map(|(_, difference)| difference).collect()
}

impl WideDifference {
    /// Of a category; `None` where no outlet has a higher rate than another.
    fn new(row: &SideBySideRow, compared: &[Arc<str>]) -> Option<Self> {
        let rates = compared.iter().zip(&row.contrast.rates);
        let rates = rates.filter_map(|(outlet, rate)| rate.map(|rate| (outlet.clone(), rate)));
        let highest = rates.clone().reduce(|a, b| if b.1 > a.1 { b } else { a })?;
        let lowest = rates.reduce(|a, b| if b.1 < a.1 { b } else { a })?;
        let found = Self {
            lexicon: row.lexicon.clone(),
            category: row.category.clone(),
            highest,
            lowest,
            p_value: row.contrast.p_value.value(),
            q_value: row.contrast.q_value,
        };
        (found.gap() > 0.0).then_some(found)
    }

    fn gap(&self) -> f64 {
        self.highest.1 - self.lowest.1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_come_out_alike_get_a_number() {
        let names = table_names(["A-b", "a-b", "a_b", "a_b_2", "метки"].into_iter());
        let expected = [
            "side_by_side_a_b",
            "side_by_side_a_b_2",
            "side_by_side_a_b_3",
            "side_by_side_a_b_2_2",
            "side_by_side______",
        ];
        assert_eq!(names, expected);
        assert_eq!(table_names(["x".repeat(300).as_str()].into_iter())[0].len(), 113);
    }
}
