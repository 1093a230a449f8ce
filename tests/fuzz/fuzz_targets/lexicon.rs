//! Any bytes are a lexicon or are refused; a lexicon that is read compiles and matches any text
//! without a panic.
#![no_main]

use framescope::annotate::Annotator;
use framescope::lexicon::{LexiconFormat, Matcher, check};
use libfuzzer_sys::fuzz_target;

const FILES: [&str; 8] = ["x.toml", "x.dic", "x.yml", "x.lc3", "x.ykd", "x.cat", "x.csv", "x.tsv"];

fuzz_target!(|input: (&[u8], &str, u8)| {
    let (bytes, text, file) = input;
    let file = FILES[usize::from(file) % FILES.len()];
    let format = LexiconFormat::from_path(file.as_ref()).expect("a known ending");
    if let Ok(lexicon) = format.read(file, bytes) {
        let _ = check(&lexicon);
        let matcher = Matcher::compile([&lexicon]).expect("one lexicon compiles");
        for found in Annotator::new(&matcher).annotate(text).matches {
            assert!(!found.span.slice(text).is_empty());
        }
    }
});
