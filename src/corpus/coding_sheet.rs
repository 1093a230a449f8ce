//! Coded sheets: the units of a sample with their codes, from one sheet or from one for each coder,
//! checked against each other.
//!
//! Columns are found by name, rows by item, so sheets may come back sorted, with columns added, or
//! with columns deleted that coders were not to see, as long as one of them still has these.

use super::coding_cell::{CodingError, SheetCell};
use super::sheet::Sheet;
use std::collections::BTreeMap;
use std::path::Path;

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

/// The columns that one of the sheets must have.
const NEEDED: [&str; 4] = ["kind", "lexicon", "category", "population"];

/// What a unit of a sample is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UnitKind {
    /// A match, to be judged right or wrong.
    Match,
    /// A sentence without a match, in which something may have been missed.
    Miss,
}

impl UnitKind {
    /// What the column `kind` says of it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Match => "match",
            Self::Miss => "miss",
        }
    }
}

/// A unit of a sample with its codes, put together from all sheets. A text that no sheet says is
/// empty.
#[derive(Clone, Debug)]
pub struct CodedUnit<'s> {
    /// Its number in the sample.
    pub item: u64,
    /// What it is.
    pub kind: UnitKind,
    /// The document that it is from, if a sheet says it.
    pub document_id: Option<&'s str>,
    /// Its lexicon; a match has one, as it has a category.
    pub lexicon: &'s str,
    /// Its category.
    pub category: &'s str,
    /// Its entry.
    pub entry: &'s str,
    /// Its voice.
    pub voice: &'s str,
    /// Its outlet.
    pub outlet: &'s str,
    /// How many units of its kind the corpus has: matches of its category, or sentences without a
    /// match.
    pub population: u64,
    /// The cell that says so.
    pub population_cell: SheetCell<'s>,
    /// How many of these the sample has, if a sheet says it.
    pub sampled: Option<u64>,
    /// The code of each coder, where there is one.
    pub codes: Vec<Option<SheetCell<'s>>>,
}

/// The units of a sample with their codes.
#[derive(Clone, Debug)]
pub struct CodingSheet<'s> {
    /// The units, sorted by item.
    pub rows: Vec<CodedUnit<'s>>,
    /// The names of the coders: those of their columns, with that of the sheet where there are
    /// several.
    pub coders: Vec<String>,
    /// What the analyst should know about the sheets.
    pub warnings: Vec<String>,
}

/// A row of the sample, put together from all sheets.
struct JoinedUnit<'s> {
    /// Its number where it first occurs.
    item: SheetCell<'s>,
    known: BTreeMap<&'static str, SheetCell<'s>>,
    /// By coder.
    codes: BTreeMap<usize, SheetCell<'s>>,
}

impl<'s> JoinedUnit<'s> {
    fn new(item: SheetCell<'s>) -> Self {
        Self { item, known: BTreeMap::new(), codes: BTreeMap::new() }
    }

    fn needed(&self, name: &'static str) -> Result<SheetCell<'s>, CodingError> {
        self.known.get(name).copied().ok_or_else(|| {
            self.item.error(format!(
                "an item with a cell `{name}` in one of the sheets; give the sample itself as well"
            ))
        })
    }

    fn text(&self, name: &'static str) -> &'s str {
        self.known.get(name).map_or("", SheetCell::undefused)
    }

    fn kind(&self) -> Result<UnitKind, CodingError> {
        let kind = self.needed("kind")?;
        let (is_match, is_miss) = (UnitKind::Match.name(), UnitKind::Miss.name());
        match kind.text() {
            text if text.eq_ignore_ascii_case(is_match) => Ok(UnitKind::Match),
            text if text.eq_ignore_ascii_case(is_miss) => Ok(UnitKind::Miss),
            _ => Err(kind.error(format!("`{is_match}` or `{is_miss}`, as the sample has it"))),
        }
    }

    fn row(&self, item: u64, coders: usize) -> Result<CodedUnit<'s>, CodingError> {
        let kind = self.kind()?;
        if kind == UnitKind::Match {
            self.needed("lexicon")?;
            self.needed("category")?;
        }
        let population_cell = self.needed("population")?;
        Ok(CodedUnit {
            item,
            kind,
            document_id: self.known.get("document_id").map(SheetCell::text),
            lexicon: self.text("lexicon"),
            category: self.text("category"),
            entry: self.text("entry"),
            voice: self.text("voice"),
            outlet: self.text("outlet"),
            population: population_cell.whole()?,
            population_cell,
            sampled: self.known.get("sampled").map(SheetCell::whole).transpose()?,
            codes: (0..coders).map(|coder| self.codes.get(&coder).copied()).collect(),
        })
    }
}

/// A column of codes that is not empty.
struct Coder<'s> {
    sheet: usize,
    column: &'s str,
}

/// Where a sheet has the codes of a coder.
struct CodeColumn {
    coder: usize,
    place: usize,
}

impl<'s> CodingSheet<'s> {
    /// Joins coded sheets by item.
    ///
    /// # Errors
    /// [`CodingError`] for a sheet without the columns that are needed, cells of the sample that
    /// cannot be understood, sheets of different samples, and sheets without a code.
    pub fn join(sheets: &'s [Sheet]) -> Result<Self, CodingError> {
        let Joined { units, coders } = Joined::new(sheets)?;
        let has = |name: &str| {
            let mut columns = sheets.iter().flat_map(|sheet| &sheet.columns);
            columns.any(|column| column.eq_ignore_ascii_case(name))
        };
        if let Some(name) = NEEDED.into_iter().find(|name| !has(name)) {
            let columns = all_columns(sheets, |_| true);
            return Err(CodingError::NoColumn { file: all_files(sheets), name, columns });
        }
        if coders.is_empty() {
            return Err(nothing_coded(sheets));
        }
        let row = |(item, unit): (&u64, &JoinedUnit<'s>)| unit.row(*item, coders.len());
        Ok(Self {
            rows: units.iter().map(row).collect::<Result<_, _>>()?,
            coders: coder_names(sheets, &coders),
            warnings: warnings(sheets, &units, &coders),
        })
    }
}

fn nothing_coded(sheets: &[Sheet]) -> CodingError {
    let columns = all_columns(sheets, is_code);
    let near = all_columns(sheets, is_nearly_code);
    let columns = match (columns.is_empty(), near.is_empty()) {
        (false, _) => columns,
        (true, false) => format!("a column `code` or `code_1` (there is {near})"),
        (true, true) => "a column `code` or `code_1` (there is none)".to_owned(),
    };
    CodingError::NothingCoded { files: all_files(sheets), columns }
}

/// The units of all sheets by item, and the coders.
struct Joined<'s> {
    units: BTreeMap<u64, JoinedUnit<'s>>,
    coders: Vec<Coder<'s>>,
}

impl<'s> Joined<'s> {
    fn new(sheets: &'s [Sheet]) -> Result<Self, CodingError> {
        let mut joined = Self { units: BTreeMap::new(), coders: Vec::new() };
        for (at, sheet) in sheets.iter().enumerate() {
            joined.add(at, sheet)?;
        }
        Ok(joined)
    }

    /// Adds the sheet with number `at`.
    fn add(&mut self, at: usize, sheet: &'s Sheet) -> Result<(), CodingError> {
        let Some(item) = place_of(sheet, "item")? else {
            return Err(CodingError::NoColumn {
                file: sheet.file.clone(),
                name: "item",
                columns: all_columns(std::slice::from_ref(sheet), |_| true),
            });
        };
        let mut known = Vec::new();
        for name in KNOWN {
            known.extend(place_of(sheet, name)?.map(|place| (name, place)));
        }
        let codes = self.add_coders(at, sheet)?;
        let mut seen: BTreeMap<u64, u64> = BTreeMap::new();
        for row in &sheet.rows {
            let cell = |place: usize| SheetCell::new(sheet, row, place);
            let filled = |place: usize| Some(cell(place)).filter(|cell| !cell.text().is_empty());
            let number = cell(item).whole()?;
            if let Some(first) = seen.insert(number, row.number) {
                let expected = format!("an item of its own: row {first} has this one already");
                return Err(cell(item).error(expected));
            }
            let unit = self.units.entry(number).or_insert_with(|| JoinedUnit::new(cell(item)));
            for (name, place) in &known {
                let Some(cell) = filled(*place) else { continue };
                match unit.known.get(name) {
                    Some(other) if !alike(name, *other, cell) => {
                        return Err(cell.error(format!(
                            "`{}` as for item {number} in {}; give sheets of one sample",
                            other.shown(),
                            other.file
                        )));
                    }
                    Some(_) => {}
                    None => {
                        unit.known.insert(name, cell);
                    }
                }
            }
            for column in &codes {
                unit.codes.extend(filled(column.place).map(|cell| (column.coder, cell)));
            }
        }
        Ok(())
    }

    /// Adds the coders of a sheet. An empty column of codes is nobody's.
    fn add_coders(&mut self, at: usize, sheet: &'s Sheet) -> Result<Vec<CodeColumn>, CodingError> {
        let mut codes = Vec::new();
        for (place, column) in sheet.columns.iter().enumerate() {
            if !is_code(column) {
                continue;
            }
            place_of(sheet, column)?;
            if is_filled(sheet, place) {
                codes.push(CodeColumn { coder: self.coders.len(), place });
                self.coders.push(Coder { sheet: at, column });
            }
        }
        Ok(codes)
    }
}

/// The place of the column with a name.
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

/// Whether a column has any content.
fn is_filled(sheet: &Sheet, place: usize) -> bool {
    let mut cells = sheet.rows.iter().filter_map(|row| row.cells.get(place));
    cells.any(|cell| !cell.trim().is_empty())
}

/// Whether a column is one of codes: `code`, `code_1`.
fn is_code(column: &str) -> bool {
    let column = column.to_ascii_lowercase();
    let number = column.strip_prefix("code_").filter(|number| !number.is_empty());
    column == "code"
        || number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether a column seems meant for codes, though it is not read: `code2`, `code-2`, `coder_2`,
/// `code_anna`.
fn is_nearly_code(column: &str) -> bool {
    let letters: String =
        column.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    ["code", "coding"].iter().any(|beginning| letters.starts_with(beginning)) && !is_code(column)
}

/// Whether two sheets say the same of an item. Spreadsheets change encodings, dates and numbers as
/// they please, so of words only letters and digits at their beginning count, and ids of documents
/// not at all. Where one of two cells was saved in an encoding that lacks some letters, so that it
/// has `?` or a mark of the loss instead, only plain letters count.
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

fn warnings(
    sheets: &[Sheet],
    units: &BTreeMap<u64, JoinedUnit<'_>>,
    coders: &[Coder<'_>],
) -> Vec<String> {
    let nearly_codes = sheets.iter().filter_map(|sheet| {
        let columns = sheet.columns.iter().enumerate();
        let names: Vec<String> = columns
            .filter(|(place, column)| is_nearly_code(column) && is_filled(sheet, *place))
            .map(|(_, column)| format!("`{column}`"))
            .collect();
        let reads = if names.len() == 1 { "is" } else { "are" };
        (!names.is_empty()).then(|| {
            format!(
                "{}: {} {reads} not read; codes are read from `code` or `code_1`, `code_2`, …",
                sheet.file,
                names.join(", ")
            )
        })
    });
    let mut warnings: Vec<String> = nearly_codes.collect();
    // A sheet handed on with the first coder's codes in it would count that coder twice.
    for (at, coder) in coders.iter().enumerate() {
        let codes = |coder: usize| {
            units.values().map(move |unit| unit.codes.get(&coder).map(SheetCell::text))
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
