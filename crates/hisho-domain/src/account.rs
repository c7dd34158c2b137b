//! Accounts of model services: which wire, where, and whether there is a key.
//! Must not know the key itself, keychains or how a wire is spoken.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::secretary::Provider;
use crate::{Result, check, vocabulary};

/// Longest name of an account or a model.
pub const NAME_LIMIT: usize = 100;
/// Longest address of a service.
pub const ADDRESS_LIMIT: usize = 500;

vocabulary! {
    /// The protocol that an account speaks. It is chosen once.
    pub enum AccountWire {
        OpenaiResponses = "openai-responses",
        /// Chat Completions, and whatever speaks it: LM Studio, llama.cpp, gateways.
        OpenaiChat = "openai-chat",
        Anthropic = "anthropic",
        Gemini = "gemini",
        Ollama = "ollama",
    }
}

impl AccountWire {
    /// The kind of service that a secretary names to speak through such an account.
    pub const fn provider(self) -> Provider {
        match self {
            AccountWire::OpenaiResponses => Provider::Openai,
            AccountWire::OpenaiChat => Provider::Compatible,
            AccountWire::Anthropic => Provider::Anthropic,
            AccountWire::Gemini => Provider::Google,
            AccountWire::Ollama => Provider::Ollama,
        }
    }

    /// The wire behind a kind of service; none behind the person's own voice.
    pub fn of(provider: Provider) -> Option<AccountWire> {
        AccountWire::ALL.iter().copied().find(|wire| wire.provider() == provider)
    }
}

/// What stands in an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AccountContent {
    /// 1 to 100 characters, not in use by another account of the wire.
    pub name: String,
    /// Where the service is; null for the vendor's own address.
    #[serde(default)]
    pub base_url: Option<String>,
    /// The model that a new secretary is offered.
    #[serde(default)]
    pub default_model: Option<String>,
}

impl AccountContent {
    /// Trims and checks every field; whether the address can be used is known to who calls it.
    pub fn checked(self) -> Result<Self> {
        Ok(AccountContent {
            name: check::line("name", &self.name, NAME_LIMIT)?,
            base_url: check::optional_line("base_url", self.base_url.as_deref(), ADDRESS_LIMIT)?,
            default_model: check::optional_line("default_model", self.default_model.as_deref(), NAME_LIMIT)?,
        })
    }
}

/// An account, without its key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Account {
    /// Its identity; secretaries name it as `credential_uid`.
    pub uid: String,
    /// Grows with every write.
    pub rev: i64,
    /// The protocol it speaks.
    pub wire: AccountWire,
    /// The kind of service that secretaries name to speak through it.
    pub provider: Provider,
    /// Its name.
    pub name: String,
    /// Where the service is; null for the vendor's own address.
    pub base_url: Option<String>,
    /// The model that a new secretary is offered.
    pub default_model: Option<String>,
    /// The last characters of the key, by which a person tells one from another.
    pub hint: Option<String>,
    /// There is a key.
    pub has_key: bool,
    /// The key is in no keychain: it is gone when Hisho closes.
    pub session_only: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_wire_is_one_kind_of_service_and_back() {
        for wire in AccountWire::ALL {
            assert_eq!(AccountWire::of(wire.provider()), Some(*wire));
        }
        assert_eq!(AccountWire::of(Provider::Manual), None);
    }
}
