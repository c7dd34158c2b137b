//! Owns the one way to reach models, whatever the wire, and its form over the network.
//! Must not know what an answer is used for.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::{BoxFuture, FutureExt};
use futures_util::stream::BoxStream;
use serde::Serialize;
use serde_json::Value;
use tokio::time::Instant;

use crate::account::{Account, Wire};
use crate::answer::{Answer, Event};
use crate::call::{self, Stop};
use crate::chat::Chat;
use crate::failure::{Code, Failure, millis};
use crate::fault;
use crate::http::{Line, Network};
use crate::retry;
use crate::usage::Usage;
use crate::wire::{self, lists};

/// A model as its service lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ModelInfo {
    /// What the service is asked for.
    pub id: String,
    /// A name for people, where there is another.
    pub title: Option<String>,
    /// How many tokens it reads, where the service says.
    pub context: Option<u64>,
    /// How many tokens it writes, where the service says.
    pub output: Option<u64>,
    /// Whether it can be talked to, where the service says: lists hold models for other uses too.
    pub chats: Option<bool>,
}

/// What a test of a connection found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Probe {
    /// How long the service took; in JSON `took_ms`, whole milliseconds.
    #[serde(rename = "took_ms", serialize_with = "millis")]
    pub took: Duration,
    /// The models it offers; `None` where it keeps no list, and a model answered instead.
    pub models: Option<Vec<ModelInfo>>,
}

/// Vectors for texts.
#[derive(Clone, Debug, PartialEq)]
pub struct Embedded {
    /// One vector for each text, all of one length, in the order of the texts.
    pub vectors: Vec<Vec<f32>>,
    /// What it cost.
    pub usage: Usage,
}

/// One way to reach models.
pub trait Provider: Send + Sync {
    /// The wire it speaks.
    fn wire(&self) -> Wire;
    /// Asks, and gives what happens as it happens; the last event is `Done`, with everything that came, also
    /// when it failed or was stopped. Nothing is sent before the first event is awaited; dropping the stream
    /// closes the socket.
    fn stream(&self, chat: Chat, stop: Stop) -> BoxStream<'static, Event>;
    /// Asks for the answer in one piece.
    fn answer(&self, chat: Chat, stop: Stop) -> BoxFuture<'static, Answer>;
    /// The models on offer, in the service's order.
    fn models(&self) -> BoxFuture<'_, Result<Vec<ModelInfo>, Failure>>;
    /// Finds out whether address and key work. Costs nothing where the service lists its models; elsewhere one
    /// token of `model`, if one is given.
    fn probe<'a>(&'a self, model: Option<&'a str>) -> BoxFuture<'a, Result<Probe, Failure>>;
    /// Turns texts into vectors. `unsupported` where the wire has no such call.
    fn embed<'a>(&'a self, model: &'a str, texts: &'a [String]) -> BoxFuture<'a, Result<Embedded, Failure>>;
}

/// The most pages of a list that are read.
const PAGES: usize = 20;

/// A model service over the network.
#[derive(Clone, Debug)]
pub struct Remote {
    line: Arc<Line>,
}

impl Remote {
    /// Opens an account; nothing is sent. Fails with `proxy` where the proxy's address cannot be used, and with
    /// `tls` where the system has no certificates.
    pub fn open(account: Account, network: Network) -> Result<Remote, Failure> {
        Ok(Remote { line: Arc::new(Line::open(account, network)?) })
    }

    /// The account it was opened with.
    pub fn account(&self) -> &Account {
        &self.line.account
    }

    /// One request that answers in one piece, sent again where the service allows it.
    async fn exchange(&self, url: url::Url, body: Option<&Value>) -> Result<Value, Failure> {
        let mut tries = 0;
        loop {
            tries += 1;
            let body = body.map(|body| body.to_string().into_bytes());
            let failure = match self.once(url.clone(), body).await {
                Ok(value) => return Ok(value),
                Err(failure) => self.line.clean(failure),
            };
            match retry::wait(&failure, tries + 1, &self.line.network.patience) {
                Some(wait) => tokio::time::sleep(wait).await,
                None => return Err(failure),
            }
        }
    }

    async fn once(&self, url: url::Url, body: Option<Vec<u8>>) -> Result<Value, Failure> {
        let response = self.line.send(url, body, false).await?;
        let body = self.line.read(response).await?;
        let value = wire::json(&String::from_utf8_lossy(&body))?;
        if value.get("error").is_some_and(|error| !error.is_null()) {
            return Err(fault::of_value(&value).unwrap_or_else(|| Failure::garbage("an error without words")));
        }
        Ok(value)
    }

    async fn list(&self) -> Result<Vec<ModelInfo>, Failure> {
        let account = &self.line.account;
        let mut all = Vec::new();
        let mut page = None;
        for _ in 0..PAGES {
            let said = self.exchange(lists::models_address(account, page.as_deref()), None).await?;
            let (models, next) = lists::models(account.wire(), &said)?;
            all.extend(models);
            if next.is_none() || next == page {
                break;
            }
            page = next;
        }
        Ok(all)
    }

    async fn test(&self, model: Option<&str>) -> Result<Probe, Failure> {
        let from = Instant::now();
        let models = match (self.list().await, model) {
            (Ok(models), _) => Some(models),
            // A compatible server need not keep a list.
            (Err(failure), Some(model)) if matches!(failure.code, Code::NotFound | Code::Unsupported) => {
                let chat = Chat { max_tokens: Some(1), ..Chat::ask(model, "Hi") };
                if let Some(failure) = self.answer(chat, Stop::default()).await.error {
                    return Err(failure);
                }
                None
            }
            (Err(failure), _) => return Err(failure),
        };
        Ok(Probe { took: from.elapsed(), models })
    }

    async fn vectors(&self, model: &str, texts: &[String]) -> Result<Embedded, Failure> {
        let account = &self.line.account;
        let Some((url, body)) = lists::embed(account, model, texts) else {
            let wire = account.wire().name();
            return Err(Failure::new(Code::Unsupported, format!("the {wire} wire has no embeddings")));
        };
        if texts.is_empty() {
            return Ok(Embedded { vectors: Vec::new(), usage: Usage::default() });
        }
        let said = self.exchange(url, Some(&body)).await?;
        let (vectors, usage) = lists::embedded(account.wire(), &said, texts)?;
        Ok(Embedded { vectors, usage })
    }
}

impl Provider for Remote {
    fn wire(&self) -> Wire {
        self.line.account.wire()
    }

    fn stream(&self, chat: Chat, stop: Stop) -> BoxStream<'static, Event> {
        call::events(self.line.clone(), chat, true, stop)
    }

    fn answer(&self, chat: Chat, stop: Stop) -> BoxFuture<'static, Answer> {
        call::finished(call::events(self.line.clone(), chat, false, stop)).boxed()
    }

    fn models(&self) -> BoxFuture<'_, Result<Vec<ModelInfo>, Failure>> {
        self.list().boxed()
    }

    fn probe<'a>(&'a self, model: Option<&'a str>) -> BoxFuture<'a, Result<Probe, Failure>> {
        self.test(model).boxed()
    }

    fn embed<'a>(&'a self, model: &'a str, texts: &'a [String]) -> BoxFuture<'a, Result<Embedded, Failure>> {
        self.vectors(model, texts).boxed()
    }
}
