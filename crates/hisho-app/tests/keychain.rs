//! A real keychain: gnome-keyring on a session bus of its own, open, locked, and not there at all.
//! Each test starts itself once more within such a session; where the programs are not installed
//! it says so and does nothing. Nothing touches the keychain of whoever runs this.

use std::path::Path;
use std::process::Command;

use hisho_app::keys::{KeyStore, SystemKeychain};
use hisho_app::{App, Caller, Options};
use hisho_domain::Origin;
use serde_json::{Value, json};

/// Set within a session.
const INSIDE: &str = "HISHO_INSIDE_SESSION";
const KEY: &str = "sk-canary-0d84af693b1c57e2";

fn found(program: &str) -> bool {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&folders).any(|folder| folder.join(program).is_file())
}

/// Runs `test` of this program again in a session that `shell` prepares; false when this is it, and
/// the test goes on.
fn elsewhere(test: &str, shell: &str) -> bool {
    if std::env::var_os(INSIDE).is_some() {
        return false;
    }
    if !["dbus-run-session", "gnome-keyring-daemon", "sh"].into_iter().all(found) {
        println!("not run: dbus-run-session and gnome-keyring-daemon are not installed");
        return true;
    }
    let home = tempfile::tempdir().expect("a home");
    let output = Command::new("dbus-run-session")
        .args(["--", "sh", "-c", &format!("{shell}; exec \"$0\" --exact {test} --nocapture")])
        .arg(std::env::current_exe().expect("this program"))
        .env(INSIDE, "1")
        .env("HOME", home.path())
        .env("XDG_DATA_HOME", home.path().join("data"))
        .env("XDG_RUNTIME_DIR", home.path())
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .output()
        .expect("a session starts");
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
    true
}

async fn open(folder: &Path) -> App {
    App::open(Options { data_dir: folder.to_owned(), background: false }).await.expect("opens")
}

async fn call(app: &App, command: &str, input: Value) -> Value {
    app.call(Caller::person(Origin::Cli), command, input).await.unwrap_or_else(|e| panic!("{command}: {e:?}"))
}

/// Makes an account and hands it a key.
async fn keyed(app: &App) -> Value {
    let new = json!({ "wire": "openai-chat", "name": "x", "base_url": "http://127.0.0.1:9" });
    let account = call(app, "accounts.create", new).await;
    call(app, "accounts.set_key", json!({ "uid": account["uid"], "key": KEY })).await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_open_keychain_keeps_the_key() {
    let open_it = "printf secret | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1";
    if elsewhere("an_open_keychain_keeps_the_key", open_it) {
        return;
    }
    let folder = tempfile::tempdir().expect("folder");
    let app = open(folder.path()).await;
    let account = keyed(&app).await;
    assert_eq!((&account["has_key"], &account["session_only"]), (&json!(true), &json!(false)));
    drop(app);
    let name = format!("{} http://127.0.0.1:9", account["uid"].as_str().expect("uid"));
    let kept = move || SystemKeychain.get(&name).expect("usable").map(|key| key.reveal().to_owned());
    let there = tokio::task::spawn_blocking(kept.clone()).await.expect("no panic");
    assert_eq!(there.as_deref(), Some(KEY));
    let app = open(folder.path()).await;
    call(&app, "accounts.delete", json!({ "uid": account["uid"], "rev": account["rev"] })).await;
    assert_eq!(tokio::task::spawn_blocking(kept).await.expect("no panic"), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_keychain_leaves_the_key_in_the_session() {
    // Nobody is there who could be asked for the password.
    let lock_it = "gnome-keyring-daemon --start --components=secrets >/dev/null 2>&1";
    if elsewhere("a_locked_keychain_leaves_the_key_in_the_session", lock_it) {
        return;
    }
    let folder = tempfile::tempdir().expect("folder");
    let app = open(folder.path()).await;
    let account = keyed(&app).await;
    assert_eq!((&account["has_key"], &account["session_only"]), (&json!(true), &json!(true)));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_any_keychain_the_key_is_in_the_session() {
    let no_bus = "DBUS_SESSION_BUS_ADDRESS=unix:path=/nowhere; export DBUS_SESSION_BUS_ADDRESS";
    if elsewhere("without_any_keychain_the_key_is_in_the_session", no_bus) {
        return;
    }
    let folder = tempfile::tempdir().expect("folder");
    let app = open(folder.path()).await;
    let account = keyed(&app).await;
    assert_eq!((&account["has_key"], &account["session_only"]), (&json!(true), &json!(true)));
}
