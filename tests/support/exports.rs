//! Invented articles in the layouts of news archives.

/// An article, dated to a day of March 2031.
pub(crate) struct Article {
    pub outlet: &'static str,
    pub day: u8,
    pub title: &'static str,
    pub paragraphs: Vec<&'static str>,
}

impl Article {
    /// The text as it is to be read: the headline and the paragraphs.
    pub(crate) fn text(&self) -> String {
        format!("{}\n\n{}", self.title, self.paragraphs.join("\n\n"))
    }

    /// Its date in ISO 8601.
    pub(crate) fn date(&self) -> String {
        format!("2031-03-{:02}", self.day)
    }

    fn body(&self) -> String {
        self.paragraphs.join("\n\n")
    }
}

/// The text export of LexisNexis before 2020.
pub(crate) fn lexisnexis(articles: &[Article]) -> String {
    let count = articles.len();
    let entry = |(number, article): (usize, &Article)| {
        format!(
            "                    {number} of {count} DOCUMENTS\n\n\n                         {}\n\n\
             \n                       March {}, 2031 Sunday\n\n{}\n\nBYLINE: A. Person\n\nSECTION: \
             NEWS; Pg. 3\n\nLENGTH: 212 words\n\n\n{}\n\nLOAD-DATE: March 30, 2031\n\nLANGUAGE: \
             ENGLISH\n\nSUBJECT: REGIMES (91%); MILITIAS (88%)\n\nGRAPHIC: A militia of the \
             regime.\n\n               Copyright 2031 Varsk Press\n            All Rights \
             Reserved\n\n\n",
            article.outlet,
            article.day,
            article.title,
            article.body(),
        )
    };
    (1..).zip(articles).map(entry).collect()
}

/// The text of a Nexis Uni file.
pub(crate) fn nexis_uni(articles: &[Article]) -> String {
    let entry = |article: &Article| {
        format!(
            "{}\n{}\nMarch {}, 2031 Sunday 9:20 AM GMT\n\nCopyright 2031 Varsk All Rights \
             Reserved\n\nSection:\u{a0}NEWS\nLength:\u{a0}212 words\nByline:\u{a0}A. \
             Person\nBody\n\n{}\nGraphic\n\nA militia of the regime.\nClassification\n\n\
             Language:\u{a0}ENGLISH\nSubject:\u{a0}REGIMES (91%)\nLoad-Date:\u{a0}March 30, 2031\n\n\
             End of Document\n\n",
            article.title,
            article.outlet,
            article.day,
            article.body(),
        )
    };
    articles.iter().map(entry).collect()
}

/// The text export of ProQuest.
pub(crate) fn proquest(articles: &[Article]) -> String {
    let rule = format!("{}\n\n", "_".repeat(60));
    let entry = |article: &Article| {
        format!(
            "{rule}{}\n\nAuthor: Person, A.\n\nPublication info: {} ; Varsk, Teluria [Varsk, \
             Teluria]{:02} Mar 2031: A.2.\n\nhttps://example.org/1\n\nAbstract: The regime and \
             its militias.\n\nLinks: https://example.org/2\n\nFull text: {}\n\nCAPTION: A \
             militia.\nCREDIT: B. Person\n\nSubject: Regimes; Militias\n\nTitle: {}\n\nPublication \
             title: {}\n\nPublication date: Mar {}, 2031\n\nSection: News\n\nLanguage of \
             publication: English\n\nDatabase: Example\n\n",
            article.title,
            article.outlet,
            article.day,
            article.body(),
            article.title,
            article.outlet,
            article.day,
        )
    };
    let entries: String = articles.iter().map(entry).collect();
    format!("{entries}{rule}Contact us at: regime@example.org\n")
}

/// The XML export of Factiva.
pub(crate) fn factiva_xml(articles: &[Article]) -> String {
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    let entry = |article: &Article| {
        let paragraphs: String = article
            .paragraphs
            .iter()
            .map(|text| format!("<paragraph>{}</paragraph>", escaped(text)))
            .collect();
        format!(
            "<article><accessionNo>VARSK</accessionNo><baseLanguage>EN</baseLanguage>\
             <copyright>(c) The regime</copyright><byline>By A. Person</byline><headline>\
             <paragraph>{}</paragraph></headline><publicationDate><dateTime>{}T01:00:00Z\
             </dateTime></publicationDate><publisherName>Press</publisherName><sourceName>{}\
             </sourceName><tailParagraphs>{paragraphs}</tailParagraphs><notes>A militia</notes>\
             </article>",
            escaped(article.title),
            article.date(),
            escaped(article.outlet),
        )
    };
    let entries: String = articles.iter().map(entry).collect();
    format!("<?xml version=\"1.0\"?><r xmlns=\"http://global.factiva.com\">{entries}</r>")
}
