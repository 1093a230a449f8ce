//! The methods of a run as text for a paper, made from the record of the run alone.

use crate::prose::{listed, plural, with_thousands};
use serde_json::Value;
use std::fmt::Write;

/// Why there is no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not the record of a run with a description of its corpus; run report again")]
pub struct NotARecord;

/// A paragraph on corpus, lexicons, voice, statistics and versions, with references, in Markdown.
/// `run` is the record of a run as `run.json` has it.
///
/// # Errors
/// [`NotARecord`] where the record does not describe its corpus: it is no record, or one of an
/// earlier version.
pub fn methods_text(run: &Value) -> Result<String, NotARecord> {
    let version = run.get("version").and_then(Value::as_str).ok_or(NotARecord)?;
    let corpus = run.get("corpus").filter(|corpus| corpus.is_object()).ok_or(NotARecord)?;
    let record = Record { run, corpus, version };
    let mut references = References::default();
    let paragraphs = [
        ("Corpus", record.corpus_text()),
        ("Lexicons and voice", record.lexicon_text()),
        ("Comparison", record.comparison_text(&mut references)),
        ("Software", record.software_text()),
    ];
    let mut out = "# Methods\n".to_owned();
    // Writing to a string cannot fail.
    for (title, text) in paragraphs {
        let _ = write!(out, "\n**{title}.** {text}\n");
    }
    let cited = references.list();
    if !cited.is_empty() {
        let _ = write!(out, "\n## References\n\n{cited}");
    }
    Ok(out)
}

/// The accounts that say how many tests were made, and the tables that have them.
const FAMILIES: [(&str, &str); 4] = [
    ("side_by_side", "side_by_side"),
    ("naming", "naming_tests"),
    ("targets", "targets"),
    ("around", "around"),
];

/// The works that a text cites.
#[derive(Debug, Default)]
struct References(Vec<&'static str>);

const BENJAMINI_HOCHBERG: &str = "Benjamini, Y., & Hochberg, Y. (1995). Controlling the false \
    discovery rate. *Journal of the Royal Statistical Society B*, 57, 289–300.";
const BENJAMINI_YEKUTIELI: &str = "Benjamini, Y., & Yekutieli, D. (2001). The control of the \
    false discovery rate in multiple testing under dependency. *Annals of Statistics*, 29, \
    1165–1188.";
const BERRETT: &str = "Berrett, T. B., Wang, Y., Barber, R. F., & Samworth, R. J. (2020). The \
    conditional permutation test for independence while controlling for confounders. *Journal of \
    the Royal Statistical Society B*, 82, 175–197.";
const COCHRAN: &str = "Cochran, W. G. (1977). *Sampling Techniques* (3rd ed.). Wiley.";
const EFRON: &str = "Efron, B. (1987). Better bootstrap confidence intervals. *Journal of the \
    American Statistical Association*, 82, 171–185.";
const MANTEL: &str = "Mantel, N., & Haenszel, W. (1959). Statistical aspects of the analysis of \
    data from retrospective studies of disease. *Journal of the National Cancer Institute*, 22, \
    719–748.";
const MONROE: &str = "Monroe, B. L., Colaresi, M. P., & Quinn, K. M. (2008). Fightin’ words: \
    lexical feature selection and evaluation for identifying the content of political conflict. \
    *Political Analysis*, 16, 372–403.";
const PHIPSON: &str = "Phipson, B., & Smyth, G. K. (2010). Permutation p-values should never be \
    zero. *Statistical Applications in Genetics and Molecular Biology*, 9, 39.";

impl References {
    /// Cites a work in the text.
    fn cite(&mut self, work: &'static str, short: &'static str) -> &'static str {
        if !self.0.contains(&work) {
            self.0.push(work);
        }
        short
    }

    /// The works cited, by author.
    fn list(mut self) -> String {
        self.0.sort_unstable();
        self.0.iter().map(|work| format!("- {work}\n")).collect()
    }
}

/// The parts of a record that the text needs.
struct Record<'r> {
    run: &'r Value,
    corpus: &'r Value,
    version: &'r str,
}

impl Record<'_> {
    fn number(&self, name: &str) -> u64 {
        self.corpus.get(name).and_then(Value::as_u64).unwrap_or(0)
    }

    fn option(&self, name: &str) -> Option<&Value> {
        self.run.get("options")?.get(name).filter(|value| !value.is_null())
    }

    fn method(&self, name: &str) -> Option<&Value> {
        self.run.get("methods")?.get(name)
    }

    fn has_events(&self) -> bool {
        self.number("events") > 0
    }

    fn corpus_text(&self) -> String {
        let outlets: Vec<(&str, u64)> = self
            .corpus
            .get("outlets")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
            .map(|(name, documents)| (name.as_str(), documents.as_u64().unwrap_or(0)))
            .collect();
        let mut text = format!(
            "The corpus has {} with {} tokens by {}",
            counted(self.number("documents"), "document", "documents"),
            with_thousands(self.number("tokens")),
            plural(outlets.len(), "outlet", "outlets"),
        );
        if (1..=12).contains(&outlets.len()) {
            let named =
                outlets.iter().map(|(name, count)| format!("{name}, {}", with_thousands(*count)));
            let _ = write!(text, " ({})", named.collect::<Vec<_>>().join("; "));
        }
        let date = |name| self.corpus.get(name).and_then(Value::as_str);
        if let Some((first, last)) = date("first_date").zip(date("last_date")) {
            let _ = if first == last {
                write!(text, ", dated {first}")
            } else {
                write!(text, ", dated {first} to {last}")
            };
        }
        text.push('.');
        let undated = self.number("documents_without_date");
        if undated > 0 && undated < self.number("documents") {
            let _ =
                write!(text, " {} no date.", counted(undated, "document has", "documents have"));
        }
        if self.has_events() {
            let _ = write!(
                text,
                " {} on {}; two outlets or more report on {} of them.",
                counted(self.number("documents_with_event"), "document is", "documents are"),
                counted(self.number("events"), "event", "events"),
                with_thousands(self.number("shared_events")),
            );
        }
        let rejected = self.run.get("rejected").and_then(Value::as_u64).unwrap_or(0);
        if rejected > 0 {
            let _ = write!(
                text,
                " {} left out (table `rejected`).",
                counted(rejected, "document was", "documents were")
            );
        }
        let copies = self.method("duplicates");
        let groups = copies.and_then(|copies| copies.get("documents")).and_then(Value::as_u64);
        if let Some(documents) = groups.filter(|documents| *documents > 0) {
            let policy = self.option("duplicates").and_then(Value::as_str).unwrap_or("keep");
            let done = match policy {
                "first" => "of each group the earliest was counted",
                "drop" => "those in several outlets were not counted",
                _ => "all were counted",
            };
            let _ = write!(
                text,
                " {} near copies of others (Jaccard similarity of runs of five words); {done}.",
                counted(documents, "document is a", "documents are")
            );
        }
        if self.option("furniture").and_then(Value::as_str) == Some("drop") {
            text.push_str(
                " Lines that an outlet repeats from document to document were left out (table \
                 `furniture`).",
            );
        }
        text
    }

    /// The names and versions of lexicons.
    fn named(lexicons: Option<&Value>) -> Vec<String> {
        let text = |lexicon: &Value, key: &str| {
            lexicon.get(key).and_then(Value::as_str).unwrap_or("").to_owned()
        };
        let all = lexicons.and_then(Value::as_array);
        all.into_iter()
            .flatten()
            .map(|lexicon| {
                let version = text(lexicon, "version");
                let gap = if version.is_empty() { "" } else { " " };
                format!("{}{gap}{version}", text(lexicon, "name"))
            })
            .collect()
    }

    fn lexicon_text(&self) -> String {
        let counted_lexicons = Self::named(self.run.get("lexicons"));
        let rules = self.run.get("rules");
        let mut text = match counted_lexicons.as_slice() {
            [] => "No lexicon was counted.".to_owned(),
            [one] => format!("Terms of the lexicon {one} were counted."),
            several => {
                format!("Terms of {} lexicons were counted: {}.", several.len(), listed(several))
            }
        };
        let aside = self.method("lexicons_set_aside");
        let names: Vec<String> = aside
            .and_then(|aside| aside.get("lexicons"))
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(|lexicon| lexicon.get("lexicon")?.as_str().map(str::to_owned))
            .collect();
        if !names.is_empty() {
            let _ = write!(
                text,
                " Of the bundled lexicons {} were set aside because few documents of all outlets \
                 together use them: {}.",
                names.len(),
                listed(&names)
            );
        }
        let documents = |name: &str| {
            rules.and_then(|rules| rules.get(name)).and_then(Value::as_u64).unwrap_or(0)
        };
        text.push_str(
            " Each occurrence has a voice: the author's own, quoted (inside quotation marks), \
             reported (in a claim that is ascribed to somebody) or distanced (as by scare quotes \
             and “so-called”).",
        );
        let with_rules = documents("documents");
        if with_rules > 0 {
            let _ = write!(
                text,
                " Rules decided the voice in {}; they use the lists {}.",
                counted(with_rules, "document", "documents"),
                listed(&Self::named(rules.and_then(|rules| rules.get("lexicons"))))
            );
        }
        let without = documents("documents_without");
        if without > 0 {
            let _ = write!(
                text,
                " In {}, which the rules do not cover, quotation marks alone decided.",
                counted(without, "document", "documents")
            );
        }
        text
    }

    fn comparison_text(&self, references: &mut References) -> String {
        let mut text = "Rates are occurrences per 1,000 tokens; outlets are compared by the rates \
             in the author's own voice. The document is the unit of inference, since the words of \
             one document are not independent."
            .to_owned();
        let resamples = self.option("bootstrap").and_then(Value::as_u64);
        let _ = match resamples {
            Some(resamples) => write!(
                text,
                " 95 % intervals are BCa bootstrap intervals from {} resamples of documents ({}).",
                with_thousands(resamples),
                references.cite(EFRON, "Efron, 1987")
            ),
            None => write!(
                text,
                " 95 % intervals are those of the ratio estimator over documents ({}).",
                references.cite(COCHRAN, "Cochran, 1977")
            ),
        };
        let tests: Vec<(&str, u64)> = FAMILIES
            .iter()
            .filter_map(|(method, table)| {
                Some((*table, self.method(method)?.get("tested")?.as_u64()?))
            })
            .filter(|(_, number)| *number > 0)
            .collect();
        if tests.is_empty() {
            text.push_str(" No test was made: there are too few outlets, documents or matches.");
        } else {
            let within = if self.has_events() { " within events" } else { "" };
            let seed = self.option("seed").and_then(Value::as_u64).unwrap_or(0);
            let _ = write!(
                text,
                " p-values come from conditional permutation tests ({}): the outlets of documents \
                 are permuted{within} with their probability given the lengths of documents; all \
                 labellings are tried where they are few, else a sample is drawn ({}; seed \
                 {seed}).",
                references.cite(BERRETT, "Berrett et al., 2020"),
                references.cite(PHIPSON, "Phipson & Smyth, 2010"),
            );
            let adjustment = match self.option("adjust").and_then(Value::as_str) {
                Some("by") => references.cite(BENJAMINI_YEKUTIELI, "Benjamini & Yekutieli, 2001"),
                _ => references.cite(BENJAMINI_HOCHBERG, "Benjamini & Hochberg, 1995"),
            };
            let families: Vec<String> = tests
                .iter()
                .map(|(table, number)| {
                    format!("{} in `{table}`", counted(*number, "test", "tests"))
                })
                .collect();
            let _ = write!(
                text,
                " q-values adjust p-values for the false discovery rate ({adjustment}) over each \
                 of these families: {}.",
                listed(&families)
            );
            if self.method("keyness").is_some() {
                text.push_str(" In `keyness` each contrast is a family.");
            }
        }
        if self.has_events() {
            let _ = write!(
                text,
                " Ratios within events compare outlets on the same events ({}).",
                references.cite(MANTEL, "Mantel & Haenszel, 1959")
            );
        }
        if self.method("keyness").is_some() {
            let _ = write!(
                text,
                " Words are ranked by their weighted log-odds ({}).",
                references.cite(MONROE, "Monroe et al., 2008")
            );
        }
        text
    }

    fn software_text(&self) -> String {
        let version = self.version;
        format!(
            "The analysis was made with framescope {version}. The record `run.json` has the \
             options, the seed and the SHA-256 of every file and lexicon. Cite as: framescope \
             (version {version}) [computer software]."
        )
    }
}

/// A number with its noun, thousands set apart by commas.
fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", with_thousands(number), if number == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_text_has_the_numbers_of_the_record() {
        let run = json!({
            "version": "9.9.9",
            "rejected": 2,
            "options": { "seed": 5, "adjust": "by", "duplicates": "first", "furniture": "drop" },
            "corpus": {
                "documents": 1234, "tokens": 567_890, "documents_without_date": 4,
                "outlets": { "Kethmar One": 234, "Quoin": 1000 },
                "first_date": "2031-01-02", "last_date": "2031-05-06",
                "events": 12, "shared_events": 7, "documents_with_event": 800,
            },
            "lexicons": [{ "name": "labels", "version": "2.0.0" }],
            "rules": {
                "documents": 1200, "documents_without": 34,
                "lexicons": [{ "name": "cues", "version": "1.2.0" }],
            },
            "methods": {
                "side_by_side": { "tested": 11 }, "naming": { "tested": 0 },
                "duplicates": { "documents": 6 },
            },
        });
        let text = methods_text(&run).unwrap();
        for words in [
            "1,234 documents with 567,890 tokens by 2 outlets (Kethmar One, 234; Quoin, 1,000)",
            "dated 2031-01-02 to 2031-05-06. 4 documents have no date.",
            "800 documents are on 12 events; two outlets or more report on 7 of them.",
            "2 documents were left out",
            "6 documents are near copies of others (Jaccard similarity of runs of five words); of \
             each group the earliest was counted.",
            "Lines that an outlet repeats",
            "Terms of the lexicon labels 2.0.0 were counted.",
            "decided the voice in 1,200 documents; they use the lists cues 1.2.0.",
            "In 34 documents, which the rules do not cover",
            "permuted within events",
            "seed 5",
            "Benjamini & Yekutieli, 2001) over each of these families: 11 tests in `side_by_side`.",
            "framescope (version 9.9.9)",
            "- Berrett, T. B.",
        ] {
            assert!(text.contains(words), "no `{words}` in\n{text}");
        }
        assert!(!text.contains("Hochberg") && !text.contains("naming_tests"), "{text}");
    }

    #[test]
    fn what_is_no_record_has_no_text() {
        for run in [json!(null), json!({}), json!({ "version": "0.1.0" }), json!([1])] {
            assert_eq!(methods_text(&run), Err(NotARecord));
        }
    }
}
