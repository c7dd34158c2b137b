//! Killed after each event of a discussion: opened again it ends as if nothing had happened, and no
//! call is made twice but those that were on their way.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use hisho_scenarios::{Desk, Home};
use serde_json::{Value, json};

use super::{heard, prepared, script, seat};
use crate::models::server::{Reply, Service};
use crate::models::{account, begin, secretary};

/// Turns of the whole discussion: three blind ones at once, three after each other.
const TURNS: usize = 6;

/// A discussion whose service answers only the first `answers` calls, until that is raised.
async fn begun(desk: &Desk, answers: Arc<AtomicUsize>) -> (Service, Value) {
    let asked = AtomicUsize::new(0);
    let service = Service::answering(move |body| {
        let nth = asked.fetch_add(1, Ordering::SeqCst);
        if nth < answers.load(Ordering::SeqCst) { script(body) } else { Reply::Hangs(vec!["{\"says\": \"half"]) }
    })
    .await;
    let account = account(desk, &service.url).await;
    let mut seats = Vec::new();
    for name in ["Ann", "Bob", "Cai"] {
        seats.push(seat(Some(&secretary(desk, name, Some(&account)).await), "participant"));
    }
    let talk = prepared(desk, "collaborative", json!(seats)).await;
    let start = json!({ "uid": talk["uid"], "rev": talk["rev"], "seed": 5 });
    begin(&desk.app, "discussions.start", start).await.expect("started");
    (service, talk["uid"].clone())
}

/// What was said and how it ended. In a blind round it is chance who is heard first.
async fn outcome(desk: &Desk, uid: &Value) -> (Vec<(String, String, bool)>, Value, Value) {
    let mut lines = heard(desk, uid).await;
    lines[..3].sort();
    let whole = desk.ok("discussions.get", json!({ "uid": uid })).await;
    (lines, whole["outcome"].clone(), whole["consensus_summary"].clone())
}

async fn state(desk: &Desk, uid: &Value) -> Value {
    begin(&desk.app, "discussions.state", json!({ "uid": uid })).await.expect("state")
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_every_event_it_ends_as_if_nothing_had_happened() {
    let home = Home::empty();
    let desk = home.open().await;
    let (service, uid) = begun(&desk, Arc::new(AtomicUsize::new(usize::MAX))).await;
    desk.app.settle().await.expect("settled");
    let expected = outcome(&desk, &uid).await;
    assert_eq!((expected.0.len(), service.bodies().len()), (TURNS, TURNS));
    let last = state(&desk, &uid).await["number"].as_i64().expect("events");
    drop(desk);

    for answered in 0..TURNS {
        let home = Home::empty();
        let desk = home.open().await;
        let answers = Arc::new(AtomicUsize::new(answered));
        let (service, uid) = begun(&desk, answers.clone()).await;
        let under_way = if answered < 3 { 3 - answered } else { 1 };
        let here = last - TURNS as i64 + answered as i64;
        for tries in 0.. {
            let now = state(&desk, &uid).await["number"].as_i64();
            if now == Some(here) && service.bodies().len() == answered + under_way {
                break;
            }
            assert!(tries < 3_000, "{answered}: {now:?} of {here}, {} calls", service.bodies().len());
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        drop(desk);
        answers.store(usize::MAX, Ordering::SeqCst);

        let desk = home.open().await;
        assert_eq!(state(&desk, &uid).await["is_left"], true, "{answered}");
        desk.ok("discussions.go_on", json!({ "uid": uid })).await;
        let now = state(&desk, &uid).await;
        assert_eq!(now["status"], "completed", "{answered}: {now}");
        assert_eq!(outcome(&desk, &uid).await, expected, "{answered}");
        assert_eq!(service.bodies().len(), TURNS + under_way, "{answered}: a call was made again for nothing");
        // What was on its way is charged in full, as nobody knows what came of it.
        let spent = now["spent"].as_u64().expect("spent");
        assert!(spent > TURNS as u64 * 120 && now["reserved"] == 0, "{answered}: {spent}");
        let calls = desk.ok("usage.summary", json!({ "from": "2020-01-01", "to": "2099-12-31", "by": "model" })).await;
        assert_eq!(calls["total"]["calls"], json!(TURNS + under_way), "{answered}");
    }
}
