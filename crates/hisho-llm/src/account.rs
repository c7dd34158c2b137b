//! Owns what an account is: a wire, a base address and a key, and how addresses are joined.
//! Must not know requests, answers or where accounts are stored.

use serde::{Deserialize, Serialize};
use url::{Host, Url};

use crate::failure::{Code, Failure};
use crate::key::Key;

/// The protocols a secretary can be reached through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Wire {
    /// OpenAI Chat Completions, and whatever speaks it: LM Studio, llama.cpp, vLLM, gateways.
    OpenaiChat,
    /// OpenAI Responses.
    OpenaiResponses,
    /// Anthropic Messages.
    Anthropic,
    /// Gemini `generateContent`.
    Gemini,
    /// Ollama's own `/api/chat`.
    Ollama,
    /// No model: the person speaks.
    Manual,
}

impl Wire {
    /// Every wire, in the order a list shows them.
    pub const ALL: [Wire; 6] =
        [Wire::OpenaiResponses, Wire::OpenaiChat, Wire::Anthropic, Wire::Gemini, Wire::Ollama, Wire::Manual];

    /// The name used in settings and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Wire::OpenaiChat => "openai-chat",
            Wire::OpenaiResponses => "openai-responses",
            Wire::Anthropic => "anthropic",
            Wire::Gemini => "gemini",
            Wire::Ollama => "ollama",
            Wire::Manual => "manual",
        }
    }

    /// The wire of that name.
    pub fn named(name: &str) -> Option<Wire> {
        Wire::ALL.into_iter().find(|wire| wire.name() == name)
    }

    /// Where the service that gave the wire its name is reached; nothing for the manual one.
    pub fn home(self) -> Option<&'static str> {
        Some(match self {
            Wire::OpenaiChat | Wire::OpenaiResponses => "https://api.openai.com/v1",
            Wire::Anthropic => "https://api.anthropic.com/v1",
            Wire::Gemini => "https://generativelanguage.googleapis.com/v1beta",
            Wire::Ollama => "http://127.0.0.1:11434",
            Wire::Manual => return None,
        })
    }
}

/// One way to reach models: wire × base address × key.
#[derive(Clone, Debug)]
pub struct Account {
    wire: Wire,
    base: Url,
    key: Option<Key>,
}

impl Account {
    /// Takes the wire, the address as the person gave it (`None` for the wire's home) and a key, if the
    /// service wants one. The manual wire is `unsupported`: it needs no account. Refused with `bad_address` is what is not http or https, or carries a password, a
    /// query or a fragment: the only secret of an account is its key.
    pub fn new(wire: Wire, base: Option<&str>, key: Option<Key>) -> Result<Account, Failure> {
        let bad = |why: &str| Failure::new(Code::BadAddress, why);
        let no_service = || Failure::new(Code::Unsupported, "the manual wire has no service");
        let home = wire.home().ok_or_else(no_service)?;
        let text = base.unwrap_or(home);
        let mut base = Url::parse(text.trim()).map_err(|_| bad("this is not an address"))?;
        if !matches!(base.scheme(), "http" | "https") || base.host().is_none() {
            return Err(bad("the address must begin with http:// or https://"));
        }
        if !base.username().is_empty() || base.password().is_some() {
            return Err(bad("the address must not contain a name or a password; the key has its own field"));
        }
        if base.query().is_some() || base.fragment().is_some() {
            return Err(bad("the address must end with its path"));
        }
        let path = rooted(wire, base.path().trim_end_matches('/'));
        base.set_path(&path);
        Ok(Account { wire, base, key })
    }

    /// The same account at another address. The key goes along only within one origin (scheme, host and
    /// port): anywhere else it must be asked for again.
    pub fn moved(&self, base: &str) -> Result<Account, Failure> {
        let mut moved = Account::new(self.wire, Some(base), None)?;
        if moved.base.origin() == self.base.origin() {
            moved.key.clone_from(&self.key);
        }
        Ok(moved)
    }

    /// The wire it speaks.
    pub fn wire(&self) -> Wire {
        self.wire
    }

    /// The address all calls lie under, without a slash at its end.
    pub fn base(&self) -> &str {
        self.base.as_str().trim_end_matches('/')
    }

    /// Scheme, host and port: by what a service is the same one.
    pub fn origin(&self) -> String {
        self.base.origin().ascii_serialization()
    }

    /// The key, if it has one.
    pub fn key(&self) -> Option<&Key> {
        self.key.as_ref()
    }

    /// Whether calls stay on this machine.
    pub fn is_local(&self) -> bool {
        match self.base.host() {
            Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        }
    }

    /// Whether the key would travel readable by anyone on the way: a key, over http, off this machine.
    pub fn exposes_key(&self) -> bool {
        self.key.is_some() && self.base.scheme() == "http" && !self.is_local()
    }

    /// The address of one call: `path` begins with a slash and may hold a query.
    pub(crate) fn at(&self, path: &str) -> Url {
        let text = format!("{}{path}", self.base());
        Url::parse(&text).expect("a valid base with a path of ours is a valid address")
    }

    /// `text` without this account's key.
    pub(crate) fn mask(&self, text: &str) -> String {
        self.key.as_ref().map_or_else(|| text.to_owned(), |key| key.mask(text))
    }
}

/// The path of the base with the version that the wire's calls lie under: people paste addresses with it and
/// without it.
fn rooted(wire: Wire, path: &str) -> String {
    let versioned = |versions: &[&str], add: &str| {
        if versions.iter().any(|version| path.ends_with(version)) { path.to_owned() } else { format!("{path}{add}") }
    };
    match wire {
        // A path given to a compatible server is its own business; only a bare host lacks the usual one.
        Wire::OpenaiChat | Wire::OpenaiResponses if path.is_empty() => "/v1".into(),
        Wire::OpenaiChat | Wire::OpenaiResponses | Wire::Manual => path.into(),
        Wire::Anthropic => versioned(&["/v1"], "/v1"),
        Wire::Gemini => versioned(&["/v1", "/v1beta", "/v1alpha"], "/v1beta"),
        // Its /v1 ignores the size of the context, so that the native interface is always meant.
        Wire::Ollama => {
            let bare = path.strip_suffix("/v1").or(path.strip_suffix("/api")).unwrap_or(path);
            format!("{bare}/api")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base(wire: Wire, text: &str) -> String {
        Account::new(wire, Some(text), None).unwrap().base().to_owned()
    }

    #[test]
    fn addresses_are_taken_with_and_without_their_version() {
        assert_eq!(base(Wire::OpenaiChat, " http://localhost:1234 "), "http://localhost:1234/v1");
        assert_eq!(base(Wire::OpenaiChat, "https://host/openai/"), "https://host/openai");
        assert_eq!(base(Wire::Anthropic, "https://api.anthropic.com"), "https://api.anthropic.com/v1");
        assert_eq!(base(Wire::Anthropic, "http://h/v1/"), "http://h/v1");
        assert_eq!(base(Wire::Gemini, "http://h"), "http://h/v1beta");
        assert_eq!(base(Wire::Ollama, "http://h:11434/v1"), "http://h:11434/api");
        assert_eq!(base(Wire::Ollama, "http://h:11434/api/"), "http://h:11434/api");
        for wire in Wire::ALL {
            assert_eq!(Wire::named(wire.name()), Some(wire));
            assert_eq!(Account::new(wire, Some("http://h"), None).is_ok(), wire.home().is_some());
        }
    }

    #[test]
    fn addresses_that_hide_something_are_refused() {
        for bad in [
            "file:///etc/passwd",
            "ftp://h",
            "javascript:alert(1)",
            "https://user:pass@h",
            "https://h?key=1",
            "https://h/#x",
            "h",
            "",
        ] {
            let said = Account::new(Wire::OpenaiChat, Some(bad), None).unwrap_err();
            assert_eq!(said.code, Code::BadAddress, "{bad}");
        }
    }

    #[test]
    fn a_changed_origin_drops_the_key() {
        let key = Key::new("sk-0123456789abcdef");
        let account = Account::new(Wire::OpenaiChat, Some("https://a.example"), key).unwrap();
        assert!(account.moved("https://a.example/v2").unwrap().key().is_some());
        for other in ["https://b.example", "http://a.example", "https://a.example:8443"] {
            assert!(account.moved(other).unwrap().key().is_none(), "{other}");
        }
    }

    #[test]
    fn a_key_over_plain_http_is_told() {
        let key = || Key::new("sk-0123456789abcdef");
        let exposed = |base| Account::new(Wire::OpenaiChat, Some(base), key()).unwrap().exposes_key();
        assert!(exposed("http://192.168.0.7:8080"));
        assert!(!exposed("http://127.0.0.1:8080") && !exposed("http://[::1]:1") && !exposed("https://a.example"));
    }
}
