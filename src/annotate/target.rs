//! Targets: whom a match is about, and how that was found.

use super::phrase::Party;
use serde::{Deserialize, Serialize};

/// How a target was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TargetRule {
    /// “branded the Front terrorists”
    Naming,
    /// “the brigades are militias”
    Copula,
    /// “the Front, a proxy of Pelgrath”, “the militia Redwater Guard”
    Apposition,
    /// “the Hadrel regime”, “its invasion of Teluria”
    Possessor,
    /// “Varskan militias”, “Varsk-led militias”
    Modifier,
    /// “Varsk invaded Teluria”: the agent of an action
    Subject,
    /// “invaded by Varsk”
    Passive,
    /// “civilians were killed”: a passive that names no agent
    Agentless,
    /// The nearest actor of the clause.
    Nearest,
    /// Nobody.
    None,
}

impl TargetRule {
    /// All rules, from the surest to none.
    pub const ALL: [Self; 10] = [
        Self::Naming,
        Self::Copula,
        Self::Apposition,
        Self::Possessor,
        Self::Modifier,
        Self::Subject,
        Self::Passive,
        Self::Agentless,
        Self::Nearest,
        Self::None,
    ];

    /// The word that tables use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Naming => "naming",
            Self::Copula => "copula",
            Self::Apposition => "apposition",
            Self::Possessor => "possessor",
            Self::Modifier => "modifier",
            Self::Subject => "subject",
            Self::Passive => "passive",
            Self::Agentless => "agentless",
            Self::Nearest => "nearest",
            Self::None => "none",
        }
    }
}

/// Whom a match is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    /// The actor that the label is applied to; of an action, who acts.
    pub party: Option<Party>,
    /// How it was found.
    pub rule: TargetRule,
    /// Who backs, arms or steers the party that is described: Varsk in “Varsk-backed militias”.
    pub sponsor: Option<Party>,
    /// Who acts, where the match is an action.
    pub agent: Option<Party>,
    /// Who is acted on, where the match is an action.
    pub patient: Option<Party>,
}

impl Target {
    /// Nobody.
    pub const NONE: Self =
        Self { party: None, rule: TargetRule::None, sponsor: None, agent: None, patient: None };

    /// The party found by `rule`; nobody where there is none.
    pub(super) fn new(party: Option<Party>, rule: TargetRule) -> Self {
        match party {
            Some(_) => Self { party, rule, ..Self::NONE },
            None => Self::NONE,
        }
    }
}
