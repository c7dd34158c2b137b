//! The framing, byte by byte and at its bounds.

use proptest::prelude::*;

use super::*;

fn frames(framing: Framing, pieces: &[&[u8]]) -> Vec<Frame> {
    let mut framer = Framer::new(framing, Limits::default());
    let mut out = Vec::new();
    for piece in pieces {
        framer.push(piece, &mut out).unwrap();
    }
    framer.end(&mut out);
    out
}

fn event(name: Option<&str>, data: &str) -> Frame {
    Frame::Event { name: name.map(str::to_owned), data: data.to_owned() }
}

#[test]
fn line_ends_comments_and_fields() {
    let stream = "\u{feff}: hello\r\nevent: a\rdata: 1\ndata:2\r\n\r\nid: 7\nretry: 10\nnonsense\ndata\n\n\
                  data: x\u{2028}y\u{85}z\n\nevent: only a name\n\ndata:  two spaces\r\r";
    let expected =
        [event(Some("a"), "1\n2"), event(None, ""), event(None, "x\u{2028}y\u{85}z"), event(None, " two spaces")];
    assert_eq!(frames(Framing::Events, &[stream.as_bytes()]), expected);
    for split in 0..=stream.len() {
        let (front, back) = stream.as_bytes().split_at(split);
        assert_eq!(frames(Framing::Events, &[front, back]), expected, "split at {split}");
    }
    let bytes: Vec<&[u8]> = stream.as_bytes().chunks(1).collect();
    assert_eq!(frames(Framing::Events, &bytes), expected);
}

#[test]
fn an_unterminated_last_event_is_dropped() {
    assert_eq!(frames(Framing::Events, &[b"data: 1\n\ndata: 2\n"]), [event(None, "1")]);
    assert_eq!(frames(Framing::Events, &[b"data: 1\n\ndata: 2"]), [event(None, "1")]);
}

#[test]
fn json_where_events_were_expected_is_a_document() {
    let text = "\u{feff} \n {\"error\": {\n\n\"message\": \"no\"}}";
    for split in 0..text.len() {
        let (front, back) = text.as_bytes().split_at(split);
        let got = frames(Framing::Events, &[front, back]);
        let Frame::Document(document) = &got[0] else { panic!("{got:?} at {split}") };
        assert!(serde_json::from_str::<serde_json::Value>(document).is_ok(), "split at {split}: {document:?}");
    }
}

#[test]
fn white_space_before_a_document_says_nothing() {
    let expected = [Frame::Document("{}".into())];
    for space in ["\n".to_owned(), " ".repeat(200), "\r\n \t".to_owned()] {
        let text = format!("{space}{{}}");
        for split in 0..=text.len() {
            let (front, back) = text.as_bytes().split_at(split);
            assert_eq!(frames(Framing::Events, &[front, back]), expected, "{space:?} at {split}");
        }
    }
}

#[test]
fn json_lines_may_lack_the_last_line_end() {
    let got = frames(Framing::Lines, &[b"{\"a\":1}\r\n\n{\"b\"", b":2}"]);
    assert_eq!(got, [event(None, "{\"a\":1}"), event(None, "{\"b\":2}")]);
    assert_eq!(frames(Framing::Lines, &[b"{\"a\":1}\n{\"b\":"]), [event(None, "{\"a\":1}")]);
}

#[test]
fn an_endless_line_and_an_endless_event_are_bounded() {
    let limits = Limits { line: 1_000, event: 2_000, ..Limits::default() };
    let mut out = Vec::new();
    let mut framer = Framer::new(Framing::Events, limits);
    let failure = (0..).find_map(|_| framer.push(&[b'x'; 64], &mut out).err()).unwrap();
    assert_eq!(failure.code, Code::TooLarge);
    assert!(framer.buffer.capacity() <= 2 * 1_000);

    let mut framer = Framer::new(Framing::Events, limits);
    let line = [b"data: ".as_slice(), &[b'y'; 500], b"\n"].concat();
    let failure = (0..10).find_map(|_| framer.push(&line, &mut out).err()).unwrap();
    assert_eq!(failure.code, Code::TooLarge);
    assert!(out.is_empty());
}

#[test]
fn a_drip_is_no_sign_of_life_and_a_comment_is() {
    let mut out = Vec::new();
    let mut framer = Framer::new(Framing::Events, Limits::default());
    assert!(!framer.push(b"data: a", &mut out).unwrap());
    assert!(!framer.push(b"b", &mut out).unwrap());
    assert!(framer.push(b"\n:\n", &mut out).unwrap());
    assert!(framer.push(&[b'x'; 5_000], &mut out).unwrap());
}

proptest! {
    /// However a stream is cut, its frames are the same.
    #[test]
    fn cuts_do_not_matter(
        words in prop::collection::vec(
            prop::sample::select(vec![
                "data: ", "data:", "event: e", ": c", "\n", "\r", "\r\n", "秘書", "\u{2028}", "x", "{\"a\":1}", "\u{feff}", " ", "[", "\n\n",
            ]),
            0..40,
        ),
        mut cuts in prop::collection::vec(0usize..200, 0..12),
        lines in any::<bool>(),
    ) {
        let framing = if lines { Framing::Lines } else { Framing::Events };
        let stream = words.concat().into_bytes();
        cuts.iter_mut().for_each(|cut| *cut = (*cut).min(stream.len()));
        cuts.sort_unstable();
        let mut pieces = Vec::new();
        let mut from = 0;
        for cut in cuts {
            pieces.push(&stream[from..cut]);
            from = cut;
        }
        pieces.push(&stream[from..]);
        prop_assert_eq!(frames(framing, &pieces), frames(framing, &[&stream]));
    }

    /// No bytes make it panic.
    #[test]
    fn any_bytes_are_taken(bytes in prop::collection::vec(any::<u8>(), 0..300), lines in any::<bool>()) {
        let framing = if lines { Framing::Lines } else { Framing::Events };
        let whole = frames(framing, &[&bytes]);
        let single: Vec<&[u8]> = bytes.chunks(1).collect();
        prop_assert_eq!(frames(framing, &single), whole);
    }
}
