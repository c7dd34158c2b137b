//! Small edits that leave every other byte alone.

use hisho_vault::note::parse;
use hisho_vault::splice::{SpliceError, set_property};
use proptest::prelude::*;

fn set(text: &str, key: &str, value: &str) -> String {
    String::from_utf8(set_property(text.as_bytes(), key, value).unwrap()).unwrap()
}

#[test]
fn only_the_value_changes() {
    for (before, key, value, after) in [
        ("---\na: 1\nb: old # why\nc: 3\n---\nx", "b", "new", "---\na: 1\nb: new # why\nc: 3\n---\nx"),
        ("\u{FEFF}---\r\nb: old\r\n---\r\nx", "b", "新", "\u{FEFF}---\r\nb: 新\r\n---\r\nx"),
        ("---\nb: 'old'\n---\n", "b", "it's", "---\nb: 'it''s'\n---\n"),
        ("---\nb: \"old\" # c\n---\n", "b", "say \"hi\"", "---\nb: \"say \\\"hi\\\"\" # c\n---\n"),
        ("---\nb: old\n---\n", "b", "a: b", "---\nb: \"a: b\"\n---\n"),
        ("---\nb: old\n---\n", "b", "2024", "---\nb: \"2024\"\n---\n"),
        ("---\nb: 7\n---\n", "b", "8", "---\nb: 8\n---\n"),
        ("---\nb: true\n---\n", "b", "false", "---\nb: false\n---\n"),
        ("---\nb: old\n---\n", "b", "", "---\nb: \"\"\n---\n"),
        ("---\nb:\nc: 1\n---\n", "b", "x", "---\nb: x\nc: 1\n---\n"),
        ("---\nb: # c\n---\n", "b", "x", "---\nb: x # c\n---\n"),
        ("---\n\"b c\" : old\n---\n", "b c", "x", "---\n\"b c\" : x\n---\n"),
        ("---\na: {b: 1}\nb: 2\n---\n", "b", "3", "---\na: {b: 1}\nb: 3\n---\n"),
        ("---\na: 1\n---\nx", "b", "2026-01-02", "---\na: 1\nb: 2026-01-02\n---\nx"),
        ("---\r\na:\r\n  - 1\r\n---\r\nx", "b", "3", "---\r\na:\r\n  - 1\r\nb: 3\r\n---\r\nx"),
        ("# T\r\nx", "b", "1", "---\r\nb: 1\r\n---\r\n# T\r\nx"),
        ("\u{FEFF}x", "b", "1", "\u{FEFF}---\nb: 1\n---\nx"),
        ("---\n---\nx", "b", "1", "---\nb: 1\n---\nx"),
        ("", "b", "[[x]]", "---\nb: \"[[x]]\"\n---\n"),
        ("---\n# only a comment\n---\n", "b", "1", "---\n# only a comment\nb: 1\n---\n"),
    ] {
        assert_eq!(set(before, key, value), after, "{before:?} {key}={value}");
    }
}

#[test]
fn what_cannot_be_edited_safely_is_left() {
    let refused = |text: &str, key: &str| set_property(text.as_bytes(), key, "x").unwrap_err();
    assert!(matches!(refused("---\na: [\n---\n", "b"), SpliceError::Broken(_)));
    for text in [
        "---\nb:\n  - 1\n---\n",
        "---\nb: [1]\n---\n",
        "---\nb: |\n  x\n---\n",
        "---\nb: &a x\n---\n",
        "---\nb: one\n  two\n---\n",
    ] {
        assert!(matches!(refused(text, "b"), SpliceError::NotAScalar(_)), "{text:?}");
    }
    assert!(matches!(refused("---\n{a: 1}\n---\n", "b"), SpliceError::Unsupported(_)));
    assert_eq!(set_property(b"\xFF", "b", "x"), Err(SpliceError::NotText));
}

fn value() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z0-9 :#'\"\\[\\]{},&*!|>%@`~?\\-\\\\\\t\\né計]{0,12}", any::<String>(), "-?[0-9]{1,4}"]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn a_property_reads_back_and_the_rest_stays(
        old in prop_oneof![Just("plain".to_owned()), Just("'q'".to_owned()), Just("\"d\"".to_owned()), Just("5".to_owned())],
        new in value(),
        crlf in any::<bool>(),
        bom in any::<bool>(),
    ) {
        let eol = if crlf { "\r\n" } else { "\n" };
        let (head, tail) = (
            format!("{}---{eol}z: [1, 'x'] # c{eol}key: ", if bom { "\u{FEFF}" } else { "" }),
            format!(" # 注{eol}a: \"b\"{eol}---{eol}body{eol}- [ ] t"),
        );
        let text = format!("{head}{old}{tail}");
        let edited = set(&text, "key", &new);
        prop_assert!(edited.starts_with(&head) && edited.ends_with(&tail));
        let read = &parse(&edited).properties.unwrap()["key"];
        let read = read.as_str().map_or_else(|| read.to_string(), str::to_owned);
        prop_assert_eq!(&read, &new);
        prop_assert_eq!(set(&edited, "key", &new), edited.clone());
        // Added anew, nothing before the block's end moves.
        let added = set(&text, "fresh", &new);
        let close = text.find(&format!("---{eol}body")).unwrap();
        prop_assert!(added.starts_with(&text[..close]) && added.ends_with(&text[close..]));
    }

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..80), value in any::<String>()) {
        let _ = set_property(&bytes, "k", &value);
    }
}

#[test]
fn a_property_becomes_a_list_and_goes() {
    use hisho_vault::splice::put_property;
    use serde_json::json;
    let put = |text: &str, key: &str, value: Option<serde_json::Value>| {
        put_property(text.as_bytes(), key, value.as_ref()).map(|bytes| String::from_utf8(bytes).unwrap())
    };
    let text = "---\r\na: 1 # one\r\ntags:\r\n  - x\r\n\r\n# c\r\nb: 'two'\r\n---\r\nbody\r\n";
    assert_eq!(
        put(text, "tags", Some(json!(["y", "z: q", 3, true]))).unwrap(),
        "---\r\na: 1 # one\r\ntags:\r\n  - y\r\n  - \"z: q\"\r\n  - 3\r\n  - true\r\n\r\n# c\r\nb: 'two'\r\n---\r\nbody\r\n"
    );
    assert_eq!(put(text, "tags", None).unwrap(), "---\r\na: 1 # one\r\n\r\n# c\r\nb: 'two'\r\n---\r\nbody\r\n");
    assert_eq!(put(text, "b", Some(json!("it's"))).unwrap(), text.replace("'two'", "'it''s'"));
    assert_eq!(put(text, "b", Some(json!([]))).unwrap(), text.replace("b: 'two'", "b: []"));
    assert_eq!(put(text, "tags", Some(json!("one"))).unwrap(), text.replace("tags:\r\n  - x\r\n", "tags: one\r\n"));
    assert_eq!(put(text, "new", Some(json!("42"))).unwrap(), text.replace("'two'\r\n", "'two'\r\nnew: \"42\"\r\n"));
    assert_eq!(put(text, "gone", None).unwrap(), text);
    assert_eq!(put("body", "a", Some(json!([1]))).unwrap(), "---\na:\n  - 1\n---\nbody");
    assert!(put("---\na: [\n---\n", "b", Some(json!(1))).is_err());
    assert!(put("---\n{a: 1, b: 2}\n---\n", "a", None).is_err());
}
