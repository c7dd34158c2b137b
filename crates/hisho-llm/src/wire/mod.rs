//! Owns what every wire must offer, and which module speaks which wire.
//! Must not know the network.

mod anthropic;
mod gemini;
pub(crate) mod lists;
mod ollama;
mod openai_chat;
mod openai_responses;

use serde_json::Value;
use url::Url;

use crate::account::{Account, Wire};
use crate::answer::{Answer, Finish, Remark, Replay};
use crate::chat::Chat;
use crate::draft::Draft;
use crate::failure::Failure;
use crate::frame::Framing;
use crate::usage::estimate_tokens;

// No account can be of the manual wire; where a match needs an arm for it, it stands with the most common wire.

/// Reads the frames of one answer. What it does not know, it ignores.
pub(crate) trait Decoder: Send {
    /// The next event of a stream.
    fn frame(&mut self, name: Option<&str>, data: &str, draft: &mut Draft) -> Result<(), Failure>;
    /// An answer that came in one piece; it is known not to be an error.
    fn whole(&mut self, value: Value, draft: &mut Draft) -> Result<(), Failure>;
    /// Nothing more will come, cleanly or not: fills in what only the end tells, and the replay. Called more
    /// than once, it does no more than the first time.
    fn close(&mut self, draft: &mut Draft);
}

/// A decoder for one answer.
pub(crate) fn decoder(wire: Wire) -> Box<dyn Decoder> {
    match wire {
        Wire::OpenaiChat | Wire::Manual => Box::new(openai_chat::Chunks::default()),
        Wire::OpenaiResponses => Box::new(openai_responses::Items::default()),
        Wire::Anthropic => Box::new(anthropic::Blocks::default()),
        Wire::Gemini => Box::new(gemini::Parts::default()),
        Wire::Ollama => Box::new(ollama::Lines::default()),
    }
}

/// The address `chat` is sent to.
pub(crate) fn address(account: &Account, chat: &Chat, stream: bool) -> Url {
    match account.wire() {
        Wire::OpenaiChat | Wire::Manual => account.at("/chat/completions"),
        Wire::OpenaiResponses => account.at("/responses"),
        Wire::Anthropic => account.at("/messages"),
        Wire::Gemini => {
            gemini::address(account, &chat.model, if stream { "streamGenerateContent" } else { "generateContent" })
        }
        Wire::Ollama => account.at("/chat"),
    }
}

/// The body `chat` is sent as.
pub(crate) fn body(account: &Account, chat: &Chat, stream: bool) -> Value {
    match account.wire() {
        Wire::OpenaiChat | Wire::Manual => openai_chat::body(account, chat, stream),
        Wire::OpenaiResponses => openai_responses::body(chat, stream),
        Wire::Anthropic => anthropic::body(chat, stream),
        Wire::Gemini => gemini::body(chat),
        Wire::Ollama => ollama::body(chat, stream),
    }
}

/// How the wire frames a stream.
pub(crate) fn framing(wire: Wire) -> Framing {
    if wire == Wire::Ollama { Framing::Lines } else { Framing::Events }
}

/// Adds what the numbers of an answer give away.
pub(crate) fn remark(wire: Wire, chat: &Chat, answer: &mut Answer) {
    let Some(usage) = answer.usage.as_ref().filter(|usage| !usage.estimated) else { return };
    let sent = chat.estimate();
    // Estimates err by a third at most; half is a different prompt. Only Ollama cuts without a word.
    if wire == Wire::Ollama && sent > 200 && usage.input * 2 < sent {
        answer.remarks.push(Remark::FrontDropped { sent, read: usage.input });
    }
    let capped = chat.max_tokens.is_some_and(|max| usage.output >= u64::from(max));
    if capped && answer.finish == Some(Finish::Stop) {
        answer.remarks.push(Remark::ProbablyCut);
    }
}

/// What an answer was in the words of `wire`, if it was the same model's: that is sent back as it came.
pub(crate) fn own<'a>(replay: &'a Option<Replay>, wire: Wire, model: &str) -> Option<&'a Value> {
    replay.as_ref().filter(|replay| replay.wire == wire && replay.model == model).map(|replay| &replay.content)
}

/// Parses JSON of a service; nesting over 128 levels is refused by the parser.
pub(crate) fn json(text: &str) -> Result<Value, Failure> {
    serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| {
        Failure::garbage(format!("not JSON that can be read, at byte {} of a line: {error}", error.column()))
    })
}

/// A string field; empty where it is missing or something else.
pub(crate) fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value.get(field).and_then(Value::as_str).unwrap_or_default()
}

/// A count; 0 where it is missing or something else.
pub(crate) fn count(value: &Value, path: &str) -> u64 {
    value.pointer(path).and_then(Value::as_u64).unwrap_or(0)
}

/// The elements of an array field; none where it is missing or something else.
pub(crate) fn each<'a>(value: &'a Value, field: &str) -> &'a [Value] {
    value.get(field).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// Arguments of a call, for wires that take a value: what is not an object is wrapped, so that nothing is lost.
pub(crate) fn object(arguments: &str) -> Value {
    match serde_json::from_str(arguments) {
        Ok(value @ Value::Object(_)) => value,
        _ if arguments.trim().is_empty() => Value::Object(serde_json::Map::new()),
        Ok(value) => serde_json::json!({ "value": value }),
        Err(_) => serde_json::json!({ "value": arguments }),
    }
}

/// Whether every object of a schema is closed and demands all it names, as the strict modes want it.
pub(crate) fn is_strict(schema: &Value) -> bool {
    match schema {
        Value::Object(fields) => {
            let properties = fields.get("properties").and_then(Value::as_object);
            let closed = fields.get("type").is_none_or(|kind| kind != "object")
                || (fields.get("additionalProperties") == Some(&Value::Bool(false))
                    && properties.is_none_or(|named| {
                        let required = each(schema, "required");
                        named.keys().all(|name| required.iter().any(|one| one == name))
                    }));
            closed && fields.values().all(is_strict)
        }
        Value::Array(all) => all.iter().all(is_strict),
        _ => true,
    }
}

/// Tokens of context to ask Ollama for where the person chose none: room for the question and an answer, in
/// powers of two, because every other size loads the model anew.
pub(crate) fn room(chat: &Chat) -> u64 {
    let answer = chat.max_tokens.map_or(2_048, u64::from);
    let system = estimate_tokens(&chat.system) / 4;
    (chat.estimate() + system + answer).next_power_of_two().clamp(4_096, 131_072)
}
