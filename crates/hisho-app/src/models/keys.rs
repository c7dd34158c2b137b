//! Where keys of model services are kept: in the keychain of the system, else in memory until
//! Hisho closes. Never in a file of Hisho's.
//! Must not know accounts or services.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use zeroize::Zeroizing;

/// Under which name keychains list what Hisho keeps there.
const SERVICE: &str = "Hisho";
/// How long a keychain is waited for: it may be asking the person for its password.
const PATIENCE: Duration = Duration::from_secs(60);

/// A key on its way from the person to a service. It shows nowhere, cannot be serialised, and its
/// memory is wiped.
#[derive(Clone, Deserialize)]
#[serde(transparent)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes a key as the person pasted it.
    pub fn new(text: impl Into<String>) -> Secret {
        Secret(Zeroizing::new(text.into()))
    }

    /// The key itself, for whoever hands it on.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Secret(•••)")
    }
}

impl JsonSchema for Secret {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Secret".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "writeOnly": true })
    }
}

/// A keychain that is not there, is locked, or does not answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the keychain cannot be used: {0}")]
pub struct Unusable(pub String);

/// A place for keys that outlasts Hisho. Its functions may block, while the person is asked.
pub trait KeyStore: Send + Sync {
    /// The key of this name; none when there is none.
    fn get(&self, name: &str) -> Result<Option<Secret>, Unusable>;
    /// Keeps a key in the place of the one before.
    fn set(&self, name: &str, key: &Secret) -> Result<(), Unusable>;
    /// Lets a key go; one that is not there is gone already.
    fn delete(&self, name: &str) -> Result<(), Unusable>;
}

/// The keychain of the system: Keychain Services, the Credential Manager, or the Secret Service.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemKeychain;

impl SystemKeychain {
    fn entry(name: &str) -> Result<keyring::Entry, Unusable> {
        keyring::Entry::new(SERVICE, name).map_err(|error| match keyring::Entry::store_status() {
            Err(cause) => unusable(cause),
            Ok(()) => unusable(&error),
        })
    }
}

/// What went wrong, without whatever the keychain held: some errors carry it.
fn unusable(error: &keyring::Error) -> Unusable {
    Unusable(match error {
        keyring::Error::NoStorageAccess(cause) | keyring::Error::PlatformFailure(cause) => cause.to_string(),
        keyring::Error::NoDefaultStore => "this system has none".to_owned(),
        _ => "it refused".to_owned(),
    })
}

impl KeyStore for SystemKeychain {
    fn get(&self, name: &str) -> Result<Option<Secret>, Unusable> {
        match SystemKeychain::entry(name)?.get_password() {
            Ok(key) => Ok(Some(Secret::new(key))),
            Err(keyring::Error::NoEntry) => Ok(None),
            Err(error) => Err(unusable(&error)),
        }
    }

    fn set(&self, name: &str, key: &Secret) -> Result<(), Unusable> {
        SystemKeychain::entry(name)?.set_password(key.reveal()).map_err(|error| unusable(&error))
    }

    fn delete(&self, name: &str) -> Result<(), Unusable> {
        match SystemKeychain::entry(name)?.delete_credential() {
            Ok(()) | Err(keyring::Error::NoEntry) => Ok(()),
            Err(error) => Err(unusable(&error)),
        }
    }
}

/// No keychain at all: every key lasts as long as Hisho is open.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoKeychain;

impl NoKeychain {
    fn none<T>() -> Result<T, Unusable> {
        Err(Unusable("there is none".to_owned()))
    }
}

impl KeyStore for NoKeychain {
    fn get(&self, _: &str) -> Result<Option<Secret>, Unusable> {
        NoKeychain::none()
    }

    fn set(&self, _: &str, _: &Secret) -> Result<(), Unusable> {
        NoKeychain::none()
    }

    fn delete(&self, _: &str) -> Result<(), Unusable> {
        NoKeychain::none()
    }
}

/// The keychain, and the keys it would not take.
pub(crate) struct Keys {
    keychain: Arc<dyn KeyStore>,
    session: Mutex<HashMap<String, Secret>>,
}

impl Keys {
    pub(crate) fn new(keychain: Arc<dyn KeyStore>) -> Keys {
        Keys { keychain, session: Mutex::default() }
    }

    /// Whether a key of this name is held in memory alone.
    pub(crate) fn in_session(&self, name: &str) -> Option<Secret> {
        self.session().get(name).cloned()
    }

    /// The key of this name. `kept` says that the keychain should have it.
    pub(crate) async fn get(&self, name: &str, kept: bool) -> Result<Option<Secret>, Unusable> {
        if let Some(key) = self.in_session(name) {
            return Ok(Some(key));
        }
        if !kept {
            return Ok(None);
        }
        let name = name.to_owned();
        self.ask(move |keychain| keychain.get(&name)).await
    }

    /// Keeps a key; false when it is held in memory alone, because the keychain cannot be used.
    pub(crate) async fn keep(&self, name: &str, key: Secret) -> bool {
        let kept = {
            let (name, key) = (name.to_owned(), key.clone());
            self.ask(move |keychain| keychain.set(&name, &key)).await
        };
        match kept {
            Ok(()) => {
                self.session().remove(name);
                true
            }
            Err(error) => {
                tracing::warn!("a key is kept until Hisho closes: {error}");
                self.session().insert(name.to_owned(), key);
                false
            }
        }
    }

    /// Lets a key go, wherever it is. A keychain that cannot be used keeps what it has; nothing of
    /// Hisho's names it any more.
    pub(crate) async fn forget(&self, name: &str, kept: bool) {
        self.session().remove(name);
        if kept {
            let name = name.to_owned();
            if let Err(error) = self.ask(move |keychain| keychain.delete(&name)).await {
                tracing::warn!("a key stays behind: {error}");
            }
        }
    }

    fn session(&self) -> MutexGuard<'_, HashMap<String, Secret>> {
        self.session.lock().expect("never held across a panic")
    }

    async fn ask<T: Send + 'static>(
        &self,
        act: impl FnOnce(&dyn KeyStore) -> Result<T, Unusable> + Send + 'static,
    ) -> Result<T, Unusable> {
        let keychain = self.keychain.clone();
        let asked = tokio::task::spawn_blocking(move || act(keychain.as_ref()));
        match tokio::time::timeout(PATIENCE, asked).await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(error)) => Err(Unusable(error.to_string())),
            Err(_) => Err(Unusable("it does not answer".to_owned())),
        }
    }
}
