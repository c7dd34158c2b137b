//! Plans: their content, their versions, and the table of legal moves. A version never changes
//! once it was submitted; what is decided is always a version, named by its hash.
//! Must not know projects or notes that follow from an approval.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::actor::Author;
use crate::error::{Error, Result};
use crate::task::TaskStatus;
use crate::vocabulary;

mod baseline;
mod content;
mod diff;
mod named;
mod order;
mod provenance;
mod words;

pub use baseline::{Baseline, BaselineRow, BaselineTask, ScopeChange};
pub use content::{Cost, Level, Milestone, PlanContent, Resources, Risk, TITLE_LIMIT};
pub use diff::{DiffKind, DiffRun, Fact, FactKind, FieldDiff, PlanDiff, PlanField, RowDiff, compare};
pub use provenance::{Citation, PlanPart, Provenance, QUOTE_LIMIT};

vocabulary! {
    /// Where a version stands.
    pub enum PlanStatus {
        Draft = "draft",
        Submitted = "submitted",
        UnderReview = "under_review",
        Approved = "approved",
        Rejected = "rejected",
        RevisionRequested = "revision_requested",
    }
}

vocabulary! {
    /// What can be done to a plan's newest version.
    pub enum PlanMove {
        Submit = "submit",
        StartReview = "start_review",
        Approve = "approve",
        Reject = "reject",
        RequestRevision = "request_revision",
        Withdraw = "withdraw",
        Revise = "revise",
        Reopen = "reopen",
        Amend = "amend",
    }
}

vocabulary! {
    /// What the person decided about a version.
    pub enum DecisionAction {
        Approve = "approve",
        Reject = "reject",
        RequestRevision = "request_revision",
    }
}

/// Every legal move and the status it leads to. What is not here is refused.
const MOVES: &[(PlanStatus, PlanMove, PlanStatus)] = {
    use {PlanMove as M, PlanStatus as S};
    &[
        // The author holds it finished.
        (S::Draft, M::Submit, S::Submitted),
        // Somebody reads it; from here on it can be decided.
        (S::Submitted, M::StartReview, S::UnderReview),
        (S::UnderReview, M::Approve, S::Approved),
        (S::UnderReview, M::RequestRevision, S::RevisionRequested),
        (S::UnderReview, M::Reject, S::Rejected),
        // As long as nothing is decided the author may take it back.
        (S::Submitted, M::Withdraw, S::Draft),
        (S::UnderReview, M::Withdraw, S::Draft),
        // What was decided stays as it is; work goes on in the next version.
        (S::RevisionRequested, M::Revise, S::Draft),
        // The matter is taken up again.
        (S::Rejected, M::Reopen, S::Draft),
        // The approved version stays in force until its successor is approved.
        (S::Approved, M::Amend, S::Draft),
    ]
};

impl PlanStatus {
    /// The status after a move, or the refusal that says why not.
    pub fn after(self, step: PlanMove) -> Result<PlanStatus> {
        let found = MOVES.iter().find(|(from, by, _)| (*from, *by) == (self, step)).map(|(_, _, to)| *to);
        found.ok_or_else(|| Error::refused(self.why_not(step), serde_json::json!({ "from": self, "move": step })))
    }

    /// Why a move that is not in the table is not.
    fn why_not(self, step: PlanMove) -> &'static str {
        use {PlanMove as M, PlanStatus as S};
        match (self, step) {
            (S::Draft, M::StartReview | M::Approve | M::Reject | M::RequestRevision | M::Withdraw) => "not_submitted",
            (S::Submitted, M::Approve | M::Reject | M::RequestRevision) => "not_under_review",
            (S::Draft | S::Submitted | S::UnderReview, M::Revise | M::Reopen | M::Amend) => "not_decided",
            (S::Approved | S::Rejected | S::RevisionRequested, M::Revise | M::Reopen | M::Amend) => "illegal_move",
            (S::Approved | S::Rejected | S::RevisionRequested, _) => "already_decided",
            _ => "illegal_move",
        }
    }

    /// The moves that are legal now, the most natural first.
    pub fn moves(self) -> Vec<PlanMove> {
        MOVES.iter().filter(|(from, _, _)| *from == self).map(|(_, by, _)| *by).collect()
    }
}

impl DecisionAction {
    /// The move that carries the decision out.
    pub fn as_move(self) -> PlanMove {
        match self {
            DecisionAction::Approve => PlanMove::Approve,
            DecisionAction::Reject => PlanMove::Reject,
            DecisionAction::RequestRevision => PlanMove::RequestRevision,
        }
    }
}

/// A version of a plan. Only the newest, and only as a draft, can still change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PlanVersion {
    /// Counts from 1.
    pub number: i64,
    /// Where it stands.
    pub status: PlanStatus,
    /// What it says.
    pub content: PlanContent,
    /// The name of that content.
    pub content_hash: String,
    /// What is new in it, in a line.
    pub change_summary: Option<String>,
    /// The older version whose words it began with, when that was not the one before it.
    pub from_version: Option<i64>,
    /// When it was begun, UTC.
    pub created_at: String,
    /// Who wrote it.
    pub author: Author,
}

/// A decision, or the advice of a secretary, and what exactly it was about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Decision {
    /// Its identity.
    pub uid: String,
    /// The version it was about.
    pub version: i64,
    /// The hash of the content that was on the screen.
    pub content_hash: String,
    /// What was decided.
    pub action: DecisionAction,
    /// In the words of who decided.
    pub comment: Option<String>,
    /// What an approval is tied to.
    pub conditions: Vec<String>,
    /// The tasks that came of the conditions, in their order; those in the trash are left out.
    pub tasks: Vec<ConditionTask>,
    /// When, UTC.
    pub at: String,
    /// Who decided.
    pub by: Author,
}

/// A task that came of a condition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ConditionTask {
    /// Its identity.
    pub uid: String,
    /// Its key, `HIS-12`.
    pub key: String,
    /// What is to be done.
    pub title: String,
    /// How far it is.
    pub status: TaskStatus,
}

/// A plan in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PlanSummary {
    /// Its identity.
    pub uid: String,
    /// The newest version's title.
    pub title: String,
    /// The newest version's status.
    pub status: PlanStatus,
    /// The newest version's number.
    pub version: i64,
    /// When anything of it changed, UTC.
    pub updated_at: String,
    /// First local day.
    pub start_on: Option<String>,
    /// Last local day.
    pub due_on: Option<String>,
    /// How many milestones the newest version has.
    pub milestones: usize,
    /// Who wrote the newest version.
    pub author: Author,
    /// The project that came of it.
    pub project_uid: Option<String>,
    /// The version that is in force.
    pub approved_version: Option<i64>,
}

/// The project that came of a plan, as a link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PlanProject {
    /// Its identity.
    pub uid: String,
    /// Its short key.
    pub key: String,
    /// Its name.
    pub title: String,
}

/// A plan whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PlanDetail {
    /// Its identity.
    pub uid: String,
    /// Grows with every write; a write names the one it read.
    pub rev: i64,
    /// The newest version.
    pub newest: PlanVersion,
    /// All versions, the newest first.
    pub versions: Vec<PlanVersion>,
    /// The number of the approved version in force.
    pub in_force: Option<i64>,
    /// All decisions of the person, the newest first.
    pub decisions: Vec<Decision>,
    /// What secretaries advised, the newest first; it decides nothing.
    pub advice: Vec<Decision>,
    /// The moves that are legal now.
    pub moves: Vec<PlanMove>,
    /// The project that came of it.
    pub project: Option<PlanProject>,
    /// The discussions that were held about it, or that it came of, the latest first.
    pub discussions: Vec<PlanDiscussion>,
    /// Its note in the vault.
    pub note_path: Option<String>,
}

impl PlanDetail {
    /// The approved version in force.
    pub fn version_in_force(&self) -> Option<&PlanVersion> {
        self.versions.iter().find(|version| Some(version.number) == self.in_force)
    }
}

/// A discussion about a plan, as a link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PlanDiscussion {
    /// Its identity.
    pub uid: String,
    /// Its name.
    pub title: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { rng_seed: proptest::test_runner::RngSeed::Fixed(11), ..ProptestConfig::default() })]

        /// Whatever is tried, a version is approved only after it was submitted and reviewed,
        /// and a decided version is left only by a new draft, by the one move that is for it.
        #[test]
        fn no_sequence_of_moves_goes_round_the_review(tries in prop::collection::vec(0..PlanMove::ALL.len(), 0..40)) {
            let mut status = PlanStatus::Draft;
            let mut reviewed = false;
            for at in tries {
                let step = PlanMove::ALL[at];
                let next = match status.after(step) {
                    Ok(next) => next,
                    Err(error) => {
                        prop_assert!(!status.moves().contains(&step));
                        prop_assert!(error.params["reason"].is_string());
                        continue;
                    }
                };
                if next == PlanStatus::Approved {
                    prop_assert!(reviewed);
                }
                let onward = match status {
                    PlanStatus::Approved => Some(PlanMove::Amend),
                    PlanStatus::Rejected => Some(PlanMove::Reopen),
                    PlanStatus::RevisionRequested => Some(PlanMove::Revise),
                    _ => None,
                };
                if let Some(onward) = onward {
                    prop_assert_eq!((step, next), (onward, PlanStatus::Draft));
                }
                reviewed = next == PlanStatus::UnderReview;
                status = next;
            }
        }
    }

    #[test]
    fn an_illegal_move_says_why() {
        use {PlanMove as M, PlanStatus as S};
        let reason = |from: S, step| from.after(step).expect_err("illegal").params["reason"].clone();
        assert_eq!(reason(S::Draft, M::Approve), "not_submitted");
        assert_eq!(reason(S::Draft, M::Withdraw), "not_submitted");
        assert_eq!(reason(S::Submitted, M::Approve), "not_under_review");
        assert_eq!(reason(S::UnderReview, M::Amend), "not_decided");
        assert_eq!(reason(S::Approved, M::Reject), "already_decided");
        assert_eq!(reason(S::Approved, M::Reopen), "illegal_move");
    }
}
