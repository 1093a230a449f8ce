//! Zones of a document: headline, lead, body.

use super::paragraph::paragraphs;
use super::span::ByteSpan;
use serde::{Deserialize, Serialize};

/// A part of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Zone {
    /// The title, where the text itself carries it among its first paragraphs, with what stands
    /// above it.
    Headline,
    /// The first paragraph below the headline.
    Lead,
    /// All that follows.
    Body,
}

impl Zone {
    /// The word that tables use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Headline => "headline",
            Self::Lead => "lead",
            Self::Body => "body",
        }
    }
}

/// Where the zones of one document end, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Zones {
    headline_end: u32,
    lead_end: u32,
}

/// Among how many paragraphs at the head of a text its title is looked for (a masthead or a date
/// may come above it).
const TITLE_WITHIN: usize = 6;

impl Zones {
    /// The zones of `text`, given the title that is known for it.
    ///
    /// ```
    /// use framescope::text::{Zone, Zones};
    ///
    /// let text = "City falls\n\nThe army entered.\n\nMore later.";
    /// let zones = Zones::new(text, Some("City falls"));
    /// assert_eq!([0, 12, 31].map(|at| zones.at(at)), [Zone::Headline, Zone::Lead, Zone::Body]);
    /// ```
    pub fn new(text: &str, title: Option<&str>) -> Self {
        let paragraphs = paragraphs(text);
        let wanted = title.map(letters).filter(|letters| !letters.is_empty());
        let headline = wanted.and_then(|wanted| {
            paragraphs.iter().take(TITLE_WITHIN).position(|p| letters(p.slice(text)) == wanted)
        });
        let lead = paragraphs.get(headline.map_or(0, |at| at + 1));
        let headline_end = headline.and_then(|at| paragraphs.get(at)).map_or(0, |p| p.end);
        Self { headline_end, lead_end: lead.map_or(headline_end, |p: &ByteSpan| p.end) }
    }

    /// The zone of the byte `offset`.
    pub fn at(&self, offset: u32) -> Zone {
        if offset < self.headline_end {
            Zone::Headline
        } else if offset < self.lead_end {
            Zone::Lead
        } else {
            Zone::Body
        }
    }
}

/// Letters and digits only, in lower case: how a title is compared with a paragraph.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_title_in_the_text_there_is_no_headline() {
        let text = "The army entered.\n\nMore later.";
        let zones = Zones::new(text, Some("Another title"));
        assert_eq!(zones.at(0), Zone::Lead);
        assert_eq!(zones.at(20), Zone::Body);
    }

    #[test]
    fn a_masthead_above_the_title_is_headline_too() {
        let text = "The Paper\n\nIraq–Syria:\nThe Making\n\nLead.\n\nBody.";
        let zones = Zones::new(text, Some("Iraq-Syria: The Making"));
        assert_eq!(zones.at(3), Zone::Headline);
        assert_eq!(zones.at(text.find("Lead").unwrap() as u32), Zone::Lead);
        assert_eq!(zones.at(text.find("Body").unwrap() as u32), Zone::Body);
    }
}
