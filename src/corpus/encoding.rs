//! From bytes to Unicode: byte order mark, then strict UTF-8, then a detected encoding, which is
//! named.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use std::borrow::Cow;

/// Bytes as text, with the name of the encoding that they were read in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded<'b> {
    /// The text, without a byte order mark.
    pub text: Cow<'b, str>,
    /// The WHATWG name of the encoding, such as `UTF-8` or `windows-1252`.
    pub encoding: &'static str,
}

/// Decodes a whole file.
///
/// ```
/// use framescope::corpus::decode;
///
/// let decoded = decode("Le régime a annoncé une opération.".as_bytes());
/// assert_eq!((decoded.encoding, &decoded.text[3..10]), ("UTF-8", "régime"));
/// let decoded = decode(b"\xff\xfeh\x00i\x00");
/// assert_eq!((decoded.encoding, &*decoded.text), ("UTF-16LE", "hi"));
/// ```
pub fn decode(bytes: &[u8]) -> Decoded<'_> {
    if let Some(encoding) = unicode_form(bytes) {
        let (text, _) = encoding.decode_with_bom_removal(bytes);
        return Decoded { text, encoding: encoding.name() };
    }
    decode_with(bytes, None)
}

/// Decodes bytes that are in no form of UTF-16: strict UTF-8, else `fallback`, else what the bytes
/// look like.
pub(crate) fn decode_with<'b>(bytes: &'b [u8], fallback: Option<&'static Encoding>) -> Decoded<'b> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Decoded { text: Cow::Borrowed(text), encoding: UTF_8.name() };
    }
    let encoding = fallback.unwrap_or_else(|| {
        let mut evidence = Evidence::new();
        evidence.feed(bytes);
        evidence.guess()
    });
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    Decoded { text, encoding: encoding.name() }
}

/// The encoding that a byte order mark names, or UTF-16 without a mark, known by its zero bytes.
pub(crate) fn unicode_form(head: &[u8]) -> Option<&'static Encoding> {
    if let Some((encoding, _)) = Encoding::for_bom(head) {
        return Some(encoding);
    }
    let sample = head.get(..4096).unwrap_or(head);
    let pairs = sample.len() / 2;
    if pairs < 4 {
        return None;
    }
    let zeros =
        |odd: usize| sample.chunks_exact(2).filter(|pair| pair.get(odd) == Some(&0)).count();
    // Latin text in UTF-16 has a zero in nearly every pair, on one side only.
    match (zeros(0) * 10 > pairs * 4, zeros(1) * 10 > pairs * 4) {
        (true, false) => Some(UTF_16BE),
        (false, true) => Some(UTF_16LE),
        _ => None,
    }
}

/// Whether the bytes begin with the byte order mark of UTF-32, which would pass for one of UTF-16.
pub(crate) fn is_utf_32(head: &[u8]) -> bool {
    head.starts_with(b"\xff\xfe\0\0") || head.starts_with(b"\0\0\xfe\xff")
}

/// Gathers bytes that are not UTF-8 and guesses what they are.
pub(crate) struct Evidence(EncodingDetector);

impl Evidence {
    pub(crate) fn new() -> Self {
        Self(EncodingDetector::new(Iso2022JpDetection::Deny))
    }

    pub(crate) fn feed(&mut self, bytes: &[u8]) {
        self.0.feed(bytes, false);
    }

    pub(crate) fn guess(mut self) -> &'static Encoding {
        self.0.feed(b"", true);
        self.0.guess(None, Utf8Detection::Deny)
    }
}

/// Whether decoded bytes are no text at all: a zero character, or control characters by the dozen.
pub(crate) fn is_binary(text: &str) -> bool {
    let mut controls = 0_usize;
    let mut characters = 0_usize;
    for c in text.chars() {
        characters += 1;
        match c {
            '\0' => return true,
            '\t' | '\n' | '\r' | '\x0b' | '\x0c' | '\x1a' | '\x1b' => {}
            c if c < ' ' || c == '\x7f' || c == '\u{fffd}' => controls += 1,
            _ => {}
        }
    }
    controls * 20 > characters
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn encodings_of_real_files_are_told() {
        let text = "Die Regierung spricht von Befreiung, die Übergangsräte von “Besatzung” – für \
            viele größer als zuvor.";
        let (cp1252, _, _) = encoding_rs::WINDOWS_1252.encode(text);
        assert_eq!(
            (decode(&cp1252).encoding, decode(&cp1252).text.as_ref()),
            ("windows-1252", text)
        );
        let russian = "Правительство говорит об освобождении, оппозиция говорит об оккупации.";
        let (cp1251, _, _) = encoding_rs::WINDOWS_1251.encode(russian);
        assert_eq!(
            (decode(&cp1251).encoding, decode(&cp1251).text.as_ref()),
            ("windows-1251", russian)
        );
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!((decode(&utf16).encoding, decode(&utf16).text.as_ref()), ("UTF-16BE", text));
        assert_eq!(decode(b"\xef\xbb\xbfabc").text, "abc");
    }

    #[test]
    fn bytes_that_are_no_text_are_told() {
        assert!(is_binary(&decode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").text));
        assert!(!is_binary("A form\x0cfeed and a tab\t."));
    }

    proptest! {
        #[test]
        fn any_bytes_decode(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let decoded = decode(&bytes);
            let _ = is_binary(&decoded.text);
        }
    }
}
