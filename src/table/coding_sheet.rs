//! Reads coded sheets back: codes by item, from one sheet or from one for each coder, checked
//! against each other.
//!
//! Columns are found by name, rows by item, so sheets may come back sorted, with columns added, or
//! with columns deleted that coders were not to see, as long as one of them still has these.

use super::cell::undefused;
use super::coding_codes::{CategoryNames, CodingError, SheetCell, verdict};
use super::coding_rows::{MATCH, MISS};
use crate::compare::{CodedCategory, CodedMatch, CodedMiss, CodedSample};
use crate::corpus::Sheet;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

/// A category by its lexicon and its name.
pub type CategoryName = (Arc<str>, Arc<str>);

/// What coded sheets hold.
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

/// The columns of the sample that scoring uses. Empty cells count as columns left out.
const KNOWN: [&str; 10] = [
    "kind",
    "document_id",
    "lexicon",
    "category",
    "entry",
    "voice",
    "outlet",
    "population",
    "sampled",
    "text",
];

/// A row of the sample, put together from all sheets.
struct Unit<'s> {
    /// Its number where it first stands.
    item: SheetCell<'s>,
    known: BTreeMap<&'static str, SheetCell<'s>>,
    /// By coder.
    codes: BTreeMap<usize, SheetCell<'s>>,
}

impl<'s> Unit<'s> {
    fn needed(&self, name: &'static str) -> Result<SheetCell<'s>, CodingError> {
        let expected = || {
            format!(
                "an item with a cell `{name}` in one of the sheets; give the \
            sample itself as well"
            )
        };
        self.known.get(name).copied().ok_or_else(|| self.item.error(expected()))
    }

    fn name(&self, name: &'static str) -> Arc<str> {
        self.known.get(name).map_or("", |cell| undefused(cell.text.trim())).into()
    }
}

/// A column of codes in which something stands.
struct Coder<'s> {
    sheet: usize,
    column: &'s str,
}

/// Joins coded sheets by item. `named` are categories that coders may name besides those of the
/// sample, as lexicon and name.
///
/// # Errors
/// [`CodingError`] for a sheet without the columns that are needed, cells that cannot be
/// understood, sheets of different samples, and sheets without a code.
pub fn read_coding(sheets: &[Sheet], named: &[CategoryName]) -> Result<Coding, CodingError> {
    let (units, coders) = joined(sheets)?;
    for name in ["kind", "lexicon", "category", "population"] {
        if !sheets
            .iter()
            .flat_map(|sheet| &sheet.columns)
            .any(|column| column.eq_ignore_ascii_case(name))
        {
            return Err(CodingError::NoColumn {
                file: all_files(sheets),
                name,
                columns: all_columns(sheets, |_| true),
            });
        }
    }
    if coders.is_empty() {
        let has_columns =
            sheets.iter().flat_map(|sheet| &sheet.columns).any(|column| is_code(column));
        let columns = match all_columns(sheets, is_nearly_code) {
            near if !has_columns && !near.is_empty() => format!(
                "a column `code` or `code_1` \
                (there is {near})"
            ),
            _ if !has_columns => "a column `code` or `code_1` (there is none)".to_owned(),
            _ => all_columns(sheets, is_code),
        };
        return Err(CodingError::NothingCoded { files: all_files(sheets), columns });
    }
    let categories = categories(&units, named)?;
    let names = CategoryNames::of(categories.keys());
    let mut coding = Coding { coders: coder_names(sheets, &coders), ..Coding::default() };
    coding.sample.coders = coders.len();
    let mut misses = Stratum::default();
    let mut documents = BTreeSet::new();
    for unit in units.values() {
        documents.extend(unit.known.get("document_id").map(|cell| cell.text.trim()));
        let codes = (0..coders.len()).map(|coder| unit.codes.get(&coder));
        if is_match(unit)? {
            let key = (unit.name("lexicon"), unit.name("category"));
            coding.sample.matches.push(CodedMatch {
                category: categories.keys().position(|known| *known == key).unwrap_or(usize::MAX),
                entry: unit.name("entry"),
                voice: unit.name("voice"),
                outlet: unit.name("outlet"),
                codes: codes.map(|cell| cell.map(verdict).transpose()).collect::<Result<_, _>>()?,
            });
        } else {
            misses.add(unit)?;
            let codes = codes
                .map(|cell| cell.map(|cell| names.read(cell)).transpose())
                .collect::<Result<_, _>>()?;
            coding.sample.misses.push(CodedMiss { codes });
        }
    }
    coding.sample.miss_population = misses.population;
    coding.documents = documents.len() as u64;
    coding.warnings = warnings(sheets, &units, &coders, categories.values().chain([&misses]));
    let category = |((lexicon, category), stratum): (CategoryName, Stratum)| CodedCategory {
        lexicon,
        category,
        population: stratum.population,
    };
    coding.sample.categories = categories.into_iter().map(category).collect();
    coding.warnings.extend(uncovered(&coding.sample));
    Ok(coding)
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
    let matches = match left_out.iter().sum::<u64>() {
        0 => return None,
        1 => "1 match".to_owned(),
        count => format!("{count} matches"),
    };
    let categories = if left_out.len() == 1 {
        "1 category".to_owned()
    } else {
        format!(
            "{} \
        categories",
            left_out.len()
        )
    };
    Some(format!(
        "{categories} with {matches} in the corpus had no match coded; figures over all \
        leave them out"
    ))
}

/// The units of all sheets by item, and the coders.
fn joined(sheets: &[Sheet]) -> Result<(BTreeMap<u64, Unit<'_>>, Vec<Coder<'_>>), CodingError> {
    let mut units: BTreeMap<u64, Unit<'_>> = BTreeMap::new();
    let mut coders: Vec<Coder<'_>> = Vec::new();
    for (at, sheet) in sheets.iter().enumerate() {
        let Some(item) = place_of(sheet, "item")? else {
            return Err(CodingError::NoColumn {
                file: sheet.file.clone(),
                name: "item",
                columns: all_columns(&sheets[at..=at], |_| true),
            });
        };
        let mut known = Vec::new();
        for name in KNOWN {
            known.extend(place_of(sheet, name)?.map(|place| (name, place)));
        }
        // A column of codes in which nothing stands is nobody's.
        let mut codes = Vec::new();
        for (place, column) in
            sheet.columns.iter().enumerate().filter(|(_, column)| is_code(column))
        {
            place_of(sheet, column)?;
            if sheet
                .rows
                .iter()
                .any(|(_, cells)| cells.get(place).is_some_and(|cell| !cell.trim().is_empty()))
            {
                codes.push((coders.len(), place));
                coders.push(Coder { sheet: at, column });
            }
        }
        let mut seen: BTreeMap<u64, u64> = BTreeMap::new();
        for (row, cells) in &sheet.rows {
            let cell = |place: usize| SheetCell {
                sheet,
                row: *row,
                column: sheet.columns.get(place).map_or("", String::as_str),
                text: cells.get(place).map_or("", String::as_str),
            };
            let filled =
                |place: usize| Some(cell(place)).filter(|cell| !cell.text.trim().is_empty());
            let number = cell(item).whole()?;
            if let Some(first) = seen.insert(number, *row) {
                return Err(cell(item).error(format!(
                    "an item of its own: row {first} has this one \
                    already"
                )));
            }
            let fresh =
                || Unit { item: cell(item), known: BTreeMap::new(), codes: BTreeMap::new() };
            let unit = units.entry(number).or_insert_with(fresh);
            for (name, place) in &known {
                let Some(cell) = filled(*place) else { continue };
                match unit.known.get(name) {
                    Some(other) if !alike(name, *other, cell) => {
                        let there: String = other.text.trim().chars().take(60).collect();
                        let expected = format!(
                            "`{there}` as for item {number} in {}; give sheets \
                            of one sample",
                            other.sheet.file
                        );
                        return Err(cell.error(expected));
                    }
                    Some(_) => {}
                    None => {
                        unit.known.insert(name, cell);
                    }
                }
            }
            for (coder, place) in &codes {
                unit.codes.extend(filled(*place).map(|cell| (*coder, cell)));
            }
        }
    }
    Ok((units, coders))
}

/// Where the column of a name stands.
fn place_of(sheet: &Sheet, name: &str) -> Result<Option<usize>, CodingError> {
    let mut places = sheet
        .columns
        .iter()
        .enumerate()
        .filter(|(_, column)| column.eq_ignore_ascii_case(name))
        .map(|(place, _)| place);
    let first = places.next();
    if places.next().is_some() {
        return Err(CodingError::TwoColumns { file: sheet.file.clone(), name: name.to_owned() });
    }
    Ok(first)
}

/// Whether a column holds codes: `code`, `code_1`.
fn is_code(column: &str) -> bool {
    let column = column.to_ascii_lowercase();
    let number = column.strip_prefix("code_").filter(|number| !number.is_empty());
    column == "code"
        || number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether a column seems meant to hold codes, though it is not read: `code2`, `code-2`, `coder_2`,
/// `code_anna`.
fn is_nearly_code(column: &str) -> bool {
    let letters: String =
        column.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    ["code", "coding"].iter().any(|beginning| letters.starts_with(beginning)) && !is_code(column)
}

/// Whether two sheets say the same of an item. Spreadsheets change encodings, dates and numbers as
/// they please, so of words only letters and digits at their beginning count, and ids of documents
/// not at all. Where one of two cells was saved in an encoding that has not all letters, so that
/// `?` or a mark of the loss stands for them, the plain letters have to do.
fn alike(name: &str, one: SheetCell<'_>, other: SheetCell<'_>) -> bool {
    let is_lossy = |text: &str| text.contains("??") || text.contains('\u{fffd}');
    let is_plain = is_lossy(one.text) != is_lossy(other.text);
    let counts = |c: &char| if is_plain { c.is_ascii_alphanumeric() } else { c.is_alphanumeric() };
    let letters =
        |text: &str| text.chars().filter(counts).take(80).collect::<String>().to_lowercase();
    match name {
        "document_id" => true,
        "population" | "sampled" => one.whole().ok() == other.whole().ok(),
        _ => letters(one.text) == letters(other.text),
    }
}

fn is_match(unit: &Unit<'_>) -> Result<bool, CodingError> {
    let kind = unit.needed("kind")?;
    match kind.text.trim() {
        text if text.eq_ignore_ascii_case(MATCH) => Ok(true),
        text if text.eq_ignore_ascii_case(MISS) => Ok(false),
        _ => Err(kind.error(format!("`{MATCH}` or `{MISS}`, as the sample has it"))),
    }
}

/// What the sample says of the size of a stratum, and how many of it the sheets hold.
#[derive(Clone, Copy, Default)]
struct Stratum {
    population: u64,
    sampled: u64,
    held: u64,
}

impl Stratum {
    fn add(&mut self, unit: &Unit<'_>) -> Result<(), CodingError> {
        let cell = unit.needed("population")?;
        let population = cell.whole()?;
        if self.held > 0 && population != self.population {
            return Err(cell.error(format!(
                "{} as for the other units of its kind; give sheets of \
                one sample",
                self.population
            )));
        }
        self.population = population;
        self.sampled = unit.known.get("sampled").map(SheetCell::whole).transpose()?.unwrap_or(0);
        self.held += 1;
        Ok(())
    }
}

type Categories = BTreeMap<CategoryName, Stratum>;

fn categories(
    units: &BTreeMap<u64, Unit<'_>>,
    named: &[CategoryName],
) -> Result<Categories, CodingError> {
    let mut categories: Categories =
        named.iter().map(|key| (key.clone(), Stratum::default())).collect();
    for unit in units.values() {
        if is_match(unit)? {
            unit.needed("lexicon")?;
            unit.needed("category")?;
            categories
                .entry((unit.name("lexicon"), unit.name("category")))
                .or_default()
                .add(unit)?;
        }
    }
    Ok(categories)
}

/// The coders' names: of one sheet its columns', of several the sheets', with the column where a
/// sheet has several coders.
fn coder_names(sheets: &[Sheet], coders: &[Coder<'_>]) -> Vec<String> {
    let file = |at: usize| sheets.get(at).map_or("", |sheet| sheet.file.as_str());
    let stem = |at: usize| {
        Path::new(file(at))
            .file_stem()
            .map_or_else(|| file(at).to_owned(), |stem| stem.to_string_lossy().into_owned())
    };
    let name = |coder: &Coder<'_>| {
        let is_one = coders.iter().filter(|other| other.sheet == coder.sheet).count() == 1;
        let is_known_by_stem =
            (0..sheets.len()).filter(|other| stem(*other) == stem(coder.sheet)).count() == 1;
        let sheet = if is_known_by_stem { stem(coder.sheet) } else { file(coder.sheet).to_owned() };
        match sheets.len() {
            1 => coder.column.to_owned(),
            _ if is_one => sheet,
            _ => format!("{sheet}:{}", coder.column),
        }
    };
    coders.iter().map(name).collect()
}

fn warnings<'c>(
    sheets: &[Sheet],
    units: &BTreeMap<u64, Unit<'_>>,
    coders: &[Coder<'_>],
    strata: impl Iterator<Item = &'c Stratum>,
) -> Vec<String> {
    let mut warnings = Vec::new();
    let lost: u64 = strata.map(|stratum| stratum.sampled.saturating_sub(stratum.held)).sum();
    // Items are numbered from 1, so numbers that are left out tell of categories that are lost
    // whole.
    let highest = units.last_key_value().map_or(0, |(item, _)| *item);
    let lost = lost.max(highest.saturating_sub(units.len() as u64));
    if lost > 0 {
        let units = if lost == 1 {
            "1 unit of the sample stands"
        } else {
            &format!(
                "{lost} units \
            of the sample stand"
            )
        };
        warnings.push(format!("{units} in no sheet and count as not coded"));
    }
    for sheet in sheets {
        let is_filled = |place: usize| {
            sheet
                .rows
                .iter()
                .any(|(_, cells)| cells.get(place).is_some_and(|cell| !cell.trim().is_empty()))
        };
        let nearly = sheet
            .columns
            .iter()
            .enumerate()
            .filter(|(place, column)| is_nearly_code(column) && is_filled(*place));
        let names: Vec<String> = nearly.map(|(_, column)| format!("`{column}`")).collect();
        if !names.is_empty() {
            let (named, reads) = (names.join(", "), if names.len() == 1 { "is" } else { "are" });
            warnings.push(format!(
                "{}: {named} {reads} not read; codes stand in `code` or \
                `code_1`, `code_2`, …",
                sheet.file
            ));
        }
    }
    // A sheet handed on with the first coder's codes in it would count that coder twice.
    for (at, coder) in coders.iter().enumerate() {
        let codes = |coder: usize| {
            units.values().map(move |unit| unit.codes.get(&coder).map(|cell| cell.text.trim()))
        };
        let twice = coders.iter().enumerate().skip(at + 1).find(|(other_at, other)| {
            other.sheet != coder.sheet
                && other.column.eq_ignore_ascii_case(coder.column)
                && codes(at).eq(codes(*other_at))
        });
        let several = |sheet: usize| coders.iter().filter(|other| other.sheet == sheet).count() > 1;
        if let Some((_, other)) =
            twice.filter(|(_, other)| several(coder.sheet) || several(other.sheet))
        {
            let file = |at: usize| sheets.get(at).map_or("", |sheet| sheet.file.as_str());
            warnings.push(format!(
                "`{}` is the same in {} and {}; if this is one coder's work, delete it from one of \
                    them",
                coder.column,
                file(coder.sheet),
                file(other.sheet)
            ));
        }
    }
    warnings
}

fn all_files(sheets: &[Sheet]) -> String {
    sheets.iter().map(|sheet| sheet.file.as_str()).collect::<Vec<_>>().join(", ")
}

/// The columns of all sheets that fit, each once.
fn all_columns(sheets: &[Sheet], fits: fn(&str) -> bool) -> String {
    let mut names: Vec<&str> = Vec::new();
    for name in sheets.iter().flat_map(|sheet| &sheet.columns) {
        if fits(name) && !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::{coder_agreement, precision, recall};
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

    proptest! {
        #[test]
        fn any_sheet_is_scored_or_told(rows in proptest::collection::vec(proptest::collection::vec(0_usize..16, 8), 0..6), sound in any::<bool>()) {
            let columns = ["item", "kind", "lexicon", "category", "entry", "population", "code_1", "code_2"];
            let row = |(number, cells): (u64, Vec<usize>)| {
                let mut cells: Vec<String> = cells.into_iter().map(|cell| CELLS[cell].to_owned()).collect();
                if sound {
                    // Numbers and kinds that hold, so that codes are reached.
                    let kind = if number % 3 == 0 { "miss" } else { "match" };
                    for (at, cell) in [(0, number.to_string()), (1, kind.to_owned()), (2, "l".to_owned()), (3, "a".to_owned()), (5, "7".to_owned())] {
                        cells[at] = cell;
                    }
                    let codes = if number % 3 == 0 { ["", "0", "a", "A; \
                        l.a"] } else { ["", "0", "1", "yes"] };
                    for cell in &mut cells[6..] {
                        *cell = codes[cell.len() % 4].to_owned();
                    }
                }
                (number, cells)
            };
            let sheet = Sheet {
                file: "a.csv".to_owned(),
                sha256: String::new(),
                columns: columns.map(str::to_owned).to_vec(),
                rows: (2..).zip(rows).map(row).collect(),
            };
            match read_coding(&[sheet], &[]) {
                Ok(Coding { sample, .. }) => {
                    prop_assert!(sample.coders > 0);
                    let shares = precision(&sample).into_iter().filter_map(|figure| figure.estimate);
                    let shares = shares.chain(recall(&sample).into_iter().filter_map(|figure| figure.recall));
                    for share in shares {
                        let (low, high) = (share.interval.low, share.interval.high);
                        prop_assert!(0.0 <= low && low <= share.value && share.value <= high && high <= 1.0, "{share:?}");
                    }
                    for figure in coder_agreement(&sample, 0) {
                        prop_assert!([figure.alpha, figure.kappa, figure.percent].into_iter().flatten().all(|value| value <= 1.0 + 1e-12));
                    }
                }
                Err(error) => prop_assert!(error.to_string().starts_with("a.csv"), "{error}"),
            }
        }
    }
}
