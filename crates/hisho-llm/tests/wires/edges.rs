//! Every edge of a wire that is known to trip clients, one test each.

use std::time::Duration;

use futures_util::StreamExt;
use hisho_llm::{Answer, Chat, Code, Event, Finish, Provider, Remark, Stop, Wire};

use crate::server::{Act, Server, events, reply};

async fn stream(wire: Wire, script: Vec<Act>) -> (Answer, Vec<Event>) {
    let server = Server::start(vec![script]).await;
    let mut all: Vec<Event> = server.remote(wire).stream(Chat::ask("m", "q"), Stop::default()).collect().await;
    let Some(Event::Done(answer)) = all.pop() else { panic!("no end") };
    (*answer, all)
}

async fn chat(data: &[&str]) -> Answer {
    stream(Wire::OpenaiChat, events(data)).await.0
}

#[tokio::test]
async fn chat_empty_choices_at_both_ends() {
    let answer = chat(&[
        r#"{"id":"1","model":"m","choices":[]}"#,
        r#"{"choices":[{"index":0,"delta":{"content":"a"},"finish_reason":null}]}"#,
        r#"{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#,
        r#"{"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":1}}"#,
        "[DONE]",
    ])
    .await;
    let usage = answer.usage.as_ref().unwrap();
    assert_eq!((answer.text.as_str(), usage.input, usage.output, usage.estimated), ("a", 3, 1, false));
    assert!(answer.complete);
}

#[tokio::test]
async fn chat_refusal_with_finish_stop() {
    let answer = chat(&[
        r#"{"choices":[{"index":0,"delta":{"refusal":"I "}}]}"#,
        r#"{"choices":[{"index":0,"delta":{"refusal":"won't"},"finish_reason":"stop"}]}"#,
        "[DONE]",
    ])
    .await;
    assert_eq!((answer.refusal.as_deref(), answer.finish), (Some("I won't"), Some(Finish::Stop)));
}

#[tokio::test]
async fn chat_tool_fragments_by_an_index_that_starts_at_one() {
    let answer = chat(&[
        r#"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"id":"a","function":{"name":"f","arguments":""}}]}}]}"#,
        r#"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":2,"id":"b","function":{"name":"g","arguments":"{}"}}]}}]}"#,
        r#"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"function":{"arguments":"{\"x\":"}}]}}]}"#,
        r#"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"function":{"arguments":"1}"}}]}}]}"#,
        r#"{"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}"#,
        "[DONE]",
    ])
    .await;
    let calls: Vec<_> = answer.calls.iter().map(|call| (call.name.as_str(), call.arguments.as_str())).collect();
    assert_eq!(calls, [("f", "{\"x\":1}"), ("g", "{}")]);
    assert_eq!(answer.finish, Some(Finish::ToolCalls));
}

#[tokio::test]
async fn chat_tools_of_servers_without_proper_indexes() {
    let same = chat(&[
        r#"{"choices":[{"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{}"}}]}}]}"#,
        r#"{"choices":[{"delta":{"tool_calls":[{"index":0,"id":"b","function":{"name":"f","arguments":"{\"y\""}}]}}]}"#,
        r#"{"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":":2}"}}]},"finish_reason":"tool_calls"}]}"#,
    ])
    .await;
    assert_eq!(same.calls.iter().map(|call| call.arguments.as_str()).collect::<Vec<_>>(), ["{}", "{\"y\":2}"]);
    let none = chat(&[
        r#"{"choices":[{"delta":{"tool_calls":[{"id":"a","function":{"name":"f","arguments":"{\"x\""}}]}}]}"#,
        r#"{"choices":[{"delta":{"tool_calls":[{"function":{"arguments":":1}"}}]}}]}"#,
        r#"{"choices":[{"delta":{"tool_calls":[{"id":"b","function":{"name":"g","arguments":{"z":3}}}]},"finish_reason":"stop"}]}"#,
    ])
    .await;
    assert_eq!(none.calls.iter().map(|call| call.arguments.as_str()).collect::<Vec<_>>(), ["{\"x\":1}", "{\"z\":3}"]);
}

#[tokio::test]
async fn chat_length_can_cut_the_json_of_a_call() {
    let answer = chat(&[
        r#"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x\": 1"}}]}}]}"#,
        r#"{"choices":[{"index":0,"delta":{},"finish_reason":"length"}]}"#,
        "[DONE]",
    ])
    .await;
    assert_eq!((answer.finish, answer.calls[0].input()), (Some(Finish::Length), None));
}

#[tokio::test]
async fn chat_without_the_mark_of_the_end() {
    let text = r#"{"choices":[{"index":0,"delta":{"content":"a"},"finish_reason":null}]}"#;
    let end = r#"{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#;
    assert!(chat(&[text, end]).await.complete);
    let cut = chat(&[text]).await;
    assert_eq!((cut.complete, cut.text.as_str(), cut.error.unwrap().code), (false, "a", Code::Incomplete));
    // What came is paid for; nobody counted it.
    assert!(cut.usage.unwrap().estimated);
}

#[tokio::test]
async fn chat_an_error_inside_a_success() {
    let text = r#"{"choices":[{"index":0,"delta":{"content":"a"}}]}"#;
    let answer = chat(&[text, r#"{"error":{"message":"out of memory","type":"server_error"}}"#]).await;
    assert_eq!((answer.text.as_str(), answer.error.unwrap().code), ("a", Code::ServiceFailed));
    let body = r#"{"error":{"message":"no such model","code":"model_not_found"}}"#;
    let (answer, _) = stream(Wire::OpenaiChat, reply(200, "Content-Type: text/event-stream\r\n", body)).await;
    assert_eq!(answer.error.unwrap().code, Code::NotFound);
}

#[tokio::test]
async fn a_server_that_cannot_stream_is_read_anyway() {
    let body = r#"{"choices":[{"index":0,"message":{"content":"whole"},"finish_reason":"stop"}]}"#;
    let (answer, events) = stream(Wire::OpenaiChat, reply(200, "", body)).await;
    assert!(answer.complete && events.contains(&Event::Text("whole".into())));
    let body = r#"[{"candidates":[{"content":{"parts":[{"text":"a"}]}}]},{"candidates":[{"content":{"parts":[{"text":"b"}]},"finishReason":"STOP"}]}]"#;
    let (answer, _) = stream(Wire::Gemini, reply(200, "", body)).await;
    assert_eq!((answer.complete, answer.text.as_str()), (true, "ab"));
}

#[tokio::test]
async fn responses_errors_flat_nested_and_repeated() {
    let flat = r#"{"type":"error","code":"rate_limit_exceeded","message":"slow down","param":null}"#;
    let nested = r#"{"type":"error","error":{"type":"x","code":"insufficient_quota","message":"paid up"}}"#;
    let failed = r#"{"type":"response.failed","response":{"id":"r","status":"failed","error":{"code":"server_error","message":"broke"},"usage":{"input_tokens":5,"output_tokens":2}}}"#;
    let text = r#"{"type":"response.output_text.delta","output_index":0,"delta":"a"}"#;
    for (data, code) in [(flat, Code::RateLimited), (nested, Code::QuotaSpent), (failed, Code::ServiceFailed)] {
        let (answer, _) = stream(Wire::OpenaiResponses, events(&[text, data, failed])).await;
        assert_eq!((answer.text.as_str(), answer.error.unwrap().code), ("a", code));
    }
}

#[tokio::test]
async fn responses_incomplete_is_an_end() {
    let end = r#"{"type":"response.incomplete","response":{"id":"r","status":"incomplete","incomplete_details":{"reason":"max_output_tokens"},"output":[],"usage":{"input_tokens":5,"output_tokens":2}}}"#;
    let refused = r#"{"type":"response.refusal.delta","output_index":0,"delta":"no"}"#;
    let (answer, _) = stream(Wire::OpenaiResponses, events(&[refused, end])).await;
    assert_eq!((answer.complete, answer.finish, answer.refusal.as_deref()), (true, Some(Finish::Length), Some("no")));
}

#[tokio::test]
async fn a_capped_answer_called_complete_is_remarked() {
    let end = r#"{"type":"response.completed","response":{"status":"completed","output":[{"type":"message","content":[{"type":"output_text","text":"cut"}]}],"usage":{"input_tokens":5,"output_tokens":8}}}"#;
    let server = Server::start(vec![events(&[end])]).await;
    let chat = Chat { max_tokens: Some(8), ..Chat::ask("m", "q") };
    let events: Vec<Event> = server.remote(Wire::OpenaiResponses).stream(chat, Stop::default()).collect().await;
    let Some(Event::Done(answer)) = events.last() else { panic!() };
    assert_eq!((answer.text.as_str(), answer.remarks.as_slice()), ("cut", [Remark::ProbablyCut].as_slice()));
}

const START: &str = r#"{"type":"message_start","message":{"id":"m1","model":"m","usage":{"input_tokens":10,"output_tokens":1,"cache_read_input_tokens":4}}}"#;

#[tokio::test]
async fn anthropic_usage_is_a_snapshot_and_never_added() {
    let delta = r#"{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"input_tokens":12,"output_tokens":7,"cache_read_input_tokens":null}}"#;
    let (answer, _) = stream(Wire::Anthropic, events(&[START, delta, r#"{"type":"message_stop"}"#])).await;
    let usage = answer.usage.unwrap();
    assert_eq!((usage.input, usage.output, usage.cache_read), (12, 7, 4));
}

#[tokio::test]
async fn anthropic_an_error_in_mid_stream_keeps_the_text() {
    let text = r#"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"half"}}"#;
    let block = r#"{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}"#;
    let error = r#"{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"#;
    let (answer, told) = stream(Wire::Anthropic, events(&[START, r#"{"type":"ping"}"#, block, text, error])).await;
    let usage = answer.usage.unwrap();
    assert_eq!((answer.text.as_str(), answer.error.unwrap().code), ("half", Code::Overloaded));
    assert_eq!((usage.input, usage.estimated), (10, true));
    // After the first token nothing is asked again.
    assert!(!told.iter().any(|event| matches!(event, Event::Retrying { .. })));
}

#[tokio::test]
async fn anthropic_reasons_to_stop() {
    for (word, finish) in [
        ("pause_turn", Finish::Pause),
        ("refusal", Finish::Refusal),
        ("model_context_window_exceeded", Finish::ContextFull),
        ("something_new", Finish::Other),
    ] {
        let delta =
            format!(r#"{{"type":"message_delta","delta":{{"stop_reason":"{word}"}},"usage":{{"output_tokens":1}}}}"#);
        let (answer, _) = stream(Wire::Anthropic, events(&[START, &delta, r#"{"type":"message_stop"}"#])).await;
        assert_eq!((answer.complete, answer.finish, answer.text.as_str()), (true, Some(finish), ""), "{word}");
    }
}

#[tokio::test]
async fn gemini_more_than_one_finish_and_the_last_usage() {
    let (answer, _) = stream(Wire::Gemini, events(&[
        r#"{"candidates":[{"content":{"parts":[{"text":"a"}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":2,"candidatesTokenCount":1}}"#,
        r#"{"candidates":[{"content":{"parts":[{"text":"b"},{"text":"","thoughtSignature":"c2ln"}]},"finishReason":"MAX_TOKENS"}],"usageMetadata":{"promptTokenCount":2,"candidatesTokenCount":5,"thoughtsTokenCount":9}}"#,
    ]))
    .await;
    let usage = answer.usage.as_ref().unwrap();
    assert_eq!((answer.text.as_str(), answer.finish), ("ab", Some(Finish::Length)));
    assert_eq!((usage.output, usage.whole_output()), (5, 14));
    let replay = answer.replay.unwrap().content;
    assert_eq!(replay, serde_json::json!([{ "text": "ab" }, { "text": "", "thoughtSignature": "c2ln" }]));
}

#[tokio::test]
async fn gemini_blocked_and_held_back() {
    let blocked = r#"{"promptFeedback":{"blockReason":"PROHIBITED_CONTENT"},"usageMetadata":{"promptTokenCount":4}}"#;
    let (answer, _) = stream(Wire::Gemini, events(&[blocked])).await;
    let error = answer.error.unwrap();
    assert_eq!((error.code, error.kind.as_deref()), (Code::Blocked, Some("PROHIBITED_CONTENT")));
    let (answer, _) =
        stream(Wire::Gemini, events(&[r#"{"candidates":[{"content":{},"finishReason":"SAFETY"}]}"#])).await;
    assert_eq!((answer.complete, answer.finish, answer.text.as_str()), (true, Some(Finish::Filtered), ""));
}

#[tokio::test]
async fn gemini_an_error_labelled_as_a_stream() {
    let body = r#"{"error":{"code":404,"message":"no such model","status":"NOT_FOUND"}}"#;
    let (answer, _) = stream(Wire::Gemini, reply(404, "Content-Type: text/event-stream\r\n", body)).await;
    assert_eq!(answer.error.unwrap().code, Code::NotFound);
}

#[tokio::test]
async fn ollama_an_error_inside_a_success_and_a_cut_stream() {
    let line = "{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":\"a\"},\"done\":false}\n";
    let error = format!("{line}{{\"error\":\"an error was encountered while running the model\"}}\n");
    let (answer, _) = stream(Wire::Ollama, reply(200, "", &error)).await;
    assert_eq!((answer.text.as_str(), answer.complete), ("a", false));
    let (answer, _) = stream(Wire::Ollama, reply(200, "", line)).await;
    assert_eq!(answer.error.unwrap().code, Code::Incomplete);
}

#[tokio::test]
async fn ollama_a_dropped_front_is_remarked() {
    let done = "{\"message\":{\"content\":\"a\"},\"done\":true,\"done_reason\":\"stop\",\"prompt_eval_count\":300,\"eval_count\":1}\n";
    let server = Server::start(vec![reply(200, "", done)]).await;
    let chat = Chat { context: Some(512), ..Chat::ask("m", "word ".repeat(2_000)) };
    let answer = server.remote(Wire::Ollama).answer(chat, Stop::default()).await;
    assert!(matches!(answer.remarks[..], [Remark::FrontDropped { sent: 2_500, read: 300 }]), "{:?}", answer.remarks);
    assert!(server.received()[0].1.contains("\"num_ctx\":512"));
}

#[tokio::test]
async fn what_is_unknown_is_ignored() {
    let (answer, _) = stream(
        Wire::Anthropic,
        events(&[
            r#"{"type":"a_new_event","x":[1]}"#,
            START,
            r#"{"type":"content_block_start","index":0,"content_block":{"type":"hologram"}}"#,
            r#"{"type":"content_block_delta","index":0,"delta":{"type":"new_delta","text":"x"}}"#,
            r#"{"type":"content_block_delta","index":7,"delta":{"type":"text_delta","text":"x"}}"#,
            r#"{"type":"content_block_start","index":1,"content_block":5}"#,
            r#"{"type":"message_delta","delta":{"stop_reason":"end_turn"}}"#,
            r#"{"type":"message_stop"}"#,
        ]),
    )
    .await;
    assert!(answer.complete && answer.text.is_empty());
    for wire in [Wire::OpenaiResponses, Wire::OpenaiChat, Wire::Gemini] {
        let (answer, _) = stream(wire, events(&[r#"{"type":"new"}"#, "[]", "5", "null", "\"x\""])).await;
        assert_eq!(answer.error.unwrap().code, Code::Garbage, "{wire:?}");
    }
}

#[tokio::test]
async fn an_unterminated_last_event_is_dropped() {
    let body = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\ndata: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"b\"},\"finish_reason\":\"stop\"}]}\n";
    let (answer, _) = stream(Wire::OpenaiChat, reply(200, "", body)).await;
    assert_eq!((answer.text.as_str(), answer.error.unwrap().code), ("a", Code::Incomplete));
}

#[tokio::test]
async fn pings_reset_the_idle_time() {
    let mut script = vec![crate::server::head(200, "")];
    for _ in 0..4 {
        script.push(Act::Pause(Duration::from_millis(400)));
        script.push(Act::Send(b": ping\n\n".to_vec()));
    }
    script.extend(
        events(&[r#"{"choices":[{"index":0,"delta":{"content":"late"},"finish_reason":"stop"}]}"#, "[DONE]"])
            .split_off(1),
    );
    let (answer, _) = stream(Wire::OpenaiChat, script).await;
    assert_eq!((answer.complete, answer.text.as_str()), (true, "late"));
}
