//! Outside URLs the tokens of any text are the words of UAX #29, offset by offset.
#![no_main]

use framescope::text::{Token, TokenKind, tokenize};
use libfuzzer_sys::fuzz_target;
use unicode_segmentation::UnicodeSegmentation;

fuzz_target!(|text: &str| {
    let mut tokens: Vec<Token> = Vec::new();
    tokenize(text, &mut tokens);
    let mut expected: Vec<(usize, usize)> = Vec::new();
    let words = |from: usize, to: usize, expected: &mut Vec<(usize, usize)>| {
        expected.extend(text[from..to].unicode_word_indices().map(|(at, word)| (from + at, from + at + word.len())));
    };
    let mut done = 0;
    for url in tokens.iter().filter(|token| token.kind == TokenKind::Url) {
        words(done, url.span.start as usize, &mut expected);
        expected.push((url.span.start as usize, url.span.end as usize));
        done = url.span.end as usize;
    }
    words(done, text.len(), &mut expected);
    let found: Vec<(usize, usize)> = tokens.iter().map(|token| (token.span.start as usize, token.span.end as usize)).collect();
    assert_eq!(found, expected);
});
