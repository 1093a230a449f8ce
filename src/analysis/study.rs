//! What tables are computed from: the plan, the records, and what several tables share.

use super::copies::FoundCopies;
use super::encoded::Section;
use super::error::AnalysisError;
use super::head_survey::HeadSurvey;
use super::match_rows::{counted_matches, frame_of_record};
use super::plan::Plan;
use super::record::{RecordHead, RecordMatches};
use super::records::Records;
use super::warning::{Warning, WarningKind};
use crate::compare::{Contrast, OutletTotals, Panel, TestOptions, contrasts};
use crate::frame::DocumentFrame;
use crate::lexicon::CategoryId;
use crate::stat::{Dealing, default_permutations};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// How outlets are compared with others within events, for the record of a run.
pub(super) const WITHIN_EVENT: &str = "log2 of the Mantel-Haenszel ratio (1959) to all other \
    outlets on the same events; 95 % interval from residuals of documents squared, each over 1 \
    less its share of what its event is expected to hold (as HC2), t with 1 / (1/(K-S-1) + s^2/2) \
    degrees of freedom for K documents on S events, or Satterthwaite's over events where fewer, at \
    least 3; documents without an event left out";

/// Everything that a table may be computed from, none of which changes any more.
pub(super) struct Study<'a> {
    pub(super) plan: &'a Plan,
    pub(super) records: &'a Records,
    /// One for each document, in the order of ids.
    pub(super) frames: &'a [DocumentFrame],
    /// The documents by number, and which outlets are compared.
    pub(super) panel: Panel<'a>,
    pub(super) copies: Option<&'a FoundCopies>,
    /// Sums over the documents of each outlet.
    pub(super) totals: OutletTotals,
    contrasts: Vec<Contrast>,
    dealing: Option<Dealing>,
    /// The cluster of each document, once clusters were found.
    pub(super) clusters: OnceLock<Vec<Option<u64>>>,
    /// What is said of clusters, once they were looked for.
    pub(super) cluster_finding: OnceLock<String>,
}

impl Study<'_> {
    pub(super) fn seed(&self) -> u64 {
        self.plan.options().seed
    }

    /// What all tests have in common.
    pub(super) fn test_options(&self) -> TestOptions {
        test_options(self.plan)
    }
}

fn test_options(plan: &Plan) -> TestOptions {
    let options = plan.options();
    TestOptions { seed: options.seed, adjustment: options.adjust }
}

/// The frames of all records in the order of their ids, and what their heads sum up to.
pub(super) fn frames_and_survey(
    plan: &Plan,
    records: &Records,
    with_frames: bool,
) -> Result<(Vec<DocumentFrame>, HeadSurvey), AnalysisError> {
    let mut frames = Vec::new();
    let mut survey = HeadSurvey::default();
    let mut outlets: BTreeMap<Box<str>, Arc<str>> = BTreeMap::new();
    // The run does not count matches of lexicons that are set aside.
    let with_matches = with_frames || plan.has_set_aside();
    let sections: &[Section] =
        if with_matches { &[Section::Head, Section::Matches] } else { &[Section::Head] };
    records.each(
        sections,
        |_, sections| {
            let mut head: RecordHead = sections.decode(Section::Head)?;
            let matches: Option<RecordMatches> =
                with_matches.then(|| sections.decode(Section::Matches)).transpose()?;
            if let Some(matches) = matches.as_ref().filter(|_| plan.has_set_aside()) {
                head.matches = counted_matches(plan, matches);
            }
            let frame = matches
                .filter(|_| with_frames)
                .map(|matches| frame_of_record(plan, &head, &matches))
                .transpose()?;
            Ok((head, frame))
        },
        |(head, frame)| {
            survey.add(&head);
            if let Some(mut frame) = frame {
                // The documents of an outlet share its name.
                let outlet = outlets.entry(head.outlet).or_insert(frame.outlet);
                frame.outlet = outlet.clone();
                frames.push(frame);
            }
            Ok(())
        },
    )?;
    Ok((frames, survey))
}

impl<'a> Study<'a> {
    pub(super) fn new(
        plan: &'a Plan,
        records: &'a Records,
        frames: &'a [DocumentFrame],
        copies: Option<&'a FoundCopies>,
        with_contrasts: bool,
    ) -> Result<Self, AnalysisError> {
        let panel = Panel::new(frames, &plan.options().outlets)?.serving(plan.matcher());
        let mut totals = OutletTotals::default();
        frames.iter().for_each(|frame| totals.add(frame));
        let (contrasts, dealing) = if with_contrasts {
            let categories: Vec<CategoryId> = totals.contrasted(plan.matcher());
            let permutations = default_permutations(frames.len());
            contrasts(&panel, &totals, &categories, permutations, test_options(plan))
        } else {
            (Vec::new(), None)
        };
        Ok(Self {
            plan,
            records,
            frames,
            panel,
            copies,
            totals,
            contrasts,
            dealing,
            clusters: OnceLock::new(),
            cluster_finding: OnceLock::new(),
        })
    }

    /// Whether any document has an event.
    pub(super) fn has_events(&self) -> bool {
        self.panel.has_events()
    }

    /// How far outlets differ in each category, variants of names excepted; empty if no table
    /// needs it.
    pub(super) fn contrasts(&self) -> &[Contrast] {
        &self.contrasts
    }

    /// How labels were dealt for the contrasts.
    pub(super) fn dealing(&self) -> Option<Dealing> {
        self.dealing
    }

    /// What there is to say of the outlets that are compared.
    pub(super) fn outlet_warnings(&self) -> Vec<Warning> {
        let numbers = self.panel.numbers();
        let pooled = numbers.pooled().and_then(|label| numbers.labels().get(label.place()));
        let Some(pooled) = pooled else { return Vec::new() };
        let text = format!(
            "{} of {} outlets are compared; the others are pooled as `{pooled}` in wide tables, \
             contrasts and tests",
            numbers.compared().len(),
            numbers.outlets().len()
        );
        vec![Warning::new(WarningKind::PooledOutlets, text)]
    }
}
