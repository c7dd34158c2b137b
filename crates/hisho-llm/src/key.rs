//! Owns the secret of an account, and that it never shows: not in a debug print, an error or a log.
//! Must not know where keys are kept; whoever opens an account hands the key in.

use std::fmt;

use reqwest::header::HeaderValue;
use zeroize::Zeroizing;

/// The secret that a model service knows an account by. It has no `Display` and cannot be serialised;
/// `Debug` masks it, and its memory is wiped when it is dropped.
#[derive(Clone)]
pub struct Key(Zeroizing<String>);

/// What stands in a text where a key was.
const MASK: &str = "•••";

impl Key {
    /// Takes a key as the person pasted it. White space around it is dropped; nothing is left of an
    /// empty one, and a key with characters that no header can carry is refused.
    pub fn new(text: &str) -> Option<Key> {
        let text = text.trim();
        let sendable = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
        sendable.then(|| Key(Zeroizing::new(text.to_owned())))
    }

    /// The last four characters, by which a person tells one key from another; nothing of a key so short
    /// that four characters would give it away.
    pub fn hint(&self) -> &str {
        if self.0.len() < 12 { "" } else { &self.0[self.0.len() - 4..] }
    }

    /// The value of a header: `prefix` and the key, marked so that no HTTP library prints it.
    pub(crate) fn header(&self, prefix: &str) -> HeaderValue {
        let text = Zeroizing::new(format!("{prefix}{}", self.0.as_str()));
        let mut value = HeaderValue::from_str(&text).expect("a key is printable ASCII, checked when it was made");
        value.set_sensitive(true);
        value
    }

    /// `text` with every occurrence of the key masked: a service may send back what it was sent.
    pub(crate) fn mask(&self, text: &str) -> String {
        text.replace(self.0.as_str(), MASK)
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Key({MASK}{})", self.hint())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_never_prints() {
        let key = Key::new("  sk-canary-0123456789abcd\n").unwrap();
        assert_eq!(format!("{key:?} {:?}", key.header("Bearer ")), "Key(•••abcd) Sensitive");
        assert_eq!(key.mask("bad key sk-canary-0123456789abcd!"), "bad key •••!");
    }

    #[test]
    fn a_short_key_has_no_hint_and_an_unsendable_one_is_refused() {
        assert_eq!(Key::new("short").unwrap().hint(), "");
        for bad in ["", "  ", "two words", "sk-\r\nHost: evil", "鍵"] {
            assert!(Key::new(bad).is_none(), "{bad:?}");
        }
    }
}
