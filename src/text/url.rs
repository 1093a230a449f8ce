//! Web addresses in a text.

use super::domain::host_around;
use super::script::is_cjk;
use memchr::{memchr, memmem};
use std::ops::Range;

/// The web addresses of a text in order: `scheme://…`, `www.…` and bare domains, also in an address
/// of mail. An address ends before white space, a quotation mark, an angle bracket or Chinese,
/// Japanese or Korean text, without the punctuation that closes the sentence round them.
pub(super) struct Urls<'t> {
    text: &'t str,
    done: usize,
    scheme: Marker<'t>,
    www: Marker<'t>,
    dots: Dots<'t>,
}

/// The next full stop between an ASCII letter or digit and an ASCII letter, searched once.
struct Dots<'t> {
    bytes: &'t [u8],
    next: Option<usize>,
}

impl<'t> Dots<'t> {
    fn new(bytes: &'t [u8]) -> Self {
        let mut dots = Self { bytes, next: None };
        dots.search(0);
        dots
    }

    fn search(&mut self, mut from: usize) {
        self.next = loop {
            let Some(found) = self.bytes.get(from..).and_then(|rest| memchr(b'.', rest)) else {
                break None;
            };
            let dot = from + found;
            let before = dot.checked_sub(1).and_then(|at| self.bytes.get(at));
            if self.bytes.get(dot + 1).is_some_and(u8::is_ascii_alphabetic)
                && before.is_some_and(u8::is_ascii_alphanumeric)
            {
                break Some(dot);
            }
            from = dot + 1;
        };
    }

    fn from(&mut self, offset: usize) -> Option<usize> {
        if self.next.is_some_and(|dot| dot < offset) {
            self.search(offset);
        }
        self.next
    }
}

/// What a web address is known by.
#[derive(Clone, Copy)]
enum AddressSign {
    Scheme,
    Www,
    Dot,
}

/// The next place of a marker at or after some offset, searched once.
struct Marker<'t> {
    places: memmem::FindIter<'t, 'static>,
    next: Option<usize>,
}

impl Marker<'_> {
    fn from(&mut self, offset: usize) -> Option<usize> {
        while self.next.is_some_and(|place| place < offset) {
            self.next = self.places.next();
        }
        self.next
    }
}

impl<'t> Urls<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let marker = |needle: &'static str| {
            let mut places = memmem::find_iter(text.as_bytes(), needle);
            let next = places.next();
            Marker { places, next }
        };
        let dots = Dots::new(text.as_bytes());
        Self { text, done: 0, scheme: marker("://"), www: marker("www."), dots }
    }

    /// The address round a sign, if it is one and lies past what was taken before.
    fn at(&self, place: usize, sign: AddressSign) -> Option<Range<usize>> {
        match sign {
            AddressSign::Scheme => {
                let head = self.text.as_bytes().get(self.done..place)?;
                let letters = head.iter().rev().take_while(|b| b.is_ascii_alphanumeric()).count();
                let end = self.end(place + 3)?;
                (letters >= 2 && end > place + 3).then(|| place - letters..end)
            }
            AddressSign::Www => {
                let before = self.text.get(self.done..place)?.chars().next_back();
                let is_inside = before.is_some_and(|c| c.is_alphanumeric() && !is_cjk(c));
                let end = self.end(place + 4)?;
                (!is_inside && end > place + 4).then_some(place..end)
            }
            AddressSign::Dot => {
                let host = host_around(self.text, self.done, place)?;
                let rest = self.text.as_bytes().get(host.end..)?;
                let end = match rest {
                    [b'/' | b'?' | b'#', ..] => self.end(host.end)?,
                    [b':', digit, ..] if digit.is_ascii_digit() => self.end(host.end)?,
                    _ => host.end,
                };
                Some(self.with_mailbox(host.start)..end)
            }
        }
    }

    /// Where an address whose body begins at `body` ends.
    fn end(&self, body: usize) -> Option<usize> {
        let rest = self.text.get(body..)?;
        let stop = rest.find(ends_url).unwrap_or(rest.len());
        Some(body + trimmed(rest.get(..stop)?))
    }

    /// Where the address of mail begins whose host begins at `host`; `host` where it is none.
    fn with_mailbox(&self, host: usize) -> usize {
        let head = self.text.as_bytes().get(self.done..host).unwrap_or_default();
        let Some(head) = head.strip_suffix(b"@") else { return host };
        let is_mailbox =
            |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'+' | b'-');
        match head.iter().rev().take_while(is_mailbox).count() {
            0 => host,
            length => host - 1 - length,
        }
    }
}

fn ends_url(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || is_cjk(c)
        || matches!(
            c,
            '<' | '>' | '"' | '“' | '”' | '„' | '«' | '»' | '`' | '|' | '\\' | '^' | '{' | '}'
        )
}

/// The length of an address without the punctuation at its end that belongs to the sentence. A
/// closing bracket stays where the address opened it.
fn trimmed(address: &str) -> usize {
    let count = |wanted: char| address.matches(wanted).count();
    // How many more brackets close than open, round and square.
    let mut surplus =
        (count(')').saturating_sub(count('(')), count(']').saturating_sub(count('[')));
    let mut kept = address.len();
    for (at, last) in address.char_indices().rev() {
        match last {
            ')' if surplus.0 > 0 => surplus.0 -= 1,
            ']' if surplus.1 > 0 => surplus.1 -= 1,
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '’' | '‘' | '…' | '*' | '_' | '—' | '–' =>
                {}
            _ => break,
        }
        kept = at;
    }
    kept
}

impl Iterator for Urls<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let signs = [
                (self.scheme.from(self.done), AddressSign::Scheme),
                (self.www.from(self.done), AddressSign::Www),
                (self.dots.from(self.done), AddressSign::Dot),
            ];
            let (place, sign) = signs
                .into_iter()
                .filter_map(|(place, sign)| Some((place?, sign)))
                .min_by_key(|&(place, _)| place)?;
            if let Some(url) = self.at(place, sign) {
                self.done = url.end;
                return Some(url);
            }
            // Not an address: look past this sign, but leave what comes before it to be a later
            // scheme.
            match sign {
                AddressSign::Scheme => self.scheme.next = self.scheme.places.next(),
                AddressSign::Www => self.www.next = self.www.places.next(),
                AddressSign::Dot => self.dots.search(place + 1),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_end_with_their_host_or_path() {
        for (text, expected) in [
            ("see example.com.", &["example.com"][..]),
            ("did you read example.com?", &["example.com"]),
            ("example.com/a?b=c, and", &["example.com/a?b=c"]),
            ("example.com:8080/x", &["example.com:8080/x"]),
            ("mail desk.west@varsk.example today", &["desk.west@varsk.example"]),
            ("@varsk.example", &["varsk.example"]),
            ("https://a.jp/です。", &["https://a.jp/"]),
            ("はwww.a.jp/x「戦争」", &["www.a.jp/x"]),
            ("https://a.kr/뉴스와", &["https://a.kr/"]),
            ("https://a.org/é", &["https://a.org/é"]),
            ("It left.The end", &[]),
            ("a.org b.net http://c.d", &["a.org", "b.net", "http://c.d"]),
        ] {
            let found: Vec<&str> = Urls::new(text).filter_map(|url| text.get(url)).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
