//! Talking with secretaries: who is spoken to, how much of what was said goes along, and how an
//! answer is getting on.
//! Must not know models, prompts or where anything is kept.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::conversation::Message;
use crate::{Error, text, vocabulary};

/// Most notes that go along with one question.
pub const CONTEXT_LIMIT: usize = 20;

vocabulary! {
    /// How a run, or a step of one, is getting on.
    pub enum RunStatus {
        Pending = "pending",
        Running = "running",
        /// For the person to speak in the secretary's place.
        Waiting = "waiting",
        Completed = "completed",
        Failed = "failed",
        Cancelled = "cancelled",
        Skipped = "skipped",
    }
}

impl RunStatus {
    /// Nothing more will come.
    pub fn is_over(self) -> bool {
        !matches!(self, RunStatus::Pending | RunStatus::Running | RunStatus::Waiting)
    }
}

/// One secretary's answer, as it is getting on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TalkStep {
    /// The message it becomes; there is none yet while it comes, nor when nothing came.
    pub message_uid: String,
    /// Who answers.
    pub secretary_uid: String,
    /// How it is getting on.
    pub status: RunStatus,
    /// What has come so far.
    pub text: String,
    /// Why it failed.
    pub error: Option<Error>,
}

/// The newest run of a conversation.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TalkState {
    /// Answers are still coming, or wait for the person.
    pub is_running: bool,
    /// One for each secretary that was spoken to, in their order.
    pub steps: Vec<TalkStep>,
}

/// What was said and who answers it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TalkBegun {
    /// The person's message.
    pub message: Message,
    /// One for each secretary that is spoken to.
    pub steps: Vec<TalkStep>,
}

/// Something that happened to an answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TalkMoment {
    /// The model is asked.
    Began,
    /// The person is to speak in the secretary's place.
    Waiting,
    /// The service refused for now and is asked again after the wait.
    Retrying {
        /// In milliseconds.
        wait_ms: u64,
    },
    /// More text.
    Delta {
        /// How much of the text came before, in UTF-16 units, as a page counts.
        from: u64,
        /// What came.
        text: String,
    },
    /// The answer is a message now.
    Done,
    /// The person stopped it; what had come is a message marked as partial.
    Stopped,
    /// It failed; what had come is a message marked as partial.
    Failed {
        /// Why.
        error: Error,
    },
}

/// Who of `present` (uid and name) is spoken to by `@name`, in the order of their first mention;
/// everybody where nobody is named. Of two names that begin alike the longer one counts, and
/// width, case and kana do not.
pub fn addressed(said: &str, present: &[(String, String)]) -> Vec<String> {
    let said = text::fold(said);
    let names: Vec<(&str, String)> = present.iter().map(|(uid, name)| (uid.as_str(), text::fold(name))).collect();
    let mut found: Vec<String> = Vec::new();
    for (at, _) in said.match_indices('@') {
        let rest = &said[at + 1..];
        let best = names.iter().filter(|(_, name)| rest.starts_with(name.as_str())).max_by_key(|(_, name)| name.len());
        if let Some((uid, _)) = best
            && !found.iter().any(|known| known == uid)
        {
            found.push((*uid).to_owned());
        }
    }
    if found.is_empty() { present.iter().map(|(uid, _)| uid.clone()).collect() } else { found }
}

vocabulary! {
    /// What the person can order by a word behind a slash.
    pub enum Order {
        /// Begins a plan.
        Plan = "plan",
        /// Adds a task.
        Task = "task",
        /// Makes a note of the last answer.
        Note = "note",
        /// Has the conversation summed up.
        Summarise = "summarise",
    }
}

/// Other words for orders.
const ORDER_WORDS: [(&str, Order); 6] = [
    ("プラン", Order::Plan),
    ("タスク", Order::Task),
    ("ノート", Order::Note),
    ("要約", Order::Summarise),
    ("summarize", Order::Summarise),
    ("summary", Order::Summarise),
];

/// The order that a text is, with what stands behind its word; None where it is just said.
pub fn order_of(said: &str) -> Option<(Order, &str)> {
    let rest = said.trim().strip_prefix('/')?;
    let (word, rest) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let other = || ORDER_WORDS.iter().find(|(known, _)| *known == word).map(|(_, order)| *order);
    Order::parse(&word.to_ascii_lowercase()).or_else(other).map(|order| (order, rest.trim()))
}

/// How many of the oldest are left out so that the rest fits into `room`, all given by what each
/// takes; the newest always stays.
pub fn left_out(takes: &[u64], room: u64) -> usize {
    let newest = takes.len().saturating_sub(1);
    let mut room = room;
    for (at, takes) in takes.iter().enumerate().rev() {
        match room.checked_sub(*takes) {
            Some(rest) => room = rest,
            None => return (at + 1).min(newest),
        }
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_calls_one_and_no_name_calls_all() {
        let present: Vec<(String, String)> =
            [("1", "花"), ("2", "花子"), ("3", "Bob")].map(|(uid, name)| (uid.into(), name.into())).into();
        assert_eq!(addressed("どう思う?", &present), ["1", "2", "3"]);
        assert_eq!(addressed("＠ｂｏｂ と @花子 へ、@Bob も", &present), ["3", "2"]);
        assert_eq!(addressed("@花、お願い", &present), ["1"]);
        assert_eq!(addressed("mail@example.com", &present), ["1", "2", "3"]);
    }

    #[test]
    fn a_word_behind_a_slash_is_an_order() {
        assert_eq!(order_of("/task  牛乳を買う "), Some((Order::Task, "牛乳を買う")));
        assert_eq!(order_of("/要約"), Some((Order::Summarise, "")));
        assert_eq!(order_of("/Plan\na\nb"), Some((Order::Plan, "a\nb")));
        assert_eq!(order_of("/etc/passwd を見て"), None);
        assert_eq!(order_of("task"), None);
    }

    #[test]
    fn the_newest_stays_however_long() {
        assert_eq!(left_out(&[], 10), 0);
        assert_eq!(left_out(&[5, 5], 10), 0);
        assert_eq!(left_out(&[5, 5, 1], 10), 1);
        assert_eq!(left_out(&[1, 1, 100], 10), 2);
        assert_eq!(left_out(&[100], 10), 0);
    }
}
