//! Reading a corpus, as a user would notice it: from files of every kind to the rows of the tables.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use support::{
    Row, WORDS, column, contents, framescope, place, refused, rows, table, words, write,
};

/// Runs `report` on what `line` names and gives the documents table. What was said on stderr goes
/// to `said`.
#[track_caller]
fn report(folder: &Path, line: &str, input: &[u8]) -> (Vec<Row>, String) {
    write(folder, "words.toml", WORDS);
    let out = folder.join("out");
    let output = framescope(folder)
        .args(["report", "--lexicon", "words.toml", "-o", "out", "--overwrite"])
        .args(words(line))
        .write_stdin(input)
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{line}: {said}");
    (table(&out, "documents"), said)
}

#[track_caller]
fn documents(folder: &Path, line: &str) -> Vec<Row> {
    report(folder, line, b"").0
}

/// The cells of the columns that say what a document is, in rows.
fn cells<'r>(rows: &'r [Row], columns: &[&str]) -> Vec<Vec<&'r str>> {
    rows.iter().map(|row| columns.iter().map(|name| row[*name].as_str()).collect()).collect()
}

fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
    "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(order).collect()
}

// Folders

#[test]
fn a_sub_folder_is_the_outlet_of_its_texts() {
    let place = place();
    write(place.path(), "news/Kethmar One/army.txt", "The army freed the town.");
    write(place.path(), "news/Quoin Wire/2031/army.TXT", "The army entered the town.");
    write(place.path(), "news/loose.txt", "The town was quiet.");
    write(place.path(), "news/.draft.txt", "Not for others.");
    write(place.path(), "news/notes.docx", "Not a text.");
    let documents = documents(place.path(), "news");
    assert_eq!(
        cells(&documents, &["document_id", "outlet"]),
        [
            ["Kethmar One/army.txt", "Kethmar One"],
            ["Quoin Wire/2031/army.TXT", "2031"],
            ["loose.txt", "unknown"]
        ]
    );
    assert_eq!(documents[2]["source"], "news/loose.txt");
}

#[test]
fn a_manifest_tells_about_each_file() {
    let place = place();
    let manifest = "\u{feff}file;outlet;date;headline;byline;event;id\n\
        quoin/army.txt;Quoin Wire;10 March 2031;\"Army; and after\";Ines Parrowby;entry;q1\n\
        .\\kethmar.txt;Kethmar One;2031-03;;;;\n";
    write(place.path(), "news/manifest.csv", manifest);
    write(place.path(), "news/quoin/army.txt", "The army entered the town.");
    write(place.path(), "news/kethmar.txt", "The army freed the town.");
    let (documents, said) = report(place.path(), "news", b"");
    assert_eq!(
        cells(&documents, &["document_id", "outlet", "date", "title", "author", "event"]),
        [
            ["kethmar.txt", "Kethmar One", "2031-03", "", "", ""],
            ["q1", "Quoin Wire", "2031-03-10", "Army; and after", "Ines Parrowby", "entry"]
        ]
    );
    assert!(!said.contains("manifest"), "{said}");
}

#[test]
fn a_file_that_the_manifest_leaves_out_is_read_with_a_warning() {
    let place = place();
    write(place.path(), "news/manifest.csv", "file,outlet\na.txt,Kethmar One\n");
    write(place.path(), "news/a.txt", "The army freed the town.");
    write(place.path(), "news/b.txt", "The army entered the town.");
    let (documents, said) = report(place.path(), "news", b"");
    assert_eq!(column(&documents, "outlet"), ["Kethmar One", "unknown"]);
    assert!(
        said.starts_with("warning: the file is not in the manifest") && said.contains("news/b.txt"),
        "{said}"
    );
}

#[test]
fn front_matter_tells_about_a_text_and_is_no_part_of_it() {
    let place = place();
    let text = "---\r\ntitle: \"Halmeret: a city\"\r\nsource: The Sidelong\r\ndate: \
        2031-04-02\r\nauthor: [A. Ro, B. Li]\r\n---\r\n\r\nA regime.";
    write(place.path(), "a.txt", text);
    let documents = documents(place.path(), "a.txt");
    assert_eq!(
        cells(&documents, &["outlet", "date", "title", "author", "characters"]),
        [["The Sidelong", "2031-04-02", "Halmeret: a city", "A. Ro, B. Li", "9"]]
    );
    assert_eq!(column(&table(&place.path().join("out"), "matches"), "start"), ["2"]);
}

#[test]
fn what_a_text_says_of_itself_wins_over_the_name_of_its_folder() {
    let place = place();
    write(
        place.path(),
        "news/march/a.txt",
        "---\noutlet: The Sidelong\n---\nThe army entered the town.",
    );
    assert_eq!(column(&documents(place.path(), "news"), "outlet"), ["The Sidelong"]);
}

// Tables

#[test]
fn the_delimiter_of_a_table_is_found() {
    let place = place();
    let cells = [
        "id",
        "outlet",
        "text",
        "1",
        "Quoin, Wire; North",
        "The army entered. \"So they say\"",
        "2",
        "Sidelong",
        "Quiet.",
    ];
    for (name, delimiter) in [
        ("a.csv", ","),
        ("b.csv", ";"),
        ("c.csv", "|"),
        ("d.csv", "\t"),
        ("e.tsv", "\t"),
        ("f.tab", "\t"),
    ] {
        let quoted = cells.map(|cell| format!("\"{}\"", cell.replace('"', "\"\"")));
        let lines: Vec<String> = quoted.chunks(3).map(|row| row.join(delimiter)).collect();
        write(place.path(), name, lines.join("\r\n"));
        let documents = documents(place.path(), name);
        assert_eq!(
            self::cells(&documents, &["document_id", "outlet", "characters"]),
            [["1", "Quoin, Wire; North", "31"], ["2", "Sidelong", "6"]],
            "{name}"
        );
    }
}

#[test]
fn a_cell_of_many_lines_is_one_document_and_one_row() {
    let place = place();
    write(
        place.path(),
        "a.csv",
        "text,outlet\n\"One.\n\nTwo, \"\"three\"\".\r\nFour.\",Quoin Wire\nFive.,Kethmar One\n",
    );
    let documents = documents(place.path(), "a.csv");
    assert_eq!(
        cells(&documents, &["document_id", "outlet", "source", "characters"]),
        [
            ["a.csv:2", "Quoin Wire", "a.csv, row 2", "26"],
            ["a.csv:3", "Kethmar One", "a.csv, row 3", "5"]
        ]
    );
}

#[test]
fn columns_are_found_by_their_usual_names() {
    let place = place();
    for header in [
        "id,text,outlet,date,title,event",
        "ID,Body,Source,Date,Headline,Event",
        "document_id,content,publisher,published,title,story",
        "Doc ID,Article Text,Newspaper,Publication Date,HEADLINE,event-id",
    ] {
        write(
            place.path(),
            "a.csv",
            format!("note,{header}\nx,n1,The army entered.,Quoin Wire,2031-03-10,Entry,e1\n"),
        );
        let documents = documents(place.path(), "a.csv");
        let found =
            cells(&documents, &["document_id", "outlet", "date", "title", "event", "tokens"]);
        assert_eq!(found, [["n1", "Quoin Wire", "2031-03-10", "Entry", "e1", "3"]], "{header}");
    }
}

#[test]
fn columns_are_told_by_options() {
    let place = place();
    // Every usual name is there too, with something that must not be read.
    write(
        place.path(),
        "a.csv",
        "id,text,outlet,date,title,event,key,words,paper,day,head,topic\n-,-,-,-,-,-,n1,The army \
         entered.,Quoin Wire,2031-03-10,Entry,e1\n",
    );
    let options = "--id-column key --text-column words --outlet-column paper --date-column day \
        --title-column head --event-column topic";
    let documents = documents(place.path(), &format!("a.csv {options}"));
    let found = cells(&documents, &["document_id", "outlet", "date", "title", "event", "tokens"]);
    assert_eq!(found, [["n1", "Quoin Wire", "2031-03-10", "Entry", "e1", "3"]]);
}

#[test]
fn documents_are_compared_by_the_column_that_is_grouped_by() {
    let place = place();
    write(
        place.path(),
        "a.csv",
        "text,outlet,Country\nA regime.,Quoin Wire,Lind\nA government.,Kethmar One,Keth\n",
    );
    let by_country = documents(place.path(), "a.csv --group-by country");
    assert_eq!(column(&by_country, "outlet"), ["Lind", "Keth"]);
    let both = documents(place.path(), "a.csv --group-by Country --outlet-column outlet");
    assert_eq!(column(&both, "outlet"), ["Lind", "Keth"], "the group wins");
    let outlets: BTreeSet<String> = table(&place.path().join("out"), "outlets")
        .into_iter()
        .map(|row| row["outlet"].clone())
        .collect();
    assert_eq!(outlets.into_iter().collect::<Vec<_>>(), ["Keth", "Lind"]);
}

#[test]
fn json_lines_are_read_one_object_a_line() {
    let place = place();
    let lines = "{\"id\": 7, \"text\": \"A \\u0072egime.\\nNew line.\", \"source\": \"Quoin \
        Wire\", \"authors\": [\"A. Ro\", \"B. Li\"], \"title\": null}\n\
        \n\
        {\"source\": \"Kethmar One\", \"published_at\": \"2031-03-10T08:00:00Z\", \"text\": \"A \
        government.\", \"tags\": {\"a\": 1}}\r\n";
    write(place.path(), "a.jsonl", lines);
    let documents = documents(place.path(), "a.jsonl");
    assert_eq!(
        cells(&documents, &["document_id", "outlet", "date", "title", "author", "characters"]),
        [
            ["7", "Quoin Wire", "", "", "A. Ro, B. Li", "19"],
            ["a.jsonl:3", "Kethmar One", "2031-03-10", "", "", "13"]
        ]
    );
}

#[test]
fn a_json_line_without_a_told_key_has_no_such_cell() {
    let place = place();
    write(
        place.path(),
        "a.jsonl",
        "{\"text\": \"A regime.\", \"topic\": \"entry\"}\n{\"text\": \"A government.\"}\n",
    );
    assert_eq!(
        column(&documents(place.path(), "a.jsonl --event-column topic"), "event"),
        ["entry", ""]
    );
}

#[test]
fn standard_input_is_read_for_what_it_is() {
    let place = place();
    let stdin = |input: &str| report(place.path(), "-", input.as_bytes()).0;
    let csv = stdin("outlet,text\nQuoin Wire,\"A regime,\nthey said.\"\n");
    assert_eq!(cells(&csv, &["document_id", "outlet", "tokens"]), [["stdin:2", "Quoin Wire", "4"]]);
    let semicolons = stdin("\"Source\";\"Body\"\nQuoin Wire;A regime.\n");
    assert_eq!(
        cells(&semicolons, &["document_id", "outlet", "tokens"]),
        [["stdin:2", "Quoin Wire", "2"]]
    );
    let lines = stdin(
        "{\"text\": \"A regime.\", \"outlet\": \"Quoin Wire\"}\n{\"text\": \"A government.\"}\n",
    );
    assert_eq!(
        cells(&lines, &["document_id", "outlet"]),
        [["stdin:1", "Quoin Wire"], ["stdin:2", "unknown"]]
    );
    let text = stdin("A regime, they said.\nAnd, later, more.\n");
    assert_eq!(cells(&text, &["document_id", "outlet", "tokens"]), [["stdin", "unknown", "7"]]);
    let (told, _) = report(place.path(), "- --format text", b"text,outlet\nA regime,Quoin Wire\n");
    assert_eq!(column(&told, "document_id"), ["stdin"], "--format wins over what it looks like");
}

#[test]
fn paths_of_several_kinds_make_one_corpus() {
    let place = place();
    write(place.path(), "news/a.txt", "One regime.");
    write(place.path(), "b.csv", "text\nTwo.\n");
    write(place.path(), "c.jsonl", "{\"text\": \"Three.\"}");
    write(place.path(), "d.dat", "text\tid\nFour.\td\n");
    let (documents, _) = report(place.path(), "news b.csv c.jsonl -", b"Five.");
    assert_eq!(column(&documents, "document_id"), ["a.txt", "b.csv:2", "c.jsonl:1", "stdin"]);
    let run: serde_json::Value =
        serde_json::from_slice(&fs::read(place.path().join("out/run.json")).unwrap()).unwrap();
    let read: Vec<&str> = run["inputs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| file["path"].as_str().unwrap())
        .collect();
    assert_eq!(read, ["b.csv", "c.jsonl", "news/a.txt", "stdin"]);
    assert_eq!(column(&self::documents(place.path(), "d.dat --format tsv"), "document_id"), ["d"]);
}

// Encodings

#[test]
fn every_form_of_unicode_gives_the_same_text() {
    let place = place();
    // The sign before the label lies beyond 16 bits, so that a wrong unit would move the offset.
    for (kind, text) in [
        ("txt", "Préval 🕊 said: a regime."),
        ("csv", "\"outlet\",\"text\"\nÉtoile,Préval 🕊 said: a regime.\n"),
        ("jsonl", "{\"outlet\": \"Étoile\", \"text\": \"Préval 🕊 said: a regime.\"}\n"),
    ] {
        for (encoding, bytes) in [
            ("UTF-8", text.as_bytes().to_vec()),
            ("UTF-8", format!("\u{feff}{text}").into_bytes()),
            ("UTF-16LE", utf16(text, u16::to_le_bytes)),
            ("UTF-16BE", utf16(text, u16::to_be_bytes)),
        ] {
            let name = format!("a.{kind}");
            write(place.path(), &name, bytes);
            let documents = documents(place.path(), &name);
            let outlet = if kind == "txt" { "unknown" } else { "Étoile" };
            assert_eq!(
                cells(&documents, &["outlet", "encoding", "characters"]),
                [[outlet, encoding, "24"]],
                "{kind}"
            );
            let matches = table(&place.path().join("out"), "matches");
            assert_eq!(
                cells(&matches, &["start", "end", "text"]),
                [["17", "23", "regime"]],
                "{kind} in {encoding}"
            );
        }
    }
}

#[test]
fn a_table_from_an_old_spreadsheet_is_read_in_windows_1252() {
    let place = place();
    write(
        place.path(),
        "a.csv",
        b"outlet;text\nL'\xc9toile;The r\xe9gime \x97 \x93the only one\x94 \x97 decides. Occupation!\n",
    );
    let documents = documents(place.path(), "a.csv");
    assert_eq!(cells(&documents, &["outlet", "encoding"]), [["L'Étoile", "windows-1252 (guess)"]]);
    let matches = table(&place.path().join("out"), "matches");
    assert_eq!(column(&matches, "left"), ["The régime — “the only one” — decides. "]);
}

#[test]
fn one_row_in_another_encoding_does_not_spoil_the_rest() {
    let place = place();
    let mut bytes = "id;text\n1;“Régime” – passé occupation.\n".as_bytes().to_vec();
    bytes.extend(b"2;The r\xe9gime and its \x93pass\xe9\x94 occupation.\n");
    bytes.extend("3;À la carte: this was the occupation.\n4;The occupation.\n".as_bytes());
    write(place.path(), "a.csv", bytes);
    let documents = documents(place.path(), "a.csv");
    assert_eq!(column(&documents, "encoding"), ["UTF-8", "windows-1252 (guess)", "UTF-8", "UTF-8"]);
    let matches = table(&place.path().join("out"), "matches");
    assert_eq!(
        column(&matches, "left"),
        ["“Régime” – passé ", "The régime and its “passé” ", "À la carte: this was the ", "The "]
    );
}

// Dates

#[test]
fn one_date_shows_the_order_of_day_and_month_for_its_column() {
    let place = place();
    for (file, decisive, expected) in
        [("a.csv", "13/04/2031", "2031-05-04"), ("b.csv", "04/13/31", "2031-04-05")]
    {
        write(place.path(), file, format!("text,date\nOne.,04/05/2031\nTwo.,{decisive}\n"));
        let documents = documents(place.path(), file);
        assert_eq!(column(&documents, "date"), [expected, "2031-04-13"], "{file}");
    }
}

#[test]
fn the_order_of_day_and_month_is_found_from_all_articles_of_json() {
    let place = place();
    let object = |text: &str, date: &str| serde_json::json!({ "text": text, "date": date });
    for (decisive, expected) in [("13/04/2031", "2031-05-04"), ("04/13/31", "2031-04-05")] {
        let both = [object("One.", "04/05/2031"), object("Two.", decisive)];
        let lines: Vec<String> = both.iter().map(ToString::to_string).collect();
        write(place.path(), "a.jsonl", lines.join("\n"));
        write(place.path(), "b.json", serde_json::json!({ "articles": both }).to_string());
        for file in ["a.jsonl", "b.json"] {
            let documents = documents(place.path(), file);
            assert_eq!(column(&documents, "date"), [expected, "2031-04-13"], "{file}");
        }
    }
    let both = [object("One.", "04/05/2031"), object("Two.", "no date")];
    write(place.path(), "c.json", serde_json::json!(both).to_string());
    let found = documents(place.path(), "c.json");
    assert_eq!(column(&found, "date"), ["2031", ""], "nothing shows the order");
}

#[test]
fn dates_that_are_not_read_are_counted_by_pattern() {
    let place = place();
    let dates = ["35/13/2031", "2031-04-02", "32/13/2031", "week 11"];
    let rows: String = dates.iter().map(|date| format!("It fell.,{date}\n")).collect();
    write(place.path(), "a.csv", format!("text,date\n{rows}"));
    let (_, said) = report(place.path(), "a.csv", b"");
    assert!(
        said.contains(
            "no date could be read in 3 documents, and the cell is left empty: `00/00/0000` 2 \
             (a.csv, row 4: “32/13/2031”), `aaaa 00` 1 (a.csv, row 5: “week 11”)"
        ),
        "{said}"
    );
    let record: serde_json::Value =
        serde_json::from_slice(&fs::read(place.path().join("out/run.json")).unwrap()).unwrap();
    assert_eq!(
        record["unread_dates"],
        serde_json::json!([
            {
                "pattern": "00/00/0000", "documents": 2, "example": "32/13/2031",
                "source": "a.csv, row 4",
            },
            {
                "pattern": "aaaa 00", "documents": 1, "example": "week 11",
                "source": "a.csv, row 5",
            },
        ])
    );
}

#[test]
fn a_stated_form_of_dates_is_the_only_one_that_is_read() {
    let place = place();
    write(place.path(), "a.csv", "text,date\nOne.,04/05/31\nTwo.,2031-05-04\n");
    let (documents, said) = report(place.path(), "a.csv --date-format %m/%d/%y", b"");
    assert_eq!(column(&documents, "date"), ["2031-04-05", ""]);
    assert!(said.contains("no date could be read"), "{said:?}");
}

#[test]
fn dates_stay_as_precise_as_their_source() {
    let place = place();
    let dates = [
        "2031-04-02",
        "2 April 2031",
        "Apr. 2, 2031",
        "2031-04",
        "April 2031",
        "2031",
        "13.04.2031",
        "04/05/2031",
        "soon",
        "",
    ];
    let lines: Vec<String> =
        dates.iter().zip(0..).map(|(date, id)| format!("{id},The army.,\"{date}\"")).collect();
    write(place.path(), "a.csv", format!("id,text,date\n{}\n", lines.join("\n")));
    let (documents, said) = report(place.path(), "a.csv", b"");
    assert_eq!(
        column(&documents, "date"),
        [
            "2031-04-02",
            "2031-04-02",
            "2031-04-02",
            "2031-04",
            "2031-04",
            "2031",
            "2031-04-13",
            "2031",
            "",
            ""
        ]
    );
    let warnings: Vec<&str> = said.lines().collect();
    assert!(
        warnings.iter().any(|w| w.contains("a.csv, row 9")
            && w.contains("04/05/2031")
            && w.contains("YYYY-MM-DD")),
        "{said}"
    );
    assert!(warnings.iter().any(|w| w.contains("a.csv, row 10") && w.contains("soon")), "{said}");
    assert!(!said.contains("row 11"), "an empty date is not known, and that is all: {said}");
}

// Cutting

#[test]
fn a_text_is_cut_where_a_pattern_matches_and_its_groups_tell_about_the_next() {
    let place = place();
    let text = "Foreword.\n== Dawn | Kethmar One | 2031-03-10\nA regime.\n== Dusk | Quoin Wire | \
        March 2031\n\n== Night | Quoin Wire |\nA militia.\n";
    write(place.path(), "book.txt", text);
    write(place.path(), "words.toml", WORDS);
    let pattern = r"^== (?P<title>\w+) \| (?P<outlet>[^|]+) \|(?P<date>.*)$";
    framescope(place.path())
        .args(["report", "book.txt", "-l", "words.toml", "--split", pattern])
        .assert()
        .success();
    let out = place.path().join("framescope-out");
    assert_eq!(
        cells(&table(&out, "documents"), &["document_id", "title", "outlet", "date", "tokens"]),
        [
            ["book.txt#1", "", "unknown", "", "1"],
            ["book.txt#2", "Dawn", "Kethmar One", "2031-03-10", "2"],
            ["book.txt#3", "Night", "Quoin Wire", "", "2"]
        ],
        "a blank stretch is no document"
    );
}

// Documents that cannot be used

#[test]
fn rows_that_cannot_be_used_are_left_out_and_listed() {
    let place = place();
    let rows = "id,text\n1,A regime.\n2,  \n3,\"\x01\x02\x03\x04\"\n1,Again.\n5\n6,A \
        militia.,extra\n7,A government.\n";
    write(place.path(), "a.csv", rows);
    let (documents, said) = report(place.path(), "a.csv --on-error skip", b"");
    assert_eq!(column(&documents, "document_id"), ["1", "7"]);
    assert!(said.contains("5 documents were left out"), "{said}");
    let rejected = table(&place.path().join("out"), "rejected");
    assert_eq!(column(&rejected, "row"), ["3", "4", "5", "6", "7"]);
    assert!(rejected.iter().all(|row| row["source"] == "a.csv"));
    for (reason, expected) in column(&rejected, "reason").into_iter().zip([
        "no text",
        "no text; convert",
        "id `1` is already taken by a.csv, row 2",
        "1 cell where the header has 2 (byte 43)",
        "3 cells where the header has 2 (byte 45)",
    ]) {
        assert!(reason.contains(expected), "{reason}");
    }
}

#[test]
fn lines_and_files_that_cannot_be_used_are_left_out_and_listed() {
    let place = place();
    write(
        place.path(),
        "a.jsonl",
        "{\"text\": \"A regime.\"}\n{\"text\": \"cut off\n[1]\n{\"title\": \"bare\"}\n{\"text\": \
         \"A militia.\"}\n",
    );
    write(place.path(), "news/empty.txt", "\n");
    write(place.path(), "news/picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    write(place.path(), "news/front.txt", "---\ntitle: [a\n---\nA regime.");
    let (documents, _) = report(place.path(), "a.jsonl news --on-error skip", b"");
    assert_eq!(column(&documents, "document_id"), ["a.jsonl:1", "a.jsonl:5"]);
    let rejected = table(&place.path().join("out"), "rejected");
    assert_eq!(
        cells(&rejected, &["source", "row"]),
        [
            ["a.jsonl", "2"],
            ["a.jsonl", "3"],
            ["a.jsonl", "4"],
            ["news/empty.txt", ""],
            ["news/front.txt", ""],
            ["news/picture.txt", ""]
        ]
    );
    let reasons = column(&rejected, "reason");
    let expected = [
        "not a JSON object",
        "not a JSON object",
        "no key for the text",
        "no text",
        "front matter",
        "no text; convert",
    ];
    for (reason, expected) in reasons.into_iter().zip(expected) {
        assert!(reason.contains(expected), "{reason} should say {expected}");
    }
}

#[test]
fn where_all_can_be_used_there_is_no_table_of_rejected() {
    let place = place();
    write(place.path(), "a.txt", "A regime.");
    report(place.path(), "a.txt --on-error skip", b"");
    assert!(place.path().join("out/tables/documents.csv").is_file());
    assert!(!place.path().join("out/tables/rejected.csv").exists());
}

// Options in a file

#[test]
fn options_may_stand_in_a_file() {
    let place = place();
    write(place.path(), "a.dat", "words;paper;topic\nA regime.;Quoin Wire;e1\n;Kethmar One;e1\n");
    write(
        place.path(),
        "framescope.toml",
        "# usual options\nlexicon = [\"words.toml\"]\ntext-column = \"words\"\noutlet-column = \
         \"paper\"\nevent-column = \"topic\"\n\
         format = \"csv\"\non-error = \"skip\"\nquiet = true\nseed = 3\n",
    );
    write(place.path(), "words.toml", WORDS);
    framescope(place.path())
        .args(["report", "a.dat", "-o", "out"])
        .assert()
        .success()
        .stdout("")
        .stderr("");
    let out = place.path().join("out");
    assert_eq!(
        cells(&table(&out, "documents"), &["outlet", "event", "matches"]),
        [["Quoin Wire", "e1", "1"]]
    );
    let run: serde_json::Value =
        serde_json::from_slice(&fs::read(out.join("run.json")).unwrap()).unwrap();
    assert_eq!(run["options"]["seed"], 3);
}

#[test]
fn what_is_typed_wins_over_the_file_of_options() {
    let place = place();
    write(
        place.path(),
        "framescope.toml",
        "outlet-column = \"paper\"\ntext-column = \"nowhere\"\nlexicon = \"nowhere.toml\"\n",
    );
    write(place.path(), "other.toml", "group-by = \"country\"\n");
    write(place.path(), "a.csv", "text,paper,country\nA regime.,Quoin Wire,Lind\n");
    assert_eq!(
        column(&documents(place.path(), "a.csv --text-column text"), "outlet"),
        ["Quoin Wire"]
    );
    assert_eq!(column(&documents(place.path(), "a.csv --config other.toml"), "outlet"), ["Lind"]);
    let typed = documents(place.path(), "a.csv --config other.toml --outlet-column paper");
    assert_eq!(
        column(&typed, "outlet"),
        ["Quoin Wire"],
        "a typed column wins over a group in the file"
    );
}

#[test]
fn a_misspelt_option_in_the_file_is_refused_with_its_place() {
    let place = place();
    write(place.path(), "a.txt", "A regime.");
    write(place.path(), "framescope.toml", "seed = 1\n  outlet_column = \"paper\"\n");
    let message = refused(place.path(), "score a.txt");
    let expected = "framescope.toml:2:3: unknown key `outlet_column`: did you mean \
        `outlet-column`?";
    assert!(message.contains(expected), "{message}");
}

// Offsets and output

#[test]
fn offsets_count_characters_of_the_text_as_it_is_read() {
    let place = place();
    // Windows line ends, signs beyond 16 bits, a joined emoji, combining marks, and a label written
    // with one.
    let text = "🕊🕊 The regime.\r\n\r\nCafe\u{301} 👩\u{200d}🚒: re\u{301}gime or “militias”?\r\nThe \
        govern\u{ad}ment's occupation 🇺🇳.\r\n";
    write(place.path(), "a.txt", text);
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(["id", "text"]).unwrap();
    csv.write_record(["b", text]).unwrap();
    write(place.path(), "b.csv", csv.into_inner().unwrap());
    write(place.path(), "c.jsonl", serde_json::json!({"id": "c", "text": text}).to_string());
    report(place.path(), "a.txt b.csv c.jsonl", b"");
    let characters: Vec<char> = text.chars().collect();
    let matches = table(&place.path().join("out"), "matches");
    assert_eq!(
        column(&matches, "text")[..4],
        ["regime", "militias", "govern\u{ad}ment's", "occupation"]
    );
    assert_eq!(matches.len(), 12, "the same four in each document");
    for row in &matches {
        let (start, end): (usize, usize) =
            (row["start"].parse().unwrap(), row["end"].parse().unwrap());
        assert_eq!(characters[start..end].iter().collect::<String>(), row["text"], "{row:?}");
    }
}

#[test]
fn a_cell_that_a_spreadsheet_would_run_is_defused() {
    let place = place();
    write(
        place.path(),
        "a.csv",
        "id,text,title,outlet,author\n+1,A regime.,=cmd(),@paper,-x\n2,A regime.,a=b,Quoin \
         Wire,\"\t=x\"\n",
    );
    let documents = documents(place.path(), "a.csv");
    assert_eq!(
        cells(&documents, &["document_id", "title", "outlet", "author"]),
        [["'+1", "'=cmd()", "'@paper", "'-x"], ["2", "a=b", "Quoin Wire", "'=x"]]
    );
    let header = fs::read_to_string(place.path().join("out/tables/side_by_side.csv")).unwrap();
    assert!(header.starts_with("lexicon,category,measures,title,'@paper,Quoin Wire,"), "{header}");
}

#[test]
fn what_is_not_known_is_an_empty_cell() {
    let place = place();
    write(
        place.path(),
        "a.csv",
        "text,outlet,date,title,author,event,language\nA regime., ,,,,,\n",
    );
    let documents = documents(place.path(), "a.csv");
    let unknown =
        cells(&documents, &["outlet", "date", "title", "author", "event", "language", "cluster"]);
    assert_eq!(unknown, [["unknown", "", "", "", "", "", ""]]);
    let outlets = table(&place.path().join("out"), "outlets");
    assert_eq!(
        cells(&outlets, &["category", "rate_low", "interval_method"])[0],
        ["harsh", "", "one document"]
    );
}

#[test]
fn a_table_is_written_as_its_ending_asks() {
    let place = place();
    write(place.path(), "words.toml", WORDS);
    write(place.path(), "a.txt", "A regime, a regime.");
    let score = |output: &str| {
        framescope(place.path())
            .args(["score", "a.txt", "-l", "words.toml", "-o", output])
            .assert()
            .success()
            .get_output()
            .stdout
            .clone()
    };
    assert_eq!(score("s.csv"), b"");
    let csv = fs::read(place.path().join("s.csv")).unwrap();
    assert_eq!(
        cells(&rows(&csv), &["category", "count", "stance"]),
        [["harsh", "2", "1"], ["mild", "0", ""]]
    );
    assert_eq!(score("-"), csv, "standard output holds the same bytes");
    score("deep/s.jsonl");
    let lines = fs::read_to_string(place.path().join("deep/s.jsonl")).unwrap();
    let objects: Vec<serde_json::Value> =
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(objects.len(), 2);
    assert_eq!((&objects[0]["count"], &objects[0]["category"]), (&2.into(), &"harsh".into()));
    assert!(objects[1]["stance"].is_null(), "not known is null: {}", objects[1]);
    let header = csv::Reader::from_reader(&*csv).headers().unwrap().clone();
    assert!(
        objects[0].as_object().unwrap().keys().eq(header.iter()),
        "the keys are the columns, in their order"
    );
}

#[test]
fn a_file_of_output_is_replaced_whole() {
    let place = place();
    write(place.path(), "words.toml", WORDS);
    write(place.path(), "a.txt", "A regime.");
    write(place.path(), "m.csv", "old\n".repeat(10_000));
    let before: Vec<String> = contents(place.path()).into_iter().map(|(name, _)| name).collect();
    framescope(place.path())
        .args(["matches", "a.txt", "-l", "words.toml", "-o", "m.csv"])
        .assert()
        .success();
    let matches = rows(&fs::read(place.path().join("m.csv")).unwrap());
    assert_eq!(
        cells(&matches, &["document_id", "start", "text", "left"]),
        [["a.txt", "2", "regime", "A "]]
    );
    let after: Vec<String> = contents(place.path()).into_iter().map(|(name, _)| name).collect();
    assert_eq!(after, before, "nothing else is left beside it");
}

#[test]
fn corpus_inspect_says_what_is_there() {
    let place = place();
    let rows = "text,outlet,date,event,title\nA regime.,Quoin Wire,2031-03-12,e1,Entry\nThe army \
        entered.,Quoin Wire,2031-03-10,e2,\n\
        Quiet.,Kethmar One,,e1,\n,Kethmar One,,,\n";
    write(place.path(), "a.csv", rows);
    write(place.path(), "words.toml", WORDS);
    let line = "corpus inspect a.csv --lexicon words.toml";
    let output =
        framescope(place.path()).args(words(line)).assert().success().get_output().stdout.clone();
    let said = String::from_utf8(output).unwrap();
    let lines: Vec<Vec<&str>> = said.lines().map(words).collect();
    assert_eq!(lines[0][..4], ["3", "documents,", "6", "tokens,"], "{said}");
    for expected in [
        "Kethmar One 1 1 1 1 not known",
        "Quoin Wire 2 5 0 1 2031-03-10 to 2031-03-12",
        "Events e1 2, e2 1",
        "Encodings UTF-8 3",
    ] {
        assert!(lines.contains(&words(expected)), "{expected}: {said}");
    }
    assert!(said.contains("1 document cannot be used:\n  a.csv, row 5: no text"), "{said}");
    assert_eq!(contents(place.path()).len(), 2, "it writes nothing");
}

#[test]
fn corpus_inspect_says_why_nothing_can_be_used() {
    let place = place();
    write(place.path(), "a.json", "{\n  \"text\": \"A regime.\"\n");
    let output = framescope(place.path()).args(["corpus", "inspect", "a.json"]).output().unwrap();
    let said =
        String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("not JSON with articles (EOF while parsing"), "{said}");
}
