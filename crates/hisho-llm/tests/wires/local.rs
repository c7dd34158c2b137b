//! A real llama.cpp server with a small real model, on all three wires it speaks. `HISHO_LLM_URL` says where it
//! is (its context must be 2 048 tokens), `HISHO_LLM_DYING_URL` one that is killed some seconds after the test
//! began; without them these tests only say that they did nothing.

use futures_util::StreamExt;
use hisho_llm::{Account, Chat, Code, Event, Finish, Form, Network, Provider, Remote, Shape, Stop, Wire, formed};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const WIRES: [Wire; 3] = [Wire::OpenaiChat, Wire::OpenaiResponses, Wire::Anthropic];

fn url(name: &str) -> Option<String> {
    let url = std::env::var(name).ok().filter(|url| !url.is_empty());
    if url.is_none() {
        println!("not run: {name} names no llama.cpp server");
    }
    url
}

fn remote(url: &str, wire: Wire) -> Remote {
    Remote::open(Account::new(wire, Some(url), None).unwrap(), Network::default()).unwrap()
}

/// How many of the server's slots work; it is asked on a connection of its own.
async fn working(url: &str) -> Option<usize> {
    let address = url.strip_prefix("http://")?;
    let mut socket = TcpStream::connect(address).await.ok()?;
    let request = format!("GET /slots HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    socket.write_all(request.as_bytes()).await.ok()?;
    let mut text = String::new();
    socket.read_to_string(&mut text).await.ok()?;
    let slots: Value = serde_json::from_str(&text[text.find("\r\n\r\n")? + 4..]).ok()?;
    Some(slots.as_array()?.iter().filter(|slot| slot["is_processing"] == true).count())
}

#[tokio::test]
async fn a_real_model_on_its_three_wires() {
    let Some(url) = url("HISHO_LLM_URL") else { return };
    for wire in WIRES {
        let remote = remote(&url, wire);
        let probe = remote.probe(None).await.unwrap();
        let model = probe.models.unwrap()[0].id.clone();

        // Streams, and says what it counted.
        let chat = Chat { max_tokens: Some(24), temperature: Some(0.0), ..Chat::ask(&model, "Name three colours.") };
        let events: Vec<Event> = remote.stream(chat.clone(), Stop::default()).collect().await;
        let Some(Event::Done(streamed)) = events.last() else { panic!() };
        assert!(streamed.complete, "{wire:?} {streamed:?}");
        let pieces = events.iter().filter(|event| matches!(event, Event::Text(_))).count();
        let usage = streamed.usage.as_ref().unwrap();
        assert!(pieces > 3 && !usage.estimated && usage.whole_input() > 3, "{wire:?} {usage:?}");

        // In one piece it says the same.
        let whole = remote.answer(chat.clone(), Stop::default()).await;
        assert_eq!((whole.complete, &whole.text), (true, &streamed.text), "{wire:?}");

        // Stopped in the middle; the server stops too.
        let stop = Stop::default();
        let long = Chat { max_tokens: Some(1_500), ..Chat::ask(&model, "Count from one to one thousand in words.") };
        let mut stream = remote.stream(long, stop.clone());
        while !matches!(stream.next().await, Some(Event::Text(_))) {}
        stop.stop();
        let Some(Event::Done(stopped)) = stream.collect::<Vec<_>>().await.pop() else { panic!() };
        assert_eq!(stopped.error.unwrap().code, Code::Stopped);
        assert!(!stopped.text.is_empty() && stopped.usage.unwrap().estimated);
        let mut busy = working(&url).await;
        for _ in 0..100 {
            if busy.is_none_or(|busy| busy == 0) {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            busy = working(&url).await;
        }
        match busy {
            None => println!("{}: the server does not show its slots", wire.name()),
            Some(busy) => assert_eq!(busy, 0, "{wire:?}: the server goes on"),
        }

        // Too long for its context, with the numbers.
        let flood = Chat::ask(&model, "word ".repeat(6_000));
        let error = remote.answer(flood, Stop::default()).await.error.unwrap();
        assert_eq!(error.code, Code::ContextOverflow, "{wire:?} {error:?}");
        assert!(error.overflow.is_some_and(|(sent, window)| sent > window), "{wire:?} {error:?}");

        // Cut by the limit: said where the wire says it, remarked where the server calls it complete.
        let cut = remote.answer(Chat { max_tokens: Some(4), ..chat }, Stop::default()).await;
        assert!(cut.finish == Some(Finish::Length) || !cut.remarks.is_empty(), "{wire:?} {cut:?}");

        // A form.
        let schema = json!({
            "type": "object", "properties": { "colour": { "enum": ["red", "green"] } },
            "required": ["colour"], "additionalProperties": false,
        });
        let form = Form { name: "colour".into(), schema };
        let chat = Chat { max_tokens: Some(64), ..Chat::ask(&model, "Pick a colour. Answer as JSON.") };
        let formed = formed(&remote, chat, &form, Stop::default()).await;
        match (wire, &formed.shape) {
            // Here the server holds the model to the schema.
            (Wire::OpenaiChat, Shape::Plain(text)) => panic!("{text:?} {:?}", formed.answers),
            (_, shape) => println!("{}: {shape:?} after {} calls", wire.name(), formed.answers.len()),
        }
    }
}

#[tokio::test]
async fn a_real_server_that_dies_in_mid_stream() {
    let Some(url) = url("HISHO_LLM_DYING_URL") else { return };
    let question = "Count from one to one thousand in words.";
    let one = |wire| {
        let chat = Chat { max_tokens: Some(1_900), temperature: Some(1.5), ..Chat::ask("m", question) };
        remote(&url, wire).stream(chat, Stop::default()).collect::<Vec<Event>>()
    };
    // A small model may come to its end before the server does; then it is asked again.
    for wire in WIRES.into_iter().cycle() {
        let events = one(wire).await;
        let Some(Event::Done(answer)) = events.last() else { panic!() };
        if answer.complete {
            continue;
        }
        let error = answer.error.as_ref().unwrap();
        println!("{}: {:?} after {} bytes of text", wire.name(), error.code, answer.text.len());
        assert!(matches!(error.code, Code::Broken | Code::Incomplete), "{error:?}");
        assert!(!answer.text.is_empty() && answer.usage.as_ref().unwrap().estimated);
        assert!(!events.iter().any(|event| matches!(event, Event::Retrying { .. })));
        return;
    }
}
