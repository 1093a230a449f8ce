//! Parts merged: refused where they do not fit together, put into one set of records where they do.

use super::encoded::Section;
use super::error::AnalysisError;
use super::options::{OnError, PlanOptions};
use super::part::{PartHeader, PartReader};
use super::part_error::PartError;
use super::plan::Plan;
use super::record::RecordHead;
use super::records::Records;
use crate::corpus::{RejectedDocument, Source};
use std::collections::{HashMap, HashSet};
use std::path::Path;

/// The records of several parts, and the plan that they were mapped by.
#[derive(Debug)]
pub struct MergedParts {
    /// The plan.
    pub plan: Plan,
    /// The records of all parts.
    pub records: Records,
    /// The options of the run as JSON, for its record.
    pub options: serde_json::Value,
}

/// Reads parts, in any order.
///
/// # Errors
/// [`PartError`] if a part is damaged, was made with other options than the rest, or has documents
/// that another part has too.
pub fn merge_parts<P: AsRef<Path>>(parts: &[P]) -> Result<MergedParts, AnalysisError> {
    let mut records = Records::new();
    let mut first: Option<(String, PartHeader)> = None;
    let mut met = MetDocuments::default();
    for (number, path) in (0_u32..).zip(parts) {
        let part = PartReader::open(path.as_ref())?;
        let name = part.name().to_owned();
        match &mut first {
            None => first = Some((name.clone(), part.header.clone())),
            Some((first, header)) => {
                if let Some(difference) = difference(header, &part.header) {
                    let first = first.clone();
                    return Err(PartError::Mismatch { part: name, first, difference }.into());
                }
                let profile = header.plan.profile.clone();
                header.plan.profile = profile.merged(&part.header.plan.profile)?;
            }
        }
        let mut sources = Vec::new();
        let footer = part.records(|record| {
            let head: RecordHead =
                super::encoded::decoded(&record.sections[Section::Head as usize])?;
            sources.push((head.source, head.id));
            records.append_encoded(record)
        })?;
        let hashes: HashMap<&str, &str> =
            footer.input.files.iter().map(|file| (&*file.path, &*file.sha256)).collect();
        for (source, id) in sources {
            let hash = hashes.get(&*source.file).copied().unwrap_or_default();
            if let Some(first) = met.add(hash, &source, &id, number) {
                let first = parts
                    .get(first as usize)
                    .map_or(String::new(), |first| first.as_ref().display().to_string());
                let place = source.to_string();
                return Err(PartError::MappedTwice { part: name, first, place }.into());
            }
        }
        let mut other = Records::new();
        *other.input_mut() = footer.input;
        records.merge(other)?;
    }
    let (_, header) = first.ok_or(PartError::NoParts)?;
    let plan = Plan::from_record(&header.plan)?;
    records.sort()?;
    refuse_duplicates(&mut records, plan.options().on_error)?;
    // The options were written by this program, as JSON.
    let options = serde_json::from_str(&header.options).unwrap_or_default();
    Ok(MergedParts { plan, records, options })
}

/// Documents by the hash of the file that they came from and their place in it.
#[derive(Debug, Default)]
struct MetDocuments {
    places: HashMap<(u64, u64, u64), u32>,
}

impl MetDocuments {
    /// Takes in a document of part number `part`; gives the part that had it already. A file may
    /// have different paths on two machines, so its path does not count.
    fn add(&mut self, hash: &str, source: &Source, id: &str, part: u32) -> Option<u32> {
        let hashed = |text: &str| {
            text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
            })
        };
        let key = (hashed(hash), source.place.number().unwrap_or(0), hashed(id));
        let first = *self.places.entry(key).or_insert(part);
        (first != part).then_some(first)
    }
}

/// How two parts differ in what must be the same; none where they fit together.
fn difference(first: &PartHeader, other: &PartHeader) -> Option<String> {
    if first.program != other.program {
        return Some(format!(
            "one was mapped by framescope {}, the other by {}",
            first.program, other.program
        ));
    }
    if let Some(difference) = option_difference(&first.plan.options, &other.plan.options) {
        return Some(difference);
    }
    if let Some((one, two)) =
        first.plan.hashes.iter().zip(&other.plan.hashes).find(|(one, two)| one != two)
    {
        return Some(if one.0 == two.0 {
            format!("the lexicon `{}` differs (SHA-256 {} and {})", one.0, one.1, two.1)
        } else {
            format!("one counts the lexicon `{}` where the other counts `{}`", one.0, two.0)
        });
    }
    if first.plan.hashes.len() != other.plan.hashes.len() {
        return Some("they count different numbers of lexicons".to_owned());
    }
    first.plan.profile.conflict(&other.plan.profile)
}

/// The first option in which two plans differ, with both values.
fn option_difference(one: &PlanOptions, two: &PlanOptions) -> Option<String> {
    if one == two {
        return None;
    }
    let values = |options: &PlanOptions| match serde_json::to_value(options) {
        Ok(serde_json::Value::Object(values)) => values,
        _ => serde_json::Map::new(),
    };
    let (one, two) = (values(one), values(two));
    let differing = one.iter().find(|(name, value)| two.get(*name) != Some(*value));
    Some(differing.map_or_else(
        || "their options differ".to_owned(),
        |(name, value)| {
            let other = two.get(name).cloned().unwrap_or_default();
            format!("the option `{name}` is {value} in one and {other} in the other")
        },
    ))
}

/// Documents of different inputs may have one id, which a run would have seen at once. The one
/// whose file and place come first is kept where the policy is to go on.
fn refuse_duplicates(records: &mut Records, on_error: OnError) -> Result<(), AnalysisError> {
    let mut rejected: Vec<(usize, RejectedDocument)> = Vec::new();
    for places in records.places_of_one_id() {
        let mut heads = Vec::new();
        for place in places {
            let head: RecordHead =
                records.sections_at(place, &[Section::Head])?.decode(Section::Head)?;
            heads.push((head.source, head.id, place));
        }
        heads.sort();
        let Some(((first, ..), later)) = heads.split_first() else { continue };
        for (source, id, place) in later {
            let document = RejectedDocument::duplicate_id(source.clone(), id, first);
            if on_error == OnError::Fail {
                return Err(AnalysisError::Rejected(document));
            }
            rejected.push((*place, document));
        }
    }
    let places: HashSet<usize> = rejected.iter().map(|(place, _)| *place).collect();
    records.leave_out_places(&places);
    records.input_mut().rejected.extend(rejected.into_iter().map(|(_, document)| document));
    Ok(())
}
