//! Any text: tokens are words of the text, in order and apart from each other. What UAX #29 says of
//! them is a property test of the library, which knows where glued words are cut.
#![no_main]

use framescope::text::{Token, tokenize};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut tokens: Vec<Token> = Vec::new();
    tokenize(text, &mut tokens);
    let mut done = 0;
    for token in &tokens {
        let (start, end) = (token.span.start as usize, token.span.end as usize);
        assert!(done <= start && start < end, "{token:?}");
        assert!(text.get(start..end).is_some_and(|word| word.chars().any(char::is_alphanumeric)));
        done = end;
    }
});
