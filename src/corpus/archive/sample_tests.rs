//! The readers as a whole: sample exports where they are present, and any bytes at all.

use super::{Export, RawFile, read};
use crate::corpus::decode;
use crate::corpus::encoding::is_binary;
use proptest::prelude::*;
use std::path::Path;

fn read_bytes(name: &str, bytes: &[u8]) -> Option<Result<Export, String>> {
    let decoded = decode(bytes);
    let text = Some(&*decoded.text).filter(|text| !is_binary(text));
    read(&RawFile { name, bytes, text }).map(|read| read.map_err(|error| error.to_string()))
}

/// The first and last five words of a text.
fn ends(text: &str) -> (String, String) {
    let words: Vec<&str> = text.split_whitespace().collect();
    let first = words.iter().take(5).copied().collect::<Vec<_>>().join(" ");
    (first, words[words.len().saturating_sub(5)..].join(" "))
}

#[test]
fn the_sample_exports_are_read_as_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/archives");
    let Ok(mut table) = csv::Reader::from_path(folder.join("expected.csv")) else {
        println!("skipped: {} is not there", folder.display());
        return;
    };
    let mut wrong = Vec::new();
    for row in table.records() {
        let row = row.unwrap();
        let (name, number) = (&row[0], row[2].parse::<usize>().unwrap());
        let bytes = std::fs::read(folder.join(name)).unwrap();
        let export = match read_bytes(name, &bytes) {
            Some(Ok(export)) => export,
            other => {
                wrong.push(format!("{name}: {other:?}"));
                continue;
            }
        };
        let article = &export.articles[number - 1];
        let (first, last) = ends(&article.text[article.body_start..]);
        let found = [
            export.articles.len().to_string(),
            article.fields.outlet.clone().unwrap_or_default(),
            article.fields.date.clone().unwrap_or_default(),
            article.fields.title.clone().unwrap_or_default(),
            first,
            last,
        ];
        let expected = [&row[1], &row[3], &row[4], &row[5], &row[6], &row[7]];
        if found != expected {
            wrong.push(format!("{name} {number}:\n  {found:?}\n  {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn ordinary_files_are_no_exports() {
    for text in [
        "",
        "The council of Kethmar met on Monday.\n\n\"No,\" it said.\n",
        "outlet,date,text\nVarsk Courier,2031-03-02,The ferry left.\n",
        "{\"title\": \"Ferry\", \"text\": \"The ferry left.\"}\n",
        "---\noutlet: Varsk Courier\ndate: 2031-03-02\n---\nThe ferry left.\n",
        "Title: Ferry leaves\nAuthor: A. Person\nDate: 2 March 2031\n\nBody\n\nThe ferry left.\n",
        "HOST: Good evening from Varsk.\n\nGUEST: Good evening.\n",
        "Page 1 of 2\n\nThe ferry left. Document 1 was shown, one of 2 DOCUMENTS.\n",
        "Copyright 2031 Varsk. All rights reserved.\n\nThe ferry left.\n",
    ] {
        assert_eq!(read_bytes("a.txt", text.as_bytes()), None, "{text}");
    }
}

/// Lines that exports are made of, to be put together in any order.
const PARTS: [&str; 44] = [
    "1 of 2 DOCUMENTS",
    "Document 1 of 2",
    "BYLINE: A",
    "LENGTH: 1 words",
    "HEADLINE:",
    "BODY:",
    "LOAD-DATE: March 2, 2031",
    "GRAPHIC: A",
    "HIGHLIGHT:",
    "                    Varsk",
    "",
    "March 2, 2031",
    "Copyright 2031 Varsk",
    "TEXT",
    "Body",
    "Classification",
    "End of Document",
    "Length: 1 words",
    "Full text: A",
    "Publication info: Varsk, 02 Mar 2031.",
    "Subject: A",
    "CAPTION: A",
    "____________________",
    "HD",
    "PD",
    "SN",
    "LP A",
    "TD\tA",
    "AN  Document A",
    "12 words",
    "Document VARSK00020310302e7320001",
    "<html>",
    "<div class=\"article enArticle\">Factiva",
    "</div>",
    "<span class=\"DocPublicationName\">",
    "<p>",
    "<br>",
    "</span>",
    "<tr><td>HD</td><td>",
    "<DOCFULL>",
    "<ppsArticleResponse>",
    "<article>",
    "<headline>",
    "</headline>",
];

proptest! {
    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = read_bytes("a", &bytes);
        for start in [&b"PK\x03\x04"[..], b"{\\rtf1 ", b"<html>", b"%PDF-"] {
            let _ = read_bytes("a", &[start, &bytes].concat());
        }
    }

    #[test]
    fn lines_of_exports_are_read_in_any_order(
        parts in proptest::collection::vec(prop_oneof![
            5 => proptest::sample::select(&PARTS[..]).prop_map(str::to_owned),
            1 => "\\PC{0,30}",
        ], 0..40)
    ) {
        let text = parts.join("\n");
        if let Some(Ok(export)) = read_bytes("a", text.as_bytes()) {
            for article in export.articles {
                prop_assert!(article.text.is_char_boundary(article.body_start));
            }
        }
    }
}
