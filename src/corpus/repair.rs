//! UTF-8 that was once read as windows-1252 and encoded again: “â€™” for an apostrophe.

use encoding_rs::WINDOWS_1252;
use std::borrow::Cow;

/// The text with every doubly encoded character mended, and how many there are.
///
/// A run of characters is mended if their bytes in windows-1252 are UTF-8. Text does not have such
/// runs by itself: “Ã” is hardly ever followed by “©”.
pub(crate) fn mended(text: &str) -> (Cow<'_, str>, u64) {
    if !text.contains(is_lead) {
        return (Cow::Borrowed(text), 0);
    }
    let mut whole = String::with_capacity(text.len());
    let mut count = 0;
    let mut rest = text;
    while let Some(start) = rest.find(is_lead) {
        let (before, run) = rest.split_at(start);
        whole.push_str(before);
        let mut chars = run.chars();
        match mended_character(run) {
            Some((character, length)) => {
                whole.push(character);
                count += 1;
                chars.by_ref().take(length).for_each(drop);
            }
            None => whole.extend(chars.next()),
        }
        rest = chars.as_str();
    }
    whole.push_str(rest);
    if count == 0 { (Cow::Borrowed(text), 0) } else { (Cow::Owned(whole), count) }
}

/// Whether a character is what windows-1252 makes of the first byte of a longer one.
fn is_lead(c: char) -> bool {
    matches!(c, 'Â'..='ô')
}

/// The character that `run` begins with when it is read as UTF-8 once more, and how many
/// characters of the run it takes.
fn mended_character(run: &str) -> Option<(char, usize)> {
    let mut bytes = Vec::with_capacity(4);
    for (at, c) in run.chars().take(4).enumerate() {
        match byte_of(c) {
            Some(byte) => bytes.push(byte),
            // The last byte of a closing quotation mark has no character of its own in
            // windows-1252, so it is often lost.
            None if c == char::REPLACEMENT_CHARACTER && bytes == [0xE2, 0x80] => {
                return Some(('”', at + 1));
            }
            None => return None,
        }
        if let Ok(found) = std::str::from_utf8(&bytes)
            && let Some(character) = found.chars().next().filter(|c| !c.is_ascii())
        {
            // “Â£” may be meant, a control character is not.
            return (!character.is_control()).then_some((character, at + 1));
        }
    }
    None
}

/// The byte of a character in windows-1252; those that it leaves open stand for themselves.
fn byte_of(c: char) -> Option<u8> {
    if let Ok(byte) = u8::try_from(u32::from(c)) {
        return Some(byte);
    }
    let mut buffer = [0; 4];
    let (bytes, _, is_missing) = WINDOWS_1252.encode(c.encode_utf8(&mut buffer));
    match (&*bytes, is_missing) {
        ([byte], false) => Some(*byte),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn doubled(text: &str) -> String {
        let read_again = |byte: u8| {
            let bytes = [byte];
            let (character, _) = WINDOWS_1252.decode_without_bom_handling(&bytes);
            character.into_owned()
        };
        text.bytes().map(read_again).collect()
    }

    #[test]
    fn doubly_encoded_characters_are_mended() {
        for text in ["The régime’s men left the café.", "“No,” she said – twice.", "пример"]
        {
            let twice = doubled(text);
            let (found, count) = mended(&twice);
            assert!(count > 0);
            assert_eq!(found, text);
        }
        assert_eq!(mended("â€œNo,â€\u{fffd} he said.").0, "“No,” he said.");
        for text in ["Ação em São Paulo", "Île-de-France, Äpfel, naïve", "“Right”"] {
            assert_eq!(mended(text), (Cow::Borrowed(text), 0));
        }
    }

    proptest! {
        #[test]
        fn any_text_passes(text in "[a-zÂ-ôŸ-™€”\u{80}-\u{9f}\u{fffd}]{0,40}") {
            let _ = mended(&text);
        }
    }
}
