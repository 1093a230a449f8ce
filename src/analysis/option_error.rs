//! What can be wrong with an option of a plan.

use thiserror::Error;

/// An option with a value that it cannot have.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{option}: {fault}")]
pub struct OptionError {
    option: &'static str,
    fault: String,
}

impl OptionError {
    pub(super) fn new(option: &'static str, fault: impl Into<String>) -> Self {
        Self { option, fault: fault.into() }
    }

    /// The field of [`PlanOptions`](super::PlanOptions) that is wrong, in the spelling of its
    /// serialized form.
    pub fn option(&self) -> &'static str {
        self.option
    }

    /// What is wrong with it.
    pub fn fault(&self) -> &str {
        &self.fault
    }
}
