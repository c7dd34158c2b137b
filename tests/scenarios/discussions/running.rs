//! A discussion between models: blind first, critique, its outcome, and stepping in.

use hisho_app::Event;
use hisho_domain::discussion::run::DiscussionMoment;
use hisho_scenarios::{Desk, Home, at};
use serde_json::{Value, json};
use tokio::sync::broadcast::Receiver;

use super::{heard, prepared, script, seat};
use crate::models::server::{Reply, Service};
use crate::models::{account, begin, secretary};

/// Three secretaries at a service, sitting at a table.
async fn three(desk: &Desk, service: &Service) -> Value {
    let account = account(desk, &service.url).await;
    let mut seats = Vec::new();
    for name in ["Ann", "Bob", "Cai"] {
        seats.push(seat(Some(&secretary(desk, name, Some(&account)).await), "participant"));
    }
    prepared(desk, "collaborative", json!(seats)).await
}

async fn next(events: &mut Receiver<Event>) -> DiscussionMoment {
    loop {
        let event = tokio::time::timeout(std::time::Duration::from_secs(60), events.recv()).await.expect("in time");
        if let Event::Discussion { moment, .. } = event.expect("not behind") {
            return moment;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn three_models_think_apart_answer_each_other_and_end_in_dissent() {
    let home = Home::empty();
    let desk = home.open().await;
    let service = Service::answering(script).await;
    let talk = three(&desk, &service).await;
    let estimate = desk.ok("discussions.estimate", at(&talk)).await;
    assert_eq!((&estimate["least_turns"], &estimate["most_turns"]), (&json!(3), &json!(6)));
    assert_eq!((&estimate["is_one_model"], &estimate["most_cost"]), (&json!(true), &json!(null)));
    let mut events = desk.app.events();
    desk.ok("discussions.start", json!({ "uid": talk["uid"], "rev": talk["rev"], "seed": 7 })).await;
    let ended = desk.ok("discussions.get", json!({ "uid": talk["uid"] })).await;
    let state = desk.ok("discussions.state", json!({ "uid": talk["uid"] })).await;
    assert_eq!((ended["status"].as_str(), ended["outcome"].as_str()), (Some("completed"), Some("majority")), "{state}");
    assert_eq!(state["stances"].as_array().map(Vec::len), Some(6));
    let changes: Vec<&str> =
        state["stances"].as_array().expect("stances").iter().filter_map(|held| held["change"].as_str()).collect();
    assert_eq!(changes.iter().filter(|change| **change == "unexplained").count(), 1, "{changes:?}");
    let spent = state["spent"].as_u64().expect("spent");
    assert_eq!((spent, state["reserved"].as_u64()), (6 * 120, Some(0)));

    // The summary says who dissents, what speaks against, and who moved without a reason.
    let summary = ended["consensus_summary"].as_str().expect("a summary");
    for told in ["Ann", "Bob", "Cai", "Autumn is dear"] {
        assert!(summary.contains(told), "{told}: {summary}");
    }

    // Blind: nobody was told anything of anybody. Afterwards without names.
    let bodies = service.bodies();
    assert_eq!(bodies.len(), 6);
    for body in &bodies[..3] {
        let text = body["messages"][1]["content"].as_str().expect("text");
        assert!(!text.contains("begins") && !text.contains("autumn"), "{text}");
        assert_eq!(body["response_format"]["type"], "json_schema");
    }
    for body in &bodies[3..] {
        let whole = body["messages"].to_string();
        let own = ["Ann", "Bob", "Cai"].iter().filter(|name| whole.contains(&format!("You are {name}"))).count();
        assert_eq!(own, 1);
        let text = body["messages"][1]["content"].as_str().expect("text");
        assert!(text.contains("here called A") && text.contains("here called B"), "{text}");
        assert!(text.contains("0: Move in") && text.contains("Another at the table"), "{text}");
    }

    // What was told can be read again, word for word.
    let minutes = desk.ok("discussions.minutes", json!({ "uid": talk["uid"] })).await;
    let first = &minutes["messages"][0];
    let sent = desk.ok("discussions.sent", json!({ "uid": first["uid"] })).await;
    assert!(bodies.iter().any(|body| body["messages"][1]["content"] == sent["text"]));
    assert_eq!((first["spoken_by"].as_str(), first["round"].as_i64()), (Some("secretary"), Some(1)));

    // It was announced: who thinks, what is said as it comes, where it stands.
    let (mut thinks, mut deltas, mut stepped) = (0, String::new(), 0);
    loop {
        match next(&mut events).await {
            DiscussionMoment::Thinks { .. } => thinks += 1,
            DiscussionMoment::Delta { text, .. } => deltas.push_str(&text),
            DiscussionMoment::Stepped { state } => {
                stepped += 1;
                if state.status.as_str() == "completed" {
                    break;
                }
            }
            _ => {}
        }
    }
    assert_eq!((thinks, stepped), (6, 7));
    assert!(deltas.contains("Ann begins") && !deltas.contains('{'), "{deltas}");
    let told = desk.ok("notifications.list", json!({})).await;
    assert!(told.to_string().contains("The move"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_is_stopped_led_elsewhere_and_ended_and_what_came_is_kept() {
    let home = Home::empty();
    let desk = home.open().await;
    let hang = std::sync::atomic::AtomicBool::new(true);
    let service = Service::answering(move |body| {
        let text = body["messages"][1]["content"].as_str().unwrap_or_default();
        let critique = text.contains("answer the others");
        match critique && hang.swap(false, std::sync::atomic::Ordering::SeqCst) {
            true => Reply::Hangs(vec!["{\"says\": \"I was saying", " that"]),
            false => script(body),
        }
    })
    .await;
    let talk = three(&desk, &service).await;
    let uid = talk["uid"].clone();
    let mut events = desk.app.events();
    begin(&desk.app, "discussions.start", at(&talk)).await.expect("started");
    loop {
        if let DiscussionMoment::Delta { text, .. } = next(&mut events).await
            && text.contains("saying")
        {
            break;
        }
    }
    // While it hangs the person says something, and pauses it.
    let said = begin(&desk.app, "discussions.say", json!({ "uid": uid, "content": "Rent rises in May" })).await;
    assert_eq!(said.expect("said")["spoken_by"], "person");
    let step_in = |kind: &str| json!({ "uid": uid, "interruption_type": kind });
    let pause = desk.ok("discussions.interrupt", step_in("pause")).await;
    assert_eq!((pause["status_before"].as_str(), pause["status_after"].as_str()), (Some("active"), Some("paused")));
    service.left().await;
    let lines = heard(&desk, &uid).await;
    let partial: Vec<_> = lines.iter().filter(|line| line.2).collect();
    assert_eq!(partial.len(), 1, "{lines:?}");
    assert!(partial[0].1.starts_with("I was saying"), "{lines:?}");
    let state = desk.ok("discussions.state", json!({ "uid": uid })).await;
    assert_eq!((state["paused"].as_str(), state["turns"].as_array().map(Vec::len)), (Some("asked"), Some(0)));
    let resumed = desk.ok("discussions.interrupt", step_in("resume")).await;
    assert_eq!(resumed["status_after"], "active");
    let state = desk.ok("discussions.state", json!({ "uid": uid })).await;
    assert_eq!(state["status"], "completed");
    let last = service.bodies().last().expect("asked")["messages"][1]["content"].to_string();
    assert!(last.contains("Rent rises in May"), "{last}");
    let again = desk.call("discussions.interrupt", step_in("pause")).await.expect_err("over");
    assert_eq!(again.params["reason"], "already_closed");
}

#[tokio::test(flavor = "multi_thread")]
async fn redirected_clarified_and_terminated_while_it_waits() {
    let home = Home::empty();
    let desk = home.open().await;
    let service = Service::answering(|body| {
        let text = body["messages"][1]["content"].as_str().unwrap_or_default();
        if text.contains("answer the others") { Reply::Hangs(vec!["{"]) } else { script(body) }
    })
    .await;
    let talk = three(&desk, &service).await;
    let uid = talk["uid"].clone();
    let mut events = desk.app.events();
    begin(&desk.app, "discussions.start", at(&talk)).await.expect("started");
    let round = |wanted: u32| move |moment: &DiscussionMoment| matches!(moment, DiscussionMoment::Stepped { state } if state.round == wanted);
    while !round(2)(&next(&mut events).await) {}
    let clarify =
        json!({ "uid": uid, "interruption_type": "clarify", "message": "What does it cost?", "priority": "urgent" });
    let asked = begin(&desk.app, "discussions.interrupt", clarify).await.expect("asked");
    assert_eq!(asked["resolved_at"], Value::Null);
    loop {
        next(&mut events).await;
        let minutes = begin(&desk.app, "discussions.minutes", json!({ "uid": uid })).await.expect("minutes");
        if minutes.to_string().contains("explains") {
            assert!(minutes["interruptions"][0]["resolved_at"].is_string(), "{}", minutes["interruptions"]);
            break;
        }
    }
    let redirect =
        json!({ "uid": uid, "interruption_type": "redirect", "redirect_topic": "Where to?", "priority": "urgent" });
    begin(&desk.app, "discussions.interrupt", redirect).await.expect("redirected");
    while !round(4)(&next(&mut events).await) {}
    let end = json!({ "uid": uid, "interruption_type": "terminate" });
    desk.ok("discussions.interrupt", end).await;
    let whole = desk.ok("discussions.get", json!({ "uid": uid })).await;
    assert_eq!((whole["status"].as_str(), whole["current_topic"].as_str()), (Some("terminated"), Some("Where to?")));
    assert!(whole["ended_at"].is_string() && whole["outcome"].is_string());
}
