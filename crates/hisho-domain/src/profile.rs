//! The person, and how they like Hisho to work: a profile of one, and preferences by area, each
//! with the default it has until the person says otherwise.
//! Must not know where they are kept.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::notification::NotificationKind;
use crate::secretary::{TOKENS_LIMIT, temperature};
use crate::task::Priority;
use crate::{Error, Result, Rule, check, vocabulary};

/// Longest name of the person.
pub const NAME_LIMIT: usize = 100;

/// The person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Profile {
    /// Their identity.
    pub uid: String,
    /// Grows with every write.
    pub rev: i64,
    /// Their name; empty until they give one.
    pub full_name: String,
    /// The zone they live in; null for that of the machine.
    pub time_zone: Option<String>,
}

/// Checks the person's name; none at all is allowed.
pub fn checked_name(name: &str) -> Result<String> {
    Ok(check::optional_line("full_name", Some(name), NAME_LIMIT)?.unwrap_or_default())
}

/// Checks the form of a time zone's name, `Asia/Tokyo`; whether it exists is known to the host.
pub fn checked_time_zone(zone: &str) -> Result<String> {
    let zone = zone.trim();
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '-' | '+');
    match zone {
        "" => Err(Error::invalid("time_zone", Rule::Required)),
        _ if zone.len() > 50 => Err(Error::invalid("time_zone", Rule::TooLong(50))),
        _ if !zone.chars().all(fits) => Err(Error::invalid("time_zone", Rule::Format)),
        _ => Ok(zone.to_owned()),
    }
}

vocabulary! {
    /// How a project's tasks are shown at first.
    pub enum DefaultView {
        Kanban = "kanban",
        List = "list",
    }
}

/// Of what the person is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NotificationPreferences {
    /// Projects and tasks that moved.
    pub workflow_updates: bool,
    /// Discussions that wait or ended.
    pub ai_discussions: bool,
    /// Plans that wait for a decision or got one.
    pub plan_approvals: bool,
}

impl Default for NotificationPreferences {
    fn default() -> Self {
        NotificationPreferences { workflow_updates: true, ai_discussions: true, plan_approvals: true }
    }
}

impl NotificationPreferences {
    /// Whether the person wants to hear of this. What they asked to be reminded of, always.
    pub fn wants(&self, kind: NotificationKind) -> bool {
        match kind {
            NotificationKind::WorkflowUpdates => self.workflow_updates,
            NotificationKind::AiDiscussions => self.ai_discussions,
            NotificationKind::PlanApprovals => self.plan_approvals,
            NotificationKind::Reminder => true,
        }
    }
}

/// How work is handed out and shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct WorkflowPreferences {
    /// Offer new tasks to secretaries by their skills.
    pub auto_assign: bool,
    /// From which priority on something presses.
    pub priority_threshold: Priority,
    /// How a project's tasks are shown at first.
    pub default_view: DefaultView,
}

impl Default for WorkflowPreferences {
    fn default() -> Self {
        WorkflowPreferences {
            auto_assign: true,
            priority_threshold: Priority::Medium,
            default_view: DefaultView::Kanban,
        }
    }
}

/// How secretaries think when their own settings say nothing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct AiPreferences {
    /// The model a new secretary is offered; null until one was chosen.
    pub preferred_model: Option<String>,
    /// From 0 to 2.
    pub temperature: f64,
    /// 1 to 1,000,000.
    pub max_tokens: i64,
    /// Sum up long conversations unasked.
    pub auto_summarize: bool,
}

impl Default for AiPreferences {
    fn default() -> Self {
        AiPreferences { preferred_model: None, temperature: 0.7, max_tokens: 2000, auto_summarize: true }
    }
}

impl AiPreferences {
    /// Trims and checks every field.
    pub fn checked(self) -> Result<Self> {
        Ok(AiPreferences {
            preferred_model: check::optional_line("preferred_model", self.preferred_model.as_deref(), NAME_LIMIT)?,
            temperature: temperature("temperature", self.temperature)?,
            max_tokens: check::within("max_tokens", self.max_tokens, 1, TOKENS_LIMIT)?,
            auto_summarize: self.auto_summarize,
        })
    }
}

/// How the person likes Hisho to work, by area.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Preferences {
    /// Of what they are told.
    pub notifications: NotificationPreferences,
    /// How work is handed out and shown.
    pub workflow: WorkflowPreferences,
    /// How secretaries think.
    pub ai: AiPreferences,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_kept_by_an_older_program_is_read_with_defaults() {
        let kept: AiPreferences = serde_json::from_str(r#"{"temperature":1.5}"#).expect("read");
        assert_eq!(kept, AiPreferences { temperature: 1.5, ..AiPreferences::default() });
    }

    #[test]
    fn zones_have_a_form() {
        assert!(checked_time_zone("Asia/Tokyo").is_ok());
        for bad in ["", "東京", "Asia Tokyo", "../etc/localtime\n"] {
            assert!(checked_time_zone(bad).is_err(), "{bad}");
        }
    }
}
