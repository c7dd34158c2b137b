//! What the person is told, and for how long. Must not know who tells it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::change::Entity;
use crate::task::Priority;
use crate::{Error, Result, Rule, check, vocabulary};

/// Longest title.
pub const TITLE_LIMIT: usize = 200;
/// Longest message.
pub const MESSAGE_LIMIT: usize = 2000;
/// A notification goes after so many days.
pub const DAYS: i64 = 7;
/// The longest it can be asked to stay, in days.
pub const MOST_DAYS: i64 = 365;

vocabulary! {
    /// What it tells of. All but reminders can be switched off.
    pub enum NotificationKind {
        WorkflowUpdates = "workflow_updates",
        AiDiscussions = "ai_discussions",
        PlanApprovals = "plan_approvals",
        Reminder = "reminder",
    }
}

/// Something the person was told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Notification {
    /// Its identity.
    pub uid: String,
    /// What it tells of.
    pub kind: NotificationKind,
    /// In a line.
    pub title: String,
    /// In a few more.
    pub message: String,
    /// How much it presses.
    pub priority: Priority,
    /// What kind of thing it is about.
    pub entity: Option<Entity>,
    /// Which one.
    pub entity_uid: Option<String>,
    /// When it was read, UTC.
    pub read_at: Option<String>,
    /// When it goes, UTC.
    pub expires_at: String,
    /// When it came, UTC.
    pub created_at: String,
}

fn medium() -> Priority {
    Priority::Medium
}

fn days() -> i64 {
    DAYS
}

/// What is to be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewNotification {
    /// What it tells of.
    pub kind: NotificationKind,
    /// 1 to 200 characters.
    pub title: String,
    /// Up to 2,000 characters.
    #[serde(default)]
    pub message: String,
    /// Medium when left out.
    #[serde(default = "medium")]
    pub priority: Priority,
    /// What kind of thing it is about; with `entity_uid`, or neither.
    #[serde(default)]
    pub entity: Option<Entity>,
    /// Which one.
    #[serde(default)]
    pub entity_uid: Option<String>,
    /// Gone after so many days, 1 to 365; 7 when left out.
    #[serde(default = "days")]
    pub days: i64,
}

impl NewNotification {
    /// Trims and checks every field.
    pub fn checked(self) -> Result<Self> {
        match (self.entity, &self.entity_uid) {
            (Some(_), None) => return Err(Error::invalid("entity_uid", Rule::Required)),
            (None, Some(_)) => return Err(Error::invalid("entity", Rule::Required)),
            _ => {}
        }
        Ok(NewNotification {
            title: check::line("title", &self.title, TITLE_LIMIT)?,
            message: check::text("message", &self.message, MESSAGE_LIMIT)?,
            entity_uid: self.entity_uid.map(|uid| check::line("entity_uid", &uid, 200)).transpose()?,
            days: check::within("days", self.days, 1, MOST_DAYS)?,
            ..self
        })
    }
}

/// A page of notifications, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Notifications {
    /// How many are unread, shown or not.
    pub unread: i64,
    /// Those asked for.
    pub notifications: Vec<Notification>,
}
