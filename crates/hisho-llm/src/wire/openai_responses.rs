//! Owns the Responses wire of OpenAI, which llama.cpp speaks too.
//! Must not know the network.

use serde_json::{Value, json};

use super::{Decoder, count, each, is_strict, json as parse, own, text};
use crate::account::Wire;
use crate::answer::{Finish, Replay};
use crate::chat::{Chat, Part, ToolChoice, Turn};
use crate::draft::Draft;
use crate::failure::{Code, Failure};
use crate::fault;
use crate::usage::{Counting, Usage};

/// The body of a request. Nothing is stored at the service; the conversation is sent each time.
pub(crate) fn body(chat: &Chat, stream: bool) -> Value {
    let mut input = Vec::new();
    chat.turns.iter().for_each(|turn| items_of(turn, &chat.model, &mut input));
    let mut body = json!({ "model": chat.model, "input": input, "stream": stream, "store": false });
    if !chat.system.is_empty() {
        body["instructions"] = json!(chat.system);
    }
    if reasons(&chat.model) {
        // Without it, reasoning that is not stored could not be sent back; other models refuse the word.
        body["include"] = json!(["reasoning.encrypted_content"]);
    }
    if let Some(max) = chat.max_tokens {
        body["max_output_tokens"] = json!(max);
    }
    if let Some(temperature) = chat.temperature {
        body["temperature"] = json!(temperature);
    }
    if !chat.tools.is_empty() {
        let tool = |tool: &crate::chat::Tool| {
            json!({
                "type": "function", "name": tool.name, "description": tool.description,
                "parameters": tool.input, "strict": is_strict(&tool.input),
            })
        };
        body["tools"] = chat.tools.iter().map(tool).collect();
        body["tool_choice"] = match &chat.tool_choice {
            ToolChoice::Free => json!("auto"),
            ToolChoice::None => json!("none"),
            ToolChoice::Some => json!("required"),
            ToolChoice::Named(name) => json!({ "type": "function", "name": name }),
        };
    }
    if let Some(form) = &chat.form {
        body["text"] = json!({ "format": {
            "type": "json_schema", "name": form.name, "schema": form.schema, "strict": is_strict(&form.schema),
        } });
    }
    body
}

/// Whether OpenAI's model of that name reasons: the o and the gpt-5 families.
fn reasons(model: &str) -> bool {
    let o = model.strip_prefix('o').is_some_and(|rest| rest.starts_with(|letter: char| letter.is_ascii_digit()));
    o || model.starts_with("gpt-5")
}

fn items_of(turn: &Turn, model: &str, input: &mut Vec<Value>) {
    match turn {
        Turn::Said(parts) => {
            let content: Value = parts.iter().map(part).collect();
            input.push(json!({ "type": "message", "role": "user", "content": content }));
        }
        Turn::Answered { text, calls, replay } => {
            if let Some(items) = own(replay, Wire::OpenaiResponses, model) {
                input.extend(items.as_array().into_iter().flatten().cloned());
                return;
            }
            if !text.is_empty() {
                let content = json!([{ "type": "output_text", "text": text, "annotations": [] }]);
                input.push(json!({ "type": "message", "role": "assistant", "content": content }));
            }
            input.extend(calls.iter().map(|call| {
                json!({ "type": "function_call", "call_id": call.id, "name": call.name, "arguments": call.arguments })
            }));
        }
        Turn::Results(results) => input.extend(
            results
                .iter()
                .map(|result| json!({ "type": "function_call_output", "call_id": result.call, "output": result.text })),
        ),
    }
}

fn part(part: &Part) -> Value {
    match part {
        Part::Text(text) => json!({ "type": "input_text", "text": text }),
        Part::Image(image) => json!({ "type": "input_image", "image_url": image.data_url(), "detail": "auto" }),
    }
}

/// Reads the events of a response and its items.
#[derive(Default)]
pub(crate) struct Items {
    /// Finished items by their place, as they came.
    items: Vec<(u64, Value)>,
}

impl Decoder for Items {
    fn frame(&mut self, name: Option<&str>, data: &str, draft: &mut Draft) -> Result<(), Failure> {
        if data.trim() == "[DONE]" {
            return Ok(());
        }
        let event = parse(data)?;
        let kind = event.get("type").and_then(Value::as_str).or(name).unwrap_or_default();
        let place = count(&event, "/output_index");
        let slot = place.to_string();
        match kind {
            "response.created" | "response.in_progress" => began(&event["response"], draft),
            "response.output_text.delta" => draft.text(text(&event, "delta")),
            "response.refusal.delta" => draft.refusal(text(&event, "delta")),
            "response.reasoning_summary_text.delta" | "response.reasoning_text.delta" => {
                draft.reasoning(text(&event, "delta"));
            }
            "response.reasoning_summary_part.added" if count(&event, "/summary_index") > 0 => draft.reasoning("\n\n"),
            "response.output_item.added" => {
                call(&slot, &event["item"], draft);
            }
            "response.function_call_arguments.delta" => {
                if let Some(index) = draft.slot(&slot) {
                    draft.arguments(index, text(&event, "delta"));
                }
            }
            "response.output_item.done" => {
                let item = &event["item"];
                if let Some(index) = call(&slot, item, draft) {
                    draft.whole_arguments(index, text(item, "arguments"));
                }
                self.items.push((place, item.clone()));
            }
            "response.completed" | "response.incomplete" => self.over(&event["response"], draft),
            "response.failed" => return Err(self.failed(&event["response"], draft)),
            // The error stands in the event itself or in a field of it.
            "error" => return Err(flat(&event)),
            _ => {
                if let Some(failure) = fault::of_value(&event) {
                    return Err(failure);
                }
            }
        }
        Ok(())
    }

    fn whole(&mut self, value: Value, draft: &mut Draft) -> Result<(), Failure> {
        if value.get("output").is_none_or(|output| !output.is_array()) {
            return Ok(());
        }
        began(&value, draft);
        match text(&value, "status") {
            "failed" | "cancelled" => Err(self.failed(&value, draft)),
            "queued" | "in_progress" => Ok(()),
            _ => {
                self.over(&value, draft);
                Ok(())
            }
        }
    }

    fn close(&mut self, draft: &mut Draft) {
        if !draft.ended || self.items.is_empty() {
            return;
        }
        self.items.sort_by_key(|(place, _)| *place);
        let items = std::mem::take(&mut self.items);
        let content = items.into_iter().filter_map(|(_, item)| returned(item)).collect();
        draft.answer.replay = Some(Replay { wire: Wire::OpenaiResponses, model: String::new(), content });
    }
}

fn began(response: &Value, draft: &mut Draft) {
    draft.began(response["id"].as_str(), response["model"].as_str());
}

/// Begins the call that `item` is, if it is one.
fn call(slot: &str, item: &Value, draft: &mut Draft) -> Option<usize> {
    (text(item, "type") == "function_call").then(|| draft.call(slot, text(item, "call_id"), text(item, "name")))
}

/// An item as it can be sent back. Ids name what is stored at the service, and nothing is; reasoning without its
/// encrypted content is of no use to it.
fn returned(mut item: Value) -> Option<Value> {
    let reasoning = text(&item, "type") == "reasoning";
    if reasoning && text(&item, "encrypted_content").is_empty() {
        return None;
    }
    let fields = item.as_object_mut()?;
    fields.shift_remove("status");
    if !reasoning {
        fields.shift_remove("id");
    }
    Some(item)
}

/// The error of an `error` event, flat or nested.
fn flat(event: &Value) -> Failure {
    let nested = event.get("error").filter(|error| error.is_object()).unwrap_or(event);
    let mut error = nested.clone();
    if std::ptr::eq(nested, event) {
        // Here the type says only that it is an error.
        error.as_object_mut().map(|fields| fields.shift_remove("type"));
    }
    fault::of_value(&json!({ "error": error }))
        .unwrap_or_else(|| Failure::new(Code::ServiceFailed, "the response failed"))
}

impl Items {
    fn failed(&mut self, response: &Value, draft: &mut Draft) -> Failure {
        began(response, draft);
        usage(response, draft);
        fault::of_value(response).unwrap_or_else(|| Failure::new(Code::ServiceFailed, "the response failed"))
    }

    /// The response is over: takes from its items what no event told.
    fn over(&mut self, response: &Value, draft: &mut Draft) {
        began(response, draft);
        usage(response, draft);
        let output = each(response, "output");
        let told = !draft.answer.text.is_empty();
        let refused = draft.answer.refusal.is_some();
        let reasoned = !draft.answer.reasoning.is_empty();
        for (place, item) in output.iter().enumerate() {
            if let Some(index) = call(&place.to_string(), item, draft) {
                draft.whole_arguments(index, text(item, "arguments"));
            }
            for part in each(item, "content") {
                match text(part, "type") {
                    "output_text" if !told => draft.text(text(part, "text")),
                    "refusal" if !refused => draft.refusal(text(part, "refusal")),
                    "reasoning_text" if !reasoned => draft.reasoning(text(part, "text")),
                    _ => {}
                }
            }
            for (nth, part) in each(item, "summary").iter().enumerate().filter(|_| !reasoned) {
                draft.reasoning(if nth > 0 { "\n\n" } else { "" });
                draft.reasoning(text(part, "text"));
            }
        }
        if !output.is_empty() {
            self.items = output.iter().cloned().enumerate().map(|(place, item)| (place as u64, item)).collect();
        }
        let reason = response.pointer("/incomplete_details/reason").and_then(Value::as_str);
        let word = reason.unwrap_or(match text(response, "status") {
            "" => "completed",
            status => status,
        });
        let finish = match word {
            "completed" if !draft.answer.calls.is_empty() => Finish::ToolCalls,
            "completed" => Finish::Stop,
            "max_output_tokens" => Finish::Length,
            "content_filter" => Finish::Filtered,
            _ => Finish::Other,
        };
        draft.finish(finish, word);
        draft.ended = true;
    }
}

fn usage(response: &Value, draft: &mut Draft) {
    if let Some(usage) = response.get("usage").filter(|usage| usage.is_object()) {
        draft.usage(Usage {
            input: count(usage, "/input_tokens"),
            output: count(usage, "/output_tokens"),
            cache_read: count(usage, "/input_tokens_details/cached_tokens"),
            cache_write: count(usage, "/input_tokens_details/cache_write_tokens"),
            reasoning: count(usage, "/output_tokens_details/reasoning_tokens"),
            counting: Counting::Inside,
            estimated: false,
        });
    }
}
