//! From bytes to Unicode: byte order mark, then UTF-8, then a guessed encoding, which is named.

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
    /// Whether the encoding is a guess from the bytes: they are not UTF-8, and nothing names their
    /// encoding.
    pub is_guess: bool,
    /// Whether bytes that are wrong in this encoding were replaced with U+FFFD.
    pub is_damaged: bool,
}

/// Decodes a whole file.
///
/// A byte order mark decides; else strict UTF-8, UTF-16 or UTF-32 if the bytes are that; else UTF-8
/// with replacements if most of what is not ASCII is UTF-8; else a guess.
///
/// ```
/// use framescope::corpus::decode;
///
/// let decoded = decode("Le régime a annoncé une opération.".as_bytes());
/// assert_eq!((decoded.encoding, &decoded.text[3..10]), ("UTF-8", "régime"));
/// let decoded = decode(b"\xff\xfeh\x00i\x00");
/// assert_eq!((decoded.encoding, &*decoded.text), ("UTF-16LE", "hi"));
/// // One cut character does not make the rest another encoding.
/// let decoded = decode(b"\xe2\x80\x9cNo\xe2\x80\x9d, she said\xe2\x80 twice.");
/// assert_eq!((decoded.encoding, decoded.is_damaged), ("UTF-8", true));
/// ```
pub fn decode(bytes: &[u8]) -> Decoded<'_> {
    match file_form(bytes) {
        Some(FileForm::Utf32(order)) => {
            let mut text = String::new();
            let mut decoder = Utf32Decoder::new(order);
            decoder.push(bytes, &mut text);
            decoder.finish(&mut text);
            Decoded::known(Cow::Owned(text), order.name())
        }
        Some(FileForm::Encoding(encoding)) => decode_as(bytes, encoding),
        None => CellEncoding::default().decode(bytes),
    }
}

/// Decodes a whole file whose encoding is stated; a byte order mark still decides.
pub fn decode_stated<'b>(bytes: &'b [u8], encoding: &'static Encoding) -> Decoded<'b> {
    match file_form(bytes) {
        Some(_) if Encoding::for_bom(bytes).is_some() || is_utf_32(bytes) => decode(bytes),
        _ => decode_as(bytes, encoding),
    }
}

fn decode_as<'b>(bytes: &'b [u8], encoding: &'static Encoding) -> Decoded<'b> {
    let (text, is_damaged) = encoding.decode_with_bom_removal(bytes);
    Decoded { is_damaged, ..Decoded::known(text, encoding.name()) }
}

impl<'b> Decoded<'b> {
    fn known(text: Cow<'b, str>, encoding: &'static str) -> Self {
        Self { text, encoding, is_guess: false, is_damaged: false }
    }
}

/// How cells and lines of one file become text.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct CellEncoding {
    /// The encoding of the original where the file is a copy in UTF-8.
    pub original: Option<&'static str>,
    /// The encoding of what is not UTF-8, guessed from all of it.
    pub fallback: Option<&'static Encoding>,
}

impl CellEncoding {
    /// Decodes bytes that are in no form of UTF-16 or UTF-32.
    pub(crate) fn decode(self, bytes: &[u8]) -> Decoded<'_> {
        let utf_8 = self.original.unwrap_or(UTF_8.name());
        if let Ok(text) = std::str::from_utf8(bytes) {
            return Decoded::known(Cow::Borrowed(text), utf_8);
        }
        if Utf8Share::of(bytes).is_mostly_utf_8() {
            let (text, is_damaged) = UTF_8.decode_without_bom_handling(bytes);
            return Decoded { is_damaged, ..Decoded::known(text, utf_8) };
        }
        let encoding = self.fallback.unwrap_or_else(|| {
            let mut evidence = Evidence::new();
            evidence.feed(bytes);
            evidence.guess()
        });
        let (text, is_damaged) = encoding.decode_without_bom_handling(bytes);
        // UTF-8 is the fallback of a file that is mostly UTF-8, which is no guess.
        let is_guess = encoding != UTF_8;
        Decoded { is_guess, is_damaged, ..Decoded::known(text, encoding.name()) }
    }
}

/// How much of some bytes is UTF-8 beyond ASCII.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Utf8Share {
    /// Characters of two bytes or more, whole or cut off after their second byte.
    characters: u64,
    /// Places that are not UTF-8.
    faults: u64,
}

impl Utf8Share {
    pub(crate) fn of(bytes: &[u8]) -> Self {
        let mut share = Self::default();
        for chunk in bytes.utf8_chunks() {
            share.characters += chunk.valid().chars().filter(|c| !c.is_ascii()).count() as u64;
            match chunk.invalid() {
                [] => {}
                [_] => share.faults += 1,
                // A lead byte and the right second byte: in no other encoding is that usual.
                _ => {
                    share.faults += 1;
                    share.characters += 1;
                }
            }
        }
        share
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.characters += other.characters;
        self.faults += other.faults;
    }

    /// Whether a whole file is damaged UTF-8: hardly any of its lines can be in another encoding.
    pub(crate) fn is_clearly_utf_8(self) -> bool {
        self.characters > 0 && self.characters >= self.faults.saturating_mul(10)
    }

    /// Whether the bytes are UTF-8 that was damaged rather than another encoding. In text of
    /// another encoding hardly any two or three bytes pass for a character.
    pub(crate) fn is_mostly_utf_8(self) -> bool {
        self.characters > 0 && self.characters >= self.faults
    }
}

/// The form of a file that is not simply bytes of ASCII and more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileForm {
    /// What a byte order mark names, or UTF-16 known by its zero bytes.
    Encoding(&'static Encoding),
    /// UTF-32, which no byte order mark of UTF-16 must be taken for.
    Utf32(ByteOrder),
}

/// Which byte of a number comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ByteOrder {
    Little,
    Big,
}

impl ByteOrder {
    /// The name of UTF-32 in this order.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Little => "UTF-32LE",
            Self::Big => "UTF-32BE",
        }
    }
}

/// The form of a file by its head.
pub(crate) fn file_form(head: &[u8]) -> Option<FileForm> {
    if head.starts_with(b"\xff\xfe\0\0") {
        return Some(FileForm::Utf32(ByteOrder::Little));
    }
    if head.starts_with(b"\0\0\xfe\xff") {
        return Some(FileForm::Utf32(ByteOrder::Big));
    }
    if let Some((encoding, _)) = Encoding::for_bom(head) {
        return Some(FileForm::Encoding(encoding));
    }
    let sample = head.get(..4096).unwrap_or(head);
    let quads = sample.len() / 4;
    let zero_quads = |places: [usize; 2]| {
        let has = |quad: &&[u8]| places.iter().all(|at| quad.get(*at) == Some(&0));
        quads > 1 && sample.chunks_exact(4).filter(has).count() == quads
    };
    // No character of Unicode uses the highest byte, and of text few use the next.
    if zero_quads([2, 3]) {
        return Some(FileForm::Utf32(ByteOrder::Little));
    }
    if zero_quads([0, 1]) {
        return Some(FileForm::Utf32(ByteOrder::Big));
    }
    let pairs = sample.len() / 2;
    if pairs < 4 {
        return None;
    }
    let zeros =
        |odd: usize| sample.chunks_exact(2).filter(|pair| pair.get(odd) == Some(&0)).count();
    // Latin text in UTF-16 has a zero in nearly every pair, on one side only.
    match (zeros(0) * 10 > pairs * 4, zeros(1) * 10 > pairs * 4) {
        (true, false) => Some(FileForm::Encoding(UTF_16BE)),
        (false, true) => Some(FileForm::Encoding(UTF_16LE)),
        _ => None,
    }
}

fn is_utf_32(head: &[u8]) -> bool {
    matches!(file_form(head), Some(FileForm::Utf32(_)))
}

/// Decodes UTF-32 piece by piece. Our own because `encoding_rs` leaves UTF-32 out, as browsers do.
pub(crate) struct Utf32Decoder {
    order: ByteOrder,
    carried: Vec<u8>,
}

impl Utf32Decoder {
    pub(crate) fn new(order: ByteOrder) -> Self {
        Self { order, carried: Vec::new() }
    }

    /// Adds the text of the next bytes; a byte order mark is left out.
    pub(crate) fn push(&mut self, bytes: &[u8], text: &mut String) {
        self.carried.extend_from_slice(bytes);
        let whole = self.carried.len() / 4 * 4;
        for quad in self.carried.drain(..whole).as_slice().chunks_exact(4) {
            let quad: [u8; 4] = quad.try_into().unwrap_or_default();
            let code = match self.order {
                ByteOrder::Little => u32::from_le_bytes(quad),
                ByteOrder::Big => u32::from_be_bytes(quad),
            };
            match char::from_u32(code) {
                Some('\u{feff}') => {}
                found => text.push(found.unwrap_or(char::REPLACEMENT_CHARACTER)),
            }
        }
    }

    /// Adds a replacement for a character that is cut off.
    pub(crate) fn finish(self, text: &mut String) {
        if !self.carried.is_empty() {
            text.push(char::REPLACEMENT_CHARACTER);
        }
    }
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

/// Whether decoded bytes are no text at all: more than one control character in twenty, zeros
/// among the first of them counting double.
pub(crate) fn is_binary(text: &str) -> bool {
    let mut controls = 0_usize;
    let mut characters = 0_usize;
    for c in text.chars() {
        characters += 1;
        match c {
            '\0' => controls += 2,
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
    fn utf_32_is_read() {
        for (bytes, name) in [
            (
                "\u{feff}Régime"
                    .chars()
                    .flat_map(|c| u32::from(c).to_le_bytes())
                    .collect::<Vec<_>>(),
                "UTF-32LE",
            ),
            ("Régime".chars().flat_map(|c| u32::from(c).to_be_bytes()).collect(), "UTF-32BE"),
        ] {
            let decoded = decode(&bytes);
            assert_eq!((decoded.text.as_ref(), decoded.encoding), ("Régime", name));
        }
    }

    /// A cut character turned a whole document into windows-1250, and its quotation marks were
    /// lost.
    #[test]
    fn damaged_utf_8_stays_utf_8() {
        let text = "“The militia left,” the régime’s minister said.";
        for cut in [1, 2] {
            let mut bytes = text.as_bytes().to_vec();
            bytes.splice(10..10, "\u{2019}".bytes().take(cut));
            let decoded = decode(&bytes);
            assert_eq!((decoded.encoding, decoded.is_guess), ("UTF-8", false));
            assert!(decoded.is_damaged && decoded.text.ends_with("régime’s minister said."));
        }
        let decoded = decode(b"The r\xe9gime\x92s men left the caf\xe9.");
        assert_eq!((decoded.encoding, decoded.is_guess), ("windows-1252", true));
    }

    #[test]
    fn a_stated_encoding_is_no_guess() {
        let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode("режим");
        let decoded = decode_stated(&bytes, encoding_rs::WINDOWS_1251);
        assert_eq!((decoded.text.as_ref(), decoded.is_guess), ("режим", false));
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
