//! The older layout of LexisNexis: entries under `1 of 4 DOCUMENTS`, fields in capitals.

use super::article::{ArticleDraft, ExportBuilder};
use super::field_word::{FieldKind, FieldStart, is_copyright};
use super::lexisnexis_head::{field_of, read_top};
use super::line_layout::LineLayout;
use super::lines::{LineBlock, blocks, paragraphs, squeeze};

/// Entries under `1 of 4 DOCUMENTS`.
pub(crate) const LAYOUT: LineLayout = LineLayout { name: "a LexisNexis export", fits, read };

/// A byline without a word before it has no more words.
const MOST_BYLINE_WORDS: usize = 8;

/// Fields after the body are no farther from each other than this many blocks.
const FIELD_DISTANCE: usize = 10;

fn fits(lines: &[&str]) -> bool {
    lines.iter().any(|line| is_entry(line))
}

fn read(lines: &[&str], builder: &mut ExportBuilder) {
    let starts: Vec<usize> =
        lines.iter().enumerate().filter(|(_, line)| is_entry(line)).map(|(at, _)| at).collect();
    let ends = starts.iter().skip(1).copied().chain([lines.len()]);
    for (start, end) in starts.iter().zip(ends) {
        let entry = lines.get(start.saturating_add(1)..end).unwrap_or_default();
        builder.add(draft_of(&blocks(entry)));
    }
}

/// `1 of 4 DOCUMENTS`, `Dokument 1 von 4`
pub(crate) fn is_entry(line: &str) -> bool {
    // A long line needs no closer look.
    if line.len() > 120 {
        return false;
    }
    let mut parts = line.split_whitespace();
    let words = (parts.next(), parts.next(), parts.next(), parts.next(), parts.next());
    let (Some(one), Some(two), Some(three), Some(four), None) = words else { return false };
    let is_number = |word: &str| {
        word.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b'.'))
            && word.starts_with(|c: char| c.is_ascii_digit())
    };
    let is_link = |word: &str| {
        matches!(word.to_lowercase().as_str(), "of" | "von" | "de" | "van" | "di" | "sur")
    };
    let is_document = |word: &str| {
        let word = word.to_uppercase();
        word.starts_with("DOCUMENT") || word.starts_with("DOKUMENT")
    };
    (is_number(one) && is_link(two) && is_number(three) && is_document(four))
        || (is_document(one) && is_number(two) && is_link(three) && is_number(four))
}

fn draft_of(blocks: &[LineBlock<'_>]) -> ArticleDraft {
    let mut draft = ArticleDraft::default();
    let after_top = read_top(blocks, &mut draft);
    let rest = blocks.get(after_top..).unwrap_or_default();
    let mut pass = EntryPass {
        has_body_label: rest.iter().any(is_body_label),
        draft,
        place: EntryPlace::Head,
        unfinished: None,
        body: Vec::new(),
    };
    for (at, block) in rest.iter().enumerate() {
        let following = rest.get(at.saturating_add(1)..).unwrap_or_default();
        pass.step(block, following);
    }
    pass.draft.body = paragraphs(&pass.body);
    pass.draft
}

/// `BODY:` and the like on a line of its own.
fn is_body_label(block: &LineBlock<'_>) -> bool {
    field_of(block).is_some_and(|field| field.kind == FieldKind::Body && field.value.is_empty())
        && !block.first().starts_with("FOOTNOTES")
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum EntryPlace {
    Head,
    Body,
    Tail,
}

/// A pass over the blocks after the headline.
struct EntryPass<'t> {
    draft: ArticleDraft,
    place: EntryPlace,
    /// Whether a label says where the body begins.
    has_body_label: bool,
    /// The field whose value is in the next block.
    unfinished: Option<FieldKind>,
    body: Vec<LineBlock<'t>>,
}

impl<'t> EntryPass<'t> {
    fn step(&mut self, block: &LineBlock<'t>, following: &[LineBlock<'t>]) {
        match (self.place, field_of(block)) {
            (EntryPlace::Body, Some(field)) if ends_body(field.kind, following) => {
                self.place = EntryPlace::Tail;
                self.take(block, field);
            }
            (EntryPlace::Body | EntryPlace::Head, Some(field)) if field.kind == FieldKind::Body => {
                self.place = EntryPlace::Body;
                self.unfinished = None;
                let rest = block.lines.iter().skip(1).copied();
                let lines: Vec<&str> = Some(field.value)
                    .filter(|value| !value.is_empty())
                    .into_iter()
                    .chain(rest)
                    .collect();
                self.body.push(LineBlock { lines });
            }
            (EntryPlace::Body, None) if is_copyright(block.first()) => {
                self.place = EntryPlace::Tail
            }
            (EntryPlace::Body, _) => self.body.push(block.clone()),
            (EntryPlace::Head, Some(field)) => {
                self.take(block, field);
                if field.kind == FieldKind::Tail && !self.has_body_label {
                    self.place = EntryPlace::Tail;
                }
            }
            (EntryPlace::Head, None) => self.head_block(block, following),
            (EntryPlace::Tail, Some(field)) => self.take(block, field),
            (EntryPlace::Tail, None) => {}
        }
    }

    /// A block before the body that no field begins.
    fn head_block(&mut self, block: &LineBlock<'t>, following: &[LineBlock<'t>]) {
        if let Some(kind) = self.unfinished.take() {
            self.set(kind, block.joined());
            return;
        }
        if is_copyright(block.first()) || (block.is_centred() && self.body.is_empty()) {
            return;
        }
        if self.has_body_label {
            self.draft.fields.title.get_or_insert_with(|| block.joined());
            return;
        }
        let precedes_fields = following.first().and_then(field_of).is_some_and(|field| {
            use FieldKind::{Author, Head, Length, Section};
            matches!(field.kind, Author | Head | Length | Section)
        });
        let is_short = block.lines.len() == 1 && block.word_count() <= MOST_BYLINE_WORDS;
        if precedes_fields && is_short {
            self.draft.fields.author.get_or_insert_with(|| block.joined());
            return;
        }
        self.place = EntryPlace::Body;
        self.body.push(block.clone());
    }

    fn take(&mut self, block: &LineBlock<'_>, field: FieldStart<'_>) {
        let rest: Vec<&str> = block.lines.iter().skip(1).copied().collect();
        let value = squeeze(&format!("{} {}", field.value, rest.join(" ")));
        self.unfinished =
            (value.is_empty() && self.place == EntryPlace::Head).then_some(field.kind);
        self.set(field.kind, value);
    }

    fn set(&mut self, kind: FieldKind, value: String) {
        let slot = match kind {
            FieldKind::Author => &mut self.draft.fields.author,
            FieldKind::Section => &mut self.draft.fields.section,
            FieldKind::Language => &mut self.draft.fields.language,
            FieldKind::Headline => &mut self.draft.fields.title,
            _ => return,
        };
        if !value.is_empty() && (slot.is_none() || kind == FieldKind::Headline) {
            *slot = Some(value);
        }
    }
}

/// Whether a field ends the body. Words that may begin a paragraph need other fields after them.
fn ends_body(kind: FieldKind, following: &[LineBlock<'_>]) -> bool {
    use FieldKind::{Author, Body, Head, Headline, Index, Language, Length, Section, Tail};
    let next = following.first().and_then(field_of).map(|field| field.kind);
    let belongs_to_end = |kind: FieldKind| matches!(kind, Tail | Language | Length | Index);
    match kind {
        Tail | Language | Length => true,
        Section | Author => next.is_some_and(|kind| belongs_to_end(kind) || kind == Section),
        Index => {
            let mut near = following.iter().take(FIELD_DISTANCE);
            following.is_empty()
                || near.any(|block| {
                    is_copyright(block.first())
                        || field_of(block).is_some_and(|field| belongs_to_end(field.kind))
                })
        }
        Head | Headline | Body => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::archive::article::{ArchiveArticle, Export};
    use crate::corpus::archive::raw_file::RawFile;

    fn read_text(text: &str) -> Export {
        let lines: Vec<&str> = text.lines().collect();
        assert!(fits(&lines), "{text}");
        let mut builder = ExportBuilder::new("test");
        read(&lines, &mut builder);
        builder.finish(&RawFile { name: "a.txt", bytes: b"", text: None }).unwrap()
    }

    fn first(entry: &str) -> ArchiveArticle {
        let text = format!("Terms: (ferry)\n\n                    1 of 9 DOCUMENTS\n\n{entry}\n");
        read_text(&text).articles.remove(0)
    }

    const TEXT: &str = "The ferry left Kethmar on Monday. It\nwas late.\n\nNobody waved.";

    #[test]
    fn fields_have_words_in_each_language() {
        for (date, fields, end) in [
            (
                "March 2, 2031 Sunday",
                "BYLINE: A. Person\n\nSECTION: NEWS\n\nLENGTH: 12  words",
                "LOAD-DATE: March 3, 2031\n\nLANGUAGE: X",
            ),
            (
                "Sonntag 2. März 2031",
                "AUTOR: A. Person\n\nRUBRIK: NEWS\n\nLÄNGE: 12 Wörter",
                "UPDATE: 3. März 2031\n\nSPRACHE: X",
            ),
            (
                "2 mars 2031 dimanche",
                "AUTEUR: A. Person\n\nRUBRIQUE: NEWS\n\nLONGUEUR: 12 mots",
                "DATE-CHARGEMENT: 3 mars 2031\n\nLANGUE: X",
            ),
            (
                "2 de marzo de 2031",
                "AUTOR: A. Person\n\nSECCIÓN: NEWS\n\nLONGITUD: 12 palabras",
                "FECHA-CARGA: 3 marzo 2031\n\nIDIOMA: X",
            ),
            (
                "2 maart 2031 zondag",
                "AUTEUR: A. Person\n\nRUBRIEK: NEWS\n\nLENGTE: 12 woorden",
                "LAADDATUM: 3 maart 2031\n\nTAAL: X",
            ),
        ] {
            let article = first(&format!(
                "                         Varsk Courier\n\n                       \
                 {date}\n              \
                 Late Edition\n\nFerry leaves;\nNobody \
                 waves\n\n{fields}\n\n\n{TEXT}\n\n{end}\n\nSUBJECT: \
                 FERRIES (91%)\n\n               Copyright 2031 Varsk\n            All Rights \
                 Reserved"
            ));
            assert_eq!(article.fields.outlet.as_deref(), Some("Varsk Courier"), "{date}");
            assert_eq!(article.fields.date.as_deref(), Some("2031-03-02"), "{date}");
            assert_eq!(article.fields.author.as_deref(), Some("A. Person"), "{date}");
            assert_eq!(article.fields.section.as_deref(), Some("NEWS"), "{date}");
            assert_eq!(article.fields.language.as_deref(), Some("X"), "{date}");
            assert_eq!(
                article.text,
                "Ferry leaves; Nobody waves\n\nThe ferry left Kethmar on Monday. It was late.\n\n\
                 Nobody waved.",
                "{date}"
            );
        }
    }

    #[test]
    fn heads_in_other_orders_are_read() {
        let name = "                     Varsk Courier\n\n";
        let date = "                     March 2, 2031 Sunday\n\n";
        let rights = "            Copyright 2031 Varsk Press\n";
        for (entry, title, author) in [
            // The headline precedes the date, and the fields follow the text.
            (
                format!(
                    "{name}Ferry leaves\n\n{date}DATELINE: Varsk\n\n{TEXT}\n\nSECTION: X\n\n\
                         LENGTH: 12 words"
                ),
                Some("Ferry leaves"),
                None,
            ),
            // Labels name headline and body.
            (
                format!(
                    "{rights}\n{name}{date}LENGTH: 12 words\n\nHEADLINE: Ferry\nleaves\n\nBYLINE: \
                         A. Person\n\nHIGHLIGHT: Late.\n\nBODY:\n\n{TEXT}\n\nLANGUAGE: ENGLISH"
                ),
                Some("Ferry leaves"),
                Some("A. Person"),
            ),
            (
                format!(
                    "{name}{date}LONGUEUR: 12 mots\n\nTITRE: Ferry leaves\n\nCHAPEAU:\n\n\n\
                         The ferry left Kethmar on Monday. It was late.\n\nARTICLE:\n\nNobody \
                         waved."
                ),
                Some("Ferry leaves"),
                None,
            ),
            // The outlet is in the block of the copyright line, the byline has no word.
            (
                format!(
                    "{rights}                     Varsk Courier\n\n{date}Ferry leaves\n\nVAN \
                         ONZE REDACTIE\n\nLENGTH: 12 words\n\n\n{TEXT}\n\nGRAPHIC: A ferry.\n\nIn \
                         the rain.\n\nLOAD-DATE: March 3, 2031"
                ),
                Some("Ferry leaves"),
                Some("VAN ONZE REDACTIE"),
            ),
            // No headline, a notice in the middle of the page.
            (
                format!(
                    "{name}  No text of this kind may be printed again without the leave \
                     of\n          \
                                the owner.\n\n{date}LENGTH: 12 words\n\n\n{TEXT}"
                ),
                None,
                None,
            ),
            // Nothing is in the middle of the page.
            (
                format!(
                    "Varsk Courier\n\nhttp://varsk.example/a\n-b\n\n2 maart 2031 zondag\n\n'Ferry \
                         leaves'\n\n12 words\n\n\n   {TEXT}"
                ),
                Some("'Ferry leaves'"),
                None,
            ),
        ] {
            let article = first(&entry);
            assert_eq!(article.fields.outlet.as_deref(), Some("Varsk Courier"), "{entry}");
            assert_eq!(article.fields.date.as_deref(), Some("2031-03-02"), "{entry}");
            assert_eq!(article.fields.title.as_deref(), title, "{entry}");
            assert_eq!(article.fields.author.as_deref(), author, "{entry}");
            let body = &article.text[article.body_start..];
            assert_eq!(
                body, "The ferry left Kethmar on Monday. It was late.\n\nNobody waved.",
                "{entry}"
            );
        }
    }

    #[test]
    fn an_entry_without_text_is_left_out() {
        let rights = "            Copyright 2031 Varsk Press\n\n";
        let export = read_text(&format!(
            "   3 of 9 DOCUMENTS\n\n{rights}   1 of 9 DOCUMENTS\n\n          Varsk \
             Courier\n\n          \
             March 2, 2031\n\nFerry\n\nLENGTH: 2 words\n\n{TEXT}"
        ));
        assert_eq!((export.articles.len(), export.left_out[0].number), (1, 1));
        assert_eq!(export.articles[0].number, 2);
    }

    #[test]
    fn words_of_fields_within_the_text_do_not_end_it() {
        let article = first(
            "          Varsk Courier\n\n          March 2, 2031\n\nFerry\n\nLENGTH: 30 \
             words\n\n\nThe \
             ferry is old. OWNER: the town.\nLENGTH: 9 metres. DECKS: 2.\n\nUPDATE: It has \
             left.\n\n\
             CITY: Kethmar is where it went.\n\nThe end.\n\nFOOTNOTES:\n\n1. A note.",
        );
        let body = &article.text[article.body_start..];
        assert!(body.starts_with("The ferry") && body.contains("CITY: Kethmar"), "{body}");
        assert!(body.ends_with("The end.\n\n1. A note."), "{body}");
    }
}
