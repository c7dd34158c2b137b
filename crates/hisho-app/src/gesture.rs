//! Gestures: a decision needs proof that the person made it, on exactly what was on the screen.
//! A host issues a token for one command and its whole input when the person confirms; the token
//! serves once, for that input alone, and not for long.
//! Must not know what is decided.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use serde_json::Value;

/// How long a confirmed gesture may wait for its command.
const LIFE: Duration = Duration::from_secs(60);

#[derive(Default)]
pub(crate) struct Gestures {
    open: Mutex<HashMap<String, Gesture>>,
}

struct Gesture {
    about: [u8; 32],
    until: Instant,
}

impl Gestures {
    /// A token for this command with this input.
    pub(crate) fn issue(&self, command: &str, input: &Value, now: Instant) -> String {
        let token = uuid::Uuid::new_v4().to_string();
        let mut open = self.open.lock().expect("never held across a panic");
        open.retain(|_, gesture| gesture.until > now);
        open.insert(token.clone(), Gesture { about: about(command, input), until: now + LIFE });
        token
    }

    /// Uses a token up; true when it was issued for just this and still holds.
    pub(crate) fn redeem(&self, token: &str, command: &str, input: &Value, now: Instant) -> bool {
        let gesture = self.open.lock().expect("never held across a panic").remove(token);
        gesture.is_some_and(|gesture| gesture.until > now && gesture.about == about(command, input))
    }
}

/// Names a command and its input, whatever the order of the input's fields.
fn about(command: &str, input: &Value) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(command.as_bytes());
    hasher.update(b"\n");
    let mut input = input.clone();
    input.sort_all_objects();
    hasher.update(input.to_string().as_bytes());
    *hasher.finalize().as_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_gesture_serves_once_for_what_was_on_the_screen() {
        let gestures = Gestures::default();
        let now = Instant::now();
        let shown = json!({ "uid": "a", "version": 1, "content_hash": "h" });
        let token = gestures.issue("plans.approve", &shown, now);
        let reordered = json!({ "content_hash": "h", "version": 1, "uid": "a" });
        assert!(gestures.redeem(&token, "plans.approve", &reordered, now));
        assert!(!gestures.redeem(&token, "plans.approve", &shown, now), "used up");

        let token = gestures.issue("plans.approve", &shown, now);
        assert!(!gestures.redeem(
            &token,
            "plans.approve",
            &json!({ "uid": "a", "version": 2, "content_hash": "h" }),
            now
        ));
        let token = gestures.issue("plans.approve", &shown, now);
        assert!(!gestures.redeem(&token, "plans.reject", &shown, now));
        let token = gestures.issue("plans.approve", &shown, now);
        assert!(!gestures.redeem(&token, "plans.approve", &shown, now + LIFE));
        assert!(!gestures.redeem("guess", "plans.approve", &shown, now));
    }
}
