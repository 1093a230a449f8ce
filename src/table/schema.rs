//! What a table is: its columns, with names, kinds and meaning, and the rows that fill them.

use super::cell::{Cell, CellSink, Kind};
use crate::stat::Adjustment;
use std::borrow::Cow;

/// One column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: Cow<'static, str>,
    /// What it holds.
    pub kind: Kind,
    /// Whether a cell may be empty, which means not known.
    pub optional: bool,
    /// Whether a cell may hold nothing and yet be known: the words before the first word of a text.
    pub may_be_blank: bool,
    /// What this run computed, with unit and range.
    pub description: Cow<'static, str>,
}

/// One table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schema {
    /// Its name, which is its file's.
    pub name: Cow<'static, str>,
    /// What a row is.
    pub description: Cow<'static, str>,
    /// Its columns in order.
    pub columns: Vec<Column>,
    /// The columns that together name a row.
    pub key: &'static [&'static str],
}

/// Something that fills one row of a table.
pub trait Cells {
    /// Hands its cells over, in the order of the columns.
    fn put(&self, sink: &mut dyn CellSink);
}

/// A typed row of a table whose columns are known beforehand.
pub trait Row: Cells {
    /// The table that it belongs to.
    fn schema() -> Schema;
}

impl Column {
    /// A column of the cells of one type.
    pub fn of_cell<C: Cell>(name: &'static str, description: &'static str) -> Self {
        Self {
            name: Cow::Borrowed(name),
            kind: C::KIND,
            optional: C::OPTIONAL,
            may_be_blank: C::MAY_BE_BLANK,
            description: Cow::Borrowed(description),
        }
    }
}

impl Schema {
    /// Says of a column what this run computed, where its options decide that. A column that the
    /// table lacks is passed over.
    pub fn describe(&mut self, column: &str, description: impl Into<Cow<'static, str>>) {
        if let Some(known) = self.columns.iter_mut().find(|known| known.name == column) {
            known.description = description.into();
        }
    }

    /// Says of a column of q-values how this run adjusted them.
    pub fn describe_q_value(&mut self, column: &str, adjustment: Adjustment) {
        if let Some(known) = self.columns.iter_mut().find(|known| known.name == column) {
            let description = known.description.to_mut();
            *description = description.replace(ADJUSTED, adjustment.authors());
        }
    }

    /// Adds a sentence to the description of the table, for what this run wrote.
    pub fn add_sentence(&mut self, sentence: &str) {
        let description = self.description.to_mut();
        if !description.ends_with('.') {
            description.push('.');
        }
        description.push(' ');
        description.push_str(sentence);
    }

    /// Adds a sentence to what is said of a column.
    pub fn add_to_description(&mut self, column: &str, sentence: &str) {
        if let Some(known) = self.columns.iter_mut().find(|known| known.name == column) {
            let description = known.description.to_mut();
            description.push_str(". ");
            description.push_str(sentence);
        }
    }
}

/// How q-values are said to be adjusted where no run has been asked.
const ADJUSTED: &str = "Benjamini and Hochberg unless run.json names others";

/// Declares tables: a row type each, with the schema that its fields make.
macro_rules! tables {
    ($(
        $table:ident ($($key:ident),*) $about:literal
        $row:ident { $( $column:ident: $kind:ty = $meaning:literal, )* }
    )*) => {
        $(
            #[doc = concat!("A row of `", stringify!($table), "`: ", $about)]
            #[derive(Clone, Debug, Default, PartialEq)]
            pub struct $row { $( #[doc = $meaning] pub $column: $kind, )* }

            impl $crate::table::Row for $row {
                fn schema() -> $crate::table::Schema {
                    $crate::table::Schema {
                        name: std::borrow::Cow::Borrowed(stringify!($table)),
                        description: std::borrow::Cow::Borrowed($about),
                        columns: vec![$(
                            $crate::table::Column::of_cell::<$kind>(stringify!($column), $meaning)
                        ),*],
                        key: &[$(stringify!($key)),*],
                    }
                }
            }

            impl $crate::table::Cells for $row {
                fn put(&self, sink: &mut dyn $crate::table::CellSink) {
                    $( $crate::table::Cell::put(&self.$column, sink); )*
                }
            }
        )*
    };
}

pub(super) use tables;

pub(super) fn column(
    name: impl Into<Cow<'static, str>>,
    kind: Kind,
    optional: bool,
    description: impl Into<Cow<'static, str>>,
) -> Column {
    Column {
        name: name.into(),
        kind,
        optional,
        may_be_blank: false,
        description: description.into(),
    }
}
