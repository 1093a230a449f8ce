//! What can be wrong in a lexicon of another program, or in a table: each a sentence that says what
//! to do.

use thiserror::Error;

/// What is wrong at a place of a lexicon that is not in the native form.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ImportProblem {
    /// No entry anywhere.
    #[error("this lexicon has no entries; give a category at least one")]
    NoEntries,
    /// A category whose name has nothing that a table can carry.
    #[error("the category name `{0}` has no letter or digit; rename the category")]
    NoName(String),
    /// One name for two categories.
    #[error("the category `{name}` appears twice (first in line {line}); join the two")]
    CategoryTwice {
        /// Its name.
        name: String,
        /// The line of the first.
        line: u32,
    },
    /// Two names that are one when made fit for tables.
    #[error(
        "the categories `{name}` and `{other}` (line {line}) would both be named `{fitted}`, since \
         names hold only letters, digits, `-` and `_`; rename one"
    )]
    NamesCollide {
        /// The name.
        name: String,
        /// The earlier one.
        other: String,
        /// The line of the earlier one.
        line: u32,
        /// What both become.
        fitted: String,
    },
    /// A name that another category has, or that has nothing that a table can carry.
    #[error("the category `{name}` is named `{fitted}` here, since {reason}")]
    Renamed {
        /// The name.
        name: String,
        /// What it becomes.
        fitted: String,
        /// Why.
        reason: &'static str,
    },
    /// More levels than make sense.
    #[error("categories are nested more than {0} levels deep; flatten them")]
    TooDeep(usize),
    /// Signs at the edges of words, which are no part of words here.
    #[error(
        "`{term}` has `{signs}` at the edge of a word, where framescope reads letters and digits \
         only, so that the entry would find more than is meant; write it without, or delete it"
    )]
    Signs {
        /// The term.
        term: String,
        /// The signs.
        signs: String,
    },
    /// An entry before any category.
    #[error("`{term}` stands in no category; write {expected} before it")]
    NoCategory {
        /// The entry.
        term: String,
        /// What opens a category.
        expected: &'static str,
    },
    /// A LIWC dictionary without its legend.
    #[error(
        "a LIWC dictionary begins with a line `%`, then its numbered categories, then a second \
         line `%`; this file has {0}"
    )]
    NoLegend(&'static str),
    /// A line of the legend that defines no category.
    #[error(
        "`{0}` does not define a LIWC category; expected a number, a tab and a name, such as \
         `31⇥posemo`"
    )]
    LegendLine(String),
    /// A category number given twice.
    #[error(
        "category number {number} appears twice (first in line {line}); give each category a \
         number of its own"
    )]
    NumberTwice {
        /// The number.
        number: u64,
        /// The line of the first.
        line: u32,
    },
    /// A LIWC entry without categories.
    #[error("`{0}` has no category number; write a tab and the number behind it, or delete it")]
    NoNumber(String),
    /// Something among the category numbers that is none.
    #[error(
        "`{found}` after `{term}` is not a category number; write numbers only, with tabs between \
         them"
    )]
    NotANumber {
        /// The entry.
        term: String,
        /// What was found.
        found: String,
    },
    /// A number that the legend does not define.
    #[error(
        "`{term}` is in category {number}, which the legend does not define; it defines {known}"
    )]
    UndefinedNumber {
        /// The entry.
        term: String,
        /// The number.
        number: u64,
        /// The numbers that there are.
        known: String,
    },
    /// A category that counts only in certain company.
    #[error(
        "`{found}` after `{term}` is a condition of LIWC's on the words nearby, which framescope \
         does not read; write plain category numbers, or convert the file to .toml without the \
         entry and add it there with `near` or `not_near`"
    )]
    LiwcCondition {
        /// The entry.
        term: String,
        /// The condition as written.
        found: String,
    },
    /// Not YAML.
    #[error("not valid YAML: {0}")]
    Yaml(String),
    /// YAML, but not as quanteda writes it.
    #[error("{found} where {expected} should stand")]
    YamlShape {
        /// What stands there.
        found: &'static str,
        /// What should.
        expected: &'static str,
    },
    /// An entry without a word.
    #[error(
        "an empty entry; write a word (in quotation marks if it is `null` or `~`), or delete it"
    )]
    EmptyEntry,
    /// Not XML.
    #[error("not valid XML: {0}")]
    Xml(String),
    /// An element that the format does not have there.
    #[error("unknown element <{name}> in {parent}; expected {expected}")]
    Element {
        /// The element.
        name: String,
        /// What it stands in, in words.
        parent: String,
        /// What may stand there.
        expected: &'static str,
    },
    /// An element without an attribute that it needs.
    #[error("<{element}> has no `{attribute}`; add one")]
    NoAttribute {
        /// The element.
        element: String,
        /// The attribute.
        attribute: &'static str,
    },
    /// Patterns in a language of their own.
    #[error(
        "patternengine=\"{0}\": framescope reads only the patterns of the engine `substring`; \
         write the entries as words with `*` and set patternengine=\"substring\""
    )]
    PatternEngine(String),
    /// A score of a whole category.
    #[error(
        "the category `{0}` has a score, which framescope reads of entries only; give the score to \
         its <pnode> elements"
    )]
    CategoryScore(String),
    /// A rule of WordStat's.
    #[error(
        "`{0}` is a rule of WordStat's, which framescope does not read; delete it, and add its \
         words to a .toml with `near`"
    )]
    Rule(String),
    /// Something nested in an entry.
    #[error(
        "`{child}` is nested in `{term}`, which has a weight and so is an entry; take the weight \
         from the one or the indentation from the other"
    )]
    InEntry {
        /// The line that is nested.
        child: String,
        /// The entry.
        term: String,
    },
    /// A line that is neither entry nor category.
    #[error(
        "`{0}` has no weight and nothing nested in it; write `{0} (1)` if it is an entry, since it \
         is read as an empty category"
    )]
    NeitherEntryNorCategory(String),
    /// Indentation that cannot be compared.
    #[error("this line is indented by blanks, other lines of the file by tabs; indent all by tabs")]
    MixedIndentation,
    /// A table without a column that it needs.
    #[error("there is no column `{name}`; the header has {header}")]
    NoColumn {
        /// The column.
        name: &'static str,
        /// The columns that there are.
        header: String,
    },
    /// A column that means nothing.
    #[error("unknown column `{name}`; a lexicon table has the columns {known}")]
    UnknownColumn {
        /// The column.
        name: String,
        /// Those that may be there.
        known: String,
    },
    /// A column given twice.
    #[error("the column `{0}` appears twice; delete one")]
    ColumnTwice(String),
    /// A row that does not fit the header.
    #[error(
        "this row has {found} cells, the header {expected}; put cells that hold the separator in \
         quotation marks"
    )]
    Cells {
        /// Cells of the row.
        found: usize,
        /// Cells of the header.
        expected: usize,
    },
    /// A quotation mark without its fellow.
    #[error(
        "the quotation mark that opens this cell is never closed; close it, and double every \
         quotation mark inside the cell"
    )]
    OpenQuote,
    /// A row that is no CSV.
    #[error("this row cannot be read ({0}); mend it")]
    Row(String),
    /// A mark that LIWC-22 does not have.
    #[error(
        "`{found}` under `{category}` is not a mark of a LIWC-22 dictionary; write `X`, a weight \
         or nothing"
    )]
    NoMark {
        /// What was found.
        found: String,
        /// The category of the column.
        category: String,
    },
    /// An entry without a mark in any category.
    #[error("`{0}` is marked in no category; write `X` under one, or delete it")]
    Unmarked(String),
    /// A row of a list with more or fewer cells than two.
    #[error("`{term}` has {found} cells, other lines of this list two: a term and its value")]
    ListCells {
        /// The term.
        term: String,
        /// How many cells there are.
        found: usize,
    },
    /// A value of a list that is no number where most are.
    #[error("the value of `{term}` is `{found}`, while most values of this list are numbers")]
    ListValue {
        /// The term.
        term: String,
        /// The value.
        found: String,
    },
    /// A first line that names the columns.
    #[error("`{0}` is read as the heading of the list, not as an entry")]
    Heading(String),
}

/// What kind of fault a problem is, which decides what becomes of the entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Nature {
    /// The file is wrong.
    Fault,
    /// The entry has no word, so that it can match nothing: it is left out and listed.
    Wordless,
    /// The entry is right in its program and cannot be said here: it is refused, or left out and
    /// listed where that is asked for.
    Unsayable,
}

impl ImportProblem {
    /// What kind of fault it is.
    pub(crate) fn nature(&self) -> Nature {
        match self {
            Self::EmptyEntry | Self::Unmarked(_) => Nature::Wordless,
            Self::Signs { .. }
            | Self::LiwcCondition { .. }
            | Self::CategoryScore(_)
            | Self::Rule(_) => Nature::Unsayable,
            _ => Nature::Fault,
        }
    }
}
