//! The tables that a run can compute, by name, and choices among them.

use super::option_error::OptionError;
use crate::prose::unknown_name;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

/// Declares the tables, in the order in which they are written.
macro_rules! table_names {
    ($($name:ident = $text:literal,)*) => {
        /// A table that [`finish`](super::finish) computes from records.
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[serde(rename_all = "snake_case")]
        #[non_exhaustive]
        pub enum TableName {
            $(#[doc = concat!("`", $text, "`")] $name,)*
        }

        impl TableName {
            /// Every table, in the order in which they are written.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The name of the table and of its file.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

table_names! {
    Duplicates = "duplicates",
    Furniture = "furniture",
    Entries = "entries",
    Labels = "labels",
    Targets = "targets",
    Naming = "naming",
    NamingTests = "naming_tests",
    Outlets = "outlets",
    SideBySide = "side_by_side",
    Trend = "trend",
    Around = "around",
    Passages = "passages",
    Keyness = "keyness",
    Clusters = "clusters",
    ClusterSummary = "cluster_summary",
    ClusterProfiles = "cluster_profiles",
    ClusterOutlets = "cluster_outlets",
    ClusterExamples = "cluster_examples",
    ClusterMerges = "cluster_merges",
    ClusterTree = "cluster_tree",
    ClusterValidity = "cluster_validity",
    Projection = "projection",
    Loadings = "loadings",
    Centroids = "centroids",
    Separation = "separation",
    Neighbours = "neighbours",
    Documents = "documents",
    Matches = "matches",
    Scores = "scores",
    Vectors = "vectors",
    Rejected = "rejected",
}

impl FromStr for TableName {
    type Err = OptionError;

    fn from_str(text: &str) -> Result<Self, OptionError> {
        let known = Self::ALL.iter().find(|table| table.name() == text);
        known.copied().ok_or_else(|| {
            let names: Vec<&str> = Self::ALL.iter().map(|table| table.name()).collect();
            let said = unknown_name(text, &names);
            OptionError::new("tables", format!("there is no table `{text}`; {said}"))
        })
    }
}

/// A choice of tables.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TableChoice(BTreeSet<TableName>);

/// The tables about clusters and the map of documents.
pub(super) const CLUSTERS: [TableName; 11] = [
    TableName::Clusters,
    TableName::ClusterSummary,
    TableName::ClusterProfiles,
    TableName::ClusterOutlets,
    TableName::ClusterExamples,
    TableName::ClusterMerges,
    TableName::ClusterTree,
    TableName::ClusterValidity,
    TableName::Projection,
    TableName::Loadings,
    TableName::Centroids,
];

/// Other tables that compare framing vectors.
const VECTORS_COMPARED: [TableName; 2] = [TableName::Separation, TableName::Neighbours];

/// The tables with a row for each document, match, or document and category.
const DOCUMENTS: [TableName; 4] =
    [TableName::Documents, TableName::Matches, TableName::Scores, TableName::Vectors];

/// Whether a table is made of framing vectors that are compared with each other.
pub(super) fn is_of_vectors(table: TableName) -> bool {
    CLUSTERS.contains(&table) || VECTORS_COMPARED.contains(&table)
}

impl TableChoice {
    /// Every table.
    pub fn all() -> Self {
        Self::from_tables(TableName::ALL.iter().copied())
    }

    /// The tables that compare outlets.
    pub fn comparison() -> Self {
        let all = TableName::ALL.iter().copied();
        Self::from_tables(all.filter(|table| !is_of_vectors(*table) && !DOCUMENTS.contains(table)))
    }

    /// The tables about clusters.
    pub fn clusters() -> Self {
        let always = [TableName::Duplicates, TableName::Rejected];
        Self::from_tables(CLUSTERS.into_iter().chain(VECTORS_COMPARED).chain(always))
    }

    /// These tables.
    pub fn from_tables(tables: impl IntoIterator<Item = TableName>) -> Self {
        Self(tables.into_iter().collect())
    }

    /// Whether a table is among them.
    pub fn has(&self, table: TableName) -> bool {
        self.0.contains(&table)
    }

    /// Whether one of several tables is among them.
    pub fn has_any(&self, tables: &[TableName]) -> bool {
        tables.iter().any(|table| self.has(*table))
    }

    /// The tables, in the order in which they are written.
    pub fn iter(&self) -> impl Iterator<Item = TableName> + '_ {
        self.0.iter().copied()
    }

    /// The tables that both choices have.
    pub fn intersection(&self, other: &Self) -> Self {
        Self(self.0.intersection(&other.0).copied().collect())
    }
}

impl fmt::Display for TableChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.iter().map(TableName::name).collect();
        f.write_str(&names.join(","))
    }
}

/// Names separated by commas.
impl FromStr for TableChoice {
    type Err = OptionError;

    fn from_str(text: &str) -> Result<Self, OptionError> {
        text.split(',').map(|name| name.trim().parse()).collect::<Result<_, _>>().map(Self)
    }
}
