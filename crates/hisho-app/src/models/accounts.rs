//! Accounts of model services: the commands, and opening one with its key. A key is kept under the
//! account and the origin of its address together, so that it is never sent to another.
//! Must not know what a service is asked.

use hisho_domain::account::{Account, AccountContent, AccountWire};
use hisho_domain::people::Provider as Service;
use hisho_domain::{Actor, Error, Result, Rule};
use hisho_llm::{Code, Failure, Key, Network, Provider, Remote, Wire};
use hisho_store::Connection;
use hisho_store::accounts::{self, Stored};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::keys::Secret;
use super::{Models, unanswered};
use crate::App;
use crate::command::Nothing;
use crate::input::{AtRev, Which};

/// A new account.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Create {
    /// The protocol it speaks; it stays.
    pub wire: AccountWire,
    /// 1 to 100 characters, not in use by another account of the wire.
    pub name: String,
    /// Where the service is; the vendor's own address when left out.
    #[serde(default)]
    pub base_url: Option<String>,
    /// The model that a new secretary is offered.
    #[serde(default)]
    pub default_model: Option<String>,
}

/// What stands in an account from now on.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Update {
    /// Which one.
    pub uid: String,
    /// The revision that was read.
    pub rev: i64,
    /// All of it. At another origin (scheme, host and port) the key is forgotten.
    pub content: AccountContent,
}

/// A key for an account.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetKey {
    /// Which one.
    pub uid: String,
    /// The key as the service gave it; null, or nothing, takes it away.
    pub key: Option<Secret>,
}

/// An account that is gone.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Removed {
    /// Which one.
    pub uid: String,
}

/// A model as its service lists it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Model {
    /// What the service is asked for.
    pub id: String,
    /// A name for people, where there is another.
    pub title: Option<String>,
    /// How many tokens it reads, where the service says.
    pub context: Option<u64>,
    /// How many tokens it writes, where the service says.
    pub output: Option<u64>,
    /// Whether it can be talked to, where the service says.
    pub chats: Option<bool>,
}

/// What a test of an account found.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Tested {
    /// How long the service took, in milliseconds.
    pub took_ms: u64,
    /// How many models it offers.
    pub models: usize,
    /// The key would travel readable by anyone on the way.
    pub exposes_key: bool,
}

/// An account that is open: whom to call, and where that is.
#[derive(Clone)]
pub(crate) struct Line {
    pub(crate) remote: Remote,
    /// The account of the person's; none for a service that needs none.
    pub(crate) account_uid: Option<String>,
    pub(crate) service: Service,
}

pub(crate) async fn list(app: &App, _: Actor, _: Nothing) -> Result<Vec<Account>> {
    let stored = app.store().read(accounts::list).await?;
    stored.into_iter().map(|stored| shown(app.models(), stored)).collect()
}

pub(crate) async fn create(app: &App, actor: Actor, input: Create) -> Result<Account> {
    let content =
        AccountContent { name: input.name, base_url: input.base_url, default_model: input.default_model }.checked()?;
    origin(input.wire, content.base_url.as_deref())?;
    let stored = app.store().write(actor, move |write| accounts::create(write, input.wire, &content)).await?;
    shown(app.models(), stored)
}

pub(crate) async fn update(app: &App, actor: Actor, input: Update) -> Result<Account> {
    let content = input.content.checked()?;
    let uid = input.uid.clone();
    let before = app.store().read(move |connection| accounts::get(connection, &uid)).await?;
    let wire = before.account.wire;
    let old = name_of_key(&before.account)?;
    let moves = origin(wire, content.base_url.as_deref())? != origin(wire, before.account.base_url.as_deref())?;
    let stored =
        app.store().write(actor, move |write| accounts::save(write, &input.uid, input.rev, &content, moves)).await?;
    if moves {
        app.models().keys.forget(&old, before.keychain_ref.is_some()).await;
    }
    shown(app.models(), stored)
}

pub(crate) async fn set_key(app: &App, actor: Actor, input: SetKey) -> Result<Account> {
    let uid = input.uid.clone();
    let before = app.store().read(move |connection| accounts::get(connection, &uid)).await?;
    let (name, keys) = (name_of_key(&before.account)?, &app.models().keys);
    let (kept, hint) = match input.key {
        None => {
            keys.forget(&name, before.keychain_ref.is_some()).await;
            (None, None)
        }
        Some(secret) => {
            let key = Key::new(secret.reveal()).ok_or_else(|| Error::invalid("key", Rule::Format))?;
            let hint = key.hint().to_owned();
            let kept = keys.keep(&name, Secret::new(secret.reveal().trim())).await;
            (kept.then_some(name), kept.then_some(hint))
        }
    };
    let stored = app
        .store()
        .write(actor, move |write| accounts::set_key(write, &input.uid, kept.as_deref(), hint.as_deref()))
        .await?;
    shown(app.models(), stored)
}

pub(crate) async fn delete(app: &App, actor: Actor, input: AtRev) -> Result<Removed> {
    let uid = input.uid.clone();
    let gone = app.store().write(actor, move |write| accounts::delete(write, &input.uid, input.rev)).await?;
    let name = name_of_key(&gone.account)?;
    app.models().keys.forget(&name, gone.keychain_ref.is_some()).await;
    Ok(Removed { uid })
}

pub(crate) async fn test(app: &App, _: Actor, input: Which) -> Result<Tested> {
    let remote = app.models().named(&input.uid).await?.remote;
    let probe = remote.probe(None).await.map_err(|failure| unanswered(&failure))?;
    Ok(Tested {
        took_ms: u64::try_from(probe.took.as_millis()).unwrap_or(u64::MAX),
        models: probe.models.map_or(0, |models| models.len()),
        exposes_key: remote.account().exposes_key(),
    })
}

pub(crate) async fn models(app: &App, _: Actor, input: Which) -> Result<Vec<Model>> {
    let remote = app.models().named(&input.uid).await?.remote;
    let models = remote.models().await.map_err(|failure| unanswered(&failure))?;
    let shown = |model: hisho_llm::ModelInfo| Model {
        id: model.id,
        title: model.title,
        context: model.context,
        output: model.output,
        chats: model.chats,
    };
    Ok(models.into_iter().map(shown).collect())
}

impl Models {
    /// Opens an account by its identity.
    async fn named(&self, uid: &str) -> Result<Line> {
        let uid = uid.to_owned();
        let stored = self.store.read(move |connection| accounts::get(connection, &uid)).await?;
        self.opened(stored).await
    }

    /// Opens what a secretary speaks through. Ollama needs no account; every other service does.
    pub(crate) async fn line(&self, service: Service, account_uid: Option<&str>) -> Result<Line> {
        if let Some(uid) = account_uid {
            return self.named(uid).await;
        }
        match AccountWire::of(service) {
            Some(AccountWire::Ollama) => {
                let account = account(AccountWire::Ollama, None, None)?;
                Ok(Line { remote: remote(account)?, account_uid: None, service })
            }
            _ => Err(Error::refused("no_account", json!({ "provider": service }))),
        }
    }

    async fn opened(&self, stored: Stored) -> Result<Line> {
        let about = stored.account;
        let name = name_of_key(&about)?;
        // A key that was kept for another origin is none of this address's.
        let kept = stored.keychain_ref.as_deref() == Some(name.as_str());
        let found = self.keys.get(&name, kept).await.map_err(|error| {
            tracing::warn!("{error}");
            Error::refused("keychain_unusable", json!({ "name": about.name, "uid": about.uid }))
        })?;
        if found.is_none() && stored.keychain_ref.is_some() {
            return Err(Error::refused("key_missing", json!({ "name": about.name, "uid": about.uid })));
        }
        let key = found.and_then(|secret| Key::new(secret.reveal()));
        let account = account(about.wire, about.base_url.as_deref(), key)?;
        Ok(Line { remote: remote(account)?, account_uid: Some(about.uid), service: about.provider })
    }
}

/// Where a kind of service is reached, without its key: for what a call cost there.
pub(crate) fn address(
    connection: &Connection,
    service: Service,
    account_uid: Option<&str>,
) -> hisho_store::Result<hisho_llm::Account> {
    let base = account_uid.map(|uid| accounts::get(connection, uid)).transpose()?;
    let base = base.and_then(|stored| stored.account.base_url);
    let wire = AccountWire::of(service).ok_or_else(|| Error::internal("a call to no service"))?;
    Ok(account(wire, base.as_deref(), None)?)
}

fn remote(account: hisho_llm::Account) -> Result<Remote> {
    Remote::open(account, Network::default()).map_err(|failure| unanswered(&failure))
}

/// The wire that this word means; both lists have the same words.
fn wire(wire: AccountWire) -> Wire {
    Wire::named(wire.as_str()).expect("every wire of an account is known by its name")
}

fn account(of: AccountWire, base: Option<&str>, key: Option<Key>) -> Result<hisho_llm::Account> {
    let bad = |failure: Failure| match failure.code {
        Code::BadAddress => Error::invalid("base_url", Rule::Format),
        _ => unanswered(&failure),
    };
    hisho_llm::Account::new(wire(of), base, key).map_err(bad)
}

fn origin(wire: AccountWire, base: Option<&str>) -> Result<String> {
    Ok(account(wire, base, None)?.origin())
}

/// Under which name the key of an account is kept.
fn name_of_key(of: &Account) -> Result<String> {
    Ok(format!("{} {}", of.uid, origin(of.wire, of.base_url.as_deref())?))
}

/// The account with what is known of its key in this session.
fn shown(models: &Models, stored: Stored) -> Result<Account> {
    let session = models.keys.in_session(&name_of_key(&stored.account)?).and_then(|secret| Key::new(secret.reveal()));
    Ok(match session {
        Some(key) => Account { has_key: true, session_only: true, hint: Some(key.hint().to_owned()), ..stored.account },
        None => stored.account,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wire_of_an_account_is_a_wire() {
        for each in AccountWire::ALL {
            assert_eq!(wire(*each).name(), each.as_str());
            assert!(account(*each, None, None).is_ok());
        }
    }
}
