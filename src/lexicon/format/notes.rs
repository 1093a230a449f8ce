//! What was noted while a file was read: faults that refuse it, entries left out, and remarks.

use super::super::error::{LexiconError, Problem};
use super::super::import::ImportReport;
use super::super::model::Position;
use super::problem::ImportProblem;
use super::source::DecodedFile;

/// What was noted, in the order in which it was met.
#[derive(Default)]
pub(super) struct Notes {
    /// What keeps the file from being read.
    pub faults: Vec<LexiconError>,
    /// Why entries were left out.
    pub left_out: Vec<LexiconError>,
    /// What was read in a way that the author may not expect.
    pub remarks: Vec<LexiconError>,
}

impl Notes {
    /// What is to be said of a file that can be used, at its end.
    ///
    /// # Errors
    /// All faults; where there are none and the lexicon `is_empty`, the reasons for that.
    pub(super) fn settle(
        self,
        source: &DecodedFile<'_>,
        is_empty: bool,
    ) -> Result<ImportReport, LexiconError> {
        if !self.faults.is_empty() {
            return Err(several(self.faults, None));
        }
        if is_empty {
            let mut reasons = self.left_out;
            reasons.extend(self.remarks.into_iter().filter(is_reason));
            let start = Position { line: 1, column: 1 };
            let none = source.error(start, ImportProblem::NoEntries);
            let none = Some(none).filter(|_| reasons.is_empty());
            return Err(several(reasons, none));
        }
        let (left_out, remarks) = (told(self.left_out), told(self.remarks));
        Ok(ImportReport { left_out, remarks, ..source.report() })
    }
}

/// Whether a remark says why there is no entry.
fn is_reason(remark: &LexiconError) -> bool {
    let LexiconError::At { problem, .. } = remark else { return false };
    matches!(problem, Problem::Import(ImportProblem::NeitherEntryNorCategory(_)))
}

/// What was noted, in the order of the file.
fn in_order(mut noted: Vec<LexiconError>) -> Vec<LexiconError> {
    noted.sort_by_key(|error| error.position().map(|at| (at.line, at.column)));
    noted
}

fn told(noted: Vec<LexiconError>) -> Vec<String> {
    in_order(noted).iter().map(LexiconError::to_string).collect()
}

/// One error for all faults, `last` after the others.
fn several(faults: Vec<LexiconError>, last: Option<LexiconError>) -> LexiconError {
    let mut faults = in_order(faults);
    faults.extend(last);
    match <[LexiconError; 1]>::try_from(faults) {
        Ok([only]) => only,
        Err(faults) => LexiconError::Several(faults),
    }
}
