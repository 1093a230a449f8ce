//! What a web page says of itself: title, site, date, author, language.

use super::lines::squeeze;
use super::page;
use crate::corpus::draft::Fields;
use scraper::{ElementRef, Html};
use serde_json::Value;

/// Blocks of JSON beyond this number are not looked into.
const MOST_VALUES: usize = 2000;

/// Names under which pages give the date of publication, the surest first.
const DATES: [&str; 12] = [
    "article:published_time",
    "datepublished",
    "og:article:published_time",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "pubdate",
    "date",
];

/// Reads the facts of a page.
pub(crate) fn facts_of(tree: &Html) -> Fields {
    let mut named: Vec<(String, String)> = Vec::new();
    let mut facts = Fields::default();
    let (mut heading, mut page_title, mut time, mut address) = (None, None, None, None);
    let mut linked = Fields::default();
    for element in tree.root_element().descendent_elements() {
        let attribute =
            |name: &str| element.attr(name).map(squeeze).filter(|text| !text.is_empty());
        match element.value().name() {
            "meta" => {
                let name = ["property", "name", "itemprop"].iter().find_map(|name| attribute(name));
                if let (Some(name), Some(content)) = (name, attribute("content")) {
                    named.push((name.to_lowercase(), content));
                }
            }
            "link" if element.attr("rel") == Some("canonical") => address = attribute("href"),
            "title" if page_title.is_none() => page_title = text_in(element),
            "h1" if heading.is_none() => heading = text_in(element),
            "time" if time.is_none() => time = attribute("datetime").or_else(|| text_in(element)),
            "script" if element.attr("type") == Some("application/ld+json") => {
                let text: String = element.text().collect();
                if let Ok(value) = serde_json::from_str(&text) {
                    read_linked(&value, &mut linked);
                }
            }
            _ => {}
        }
    }
    let of =
        |name: &str| named.iter().find(|(known, _)| known == name).map(|(_, text)| text.clone());
    facts.language = tree.root_element().attr("lang").map(str::to_owned);
    facts.date = linked.date.or_else(|| DATES.iter().find_map(|name| of(name))).or(time);
    facts.author = linked.author.or_else(|| {
        ["author", "article:author", "dc.creator", "parsely-author", "byl"]
            .iter()
            .find_map(|name| of(name))
            .filter(|author| !author.starts_with("http"))
    });
    facts.section = linked.section.or_else(|| of("article:section")).or_else(|| of("section"));
    let address = of("og:url").or(address);
    facts.outlet = of("og:site_name")
        .or(linked.outlet)
        .or_else(|| of("application-name"))
        .or_else(|| address.as_deref().and_then(host_of));
    facts.url = address;
    let title = linked.title.or_else(|| of("og:title")).or(heading).or(page_title);
    facts.title = title.map(|title| without_site(&title, facts.outlet.as_deref()));
    facts
}

fn text_in(element: ElementRef<'_>) -> Option<String> {
    Some(page::line_of(element)).filter(|text| !text.is_empty())
}

/// `https://www.example.org/a` is `example.org`.
fn host_of(address: &str) -> Option<String> {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = rest.trim_start_matches('/').split('/').next()?;
    Some(host.trim_start_matches("www.").to_owned()).filter(|host| host.contains('.'))
}

/// A title without the name of the site after a bar or a dash.
fn without_site(title: &str, site: Option<&str>) -> String {
    let Some(site) = site.filter(|site| !site.is_empty()) else { return title.to_owned() };
    let rest = title.strip_suffix(site).map(str::trim_end);
    let before = rest.and_then(|rest| rest.strip_suffix(['|', '-', '–', '—', '·', ':']));
    before.map(str::trim).filter(|text| !text.is_empty()).unwrap_or(title).to_owned()
}

/// The first article in linked data. Values inside of others are looked into one after another.
fn read_linked(value: &Value, facts: &mut Fields) {
    let mut open = vec![value];
    let mut seen = 0_usize;
    while let Some(value) = open.pop() {
        seen = seen.saturating_add(1);
        if seen > MOST_VALUES {
            return;
        }
        match value {
            Value::Array(values) => open.extend(values.iter().rev()),
            Value::Object(object) if is_article(object.get("@type")) => {
                let text = |name: &str| object.get(name).and_then(name_of);
                facts.title = facts.title.take().or_else(|| text("headline"));
                facts.date = facts.date.take().or_else(|| text("datePublished"));
                facts.author = facts.author.take().or_else(|| text("author"));
                facts.outlet = facts.outlet.take().or_else(|| text("publisher"));
                facts.section = facts.section.take().or_else(|| text("articleSection"));
            }
            Value::Object(object) => open.extend(object.values().rev().filter(|value| {
                // A text or a number is no article.
                value.is_array() || value.is_object()
            })),
            _ => {}
        }
    }
}

fn is_article(kind: Option<&Value>) -> bool {
    let is_one = |value: &Value| {
        value.as_str().is_some_and(|kind| kind.ends_with("Article") || kind == "BlogPosting")
    };
    match kind {
        Some(Value::Array(kinds)) => kinds.iter().any(is_one),
        Some(kind) => is_one(kind),
        None => false,
    }
}

/// A text, the name of a thing, or the names of several.
fn name_of(value: &Value) -> Option<String> {
    let one = |value: &Value| {
        let text = value.as_str().or_else(|| value.get("name").and_then(Value::as_str))?;
        Some(squeeze(text)).filter(|text| !text.is_empty())
    };
    match value {
        Value::Array(values) => {
            let names: Vec<String> = values.iter().take(20).filter_map(one).collect();
            (!names.is_empty()).then(|| names.join(", "))
        }
        value => one(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_read_from_where_pages_put_them() {
        let linked = "<html lang=\"en\"><title>x</title><script type=\"application/ld+json\">\
            {\"@graph\": [{\"@type\": \"WebSite\"}, {\"@type\": [\"NewsArticle\"], \"headline\": \
            \"Ferry leaves\", \"datePublished\": \"2031-03-02T10:00:00Z\", \"author\": [{\"name\": \
            \"A. Person\"}, {\"name\": \"B. Person\"}], \"publisher\": {\"name\": \"Varsk \
            Courier\"}}]}\
            </script></html>";
        let named = "<html><head><meta property=\"og:title\" content=\"Ferry leaves | Varsk \
            Courier\">\
            <meta property=\"og:site_name\" content=\"Varsk Courier\"><meta name=\"author\" \
            content=\"A. Person, B. Person\"><meta property=\"article:published_time\" \
            content=\"2031-03-02T10:00:00Z\"></head></html>";
        let plain = "<title>no</title><link rel=\"canonical\" href=\"https://www.varsk.example/a\">\
            <h1>Ferry leaves</h1><time datetime=\"2031-03-02T10:00\">yesterday</time>";
        for (text, site, author) in [
            (linked, "Varsk Courier", Some("A. Person, B. Person")),
            (named, "Varsk Courier", Some("A. Person, B. Person")),
            (plain, "varsk.example", None),
        ] {
            let facts = facts_of(&Html::parse_document(text));
            assert_eq!(facts.title.as_deref(), Some("Ferry leaves"), "{text}");
            assert_eq!(facts.outlet.as_deref(), Some(site), "{text}");
            assert_eq!(facts.author.as_deref(), author, "{text}");
            assert!(facts.date.unwrap().starts_with("2031-03-02"), "{text}");
        }
    }
}
