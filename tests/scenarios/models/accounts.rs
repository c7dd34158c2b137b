//! Accounts and their keys: a key reaches its own service and nothing else.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use hisho_app::keys::{KeyStore, NoKeychain, Secret, Unusable};
use hisho_app::{App, Options};
use hisho_scenarios::{Desk, Home, files};
use serde_json::{Value, json};

use super::server::{Reply, Service};
use super::{account, conversation, secretary};

const CANARY: &str = "sk-canary-93b1c57e20d84af6";

/// A keychain as a system has it, in memory.
#[derive(Default)]
struct Keychain(Mutex<HashMap<String, String>>);

impl KeyStore for Keychain {
    fn get(&self, name: &str) -> Result<Option<Secret>, Unusable> {
        Ok(self.0.lock().expect("sound").get(name).map(Secret::new))
    }

    fn set(&self, name: &str, key: &Secret) -> Result<(), Unusable> {
        self.0.lock().expect("sound").insert(name.to_owned(), key.reveal().to_owned());
        Ok(())
    }

    fn delete(&self, name: &str) -> Result<(), Unusable> {
        self.0.lock().expect("sound").remove(name);
        Ok(())
    }
}

async fn open(home: &Home, keychain: Arc<dyn KeyStore>) -> Desk {
    let options = Options { data_dir: home.data(), background: false };
    Desk { app: App::open_with(options, keychain).await.expect("the application opens") }
}

/// Every place that anything is written to, and what was given out, is free of the key.
fn nowhere(home: &Home, outputs: &[Value]) {
    for (name, bytes) in files(home.data().parent().expect("the home")) {
        let found = bytes.windows(CANARY.len()).any(|window| window == CANARY.as_bytes());
        assert!(!found, "the key is in {name}");
    }
    for output in outputs {
        assert!(!output.to_string().contains(CANARY), "the key is in {output}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_in_the_keychain_and_nowhere_else() {
    let home = Home::empty();
    let keychain = Arc::new(Keychain::default());
    let desk = open(&home, keychain.clone()).await;
    let echo = format!(r#"{{"error":{{"message":"bad key {CANARY}","code":"invalid_api_key"}}}}"#);
    let service = Service::start(vec![Reply::Says(vec!["ok"], 1, 1), Reply::Refuses(401, echo)]).await;
    let made = account(&desk, &service.url).await;
    let mut outputs =
        vec![desk.ok("accounts.set_key", json!({ "uid": made["uid"], "key": format!(" {CANARY}\n") })).await];
    assert_eq!((&outputs[0]["hint"], &outputs[0]["has_key"]), (&json!("4af6"), &json!(true)));
    assert_eq!(outputs[0]["session_only"], false);
    for wrong in [json!({ "uid": made["uid"], "key": format!("{CANARY} two") }), json!({ "uid": "x", "key": CANARY })] {
        outputs.push(json!(desk.call("accounts.set_key", wrong).await.expect_err("refused")));
    }

    // The service gets it; when the service sends it back, that goes no further.
    let hanako = secretary(&desk, "花子", Some(&made)).await;
    let talk = conversation(&desk, &[&hanako]).await;
    for _ in 0..2 {
        outputs.push(desk.ok("talk.send", json!({ "conversation_uid": talk, "text": "?" })).await);
    }
    assert!(service.heads()[0].contains(CANARY), "the call carries its key");
    outputs.push(desk.call("accounts.test", json!({ "uid": made["uid"] })).await.unwrap_or_else(|e| json!(e)));
    outputs.push(desk.ok("talk.preview", json!({ "conversation_uid": talk, "text": "?" })).await);
    outputs.push(desk.ok("talk.state", json!({ "conversation_uid": talk })).await);
    for command in ["accounts.list", "changes.list", "history.list", "audit.list", "backups.create", "health.log"] {
        outputs.push(desk.ok(command, json!({})).await);
    }
    let target = home.data().parent().expect("the home").join("export");
    outputs.push(desk.ok("transfer.export", json!({ "path": target })).await);
    nowhere(&home, &outputs);
    drop(desk);
    nowhere(&home, &[]);

    // Another start finds it again; without the keychain it says so, and asks nobody without a key.
    let desk = open(&home, keychain.clone()).await;
    desk.ok("talk.send", json!({ "conversation_uid": talk, "text": "?" })).await;
    assert!(service.heads().last().expect("asked").contains(CANARY));
    drop(desk);
    let asked = service.heads().len();
    let desk = open(&home, Arc::new(NoKeychain)).await;
    desk.ok("talk.send", json!({ "conversation_uid": talk, "text": "?" })).await;
    let state = desk.ok("talk.state", json!({ "conversation_uid": talk })).await;
    assert_eq!(state["steps"][0]["error"]["params"]["reason"], "keychain_unusable");
    drop(desk);
    keychain.0.lock().expect("sound").clear();
    let desk = open(&home, keychain.clone()).await;
    let missing = desk.call("accounts.test", json!({ "uid": made["uid"] })).await.expect_err("no key");
    assert_eq!(missing.params["reason"], "key_missing");
    assert_eq!(service.heads().len(), asked);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_address_never_gets_the_key() {
    let home = Home::empty();
    let keychain = Arc::new(Keychain::default());
    let desk = open(&home, keychain.clone()).await;
    let (one, other) = (
        Service::start(vec![Reply::Says(vec!["ok"], 1, 1)]).await,
        Service::start(vec![Reply::Says(vec!["ok"], 1, 1)]).await,
    );
    let made = account(&desk, &one.url).await;
    let keyed = desk.ok("accounts.set_key", json!({ "uid": made["uid"], "key": CANARY })).await;
    let content = |url: &str| json!({ "name": "移", "base_url": url });
    let moved =
        |account: &Value, url: &str| json!({ "uid": account["uid"], "rev": account["rev"], "content": content(url) });

    // Another path of the same service keeps it, another port does not, and undo brings nothing back.
    let kept = desk.ok("accounts.update", moved(&keyed, &format!("{}/v1", one.url))).await;
    assert_eq!(kept["has_key"], true);
    let elsewhere = desk.ok("accounts.update", moved(&kept, &other.url)).await;
    assert_eq!((&elsewhere["has_key"], &elsewhere["hint"]), (&json!(false), &json!(null)));
    assert!(keychain.0.lock().expect("sound").is_empty());
    let hanako = secretary(&desk, "花子", Some(&made)).await;
    let talk = conversation(&desk, &[&hanako]).await;
    desk.ok("talk.send", json!({ "conversation_uid": talk, "text": "?" })).await;
    assert!(!other.heads()[0].to_lowercase().contains("authorization"), "{:?}", other.heads());

    // With the account goes its key.
    desk.ok("accounts.set_key", json!({ "uid": made["uid"], "key": CANARY })).await;
    let now = desk.ok("accounts.list", json!({})).await[0].clone();
    desk.ok("accounts.delete", json!({ "uid": now["uid"], "rev": now["rev"] })).await;
    assert!(keychain.0.lock().expect("sound").is_empty());
    desk.ok("talk.send", json!({ "conversation_uid": talk, "text": "?" })).await;
    let state = desk.ok("talk.state", json!({ "conversation_uid": talk })).await;
    assert_eq!(state["steps"][0]["error"]["params"]["reason"], "no_account");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_keychain_a_key_lasts_as_long_as_the_session() {
    let home = Home::empty();
    let desk = open(&home, Arc::new(NoKeychain)).await;
    let service = Service::start(vec![Reply::Says(vec!["ok"], 1, 1)]).await;
    let made = account(&desk, &service.url).await;
    let keyed = desk.ok("accounts.set_key", json!({ "uid": made["uid"], "key": CANARY })).await;
    assert_eq!((&keyed["has_key"], &keyed["session_only"]), (&json!(true), &json!(true)));
    let hanako = secretary(&desk, "花子", Some(&made)).await;
    let talk = conversation(&desk, &[&hanako]).await;
    desk.ok("talk.send", json!({ "conversation_uid": talk, "text": "?" })).await;
    assert!(service.heads()[0].contains(CANARY));
    drop(desk);
    nowhere(&home, &[]);
    let desk = open(&home, Arc::new(NoKeychain)).await;
    let after = desk.ok("accounts.list", json!({})).await;
    assert_eq!((&after[0]["has_key"], &after[0]["session_only"]), (&json!(false), &json!(false)));
}
