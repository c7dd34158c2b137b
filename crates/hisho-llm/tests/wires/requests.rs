//! What is sent: every wire's words for tools, images, forms and turns that go back as they came.

use futures_util::StreamExt;
use hisho_llm::{
    Chat, Code, Event, Form, Image, Part, Provider, Shape, Stop, Tool, ToolChoice, ToolResult, Turn, Wire, formed,
};
use serde_json::{Value, json};

use crate::server::{Server, events, reply};

/// The body that `chat` is sent as.
async fn sent(wire: Wire, chat: Chat) -> Value {
    let server = Server::start(vec![reply(404, "", "")]).await;
    let _: Vec<Event> = server.remote(wire).stream(chat, Stop::default()).collect().await;
    serde_json::from_str(&server.received()[0].1).unwrap()
}

fn full() -> Chat {
    Chat {
        system: "Be brief.".into(),
        turns: vec![Turn::Said(vec![
            Part::Text("What is this?".into()),
            Part::Image(Image { media_type: "image/png".into(), bytes: vec![1, 2, 3] }),
        ])],
        tools: vec![Tool { name: "look".into(), description: "Looks.".into(), input: json!({ "type": "object" }) }],
        tool_choice: ToolChoice::Named("look".into()),
        form: Some(Form { name: "f".into(), schema: json!({ "type": "object", "additionalProperties": false }) }),
        max_tokens: Some(9),
        temperature: Some(0.5),
        stop: vec!["END".into()],
        ..Chat::ask("m", "")
    }
}

#[tokio::test]
async fn each_wire_says_it_in_its_own_words() {
    let body = sent(Wire::OpenaiChat, full()).await;
    assert_eq!(body["messages"][0], json!({ "role": "system", "content": "Be brief." }));
    assert_eq!(body["messages"][1]["content"][1]["image_url"]["url"], "data:image/png;base64,AQID");
    assert_eq!(body["tool_choice"]["function"]["name"], "look");
    assert_eq!(body["response_format"]["json_schema"]["strict"], true);
    assert_eq!((&body["stream_options"]["include_usage"], &body["max_tokens"]), (&json!(true), &json!(9)));

    let body = sent(Wire::OpenaiResponses, full()).await;
    assert_eq!((&body["instructions"], &body["store"]), (&json!("Be brief."), &json!(false)));
    assert_eq!(body["input"][0]["content"][1]["type"], "input_image");
    assert_eq!((&body["tools"][0]["name"], &body["text"]["format"]["type"]), (&json!("look"), &json!("json_schema")));
    assert_eq!(body["max_output_tokens"], 9);

    let body = sent(Wire::Anthropic, full()).await;
    assert_eq!((&body["system"], &body["max_tokens"]), (&json!("Be brief."), &json!(9)));
    let image = json!({ "type": "base64", "media_type": "image/png", "data": "AQID" });
    assert_eq!(body["messages"][0]["content"][1]["source"], image);
    assert_eq!(body["tool_choice"], json!({ "type": "tool", "name": "look" }));
    assert_eq!(body["output_config"]["format"]["type"], "json_schema");

    let body = sent(Wire::Gemini, full()).await;
    assert_eq!(body["systemInstruction"]["parts"][0]["text"], "Be brief.");
    assert_eq!(body["contents"][0]["parts"][1]["inlineData"]["data"], "AQID");
    assert_eq!(body["toolConfig"]["functionCallingConfig"]["allowedFunctionNames"], json!(["look"]));
    assert_eq!(body["generationConfig"]["responseMimeType"], "application/json");

    let body = sent(Wire::Ollama, full()).await;
    assert_eq!(body["messages"][1]["images"], json!(["AQID"]));
    assert_eq!((&body["options"]["num_ctx"], &body["options"]["num_predict"]), (&json!(4096), &json!(9)));
    assert_eq!(body["format"]["type"], "object");
}

#[tokio::test]
async fn an_answer_goes_back_as_it_came_to_the_same_model_only() {
    let thinking = [
        r#"{"type":"message_start","message":{"id":"1","model":"m","usage":{"input_tokens":1,"output_tokens":1}}}"#,
        r#"{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}"#,
        r#"{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"hm"}}"#,
        r#"{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"sig"}}"#,
        r#"{"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"t1","name":"look","input":{}}}"#,
        r#"{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\"at\":1}"}}"#,
        r#"{"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":5}}"#,
        r#"{"type":"message_stop"}"#,
    ];
    let server = Server::start(vec![events(&thinking)]).await;
    let all: Vec<Event> = server.remote(Wire::Anthropic).stream(Chat::ask("m", "q"), Stop::default()).collect().await;
    let Some(Event::Done(answer)) = all.last() else { panic!() };
    let result = ToolResult { call: "t1".into(), name: "look".into(), text: "a cat".into(), failed: false };
    let turns = vec![Turn::said("q"), Turn::answered(answer), Turn::Results(vec![result])];
    let chat = |model: &str| Chat { turns: turns.clone(), ..Chat::ask(model, "") };

    let body = sent(Wire::Anthropic, chat("m")).await;
    let thought = json!({ "type": "thinking", "thinking": "hm", "signature": "sig" });
    let call = json!({ "type": "tool_use", "id": "t1", "name": "look", "input": { "at": 1 } });
    assert_eq!(body["messages"][1]["content"], json!([thought, call]));
    assert_eq!(body["messages"][2]["content"][0]["tool_use_id"], "t1");
    // Signed thoughts belong to the model that had them.
    let body = sent(Wire::Anthropic, chat("other")).await;
    assert_eq!(body["messages"][1]["content"], json!([call]));
    let body = sent(Wire::OpenaiChat, chat("m")).await;
    assert_eq!(body["messages"][1]["tool_calls"][0]["function"]["arguments"], "{\"at\":1}");
    assert_eq!(body["messages"][2]["tool_call_id"], "t1");
    let body = sent(Wire::Gemini, chat("m")).await;
    assert_eq!(body["contents"][1]["parts"][0]["functionCall"]["args"]["at"], 1);
}

#[tokio::test]
async fn a_signature_alone_goes_back_as_it_came() {
    let parts =
        r#"[{"functionCall":{"name":"f","args":{}},"thoughtSignature":"one"},{"text":"","thoughtSignature":"two"}]"#;
    let chunk = format!(r#"{{"candidates":[{{"content":{{"parts":{parts}}},"finishReason":"STOP"}}]}}"#);
    let server = Server::start(vec![events(&[&chunk])]).await;
    let all: Vec<Event> = server.remote(Wire::Gemini).stream(Chat::ask("m", "q"), Stop::default()).collect().await;
    let Some(Event::Done(answer)) = all.last() else { panic!() };
    let turns = vec![Turn::said("q"), Turn::answered(answer)];
    let body = sent(Wire::Gemini, Chat { turns, ..Chat::ask("m", "") }).await;
    assert_eq!(body["contents"][1]["parts"], serde_json::from_str::<Value>(parts).unwrap());
}

#[tokio::test]
async fn stored_nowhere_means_sent_back_without_ids() {
    let end = r#"{"type":"response.completed","response":{"status":"completed","output":[
        {"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"xyz"},
        {"type":"reasoning","id":"rs_2","summary":[]},
        {"type":"message","id":"msg_1","status":"completed","role":"assistant","content":[{"type":"output_text","text":"a"}]}]}}"#
        .replace('\n', "");
    let server = Server::start(vec![events(&[&end])]).await;
    let all: Vec<Event> =
        server.remote(Wire::OpenaiResponses).stream(Chat::ask("gpt-5", "q"), Stop::default()).collect().await;
    let Some(Event::Done(answer)) = all.last() else { panic!() };
    let turns = vec![Turn::said("q"), Turn::answered(answer)];
    let body = sent(Wire::OpenaiResponses, Chat { turns, ..Chat::ask("gpt-5", "") }).await;
    let message =
        json!({ "type": "message", "role": "assistant", "content": [{ "type": "output_text", "text": "a" }] });
    let reasoning = json!({ "type": "reasoning", "id": "rs_1", "summary": [], "encrypted_content": "xyz" });
    assert_eq!(body["input"].as_array().unwrap()[1..], [reasoning, message]);
    assert_eq!(body["include"], json!(["reasoning.encrypted_content"]));
}

#[tokio::test]
async fn lists_of_models_are_read_to_their_last_page() {
    let first = r#"{"data":[{"id":"a"}],"has_more":true,"last_id":"a"}"#;
    let second = r#"{"data":[{"id":"b","display_name":"B"}],"has_more":false,"last_id":"b"}"#;
    let server = Server::start(vec![reply(200, "", first), reply(200, "", second)]).await;
    let models = server.remote(Wire::Anthropic).models().await.unwrap();
    assert_eq!(models.iter().map(|model| model.id.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    assert!(server.received()[1].0.contains("after_id=a"));
    // A list that never ends is left.
    let endless = r#"{"models":[{"name":"models/x"}],"nextPageToken":"again"}"#;
    let server = Server::start(vec![reply(200, "", endless)]).await;
    assert_eq!(server.remote(Wire::Gemini).models().await.unwrap().len(), 2);
    let tags = r#"{"models":[{"name":"qwen3:4b","size":1}]}"#;
    let server = Server::start(vec![reply(200, "", tags)]).await;
    assert_eq!(server.remote(Wire::Ollama).probe(None).await.unwrap().models.unwrap()[0].id, "qwen3:4b");
    assert!(server.received()[0].0.starts_with("GET /api/tags "));
}

#[tokio::test]
async fn a_connection_is_tested_without_a_list_too() {
    let answer = r#"{"choices":[{"index":0,"message":{"content":"Hi"},"finish_reason":"length"}]}"#;
    let server = Server::start(vec![reply(404, "", ""), reply(200, "", answer)]).await;
    assert_eq!(server.remote(Wire::OpenaiChat).probe(Some("m")).await.unwrap().models, None);
    assert_eq!(server.received().len(), 2);
    let server = Server::start(vec![reply(401, "", "{}")]).await;
    assert_eq!(server.remote(Wire::OpenaiChat).probe(Some("m")).await.unwrap_err().code, Code::Unauthorized);
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn embeddings_keep_the_order_of_their_texts() {
    let texts = ["a".to_owned(), "b".to_owned()];
    let openai =
        r#"{"data":[{"index":1,"embedding":[3,4]},{"index":0,"embedding":[1,2.5]}],"usage":{"prompt_tokens":2}}"#;
    let gemini = r#"{"embeddings":[{"values":[1,2.5]},{"values":[3,4]}]}"#;
    let ollama = r#"{"embeddings":[[1,2.5],[3,4]],"prompt_eval_count":2}"#;
    for (wire, body, estimated) in
        [(Wire::OpenaiChat, openai, false), (Wire::Gemini, gemini, true), (Wire::Ollama, ollama, false)]
    {
        let server = Server::start(vec![reply(200, "", body)]).await;
        let made = server.remote(wire).embed("m", &texts).await.unwrap();
        assert_eq!(made.vectors, [[1.0, 2.5], [3.0, 4.0]]);
        assert_eq!((made.usage.input, made.usage.estimated), (2, estimated));
        let server = Server::start(vec![reply(200, "", &body.replace("4]", "4,5]"))]).await;
        assert_eq!(server.remote(wire).embed("m", &texts).await.unwrap_err().code, Code::Garbage);
    }
    let server = Server::start(vec![reply(200, "", "{}")]).await;
    assert_eq!(server.remote(Wire::Anthropic).embed("m", &texts).await.unwrap_err().code, Code::Unsupported);
}

#[tokio::test]
async fn a_form_is_asked_for_mended_once_and_then_taken_as_text() {
    let form = Form { name: "n".into(), schema: json!({ "type": "object", "required": ["n"] }) };
    let said = |text: &str| {
        let body = json!({ "choices": [{ "index": 0, "message": { "content": text }, "finish_reason": "stop" }] });
        reply(200, "", &body.to_string())
    };
    let refused = reply(400, "", r#"{"error":{"message":"response_format json_schema is not supported"}}"#);
    let held = reply(200, "", r#"{"choices":[{"index":0,"message":{"refusal":"No."},"finish_reason":"stop"}]}"#);
    let fits = Shape::Fits(json!({ "n": 1 }));
    for (scripts, shape, calls) in [
        (vec![said("{\"n\":1}")], fits.clone(), 1),
        (vec![said("I think {\"m\":1}"), said("```json\n{\"n\":1}\n```")], fits.clone(), 2),
        (vec![refused, said("{\"n\":1}")], fits, 2),
        (vec![said("prose"), said("more prose")], Shape::Plain("prose".into()), 2),
        (vec![held], Shape::Plain(String::new()), 1),
        (vec![reply(401, "", "{}")], Shape::Plain(String::new()), 1),
    ] {
        let server = Server::start(scripts).await;
        let got = formed(&server.remote(Wire::OpenaiChat), Chat::ask("m", "q"), &form, Stop::default()).await;
        assert_eq!((got.shape, got.answers.len(), server.received().len()), (shape, calls, calls));
    }
}
