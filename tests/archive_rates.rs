//! The same corpus as exports of news archives and cleaned by hand: the rates of each outlet in its
//! own voice are within 5 % of each other.

#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "support/exports.rs"]
mod exports;
mod support;

use exports::Article;
use framescope::corpus::{Corpus, CorpusItem, CorpusOptions, decode};
use framescope::lexicon::{Matcher, read_toml};
use framescope::text::tokenize;
use framescope::{Annotator, Document, Voice, VoiceRules};
use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;
use support::{WORDS, framescope, number, place, rows, table, words, write};

/// What outlets differ in by at most, as a share of the rate of the cleaned texts.
const TOLERANCE: f64 = 0.05;

/// Rates by category and outlet.
type Rates = BTreeMap<(String, String), f64>;

/// Checks the rates of one file, and gives the widest difference.
#[track_caller]
fn compare(file: &str, raw: &Rates, cleaned: &Rates) -> f64 {
    assert_eq!(raw.keys().collect::<Vec<_>>(), cleaned.keys().collect::<Vec<_>>(), "{file}");
    let mut widest: f64 = 0.0;
    for (key, cleaned) in cleaned {
        let difference = (raw[key] - cleaned).abs();
        assert!(
            difference <= TOLERANCE * cleaned,
            "{file}, {key:?}: {:.3} raw, {cleaned:.3} cleaned",
            raw[key]
        );
        widest = widest.max(if difference > 0.0 { difference / cleaned } else { 0.0 });
    }
    let outlets = cleaned.len();
    println!("{file}: {outlets} rates, widest difference {:.2} %", 100.0 * widest);
    widest
}

// Invented exports

fn articles() -> Vec<Article> {
    let article = |outlet, day, title, paragraphs: &[&'static str]| Article {
        outlet,
        day,
        title,
        paragraphs: paragraphs.to_vec(),
    };
    vec![
        article(
            "Varsk Courier",
            2,
            "Militia enters Hadrel",
            &[
                "The militia of the regime entered Hadrel before dawn, and the market stayed shut.",
                "“The occupation will not last,” said the mayor of Orlan. Few people in the streets \
                 believed him.",
                "In Kethmar the regime closed the harbour. The government of Teluria sent a note.",
            ],
        ),
        article(
            "Pelgrath Post",
            3,
            "Government troops reach Hadrel",
            &[
                "Government troops reached Hadrel on Sunday. The town waited for its liberation.",
                "A spokesman in Orlan spoke of a “militia”. The government denied that any had \
                 crossed the river.",
                "The ferry to Kethmar ran as usual, and the harbour was full of fishing boats.",
            ],
        ),
        article(
            "Varsk Courier",
            5,
            "Ferry leaves late",
            &[
                "The ferry left Kethmar late on Tuesday because the regime searched every cabin.",
                "Photos: Two women on the quay had waited since noon.",
                "Under the occupation no boat leaves after dark, and the militias keep the keys.",
            ],
        ),
        article(
            "Pelgrath Post",
            6,
            "Harbour opens again",
            &[
                "The harbour of Kethmar opened again after the government and the council agreed.",
                "According to the council, the regime of inspections ends in May.",
                "The government called the day a liberation for the fishermen of the coast.",
            ],
        ),
    ]
}

/// The rates of outlets in their own voice by the program itself.
#[track_caller]
fn rates_of_run(folder: &Path, line: &str) -> Rates {
    framescope(folder)
        .args(["report", "--lexicon", "words.toml", "-o", "out", "--overwrite", "--quiet"])
        .args(["--tables", "outlets"])
        .args(words(line))
        .assert()
        .success();
    let rate = |row: support::Row| {
        ((row["category"].clone(), row["outlet"].clone()), number(&row, "rate_own"))
    };
    table(&folder.join("out"), "outlets").into_iter().map(rate).collect()
}

#[test]
fn invented_exports_have_the_rates_of_their_cleaned_texts() {
    let place = place();
    let folder = place.path();
    let articles = articles();
    write(folder, "words.toml", WORDS);
    let cell = |text: String| format!("\"{}\"", text.replace('"', "\"\""));
    let cleaned: String = articles
        .iter()
        .map(|article| format!("{},{},{}\n", article.outlet, article.date(), cell(article.text())))
        .collect();
    write(folder, "cleaned.csv", format!("outlet,date,text\n{cleaned}"));
    let cleaned = rates_of_run(folder, "cleaned.csv");
    assert_eq!(cleaned.len(), 4);
    for (file, export) in [
        ("lexisnexis.txt", exports::lexisnexis(&articles)),
        ("nexis.txt", exports::nexis_uni(&articles)),
        ("proquest.txt", exports::proquest(&articles)),
        ("factiva.xml", exports::factiva_xml(&articles)),
    ] {
        write(folder, file, export);
        compare(file, &rates_of_run(folder, file), &cleaned);
        let as_text = rates_of_run(folder, &format!("{file} --format text"));
        assert_ne!(as_text, cleaned, "{file}: what is not the article's has labels too");
    }
}

// Exports of others

/// Common words of the languages of the samples, so that there is something to count.
const COMMON: &str = "name = \"common\"\nlanguage = \"en\"\n[category.a]\nterms = [\"the\", \"of\", \
    \"a\", \"in\", \"to\", \"und\", \"der\", \"die\", \"das\", \"von\", \"le\", \"la\", \"les\", \
    \"de\", \"et\", \"sit\", \"in\", \"non\", \"ut\", \"eget\", \"een\", \"het\", \"van\"]\n";

/// The rates of outlets in their own voice, of texts that are read as English.
fn rates_of<'t>(texts: impl Iterator<Item = (&'t str, &'t str)>) -> Rates {
    let lexicon = read_toml("common.toml", COMMON.as_bytes()).unwrap();
    let matcher = Matcher::compile([&lexicon]).unwrap();
    let rules = VoiceRules::bundled("en").unwrap();
    let mut annotator = Annotator::new(&matcher).with_rules(&rules);
    let mut counts: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let mut tokens = Vec::new();
    for (outlet, text) in texts {
        let annotation = annotator.annotate_in(text, Some("en"));
        let own = annotation.matches.iter().filter(|found| found.voice == Voice::Own).count();
        tokenize(text, &mut tokens);
        let (matches, length) = counts.entry(outlet.to_owned()).or_default();
        *matches += own;
        *length += tokens.len();
    }
    let rate = |(outlet, (own, tokens)): (String, (usize, usize))| {
        (("a".to_owned(), outlet), 1000.0 * own as f64 / tokens as f64)
    };
    counts.into_iter().map(rate).collect()
}

/// The text of a file, tags and all, in the simplest way.
fn text_of(path: &Path) -> String {
    let bytes = fs::read(path).unwrap();
    let (text, has_tags) = if bytes.starts_with(b"PK") {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut text = String::new();
        archive.by_name("word/document.xml").unwrap().read_to_string(&mut text).unwrap();
        (text.replace("</w:p>", "\n\n"), true)
    } else {
        let text = decode(&bytes).text.into_owned();
        let has_tags = text.trim_start_matches('\u{feff}').trim_start().starts_with('<');
        (text.replace("</p>", "\n\n").replace("</paragraph>", "\n\n"), has_tags)
    };
    if !has_tags {
        return text;
    }
    // Factiva's XML has index terms between the first paragraph and the others.
    let tags =
        "(?is)<(script|style).*?</(script|style)>|</leadParagraph>.*?<tailParagraphs>|<[^>]*>";
    let tags = regex::Regex::new(tags).unwrap();
    htmlize::unescape(tags.replace_all(&text, "")).into_owned()
}

/// The places of `sought` after `from`, whatever white space is between its words.
fn spans(text: &str, from: usize, sought: &str) -> impl Iterator<Item = (usize, usize)> {
    let words: Vec<String> = sought.split_whitespace().map(regex::escape).collect();
    let pattern = regex::Regex::new(&words.join(r"\s+")).unwrap();
    let found = pattern.find_iter(&text[from..]);
    let spans: Vec<_> = found.map(|f| (from + f.start(), from + f.end())).collect();
    spans.into_iter()
}

/// The place of a body by its first and last words, up to the next of `titles`. A list of contents
/// has first words too, but not the last ones before the next title.
fn body<'t>(
    source: &str,
    from: usize,
    row: &support::Row,
    titles: impl Iterator<Item = &'t str> + Clone,
) -> Option<(usize, usize)> {
    spans(source, from, &row["first_words"]).find_map(|(start, first)| {
        // Within a line the title is part of a text.
        let is_line = |&(_, end): &(usize, usize)| {
            source[end..].trim_start_matches([' ', '\t', '\r']).starts_with('\n')
        };
        let next_title = titles
            .clone()
            .filter_map(|title| spans(source, first, title).find(is_line))
            .map(|(next, _)| next)
            .min()
            .unwrap_or(source.len());
        // In a short body the first and the last words overlap.
        let ends = spans(source, start, &row["last_words"]).map(|(_, end)| end);
        let end = ends.filter(|end| (first..=next_title).contains(end)).last();
        Some((start, end?))
    })
}

fn documents(path: &Path) -> Vec<Document> {
    let corpus = Corpus::open(&[path.to_owned()], CorpusOptions::default()).unwrap();
    corpus
        .filter_map(|item| match item.unwrap() {
            CorpusItem::Document(document) => Some(document),
            CorpusItem::Rejected(_) | CorpusItem::Remark(_) => None,
        })
        .collect()
}

#[test]
fn sample_exports_have_the_rates_of_their_cleaned_texts() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/archives");
    let Ok(expected) = fs::read(folder.join("expected.csv")) else {
        println!("skipped: {} is not there", folder.display());
        return;
    };
    let mut files: BTreeMap<String, Vec<support::Row>> = BTreeMap::new();
    for row in rows(&expected) {
        files.entry(row["file"].clone()).or_default().push(row);
    }
    for (file, expected) in files {
        let path = folder.join(&file);
        let source = text_of(&path);
        let mut from = 0;
        let mut cleaned = Vec::new();
        for (at, row) in expected.iter().enumerate() {
            let titles = [Some(row), expected.get(at + 1)].map(|row| row.map(|row| &*row["title"]));
            let (start, end) = body(&source, from, row, titles.into_iter().flatten())
                .unwrap_or_else(|| panic!("{file}: no {row:?}"));
            from = end;
            let text = format!("{}\n\n{}", row["title"], &source[start..end]);
            cleaned.push((row["outlet"].clone(), text));
        }
        let read = documents(&path);
        let raw = read.iter().take(expected.len()).map(|d| (&*d.outlet, d.text.as_str()));
        let cleaned = cleaned.iter().map(|(outlet, text)| (outlet.as_str(), text.as_str()));
        compare(&file, &rates_of(raw), &rates_of(cleaned));
    }
}
