//! Owns the Messages wire of Anthropic, which llama.cpp speaks too.
//! Must not know the network.

use serde_json::{Value, json};

use super::{Decoder, count, each, json as parse, object, own, text};
use crate::account::Wire;
use crate::answer::{Finish, Replay};
use crate::chat::{Chat, Part, ToolChoice, Turn};
use crate::draft::{Draft, PARTS};
use crate::failure::Failure;
use crate::fault;
use crate::usage::{Counting, Usage};

/// The most tokens to write where the person set no limit: the wire demands one. Room for the thoughts of the
/// models that always think, and not more than any of them takes.
const MAX_TOKENS: u32 = 16_384;

/// The body of a request.
pub(crate) fn body(chat: &Chat, stream: bool) -> Value {
    let messages: Vec<Value> = chat.turns.iter().filter_map(|turn| message(turn, &chat.model)).collect();
    let max = chat.max_tokens.unwrap_or(MAX_TOKENS);
    let mut body = json!({ "model": chat.model, "max_tokens": max, "messages": messages, "stream": stream });
    if !chat.system.is_empty() {
        body["system"] = json!(chat.system);
    }
    if let Some(temperature) = chat.temperature {
        // The scale ends at 1 here and at 2 elsewhere.
        body["temperature"] = json!(temperature.clamp(0.0, 1.0));
    }
    if !chat.stop.is_empty() {
        body["stop_sequences"] = json!(chat.stop);
    }
    if !chat.tools.is_empty() {
        let tool = |tool: &crate::chat::Tool| json!({ "name": tool.name, "description": tool.description, "input_schema": tool.input });
        body["tools"] = chat.tools.iter().map(tool).collect();
        body["tool_choice"] = match &chat.tool_choice {
            ToolChoice::Free => json!({ "type": "auto" }),
            ToolChoice::None => json!({ "type": "none" }),
            ToolChoice::Some => json!({ "type": "any" }),
            ToolChoice::Named(name) => json!({ "type": "tool", "name": name }),
        };
    }
    if let Some(form) = &chat.form {
        body["output_config"] = json!({ "format": { "type": "json_schema", "schema": form.schema } });
    }
    body
}

/// A turn as a message; none for one without content, which the service refuses.
fn message(turn: &Turn, model: &str) -> Option<Value> {
    let (role, content): (_, Vec<Value>) = match turn {
        Turn::Said(parts) => ("user", parts.iter().map(part).collect()),
        Turn::Answered { replay, .. } if own(replay, Wire::Anthropic, model).is_some() => {
            ("assistant", own(replay, Wire::Anthropic, model)?.as_array()?.clone())
        }
        Turn::Answered { text, calls, .. } => {
            let said = (!text.is_empty()).then(|| json!({ "type": "text", "text": text }));
            let asked = calls.iter().map(|call| {
                json!({ "type": "tool_use", "id": call.id, "name": call.name, "input": object(&call.arguments) })
            });
            ("assistant", said.into_iter().chain(asked).collect())
        }
        Turn::Results(results) => {
            let result = |result: &crate::chat::ToolResult| {
                json!({
                    "type": "tool_result", "tool_use_id": result.call, "content": result.text,
                    "is_error": result.failed,
                })
            };
            ("user", results.iter().map(result).collect())
        }
    };
    (!content.is_empty()).then(|| json!({ "role": role, "content": content }))
}

fn part(part: &Part) -> Value {
    match part {
        Part::Text(text) => json!({ "type": "text", "text": text }),
        Part::Image(image) => json!({ "type": "image", "source": {
            "type": "base64", "media_type": image.media_type, "data": image.base64(),
        } }),
    }
}

/// Reads a message block by block.
#[derive(Default)]
pub(crate) struct Blocks {
    /// The blocks so far by their index, each with the JSON of its input where that comes in fragments.
    blocks: Vec<(u64, Value, String)>,
    /// The latest snapshot of the counts.
    usage: Usage,
}

impl Decoder for Blocks {
    fn frame(&mut self, name: Option<&str>, data: &str, draft: &mut Draft) -> Result<(), Failure> {
        let event = parse(data)?;
        let kind = event.get("type").and_then(Value::as_str).or(name).unwrap_or_default();
        match kind {
            "message_start" => {
                let message = &event["message"];
                draft.began(message["id"].as_str(), message["model"].as_str());
                self.count(&message["usage"], draft);
            }
            "content_block_start" => self.start(count(&event, "/index"), &event["content_block"], draft),
            "content_block_delta" => self.delta(count(&event, "/index"), &event["delta"], draft),
            "message_delta" => {
                self.count(&event["usage"], draft);
                stop(&event["delta"], draft);
            }
            "message_stop" => draft.ended = draft.known,
            "error" => {
                let unnamed = || Failure::new(crate::failure::Code::ServiceFailed, "the service reported an error");
                return Err(fault::of_value(&event).unwrap_or_else(unnamed));
            }
            _ => {}
        }
        Ok(())
    }

    fn whole(&mut self, value: Value, draft: &mut Draft) -> Result<(), Failure> {
        if value.get("content").is_none_or(|content| !content.is_array()) {
            return Ok(());
        }
        draft.began(value["id"].as_str(), value["model"].as_str());
        for (index, block) in each(&value, "content").iter().enumerate() {
            self.start(index as u64, block, draft);
        }
        self.count(&value["usage"], draft);
        stop(&value, draft);
        draft.ended = true;
        Ok(())
    }

    fn close(&mut self, draft: &mut Draft) {
        for (index, block, input) in &mut self.blocks {
            let Some(call) = draft.slot(&index.to_string()) else { continue };
            // A call whose input never came in fragments has it in its block.
            if input.is_empty() && draft.answer.calls[call].arguments.is_empty() {
                let whole = block.get("input").filter(|input| input.is_object()).map(Value::to_string);
                draft.whole_arguments(call, whole.as_deref().unwrap_or("{}"));
            }
        }
        if draft.ended && !self.blocks.is_empty() {
            let mut blocks = std::mem::take(&mut self.blocks);
            blocks.sort_by_key(|(index, ..)| *index);
            let content = blocks.into_iter().filter_map(|(_, block, input)| returned(block, &input)).collect();
            draft.answer.replay = Some(Replay { wire: Wire::Anthropic, model: String::new(), content });
        }
    }
}

/// A block as it can be sent back: with its gathered input, and not an empty text, which is refused.
fn returned(mut block: Value, input: &str) -> Option<Value> {
    if !input.is_empty() {
        block["input"] = object(input);
    }
    (text(&block, "type") != "text" || !text(&block, "text").is_empty()).then_some(block)
}

fn stop(from: &Value, draft: &mut Draft) {
    let Some(word) = from.get("stop_reason").and_then(Value::as_str) else { return };
    let finish = match word {
        "end_turn" | "stop_sequence" => Finish::Stop,
        "max_tokens" => Finish::Length,
        "tool_use" => Finish::ToolCalls,
        "pause_turn" => Finish::Pause,
        "refusal" => Finish::Refusal,
        "model_context_window_exceeded" => Finish::ContextFull,
        _ => Finish::Other,
    };
    draft.finish(finish, word);
}

impl Blocks {
    fn start(&mut self, index: u64, block: &Value, draft: &mut Draft) {
        if !block.is_object() {
            return;
        }
        match text(block, "type") {
            "text" => draft.text(text(block, "text")),
            "thinking" => draft.reasoning(text(block, "thinking")),
            "tool_use" => {
                draft.call(&index.to_string(), text(block, "id"), text(block, "name"));
            }
            _ => {}
        }
        draft.overfull |= self.blocks.len() >= PARTS;
        self.blocks.push((index, block.clone(), String::new()));
    }

    fn delta(&mut self, index: u64, delta: &Value, draft: &mut Draft) {
        let call = draft.slot(&index.to_string());
        let Some((_, block, input)) = self.blocks.iter_mut().rev().find(|(known, ..)| *known == index) else { return };
        match text(delta, "type") {
            "text_delta" => {
                draft.text(text(delta, "text"));
                append(block, "text", text(delta, "text"));
            }
            "thinking_delta" => {
                draft.reasoning(text(delta, "thinking"));
                append(block, "thinking", text(delta, "thinking"));
            }
            "signature_delta" => append(block, "signature", text(delta, "signature")),
            "input_json_delta" => {
                let fragment = text(delta, "partial_json");
                input.push_str(fragment);
                if let Some(call) = call {
                    draft.arguments(call, fragment);
                }
            }
            "citations_delta" => {
                let citation = delta["citation"].clone();
                match block.get_mut("citations").and_then(Value::as_array_mut) {
                    Some(citations) => citations.push(citation),
                    None => block["citations"] = json!([citation]),
                }
            }
            _ => {}
        }
    }

    /// Takes a snapshot of the counts: each number is the sum so far, so that it replaces the one before.
    fn count(&mut self, snapshot: &Value, draft: &mut Draft) {
        if !snapshot.is_object() {
            return;
        }
        let take = |path: &str, field: &mut u64| {
            if let Some(said) = snapshot.pointer(path).and_then(Value::as_u64) {
                *field = said;
            }
        };
        take("/input_tokens", &mut self.usage.input);
        take("/output_tokens", &mut self.usage.output);
        take("/cache_read_input_tokens", &mut self.usage.cache_read);
        take("/cache_creation_input_tokens", &mut self.usage.cache_write);
        take("/output_tokens_details/thinking_tokens", &mut self.usage.reasoning);
        self.usage.counting = Counting::CacheBeside;
        draft.usage(self.usage.clone());
    }
}

/// Appends in place: a block of a long answer grows by many small pieces.
fn append(block: &mut Value, field: &str, more: &str) {
    match &mut block[field] {
        Value::String(text) => text.push_str(more),
        other => *other = json!(more),
    }
}
