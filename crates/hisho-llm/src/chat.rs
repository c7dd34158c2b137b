//! Owns what is asked of a model: turns, images, tools, the wanted form of the answer.
//! Must not know any wire; each wire words these for its service.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::answer::{Answer, Replay, ToolCall};
use crate::usage::estimate_tokens;

/// One question to a model, with everything it is to know.
#[derive(Clone, Debug, Default)]
pub struct Chat {
    /// The service's name of the model.
    pub model: String,
    /// Who the model is to be; empty for nothing.
    pub system: String,
    /// What was said so far, oldest first.
    pub turns: Vec<Turn>,
    /// The tools the model may ask for.
    pub tools: Vec<Tool>,
    /// How free it is in that.
    pub tool_choice: ToolChoice,
    /// The form the answer must have; `None` for prose.
    pub form: Option<Form>,
    /// The most tokens to write; `None` leaves it to the service, except where the wire demands a number.
    pub max_tokens: Option<u32>,
    /// 0 is steady, higher is freer; `None` leaves it to the service.
    pub temperature: Option<f32>,
    /// Texts that end the answer.
    pub stop: Vec<String>,
    /// How many tokens of context to ask for. Only Ollama needs it, which silently drops what does not fit.
    pub context: Option<u32>,
}

/// One turn of a conversation.
#[derive(Clone, Debug)]
pub enum Turn {
    /// Said to the model.
    Said(Vec<Part>),
    /// Answered by the model. With `replay`, the wire that it came from gets back exactly what it sent
    /// (signatures of thoughts included); every other wire gets text and calls.
    Answered {
        /// The text of the answer.
        text: String,
        /// The tools it asked for.
        calls: Vec<ToolCall>,
        /// The answer in its own wire's words.
        replay: Option<Replay>,
    },
    /// What the tools gave.
    Results(Vec<ToolResult>),
}

impl Turn {
    /// A turn of text alone.
    pub fn said(text: impl Into<String>) -> Turn {
        Turn::Said(vec![Part::Text(text.into())])
    }

    /// An answer taken into the conversation it belongs to.
    pub fn answered(answer: &Answer) -> Turn {
        Turn::Answered { text: answer.text.clone(), calls: answer.calls.clone(), replay: answer.replay.clone() }
    }
}

/// A piece of what is said.
#[derive(Clone, Debug)]
pub enum Part {
    /// Text.
    Text(String),
    /// An image, sent along; never a link for the service to fetch.
    Image(Image),
}

/// An image as it is in its file.
#[derive(Clone, Debug)]
pub struct Image {
    /// `image/png`, `image/jpeg`, `image/webp` or `image/gif`.
    pub media_type: String,
    /// The bytes of the file.
    pub bytes: Vec<u8>,
}

impl Image {
    pub(crate) fn base64(&self) -> String {
        use base64::Engine;
        base64::engine::general_purpose::STANDARD.encode(&self.bytes)
    }

    pub(crate) fn data_url(&self) -> String {
        format!("data:{};base64,{}", self.media_type, self.base64())
    }
}

/// A tool the model may ask for. Asking is all it can do: whoever receives the call decides.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Tool {
    /// Letters, digits, `_` and `-`.
    pub name: String,
    /// What it is for, told to the model.
    pub description: String,
    /// The JSON schema of its input: an object.
    pub input: Value,
}

/// How free the model is to ask for tools.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ToolChoice {
    /// As it thinks best.
    #[default]
    Free,
    /// None now, though they are named.
    None,
    /// At least one.
    Some,
    /// This one.
    Named(String),
}

/// What a tool gave.
#[derive(Clone, Debug)]
pub struct ToolResult {
    /// The id of the call it answers.
    pub call: String,
    /// The name of the tool.
    pub name: String,
    /// What came out.
    pub text: String,
    /// Whether that is the report of a failure.
    pub failed: bool,
}

/// The form an answer must have.
#[derive(Clone, Debug)]
pub struct Form {
    /// A short name, letters, digits, `_` and `-`.
    pub name: String,
    /// The JSON schema of the answer. Its objects should be closed (`additionalProperties: false`) and demand all
    /// they name: some services take no others.
    pub schema: Value,
}

/// Tokens an image counts for in an estimate; services reckon between 85 and 1 600.
pub const IMAGE_TOKENS: u64 = 1_000;

impl Chat {
    /// A question with one turn.
    pub fn ask(model: impl Into<String>, text: impl Into<String>) -> Chat {
        Chat { model: model.into(), turns: vec![Turn::said(text)], ..Chat::default() }
    }

    /// Roughly how many tokens will be sent.
    pub fn estimate(&self) -> u64 {
        let turn = |turn: &Turn| match turn {
            Turn::Said(parts) => parts
                .iter()
                .map(|part| match part {
                    Part::Text(text) => estimate_tokens(text),
                    Part::Image(_) => IMAGE_TOKENS,
                })
                .sum(),
            Turn::Answered { text, calls, .. } => {
                estimate_tokens(text) + calls.iter().map(|call| estimate_tokens(&call.arguments)).sum::<u64>()
            }
            Turn::Results(results) => results.iter().map(|result| estimate_tokens(&result.text)).sum(),
        };
        let tools = |tool: &Tool| estimate_tokens(&tool.description) + estimate_tokens(&tool.input.to_string());
        estimate_tokens(&self.system)
            + self.turns.iter().map(turn).sum::<u64>()
            + self.tools.iter().map(tools).sum::<u64>()
    }
}
