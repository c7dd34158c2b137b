//! Owns the Chat Completions wire, OpenAI's own and that of the many servers that speak it.
//! Must not know the network, nor which server it is beyond its address.

use serde_json::{Value, json};

use super::{Decoder, count, each, is_strict, json as parse, own, text};
use crate::account::{Account, Wire};
use crate::answer::{Finish, Replay};
use crate::chat::{Chat, Part, ToolChoice, Turn};
use crate::draft::Draft;
use crate::failure::Failure;
use crate::fault;
use crate::usage::{Counting, Usage};

/// The body of a request.
pub(crate) fn body(account: &Account, chat: &Chat, stream: bool) -> Value {
    let mut messages = Vec::new();
    if !chat.system.is_empty() {
        messages.push(json!({ "role": "system", "content": chat.system }));
    }
    chat.turns.iter().for_each(|turn| messages_of(turn, &chat.model, &mut messages));
    let mut body = json!({ "model": chat.model, "messages": messages, "stream": stream });
    if stream {
        body["stream_options"] = json!({ "include_usage": true });
    }
    if let Some(max) = chat.max_tokens {
        // OpenAI's reasoning models take only the new name, many other servers only the old one.
        let ours = account.base().starts_with("https://api.openai.com/");
        body[if ours { "max_completion_tokens" } else { "max_tokens" }] = json!(max);
    }
    if let Some(temperature) = chat.temperature {
        body["temperature"] = json!(temperature);
    }
    if !chat.stop.is_empty() {
        body["stop"] = json!(chat.stop);
    }
    if !chat.tools.is_empty() {
        let tool = |tool: &crate::chat::Tool| {
            json!({ "type": "function", "function": {
                "name": tool.name, "description": tool.description, "parameters": tool.input,
            } })
        };
        body["tools"] = chat.tools.iter().map(tool).collect();
        body["tool_choice"] = match &chat.tool_choice {
            ToolChoice::Free => json!("auto"),
            ToolChoice::None => json!("none"),
            ToolChoice::Some => json!("required"),
            ToolChoice::Named(name) => json!({ "type": "function", "function": { "name": name } }),
        };
    }
    if let Some(form) = &chat.form {
        body["response_format"] = json!({ "type": "json_schema", "json_schema": {
            "name": form.name, "schema": form.schema, "strict": is_strict(&form.schema),
        } });
    }
    body
}

fn messages_of(turn: &Turn, model: &str, messages: &mut Vec<Value>) {
    match turn {
        Turn::Said(parts) => {
            let content = match parts.as_slice() {
                [Part::Text(text)] => json!(text),
                parts => parts.iter().map(part).collect(),
            };
            messages.push(json!({ "role": "user", "content": content }));
        }
        Turn::Answered { text, calls, replay } => {
            let own = own(replay, Wire::OpenaiChat, model).cloned();
            messages.push(own.unwrap_or_else(|| message(text, None, calls)));
        }
        Turn::Results(results) => messages.extend(
            results.iter().map(|result| json!({ "role": "tool", "tool_call_id": result.call, "content": result.text })),
        ),
    }
}

fn part(part: &Part) -> Value {
    match part {
        Part::Text(text) => json!({ "type": "text", "text": text }),
        Part::Image(image) => json!({ "type": "image_url", "image_url": { "url": image.data_url() } }),
    }
}

fn message(text: &str, refusal: Option<&str>, calls: &[crate::answer::ToolCall]) -> Value {
    let content = if text.is_empty() { Value::Null } else { json!(text) };
    let mut message = json!({ "role": "assistant", "content": content });
    if let Some(refusal) = refusal {
        message["refusal"] = json!(refusal);
    }
    if !calls.is_empty() {
        let call = |call: &crate::answer::ToolCall| json!({ "id": call.id, "type": "function", "function": { "name": call.name, "arguments": call.arguments } });
        message["tool_calls"] = calls.iter().map(call).collect();
    } else if text.is_empty() && refusal.is_none() {
        // A message of nothing at all is refused.
        message["content"] = json!("");
    }
    message
}

/// Reads chunks.
#[derive(Default)]
pub(crate) struct Chunks {
    /// The slot that fragments without an index belong to.
    current: String,
    replayed: bool,
}

impl Decoder for Chunks {
    fn frame(&mut self, _name: Option<&str>, data: &str, draft: &mut Draft) -> Result<(), Failure> {
        if data.trim() == "[DONE]" {
            // The mark alone, after nothing, is no answer.
            draft.ended = draft.known;
            return Ok(());
        }
        let chunk = parse(data)?;
        if let Some(failure) = fault::of_value(&chunk) {
            return Err(failure);
        }
        self.chunk(&chunk, "delta", draft);
        Ok(())
    }

    fn whole(&mut self, value: Value, draft: &mut Draft) -> Result<(), Failure> {
        self.chunk(&value, "message", draft);
        if draft.answer.finish.is_some() || first(&value).is_some() {
            draft.ended = true;
        }
        Ok(())
    }

    fn close(&mut self, draft: &mut Draft) {
        // Some servers never send the mark; the reason to finish is their end.
        draft.ended |= draft.answer.finish.is_some();
        if draft.ended && !std::mem::replace(&mut self.replayed, true) {
            let answer = &mut draft.answer;
            let content = message(&answer.text, answer.refusal.as_deref(), &answer.calls);
            answer.replay = Some(Replay { wire: Wire::OpenaiChat, model: String::new(), content });
        }
    }
}

/// The first choice; others are asked for by nobody here, and would mix their text into it.
fn first(chunk: &Value) -> Option<&Value> {
    each(chunk, "choices").iter().find(|choice| count(choice, "/index") == 0)
}

impl Chunks {
    fn chunk(&mut self, chunk: &Value, field: &str, draft: &mut Draft) {
        if chunk.get("choices").is_some_and(Value::is_array) {
            draft.began(chunk["id"].as_str(), chunk["model"].as_str());
        }
        if let Some(usage) = chunk.get("usage").filter(|usage| usage.is_object()) {
            draft.usage(usage_of(usage));
        }
        let Some(choice) = first(chunk) else { return };
        if let Some(delta) = choice.get(field) {
            for name in ["reasoning_content", "reasoning"] {
                draft.reasoning(text(delta, name));
            }
            match delta.get("content") {
                Some(Value::String(more)) => draft.text(more),
                // Some gateways answer in parts.
                Some(Value::Array(parts)) => parts.iter().for_each(|part| draft.text(text(part, "text"))),
                _ => {}
            }
            draft.refusal(text(delta, "refusal"));
            for (place, call) in each(delta, "tool_calls").iter().enumerate() {
                self.call(call, place, field == "message", draft);
            }
        }
        if let Some(word) = choice.get("finish_reason").and_then(Value::as_str) {
            draft.finish(finish(word), word);
        }
    }

    fn call(&mut self, call: &Value, place: usize, whole: bool, draft: &mut Draft) {
        let function = call.get("function").unwrap_or(&Value::Null);
        let (id, name) = (text(call, "id"), text(function, "name"));
        let slot = match call.get("index").and_then(Value::as_u64) {
            _ if whole => place.to_string(),
            Some(index) => index.to_string(),
            // A server without indexes: a fragment that names a tool begins a call.
            None if !name.is_empty() => format!("+{}", draft.answer.calls.len()),
            None => self.current.clone(),
        };
        // Other servers give every call the index 0; then a new id is a new call.
        let known = draft.slot(&slot).map(|index| &draft.answer.calls[index]);
        let another = known.is_some_and(|known| !id.is_empty() && !name.is_empty() && known.id != id);
        self.current = if another { format!("{slot}#{id}") } else { slot };
        if !another && id.is_empty() && name.is_empty() && self.current.is_empty() {
            return;
        }
        let latest = draft.answer.calls.len();
        let index = match draft.slot(&self.current) {
            // Fragments without an id go to the latest call that shares their index.
            Some(index) if id.is_empty() => {
                (index..latest).rev().find(|other| self.shares(*other, draft)).unwrap_or(index)
            }
            _ => draft.call(&self.current, id, name),
        };
        match function.get("arguments") {
            Some(Value::String(more)) => draft.arguments(index, more),
            Some(value @ Value::Object(_)) => draft.arguments(index, &value.to_string()),
            _ => {}
        }
    }

    fn shares(&self, index: usize, draft: &Draft) -> bool {
        let id = &draft.answer.calls[index].id;
        draft.slot(&format!("{}#{id}", self.current)) == Some(index)
    }
}

fn usage_of(usage: &Value) -> Usage {
    Usage {
        input: count(usage, "/prompt_tokens"),
        output: count(usage, "/completion_tokens"),
        cache_read: count(usage, "/prompt_tokens_details/cached_tokens"),
        cache_write: 0,
        reasoning: count(usage, "/completion_tokens_details/reasoning_tokens"),
        counting: Counting::Inside,
        estimated: false,
    }
}

fn finish(word: &str) -> Finish {
    match word {
        "stop" => Finish::Stop,
        "length" => Finish::Length,
        "tool_calls" | "function_call" => Finish::ToolCalls,
        "content_filter" => Finish::Filtered,
        _ => Finish::Other,
    }
}
