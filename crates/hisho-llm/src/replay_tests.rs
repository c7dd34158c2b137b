//! The recorded streams, byte by byte and cut short at every event, straight into framing and decoder.

use serde_json::{Value, json};

use crate::account::Wire;
use crate::answer::Answer;
use crate::draft::Draft;
use crate::frame::{Frame, Framer};
use crate::limits::Limits;
use crate::wire;

/// The bodies of all recorded streams, with their wires.
fn streams() -> Vec<(Wire, String)> {
    let mut all = Vec::new();
    for file in ["anthropic", "gemini", "llamacpp", "ollama", "openai"] {
        let path = format!("{}/tests/data/wires/{file}.jsonl", env!("CARGO_MANIFEST_DIR"));
        for line in std::fs::read_to_string(path).unwrap().lines() {
            let recorded: Value = serde_json::from_str(line).unwrap();
            for exchange in recorded["exchanges"].as_array().unwrap() {
                let path = exchange["path"].as_str().unwrap();
                let streamed = exchange["headers"]["content-type"].as_str().unwrap();
                let wire = match path.rsplit(['/', ':']).next().unwrap() {
                    "completions" => Wire::OpenaiChat,
                    "responses" => Wire::OpenaiResponses,
                    "messages" => Wire::Anthropic,
                    "streamGenerateContent" => Wire::Gemini,
                    "chat" => Wire::Ollama,
                    _ => continue,
                };
                if exchange["status"] == 200 && (streamed.contains("event-stream") || streamed.contains("ndjson")) {
                    all.push((wire, exchange["body"].as_str().unwrap().to_owned()));
                }
            }
        }
    }
    all
}

/// What pieces of a stream are read as, and whether the end was seen.
fn read<'a>(kind: Wire, pieces: impl Iterator<Item = &'a [u8]>) -> (Answer, bool) {
    let mut framer = Framer::new(wire::framing(kind), Limits::default());
    let mut decoder = wire::decoder(kind);
    let mut draft = Draft::default();
    let mut frames = Vec::new();
    for piece in pieces {
        framer.push(piece, &mut frames).unwrap();
    }
    framer.end(&mut frames);
    for frame in frames {
        let Frame::Event { name, data } = frame else { panic!("not a stream") };
        if !draft.ended {
            decoder.frame(name.as_deref(), &data, &mut draft).unwrap();
        }
    }
    decoder.close(&mut draft);
    (draft.answer, draft.ended)
}

#[test]
fn byte_by_byte_is_the_same() {
    let streams = streams();
    assert!(streams.len() > 250, "{}", streams.len());
    for (wire, body) in streams {
        let whole = read(wire, std::iter::once(body.as_bytes()));
        assert!(whole.1, "{wire:?}: no end");
        assert_eq!(read(wire, body.as_bytes().chunks(1)), whole, "{wire:?}");
    }
}

/// A stream cut anywhere is a beginning of the answer, and is complete only where the wire's own end was seen.
#[test]
fn cut_short_is_a_beginning() {
    for (wire, body) in streams() {
        let (whole, _) = read(wire, std::iter::once(body.as_bytes()));
        let ends: Vec<usize> = body.match_indices('\n').map(|(at, _)| at + 1).collect();
        for end in ends.iter().step_by((ends.len() / 12).max(1)) {
            let (cut, ended) = read(wire, std::iter::once(&body.as_bytes()[..*end]));
            assert!(whole.text.starts_with(&cut.text) && whole.reasoning.starts_with(&cut.reasoning));
            assert!(cut.calls.len() <= whole.calls.len());
            // Gemini alone may go on after its reason to finish.
            assert!(!ended || cut.text == whole.text || wire == Wire::Gemini, "{wire:?}: complete, but not whole");
            assert!(ended || cut.replay.is_none());
        }
    }
}

/// Every place of `value`, as pointers.
fn places(value: &Value, at: &str, all: &mut Vec<String>) {
    all.push(at.to_owned());
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, inner)| places(inner, &format!("{at}/{name}"), all)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(nth, inner)| places(inner, &format!("{at}/{nth}"), all));
        }
        _ => {}
    }
}

/// Whatever stands where something else is expected, nothing panics.
#[test]
fn anything_anywhere_is_survived() {
    let odd = [json!(null), json!(-5), json!(1e300), json!("x"), json!([]), json!({}), json!([{ "type": "text" }])];
    let mut seen = std::collections::BTreeMap::new();
    for (wire, body) in streams() {
        let turn = seen.entry(wire.name()).or_insert(0);
        *turn += 1;
        // Streams with tools hold more kinds of events than others.
        if *turn > 14 || body.len() > 20_000 || !(body.contains("tool") || body.contains("unction") || *turn < 4) {
            continue;
        }
        let mut frames = Vec::new();
        Framer::new(wire::framing(wire), Limits::default()).push(body.as_bytes(), &mut frames).unwrap();
        let events: Vec<Value> = frames
            .iter()
            .filter_map(|frame| match frame {
                Frame::Event { data, .. } => serde_json::from_str(data).ok(),
                Frame::Document(_) => None,
            })
            .collect();
        for (nth, event) in events.iter().enumerate() {
            let mut all = Vec::new();
            places(event, "", &mut all);
            for (place, odd) in all.iter().zip(odd.iter().cycle().skip(nth % odd.len())) {
                let mut changed = event.clone();
                *changed.pointer_mut(place).unwrap_or(&mut Value::Null) = odd.clone();
                let mut decoder = wire::decoder(wire);
                let mut draft = Draft::default();
                let before = events[nth.saturating_sub(3)..nth].iter();
                for event in before.chain([&changed]).chain(events[nth..].iter().take(3)) {
                    let _ = decoder.frame(None, &event.to_string(), &mut draft);
                }
                let _ = decoder.whole(changed, &mut draft);
                decoder.close(&mut draft);
                decoder.close(&mut draft);
            }
        }
    }
    assert_eq!(seen.len(), 5);
}
