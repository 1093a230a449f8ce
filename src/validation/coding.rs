//! From coded sheets to a sample with its codes: categories with their sizes, and what each code
//! says.

use super::codes::{CategoryNames, verdict};
use super::{CodedCategory, CodedMatch, CodedMiss, CodedSample};
use crate::corpus::{CodedUnit, CodingError, CodingSheet, Sheet, UnitKind};
use crate::prose::plural;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A category by its lexicon and its name.
pub type CategoryName = (Arc<str>, Arc<str>);

/// What coded sheets say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coding {
    /// The sample with its codes.
    pub sample: CodedSample,
    /// The names of the coders: those of their columns, with that of the sheet where there are
    /// several.
    pub coders: Vec<String>,
    /// How many documents the sample is from; 0 where no sheet says it.
    pub documents: u64,
    /// What the analyst should know.
    pub warnings: Vec<String>,
}

/// Joins coded sheets by item. `named` are categories that coders may name in addition to those of
/// the sample.
///
/// # Errors
/// [`CodingError`] for a sheet without the columns that are needed, cells that cannot be
/// understood, sheets of different samples, and sheets without a code.
pub fn read_coding(sheets: &[Sheet], named: &[CategoryName]) -> Result<Coding, CodingError> {
    let sheet = CodingSheet::join(sheets)?;
    let sizes = categories(&sheet.rows, named)?;
    let names: Vec<&CategoryName> = sizes.keys().collect();
    let readable = CategoryNames::new(names.iter().copied());
    let mut sample = CodedSample { coders: sheet.coders.len(), ..CodedSample::default() };
    let mut misses = Size::default();
    for row in &sheet.rows {
        let codes = row.codes.iter().map(Option::as_ref);
        match row.kind {
            UnitKind::Match => {
                let category = category_of(row);
                sample.matches.push(CodedMatch {
                    // The sizes are those of the categories of all these rows.
                    category: names.binary_search(&&category).unwrap_or_else(|place| place),
                    entry: row.entry.into(),
                    voice: row.voice.into(),
                    outlet: row.outlet.into(),
                    codes: codes
                        .map(|code| code.map(verdict).transpose())
                        .collect::<Result<_, _>>()?,
                });
            }
            UnitKind::Miss => {
                misses.add(row)?;
                let codes = codes
                    .map(|code| code.map(|code| readable.read(code)).transpose())
                    .collect::<Result<_, _>>()?;
                sample.misses.push(CodedMiss { codes });
            }
        }
    }
    sample.miss_population = misses.population;
    let documents: BTreeSet<&str> = sheet.rows.iter().filter_map(|row| row.document_id).collect();
    let mut warnings: Vec<String> =
        lost_units(&sheet.rows, sizes.values().chain([&misses])).into_iter().collect();
    warnings.extend(sheet.warnings);
    let category = |((lexicon, category), size): (CategoryName, Size)| CodedCategory {
        lexicon,
        category,
        population: size.population,
    };
    sample.categories = sizes.into_iter().map(category).collect();
    warnings.extend(uncovered(&sample));
    Ok(Coding { sample, coders: sheet.coders, documents: documents.len() as u64, warnings })
}

fn category_of(row: &CodedUnit<'_>) -> CategoryName {
    (row.lexicon.into(), row.category.into())
}

/// What the sample says of the size of a category or of all misses, and how many of its units the
/// sheets have.
#[derive(Clone, Copy, Default)]
struct Size {
    population: u64,
    sampled: u64,
    present: u64,
}

impl Size {
    fn add(&mut self, row: &CodedUnit<'_>) -> Result<(), CodingError> {
        if self.present > 0 && row.population != self.population {
            return Err(row.population_cell.error(format!(
                "{} as for the other units of its kind; give sheets of one sample",
                self.population
            )));
        }
        self.population = row.population;
        self.sampled = row.sampled.unwrap_or(0);
        self.present += 1;
        Ok(())
    }
}

fn categories(
    rows: &[CodedUnit<'_>],
    named: &[CategoryName],
) -> Result<BTreeMap<CategoryName, Size>, CodingError> {
    let mut categories: BTreeMap<CategoryName, Size> =
        named.iter().map(|name| (name.clone(), Size::default())).collect();
    for row in rows.iter().filter(|row| row.kind == UnitKind::Match) {
        categories.entry(category_of(row)).or_default().add(row)?;
    }
    Ok(categories)
}

/// Units of the sample that no sheet has.
fn lost_units<'s>(rows: &[CodedUnit<'_>], sizes: impl Iterator<Item = &'s Size>) -> Option<String> {
    let lost: u64 = sizes.map(|size| size.sampled.saturating_sub(size.present)).sum();
    // Items are numbered from 1, so numbers that are left out show categories that are lost whole.
    let highest = rows.last().map_or(0, |row| row.item);
    let lost = lost.max(highest.saturating_sub(rows.len() as u64));
    let units = plural(lost, "unit of the sample is", "units of the sample are");
    (lost > 0).then(|| format!("{units} in no sheet and count as not coded"))
}

/// What figures over all leave out.
fn uncovered(sample: &CodedSample) -> Option<String> {
    let is_coded = |at: usize| {
        sample
            .matches
            .iter()
            .any(|found| found.category == at && found.codes.iter().any(Option::is_some))
    };
    let drawn =
        sample.categories.iter().enumerate().filter(|(_, category)| category.population > 0);
    let left_out: Vec<u64> =
        drawn.filter(|(at, _)| !is_coded(*at)).map(|(_, category)| category.population).collect();
    let matches: u64 = left_out.iter().sum();
    (matches > 0).then(|| {
        format!(
            "{} with {} in the corpus had no match coded; figures over all leave them out",
            plural(left_out.len(), "category", "categories"),
            plural(matches, "match", "matches")
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::SheetRow;
    use crate::validation::{coder_agreement, precision, recall};
    use proptest::prelude::*;

    const CELLS: [&str; 16] = [
        "",
        "1",
        "0",
        "2",
        "3.0",
        "match",
        "miss",
        "l",
        "a",
        "b",
        "l.a",
        "a;b",
        "yes",
        "999999999999999999",
        "maybe",
        "'=x",
    ];

    const COLUMNS: [&str; 8] =
        ["item", "kind", "lexicon", "category", "entry", "population", "code_1", "code_2"];

    /// A row whose numbers and kinds are right, so that its codes are read.
    fn make_sound(number: u64, cells: &mut [String]) {
        let is_miss = number.is_multiple_of(3);
        let kind = if is_miss { "miss" } else { "match" };
        for (at, cell) in [(0, &*number.to_string()), (1, kind), (2, "l"), (3, "a"), (5, "7")] {
            cells[at] = cell.to_owned();
        }
        let codes = if is_miss { ["", "0", "a", "A; l.a"] } else { ["", "0", "1", "yes"] };
        for cell in &mut cells[6..] {
            *cell = codes[cell.len() % 4].to_owned();
        }
    }

    proptest! {
        #[test]
        fn any_sheet_is_scored_or_refused(
            rows in proptest::collection::vec(proptest::collection::vec(0_usize..16, 8), 0..6),
            sound in any::<bool>(),
        ) {
            let row = |(number, cells): (u64, Vec<usize>)| {
                let mut cells: Vec<String> =
                    cells.into_iter().map(|cell| CELLS[cell].to_owned()).collect();
                if sound {
                    make_sound(number, &mut cells);
                }
                SheetRow { number, cells }
            };
            let sheet = Sheet {
                file: "a.csv".to_owned(),
                sha256: String::new(),
                columns: COLUMNS.map(str::to_owned).to_vec(),
                rows: (2..).zip(rows).map(row).collect(),
            };
            match read_coding(&[sheet], &[]) {
                Ok(Coding { sample, .. }) => {
                    prop_assert!(sample.coders > 0);
                    let precisions = precision(&sample).into_iter();
                    let precisions = precisions.filter_map(|row| row.estimate.value());
                    let recalls = recall(&sample).into_iter().filter_map(|row| row.recall.value());
                    for share in precisions.chain(recalls) {
                        let (low, high) = (share.interval.low, share.interval.high);
                        let is_ordered = low <= share.value && share.value <= high;
                        prop_assert!(0.0 <= low && is_ordered && high <= 1.0, "{share:?}");
                    }
                    for row in coder_agreement(&sample, 0) {
                        let mut values = [row.alpha, row.kappa, row.percent].into_iter().flatten();
                        prop_assert!(values.all(|value| value <= 1.0 + 1e-12));
                    }
                }
                Err(error) => prop_assert!(error.to_string().starts_with("a.csv"), "{error}"),
            }
        }
    }
}
