//! YAML front matter: what a text file says of itself between two lines of `---`.

use super::column::{ColumnNames, Columns};
use super::draft::Fields;
use super::rejection::Reason;
use saphyr::{LoadableYamlNode, Scalar, Yaml};

/// The fields of the front matter of `text`, if it has any, and the text after it.
///
/// A text that only begins with a rule of dashes has none: between the rules must be a YAML
/// mapping.
pub(crate) fn front_matter<'t>(
    text: &'t str,
    names: &ColumnNames,
) -> Result<(Fields, &'t str), Reason> {
    let Some((block, body)) = enclosed(text) else { return Ok((Fields::default(), text)) };
    let documents = match Yaml::load_from_str(block) {
        Ok(documents) => documents,
        // Prose between two rules seldom parses; a line `key: value` says that YAML was meant.
        Err(_) if !block.lines().all(is_key_line) => return Ok((Fields::default(), text)),
        Err(error) => return Err(Reason::BadFrontMatter(error.to_string())),
    };
    let Some(Yaml::Mapping(mapping)) = documents.into_iter().next() else {
        return Ok((Fields::default(), text));
    };
    let (keys, values): (Vec<String>, Vec<String>) = mapping
        .iter()
        .filter_map(|(key, value)| Some((key.as_str()?.to_owned(), scalar(value))))
        .unzip();
    // Keys that were named may be missing here: the text is the file itself, the rest is a choice
    // of each file.
    let columns = Columns::find_present(&keys, &names.without_text());
    Ok((columns.fields(|at| values.get(at).map(String::as_str)), body))
}

fn enclosed(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix("---\n").or_else(|| text.strip_prefix("---\r\n"))?;
    let mut offset = 0;
    for line in rest.split_inclusive('\n') {
        if matches!(line.trim_end(), "---" | "...") {
            let body = rest.get(offset + line.len()..)?;
            return Some((rest.get(..offset)?, body.trim_start_matches(['\r', '\n'])));
        }
        offset += line.len();
    }
    None
}

fn is_key_line(line: &str) -> bool {
    let line = line.trim();
    line.is_empty()
        || line.starts_with(['#', '-'])
        || line.split_once(':').is_some_and(|(key, _)| !key.contains(' '))
}

fn scalar(value: &Yaml<'_>) -> String {
    match value {
        Yaml::Value(Scalar::String(text)) => text.to_string(),
        Yaml::Value(Scalar::Integer(number)) => number.to_string(),
        Yaml::Value(Scalar::FloatingPoint(number)) => number.to_string(),
        Yaml::Value(Scalar::Boolean(flag)) => flag.to_string(),
        Yaml::Representation(text, ..) => text.to_string(),
        Yaml::Sequence(items) => items.iter().map(scalar).collect::<Vec<_>>().join(", "),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_is_read_and_cut_off() {
        let text = "---\ntitle: \"City: falls\"\noutlet: The Paper\ndate: 2031-04-02\nauthor: [A. \
            Ro, B. Li]\n---\n\nThe army entered.\n";
        let (fields, body) = front_matter(text, &ColumnNames::default()).unwrap();
        assert_eq!(fields.title.as_deref(), Some("City: falls"));
        assert_eq!(fields.outlet.as_deref(), Some("The Paper"));
        assert_eq!(fields.date.as_deref(), Some("2031-04-02"));
        assert_eq!(fields.author.as_deref(), Some("A. Ro, B. Li"));
        assert_eq!(body, "The army entered.\n");
    }

    #[test]
    fn a_rule_of_dashes_is_no_front_matter() {
        let text = "---\nHe said no.\n---\nShe said yes.\n";
        assert_eq!(front_matter(text, &ColumnNames::default()).unwrap(), (Fields::default(), text));
        assert!(front_matter("---\ntitle: [a\n---\nx", &ColumnNames::default()).is_err());
    }
}
