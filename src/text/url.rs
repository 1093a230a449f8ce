//! Web addresses in a text.

use memchr::memmem;

/// The web addresses of a text in order: `scheme://…` and `www.…`, up to white space or a quotation
/// mark or an angle bracket, without the punctuation that closes the sentence round them.
pub(super) struct Urls<'t> {
    text: &'t str,
    done: usize,
    scheme: Marker<'t>,
    www: Marker<'t>,
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
        Self { text, done: 0, scheme: marker("://"), www: marker("www.") }
    }

    /// The URL round a marker, if it is one and lies past what was taken before.
    fn at(&self, place: usize, is_scheme: bool) -> Option<std::ops::Range<usize>> {
        let bytes = self.text.as_bytes();
        let start = if is_scheme {
            let head = bytes.get(self.done..place)?;
            let letters = head.iter().rev().take_while(|b| b.is_ascii_alphanumeric()).count();
            if letters < 2 {
                return None;
            }
            place - letters
        } else {
            let before = self.text.get(self.done..place)?.chars().next_back();
            if before.is_some_and(char::is_alphanumeric) {
                return None;
            }
            place
        };
        let body = place + if is_scheme { 3 } else { 4 };
        let rest = self.text.get(body..)?;
        let stop = rest.find(ends_url).unwrap_or(rest.len());
        let end = body + trimmed(rest.get(..stop)?);
        (end > body).then_some(start..end)
    }
}

fn ends_url(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
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
    type Item = std::ops::Range<usize>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let scheme = self.scheme.from(self.done);
            let www = self.www.from(self.done);
            let (place, is_scheme) = match (scheme, www) {
                (Some(s), Some(w)) if s < w => (s, true),
                (_, Some(w)) => (w, false),
                (Some(s), None) => (s, true),
                (None, None) => return None,
            };
            if let Some(url) = self.at(place, is_scheme) {
                self.done = url.end;
                return Some(url);
            }
            // Not an address: look past this marker, but leave what comes before it to be a later
            // scheme.
            let marker = if is_scheme { &mut self.scheme } else { &mut self.www };
            marker.next = marker.places.next();
        }
    }
}
