//! Words of several scripts, and words that are glued, divided or part of an address: what a
//! lexicon finds in them, and where.

#![allow(clippy::unwrap_used)]

use framescope::Annotator;
use framescope::lexicon::{Matcher, read_toml};

/// What one term finds in a text.
fn found(term: &str, text: &str) -> Vec<String> {
    let term = format!("\"{}\"", term.replace('"', "\\\""));
    let source = format!("name = \"t\"\n[category.a]\nterms = [{term}]");
    let lexicon = read_toml("t.toml", source.as_bytes()).unwrap();
    let matcher = Matcher::compile([&lexicon]).unwrap();
    let mut annotator = Annotator::new(&matcher);
    let annotation = annotator.annotate(text);
    annotation.matches.iter().map(|m| m.span.slice(text).to_owned()).collect()
}

#[track_caller]
fn check(cases: &[(&str, &str, &[&str])]) {
    for (term, text, expected) in cases {
        assert_eq!(found(term, text), *expected, "{term} in {text:?}");
    }
}

#[test]
fn signs_of_hebrew_abbreviations_are_one_in_every_shape() {
    for term in ["קצ״ח", "קצ\"ח", "קצ”ח", "קצ''ח"] {
        for word in ["קצ״ח", "קצ\"ח", "קצ”ח", "קצ''ח"] {
            assert_eq!(found(term, &format!("אנשי {word} באו.")), [word], "{term} in {word}");
        }
    }
    check(&[
        ("ז׳אנר", "זה ז'אנר חדש", &["ז'אנר"]),
        ("ז'אנר", "זה ז’אנר חדש", &["ז’אנר"]),
        ("קילומ׳", "ק׳ או קילומ' אחד", &["קילומ'"]),
        ("בית ספר", "בית־ספר", &["בית־ספר"]),
    ]);
}

#[test]
fn points_and_vowel_signs_make_no_difference_on_either_side() {
    check(&[
        ("שלטון", "הנה שִׁלְטוֹן ישן", &["שִׁלְטוֹן"]),
        ("שִׁלְטוֹן", "הנה שלטון ישן", &["שלטון"]),
        ("سلطة", "هذه سُلْطَة قديمة", &["سُلْطَة"]),
        ("سُلْطَة*", "هذه سلطة قديمة", &["سلطة"]),
        ("سلطة", "هذه سلـــطة", &["سلـــطة"]),
        ("حرب أهلية", "حَرْبٌ أَهْلِيَّة", &["حَرْبٌ أَهْلِيَّة"]),
    ]);
}

#[test]
fn a_sigma_is_one_letter_in_every_place_and_case() {
    check(&[
        ("αντάρτες", "Οι ΑΝΤΆΡΤΕΣ και οι αντάρτες", &["ΑΝΤΆΡΤΕΣ", "αντάρτες"]),
        ("ΑΝΤΆΡΤΕΣ", "οι αντάρτες", &["αντάρτες"]),
        ("στρατός*", "ο στρατόσ ΣΤΡΑΤΌΣ", &["στρατόσ", "ΣΤΡΑΤΌΣ"]),
    ]);
}

#[test]
fn an_address_ends_where_east_asian_text_begins_and_matches_nothing() {
    check(&[
        ("停戦", "詳しくはhttps://varsk.example/停戦。", &["停戦"]),
        ("휴전", "www.varsk.example/휴전", &["휴전"]),
        ("militia*", "militia.example, militia-news.co.uk/militia and militia@varsk.org", &[]),
        ("militia", "See varsk.example. Militia left", &["Militia"]),
    ]);
}

#[test]
fn sentences_glued_without_a_space_give_both_words() {
    check(&[
        ("militia*", "The end of it.Militias left.", &["Militias"]),
        ("junta", "It was the junta.They left.", &["junta"]),
        ("junta left", "It was the junta.Left alone, they fled.", &[]),
        ("junta*", "Read varsk.example.Junta chiefs did.", &["Junta"]),
        ("army", "the U.S.Army", &[]),
        ("js", "Node.js", &[]),
    ]);
}

#[test]
fn a_word_divided_at_the_end_of_its_line_is_found_whole_and_a_compound_as_before() {
    check(&[
        ("militia*", "the mili-\ntias of Varsk", &["mili-\ntias"]),
        ("militia*", "the mili\u{ad}\ntias of Varsk", &["mili\u{ad}\ntias"]),
        ("armed militia*", "an armed mili-\r\n  tia left", &["armed mili-\r\n  tia"]),
        ("militia leader*", "a mili-\ntia lead-\ner left", &["mili-\ntia lead-\ner"]),
        ("cease-fire*", "a cease-\nfire", &["cease-\nfire"]),
        ("death squad*", "a death-\nsquad", &["death-\nsquad"]),
        ("*-backed", "a Teluria-\nbacked force", &["Teluria-\nbacked"]),
        ("fire", "a cease-\nfire", &["fire"]),
        ("militia*", "mili-\n\ntia", &[]),
    ]);
}
