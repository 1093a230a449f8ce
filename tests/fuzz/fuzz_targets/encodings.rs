//! Any bytes: they are decoded, by a guess and by a stated encoding, and UTF-8 stays what it is.

#![no_main]

use encoding_rs::{BIG5, EUC_KR, Encoding, GB18030, ISO_2022_JP, KOI8_R, SHIFT_JIS, UTF_16BE};
use framescope::corpus::{decode, decode_stated};
use libfuzzer_sys::fuzz_target;

const ENCODINGS: [&Encoding; 7] =
    [BIG5, EUC_KR, GB18030, ISO_2022_JP, KOI8_R, SHIFT_JIS, UTF_16BE];

fuzz_target!(|data: &[u8]| {
    let Some((first, bytes)) = data.split_first() else { return };
    let decoded = decode(bytes);
    if let Ok(text) = std::str::from_utf8(bytes)
        && decoded.encoding == "UTF-8"
    {
        assert_eq!(decoded.text, text.strip_prefix('\u{feff}').unwrap_or(text));
    }
    let _ = decode_stated(bytes, ENCODINGS[*first as usize % ENCODINGS.len()]);
});
