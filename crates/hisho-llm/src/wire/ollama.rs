//! Owns Ollama's own wire, `/api/chat`.
//! Must not know the network.

use serde_json::{Value, json};

use super::{Decoder, count, each, json as parse, object, own, room, text};
use crate::account::Wire;
use crate::answer::{Finish, Replay, ToolCall};
use crate::chat::{Chat, Part, ToolChoice, Turn};
use crate::draft::Draft;
use crate::failure::Failure;
use crate::fault;
use crate::usage::{Counting, Usage};

/// The body of a request. The size of the context is always said: without it a long prompt loses its front.
pub(crate) fn body(chat: &Chat, stream: bool) -> Value {
    let mut messages = Vec::new();
    if !chat.system.is_empty() {
        messages.push(json!({ "role": "system", "content": chat.system }));
    }
    chat.turns.iter().for_each(|turn| messages_of(turn, &chat.model, &mut messages));
    let mut options = json!({ "num_ctx": chat.context.map_or_else(|| room(chat), u64::from) });
    if let Some(max) = chat.max_tokens {
        options["num_predict"] = json!(max);
    }
    if let Some(temperature) = chat.temperature {
        options["temperature"] = json!(temperature);
    }
    if !chat.stop.is_empty() {
        options["stop"] = json!(chat.stop);
    }
    let mut body = json!({ "model": chat.model, "messages": messages, "stream": stream, "options": options });
    // The wire has no choice of tools: it can only not be told of those that must not be asked for.
    let offered = |name: &str| match &chat.tool_choice {
        ToolChoice::Free | ToolChoice::Some => true,
        ToolChoice::None => false,
        ToolChoice::Named(only) => name == only,
    };
    let tools: Vec<Value> = chat
        .tools
        .iter()
        .filter(|tool| offered(&tool.name))
        .map(|tool| {
            json!({ "type": "function", "function": {
                "name": tool.name, "description": tool.description, "parameters": tool.input,
            } })
        })
        .collect();
    if !tools.is_empty() {
        body["tools"] = json!(tools);
    }
    if let Some(form) = &chat.form {
        body["format"] = form.schema.clone();
    }
    body
}

fn messages_of(turn: &Turn, model: &str, messages: &mut Vec<Value>) {
    match turn {
        Turn::Said(parts) => {
            let mut text = String::new();
            let mut images = Vec::new();
            for part in parts {
                match part {
                    Part::Text(more) => text.push_str(more),
                    Part::Image(image) => images.push(image.base64()),
                }
            }
            let mut message = json!({ "role": "user", "content": text });
            if !images.is_empty() {
                message["images"] = json!(images);
            }
            messages.push(message);
        }
        Turn::Answered { text, calls, replay } => {
            let own = own(replay, Wire::Ollama, model).cloned();
            messages.push(own.unwrap_or_else(|| message(text, "", calls)));
        }
        Turn::Results(results) => messages.extend(
            results.iter().map(|result| json!({ "role": "tool", "tool_name": result.name, "content": result.text })),
        ),
    }
}

fn message(text: &str, thinking: &str, calls: &[ToolCall]) -> Value {
    let mut message = json!({ "role": "assistant", "content": text });
    if !thinking.is_empty() {
        message["thinking"] = json!(thinking);
    }
    if !calls.is_empty() {
        let call = |call: &ToolCall| json!({ "function": { "name": call.name, "arguments": object(&call.arguments) } });
        message["tool_calls"] = calls.iter().map(call).collect();
    }
    message
}

/// Reads the lines of an answer.
#[derive(Default)]
pub(crate) struct Lines {
    replayed: bool,
}

impl Decoder for Lines {
    fn frame(&mut self, _name: Option<&str>, data: &str, draft: &mut Draft) -> Result<(), Failure> {
        let line = parse(data)?;
        if let Some(failure) = fault::of_value(&line) {
            return Err(failure);
        }
        self.whole(line, draft)
    }

    fn whole(&mut self, line: Value, draft: &mut Draft) -> Result<(), Failure> {
        let Some(message) = line.get("message").filter(|message| message.is_object()) else {
            // A model that was only loaded answers without a message.
            if line.get("done") == Some(&Value::Bool(true)) {
                done(&line, draft);
            }
            return Ok(());
        };
        draft.began(None, line["model"].as_str());
        draft.reasoning(text(message, "thinking"));
        draft.text(text(message, "content"));
        for call in each(message, "tool_calls") {
            let function = call.get("function").unwrap_or(&Value::Null);
            let index = draft.answer.calls.len();
            let id = match text(call, "id") {
                "" => format!("hisho-call-{index}"),
                id => id.to_owned(),
            };
            let index = draft.call(&index.to_string(), &id, text(function, "name"));
            let arguments = function.get("arguments").filter(|arguments| !arguments.is_null()).map(Value::to_string);
            draft.arguments(index, arguments.as_deref().unwrap_or("{}"));
        }
        if line.get("done") == Some(&Value::Bool(true)) {
            done(&line, draft);
        }
        Ok(())
    }

    fn close(&mut self, draft: &mut Draft) {
        if draft.ended && !std::mem::replace(&mut self.replayed, true) {
            let answer = &mut draft.answer;
            let content = message(&answer.text, &answer.reasoning, &answer.calls);
            answer.replay = Some(Replay { wire: Wire::Ollama, model: String::new(), content });
        }
    }
}

fn done(line: &Value, draft: &mut Draft) {
    let word = match text(line, "done_reason") {
        "" => "stop",
        word => word,
    };
    let finish = match word {
        "stop" if !draft.answer.calls.is_empty() => Finish::ToolCalls,
        "stop" => Finish::Stop,
        "length" => Finish::Length,
        _ => Finish::Other,
    };
    draft.finish(finish, word);
    if line.get("prompt_eval_count").is_some() || line.get("eval_count").is_some() {
        draft.usage(Usage {
            input: count(line, "/prompt_eval_count"),
            output: count(line, "/eval_count"),
            counting: Counting::Inside,
            ..Usage::default()
        });
    }
    draft.ended = true;
}
