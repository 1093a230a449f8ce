//! The layout of ProQuest: articles between rules of underscores, `Full text:` and fields after it.

use super::article::{ArticleDraft, ExportBuilder};
use super::date_line::{date_of_line, iso_or_as_written, last_date_in};
use super::lexisnexis::is_entry;
use super::line_layout::LineLayout;
use super::lines::{LineBlock, blocks, paragraphs, squeeze};
use super::proquest_field::{ProQuestField, field_of, kind_of_word};
use ProQuestField::{
    Abstract, Author, Date, FullText, Imprint, Language, Outlet, Picture, Section, Title,
};

/// Articles between rules of underscores.
pub(crate) const LAYOUT: LineLayout = LineLayout { name: "a ProQuest export", fits, read };

/// Why an entry without its full text is left out.
const NO_FULL_TEXT: &str = "it has no full text, only an abstract or an index entry";

fn fits(lines: &[&str]) -> bool {
    let has = |wanted: ProQuestField| {
        lines.iter().any(|line| field_of(line).is_some_and(|(field, _)| field == wanted))
    };
    let names_archive = lines
        .iter()
        .any(|line| line.contains("ProQuest") || line.contains("proquest.com") || is_rule(line));
    if !names_archive {
        return false;
    }
    // An abstract alone is recognized too, so that its reader can say that the text is missing.
    let has_text = has(FullText) || (has(Abstract) && lines.iter().any(|line| is_rule(line)));
    let has_source = has(Imprint) || has(Outlet);
    has_text && has_source
}

fn read(lines: &[&str], builder: &mut ExportBuilder) {
    for chunk in lines.split(|line| is_rule(line)) {
        let found = blocks(&split_at_fields(chunk));
        let is_article = found.iter().any(|block| {
            field_of(block.first())
                .is_some_and(|(field, _)| matches!(field, Imprint | Outlet | FullText))
        });
        if !is_article {
            continue;
        }
        match draft_of(&found) {
            Some(draft) => builder.add(draft),
            None => builder.leave_out(NO_FULL_TEXT),
        }
    }
}

fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 20 && line.bytes().all(|byte| byte == b'_')
}

/// The lines with a blank line before each one that begins a field. Lines above the headline go.
fn split_at_fields<'t>(lines: &[&'t str]) -> Vec<&'t str> {
    let mut split = Vec::with_capacity(lines.len());
    for line in lines {
        if field_of(line).is_some() || is_link(line) {
            split.push("");
        }
        if !is_entry(line) {
            split.push(*line);
        }
    }
    split
}

/// The article of some blocks, or nothing where the full text is missing.
fn draft_of(found: &[LineBlock<'_>]) -> Option<ArticleDraft> {
    let mut draft = ArticleDraft::default();
    let text_at = found
        .iter()
        .position(|block| field_of(block.first()).is_some_and(|(field, _)| field == FullText))?;
    let after = found.get(text_at..).unwrap_or_default();
    let is_field = |block: &&LineBlock<'_>| field_of(block.first()).is_some();
    // The fields after the text follow each other: a word such as `Location:` may begin a paragraph
    // too. What is sure to be among them is the title of the publication.
    let sure = after
        .iter()
        .skip(1)
        .rposition(|block| field_of(block.first()).is_some_and(|(field, _)| field == Outlet))
        .map_or(after.len(), |at| at.saturating_add(1));
    let before = after.get(1..sure).unwrap_or_default();
    let tail_at = sure.saturating_sub(before.iter().rev().take_while(is_field).count());
    let body = after.get(..tail_at).unwrap_or_default();
    let mut imprint = None;
    let head = found.get(..text_at).unwrap_or_default();
    let tail = after.get(tail_at..).unwrap_or_default();
    let title = head.iter().find(|block| !is_field(block) && !is_link(block.first()));
    draft.fields.title = title.map(LineBlock::joined);
    for block in head.iter().chain(tail) {
        let Some((field, value)) = field_of(block.first()) else { continue };
        let rest: Vec<&str> = block.lines.iter().skip(1).copied().collect();
        let value = squeeze(&format!("{value} {}", rest.join(" ")));
        let slot = match field {
            Title => &mut draft.fields.title,
            Author => &mut draft.fields.author,
            Imprint => &mut imprint,
            Outlet => &mut draft.fields.outlet,
            Date => &mut draft.fields.date,
            Section => &mut draft.fields.section,
            Language => &mut draft.fields.language,
            _ => continue,
        };
        if slot.is_none() && !value.is_empty() {
            *slot = Some(value);
        }
    }
    complete(&mut draft, imprint.as_deref());
    draft.body = body_of(body);
    (!draft.body.is_empty()).then_some(draft)
}

/// Fills outlet and date from the line `Publication info` where they have no field of their own.
fn complete(draft: &mut ArticleDraft, imprint: Option<&str>) {
    let outlet = draft.fields.outlet.take().or_else(|| {
        // An imprint may be nothing but a date.
        let imprint = imprint.filter(|imprint| date_of_line(imprint).is_none())?;
        imprint.split([',', ';', '[']).next().map(str::to_owned)
    });
    draft.fields.outlet = outlet.and_then(|outlet| outlet.split(';').next().map(str::to_owned));
    let is_day = |date: &String| iso_or_as_written(date).len() == "2031-03-02".len();
    let from_imprint = imprint.and_then(last_date_in).map(|date| date.to_string());
    if draft.fields.date.as_ref().is_none_or(|date| !is_day(date)) {
        draft.fields.date = from_imprint.or(draft.fields.date.take());
    }
}

/// The paragraphs of the text, which ends where lines below pictures follow.
fn body_of(found: &[LineBlock<'_>]) -> Vec<String> {
    let mut body: Vec<LineBlock<'_>> = Vec::new();
    for (at, block) in found.iter().enumerate() {
        let mut lines = block.lines.as_slice();
        let mut kept = Vec::new();
        if at == 0
            && let Some((first, rest)) = lines.split_first()
        {
            kept.extend(field_of(first).map(|(_, value)| value).filter(|value| !value.is_empty()));
            lines = rest;
        }
        let is_picture = |line: &&str| {
            field_of(line).is_some_and(|(field, _)| field == Picture)
                || kind_of_word(line.trim()) == Some(Picture)
        };
        let end = lines.iter().position(is_picture).unwrap_or(lines.len());
        kept.extend(lines.get(..end).unwrap_or_default());
        if !kept.is_empty() {
            body.push(LineBlock { lines: kept });
        }
        if end < lines.len() {
            break;
        }
    }
    let body = paragraphs(&body);
    let says_missing = body.len() == 1
        && body.first().is_some_and(|text| {
            ["Not available.", "None available.", "Full text not available."]
                .contains(&text.as_str())
        });
    if says_missing { Vec::new() } else { body }
}

fn is_link(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("http://")
        || line.starts_with("https://")
        || line.starts_with("ProQuest document link")
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

    fn body(article: &ArchiveArticle) -> &str {
        &article.text[article.body_start..]
    }

    const RULED: &str = "____________________________________________________________\n\n";

    #[test]
    fn articles_are_cut_at_the_rules() {
        let text = format!(
            "{RULED}Ferry leaves Kethmar\n\nAuthor: Person, A.\n\nPublication info: Varsk Courier \
             ; \
             Varsk, Teluria [Varsk, Teluria]02 Mar 2031: \
             A.2.\n\nhttps://example.org/1\n\nAbstract: \
             A ferry left.\n\nLinks: https://example.org/2\n\nFull text: The ferry \
             left.\nLocation: \
             the harbour, it said.\n\nNobody waved.\n\nCAPTION: A ferry.\nCREDIT: B. Person\n\n\
             Subject: Ferries; Ports\n\nTitle: Ferry leaves\nKethmar\n\nPublication title: Varsk \
             Courier; Varsk, Teluria\n\nPublication date: Mar 2, 2031\n\nSection: News\n\nLanguage \
             of publication: English\n\nDatabase: Example\n\n{RULED}Council meets\n\nPublication \
             info: Mar 3, 2031.\n\nAbstract: The council met.\n\nPublication title: Pelgrath\n\n\
             {RULED}Contact the library"
        );
        let export = read_text(&text);
        assert_eq!((export.articles.len(), export.left_out[0].number), (1, 2));
        let article = &export.articles[0];
        assert_eq!(article.fields.outlet.as_deref(), Some("Varsk Courier"));
        assert_eq!(article.fields.date.as_deref(), Some("2031-03-02"));
        assert_eq!(article.fields.title.as_deref(), Some("Ferry leaves Kethmar"));
        assert_eq!(article.fields.author.as_deref(), Some("Person, A."));
        assert_eq!(article.fields.section.as_deref(), Some("News"));
        assert_eq!(article.fields.language.as_deref(), Some("English"));
        assert_eq!(
            body(article),
            "The ferry left.\n\nLocation: the harbour, it said.\n\nNobody waved."
        );
    }

    #[test]
    fn fields_have_words_in_each_language() {
        for (imprint, full_text, outlet, date) in [
            ("Publikationsinfo", "Volltext", "Titel der Publikation", "Erscheinungsdatum"),
            (
                "Informations de publication",
                "Texte intégral",
                "Titre de la publication",
                "Date de publication",
            ),
            (
                "Información de publicación",
                "Texto completo",
                "Título de publicación",
                "Fecha de publicación",
            ),
            ("Publicatie-info", "Volledige tekst", "Publicatietitel", "Publicatiedatum"),
        ] {
            let text = format!(
                "{RULED}Kethmar\n\n{imprint}: Varsk Courier, 2031.\n\n{full_text}: One.\n\nTwo.\n\n\
                 {outlet}: Varsk Courier\n\n{date}: 2031-03-02\n\n"
            );
            let export = read_text(&text);
            let article = &export.articles[0];
            assert_eq!(article.fields.date.as_deref(), Some("2031-03-02"), "{imprint}");
            assert_eq!(article.fields.outlet.as_deref(), Some("Varsk Courier"), "{imprint}");
            assert_eq!(body(article), "One.\n\nTwo.", "{imprint}");
        }
    }

    #[test]
    fn an_ordinary_text_is_no_export() {
        let text = "Title: A day in Varsk\n\nAuthor: A. Person\n\nLocation: Varsk\n\nIt rained.";
        assert!(!fits(&text.lines().collect::<Vec<_>>()));
    }
}
