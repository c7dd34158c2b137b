//! Discussions that run: with models on loopback that speak by a script, with the person, and with
//! both.

mod kills;
mod own;
mod plans;
mod running;

use hisho_scenarios::Desk;
use serde_json::{Value, json};

use crate::models::server::Reply;

/// What a scripted persona says to a request, in the form that was asked for.
pub fn script(body: &Value) -> Reply {
    let system = body["messages"][0]["content"].as_str().unwrap_or_default();
    let text = body["messages"][1]["content"].as_str().unwrap_or_default();
    let name = system.strip_prefix("You are ").and_then(|rest| rest.split(',').next()).unwrap_or_default();
    Reply::Tells(says(name, text))
}

/// Ann holds spring, Bob and Cai autumn; Ann objects, and nobody moves but Cai, without a reason.
pub fn says(name: &str, text: &str) -> String {
    let common = |says: &str| json!({ "says": says, "reasoning": "because", "confidence": 7, "references": [] });
    let critique = |stance: &str, objections: Value| {
        let mut said = common(&format!("{name} answers"));
        let more = json!({
            "stance": stance, "option": null, "message_type": "disagreement", "reply_to": 0, "changed_because": null,
            "withdraws": [], "next": null, "objections": objections,
        });
        for (field, value) in more.as_object().expect("fields") {
            said[field] = value.clone();
        }
        said
    };
    let value = if text.contains("form your own position") {
        let mut said = common(&format!("{name} begins"));
        said["stance"] = json!(if name == "Ann" { "Move in spring" } else { "Move in autumn" });
        said["option"] = Value::Null;
        said["objections"] = json!([]);
        said
    } else if text.contains("answer the others") {
        match name {
            "Ann" => critique("Move in spring", json!([{ "text": "Autumn is dear", "against": 1 }])),
            "Cai" => critique("Move in spring", json!([])),
            _ => critique("Move in autumn", json!([])),
        }
    } else if text.contains("asks you:") {
        common(&format!("{name} explains"))
    } else {
        common(&format!("{name} watched"))
    };
    value.to_string()
}

/// A discussion of these secretaries, prepared.
pub async fn prepared(desk: &Desk, kind: &str, seats: Value) -> Value {
    let create = json!({
        "title": "The move", "topic": "When should we move the office?", "kind": kind, "max_participants": 6, "seats": seats,
    });
    desk.ok("discussions.create", create).await
}

/// A seat for a secretary, or the person.
pub fn seat(who: Option<&Value>, role: &str) -> Value {
    json!({ "secretary_uid": who.map(|who| who["uid"].clone()), "role": role })
}

/// What was said, by whom: the name or nothing for the person, and the words.
pub async fn heard(desk: &Desk, uid: &Value) -> Vec<(String, String, bool)> {
    let whole = desk.ok("discussions.get", json!({ "uid": uid })).await;
    let minutes = desk.ok("discussions.minutes", json!({ "uid": uid })).await;
    let name = |seat: &Value| {
        let seats = whole["seats"].as_array().expect("seats");
        let found = seats.iter().find(|known| known["uid"] == *seat).expect("a seat");
        found["who"]["name"].as_str().unwrap_or_default().to_owned()
    };
    let said = minutes["messages"].as_array().expect("messages").iter();
    said.map(|m| (name(&m["seat_uid"]), m["content"].as_str().expect("words").to_owned(), m["is_partial"] == true))
        .collect()
}
