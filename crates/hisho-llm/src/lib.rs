//! The kinds of model service a secretary may speak through.
//!
//! One trait, [`Provider`], over five wires and the person's own voice. An [`Account`] is a wire, an address and
//! a key; [`Remote`] opens it; a [`Chat`] is what is asked and an [`Answer`] what it came to. Knows nothing of
//! the database, the vault, secretaries or budgets. Everything a service sends is data: nothing in it is acted on.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod account;
mod answer;
mod call;
mod chat;
mod draft;
mod failure;
mod fault;
mod formed;
mod frame;
mod http;
mod key;
mod limits;
mod manual;
mod prices;
mod provider;
#[cfg(test)]
mod replay_tests;
mod retry;
mod schema;
mod usage;
mod wire;

pub use account::{Account, Wire};
pub use answer::{Answer, Event, Finish, Remark, Replay, ToolCall};
pub use call::Stop;
pub use chat::{Chat, Form, IMAGE_TOKENS, Image, Part, Tool, ToolChoice, ToolResult, Turn};
pub use failure::{Code, Failure};
pub use formed::{Formed, Shape, extract, formed, in_words, knows_no_schemas};
pub use http::{Network, Route};
pub use key::Key;
pub use limits::{Limits, Patience};
pub use manual::{Desk, Manual, Waiting};
pub use prices::{Cost, Long, Price, Prices};
pub use provider::{Embedded, ModelInfo, Probe, Provider, Remote};
pub use usage::{Counting, Usage, estimate_tokens};
