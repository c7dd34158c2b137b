//! Every recorded exchange, as it was, in one piece and split at random, against what the vendors' own libraries
//! make of the same bytes (`data/expected.jsonl`, written by `data/expect.py`). `HISHO_LLM_RECORDINGS` names another
//! folder with `wires/` and `expected.jsonl` to read instead.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use futures_util::StreamExt;
use hisho_llm::{Answer, Chat, Event, Provider, Stop, Wire};
use serde_json::Value;

use crate::server::{Act, Server, head};

fn lines(name: &str) -> Vec<Value> {
    let own = || Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let path = std::env::var_os("HISHO_LLM_RECORDINGS").map_or_else(own, PathBuf::from).join(name);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The exchanges of the recordings by file, name and place.
fn exchanges() -> BTreeMap<(String, String, u64), Value> {
    let mut all = BTreeMap::new();
    for file in ["anthropic", "gemini", "llamacpp", "ollama", "openai"] {
        let file = format!("{file}.jsonl");
        for recorded in lines(&format!("wires/{file}")) {
            let name = recorded["name"].as_str().unwrap().to_owned();
            for (nth, exchange) in recorded["exchanges"].as_array().unwrap().iter().enumerate() {
                all.insert((file.clone(), name.clone(), nth as u64), exchange.clone());
            }
        }
    }
    all
}

fn wire_of(path: &str) -> Option<Wire> {
    let ends = [
        ("/chat/completions", Wire::OpenaiChat),
        ("/responses", Wire::OpenaiResponses),
        ("/messages", Wire::Anthropic),
        (":generateContent", Wire::Gemini),
        (":streamGenerateContent", Wire::Gemini),
        ("/api/chat", Wire::Ollama),
    ];
    ends.into_iter().find(|(end, _)| path.ends_with(end)).map(|(_, wire)| wire)
}

/// Numbers without a pattern, the same in every run.
struct Cuts(u64);

impl Cuts {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound as u64) as usize
    }
}

/// Body bytes as the acts of a server: whole, or in pieces that end anywhere.
fn pieces(body: &[u8], random: Option<&mut Cuts>) -> Vec<Act> {
    let Some(random) = random else { return vec![Act::Send(body.to_vec())] };
    let mut acts = Vec::new();
    let mut rest = body;
    while !rest.is_empty() {
        let most = [1, 7, 300, 8_000][random.below(4)];
        let (piece, after) = rest.split_at((1 + random.below(most)).min(rest.len()));
        acts.push(Act::Send(piece.to_vec()));
        rest = after;
    }
    acts
}

async fn ask(exchange: &Value, wire: Wire, stream: bool, random: Option<&mut Cuts>) -> (Answer, Vec<Event>) {
    let mut headers = String::new();
    for (name, value) in exchange["headers"].as_object().unwrap() {
        headers += &format!("{name}: {}\r\n", value.as_str().unwrap());
    }
    let mut script = vec![head(exchange["status"].as_u64().unwrap() as u16, &headers)];
    script.extend(pieces(exchange["body"].as_str().unwrap().as_bytes(), random));
    let server = Server::start(vec![script]).await;
    let remote = server.remote(wire);
    let chat = Chat::ask("m", "q");
    if !stream {
        return (remote.answer(chat, Stop::default()).await, Vec::new());
    }
    let mut events: Vec<Event> = remote.stream(chat, Stop::default()).collect().await;
    let Some(Event::Done(answer)) = events.pop() else { panic!("no end") };
    (*answer, events)
}

/// What the events of a stream add up to must be what the answer says.
fn same_as_told(answer: &Answer, events: &[Event]) {
    let mut text = String::new();
    let mut reasoning = String::new();
    let mut refusal = String::new();
    let mut calls: Vec<(String, String)> = Vec::new();
    for event in events {
        match event {
            Event::Text(more) => text += more,
            Event::Reasoning(more) => reasoning += more,
            Event::Refusal(more) => refusal += more,
            Event::CallBegan { index, name } => {
                assert_eq!(*index, calls.len());
                calls.push((name.clone(), String::new()));
            }
            Event::CallArguments { index, fragment } => calls[*index].1 += fragment,
            Event::Began { .. } => {}
            other => panic!("{other:?}"),
        }
    }
    assert_eq!((&text, &reasoning), (&answer.text, &answer.reasoning));
    assert_eq!(refusal, answer.refusal.clone().unwrap_or_default());
    let said: Vec<_> = answer.calls.iter().map(|call| (call.name.clone(), call.arguments.clone())).collect();
    // Empty arguments are filled in at the end and are not told.
    let filled = |(name, told): (String, String)| (name, if told.is_empty() { "{}".into() } else { told });
    assert_eq!(calls.into_iter().map(filled).collect::<Vec<_>>(), said.into_iter().map(filled).collect::<Vec<_>>());
}

/// Where the reading differs from the expectation; empty where it holds.
fn differences(expected: &Value, answer: &Answer) -> Vec<String> {
    let mut all = Vec::new();
    let mut differ = |what: &str, expected: Value, got: Value| {
        if expected != got {
            all.push(format!("{what}: expected {expected}, got {got}"));
        }
    };
    let status = answer.error.as_ref().and_then(|error| error.status);
    differ("error", expected["error"].clone(), status.into());
    if !expected["error"].is_null() {
        return all;
    }
    differ("text", expected["text"].clone(), answer.text.clone().into());
    differ("reasoning", expected["reasoning"].clone(), answer.reasoning.clone().into());
    differ("refusal", expected["refusal"].clone(), answer.refusal.clone().into());
    let input = |call: &hisho_llm::ToolCall| call.input().unwrap_or_else(|| call.arguments.clone().into());
    let calls = answer.calls.iter().map(|call| serde_json::json!([call.name, input(call)])).collect();
    differ("calls", expected["calls"].clone(), calls);
    differ("finish", expected["finish"].clone(), answer.finish_word.clone().into());
    let usage = answer.usage.as_ref().filter(|usage| !usage.estimated);
    differ("input", expected["input"].clone(), usage.map(|usage| usage.input).into());
    differ("output", expected["output"].clone(), usage.map(|usage| usage.output).into());
    differ("complete", true.into(), answer.complete.into());
    all
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn recordings_read_as_the_vendors_read_them() {
    let recorded = exchanges();
    let mut random = Cuts(0x2545_F491_4F6C_DD1D);
    let mut table: BTreeMap<(&str, bool), (usize, usize)> = BTreeMap::new();
    let mut wrong = Vec::new();
    let expectations = lines("expected.jsonl");
    let spoken = recorded.values().filter(|exchange| wire_of(exchange["path"].as_str().unwrap()).is_some()).count();
    assert_eq!(spoken, expectations.len(), "expected.jsonl is not of these recordings; run data/expect.py");
    for expected in expectations {
        let place = (
            expected["file"].as_str().unwrap().to_owned(),
            expected["name"].as_str().unwrap().to_owned(),
            expected["nth"].as_u64().unwrap(),
        );
        let exchange = &recorded[&place];
        let wire = wire_of(exchange["path"].as_str().unwrap()).unwrap();
        let stream = expected["stream"].as_bool().unwrap();
        let (whole, told) = ask(exchange, wire, stream, None).await;
        let (split, _) = ask(exchange, wire, stream, Some(&mut random)).await;
        assert_eq!(whole, split, "{place:?}: split bytes read differently");
        if stream && whole.error.is_none() {
            same_as_told(&whole, &told);
        }
        let found = match expected.get("unread") {
            // The library itself gives up; what is read here is not compared with anything.
            Some(why) => vec![format!("not read by the library: {why}")],
            None => differences(&expected, &whole),
        };
        let row = table.entry((wire.name(), stream)).or_default();
        row.0 += 1;
        row.1 += usize::from(found.is_empty());
        wrong.extend(found.into_iter().map(|what| format!("{place:?} {what}")));
    }
    println!("{:<18} {:<8} {:>5} {:>5}", "wire", "streamed", "all", "hold");
    for ((wire, stream), (all, hold)) in &table {
        println!("{wire:<18} {stream:<8} {all:>5} {hold:>5}");
    }
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
}

#[tokio::test]
async fn recorded_lists_of_models_are_read() {
    let mut lists = 0;
    for (place, exchange) in exchanges() {
        if !exchange["path"].as_str().unwrap().ends_with("/models") || exchange["status"] != 200 {
            continue;
        }
        let wire = match place.0.as_str() {
            "anthropic.jsonl" => Wire::Anthropic,
            "gemini.jsonl" => Wire::Gemini,
            _ => Wire::OpenaiChat,
        };
        let body = exchange["body"].as_str().unwrap();
        let server = Server::start(vec![crate::server::reply(200, "", body)]).await;
        let models = server.remote(wire).models().await.unwrap();
        let raw: Value = serde_json::from_str(body).unwrap();
        let listed = raw.get("data").or(raw.get("models")).unwrap().as_array().unwrap().len();
        assert_eq!(models.len(), listed, "{place:?}");
        assert!(models.iter().all(|model| !model.id.is_empty() && !model.id.starts_with("models/")));
        assert!(
            wire != Wire::Gemini || models.iter().any(|model| model.context.is_some() && model.chats == Some(true))
        );
        lists += 1;
    }
    assert!(lists >= 4, "{lists}");
}
