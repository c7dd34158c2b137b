//! Owns what comes back from a model: the events of a stream and the answer they add up to.
//! Must not know any wire, nor what is done with an answer: all of it is data, none of it an order.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::account::Wire;
use crate::failure::{Failure, millis};
use crate::usage::Usage;

/// What happens while an answer comes. The last event of every stream is `Done`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// The service refused for now and is asked again after the wait; nothing was received yet.
    Retrying {
        /// How long until the next try; in JSON `wait_ms`, whole milliseconds.
        #[serde(rename = "wait_ms", serialize_with = "millis")]
        wait: Duration,
        /// What it said.
        failure: Failure,
    },
    /// The service began.
    Began {
        /// The model that answers, as the service names it.
        model: Option<String>,
    },
    /// More text.
    Text(String),
    /// More of the model's reasoning, or of the summary the service gives of it.
    Reasoning(String),
    /// More of a refusal.
    Refusal(String),
    /// The model begins to ask for a tool.
    CallBegan {
        /// Which of the answer's calls, from 0.
        index: usize,
        /// The tool.
        name: String,
    },
    /// More of a call's arguments: a fragment of JSON.
    CallArguments {
        /// Which of the answer's calls.
        index: usize,
        /// The fragment.
        fragment: String,
    },
    /// The end, good or bad.
    Done(Box<Answer>),
}

/// Why the model stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finish {
    /// It had said what it had to say.
    Stop,
    /// The limit of tokens was reached: text and JSON may be cut.
    Length,
    /// It waits for tools.
    ToolCalls,
    /// It refused.
    Refusal,
    /// The service's filter cut it off or held it back.
    Filtered,
    /// It pauses and goes on when its answer is sent back.
    Pause,
    /// The context was full.
    ContextFull,
    /// Something else; `finish_word` has the service's word.
    Other,
}

/// A tool the model asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToolCall {
    /// The service's id of the call; made up where the wire has none.
    pub id: String,
    /// The tool.
    pub name: String,
    /// The arguments as JSON text, as they came: cut short where the answer was.
    pub arguments: String,
}

impl ToolCall {
    /// The arguments as a value; `None` where they are not JSON.
    pub fn input(&self) -> Option<Value> {
        if self.arguments.trim().is_empty() {
            return Some(Value::Object(serde_json::Map::new()));
        }
        serde_json::from_str(&self.arguments).ok()
    }
}

/// An answer in its own wire's words, to be sent back as it came.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Replay {
    /// The wire that understands it.
    pub wire: Wire,
    /// The model that said it: signed thoughts are accepted from no other.
    pub model: String,
    /// The message, content or items.
    pub content: Value,
}

/// What is worth telling about an answer that looks good.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Remark {
    /// The service read far fewer tokens than were sent: it dropped the front of the conversation.
    FrontDropped {
        /// Our estimate of what was sent, in tokens.
        sent: u64,
        /// What the service says it read, in tokens.
        read: u64,
    },
    /// The service calls the answer complete, though it is exactly as long as it was allowed to be.
    ProbablyCut,
}

/// What a call came to. Text received before a failure is kept.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Answer {
    /// The service's id of the exchange.
    pub id: Option<String>,
    /// The model that answered, as the service names it.
    pub model: Option<String>,
    /// The text.
    pub text: String,
    /// The model's reasoning, where the service shows it.
    pub reasoning: String,
    /// The model's words of refusal.
    pub refusal: Option<String>,
    /// The tools it asks for.
    pub calls: Vec<ToolCall>,
    /// Why it stopped; `None` where nobody said.
    pub finish: Option<Finish>,
    /// The service's own word for that.
    pub finish_word: Option<String>,
    /// Whether the protocol's own end was seen and nothing failed.
    pub complete: bool,
    /// The tokens; `None` where the service gave no count and nothing was sent that could be estimated.
    pub usage: Option<Usage>,
    /// What went wrong.
    pub error: Option<Failure>,
    /// The answer in its own wire's words, for the next turn.
    pub replay: Option<Replay>,
    /// What is worth telling besides.
    pub remarks: Vec<Remark>,
}
