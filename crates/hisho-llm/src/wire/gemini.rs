//! Owns the `generateContent` wire of Gemini.
//! Must not know the network.

use serde_json::{Value, json};
use url::Url;

use super::{Decoder, count, each, json as parse, object, own, text};
use crate::account::{Account, Wire};
use crate::answer::{Finish, Replay};
use crate::chat::{Chat, Part, ToolChoice, Turn};
use crate::draft::Draft;
use crate::failure::{Code, Failure};
use crate::fault;
use crate::usage::{Counting, Usage};

/// The address of `method` of a model. The name comes from a list or a person, so that it is escaped.
pub(crate) fn address(account: &Account, model: &str, method: &str) -> Url {
    let mut url = account.at("");
    let (family, name) = match model.split_once('/') {
        Some((family @ ("models" | "tunedModels"), name)) => (family, name),
        _ => ("models", model),
    };
    if let Ok(mut segments) = url.path_segments_mut() {
        segments.push(family).push(&format!("{name}:{method}"));
    }
    if method == "streamGenerateContent" {
        url.set_query(Some("alt=sse"));
    }
    url
}

/// The body of a request.
pub(crate) fn body(chat: &Chat) -> Value {
    let contents: Vec<Value> = chat.turns.iter().filter_map(|turn| content(turn, &chat.model)).collect();
    let mut body = json!({ "contents": contents });
    if !chat.system.is_empty() {
        body["systemInstruction"] = json!({ "parts": [{ "text": chat.system }] });
    }
    let mut config = json!({});
    if let Some(max) = chat.max_tokens {
        config["maxOutputTokens"] = json!(max);
    }
    if let Some(temperature) = chat.temperature {
        config["temperature"] = json!(temperature);
    }
    if !chat.stop.is_empty() {
        config["stopSequences"] = json!(chat.stop);
    }
    if let Some(form) = &chat.form {
        config["responseMimeType"] = json!("application/json");
        config["responseJsonSchema"] = form.schema.clone();
    }
    if config.as_object().is_some_and(|fields| !fields.is_empty()) {
        body["generationConfig"] = config;
    }
    if !chat.tools.is_empty() {
        let tool = |tool: &crate::chat::Tool| json!({ "name": tool.name, "description": tool.description, "parametersJsonSchema": tool.input });
        let declared: Value = chat.tools.iter().map(tool).collect();
        body["tools"] = json!([{ "functionDeclarations": declared }]);
        body["toolConfig"] = json!({ "functionCallingConfig": match &chat.tool_choice {
            ToolChoice::Free => json!({ "mode": "AUTO" }),
            ToolChoice::None => json!({ "mode": "NONE" }),
            ToolChoice::Some => json!({ "mode": "ANY" }),
            ToolChoice::Named(name) => json!({ "mode": "ANY", "allowedFunctionNames": [name] }),
        } });
    }
    body
}

fn content(turn: &Turn, model: &str) -> Option<Value> {
    let (role, parts): (_, Vec<Value>) = match turn {
        Turn::Said(parts) => ("user", parts.iter().map(part).collect()),
        Turn::Answered { replay, .. } if own(replay, Wire::Gemini, model).is_some() => {
            ("model", own(replay, Wire::Gemini, model)?.as_array()?.clone())
        }
        Turn::Answered { text, calls, .. } => {
            let said = (!text.is_empty()).then(|| json!({ "text": text }));
            let asked = calls
                .iter()
                .map(|call| json!({ "functionCall": { "name": call.name, "args": object(&call.arguments) } }));
            ("model", said.into_iter().chain(asked).collect())
        }
        Turn::Results(results) => {
            let result = |result: &crate::chat::ToolResult| {
                let field = if result.failed { "error" } else { "result" };
                let mut response = json!({ "name": result.name, "response": { field: result.text } });
                // An id of ours would be unknown to the service.
                if !result.call.starts_with(OWN_ID) {
                    response["id"] = json!(result.call);
                }
                json!({ "functionResponse": response })
            };
            ("user", results.iter().map(result).collect())
        }
    };
    (!parts.is_empty()).then(|| json!({ "role": role, "parts": parts }))
}

fn part(part: &Part) -> Value {
    match part {
        Part::Text(text) => json!({ "text": text }),
        Part::Image(image) => json!({ "inlineData": { "mimeType": image.media_type, "data": image.base64() } }),
    }
}

/// How an id begins that is made here, for calls to which the service gave none.
const OWN_ID: &str = "hisho-call-";

/// Reads a response part by part.
#[derive(Default)]
pub(crate) struct Parts {
    /// The parts so far; neighbouring texts are one, everything else is as it came.
    parts: Vec<Value>,
}

impl Decoder for Parts {
    fn frame(&mut self, _name: Option<&str>, data: &str, draft: &mut Draft) -> Result<(), Failure> {
        if data.trim() == "[DONE]" {
            return Ok(());
        }
        let chunk = parse(data)?;
        // Whatever the header of the stream says, an error can stand in it.
        if let Some(failure) = fault::of_value(&chunk) {
            return Err(failure);
        }
        self.chunk(&chunk, draft)
    }

    fn whole(&mut self, value: Value, draft: &mut Draft) -> Result<(), Failure> {
        self.chunk(&value, draft)
    }

    fn close(&mut self, draft: &mut Draft) {
        // The wire has no mark of its end: it is the reason to finish, after which more may come.
        draft.ended |= draft.answer.finish.is_some();
        if draft.ended && !self.parts.is_empty() {
            let content = std::mem::take(&mut self.parts).into();
            draft.answer.replay = Some(Replay { wire: Wire::Gemini, model: String::new(), content });
        }
    }
}

impl Parts {
    fn chunk(&mut self, chunk: &Value, draft: &mut Draft) -> Result<(), Failure> {
        if chunk.get("candidates").is_some() || chunk.get("promptFeedback").is_some() {
            draft.began(chunk["responseId"].as_str(), chunk["modelVersion"].as_str());
        }
        if let Some(usage) = chunk.get("usageMetadata").filter(|usage| usage.is_object()) {
            draft.usage(usage_of(usage));
        }
        let candidates = each(chunk, "candidates");
        let blocked = chunk.pointer("/promptFeedback/blockReason").and_then(Value::as_str);
        if let Some(reason) = blocked.filter(|_| candidates.is_empty()) {
            draft.finish(Finish::Filtered, reason);
            let message = chunk.pointer("/promptFeedback/blockReasonMessage").and_then(Value::as_str);
            let message = message.unwrap_or("the service blocked the question");
            return Err(Failure::new(Code::Blocked, message).with_kind(Some(reason)));
        }
        let Some(candidate) = candidates.iter().find(|candidate| count(candidate, "/index") == 0) else {
            return Ok(());
        };
        for part in candidate.get("content").map(|content| each(content, "parts")).unwrap_or_default() {
            self.part(part, draft);
        }
        if let Some(word) = candidate.get("finishReason").and_then(Value::as_str) {
            draft.finish(finish(word, draft), word);
        }
        Ok(())
    }

    fn part(&mut self, part: &Value, draft: &mut Draft) {
        let thought = part.get("thought").and_then(Value::as_bool).unwrap_or(false);
        if thought {
            draft.reasoning(text(part, "text"));
        } else {
            draft.text(text(part, "text"));
        }
        if let Some(call) = part.get("functionCall") {
            let index = draft.answer.calls.len();
            let id = match text(call, "id") {
                "" => format!("{OWN_ID}{index}"),
                id => id.to_owned(),
            };
            let index = draft.call(&index.to_string(), &id, text(call, "name"));
            let arguments = call.get("args").filter(|args| !args.is_null()).map(Value::to_string);
            draft.arguments(index, arguments.as_deref().unwrap_or("{}"));
        }
        let mergeable = |part: &Value| {
            let fields = part.as_object();
            fields.is_some_and(|fields| fields.keys().all(|name| name == "text" || name == "thought"))
        };
        match self.parts.last_mut() {
            Some(last) if mergeable(last) && mergeable(part) && last.get("thought") == part.get("thought") => {
                if let Some(Value::String(all)) = last.get_mut("text") {
                    all.push_str(text(part, "text"));
                }
            }
            _ => self.parts.push(part.clone()),
        }
    }
}

fn finish(word: &str, draft: &Draft) -> Finish {
    match word {
        "STOP" if !draft.answer.calls.is_empty() => Finish::ToolCalls,
        "STOP" => Finish::Stop,
        "MAX_TOKENS" => Finish::Length,
        "SAFETY" | "RECITATION" | "BLOCKLIST" | "PROHIBITED_CONTENT" | "SPII" | "IMAGE_SAFETY" => Finish::Filtered,
        _ => Finish::Other,
    }
}

fn usage_of(usage: &Value) -> Usage {
    Usage {
        input: count(usage, "/promptTokenCount"),
        output: count(usage, "/candidatesTokenCount"),
        cache_read: count(usage, "/cachedContentTokenCount"),
        cache_write: 0,
        reasoning: count(usage, "/thoughtsTokenCount"),
        counting: Counting::ReasoningBeside,
        estimated: false,
    }
}
