//! Models: accounts of their services, the keys to those, and the one way through which every
//! call goes, so that each is held by the budgets and counted.
//! Must not know what an answer is used for.

pub(crate) mod accounts;
pub(crate) mod calls;
pub mod keys;
pub(crate) mod spending;

use std::sync::Arc;

use hisho_domain::{Error, ErrorCode};
use hisho_llm::Failure;
use hisho_store::Store;
use serde_json::json;
use tokio::sync::broadcast;

use crate::Event;
use keys::Keys;

/// What every call needs. It outlives no application: whoever holds it holds the database.
#[derive(Clone)]
pub(crate) struct Models {
    pub(crate) store: Store,
    pub(crate) events: broadcast::Sender<Event>,
    pub(crate) keys: Arc<Keys>,
}

/// A call that came to nothing whole; the UI words it by the code of the failure.
pub fn unanswered(failure: &Failure) -> Error {
    Error::new(ErrorCode::Unanswered, failure.to_string(), json!({ "failure": failure }))
}
