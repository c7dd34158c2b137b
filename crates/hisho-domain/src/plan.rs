//! Plans: their content, their versions, and the table of legal moves. A version never changes
//! once it was submitted; what is decided is always a version, named by its hash.
//! Must not know projects or notes that follow from an approval.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::actor::Author;
use crate::check;
use crate::error::{Error, Result, Rule};
use crate::vocabulary;

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
        (S::Rejected, M::Revise, S::Draft),
        (S::Approved, M::Revise, S::Draft),
    ]
};

impl PlanStatus {
    /// The status after a move, or the refusal that says why not.
    pub fn after(self, step: PlanMove) -> Result<PlanStatus> {
        MOVES.iter().find(|(from, by, _)| (*from, *by) == (self, step)).map(|(_, _, to)| *to).ok_or_else(|| {
            let reason = match step {
                PlanMove::Approve | PlanMove::Reject | PlanMove::RequestRevision if self == PlanStatus::Draft => {
                    "not_submitted"
                }
                _ => "illegal_move",
            };
            Error::refused(reason, serde_json::json!({ "from": self, "move": step }))
        })
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

/// A point on the way that can be reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Milestone {
    /// Its identity through all versions; empty for a new one, which is then given one.
    pub uid: String,
    /// What is reached.
    pub title: String,
    /// By which local day, `YYYY-MM-DD`.
    pub due_on: Option<String>,
}

/// What a version says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PlanContent {
    /// Its name, 1 to 200 characters.
    pub title: String,
    /// What is to be achieved, Markdown.
    pub objective: String,
    /// What belongs to it and what does not, Markdown.
    pub scope: String,
    /// First local day.
    pub start_on: Option<String>,
    /// Last local day.
    pub due_on: Option<String>,
    /// In the person's order.
    pub milestones: Vec<Milestone>,
    /// How one will see that it succeeded.
    pub criteria: Vec<String>,
}

/// Longest title, in characters.
pub const TITLE_LIMIT: usize = 200;
const PROSE_LIMIT: usize = 20_000;
const LIST_LIMIT: usize = 100;
const CRITERION_LIMIT: usize = 500;

impl PlanContent {
    /// Trims what may be trimmed, drops empty lines of lists, gives new milestones an identity
    /// from `new_uid`, and refuses what breaks a limit.
    pub fn checked(mut self, mut new_uid: impl FnMut() -> String) -> Result<PlanContent> {
        self.title = check::line("title", &self.title, TITLE_LIMIT)?;
        check::required("objective", &self.objective, PROSE_LIMIT)?;
        check::at_most("scope", &self.scope, PROSE_LIMIT)?;
        for (field, day) in [("start_on", &self.start_on), ("due_on", &self.due_on)] {
            if let Some(day) = day {
                check::day(field, day)?;
            }
        }
        check::span("due_on", self.start_on.as_deref(), self.due_on.as_deref())?;
        self.milestones.retain(|milestone| !milestone.title.trim().is_empty() || milestone.due_on.is_some());
        self.criteria.retain(|criterion| !criterion.trim().is_empty());
        for (field, length) in [("milestones", self.milestones.len()), ("criteria", self.criteria.len())] {
            if length > LIST_LIMIT {
                return Err(Error::invalid(field, Rule::TooLong(LIST_LIMIT)));
            }
        }
        let mut seen = std::collections::HashSet::new();
        for milestone in &mut self.milestones {
            milestone.title = check::line("milestone", &milestone.title, TITLE_LIMIT)?;
            if let Some(day) = &milestone.due_on {
                check::day("milestone_due_on", day)?;
            }
            // A line that was copied must not share its identity with the first.
            if uuid::Uuid::parse_str(&milestone.uid).is_err() || !seen.insert(milestone.uid.clone()) {
                milestone.uid = new_uid();
                seen.insert(milestone.uid.clone());
            }
        }
        for criterion in &mut self.criteria {
            *criterion = check::line("criterion", criterion, CRITERION_LIMIT)?;
        }
        Ok(self)
    }

    /// The name of exactly this content: BLAKE3 over its JSON in field order, as hex. A decision
    /// is bound to it.
    pub fn hash(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        hasher.update(b"hisho plan content 1\n");
        hasher.update(serde_json::to_string(self).expect("plain data").as_bytes());
        hasher.finalize().to_hex().to_string()
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
    /// When it was begun, UTC.
    pub created_at: String,
    /// Who wrote it.
    pub author: Author,
}

/// A decision, and what exactly it was about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Decision {
    /// The version it was about.
    pub version: i64,
    /// The hash of the content that was on the screen.
    pub content_hash: String,
    /// What was decided.
    pub action: DecisionAction,
    /// In the person's words.
    pub comment: Option<String>,
    /// When, UTC.
    pub at: String,
    /// Who decided.
    pub by: Author,
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
    /// All decisions, the newest first.
    pub decisions: Vec<Decision>,
    /// The moves that are legal now.
    pub moves: Vec<PlanMove>,
    /// The project that came of it.
    pub project: Option<PlanProject>,
    /// Its note in the vault.
    pub note_path: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn content() -> PlanContent {
        PlanContent {
            title: " 引っ越し ".into(),
            objective: "新しい部屋で春を迎える".into(),
            scope: String::new(),
            start_on: Some("2026-12-01".into()),
            due_on: Some("2027-03-31".into()),
            milestones: vec![
                Milestone { uid: String::new(), title: "部屋を決める".into(), due_on: Some("2027-01-31".into()) },
                Milestone { uid: String::new(), title: " ".into(), due_on: None },
            ],
            criteria: vec!["荷ほどきが終わっている".into(), "".into()],
        }
    }

    fn numbered() -> impl FnMut() -> String {
        let mut next = 0u128;
        move || {
            next += 1;
            uuid::Uuid::from_u128(next).to_string()
        }
    }

    #[test]
    fn checking_trims_and_names_new_milestones() {
        let checked = content().checked(numbered()).expect("valid");
        assert_eq!(checked.title, "引っ越し");
        assert_eq!(checked.milestones.len(), 1);
        assert_eq!(checked.milestones[0].uid.len(), 36);
        assert_eq!(checked.criteria.len(), 1);
        assert_eq!(checked.clone().checked(numbered()).expect("still valid"), checked);
    }

    #[test]
    fn what_breaks_a_rule_is_named() {
        let refused = |change: fn(&mut PlanContent)| {
            let mut content = content();
            change(&mut content);
            let error = content.checked(numbered()).expect_err("must be refused");
            (
                error.params["field"].as_str().unwrap_or_default().to_owned(),
                error.params["rule"].as_str().unwrap_or_default().to_owned(),
            )
        };
        assert_eq!(refused(|c| c.objective = " \n".into()), ("objective".into(), "required".into()));
        assert_eq!(refused(|c| c.title = "あ".repeat(201)), ("title".into(), "too_long".into()));
        assert_eq!(refused(|c| c.due_on = Some("2027-02-30".into())), ("due_on".into(), "format".into()));
        assert_eq!(refused(|c| c.due_on = Some("2026-11-30".into())), ("due_on".into(), "before_start".into()));
        assert_eq!(
            refused(|c| c.milestones[1].due_on = Some("2027-01-01".into())),
            ("milestone".into(), "required".into())
        );
    }

    #[test]
    fn the_hash_names_the_content() {
        let one = content();
        let mut other = content();
        assert_eq!(one.hash(), other.hash());
        other.criteria.push("もう一つ".into());
        assert_ne!(one.hash(), other.hash());
    }

    proptest! {
        #![proptest_config(ProptestConfig { rng_seed: proptest::test_runner::RngSeed::Fixed(11), ..ProptestConfig::default() })]

        /// Whatever is tried, a version is approved only after it was submitted and reviewed,
        /// and a decided version is left only by a new draft.
        #[test]
        fn no_sequence_of_moves_goes_round_the_review(tries in prop::collection::vec(0..PlanMove::ALL.len(), 0..40)) {
            let mut status = PlanStatus::Draft;
            let mut reviewed = false;
            for at in tries {
                let step = PlanMove::ALL[at];
                let Ok(next) = status.after(step) else {
                    prop_assert!(!status.moves().contains(&step));
                    continue;
                };
                if next == PlanStatus::Approved {
                    prop_assert!(reviewed);
                }
                if matches!(status, PlanStatus::Approved | PlanStatus::Rejected) {
                    prop_assert_eq!((step, next), (PlanMove::Revise, PlanStatus::Draft));
                }
                reviewed = next == PlanStatus::UnderReview;
                status = next;
            }
        }
    }
}
