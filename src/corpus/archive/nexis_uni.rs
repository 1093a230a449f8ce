//! The layout of Nexis Uni and Lexis+: title, outlet and date, then `Body`, then `End of Document`.

use super::article::{ArticleDraft, ExportBuilder};
use super::date_line::date_of_line;
use super::field_word::{FieldKind, FieldStart, field_with_capital, is_copyright};
use super::line_layout::LineLayout;
use super::lines::{LineBlock, blocks, is_blank, paragraphs, squeeze};

/// Articles that `End of Document` closes.
pub(crate) const LAYOUT: LineLayout = LineLayout { name: "a Nexis Uni export", fits, read };

/// More blocks than these are no headline.
const MOST_TITLE_BLOCKS: usize = 3;

/// What precedes the body, alone on its line.
const BODY_HEADINGS: [&str; 14] = [
    "body",
    "text",
    "haupttext",
    "textkörper",
    "volltext",
    "artikeltext",
    "corps",
    "texte",
    "corps de l'article",
    "cuerpo",
    "texto",
    "hoofdtekst",
    "tekst",
    "full text",
];

/// What closes an article, alone on its line.
const ENDINGS: [&str; 14] = [
    "end of document",
    "ende des dokuments",
    "ende des dokumentes",
    "dokumentende",
    "fin du document",
    "fin de document",
    "fin del documento",
    "final del documento",
    "fin de documento",
    "einde van document",
    "einde van het document",
    "einde document",
    "fim do documento",
    "fine del documento",
];

/// What follows the body, alone on its line.
const TAIL_HEADINGS: [&str; 24] = [
    "classification",
    "klassifikation",
    "klassifizierung",
    "clasificación",
    "classificatie",
    "graphic",
    "graphics",
    "grafik",
    "grafiken",
    "graphique",
    "graphiques",
    "gráfico",
    "gráficos",
    "grafiek",
    "afbeelding",
    "illustration",
    "illustrationen",
    "link to image",
    "load-date",
    "ladedatum",
    "correction",
    "correction-date",
    "abbildung",
    "image",
];

/// Words over a part of the body that are no text themselves.
const PART_HEADINGS: [&str; 3] = ["notes", "footnotes", "fußnoten"];

fn fits(lines: &[&str]) -> bool {
    let has = |is_one: &dyn Fn(&str) -> bool| lines.iter().any(|line| is_one(line));
    let has_frame =
        has(&|line| is_one_of(line, &ENDINGS)) || has(&|line| is_one_of(line, &BODY_HEADINGS));
    has_frame
        && has(&|line| {
            field_with_capital(line).is_some_and(|field| {
                let is_length = field.kind == FieldKind::Length && field.value.contains(' ');
                is_length
                    || (field.kind == FieldKind::Length && field.value.contains('\u{a0}'))
                    || (field.kind == FieldKind::Tail && date_of_line(field.value).is_some())
            })
        })
}

fn is_one_of(line: &str, words: &[&str]) -> bool {
    // The longest of the words has 22 letters; most lines are longer.
    line.trim().len() <= 40
        && words.contains(&squeeze(line).to_lowercase().replace('’', "'").as_str())
}

fn read(lines: &[&str], builder: &mut ExportBuilder) {
    let kept: Vec<&str> = lines.iter().copied().filter(|line| !is_page_line(line)).collect();
    let chunks = kept.split(|line| is_one_of(line, &ENDINGS));
    for (at, chunk) in chunks.enumerate() {
        if let Some(draft) = draft_of(chunk, at == 0) {
            builder.add(draft);
        }
    }
}

/// `Page 2 of 3`, which is printed on every page.
fn is_page_line(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let parts = (words.next(), words.next(), words.next(), words.next(), words.next());
    let (Some(page), Some(number), Some(_), Some(count), None) = parts else { return false };
    let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    ["page", "seite", "página", "pagina"].contains(&page.to_lowercase().as_str())
        && is_number(number)
        && is_number(count)
}

/// The article of the lines before one end of document, or nothing where they have none.
fn draft_of(lines: &[&str], is_first: bool) -> Option<ArticleDraft> {
    let heading = lines.iter().position(|line| is_one_of(line, &BODY_HEADINGS));
    let body_at = heading.or_else(|| after_fields(lines))?;
    let mut draft = ArticleDraft::default();
    let head = lines.get(..body_at).unwrap_or_default();
    let date_at = head
        .iter()
        .rposition(|line| field_with_capital(line).is_none() && date_of_line(line).is_some());
    let names_end =
        date_at.or_else(|| head.iter().position(|line| is_copyright(line) || is_head_field(line)));
    let names = head.get(..names_end.unwrap_or(body_at)).unwrap_or_default();
    read_names(names, is_first, &mut draft);
    draft.fields.date = date_at.and_then(|at| head.get(at)).map(|line| squeeze(line));
    read_fields(head.get(names_end.unwrap_or(0)..).unwrap_or_default(), &mut draft);
    let after = body_at.saturating_add(usize::from(heading.is_some()));
    read_body(lines.get(after..).unwrap_or_default(), &mut draft);
    Some(draft)
}

fn is_head_field(line: &str) -> bool {
    use FieldKind::{Author, Length, Section};
    field_with_capital(line).is_some_and(|field| matches!(field.kind, Author | Length | Section))
}

/// Where the body begins without a heading: after the fields that precede it.
fn after_fields(lines: &[&str]) -> Option<usize> {
    let first = lines.iter().position(|line| is_head_field(line))?;
    let mut after = first;
    for (at, line) in lines.iter().enumerate().skip(first) {
        let is_field = field_with_capital(line)
            .is_some_and(|field| matches!(field.kind, FieldKind::Head) || is_head_field(line));
        if is_field {
            after = at.saturating_add(1);
        } else if !is_blank(line) && !is_copyright(line) {
            break;
        }
    }
    Some(after)
}

/// Headline and outlet: the outlet is the last line, the headline precedes it.
fn read_names(lines: &[&str], is_first: bool, draft: &mut ArticleDraft) {
    let mut found = blocks(lines);
    let Some(mut last) = found.pop() else { return };
    let outlet = last.lines.pop();
    if last.lines.is_empty() {
        // The running head of a page repeats the headline.
        found.dedup_by_key(|block| block.joined());
        if is_first || found.len() > MOST_TITLE_BLOCKS {
            found = found.pop().into_iter().collect();
        }
    } else {
        found = vec![last];
    }
    let title: Vec<String> = found.iter().map(LineBlock::joined).collect();
    if title.is_empty() {
        // A single line is the headline.
        draft.fields.title = outlet.map(squeeze);
    } else {
        draft.fields.title = Some(title.join(" "));
        draft.fields.outlet = outlet.map(squeeze);
    }
}

/// The fields between date and body.
fn read_fields(lines: &[&str], draft: &mut ArticleDraft) {
    for line in lines {
        let Some(FieldStart { kind, value }) = field_with_capital(line) else { continue };
        let slot = match kind {
            FieldKind::Author => &mut draft.fields.author,
            FieldKind::Section => &mut draft.fields.section,
            FieldKind::Language => &mut draft.fields.language,
            _ => continue,
        };
        slot.get_or_insert_with(|| squeeze(value));
    }
}

fn read_body(lines: &[&str], draft: &mut ArticleDraft) {
    let title = draft.fields.title.as_deref().unwrap_or_default();
    let lines = split_at_fields(lines);
    let found = blocks(&lines);
    let mut body: Vec<LineBlock<'_>> = Vec::new();
    let mut tail = found.as_slice();
    while let Some((block, following)) = tail.split_first() {
        if ends_body(block, following) {
            break;
        }
        tail = following;
        let is_heading = block.lines.len() == 1 && is_one_of(block.first(), &PART_HEADINGS);
        // The running head of a page within the body.
        let is_running_head = !body.is_empty() && !title.is_empty() && block.joined() == title;
        if !is_heading && !is_running_head {
            body.push(block.clone());
        }
    }
    for block in tail {
        read_fields(&block.lines, draft);
    }
    draft.body = paragraphs(&body);
}

/// The lines with a blank line before each one that surely begins a field after the body.
fn split_at_fields<'t>(lines: &[&'t str]) -> Vec<&'t str> {
    let mut split = Vec::with_capacity(lines.len());
    for line in lines {
        let is_tail = is_one_of(line, &TAIL_HEADINGS)
            || field_with_capital(line)
                .is_some_and(|field| matches!(field.kind, FieldKind::Tail | FieldKind::Language));
        if is_tail {
            split.push("");
        }
        split.push(*line);
    }
    split
}

fn ends_body(block: &LineBlock<'_>, following: &[LineBlock<'_>]) -> bool {
    use FieldKind::{Index, Language, Tail};
    if is_one_of(block.first(), &TAIL_HEADINGS) {
        return true;
    }
    let kind_of = |block: &LineBlock<'_>| field_with_capital(block.first()).map(|field| field.kind);
    match kind_of(block) {
        Some(Tail | Language) => true,
        Some(Index) => match following.first() {
            None => true,
            Some(next) => {
                is_one_of(next.first(), &TAIL_HEADINGS)
                    || matches!(kind_of(next), Some(Index | Tail | Language))
            }
        },
        _ => is_copyright(block.first()) && following.len() <= 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::archive::article::Export;
    use crate::corpus::archive::raw_file::RawFile;

    fn read_text(text: &str) -> Export {
        let lines: Vec<&str> = text.lines().collect();
        assert!(fits(&lines), "{text}");
        let mut builder = ExportBuilder::new("test");
        read(&lines, &mut builder);
        builder.finish(&RawFile { name: "a.txt", bytes: b"", text: None }).unwrap()
    }

    #[test]
    fn fields_have_words_in_each_language() {
        for (date, fields, body, end) in [
            (
                "March 2, 2031 Sunday",
                "Section: NEWS~Length: 12 words~Byline: A. Person~Highlight: Late.~Dateline: Varsk",
                "Body",
                "Graphic~~A ferry.~Classification~Language: ENGLISH~Load-Date: March 3, 2031~End \
                 of \
                 Document",
            ),
            (
                "2. März 2031 Sonntag",
                "Rubrik: NEWS~Länge: 12 Wörter~Autor: A. Person",
                "Text",
                "Update: 3. März 2031~Klassifikation~Sprache: GERMAN~Ende des Dokuments",
            ),
            (
                "2 mars 2031 dimanche",
                "Rubrique: NEWS~Longueur: 12 mots~Auteur: A. Person",
                "Corps",
                "Graphique~Un bac.~Classification~Langue: FRENCH~Fin du document",
            ),
            (
                "2 de marzo de 2031",
                "Sección: NEWS~Longitud: 12 palabras~Autor: A. Person",
                "Cuerpo",
                "Clasificación~Idioma: SPANISH~Fin del documento",
            ),
            (
                "2 maart 2031 zondag",
                "Rubriek: NEWS~Lengte: 12 woorden~Auteur: A. Person",
                "Hoofdtekst",
                "Classificatie~Taal: DUTCH~Einde van document",
            ),
        ] {
            for gap in ["\n", "\n\n"] {
                let article = format!(
                    "Ferry leaves~Varsk Courier~{date}~Late Edition~Copyright 2031 Varsk All \
                     Rights \
                     Reserved~{fields}~{body}~The ferry left.~Nobody waved.~{end}"
                )
                .replace('~', gap);
                let cover = "Documents (2)\n\n1. Ferry leaves\n\nSearch Terms: ferry\n\n";
                let export =
                    read_text(&format!("{cover}{article}\n\nPage 1 of 2\n{article}\n\n©\n"));
                assert_eq!(export.articles.len(), 2, "{article}");
                for article in export.articles {
                    assert_eq!(article.fields.outlet.as_deref(), Some("Varsk Courier"), "{date}");
                    assert_eq!(article.fields.date.as_deref(), Some("2031-03-02"), "{date}");
                    assert_eq!(article.fields.author.as_deref(), Some("A. Person"), "{date}");
                    assert_eq!(article.fields.section.as_deref(), Some("NEWS"), "{date}");
                    assert!(article.fields.language.is_some(), "{date}");
                    assert_eq!(
                        article.text, "Ferry leaves\n\nThe ferry left.\n\nNobody waved.",
                        "{date} {gap:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn unusual_articles_are_read() {
        // A running head, no date, no heading over the body, notes within it.
        let export = read_text(
            "Page 1 of 2\nFerry leaves\n\nFerry leaves\n\nVarsk Courier\n\nCopyright 2031 Varsk\n\n\
             Length: 12 words\n\nThe ferry left.\n\nPage 2 of 2\nFerry leaves\n\nSubject: it was \
             late.\n\nNotes\n\nA note.\n\nLoad-Date: March 3, 2031\n\nEnd of Document\n",
        );
        let article = &export.articles[0];
        assert_eq!(
            (article.fields.outlet.as_deref(), &article.fields.date),
            (Some("Varsk Courier"), &None)
        );
        assert_eq!(
            article.text,
            "Ferry leaves\n\nThe ferry left.\n\nSubject: it was late.\n\nA note."
        );
    }

    #[test]
    fn an_ordinary_text_is_no_export() {
        for text in ["Body\n\nA text.", "Length: 12 words\n\nText of it", "End of Document"] {
            assert!(!fits(&text.lines().collect::<Vec<_>>()), "{text}");
        }
    }
}
