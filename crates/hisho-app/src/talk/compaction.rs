//! Long conversations: what does not go along any more is summed up once, and the sum goes along in
//! its place as long as nothing of it was changed. The messages themselves stay as they are.
//! Must not know how a turn is put together.

use hisho_domain::conversation::Message;
use hisho_domain::talk::left_out;
use hisho_llm::{Chat, Turn, estimate_tokens};
use hisho_store::runs::Summary;

use super::enclosed::{Piece, enclosed, mark};
use super::words::Words;

const SAID: (&str, &str) = ("said_begins", "said_ends");
/// Longest sum, in tokens, and in characters as it is kept.
const SUM_TOKENS: u32 = 800;
pub(super) const SUM_CHARS: usize = 8_000;
/// So much of the room is left to what is said after, so that a sum serves for a while.
const KEPT_PART: u64 = 2;

/// What is left of a conversation for a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Kept {
    /// The first message that goes along.
    pub(super) from: usize,
    /// How many are neither told nor in the sum.
    pub(super) missing: usize,
    /// The sum goes along.
    pub(super) summed: bool,
}

/// What of the messages, which take so many tokens each, goes along in a room. `older` are those
/// before them that nobody looked at.
pub(super) fn kept(said: &[Message], takes: &[u64], older: usize, summary: Option<&Summary>, room: u64) -> Kept {
    let cut = left_out(takes, room);
    match summary {
        Some(summary) if cut > 0 || older > 0 => {
            let behind = behind(said, summary);
            let room = room.saturating_sub(estimate_tokens(&summary.text));
            let cut = left_out(&takes[behind..], room);
            Kept { from: behind + cut, missing: cut, summed: true }
        }
        _ => Kept { from: cut, missing: older + cut, summed: false },
    }
}

/// The first message behind a sum; the newest always is.
fn behind(said: &[Message], summary: &Summary) -> usize {
    said.partition_point(|message| message.position <= summary.until).min(said.len().saturating_sub(1))
}

/// Which messages are to be summed up now, so that what is said after fits beside the sum for a
/// while; none where everything fits.
pub(super) fn due(
    said: &[Message],
    takes: &[u64],
    summary: Option<&Summary>,
    room: u64,
) -> Option<std::ops::Range<usize>> {
    let from = summary.map_or(0, |summary| behind(said, summary));
    let beside = room.saturating_sub(summary.map_or(0, |summary| estimate_tokens(&summary.text)));
    if left_out(&takes[from..], beside) == 0 {
        return None;
    }
    let until = from + left_out(&takes[from..], room / KEPT_PART);
    (from < until).then_some(from..until)
}

/// What is asked for a sum of these texts, of the newest of them where not all fit.
pub(super) fn question(
    words: Words,
    model: &str,
    seed: &str,
    earlier: Option<&Summary>,
    spoken: &[String],
    window: u64,
) -> Chat {
    let most = u64::from(SUM_TOKENS).min(window / 4).max(1);
    let earlier = earlier.map_or("", |summary| &summary.text);
    let room = window.saturating_sub(2 * most).saturating_sub(estimate_tokens(earlier)).saturating_sub(256);
    let takes: Vec<u64> = spoken.iter().map(|text| estimate_tokens(text) + 2).collect();
    let text = spoken[left_out(&takes, room)..].join("\n\n");
    let mut pieces = Vec::new();
    if !earlier.is_empty() {
        pieces.push(Piece { between: SAID, path: "", text: earlier });
    }
    pieces.push(Piece { between: SAID, path: "", text: &text });
    let mark = mark(seed, &pieces);
    let said = enclosed(words, &mark, &pieces, room.saturating_mul(2));
    Chat {
        model: model.to_owned(),
        system: words.say("sum_up", &[("mark", &mark)]),
        turns: vec![Turn::said(said)],
        max_tokens: u32::try_from(most).ok(),
        context: u32::try_from(window).ok(),
        ..Chat::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(count: i64) -> Vec<Message> {
        let message = |position| {
            serde_json::from_value(serde_json::json!({
                "uid": "m", "rev": 1, "position": position, "conversation_uid": "c", "sender": "person",
                "secretary_uid": null, "message_type": "text", "content": "x", "attachments": [], "is_edited": false,
                "edited_at": null, "created_at": "",
            }))
            .expect("a message")
        };
        (1..=count).map(message).collect()
    }

    fn summary(until: i64) -> Summary {
        Summary { until, text: "abcd".to_owned() }
    }

    #[test]
    fn what_fits_needs_no_sum() {
        let (said, takes) = (said(4), [10; 4]);
        assert_eq!(due(&said, &takes, None, 40), None);
        assert_eq!(kept(&said, &takes, 0, Some(&summary(2)), 40), Kept { from: 0, missing: 0, summed: false });
    }

    #[test]
    fn what_does_not_is_summed_up_to_half_the_room_and_serves_for_a_while() {
        let (said, takes) = (said(10), [10; 10]);
        assert_eq!(due(&said, &takes, None, 60), Some(0..7));
        let sum = summary(7);
        assert_eq!(due(&said, &takes, Some(&sum), 60), None, "three messages and the sum fit");
        assert_eq!(kept(&said, &takes, 0, Some(&sum), 60), Kept { from: 7, missing: 0, summed: true });
        // Without one the oldest are left out, and those nobody looked at as well.
        assert_eq!(kept(&said, &takes, 5, None, 60), Kept { from: 4, missing: 9, summed: false });
    }

    #[test]
    fn the_newest_always_goes_along() {
        let (said, takes) = (said(2), [10, 1_000]);
        assert_eq!(due(&said, &takes, None, 100), Some(0..1));
        assert_eq!(kept(&said, &takes, 0, Some(&summary(9)), 100).from, 1);
        assert_eq!(due(&said[1..], &takes[1..], None, 100), None);
    }
}
