//! Europresse exports as a web page, older ones and those since 2015.

use super::article::{ArticleDraft, Export, ExportBuilder};
use super::date_line::last_date_in;
use super::error::ArchiveError;
use super::lines::{LineBlock, blocks, is_blank, paragraphs, squeeze};
use super::page;
use super::raw_file::RawFile;
use super::reader::ArchiveReader;
use crate::corpus::draft::Fields;
use ego_tree::iter::Edge;
use scraper::node::Element;
use scraper::{ElementRef, Node};

/// Articles on a page of Europresse.
pub(crate) struct EuropressePage;

/// A byline has no more words.
const MOST_BYLINE_WORDS: usize = 12;

impl ArchiveReader for EuropressePage {
    fn name(&self) -> &'static str {
        "a Europresse export"
    }

    fn recognises(&self, file: &RawFile<'_>) -> bool {
        file.tagged().is_some_and(|text| text.contains("DocPublicationName"))
    }

    fn read(&self, file: &RawFile<'_>) -> Result<Export, ArchiveError> {
        let tree = page::tree(file)?;
        let mut pass = PagePass { builder: ExportBuilder::new(self.name()), entry: None };
        pass.read(tree.root_element());
        pass.end_entry();
        pass.builder.finish(file)
    }
}

/// What an element of an article is, by its class.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Outlet,
    Header,
    Title,
    Author,
    Text,
}

fn role_of(element: &Element) -> Option<Role> {
    [
        ("docpublicationname", Role::Outlet),
        ("docheader", Role::Header),
        ("titrearticle", Role::Title),
        ("grandtitre", Role::Title),
        ("doctext", Role::Text),
        ("dococurrcontainer", Role::Text),
        ("docauthor", Role::Author),
        ("source-name-apd", Role::Outlet),
        ("apd-sources-date", Role::Header),
        ("sm-margin-bottomnews", Role::Author),
    ]
    .into_iter()
    .find(|(class, _)| page::has_class_like(element, class))
    .map(|(_, role)| role)
}

/// The texts of an article by their role.
#[derive(Default)]
struct PageEntry {
    outlet: String,
    header: String,
    title: String,
    author: String,
    text: String,
    /// All text after the headline that has no role.
    rest: String,
}

struct PagePass {
    builder: ExportBuilder,
    entry: Option<PageEntry>,
}

impl PagePass {
    fn read(&mut self, root: ElementRef<'_>) {
        let mut silent = 0_usize;
        // The roles of the elements around the current place.
        let mut roles: Vec<Option<Role>> = Vec::new();
        for edge in root.traverse() {
            match edge {
                Edge::Open(node) => match node.value() {
                    Node::Element(_) if silent > 0 => silent = silent.saturating_add(1),
                    Node::Element(element) if page::is_silent(element) => silent = 1,
                    Node::Element(element) => {
                        let around = roles.last().copied().flatten();
                        let role = role_of(element);
                        let names = role == Some(Role::Outlet) && around != Some(Role::Outlet);
                        if element.name() == "article" || (names && self.is_named(element)) {
                            self.end_entry();
                            self.entry = Some(PageEntry::default());
                        }
                        roles.push(role.or(around));
                        self.mark(element, role.or(around));
                    }
                    Node::Text(text) if silent == 0 => {
                        // The name of the outlet is the first line; what follows is its kind.
                        let role = roles.last().copied().flatten();
                        let is_name = role == Some(Role::Outlet);
                        let text = if is_name { first_line(text) } else { text };
                        let has_name =
                            self.entry.as_ref().is_some_and(|entry| !entry.outlet.is_empty());
                        if is_name && has_name {
                            continue;
                        }
                        if let Some(target) = self.target(role) {
                            page::push_squeezed(target, text);
                        }
                    }
                    _ => {}
                },
                Edge::Close(node) => {
                    let Node::Element(element) = node.value() else { continue };
                    if silent > 0 {
                        silent = silent.saturating_sub(1);
                        continue;
                    }
                    let role = roles.pop().flatten();
                    if page::is_block(element) {
                        self.mark(element, role);
                    }
                }
            }
        }
    }

    /// The text that something with this role belongs to.
    fn target(&mut self, role: Option<Role>) -> Option<&mut String> {
        let entry = self.entry.as_mut()?;
        Some(match role {
            Some(Role::Outlet) => &mut entry.outlet,
            Some(Role::Header) => &mut entry.header,
            Some(Role::Title) => &mut entry.title,
            Some(Role::Author) => &mut entry.author,
            Some(Role::Text) => &mut entry.text,
            None if entry.title.is_empty() => return None,
            None => &mut entry.rest,
        })
    }

    /// The line break or the gap that an element makes.
    fn mark(&mut self, element: &Element, role: Option<Role>) {
        if role == Some(Role::Outlet) {
            return;
        }
        let Some(target) = self.target(role) else { return };
        if element.name() == "br" {
            target.push('\n');
        } else if page::is_block(element) {
            page::end_block(target);
        }
    }

    /// Whether the name of an outlet begins the next article.
    fn is_named(&self, element: &Element) -> bool {
        let is_list = page::has_class_like(element, "source-name-apd");
        let is_new = self.entry.as_ref().is_none_or(|entry| {
            !is_blank(&entry.outlet) || !is_blank(&entry.title) || !is_blank(&entry.header)
        });
        is_new && !is_list
    }

    fn end_entry(&mut self) {
        let Some(entry) = self.entry.take() else { return };
        if is_blank(&entry.outlet) && is_blank(&entry.title) && is_blank(&entry.text) {
            // Something else than an article, or an element around articles.
            return;
        }
        let mut draft = ArticleDraft {
            fields: Fields {
                outlet: Some(without_issue(&squeeze(&entry.outlet)).to_owned()),
                title: Some(entry.title),
                author: Some(entry.author).filter(|author| !is_blank(author)),
                ..Fields::default()
            },
            body: Vec::new(),
        };
        read_header(&squeeze(&entry.header), &mut draft);
        if is_blank(&entry.text) {
            read_rest(&entry.rest, &mut draft);
        } else {
            draft.body = body_of(&blocks(&entry.text.lines().collect::<Vec<_>>()));
        }
        self.builder.add(draft);
    }
}

/// The first line of a text that has one, or the beginning before a wide gap.
fn first_line(text: &str) -> &str {
    let line = text.trim_start().lines().next().unwrap_or_default();
    line.split("    ").next().unwrap_or(line)
}

/// The name of an outlet without the number of the issue.
fn without_issue(outlet: &str) -> &str {
    let lower = outlet.to_lowercase();
    let is_issue = |sign: &&str| {
        lower.find(*sign).filter(|at| {
            let after = lower.get(at.saturating_add(sign.len())..).unwrap_or_default();
            after.trim_start().starts_with(|c: char| c.is_ascii_digit())
        })
    };
    let signs = [", vol.", ", no.", ", no", ", n°", ", nº", " no.", " n°", " nº", ", nr.", ", nr"];
    let at = signs.iter().filter_map(is_issue).min().unwrap_or(outlet.len());
    // Small letters may have another length, but not before a sign in Latin letters.
    outlet.get(..at).unwrap_or(outlet).trim()
}

/// `Politique, jeudi 5 octobre 2031, p. 3`: section and date.
fn read_header(header: &str, draft: &mut ArticleDraft) {
    draft.fields.date = last_date_in(header).map(|date| date.to_string());
    let is_dated = |part: &&str| {
        part.contains(|c: char| c.is_ascii_digit())
            || part.split_whitespace().next().is_some_and(is_weekday)
    };
    let parts: Vec<&str> =
        header.split(',').map(str::trim).take_while(|part| !is_dated(part)).collect();
    draft.fields.section = Some(parts.join(", ")).filter(|section| !section.is_empty());
}

/// A day of the week in French, English, German or Spanish.
fn is_weekday(word: &str) -> bool {
    let word = word.to_lowercase();
    let is_french_or_spanish = [
        "lundi",
        "mardi",
        "mercredi",
        "jeudi",
        "vendredi",
        "samedi",
        "dimanche",
        "lunes",
        "martes",
        "miércoles",
        "jueves",
        "viernes",
        "sábado",
        "domingo",
        "mittwoch",
    ]
    .contains(&word.as_str());
    is_french_or_spanish || (word.ends_with("day") && word.len() <= 9) || word.ends_with("tag")
}

/// The byline and the text of older pages, which have no class.
fn read_rest(rest: &str, draft: &mut ArticleDraft) {
    let lines: Vec<&str> = rest.lines().collect();
    let mut found = blocks(&lines);
    // A line break and then a gap follow the byline; a gap alone follows a paragraph.
    let first = lines.iter().position(|line| !is_blank(line)).unwrap_or(0);
    let gap = lines.iter().skip(first.saturating_add(1)).take_while(|line| is_blank(line)).count();
    let is_byline = found.len() > 1
        && gap >= 2
        && found.first().is_some_and(|block| {
            let line = block.first();
            block.lines.len() == 1
                && block.word_count() <= MOST_BYLINE_WORDS
                && !line.ends_with(['.', '!', '?', ':', '"', '»'])
                && !is_end(line)
        });
    if is_byline {
        let byline = found.remove(0).joined();
        draft.fields.author.get_or_insert(byline);
    }
    draft.body = body_of(&found);
}

fn body_of(found: &[LineBlock<'_>]) -> Vec<String> {
    let end = found.iter().position(|block| is_end(block.first())).unwrap_or(found.len());
    paragraphs(found.get(..end).unwrap_or_default())
}

/// Whether a line is about rights or the number of the document, which follow the text.
fn is_end(line: &str) -> bool {
    [
        "©",
        "Numéro de document",
        "Document number",
        "Número de documento",
        "Dokumentnummer",
        "Ce certificat est émis",
        "Certificat émis",
        "This certificate is issued",
        "Visualiser l",
    ]
    .iter()
    .any(|sign| line.starts_with(sign))
        || (line.starts_with("news·") || line.starts_with("web·"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> Export {
        let file = RawFile { name: "a.html", bytes: text.as_bytes(), text: Some(text) };
        assert!(EuropressePage.recognises(&file));
        EuropressePage.read(&file).unwrap()
    }

    #[test]
    fn older_pages_are_read() {
        let text = "<html><body><form><input value=\"Save\"></form><table><tr><td><span \
            class=\"DocPublicationName\">Varsk Hebdo, no. 12</span><br><span class=\"DocHeader\">\
            Culture, </span><span class=\"DocHeader\">jeudi </span><span class=\"DocHeader\">5 \
            octobre 2031</span><span class=\"DocHeader\">, p. 03</span><br><br>Sous-titre<br><span \
            class=\"TitreArticleVisu\">Le <span>bac</span> part</span><br><br>A. \
            Personne<br><p></p>\
            Le bac est <b>parti</b>.<p></p>(1) Une note.<p></p><b><i>© 2031 Varsk</i></b><p></p>\
            Numéro de document : 1<br><table><tr><td>Ce \
            certificat</td></tr></table></td></tr></table>\
            <table><tr><td><span class=\"DocPublicationName\">le Pelgrath</span><br><span \
            class=\"DocHeader\">vendredi </span><span class=\"DocHeader\">6 octobre 2031</span><br>\
            <span class=\"TitreArticleVisu\">Il pleut</span><br><br>Il a plu hier<p></p>Fin<p></p>\
            © 2031</td></tr></table></body></html>";
        let export = read_text(text);
        let (one, two) = (&export.articles[0], &export.articles[1]);
        assert_eq!(one.fields.outlet.as_deref(), Some("Varsk Hebdo"));
        assert_eq!(one.fields.date.as_deref(), Some("2031-10-05"));
        assert_eq!(one.fields.section.as_deref(), Some("Culture"));
        assert_eq!(one.fields.author.as_deref(), Some("A. Personne"));
        assert_eq!(one.text, "Le bac part\n\nLe bac est parti.\n\n(1) Une note.");
        assert_eq!(
            (two.fields.author.as_deref(), two.fields.date.as_deref()),
            (None, Some("2031-10-06"))
        );
        assert_eq!(two.text, "Il pleut\n\nIl a plu hier\n\nFin");
    }

    #[test]
    fn newer_pages_are_read() {
        let text = "<html><body><article><header><div class=\"rdp__DocPublicationName\"><span \
            class=\"DocPublicationName\">Varsk Matin (site web)\n     \
            Presse</span> </div><div><span class=\"DocHeader\">\
            Monde, jeudi 5 octobre 2031 350 mots, p. 12</span></div><div \
            class=\"rdp__subtitle\">Sous-titre</div><div class=\"titreArticle\"><p \
            class=\"titreArticleVisu rdp__articletitle\">Le bac part</p></div><div \
            class=\"sm-margin-bottomNews\">A. Personne</div></header><section><div class=\"DocText \
            clearfix\"><div><p>Un.</p><p>Deux.</p></div></div></section><footer><div \
            class=\"publiC-lblNodoc\">news·1</div></footer></article></body></html>";
        let article = &read_text(text).articles[0];
        assert_eq!(article.fields.outlet.as_deref(), Some("Varsk Matin (site web)"));
        assert_eq!(article.fields.date.as_deref(), Some("2031-10-05"));
        assert_eq!(article.fields.section.as_deref(), Some("Monde"));
        assert_eq!(article.fields.author.as_deref(), Some("A. Personne"));
        assert_eq!(article.text, "Le bac part\n\nUn.\n\nDeux.");
        assert_eq!(without_issue("Journal no 7"), "Journal no 7");
    }
}
