//! What a secretary drafted as the result of a task, and what the person made of it.
//! Must not know models, prompts or where anything is kept.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::plan::TITLE_LIMIT;
use crate::talk::RunStatus;
use crate::{Error, Result, check, vocabulary};

/// Longest wish for a draft.
pub const WISH_LIMIT: usize = 2_000;
/// Most steps that are taken of one draft.
pub const STEPS_LIMIT: usize = 50;

vocabulary! {
    /// What became of a draft.
    pub enum DraftUse {
        /// A comment on its task, in the secretary's name.
        Comment = "comment",
        /// A note in the vault.
        Note = "note",
        /// Parts of its task.
        Tasks = "tasks",
        /// The person did not want it, or asked for another.
        Nothing = "nothing",
    }
}

/// A draft of a task's result. Nothing comes of it before the person accepts it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TaskDraft {
    /// Its identity.
    pub uid: String,
    /// The task it is for.
    pub task_uid: String,
    /// Who drafts it; null once they are gone for good.
    pub secretary_uid: Option<String>,
    /// How it is getting on. Stopped or failed, what had come stays.
    pub status: RunStatus,
    /// What has come of it so far, Markdown.
    pub text: String,
    /// The steps in it, as titles of tasks.
    pub steps: Vec<String>,
    /// Why it failed.
    pub error: Option<Error>,
    /// What the person asked to have regarded, or to have otherwise; empty for nothing.
    pub wish: String,
    /// What became of it; null as long as the person has not said.
    pub became: Option<DraftUse>,
    /// When it was asked for, UTC.
    pub created_at: String,
}

/// A wish for a draft, trimmed; empty for none, up to 2,000 characters.
pub fn wish(text: &str) -> Result<String> {
    check::text("wish", text.trim(), WISH_LIMIT)
}

/// What stands behind the open checkboxes of a text, in their order; too long a line is cut at its end.
pub fn steps(text: &str) -> Vec<String> {
    let title = |line: &str| {
        let line = line.trim_start();
        let rest = ["- ", "* ", "+ "].iter().find_map(|bullet| line.strip_prefix(bullet))?;
        let step = rest.trim_start().strip_prefix("[ ] ")?;
        let step = step.replace("**", "").replace(char::is_control, " ");
        let step: String = step.trim().chars().take(TITLE_LIMIT).collect();
        (!step.is_empty()).then_some(step)
    };
    text.lines().filter_map(title).take(STEPS_LIMIT).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_the_open_checkboxes() {
        let text = "# 段取り\n- [ ] **箱**を集める\n  * [ ] 小さな箱\n- [x] 済んだ\n- ただの行\n- [ ] \n1. [ ] 番号\n";
        assert_eq!(steps(text), ["箱を集める", "小さな箱"]);
        let long = format!("- [ ] {}", "あ".repeat(500));
        assert_eq!(steps(&long)[0].chars().count(), TITLE_LIMIT);
        assert_eq!(steps(&"- [ ] a\n".repeat(500)).len(), STEPS_LIMIT);
    }
}
