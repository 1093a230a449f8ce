//! `framescope corpus convert`: what is read from any input is written as one table, and reading
//! that table gives the same documents.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/exports.rs"]
mod exports;
mod support;

use exports::Article;
use framescope::corpus::{Corpus, CorpusItem, CorpusOptions};
use framescope::sink::{OutputFile, TableFile, TableFormat};
use framescope::table::{CorpusRow, Row as _, TableSink};
use framescope::{Date, Document};
use proptest::prelude::*;
use std::fs;
use std::path::Path;
use support::{cells, framescope, place, refused, rows, words, write};

fn documents(path: &Path) -> Vec<Document> {
    let corpus = Corpus::open(&[path.to_owned()], CorpusOptions::default()).unwrap();
    let document = |item| match item {
        Ok(CorpusItem::Document(document)) => Some(document),
        Ok(CorpusItem::Remark(_)) => None,
        other => panic!("{other:?}"),
    };
    corpus.filter_map(document).collect()
}

/// What a document is, without where it was read.
fn facts(document: &Document) -> [Option<String>; 10] {
    let Document { id, outlet, date, title, author, section, url, event, language, text, .. } =
        document.clone();
    [
        Some(id),
        Some(outlet.to_string()),
        date.map(|date| date.to_string()),
        title,
        author,
        section,
        url,
        event,
        language,
        Some(text),
    ]
}

fn all_facts(documents: &[Document]) -> Vec<[Option<String>; 10]> {
    let mut all: Vec<_> = documents.iter().map(facts).collect();
    all.sort();
    all
}

fn articles() -> Vec<Article> {
    vec![
        Article {
            outlet: "Varsk Courier",
            day: 2,
            title: "Ferry leaves \"late\"",
            paragraphs: vec!["The ferry left Kethmar & Orlan.", "- Late, she said; \"so late\"."],
        },
        Article {
            outlet: "Pelgrath Post",
            day: 3,
            title: "Militia enters Hadrel",
            paragraphs: vec!["The militia entered the town.", "Nobody waved."],
        },
    ]
}

/// A folder with input of many kinds.
fn sample(folder: &Path) {
    let articles = articles();
    write(folder, "in/lexisnexis.txt", exports::lexisnexis(&articles));
    write(folder, "in/nexis.txt", exports::nexis_uni(&articles).replace('\n', "\r\n"));
    write(folder, "in/proquest.txt", exports::proquest(&articles));
    write(folder, "in/factiva.xml", exports::factiva_xml(&articles));
    write(
        folder,
        "in/answer.json",
        r#"{"articles": [{"source": {"name": "Quoin Wire"}, "title": "A < B & C", "content":
            "<p>One &amp;lt; two &lt;b&gt;</p><p>Fish &amp;amp;amp; chips</p>",
            "publishedAt": "2031-03-02T08:00:00Z", "url": "https://quoin.example/1"}]}"#,
    );
    write(
        folder,
        "in/table.csv",
        "id,outlet,date,title,event,language,text\n\
         -7,\"A, \"\"B\"\"\",2031-03,=title,+event,English,\"=1+1\r\nand\rso on\"\n\
         b,,2031,,,,\"\t- No, she said.\n\nHe left.\"\n",
    );
    write(
        folder,
        "in/page.html",
        "<html><head><title>T</title><link rel=\"canonical\" href=\"https://www.varsk.example/a\">\
         </head><body><article><p>It was the regime that the council of Kethmar named.</p>\
         </article></body></html>",
    );
    write(folder, "in/sub/one.txt", "---\ntitle: One\nevent: ferry\n---\nThe ferry left.\n");
}

#[test]
fn a_corpus_of_many_kinds_reads_back_from_its_table() {
    let place = place();
    sample(place.path());
    let assert =
        framescope(place.path()).args(words("corpus convert in -o corpus.csv")).assert().success();
    let said = String::from_utf8(assert.get_output().stderr.clone()).unwrap();
    let before = documents(&place.path().join("in"));
    assert_eq!(before.len(), 13);
    for article in articles() {
        let is_it = |d: &&Document| {
            *d.outlet == *article.outlet
                && d.date.is_some_and(|date| date.to_string() == article.date())
                && d.text == article.text()
        };
        assert_eq!(before.iter().filter(is_it).count(), 4, "{}", article.title);
    }
    let after = documents(&place.path().join("corpus.csv"));
    assert_eq!(all_facts(&before), all_facts(&after));
    let summary = said.lines().last().unwrap();
    assert_eq!(summary, "13 documents of 8 files and 6 outlets; 2 have no date, 1 has no outlet");

    let csv = fs::read(place.path().join("corpus.csv")).unwrap();
    let text = String::from_utf8(csv).unwrap();
    let text = text.strip_prefix('\u{feff}').expect("a mark for spreadsheets");
    assert!(text.starts_with("id,outlet,date,title,author,section,url,event,language,text\n"));
    for (line, row) in rows(text.as_bytes()).iter().enumerate() {
        let is_formula = |cell: &str| cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
        assert!(!row.values().any(|cell| is_formula(cell)), "row {line}: {row:?}");
    }
    let page = rows(text.as_bytes()).into_iter().find(|row| row["id"] == "page.html").unwrap();
    assert_eq!(cells(&page, &["outlet", "url"]), ["varsk.example", "https://www.varsk.example/a"]);
}

#[test]
fn corpus_inspect_names_the_kind_of_each_file_and_its_documents() {
    let place = place();
    sample(place.path());
    write(place.path(), "in/lines.jsonl", "{\"text\": \"It fell.\"}\n{\"text\": \"It rose.\"}\n");
    let assert = framescope(place.path()).args(words("corpus inspect in")).assert().success();
    let said = String::from_utf8(assert.get_output().stdout.clone()).unwrap();
    for expected in [
        "  Factiva, XML: 1 file, 2 documents\n    in/factiva.xml: 2\n",
        "  JSON: 1 file, 1 document\n",
        "  JSON Lines: 1 file, 2 documents\n",
        "  LexisNexis, text: 1 file, 2 documents\n",
        "  Nexis Uni, text: 1 file, 2 documents\n    in/nexis.txt: 2\n",
        "  ProQuest, text: 1 file, 2 documents\n",
        "  table, 7 columns: 1 file, 2 documents\n",
        "  text: 1 file, 1 document\n    in/sub/one.txt: 1\n",
        "  web page: 1 file, 1 document\n",
    ] {
        assert!(said.contains(expected), "{expected}: {said}");
    }
}

#[test]
fn options_of_input_and_a_sheet_of_events_are_in_the_table() {
    let place = place();
    let folder = place.path();
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(
        "key,paper,when,words\na,Варск,13/04/31,Режим пал.\nb,Варск,14/04/31,Режим встал.\n",
    );
    write(folder, "old.csv", bytes);
    write(folder, "events.csv", "document_id,event\na,fall\n");
    framescope(folder)
        .args(words(
            "corpus convert old.csv --encoding windows-1251 --id-column key --outlet-column paper \
             --date-column when --date-format %d/%m/%y --text-column words --events events.csv -o \
             corpus.csv",
        ))
        .assert()
        .success();
    let read = documents(&folder.join("corpus.csv"));
    let seen: Vec<_> = read
        .iter()
        .map(|d| (&*d.id, &*d.outlet, d.date.unwrap().to_string(), d.event.as_deref(), &*d.text))
        .collect();
    assert_eq!(
        seen,
        [
            ("a", "Варск", "2031-04-13".to_owned(), Some("fall"), "Режим пал."),
            ("b", "Варск", "2031-04-14".to_owned(), None, "Режим встал."),
        ]
    );
}

#[test]
fn a_table_appears_whole_or_not_at_all() {
    let place = place();
    let folder = place.path();
    write(folder, "news.csv", "id,text\na,It fell.\na,It rose.\n");
    write(folder, "corpus.csv", "as it was");
    let said = refused(folder, "corpus convert news.csv -o corpus.csv");
    assert!(said.contains("the id `a` is already taken"), "{said}");
    assert_eq!(fs::read_to_string(folder.join("corpus.csv")).unwrap(), "as it was");
    let said = refused(folder, "corpus convert news.csv -o news.csv");
    assert!(said.contains("would be replaced"), "{said}");
    framescope(folder)
        .args(words("corpus convert news.csv --on-error skip -o corpus.csv"))
        .assert()
        .success();
    assert_eq!(documents(&folder.join("corpus.csv")).len(), 1);
}

/// Pieces of odd texts.
fn odd_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        proptest::sample::select(vec![
            "\"",
            "\"\"",
            "\n",
            "\r",
            "\r\n",
            ",",
            ";",
            "\t",
            "=",
            "+",
            "-",
            "@",
            "'",
            "'=",
            "\\\"",
            "<b>",
            "</p>",
            "<br>",
            "&amp;",
            "&lt;",
            "&amp;amp;",
            "&#61;",
            "â€™",
            "\u{fffd}",
            "\0",
            "\u{feff}",
            "<!--",
            "-->",
            "[+3 chars]",
            "---\n",
        ])
        .prop_map(str::to_owned),
        "[a-zäж ]{1,6}",
        "\\PC{1,3}",
    ];
    proptest::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 150,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn odd_texts_read_back_as_they_were_read(
        made in proptest::collection::vec((odd_text(), odd_text(), odd_text(), odd_text()), 1..6)
    ) {
        let place = place();
        let lines: String = (0..)
            .zip(&made)
            .map(|(number, (text, title, outlet, event)): (usize, _)| {
                // Among enough words odd characters do not make the text none.
                let text = format!("{text} {} {text}", "word ".repeat(200));
                let object = serde_json::json!({
                    "id": format!("d{number}"), "text": text, "title": title, "outlet": outlet,
                    "event": event, "author": title, "section": outlet, "url": event,
                    "date": "2031-03"
                });
                format!("{object}\n")
            })
            .collect();
        write(place.path(), "in.jsonl", lines);
        let before = documents(&place.path().join("in.jsonl"));
        for (name, format) in [("o.csv", TableFormat::Csv), ("o.jsonl", TableFormat::JsonLines)] {
            let path = place.path().join(name);
            let mut table = TableFile::new(OutputFile::begin(&path).unwrap(), format);
            let rows: Vec<CorpusRow> = before.iter().cloned().map(CorpusRow::from).collect();
            table.begin(&CorpusRow::schema()).unwrap();
            table.rows(&rows).unwrap();
            table.end().unwrap();
            table.finish().unwrap();
            prop_assert_eq!(all_facts(&before), all_facts(&documents(&path)));
        }
    }
}

#[test]
fn the_row_of_a_document_has_what_is_known_of_it() {
    let document = Document::new("a", "", "It fell.").with_date("2031-03".parse::<Date>().unwrap());
    let row = CorpusRow::from(document);
    assert_eq!((row.outlet, row.text.as_str()), (None, "It fell."));
}

/// A Word file of these paragraphs.
fn word_file(paragraphs: &[&str]) -> Vec<u8> {
    let paragraphs: String =
        paragraphs.iter().map(|text| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")).collect();
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    writer.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
    let document = format!("<w:document><w:body>{paragraphs}</w:body></w:document>");
    std::io::Write::write_all(&mut writer, document.as_bytes()).unwrap();
    writer.finish().unwrap().into_inner()
}

// Its packed bytes were once taken for a text, and their encoding guessed and warned of.
#[test]
fn the_encoding_of_a_word_file_is_no_guess() {
    let place = place();
    write(place.path(), "a.docx", word_file(&["Ferry", "The ferry left Kethmar – late."]));
    let assert = framescope(place.path()).args(words("corpus inspect a.docx")).assert().success();
    let said = String::from_utf8(assert.get_output().stderr.clone()).unwrap();
    assert!(!said.contains("guess"), "{said}");
    let shown = String::from_utf8(assert.get_output().stdout.clone()).unwrap();
    assert!(shown.contains("Word file: 1 file, 1 document"), "{shown}");
}
