//! What calls cost: every one is counted, whatever became of it, and budgets hold.

use std::time::Duration;

use hisho_app::Event;
use hisho_domain::ErrorCode;
use hisho_scenarios::{Desk, Home, rounds};
use serde_json::{Value, json};

use super::server::{Reply, Service};
use super::{account, begin, conversation, secretary};

/// A dollar for a million tokens in, two for a million out, here.
async fn price(desk: &Desk, url: &str) {
    let own = json!([{ "at": url, "model": "small", "as_of": "2026-01-01", "input": 1.0, "output": 2.0 }]);
    desk.ok("prices.set", json!({ "own": own })).await;
}

async fn total(desk: &Desk, by: &str) -> Value {
    desk.ok("usage.summary", json!({ "from": "2020-01-01", "to": "2099-12-31", "by": by })).await
}

fn budget(scope: &str, subject: &Value, cost: i64, tokens: i64) -> Value {
    json!({ "scope": scope, "subject_uid": subject, "period": "day", "limit_cost": cost, "limit_tokens": tokens })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_spent_budget_stops_before_anything_is_sent() {
    let home = Home::empty();
    let desk = home.open().await;
    let service = Service::start(vec![Reply::Says(vec!["x"], 1_000, 1_000)]).await;
    let hanako = secretary(&desk, "花子", Some(&account(&desk, &service.url).await)).await;
    let talk = conversation(&desk, &[&hanako]).await;
    let send = json!({ "conversation_uid": talk, "text": "?" });
    let budgeted = desk.ok("budgets.set", budget("secretary", &hanako["uid"], 1_000_000, 5_000)).await;

    // Without a price the tokens are held: 2,000 of an answer and the question fit twice.
    let mut events = desk.app.events();
    desk.ok("talk.send", send.clone()).await;
    desk.ok("talk.send", send.clone()).await;
    let budgets = desk.ok("budgets.list", json!({})).await;
    assert_eq!((&budgets[0]["used_tokens"], &budgets[0]["percent"]), (&json!(4_000), &json!(80)));
    let warned = std::iter::from_fn(|| events.try_recv().ok()).find_map(|event| match event {
        Event::Budget { budget } => Some(budget.percent),
        _ => None,
    });
    assert_eq!(warned, Some(80));
    desk.ok("talk.send", send.clone()).await;
    let state = desk.ok("talk.state", json!({ "conversation_uid": talk })).await;
    let error = &state["steps"][0]["error"];
    assert_eq!((&error["code"], &error["params"]["reason"]), (&json!("refused"), &json!("budget_spent")));
    assert_eq!(service.bodies().len(), 2, "nothing was sent");

    // With a price the money is, and nothing of it is used yet.
    price(&desk, &service.url).await;
    desk.ok("talk.send", send.clone()).await;
    let budgets = desk.ok("budgets.list", json!({})).await;
    assert_eq!(budgets[0]["used_cost"], 300_000, "1,000 in and 1,000 out in 10^-8 dollars");

    // Lowering is a command; raising and removing are decisions, and none of it is undone.
    desk.ok("budgets.set", budget("secretary", &hanako["uid"], 10, 10)).await;
    let raising = budget("secretary", &hanako["uid"], 11, 10);
    assert_eq!(desk.call("budgets.set", raising.clone()).await.expect_err("raises").params["reason"], "raises_budget");
    assert_eq!(desk.call("budgets.raise", raising.clone()).await.expect_err("unasked").code, ErrorCode::PersonOnly);
    assert!(desk.call("history.undo", json!({})).await.is_ok(), "what was said before can be undone");
    let raised = desk.decide("budgets.raise", raising).await.expect("raised");
    assert_eq!((&raised["limit_cost"], &raised["uid"]), (&json!(11), &budgeted["uid"]));
    let remove = json!({ "uid": raised["uid"], "rev": raised["rev"] });
    desk.decide("budgets.remove", remove).await.expect("removed");
    assert_eq!(desk.ok("budgets.list", json!({})).await, json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_project_and_everything_have_budgets_too() {
    let home = Home::empty();
    let desk = home.open().await;
    let service = Service::start(vec![Reply::Says(vec!["x"], 10, 10)]).await;
    let hanako = secretary(&desk, "花子", Some(&account(&desk, &service.url).await)).await;
    let project = desk.approved_plan("引っ越し", &[]).await["project"]["uid"].clone();
    let new = json!({ "title": "x", "project_uid": project, "participants": [hanako["uid"]] });
    let about = desk.ok("conversations.create", new).await["uid"].clone();
    let free = conversation(&desk, &[&hanako]).await;
    desk.ok("budgets.set", budget("project", &project, 0, 0)).await;
    desk.ok("talk.send", json!({ "conversation_uid": about, "text": "?" })).await;
    assert_eq!(service.bodies().len(), 0);
    desk.ok("talk.send", json!({ "conversation_uid": free, "text": "?" })).await;
    assert_eq!(service.bodies().len(), 1);
    desk.ok("budgets.set", budget("all", &Value::Null, 0, 0)).await;
    desk.ok("talk.send", json!({ "conversation_uid": free, "text": "?" })).await;
    assert_eq!(service.bodies().len(), 1);
}

/// The sum of what is counted is the sum of the calls, whichever way those ended and by whatever
/// they are summed up; what the service counted is taken, what it did not is estimated and said so.
#[tokio::test(flavor = "multi_thread")]
async fn the_sum_of_usage_is_the_sum_of_the_calls() {
    let home = Home::empty();
    let desk = home.open().await;
    // A fixed seed; each step decides how the next call ends.
    let mut seed = 20_261_120u64;
    let mut next = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        seed >> 33
    };
    let calls = rounds(24);
    let mut replies = Vec::new();
    let (mut counted, mut cut, mut refused) = ((0u64, 0u64, 0u64), 0, 0);
    for _ in 0..calls {
        replies.push(match next() % 4 {
            0 => {
                cut += 1;
                Reply::Breaks(vec!["abcd", "efgh"])
            }
            1 => {
                refused += 1;
                Reply::Refuses(401, r#"{"error":{"message":"m","code":"invalid_api_key"}}"#.into())
            }
            _ => {
                let (sent, received) = (next() % 500, next() % 500);
                counted = (counted.0 + 1, counted.1 + sent, counted.2 + received);
                Reply::Says(vec!["fine"], sent, received)
            }
        });
    }
    let service = Service::start(replies).await;
    price(&desk, &service.url).await;
    let account = account(&desk, &service.url).await;
    let team = [secretary(&desk, "花子", Some(&account)).await, secretary(&desk, "太郎", Some(&account)).await];
    let talk = conversation(&desk, &[&team[0], &team[1]]).await;
    for call in 0..calls {
        let to = &team[call % 2]["uid"];
        desk.ok("talk.send", json!({ "conversation_uid": talk, "text": "?", "to": [to] })).await;
    }
    assert_eq!(service.bodies().len(), calls);
    let number = |value: &Value| value.as_u64().expect("a number");
    for by in ["day", "month", "secretary", "project", "account", "model"] {
        let summary = total(&desk, by).await;
        let whole = &summary["total"];
        assert_eq!(number(&whole["calls"]), calls as u64);
        assert_eq!(number(&whole["failed"]), cut + refused);
        assert_eq!(number(&whole["estimated_calls"]), cut);
        assert_eq!(number(&whole["output_tokens"]), counted.2 + 2 * cut, "two tokens came before each break");
        assert!(number(&whole["input_tokens"]) >= counted.1);
        assert_eq!(
            number(&whole["cost"]),
            100 * number(&whole["input_tokens"]) + 200 * number(&whole["output_tokens"])
        );
        for field in ["calls", "failed", "input_tokens", "output_tokens", "cost", "estimated_calls"] {
            let lines = summary["lines"].as_array().expect("lines");
            assert_eq!(
                lines.iter().map(|line| number(&line[field])).sum::<u64>(),
                number(&whole[field]),
                "{by} {field}"
            );
        }
    }
    assert_eq!(total(&desk, "secretary").await["lines"].as_array().expect("lines").len(), 2.min(calls));
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_a_service_claims_can_be_summed_up() {
    let home = Home::empty();
    let desk = home.open().await;
    let service = Service::start(vec![Reply::Says(vec!["x"], u64::MAX, u64::MAX)]).await;
    let hanako = secretary(&desk, "花子", Some(&account(&desk, &service.url).await)).await;
    let talk = conversation(&desk, &[&hanako]).await;
    desk.ok("budgets.set", budget("all", &Value::Null, i64::pow(10, 18), i64::pow(10, 18))).await;
    for _ in 0..3 {
        desk.ok("talk.send", json!({ "conversation_uid": talk, "text": "?" })).await;
    }
    assert_eq!(total(&desk, "model").await["total"]["calls"], 3);
    assert!(desk.ok("budgets.list", json!({})).await[0]["used_tokens"].as_i64() > Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_on_its_way_counts_and_is_settled_when_stopped() {
    let home = Home::empty();
    let desk = home.open().await;
    let service = Service::start(vec![Reply::Hangs(vec!["x"])]).await;
    let hanako = secretary(&desk, "花子", Some(&account(&desk, &service.url).await)).await;
    let talk = conversation(&desk, &[&hanako]).await;
    desk.ok("budgets.set", budget("all", &Value::Null, 0, 1_000_000)).await;
    begin(&desk.app, "talk.send", json!({ "conversation_uid": talk, "text": "?" })).await.expect("sent");
    let used = async || {
        let budgets = begin(&desk.app, "budgets.list", json!({})).await.expect("budgets");
        budgets[0]["used_tokens"].as_u64().expect("a number")
    };
    let mut on_its_way = 0;
    for _ in 0..1_000 {
        on_its_way = used().await;
        if on_its_way > 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert!(on_its_way > 2_000, "the most that it may cost: {on_its_way}");
    begin(&desk.app, "talk.stop", json!({ "conversation_uid": talk })).await.expect("stopped");
    desk.app.settle().await.expect("settled");
    let after = used().await;
    assert!(after > 0 && after < on_its_way, "{after} of {on_its_way}");
    assert_eq!(total(&desk, "day").await["total"]["calls"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_persons_prices_are_checked_and_come_first() {
    let home = Home::empty();
    let desk = home.open().await;
    let table = desk.ok("prices.list", json!({})).await;
    assert!(table["shipped"].as_array().expect("prices").len() > 20);
    let mut bad = table["shipped"][0].clone();
    bad["input"] = json!(-1.0);
    let refused = desk.call("prices.set", json!({ "own": [bad] })).await.expect_err("no price");
    assert_eq!((refused.code, &refused.params["field"]), (ErrorCode::Invalid, &json!("own")));
    let own = table["shipped"][0].clone();
    assert_eq!(desk.ok("prices.set", json!({ "own": [own] })).await["own"][0], own);
}
