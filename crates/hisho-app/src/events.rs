//! What Hisho announces without being asked. Changes are read from the journal after they were
//! committed, whichever process made them, so that nobody is told of what did not happen.

use hisho_domain::discussion::run::DiscussionMoment;
use hisho_domain::note::VaultState;
use hisho_domain::spending::Budget;
use hisho_domain::talk::TalkMoment;
use hisho_domain::{Action, Change, Entity, Origin};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::vault::ScanReport;

/// An announcement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// A row of the journal.
    Changed {
        /// Its place in the journal.
        seq: i64,
        /// What kind of thing.
        entity: Entity,
        /// Which one.
        uid: String,
        /// What was done to it.
        action: Action,
        /// From where.
        origin: Origin,
    },
    /// The vault is doing something else than before.
    Vault {
        /// How it is doing now.
        state: Box<VaultState>,
    },
    /// Notes in the index came, changed or went.
    Notes {
        /// Which; null when too many to name.
        paths: Option<Vec<String>>,
    },
    /// A backup came or went, in this process or in another.
    Backups,
    /// A look through the vault ended.
    Looked {
        /// What it found.
        report: ScanReport,
    },
    /// A call brought a budget to where the person is warned, or to its end.
    Budget {
        /// As it stands after that call.
        budget: Box<Budget>,
    },
    /// Something happened to an answer that is coming.
    Talk {
        /// In which conversation.
        conversation_uid: String,
        /// The message it becomes.
        message_uid: String,
        /// Who answers.
        secretary_uid: String,
        /// What happened.
        moment: TalkMoment,
    },
    /// Something happened to a draft of a task's result that is coming.
    Draft {
        /// For which task.
        task_uid: String,
        /// Which draft.
        draft_uid: String,
        /// Who drafts.
        secretary_uid: String,
        /// What happened.
        moment: TalkMoment,
    },
    /// Something happens in a discussion that runs.
    Discussion {
        /// Which one.
        uid: String,
        /// What happens.
        moment: DiscussionMoment,
    },
    /// The whole database was replaced; everything is to be read anew.
    Everything,
}

impl From<&Change> for Event {
    fn from(change: &Change) -> Self {
        Event::Changed {
            seq: change.seq,
            entity: change.entity,
            uid: change.uid.clone(),
            action: change.action,
            origin: change.origin,
        }
    }
}
