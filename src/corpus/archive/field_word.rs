//! The words that archives put before the fields of an article, in several languages.

use super::date_line;

/// What a field is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FieldKind {
    /// Who wrote the article.
    Author,
    /// The section of the newspaper.
    Section,
    /// How long the article is.
    Length,
    /// The headline, in the layouts that label it.
    Headline,
    /// The beginning of the body, or of a part of it.
    Body,
    /// The language of the article.
    Language,
    /// Something between headline and body that is neither: a summary, a place, guests of a show.
    Head,
    /// A field that only follows a body: the day of loading, kinds and codes.
    Tail,
    /// A field that often follows a body, but whose word may begin a paragraph: subjects, captions.
    Index,
}

/// A field at the beginning of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FieldStart<'t> {
    /// What the field is about.
    pub(crate) kind: FieldKind,
    /// What follows the word on its line.
    pub(crate) value: &'t str,
}

use FieldKind::{Author, Body, Head, Headline, Index, Language, Length, Section, Tail};

/// The words of each field, in capitals.
const WORDS: [(FieldKind, &[&str]); 9] = [
    (
        Author,
        &[
            "BYLINE",
            "AUTHOR",
            "AUTHORS",
            "AUTOR",
            "AUTOREN",
            "AUTORIN",
            "VERFASSER",
            "AUTEUR",
            "AUTEURS",
            "SIGNATURE",
            "AUTORES",
            "AUTORA",
            "FIRMA DEL AUTOR",
            "AUTORE",
            "NAAM",
            "REDACTEUR",
            "NAME",
        ],
    ),
    (
        Section,
        &[
            "SECTION", "RUBRIK", "RESSORT", "RUBRIQUE", "SECCIÓN", "SECCION", "RUBRIEK", "SECTIE",
            "KATERN", "SEZIONE", "SEÇÃO", "SECÇÃO",
        ],
    ),
    (
        Length,
        &[
            "LENGTH",
            "LÄNGE",
            "LAENGE",
            "LONGUEUR",
            "LONGITUD",
            "EXTENSIÓN",
            "LENGTE",
            "OMVANG",
            "LUNGHEZZA",
            "COMPRIMENTO",
        ],
    ),
    (
        Headline,
        &[
            "HEADLINE",
            "TITLE",
            "SCHLAGZEILE",
            "ÜBERSCHRIFT",
            "TITEL",
            "TITRE",
            "TÍTULO",
            "TITULO",
            "TITULAR",
            "KOP",
            "TITOLO",
        ],
    ),
    (
        Body,
        &[
            "BODY",
            "TEXT",
            "HAUPTTEXT",
            "TEXTKÖRPER",
            "VOLLTEXT",
            "ARTICLE",
            "CHAPEAU",
            "CORPS",
            "CORPS DE L'ARTICLE",
            "TEXTE",
            "CUERPO",
            "TEXTO",
            "HOOFDTEKST",
            "TEKST",
            "CORPO",
            "FOOTNOTES",
            "FULL TEXT",
        ],
    ),
    (Language, &["LANGUAGE", "SPRACHE", "LANGUE", "IDIOMA", "LENGUA", "TAAL", "LINGUA", "SPRÅK"]),
    (
        Head,
        &[
            "HIGHLIGHT",
            "HIGHLIGHTS",
            "DATELINE",
            "ORTSZEILE",
            "DATUMSZEILE",
            "SERIES",
            "SERIE",
            "SHOW",
            "ANCHORS",
            "GUESTS",
            "HOSTS",
            "REPORTERS",
            "BIO",
            "SUMMARY",
            "ABSTRACT",
            "ZUSAMMENFASSUNG",
            "KURZFASSUNG",
            "RÉSUMÉ",
            "RESUMEN",
            "SAMENVATTING",
            "ENCART",
            "KICKER",
            "UNTERTITEL",
            "OBERTITEL",
            "DACHZEILE",
            "SOUS-TITRE",
            "SURTITRE",
            "SUBTÍTULO",
            "ENTRADILLA",
            "DESTACADO",
            "TEASER",
            "LIEU",
            "LUGAR",
            "PLAATS",
            "POINT-FORT",
            "POINTS FORTS",
            "HERVORHEBUNG",
            "HOOFDPUNT",
            "DISTRIBUTION",
            "PROGRAM",
            "EDITION",
            "AUSGABE",
            "ÉDITION",
            "EDICIÓN",
            "EDITIE",
            "SOURCE",
            "QUELLE",
            "BRON",
            "FUENTE",
        ],
    ),
    (
        Tail,
        &[
            "LOAD-DATE",
            "UPDATE",
            "DATE-CHARGEMENT",
            "DATE DE CHARGEMENT",
            "FECHA-CARGA",
            "FECHA DE CARGA",
            "FECHA-DE-CARGA",
            "LAADDATUM",
            "LAAD-DATUM",
            "LADEDATUM",
            "PUBLICATION-TYPE",
            "PUB-TYPE",
            "DOCUMENT-TYPE",
            "PUBLIKATIONSTYP",
            "ZEITUNGS-CODE",
            "TYPE-PUBLICATION",
            "TYPE DE PUBLICATION",
            "TIPO-PUBLICACIÓN",
            "TIPO DE PUBLICACIÓN",
            "PUBLICATIETYPE",
            "TYPE PUBLICATIE",
            "JOURNAL-CODE",
            "JOURNAL CODE",
            "CODE-REVUE",
            "CÓDIGO-REVISTA",
            "TIJDSCHRIFTCODE",
            "PUB-SUBJECT",
            "CORRECTION-DATE",
            "ACC-NO",
            "VIEW ORIGINAL PAGE",
            "LINK TO IMAGE",
            "PUBLICATION TYPE",
            "DOCUMENT TYPE",
            "LOAD DATE",
        ],
    ),
    (
        Index,
        &[
            "SUBJECT",
            "SUBJECTS",
            "THEMEN",
            "SCHLAGWORTE",
            "SCHLAGWÖRTER",
            "SUJET",
            "SUJETS",
            "TEMA",
            "TEMAS",
            "ONDERWERP",
            "ORGANIZATION",
            "ORGANISATION",
            "ORGANIZACIÓN",
            "ORGANISATIE",
            "COMPANY",
            "UNTERNEHMEN",
            "FIRMA",
            "SOCIÉTÉ",
            "SOCIETE",
            "EMPRESA",
            "BEDRIJF",
            "TICKER",
            "INDUSTRY",
            "BRANCHE",
            "INDUSTRIE",
            "SECTEUR",
            "INDUSTRIA",
            "PERSON",
            "PERSONNE",
            "PERSONA",
            "PERSOON",
            "CITY",
            "STADT",
            "VILLE",
            "CIUDAD",
            "STAD",
            "STATE",
            "ÉTAT",
            "COUNTRY",
            "LAND",
            "PAYS",
            "PAÍS",
            "GEOGRAPHIC",
            "REGION",
            "GRAPHIC",
            "GRAPHICS",
            "GRAFIK",
            "GRAPHIQUE",
            "GRÁFICO",
            "GRÁFICOS",
            "GRAFIEK",
            "ILLUSTRATION",
            "ILLUSTRATIONS",
            "AFBEELDING",
            "CAPTION",
            "CORRECTION",
            "NOTES",
            "TRANSCRIPT",
            "ISSN",
            "URL",
            "COPYRIGHT",
            "CATEGORY",
            "KEYWORDS",
            "PUBLICATION",
            "CLASSIFICATION",
        ],
    ),
];

/// No word before a field is longer.
const LONGEST_WORD: usize = 24;

/// The field that a line begins, its word in capitals.
pub(crate) fn field_in_capitals(line: &str) -> Option<FieldStart<'_>> {
    field(line, |word| !word.chars().any(char::is_lowercase))
}

/// The field that a line begins, its word with a capital first letter or in capitals.
pub(crate) fn field_with_capital(line: &str) -> Option<FieldStart<'_>> {
    field(line, |word| word.chars().next().is_some_and(char::is_uppercase))
}

fn field(line: &str, is_word: impl Fn(&str) -> bool) -> Option<FieldStart<'_>> {
    let line = line.trim();
    let colon = line.find([':', '：']).filter(|colon| *colon <= LONGEST_WORD * 2)?;
    let (word, rest) = line.split_at_checked(colon)?;
    let word = word.trim();
    if word.chars().count() > LONGEST_WORD || !is_word(word) {
        return None;
    }
    let value = rest.trim_start_matches([':', '：']).trim();
    let kind = kind_of(word)?;
    is_likely(kind, &word.to_uppercase(), value).then_some(FieldStart { kind, value })
}

/// The field that a word alone on its line begins, such as `Body`.
pub(crate) fn kind_of(word: &str) -> Option<FieldKind> {
    let capitals = word.to_uppercase();
    let with_word = WORDS.iter().find(|(_, words)| words.contains(&capitals.as_str()));
    with_word.map(|(kind, _)| *kind)
}

/// Whether the value suits the field: ordinary paragraphs too begin with `LENGTH:` or `UPDATE:`.
fn is_likely(kind: FieldKind, word: &str, value: &str) -> bool {
    match kind {
        Length => is_length(value),
        Language => value.split_whitespace().count() <= 6,
        Tail if word.contains("DAT") => date_line::date_of_line(value).is_some(),
        _ => true,
    }
}

/// `306 words`, `1,301 Wörter`, or a number alone.
pub(crate) fn is_length(value: &str) -> bool {
    let value = value.trim();
    let unit = value.trim_start_matches(|c: char| {
        c.is_ascii_digit() || c.is_whitespace() || matches!(c, ',' | '.' | '\'' | '’')
    });
    let has_number = value.starts_with(|c: char| c.is_ascii_digit());
    has_number && (unit.is_empty() || is_unit(unit))
}

/// `306 words`: a number and its unit, nothing else.
pub(crate) fn is_length_alone(line: &str) -> bool {
    is_length(line) && line.chars().any(char::is_alphabetic)
}

fn is_unit(unit: &str) -> bool {
    [
        "word", "words", "wort", "wörter", "woerter", "worte", "mot", "mots", "palabra",
        "palabras", "woord", "woorden", "parole", "palavras", "ord",
    ]
    .contains(&unit.trim_end_matches('.').to_lowercase().as_str())
}

/// Whether a line claims the rights to an article.
pub(crate) fn is_copyright(line: &str) -> bool {
    let line = line.trim().to_lowercase();
    let rest = ["copyright", "©", "(c)"].iter().find_map(|sign| line.strip_prefix(sign));
    let names_year = rest.is_some_and(|rest| {
        let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || "©(c)".contains(c));
        rest.bytes().take(4).filter(u8::is_ascii_digit).count() == 4
    });
    let is_short = line.split_whitespace().count() <= 12;
    names_year || line.starts_with('©') || (is_short && is_reservation(&line))
}

/// `All rights reserved` in several languages.
pub(crate) fn is_reservation(line: &str) -> bool {
    let line = line.to_lowercase();
    [
        "all rights reserved",
        "alle rechte vorbehalten",
        "tous droits réservés",
        "todos los derechos reservados",
        "alle rechten voorbehouden",
        "tutti i diritti riservati",
        "todos os direitos reservados",
    ]
    .iter()
    .any(|words| line.contains(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_known_in_each_language() {
        for (line, kind, value) in [
            ("BYLINE: A. Person", Author, "A. Person"),
            ("AUTOR: A. Person", Author, "A. Person"),
            ("AUTEUR: A. Person", Author, "A. Person"),
            ("RUBRIK: S. 7", Section, "S. 7"),
            ("RUBRIQUE: Culture", Section, "Culture"),
            ("SECCIÓN: Cultura", Section, "Cultura"),
            ("RUBRIEK: Kunst", Section, "Kunst"),
            ("LENGTH: 376  words", Length, "376  words"),
            ("LÄNGE: 1.306 Wörter", Length, "1.306 Wörter"),
            ("LONGUEUR: 543 mots", Length, "543 mots"),
            ("LONGITUD: 12 palabras", Length, "12 palabras"),
            ("LENGTE: 353 woorden", Length, "353 woorden"),
            ("UPDATE: 2. September 2031", Tail, "2. September 2031"),
            ("DATE-CHARGEMENT: 04 novembre 2031", Tail, "04 novembre 2031"),
            ("SPRACHE: GERMAN; DEUTSCH", Language, "GERMAN; DEUTSCH"),
            ("GRAFIK: Die Brücke", Index, "Die Brücke"),
            ("HIGHLIGHT:", Head, ""),
        ] {
            assert_eq!(field_in_capitals(line), Some(FieldStart { kind, value }), "{line}");
        }
        let section = FieldStart { kind: Section, value: "World" };
        assert_eq!(field_with_capital("Section:\u{a0}World"), Some(section));
    }

    #[test]
    fn ordinary_lines_are_no_fields() {
        for line in [
            "UPDATE: The council has since met.",
            "LENGTH: 9 metres. It has two decks.",
            "LEADALL: The council meets",
            "Section: World",
            "A. PERSON, anchor: We begin in Kethmar.",
            "no field",
            "",
        ] {
            assert_eq!(field_in_capitals(line), None, "{line}");
        }
        assert!(is_copyright("Copyright © 2031 Alpha Group") && is_copyright("© Alpha Group"));
        assert!(!is_copyright("Copyright law changes in Teluria"));
    }
}
