//! A web page as one document: the main text without menus, captions and notices.

use super::article::{ArticleDraft, Export, ExportBuilder};
use super::date_line::date_of_line;
use super::error::ArchiveError;
use super::field_word::is_copyright;
use super::lines::{LineBlock, blocks, squeeze};
use super::page::{self, LineRules};
use super::page_facts::facts_of;
use super::raw_file::RawFile;
use super::reader::ArchiveReader;
use scraper::node::Element;
use scraper::{ElementRef, Html};

/// A page that is no export of an archive.
pub(crate) struct WebPage;

const NAME: &str = "a web page";

/// A text of this many characters is the article, wherever it is on the page.
const SURE_LENGTH: usize = 500;

/// No more elements than these are compared.
const MOST_CANDIDATES: usize = 40;

/// Elements with these words in class or name are no part of the text.
const NOISE: [&str; 34] = [
    "related",
    "share",
    "sharing",
    "social",
    "comment",
    "comments",
    "promo",
    "newsletter",
    "caption",
    "credit",
    "advert",
    "advertisement",
    "ad",
    "ads",
    "sidebar",
    "breadcrumb",
    "breadcrumbs",
    "cookie",
    "consent",
    "byline",
    "author",
    "dateline",
    "timestamp",
    "tags",
    "footer",
    "nav",
    "menu",
    "recommended",
    "signup",
    "subscribe",
    "teaser",
    "toolbar",
    "gallery",
    "paywall",
];

impl ArchiveReader for WebPage {
    fn name(&self) -> &'static str {
        NAME
    }

    fn recognises(&self, file: &RawFile<'_>) -> bool {
        file.tagged().is_some_and(is_page)
    }

    fn read(&self, file: &RawFile<'_>) -> Result<Export, ArchiveError> {
        read_page(&page::tree(file)?, file)
    }
}

/// Whether a text that begins with a tag is a web page.
fn is_page(text: &str) -> bool {
    let mut rest = text;
    // Comments and the line of XML may precede the page.
    for _ in 0..20 {
        let after = match rest.get(..4) {
            Some("<!--") => rest.split_once("-->"),
            Some("<?xm") => rest.split_once("?>"),
            _ => break,
        };
        let Some((_, after)) = after else { return false };
        rest = after.trim_start();
    }
    let begins = |tag: &str| {
        rest.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag))
            && rest
                .get(tag.len()..)
                .is_some_and(|after| after.starts_with(|c: char| c.is_whitespace() || c == '>'))
    };
    begins("<!doctype html") || ["<html", "<head", "<body"].into_iter().any(begins)
}

/// The article of a page.
pub(crate) fn read_page(tree: &Html, file: &RawFile<'_>) -> Result<Export, ArchiveError> {
    let fields = facts_of(tree);
    let mut builder = ExportBuilder::new(NAME);
    let body = body_of(tree, fields.title.as_deref());
    if !body.is_empty() {
        builder.add(ArticleDraft { fields, body });
    }
    builder.finish(file)
}

/// The paragraphs of the main text.
fn body_of(tree: &Html, title: Option<&str>) -> Vec<String> {
    let root = tree.root_element();
    let whole = paragraphs_in(root, title, true);
    let enough = SURE_LENGTH.min(length(&whole) / 3).max(1);
    for is_candidate in [is_marked, is_called_body, is_article, is_main] {
        let is_outermost = |element: &ElementRef<'_>| {
            let mut around = element.ancestors().filter_map(ElementRef::wrap);
            is_candidate(element.value()) && !around.any(|outer| is_candidate(outer.value()))
        };
        let candidates = root.descendent_elements().filter(is_outermost).take(MOST_CANDIDATES);
        let best = candidates
            .map(|element| paragraphs_in(element, title, false))
            .max_by_key(|paragraphs| length(paragraphs));
        if let Some(best) = best.filter(|best| length(best) >= enough) {
            return best;
        }
    }
    whole
}

fn length(paragraphs: &[String]) -> usize {
    paragraphs.iter().map(String::len).sum()
}

fn is_marked(element: &Element) -> bool {
    element.attr("itemprop").is_some_and(|name| name.eq_ignore_ascii_case("articleBody"))
}

fn is_called_body(element: &Element) -> bool {
    let names = element.attr("class").unwrap_or_default().split_whitespace().chain(element.id());
    names.map(str::to_lowercase).any(|name| {
        let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
        [
            "articlebody",
            "articlecontent",
            "articletext",
            "storybody",
            "storycontent",
            "entrycontent",
            "postcontent",
            "postbody",
            "contentbody",
            "bodycontent",
        ]
        .contains(&plain.as_str())
    })
}

fn is_article(element: &Element) -> bool {
    element.name() == "article"
}

fn is_main(element: &Element) -> bool {
    element.name() == "main" || element.attr("role") == Some("main")
}

/// The paragraphs in an element. In a whole page short lines that end no sentence are left out.
fn paragraphs_in(root: ElementRef<'_>, title: Option<&str>, is_whole: bool) -> Vec<String> {
    let skips = |element: &Element| is_aside(element) || is_noise(element);
    let clean = text_blocks(root, &skips, title, is_whole);
    let all = text_blocks(root, &is_aside, title, is_whole);
    // A word such as `comments` in the class of the whole article would empty it.
    if length(&clean).saturating_mul(4) < length(&all) { all } else { clean }
}

fn text_blocks(
    root: ElementRef<'_>,
    skips: &dyn Fn(&Element) -> bool,
    title: Option<&str>,
    is_whole: bool,
) -> Vec<String> {
    let text = page::text_of(root, &LineRules { skips, lead: &|_| "" });
    let lines: Vec<&str> = text.lines().collect();
    let title = title.map(squeeze).unwrap_or_default();
    let mut paragraphs: Vec<String> = Vec::new();
    for block in blocks(&lines) {
        let text = LineBlock::joined(&block);
        let is_before_text =
            paragraphs.is_empty() && (date_of_line(&text).is_some() || is_byline(&text));
        let is_fragment = is_whole && !is_sentence(&text);
        if text != title && !is_before_text && !is_fragment && !is_copyright(&text) {
            paragraphs.push(text);
        }
    }
    paragraphs
}

/// `By A. Person`, before the text.
fn is_byline(text: &str) -> bool {
    let count = text.split_whitespace().count();
    let first = text.split_whitespace().next().unwrap_or_default();
    count <= 6
        && ["By", "Von", "Par", "Por", "Door"].contains(&first)
        && !text.ends_with(['.', '!', '?', ':'])
}

/// Whether a text is long enough for a paragraph, or ends as a sentence does.
fn is_sentence(text: &str) -> bool {
    let count = text.split_whitespace().count();
    count >= 12 || (count >= 4 && text.ends_with(['.', '!', '?', '"', '”', '»', '…']))
}

/// Elements that are beside the text whatever they are called.
fn is_aside(element: &Element) -> bool {
    let is_hidden = element.attr("hidden").is_some()
        || element.attr("aria-hidden") == Some("true")
        || element
            .attr("style")
            .is_some_and(|style| style.replace(' ', "").contains("display:none"));
    is_hidden
        || matches!(
            element.name(),
            "nav"
                | "aside"
                | "footer"
                | "header"
                | "figure"
                | "figcaption"
                | "form"
                | "time"
                | "h1"
                | "table"
                | "address"
                | "label"
        )
}

fn is_noise(element: &Element) -> bool {
    if !matches!(element.name(), "div" | "section" | "ul" | "ol" | "p" | "span" | "a") {
        return false;
    }
    let names = [element.attr("class"), element.id()];
    names.into_iter().flatten().any(|name| {
        name.split(|c: char| !c.is_ascii_alphanumeric())
            .any(|word| NOISE.contains(&word.to_lowercase().as_str()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> Result<Export, ArchiveError> {
        let file = RawFile { name: "a.html", bytes: text.as_bytes(), text: Some(text) };
        assert!(WebPage.recognises(&file), "{text}");
        WebPage.read(&file)
    }

    const MENU: &str = "<nav><ul><li>Home</li></ul></nav><header>Varsk Courier</header>";

    #[test]
    fn the_main_text_is_read() {
        let paragraphs = "<h1>Ferry leaves</h1><p class=\"byline\">By A. Person</p><figure><img>\
            <figcaption>A ferry.</figcaption></figure><p>The <a>ferry</a> \
            left.</p><h2>Rain</h2><p>It \
            rained in Kethmar.</p><div class=\"related-links\"><p>Read this too.</p></div>";
        let foot = "<footer><p>© 2031 Varsk. All of it.</p></footer><script>x()</script>";
        for main in [
            format!("<article>{paragraphs}</article><article><p>Teaser.</p></article>"),
            format!("<main><p>Subscribe.</p><div class=\"article-body\">{paragraphs}</div></main>"),
            format!("<main class=\"has-comments\">{paragraphs}</main>"),
            format!("<div><div itemprop=\"articleBody\">{paragraphs}</div><p>More news.</p></div>"),
        ] {
            let page = format!(
                "\u{feff}<!-- saved --><!DOCTYPE html><html><title>Ferry leaves</title><body>{MENU}\
                 {main}{foot}</body></html>"
            );
            let export = read_text(&page).unwrap();
            assert_eq!(
                export.articles[0].text,
                "Ferry leaves\n\nThe ferry left.\n\nRain\n\nIt rained in Kethmar.",
                "{main}"
            );
        }
    }

    #[test]
    fn a_page_without_marks_gives_its_sentences() {
        let page = format!(
            "<html><body>{MENU}<div>Menu</div><p>The ferry left Kethmar.</p><p>Nobody waved at \
             it.</p>\
             <div>Contact</div></body></html>"
        );
        let text = &read_text(&page).unwrap().articles[0].text;
        assert_eq!(text, "The ferry left Kethmar.\n\nNobody waved at it.");
        assert!(read_text("<html><body><nav>Home</nav></body></html>").is_err());
    }

    #[test]
    fn other_texts_are_no_pages() {
        for text in ["<Doc id=1>A</Doc>", "The tag <html> begins.", "<!-- a", "<htmlx>", ""] {
            let file = RawFile { name: "a.txt", bytes: text.as_bytes(), text: Some(text) };
            assert!(!WebPage.recognises(&file), "{text}");
        }
    }
}
