//! The encoding of a dictionary that is in no form of Unicode.

use crate::corpus::decode;
use encoding_rs::{EUC_JP, Encoding, SHIFT_JIS};
use std::borrow::Cow;

/// The text of a file and the encoding that its bytes look like.
///
/// The detector of corpora wants prose. A dictionary may have a few words only, and a few kana look
/// like Cyrillic to it. So Japanese encodings are tried too: they are taken where the bytes are in
/// them without a fault and give mostly kana, or nothing but letters where the guess gives signs.
pub(super) fn guessed(bytes: &[u8]) -> (Cow<'_, str>, &'static str) {
    let decoded = decode(bytes);
    let is_single_byte = Encoding::for_label(decoded.encoding.as_bytes())
        .is_some_and(|encoding| encoding.is_single_byte());
    if is_single_byte {
        for encoding in [SHIFT_JIS, EUC_JP] {
            let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
            let is_likelier = |text: &Cow<'_, str>| {
                is_mostly_kana(text) || lettered(text) == 100 && lettered(&decoded.text) < 70
            };
            if let Some(text) = text.filter(is_likelier) {
                return (text, encoding.name());
            }
        }
    }
    (decoded.text, decoded.encoding)
}

/// Whether at least half of the characters beyond ASCII are hiragana or full-width katakana.
fn is_mostly_kana(text: &str) -> bool {
    let other = text.chars().filter(|c| !c.is_ascii()).count();
    let kana = text.chars().filter(|c| matches!(c, '\u{3041}'..='\u{30ff}')).count();
    kana > 0 && kana * 2 >= other
}

/// How many of a hundred characters beyond ASCII are letters.
fn lettered(text: &str) -> usize {
    let other = text.chars().filter(|c| !c.is_ascii()).count();
    let letters = text.chars().filter(|c| !c.is_ascii() && c.is_alphabetic()).count();
    (letters * 100).checked_div(other).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{BIG5, EUC_KR, GBK, IBM866, WINDOWS_1251, WINDOWS_1252};

    #[test]
    fn short_dictionaries_are_read_in_their_encoding() {
        for (encoding, text) in [
            (SHIFT_JIS, "A\n\tあ (1)\n\tい (1)\n"),
            (SHIFT_JIS, "A\n\tテロ (1)\n\tゲリラ (1)\n"),
            (SHIFT_JIS, "A\n\t民兵 (1)\n\tを (1)\n"),
            (EUC_JP, "A\n\tあ (1)\n\tい (1)\n"),
            (GBK, "A\n\t民兵 (1)\n\t和平 (1)\n"),
            (BIG5, "A\n\t民兵 (1)\n\t戰爭 (1)\n"),
            (EUC_KR, "A\n\t전쟁 (1)\n\t평화 (1)\n"),
            (WINDOWS_1251, "A\n\tвойна (1)\n\tмир (1)\n"),
            (WINDOWS_1252, "A\n\trégime (1)\n\tmilíc* (1)\n"),
            (IBM866, "A\n\tвойна (1)\n\tВека (1)\n"),
        ] {
            let (bytes, _, _) = encoding.encode(text);
            assert_eq!(guessed(&bytes), (Cow::from(text), encoding.name()), "{text}");
        }
    }
}
