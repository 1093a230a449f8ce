//! The lines that an outlet repeats from document to document: “Sign up for our newsletter”.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is done with the lines that outlets repeat.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FurniturePolicy {
    /// They are counted.
    #[default]
    Keep,
    /// They are left out of the texts.
    Drop,
}

impl FurniturePolicy {
    /// All choices.
    pub const ALL: [Self; 2] = [Self::Keep, Self::Drop];

    /// The name by which it is chosen.
    pub fn name(self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Drop => "drop",
        }
    }
}

/// How often an outlet repeats a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineUse {
    /// Documents of the outlet that have the line.
    pub documents: u64,
    /// How often it occurs in them.
    pub uses: u64,
    /// The tokens of the line.
    pub tokens: u64,
}

/// The lines that outlets repeat, by outlet and by the words of the line: in small letters, one
/// space between two.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Furniture {
    outlets: BTreeMap<String, BTreeMap<String, LineUse>>,
}

impl Furniture {
    /// Adds a line of an outlet.
    pub fn insert(&mut self, outlet: &str, line: String, found: LineUse) {
        self.outlets.entry(outlet.to_owned()).or_default().insert(line, found);
    }

    /// Whether an outlet repeats a line.
    pub fn has(&self, outlet: &str, line: &str) -> bool {
        self.outlets.get(outlet).is_some_and(|lines| lines.contains_key(line))
    }

    /// Whether an outlet repeats any line.
    pub fn has_outlet(&self, outlet: &str) -> bool {
        self.outlets.contains_key(outlet)
    }

    /// The lines, sorted by outlet and line.
    pub fn lines(&self) -> impl Iterator<Item = (&str, &str, LineUse)> {
        let of = |(outlet, lines)| {
            let lines: &BTreeMap<String, LineUse> = lines;
            let outlet: &String = outlet;
            lines.iter().map(move |(line, found)| (outlet.as_str(), line.as_str(), *found))
        };
        self.outlets.iter().flat_map(of)
    }
}
