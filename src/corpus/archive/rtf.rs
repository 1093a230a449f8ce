//! The paragraphs of a rich text file (RTF) as lines.
//!
//! Of the crates for RTF, `rtf-parser` 0.4 was the one to use: it knows no code page, and a file
//! with half a surrogate pair ends the program. Only text and paragraphs are wanted here, for which
//! a pass over the bytes is enough, and one that reads damaged files as far as they go.

use encoding_rs::Encoding;
use std::collections::HashMap;

/// What rich text begins with.
const MARK: &[u8] = b"{\\rtf";

/// Groups inside each other beyond this depth keep the settings of the last one.
const DEEPEST: usize = 2000;

/// Groups whose content is no text of the document.
const NO_TEXT: [&str; 32] = [
    "fonttbl",
    "colortbl",
    "stylesheet",
    "info",
    "pict",
    "object",
    "header",
    "headerl",
    "headerr",
    "headerf",
    "footer",
    "footerl",
    "footerr",
    "footerf",
    "footnote",
    "fldinst",
    "themedata",
    "datastore",
    "listtable",
    "listoverridetable",
    "rsidtbl",
    "generator",
    "xmlnstbl",
    "bkmkstart",
    "bkmkend",
    "annotation",
    "atnid",
    "atnauthor",
    "nonshppict",
    "revtbl",
    "latentstyles",
    "colorschememapping",
];

/// Whether bytes are rich text.
pub(crate) fn is_rich_text(bytes: &[u8]) -> bool {
    bytes.trim_ascii_start().starts_with(MARK)
}

/// The text of a rich text file: its paragraphs, a blank line between them.
pub(crate) fn text_of(bytes: &[u8]) -> String {
    let mut pass = TextPass::new();
    let mut rest = bytes;
    while let Some((&byte, after)) = rest.split_first() {
        rest = match byte {
            b'{' => {
                pass.open();
                after
            }
            b'}' => {
                pass.close();
                after
            }
            b'\\' => pass.control(after),
            b'\r' | b'\n' => after,
            _ => {
                pass.byte(byte);
                after
            }
        };
    }
    pass.flush();
    pass.text
}

/// The settings of a group, which end with it.
#[derive(Clone, Copy)]
struct GroupState {
    is_skipped: bool,
    is_hidden: bool,
    /// How many characters after a Unicode character repeat it for old programs.
    repeats: usize,
    encoding: &'static Encoding,
    is_font_table: bool,
}

struct TextPass {
    text: String,
    state: GroupState,
    outer: Vec<GroupState>,
    /// Groups beyond the deepest that is followed.
    beyond: usize,
    /// Bytes of a code page that are not decoded yet.
    bytes: Vec<u8>,
    /// Half a surrogate pair.
    half: Option<u16>,
    to_skip: usize,
    default_encoding: &'static Encoding,
    fonts: HashMap<i32, &'static Encoding>,
    /// The font that the table of fonts is at.
    font: i32,
}

impl TextPass {
    fn new() -> Self {
        let encoding = encoding_rs::WINDOWS_1252;
        let state = GroupState {
            is_skipped: false,
            is_hidden: false,
            repeats: 1,
            encoding,
            is_font_table: false,
        };
        Self {
            text: String::new(),
            state,
            outer: Vec::new(),
            beyond: 0,
            bytes: Vec::new(),
            half: None,
            to_skip: 0,
            default_encoding: encoding,
            fonts: HashMap::new(),
            font: 0,
        }
    }

    fn open(&mut self) {
        self.flush();
        self.to_skip = 0;
        if self.outer.len() < DEEPEST {
            self.outer.push(self.state);
        } else {
            self.beyond = self.beyond.saturating_add(1);
        }
    }

    fn close(&mut self) {
        self.flush();
        self.to_skip = 0;
        if self.beyond > 0 {
            self.beyond = self.beyond.saturating_sub(1);
        } else if let Some(state) = self.outer.pop() {
            self.state = state;
        }
    }

    fn is_silent(&self) -> bool {
        self.state.is_skipped || self.state.is_hidden
    }

    /// A byte of text in the current code page.
    fn byte(&mut self, byte: u8) {
        if self.to_skip > 0 {
            self.to_skip = self.to_skip.saturating_sub(1);
        } else if !self.is_silent() {
            self.bytes.push(byte);
        }
    }

    /// Decodes the bytes gathered so far.
    fn flush(&mut self) {
        if !self.bytes.is_empty() {
            let (text, _) = self.state.encoding.decode_without_bom_handling(&self.bytes);
            self.text.push_str(&text);
            self.bytes.clear();
        }
        self.half = None;
    }

    fn push(&mut self, text: &str) {
        self.flush();
        if !self.is_silent() {
            self.text.push_str(text);
        }
    }

    /// What a backslash begins. Returns what follows it.
    fn control<'b>(&mut self, rest: &'b [u8]) -> &'b [u8] {
        let Some((&first, after)) = rest.split_first() else { return rest };
        if first.is_ascii_alphabetic() {
            return self.word(rest);
        }
        match first {
            b'\'' => {
                let digits = after.get(..2).and_then(|pair| std::str::from_utf8(pair).ok());
                let Some(byte) = digits.and_then(|pair| u8::from_str_radix(pair, 16).ok()) else {
                    return after;
                };
                self.byte(byte);
                return after.get(2..).unwrap_or_default();
            }
            b'\\' | b'{' | b'}' => self.byte(first),
            b'~' => self.push("\u{a0}"),
            b'_' => self.push("-"),
            b'\r' | b'\n' => self.push("\n\n"),
            b'*' => self.state.is_skipped = true,
            _ => {}
        }
        after
    }

    /// A control word with its number. Returns what follows it.
    fn word<'b>(&mut self, rest: &'b [u8]) -> &'b [u8] {
        let letters = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let (name, rest) = rest.split_at_checked(letters).unwrap_or((rest, &[]));
        let digits = rest
            .iter()
            .enumerate()
            .take_while(|(at, byte)| byte.is_ascii_digit() || (*at == 0 && **byte == b'-'))
            .count();
        let (number, rest) = rest.split_at_checked(digits).unwrap_or((&[], rest));
        let number = std::str::from_utf8(number).ok().and_then(|text| text.parse::<i32>().ok());
        let rest = rest.strip_prefix(b" ").unwrap_or(rest);
        let name = std::str::from_utf8(name).unwrap_or_default();
        if name == "bin" {
            let length = number.and_then(|number| usize::try_from(number).ok()).unwrap_or(0);
            return rest.get(length..).unwrap_or_default();
        }
        self.apply(name, number);
        rest
    }

    fn apply(&mut self, name: &str, number: Option<i32>) {
        if let Some(text) = text_of_word(name) {
            return self.push(text);
        }
        match name {
            "u" => self.unicode(number.unwrap_or(0)),
            "uc" => {
                self.state.repeats =
                    number.and_then(|number| usize::try_from(number).ok()).unwrap_or(1).min(16);
            }
            "ansicpg" => {
                if let Some(encoding) = number.and_then(code_page) {
                    self.set_default(encoding);
                }
            }
            "mac" => self.set_default(encoding_rs::MACINTOSH),
            "v" | "deleted" => {
                self.flush();
                self.state.is_hidden = number != Some(0);
            }
            "plain" | "pard" => {
                self.flush();
                if name == "plain" {
                    self.state.is_hidden = false;
                    self.state.encoding = self.default_encoding;
                }
            }
            "f" => {
                self.flush();
                self.font = number.unwrap_or(0);
                let encoding = self.fonts.get(&self.font);
                self.state.encoding = encoding.copied().unwrap_or(self.default_encoding);
            }
            "fcharset" if self.state.is_font_table => {
                if let Some(encoding) = number.and_then(character_set) {
                    self.fonts.insert(self.font, encoding);
                }
            }
            name if NO_TEXT.contains(&name) => {
                self.flush();
                self.state.is_skipped = true;
                self.state.is_font_table = name == "fonttbl";
            }
            _ => {}
        }
    }

    fn set_default(&mut self, encoding: &'static Encoding) {
        self.flush();
        self.default_encoding = encoding;
        self.state.encoding = encoding;
    }

    /// A Unicode character by its number, negative from 32768 on.
    fn unicode(&mut self, number: i32) {
        let half = self.half;
        self.flush();
        self.to_skip = self.state.repeats;
        if self.is_silent() {
            return;
        }
        let unit = if number < 0 { number.saturating_add(65_536) } else { number };
        let Ok(unit) = u16::try_from(unit) else {
            self.text.extend(u32::try_from(number).ok().and_then(char::from_u32));
            return;
        };
        match half {
            Some(half) => {
                self.text.extend(char::decode_utf16([half, unit]).filter_map(Result::ok));
            }
            None if (0xd800..0xdc00).contains(&unit) => self.half = Some(unit),
            None => self.text.extend(char::from_u32(u32::from(unit))),
        }
    }
}

/// The text that a control word means by itself.
fn text_of_word(name: &str) -> Option<&'static str> {
    Some(match name {
        "par" | "sect" | "page" | "row" | "cell" | "nestcell" | "nestrow" => "\n\n",
        "line" | "softline" => "\n",
        "tab" => "\t",
        "emdash" => "—",
        "endash" => "–",
        "lquote" => "‘",
        "rquote" => "’",
        "ldblquote" => "“",
        "rdblquote" => "”",
        "bullet" => "•",
        "emspace" | "enspace" | "qmspace" => " ",
        _ => return None,
    })
}

/// The encoding of a Windows code page.
fn code_page(number: i32) -> Option<&'static Encoding> {
    Some(match number {
        874 => encoding_rs::WINDOWS_874,
        932 => encoding_rs::SHIFT_JIS,
        936 => encoding_rs::GBK,
        949 => encoding_rs::EUC_KR,
        950 => encoding_rs::BIG5,
        1250 => encoding_rs::WINDOWS_1250,
        1251 => encoding_rs::WINDOWS_1251,
        1252 => encoding_rs::WINDOWS_1252,
        1253 => encoding_rs::WINDOWS_1253,
        1254 => encoding_rs::WINDOWS_1254,
        1255 => encoding_rs::WINDOWS_1255,
        1256 => encoding_rs::WINDOWS_1256,
        1257 => encoding_rs::WINDOWS_1257,
        1258 => encoding_rs::WINDOWS_1258,
        10_000 => encoding_rs::MACINTOSH,
        65_001 => encoding_rs::UTF_8,
        _ => return None,
    })
}

/// The encoding of a character set of a font.
fn character_set(number: i32) -> Option<&'static Encoding> {
    code_page(match number {
        77 => 10_000,
        128 => 932,
        129 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn text_is_read_and_the_rest_is_not() {
        for (rtf, expected) in [
            (r"{\rtf1\ansi Varsk\par Kethmar}", "Varsk\n\nKethmar"),
            (r"{\rtf1\ansicpg1252 gr\'fc\'dfe}", "grüße"),
            (r"{\rtf1\ansicpg1250 \'9eena}", "žena"),
            (r"{\rtf1\uc1 caf\u233?s {\uc0\u8211 x}}", "cafés –x"),
            (r"{\rtf1\u-10179?\u-8704?!}", "😀!"),
            (r"{\rtf1\u-10179? lone}", " lone"),
            (r"{\rtf1{\fonttbl{\f0 Arial;}{\f1\fcharset204 Arial;}}\f1\'cf\f0\'e9}", "Пé"),
            (r"{\rtf1{\*\generator X;}{\info{\title T}}{\header h\par}a\tab b}", "a\tb"),
            (r#"{\rtf1{\field{\*\fldinst HYPERLINK "x"}{\fldrslt link}}}"#, "link"),
            (r"{\rtf1 a\{b\}\\c\~d{\v hidden}{\deleted gone}}", "a{b}\\c\u{a0}d"),
            (r"{\rtf1\pict\bin3 }}}x}", ""),
            (r"{\rtf1 open {\b bold", "open bold"),
            ("{\\rtf1 one\r\ntwo\\\nthree}", "onetwo\n\nthree"),
            (r"}}\'zz\", "zz"),
        ] {
            assert_eq!(text_of(rtf.as_bytes()), expected, "{rtf}");
        }
        let deep = "{".repeat(100_000) + "a" + &"}".repeat(100_000);
        assert_eq!(text_of(deep.as_bytes()), "a");
    }

    proptest! {
        #[test]
        fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = text_of(&bytes);
        }

        #[test]
        fn any_control_words_are_read(text in r"(\\[a-z]{1,4}-?[0-9]{0,11} ?|[{}'a-z]){0,40}") {
            let _ = text_of(text.as_bytes());
        }
    }
}
