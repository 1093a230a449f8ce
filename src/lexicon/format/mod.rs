//! The formats in which lexicons are written: framescope's own, and those of other programs.
//!
//! Lexicons of other programs keep the meaning that they have there: see [`LexiconFormat::read`].

mod csv;
mod dicx;
mod draft;
mod fitted;
mod guess;
mod lexicoder;
mod list;
mod liwc;
mod notes;
#[cfg(test)]
mod outline;
mod problem;
mod quanteda;
mod source;
mod table_rows;
pub(crate) mod toml;
mod toml_entry;
mod toml_title;
mod toml_value;
mod toml_write;
mod wordstat;
mod written;
mod yoshikoder;

pub use fitted::is_name;
pub use problem::ImportProblem;
pub(crate) use problem::Nature;
pub use written::Written;

use super::error::LexiconError;
use super::model::Lexicon;
use super::read_options::ReadOptions;
use source::DecodedFile;
use std::path::Path;

/// A format of lexicon files, told by the ending of a file's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LexiconFormat {
    /// framescope's own, which holds everything.
    Toml,
    /// LIWC dictionaries, as LIWC2007 and LIWC2015 read them.
    Liwc,
    /// quanteda's dictionaries in YAML.
    Quanteda,
    /// Lexicoder 3.
    Lexicoder,
    /// Lexicoder 2.
    Lexicoder2,
    /// Yoshikoder.
    Yoshikoder,
    /// WordStat categorization dictionaries.
    WordStat,
    /// LIWC-22 dictionaries: a table with a column for each category.
    Liwc22,
    /// A text with a term a line, alone or with a value.
    List,
    /// A table with commas, semicolons or tabs between cells.
    Csv,
    /// A table with tabs between cells.
    Tsv,
}

/// Each ending with its format.
const ENDINGS: [(&str, LexiconFormat); 12] = [
    ("toml", LexiconFormat::Toml),
    ("dic", LexiconFormat::Liwc),
    ("dicx", LexiconFormat::Liwc22),
    ("yml", LexiconFormat::Quanteda),
    ("yaml", LexiconFormat::Quanteda),
    ("lc3", LexiconFormat::Lexicoder),
    ("lcd", LexiconFormat::Lexicoder2),
    ("ykd", LexiconFormat::Yoshikoder),
    ("cat", LexiconFormat::WordStat),
    ("csv", LexiconFormat::Csv),
    ("tsv", LexiconFormat::Tsv),
    ("txt", LexiconFormat::List),
];

impl LexiconFormat {
    /// The format of a file, by the ending of its name in any case.
    ///
    /// ```
    /// use framescope::LexiconFormat;
    ///
    /// assert_eq!(LexiconFormat::from_path("mine.DIC".as_ref()), Some(LexiconFormat::Liwc));
    /// assert_eq!(LexiconFormat::from_path("mine.docx".as_ref()), None);
    /// ```
    pub fn from_path(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        ENDINGS.iter().find(|(known, _)| *known == ending).map(|(_, format)| *format)
    }

    /// What the format is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Toml => "framescope",
            Self::Liwc => "LIWC",
            Self::Quanteda => "quanteda",
            Self::Lexicoder => "Lexicoder",
            Self::Lexicoder2 => "Lexicoder 2",
            Self::Yoshikoder => "Yoshikoder",
            Self::WordStat => "WordStat",
            Self::Liwc22 => "LIWC-22",
            Self::List => "list",
            Self::Csv => "CSV",
            Self::Tsv => "TSV",
        }
    }

    /// All endings with what they stand for, as messages list them.
    pub fn endings() -> String {
        let told: Vec<String> = ENDINGS
            .iter()
            .map(|(ending, format)| format!(".{ending} ({})", format.name()))
            .collect();
        told.join(", ")
    }

    /// Reads a lexicon from bytes; `file` is the name that errors carry, and that the lexicon takes
    /// where the format gives it none.
    ///
    /// What other programs mean is kept: their patterns are globs whatever their case, and each
    /// entry counts in every category that lists it (overlap by category, quanteda's
    /// `nested_scope = "key"`). Names that tables could not carry are made fit and distinct: what
    /// is no letter, digit, `-` or `_` becomes `-`, and the description has the name as it was.
    /// The language is taken to be English. Tables ([`Csv`](Self::Csv)) and the native form settle
    /// overlaps as framescope does. Entries without a letter or digit can match nothing; they are
    /// left out and listed in [`Lexicon::import`].
    ///
    /// # Errors
    /// [`LexiconError`] naming file, line and column of all that is wrong, also where the file says
    /// something that a lexicon here cannot.
    pub fn read(self, file: &str, bytes: &[u8]) -> Result<Lexicon, LexiconError> {
        self.read_with(file, bytes, ReadOptions::default())
    }

    /// Reads a lexicon as [`read`](Self::read) does, in the encoding that is stated, or without
    /// what cannot be said here.
    ///
    /// # Errors
    /// As [`read`](Self::read), and where the bytes are not in the encoding.
    pub fn read_with(
        self,
        file: &str,
        bytes: &[u8],
        options: ReadOptions,
    ) -> Result<Lexicon, LexiconError> {
        match self {
            Self::Toml if options.encoding.is_some() => {
                let source = DecodedFile::read(file, bytes, options)?;
                toml::read(file, source.text.as_bytes())
                    .map(|lexicon| Lexicon { import: source.report(), ..lexicon })
            }
            Self::Toml => toml::read(file, bytes),
            Self::Liwc => liwc::read(file, bytes, options),
            Self::Liwc22 => dicx::read(file, bytes, options),
            Self::Quanteda => quanteda::read(file, bytes, options),
            Self::Lexicoder => lexicoder::read(file, bytes, options),
            Self::Lexicoder2 | Self::Yoshikoder => yoshikoder::read(file, bytes, options),
            Self::WordStat => wordstat::read(file, bytes, options),
            Self::List => list::read(file, bytes, options),
            Self::Csv => csv::read(file, bytes, None, options),
            Self::Tsv => csv::read(file, bytes, Some(b'\t'), options),
        }
    }

    /// Writes what the format can hold of a lexicon, and says what it cannot.
    ///
    /// ```
    /// use framescope::lexicon::{LexiconFormat, load};
    ///
    /// let written = LexiconFormat::Toml.write(&load("conflict-labels")?);
    /// assert!(written.losses.is_empty());
    /// # Ok::<(), framescope::lexicon::LexiconError>(())
    /// ```
    pub fn write(self, lexicon: &Lexicon) -> Written {
        match self {
            Self::Toml => toml_write::write(lexicon),
            Self::Liwc => liwc::write(lexicon),
            Self::Liwc22 => dicx::write(lexicon),
            Self::List => list::write(lexicon),
            Self::Quanteda => quanteda::write(lexicon),
            Self::Lexicoder => lexicoder::write(lexicon),
            Self::Lexicoder2 => yoshikoder::write_lexicoder(lexicon),
            Self::Yoshikoder => yoshikoder::write(lexicon),
            Self::WordStat => wordstat::write(lexicon),
            Self::Csv => csv::write(lexicon, b','),
            Self::Tsv => csv::write(lexicon, b'\t'),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::{Category, Entry, EntryOptions, Position};
    use crate::prose::folded;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_format_is_told_by_the_ending_whatever_its_case() {
        for (name, expected) in [
            ("a/b.Toml", Some(LexiconFormat::Toml)),
            ("x.YAML", Some(LexiconFormat::Quanteda)),
            ("x.dic.txt", Some(LexiconFormat::List)),
            ("x.docx", None),
            ("dic", None),
            (".dic", None),
        ] {
            assert_eq!(LexiconFormat::from_path(name.as_ref()), expected, "{name}");
        }
    }

    type Told = Vec<(String, BTreeSet<(String, u64)>)>;

    fn told(lexicon: &Lexicon) -> Told {
        let entry = |entry: &Entry| (folded(&entry.term), entry.weight.to_bits());
        lexicon
            .categories
            .iter()
            .map(|category| (category.name.clone(), category.entries.iter().map(entry).collect()))
            .collect()
    }

    proptest! {
        /// Whatever stands in a lexicon, what a format writes of it reads back, and is all of it
        /// where no loss was named.
        #[test]
        fn what_is_written_reads_back(
            first in proptest::collection::vec("\\PC{1,8}|[a-c_*? -]{1,8}", 1..4),
            second in "[a-c'(;+@#]{1,4}",
            weight in prop::sample::select(vec![1.0, -12.5]),
        ) {
            let source = "name = \"t\"\noverlap = \"longest in category\"\n[category.a]\nterms = \
                [\"x\"]";
            let mut lexicon = toml::read("t.toml", source.as_bytes()).unwrap();
            let options = EntryOptions { weight, ..EntryOptions::default() };
            let parse = |term: &String| {
                Entry::parse(term, options.clone(), Position::default(), "en").ok()
            };
            let category = |name: &str, terms: &[String]| Category {
                name: name.to_owned(),
                entries: terms.iter().filter_map(parse).collect(),
                ..lexicon.categories[0].clone()
            };
            let more = [category("a.b", &first), category("c", &[second])];
            lexicon.categories.extend(more);
            for (ending, format) in ENDINGS {
                let written = format.write(&lexicon);
                let back = format.read(&format!("t.{ending}"), written.text.as_bytes());
                let back = back.map_err(|error| {
                    TestCaseError::fail(format!("{error}: {:?}", written.text))
                })?;
                if written.losses.is_empty() {
                    prop_assert_eq!(told(&back), told(&lexicon), "{}: {}", ending, written.text);
                }
            }
        }
    }
}
