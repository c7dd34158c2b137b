//! Models: accounts and their keys, talking, and what it costs, against a service on loopback.

mod accounts;
mod drafting;
pub(crate) mod server;
mod spending;
mod talking;

use std::time::Duration;

use hisho_app::{App, Caller, Event};
use hisho_domain::talk::TalkMoment;
use hisho_domain::{Error, Origin};
use hisho_scenarios::Desk;
use serde_json::{Value, json};
use tokio::sync::broadcast::Receiver;

/// Calls a command without waiting for what it began.
pub(crate) async fn begin(app: &App, command: &str, input: Value) -> Result<Value, Error> {
    app.call(Caller::person(Origin::Cli), command, input).await
}

/// An account at a service on loopback.
pub(crate) async fn account(desk: &Desk, url: &str) -> Value {
    desk.ok("accounts.create", json!({ "wire": "openai-chat", "name": url, "base_url": url })).await
}

/// A secretary who speaks through an account, or for whom the person does.
pub(crate) async fn secretary(desk: &Desk, name: &str, account: Option<&Value>) -> Value {
    let people = desk.ok("people.list", json!({})).await;
    let mut new = json!({ "name": name, "persona_uid": people["personas"][1]["uid"] });
    if let Some(account) = account {
        new["provider"] = account["provider"].clone();
        new["model"] = json!("small");
        new["credential_uid"] = account["uid"].clone();
    }
    desk.ok("people.create_secretary", new).await
}

/// A conversation with them; gives its identity.
async fn conversation(desk: &Desk, with: &[&Value]) -> Value {
    let participants: Vec<&Value> = with.iter().map(|secretary| &secretary["uid"]).collect();
    desk.ok("conversations.create", json!({ "title": "相談", "participants": participants })).await["uid"].clone()
}

/// What was said in a conversation: who, what, and whether it broke off.
async fn said(desk: &Desk, conversation: &Value) -> Vec<(String, String, bool)> {
    let page = desk.ok("conversations.messages", json!({ "uid": conversation })).await;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let said = page["messages"].as_array().expect("messages").iter();
    said.map(|m| (text(&m["sender"]), text(&m["content"]), m["is_partial"] == true)).collect()
}

/// The next thing that happens to an answer.
async fn moment(events: &mut Receiver<Event>) -> TalkMoment {
    loop {
        let event = tokio::time::timeout(Duration::from_secs(60), events.recv()).await.expect("in time");
        if let Event::Talk { moment, .. } = event.expect("not behind") {
            return moment;
        }
    }
}
