//! Any bytes are a lexicon or are refused; a lexicon that is read compiles and matches any text without a panic.
#![no_main]

use framescope::annotate::Annotator;
use framescope::lexicon::{Matcher, check, read_toml};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (&[u8], &str)| {
    let (bytes, text) = input;
    if let Ok(lexicon) = read_toml("fuzz.toml", bytes) {
        let _ = check(&lexicon);
        let matcher = Matcher::compile([&lexicon]).expect("one lexicon compiles");
        for found in Annotator::new(&matcher).annotate(text).matches {
            assert!(!found.span.of(text).is_empty());
        }
    }
});
