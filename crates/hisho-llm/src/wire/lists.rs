//! Owns the calls that answer in one piece on every wire: lists of models, and embeddings.
//! Must not know the network.

use serde_json::{Value, json};
use url::Url;

use super::{each, text};
use crate::account::{Account, Wire};
use crate::failure::{Code, Failure};
use crate::provider::ModelInfo;
use crate::usage::{Usage, estimate_tokens};

/// Where the list of models is read; `page` is the service's mark for the next page.
pub(crate) fn models_address(account: &Account, page: Option<&str>) -> Url {
    let mut url = account.at(if account.wire() == Wire::Ollama { "/tags" } else { "/models" });
    let (size, mark) = match account.wire() {
        Wire::Anthropic => (("limit", "1000"), "after_id"),
        Wire::Gemini => (("pageSize", "1000"), "pageToken"),
        _ => return url,
    };
    url.query_pairs_mut().append_pair(size.0, size.1);
    if let Some(page) = page {
        url.query_pairs_mut().append_pair(mark, page);
    }
    url
}

/// The models of one page, and the mark of the next.
pub(crate) fn models(wire: Wire, page: &Value) -> Result<(Vec<ModelInfo>, Option<String>), Failure> {
    let field = if matches!(wire, Wire::Gemini | Wire::Ollama) { "models" } else { "data" };
    if !page.get(field).is_some_and(Value::is_array) {
        return Err(Failure::garbage(format!("this is not a list of models of the {} protocol", wire.name())));
    }
    let number = |model: &Value, path: &str| model.pointer(path).and_then(Value::as_u64);
    let model = |model: &Value| {
        let (id, title) = match wire {
            Wire::Gemini => (text(model, "name").trim_start_matches("models/"), "displayName"),
            Wire::Ollama => (text(model, "name"), "name"),
            _ => (text(model, "id"), "display_name"),
        };
        let title = Some(text(model, title)).filter(|title| !title.is_empty() && *title != id);
        let methods = each(model, "supportedGenerationMethods");
        let context = ["/inputTokenLimit", "/max_input_tokens", "/context_length", "/meta/n_ctx", "/max_model_len"];
        let output = ["/outputTokenLimit", "/max_tokens"];
        ModelInfo {
            id: id.to_owned(),
            title: title.map(str::to_owned),
            context: context.into_iter().find_map(|path| number(model, path)),
            output: output.into_iter().find_map(|path| number(model, path)),
            chats: (wire == Wire::Gemini).then(|| methods.iter().any(|method| method == "generateContent")),
        }
    };
    let found = each(page, field).iter().map(model).filter(|model| !model.id.is_empty()).collect();
    let next = match wire {
        Wire::Anthropic if page.get("has_more") == Some(&Value::Bool(true)) => text(page, "last_id"),
        Wire::Gemini => text(page, "nextPageToken"),
        _ => "",
    };
    Ok((found, Some(next.to_owned()).filter(|next| !next.is_empty())))
}

/// Address and body of a call that embeds `texts`; `None` where the wire has no such call.
pub(crate) fn embed(account: &Account, model: &str, texts: &[String]) -> Option<(Url, Value)> {
    match account.wire() {
        Wire::OpenaiChat | Wire::OpenaiResponses => {
            let body = json!({ "model": model, "input": texts, "encoding_format": "float" });
            Some((account.at("/embeddings"), body))
        }
        Wire::Gemini => {
            let name = format!("models/{}", model.trim_start_matches("models/"));
            let one = |text: &String| json!({ "model": name, "content": { "parts": [{ "text": text }] } });
            let requests: Value = texts.iter().map(one).collect();
            Some((super::gemini::address(account, model, "batchEmbedContents"), json!({ "requests": requests })))
        }
        Wire::Ollama => Some((account.at("/embed"), json!({ "model": model, "input": texts, "truncate": false }))),
        Wire::Anthropic | Wire::Manual => None,
    }
}

/// Reads the vectors of an answer, in the order of `texts`, and what they cost.
pub(crate) fn embedded(wire: Wire, answer: &Value, texts: &[String]) -> Result<(Vec<Vec<f32>>, Usage), Failure> {
    let rows: Vec<&Value> = match wire {
        Wire::Gemini => each(answer, "embeddings").iter().map(|row| &row["values"]).collect(),
        Wire::Ollama => each(answer, "embeddings").iter().collect(),
        _ => {
            let mut rows: Vec<&Value> = each(answer, "data").iter().collect();
            rows.sort_by_key(|row| super::count(row, "/index"));
            rows.into_iter().map(|row| &row["embedding"]).collect()
        }
    };
    let vector = |row: &Value| {
        let numbers = row.as_array()?.iter().map(|number| Some(number.as_f64()? as f32));
        numbers.collect::<Option<Vec<f32>>>().filter(|vector| !vector.is_empty())
    };
    let vectors: Option<Vec<Vec<f32>>> = rows.into_iter().map(vector).collect();
    let vectors =
        vectors.filter(|all| all.len() == texts.len() && all.windows(2).all(|two| two[0].len() == two[1].len()));
    let Some(vectors) = vectors else {
        return Err(Failure::new(Code::Garbage, "the service did not give one vector for each text"));
    };
    let counted = ["/usage/prompt_tokens", "/prompt_eval_count"];
    let input = counted.into_iter().find_map(|path| answer.pointer(path).and_then(Value::as_u64));
    let guess = || Usage::guess(texts.iter().map(|text| estimate_tokens(text)).sum(), "");
    let usage = input.map_or_else(guess, |input| Usage { input, ..Usage::default() });
    Ok((vectors, usage))
}
