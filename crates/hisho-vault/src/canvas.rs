//! What lies on a canvas.
//!
//! Owns reading JSON Canvas 1.0 (<https://jsoncanvas.org/spec/1.0/>): the texts and the files on it.
//! Must not know where a file's path leads. Reading never fails: a broken canvas holds nothing.

use serde_json::Value;

/// What of a canvas can be found and linked, in the order of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Canvas {
    pub cards: Vec<Card>,
}

/// One node of a canvas.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Card {
    /// Markdown of its own.
    Text(String),
    /// A file of the vault.
    File {
        /// Its path from the vault's root.
        path: String,
        /// A heading or block in it, beginning with `#`.
        subpath: Option<String>,
    },
    /// An address outside.
    Address(String),
    /// The label of a group.
    Group(String),
}

/// Whether a path is that of a canvas.
pub fn is_canvas(path: &str) -> bool {
    const ENDING: &str = ".canvas";
    let at = path.len().saturating_sub(ENDING.len());
    at > 0 && path.is_char_boundary(at) && path[at..].eq_ignore_ascii_case(ENDING)
}

/// Reads a canvas. Nodes of a kind that is not known are passed over.
pub fn read(text: &str) -> Canvas {
    let mut canvas: Value = serde_json::from_str(text).unwrap_or_default();
    let nodes = canvas.get_mut("nodes").and_then(Value::as_array_mut).map(std::mem::take).unwrap_or_default();
    Canvas { cards: nodes.iter().filter_map(card).collect() }
}

fn card(node: &Value) -> Option<Card> {
    let text = |key: &str| node[key].as_str().map(str::to_owned);
    match node["type"].as_str()? {
        "text" => text("text").map(Card::Text),
        "file" => {
            Some(Card::File { path: text("file")?, subpath: text("subpath").filter(|part| part.starts_with('#')) })
        }
        "link" => text("url").map(Card::Address),
        "group" => text("label").map(Card::Group),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cards_are_read_and_what_is_broken_holds_nothing() {
        let text = serde_json::json!({ "nodes": [
            { "id": "1", "type": "text", "text": "会議 [[Note]]", "x": 0, "y": 0, "width": 1, "height": 1 },
            { "id": "2", "type": "file", "file": "a/b.md", "subpath": "#Part" },
            { "id": "3", "type": "file", "file": "図.png" },
            { "id": "4", "type": "link", "url": "https://example.org" },
            { "id": "5", "type": "group", "label": "今週" },
            { "id": "6", "type": "later" },
            { "id": "7", "type": "file" },
        ], "edges": [] });
        assert_eq!(
            read(&text.to_string()).cards,
            [
                Card::Text("会議 [[Note]]".into()),
                Card::File { path: "a/b.md".into(), subpath: Some("#Part".into()) },
                Card::File { path: "図.png".into(), subpath: None },
                Card::Address("https://example.org".into()),
                Card::Group("今週".into()),
            ]
        );
        for broken in ["", "{", "[]", "{\"nodes\": 3}", "{\"nodes\": [3, null]}"] {
            assert_eq!(read(broken), Canvas::default(), "{broken}");
        }
        assert!(is_canvas("a/図.CANVAS") && !is_canvas(".canvas") && !is_canvas("図canvas"));
    }
}
